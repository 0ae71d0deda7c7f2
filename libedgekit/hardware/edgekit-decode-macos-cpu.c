/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-cpu-private.h"
#include "edgekit-decode-macos-private.h"
#include "edgekit-decode-private.h"

#define MAX_LEVELS 8 /* of performance; today's chips have two */
#define MAX_CORES 4096

/* --- Features --------------------------------------------------------------------- */

/* By the names that the other systems' decoders use. Older versions of macOS
 * know some by other keys. */
static const struct
{
  const char *key;
  const char *name;
} arm_features[] = {
  { "neon", "neon" },
  { "AdvSIMD", "neon" },
  { "arm.AdvSIMD", "neon" },
  { "neon_fp16", "fp16" },
  { "arm.FEAT_FP16", "fp16" },
  { "armv8_2_fhm", "asimdfhm" },
  { "arm.FEAT_FHM", "asimdfhm" },
  { "arm.FEAT_DotProd", "dotprod" },
  { "arm.FEAT_I8MM", "i8mm" },
  { "arm.FEAT_BF16", "bf16" },
  { "arm.FEAT_EBF16", "ebf16" },
  { "armv8_1_atomics", "atomics" },
  { "arm.FEAT_LSE", "atomics" },
  { "armv8_crc32", "crc32" },
  { "arm.FEAT_CRC32", "crc32" },
  { "arm.FEAT_SVE", "sve" },
  { "arm.FEAT_SVE2", "sve2" },
  { "arm.FEAT_SME", "sme" },
  { "arm.FEAT_SME2", "sme2" },
  { "arm.FEAT_SME_F64F64", "smef64f64" },
  { "arm.FEAT_SME_I16I64", "smei16i64" },
};

/* The words of machdep.cpu.features and machdep.cpu.leaf7_features
 * (xnu, osfmk/i386/cpuid.c) by the names of Linux. */
static const struct
{
  const char *word;
  const char *name;
} x86_features[] = {
  { "SSE", "sse" },
  { "SSE2", "sse2" },
  { "SSE3", "pni" },
  { "SSSE3", "ssse3" },
  { "SSE4.1", "sse4_1" },
  { "SSE4.2", "sse4_2" },
  { "POPCNT", "popcnt" },
  { "CX16", "cx16" },
  { "EM64T", "lm" },
  { "FMA", "fma" },
  { "F16C", "f16c" },
  { "AVX1.0", "avx" },
  { "BMI1", "bmi1" },
  { "BMI2", "bmi2" },
  { "AVX2", "avx2" },
  { "AVX512F", "avx512f" },
  { "AVX512DQ", "avx512dq" },
  { "AVX512IFMA", "avx512ifma" },
  { "AVX512CD", "avx512cd" },
  { "AVX512BW", "avx512bw" },
  { "AVX512VL", "avx512vl" },
  { "AVX512VBMI", "avx512vbmi" },
  { "AVX512VBMI2", "avx512_vbmi2" },
  { "AVX512VNNI", "avx512_vnni" },
  { "AVX512BITALG", "avx512_bitalg" },
  { "AVX512VPOPCNTDQ", "avx512_vpopcntdq" },
  { "VPCLMULQDQ", "vpclmulqdq" },
  { "VAES", "vaes" },
  { "GFNI", "gfni" },
  { "SHA", "sha_ni" },
};

/* The keys below hw.optional say the same of an Intel Mac, and also whether the
 * system saves the registers. */
static const struct
{
  const char *key;
  const char *name;
} x86_optional[] = {
  { "sse3", "pni" },          { "supplementalsse3", "ssse3" }, { "sse4_1", "sse4_1" },
  { "sse4_2", "sse4_2" },     { "fma", "fma" },                { "f16c", "f16c" },
  { "avx1_0", "avx" },        { "bmi1", "bmi1" },              { "bmi2", "bmi2" },
  { "avx2_0", "avx2" },       { "avx512f", "avx512f" },        { "avx512cd", "avx512cd" },
  { "avx512dq", "avx512dq" }, { "avx512bw", "avx512bw" },      { "avx512vl", "avx512vl" },
  { "avx512ifma", "avx512ifma" }, { "avx512vbmi", "avx512vbmi" },
};

static void
add_words (EdgeKitSnapshot *snapshot, const char *key, GPtrArray *names)
{
  const char *text = edgekit_snapshot_get_text (snapshot, key);
  g_auto(GStrv) words = g_strsplit (text ? text : "", " ", -1);

  for (guint i = 0; i < G_N_ELEMENTS (x86_features); i++)
    if (g_strv_contains ((const char *const *) words, x86_features[i].word))
      _edgekit_decode_add_word (names, x86_features[i].name);
}

