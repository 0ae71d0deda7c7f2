/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "edgekit.h"
#include "edgekit-install-plan.h"
#include "edgekit-model.h"
#include "edgekit-preflight.h"
#include "edgekit-redact-private.h"
#include "private.h"

static const EdgeKitReportFormat formats[] = { EDGEKIT_REPORT_FORMAT_TEXT, EDGEKIT_REPORT_FORMAT_MARKDOWN,
                                               EDGEKIT_REPORT_FORMAT_JSON };

static EdgeKitSnapshot *
make_snapshot (void)
{
  g_autofree char *bytes = g_base64_encode ((const guchar *) "\x00\xff\xff serial number: " SERIAL "\x01", 34);
  g_autofree char *json = g_strdup_printf (
      "{\"schema\":\"edgekit.snapshot/1\",\"recorded\":\"2026-11-24\",\"tool\":\"edgekit 0.1.0\",\"entries\":{"
      "\"file:/etc/hostname\":{\"text\":\"magrathea-two\\n\"},"
      "\"env:USER\":{\"text\":\"slartibartfast\"},"
      "\"file:/proc/version\":{\"text\":\"built by slartibartfast@magrathea-two\"},"
      "\"file:/sys/class/dmi/id/product_uuid\":{\"text\":\"QQ-not-like-a-uuid\"},"
      "\"file:/sys/class/dmi/id/board_serial\":{\"text\":\"XK-77-ODD\"},"
      "\"file:/home/" USER "/.config/x\":{\"text\":\"" EVERYTHING MORE "\"},"
      "\"dir:/x\":{\"list\":[\"" EVERYTHING "\"]},"
      "\"link:/y\":{\"link\":\"/home/" USER "/z\"},"
      "\"guest:vulkan\":{\"json\":{\"device\":\"" EVERYTHING "\",\"serial\":12345678}},"
      "\"file:/sys/class/drm/card0/edid\":{\"base64\":\"%s\"}}}",
      bytes);
  GError *error = NULL;
  EdgeKitSnapshot *snapshot = edgekit_snapshot_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  return snapshot;
}

static void
test_private (void)
{
  g_autoptr(EdgeKitReport) report = private_make_report ();

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *text = edgekit_report_to_string (report, formats[i]);

      g_assert_true (g_utf8_validate (text, -1, NULL));
      private_assert_clean (text);
      g_assert_nonnull (strstr (text, EDGEKIT_REDACTED));
      /* what the report is for is still there */
      g_assert_nonnull (strstr (text, "RTX"));
      g_assert_nonnull (strstr (text, "sauce.gguf"));
      g_assert_nonnull (strstr (text, "GGML"));
      g_assert_null (strstr (text, "hidden-folder"));
    }
}

static void
test_snapshot (void)
{
  static const char *const more[] = { "slartibartfast", "magrathea", "QQ-not-like", "XK-77", "12345678" };
  g_autoptr(EdgeKitReport) report = private_make_report ();
  g_autoptr(EdgeKitSnapshot) snapshot = make_snapshot ();

  edgekit_report_set_snapshot (report, snapshot);
  g_assert_true (edgekit_report_get_snapshot (report) == snapshot);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *text = edgekit_report_to_string (report, formats[i]);

      private_assert_clean (text);
      for (guint j = 0; j < G_N_ELEMENTS (more); j++)
        if (strstr (text, more[j]))
          g_test_fail_printf ("“%s” is in the report", more[j]);
      g_assert_nonnull (strstr (text, "guest:vulkan"));
    }
}

/* The bytes of a snapshot are looked into: the serial number of a screen is in its EDID. */
static void
test_bytes (void)
{
  g_autoptr(EdgeKitReport) report = private_make_report ();
  g_autoptr(EdgeKitSnapshot) snapshot = make_snapshot ();
  g_autofree char *json = NULL;
  g_autoptr(JsonNode) root = NULL;
  JsonObject *entries;

  edgekit_report_set_snapshot (report, snapshot);
  json = edgekit_report_to_string (report, EDGEKIT_REPORT_FORMAT_JSON);
  root = json_from_string (json, NULL);
  entries = json_object_get_object_member (json_object_get_object_member (json_node_get_object (root), "snapshot"),
                                           "entries");
  g_assert_cmpstr (json_object_get_string_member (
                       json_object_get_object_member (entries, "file:/sys/class/drm/card0/edid"), "base64"),
                   ==, "");
}

