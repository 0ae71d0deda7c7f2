/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

void                ek_download_offer_async  (GtkWindow           *parent,
                                              const char          *location,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
GFile              *ek_download_offer_finish (GAsyncResult        *result,
                                              GError             **error);

G_END_DECLS
