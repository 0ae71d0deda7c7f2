/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How what was done in a thread comes back to who asked for it. */

#include <gio/gio.h>

G_BEGIN_DECLS

/* Ends @task with @result, which is taken, or with @error where that is NULL. */
void _edgekit_task_return         (GTask *task, gpointer result, GDestroyNotify free_result, GError *error);
/* Ends @task with TRUE, or with @error, which is taken, where it is not @good. */
void _edgekit_task_return_boolean (GTask *task, gboolean good, GError *error);

G_END_DECLS
