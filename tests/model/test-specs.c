/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Every published shape is written as a GGUF file by tests/models/spec.c, which
 * knows nothing of the library, and read back. The layers are compared with
 * those that llama.cpp's memory was measured on (layers.tsv). */

#include "config.h"

#include <glib/gstdio.h>

#include "edgekit-enum-types.h"
#include "edgekit-model-private.h"
#include "edgekit-model-source.h"
#include "edgekit-note.h"
#include "round-trip.h"
#include "spec.h"

/* What a model is wanted to say of its layers. */
typedef struct
{
  gint64 experts_used;
  gint64 kv_lora_rank;
  gint64 rope_dimension;
  GArray *layers; /* Wanted */
} Shape;

typedef struct
{
  int kind;
  gint64 heads, kv_heads, key_length, value_length, window, state_size;
} Wanted;

static GHashTable *shapes;
static char *folder;

static guint64
key_number (const Spec *spec, const char *architecture, const char *key)
{
  g_autofree char *full = g_strconcat (architecture, key, NULL);
  const char *value = spec_get_key (spec, full);

  return value ? g_ascii_strtoull (value, NULL, 10) : 0;
}

static EdgeKitModel *
load (const char *path)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (path);
  g_autoptr(GError) error = NULL;
  EdgeKitModel *model = edgekit_model_source_load (source, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (model);
  return model;
}

static EdgeKitModel *
write_and_load (const Spec *spec, const SpecOptions *options, const char *name, guint64 *size)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.gguf", folder, name);
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) model = NULL;
  GStatBuf info;

  spec_write (spec, options, path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  *size = info.st_size;
  model = load (path);
  g_assert_cmpint (g_unlink (path), ==, 0);
  return g_steal_pointer (&model);
}

static Spec *
load_spec (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".spec", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("EDGEKIT_TEST_SOURCE_ROOT"), "tests", "models", "specs", file,
                                            NULL);
  g_autoptr(GError) error = NULL;
  Spec *spec = spec_load (path, &error);

  g_assert_no_error (error);
  return spec;
}

static void
check_tensors (EdgeKitModel *model, const Spec *spec)
{
  GListModel *tensors = edgekit_model_get_tensors (model);
  gint64 end = -1;

  g_assert_cmpuint (g_list_model_get_n_items (tensors), ==, spec->tensors->len);
  for (guint i = 0; i < spec->tensors->len; i++)
    {
      g_autoptr(EdgeKitTensor) tensor = g_list_model_get_item (tensors, i);
      const SpecTensor *wanted = g_ptr_array_index (spec->tensors, i);

      g_assert_cmpstr (edgekit_tensor_get_name (tensor), ==, wanted->name);
      g_assert_cmpstr (edgekit_tensor_get_tensor_type (tensor), ==, wanted->type);
      g_assert_cmpint (edgekit_tensor_get_elements (tensor), ==, wanted->elements);
      g_assert_cmpint (edgekit_tensor_get_size (tensor), ==, wanted->size);
      g_assert_cmpint (edgekit_tensor_get_offset (tensor) % 32, ==, 0);
      g_assert_cmpint (edgekit_tensor_get_offset (tensor), >=, end);
      end = edgekit_tensor_get_offset (tensor) + edgekit_tensor_get_size (tensor);
    }
}

static void
check_facts (EdgeKitModel *model, const Spec *spec, guint64 size)
{
  const char *architecture = spec_get_key (spec, "general.architecture");
  guint64 experts = key_number (spec, architecture, ".expert_count");

  g_assert_cmpstr (edgekit_model_get_format (model), ==, "gguf");
  g_assert_cmpstr (edgekit_model_get_architecture (model), ==, architecture);
  g_assert_cmpstr (edgekit_model_get_name (model), ==, spec_get_key (spec, "general.name"));
  g_assert_cmpint (edgekit_model_get_parameters (model), ==, spec->parameters);
  g_assert_cmpint (edgekit_model_get_weights_size (model), ==, spec->weights_size);
  g_assert_cmpint (edgekit_model_get_file_size (model), ==, size);
  g_assert_cmpint (edgekit_model_get_n_layers (model), ==, key_number (spec, architecture, ".block_count"));
  g_assert_cmpint (edgekit_model_get_embedding_length (model), ==, key_number (spec, architecture, ".embedding_length"));
  g_assert_cmpint (edgekit_model_get_context_length (model), ==, key_number (spec, architecture, ".context_length"));
  g_assert_cmpint (edgekit_model_get_vocabulary_size (model), ==, spec->vocabulary_size);
  g_assert_cmpint (edgekit_model_get_experts (model), ==, experts ? (gint64) experts : EDGEKIT_UNKNOWN);
  if (experts)
    g_assert_cmpint (edgekit_model_get_active_parameters (model), <, spec->parameters);
  else
    g_assert_cmpint (edgekit_model_get_active_parameters (model), ==, spec->parameters);
  g_assert_cmpfloat_with_epsilon (edgekit_model_get_bits_per_weight (model),
                                  8.0 * spec->weights_size / spec->parameters, 1e-9);
  /* the description only */
  g_assert_cmpint (edgekit_model_get_bytes_read (model), <=, 24 * 1024 * 1024);
}

