/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "../remove-tree.h"
#include "hf-spec.h"
#include "logged.h"

#define GIB 1073741824.0

char *
logged_source_path (const char *a, const char *b, const char *c)
{
  const char *root = g_getenv ("EDGEKIT_TEST_SOURCE_ROOT");

  return g_build_filename (root ? root : ".", "tests", a, b, c, NULL);
}

static void
row_free (LoggedRow *row)
{
  g_free (row->id);
  g_free (row->engine);
  g_free (row->version);
  g_free (row->model);
  g_free (row->quant);
  g_free (row->spec);
  g_free (row->devices);
  g_free (row->workload);
  g_free (row);
}

/* --- Reading ---------------------------------------------------------------- */

static double
number (JsonObject *object, const char *key)
{
  JsonNode *node = object ? json_object_get_member (object, key) : NULL;

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) != G_TYPE_STRING &&
                 json_node_get_value_type (node) != G_TYPE_BOOLEAN
           ? json_node_get_double (node)
           : 0;
}

static const char *
text (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

/* "*" or the beginning of a word. */
static gboolean
begins (const char *word, const char *pattern)
{
  return g_str_equal (pattern, "*") || (word && g_str_has_prefix (word, pattern));
}

static char *
find_spec (const LoggedRow *row)
{
  g_autofree char *path = logged_source_path ("preflight", "logged-models.tsv", NULL);
  g_autofree char *content = NULL;
  g_auto(GStrv) lines = NULL;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    return NULL;
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      g_auto(GStrv) fields = g_strsplit (lines[i], "\t", 3);

      if (*lines[i] != '#' && g_strv_length (fields) == 3 && strstr (row->model, fields[0]) &&
          begins (row->quant, fields[1]))
        return g_str_equal (fields[2], "-") ? NULL : g_strdup (fields[2]);
    }
  return NULL;
}

/* "H100-80GB x2", or a list of names */
static void
take_devices (LoggedRow *row, JsonArray *list)
{
  static const struct
  {
    const char *name;
    double memory;
    const char *capability;
  } known[] = {
    { "H100", 79.19, "9.0" },    { "80 GB GPU", 79.19, "9.0" }, { "A100", 79.25, "8.0" }, { "L40S", 44.42, "8.9" },
    { "RTX 3090", 23.58, "8.6" }, { "RTX 4090", 23.52, "8.9" }, { "RTX 5090", 31.36, "12.0" },
    { "A6000", 47.41, "8.6" },    { "GB10", 119.7, "12.1" },    { "8 GPUs", 139.8, "9.0" },
  };
  const char *name = json_array_get_length (list) ? json_array_get_string_element (list, 0) : "";
  const char *times = g_strrstr (name, " x");

  row->devices = g_strdup (name);
  row->mac = g_str_has_prefix (name, "Apple");
  row->n_devices = times ? MAX (g_ascii_strtoll (times + 2, NULL, 10), 1) : json_array_get_length (list);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strstr (name, known[i].name))
      {
        row->memory = known[i].memory;
        row->capability = known[i].capability;
        break;
      }
}

static void
take_workload (LoggedRow *row, JsonObject *s)
{
  g_autoptr(GString) json = g_string_new (NULL);
  const double util = number (s, "gpu_memory_utilization"), tokens = number (s, "max_num_batched_tokens");
  const double sequences = number (s, "max_num_seqs"), tp = number (s, "tp");
  const char *type = text (s, "kv_cache_dtype");
  const char *version;

  row->context = row->mac ? number (s, "prompt_tokens") + number (s, "gen_tokens") : number (s, "max_model_len");
  row->pipeline = number (s, "pp") > 1 || number (s, "dcp") > 1 || text (s, "spec") != NULL;
  g_string_append_printf (json, "{\"engine\":\"%s\"", row->mac ? "mlx-lm" : "vllm");
  version = row->version ? strpbrk (row->version, "0123456789") : NULL;
  if (version && version[1] == '.') /* “<=0.16 (pre-0.17 …)”, but not “2026-08” */
    g_string_append_printf (json, ",\"engine_version\":\"%.*s\"", (int) strspn (version, "0123456789."), version);
  if (row->context > 0)
    g_string_append_printf (json, ",\"context\":%.0f", row->context);
  if (util > 0)
    g_string_append_printf (json, ",\"gpu_memory_utilization\":%g", util);
  if (tokens > 0)
    g_string_append_printf (json, ",\"batch\":%.0f", tokens);
  if (sequences > 0)
    g_string_append_printf (json, ",\"parallel\":%.0f", sequences);
  if (tp > 0)
    g_string_append_printf (json, ",\"tensor_parallel\":%.0f", tp);
  if (type)
    g_string_append_printf (json, ",\"cache_type_k\":\"%s\"", type);
  g_string_append_c (json, '}');
  row->workload = g_strdup (json->str);
}

