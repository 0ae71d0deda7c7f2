/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <edgekit.h>

G_BEGIN_DECLS

#define EK_TYPE_REPORT_WINDOW (ek_report_window_get_type ())

/* “Report”.  Signal: copied, when the report lies on the clipboard. */
G_DECLARE_FINAL_TYPE (EkReportWindow, ek_report_window, EK, REPORT_WINDOW, AdwWindow)

GtkWidget *ek_report_window_new (GtkWindow              *parent,
                                 EdgeKitHardwareProfile *profile,
                                 EdgeKitSnapshot        *snapshot,
                                 EdgeKitPreflight       *preflight,
                                 EdgeKitInstallPlan     *plan);

/* Who sits here and what this computer is called: not to be in what is sent. */
char     **ek_list_private_names (void);

G_END_DECLS
