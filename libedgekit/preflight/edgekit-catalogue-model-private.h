/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-catalogue-model.h"
#include "edgekit-record-private.h"
#include "edgekit-model.h"

G_BEGIN_DECLS

struct _EdgeKitCatalogueModel
{
  GObject parent_instance;
  char *id;
  char *location;
  char *name;
  char *family;
  GStrv uses;
  GStrv modalities;
  gint64 parameters;
  gint64 active_parameters;
  gint64 context_length;
  char *quantization;
  gint64 size;
  char *repository;
  char *gguf_repository;

  GMutex lock;
  JsonObject *record;
  EdgeKitModel *model; /* made when it is asked for */
};

EdgeKitCatalogueModel *_edgekit_catalogue_model_new (JsonObject *record);

G_END_DECLS
