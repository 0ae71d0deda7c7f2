/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-cpu-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-table-private.h"

/* Of the hundred flags of an x86 processor those that decide how fast a model
 * computes, and which builds run at all. */
static gboolean
matters_on_x86 (const char *flag)
{
  static const char *const families[] = { "sse", "ssse", "avx", "amx", "bmi", "gfni", "vaes", "vpclmul", "sha_ni" };
  static const char *const single[] = { "pni", "popcnt", "fma", "fma4", "f16c", "lm", "cx16", NULL };

  if (g_strv_contains (single, flag))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (g_str_has_prefix (flag, families[i]))
      return TRUE;
  return FALSE;
}

static GStrv
split_features (const char *text, gboolean (*keep) (const char *feature))
{
  g_autoptr(GStrvBuilder) list = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto(GStrv) words = g_strsplit_set (text, " \t,", -1);

  for (char **word = words; *word; word++)
    if (**word && (!keep || keep (*word)) && g_hash_table_add (seen, *word))
      g_strv_builder_add (list, *word);
  return g_strv_builder_end (list);
}

static GStrv
x86_features (const EdgeKitCpuFacts *facts)
{
  static const char *const names[] = { "flags", NULL };
  g_autofree char *flags = _edgekit_cpuinfo_first (facts->blocks, names);
  g_auto(GStrv) kernel = flags ? split_features (flags, matters_on_x86) : NULL;
  GStrv processor = _edgekit_decode_cpuid (facts->snapshot, facts->profile, (const char *const *) kernel);

  return processor ? processor : g_steal_pointer (&kernel);
}

/* --- RISC-V ----------------------------------------------------------------------- */

/* Chips with the draft 0.7.1 of the vector extension say “v”, too. The ratified
 * one brings its parts (zve64d, zvfh …), which newer kernels list; of T-Head's
 * cores those with the draft have no architecture id, the rule by which Linux
 * itself goes (riscv_fill_hwcap() in arch/riscv/kernel/cpufeature.c). */
static gboolean
vector_is_ratified (const EdgeKitCpuFacts *facts, const char *isa)
{
  static const char *const versions[] = { "cpu-vector", NULL };
  static const char *const makers[] = { "mvendorid", NULL };
  static const char *const architectures[] = { "marchid", NULL };
  g_autofree char *version = _edgekit_cpuinfo_first (facts->blocks, versions);
  g_autofree char *maker = _edgekit_cpuinfo_first (facts->blocks, makers);
  g_autofree char *architecture = _edgekit_cpuinfo_first (facts->blocks, architectures);

  if (version)
    return g_str_has_prefix (version, "1.");
  if (strstr (isa, "_xtheadvector"))
    return FALSE;
  if (strstr (isa, "_zve") || strstr (isa, "_zvl"))
    return TRUE;
  return maker && !(g_ascii_strcasecmp (maker, "0x5b7") == 0 && _edgekit_decode_number (architecture) == 0);
}

static void
note_draft (const EdgeKitCpuFacts *facts)
{
  _edgekit_hardware_profile_add_note (
      facts->profile, "rvv-draft", EDGEKIT_SEVERITY_INFO,
      _ ("The processor has a draft of the RISC-V vector extension, which engines cannot use."), NULL);
}

static void
add_riscv_letters (const EdgeKitCpuFacts *facts, const char *isa, const char *letters, GStrvBuilder *list)
{
  for (; g_ascii_isalpha (*letters); letters++)
    {
      char name[] = { *letters, '\0' };

      /* names of several letters begin with these; “su” are old kernels' words
       * for the privilege modes */
      if (strchr ("sxz", *letters) && g_ascii_isalnum (letters[1]) && !g_str_has_prefix (letters, "su"))
        {
          g_autofree char *long_name = g_strndup (letters, strcspn (letters, "_"));

          g_strv_builder_add (list, long_name);
          return;
        }
      if (*letters == 'v' && !vector_is_ratified (facts, isa))
        note_draft (facts);
      else if (*letters != 's' && *letters != 'u')
        g_strv_builder_add (list, name);
      /* a version, “2p0” */
      while (g_ascii_isdigit (letters[1]) || (letters[1] == 'p' && g_ascii_isdigit (letters[2])))
        letters++;
    }
}

