/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit.h"
#include "private.h"

/* A report that is written while a window goes on. */

typedef struct
{
  GMainLoop *loop;
  char *text;
  char **removed;
  GError *error;
} Answer;

static void
written (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->text = edgekit_report_to_string_finish (EDGEKIT_REPORT (object), result, &answer->removed, &answer->error);
  g_main_loop_quit (answer->loop);
}

static void
answer_clear (Answer *answer)
{
  g_main_loop_unref (answer->loop);
  g_free (answer->text);
  g_strfreev (answer->removed);
  g_clear_error (&answer->error);
}

static void
test_same (void)
{
  g_autoptr(EdgeKitReport) report = private_make_report ();
  g_auto(GStrv) removed = edgekit_report_list_removed (report);

  g_assert_cmpuint (g_strv_length (removed), >, 0);
  for (int format = EDGEKIT_REPORT_FORMAT_TEXT; format <= EDGEKIT_REPORT_FORMAT_JSON; format++)
    {
      g_autofree char *text = edgekit_report_to_string (report, format);
      Answer answer = { g_main_loop_new (NULL, FALSE) };

      edgekit_report_to_string_async (report, format, NULL, written, &answer);
      g_main_loop_run (answer.loop);
      g_assert_no_error (answer.error);
      g_assert_cmpstr (answer.text, ==, text);
      g_assert_cmpstrv (answer.removed, removed);
      private_assert_clean (answer.text);
      answer_clear (&answer);
    }
}

/* What is asked for is what is told, whatever happens meanwhile. */
static void
test_later_changes (void)
{
  g_autoptr(EdgeKitReport) report = private_make_report ();
  g_autofree char *text = edgekit_report_to_string (report, EDGEKIT_REPORT_FORMAT_MARKDOWN);
  Answer answer = { g_main_loop_new (NULL, FALSE) };

  edgekit_report_to_string_async (report, EDGEKIT_REPORT_FORMAT_MARKDOWN, NULL, written, &answer);
  edgekit_report_set_include_model (report, FALSE);
  edgekit_report_set_include_private (report, TRUE);
  g_main_loop_run (answer.loop);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (answer.text, ==, text);
  answer_clear (&answer);
}

static void
test_given_up (void)
{
  g_autoptr(EdgeKitReport) report = private_make_report ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { g_main_loop_new (NULL, FALSE) };

  edgekit_report_to_string_async (report, EDGEKIT_REPORT_FORMAT_TEXT, cancellable, written, &answer);
  g_cancellable_cancel (cancellable);
  g_main_loop_run (answer.loop);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (answer.text);
  g_assert_null (answer.removed);
  answer_clear (&answer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-async/same", test_same);
  g_test_add_func ("/report-async/later-changes", test_later_changes);
  g_test_add_func ("/report-async/given-up", test_given_up);
  return g_test_run ();
}
