/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "probe-vulkan.h"

/* The loader loads every driver that a manifest names, and a driver opens the
 * cards of its vendor and no others: Mesa compares the vendor before it opens a
 * render node (anv_device.c, radv_physical_device.c). While a card sleeps, the
 * loader gets a list of the manifests whose vendor is another one, by the two
 * variables that its versions know (LoaderDriverInterface.md). */

static const struct
{
  const char *prefix; /* of the manifest's name */
  guint vendor;
} owners[] = {
  { "nvidia", PROBE_VENDOR_NVIDIA }, { "nouveau", PROBE_VENDOR_NVIDIA }, { "radeon", PROBE_VENDOR_AMD },
  { "amd", PROBE_VENDOR_AMD },       { "intel", PROBE_VENDOR_INTEL },
};

static gboolean
may_load (const Probe *probe, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  for (guint i = 0; i < G_N_ELEMENTS (owners); i++)
    if (g_str_has_prefix (name, owners[i].prefix))
      return !probe_vendor_sleeps (probe, owners[i].vendor);
  return FALSE; /* nobody knows what it opens */
}

static void
add_folder (const Probe *probe, const char *folder, GPtrArray *chosen)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".json") && may_load (probe, name))
      g_ptr_array_add (chosen, g_build_filename (folder, name, NULL));
}

/* Where the loader looks, in the order of its documentation. */
static void
add_folders (const Probe *probe, GPtrArray *chosen)
{
  g_autoptr(GPtrArray) bases = g_ptr_array_new ();
  const char *const *config = g_get_system_config_dirs ();
  const char *const *data = g_get_system_data_dirs ();

  g_ptr_array_add (bases, (gpointer) g_get_user_config_dir ());
  for (; *config; config++)
    g_ptr_array_add (bases, (gpointer) *config);
  g_ptr_array_add (bases, (gpointer) "/etc");
  g_ptr_array_add (bases, (gpointer) g_get_user_data_dir ());
  for (; *data; data++)
    g_ptr_array_add (bases, (gpointer) *data);
  for (guint i = 0; i < bases->len; i++)
    {
      g_autofree char *folder = g_build_filename (g_ptr_array_index (bases, i), "vulkan", "icd.d", NULL);

      add_folder (probe, folder, chosen);
    }
}

static void
add_given (const Probe *probe, const char *given, GPtrArray *chosen)
{
  g_auto(GStrv) paths = g_strsplit (given, G_SEARCHPATH_SEPARATOR_S, -1);

  for (char **path = paths; *path; path++)
    if (g_file_test (*path, G_FILE_TEST_IS_DIR))
      add_folder (probe, *path, chosen);
    else if (may_load (probe, *path))
      g_ptr_array_add (chosen, g_strdup (*path));
}

gboolean
probe_choose_vulkan_drivers (const Probe *probe)
{
  g_autoptr(GPtrArray) chosen = g_ptr_array_new_with_free_func (g_free);
  const char *given = g_getenv ("VK_DRIVER_FILES");
  g_autofree char *list = NULL;

  /* overlays and recorders have no business in here */
  g_setenv ("VK_LOADER_LAYERS_DISABLE", "~implicit~", TRUE);
  if (probe->asleep->len == 0)
    return TRUE;
  if (!given)
    given = g_getenv ("VK_ICD_FILENAMES");
  if (given)
    add_given (probe, given, chosen);
  else
    add_folders (probe, chosen);
  if (chosen->len == 0)
    return FALSE;
  g_ptr_array_add (chosen, NULL);
  list = g_strjoinv (G_SEARCHPATH_SEPARATOR_S, (char **) chosen->pdata);
  g_setenv ("VK_DRIVER_FILES", list, TRUE);
  g_setenv ("VK_ICD_FILENAMES", list, TRUE);
  g_unsetenv ("VK_ADD_DRIVER_FILES");
  return TRUE;
}
