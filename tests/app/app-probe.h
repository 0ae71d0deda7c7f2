/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ek-window.h"

G_BEGIN_DECLS

extern GtkApplication *application;

gint64     cpu_time       (void);
void       run_for        (guint ms);
void       run_until_idle (EkWindow *window);
EkWindow  *open_window    (const char *model);
GtkWidget *open_empty     (void);
GtkWidget *find_widget    (GtkWidget *root, GType type, const char *title);
void       activate       (EkWindow *window, const char *action);
GtkWindow *find_front     (EkWindow *window);
void       close_window   (EkWindow *window);

/* How long the main thread works at a stretch: from one wait to the next. */
void watch_main_loop (void);
void begin_stretch   (void);
void tell_longest    (const char *name);
void forget_longest  (void);

/* What the program is asked to do; each prints facts, and returns its exit status. */
int texts    (int n_models, char *models[]);
int windows  (int n, const char *model);
int empties  (int n);
int verdicts (int n, const char *model);
int question (void);
int start_while_closing (void);
int blocked  (const char *model);
int bare     (gboolean brief);

G_END_DECLS
