/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-installed-model.h"
#include "edgekit-model-files-private.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

/* A file of a model, under the name that what reads models looks for. */
typedef struct
{
  char *name;
  char *path;
} EdgeKitStoredFile;

struct _EdgeKitInstalledModel
{
  GObject parent_instance;
  char *store;
  char *name;
  char *title;
  char *format;
  char *quantization;
  gint64 size;
  char *path;
  GListStore *files; /* EdgeKitModelFile */
  gboolean complete;
  char *last_used;

  char *repository;    /* what the versions of it have in common, as in its name; or NULL */
  char *root;          /* of the store, canonical */
  char *folder;        /* of its files, where they lie in one */
  char *main;          /* the stored file to read; NULL: a config.json says which */
  GPtrArray *stored;   /* EdgeKitStoredFile: all that may be read */
};

/* Without a store. */
EdgeKitInstalledModel *_edgekit_installed_model_new        (const char *repository);
/* A file that holds weights. */
void                   _edgekit_installed_model_add_file   (EdgeKitInstalledModel *self, const char *name, gint64 size);
void                   _edgekit_installed_model_add_stored (EdgeKitInstalledModel *self, const char *name,
                                                            const char *path);
/* A file is read when a model is loaded; one whose access is older than its content
 * was not read since, or the file system does not keep it. Seconds since 1970. */
void                   _edgekit_installed_model_set_used   (EdgeKitInstalledModel *self, gint64 accessed,
                                                            gint64 modified);
/* The files to read it from; errors say @what. NULL when EdgeKit cannot. */
EdgeKitModelFiles     *_edgekit_installed_model_open       (EdgeKitInstalledModel *self, const char *what,
                                                            GError **error);

G_END_DECLS
