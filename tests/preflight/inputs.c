/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "inputs.h"

EdgeKitHardwareProfile *
load_machine (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "machines", name, "snapshot.json", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitSnapshot) snapshot = edgekit_snapshot_load (file, NULL, &error);
  EdgeKitHardwareProfile *profile;

  g_assert_no_error (error);
  profile = edgekit_hardware_profile_new_from_snapshot (snapshot, &error);
  g_assert_no_error (error);
  return profile;
}

char *
find_model (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".gguf", NULL);

  return g_test_build_filename (G_TEST_BUILT, "models", file, NULL);
}

EdgeKitModel *
load_model (const char *name)
{
  g_autofree char *path = find_model (name);
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (path);
  g_autoptr(GError) error = NULL;
  EdgeKitModel *model = edgekit_model_source_load (source, NULL, &error);

  g_assert_no_error (error);
  return model;
}

/* One of memory_pools. @size: GB, and perhaps "@" and GB a second. */
static void
add_pool (GString *pools, const char *id, const char *kind, const char *size, const char *more)
{
  g_auto(GStrv) parts = g_strsplit (size, "@", 2);

  if (*size == '?')
    return;
  g_string_append_printf (pools, "%s{\"id\":\"%s\",\"kind\":\"%s\",\"total\":%s000000000,\"available\":%s000000000",
                          pools->len ? "," : "", id, kind, parts[0], parts[0]);
  if (parts[1])
    g_string_append_printf (pools, ",\"bandwidth\":%s000000000", parts[1]);
  g_string_append_printf (pools, "%s}", more ? more : "");
}

EdgeKitHardwareProfile *
make_computer (const char *ram, const char *cards, const char *runtime, const char *extra)
{
  g_autoptr(GString) pools = g_string_new (NULL), accelerators = g_string_new (NULL);
  g_auto(GStrv) list = g_strsplit (cards, "+", -1);
  g_autofree char *json = NULL;
  g_autoptr(GError) error = NULL;
  EdgeKitHardwareProfile *profile;

  add_pool (pools, "ram", "ram", ram, extra);
  for (guint i = 0; *cards && list[i]; i++)
    {
      const gboolean shared = *list[i] == 's';
      const char *computes = shared ? "metal" : runtime ? runtime : "cuda";
      const char *vendor = shared ? "apple" : g_str_equal (computes, "hip") ? "amd" : "nvidia";
      g_autofree char *pool = g_strdup_printf ("gpu%u.%s", i, shared ? "shared" : "vram");

      add_pool (pools, pool, shared ? "shared" : "vram", list[i] + shared, shared ? ",\"backing\":\"ram\"" : NULL);
      g_string_append_printf (accelerators,
                              "%s{\"id\":\"gpu%u\",\"kind\":\"gpu\",\"vendor\":\"%s\",\"name\":\"Card %u\","
                              "\"integrated\":%s,\"runtimes\":[\"%s\"],\"pools\":[\"%s\"],\"usable\":true}",
                              i ? "," : "", i, vendor, i, shared ? "true" : "false", computes, pool);
    }
  json = g_strdup_printf ("{\"schema\":\"edgekit.hardware/1\",\"memory_pools\":[%s],\"accelerators\":[%s]}", pools->str,
                          accelerators->str);
  profile = edgekit_hardware_profile_new_from_json (json, -1, &error);
  g_assert_no_error (error);
  return profile;
}

EdgeKitPreflight *
make_preflight (const char *model_name, EdgeKitHardwareProfile *profile, const char *workload)
{
  EdgeKitPreflight *preflight = edgekit_preflight_new ();
  g_autoptr(EdgeKitModel) model = load_model (model_name);
  g_autoptr(GError) error = NULL;

  edgekit_preflight_set_profile (preflight, profile);
  edgekit_preflight_set_model (preflight, model);
  g_assert_true (edgekit_workload_apply (edgekit_preflight_get_workload (preflight), workload, &error));
  g_assert_no_error (error);
  return preflight;
}

EdgeKitFinding *
find_finding (EdgeKitPreflight *preflight, const char *code)
{
  GListModel *findings = edgekit_verdict_get_findings (edgekit_preflight_get_verdict (preflight));

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr(EdgeKitFinding) finding = g_list_model_get_item (findings, i);

      if (g_str_equal (edgekit_finding_get_code (finding), code))
        return finding; /* the list holds it */
    }
  return NULL;
}
