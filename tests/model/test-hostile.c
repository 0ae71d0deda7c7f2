/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Every length of a header set to every number that has broken a parser before,
 * every byte of it cut off and turned, and every key of a type that it should
 * not have: a sentence or a model that makes sense, and no memory to speak of. */

#include "config.h"

#include <sys/resource.h>

#include "edgekit-enum-types.h"
#include "read-header.h"

#define ALIGNMENT 32

/* A header in which each field that is a length, a count, a dimension or an
 * offset is written down. */
typedef struct
{
  Header h;
  GArray *places; /* guint */
  guint32 version;
} Marked;

static void
mark (Marked *m)
{
  g_array_append_val (m->places, m->h.bytes->len);
}

static void
put_marked (Marked *m, guint64 value)
{
  mark (m);
  if (m->version == 1)
    put32 (&m->h, value);
  else
    put64 (&m->h, value);
}

static void
put_marked_text (Marked *m, const char *text)
{
  put_marked (m, strlen (text));
  put (&m->h, text, strlen (text));
}

static void
put_marked_array (Marked *m, const char *key, guint32 type, guint n, gsize size)
{
  static const guint8 zeros[8] = { 0 };

  put_marked_text (m, key);
  put32 (&m->h, 9);
  put32 (&m->h, type);
  put_marked (m, n);
  for (guint i = 0; i < n; i++)
    if (type == 8)
      put_marked_text (m, "token");
    else
      put (&m->h, zeros, size);
}

static void
put_marked_number (Marked *m, const char *key, guint32 value)
{
  put_marked_text (m, key);
  put32 (&m->h, 4);
  mark (m);
  put32 (&m->h, value);
}

/* Takes no more than some 700 bytes, so that each can be tried with each. */
static void
marked_make (Marked *m, guint32 version)
{
  static const guint64 dims[] = { 64, 2 };

  *m = (Marked) { header_new (), g_array_new (FALSE, FALSE, sizeof (guint)), version };
  put (&m->h, "GGUF", 4);
  put32 (&m->h, version);
  put_marked (m, 2);
  put_marked (m, 8);
  put_marked_text (m, "general.architecture");
  put32 (&m->h, 8);
  put_marked_text (m, "llama");
  put_marked_number (m, "llama.block_count", 2);
  put_marked_number (m, "llama.attention.head_count", 4);
  put_marked_number (m, "general.alignment", ALIGNMENT);
  put_marked_array (m, "tokenizer.ggml.tokens", 8, 3, 0);
  put_marked_array (m, "tokenizer.ggml.scores", 6, 3, 4);
  put_marked_array (m, "llama.attention.head_count_kv", 5, 2, 4);
  put_marked_array (m, "llama.nested", 9, 0, 0);
  for (guint i = 0; i < 2; i++)
    {
      put_marked_text (m, i ? "blk.1.attn_k.weight" : "blk.0.attn_k.weight");
      mark (m);
      put32 (&m->h, 2);
      put_marked (m, dims[0]);
      put_marked (m, dims[1]);
      put32 (&m->h, 0);
      mark (m);
      put64 (&m->h, i * 512);
    }
  put_end (&m->h, 1024);
}

static void
marked_clear (Marked *m)
{
  g_byte_array_unref (m->h.bytes);
  g_array_unref (m->places);
}

/* Whatever it is, it is a sentence or it makes sense. */
static void
judge (const guint8 *bytes, gsize length)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) model = read_bytes (bytes, length, &error);

  g_assert_true ((model == NULL) == (error != NULL));
  if (error)
    {
      g_assert_true (error->domain == EDGEKIT_ERROR);
      g_assert_true (g_str_has_prefix (error->message, "x.gguf: "));
      g_assert_null (strpbrk (error->message, "\n\r"));
      g_assert_cmpuint (strlen (error->message), <, 300);
      return;
    }
  g_assert_cmpint (edgekit_model_get_weights_size (model), >=, 0);
  g_assert_cmpint (edgekit_model_get_parameters (model), >=, EDGEKIT_UNKNOWN);
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_layers (model)), <=, 4096);
}

