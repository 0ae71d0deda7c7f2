/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "edgekit-model-private.h"

G_BEGIN_DECLS

/* When tensors and layers are there. */
void     _edgekit_model_add_roles   (EdgeKitModel *self);
void     _edgekit_model_write_roles (EdgeKitModel *self, JsonBuilder *builder);
gboolean _edgekit_model_read_roles  (EdgeKitModel *self, JsonObject *object, GError **error);

G_END_DECLS
