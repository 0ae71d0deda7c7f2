/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Models of Hugging Face and MLX as they are published: tests/models/hf-spec.c,
 * which knows nothing of the library, writes each as a folder, and what is read
 * back must be what the spec expects. */

#include "config.h"

#include <string.h>

#include "../remove-tree.h"
#include "edgekit-enum-types.h"
#include "edgekit-model-private.h"
#include "edgekit-model-source.h"
#include "edgekit-note.h"
#include "hf-spec.h"
#include "round-trip.h"

static char *specs;

static HfSpec *
load_spec (const char *name)
{
  g_autofree char *path = g_build_filename (specs, name, NULL);
  g_autoptr(GError) error = NULL;
  HfSpec *spec = hf_spec_load (path, &error);

  g_assert_no_error (error);
  return spec;
}

static EdgeKitModel *
load (const char *location)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (location);
  g_autoptr(GError) error = NULL;
  EdgeKitModel *model = edgekit_model_source_load (source, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (model);
  return model;
}

/* --- What is compared ------------------------------------------------------- */

/* "full*3 window": how often a word follows itself. */
static char *
shorten (GPtrArray *words)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < words->len;)
    {
      const char *word = g_ptr_array_index (words, i);
      guint n = 1;

      while (i + n < words->len && g_str_equal (word, g_ptr_array_index (words, i + n)))
        n++;
      g_string_append_printf (text, "%s%s", i ? " " : "", word);
      if (n > 1)
        g_string_append_printf (text, "*%u", n);
      i += n;
    }
  return g_string_free (text, FALSE);
}

static char *
of_layers (EdgeKitModel *model, gint64 (*get) (EdgeKitLayer *))
{
  GListModel *layers = edgekit_model_get_layers (model);
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (layers); i++)
    g_ptr_array_add (words, g_strdup_printf ("%" G_GINT64_FORMAT, get (_edgekit_model_layer (model, i))));
  return shorten (words);
}

static char *
of_kinds (EdgeKitModel *model)
{
  g_autoptr(GTypeClass) kinds = g_type_class_ref (EDGEKIT_TYPE_ATTENTION_KIND);
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (edgekit_model_get_layers (model)); i++)
    g_ptr_array_add (words, g_strdup (g_enum_get_value (G_ENUM_CLASS (kinds),
                                                        _edgekit_model_layer (model, i)->attention)->value_nick));
  return shorten (words);
}

static const struct
{
  const char *name;
  gint64 (*get) (EdgeKitModel *);
} numbers[] = {
  { "layers", edgekit_model_get_n_layers },
  { "embedding", edgekit_model_get_embedding_length },
  { "vocabulary", edgekit_model_get_vocabulary_size },
  { "context", edgekit_model_get_context_length },
  { "window", edgekit_model_get_window },
  { "rope", edgekit_model_get_rope_dimension },
  { "kv_lora_rank", edgekit_model_get_kv_lora_rank },
  { "experts", edgekit_model_get_experts },
  { "experts_used", edgekit_model_get_experts_used },
  { "exact", edgekit_model_get_parameters },
  { "active", edgekit_model_get_active_parameters },
  { "weights", edgekit_model_get_weights_size },
};

static const struct
{
  const char *name;
  const char *(*get) (EdgeKitModel *);
} texts[] = {
  { "format", edgekit_model_get_format },
  { "architecture", edgekit_model_get_architecture },
  { "quantization", edgekit_model_get_quantization },
  { "rope_scaling", edgekit_model_get_rope_scaling },
};

static const struct
{
  const char *name;
  gint64 (*get) (EdgeKitLayer *);
} columns[] = {
  { "heads", edgekit_layer_get_heads },      { "kv_heads", edgekit_layer_get_kv_heads },
  { "key", edgekit_layer_get_key_length },   { "value", edgekit_layer_get_value_length },
  { "state", edgekit_layer_get_state_size },
};

