/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The types of tensors in safetensors files: rows of data/tables/safetensors-types.ini. */

#include "edgekit-types.h"

G_BEGIN_DECLS

typedef enum
{
  EDGEKIT_DATA_KIND_PLAIN,    /* a float of 16 bits or more, yes or no */
  EDGEKIT_DATA_KIND_INTEGER,  /* may hold packed weights */
  EDGEKIT_DATA_KIND_SMALL,    /* a float below 16 bits */
  EDGEKIT_DATA_KIND_EXPONENT, /* only ever the scale of a block */
} EdgeKitDataKind;

typedef struct
{
  const char *name;
  guint64 bits; /* of a value, never 0 */
  EdgeKitDataKind kind;
} EdgeKitDataType;

/* NULL for a name that no row has. */
const EdgeKitDataType *_edgekit_data_type_get (const char *name);

G_END_DECLS
