/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-engine.h"
#include "edgekit-i18n-private.h"
#include "edgekit-report-page-private.h"
#include "edgekit-report-private.h"
#include "edgekit-table-private.h"

/* Links that open the form of an issue with what is known filled in. The forms are
 * rows of issue-forms.ini; nothing is sent by making a link. */

#define TABLE "issue-forms"
#define MAX_ONE_LINE 400 /* characters in an input of one line */
#define SHORTENED "\n(Shortened; the whole report is written by `edgekit report --format markdown`.)\n"

static void
append_parameter (GString *uri, const char *name, const char *value)
{
  g_autofree char *escaped = NULL;

  if (!name || !value)
    return;
  escaped = g_uri_escape_string (value, NULL, FALSE);
  g_string_append_printf (uri, "%c%s=%s", strchr (uri->str, '?') ? '&' : '?', name, escaped);
}

static void
append_input (GString *uri, GKeyFile *forms, const char *row, const char *key, char *value)
{
  g_autofree char *owned = value;
  g_autofree char *name = g_key_file_get_string (forms, row, key, NULL);
  g_autofree char *shorter = NULL;

  if (!value)
    return;
  shorter = g_utf8_substring (value, 0, MIN (g_utf8_strlen (value, -1), MAX_ONE_LINE));
  append_parameter (uri, name, shorter);
}

static char *
describe_computers (JsonObject *document)
{
  JsonArray *others = _edgekit_report_array (document, "other_hardware");
  g_autofree char *first = _edgekit_report_describe_hardware (_edgekit_report_object (document, "hardware"));
  GString *text = g_string_new (first);

  for (guint i = 0; i < _edgekit_report_length (others); i++)
    {
      g_autofree char *other = _edgekit_report_describe_hardware (_edgekit_report_element (others, i));

      g_string_append_printf (text, " + computer %u: %s", i + 2, other);
    }
  return g_string_free (text, FALSE);
}

/* The link up to the report. */
static GString *
begin_uri (GKeyFile *forms, const char *row, JsonObject *document)
{
  JsonObject *preflight = _edgekit_report_object (document, "preflight");
  g_autofree char *url = g_key_file_get_string (forms, row, "url", NULL);
  g_autofree char *template = g_key_file_get_string (forms, row, "template", NULL);
  g_autofree char *title = g_key_file_get_string (forms, row, "title", NULL);
  g_autofree char *start = title ? g_strconcat (title, " ", NULL) : NULL;
  GString *uri = g_string_new (url);

  append_parameter (uri, "template", template);
  append_parameter (uri, "title", start);
  append_input (uri, forms, row, "hardware", describe_computers (document));
  if (preflight)
    append_input (uri, forms, row, "model", _edgekit_report_describe_model (_edgekit_report_object (preflight, "model")));
  return uri;
}

/* FALSE, and @uri as it was, where the link would be longer than it may be. */
static gboolean
append_report (GString *uri, GKeyFile *forms, const char *row, const char *report, const char *more)
{
  g_autofree char *name = g_key_file_get_string (forms, row, "report", NULL);
  g_autofree char *form = g_key_file_get_string (forms, row, "text", NULL);
  g_autofree char *whole = g_strconcat (report, more, NULL);
  g_autoptr(GString) text = g_string_new (form);
  const gsize before = uri->len;

  g_string_replace (text, "{report}", whole, 1);
  append_parameter (uri, name, text->str);
  if ((gint64) uri->len <= _edgekit_table_int (TABLE, row, "limit"))
    return TRUE;
  g_string_truncate (uri, before);
  return FALSE;
}

/* As many of the first lines of @report as a link holds. */
static void
append_lines (GString *uri, GKeyFile *forms, const char *row, char *report)
{
  while (!append_report (uri, forms, row, report, SHORTENED))
    {
      char *last = strrchr (report, '\n');

      if (!last)
        return;
      *last = '\0';
    }
}

static char *
known_engines (GKeyFile *forms)
{
  g_auto(GStrv) rows = g_key_file_get_groups (forms, NULL);
  g_autoptr(GString) text = g_string_new (NULL);

  for (char **row = rows; *row; row++)
    if (!strchr (*row, ' '))
      g_string_append_printf (text, "%s%s", text->len ? ", " : "", *row);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The row of the form, owned. */
static char *
find_form (GKeyFile *forms, const char *engine, gboolean has_model)
{
  const char *canonical = edgekit_engine_canonical_name (engine);
  g_autofree char *row = canonical ? g_strconcat (canonical, has_model ? "" : " without a model", NULL) : NULL;

  if (row && g_key_file_has_group (forms, row))
    return g_steal_pointer (&row);
  return canonical && g_key_file_has_group (forms, canonical) ? g_strdup (canonical) : NULL;
}

/**
 * edgekit_report_make_issue_uri:
 * @self: a report
 * @engine: the engine that the report is about: `llama.cpp`, `ollama`,
 *   `llama-cpp-python` or `vllm`
 * @paste_into: (out) (optional) (nullable) (transfer full): what the page calls
 *   the input that the report has to be pasted into, because the link does not
 *   hold all of it; %NULL when it does
 * @error: return location for an error
 *
 * Makes a link to the page on which the makers of an engine take reports, with
 * the report in it as far as a link may be long. Nothing is sent: a browser that
 * opens the link shows the form, and a person sends it. The link never holds
 * what is private, even if [property@EdgeKit.Report:include-private] is set.
 *
 * The errors are `EDGEKIT_ERROR_NOT_SUPPORTED` where no form of the engine is known.
 *
 * Returns: (transfer full): a link, or %NULL with @error set
 *
 * Since: 0.1
 */
char *
edgekit_report_make_issue_uri (EdgeKitReport *self, const char *engine, char **paste_into, GError **error)
{
  GKeyFile *forms = _edgekit_table_get (TABLE);
  g_autoptr(JsonNode) document = NULL;
  g_autoptr(GString) uri = NULL;
  g_autofree char *row = NULL, *report = NULL, *summary = NULL, *label = NULL;
  gboolean whole;

  g_return_val_if_fail (EDGEKIT_IS_REPORT (self), NULL);
  g_return_val_if_fail (engine != NULL, NULL);

  if (paste_into)
    *paste_into = NULL;
  document = _edgekit_report_make_document (self, FALSE);
  row = find_form (forms, engine, _edgekit_report_object (json_node_get_object (document), "preflight") != NULL);
  if (!row)
    {
      g_autofree char *known = known_engines (forms);

      /* Translators: %1$s is what was typed, %2$s names of engines */
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
                   _ ("no page for reports about “%1$s” is known; those about %2$s are"), engine, known);
      return NULL;
    }
  _edgekit_i18n_push_english ();
  uri = begin_uri (forms, row, json_node_get_object (document));
  report = _edgekit_report_write (document, TRUE, EDGEKIT_REPORT_WHOLE);
  whole = g_key_file_has_key (forms, row, "report", NULL) && append_report (uri, forms, row, report, "");
  if (!whole && g_key_file_has_key (forms, row, "report", NULL))
    {
      summary = _edgekit_report_write (document, TRUE, EDGEKIT_REPORT_SUMMARY);
      append_lines (uri, forms, row, summary);
    }
  _edgekit_i18n_pop_english ();
  if (!whole && paste_into)
    *paste_into = g_key_file_get_string (forms, row, "label", NULL);
  return g_string_free (g_steal_pointer (&uri), FALSE);
}
