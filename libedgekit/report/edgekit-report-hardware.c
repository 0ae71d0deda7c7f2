/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-format.h"
#include "edgekit-report-page-private.h"

/* The part of a report about the computer. */

static char *
join (const char *a, const char *b)
{
  return a && b ? g_strdup_printf ("%s, %s", a, b) : g_strdup (a ? a : b);
}

static void
write_system (EdgeKitPage *page, JsonObject *os)
{
  g_autofree char *environment = _edgekit_report_list (os, "environment");
  g_autofree char *system = join (_edgekit_report_string (os, "name"), _edgekit_report_string (os, "architecture"));
  g_autofree char *libc = NULL;

  if (!_edgekit_report_string (os, "name"))
    {
      g_free (system);
      system = join (_edgekit_report_string (os, "family"), _edgekit_report_string (os, "architecture"));
    }
  if (_edgekit_report_string (os, "libc"))
    libc = g_strdup_printf ("%s %s", _edgekit_report_string (os, "libc"),
                            _edgekit_report_string (os, "libc_version") ? _edgekit_report_string (os, "libc_version")
                                                                        : "");
  _edgekit_page_field (page, "Operating system", system ? system : "unknown");
  _edgekit_page_field (page, "Version", _edgekit_report_string (os, "version"));
  _edgekit_page_field (page, "Kernel", _edgekit_report_string (os, "kernel"));
  _edgekit_page_field (page, "C library", libc ? g_strchomp (libc) : NULL);
  _edgekit_page_field (page, "Environment", environment);
}

static void
append_count (GString *text, JsonObject *cpu, const char *member, const char *noun)
{
  gint64 n = _edgekit_report_int (cpu, member);

  if (n > 0)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT " %s%s", text->len ? ", " : "", n, noun, n == 1 ? "" : "s");
}

static void
write_cpu (EdgeKitPage *page, JsonObject *cpu)
{
  g_autofree char *features = _edgekit_report_list (cpu, "features");
  g_autoptr(GString) counts = g_string_new (NULL);

  append_count (counts, cpu, "packages", "package");
  append_count (counts, cpu, "cores", "core");
  append_count (counts, cpu, "threads", "thread");
  append_count (counts, cpu, "usable_threads", "usable thread");
  _edgekit_page_field (page, "Processor", _edgekit_report_string (cpu, "name") ? _edgekit_report_string (cpu, "name")
                                                                               : "unknown");
  _edgekit_page_field (page, "Cores", counts->len ? counts->str : NULL);
  _edgekit_page_field (page, "Instructions", features);
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
      g_autofree char *limit = _edgekit_report_memory (pool, "limit");
      gint64 speed = _edgekit_report_int (pool, "bandwidth");
      g_autofree char *bandwidth = speed > 0 ? edgekit_format_bandwidth (speed) : NULL;
      g_autofree char *free_text = available ? g_strdup_printf ("%s free", available) : NULL;
      const char *cells[] = { _edgekit_report_string (pool, "id"),
                              _edgekit_report_string (pool, "kind"),
                              total ? total : "unknown",
                              free_text ? free_text : "free: unknown",
                              limit,
                              _edgekit_report_string (pool, "backing"),
                              bandwidth };

      _edgekit_page_row (page, cells);
    }
  _edgekit_page_end_table (page);
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
      g_autofree char *driver = NULL;
      const char *target = _edgekit_report_string (device, "compute_capability");
      JsonNode *usable = device ? json_object_get_member (device, "usable") : NULL;
      const char *cells[8];

      if (_edgekit_report_string (device, "driver"))
        driver = g_strdup_printf ("%s %s", _edgekit_report_string (device, "driver"),
                                  _edgekit_report_string (device, "driver_version")
                                      ? _edgekit_report_string (device, "driver_version")
                                      : "");
      cells[0] = _edgekit_report_string (device, "id");
      cells[1] = _edgekit_report_string (device, "name") ? _edgekit_report_string (device, "name")
                                                         : _edgekit_report_string (device, "vendor");
      cells[2] = _edgekit_report_string (device, "pci_id");
      cells[3] = driver ? g_strchomp (driver) : "no driver known";
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

  if (!software)
    return;
  _edgekit_page_heading (page, 3, "Software");
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      JsonNode *node = json_object_get_member (software, tools[i][0]);

      _edgekit_page_field (page, tools[i][1],
                           node && JSON_NODE_HOLDS_NULL (node) ? "not found"
                                                               : _edgekit_report_string (software, tools[i][0]));
    }
  _edgekit_page_field (page, "Package managers", managers);
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
      g_autofree char *text = g_strdup_printf ("%s: %s free of %s", _edgekit_report_string (disk, "path"),
                                               a ? a : "unknown", b ? b : "unknown");

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
      g_autofree char *text = g_strdup_printf ("%s (%s)", message ? message : "", _edgekit_report_string (note, "code"));

      _edgekit_page_item (page, text, _edgekit_report_string (note, "hint"));
    }
}

void
_edgekit_report_write_hardware (EdgeKitPage *page, JsonObject *hardware)
{
  const char *recorded = _edgekit_report_string (hardware, "recorded");

  _edgekit_page_heading (page, 2, "Computer");
  write_system (page, _edgekit_report_object (hardware, "os"));
  write_cpu (page, _edgekit_report_object (hardware, "cpu"));
  write_storage (page, _edgekit_report_array (hardware, "storage"));
  _edgekit_page_field (page, "Recorded", recorded);
  write_pools (page, _edgekit_report_array (hardware, "memory_pools"));
  write_accelerators (page, _edgekit_report_array (hardware, "accelerators"));
  write_software (page, _edgekit_report_object (hardware, "software"));
  write_notes (page, _edgekit_report_array (hardware, "notes"));
}
