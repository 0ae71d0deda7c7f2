/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"
#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_SNAPSHOT (edgekit_snapshot_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitSnapshot, edgekit_snapshot, EDGEKIT, SNAPSHOT, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitSnapshot *edgekit_snapshot_new_from_json (const char *json,
                                                 gssize length,
                                                 GError **error);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitSnapshot *edgekit_snapshot_load (GFile *file,
                                        GCancellable *cancellable,
                                        GError **error);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_snapshot_save (EdgeKitSnapshot *self,
                                GFile *file,
                                GCancellable *cancellable,
                                GError **error);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_snapshot_to_json (EdgeKitSnapshot *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitSnapshot *edgekit_snapshot_redact (EdgeKitSnapshot *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitSnapshot *edgekit_snapshot_redact_names (EdgeKitSnapshot *self,
                                                const char *const *names);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_snapshot_get_recorded (EdgeKitSnapshot *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_snapshot_get_tool (EdgeKitSnapshot *self);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_snapshot_get_live (EdgeKitSnapshot *self);
EDGEKIT_AVAILABLE_IN_0_1
char **edgekit_snapshot_list_keys (EdgeKitSnapshot *self,
                                   const char *prefix);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_snapshot_has (EdgeKitSnapshot *self,
                               const char *key);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_snapshot_get_text (EdgeKitSnapshot *self,
                                       const char *key);
EDGEKIT_AVAILABLE_IN_0_1
GBytes *edgekit_snapshot_get_bytes (EdgeKitSnapshot *self,
                                    const char *key);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_snapshot_get_list (EdgeKitSnapshot *self,
                                               const char *key);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_snapshot_get_link (EdgeKitSnapshot *self,
                                       const char *key);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_snapshot_get_failure (EdgeKitSnapshot *self,
                                          const char *key);

G_END_DECLS
