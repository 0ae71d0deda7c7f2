/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-format.h"
#include "edgekit-report-page-private.h"

/* The part of a report about the computer. */

static void
write_system (EdgeKitPage *page, JsonObject *os)
{
  const char *libc_version = _edgekit_report_string (os, "libc_version");
  g_autofree char *environment = _edgekit_report_list (os, "environment");
  g_autofree char *system = _edgekit_report_system (os);
  g_autofree char *libc = NULL;

  if (_edgekit_report_string (os, "libc"))
    libc = g_strdup_printf ("%s%s%s", _edgekit_report_string (os, "libc"), libc_version ? " " : "",
                            libc_version ? libc_version : "");
  _edgekit_page_field (page, "Operating system", system ? system : "unknown");
  _edgekit_page_field (page, "Version", _edgekit_report_string (os, "version"));
  _edgekit_page_field (page, "Kernel", _edgekit_report_string (os, "kernel"));
  _edgekit_page_field (page, "C library", libc);
  _edgekit_page_field (page, "Environment", environment);
}

static void
write_cpu (EdgeKitPage *page, JsonObject *cpu)
{
  const char *name = _edgekit_report_string (cpu, "name");
  g_autofree char *features = _edgekit_report_list (cpu, "features");
  g_autofree char *cores = _edgekit_report_cores (cpu);

  _edgekit_page_field (page, "Processor", name ? name : "unknown");
  _edgekit_page_field (page, "Cores", cores);
  _edgekit_page_field (page, "Instructions", features);
}

/* Its kind, and of what it is made. */
static char *
pool_kind (JsonObject *pool)
{
  const char *type = _edgekit_report_string (pool, "memory_type");
  const gint64 rate = _edgekit_report_int (pool, "transfer_rate");
  g_autofree char *kind = _edgekit_report_join (_edgekit_report_string (pool, "kind"), type);

  return type && rate > 0 ? g_strdup_printf ("%s, %" G_GINT64_FORMAT " MT/s", kind, rate) : g_steal_pointer (&kind);
}

/* In a table the title says what a value is; in a line it says so itself. */
static char *
named (EdgeKitPage *page, const char *name, const char *value)
{
  return value && !page->markdown ? g_strdup_printf ("%s %s", name, value) : g_strdup (value);
}

static void
write_swap (EdgeKitPage *page, JsonArray *pools)
{
  for (guint i = 0; i < _edgekit_report_length (pools); i++)
    {
      JsonObject *pool = _edgekit_report_element (pools, i);
      g_autofree char *total = _edgekit_report_memory (pool, "swap_total");
      g_autofree char *available = _edgekit_report_memory (pool, "swap_free");
      g_autofree char *text = available ? g_strdup_printf ("%s, %s free", total, available) : g_strdup (total);

      _edgekit_page_field (page, "Swap", _edgekit_report_int (pool, "swap_total") == 0 ? "none" : text);
    }
}

static void
write_pools (EdgeKitPage *page, JsonArray *pools)
{
  static const char *const titles[] = { "Memory", "Kind", "Total", "Available", "Limit", "Part of", "Bandwidth", NULL };

  _edgekit_page_heading (page, 3, "Memory");
  _edgekit_page_table (page, titles);
  for (guint i = 0; i < _edgekit_report_length (pools); i++)
    {
      JsonObject *pool = _edgekit_report_element (pools, i);
      g_autofree char *total = _edgekit_report_memory (pool, "total");
      g_autofree char *available = _edgekit_report_memory (pool, "available");
      g_autofree char *limit_bytes = _edgekit_report_memory (pool, "limit");
      g_autofree char *limit = named (page, "limit", limit_bytes);
      g_autofree char *backing = named (page, "part of", _edgekit_report_string (pool, "backing"));
      g_autofree char *kind = pool_kind (pool);
      gint64 speed = _edgekit_report_int (pool, "bandwidth");
      g_autofree char *bandwidth = speed > 0 ? edgekit_format_bandwidth (speed) : NULL;
      g_autofree char *free_text = available ? g_strdup_printf ("%s free", available) : NULL;
      const char *cells[] = { _edgekit_report_string (pool, "id"),
                              kind,
                              total ? total : "unknown",
                              free_text ? free_text : "free: unknown",
                              limit,
                              backing,
                              bandwidth };

      _edgekit_page_row (page, cells);
    }
  _edgekit_page_end_table (page);
  write_swap (page, pools);
}

static void
write_accelerators (EdgeKitPage *page, JsonArray *accelerators)
{
  static const char *const titles[] = { "Device", "Name", "PCI", "Driver", "Target", "Runtimes", "Memory", "Usable", NULL };

  _edgekit_page_heading (page, 3, "Graphics and other accelerators");
  if (_edgekit_report_length (accelerators) == 0)
    {
      _edgekit_page_paragraph (page, "None found.");
      return;
    }
  _edgekit_page_table (page, titles);
  for (guint i = 0; i < _edgekit_report_length (accelerators); i++)
    {
      JsonObject *device = _edgekit_report_element (accelerators, i);
      g_autofree char *runtimes = _edgekit_report_list (device, "runtimes");
      g_autofree char *pools = _edgekit_report_list (device, "pools");
      g_autofree char *driver = _edgekit_report_driver (device);
      const char *target = _edgekit_report_string (device, "compute_capability");
      JsonNode *usable = device ? json_object_get_member (device, "usable") : NULL;
      const char *cells[8];

      cells[0] = _edgekit_report_string (device, "id");
      cells[1] = _edgekit_report_string (device, "name") ? _edgekit_report_string (device, "name")
                                                         : _edgekit_report_string (device, "vendor");
      cells[2] = _edgekit_report_string (device, "pci_id");
      cells[3] = driver ? driver : "no driver known";
      cells[4] = target ? target : _edgekit_report_string (device, "gfx_target");
      cells[5] = runtimes;
      cells[6] = pools;
      cells[7] = !usable || !JSON_NODE_HOLDS_VALUE (usable) ? "usable: unknown"
                 : json_node_get_boolean (usable)           ? "usable"
                                                            : "not usable";
      _edgekit_page_row (page, cells);
    }
  _edgekit_page_end_table (page);
}

