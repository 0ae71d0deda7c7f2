/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* SOURCE: the computers that a command is about. */

#include "tool-private.h"

/* What was given as a snapshot, or as a description, may be the other one: then @error
 * becomes a sentence about the option. What cannot be read twice stays as it is. */
static void
explain_document (const char *name, GFile *file, GError **error)
{
  g_autoptr(GListModel) profiles = edgekit_hardware_profile_load_all (file, NULL, NULL);

  if (!profiles)
    return;
  g_clear_error (error);
  /* Translators: %s is the path of a file */
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("%1$s describes a computer and is no snapshot: give it as --hardware %1$s"), name);
}

static void
explain_snapshot (const char *name, GFile *file, GError **error)
{
  g_autoptr(EdgeKitSnapshot) snapshot = edgekit_snapshot_load (file, NULL, NULL);

  if (!snapshot)
    return;
  g_clear_error (error);
  /* Translators: %s is the path of a file */
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("%1$s is a snapshot: give it as --snapshot %1$s"),
               name);
}

static EdgeKitDetector *
find_detector (ToolOptions *o, GError **error)
{
  g_autoptr(GFile) file = NULL;
  g_autoptr(EdgeKitSnapshot) snapshot = NULL;

  if (o->root)
    {
      file = g_file_new_for_commandline_arg (o->root);
      return edgekit_detector_new_for_root (file);
    }
  if (!o->snapshot)
    return g_object_new (EDGEKIT_TYPE_DETECTOR, "wake", o->wake, NULL);
  file = g_file_new_for_commandline_arg (o->snapshot);
  snapshot = edgekit_snapshot_load (file, NULL, error);
  if (!snapshot)
    explain_document (o->snapshot, file, error);
  return snapshot ? edgekit_detector_new_for_snapshot (snapshot) : NULL;
}

static EdgeKitDetector *
make_detector (ToolOptions *o, GError **error)
{
  EdgeKitDetector *detector = find_detector (o, error);

  if (!detector)
    return NULL;
  edgekit_detector_set_run_programs (detector, !o->without_programs);
  edgekit_detector_set_measure (detector, o->measure);
  return detector;
}

/* The computers of one --hardware: a report may hold several. A file of that name is "./this". */
static gboolean
append_hardware (GListStore *profiles, ToolOptions *o, const char *name, GError **error)
{
  const gboolean here = g_str_equal (name, "this");
  g_autoptr(EdgeKitDetector) detector = here ? make_detector (o, error) : NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = detector ? edgekit_detector_detect (detector, NULL, error) : NULL;
  g_autoptr(GFile) file = NULL;
  g_autoptr(GListModel) loaded = NULL;

  if (profile)
    g_list_store_append (profiles, profile);
  if (here)
    return profile != NULL;
  file = g_file_new_for_commandline_arg (name);
  loaded = edgekit_hardware_profile_load_all (file, NULL, error);
  if (!loaded)
    explain_snapshot (name, file, error);
  for (guint i = 0; loaded && i < g_list_model_get_n_items (loaded); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) one = g_list_model_get_item (loaded, i);

      g_list_store_append (profiles, one);
    }
  return loaded != NULL;
}

static GListModel *
load_profiles (ToolOptions *o, EdgeKitSnapshot **snapshot, GError **error)
{
  g_autoptr(GListStore) profiles = g_list_store_new (EDGEKIT_TYPE_HARDWARE_PROFILE);
  g_autoptr(EdgeKitDetector) detector = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = NULL;
  guint sources = (o->root != NULL) + (o->snapshot != NULL) + (o->hardware != NULL);

  if (sources > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _ ("only one of --root, --snapshot and --hardware can be given"));
      return NULL;
    }
  for (guint i = 0; o->hardware && o->hardware[i]; i++)
    if (!append_hardware (profiles, o, o->hardware[i], error))
      return NULL;
  if (o->hardware)
    return G_LIST_MODEL (g_steal_pointer (&profiles));
  detector = make_detector (o, error);
  profile = detector ? edgekit_detector_detect (detector, NULL, error) : NULL;
  if (!profile)
    return NULL;
  if (snapshot)
    g_set_object (snapshot, edgekit_detector_get_snapshot (detector));
  g_list_store_append (profiles, profile);
  return G_LIST_MODEL (g_steal_pointer (&profiles));
}

GListModel *
tool_options_load_profiles (ToolOptions *o, EdgeKitSnapshot **snapshot, GError **error)
{
  g_autoptr(GListModel) profiles = load_profiles (o, snapshot, error);
  g_autoptr(GListStore) changed = NULL;

  if (!profiles || !o->gpu)
    return g_steal_pointer (&profiles);
  changed = g_list_store_new (EDGEKIT_TYPE_HARDWARE_PROFILE);
  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) one = g_list_model_get_item (profiles, i);
      g_autoptr(EdgeKitHardwareProfile) with = edgekit_hardware_profile_with_gpu (one, o->gpu, error);

      if (!with)
        return NULL;
      g_list_store_append (changed, with);
    }
  return G_LIST_MODEL (g_steal_pointer (&changed));
}

EdgeKitHardwareProfile *
tool_options_load_profile (ToolOptions *o, EdgeKitSnapshot **snapshot, GError **error)
{
  g_autoptr(GListModel) profiles = NULL;

  if (o->hardware && g_strv_length (o->hardware) > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _ ("this command looks at one computer: give --hardware once"));
      return NULL;
    }
  profiles = tool_options_load_profiles (o, snapshot, error);
  if (!profiles)
    return NULL;
  if (g_list_model_get_n_items (profiles) > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   /* Translators: %1$s is the path of a file, %2$u a number, at least 2 */
                   _ ("this command looks at one computer, and %1$s is a report of %2$u"), o->hardware[0],
                   g_list_model_get_n_items (profiles));
      return NULL;
    }
  return g_list_model_get_item (profiles, 0);
}
