/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "service-bus.h"

G_BEGIN_DECLS

/* Whether a path means the same file to this caller as to this process. */
void     service_caller_shares_files_async  (ServiceCall *call, GAsyncReadyCallback callback, gpointer user_data);
gboolean service_caller_shares_files_finish (GAsyncResult *result, GError **error);

G_END_DECLS
