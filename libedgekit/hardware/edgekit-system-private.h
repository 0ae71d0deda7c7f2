/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-system.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitSystem
{
  GObject parent_instance;
  guint64 absent;
  char *family;
  char *id;
  char *name;
  char *version;
  char *kernel;
  char *architecture;
  char *libc;
  char *libc_version;
  GStrv environment;
};

G_END_DECLS