static void
check_peak (const char *what)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  g_test_message ("%s: peak %ld KiB", what, usage.ru_maxrss);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  g_assert_cmpint (usage.ru_maxrss, <, 64 * 1024);
#endif
}

static void
test_lengths (void)
{
  static const guint64 numbers[] = { 0,
                                     1,
                                     2,
                                     G_MAXINT32,
                                     G_GUINT64_CONSTANT (1) << 31,
                                     G_MAXUINT32,
                                     G_GUINT64_CONSTANT (1) << 32,
                                     G_GUINT64_CONSTANT (1) << 60,
                                     G_GUINT64_CONSTANT (1) << 61, /* times 8 it is 0 */
                                     G_GUINT64_CONSTANT (1) << 62,
                                     G_GUINT64_CONSTANT (1) << 63,
                                     (G_GUINT64_CONSTANT (1) << 63) + ALIGNMENT,
                                     G_MAXUINT64 - ALIGNMENT + 1,
                                     G_MAXUINT64 };

  for (guint32 version = 1; version <= 3; version++)
    {
      Marked m;

      marked_make (&m, version);
      g_assert_cmpuint (m.places->len, ==, 31);
      for (guint i = 0; i < m.places->len; i++)
        for (guint j = 0; j < G_N_ELEMENTS (numbers); j++)
          for (guint size = 4; size <= 8; size += 4)
            {
              guint64 value = GUINT64_TO_LE (numbers[j]);
              g_autofree guint8 *bytes = g_memdup2 (m.h.bytes->data, m.h.bytes->len);

              memcpy (bytes + g_array_index (m.places, guint, i), &value, size);
              judge (bytes, m.h.bytes->len);
            }
      marked_clear (&m);
    }
  check_peak ("lengths");
}

/* The file ends, or has another byte, anywhere. */
static void
test_every_byte (void)
{
  for (guint32 version = 1; version <= 3; version++)
    {
      Marked m;

      marked_make (&m, version);
      for (guint i = 0; i < m.h.bytes->len - 1024; i++)
        {
          static const guint8 turns[] = { 0x01, 0x80, 0xff };

          judge (m.h.bytes->data, i);
          for (guint j = 0; j < G_N_ELEMENTS (turns); j++)
            {
              m.h.bytes->data[i] ^= turns[j];
              judge (m.h.bytes->data, m.h.bytes->len);
              m.h.bytes->data[i] ^= turns[j];
            }
        }
      marked_clear (&m);
    }
  check_peak ("every byte");
}

/* The file gets shorter after its size was asked for. */
static void
test_shrinking (void)
{
  Marked m;

  marked_make (&m, 3);
  for (guint i = 4; i + 1024 + ALIGNMENT < m.h.bytes->len; i++)
    {
      g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data (m.h.bytes->data, i, NULL);
      g_autoptr(GError) error = NULL;

      g_assert_null (_edgekit_model_load_stream (stream, m.h.bytes->len, "x.gguf", NULL, &error));
      check_error (error, EDGEKIT_ERROR_TRUNCATED, "ends inside its description");
    }
  marked_clear (&m);
}

static void
put_typed (Header *h, const char *key, guint32 type)
{
  static const gsize sizes[] = { 1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8 };
  static const guint8 ones[8] = { 1, 1, 1, 1, 1, 1, 1, 1 };

  put_text (h, key);
  put32 (h, type);
  if (type == 8)
    put_text (h, "seven");
  else if (type == 9)
    {
      put32 (h, 8);
      put64 (h, 2);
      put_text (h, "a");
      put_text (h, "b");
    }
  else
    put (h, ones, sizes[type]);
}

/* A number where a text belongs, a text where a number does: it is as if the key
 * were not there, or a sentence says so. */