/* What is made to be sent says no more than a report does, whatever the form of an entry. */
static void
test_snapshot_alone (void)
{
  static const char json[] =
      "{\"schema\":\"edgekit.snapshot/1\",\"recorded\":\"2026-11-24\",\"entries\":{"
      "\"run:system_profiler\":{\"json\":{\"SPSoftwareDataType\":[{\"user_name\":\"Ford Prefect\","
      "\"local_host_name\":\"milliways\",\"boot\":\"Macintosh of Ford Prefect\"}],"
      "\"SPHardwareDataType\":[{\"serial_number\":\"C02ODD1234\",\"platform_UUID\":\"no-uuid-at-all\","
      "\"serialNumbers\":[\"ODD-1\",\"ODD-2\"],\"chip_type\":\"Apple M2\"}],"
      "\"SPNetworkDataType\":[{\"MAC Address\":\"3c7c3faabbcc\",\"ether\":\"" MAC "\",\"ip\":\"" IP "\"}]}},"
      "\"guest:d3dkmt\":{\"json\":{\"adapters\":[{\"name\":\"NVIDIA GeForce RTX 4060\",\"pci\":\"2c81:00:00.0\","
      "\"path\":\"C:\\\\Users\\\\" USER "\\\\x\",\"dedicated_video_memory\":8316256256,\"umd_version\":\"30.0.31.0\"}]}},"
      "\"env:PATH\":{\"text\":\"/home/" USER "/bin:/usr/bin\"},"
      "\"env:CUDA_PATH\":{\"text\":\"/opt/zarniwoop/cuda\"},"
      "\"env:USER\":{\"text\":\"slartibartfast\"},"
      "\"uname:nodename\":{\"text\":\"magrathea\"},"
      "\"file:/proc/version\":{\"text\":\"Linux of slartibartfast on magrathea, for " USER " at milliways\"},"
      "\"file:/x\":{\"base64\":\"AP//IHNlcmlhbCBudW1iZXI6IFM0RVdOWDBSMTIzNDU2AQ==\"},"
      "\"file:/y\":{\"base64\":\"AP//AQ==\"},"
      "\"dir:/sys/bus/pci/devices\":{\"list\":[\"2c81:00:00.0\"]}}}";
  static const char *const gone[] = { "Ford",   "Prefect", "milliways", "ODD",          "no-uuid",   "3c7c3faabbcc", MAC,
                                      IP,       USER,      "magrathea", "slartibartfast", "U0VFV05YMFI", "IHNlcmlhbC" };
  static const char *const kept[] = { "Apple M2", "NVIDIA GeForce RTX 4060", "8316256256", "/usr/bin", "Macintosh of ",
                                      "AP//AQ==", "\"2c81:00:00.0\"", "\"30.0.31.0\"" };
  g_autoptr(EdgeKitSnapshot) snapshot = edgekit_snapshot_new_from_json (json, -1, NULL);
  g_autoptr(EdgeKitSnapshot) redacted = edgekit_snapshot_redact (snapshot);
  g_autoptr(EdgeKitSnapshot) twice = edgekit_snapshot_redact (redacted);
  g_autofree char *before = edgekit_snapshot_to_json (snapshot);
  g_autofree char *text = edgekit_snapshot_to_json (redacted);
  g_autofree char *again = edgekit_snapshot_to_json (twice);
  g_autoptr(EdgeKitSnapshot) read_back = edgekit_snapshot_new_from_json (text, -1, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (gone); i++)
    if (strstr (text, gone[i]))
      g_test_fail_printf ("“%s” is in the snapshot", gone[i]);
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (!strstr (text, kept[i]))
      g_test_fail_printf ("“%s” is not in the snapshot any more", kept[i]);
  g_assert_nonnull (strstr (before, "C02ODD1234"));
  /* what only somebody else can know */
  {
    const char *const names[] = { "Zarniwoop", NULL };
    g_autoptr(EdgeKitSnapshot) known = edgekit_snapshot_redact_names (snapshot, names);
    g_autofree char *without = edgekit_snapshot_to_json (known);

    g_assert_nonnull (strstr (text, "zarniwoop"));
    g_assert_null (strstr (without, "zarniwoop"));
    g_assert_nonnull (strstr (without, "Apple M2"));
  }
  g_assert_cmpstr (text, ==, again);
  g_assert_nonnull (read_back);
  g_assert_cmpstr (edgekit_snapshot_get_failure (redacted, "file:/x"), ==, "refused");
}

