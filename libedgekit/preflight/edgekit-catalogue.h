/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"
#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_CATALOGUE (edgekit_catalogue_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitCatalogue, edgekit_catalogue, EDGEKIT, CATALOGUE, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitCatalogue *edgekit_catalogue_get_default (void);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_catalogue_get_models (EdgeKitCatalogue *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_catalogue_get_recorded (EdgeKitCatalogue *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitCatalogueModel *edgekit_catalogue_lookup (EdgeKitCatalogue *self,
                                                 const char *id);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitCatalogueModel *edgekit_catalogue_find_near (EdgeKitCatalogue *self,
                                                    const char *name);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_catalogue_suggest (EdgeKitCatalogue *self,
                                       EdgeKitHardwareProfile *profile,
                                       const char *use,
                                       GCancellable *cancellable,
                                       GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_catalogue_suggest_async (EdgeKitCatalogue *self,
                                      EdgeKitHardwareProfile *profile,
                                      const char *use,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_catalogue_suggest_finish (EdgeKitCatalogue *self,
                                              GAsyncResult *result,
                                              GError **error);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_catalogue_suggest_to_json (EdgeKitCatalogue *self,
                                         EdgeKitHardwareProfile *profile,
                                         const char *use,
                                         gboolean translated);

G_END_DECLS
