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