static LoggedRow *
read_row (JsonObject *object)
{
  LoggedRow *row = g_new0 (LoggedRow, 1);
  JsonObject *reported = json_object_get_object_member (object, "reported");
  double total = number (reported, "total_gib"), free = number (reported, "free_at_init_gib");

  row->id = g_strdup (text (object, "id"));
  row->engine = g_strdup (text (object, "engine"));
  row->version = g_strdup (text (object, "engine_version"));
  row->model = g_strdup (text (object, "model"));
  row->quant = g_strdup (text (object, "quant"));
  row->spec = find_spec (row);
  take_devices (row, json_object_get_array_member (object, "gpus"));
  if (total > 0)
    row->memory = total;
  row->available = free > 0 ? free : row->memory - 0.4;
  row->weights = number (reported, "weights_gib");
  row->cache = number (reported, "kv_gib");
  row->tokens = number (reported, "kv_tokens");
  row->conversations = number (reported, "max_concurrency");
  row->peak = 1e9 * number (reported, "peak_memory_gb") + 1e6 * number (reported, "peak_ram_mb");
  take_workload (row, json_object_get_object_member (object, "settings"));
  return row;
}

GPtrArray *
logged_read_lines (const char *file)
{
  g_autofree char *path = file ? g_strdup (file) : logged_source_path ("preflight", "logged.jsonl", NULL);
  GPtrArray *nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  g_autofree char *content = NULL;
  g_auto(GStrv) lines = NULL;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    g_error ("cannot read %s", path);
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      JsonNode *node = *lines[i] ? json_from_string (lines[i], NULL) : NULL;

      if (node)
        g_ptr_array_add (nodes, node);
    }
  return nodes;
}

GPtrArray *
logged_load (const char *file)
{
  g_autoptr(GPtrArray) nodes = logged_read_lines (file);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);

  for (guint i = 0; i < nodes->len; i++)
    {
      JsonObject *object = json_node_get_object (g_ptr_array_index (nodes, i));
      const char *engine = text (object, "engine");

      if (engine && (g_str_equal (engine, "vllm") || strstr (engine, "mlx")))
        g_ptr_array_add (rows, read_row (object));
    }
  return rows;
}

/* --- Asking ----------------------------------------------------------------- */

static EdgeKitModel *
load_spec (const char *name)
{
  static GHashTable *models = NULL;
  g_autofree char *file = g_strconcat (name, ".spec", NULL);
  g_autofree char *path = logged_source_path ("models", "hf", file);
  g_autofree char *folder = NULL;
  g_autoptr(HfSpec) spec = NULL;
  g_autoptr(EdgeKitModelSource) source = NULL;
  g_autoptr(GError) error = NULL;
  EdgeKitModel *model;

  if (!models)
    models = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  model = g_hash_table_lookup (models, name);
  if (model)
    return model;
  spec = hf_spec_load (path, &error);
  if (!spec)
    g_error ("%s", error->message);
  folder = g_dir_make_tmp ("edgekit-logged-XXXXXX", NULL);
  if (!hf_spec_write (spec, folder, &error))
    g_error ("%s", error->message);
  source = edgekit_model_source_new (folder);
  model = edgekit_model_source_load (source, NULL, &error);
  remove_tree (folder);
  if (!model)
    g_error ("%s: %s", name, error->message);
  g_hash_table_insert (models, g_strdup (name), model);
  return model;
}