static char *
get_fact (EdgeKitModel *model, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (g_str_equal (numbers[i].name, name))
      return g_strdup_printf ("%" G_GINT64_FORMAT, numbers[i].get (model));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (texts[i].name, name))
      return g_strdup (texts[i].get (model));
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (g_str_equal (columns[i].name, name))
      return of_layers (model, columns[i].get);
  if (g_str_equal (name, "attention"))
    return of_kinds (model);
  if (g_str_equal (name, "bits"))
    return g_strdup_printf ("%.4f", edgekit_model_get_bits_per_weight (model));
  g_error ("no such fact: %s", name);
}

static void
check_facts (EdgeKitModel *model, const HfSpec *spec)
{
  GHashTableIter iter;
  const char *name, *wanted;

  g_hash_table_iter_init (&iter, spec->expect);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &wanted))
    {
      g_autofree char *fact = get_fact (model, name);

      if (g_strcmp0 (fact, wanted) != 0)
        g_test_fail_printf ("%s is %s, not %s", name, fact, wanted);
    }
  /* as published */
  g_assert_cmpfloat_with_epsilon (edgekit_model_get_parameters (model), spec->parameters, 0.005 * spec->parameters);
  g_assert_cmpfloat_with_epsilon (edgekit_model_get_bits_per_weight (model),
                                  8.0 * edgekit_model_get_weights_size (model) / edgekit_model_get_parameters (model),
                                  1e-9);
  g_assert_cmpint (edgekit_model_get_architecture_known (model), ==, EDGEKIT_TRISTATE_YES);
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_layers (model)), ==,
                    edgekit_model_get_n_layers (model));
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_notes (model)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_files (model)), ==, spec->n_files);
}

static void
check_tensors (EdgeKitModel *model, const HfSpec *spec)
{
  GListModel *tensors = edgekit_model_get_tensors (model);

  g_assert_cmpuint (g_list_model_get_n_items (tensors), ==, spec->tensors->len);
  for (guint i = 0; i < spec->tensors->len; i++)
    {
      EdgeKitTensor *tensor = _edgekit_model_tensor (model, i);
      const HfTensor *wanted = g_ptr_array_index (spec->tensors, i);

      g_assert_cmpstr (tensor->name, ==, wanted->name);
      g_assert_cmpstr (tensor->tensor_type, ==, wanted->type);
      g_assert_cmpint (tensor->elements, ==, wanted->elements);
      g_assert_cmpint (tensor->size, ==, wanted->size);
      g_assert_cmpuint (tensor->n_dims, ==, wanted->n_dims);
      for (guint j = 0; j < wanted->n_dims; j++)
        g_assert_cmpuint (tensor->dims[wanted->n_dims - 1 - j], ==, wanted->dims[j]);
    }
}

static void
test_spec (gconstpointer data)
{
  g_autoptr(HfSpec) spec = load_spec (data);
  g_autofree char *folder = g_dir_make_tmp ("edgekit-hf-XXXXXX", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) model = NULL;

  g_assert_true (hf_spec_write (spec, folder, &error));
  g_assert_no_error (error);
  model = load (folder);
  check_facts (model, spec);
  check_tensors (model, spec);
  if (spec->tensors->len < 5000) /* the others take long, and hold nothing else */
    check_round_trip (model);
  remove_tree (folder);
}

int
main (int argc, char **argv)
{
  g_autoptr(GDir) dir = NULL;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  specs = g_build_filename (g_getenv ("EDGEKIT_TEST_SOURCE_ROOT"), "tests", "models", "hf", NULL);
  dir = g_dir_open (specs, 0, NULL);
  while ((name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".spec"))
      g_ptr_array_add (names, g_strdup (name));
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_strconcat ("/hf/", g_ptr_array_index (names, i), NULL);

      g_test_add_data_func (path, g_ptr_array_index (names, i), test_spec);
    }
  status = g_test_run ();
  g_free (specs);
  return status;
}
