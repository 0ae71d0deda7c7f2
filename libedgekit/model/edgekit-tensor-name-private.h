/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the name of a tensor says: data/tables/tensor-names.ini. */

#include "edgekit-types.h"

G_BEGIN_DECLS

typedef enum
{
  EDGEKIT_TENSOR_PART_MODEL, /* the language model itself */
  EDGEKIT_TENSOR_PART_TOWER, /* what sees or hears for it, and what speaks */
  EDGEKIT_TENSOR_PART_DRAFT, /* layers that guess tokens ahead */
} EdgeKitTensorPart;

typedef struct
{
  gint64 layer;     /* of the language model; EDGEKIT_UNKNOWN for none */
  const char *rest; /* the name after the layer's number; the whole name where there is none */
  EdgeKitTensorPart part;
  EdgeKitTensorRole role;
  gboolean experts;       /* a router chooses from these */
  gboolean shared_expert; /* always works */
} EdgeKitTensorName;

void   _edgekit_tensor_name_parse  (const char *name, EdgeKitTensorName *parsed);
/* Only the layer, "enc.blk.7.ffn_up.weight": 7 and "ffn_up.weight"; -1 for none. */
gint64 _edgekit_tensor_parse_layer (const char *name, const char **rest);

G_END_DECLS
