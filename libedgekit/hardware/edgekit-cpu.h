/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_CPU (edgekit_cpu_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitCpu, edgekit_cpu, EDGEKIT, CPU, GObject)

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_cpu_get_name (EdgeKitCpu *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_cpu_get_vendor (EdgeKitCpu *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cpu_get_packages (EdgeKitCpu *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cpu_get_cores (EdgeKitCpu *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cpu_get_threads (EdgeKitCpu *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cpu_get_performance_cores (EdgeKitCpu *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cpu_get_efficiency_cores (EdgeKitCpu *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cpu_get_low_power_cores (EdgeKitCpu *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cpu_get_usable_threads (EdgeKitCpu *self);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_cpu_get_features (EdgeKitCpu *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_cpu_get_caches (EdgeKitCpu *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cpu_get_max_mhz (EdgeKitCpu *self);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_cpu_has_feature (EdgeKitCpu *self,
                                  const char *feature);

G_END_DECLS
