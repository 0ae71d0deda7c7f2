/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_LIBRARY_LIST (ek_library_list_get_type ())

/* The models that other programs downloaded to this computer.  Properties: active
 * (whether it is wanted at all), empty (read only); the signal “chosen” hands on
 * what to check. */
G_DECLARE_FINAL_TYPE (EkLibraryList, ek_library_list, EK, LIBRARY_LIST, GtkWidget)

G_END_DECLS
