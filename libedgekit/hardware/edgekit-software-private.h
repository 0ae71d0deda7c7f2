/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-software.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitSoftware
{
  GObject parent_instance;
  guint64 absent;
  char *shell;
  char *python;
  char *python_architecture;
  char *python_environment;
  char *gcc;
  char *clang;
  char *msvc;
  char *cmake;
  char *nvcc;
  char *nvcc_path;
  char *cudart;
  char *rocm;
  char *oneapi;
  int vulkan_sdk;
  GStrv package_managers;
  GStrv programs;
  int source_date_epoch;
};

G_END_DECLS
