/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-format.h"
#include "edgekit-hardware-profile-private.h"
#include "edgekit-i18n-private.h"

/* The one-line descriptions under a name, the same in the command, the report
 * and the window. */

static void
append_part (GString *text, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
append_part (GString *text, const char *format, ...)
{
  va_list args;

  if (text->len)
    g_string_append (text, " · ");
  va_start (args, format);
  g_string_append_vprintf (text, format, args);
  va_end (args);
}

static void
append_bandwidth (GString *text, EdgeKitMemoryPool *pool)
{
  g_autofree char *bandwidth = pool->bandwidth != EDGEKIT_UNKNOWN ? edgekit_format_bandwidth (pool->bandwidth) : NULL;

  if (bandwidth)
    append_part (text, "%s", bandwidth);
}

/* Graphics in the processor have no memory of their own: main memory, and the part of it that the firmware sets aside
 * for them. */
static void
append_shared_memory (GString *text, EdgeKitHardwareProfile *self, EdgeKitAccelerator *accelerator)
{
  EdgeKitMemoryPool *shared = NULL, *carved = NULL;
  g_autofree char *shared_size = NULL, *carved_size = NULL;

  for (char **id = accelerator->pools; id && *id; id++)
    {
      EdgeKitMemoryPool *pool = edgekit_hardware_profile_lookup_pool (self, *id);

      if (pool && pool->total != EDGEKIT_UNKNOWN)
        *(pool->backing ? &shared : &carved) = pool;
    }
  shared_size = shared ? edgekit_format_memory (shared->total, EDGEKIT_MEMORY_UNITS_IEC) : NULL;
  carved_size = carved ? edgekit_format_memory (carved->total, EDGEKIT_MEMORY_UNITS_IEC) : NULL;
  if (shared && carved)
    /* Translators: two sizes: “can use up to 89.6 GiB of main memory and 512 MiB set aside for it” */
    append_part (text, _ ("can use up to %1$s of main memory and %2$s set aside for it"), shared_size, carved_size);
  else if (shared)
    /* Translators: %s is a size: "can use up to 89.6 GiB of main memory" */
    append_part (text, _ ("can use up to %s of main memory"), shared_size);
  else if (carved)
    /* Translators: %s is a size: “512 MiB of memory set aside for it” */
    append_part (text, _ ("%s of memory set aside for it"), carved_size);
  if (shared || carved)
    append_bandwidth (text, shared ? shared : carved);
}

static void
append_memory (GString *text, EdgeKitHardwareProfile *self, EdgeKitAccelerator *accelerator)
{
  if (accelerator->integrated == EDGEKIT_TRISTATE_YES)
    {
      append_shared_memory (text, self, accelerator);
      return;
    }
  for (char **id = accelerator->pools; id && *id; id++)
    {
      EdgeKitMemoryPool *pool = edgekit_hardware_profile_lookup_pool (self, *id);
      g_autofree char *size = NULL;

      if (!pool || pool->total == EDGEKIT_UNKNOWN)
        continue;
      size = edgekit_format_memory (pool->total, EDGEKIT_MEMORY_UNITS_IEC);
      if (pool->backing)
        append_part (text, _ ("can use up to %s of main memory"), size);
      else
        append_part (text, "%s", size);
      append_bandwidth (text, pool);
    }
}

/**
 * edgekit_hardware_profile_describe_accelerator:
 * @self: a profile
 * @accelerator: one of its accelerators
 *
 * Describes an accelerator in one line, such as
 * “Graphics card (GPU) · 12.0 GiB · 504 GB/s · CUDA 12.4, Vulkan”.
 *
 * Returns: (transfer full): text in the language of the locale
 *
 * Since: 0.1
 */
char *
edgekit_hardware_profile_describe_accelerator (EdgeKitHardwareProfile *self, EdgeKitAccelerator *accelerator)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *runtimes = NULL;

  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), NULL);
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (accelerator), NULL);

  if (accelerator->kind == EDGEKIT_ACCELERATOR_KIND_NPU)
    {
      append_part (text, "%s", _ ("Neural processor (NPU)"));
      if (accelerator->usable == EDGEKIT_TRISTATE_NO)
        append_part (text, "%s", _ ("no driver"));
      else if (g_strcmp0 (accelerator->vendor, "intel") == 0)
        append_part (text, "%s", _ ("usable with OpenVINO"));
      return g_string_free (g_steal_pointer (&text), FALSE);
    }
  append_part (text, "%s",
               accelerator->integrated == EDGEKIT_TRISTATE_YES ? _ ("Built into the processor")
                                                               : _ ("Graphics card (GPU)"));
  append_memory (text, self, accelerator);
  runtimes = edgekit_accelerator_describe_runtimes (accelerator);
  if (runtimes)
    append_part (text, "%s", runtimes);
  if (accelerator->usable == EDGEKIT_TRISTATE_NO)
    append_part (text, "%s", _ ("cannot be used now"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The instruction set that says most about speed. */
static const char *
best_instructions (EdgeKitCpu *cpu)
{
  static const char *const best[][2] = {
    { "amx_tile", "AMX" },   { "avx512f", "AVX-512" }, { "avx_vnni", "AVX-VNNI" }, { "avx2", "AVX2" },
    { "avx", "AVX" },        { "sme", "SME" },         { "sve2", "SVE2" },         { "sve", "SVE" },
    { "i8mm", "I8MM" },      { "dotprod", "dot product" }, { "neon", "NEON" },     { "lasx", "LASX" },
    { "v", "RVV" },          { "vxe", "VXE" },         { "altivec", "AltiVec" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (best); i++)
    if (edgekit_cpu_has_feature (cpu, best[i][0]))
      return best[i][1];
  return NULL;
}

/**
 * edgekit_hardware_profile_describe_cpu:
 * @self: a profile
 *
 * Describes the processor in one line, such as
 * “Processor (CPU) · 8 cores, 16 threads · AVX-512”.
 *
 * Returns: (transfer full): text in the language of the locale
 *
 * Since: 0.1
 */
char *
edgekit_hardware_profile_describe_cpu (EdgeKitHardwareProfile *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  EdgeKitCpu *cpu;

  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), NULL);

  cpu = self->cpu;
  append_part (text, "%s", _ ("Processor (CPU)"));
  if (!cpu)
    return g_string_free (g_steal_pointer (&text), FALSE);
  if (cpu->cores != EDGEKIT_UNKNOWN && cpu->threads != EDGEKIT_UNKNOWN)
    {
      g_autofree char *cores = g_strdup_printf (
          _edgekit_ngettext ("%u core", "%u cores", (gulong) cpu->cores), (guint) cpu->cores);
      g_autofree char *threads = g_strdup_printf (
          _edgekit_ngettext ("%u thread", "%u threads", (gulong) cpu->threads), (guint) cpu->threads);

      append_part (text, "%s%s%s", cores, C_ ("list", ", "), threads);
    }
  else if (cpu->threads != EDGEKIT_UNKNOWN)
    append_part (text, _edgekit_ngettext ("%u thread", "%u threads", (gulong) cpu->threads), (guint) cpu->threads);
  if (cpu->performance_cores > 0 && cpu->efficiency_cores > 0)
    /* Translators: numbers of performance and efficiency cores: "6 performance + 8 efficiency" */
    append_part (text, _ ("%1$u performance + %2$u efficiency"), (guint) cpu->performance_cores,
                 (guint) cpu->efficiency_cores);
  if (cpu->usable_threads != EDGEKIT_UNKNOWN && cpu->usable_threads < cpu->threads)
    append_part (text, _edgekit_ngettext ("%u thread usable", "%u threads usable", (gulong) cpu->usable_threads),
                 (guint) cpu->usable_threads);
  if (best_instructions (cpu))
    append_part (text, "%s", best_instructions (cpu));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * edgekit_hardware_profile_describe_memory:
 * @self: a profile
 *
 * Describes main memory in one line, such as “31.2 GiB usable · 20.0 GiB free now”.
 *
 * Returns: (transfer full): text in the language of the locale
 *
 * Since: 0.1
 */
char *
edgekit_hardware_profile_describe_memory (EdgeKitHardwareProfile *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  EdgeKitMemoryPool *ram;

  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), NULL);

  ram = edgekit_hardware_profile_lookup_pool (self, "ram");
  if (!ram)
    return g_strdup (_ ("Unknown: it could not be read"));
  if (ram->total != EDGEKIT_UNKNOWN)
    {
      g_autofree char *total = edgekit_format_memory (ram->total, EDGEKIT_MEMORY_UNITS_IEC);

      /* Translators: %s is a size, as in "31.2 GiB usable" */
      append_part (text, _ ("%s usable"), total);
    }
  if (ram->limit != EDGEKIT_UNKNOWN)
    {
      g_autofree char *limit = edgekit_format_memory (ram->limit, EDGEKIT_MEMORY_UNITS_IEC);

      /* Translators: %s is a size, as in "limited to 8.0 GiB by the container" */
      append_part (text, _ ("limited to %s by the container"), limit);
    }
  if (ram->available != EDGEKIT_UNKNOWN)
    {
      g_autofree char *available = edgekit_format_memory (ram->available, EDGEKIT_MEMORY_UNITS_IEC);

      /* Translators: %s is a size, as in "20.0 GiB free now" */
      append_part (text, self->live ? _ ("%s free now") : _ ("%s free"), available);
    }
  if (ram->bandwidth != EDGEKIT_UNKNOWN)
    {
      g_autofree char *bandwidth = edgekit_format_bandwidth (ram->bandwidth);

      /* Translators: %s is a bandwidth, as in "about 61 GB/s" */
      append_part (text, _ ("about %s"), bandwidth);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
