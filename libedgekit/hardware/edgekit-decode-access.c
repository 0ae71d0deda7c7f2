/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-access-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-table-private.h"

/* --- Where this runs --------------------------------------------------------------- */

/* The row of access.ini: what this runs in, or the computer itself. */
static const char *
place_of (EdgeKitHardwareProfile *profile)
{
  GKeyFile *table = _edgekit_table_get ("access");
  char **environment = profile->os ? profile->os->environment : NULL;

  for (; environment && *environment; environment++)
    {
      const char *colon = strchr (*environment, ':');
      const char *name = g_str_has_prefix (*environment, "container:") ? colon + 1 : *environment;

      if (g_key_file_has_group (table, name))
        return name;
    }
  return "host";
}

static gboolean
is_container (EdgeKitHardwareProfile *profile)
{
  return _edgekit_decode_runs_in (profile, "container:") || _edgekit_decode_runs_in (profile, "flatpak") ||
         _edgekit_decode_runs_in (profile, "snap");
}

/* --- Nodes ---------------------------------------------------------------------------- */

/* NULL: it can be opened, or nobody knows; else the failure. */
static const char *
node_failure (EdgeKitSnapshot *snapshot, const char *node)
{
  g_autofree char *key = g_strconcat ("file:", node, NULL);
  g_autofree char *folder = g_path_get_dirname (node);
  g_autofree char *name = g_path_get_basename (node);
  g_autofree char *folder_file = g_strconcat ("file:", folder, NULL);
  g_autofree char *folder_list = g_strconcat ("dir:", folder, NULL);
  const char *failure = edgekit_snapshot_get_failure (snapshot, key);
  const char *const *names = edgekit_snapshot_get_list (snapshot, folder_list);

  if (failure || edgekit_snapshot_has (snapshot, key))
    return failure;
  if (names && !g_strv_contains (names, name))
    return EDGEKIT_FAILURE_MISSING;
  return g_strcmp0 (edgekit_snapshot_get_failure (snapshot, folder_file), EDGEKIT_FAILURE_MISSING) == 0
             ? EDGEKIT_FAILURE_MISSING
             : NULL;
}

static const char *
device_name (EdgeKitAccelerator *accelerator)
{
  if (accelerator->name)
    return accelerator->name;
  /* Translators: a device whose name is not known, in “The neural processor is not visible here …” */
  return accelerator->kind == EDGEKIT_ACCELERATOR_KIND_NPU ? _ ("neural processor") : _ ("graphics card");
}

/* Whether the driver makes the node when it is first used. */
static gboolean
explain_missing_node (EdgeKitHardwareProfile *profile, EdgeKitAccelerator *accelerator, const char *node,
                      const char *what)
{
  const char *place = is_container (profile) ? place_of (profile) : "host";
  g_autofree char *command = g_key_file_get_string (_edgekit_table_get ("access"), place, what, NULL);
  g_autofree char *code = g_strconcat (what, "-node-missing", NULL);
  /* Translators: the first %s is the name of a device, the second a file such as /dev/kfd */
  g_autofree char *message = g_strdup_printf (_ ("%s cannot be used here: %s is missing."), device_name (accelerator),
                                              node);
  g_autofree char *hint = NULL;

  if (command && g_str_equal (place, "host"))
    hint = g_strdup (_ ("The driver makes it when it is asked to."));
  else if (command)
    hint = g_strdup_printf (_ ("It has to be passed in from outside: %s"), command);
  else if (is_container (profile))
    hint = g_strdup_printf (_ ("%s has to be passed into the container."), node);
  /* how a container is started is for another terminal than the one in it, and only the beginning of a command */
  _edgekit_hardware_profile_add_way_out (profile, code, message, hint,
                                         command && g_str_equal (place, "host") ? command : NULL);
  return command && g_str_equal (place, "host");
}

/* The group that owns a node, where it is a system group. */
static char *
group_of (EdgeKitSnapshot *snapshot, const char *node)
{
  const char *text = _edgekit_decode_text (snapshot, "stat:%s", node);

  return _edgekit_decode_field (text, "group", ' ');
}

static gboolean
is_member (EdgeKitSnapshot *snapshot, const char *key, const char *group)
{
  const char *const *groups = edgekit_snapshot_get_list (snapshot, key);

  return groups && g_strv_contains (groups, group);
}

