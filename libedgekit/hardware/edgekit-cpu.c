/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-cache-private.h"
#include "edgekit-cpu-private.h"

/**
 * EdgeKitCpu:
 *
 * The processors of a computer.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitCpu, edgekit_cpu, G_TYPE_OBJECT)

/**
 * EdgeKitCpu:name: (getter get_name)
 *
 * The name of the product, without marketing suffixes.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCpu:vendor: (getter get_vendor)
 *
 * The maker in lower case, such as `intel`, `amd`, `arm` or `apple`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCpu:packages: (getter get_packages)
 *
 * The number of packages (sockets).
 *
 * Since: 0.1
 */
/**
 * EdgeKitCpu:cores: (getter get_cores)
 *
 * The number of cores.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCpu:threads: (getter get_threads)
 *
 * The number of hardware threads.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCpu:performance-cores: (getter get_performance_cores)
 *
 * The number of performance cores, where there are several kinds.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCpu:efficiency-cores: (getter get_efficiency_cores)
 *
 * The number of efficiency cores, low-power ones among them.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCpu:low-power-cores: (getter get_low_power_cores)
 *
 * How many of the efficiency cores are low-power ones, which have no share of the last-level cache.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCpu:usable-threads: (getter get_usable_threads)
 *
 * The number of threads that this program may use, after affinity and quotas.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCpu:features: (getter get_features)
 *
 * The instruction sets, by the names of Linux’s `/proc/cpuinfo`; on Arm `neon`, `fp16`, `dotprod`, `i8mm`, `bf16`, `sve_i8mm` and `sve_bf16` go by these names.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCpu:caches: (getter get_caches)
 *
 * The caches, a list of [class@EdgeKit.Cache], from the first level on; empty when they are not known.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCpu:max-mhz: (getter get_max_mhz)
 *
 * The highest clock in MHz.
 *
 * Since: 0.1
 */
static const EdgeKitField cpu_fields[] = {
  { "name", "name", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitCpu, name) },
  { "vendor", "vendor", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitCpu, vendor) },
  { "packages", "packages", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCpu, packages) },
  { "cores", "cores", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCpu, cores) },
  { "threads", "threads", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCpu, threads) },
  { "performance-cores", "performance_cores", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCpu, performance_cores) },
  { "efficiency-cores", "efficiency_cores", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCpu, efficiency_cores) },
  { "low-power-cores", "low_power_cores", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCpu, low_power_cores) },
  { "usable-threads", "usable_threads", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCpu, usable_threads) },
  { "features", "features", EDGEKIT_FIELD_STRV, G_STRUCT_OFFSET (EdgeKitCpu, features) },
  { "caches", "caches", EDGEKIT_FIELD_LIST, G_STRUCT_OFFSET (EdgeKitCpu, caches), edgekit_cache_get_type },
  { "max-mhz", "max_mhz", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCpu, max_mhz) },
};

static void
edgekit_cpu_class_init (EdgeKitCpuClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), cpu_fields, G_N_ELEMENTS (cpu_fields), G_STRUCT_OFFSET (EdgeKitCpu, absent));
}

static void
edgekit_cpu_init (EdgeKitCpu *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_cpu_get_name: (get-property name)
 * @self: a [class@EdgeKit.Cpu]
 *
 * Gets the name of the product, without marketing suffixes.
 *
 * Returns: (nullable): the name of the product, without marketing suffixes, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_cpu_get_name (EdgeKitCpu *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CPU (self), NULL);

  return self->name;
}