static void
test_include_private (void)
{
  g_autoptr(EdgeKitReport) report = private_make_report ();
  g_auto(GStrv) removed = NULL;

  edgekit_report_set_include_private (report, TRUE);
  g_assert_true (edgekit_report_get_include_private (report));
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *text = edgekit_report_to_string (report, formats[i]);

      g_assert_null (strstr (text, EDGEKIT_REDACTED));
      g_assert_nonnull (strstr (text, UUID));
    }
  removed = edgekit_report_list_removed (report);
  g_assert_cmpuint (g_strv_length (removed), ==, 0);
}

static void
test_include_model (void)
{
  g_autoptr(EdgeKitReport) report = private_make_report ();

  edgekit_report_set_include_model (report, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *text = edgekit_report_to_string (report, formats[i]);

      g_assert_null (strstr (text, "sauce"));
      g_assert_null (strstr (text, "Sauce"));
    }
}

static void
test_removed (void)
{
  g_autoptr(EdgeKitReport) report = private_make_report ();
  g_auto(GStrv) removed = edgekit_report_list_removed (report);
  g_autofree char *all = g_strjoinv ("; ", removed);

  for (char **item = removed; *item; item++)
    g_assert_true (g_ascii_isdigit (**item));
  g_assert_nonnull (strstr (all, "names"));
  g_assert_nonnull (strstr (all, "home folders"));
  g_assert_nonnull (strstr (all, "serial numbers"));
  g_assert_nonnull (strstr (all, "MAC"));
  g_assert_nonnull (strstr (all, "access tokens"));
}

/* The document says what was taken out of it, and so do the forms for people. */
static void
test_removed_document (void)
{
  g_autoptr(EdgeKitReport) report = private_make_report ();
  g_autofree char *json = edgekit_report_to_string (report, EDGEKIT_REPORT_FORMAT_JSON);
  g_autofree char *text = edgekit_report_to_string (report, EDGEKIT_REPORT_FORMAT_TEXT);
  g_autoptr(JsonNode) root = json_from_string (json, NULL);
  JsonArray *removed = json_object_get_array_member (json_node_get_object (root), "removed");

  g_assert_true (json_object_get_boolean_member (json_node_get_object (root), "redacted"));
  g_assert_cmpuint (json_array_get_length (removed), >=, 8);
  for (guint i = 0; i < json_array_get_length (removed); i++)
    {
      JsonObject *item = json_array_get_object_element (removed, i);
      g_autofree char *words = g_strdup_printf ("%s (%" G_GINT64_FORMAT ")", json_object_get_string_member (item, "kind"),
                                                json_object_get_int_member (item, "count"));

      g_assert_cmpint (json_object_get_int_member (item, "count"), >, 0);
      if (!strstr (text, words))
        g_test_fail_printf ("“%s” is not in the text", words);
    }
  g_clear_pointer (&json, g_free);
  g_clear_pointer (&root, json_node_unref);
  edgekit_report_set_include_private (report, TRUE);
  json = edgekit_report_to_string (report, EDGEKIT_REPORT_FORMAT_JSON);
  root = json_from_string (json, NULL);
  g_assert_false (json_object_get_boolean_member (json_node_get_object (root), "redacted"));
}

static guint
count_of (const char *text, const char *part)
{
  guint n = 0;

  for (const char *at = strstr (text, part); at; at = strstr (at + strlen (part), part))
    n++;
  return n;
}

