/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-cpu-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-table-private.h"

static char *
table_string (const char *table, const char *row, const char *key)
{
  return g_key_file_get_string (_edgekit_table_get (table), row, key, NULL);
}

/* --- Products that no register names -------------------------------------------- */

static char *
product_of_row (const char *row, char **vendor)
{
  char *name = table_string ("cpu-products", row, "name");

  if (name && !*vendor)
    *vendor = table_string ("cpu-products", row, "vendor");
  return name;
}

static char *
product_of_device_tree (EdgeKitSnapshot *snapshot, char **vendor)
{
  static const char *const keys[] = { "file:/proc/device-tree/compatible",
                                      "file:/sys/firmware/devicetree/base/compatible" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *text = edgekit_snapshot_get_text (snapshot, keys[i]);
      g_auto(GStrv) names = g_strsplit (text ? text : "", "\n", -1);

      for (char **name = names; *name; name++)
        {
          char *product = **name ? product_of_row (*name, vendor) : NULL;

          if (product)
            return product;
        }
    }
  return NULL;
}

/* The chip or the server's processor around the cores of the table. */
static char *
find_product (const EdgeKitCpuFacts *facts, const char *core, char **vendor)
{
  g_autofree char *soc = _edgekit_decode_line (facts->snapshot, "file:/sys/devices/soc0/soc_id");
  g_autofree char *maker = _edgekit_decode_line (facts->snapshot, "file:/sys/class/dmi/id/sys_vendor");
  g_autofree char *row = maker && core ? g_strdup_printf ("%s %s", maker, core) : NULL;
  char *product = product_of_device_tree (facts->snapshot, vendor);

  if (!product && soc)
    product = product_of_row (soc, vendor);
  if (!product && row)
    product = product_of_row (row, vendor);
  return product;
}

/* The board, or the chip as its driver calls it, where nothing names the processor. */
static char *
find_board (EdgeKitSnapshot *snapshot)
{
  static const char *const keys[] = { "file:/proc/device-tree/model", "file:/sys/firmware/devicetree/base/model",
                                      "file:/sys/devices/soc0/machine" };
  char *name = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys) && !name; i++)
    name = _edgekit_decode_line (snapshot, "%s", keys[i]);
  return name;
}

/* --- Arm ------------------------------------------------------------------------ */

/* "Arm Cortex-A76 + Cortex-A55": the maker once, as long as it is the same. */
static char *
arm_cores_name (GArray *kinds, char **vendor, char **chip)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *last_maker = NULL;

  for (guint i = 0; i < kinds->len; i++)
    {
      const char *row = g_array_index (kinds, EdgeKitArmKind, i).row;
      g_autofree char *name = table_string ("arm-cores", row, "name");
      g_autofree char *maker = table_string ("arm-cores", row, "maker");

      if (!*vendor)
        *vendor = table_string ("arm-cores", row, "vendor");
      if (!*chip)
        *chip = table_string ("arm-cores", row, "chip");
      if (!name)
        continue;
      g_string_append (text, text->len ? " + " : "");
      if (maker && g_strcmp0 (maker, last_maker) != 0)
        g_string_append_printf (text, "%s ", maker);
      g_string_append (text, name);
      g_free (last_maker);
      last_maker = g_steal_pointer (&maker);
    }
  return text->len ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
name_arm (const EdgeKitCpuFacts *facts, GArray *kinds)
{
  static const char *const model_names[] = { "model name", "Processor", NULL };
  EdgeKitCpu *cpu = facts->cpu;
  g_autofree char *chip = NULL;
  g_autofree char *core_vendor = NULL;
  g_autofree char *cores = arm_cores_name (kinds, &core_vendor, &chip);
  g_autofree char *product = NULL;
  g_autofree char *model = _edgekit_cpuinfo_first (facts->blocks, model_names);

  if (chip)
    cpu->name = g_steal_pointer (&chip);
  else
    product = find_product (facts, kinds->len ? g_array_index (kinds, EdgeKitArmKind, 0).row : NULL, &cpu->vendor);
  if (!cpu->vendor)
    cpu->vendor = core_vendor ? g_steal_pointer (&core_vendor) : g_strdup ("arm");
  if (cpu->name)
    return;
  if (product && cores)
    cpu->name = g_strdup_printf ("%s (%s)", product, g_str_has_prefix (cores, "Arm ") ? cores + 4 : cores);
  else if (product || cores)
    cpu->name = product ? g_steal_pointer (&product) : g_steal_pointer (&cores);
  /* "ARMv8 Processor rev 1" and "AArch64 Processor rev 2" are no names */
  else if (model && !strstr (model, "ARMv") && !strstr (model, "AArch64"))
    cpu->name = _edgekit_decode_clean_name (model);
  else
    cpu->name = find_board (facts->snapshot);
}

/* --- RISC-V ----------------------------------------------------------------------- */

static char *
riscv_core (const EdgeKitCpuFacts *facts, char **vendor)
{
  static const char *const uarch[] = { "uarch", NULL };
  static const char *const maker[] = { "mvendorid", NULL };
  static const char *const architecture[] = { "marchid", NULL };
  g_autofree char *word = _edgekit_cpuinfo_first (facts->blocks, uarch);
  g_autofree char *vendor_id = _edgekit_cpuinfo_first (facts->blocks, maker);
  g_autofree char *arch_id = _edgekit_cpuinfo_first (facts->blocks, architecture);
  g_autofree char *both = vendor_id && arch_id ? g_strdup_printf ("%s:%s", vendor_id, arch_id) : NULL;
  const char *const rows[] = { word, both };
  char *name = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows) && !name; i++)
    if (rows[i])
      {
        name = table_string ("riscv-cores", rows[i], "name");
        *vendor = table_string ("riscv-cores", rows[i], "vendor");
      }
  if (!*vendor && vendor_id)
    *vendor = table_string ("riscv-cores", vendor_id, "vendor");
  /* a name that the table lacks is better than none */
  return name ? name : g_steal_pointer (&word);
}

