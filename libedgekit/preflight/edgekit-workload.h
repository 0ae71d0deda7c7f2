/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"
#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_WORKLOAD (edgekit_workload_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitWorkload, edgekit_workload, EDGEKIT, WORKLOAD, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitWorkload *edgekit_workload_new (void);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitWorkload *edgekit_workload_copy (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_workload_equal (EdgeKitWorkload *self,
                                 EdgeKitWorkload *other);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_workload_to_json (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_workload_apply (EdgeKitWorkload *self,
                                 const char *changes,
                                 GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_reset (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitPreset edgekit_workload_get_preset (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_preset (EdgeKitWorkload *self,
                                  EdgeKitPreset preset);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_workload_get_engine (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_engine (EdgeKitWorkload *self,
                                  const char *engine);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_workload_get_context (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_context (EdgeKitWorkload *self,
                                   gint64 context);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_workload_get_parallel (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_parallel (EdgeKitWorkload *self,
                                    gint64 parallel);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitTristate edgekit_workload_get_kv_unified (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_kv_unified (EdgeKitWorkload *self,
                                      EdgeKitTristate kv_unified);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_workload_get_batch (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_batch (EdgeKitWorkload *self,
                                 gint64 batch);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_workload_get_ubatch (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_ubatch (EdgeKitWorkload *self,
                                  gint64 ubatch);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_workload_get_outputs (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_outputs (EdgeKitWorkload *self,
                                   gint64 outputs);
EDGEKIT_AVAILABLE_IN_0_1
char **edgekit_workload_list_cache_types (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_workload_get_cache_type_k (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_cache_type_k (EdgeKitWorkload *self,
                                        const char *cache_type_k);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_workload_get_cache_type_v (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_cache_type_v (EdgeKitWorkload *self,
                                        const char *cache_type_v);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitTristate edgekit_workload_get_flash_attention (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_flash_attention (EdgeKitWorkload *self,
                                           EdgeKitTristate flash_attention);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_workload_get_swa_full (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_swa_full (EdgeKitWorkload *self,
                                    gboolean swa_full);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitTristate edgekit_workload_get_repack (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_repack (EdgeKitWorkload *self,
                                  EdgeKitTristate repack);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_workload_get_embeddings (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_embeddings (EdgeKitWorkload *self,
                                      gboolean embeddings);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_workload_get_backend (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_backend (EdgeKitWorkload *self,
                                   const char *backend);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_workload_get_gpu_layers (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_gpu_layers (EdgeKitWorkload *self,
                                      gint64 gpu_layers);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_workload_get_cpu_moe (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_cpu_moe (EdgeKitWorkload *self,
                                   gint64 cpu_moe);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_workload_get_engine_version (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_engine_version (EdgeKitWorkload *self,
                                          const char *engine_version);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_workload_get_gpu_memory_utilization (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_gpu_memory_utilization (EdgeKitWorkload *self,
                                                  double gpu_memory_utilization);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_workload_get_tensor_parallel (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_tensor_parallel (EdgeKitWorkload *self,
                                           gint64 tensor_parallel);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_workload_get_eager (EdgeKitWorkload *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_workload_set_eager (EdgeKitWorkload *self,
                                 gboolean eager);

G_END_DECLS