static void
write_software (EdgeKitPage *page, JsonObject *software)
{
  static const char *const tools[][2] = {
    { "python", "Python" }, { "python_environment", "Python environment" }, { "gcc", "GCC" },
    { "clang", "Clang" },   { "msvc", "Visual C++" },                       { "cmake", "CMake" },
    { "nvcc", "CUDA compiler" }, { "cudart", "CUDA libraries" },            { "rocm", "ROCm" },
    { "oneapi", "oneAPI" }, { "shell", "Shell" },
  };
  g_autofree char *managers = _edgekit_report_list (software, "package_managers");
  const gsize before = page->text->len;
  gsize start;

  if (!software)
    return;
  _edgekit_page_heading (page, 3, "Software");
  start = page->text->len;
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      JsonNode *node = json_object_get_member (software, tools[i][0]);

      _edgekit_page_field (page, tools[i][1],
                           node && JSON_NODE_HOLDS_NULL (node) ? "not found"
                                                               : _edgekit_report_string (software, tools[i][0]));
    }
  _edgekit_page_field (page, "Package managers", managers);
  if (page->text->len == start)
    g_string_truncate (page->text, before); /* nothing is known */
}

static void
write_storage (EdgeKitPage *page, JsonArray *storage)
{
  for (guint i = 0; i < _edgekit_report_length (storage); i++)
    {
      JsonObject *disk = _edgekit_report_element (storage, i);
      gint64 free_bytes = _edgekit_report_int (disk, "free"), total = _edgekit_report_int (disk, "total");
      g_autofree char *a = free_bytes == EDGEKIT_UNKNOWN ? NULL : edgekit_format_size (free_bytes);
      g_autofree char *b = total == EDGEKIT_UNKNOWN ? NULL : edgekit_format_size (total);
      g_autofree char *path = _edgekit_report_join (_edgekit_report_string (disk, "path"),
                                                    _edgekit_report_string (disk, "kind"));
      g_autofree char *text = a && b ? g_strdup_printf ("%s: %s free of %s", path, a, b)
                              : a    ? g_strdup_printf ("%s: %s free", path, a)
                              : b    ? g_strdup_printf ("%s: %s, how much is free is unknown", path, b)
                                     : g_strdup_printf ("%s: how much is free is unknown", path);

      _edgekit_page_field (page, "Disk", text);
    }
}

static void
write_notes (EdgeKitPage *page, JsonArray *notes)
{
  if (_edgekit_report_length (notes) == 0)
    return;
  _edgekit_page_heading (page, 3, "Notes");
  for (guint i = 0; i < _edgekit_report_length (notes); i++)
    {
      JsonObject *note = _edgekit_report_element (notes, i);
      const char *message = _edgekit_report_string (note, "message");
      const char *hint = _edgekit_report_string (note, "hint"), *command = _edgekit_report_string (note, "command");
      g_autofree char *text = g_strdup_printf ("%s (%s)", message ? message : "", _edgekit_report_string (note, "code"));
      g_autofree char *more = command ? g_strdup_printf ("%s%sCommand: %s", hint ? hint : "", hint ? " " : "", command)
                                      : g_strdup (hint);

      _edgekit_page_item (page, text, more);
    }
}

/* Where each fact comes from: a file, a call, a row of a table. */
void
_edgekit_report_write_provenance (EdgeKitPage *page, const char *title, JsonObject *hardware)
{
  static const char *const titles[] = { "Fact", "How", "From", NULL };
  JsonObject *provenance = _edgekit_report_object (hardware, "provenance");
  JsonObjectIter iter;
  const char *path;
  JsonNode *value;

  if (!provenance || json_object_get_size (provenance) == 0)
    return;
  _edgekit_page_section (page, title);
  _edgekit_page_table (page, titles);
  json_object_iter_init_ordered (&iter, provenance);
  while (json_object_iter_next_ordered (&iter, &path, &value))
    {
      JsonObject *origin = JSON_NODE_HOLDS_OBJECT (value) ? json_node_get_object (value) : NULL;
      const char *cells[] = { path, _edgekit_report_string (origin, "kind"), _edgekit_report_string (origin, "source") };

      _edgekit_page_row (page, cells);
    }
  _edgekit_page_end_table (page);
  _edgekit_page_end_section (page);
}

void
_edgekit_report_write_hardware (EdgeKitPage *page, const char *title, JsonObject *hardware)
{
  _edgekit_page_section (page, title);
  write_system (page, _edgekit_report_object (hardware, "os"));
  write_cpu (page, _edgekit_report_object (hardware, "cpu"));
  write_storage (page, _edgekit_report_array (hardware, "storage"));
  _edgekit_page_field (page, "Recorded", _edgekit_report_string (hardware, "recorded"));
  write_pools (page, _edgekit_report_array (hardware, "memory_pools"));
  write_accelerators (page, _edgekit_report_array (hardware, "accelerators"));
  write_software (page, _edgekit_report_object (hardware, "software"));
  write_notes (page, _edgekit_report_array (hardware, "notes"));
  _edgekit_page_end_section (page);
}
