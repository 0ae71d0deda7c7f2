/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "edgekit-estimator-private.h"
#include "edgekit-model-source.h"
#include "edgekit-model.h"
#include "logged-buffers.h"
#include "logged.h"
#include "spec.h"

#define MIB 1048576.0

static void
row_free (LoggedBuffers *self)
{
  for (guint i = 0; i < self->n_places; i++)
    g_free (self->places[i].name);
  g_free (self->id);
  g_free (self->engine);
  g_free (self->model);
  g_free (self);
}

/* --- Reading ---------------------------------------------------------------- */

/* Logs were copied by hand: a number may be text, and text a number. NULL: not there. */
static char *
get (JsonObject *object, const char *key)
{
  JsonNode *node = object ? json_object_get_member (object, key) : NULL;
  GType type = node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type == G_TYPE_INVALID)
    return NULL;
  if (type == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "on" : "off");
  return g_strdup_printf ("%.10g", json_node_get_double (node));
}

/* The first number in it, as in "auto(4)". */
static double
get_number (JsonObject *object, const char *key, double otherwise)
{
  g_autofree char *text = get (object, key);
  const char *digits = text ? strpbrk (text, "0123456789") : NULL;

  return digits ? g_ascii_strtod (digits, NULL) : otherwise;
}

static char *
find_word (const char *text, const char *pattern)
{
  g_autoptr(GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  return text && g_regex_match (regex, text, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

static EdgeKitWorkload *
make_workload (JsonObject *settings, JsonObject *reported, gboolean fork)
{
  EdgeKitWorkload *workload = edgekit_workload_new ();
  g_autofree char *fa = get (settings, "fa"), *unified = get (settings, "kv_unified"), *args = get (settings, "args");
  g_autofree char *cache = get (reported, "kv_self"), *k = find_word (cache, "\\((\\w+)\\)"), *v = NULL;
  const double np = get_number (settings, "np", get_number (settings, "n_seq_max", 1));
  const gboolean on = fa && (*fa == '1' || g_str_equal (fa, "on"));

  edgekit_workload_set_preset (workload, EDGEKIT_PRESET_COMPLETION);
  edgekit_workload_set_batch (workload, (gint64) get_number (settings, "n_batch", 2048));
  edgekit_workload_set_ubatch (workload, (gint64) get_number (settings, "n_ubatch", 512));
  edgekit_workload_set_parallel (workload, (gint64) np);
  /* where the log does not tell, the release knew no other way */
  edgekit_workload_set_kv_unified (workload,
                                   g_strcmp0 (unified, "off") == 0 ? EDGEKIT_TRISTATE_NO : EDGEKIT_TRISTATE_YES);
  if (fa && (on || *fa == '0' || g_str_equal (fa, "off")))
    edgekit_workload_set_flash_attention (workload, on ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_NO);
  /* the log of the cache names its types, an option where there is none */
  v = k ? find_word (cache, "V \\((\\w+)\\)") : find_word (args, "-ctv (\\w+)");
  if (!k)
    k = find_word (args, "-ctk (\\w+)");
  if (k)
    edgekit_workload_set_cache_type_k (workload, k);
  if (v || k)
    edgekit_workload_set_cache_type_v (workload, v ? v : k); /* latents have one type */
  edgekit_workload_set_swa_full (workload, fork); /* it keeps every token of the windows, too */
  return workload;
}

/* CUDA0 → 0; main memory has none. */
static int
device_of (const char *name)
{
  static const char *const prefixes[] = { "CUDA", "Vulkan", "ROCm", "MTL", "SYCL" };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (name, prefixes[i]) && g_ascii_isdigit (name[strlen (prefixes[i])]))
      return (int) g_ascii_strtoll (name + strlen (prefixes[i]), NULL, 10);
  return -1;
}

static const char *
backend_of (const char *name)
{
  return g_str_has_prefix (name, "Vulkan") ? "vulkan"
         : g_str_has_prefix (name, "ROCm") ? "hip"
         : g_str_has_prefix (name, "MTL")  ? "metal"
                                           : "cuda";
}

static LoggedPlace *
add_place (LoggedBuffers *self, const char *name)
{
  static const LoggedParts nothing = { -1, -1, -1 };
  LoggedPlace *place = &self->places[self->n_places++];

  place->name = g_strdup (name);
  place->logged = place->estimate = nothing;
  return place;
}

static void
add_to (double *sum, double value)
{
  if (value >= 0)
    *sum = MAX (*sum, 0) + value;
}

static void
take_parts (LoggedParts *parts, JsonObject *buffers)
{
  static const char *const caches[] = { "kv", "rs", "kv_swa", "kv_nonswa", "context" };

  add_to (&parts->weights, get_number (buffers, "model", -1));
  for (guint i = 0; i < G_N_ELEMENTS (caches); i++)
    add_to (&parts->cache, get_number (buffers, caches[i], -1));
  add_to (&parts->compute, get_number (buffers, "compute", -1));
}

/* Main memory first, then the devices in their order. */
static void
take_places (LoggedBuffers *self, JsonObject *buffers)
{
  g_autoptr(GList) names = g_list_sort (json_object_get_members (buffers), (GCompareFunc) g_strcmp0);
  LoggedPlace *host = add_place (self, "host");

  for (GList *l = names; l && !self->why_not; l = l->next)
    {
      const char *name = l->data;
      JsonObject *parts = json_object_get_object_member (buffers, name);

      if (strchr (name, '-'))
        self->why_not = "several devices in one figure";
      else if (g_str_has_suffix (name, "_Split"))
        self->without_weights = "rows of the matrices are divided";
      else if (json_object_has_member (parts, "kv_draft"))
        self->why_not = "a draft model in the same figures";
      else if (device_of (name) < 0)
        take_parts (&host->logged, parts);
      else if (self->n_places == LOGGED_PLACES)
        self->why_not = "too many devices";
      else
        take_parts (&add_place (self, name)->logged, parts);
    }
}

/* --- Models ----------------------------------------------------------------- */

typedef struct
{
  Spec *spec;
  EdgeKitShape *shape;
  gboolean types; /* those of the file that was logged */
} Known;

/* A line of the spec, of a model of which llama-quantize was to make one type: the output, and rows that
 * do not fill a block, get a finer one (src/llama-quant.cpp). */
static char *
retype (const char *line, const char *type)
{
  g_auto(GStrv) words = g_strsplit (line, " ", -1);
  const gboolean matrix = g_strv_length (words) == 3 && !g_str_equal (words[0], "tensors") && strchr (words[1], 'x') &&
                          !g_str_equal (words[2], "F32");
  const char *wanted = type;

  if (!matrix || strstr (words[0], "ffn_gate_inp"))
    return g_strdup (line);
  if (g_str_equal (words[0], "output.weight") && !g_str_equal (type, "Q8_0"))
    wanted = "Q6_K";
  if (g_str_has_suffix (wanted, "_K") && g_ascii_strtoull (words[1], NULL, 10) % 256 != 0)
    wanted = "Q8_0";
  return g_strdup_printf ("%s %s %s", words[0], words[1], wanted);
}

static void
known_free (Known *self)
{
  spec_free (self->spec);
  _edgekit_shape_free (self->shape);
  g_free (self);
}

static Known *
load_known (const char *name, const char *types)
{
  g_autofree char *file = g_strconcat (name, ".spec", NULL), *path = logged_source_path ("models", "specs", file);
  g_autofree char *folder = g_dir_make_tmp ("edgekit-logged-XXXXXX", NULL), *text = NULL;
  g_autofree char *retyped = g_build_filename (folder, file, NULL);
  g_autofree char *gguf = g_build_filename (folder, "model.gguf", NULL);
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (gguf);
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) lines = NULL;
  Known *self = g_new0 (Known, 1);

  self->types = !g_str_equal (types, "-");
  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; self->types && !g_str_equal (types, "spec") && lines[i]; i++)
    {
      char *line = retype (lines[i], types);

      g_free (lines[i]);
      lines[i] = line;
    }
  g_free (text);
  text = g_strjoinv ("\n", lines);
  if (g_file_set_contents (retyped, text, -1, &error) && (self->spec = spec_load (retyped, &error)) &&
      spec_write (self->spec, NULL, gguf, &error))
    model = edgekit_model_source_load (source, NULL, &error);
  if (!model)
    g_error ("%s: %s", name, error->message);
  self->shape = _edgekit_shape_new_for_model (model);
  g_unlink (retyped);
  g_unlink (gguf);
  g_rmdir (folder);
  return self;
}

