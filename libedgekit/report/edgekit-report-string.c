/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-redact-private.h"
#include "edgekit-report-private.h"

/* How a report becomes text: it is built, cleaned, written. */

static JsonNode *
build (EdgeKitReport *self)
{
  EdgeKitReportParts parts;
  JsonNode *document;

  _edgekit_report_get_parts (self, &parts);
  _edgekit_i18n_push_english ();
  document = _edgekit_report_build (&parts);
  _edgekit_i18n_pop_english ();
  return document;
}

/* Takes what is private out, unless it may stay. */
static void
clean (JsonNode *document, gboolean include_private, const char *const *names)
{
  g_autoptr(GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);

  if (!include_private)
    _edgekit_redact_document (document, names, counts);
  _edgekit_report_add_removed (document, !include_private, counts);
}

static char *
write_document (JsonNode *document, EdgeKitReportFormat format)
{
  char *text;

  if (format == EDGEKIT_REPORT_FORMAT_JSON)
    return _edgekit_json_to_string (document);
  _edgekit_i18n_push_english ();
  text = _edgekit_report_write (document, format == EDGEKIT_REPORT_FORMAT_MARKDOWN, EDGEKIT_REPORT_WHOLE);
  _edgekit_i18n_pop_english ();
  return text;
}

JsonNode *
_edgekit_report_make_document (EdgeKitReport *self, gboolean include_private)
{
  g_auto(GStrv) names = _edgekit_report_list_private_names (self);
  JsonNode *document = build (self);

  clean (document, include_private, (const char *const *) names);
  return document;
}

/**
 * edgekit_report_to_string:
 * @self: a report
 * @format: the form
 *
 * Writes the report.
 *
 * Returns: (transfer full): text, Markdown, or an `edgekit.report/1` document
 *
 * Since: 0.1
 */
char *
edgekit_report_to_string (EdgeKitReport *self, EdgeKitReportFormat format)
{
  g_autoptr(JsonNode) document = NULL;

  g_return_val_if_fail (EDGEKIT_IS_REPORT (self), NULL);

  document = _edgekit_report_make_document (self, edgekit_report_get_include_private (self));
  return write_document (document, format);
}

typedef struct
{
  JsonNode *document;
  gboolean include_private;
  char **names;
  EdgeKitReportFormat format;

  char *text;
  char **removed;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  json_node_unref (writing->document);
  g_strfreev (writing->names);
  g_free (writing->text);
  g_strfreev (writing->removed);
  g_free (writing);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Writing *writing = task_data;

  clean (writing->document, writing->include_private, (const char *const *) writing->names);
  writing->text = write_document (writing->document, writing->format);
  writing->removed = _edgekit_report_list_removed_of (writing->document);
  g_task_return_boolean (task, TRUE);
}

/**
 * edgekit_report_to_string_async:
 * @self: a report
 * @format: the form
 * @cancellable: (nullable): to give up, or %NULL
 * @callback: called when the report is written
 * @user_data: for @callback
 *
 * Writes the report as [method@EdgeKit.Report.to_string] does, but looks for what
 * is private in a thread, which for a window takes too long. The report tells
 * what its parts are at this moment: later changes are not in it.
 *
 * Since: 0.1
 */
void
edgekit_report_to_string_async (EdgeKitReport *self, EdgeKitReportFormat format, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  Writing *writing;

  g_return_if_fail (EDGEKIT_IS_REPORT (self));

  writing = g_new0 (Writing, 1);
  writing->document = build (self);
  writing->include_private = edgekit_report_get_include_private (self);
  writing->names = _edgekit_report_list_private_names (self);
  writing->format = format;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, edgekit_report_to_string_async);
  g_task_set_task_data (task, writing, writing_free);
  g_task_run_in_thread (task, write_in_thread);
}

/**
 * edgekit_report_to_string_finish:
 * @self: a report
 * @result: what the callback was given
 * @removed: (out) (optional) (transfer full) (array zero-terminated=1): place for what was
 *   taken out, as [method@EdgeKit.Report.list_removed] tells it
 * @error: place for an error, or %NULL
 *
 * Gets what [method@EdgeKit.Report.to_string_async] wrote. It fails only if it was
 * given up: %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): text, Markdown, or an `edgekit.report/1` document
 *
 * Since: 0.1
 */
char *
edgekit_report_to_string_finish (EdgeKitReport *self, GAsyncResult *result, char ***removed, GError **error)
{
  Writing *writing;

  g_return_val_if_fail (EDGEKIT_IS_REPORT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, edgekit_report_to_string_async), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  writing = g_task_get_task_data (G_TASK (result));
  if (removed)
    *removed = g_steal_pointer (&writing->removed);
  return g_steal_pointer (&writing->text);
}

/**
 * edgekit_report_list_removed:
 * @self: a report
 *
 * Tells what was taken out of the report in its JSON form; the others hold less.
 *
 * Returns: (transfer full) (array zero-terminated=1): texts such as “2 serial
 *   numbers”, in the language of the locale; empty when nothing was taken out
 *
 * Since: 0.1
 */
char **
edgekit_report_list_removed (EdgeKitReport *self)
{
  g_autoptr(JsonNode) document = NULL;

  g_return_val_if_fail (EDGEKIT_IS_REPORT (self), NULL);

  document = _edgekit_report_make_document (self, edgekit_report_get_include_private (self));
  return _edgekit_report_list_removed_of (document);
}