static void
decode_features (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitCpu *cpu)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gboolean arm = _edgekit_decode_macos_is_arm (profile);

  if (arm)
    {
      for (guint i = 0; i < G_N_ELEMENTS (arm_features); i++)
        if (_edgekit_decode_int (snapshot, "sysctl:hw.optional.%s", arm_features[i].key) == 1)
          _edgekit_decode_add_word (names, arm_features[i].name);
    }
  else
    {
      add_words (snapshot, "sysctl:machdep.cpu.features", names);
      add_words (snapshot, "sysctl:machdep.cpu.extfeatures", names);
      add_words (snapshot, "sysctl:machdep.cpu.leaf7_features", names);
      for (guint i = 0; i < G_N_ELEMENTS (x86_optional); i++)
        if (_edgekit_decode_int (snapshot, "sysctl:hw.optional.%s", x86_optional[i].key) == 1)
          _edgekit_decode_add_word (names, x86_optional[i].name);
    }
  if (names->len == 0)
    return; /* every Mac has some: they were not recorded */
  g_ptr_array_add (names, NULL);
  cpu->features = (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
  _edgekit_hardware_profile_set_provenance (profile, "cpu.features", EDGEKIT_PROVENANCE_REPORTED,
                                            arm ? "sysctl:hw.optional" : "sysctl:machdep.cpu.features");
}

/* --- Cores ------------------------------------------------------------------------- */

static gint64
first_int (EdgeKitSnapshot *snapshot, const char *const *keys)
{
  for (; *keys; keys++)
    {
      gint64 value = _edgekit_decode_int (snapshot, "sysctl:%s", *keys);

      if (value > 0)
        return value;
    }
  return EDGEKIT_UNKNOWN;
}

/* Levels begin with the fastest kind of core (sys/sysctl.h). Their names came
 * with macOS 12.3: an M5 has “Super” cores, and an M5 Pro “Performance” ones
 * beneath them; only what is called “Efficiency” is that. */
static void
decode_levels (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitCpu *cpu)
{
  gint64 levels = _edgekit_decode_int (snapshot, "sysctl:hw.nperflevels");
  gint64 kinds[2] = { 0, 0 };

  for (guint i = 0; i < MAX_LEVELS && (levels == EDGEKIT_UNKNOWN || i < levels); i++)
    {
      const char *name = _edgekit_decode_text (snapshot, "sysctl:hw.perflevel%u.name", i);
      gint64 count = _edgekit_decode_int (snapshot, "sysctl:hw.perflevel%u.physicalcpu_max", i);

      if (count == EDGEKIT_UNKNOWN)
        count = _edgekit_decode_int (snapshot, "sysctl:hw.perflevel%u.physicalcpu", i);
      if (count < 0 || count > MAX_CORES)
        {
          if (levels == EDGEKIT_UNKNOWN)
            break;
          return; /* one of them is not known */
        }
      kinds[name ? g_str_equal (name, "Efficiency") : i > 0] += count;
    }
  if (kinds[0] + kinds[1] == 0 || (cpu->cores != EDGEKIT_UNKNOWN && kinds[0] + kinds[1] > cpu->cores))
    return;
  cpu->performance_cores = kinds[0];
  cpu->efficiency_cores = kinds[1];
  if (cpu->cores == EDGEKIT_UNKNOWN)
    cpu->cores = kinds[0] + kinds[1];
  _edgekit_hardware_profile_set_provenance (profile, "cpu.performance_cores", EDGEKIT_PROVENANCE_REPORTED,
                                            "sysctl:hw.perflevel");
}

