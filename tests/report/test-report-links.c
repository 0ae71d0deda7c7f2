/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "private.h"

static GHashTable *
read_link (const char *uri, char **page)
{
  g_autoptr(GError) error = NULL;
  const char *query = strchr (uri, '?');
  GHashTable *parameters;

  g_assert_nonnull (query);
  *page = g_strndup (uri, query - uri);
  g_assert_true (g_uri_is_valid (uri, G_URI_FLAGS_NONE, &error));
  g_assert_no_error (error);
  parameters = g_uri_parse_params (query + 1, -1, "&", G_URI_PARAMS_NONE, &error);
  g_assert_no_error (error);
  return parameters;
}

static void
assert_parameters (GHashTable *parameters, const char *const *names)
{
  g_assert_cmpuint (g_hash_table_size (parameters), ==, g_strv_length ((char **) names));
  for (; *names; names++)
    if (!g_hash_table_contains (parameters, *names))
      g_test_fail_printf ("the link fills in no “%s”", *names);
}

/* The inputs are those of the forms, and none that is a list to choose from: such a
 * name makes GitHub show an empty issue instead. */
static void
test_links (void)
{
  static const struct
  {
    const char *engine, *page, *form, *input;
    const char *names[8];
  } cases[] = {
    { "llama.cpp", "https://github.com/ggml-org/llama.cpp/issues/new", "011-bug-results.yml", "info",
      { "template", "title", "hardware", "model", "info" } },
    { "ollama", "https://github.com/ollama/ollama/issues/new", "10_bug_report.yml", "description",
      { "template", "description" } },
    { "llama-cpp-python", "https://github.com/abetlen/llama-cpp-python/issues/new", NULL, "body", { "body" } },
    { "vllm", "https://github.com/vllm-project/vllm/issues/new", "400-bug-report.yml", NULL, { "template", "title" } },
  };
  g_autoptr(EdgeKitReport) report = private_make_report ();

  /* a link goes to a public page */
  edgekit_report_set_include_private (report, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *paste_into = NULL, *page = NULL;
      g_autofree char *uri = edgekit_report_make_issue_uri (report, cases[i].engine, &paste_into, &error);
      g_autoptr(GHashTable) parameters = NULL;
      g_autofree char *all = NULL;

      g_assert_no_error (error);
      g_assert_cmpuint (strlen (uri), <=, 7500);
      parameters = read_link (uri, &page);
      g_assert_cmpstr (page, ==, cases[i].page);
      g_assert_cmpstr (g_hash_table_lookup (parameters, "template"), ==, cases[i].form);
      assert_parameters (parameters, cases[i].names);
      all = g_uri_unescape_string (uri, NULL);
      private_assert_clean (all);
      if (cases[i].input)
        {
          const char *text = g_hash_table_lookup (parameters, cases[i].input);

          g_assert_nonnull (strstr (text, "| Processor | Ryzen"));
          g_assert_true (paste_into == NULL || strstr (text, "edgekit report --format markdown") != NULL);
        }
      else
        g_assert_cmpstr (paste_into, ==, "Your current environment");
    }
}

/* Of a small computer all of the report is in the link; of any it is as long as it may be. */
static void
test_link_lengths (void)
{
  g_autofree char *long_name = g_strnfill (20000, 'x');
  g_autofree char *json = g_strdup_printf ("{\"schema\":\"edgekit.hardware/1\",\"cpu\":{\"name\":\"%s\"}}", long_name);
  g_autoptr(EdgeKitHardwareProfile) large = edgekit_hardware_profile_new_from_json (json, -1, NULL);
  g_autoptr(EdgeKitHardwareProfile) small = edgekit_hardware_profile_new_from_json (
      "{\"schema\":\"edgekit.hardware/1\",\"os\":{\"family\":\"linux\"},"
      "\"accelerators\":[{\"id\":\"gpu0\",\"kind\":\"gpu\",\"name\":\"RTX 4060\",\"driver\":\"nvidia\"}]}", -1, NULL);
  static const char *const engines[] = { "llama.cpp", "ollama", "llama-cpp-python", "vllm" };

  g_assert_nonnull (large);
  for (guint i = 0; i < G_N_ELEMENTS (engines); i++)
    {
      g_autoptr(EdgeKitReport) report = edgekit_report_new (large, NULL, NULL);
      g_autoptr(EdgeKitReport) other = edgekit_report_new (small, NULL, NULL);
      g_autofree char *paste_into = NULL, *nothing = NULL;
      g_autofree char *uri = edgekit_report_make_issue_uri (report, engines[i], &paste_into, NULL);
      g_autofree char *whole = edgekit_report_make_issue_uri (other, engines[i], &nothing, NULL);

      g_assert_cmpuint (strlen (uri), <=, 7500);
      g_assert_nonnull (paste_into);
      if (!g_str_equal (engines[i], "vllm"))
        {
          g_assert_null (nothing);
          g_assert_nonnull (strstr (whole, "%3Cdetails%3E"));
          g_assert_nonnull (strstr (whole, "%7C%20Graphics%20%7C%20RTX%204060%2C%20nvidia%20%7C"));
        }
      /* of no model there is another form */
      if (g_str_equal (engines[i], "llama.cpp"))
        g_assert_nonnull (strstr (whole, "template=019-bug-misc.yml&"));
    }
}

static void
test_link_unknown (void)
{
  g_autoptr(EdgeKitReport) report = private_make_report ();
  g_autoptr(GError) error = NULL;

  g_assert_null (edgekit_report_make_issue_uri (report, "mlx-lm", NULL, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (error->message, "mlx-lm"));
  g_assert_nonnull (strstr (error->message, "llama-cpp-python"));
  g_assert_null (strstr (error->message, "without"));
  g_clear_error (&error);
  g_assert_null (edgekit_report_make_issue_uri (report, "no such engine", NULL, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/report/links", test_links);
  g_test_add_func ("/report/link-lengths", test_link_lengths);
  g_test_add_func ("/report/link-unknown", test_link_unknown);
  return g_test_run ();
}
