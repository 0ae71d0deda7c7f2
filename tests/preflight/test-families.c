/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The rows of data/tables/families.ini against the engine: headers of each
 * architecture, and what llama.cpp took for the context of the model. */

#include "config.h"

#include "../model/header.h"
#include "edgekit-llama-private.h"
#include "edgekit-model-loader-private.h"
#include "edgekit-model-private.h"
#include "edgekit-shape-private.h"

static void
put_list (Header *h, const char *key, const char *text)
{
  const gboolean yes_no = *text == 'b';
  g_autofree char *inner = g_strndup (text + 2, strlen (text) - 3);
  g_auto(GStrv) items = g_strsplit (inner, ",", -1);

  put_text (h, key);
  put32 (h, 9);
  put32 (h, yes_no ? 7 : 5);
  put64 (h, g_strv_length (items));
  for (guint i = 0; items[i]; i++)
    {
      const guint8 byte = *items[i] == '1';

      if (yes_no)
        put (h, &byte, 1);
      else
        put32 (h, g_ascii_strtoll (items[i], NULL, 10));
    }
}

static EdgeKitModel *
make_model (const char *architecture, const char *keys)
{
  g_auto(GStrv) pairs = g_strsplit (keys, " ", -1);
  Header h = header_new ();
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GError) error = NULL;
  EdgeKitModel *model;

  put_begin (&h, 3, 0, 1 + g_strv_length (pairs));
  put_key_text (&h, "general.architecture", architecture);
  for (guint i = 0; pairs[i]; i++)
    {
      g_auto(GStrv) pair = g_strsplit (pairs[i], "=", 2);
      g_autofree char *key = g_strconcat (architecture, ".", pair[0], NULL);

      if (strchr (pair[1], '['))
        put_list (&h, key, pair[1]);
      else
        put_key_u32 (&h, key, g_ascii_strtoull (pair[1], NULL, 10));
    }
  put_end (&h, 0);
  stream = g_memory_input_stream_new_from_data (h.bytes->data, h.bytes->len, NULL);
  model = _edgekit_model_load_stream (stream, h.bytes->len, "x.gguf", NULL, &error);
  g_assert_no_error (error);
  g_byte_array_unref (h.bytes);
  return model;
}

/* "4096/512/2/0/on/0" */
static EdgeKitSettings
parse_settings (const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, "/", -1);
  EdgeKitSettings s = { .type_k = "f16", .type_v = "f16" };
  guint64 context = g_ascii_strtoull (parts[0], NULL, 10);

  s.row_k = s.row_v = _edgekit_llama_cache_type ("f16");
  s.ubatch = g_ascii_strtoull (parts[1], NULL, 10);
  s.parallel = g_ascii_strtoull (parts[2], NULL, 10);
  s.unified = *parts[3] == '1';
  s.flash_attention = g_str_equal (parts[4], "on");
  s.swa_full = *parts[5] == '1';
  s.streams = s.unified ? 1 : s.parallel;
  s.cells = context / s.streams; /* both are multiples of 256 */
  return s;
}

static guint64
count_context (EdgeKitModel *model, const EdgeKitSettings *settings)
{
  g_autoptr(EdgeKitShape) shape = _edgekit_shape_new_for_model (model);
  guint64 sum = 0;

  for (guint i = 0; i < shape->layers->len; i++)
    sum += _edgekit_llama_layer_cache (shape, settings, _edgekit_shape_layer (shape, i)) +
           _edgekit_llama_layer_state (settings, _edgekit_shape_layer (shape, i));
  return sum;
}

static void
test_measured (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "preflight", "families.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GHashTable) architectures = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      g_auto(GStrv) columns = NULL;
      g_auto(GStrv) contexts = NULL;
      g_autoptr(EdgeKitModel) model = NULL;

      if (*lines[i] == '#' || !*lines[i])
        continue;
      columns = g_strsplit (lines[i], "\t", -1);
      contexts = g_strsplit (columns[2], " ", -1);
      model = make_model (columns[0], columns[1]);
      g_hash_table_add (architectures, (char *) g_intern_string (columns[0]));
      if (edgekit_model_get_architecture_known (model) != EDGEKIT_TRISTATE_YES)
        g_test_fail_printf ("%s is not known", columns[0]);
      for (guint j = 0; contexts[j]; j++, n++)
        {
          g_auto(GStrv) one = g_strsplit (contexts[j], ":", 2);
          const EdgeKitSettings settings = parse_settings (one[0]);
          guint64 wanted = g_ascii_strtoull (one[1], NULL, 10), counted = count_context (model, &settings);

          if (counted != wanted)
            g_test_fail_printf ("%s, %s: %s: %" G_GUINT64_FORMAT " instead of %" G_GUINT64_FORMAT, columns[0], columns[1],
                                one[0], counted, wanted);
        }
    }
  g_test_message ("%u contexts of %u architectures", n, g_hash_table_size (architectures));
  g_assert_cmpuint (g_hash_table_size (architectures), >=, 130);
  g_assert_cmpuint (n, >=, 1000);
}

