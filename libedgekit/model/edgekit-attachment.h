/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"
#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_ATTACHMENT (edgekit_attachment_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitAttachment, edgekit_attachment, EDGEKIT, ATTACHMENT, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitAttachment *edgekit_attachment_load (const char *location,
                                            GCancellable *cancellable,
                                            GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_attachment_load_async (const char *location,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitAttachment *edgekit_attachment_load_finish (GAsyncResult *result,
                                                   GError **error);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_attachment_get_kind (EdgeKitAttachment *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_attachment_get_name (EdgeKitAttachment *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_attachment_get_weights_size (EdgeKitAttachment *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitModel *edgekit_attachment_get_model (EdgeKitAttachment *self);

G_END_DECLS
