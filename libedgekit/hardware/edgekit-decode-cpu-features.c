/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-cpu-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-i18n-private.h"

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

/* "rv64imafdcv_zicbom_…": single letters up to the first underscore, then names. */
static GStrv
riscv_features (const char *isa, EdgeKitHardwareProfile *profile)
{
  g_autoptr(GStrvBuilder) list = g_strv_builder_new ();
  g_auto(GStrv) parts = g_strsplit (isa, "_", -1);
  gboolean vector_names = strstr (isa, "_zve") != NULL || strstr (isa, "_zvl") != NULL;
  const char *letters = g_str_has_prefix (parts[0], "rv") && strlen (parts[0]) > 4 ? parts[0] + 4 : "";

  for (; *letters; letters++)
    {
      char name[] = { *letters, '\0' };

      /* chips with the draft 0.7.1 of the vector extension say “v” too; ratified
       * kernels then list its parts (zve64d …), the drafts never do */
      if (*letters == 'v' && !vector_names)
        {
          _edgekit_hardware_profile_add_note (
              profile, "rvv-draft", EDGEKIT_SEVERITY_INFO,
              _ ("The processor has a draft of the RISC-V vector extension, which engines cannot use."), NULL);
          continue;
        }
      g_strv_builder_add (list, name);
    }
  for (guint i = 1; parts[0] && parts[i]; i++)
    if (*parts[i])
      g_strv_builder_add (list, parts[i]);
  return g_strv_builder_end (list);
}

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
common_features (const char *cpuinfo, const char *field)
{
  g_auto(GStrv) blocks = g_strsplit (cpuinfo, "\n\n", -1);
  GStrv common = NULL;

  for (char **block = blocks; *block; block++)
    {
      g_autofree char *text = _edgekit_decode_field (*block, field, ':');
      g_auto(GStrv) here = text ? split_features (text, NULL) : NULL;
      g_autoptr(GStrvBuilder) both = g_strv_builder_new ();

      if (!here)
        continue;
      if (!common)
        {
          common = g_steal_pointer (&here);
          continue;
        }
      for (char **name = common; *name; name++)
        if (g_strv_contains ((const char *const *) here, *name))
          g_strv_builder_add (both, *name);
      g_strfreev (common);
      common = g_strv_builder_end (both);
    }
  return common;
}

void
_edgekit_decode_cpu_features (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitCpu *cpu)
{
  const char *cpuinfo = edgekit_snapshot_get_text (snapshot, "file:/proc/cpuinfo");
  g_autofree char *flags = _edgekit_decode_field (cpuinfo, "flags", ':');
  g_autofree char *isa = _edgekit_decode_field (cpuinfo, "isa", ':');
  g_autofree char *features = NULL;

  if (!cpuinfo)
    return;
  if (flags)
    cpu->features = split_features (flags, matters_on_x86);
  else if (isa)
    cpu->features = riscv_features (isa, profile);
  else if (strstr (cpuinfo, "CPU implementer"))
    cpu->features = rename_features (common_features (cpuinfo, "Features"));
  else
    {
      features = _edgekit_decode_field (cpuinfo, "features", ':');
      if (!features)
        features = _edgekit_decode_field (cpuinfo, "Features", ':');
      if (features)
        cpu->features = split_features (features, NULL);
      else if (strstr (cpuinfo, "altivec supported"))
        cpu->features = g_strsplit ("altivec", " ", -1);
    }
  if (cpu->features)
    _edgekit_hardware_profile_set_provenance (profile, "cpu.features", EDGEKIT_PROVENANCE_REPORTED,
                                              "file:/proc/cpuinfo");
}
