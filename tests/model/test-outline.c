/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The headers that are written from records of the catalogue are those of real files. */

#include <math.h>
#include <string.h>

#include "edgekit-model.h"
#include "edgekit-json-private.h"
#include "edgekit-outline-private.h"

static JsonNode *
load (void)
{
  g_autoptr(GBytes) bytes = g_resources_lookup_data ("/org/edgekit/catalogue.json", 0, NULL);
  g_autoptr(GError) error = NULL;
  JsonNode *root;

  g_assert_nonnull (bytes);
  root = _edgekit_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), 4 << 20, 0, "catalogue", &error);
  g_assert_no_error (error);
  return root;
}

static JsonArray *
records (JsonNode *root)
{
  return json_object_get_array_member (json_node_get_object (root), "models");
}

/* Parameters are counted from the tensors, and the record states how many there are. */
static void
test_parameters (void)
{
  g_autoptr(JsonNode) root = load ();
  JsonArray *models = records (root);

  g_assert_cmpuint (json_array_get_length (models), >, 150);
  for (guint i = 0; i < json_array_get_length (models); i++)
    {
      JsonObject *record = json_array_get_object_element (models, i);
      const char *id = json_object_get_string_member (record, "id");
      JsonObject *parameters = json_object_get_object_member (record, "parameters");
      gint64 wanted = json_object_get_int_member (parameters, "total");
      gint64 active = json_object_get_int_member (parameters, "active");
      g_autoptr(GError) error = NULL;
      g_autoptr(EdgeKitModel) model = _edgekit_outline_make_model (record, "Q4_K_M", &error);
      double off;

      g_assert_no_error (error);
      off = fabs ((double) (edgekit_model_get_parameters (model) - wanted) / wanted);
      if (off > 0.005)
        g_test_message ("%s: %.4f %% of %" G_GINT64_FORMAT " parameters", id, 100 * off, wanted);
      g_assert_cmpfloat (off, <=, 0.005);
      off = fabs ((double) (edgekit_model_get_active_parameters (model) - active) / active);
      if (off > 0.02)
        g_test_message ("%s: %" G_GINT64_FORMAT " active parameters, %" G_GINT64_FORMAT " stated", id,
                        edgekit_model_get_active_parameters (model), active);
      g_assert_cmpstr (edgekit_model_get_format (model), ==, "gguf");
      g_assert_cmpint (edgekit_model_get_n_layers (model), ==, json_object_get_int_member (record, "layers"));
    }
}

/* Files that were made in another way than today's llama-quantize would: two store the output that their model
 * shares with the embedding, and small mixes of earlier years took other types than they take now. */
static gboolean
is_made_differently (const char *id, const char *mix)
{
  if (g_str_equal (id, "qwen2.5-1.5b") || g_str_equal (id, "qwen2.5-3b"))
    return TRUE;
  return (g_str_has_prefix (mix, "Q2_K") || g_str_has_prefix (mix, "Q3_K")) &&
         (g_str_equal (id, "gpt-oss-20b") || g_str_equal (id, "phi-3.5-mini") || g_str_equal (id, "starcoder2-3b"));
}

/* What the catalogue says of a download is what the download weighs: files as they were published, whose sizes
 * have their headers in them. */
static void
test_sizes (void)
{
  g_autoptr(JsonNode) root = load ();
  JsonArray *models = records (root);
  guint compared = 0, near = 0;

  for (guint i = 0; i < json_array_get_length (models); i++)
    {
      JsonObject *record = json_array_get_object_element (models, i);
      const char *id = json_object_get_string_member (record, "id");
      g_autoptr(GList) mixes = NULL;
      JsonObject *sizes;

      if (!json_object_has_member (record, "gguf_sizes"))
        continue;
      sizes = json_object_get_object_member (record, "gguf_sizes");
      mixes = json_object_get_members (sizes);
      for (GList *mix = mixes; mix; mix = mix->next)
        {
          gint64 wanted = json_object_get_int_member (sizes, mix->data);
          g_autoptr(EdgeKitModel) model = NULL;
          double off;

          if (!_edgekit_mix_exists (mix->data))
            continue;
          model = _edgekit_outline_make_model (record, mix->data, NULL);
          off = (double) (edgekit_model_get_weights_size (model) - wanted) / wanted;
          if (fabs (off) > 0.012)
            g_test_message ("%s %s: %+.3f %%", id, (char *) mix->data, 100 * off);
          g_assert_cmpfloat (fabs (off), <=, 0.14);
          if (is_made_differently (id, mix->data))
            continue;
          g_assert_cmpfloat (fabs (off), <=, 0.02);
          compared++;
          near += fabs (off) <= 0.012;
        }
    }
  g_assert_cmpuint (compared, >, 50);
  g_assert_cmpuint (10 * near, >=, 9 * compared);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outline/parameters", test_parameters);
  g_test_add_func ("/outline/sizes", test_sizes);
  return g_test_run ();
}
