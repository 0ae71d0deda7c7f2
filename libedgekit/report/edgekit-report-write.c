/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-format.h"
#include "edgekit-json-private.h"
#include "edgekit-report-page-private.h"
#include "edgekit-report-private.h"

/* A flag that is off unless somebody asks for it; of others, off is an answer. */
static gboolean
is_usual (const char *member, JsonNode *value)
{
  static const char *const flags[] = { "eager", "embeddings", "swa_full", NULL };

  return g_strv_contains (flags, member) && json_node_get_value_type (value) == G_TYPE_BOOLEAN &&
         !json_node_get_boolean (value);
}

static void
write_workload (EdgeKitPage *page, JsonObject *workload)
{
  g_autoptr(GString) text = g_string_new (NULL);
  JsonObjectIter iter;
  const char *member;
  JsonNode *value;

  if (!workload)
    return;
  json_object_iter_init (&iter, workload);
  while (json_object_iter_next (&iter, &member, &value))
    {
      g_autofree char *shown = NULL;

      if (!JSON_NODE_HOLDS_VALUE (value) || is_usual (member, value))
        continue;
      shown = json_node_get_value_type (value) == G_TYPE_STRING ? json_node_dup_string (value)
                                                                : json_to_string (value, FALSE);
      g_string_append_printf (text, "%s%s %s", text->len ? ", " : "", member, shown);
    }
  _edgekit_page_field (page, "Workload", text->len ? text->str : NULL);
}

static void
write_model (EdgeKitPage *page, JsonObject *model)
{
  JsonArray *files = _edgekit_report_array (model, "files");
  gint64 parameters = _edgekit_report_int (model, "parameters"), size = _edgekit_report_int (model, "file_size");
  g_autofree char *size_text = size > 0 ? edgekit_format_size (size) : NULL;
  g_autofree char *billions = parameters > 0 ? g_strdup_printf ("%.1f billion", (double) parameters / 1e9) : NULL;

  _edgekit_page_field (page, "Name", _edgekit_report_string (model, "name"));
  for (guint i = 0; i < _edgekit_report_length (files) && i < 8; i++)
    _edgekit_page_field (page, "File", _edgekit_report_string (_edgekit_report_element (files, i), "name"));
  _edgekit_page_field (page, "Format", _edgekit_report_string (model, "format"));
  _edgekit_page_field (page, "Architecture", _edgekit_report_string (model, "architecture"));
  _edgekit_page_field (page, "Quantisation", _edgekit_report_string (model, "quantization"));
  _edgekit_page_field (page, "Parameters", billions);
  _edgekit_page_field (page, "Size", size_text);
}

static void
write_estimate (EdgeKitPage *page, JsonObject *estimate)
{
  static const char *const titles[] = { "What", "Where", "Likely", "Low to high", "From", NULL };
  JsonArray *items = _edgekit_report_array (estimate, "items");
  g_autofree char *total = _edgekit_report_memory (estimate, "total");

  if (_edgekit_report_length (items) == 0)
    return;
  _edgekit_page_heading (page, 3, "Memory that it needs");
  _edgekit_page_table (page, titles);
  for (guint i = 0; i < _edgekit_report_length (items); i++)
    {
      JsonObject *item = _edgekit_report_element (items, i);
      gint64 low = _edgekit_report_int (item, "low"), high = _edgekit_report_int (item, "high");
      g_autofree char *likely = _edgekit_report_memory (item, "likely");
      g_autofree char *range = low >= 0 && high >= 0
                                   ? edgekit_format_memory_range (low, high, EDGEKIT_MEMORY_UNITS_IEC)
                                   : NULL;
      /* too narrow to be seen */
      const gboolean narrow = low == high || g_strcmp0 (range, likely) == 0;
      const char *cells[] = { _edgekit_report_string (item, "what"), _edgekit_report_string (item, "pool"),
                              likely ? likely : "unknown", narrow ? NULL : range, _edgekit_report_string (item, "source") };

      _edgekit_page_row (page, cells);
    }
  _edgekit_page_end_table (page);
  _edgekit_page_field (page, "Together", total);
}

static void
write_findings (EdgeKitPage *page, JsonArray *findings)
{
  for (guint i = 0; i < _edgekit_report_length (findings); i++)
    {
      JsonObject *finding = _edgekit_report_element (findings, i);
      const char *message = _edgekit_report_string (finding, "message");

      if (message)
        _edgekit_page_item (page, message, _edgekit_report_string (finding, "hint"));
    }
}

