/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "speeds.h"

static char *
source_path (const char *name)
{
  const char *root = g_getenv ("EDGEKIT_TEST_SOURCE_ROOT");

  return g_build_filename (root ? root : ".", "tests", "preflight", name, NULL);
}

static void
row_free (SpeedRow *row)
{
  g_free (row->id);
  g_free (row->device);
  g_free (row->device_class);
  g_free (row->backend);
  g_free (row->model);
  g_free (row->quant);
  g_free (row);
}

/* --- Reading ---------------------------------------------------------------- */

static double
number (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) != G_TYPE_STRING
           ? json_node_get_double (node)
           : 0;
}

static char *
text (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  return g_strdup (node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
                     ? json_node_get_string (node)
                     : "");
}

static SpeedRow *
read_row (JsonObject *object)
{
  SpeedRow *row = g_new0 (SpeedRow, 1);

  row->id = text (object, "id");
  row->device = text (object, "device");
  row->device_class = text (object, "device_class");
  row->backend = text (object, "backend");
  row->model = text (object, "model");
  row->quant = text (object, "quant");
  row->bandwidth = number (object, "mem_bw_gbs");
  row->bytes = number (object, "model_bytes");
  row->parameters = number (object, "params");
  row->active = number (object, "active_params");
  row->threads = number (object, "threads");
  row->prompt = number (object, "pp");
  row->generation = number (object, "tg");
  return row;
}

GPtrArray *
speeds_load (const char *file)
{
  g_autofree char *path = file ? g_strdup (file) : source_path ("speed.jsonl");
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  g_autofree char *content = NULL;
  g_auto(GStrv) lines = NULL;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    g_error ("cannot read %s", path);
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      g_autoptr(JsonNode) node = *lines[i] ? json_from_string (lines[i], NULL) : NULL;

      if (node && JSON_NODE_HOLDS_OBJECT (node))
        g_ptr_array_add (rows, read_row (json_node_get_object (node)));
    }
  return rows;
}

/* --- The device ------------------------------------------------------------- */

enum { IN_NAME, CLASS, VENDOR, CAPABILITY, INTEGRATED, CORES, MHZ, FEATURES, BANDWIDTH, N_FIELDS };

static GStrv
find_device (const SpeedRow *row)
{
  static GStrv lines = NULL;

  if (!lines)
    {
      g_autofree char *path = source_path ("speed-devices.tsv");
      g_autofree char *content = NULL;

      if (!g_file_get_contents (path, &content, NULL, NULL))
        g_error ("cannot read %s", path);
      lines = g_strsplit (content, "\n", -1);
    }
  for (guint i = 0; lines[i]; i++)
    {
      g_auto(GStrv) fields = g_strsplit (lines[i], "\t", -1);

      if (*lines[i] != '#' && g_strv_length (fields) == N_FIELDS && strstr (row->device, fields[IN_NAME]) &&
          g_str_equal (row->device_class, fields[CLASS]))
        return g_steal_pointer (&fields);
    }
  return NULL;
}

/* "ROCm/Vulkan (not stated)" → hip */
static const char *
find_backend (const SpeedRow *row)
{
  static const char *const backends[][2] = { { "CUDA", "cuda" },   { "ROCm", "hip" }, { "Vulkan", "vulkan" },
                                             { "Metal", "metal" }, { "MLX", "metal" }, { "SYCL", "sycl" } };

  for (guint i = 0; i < G_N_ELEMENTS (backends); i++)
    if (g_str_has_prefix (row->backend, backends[i][0]))
      return backends[i][1];
  return "cpu";
}

static char *
quoted_list (const char *words)
{
  g_auto(GStrv) list = g_strsplit (words, ";", -1);
  g_autofree char *joined = g_strjoinv ("\",\"", list);

  return *words ? g_strdup_printf ("\"%s\"", joined) : g_strdup ("");
}

