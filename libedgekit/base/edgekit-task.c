/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-task-private.h"

void
_edgekit_task_return (GTask *task, gpointer result, GDestroyNotify free_result, GError *error)
{
  if (result)
    g_task_return_pointer (task, result, free_result);
  else
    g_task_return_error (task, error);
}

void
_edgekit_task_return_boolean (GTask *task, gboolean good, GError *error)
{
  if (good)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}
