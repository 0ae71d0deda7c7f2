/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* replay SNAPSHOT…: the profile of each recorded computer, one JSON array on
 * standard output. Fails when a profile is not the same after it was written and
 * read again, or when what is private was taken out of the snapshot. */

#include <edgekit.h>

static char *
without_live (const char *json)
{
  g_autoptr(GRegex) live = g_regex_new ("\"live\" *: *(true|false)", 0, 0, NULL);

  return g_regex_replace_literal (live, json, -1, 0, "", 0, NULL);
}

/* Where a fact comes from may have an id in it: the path of a container's group. */
static char *
without_sources (const char *json)
{
  g_autoptr(GRegex) source = g_regex_new ("\"(limit_)?source\" *: *\"[^\"]*\"", 0, 0, NULL);

  return g_regex_replace_literal (source, json, -1, 0, "", 0, NULL);
}

static gboolean
is_same_redacted (EdgeKitSnapshot *snapshot, const char *json)
{
  g_autoptr(EdgeKitSnapshot) redacted = edgekit_snapshot_redact (snapshot);
  g_autoptr(EdgeKitDetector) detector = edgekit_detector_new_for_snapshot (redacted);
  g_autoptr(EdgeKitHardwareProfile) profile = edgekit_detector_detect (detector, NULL, NULL);
  g_autofree char *redacted_json = profile ? edgekit_hardware_profile_to_json (profile) : NULL;
  g_autofree char *found = redacted_json ? without_sources (redacted_json) : NULL;
  g_autofree char *wanted = without_sources (json);

  return g_strcmp0 (found, wanted) == 0;
}

static gboolean
replay (const char *path, gboolean last)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitSnapshot) snapshot = edgekit_snapshot_load (file, NULL, &error);
  g_autoptr(EdgeKitDetector) detector = snapshot ? edgekit_detector_new_for_snapshot (snapshot) : NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = detector ? edgekit_detector_detect (detector, NULL, &error) : NULL;
  g_autoptr(EdgeKitHardwareProfile) again = NULL;
  g_autofree char *json = profile ? edgekit_hardware_profile_to_json (profile) : NULL;
  g_autofree char *json_again = NULL;
  g_autofree char *facts = NULL;
  g_autofree char *facts_again = NULL;

  again = json ? edgekit_hardware_profile_new_from_json (json, -1, &error) : NULL;
  if (!again)
    {
      g_printerr ("%s: %s\n", path, error->message);
      return FALSE;
    }
  json_again = edgekit_hardware_profile_to_json (again);
  facts = without_live (json);
  facts_again = without_live (json_again);
  g_print ("%s%s\n", json, last ? "" : ",");
  if (g_strcmp0 (facts, facts_again) != 0)
    {
      g_printerr ("%s: other facts after writing and reading\n", path);
      return FALSE;
    }
  if (!is_same_redacted (snapshot, json))
    {
      g_printerr ("%s: other facts without what is private\n", path);
      return FALSE;
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  gboolean good = TRUE;

  g_print ("[\n");
  for (int i = 1; i < argc; i++)
    good = replay (argv[i], i == argc - 1) && good;
  g_print ("]\n");
  return good ? 0 : 1;
}