/* What no measurement is there for: the sizes are those of the source. */
static void
test_compressed (void)
{
  static const char keys[] = "attention.head_count=4 attention.head_count_kv=1 attention.indexer.key_length=128 "
                             "attention.key_length=512 attention.sliding_window=128 block_count=4 "
                             "embedding_length=256%s";
  static const gint64 extra[] = { 0, 128 + 32, 4, 0 }; /* 512 / 4 and 128 / 4; 512 / 128 */
  g_autofree char *all = g_strdup_printf (keys, " attention.compress_ratios=i[0,4,128,-7]");
  g_autofree char *none = g_strdup_printf (keys, "");
  g_autoptr(EdgeKitModel) model = make_model ("deepseek4", all);
  g_autoptr(EdgeKitModel) without = make_model ("deepseek4", none);
  const EdgeKitSettings settings = parse_settings ("65536/512/1/1/on/0");

  for (guint i = 0; i < G_N_ELEMENTS (extra); i++)
    {
      EdgeKitLayer *layer = _edgekit_model_layer (model, i);

      g_assert_cmpint (layer->attention, ==, EDGEKIT_ATTENTION_KIND_WINDOW);
      g_assert_cmpint (layer->window, ==, 128);
      g_assert_cmpint (layer->value_length, ==, 0);
      g_assert_cmpint (layer->extra_length, ==, extra[i]);
      /* what is not said is taken for the upper bound */
      g_assert_cmpint (_edgekit_model_layer (without, i)->attention, ==, EDGEKIT_ATTENTION_KIND_FULL);
    }
  g_assert_cmpuint (count_context (model, &settings), ==, 4 * 768 * 1024 + 65536 * 2 * (128 + 32 + 4));
}

/* Layers that see an image only keep nothing of the text. */
static void
test_cross_attention (void)
{
  g_autoptr(EdgeKitModel) model =
    make_model ("mllama", "attention.cross_attention_layers=i[1,3] attention.head_count=4 attention.head_count_kv=2 "
                          "block_count=5 embedding_length=256");

  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (_edgekit_model_layer (model, i)->attention, ==,
                     i == 1 || i == 3 ? EDGEKIT_ATTENTION_KIND_NONE : EDGEKIT_ATTENTION_KIND_FULL);
}

/* A family that no row is there for is read by its keys. */
static void
test_unknown (void)
{
  static const struct
  {
    const char *keys;
    const char *kinds; /* f w m n r */
    gint64 extra;
  } cases[] = {
    { "", "ffff", 0 },
    { "attention.sliding_window=1024", "ffff", 0 }, /* which layers, it does not say */
    { "attention.sliding_window=1024 attention.sliding_window_pattern=2", "wfwf", 0 },
    { "attention.sliding_window=1024 attention.sliding_window_pattern=1", "ffff", 0 },
    { "attention.sliding_window=1024 attention.sliding_window_pattern=b[1,0,0,1]", "wffw", 0 },
    { "attention.sliding_window_pattern=b[1,0,0,1]", "ffff", 0 },
    { "attention.shared_kv_layers=1", "fffn", 0 },
    { "nextn_predict_layers=1", "fffn", 0 },
    { "attention.causal=0", "nnnn", 0 },
    { "attention.causal=1", "ffff", 0 },
    { "attention.key_length_mla=192", "mmmm", 0 },
    { "attention.key_length_mla=192 attention.indexer.key_length=64", "mmmm", 64 },
  };
  static const char letters[] = "nfwmrh";

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *keys = g_strstrip (g_strconcat ("attention.head_count=4 attention.head_count_kv=2 block_count=4 "
                                                       "embedding_length=256 ",
                                                       cases[i].keys, NULL));
      g_autoptr(EdgeKitModel) model = make_model ("no-such-design", keys);
      g_autoptr(GString) kinds = g_string_new (NULL);

      for (guint j = 0; j < 4; j++)
        g_string_append_c (kinds, letters[_edgekit_model_layer (model, j)->attention]);
      g_assert_cmpstr (kinds->str, ==, cases[i].kinds);
      g_assert_cmpint (_edgekit_model_layer (model, 0)->extra_length, ==, cases[i].extra);
      g_assert_cmpint (edgekit_model_get_architecture_known (model), ==, EDGEKIT_TRISTATE_NO);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/families/measured", test_measured);
  g_test_add_func ("/families/compressed", test_compressed);
  g_test_add_func ("/families/cross-attention", test_cross_attention);
  g_test_add_func ("/families/unknown", test_unknown);
  return g_test_run ();
}
