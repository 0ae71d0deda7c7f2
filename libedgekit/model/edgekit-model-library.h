/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"
#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_MODEL_LIBRARY (edgekit_model_library_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitModelLibrary, edgekit_model_library, EDGEKIT, MODEL_LIBRARY, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitModelLibrary *edgekit_model_library_new (void);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_model_library_get_stores (EdgeKitModelLibrary *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_model_library_get_fraction (EdgeKitModelLibrary *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_model_library_get_activity (EdgeKitModelLibrary *self);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_model_library_load (EdgeKitModelLibrary *self,
                                     GCancellable *cancellable,
                                     GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_model_library_load_async (EdgeKitModelLibrary *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_model_library_load_finish (EdgeKitModelLibrary *self,
                                            GAsyncResult *result,
                                            GError **error);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_model_library_to_json (EdgeKitModelLibrary *self);

G_END_DECLS