static gint64
number (const char *text)
{
  return g_ascii_strtoll (text, NULL, 10);
}

static void
add_layers (Shape *shape, char **c)
{
  g_autoptr(GTypeClass) kinds = g_type_class_ref (EDGEKIT_TYPE_ATTENTION_KIND);
  g_auto(GStrv) ranges = g_strsplit (c[1], ",", -1);

  for (guint r = 0; ranges[r]; r++)
    {
      const char *dash = strchr (ranges[r], '-');
      const gint64 first = number (ranges[r]), last = dash ? number (dash + 1) : first;

      for (gint64 i = first; i <= last; i++)
        g_array_index (shape->layers, Wanted, i) = (Wanted) {
          g_enum_get_value_by_nick (G_ENUM_CLASS (kinds), c[2])->value, number (c[3]), number (c[4]), number (c[5]),
          number (c[6]), number (c[7]), number (c[8])
        };
    }
}

static void
free_shape (gpointer data)
{
  Shape *shape = data;

  g_array_unref (shape->layers);
  g_free (shape);
}

static GHashTable *
load_shapes (void)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_shape);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "model", "layers.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;
  Shape *shape = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      g_auto(GStrv) c = g_strsplit (lines[i], "\t", -1);

      if (!c[0] || *c[0] == '#')
        continue;
      if (g_str_equal (c[0], "model"))
        {
          shape = g_new0 (Shape, 1);
          shape->experts_used = number (c[5]);
          shape->kv_lora_rank = number (c[6]);
          shape->rope_dimension = number (c[7]);
          shape->layers = g_array_new (FALSE, TRUE, sizeof (Wanted));
          g_array_set_size (shape->layers, number (c[8]));
          g_hash_table_insert (table, g_strdup (c[1]), shape);
        }
      else if (shape)
        add_layers (shape, c);
    }
  return table;
}

static void
check_layers (EdgeKitModel *model, const Shape *shape)
{
  GListModel *layers = edgekit_model_get_layers (model);

  g_assert_cmpuint (g_list_model_get_n_items (layers), ==, shape->layers->len);
  g_assert_cmpint (MAX (edgekit_model_get_kv_lora_rank (model), 0), ==, shape->kv_lora_rank);
  g_assert_cmpint (MAX (edgekit_model_get_rope_dimension (model), 0), ==, shape->rope_dimension);
  g_assert_cmpint (MAX (edgekit_model_get_experts_used (model), 0), ==, shape->experts_used);
  for (guint i = 0; i < shape->layers->len; i++)
    {
      g_autoptr(EdgeKitLayer) layer = g_list_model_get_item (layers, i);
      const Wanted *wanted = &g_array_index (shape->layers, Wanted, i);

      g_assert_cmpint (edgekit_layer_get_index (layer), ==, i);
      g_assert_cmpint (edgekit_layer_get_attention (layer), ==,
                       layer->extra ? EDGEKIT_ATTENTION_KIND_NONE : wanted->kind);
      g_assert_cmpint (edgekit_layer_get_heads (layer), ==, wanted->heads);
      g_assert_cmpint (edgekit_layer_get_kv_heads (layer), ==, wanted->kv_heads);
      g_assert_cmpint (edgekit_layer_get_key_length (layer), ==, wanted->key_length);
      g_assert_cmpint (edgekit_layer_get_value_length (layer), ==, wanted->value_length);
      g_assert_cmpint (edgekit_layer_get_state_size (layer), ==, wanted->state_size);
      if (wanted->kind == EDGEKIT_ATTENTION_KIND_WINDOW)
        g_assert_cmpint (edgekit_layer_get_window (layer), ==, wanted->window);
      if (wanted->kind == EDGEKIT_ATTENTION_KIND_FULL)
        g_assert_cmpint (edgekit_layer_get_window (layer), ==, 0);
      g_assert_cmpint (edgekit_layer_get_weights_size (layer), >, 0);
    }
}