/* So much memory that everything fits. */
static EdgeKitHardwareProfile *
make_profile (const SpeedRow *row, GStrv device, const char *backend)
{
  const double own = g_ascii_strtod (device[BANDWIDTH], NULL);
  const double bandwidth = 1e9 * (own > 0 ? own : row->bandwidth);
  const gboolean integrated = g_str_equal (device[INTEGRATED], "yes");
  const int threads = row->threads > 0 ? (int) row->threads : atoi (device[CORES]);
  g_autofree char *features = quoted_list (device[FEATURES]);
  g_autofree char *name = g_strescape (row->device, NULL);
  g_autoptr(GString) json = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  EdgeKitHardwareProfile *profile;

  g_string_append_printf (json,
                          "{\"schema\":\"edgekit.hardware/1\",\"cpu\":{\"vendor\":\"%s\",\"cores\":%s,"
                          "\"usable_threads\":%d,\"features\":[%s],\"max_mhz\":%s},\"memory_pools\":[{\"id\":\"ram\","
                          "\"kind\":\"ram\",\"total\":4000000000000,\"available\":4000000000000,\"bandwidth\":%.0f}",
                          device[VENDOR], *device[CORES] ? device[CORES] : "8", threads > 0 ? threads : 8, features,
                          *device[MHZ] ? device[MHZ] : "4000", g_str_equal (backend, "cpu") ? bandwidth : 80e9);
  if (!g_str_equal (backend, "cpu"))
    g_string_append_printf (json,
                            ",{\"id\":\"gpu0.m\",\"kind\":\"%s\",\"total\":4000000000000,"
                            "\"available\":4000000000000,\"bandwidth\":%.0f}],\"accelerators\":[{\"id\":\"gpu0\","
                            "\"kind\":\"gpu\",\"vendor\":\"%s\",\"name\":\"%s\",\"integrated\":%s,\"runtimes\":[\"%s\"],"
                            "\"pools\":[\"gpu0.m\"],\"usable\":true%s%s%s}]}",
                            integrated ? "shared" : "vram", bandwidth, device[VENDOR], name,
                            integrated ? "true" : "false", backend,
                            *device[CAPABILITY] ? ",\"compute_capability\":\"" : "", device[CAPABILITY],
                            *device[CAPABILITY] ? "\"" : "");
  else
    g_string_append (json, "]}");
  profile = edgekit_hardware_profile_new_from_json (json->str, -1, &error);
  if (!profile)
    g_error ("%s: %s", row->id, error->message);
  return profile;
}

/* A description that says no more than the row: how large, and how much is active. */
static EdgeKitModel *
make_model (const SpeedRow *row)
{
  g_autofree char *quant = g_strescape (row->quant, NULL);
  g_autofree char *json = NULL;
  g_autoptr(GError) error = NULL;
  EdgeKitModel *model;
  const char *kind = quant;

  /* “qwen35moe 122B.A10B Q5_K - Medium”: the type is at the end */
  for (const char *word = quant; *word; word++)
    if ((word == quant || word[-1] == ' ') && (*word == 'Q' || g_str_has_prefix (word, "IQ") ||
                                               g_str_has_prefix (word, "BF16") || g_str_has_prefix (word, "F16")))
      kind = word;
  json = g_strdup_printf ("{\"schema\":\"edgekit.model/1\",\"format\":\"%s\",\"architecture\":\"llama\","
                          "\"parameters\":%.0f,\"active_parameters\":%.0f,\"quantization\":\"%.*s\","
                          "\"weights_size\":%.0f}",
                          strstr (row->backend, "MLX") ? "mlx" : "gguf", row->parameters, row->active,
                          (int) strcspn (kind, " "), kind, row->bytes);
  model = edgekit_model_new_from_json (json, -1, &error);
  if (!model)
    g_error ("%s: %s", row->id, error->message);
  return model;
}

gboolean
speeds_estimate (const SpeedRow *row, SpeedResult *result)
{
  g_autoptr(EdgeKitPreflight) preflight = edgekit_preflight_new ();
  g_autoptr(EdgeKitHardwareProfile) profile = NULL;
  g_autoptr(EdgeKitModel) model = NULL;
  g_auto(GStrv) device = find_device (row);
  const char *backend = find_backend (row);
  EdgeKitWorkload *workload;
  EdgeKitSpeed *speed;

  memset (result, 0, sizeof *result);
  if (!device || row->bandwidth <= 0 || row->bytes <= 0 || row->generation <= 0)
    return FALSE;
  profile = make_profile (row, device, backend);
  model = make_model (row);
  workload = edgekit_preflight_get_workload (preflight);
  edgekit_workload_set_context (workload, 512);
  edgekit_workload_set_backend (workload, backend);
  edgekit_preflight_set_profile (preflight, profile);
  edgekit_preflight_set_model (preflight, model);
  speed = edgekit_preflight_get_speed (preflight);
  if (!speed)
    return FALSE;
  result->low = edgekit_speed_get_low (speed);
  result->likely = edgekit_speed_get_likely (speed);
  result->high = edgekit_speed_get_high (speed);
  result->prompt_low = edgekit_speed_get_prompt_low (speed);
  result->prompt_likely = edgekit_speed_get_prompt_likely (speed);
  result->prompt_high = edgekit_speed_get_prompt_high (speed);
  result->prompt_compares = row->prompt > 0 && (row->threads <= 0 || row->threads >= atoi (device[CORES]));
  result->basis = g_strndup (edgekit_speed_get_basis (speed), strcspn (edgekit_speed_get_basis (speed), ";"));
  return TRUE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

double
speeds_quantile (GArray *ratios, double q)
{
  g_array_sort (ratios, compare);
  return ratios->len ? g_array_index (ratios, double, (guint) (q * (ratios->len - 1) + 0.5)) : 0;
}
