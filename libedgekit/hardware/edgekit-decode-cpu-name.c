/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-cpu-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-table-private.h"

/* --- Arm: kinds of cores by implementer and part (MIDR) ----------------------- */

typedef struct
{
  char *row; /* "0x41:0xd0b" */
  guint count;
  int rank; /* 1 efficiency, 2 performance, 3 the largest */
} ArmKind;

static void
arm_kind_clear (gpointer data)
{
  g_free (((ArmKind *) data)->row);
}

static int
compare_kinds (gconstpointer a, gconstpointer b)
{
  const ArmKind *x = a, *y = b;

  return x->rank != y->rank ? y->rank - x->rank : strcmp (x->row, y->row);
}

static GArray *
arm_kinds (const char *cpuinfo)
{
  GKeyFile *table = _edgekit_table_get ("arm-cores");
  g_auto(GStrv) blocks = g_strsplit (cpuinfo, "\n\n", -1);
  GArray *kinds = g_array_new (FALSE, TRUE, sizeof (ArmKind));

  g_array_set_clear_func (kinds, arm_kind_clear);
  for (char **block = blocks; *block; block++)
    {
      g_autofree char *implementer = _edgekit_decode_field (*block, "CPU implementer", ':');
      g_autofree char *part = _edgekit_decode_field (*block, "CPU part", ':');
      g_autofree char *row = implementer && part ? g_strdup_printf ("%s:%s", implementer, part) : NULL;
      guint i;

      if (!row)
        continue;
      for (i = 0; i < kinds->len; i++)
        if (g_str_equal (g_array_index (kinds, ArmKind, i).row, row))
          break;
      if (i == kinds->len)
        {
          ArmKind kind = { g_strdup (row), 0, g_key_file_get_integer (table, row, "rank", NULL) };

          g_array_append_val (kinds, kind);
        }
      g_array_index (kinds, ArmKind, i).count++;
    }
  g_array_sort (kinds, compare_kinds);
  return kinds;
}

static char *
arm_name (GArray *kinds, char **vendor)
{
  GKeyFile *table = _edgekit_table_get ("arm-cores");
  g_autoptr(GString) cores = g_string_new (NULL);
  g_autofree char *maker = NULL;

  for (guint i = 0; i < kinds->len; i++)
    {
      const char *row = g_array_index (kinds, ArmKind, i).row;
      g_autofree char *chip = g_key_file_get_string (table, row, "chip", NULL);
      g_autofree char *name = g_key_file_get_string (table, row, "name", NULL);

      if (!*vendor)
        *vendor = g_key_file_get_string (table, row, "vendor", NULL);
      if (chip)
        return g_steal_pointer (&chip);
      if (!maker)
        maker = g_key_file_get_string (table, row, "maker", NULL);
      if (name)
        g_string_append_printf (cores, "%s%s", cores->len ? " + " : "", name);
    }
  if (cores->len == 0)
    return NULL;
  return maker ? g_strconcat (maker, " ", cores->str, NULL) : g_strdup (cores->str);
}

/* Two kinds: the larger ones do the work. Three: all but the smallest do. */
static void
arm_split (GArray *kinds, EdgeKitCpu *cpu)
{
  gint64 performance = 0, efficiency = 0;

  if (kinds->len < 2)
    return;
  for (guint i = 0; i < kinds->len; i++)
    {
      const ArmKind *kind = &g_array_index (kinds, ArmKind, i);
      gboolean slow = kinds->len == 2 ? i == 1 : kind->rank == 1;

      if (kind->rank == 0)
        return; /* a core that the table does not know */
      *(slow ? &efficiency : &performance) += kind->count;
    }
  if (g_array_index (kinds, ArmKind, 0).rank == g_array_index (kinds, ArmKind, kinds->len - 1).rank)
    return;
  cpu->performance_cores = performance;
  cpu->efficiency_cores = efficiency;
}

static void
decode_arm (EdgeKitSnapshot *snapshot, const char *cpuinfo, EdgeKitCpu *cpu)
{
  g_autoptr(GArray) kinds = arm_kinds (cpuinfo);
  g_autofree char *model = _edgekit_decode_field (cpuinfo, "model name", ':');

  cpu->name = arm_name (kinds, &cpu->vendor);
  arm_split (kinds, cpu);
  /* "ARMv8 Processor rev 1" is not a name */
  if (!cpu->name && model && !strstr (model, "ARMv"))
    cpu->name = _edgekit_decode_clean_name (model);
  if (!cpu->name)
    cpu->name = _edgekit_decode_line (snapshot, "file:/proc/device-tree/model");
  if (!cpu->vendor)
    cpu->vendor = g_strdup ("arm");
}