/* Each parameter has one role, and those that count most are known. */
static void
check_roles (EdgeKitModel *model)
{
  gint64 sum = 0;

  for (int role = EDGEKIT_TENSOR_ROLE_OTHER; role <= EDGEKIT_TENSOR_ROLE_DRAFT; role++)
    sum += edgekit_model_get_role_parameters (model, role);
  g_assert_cmpint (sum, ==, edgekit_model_get_parameters (model));
  g_assert_cmpint (edgekit_model_get_role_parameters (model, EDGEKIT_TENSOR_ROLE_EMBEDDING), >, 0);
  g_assert_cmpint (edgekit_model_get_role_parameters (model, EDGEKIT_TENSOR_ROLE_EXPERTS) > 0, ==,
                   edgekit_model_get_experts (model) > 0);
  /* what stays over is small: scales, mixing coefficients */
  g_assert_cmpint (edgekit_model_get_role_parameters (model, EDGEKIT_TENSOR_ROLE_OTHER), <, sum / 50);
}

static void
test_spec (gconstpointer data)
{
  const char *name = data;
  g_autoptr(Spec) spec = load_spec (name);
  const Shape *shape = g_hash_table_lookup (shapes, name);
  g_autoptr(EdgeKitModel) model = NULL;
  guint64 size;

  model = write_and_load (spec, NULL, name, &size);
  check_facts (model, spec, size);
  check_tensors (model, spec);
  check_round_trip (model);
  check_roles (model);
  g_assert_nonnull (shape);
  check_layers (model, shape);
  g_assert_cmpint (edgekit_model_get_architecture_known (model), ==, EDGEKIT_TRISTATE_YES);
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_notes (model)), ==, 0);
}

static void
test_unknown_architecture (void)
{
  static const EdgeKitAttentionKind kinds[] = { EDGEKIT_ATTENTION_KIND_FULL, EDGEKIT_ATTENTION_KIND_RECURRENT,
                                                EDGEKIT_ATTENTION_KIND_HYBRID, EDGEKIT_ATTENTION_KIND_FULL };
  g_autoptr(Spec) spec = load_spec ("novel-1b");
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(EdgeKitNote) note = NULL;
  g_autoptr(EdgeKitLayer) last = NULL;
  guint64 size;

  model = write_and_load (spec, NULL, "novel", &size);
  check_facts (model, spec, size);
  check_tensors (model, spec);
  check_round_trip (model);
  g_assert_cmpint (edgekit_model_get_architecture_known (model), ==, EDGEKIT_TRISTATE_NO);
  note = g_list_model_get_item (edgekit_model_get_notes (model), 0);
  g_assert_cmpstr (edgekit_note_get_code (note), ==, "architecture-unknown");
  g_assert_nonnull (strstr (edgekit_note_get_message (note), "edgekit-novel"));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(EdgeKitLayer) layer = g_list_model_get_item (edgekit_model_get_layers (model), i);

      g_assert_cmpint (edgekit_layer_get_attention (layer), ==, kinds[i]);
      g_assert_cmpint (edgekit_layer_get_state_size (layer) > 0, ==, i == 1 || i == 2);
    }
  last = g_list_model_get_item (edgekit_model_get_layers (model), 3);
  g_assert_cmpint (edgekit_layer_get_experts (last), ==, 8);
  g_assert_cmpint (edgekit_layer_get_feed_forward_length (last), ==, 512);
}

