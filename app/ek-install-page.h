/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ek-session.h"

G_BEGIN_DECLS

#define EK_TYPE_INSTALL_PAGE (ek_install_page_get_type ())

/* “Install”.  Properties: session, narrow. */
G_DECLARE_FINAL_TYPE (EkInstallPage, ek_install_page, EK, INSTALL_PAGE, GtkWidget)

EdgeKitInstallPlan *ek_install_page_make_plan    (EkSession     *session,
                                                  const char    *engine,
                                                  EdgeKitShell   shell,
                                                  GError       **error);
EdgeKitInstallPlan *ek_install_page_get_plan     (EkInstallPage *self);
void                ek_install_page_copy_command (EkInstallPage *self);

G_END_DECLS