/* The table first, everything else folded. */
static void
test_markdown (void)
{
  g_autoptr(EdgeKitReport) report = private_make_report ();
  g_autoptr(EdgeKitSnapshot) snapshot = make_snapshot ();
  g_autofree char *markdown = NULL, *text = NULL;
  const char *table, *verdict, *fold;

  edgekit_report_set_snapshot (report, snapshot);
  markdown = edgekit_report_to_string (report, EDGEKIT_REPORT_FORMAT_MARKDOWN);
  table = strstr (markdown, "|---|---|");
  verdict = strstr (markdown, "| Verdict | ");
  fold = strstr (markdown, "<details>\n<summary>");
  g_assert_nonnull (table);
  g_assert_nonnull (verdict);
  g_assert_nonnull (fold);
  g_assert_true (table < verdict && verdict < fold);
  /* two computers and their facts, the model, the installation, the versions, the readings */
  g_assert_cmpuint (count_of (markdown, "<details>"), ==, 8);
  g_assert_cmpuint (count_of (markdown, "\n</details>\n"), ==, 8);
  /* inside of it an empty line, or it is no Markdown */
  g_assert_cmpuint (count_of (markdown, "</summary>\n\n"), ==, 8);
  g_assert_nonnull (strstr (markdown, "| cpu.name | reported | "));
  text = edgekit_report_to_string (report, EDGEKIT_REPORT_FORMAT_TEXT);
  g_assert_null (strstr (text, "<details>"));
  g_assert_nonnull (strstr (text, "Verdict: "));
}

/* What a number is can be seen without a title above it, and what says nothing is not there. */
static void
test_words (void)
{
  static const char json[] =
      "{\"schema\":\"edgekit.hardware/1\",\"memory_pools\":["
      "{\"id\":\"ram\",\"kind\":\"ram\",\"available\":1073741824,\"limit\":2147483648,\"memory_type\":\"DDR5\","
      "\"transfer_rate\":5600,\"swap_total\":4294967296,\"swap_free\":2147483648},"
      "{\"id\":\"gpu0.gtt\",\"kind\":\"shared\",\"total\":1073741824,\"backing\":\"ram\"}],"
      "\"storage\":[{\"path\":\"/\",\"kind\":\"nvme\",\"total\":1000000000000,\"free\":400000000000}],"
      "\"accelerators\":[{\"id\":\"gpu0\",\"kind\":\"gpu\",\"name\":\"RTX 4060\",\"driver\":\"nvidia\","
      "\"driver_version\":\"580.95\",\"max_cuda\":\"13.0\",\"pools\":[\"gpu0.gtt\"]}],"
      "\"provenance\":{\"memory_pools.ram.limit\":{\"kind\":\"reported\",\"source\":\"file:memory.max\"}}}";
  static const char *const lines[] = {
    "Memory: 1.0\u00a0GiB free, limit 2.0\u00a0GiB", "- ram · ram, DDR5, 5600 MT/s · unknown · 1.0\u00a0GiB free · limit 2.0\u00a0GiB",
    "- gpu0.gtt · shared · 1.0\u00a0GiB · free: unknown · part of ram", "Swap: 4.0\u00a0GiB, 2.0\u00a0GiB free",
    "Disk: /, nvme: 400\u00a0GB free of 1.0\u00a0TB", "nvidia 580.95, CUDA 13.0", "Workload: preset server", "Longest that runs: none",
    "- memory_pools.ram.limit · reported · file:memory.max", "This model needs ",
  };
  static const char model_json[] =
      "{\"schema\":\"edgekit.model/1\",\"format\":\"gguf\",\"architecture\":\"llama\",\"layers\":32,"
      "\"embedding_length\":4096,\"parameters\":8000000000,\"file_size\":4900000000,\"weights_size\":4890000000}";
  g_autoptr(EdgeKitHardwareProfile) profile = edgekit_hardware_profile_new_from_json (json, -1, NULL);
  g_autoptr(EdgeKitModel) model = edgekit_model_new_from_json (model_json, -1, NULL);
  g_autoptr(EdgeKitPreflight) preflight = edgekit_preflight_new ();
  g_autoptr(EdgeKitReport) report = NULL;
  g_autofree char *text = NULL;

  g_assert_nonnull (profile);
  g_assert_nonnull (model);
  edgekit_preflight_set_profile (preflight, profile);
  edgekit_preflight_set_model (preflight, model);
  report = edgekit_report_new (profile, preflight, NULL);
  text = edgekit_report_to_string (report, EDGEKIT_REPORT_FORMAT_TEXT);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (!strstr (text, lines[i]))
      g_test_fail_printf ("“%s” is not in %s", lines[i], text);
  g_assert_null (strstr (text, "swa_full"));
  g_assert_cmpint (strstr (text, "\nModel\n") - text, <, strstr (text, "\nWhere the facts come from\n") - text);
}

