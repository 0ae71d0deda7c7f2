/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"
#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_MODEL_SOURCE (edgekit_model_source_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitModelSource, edgekit_model_source, EDGEKIT, MODEL_SOURCE, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitModelSource *edgekit_model_source_new (const char *location);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitModelSource *edgekit_model_source_new_for_file (GFile *file);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_model_source_get_location (EdgeKitModelSource *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_model_source_get_fraction (EdgeKitModelSource *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_model_source_get_activity (EdgeKitModelSource *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_source_get_bytes_read (EdgeKitModelSource *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitRemoteOptions *edgekit_model_source_get_options (EdgeKitModelSource *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_model_source_set_options (EdgeKitModelSource *self, EdgeKitRemoteOptions *options);

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitModel *edgekit_model_source_load (EdgeKitModelSource *self,
                                         GCancellable *cancellable,
                                         GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_model_source_load_async (EdgeKitModelSource *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitModel *edgekit_model_source_load_finish (EdgeKitModelSource *self,
                                                GAsyncResult *result,
                                                GError **error);

EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_source_query_download_size (EdgeKitModelSource *self, GCancellable *cancellable, GError **error);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_model_source_download (EdgeKitModelSource *self, GFile *folder, GCancellable *cancellable,
                                        GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_model_source_download_async (EdgeKitModelSource *self, GFile *folder, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_model_source_download_finish (EdgeKitModelSource *self, GAsyncResult *result, GError **error);

G_END_DECLS
