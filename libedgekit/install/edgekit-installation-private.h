/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-hardware-profile-private.h"
#include "edgekit-installation.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitInstallation
{
  GObject parent_instance;
  char *engine;
  char *path;
  GStrv backends;
  GStrv cpu_features;
  GStrv missing;
  int starts; /* EdgeKitTristate */
  int uses_graphics; /* EdgeKitTristate */
  char *device;
  char *summary;

  /* what it was judged by, so that the document can be written in English */
  JsonObject *facts;
  EdgeKitHardwareProfile *profile;
};

/* One of the "installations" of the probe's document (probe-engines.c), judged for
 * the computer; NULL for what is none. */
EdgeKitInstallation *_edgekit_installation_new   (JsonObject *facts, EdgeKitHardwareProfile *profile);
/* The list of them (element-type EdgeKitInstallation). */
GListStore          *_edgekit_installation_list  (JsonObject *document, EdgeKitHardwareProfile *profile);

/* --- what the files say (edgekit-installation-facts.c) --- */

typedef struct
{
  char *name;      /* libggml-cuda.so */
  gboolean loaded; /* the program starts only with it */
  gint64 machine, glibc;
  GStrv needed, missing;
  GStrv has;       /* NULL: not known */
} EdgeKitInstalledFile;

/* Element-type EdgeKitInstalledFile. */
GPtrArray  *_edgekit_installed_files_read   (JsonObject *facts);
/* The row of ggml-backends that the file is or has in it, "cpu", or NULL. */
const char *_edgekit_installed_file_backend (const EdgeKitInstalledFile *file);
/* The processor features that the file was compiled for, as a profile names them
 * (transfer full); NULL: not known. */
GStrv       _edgekit_installed_file_features (const EdgeKitInstalledFile *file);

G_END_DECLS
