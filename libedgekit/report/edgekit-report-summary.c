/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-format.h"
#include "edgekit-report-page-private.h"

/* What somebody who answers a question looks at first: one table, one line each. */

static const char *const titles[] = { "What", "Answer", NULL };

static void
write_row (EdgeKitPage *page, const char *label, const char *value)
{
  const char *cells[] = { label, value };

  if (value && page->markdown)
    _edgekit_page_row (page, cells);
  else
    _edgekit_page_field (page, label, value);
}

static JsonObject *
find_pool (JsonObject *hardware, const char *id)
{
  JsonArray *pools = _edgekit_report_array (hardware, "memory_pools");

  for (guint i = 0; i < _edgekit_report_length (pools); i++)
    {
      JsonObject *pool = _edgekit_report_element (pools, i);

      if (g_strcmp0 (_edgekit_report_string (pool, "id"), id) == 0)
        return pool;
    }
  return NULL;
}

static char *
describe_memory (JsonObject *pool)
{
  g_autofree char *total = _edgekit_report_memory (pool, "total");
  g_autofree char *available = _edgekit_report_memory (pool, "available");
  g_autofree char *limit = _edgekit_report_memory (pool, "limit");
  g_autoptr(GString) text = g_string_new (total);

  if (available)
    g_string_append_printf (text, "%s%s free", text->len ? ", " : "", available);
  if (limit)
    g_string_append_printf (text, "%slimit %s", text->len ? ", " : "", limit);
  return text->len ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static char *
describe_processor (JsonObject *cpu)
{
  g_autofree char *cores = _edgekit_report_cores (cpu);

  return _edgekit_report_join (_edgekit_report_string (cpu, "name"), cores);
}

/* "NVIDIA RTX 4090, 24 GiB, 22 GiB free, nvidia 550.54, compute capability 8.9" */
static char *
describe_accelerator (JsonObject *hardware, JsonObject *device)
{
  const char *name = _edgekit_report_string (device, "name"), *target = _edgekit_report_string (device, "gfx_target");
  const char *capability = _edgekit_report_string (device, "compute_capability");
  JsonArray *pools = _edgekit_report_array (device, "pools");
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *driver = _edgekit_report_driver (device);
  g_auto(GStrv) parts = NULL;

  if (!name)
    name = _edgekit_report_string (device, "vendor");
  g_strv_builder_add (builder, name ? name : "unknown");
  if (_edgekit_report_length (pools) > 0)
    {
      JsonNode *id = json_array_get_element (pools, 0);
      g_autofree char *memory = NULL;

      if (JSON_NODE_HOLDS_VALUE (id) && json_node_get_value_type (id) == G_TYPE_STRING)
        memory = describe_memory (find_pool (hardware, json_node_get_string (id)));
      if (memory)
        g_strv_builder_add (builder, memory);
    }
  g_strv_builder_add (builder, driver ? driver : "no driver known");
  if (capability)
    {
      g_autofree char *text = g_strdup_printf ("compute capability %s", capability);

      g_strv_builder_add (builder, text);
    }
  else if (target)
    g_strv_builder_add (builder, target);
  parts = g_strv_builder_end (builder);
  return g_strjoinv (", ", parts);
}

static void
write_accelerators (EdgeKitPage *page, JsonObject *hardware)
{
  JsonArray *accelerators = _edgekit_report_array (hardware, "accelerators");

  for (guint i = 0; i < _edgekit_report_length (accelerators); i++)
    {
      JsonObject *device = _edgekit_report_element (accelerators, i);
      g_autofree char *text = describe_accelerator (hardware, device);

      write_row (page, g_strcmp0 (_edgekit_report_string (device, "kind"), "npu") == 0 ? "NPU" : "Graphics", text);
    }
}

static void
write_computer (EdgeKitPage *page, JsonObject *hardware)
{
  JsonObject *os = _edgekit_report_object (hardware, "os");
  g_autofree char *system = _edgekit_report_system (os);
  g_autofree char *environment = _edgekit_report_list (os, "environment");
  g_autofree char *where = _edgekit_report_join (system, environment);
  g_autofree char *processor = describe_processor (_edgekit_report_object (hardware, "cpu"));
  g_autofree char *memory = describe_memory (find_pool (hardware, "ram"));

  write_row (page, "System", where);
  write_row (page, "Processor", processor);
  write_row (page, "Memory", memory);
  write_accelerators (page, hardware);
}

/* The codes are what a maintainer searches for; the sentences follow below. */
static void
write_warnings (EdgeKitPage *page, JsonArray *notes)
{
  g_autoptr(GString) codes = g_string_new (NULL);

  for (guint i = 0; i < _edgekit_report_length (notes); i++)
    {
      JsonObject *note = _edgekit_report_element (notes, i);
      const char *severity = _edgekit_report_string (note, "severity"), *code = _edgekit_report_string (note, "code");

      if (code && g_strcmp0 (severity, "info") != 0)
        g_string_append_printf (codes, "%s%s", codes->len ? ", " : "", code);
    }
  write_row (page, "Warnings", codes->len ? codes->str : NULL);
}

static void
write_model (EdgeKitPage *page, JsonObject *preflight)
{
  JsonObject *verdict = _edgekit_report_object (preflight, "verdict");
  JsonObject *speed = _edgekit_report_object (preflight, "speed");
  gint64 used = _edgekit_report_int (_edgekit_report_object (preflight, "context"), "used");
  g_autofree char *model = _edgekit_report_describe_model (_edgekit_report_object (preflight, "model"));
  g_autofree char *needs = _edgekit_report_memory (_edgekit_report_object (preflight, "estimate"), "total");
  g_autofree char *context = used >= 0 ? edgekit_format_tokens (used) : NULL;
  g_autofree char *rate = NULL;

  if (_edgekit_report_double (speed, "low") >= 0 && _edgekit_report_double (speed, "high") >= 0)
    rate = edgekit_format_speed (_edgekit_report_double (speed, "low"), _edgekit_report_double (speed, "high"));
  write_row (page, "Model", model);
  write_row (page, "Engine", _edgekit_report_string (preflight, "engine"));
  write_row (page, "Verdict", _edgekit_report_string (verdict, "headline"));
  write_row (page, "Context", context);
  write_row (page, "Needs", needs);
  write_row (page, "Speed", rate);
}

static void
write_removed (EdgeKitPage *page, JsonObject *document)
{
  JsonArray *removed = _edgekit_report_array (document, "removed");
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < _edgekit_report_length (removed); i++)
    {
      JsonObject *item = _edgekit_report_element (removed, i);

      g_string_append_printf (text, "%s%s (%" G_GINT64_FORMAT ")", i ? ", " : "", _edgekit_report_string (item, "kind"),
                              _edgekit_report_int (item, "count"));
    }
  write_row (page, "Removed", text->len ? text->str
                              : json_object_get_boolean_member_with_default (document, "redacted", FALSE)
                                  ? "nothing private was found"
                                  : "nothing, as was asked for");
}

