/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-cpu-private.h"
#include "edgekit-decode-document-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-decode-windows-private.h"

#define PROCESSOR "registry:HKLM\\HARDWARE\\DESCRIPTION\\System\\CentralProcessor\\0"

/* --- GetLogicalProcessorInformationEx ------------------------------------------------ */

/* SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX and PROCESSOR_RELATIONSHIP (winnt.h)
 * of a 64-bit program, little endian:
 *    0  Relationship         30  GroupCount, 16 bits
 *    4  Size                 32  GroupMask[]: 64 bits of processors, 16 of the group, 48 reserved
 *    8  Flags, 8 bits
 *    9  EfficiencyClass, 8 bits */
enum
{
  RELATION_CORE = 0,
  RELATION_PACKAGE = 3,
  RECORD_HEADER = 8,
  RECORD_GROUPS = 32,
  GROUP_SIZE = 16,
  MAX_RECORDS = 65536,
};

static guint
read_16 (const guint8 *p)
{
  return p[0] | p[1] << 8;
}

static guint
read_32 (const guint8 *p)
{
  return read_16 (p) | read_16 (p + 2) << 16;
}

static guint
count_threads (const guint8 *record, guint size)
{
  guint groups = size >= RECORD_GROUPS ? read_16 (record + 30) : 0;
  guint threads = 0;

  for (guint g = 0; g < groups && RECORD_GROUPS + (g + 1) * GROUP_SIZE <= size; g++)
    for (guint byte = 0; byte < 8; byte++)
      for (guint bits = record[RECORD_GROUPS + g * GROUP_SIZE + byte]; bits; bits >>= 1)
        threads += bits & 1;
  return threads;
}

/* The class is relative: the largest one marks the performance cores, and on a
 * computer with one kind of core it is zero everywhere. */
static void
decode_topology (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitCpu *cpu)
{
  static const char *const counted[] = { "cpu.packages", "cpu.cores", "cpu.threads", "cpu.performance_cores" };
  g_autoptr(GBytes) bytes = edgekit_snapshot_get_bytes (snapshot, "run:GetLogicalProcessorInformationEx");
  gsize length = 0;
  const guint8 *data = bytes ? g_bytes_get_data (bytes, &length) : NULL;
  guint cores_of_class[256] = { 0 };
  guint cores = 0, packages = 0, threads = 0, highest = 0, records = 0;

  for (gsize at = 0; length - at >= RECORD_HEADER && records < MAX_RECORDS; records++)
    {
      guint size = read_32 (data + at + 4);

      if (size < RECORD_HEADER || size > length - at)
        return; /* cut, or something else: no count can be trusted */
      if (read_32 (data + at) == RELATION_PACKAGE)
        packages++;
      if (read_32 (data + at) == RELATION_CORE && size >= RECORD_GROUPS)
        {
          guint class = data[at + 9];

          cores++;
          cores_of_class[class]++;
          highest = MAX (highest, class);
          threads += count_threads (data + at, size);
        }
      at += size;
    }
  if (cores == 0 || threads < cores)
    return;
  cpu->cores = cores;
  cpu->threads = threads;
  if (packages > 0)
    cpu->packages = packages;
  cpu->performance_cores = cores_of_class[highest];
  cpu->efficiency_cores = cores - cores_of_class[highest];
  for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
    _edgekit_hardware_profile_set_provenance (profile, counted[i], EDGEKIT_PROVENANCE_REPORTED,
                                              "run:GetLogicalProcessorInformationEx");
}

/* --- Features ------------------------------------------------------------------------- */

/* IsProcessorFeaturePresent() knows them by number (winnt.h). */
static const struct
{
  guint number;
  const char *name;
} present[] = {
  { 6, "sse" },       { 10, "sse2" },     { 13, "pni" },      { 36, "ssse3" },    { 37, "sse4_1" }, { 38, "sse4_2" },
  { 39, "avx" },      { 40, "avx2" },     { 41, "avx512f" },  { 43, "dotprod" },  { 46, "sve" },    { 47, "sve2" },
  { 57, "sve_i8mm" }, { 66, "i8mm" },     { 67, "fp16" },     { 68, "bf16" },     { 70, "sme" },    { 71, "sme2" },
};

static void
add_present (EdgeKitSnapshot *snapshot, GPtrArray *names)
{
  const char *text = edgekit_snapshot_get_text (snapshot, "run:IsProcessorFeaturePresent");

  for (guint i = 0; i < G_N_ELEMENTS (present); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", present[i].number);

      if (_edgekit_decode_field_int (text, number, ' ') == 1)
        _edgekit_decode_add_word (names, present[i].name);
    }
}

