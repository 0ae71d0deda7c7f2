/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ek-session.h"

G_BEGIN_DECLS

#define EK_TYPE_COMPUTER_PAGE (ek_computer_page_get_type ())

/* “This Computer”.  Properties: session, narrow. */
G_DECLARE_FINAL_TYPE (EkComputerPage, ek_computer_page, EK, COMPUTER_PAGE, GtkWidget)

G_END_DECLS
