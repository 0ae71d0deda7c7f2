/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-attachment.h"
#include "edgekit-model.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

#define EDGEKIT_ATTACHMENT_MMPROJ "mmproj"
#define EDGEKIT_ATTACHMENT_DRAFT "draft"
#define EDGEKIT_ATTACHMENT_LORA "lora"

struct _EdgeKitAttachment
{
  GObject parent_instance;
  char *kind;
  char *name;
  gint64 weights_size;
  EdgeKitModel *model; /* of a draft */

  /* of a tower that sees; 0 when the file does not say it */
  gint64 embedding;
  gint64 feed_forward;
  gint64 heads;
  gint64 patches; /* of a picture of the size that it was made for */
};

G_END_DECLS
