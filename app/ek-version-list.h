/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_VERSION_LIST (ek_version_list_get_type ())

/* The other versions of the model that is checked.  Properties: preflight, location,
 * narrow; the signal “chosen” hands on the location and the name of another version.  Not
 * visible where there is only one. */
G_DECLARE_FINAL_TYPE (EkVersionList, ek_version_list, EK, VERSION_LIST, GtkWidget)

/* The recommended version, where it is smaller than the one that the page is about; or NULL. */
EdgeKitVariantVerdict *ek_version_list_get_smaller    (EkVersionList *self);
void                   ek_version_list_choose_smaller (EkVersionList *self);

G_END_DECLS