static void
test_roles (void)
{
  static const struct
  {
    const char *name;
    EdgeKitTensorRole role;
    gint64 parameters;
  } known[] = {
    { "llama-3.1-8b", EDGEKIT_TENSOR_ROLE_EMBEDDING, 128256 * 4096 },
    { "llama-3.1-8b", EDGEKIT_TENSOR_ROLE_OUTPUT, 128256 * 4096 },
    { "llama-3.1-8b", EDGEKIT_TENSOR_ROLE_ATTENTION, 32 * (2 * 4096 * 4096 + 2 * 4096 * 1024) },
    { "llama-3.1-8b", EDGEKIT_TENSOR_ROLE_FEED_FORWARD, G_GINT64_CONSTANT (32) * 3 * 4096 * 14336 },
    { "llama-3.1-8b", EDGEKIT_TENSOR_ROLE_NORM, 65 * 4096 },
    { "qwen3-30b-a3b", EDGEKIT_TENSOR_ROLE_EXPERTS, G_GINT64_CONSTANT (48) * 128 * 3 * 2048 * 768 },
    { "qwen3-30b-a3b", EDGEKIT_TENSOR_ROLE_FEED_FORWARD, 48 * 2048 * 128 }, /* the routers */
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autoptr(Spec) spec = load_spec (known[i].name);
      guint64 size;
      g_autoptr(EdgeKitModel) model = write_and_load (spec, NULL, "roles", &size);

      g_assert_cmpint (edgekit_model_get_role_parameters (model, known[i].role), ==, known[i].parameters);
    }
}

static void
test_version_and_order (void)
{
  g_autoptr(Spec) spec = load_spec ("openelm-270m");
  const Shape *shape = g_hash_table_lookup (shapes, "openelm-270m");

  for (guint32 version = 1; version <= 3; version++)
    for (guint big = 0; big < 2; big++)
      {
        const SpecOptions options = { version, big };
        guint64 size;
        g_autoptr(EdgeKitModel) model = write_and_load (spec, &options, "order", &size);

        check_facts (model, spec, size);
        check_tensors (model, spec);
        check_layers (model, shape);
        g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_notes (model)), ==, big);
      }
}

static void
test_keys (void)
{
  g_autoptr(Spec) spec = load_spec ("lfm2-1.2b");
  g_autoptr(EdgeKitModel) model = NULL;
  const gint64 *heads;
  guint64 size;
  guint n;

  model = write_and_load (spec, NULL, "keys", &size);
  g_assert_cmpint (_edgekit_model_get_int (model, ".block_count", -7), ==, 16);
  g_assert_cmpint (_edgekit_model_get_int (model, "lfm2.block_count", -7), ==, 16);
  g_assert_cmpint (_edgekit_model_get_int (model, ".no_such_key", -7), ==, -7);
  g_assert_cmpint (_edgekit_model_get_int (model, "general.name", -7), ==, -7);
  g_assert_cmpfloat (_edgekit_model_get_double (model, ".rope.freq_base", 0), ==, 1000000);
  g_assert_cmpstr (_edgekit_model_get_string (model, "general.architecture"), ==, "lfm2");
  g_assert_null (_edgekit_model_get_string (model, ".block_count"));
  heads = _edgekit_model_get_ints (model, ".attention.head_count_kv", &n);
  g_assert_cmpuint (n, ==, 16);
  g_assert_cmpint (heads[2], ==, 8);
  g_assert_cmpint (_edgekit_model_get_nth (model, ".attention.head_count_kv", 3, -7), ==, 0);
  g_assert_cmpint (_edgekit_model_get_nth (model, ".attention.head_count_kv", 99, -7), ==, -7);
  g_assert_cmpint (_edgekit_model_get_nth (model, ".attention.head_count", 3, -7), ==, 32);
  /* of a vocabulary only the length is kept */
  g_assert_cmpint (_edgekit_model_lookup (model, "tokenizer.ggml.tokens")->type, ==, EDGEKIT_META_SKIPPED);
  g_assert_cmpuint (_edgekit_model_lookup (model, "tokenizer.ggml.tokens")->length, ==, 65536);
}

int
main (int argc, char **argv)
{
  GHashTableIter iter;
  const char *name;
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  shapes = load_shapes ();
  folder = g_dir_make_tmp ("edgekit-specs-XXXXXX", NULL);
  g_hash_table_iter_init (&iter, shapes);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, NULL))
    {
      g_autofree char *path = g_strconcat ("/model/spec/", name, NULL);

      g_test_add_data_func (path, name, test_spec);
    }
  g_test_add_func ("/model/unknown-architecture", test_unknown_architecture);
  g_test_add_func ("/model/version-and-order", test_version_and_order);
  g_test_add_func ("/model/parameters-by-role", test_roles);
  g_test_add_func ("/model/keys", test_keys);
  status = g_test_run ();
  g_hash_table_unref (shapes);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