/* --- The others ---------------------------------------------------------------- */

static void
decode_x86 (const char *cpuinfo, EdgeKitCpu *cpu)
{
  static const struct
  {
    const char *id;
    const char *vendor;
  } vendors[] = {
    { "GenuineIntel", "intel" }, { "AuthenticAMD", "amd" },     { "HygonGenuine", "hygon" },
    { "CentaurHauls", "via" },   { "  Shanghai  ", "zhaoxin" }, { "Shanghai", "zhaoxin" },
  };
  g_autofree char *id = _edgekit_decode_field (cpuinfo, "vendor_id", ':');
  g_autofree char *model = _edgekit_decode_field (cpuinfo, "model name", ':');

  for (guint i = 0; id && i < G_N_ELEMENTS (vendors); i++)
    if (g_str_equal (id, vendors[i].id))
      _edgekit_decode_set (&cpu->vendor, vendors[i].vendor);
  if (model)
    cpu->name = _edgekit_decode_clean_name (model);
}

static void
decode_s390 (const char *cpuinfo, EdgeKitCpu *cpu)
{
  GKeyFile *table = _edgekit_table_get ("s390-machines");
  const char *line = strstr (cpuinfo, "machine = ");
  g_autofree char *machine = line ? g_strndup (line + 10, strspn (line + 10, "0123456789")) : NULL;

  cpu->vendor = g_strdup ("ibm");
  if (machine)
    cpu->name = g_key_file_get_string (table, machine, "name", NULL);
  if (!cpu->name)
    cpu->name = machine ? g_strdup_printf ("IBM Z %s", machine) : g_strdup ("IBM Z");
}

static void
decode_other (EdgeKitSnapshot *snapshot, const char *cpuinfo, const char *architecture, EdgeKitCpu *cpu)
{
  if (g_str_has_prefix (architecture, "ppc"))
    {
      g_autofree char *model = _edgekit_decode_field (cpuinfo, "cpu", ':');

      cpu->vendor = g_strdup ("ibm");
      cpu->name = model ? _edgekit_decode_clean_name (model) : NULL;
      if (cpu->name)
        cpu->name[strcspn (cpu->name, " ,(")] = '\0';
    }
  else if (g_str_has_prefix (architecture, "riscv"))
    {
      g_autofree char *microarchitecture = _edgekit_decode_field (cpuinfo, "uarch", ':');

      cpu->name = _edgekit_decode_line (snapshot, "file:/proc/device-tree/model");
      if (!cpu->name)
        cpu->name = microarchitecture ? g_strdup (microarchitecture) : _edgekit_decode_field (cpuinfo, "model name", ':');
    }
  else if (g_str_has_prefix (architecture, "loongarch"))
    {
      cpu->vendor = g_strdup ("loongson");
      cpu->name = _edgekit_decode_field (cpuinfo, "Model Name", ':');
      if (!cpu->name)
        cpu->name = _edgekit_decode_field (cpuinfo, "model name", ':');
    }
}

void
_edgekit_decode_cpu_name (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitCpu *cpu)
{
  const char *cpuinfo = edgekit_snapshot_get_text (snapshot, "file:/proc/cpuinfo");
  const char *architecture = profile->os ? profile->os->architecture : NULL;

  if (!cpuinfo)
    {
      cpu->name = NULL;
      return;
    }
  if (strstr (cpuinfo, "CPU implementer"))
    decode_arm (snapshot, cpuinfo, cpu);
  else if (strstr (cpuinfo, "IBM/S390"))
    decode_s390 (cpuinfo, cpu);
  else if (architecture && !g_str_equal (architecture, "x86_64"))
    decode_other (snapshot, cpuinfo, architecture, cpu);
  if (!cpu->name && !cpu->vendor)
    decode_x86 (cpuinfo, cpu);
  if (cpu->name)
    _edgekit_hardware_profile_set_provenance (profile, "cpu.name", EDGEKIT_PROVENANCE_REPORTED, "file:/proc/cpuinfo");
}
