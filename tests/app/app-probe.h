/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ek-window.h"

G_BEGIN_DECLS

void       run_for        (guint ms);
void       run_until_idle (EkWindow *window);
EkWindow  *open_window    (const char *model);
GtkWidget *open_empty     (void);
void       close_window   (EkWindow *window);

/* What the program is asked to do; each prints facts, and returns its exit status. */
int texts    (int n_models, char *models[]);
int windows  (int n, const char *model);
int empties  (int n);
int verdicts (int n, const char *model);

G_END_DECLS
