/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-memory-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-table-private.h"

/* How fast main memory is. The kernel tells the transfer rate only where AMD's
 * compute driver is loaded (without root) or SMBIOS may be read (as root); how
 * many bits are transferred at once it never tells: that is a row of a table. */

/* --- The transfer rate and the type -------------------------------------------------- */

/* A bank of a node with processors holds main memory: heap_type 0 (kfd_sysfs.h);
 * its mem_clk_max is in MT/s, for it is read from SMBIOS. */
static gint64
kfd_rate (EdgeKitSnapshot *snapshot)
{
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, "file:/sys/class/kfd/kfd/topology/nodes/");
  gint64 slowest = EDGEKIT_UNKNOWN;

  for (char **key = keys; *key; key++)
    {
      const char *text = strstr (*key, "/mem_banks/") ? edgekit_snapshot_get_text (snapshot, *key) : NULL;
      gint64 rate = _edgekit_decode_field_int (text, "mem_clk_max", ' ');

      if (_edgekit_decode_field_int (text, "heap_type", ' ') != 0 || rate <= 0 || rate > 100000)
        continue;
      slowest = slowest == EDGEKIT_UNKNOWN ? rate : MIN (slowest, rate);
    }
  return slowest;
}

typedef struct
{
  gint64 rate; /* of the slowest module */
  gint64 bits; /* of all together */
  const char *type;
} Modules;

static guint32
little (const guint8 *data, guint offset, guint bytes)
{
  guint32 value = 0;

  for (guint i = bytes; i > 0; i--)
    value = value << 8 | data[offset + i - 1];
  return value;
}

/* SMBIOS 3.7, 7.18.2, of those that one meets */
static const char *
module_type (guint code)
{
  static const struct
  {
    guint code;
    const char *name;
  } types[] = {
    { 0x12, "DDR" },    { 0x13, "DDR2" },   { 0x18, "DDR3" },   { 0x1a, "DDR4" },   { 0x1b, "LPDDR" },
    { 0x1c, "LPDDR2" }, { 0x1d, "LPDDR3" }, { 0x1e, "LPDDR4" }, { 0x20, "HBM" },    { 0x21, "HBM2" },
    { 0x22, "DDR5" },   { 0x23, "LPDDR5" }, { 0x24, "HBM3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].code == code)
      return types[i].name;
  return NULL;
}

/* A memory device of SMBIOS (type 17; specification 3.7, 7.18): data width at
 * 0x0a, size at 0x0c, type at 0x12, speed at 0x15, configured speed at 0x20;
 * from 3.3 on the speeds may lie at 0x54 and 0x58. */
static void
read_module (const guint8 *data, gsize length, Modules *modules)
{
  gint64 rate;

  if (length < 0x15 || data[0] != 17)
    return;
  if (little (data, 0x0c, 2) == 0 || little (data, 0x0c, 2) == 0xffff)
    return; /* an empty slot */
  if (little (data, 0x0a, 2) > 0 && little (data, 0x0a, 2) <= 1024)
    modules->bits = MAX (modules->bits, 0) + little (data, 0x0a, 2);
  if (!modules->type)
    modules->type = module_type (data[0x12]);
  rate = length >= 0x22 ? little (data, 0x20, 2) : 0;
  if (rate == 0xffff)
    rate = length >= 0x5c ? little (data, 0x58, 4) & 0x7fffffff : 0;
  if (rate == 0 && length >= 0x17)
    rate = little (data, 0x15, 2);
  if (rate == 0xffff)
    rate = length >= 0x58 ? little (data, 0x54, 4) & 0x7fffffff : 0;
  if (rate > 0 && rate <= 100000)
    modules->rate = modules->rate == EDGEKIT_UNKNOWN ? rate : MIN (modules->rate, rate);
}

static Modules
read_modules (EdgeKitSnapshot *snapshot)
{
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, "file:/sys/firmware/dmi/entries/17-");
  Modules modules = { EDGEKIT_UNKNOWN, EDGEKIT_UNKNOWN, NULL };

  for (char **key = keys; *key; key++)
    {
      g_autoptr(GBytes) bytes = g_str_has_suffix (*key, "/raw") ? edgekit_snapshot_get_bytes (snapshot, *key) : NULL;
      gsize length = 0;
      const guint8 *data = bytes ? g_bytes_get_data (bytes, &length) : NULL;

      if (length > 1)
        read_module (data, MIN (length, data[1]), &modules);
    }
  return modules;
}

/* "Unbuffered-DDR4", "Low-Power-DDR4-RAM": the words of the kernel's memory
 * controllers (edac_mem_types in drivers/edac/edac_mc.c). */
static char *
edac_type (EdgeKitSnapshot *snapshot)
{
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, "file:/sys/devices/system/edac/mc/");

  for (char **key = keys; *key; key++)
    {
      const char *text = g_str_has_suffix (*key, "mem_type") ? edgekit_snapshot_get_text (snapshot, *key) : NULL;
      const char *name = text ? strstr (text, "DDR") : NULL;
      gsize length = name ? 3 + strspn (name + 3, "0123456789") : 0;

      if (name && (name == text || !g_str_has_prefix (text, "Low-Power")))
        return g_strndup (name, length);
      if (name)
        return g_strdup_printf ("LP%.*s", (int) length, name);
    }
  return NULL;
}