/* A report is a document that the library itself reads. */
static void
test_read_back (void)
{
  g_autoptr(EdgeKitReport) report = private_make_report ();
  g_autofree char *json = edgekit_report_to_string (report, EDGEKIT_REPORT_FORMAT_JSON);
  g_autoptr(JsonNode) root = json_from_string (json, NULL);
  JsonObject *document = json_node_get_object (root);
  g_autofree char *hardware = json_to_string (json_object_get_member (document, "hardware"), FALSE);
  g_autofree char *alone = g_strdup_printf ("{\"schema\":\"edgekit.report/1\",\"hardware\":%s}", hardware);
  GError *error = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = edgekit_hardware_profile_new_from_json (alone, -1, &error);
  EdgeKitMemoryPool *ram;

  g_assert_no_error (error);
  ram = edgekit_hardware_profile_lookup_pool (profile, "ram");
  g_assert_cmpint (edgekit_memory_pool_get_total (ram), ==, G_GINT64_CONSTANT (33554432000));
  g_assert_cmpstr (json_object_get_string_member (document, "schema"), ==, "edgekit.report/1");
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (document, "preflight"), "schema"), ==,
                   "edgekit.preflight/1");
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (document, "install"), "schema"), ==,
                   "edgekit.install/1");
}

static GListModel *
load_all (const char *json, GError **error)
{
  g_autoptr(GFileIOStream) stream = NULL;
  g_autoptr(GFile) file = g_file_new_tmp ("edgekit-report-XXXXXX", &stream, NULL);
  GListModel *profiles;

  g_assert_true (g_file_replace_contents (file, json, strlen (json), NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, NULL));
  profiles = edgekit_hardware_profile_load_all (file, NULL, error);
  g_file_delete (file, NULL, NULL);
  return profiles;
}

/* All the computers of a report are read, in their order; where one is wanted, none is guessed. */
static void
test_read_back_several (void)
{
  static const struct
  {
    const char *others;
    int code;
    const char *words;
  } bad[] = {
    { "{}", EDGEKIT_ERROR_INVALID_DATA, "other_hardware: expected an array" },
    { "[1]", EDGEKIT_ERROR_INVALID_DATA, "other_hardware[0]: expected a JSON object" },
    { "[{\"schema\":\"edgekit.model/1\"}]", EDGEKIT_ERROR_INVALID_DATA, "other_hardware[0]: expected a document" },
    { "[{\"schema\":\"edgekit.hardware/1\"},{\"schema\":\"edgekit.hardware/1\",\"cpu\":7}]",
      EDGEKIT_ERROR_INVALID_DATA, "other_hardware[1]" },
  };
  g_autoptr(EdgeKitReport) report = private_make_report ();
  g_autofree char *json = edgekit_report_to_string (report, EDGEKIT_REPORT_FORMAT_JSON);
  g_autoptr(JsonNode) root = json_from_string (json, NULL);
  JsonObject *document = json_node_get_object (root);
  JsonArray *others = json_object_get_array_member (document, "other_hardware");
  g_autoptr(GListModel) all = NULL;
  g_autoptr(GString) many = g_string_new ("[");
  GError *error = NULL;

  g_assert_null (edgekit_hardware_profile_new_from_json (json, -1, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "2 computers"));
  g_clear_error (&error);
  all = load_all (json, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (all), ==, 1 + json_array_get_length (others));
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = g_list_model_get_item (all, i);
      g_autofree char *written = edgekit_hardware_profile_to_json (profile);
      g_autoptr(JsonNode) again = json_from_string (written, NULL);
      JsonNode *before = i ? json_array_get_element (others, i - 1) : json_object_get_member (document, "hardware");

      g_assert_true (json_node_equal (again, before));
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"schema\":\"edgekit.report/1\",\"hardware\":{\"schema\":"
                                               "\"edgekit.hardware/1\"},\"other_hardware\":%s}", bad[i].others);

      g_assert_null (load_all (text, &error));
      g_assert_error (error, EDGEKIT_ERROR, bad[i].code);
      g_assert_nonnull (strstr (error->message, bad[i].words));
      g_clear_error (&error);
    }
  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (many, "%s{\"schema\":\"edgekit.hardware/1\"}", i ? "," : "");
  g_string_prepend (many, "{\"schema\":\"edgekit.report/1\",\"hardware\":{\"schema\":\"edgekit.hardware/1\"},"
                          "\"other_hardware\":");
  g_string_append (many, "]}");
  g_assert_null (load_all (many->str, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_TOO_LARGE);
  g_clear_error (&error);
}