void
_edgekit_report_write_summary (EdgeKitPage *page, JsonObject *document)
{
  JsonObject *hardware = _edgekit_report_object (document, "hardware");
  JsonArray *others = _edgekit_report_array (document, "other_hardware");
  JsonObject *preflight = _edgekit_report_object (document, "preflight");
  JsonObject *install = _edgekit_report_object (document, "install");

  if (page->markdown)
    _edgekit_page_table (page, titles);
  write_computer (page, hardware);
  for (guint i = 0; i < _edgekit_report_length (others); i++)
    {
      g_autofree char *label = g_strdup_printf ("Computer %u", i + 2);
      g_autofree char *text = _edgekit_report_describe_hardware (_edgekit_report_element (others, i));

      write_row (page, label, text);
    }
  if (preflight)
    write_model (page, preflight);
  else if (install)
    write_row (page, "Engine", _edgekit_report_string (install, "engine"));
  write_warnings (page, _edgekit_report_array (hardware, "notes"));
  write_row (page, "EdgeKit", _edgekit_report_string (_edgekit_report_object (document, "versions"), "EdgeKit"));
  write_removed (page, document);
  if (page->markdown)
    _edgekit_page_end_table (page);
}

char *
_edgekit_report_describe_hardware (JsonObject *hardware)
{
  JsonArray *accelerators = _edgekit_report_array (hardware, "accelerators");
  g_autofree char *processor = describe_processor (_edgekit_report_object (hardware, "cpu"));
  g_autofree char *memory = describe_memory (find_pool (hardware, "ram"));
  GString *text = g_string_new (processor ? processor : "unknown processor");

  if (memory)
    g_string_append_printf (text, "; memory %s", memory);
  for (guint i = 0; i < _edgekit_report_length (accelerators); i++)
    {
      g_autofree char *device = describe_accelerator (hardware, _edgekit_report_element (accelerators, i));

      g_string_append_printf (text, "; %s", device);
    }
  return g_string_free (text, FALSE);
}

/* What it is called, or the name of its first file. */
char *
_edgekit_report_describe_model (JsonObject *model)
{
  JsonArray *files = _edgekit_report_array (model, "files");
  const char *name = _edgekit_report_string (model, "name");
  const char *quantization = _edgekit_report_string (model, "quantization");
  gint64 size = _edgekit_report_int (model, "file_size");
  g_autofree char *size_text = size > 0 ? edgekit_format_size (size) : NULL;
  g_autofree char *version = _edgekit_report_join (quantization, size_text);

  if (!name && _edgekit_report_length (files) > 0)
    name = _edgekit_report_string (_edgekit_report_element (files, 0), "name");
  if (!name)
    name = _edgekit_report_string (model, "architecture");
  return _edgekit_report_join (name, version);
}
