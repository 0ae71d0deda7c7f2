/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The graphics and neural processors of a computer with Windows, as three guests and
 * the registry tell of them. */

#include "edgekit-decode-guests-private.h"

G_BEGIN_DECLS

enum
{
  EDGEKIT_ADAPTER_KERNEL, /* D3DKMT */
  EDGEKIT_ADAPTER_DXGI,
  EDGEKIT_ADAPTER_DXCORE,
  EDGEKIT_ADAPTER_N_GUESTS
};

typedef struct
{
  char *luid;           /* by which all guests call it */
  EdgeKitGuest *guests; /* those of all adapters */
  JsonObject *told[EDGEKIT_ADAPTER_N_GUESTS]; /* NULL: this guest does not have it; the snapshot owns them */
  JsonObject *registry;
  guint vendor;
  guint device;
  gboolean npu;
} EdgeKitAdapter;

/* Opens the @guests (EDGEKIT_ADAPTER_N_GUESTS of them), which must outlive the
 * adapters; GPUs first, then NPUs, each by their place on the bus. */
GPtrArray  *_edgekit_adapters_find      (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile,
                                         EdgeKitGuest *guests);
const char *_edgekit_adapter_address    (const EdgeKitAdapter *adapter);
/* Both owned; NULL when nobody tells. */
char       *_edgekit_adapter_name       (const EdgeKitAdapter *adapter);
char       *_edgekit_adapter_version    (const EdgeKitAdapter *adapter);
gboolean    _edgekit_adapter_is         (const EdgeKitAdapter *adapter, guint source, const char *member);
/* Bytes, and who says so. */
gint64      _edgekit_adapter_size        (const EdgeKitAdapter *adapter, const char *member, const char **source);
/* What this program may still use of a @group of segments. */
gint64      _edgekit_adapter_budget_left (const EdgeKitAdapter *adapter, const char *group, const char **source);

G_END_DECLS