static void
write_preflight (EdgeKitPage *page, JsonObject *preflight)
{
  JsonObject *verdict = _edgekit_report_object (preflight, "verdict");
  JsonObject *context = _edgekit_report_object (preflight, "context");
  JsonObject *speed = _edgekit_report_object (preflight, "speed");
  JsonArray *commands = _edgekit_report_array (preflight, "commands");
  gint64 used = _edgekit_report_int (context, "used"), usable = _edgekit_report_int (context, "usable");
  g_autofree char *tokens = used >= 0 ? edgekit_format_tokens (used) : NULL;
  g_autofree char *most = usable > 0 ? edgekit_format_tokens (usable) : usable == 0 ? g_strdup ("none") : NULL;
  gint64 before = EDGEKIT_UNKNOWN;

  _edgekit_page_section (page, "Model");
  write_model (page, _edgekit_report_object (preflight, "model"));
  _edgekit_page_field (page, "Engine", _edgekit_report_string (preflight, "engine"));
  write_workload (page, _edgekit_report_object (preflight, "workload"));
  _edgekit_page_field (page, "Verdict", _edgekit_report_string (verdict, "headline"));
  _edgekit_page_field (page, "Because", _edgekit_report_string (verdict, "summary"));
  _edgekit_page_field (page, "Context", tokens);
  _edgekit_page_field (page, "Longest that runs", most);
  if (_edgekit_report_double (speed, "low") >= 0 && _edgekit_report_double (speed, "high") >= 0)
    {
      g_autofree char *text = edgekit_format_speed (_edgekit_report_double (speed, "low"),
                                                    _edgekit_report_double (speed, "high"));

      _edgekit_page_field (page, "Speed", text);
    }
  write_findings (page, _edgekit_report_array (verdict, "findings"));
  write_estimate (page, _edgekit_report_object (preflight, "estimate"));
  if (_edgekit_report_length (commands) > 0)
    _edgekit_page_heading (page, 3, "Commands");
  for (guint i = 0; i < _edgekit_report_length (commands); i++)
    {
      const char *command = _edgekit_report_string (_edgekit_report_element (commands, i), "command");
      const gint64 machine = _edgekit_report_int (_edgekit_report_element (commands, i), "machine");

      if (command && machine > 0 && machine != before)
        {
          g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, machine);

          _edgekit_page_field (page, "On computer", number);
        }
      before = machine;
      if (command)
        _edgekit_page_code (page, "sh", command);
    }
  _edgekit_page_end_section (page);
}

static void
write_install (EdgeKitPage *page, JsonObject *install)
{
  JsonArray *steps = _edgekit_report_array (install, "steps");
  const char *command = _edgekit_report_string (install, "command");

  _edgekit_page_section (page, "Install");
  _edgekit_page_field (page, "Engine", _edgekit_report_string (install, "engine"));
  _edgekit_page_field (page, "Method", _edgekit_report_string (install, "method"));
  _edgekit_page_field (page, "Because", _edgekit_report_string (install, "reason"));
  for (guint i = 0; i < _edgekit_report_length (steps); i++)
    {
      JsonObject *step = _edgekit_report_element (steps, i);
      const char *title = _edgekit_report_string (step, "title");

      if (title && g_strcmp0 (_edgekit_report_string (step, "kind"), "prerequisite") == 0)
        _edgekit_page_field (page, title, _edgekit_report_string (step, "state"));
    }
  if (command)
    _edgekit_page_code (page, "sh", command);
  _edgekit_page_end_section (page);
}

static void
write_versions (EdgeKitPage *page, JsonObject *versions)
{
  JsonObjectIter iter;
  const char *program;
  JsonNode *value;

  if (!versions)
    return;
  _edgekit_page_section (page, "Versions");
  json_object_iter_init_ordered (&iter, versions);
  while (json_object_iter_next_ordered (&iter, &program, &value))
    _edgekit_page_field (page, program, json_node_get_string (value));
  _edgekit_page_end_section (page);
}

static void
write_snapshot (EdgeKitPage *page, JsonNode *snapshot)
{
  g_autofree char *json = _edgekit_json_to_string (snapshot);

  _edgekit_page_section (page, "Raw readings");
  _edgekit_page_code (page, "json", g_strchomp (json));
  _edgekit_page_end_section (page);
}

/* Where there are several, each with its number. */
static void
write_computers (EdgeKitPage *page, JsonObject *document)
{
  JsonArray *others = _edgekit_report_array (document, "other_hardware");
  const guint n = _edgekit_report_length (others);

  _edgekit_report_write_hardware (page, n ? "Computer 1" : "Computer", _edgekit_report_object (document, "hardware"));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = g_strdup_printf ("Computer %u", i + 2);

      _edgekit_report_write_hardware (page, title, _edgekit_report_element (others, i));
    }
}

/* For the one who doubts a fact: after what everybody reads. */
static void
write_provenance (EdgeKitPage *page, JsonObject *document)
{
  JsonArray *others = _edgekit_report_array (document, "other_hardware");

  _edgekit_report_write_provenance (page, "Where the facts come from", _edgekit_report_object (document, "hardware"));
  for (guint i = 0; i < _edgekit_report_length (others); i++)
    {
      g_autofree char *title = g_strdup_printf ("Where the facts of computer %u come from", i + 2);

      _edgekit_report_write_provenance (page, title, _edgekit_report_element (others, i));
    }
}

char *
_edgekit_report_write (JsonNode *document, gboolean markdown, EdgeKitReportExtent extent)
{
  JsonObject *object = json_node_get_object (document);
  EdgeKitPage page = { g_string_new (NULL), markdown, 0 };

  _edgekit_page_heading (&page, 1, "EdgeKit report");
  _edgekit_report_write_summary (&page, object);
  if (extent == EDGEKIT_REPORT_SUMMARY)
    return g_string_free (page.text, FALSE);
  write_computers (&page, object);
  if (_edgekit_report_object (object, "preflight"))
    write_preflight (&page, _edgekit_report_object (object, "preflight"));
  if (_edgekit_report_object (object, "install"))
    write_install (&page, _edgekit_report_object (object, "install"));
  write_versions (&page, _edgekit_report_object (object, "versions"));
  write_provenance (&page, object);
  if (_edgekit_report_object (object, "snapshot"))
    write_snapshot (&page, json_object_get_member (object, "snapshot"));
  return g_string_free (page.text, FALSE);
}