static void
name_riscv (const EdgeKitCpuFacts *facts)
{
  static const char *const model_names[] = { "model name", NULL };
  static const char *const maker[] = { "mvendorid", NULL };
  EdgeKitCpu *cpu = facts->cpu;
  g_autofree char *core_vendor = NULL;
  g_autofree char *core = riscv_core (facts, &core_vendor);
  g_autofree char *model = _edgekit_cpuinfo_first (facts->blocks, model_names);
  g_autofree char *product = product_of_device_tree (facts->snapshot, &cpu->vendor);
  g_autofree char *vendor_id = _edgekit_cpuinfo_first (facts->blocks, maker);

  if (!cpu->vendor)
    cpu->vendor = g_steal_pointer (&core_vendor);
  if (!core && model)
    core = _edgekit_decode_clean_name (model);
  if (product && core)
    cpu->name = g_strdup_printf ("%s (%s)", product, core);
  else if (product || core)
    cpu->name = product ? g_steal_pointer (&product) : g_steal_pointer (&core);
  else
    cpu->name = find_board (facts->snapshot);
  if (!cpu->name && vendor_id)
    cpu->name = table_string ("riscv-cores", vendor_id, "name");
}

/* --- The others ------------------------------------------------------------------- */

static void
name_x86 (const EdgeKitCpuFacts *facts)
{
  static const struct
  {
    const char *id;
    const char *vendor;
  } vendors[] = {
    { "GenuineIntel", "intel" }, { "AuthenticAMD", "amd" }, { "HygonGenuine", "hygon" },
    { "CentaurHauls", "via" },   { "Shanghai", "zhaoxin" }, { "GenuineTMx86", "transmeta" },
  };
  static const char *const ids[] = { "vendor_id", "vendor", NULL };
  static const char *const models[] = { "model name", NULL };
  g_autofree char *id = _edgekit_cpuinfo_first (facts->blocks, ids);
  g_autofree char *model = _edgekit_cpuinfo_first (facts->blocks, models);

  for (guint i = 0; id && i < G_N_ELEMENTS (vendors); i++)
    if (g_str_equal (id, vendors[i].id))
      _edgekit_decode_set (&facts->cpu->vendor, vendors[i].vendor);
  if (model && strstr (model, "ZHAOXIN"))
    _edgekit_decode_set (&facts->cpu->vendor, "zhaoxin"); /* under VIA's id */
  if (model && !g_str_equal (model, "unknown"))
    facts->cpu->name = _edgekit_decode_clean_name (model);
}

static void
name_s390 (const EdgeKitCpuFacts *facts)
{
  const char *cpuinfo = edgekit_snapshot_get_text (facts->snapshot, "file:/proc/cpuinfo");
  const char *line = cpuinfo ? strstr (cpuinfo, "machine = ") : NULL;
  g_autofree char *machine = line ? g_strndup (line + 10, strspn (line + 10, "0123456789")) : NULL;

  facts->cpu->vendor = g_strdup ("ibm");
  if (machine)
    facts->cpu->name = table_string ("s390-machines", machine, "name");
  if (!facts->cpu->name)
    facts->cpu->name = machine ? g_strdup_printf ("IBM Z %s", machine) : g_strdup ("IBM Z");
}

static void
name_power (const EdgeKitCpuFacts *facts)
{
  static const char *const cpu[] = { "cpu", NULL };
  g_autofree char *text = _edgekit_cpuinfo_first (facts->blocks, cpu);
  g_autofree char *word = text ? g_strndup (text, strcspn (text, " ,(")) : NULL;

  if (!word)
    return;
  facts->cpu->vendor = table_string ("power-cores", word, "vendor");
  facts->cpu->name = table_string ("power-cores", word, "name");
  if (!facts->cpu->name)
    facts->cpu->name = g_steal_pointer (&word);
}

static void
name_plain (const EdgeKitCpuFacts *facts)
{
  static const char *const names[] = { "Model Name", "model name", "cpu model", "cpu", NULL };
  g_autofree char *text = _edgekit_cpuinfo_first (facts->blocks, names);

  if (text)
    facts->cpu->name = _edgekit_decode_clean_name (text);
  if (text && strstr (text, "Loongson"))
    facts->cpu->vendor = g_strdup ("loongson");
}

void
_edgekit_decode_cpu_name (const EdgeKitCpuFacts *facts, GArray *arm_kinds)
{
  const char *architecture = facts->architecture;
  EdgeKitCpu *cpu = facts->cpu;

  if (facts->blocks->len == 0)
    return;
  if (arm_kinds->len > 0)
    name_arm (facts, arm_kinds);
  else if (g_str_equal (architecture, "s390x"))
    name_s390 (facts);
  else if (g_str_has_prefix (architecture, "ppc"))
    name_power (facts);
  else if (g_str_has_prefix (architecture, "riscv"))
    name_riscv (facts);
  else if (g_str_equal (architecture, "x86_64") || g_str_equal (architecture, "i686"))
    name_x86 (facts);
  else
    name_plain (facts);
  if (cpu->name)
    _edgekit_hardware_profile_set_provenance (facts->profile, "cpu.name", EDGEKIT_PROVENANCE_REPORTED,
                                              "file:/proc/cpuinfo");
}
