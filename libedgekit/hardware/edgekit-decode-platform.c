/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-devices-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-device-table-private.h"
#include "edgekit-table-private.h"

/* Graphics and neural processors that are part of a chip and on no PCI bus: nodes of
 * the device tree, whose names are rows of platform-devices.ini. */

char *
_edgekit_platform_compatible (const char *uevent)
{
  GKeyFile *table = _edgekit_table_get ("platform-devices");

  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("OF_COMPATIBLE_%u", i);
      g_autofree char *compatible = _edgekit_decode_field (uevent, name, '=');

      if (!compatible)
        return NULL;
      if (g_key_file_has_group (table, compatible))
        return g_steal_pointer (&compatible);
    }
  return NULL;
}

EdgeKitAcceleratorKind
_edgekit_platform_kind (const char *compatible)
{
  g_autofree char *chip = g_key_file_get_string (_edgekit_table_get ("platform-devices"), compatible, "chip", NULL);

  return _edgekit_device_table_flag (chip, "npu") == EDGEKIT_TRISTATE_YES ? EDGEKIT_ACCELERATOR_KIND_NPU
                                                                          : EDGEKIT_ACCELERATOR_KIND_GPU;
}

static gboolean
is_machine (const char *compatible)
{
  return g_key_file_get_boolean (_edgekit_table_get ("platform-devices"), compatible, "machine", NULL);
}

static void
add_platform_device (GPtrArray *devices, const char *compatible)
{
  EdgeKitAcceleratorKind kind = _edgekit_platform_kind (compatible);
  EdgeKitDevice *device;

  /* a chip has one of each kind */
  for (guint i = 0; i < devices->len; i++)
    {
      device = g_ptr_array_index (devices, i);
      if (device->kind == kind && device->compatible)
        return;
    }
  device = _edgekit_device_add (devices, kind, NULL);
  device->compatible = g_strdup (compatible);
}

static void
find_in_compatible (GPtrArray *devices, const char *text, gboolean machine)
{
  GKeyFile *table = _edgekit_table_get ("platform-devices");
  g_auto(GStrv) lines = g_strsplit (text ? text : "", "\n", -1);

  for (char **line = lines; *line; line++)
    if (**line && g_key_file_has_group (table, *line) && is_machine (*line) == machine)
      {
        add_platform_device (devices, *line);
        return;
      }
}

/* The nodes of the device tree, then what the whole computer is. */
void
_edgekit_decode_find_on_platform (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, GPtrArray *devices)
{
  static const char *const trees[] = { "file:/proc/device-tree/", "file:/sys/firmware/devicetree/base/" };
  static const char *const hexagon[] = { "file:/dev/fastrpc-cdsp", "file:/dev/fastrpc-cdsp-secure" };

  for (guint t = 0; t < G_N_ELEMENTS (trees); t++)
    {
      g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, trees[t]);

      for (char **key = keys; *key; key++)
        {
          g_autofree char *node = g_path_get_dirname (*key);
          g_autofree char *status = _edgekit_decode_line (snapshot, "%s/status", node);

          if (g_str_has_suffix (*key, "/compatible") && strlen (node) > strlen (trees[t]) &&
              g_strcmp0 (status, "disabled") != 0)
            find_in_compatible (devices, edgekit_snapshot_get_text (snapshot, *key), FALSE);
        }
      find_in_compatible (devices, _edgekit_decode_text (snapshot, "%scompatible", trees[t]), TRUE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (hexagon); i++)
    if (edgekit_snapshot_has (snapshot, hexagon[i]) ||
        g_strcmp0 (edgekit_snapshot_get_failure (snapshot, hexagon[i]), EDGEKIT_FAILURE_DENIED) == 0)
      add_platform_device (devices, "qcom,fastrpc");
  if (profile->cpu && g_strcmp0 (profile->cpu->vendor, "apple") == 0)
    {
      guint before = devices->len;

      add_platform_device (devices, "apple,agx");
      if (devices->len > before && profile->cpu->name)
        ((EdgeKitDevice *) g_ptr_array_index (devices, before))->name = g_strdup_printf ("%s GPU", profile->cpu->name);
    }
}