/* Names come from firmware and from files of strangers. */
static void
test_markup (void)
{
  static const char json[] = "{\"schema\":\"edgekit.hardware/1\",\"os\":{\"name\":\"a|b\\n# big <img src=x> "
                             "[link](http://x) @everyone `code`\",\"family\":\"linux\"},\"cpu\":{\"name\":\"x\\u001b[31m"
                             "\\u202eevil\"}}";
  g_autoptr(EdgeKitHardwareProfile) profile = edgekit_hardware_profile_new_from_json (json, -1, NULL);
  g_autoptr(EdgeKitReport) report = NULL;
  g_autofree char *markdown = NULL, *text = NULL;

  g_assert_nonnull (profile);
  report = edgekit_report_new (profile, NULL, NULL);
  markdown = edgekit_report_to_string (report, EDGEKIT_REPORT_FORMAT_MARKDOWN);
  text = edgekit_report_to_string (report, EDGEKIT_REPORT_FORMAT_TEXT);
  g_assert_null (strstr (markdown, "\n# big"));
  g_assert_null (strstr (markdown, "<img"));
  g_assert_null (strstr (markdown, "[link]("));
  g_assert_null (strstr (markdown, " @everyone"));
  g_assert_null (strchr (text, '\033'));
  g_assert_null (strstr (text, "\u202e"));
}

static void
test_small (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile =
      edgekit_hardware_profile_new_from_json ("{\"schema\":\"edgekit.hardware/1\"}", -1, NULL);
  g_autoptr(EdgeKitReport) report = edgekit_report_new (profile, NULL, NULL);
  g_auto(GStrv) removed = edgekit_report_list_removed (report);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *text = edgekit_report_to_string (report, formats[i]);

      g_assert_nonnull (strstr (text, "edgekit.report/1") ? text : strstr (text, "EdgeKit report"));
    }
  g_assert_cmpuint (g_strv_length (removed), ==, 0);
}

/* What needs the same words to be found in parts of others. */
static void
test_names (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = edgekit_hardware_profile_new_from_json (
      "{\"schema\":\"edgekit.hardware/1\",\"os\":{\"name\":\"anna anna.schmidt Annapurna an\"}}", -1, NULL);
  g_autoptr(EdgeKitReport) report = edgekit_report_new (profile, NULL, NULL);
  g_autofree char *text = NULL;

  edgekit_report_add_private_name (report, "anna");
  edgekit_report_add_private_name (report, "anna.schmidt");
  edgekit_report_add_private_name (report, "an");
  edgekit_report_add_private_name (report, "root");
  edgekit_report_add_private_name (report, "");
  text = edgekit_report_to_string (report, EDGEKIT_REPORT_FORMAT_TEXT);
  g_assert_nonnull (strstr (text, EDGEKIT_REDACTED " " EDGEKIT_REDACTED " Annapurna an"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/report/private", test_private);
  g_test_add_func ("/report/snapshot", test_snapshot);
  g_test_add_func ("/report/bytes", test_bytes);
  g_test_add_func ("/report/snapshot-alone", test_snapshot_alone);
  g_test_add_func ("/report/include-private", test_include_private);
  g_test_add_func ("/report/include-model", test_include_model);
  g_test_add_func ("/report/removed", test_removed);
  g_test_add_func ("/report/removed-document", test_removed_document);
  g_test_add_func ("/report/markdown", test_markdown);
  g_test_add_func ("/report/words", test_words);
  g_test_add_func ("/report/read-back", test_read_back);
  g_test_add_func ("/report/read-back-several", test_read_back_several);
  g_test_add_func ("/report/markup", test_markup);
  g_test_add_func ("/report/small", test_small);
  g_test_add_func ("/report/names", test_names);
  return g_test_run ();
}