static EdgeKitHardwareProfile *
make_profile (const LoggedRow *row)
{
  g_autoptr(GString) json = g_string_new ("{\"schema\":\"edgekit.hardware/1\",\"memory_pools\":["
                                          "{\"id\":\"ram\",\"kind\":\"ram\",\"total\":1099511627776,"
                                          "\"available\":1099511627776}");
  EdgeKitHardwareProfile *profile;
  g_autoptr(GError) error = NULL;

  for (gint64 i = 0; i < row->n_devices; i++)
    if (row->mac)
      g_string_append (json, ",{\"id\":\"gpu0.m\",\"kind\":\"shared\",\"total\":1099511627776,\"backing\":\"ram\"}");
    else
      g_string_append_printf (json, ",{\"id\":\"gpu%d.m\",\"kind\":\"vram\",\"total\":%.0f,\"available\":%.0f}",
                              (int) i, row->memory * GIB, row->available * GIB);
  g_string_append (json, "],\"accelerators\":[");
  for (gint64 i = 0; i < row->n_devices; i++)
    g_string_append_printf (json,
                            "%s{\"id\":\"gpu%d\",\"kind\":\"gpu\",\"vendor\":\"%s\",\"integrated\":%s,"
                            "\"runtimes\":[\"%s\"],\"pools\":[\"gpu%d.m\"],\"usable\":true%s%s%s}",
                            i ? "," : "", (int) i, row->mac ? "apple" : "nvidia", row->mac ? "true" : "false",
                            row->mac ? "metal" : "cuda", (int) i, row->capability ? ",\"compute_capability\":\"" : "",
                            row->capability ? row->capability : "", row->capability ? "\"" : "");
  g_string_append (json, "]}");
  profile = edgekit_hardware_profile_new_from_json (json->str, -1, &error);
  if (!profile)
    g_error ("%s: %s", row->id, error->message);
  return profile;
}

gboolean
logged_estimate (const LoggedRow *row, LoggedResult *result)
{
  g_autoptr(EdgeKitPreflight) preflight = edgekit_preflight_new ();
  g_autoptr(EdgeKitHardwareProfile) profile = NULL;
  EdgeKitEstimate *estimate;
  g_autoptr(GError) error = NULL;

  memset (result, 0, sizeof *result);
  if (!row->spec || row->pipeline || (!row->mac && row->memory <= 0))
    return FALSE;
  profile = make_profile (row);
  edgekit_preflight_set_profile (preflight, profile);
  edgekit_preflight_set_model (preflight, load_spec (row->spec));
  if (!edgekit_workload_apply (edgekit_preflight_get_workload (preflight), row->workload, &error))
    g_error ("%s: %s", row->id, error->message);
  estimate = edgekit_preflight_get_estimate (preflight);
  result->weights = edgekit_estimate_get_weights (estimate) / GIB / (double) row->n_devices;
  result->cache = edgekit_estimate_get_cache_bytes (estimate) / GIB / (double) row->n_devices;
  result->tokens = edgekit_estimate_get_cache_tokens (estimate);
  result->conversations = edgekit_estimate_get_conversations (estimate);
  result->peak_low = edgekit_estimate_get_total_low (estimate);
  result->peak = edgekit_estimate_get_total (estimate);
  result->peak_high = edgekit_estimate_get_total_high (estimate);
  return TRUE;
}

gboolean
logged_tokens_compare (const LoggedRow *row)
{
  return row->tokens > 0 && (row->conversations <= 0 || row->context <= 0 ||
                             fabs (row->conversations * row->context / row->tokens - 1) < 0.03);
}

/* --- Errors ------------------------------------------------------------------- */

void
logged_add_error (GArray *errors, double estimate, double logged)
{
  double error = fabs (estimate / logged - 1);

  if (logged > 0)
    g_array_append_val (errors, error);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

void
logged_sort_errors (GArray *errors)
{
  g_array_sort (errors, compare);
}

LoggedErrors *
logged_collect (GPtrArray *rows, void (*each) (const LoggedRow *row, const LoggedResult *result))
{
  LoggedErrors *self = g_new0 (LoggedErrors, 1);
  GArray **lists[] = { &self->weights, &self->cache, &self->tokens, &self->peaks };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    *lists[i] = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < rows->len; i++)
    {
      const LoggedRow *row = g_ptr_array_index (rows, i);
      LoggedResult result;

      if (!logged_estimate (row, &result))
        {
          self->left_out++;
          continue;
        }
      if (each)
        each (row, &result);
      logged_add_error (self->peaks, result.peak, row->peak);
      self->peaks_inside += row->peak > 0 && row->peak >= result.peak_low && row->peak <= result.peak_high;
      if (row->peak > 0)
        continue;
      logged_add_error (self->weights, result.weights, row->weights);
      logged_add_error (self->cache, result.cache, row->cache);
      if (logged_tokens_compare (row))
        logged_add_error (self->tokens, result.tokens, row->tokens);
      else
        logged_add_error (self->tokens, result.conversations, row->conversations);
    }
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    logged_sort_errors (*lists[i]);
  return self;
}

void
logged_errors_free (LoggedErrors *self)
{
  g_array_unref (self->weights);
  g_array_unref (self->cache);
  g_array_unref (self->tokens);
  g_array_unref (self->peaks);
  g_free (self);
}

double
logged_quantile (GArray *errors, double q)
{
  return errors->len ? g_array_index (errors, double, (guint) (q * (errors->len - 1) + 0.5)) : 0;
}