static void
explain_denied_node (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitAccelerator *accelerator,
                     const char *node, const char *what)
{
  g_autofree char *code = g_strconcat (what, "-no-permission", NULL);
  /* Translators: the first %s is the name of a device, the second a file such as /dev/kfd */
  g_autofree char *message = g_strdup_printf (_ ("%s cannot be used here: you are not allowed to open %s."),
                                              device_name (accelerator), node);
  g_autofree char *group = group_of (snapshot, node);
  g_autofree char *command = g_key_file_get_string (_edgekit_table_get ("access"), place_of (profile), what, NULL);
  g_autofree char *selinux = _edgekit_decode_line (snapshot, "file:/sys/fs/selinux/enforce");
  g_autofree char *hint = NULL;
  g_autofree char *way_out = NULL;

  if (is_container (profile) && g_strcmp0 (selinux, "1") == 0)
    hint = g_strdup (_ ("SELinux may forbid it; on the host: sudo setsebool -P container_use_devices=on"));
  else if (is_container (profile) && command)
    hint = g_strdup_printf (_ ("It has to be passed in from outside: %s"), command);
  else if (group && is_member (snapshot, "groups:process", group))
    /* Translators: %s is the name of a group of users */
    hint = g_strdup_printf (_ ("Being in the group “%s” is not enough; somebody changed the rights of the file."),
                            group);
  else if (group && is_member (snapshot, "groups:account", group))
    hint = g_strdup_printf (_ ("You were added to the group “%s”: log out and in again."), group);
  else if (group && !g_str_equal (group, "root"))
    {
      /* Translators: %s is the name of a group of users */
      hint = g_strdup_printf (_ ("Add yourself to the group “%s”, then log out and in again."), group);
      way_out = g_strdup_printf ("sudo usermod -aG %s $USER", group);
    }
  else
    {
      hint = g_strdup (_ ("Add yourself to the groups “render” and “video”, then log out and in again."));
      way_out = g_strdup ("sudo usermod -aG render,video $USER");
    }
  _edgekit_hardware_profile_add_way_out (profile, code, message, hint, way_out);
}

EdgeKitTristate
_edgekit_access_check_node (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile,
                            EdgeKitAccelerator *accelerator, const char *node, const char *what)
{
  const char *failure = node ? node_failure (snapshot, node) : NULL;

  if (!failure)
    return EDGEKIT_TRISTATE_YES;
  if (g_str_equal (failure, EDGEKIT_FAILURE_DENIED))
    explain_denied_node (snapshot, profile, accelerator, node, what);
  else if (g_str_equal (failure, EDGEKIT_FAILURE_MISSING) &&
           explain_missing_node (profile, accelerator, node, what))
    return EDGEKIT_TRISTATE_UNKNOWN;
  return EDGEKIT_TRISTATE_NO;
}

static gboolean
is_missing (EdgeKitSnapshot *snapshot, const char *key)
{
  return g_strcmp0 (edgekit_snapshot_get_failure (snapshot, key), EDGEKIT_FAILURE_MISSING) == 0;
}

void
_edgekit_access_explain_place (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  const gboolean no_devices = edgekit_snapshot_get_live (snapshot) &&
                              is_missing (snapshot, "dir:/sys/bus/pci/devices") &&
                              is_missing (snapshot, "dir:/sys/class/drm");

  if (g_list_model_get_n_items (G_LIST_MODEL (profile->accelerators)) > 0)
    return;
  if (profile->os && profile->os->environment &&
      g_strv_contains ((const char *const *) profile->os->environment, "wsl"))
    _edgekit_hardware_profile_add_note (
        profile, "wsl-without-gpu", EDGEKIT_SEVERITY_WARNING,
        _ ("This is the first version of the Windows Subsystem for Linux, which has no graphics."),
        _ ("In Windows: wsl --set-version DISTRIBUTION 2"));
  else if (_edgekit_decode_runs_in (profile, "wsl2") && is_missing (snapshot, "file:/dev/dxg"))
    _edgekit_hardware_profile_add_note (
        profile, "wsl-without-gpu", EDGEKIT_SEVERITY_WARNING,
        _ ("Windows does not share a graphics card with this Linux: /dev/dxg is missing."),
        _ ("In Windows: wsl --update, and a current driver of the graphics card"));
  else if (no_devices && is_container (profile))
    _edgekit_hardware_profile_add_note (
        profile, "devices-hidden", EDGEKIT_SEVERITY_WARNING,
        _ ("This container does not show the devices of the computer: /sys is missing."),
        _ ("Graphics cards are found once /sys is mounted."));
  else if (_edgekit_decode_runs_in (profile, "vm:"))
    _edgekit_hardware_profile_add_note (
        profile, "vm-without-gpu", EDGEKIT_SEVERITY_INFO,
        _ ("This is a virtual machine to which no graphics card is given."),
        _ ("Its host may be able to pass one through."));
}