/* The identification registers of Arm processors lie in the registry, which is
 * how the features are known that an older Windows has no number for (Arm
 * Architecture Reference Manual, D19.2). */
static const struct
{
  const char *value;
  guint shift;
  guint least; /* the field counts up */
  const char *name;
} arm_fields[] = {
  { "CP 4020", 20, 0, "neon" },    /* ID_AA64PFR0_EL1.AdvSIMD; 15: none */
  { "CP 4020", 20, 1, "fp16" },
  { "CP 4020", 32, 1, "sve" },
  { "CP 4030", 16, 1, "crc32" },   /* ID_AA64ISAR0_EL1 */
  { "CP 4030", 20, 2, "atomics" },
  { "CP 4030", 44, 1, "dotprod" },
  { "CP 4030", 48, 1, "asimdfhm" },
  { "CP 4031", 44, 1, "bf16" },    /* ID_AA64ISAR1_EL1 */
  { "CP 4031", 52, 1, "i8mm" },
};

static void
add_arm_fields (EdgeKitSnapshot *snapshot, GPtrArray *names)
{
  JsonObject *processor = _edgekit_document_get (snapshot, PROCESSOR);

  for (guint i = 0; i < G_N_ELEMENTS (arm_fields); i++)
    {
      gint64 value = _edgekit_document_int (processor, arm_fields[i].value);
      guint field;

      if (value == EDGEKIT_UNKNOWN)
        continue;
      field = (guint64) value >> arm_fields[i].shift & 0xf;
      if (field >= arm_fields[i].least && field != 0xf)
        _edgekit_decode_add_word (names, arm_fields[i].name);
    }
}

static void
decode_features (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitCpu *cpu)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gboolean arm = profile->os && g_strcmp0 (profile->os->architecture, "arm64") == 0;
  g_auto(GStrv) leaves = arm ? NULL : _edgekit_decode_cpuid (snapshot, profile, NULL);
  const char *source = leaves ? "cpuid:leaves" : "run:IsProcessorFeaturePresent";

  if (arm)
    add_arm_fields (snapshot, names);
  for (char **name = leaves; name && *name; name++)
    _edgekit_decode_add_word (names, *name);
  add_present (snapshot, names);
  if (names->len == 0)
    return;
  g_ptr_array_add (names, NULL);
  cpu->features = (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
  _edgekit_hardware_profile_set_provenance (profile, "cpu.features", EDGEKIT_PROVENANCE_REPORTED, source);
}

/* --- Name ------------------------------------------------------------------------------- */

static void
decode_name (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitCpu *cpu)
{
  static const struct
  {
    const char *id;
    const char *vendor;
  } vendors[] = {
    { "GenuineIntel", "intel" }, { "AuthenticAMD", "amd" }, { "Qualcomm", "qualcomm" }, { "CentaurHauls", "via" },
    { "HygonGenuine", "hygon" }, { "NVIDIA", "nvidia" },    { "Ampere", "ampere" },     { "Apple", "apple" },
  };
  JsonObject *processor = _edgekit_document_get (snapshot, PROCESSOR);
  const char *name = _edgekit_document_string (processor, "ProcessorNameString");
  const char *id = _edgekit_document_string (processor, "VendorIdentifier");
  g_autofree char *padded = NULL;

  for (guint i = 0; id && i < G_N_ELEMENTS (vendors); i++)
    if (g_str_has_prefix (id, vendors[i].id))
      cpu->vendor = g_strdup (vendors[i].vendor);
  if (!name)
    return;
  padded = g_strdup (name); /* AMD fills it up with spaces */
  cpu->name = _edgekit_decode_clean_name (g_strstrip (padded));
  _edgekit_hardware_profile_set_provenance (profile, "cpu.name", EDGEKIT_PROVENANCE_REPORTED,
                                            "registry:ProcessorNameString");
}

void
_edgekit_decode_windows_cpu (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  EdgeKitCpu *cpu = g_object_new (EDGEKIT_TYPE_CPU, NULL);
  gint64 allowed = _edgekit_decode_int (snapshot, "affinity:count");

  profile->cpu = cpu;
  decode_name (snapshot, profile, cpu);
  decode_topology (snapshot, profile, cpu);
  decode_features (snapshot, profile, cpu);
  cpu->usable_threads = cpu->threads;
  if (allowed <= 0 || (cpu->threads != EDGEKIT_UNKNOWN && allowed >= cpu->threads))
    return;
  cpu->usable_threads = allowed;
  _edgekit_hardware_profile_set_provenance (profile, "cpu.usable_threads", EDGEKIT_PROVENANCE_REPORTED,
                                            "affinity:count");
}