/**
 * edgekit_cpu_get_vendor: (get-property vendor)
 * @self: a [class@EdgeKit.Cpu]
 *
 * Gets the maker in lower case, such as `intel`, `amd`, `arm` or `apple`.
 *
 * Returns: (nullable): the maker in lower case, such as `intel`, `amd`, `arm` or `apple`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_cpu_get_vendor (EdgeKitCpu *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CPU (self), NULL);

  return self->vendor;
}

/**
 * edgekit_cpu_get_packages: (get-property packages)
 * @self: a [class@EdgeKit.Cpu]
 *
 * Gets the number of packages (sockets).
 *
 * Returns: the number of packages (sockets), or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_cpu_get_packages (EdgeKitCpu *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CPU (self), EDGEKIT_UNKNOWN);

  return self->packages;
}

/**
 * edgekit_cpu_get_cores: (get-property cores)
 * @self: a [class@EdgeKit.Cpu]
 *
 * Gets the number of cores.
 *
 * Returns: the number of cores, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_cpu_get_cores (EdgeKitCpu *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CPU (self), EDGEKIT_UNKNOWN);

  return self->cores;
}

/**
 * edgekit_cpu_get_threads: (get-property threads)
 * @self: a [class@EdgeKit.Cpu]
 *
 * Gets the number of hardware threads.
 *
 * Returns: the number of hardware threads, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_cpu_get_threads (EdgeKitCpu *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CPU (self), EDGEKIT_UNKNOWN);

  return self->threads;
}

/**
 * edgekit_cpu_get_performance_cores: (get-property performance-cores)
 * @self: a [class@EdgeKit.Cpu]
 *
 * Gets the number of performance cores, where there are several kinds.
 *
 * Returns: the number of performance cores, where there are several kinds, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_cpu_get_performance_cores (EdgeKitCpu *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CPU (self), EDGEKIT_UNKNOWN);

  return self->performance_cores;
}

/**
 * edgekit_cpu_get_efficiency_cores: (get-property efficiency-cores)
 * @self: a [class@EdgeKit.Cpu]
 *
 * Gets the number of efficiency cores, low-power ones among them.
 *
 * Returns: the number of efficiency cores, low-power ones among them, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_cpu_get_efficiency_cores (EdgeKitCpu *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CPU (self), EDGEKIT_UNKNOWN);

  return self->efficiency_cores;
}

/**
 * edgekit_cpu_get_low_power_cores: (get-property low-power-cores)
 * @self: a [class@EdgeKit.Cpu]
 *
 * Gets how many of the efficiency cores are low-power ones, which have no share of the last-level cache.
 *
 * Returns: the number of low-power cores, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_cpu_get_low_power_cores (EdgeKitCpu *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CPU (self), EDGEKIT_UNKNOWN);

  return self->low_power_cores;
}

/**
 * edgekit_cpu_get_usable_threads: (get-property usable-threads)
 * @self: a [class@EdgeKit.Cpu]
 *
 * Gets the number of threads that this program may use, after affinity and quotas.
 *
 * Returns: the number of threads that this program may use, after affinity and quotas, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_cpu_get_usable_threads (EdgeKitCpu *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CPU (self), EDGEKIT_UNKNOWN);

  return self->usable_threads;
}

/**
 * edgekit_cpu_get_features: (get-property features)
 * @self: a [class@EdgeKit.Cpu]
 *
 * Gets the instruction sets, by the names of Linux’s `/proc/cpuinfo`; on Arm `neon`, `fp16`, `dotprod`, `i8mm`, `bf16`, `sve_i8mm` and `sve_bf16` go by these names.
 *
 * Returns: (transfer none) (array zero-terminated=1) (nullable): the instruction sets, by the names of Linux’s `/proc/cpuinfo`; on Arm `neon`, `fp16`, `dotprod`, `i8mm`, `bf16`, `sve_i8mm` and `sve_bf16` go by these names, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *const *
edgekit_cpu_get_features (EdgeKitCpu *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CPU (self), NULL);

  return (const char *const *) self->features;
}

/**
 * edgekit_cpu_get_caches: (get-property caches)
 * @self: a [class@EdgeKit.Cpu]
 *
 * Gets the caches, from the first level on.
 *
 * Returns: (transfer none): the caches (a list of [class@EdgeKit.Cache]); empty when they are not known
 *
 * Since: 0.1
 */
GListModel *
edgekit_cpu_get_caches (EdgeKitCpu *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CPU (self), NULL);

  return G_LIST_MODEL (self->caches);
}

/**
 * edgekit_cpu_get_max_mhz: (get-property max-mhz)
 * @self: a [class@EdgeKit.Cpu]
 *
 * Gets the highest clock in MHz.
 *
 * Returns: the highest clock in MHz, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_cpu_get_max_mhz (EdgeKitCpu *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CPU (self), EDGEKIT_UNKNOWN);

  return self->max_mhz;
}

/**
 * edgekit_cpu_has_feature:
 * @self: a [class@EdgeKit.Cpu]
 * @feature: the name of an instruction set, such as `avx2`
 *
 * Checks whether the processor has an instruction set.
 *
 * Returns: %TRUE if it is known to have it
 *
 * Since: 0.1
 */
gboolean
edgekit_cpu_has_feature (EdgeKitCpu *self, const char *feature)
{
  g_return_val_if_fail (EDGEKIT_IS_CPU (self), FALSE);
  g_return_val_if_fail (feature != NULL, FALSE);

  return self->features && g_strv_contains ((const char *const *) self->features, feature);
}
