/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-layer.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitLayer
{
  GObject parent_instance;
  gint64 index;
  int attention; /* EdgeKitAttentionKind */
  gint64 heads;
  gint64 kv_heads;
  gint64 key_length;
  gint64 value_length;
  gint64 window;
  gint64 extra_length;
  gint64 state_size;
  gint64 feed_forward_length;
  gint64 experts;
  gint64 weights_size;

  gint64 conv_size;  /* the part of state_size that a convolution keeps */
  gint64 scan_bytes; /* of a number of the rest, where the file says it */
  gboolean extra; /* a layer for drafting (nextn, MTP), which llama.cpp does not load */
};

G_END_DECLS