/* --- The bandwidth -------------------------------------------------------------------- */

/* Of the graphics processor that shares main memory. */
static gint64
gpu_cores (EdgeKitHardwareProfile *profile)
{
  g_autoptr(EdgeKitAccelerator) first = g_list_model_get_item (G_LIST_MODEL (profile->accelerators), 0);

  return first ? first->cores : EDGEKIT_UNKNOWN;
}

static gboolean
row_matches (GKeyFile *table, const char *row, EdgeKitHardwareProfile *profile)
{
  const EdgeKitCpu *cpu = profile->cpu;
  g_autofree char *name = g_key_file_get_string (table, row, "name", NULL);
  g_autofree char *match = g_key_file_get_string (table, row, "match", NULL);
  gint64 cores = _edgekit_table_int_or ("memory-buses", row, "cores", EDGEKIT_UNKNOWN);
  gint64 gpu = _edgekit_table_int_or ("memory-buses", row, "gpu_cores", EDGEKIT_UNKNOWN);

  if ((cores != EDGEKIT_UNKNOWN && cores != cpu->cores) || (gpu != EDGEKIT_UNKNOWN && gpu != gpu_cores (profile)))
    return FALSE;
  if (name)
    return g_str_equal (name, cpu->name);
  if (match)
    return g_regex_match_simple (match, cpu->name, G_REGEX_CASELESS | G_REGEX_ANCHORED, 0);
  return g_ascii_strncasecmp (row, cpu->name, strlen (row)) == 0;
}

/* The row of a processor that says enough, given the transfer rate or not. Of
 * several the one of the longest name, which is the closest. */
static char *
find_bus (EdgeKitHardwareProfile *profile, gboolean rate_known)
{
  GKeyFile *table = _edgekit_table_get ("memory-buses");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);
  const char *best = NULL;

  for (char **row = rows; profile->cpu && profile->cpu->name && *row; row++)
    if ((rate_known || g_key_file_has_key (table, *row, "rate", NULL)) && (!best || strlen (*row) > strlen (best)) &&
        row_matches (table, *row, profile))
      best = *row;
  return g_strdup (best);
}

static void
decode_bandwidth (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *ram, const Modules *modules)
{
  g_autofree char *row = find_bus (profile, ram->transfer_rate != EDGEKIT_UNKNOWN);
  gint64 bits = row ? _edgekit_table_int ("memory-buses", row, "bits") : EDGEKIT_UNKNOWN;
  gint64 fixed_rate = row ? _edgekit_table_int_or ("memory-buses", row, "rate", EDGEKIT_UNKNOWN) : EDGEKIT_UNKNOWN;
  gint64 rate = ram->transfer_rate != EDGEKIT_UNKNOWN ? ram->transfer_rate : fixed_rate;
  g_autofree char *source = NULL;

  if (bits == EDGEKIT_UNKNOWN || rate == EDGEKIT_UNKNOWN)
    return;
  bits *= MAX (profile->cpu->packages, 1);
  /* fewer modules than channels */
  if (modules->bits > 0 && modules->bits < bits)
    bits = modules->bits;
  source = g_strdup_printf ("%" G_GINT64_FORMAT " MT/s x %" G_GINT64_FORMAT " bit (memory-buses.ini [%s])", rate, bits,
                            row);
  _edgekit_decode_memory_set (profile, &ram->bandwidth, "bandwidth", rate * 1000000 * bits / 8,
                              ram->transfer_rate == EDGEKIT_UNKNOWN ? EDGEKIT_PROVENANCE_TABLE
                                                                    : EDGEKIT_PROVENANCE_ESTIMATE,
                              source);
}

