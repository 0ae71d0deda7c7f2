/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-accelerator.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitAccelerator
{
  GObject parent_instance;
  guint64 absent;
  char *id;
  int kind; /* EdgeKitAcceleratorKind */
  char *vendor;
  char *name;
  int integrated;
  char *pci;
  char *pci_id;
  char *driver;
  char *driver_version;
  char *compute_capability;
  char *max_cuda;
  char *gfx_target;
  char *generation;
  GStrv runtimes;
  GStrv pools;
  gint64 max_allocation;
  gint64 max_storage_range;
  gint64 partitions;
  int usable;
  int external;
  int resizable_bar;
  gint64 cores; /* of a GPU of Apple; not part of the document */
  gint64 bar; /* the largest window into its memory on the PCI bus; for the decoders alone */
};

G_END_DECLS
