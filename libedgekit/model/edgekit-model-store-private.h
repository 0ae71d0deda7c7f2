/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-model-store.h"
#include "edgekit-record-private.h"
#include "edgekit-store-private.h"

G_BEGIN_DECLS

struct _EdgeKitModelStore
{
  GObject parent_instance;
  char *store;
  char *title;
  gboolean found;
  char *path;
  GListStore *notes; /* EdgeKitNote */

  EdgeKitStoreWalk outcome; /* of looking at it: its counts, without its pointers */
};

/* @walk: how looking at it went; NULL where it is not there. */
EdgeKitModelStore *_edgekit_model_store_new   (const EdgeKitStorePlace *place, const EdgeKitStoreWalk *walk);
/* As an object of a document, whose sentences are English. */
void               _edgekit_model_store_write (EdgeKitModelStore *self, JsonBuilder *builder);

G_END_DECLS