static void
decode_counts (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitCpu *cpu)
{
  static const char *const core_keys[] = { "hw.physicalcpu_max", "hw.physicalcpu", NULL };
  static const char *const thread_keys[] = { "hw.logicalcpu_max", "hw.ncpu", "hw.logicalcpu", NULL };
  static const char *const usable_keys[] = { "hw.logicalcpu", "hw.activecpu", NULL };
  gint64 per_package = _edgekit_decode_int (snapshot, "sysctl:machdep.cpu.core_count");
  gint64 threads = _edgekit_decode_int (snapshot, "sysctl:machdep.cpu.thread_count");

  cpu->packages = _edgekit_decode_int (snapshot, "sysctl:hw.packages");
  if (cpu->packages == EDGEKIT_UNKNOWN && _edgekit_decode_macos_is_arm (profile))
    cpu->packages = 1; /* there is no other, an Ultra is one as well */
  cpu->cores = first_int (snapshot, core_keys);
  cpu->threads = first_int (snapshot, thread_keys);
  /* the processor's own words are for one package; the last Mac with two is of 2012 */
  if (per_package > 0 && per_package <= MAX_CORES && cpu->cores == EDGEKIT_UNKNOWN)
    cpu->cores = per_package * CLAMP (cpu->packages, 1, 64);
  if (threads > 0 && threads <= MAX_CORES && cpu->threads == EDGEKIT_UNKNOWN)
    cpu->threads = threads * CLAMP (cpu->packages, 1, 64);
  decode_levels (snapshot, profile, cpu);
  cpu->usable_threads = first_int (snapshot, usable_keys);
  if (cpu->usable_threads == EDGEKIT_UNKNOWN || cpu->usable_threads > cpu->threads)
    cpu->usable_threads = cpu->threads;
  if (cpu->cores != EDGEKIT_UNKNOWN)
    _edgekit_hardware_profile_set_provenance (profile, "cpu.cores", EDGEKIT_PROVENANCE_REPORTED,
                                              "sysctl:hw.physicalcpu");
  if (cpu->threads != EDGEKIT_UNKNOWN)
    _edgekit_hardware_profile_set_provenance (profile, "cpu.threads", EDGEKIT_PROVENANCE_REPORTED,
                                              "sysctl:hw.logicalcpu");
}

/* The sizes are told for each kind of core, and how many cores share a level 2. */
static void
decode_caches (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitCpu *cpu)
{
  static const struct
  {
    const char *key;
    gint64 level;
    const char *kind;
  } caches[] = {
    { "l1dcachesize", 1, "data" },
    { "l1icachesize", 1, "instruction" },
    { "l2cachesize", 2, "unified" },
  };

  for (guint level = 0; level < MAX_LEVELS; level++)
    {
      g_autofree char *folder = g_strdup_printf ("sysctl:hw.perflevel%u", level);
      gint64 cores = _edgekit_decode_int (snapshot, "%s.physicalcpu", folder);
      gint64 sharing = _edgekit_decode_int (snapshot, "%s.cpusperl2", folder);

      for (guint i = 0; i < G_N_ELEMENTS (caches) && cores > 0 && cores <= MAX_CORES; i++)
        {
          gint64 size = _edgekit_decode_int (snapshot, "%s.%s", folder, caches[i].key);
          gint64 users = caches[i].level == 1 ? 1 : sharing;

          if (size > 0 && size <= G_MAXINT32 && users > 0 && users <= MAX_CORES)
            _edgekit_decode_add_caches (cpu, caches[i].level, caches[i].kind, size, (cores + users - 1) / users);
        }
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (cpu->caches)) > 0)
    _edgekit_hardware_profile_set_provenance (profile, "cpu.caches", EDGEKIT_PROVENANCE_REPORTED,
                                              "sysctl:hw.perflevel");
}

static void
decode_name (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitCpu *cpu)
{
  const char *brand = edgekit_snapshot_get_text (snapshot, "sysctl:machdep.cpu.brand_string");
  const char *vendor = edgekit_snapshot_get_text (snapshot, "sysctl:machdep.cpu.vendor");

  if (_edgekit_decode_macos_is_arm (profile))
    cpu->vendor = g_strdup ("apple");
  else if (vendor)
    /* an AMD processor in a computer that is not a Mac */
    cpu->vendor = g_strdup (g_str_equal (vendor, "AuthenticAMD") ? "amd" : "intel");
  else if (brand)
    cpu->vendor = g_strdup (strstr (brand, "AMD") ? "amd" : "intel");
  if (!brand || g_str_has_prefix (brand, "VirtualApple"))
    return; /* Rosetta's name for every chip */
  cpu->name = _edgekit_decode_clean_name (brand);
  _edgekit_hardware_profile_set_provenance (profile, "cpu.name", EDGEKIT_PROVENANCE_REPORTED,
                                            "sysctl:machdep.cpu.brand_string");
}

void
_edgekit_decode_macos_cpu (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  EdgeKitCpu *cpu = g_object_new (EDGEKIT_TYPE_CPU, NULL);
  gint64 hz = _edgekit_decode_int (snapshot, "sysctl:hw.cpufrequency_max");

  profile->cpu = cpu;
  decode_name (snapshot, profile, cpu);
  decode_counts (snapshot, profile, cpu);
  decode_caches (snapshot, profile, cpu);
  decode_features (snapshot, profile, cpu);
  if (hz > 0)
    cpu->max_mhz = hz / 1000000; /* Intel only */
}
