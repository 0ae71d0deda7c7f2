/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_VARIANT_LIST (edgekit_variant_list_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitVariantList, edgekit_variant_list, EDGEKIT, VARIANT_LIST, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitVariantList *edgekit_variant_list_new (const char *location);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_variant_list_get_location (EdgeKitVariantList *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_variant_list_get_companions (EdgeKitVariantList *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_variant_list_get_fraction (EdgeKitVariantList *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_variant_list_get_activity (EdgeKitVariantList *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_variant_list_get_bytes_read (EdgeKitVariantList *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitRemoteOptions *edgekit_variant_list_get_options (EdgeKitVariantList *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_variant_list_set_options (EdgeKitVariantList *self, EdgeKitRemoteOptions *options);

EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_variant_list_load (EdgeKitVariantList *self, GCancellable *cancellable, GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_variant_list_load_async (EdgeKitVariantList *self, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_variant_list_load_finish (EdgeKitVariantList *self, GAsyncResult *result, GError **error);

G_END_DECLS