/* NULL: there is no description of the model. */
static const Known *
find_known (const char *model, const char *quant)
{
  static GHashTable *all = NULL;
  g_autofree char *path = logged_source_path ("preflight", "logged-buffers-models.tsv", NULL), *content = NULL;
  g_auto(GStrv) lines = NULL;

  if (!all)
    all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) known_free);
  if (!g_file_get_contents (path, &content, NULL, NULL))
    g_error ("cannot read %s", path);
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      g_auto(GStrv) f = g_strsplit (lines[i], "\t", -1);
      g_autofree char *key = NULL;

      if (*lines[i] == '#' || g_strv_length (f) != 4 || !strstr (model, f[0]) ||
          !(g_str_equal (f[1], "*") || g_str_has_prefix (quant ? quant : "", f[1])))
        continue;
      key = g_strconcat (f[2], " ", f[3], NULL);
      if (!g_hash_table_contains (all, key))
        g_hash_table_insert (all, g_strdup (key), load_known (f[2], f[3]));
      return g_hash_table_lookup (all, key);
    }
  return NULL;
}

/* --- Asking ----------------------------------------------------------------- */

/* Where the first pattern of --override-tensor that fits puts the tensor; NULL: where it was. */
static char *
overridden (const char *args, const char *tensor)
{
  g_autoptr(GRegex) option = g_regex_new ("(?:-ot|--override-tensor) (\"[^\"]*\"|\\S+)", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  g_regex_match (option, args, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *value = g_strdelimit (g_match_info_fetch (match, 1), "\"", ' ');
      g_auto(GStrv) rules = g_strsplit (g_strstrip (value), ",", -1);

      for (guint i = 0; rules[i]; i++)
        {
          char *place = strrchr (rules[i], '=');

          if (!place)
            continue;
          *place = '\0';
          if (g_regex_match_simple (rules[i], tensor, 0, 0))
            return g_strdup (place + 1);
        }
    }
  return NULL;
}

/* How many layers have their experts in main memory, and in @others the MiB of what a wide pattern
 * ("ffn.*") takes there with them, which --n-cpu-moe leaves. */
static guint64
count_experts_on_host (const char *args, const Spec *spec, double *others)
{
  guint64 n = 0;

  *others = 0;
  for (guint i = 0; args && i < spec->tensors->len; i++)
    {
      const SpecTensor *tensor = g_ptr_array_index (spec->tensors, i);
      g_autofree char *place = overridden (args, tensor->name);

      if (g_strcmp0 (place, "CPU") != 0)
        continue;
      if (strstr (tensor->name, "_exps."))
        n += strstr (tensor->name, "ffn_down_exps") != NULL;
      else
        *others += tensor->size / MIB;
    }
  return n;
}

/* The cache that the devices hold tells how the layers were divided: --tensor-split follows the memory
 * that was free, which the log does not tell. FALSE: it was not logged of each. */
static gboolean
divide_layers (const LoggedBuffers *self, EdgeKitSplit *split, guint64 layers)
{
  double sum = 0;
  guint64 given = 0;
  guint64 repeating = MIN (split->gpu_layers, layers);

  for (guint i = 0; i < split->n_devices; i++)
    sum += MAX (self->places[i + 1].logged.cache, 0);
  if (split->n_devices > 1 && sum <= 0)
    return FALSE;
  for (guint i = 0; i < split->n_devices; i++)
    {
      split->layers_on[i] = i + 1 == split->n_devices
                              ? repeating - given
                              : (guint64) (repeating * MAX (self->places[i + 1].logged.cache, 0) / sum + 0.5);
      given += split->layers_on[i];
    }
  split->layers_on[split->n_devices - 1] += split->gpu_layers - repeating;
  return TRUE;
}

/* Tensors that were moved by hand lie elsewhere than EdgeKit would put as many: only their sum tells. */
static void
join_weights (LoggedBuffers *self)
{
  for (guint i = 2; i < self->n_places; i++)
    {
      add_to (&self->places[1].logged.weights, self->places[i].logged.weights);
      add_to (&self->places[1].estimate.weights, self->places[i].estimate.weights);
      self->places[i].logged.weights = -1;
    }
}

static void
estimate (LoggedBuffers *self, JsonObject *settings, JsonObject *reported, const Known *known, gboolean fork)
{
  const EdgeKitEstimator *estimator = _edgekit_estimator_get ("llama.cpp");
  g_autoptr(EdgeKitWorkload) workload = make_workload (settings, reported, fork);
  g_autofree char *args = get (settings, "args");
  const double layers = known->shape->layers->len;
  EdgeKitSplit split = { 0 };
  g_autofree EdgeKitBill *bill = g_new0 (EdgeKitBill, 1);
  EdgeKitSettings asked;
  const char *why = NULL;
  guint64 low, likely, high;
  double others;

  split.gpu_layers = (guint64) MIN (get_number (settings, "offloaded", get_number (settings, "ngl", layers + 1)),
                                    layers + 1);
  while (split.n_devices + 1 < self->n_places)
    _edgekit_split_add_device (&split, backend_of (self->places[1].name), 0, FALSE);
  split.cpu_expert_layers = count_experts_on_host (args, known->spec, &others);
  if (!divide_layers (self, &split, known->shape->layers->len))
    {
      self->why_not = "the division of the layers was not logged";
      return;
    }
  if (!estimator->get_settings (known->shape, workload, (guint64) get_number (settings, "n_ctx", 0), &asked, &why))
    {
      self->why_not = "llama.cpp refuses such settings now";
      return;
    }
  estimator->price (known->shape, &asked, &split, bill);
  for (guint i = 0; i < self->n_places; i++)
    {
      LoggedParts *parts = &self->places[i].estimate;

      parts->weights = _edgekit_bill_get (bill, i, EDGEKIT_MEMORY_KIND_WEIGHTS) / MIB;
      parts->cache = (_edgekit_bill_get (bill, i, EDGEKIT_MEMORY_KIND_KV_CACHE) +
                      _edgekit_bill_get (bill, i, EDGEKIT_MEMORY_KIND_RECURRENT_STATE)) / MIB;
      parts->compute = _edgekit_bill_get (bill, i, EDGEKIT_MEMORY_KIND_COMPUTE) / MIB;
    }
  _edgekit_bill_sums (bill, 1, &low, &likely, &high);
  self->peak = likely / MIB;
  if (split.gpu_layers > layers && !(args && strstr (args, "-ot")) &&
      self->places[0].logged.weights > self->places[1].logged.weights)
    self->without_weights = "tensors were moved by options that the log does not show";
  if (!known->types)
    self->without_weights = "the types of the tensors are not known";
  if (fork)
    self->without_compute = "ik_llama.cpp builds other graphs";
  if (args && strstr (args, "=CPU"))
    {
      join_weights (self);
      self->places[1].estimate.weights -= others;
      /* what is mapped is told by its place in the file, with all that lies between */
      self->places[0].logged.weights = -1;
    }
}

/* --- Rows --------------------------------------------------------------------- */

static void
take_row (LoggedBuffers *self, JsonObject *object)
{
  JsonObject *settings = json_object_get_object_member (object, "settings");
  JsonObject *reported = json_object_get_object_member (object, "reported");
  g_autofree char *quant = get (object, "quant");
  const gboolean fork = g_str_has_prefix (self->engine, "ik_");
  const Known *known = find_known (self->model, quant);

  self->logged_peak = get_number (reported, "gpu_peak_minus_idle_mib", 0);
  if (json_object_has_member (reported, "per_device_mib"))
    take_places (self, json_object_get_object_member (reported, "per_device_mib"));
  else if (self->logged_peak > 0)
    {
      g_autofree char *backend = get (settings, "backend");

      add_place (self, "host");
      add_place (self, backend ? backend : "GPU");
    }
  else
    self->why_not = "what the engine predicted itself, not what it took";
  if (!self->why_not && self->n_places < 2)
    self->why_not = "no device";
  else if (!self->why_not && !known)
    self->why_not = "no description of the model";
  else if (!self->why_not && !json_object_has_member (settings, "n_ctx"))
    self->why_not = "the context was not logged";
  if (!self->why_not)
    estimate (self, settings, reported, known, fork);
}

GPtrArray *
logged_buffers_load (const char *file)
{
  g_autoptr(GPtrArray) nodes = logged_read_lines (file);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);

  for (guint i = 0; i < nodes->len; i++)
    {
      JsonObject *object = json_node_get_object (g_ptr_array_index (nodes, i));
      g_autofree char *engine = get (object, "engine");
      LoggedBuffers *row;

      if (!engine || !(strstr (engine, "llama") || g_str_equal (engine, "ollama")))
        continue;
      row = g_new0 (LoggedBuffers, 1);
      row->engine = g_steal_pointer (&engine);
      row->id = get (object, "id");
      row->model = get (object, "model");
      take_row (row, object);
      g_ptr_array_add (rows, row);
    }
  return rows;
}

