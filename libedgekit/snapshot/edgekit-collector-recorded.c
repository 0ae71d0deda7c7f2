/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-collector-private.h"
#include "edgekit-json-private.h"

/* A Mac is recorded by hand as what three of its programs print. */

#define MAX_PROFILE (1024 * 1024)

static void
collect_sysctl (EdgeKitSnapshot *snapshot)
{
  const char *text = edgekit_snapshot_get_text (snapshot, "file:/recorded/sysctl.txt");
  g_auto(GStrv) lines = NULL;

  if (!text)
    return;
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++)
    {
      char *colon = strstr (*line, ": ");
      char *separator = colon ? colon : strchr (*line, '=');
      g_autofree char *key = NULL;

      if (!separator)
        continue;
      *separator = '\0';
      key = g_strconcat ("sysctl:", g_strstrip (*line), NULL);
      _edgekit_snapshot_add_text (snapshot, key, g_strstrip (separator + (colon ? 2 : 1)));
    }
}

/* "system_profiler -json SPDisplaysDataType": serial numbers of displays are in
 * it, which are none of our business. */
static void
collect_system_profiler (EdgeKitSnapshot *snapshot)
{
  static const char *const wanted[] = { "_name",
                                        "sppci_model",
                                        "sppci_cores",
                                        "sppci_bus",
                                        "sppci_device_type",
                                        "spdisplays_vendor",
                                        "spdisplays_device-id",
                                        "spdisplays_vram",
                                        "_spdisplays_vram",
                                        "spdisplays_vram_shared",
                                        "spdisplays_metal",
                                        "spdisplays_mtlgpufamilysupport",
                                        NULL };
  const char *text = edgekit_snapshot_get_text (snapshot, "file:/recorded/system_profiler.json");
  g_autoptr(JsonNode) root = text ? _edgekit_json_parse (text, strlen (text), MAX_PROFILE, EDGEKIT_JSON_DEFAULT,
                                                         "system_profiler.json", NULL)
                                  : NULL;
  JsonObject *document = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *list = document ? json_object_get_member (document, "SPDisplaysDataType") : NULL;
  g_autoptr(JsonNode) kept = json_node_new (JSON_NODE_OBJECT);
  g_autoptr(JsonObject) object = json_object_new ();
  JsonArray *gpus = json_array_new ();

  for (guint i = 0; list && JSON_NODE_HOLDS_ARRAY (list) && i < json_array_get_length (json_node_get_array (list)); i++)
    {
      JsonNode *item = json_array_get_element (json_node_get_array (list), i);
      JsonObject *gpu;

      if (!JSON_NODE_HOLDS_OBJECT (item))
        continue;
      gpu = json_object_new ();
      for (guint w = 0; wanted[w]; w++)
        {
          JsonNode *value = json_object_get_member (json_node_get_object (item), wanted[w]);

          if (value && JSON_NODE_HOLDS_VALUE (value))
            json_object_set_member (gpu, wanted[w], json_node_copy (value));
        }
      json_array_add_object_element (gpus, gpu);
    }
  json_object_set_array_member (object, "SPDisplaysDataType", gpus);
  json_node_set_object (kept, object);
  if (list)
    _edgekit_snapshot_add_json (snapshot, "run:system_profiler", kept);
}

void
_edgekit_collect_recorded (EdgeKitSnapshot *snapshot)
{
  const char *vm_stat = edgekit_snapshot_get_text (snapshot, "file:/recorded/vm_stat.txt");

  collect_sysctl (snapshot);
  if (vm_stat)
    _edgekit_snapshot_add_text (snapshot, "run:vm_stat", vm_stat);
  collect_system_profiler (snapshot);
}