/* "rv64imafdcv_zicbom_…": single letters up to the first underscore, then names. */
static GStrv
riscv_features (const EdgeKitCpuFacts *facts)
{
  /* what every core has, then what one of them has */
  static const char *const names[] = { "isa", "hart isa", NULL };
  g_autofree char *isa = _edgekit_cpuinfo_first (facts->blocks, names);
  g_autoptr(GStrvBuilder) list = g_strv_builder_new ();
  g_auto(GStrv) parts = g_strsplit (isa ? isa : "", "_", -1);

  if (!isa)
    return NULL;
  if (g_str_has_prefix (parts[0], "rv") && strlen (parts[0]) > 4)
    add_riscv_letters (facts, isa, parts[0] + 4, list);
  for (guint i = 1; parts[0] && parts[i]; i++)
    if (*parts[i])
      g_strv_builder_add (list, parts[i]);
  if (strstr (isa, "_xtheadvector")) /* Linux 6.14 and later call the draft by its name */
    note_draft (facts);
  return g_strv_builder_end (list);
}

/* --- Arm -------------------------------------------------------------------------- */

/* Linux abbreviates on Arm (arch/arm64/kernel/cpuinfo.c); everybody else, the
 * engines' build options included, says it like this. */
static const char *
common_name (const char *hwcap)
{
  static const char *const names[][2] = {
    { "asimd", "neon" },        { "asimdhp", "fp16" },      { "asimddp", "dotprod" },
    { "svei8mm", "sve_i8mm" },  { "svebf16", "sve_bf16" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (hwcap, names[i][0]))
      return names[i][1];
  return hwcap;
}

static GStrv
rename_features (GStrv features)
{
  for (char **name = features; name && *name; name++)
    {
      char *common = g_strdup (common_name (*name));

      g_free (*name);
      *name = common;
    }
  return features;
}

/* All cores of a computer must have a feature for a program to use it. */
static GStrv
arm_features (const EdgeKitCpuFacts *facts)
{
  GStrv common = NULL;
  g_autofree char *last = NULL;

  for (guint i = 0; i < facts->blocks->len; i++)
    {
      const EdgeKitCpuinfoBlock *block = &g_array_index (facts->blocks, EdgeKitCpuinfoBlock, i);
      g_autofree char *text = _edgekit_cpuinfo_field (block, "Features");
      g_auto(GStrv) here = NULL;
      g_autoptr(GStrvBuilder) both = NULL;

      if (!text || g_strcmp0 (text, last) == 0)
        continue;
      here = split_features (text, NULL);
      g_free (last);
      last = g_steal_pointer (&text);
      if (!common)
        {
          common = g_steal_pointer (&here);
          continue;
        }
      both = g_strv_builder_new ();
      for (char **name = common; *name; name++)
        if (g_strv_contains ((const char *const *) here, *name))
          g_strv_builder_add (both, *name);
      g_strfreev (common);
      common = g_strv_builder_end (both);
    }
  return rename_features (common);
}

/* --- The others ------------------------------------------------------------------- */

/* cpuinfo of POWER names AltiVec only; the generation tells the rest. A logical
 * partition may be held at an older one, which cpuinfo then names. */
static GStrv
power_features (const EdgeKitCpuFacts *facts)
{
  static const char *const names[] = { "cpu", NULL };
  g_autofree char *cpu = _edgekit_cpuinfo_first (facts->blocks, names);
  g_autofree char *word = cpu ? g_strndup (cpu, strcspn (cpu, " ,(")) : NULL;
  GStrv features =
      word ? g_key_file_get_string_list (_edgekit_table_get ("power-cores"), word, "features", NULL, NULL) : NULL;

  if (!features && cpu && strstr (cpu, "altivec supported"))
    features = g_strsplit ("altivec", " ", -1);
  return features;
}

static GStrv
plain_features (const EdgeKitCpuFacts *facts)
{
  static const char *const names[] = { "Features", "features", "ASEs implemented", NULL };
  g_autofree char *features = _edgekit_cpuinfo_first (facts->blocks, names);

  return features ? split_features (features, NULL) : NULL;
}

void
_edgekit_decode_cpu_features (const EdgeKitCpuFacts *facts)
{
  EdgeKitCpu *cpu = facts->cpu;
  const char *architecture = facts->architecture;

  if (g_str_equal (architecture, "x86_64") || g_str_equal (architecture, "i686"))
    cpu->features = x86_features (facts);
  else if (g_str_equal (architecture, "aarch64") || g_str_has_prefix (architecture, "arm"))
    cpu->features = arm_features (facts);
  else if (g_str_has_prefix (architecture, "riscv"))
    cpu->features = riscv_features (facts);
  else if (g_str_has_prefix (architecture, "ppc"))
    cpu->features = power_features (facts);
  else
    cpu->features = plain_features (facts);
  if (cpu->features)
    _edgekit_hardware_profile_set_provenance (facts->profile, "cpu.features", EDGEKIT_PROVENANCE_REPORTED,
                                              "file:/proc/cpuinfo");
}