/* --- Errors ------------------------------------------------------------------- */

LoggedBufferErrors *
logged_buffers_collect (GPtrArray *rows)
{
  LoggedBufferErrors *self = g_new0 (LoggedBufferErrors, 1);
  GArray **lists[] = { &self->weights, &self->cache, &self->compute, &self->peaks };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    *lists[i] = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < rows->len; i++)
    {
      const LoggedBuffers *row = g_ptr_array_index (rows, i);

      self->left_out += row->why_not != NULL;
      for (guint p = 0; p < row->n_places && !row->why_not; p++)
        {
          const LoggedPlace *place = &row->places[p];

          if (!row->without_weights)
            logged_add_error (self->weights, place->estimate.weights, place->logged.weights);
          if (!row->without_compute)
            logged_add_error (self->compute, place->estimate.compute, place->logged.compute);
          logged_add_error (self->cache, place->estimate.cache, place->logged.cache);
        }
      if (!row->why_not && !row->without_weights)
        logged_add_error (self->peaks, row->peak, row->logged_peak);
    }
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    logged_sort_errors (*lists[i]);
  return self;
}

void
logged_buffers_errors_free (LoggedBufferErrors *self)
{
  g_array_unref (self->weights);
  g_array_unref (self->cache);
  g_array_unref (self->compute);
  g_array_unref (self->peaks);
  g_free (self);
}
