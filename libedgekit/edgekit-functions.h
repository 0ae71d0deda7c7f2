/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-error.h"
#include "edgekit-types.h"

G_BEGIN_DECLS

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitHardwareProfile *edgekit_system_info (GCancellable *cancellable,
                                             GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_system_info_async (GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitHardwareProfile *edgekit_system_info_finish (GAsyncResult *result,
                                                    GError **error);

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitEngine *edgekit_recommended_engine (GCancellable *cancellable,
                                           GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_recommended_engine_async (GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitEngine *edgekit_recommended_engine_finish (GAsyncResult *result,
                                                  GError **error);

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitPreflight *edgekit_model_preflight (const char *location,
                                           EdgeKitWorkload *workload,
                                           EdgeKitHardwareProfile *profile,
                                           GCancellable *cancellable,
                                           GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_model_preflight_async (const char *location,
                                    EdgeKitWorkload *workload,
                                    EdgeKitHardwareProfile *profile,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitPreflight *edgekit_model_preflight_finish (GAsyncResult *result,
                                                  GError **error);

EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_can_load (const char *location,
                           EdgeKitWorkload *workload,
                           EdgeKitHardwareProfile *profile,
                           GCancellable *cancellable,
                           GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_can_load_async (const char *location,
                             EdgeKitWorkload *workload,
                             EdgeKitHardwareProfile *profile,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_can_load_finish (GAsyncResult *result,
                                  GError **error);

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitModel *edgekit_inspect_model_remote (const char *location,
                                            GCancellable *cancellable,
                                            GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_inspect_model_remote_async (const char *location,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitModel *edgekit_inspect_model_remote_finish (GAsyncResult *result,
                                                   GError **error);

EDGEKIT_AVAILABLE_IN_0_1
char **edgekit_llama_cpp_args (GCancellable *cancellable,
                               GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_llama_cpp_args_async (GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
char **edgekit_llama_cpp_args_finish (GAsyncResult *result,
                                      GError **error);

EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_install_command (EdgeKitShell shell,
                               GCancellable *cancellable,
                               GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_install_command_async (EdgeKitShell shell,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_install_command_finish (GAsyncResult *result,
                                      GError **error);

EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_find_installations (EdgeKitHardwareProfile *profile,
                                        GCancellable *cancellable,
                                        GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_find_installations_async (EdgeKitHardwareProfile *profile,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_find_installations_finish (GAsyncResult *result,
                                               GError **error);

G_END_DECLS