/* What EdgeKit measured (edgekit-collector-bandwidth.c). */
static gboolean
decode_measured (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *ram)
{
  const char *text = edgekit_snapshot_get_text (snapshot, "measured:memory-bandwidth");
  gint64 best = _edgekit_decode_field_int (text, "best", ' ');
  gint64 worst = _edgekit_decode_field_int (text, "worst", ' ');
  gint64 runs = _edgekit_decode_field_int (text, "runs", ' ');
  gint64 threads = _edgekit_decode_field_int (text, "threads", ' ');
  g_autofree char *source = NULL;

  if (g_strcmp0 (edgekit_snapshot_get_failure (snapshot, "measured:memory-bandwidth"), EDGEKIT_FAILURE_REFUSED) == 0)
    _edgekit_hardware_profile_add_note (profile, "bandwidth-not-measured", EDGEKIT_SEVERITY_INFO,
                                        _ ("How fast main memory is was not measured: too little of it is free."),
                                        NULL);
  if (best <= 0 || worst <= 0 || worst > best || runs <= 0 || threads <= 0)
    return FALSE;
  source = g_strdup_printf ("read by %" G_GINT64_FORMAT " threads, best of %" G_GINT64_FORMAT
                            " runs: %.1f to %.1f GB/s",
                            threads, runs, (double) worst / 1e9, (double) best / 1e9);
  _edgekit_decode_memory_set (profile, &ram->bandwidth, "bandwidth", best, EDGEKIT_PROVENANCE_MEASURED, source);
  return TRUE;
}

void
_edgekit_decode_memory_speed (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (profile, "ram");
  Modules modules = read_modules (snapshot);
  gint64 rate = kfd_rate (snapshot);

  if (!ram)
    return;
  if (rate != EDGEKIT_UNKNOWN)
    _edgekit_decode_memory_set (profile, &ram->transfer_rate, "transfer_rate", rate, EDGEKIT_PROVENANCE_REPORTED,
                                "kfd mem_banks mem_clk_max");
  else
    _edgekit_decode_memory_set (profile, &ram->transfer_rate, "transfer_rate", modules.rate,
                                EDGEKIT_PROVENANCE_REPORTED, "SMBIOS memory devices");
  ram->memory_type = modules.type ? g_strdup (modules.type) : edac_type (snapshot);
  if (ram->memory_type)
    _edgekit_hardware_profile_set_provenance (profile, "memory_pools.ram.memory_type", EDGEKIT_PROVENANCE_REPORTED,
                                              modules.type ? "SMBIOS memory devices" : "sysfs edac mem_type");
  if (!decode_measured (snapshot, profile, ram))
    decode_bandwidth (profile, ram, &modules);
}

/* The part of main memory that the firmware sets aside for an integrated
 * graphics processor is as fast as the rest. */
void
_edgekit_decode_carve_out_speed (EdgeKitHardwareProfile *profile)
{
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (profile, "ram");
  GListModel *accelerators = G_LIST_MODEL (profile->accelerators);

  for (guint i = 0; ram && ram->bandwidth != EDGEKIT_UNKNOWN && i < g_list_model_get_n_items (accelerators); i++)
    {
      g_autoptr(EdgeKitAccelerator) accelerator = g_list_model_get_item (accelerators, i);
      EdgeKitProvenance kind;
      const char *source;

      kind = edgekit_hardware_profile_get_provenance (profile, "memory_pools.ram.bandwidth", &source);
      for (char **id = accelerator->pools; accelerator->integrated == EDGEKIT_TRISTATE_YES && id && *id; id++)
        {
          EdgeKitMemoryPool *pool = edgekit_hardware_profile_lookup_pool (profile, *id);
          g_autofree char *path = g_strdup_printf ("memory_pools.%s.bandwidth", *id);

          if (!pool || pool->backing || pool->bandwidth != EDGEKIT_UNKNOWN)
            continue; /* what borrows from main memory is as fast as that anyway */
          pool->bandwidth = ram->bandwidth;
          _edgekit_hardware_profile_set_provenance (profile, path, kind, source);
        }
    }
}
