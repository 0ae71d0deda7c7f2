/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-error.h"
#include "edgekit-types.h"

G_BEGIN_DECLS

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