static void
test_wrong_types (void)
{
  static const char *const keys[] = { "general.architecture", "general.name", "general.type", "general.alignment",
                                      "general.file_type", "split.count", "split.no", "llama.block_count",
                                      "llama.context_length", "llama.embedding_length", "llama.feed_forward_length",
                                      "llama.attention.head_count", "llama.attention.head_count_kv",
                                      "llama.attention.key_length", "llama.attention.sliding_window",
                                      "llama.attention.sliding_window_pattern", "llama.rope.dimension_count",
                                      "llama.rope.scaling.type", "llama.rope.scaling.factor",
                                      "llama.rope.scaling.original_context_length", "llama.expert_count",
                                      "llama.expert_used_count", "llama.expert_shared_count", "llama.vocab_size",
                                      "llama.ssm.conv_kernel", "tokenizer.ggml.tokens", "tokenizer.ggml.model" };
  static const guint64 dims[] = { 32, 4 };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    for (guint32 type = 0; type <= 12; type++)
      {
        Header h = header_new ();
        gboolean first = i == 0;

        put_begin (&h, 3, 1, first ? 1 : 2);
        if (!first)
          put_key_text (&h, "general.architecture", "llama");
        put_typed (&h, keys[i], type);
        put_tensor (&h, "blk.0.attn_k.weight", 2, dims, 0, 0);
        put_end (&h, 512);
        judge (h.bytes->data, h.bytes->len);
        if (first && type != 8)
          refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "architecture");
        else
          g_byte_array_unref (h.bytes);
      }
}

/* Tensors that lie upon each other, before each other, or behind the end. */
static void
test_places (void)
{
  static const guint64 dims[] = { 32, 4 };
  static const guint64 places[] = { 0, 32, 480, 512, 544, 1024, G_GUINT64_CONSTANT (1) << 40,
                                    G_GUINT64_CONSTANT (1) << 62, G_MAXUINT64 - 31 };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    for (guint j = 0; j < G_N_ELEMENTS (places); j++)
      {
        Header h = header_new ();

        put_begin (&h, 3, 2, 1);
        put_key_text (&h, "general.architecture", "llama");
        put_tensor (&h, "a", 2, dims, 0, places[i]);
        put_tensor (&h, "b", 2, dims, 0, places[j]);
        put_end (&h, 1024);
        if (places[i] == 0 && places[j] == 512)
          g_object_unref (accept (&h));
        else
          refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "“");
      }
}

/* Text that is no text, or steers a terminal: what is shown does neither. */
static void
test_not_utf8 (void)
{
  static const guint64 dims[] = { 32, 4 };
  Header h = header_new ();
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(EdgeKitTensor) tensor = NULL;

  put_begin (&h, 3, 1, 3);
  put_key_text (&h, "general.architecture", "llama");
  put_key_text (&h, "general.name", "\xff\xfeNew\nline\x1b[31m");
  put_key_text (&h, "general.type", "\xc0\x80");
  put_tensor (&h, "blk.0.\x1b[2Jattn_k.weight", 2, dims, 0, 0);
  put_end (&h, 512);
  model = accept (&h);
  g_assert_cmpstr (edgekit_model_get_name (model), ==, "\357\277\275\357\277\275New line [31m");
  g_assert_cmpstr (edgekit_model_get_title (model), ==, edgekit_model_get_name (model));
  tensor = g_list_model_get_item (edgekit_model_get_tensors (model), 0);
  g_assert_cmpstr (edgekit_tensor_get_name (tensor), ==, "blk.0. [2Jattn_k.weight");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/hostile/lengths", test_lengths);
  g_test_add_func ("/hostile/every-byte", test_every_byte);
  g_test_add_func ("/hostile/shrinking", test_shrinking);
  g_test_add_func ("/hostile/wrong-types", test_wrong_types);
  g_test_add_func ("/hostile/places", test_places);
  g_test_add_func ("/hostile/not-utf8", test_not_utf8);
  return g_test_run ();
}