/* --- Libraries ---------------------------------------------------------------------------- */

/* The path that the loader's cache has for it, or a place where it was found. */
static char *
library_path (EdgeKitSnapshot *snapshot, const char *soname)
{
  const char *cache = edgekit_snapshot_get_text (snapshot, "file:/etc/ld.so.cache");
  g_auto(GStrv) lines = g_strsplit (cache ? cache : "", "\n", -1);
  g_autofree char *end = g_strconcat ("/", soname, NULL);
  g_auto(GStrv) keys = NULL;

  for (char **line = lines; *line; line++)
    if (g_str_has_suffix (*line, end))
      return g_strdup (*line);
  keys = edgekit_snapshot_list_keys (snapshot, "link:/");
  for (char **key = keys; *key; key++)
    if (g_str_has_suffix (*key, end) && edgekit_snapshot_get_link (snapshot, *key))
      return g_strdup (*key + strlen ("link:"));
  return NULL;
}

EdgeKitTristate
_edgekit_access_find_library (EdgeKitSnapshot *snapshot, const char *soname)
{
  g_autofree char *path = library_path (snapshot, soname);

  if (path)
    return EDGEKIT_TRISTATE_YES;
  return edgekit_snapshot_has (snapshot, "file:/etc/ld.so.cache") ? EDGEKIT_TRISTATE_NO : EDGEKIT_TRISTATE_UNKNOWN;
}

char *
_edgekit_access_library_file (EdgeKitSnapshot *snapshot, const char *soname)
{
  g_autofree char *path = library_path (snapshot, soname);
  g_autofree char *key = path ? g_strconcat ("link:", path, NULL) : NULL;
  const char *target = key ? edgekit_snapshot_get_link (snapshot, key) : NULL;

  return target ? g_path_get_basename (target) : NULL;
}

void
_edgekit_access_explain_library (EdgeKitHardwareProfile *profile, const char *driver_version)
{
  const gboolean container = is_container (profile);
  g_autofree char *install = NULL;
  g_autofree char *hint = NULL;

  if (container)
    {
      g_autofree char *command =
          g_key_file_get_string (_edgekit_table_get ("access"), place_of (profile), "nvidia", NULL);

      /* Translators: %s is a command that starts a container */
      hint = command ? g_strdup_printf (_ ("The NVIDIA container toolkit brings it in from the host: %s"), command)
                     : NULL;
    }
  else
    {
      install = _edgekit_access_install_command (profile, "nvidia_library", driver_version);
      /* Translators: of a library */
      hint = g_strdup (_ ("Until it is installed, the card is not used."));
    }
  _edgekit_hardware_profile_add_way_out (
      profile, "nvidia-library-missing",
      container ? _ ("The NVIDIA driver runs, but its library libcuda.so.1 is not in this container.")
                : _ ("The NVIDIA driver runs, but its library libcuda.so.1 is not installed."),
      hint, install);
}

char *
_edgekit_access_install_command (EdgeKitHardwareProfile *profile, const char *what, const char *driver_version)
{
  GKeyFile *table = _edgekit_table_get ("driver-packages");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);

  for (char **row = rows; profile->os && profile->os->id && *row; row++)
    {
      g_auto(GStrv) systems = g_key_file_get_string_list (table, *row, "systems", NULL, NULL);
      g_autofree char *command = g_key_file_get_string (table, *row, what, NULL);
      g_auto(GStrv) parts = NULL;
      g_autofree char *branch = NULL;

      if (!systems || !command || !g_strv_contains ((const char *const *) systems, profile->os->id))
        continue;
      parts = g_strsplit (command, "%s", 2);
      branch = driver_version ? g_strndup (driver_version, strcspn (driver_version, ".")) : NULL;
      if (parts[1] && !branch)
        return NULL;
      return g_strjoinv (branch ? branch : "", parts);
    }
  return NULL;
}
