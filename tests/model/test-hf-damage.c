/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Headers, descriptions and indexes that lie, are cut, or belong to something
 * else: one sentence each, that names the file. */

#include "config.h"

#include <string.h>

#include "edgekit-model-loader-private.h"
#include "edgekit-model-private.h"
#include "edgekit-note.h"
#include "memory-files.h"

#define CONFIG "config.json"
#define ONE "model.safetensors"
#define INDEX "model.safetensors.index.json"

static const char good_config[] = "{\"model_type\":\"llama\",\"num_hidden_layers\":1,\"hidden_size\":8,"
                                  "\"num_attention_heads\":2}";
static const char good_header[] = "{\"model.layers.0.a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
                                  "\"b\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[24,32]}}";

/* A header of @length bytes (-1: a text), said to be @claim bytes long, and
 * @data bytes of weights. */
static GByteArray *
make_file (const char *header, gssize length, guint64 claim, gsize data)
{
  GByteArray *bytes = g_byte_array_new ();
  guint64 raw = GUINT64_TO_LE (claim);
  gsize n = length < 0 ? strlen (header) : (gsize) length;

  g_byte_array_append (bytes, (const guint8 *) &raw, sizeof raw);
  g_byte_array_append (bytes, (const guint8 *) header, n);
  g_byte_array_set_size (bytes, 8 + n + data);
  memset (bytes->data + 8 + n, 0, data);
  return bytes;
}

static void
add_header (EdgeKitModelFiles *files, const char *name, const char *header, gsize data)
{
  g_autoptr(GByteArray) bytes = make_file (header, -1, strlen (header), data);

  memory_files_add (files, name, bytes->data, bytes->len);
}

static void
check_error (GError *error, int code, const char *name, const char *part)
{
  g_autofree char *prefix = g_strconcat (name, ": ", NULL);

  g_assert_error (error, EDGEKIT_ERROR, code);
  g_assert_true (g_str_has_prefix (error->message, prefix));
  g_assert_null (strpbrk (error->message, "\n\r"));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (strlen (error->message), <, 300);
  if (!strstr (error->message, part))
    g_test_fail_printf ("“%s” does not say “%s”", error->message, part);
}

static void
refuse (EdgeKitModelFiles *files, const char *start, int code, const char *name, const char *part)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) model = _edgekit_model_load_files (files, start, NULL, NULL, &error);

  g_assert_null (model);
  check_error (error, code, name, part);
}

static EdgeKitModel *
accept (EdgeKitModelFiles *files, const char *start)
{
  g_autoptr(GError) error = NULL;
  EdgeKitModel *model = _edgekit_model_load_files (files, start, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (model);
  return model;
}

static gboolean
has_note (EdgeKitModel *model, const char *code)
{
  for (guint i = 0; i < g_list_model_get_n_items (edgekit_model_get_notes (model)); i++)
    {
      g_autoptr(EdgeKitNote) note = g_list_model_get_item (edgekit_model_get_notes (model), i);

      if (g_str_equal (edgekit_note_get_code (note), code))
        return TRUE;
    }
  return FALSE;
}

static EdgeKitModelFiles *
with_header (const char *header, gsize data)
{
  EdgeKitModelFiles *files = memory_files_new ();

  memory_files_add (files, CONFIG, good_config, -1);
  add_header (files, ONE, header, data);
  return files;
}

/* --- Headers ---------------------------------------------------------------- */

static void
test_cut (void)
{
  g_autoptr(GByteArray) bytes = make_file (good_header, -1, strlen (good_header), 32);
  const gsize header = 8 + strlen (good_header);

  for (gsize length = 0; length <= bytes->len; length++)
    {
      g_autoptr(EdgeKitModelFiles) files = memory_files_new ();
      g_autoptr(EdgeKitModel) model = NULL;

      memory_files_add (files, CONFIG, good_config, -1);
      memory_files_add (files, ONE, bytes->data, length);
      if (length < header)
        {
          refuse (files, NULL, length ? EDGEKIT_ERROR_TRUNCATED : EDGEKIT_ERROR_NOT_A_MODEL, ONE,
                  length ? "ends inside its description" : "empty");
          continue;
        }
      /* what is missing of the weights is only worth a note */
      model = accept (files, NULL);
      g_assert_cmpint (has_note (model, "download-unfinished"), ==, length < bytes->len);
      g_assert_cmpint (edgekit_model_get_weights_size (model), ==, 32);
      g_assert_cmpint (edgekit_model_get_parameters (model), ==, 10);
    }
}

static void
test_lengths (void)
{
  static const struct
  {
    guint64 claim;
    int code;
    const char *part;
  } lengths[] = {
    { 0, EDGEKIT_ERROR_NOT_A_MODEL, "does not begin with the length" },
    { 1, EDGEKIT_ERROR_NOT_A_MODEL, "does not begin with the length" },
    { 2, EDGEKIT_ERROR_INVALID_DATA, "ends too early" },
    { G_GUINT64_CONSTANT (1) << 31, EDGEKIT_ERROR_NOT_A_MODEL, "length" },
    { G_GUINT64_CONSTANT (1) << 63, EDGEKIT_ERROR_NOT_A_MODEL, "length" },
    { G_MAXUINT64, EDGEKIT_ERROR_NOT_A_MODEL, "length" },
    { 100000000, EDGEKIT_ERROR_TRUNCATED, "ends inside" },
    { 100000001, EDGEKIT_ERROR_NOT_A_MODEL, "length" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr(EdgeKitModelFiles) files = memory_files_new ();
      g_autoptr(GByteArray) bytes = make_file (good_header, -1, lengths[i].claim, 32);

      memory_files_add (files, CONFIG, good_config, -1);
      memory_files_add (files, ONE, bytes->data, bytes->len);
      refuse (files, NULL, lengths[i].code, ONE, lengths[i].part);
    }
}

static void
test_other_files (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
    const char *part;
  } others[] = {
    { "version https://git-lfs.github.com/spec/v1\n", 43, "git lfs pull" },
    { "<!DOCTYPE html><html><head>", 27, "web page" },
    { "PK\3\4\0\0\0\0\0\0archive/data.pkl", 26, "PyTorch" },
    { "GGUF\3\0\0\0\1\0\0\0\0\0\0\0", 16, "ends in .gguf" },
    { "\377\377\377\377\377\377\377\377{", 9, "not a safetensors file" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr(EdgeKitModelFiles) files = memory_files_new ();
      g_autoptr(GError) error = NULL;

      memory_files_add (files, CONFIG, good_config, -1);
      memory_files_add (files, ONE, others[i].bytes, others[i].length);
      g_assert_null (_edgekit_model_load_files (files, NULL, NULL, NULL, &error));
      g_assert_nonnull (strstr (error->message, others[i].part));
    }
}

#define ENTRY(dtype, shape, offsets) "{\"a\":{\"dtype\":" dtype ",\"shape\":" shape ",\"data_offsets\":" offsets "}}"
#define TWO(first, second)                                                                                            \
  "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":" first "},"                                               \
  "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":" second "}}"

static void
test_headers (void)
{
  static const struct
  {
    const char *header;
    const char *part;
  } headers[] = {
    { "[]", "an object should stand here" },
    { "  ", "ends too early" },
    { "{]", "a text should stand here" },
    { "{} x", "more text follows" },
    { "{\"a\":1}", "an object should stand here" },
    { "{\"a\":[]}", "an object should stand here" },
    { "{\"a\":{}}", "not described completely" },
    { "{\"a\":{\"dtype\":\"U8\",\"shape\":[1]}}", "not described completely" },
    { "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1],\"x\":1}}", "the member “x”" },
    { "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", "“dtype” is there twice" },
    { ENTRY ("1", "[1]", "[0,1]"), "a text should stand here" },
    { ENTRY ("\"\"", "[1]", "[0,1]"), "type that does not exist" },
    { ENTRY ("\"U8\"", "1", "[0,1]"), "a list should stand here" },
    { ENTRY ("\"U8\"", "[\"1\"]", "[0,1]"), "a value should stand here" },
    { ENTRY ("\"U8\"", "[-1]", "[0,1]"), "“-1” is not a number that can stand here" },
    { ENTRY ("\"U8\"", "[1.5]", "[0,1]"), "“1.5” is not" },
    { ENTRY ("\"U8\"", "[01]", "[0,1]"), "“01” is not" },
    { ENTRY ("\"U8\"", "[1,]", "[0,1]"), "a value should stand here" },
    { ENTRY ("\"U8\"", "[18446744073709551616]", "[0,1]"), "is not a number" },
    { ENTRY ("\"U8\"", "[1,1,1,1,1,1,1,1,1]", "[0,1]"), "more than 8 dimensions" },
    { ENTRY ("\"U8\"", "[4611686018427387904,4611686018427387904,4294967296]", "[0,4]"), "too large to be real" },
    { ENTRY ("\"F32\"", "[4611686018427387904]", "[0,4]"), "cannot have 4 bytes" },
    { ENTRY ("\"U8\"", "[1]", "[0]"), "not two numbers" },
    { ENTRY ("\"U8\"", "[1]", "[0,1,2]"), "not two numbers" },
    { ENTRY ("\"U8\"", "[1]", "[1,0]"), "ends before it begins" },
    { ENTRY ("\"U8\"", "[1]", "[9223372036854775806,9223372036854775807]"), "too large to be real" },
    { ENTRY ("\"F32\"", "[2]", "[0,7]"), "cannot have 7 bytes" },
    { ENTRY ("\"F4\"", "[3]", "[0,2]"), "cannot have 2 bytes" },
    { ENTRY ("\"U8\"", "[1]", "[1,2]"), "does not begin where the one before it ends" },
    { TWO ("[0,4]", "[2,6]"), "“b” lies over" },
    { TWO ("[0,4]", "[0,4]"), "lies over" },
    { TWO ("[0,4]", "[8,12]"), "“b” does not begin where" },
    { "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
      "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", "“a” is listed twice" },
    { "{\"\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", "no name" },
    { "{\"__metadata__\":1}", "an object should stand here" },
    { "{\"__metadata__\":{\"a\":1}}", "a text should stand here" },
    { "{\"__metadata__\":{},\"__metadata__\":{}}", "“__metadata__” is there twice" },
    { "{\"\xff\xfe\":{}}", "not UTF-8" },
    { "{\"a\nb\":{}}", "control character" },
    { "{\"\\u0000\":{}}", "stands for no character" },
    { "{\"\\ud800x\":{}}", "escape sequence" },
    { "{\"\\x\":{}}", "does not exist" },
    { "{\"a\":{\"dtype\":\"U8\",\"shape\":[[[[1]]]],\"data_offsets\":[0,1]}}", "a value should stand here" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr(EdgeKitModelFiles) files = with_header (headers[i].header, 64);

      refuse (files, NULL, EDGEKIT_ERROR_INVALID_DATA, ONE, headers[i].part);
    }
}

static void
test_order (void)
{
  /* the order of the header is free, and so are empty tensors, spaces and names */
  g_autoptr(EdgeKitModelFiles) files =
    with_header ("{ \"b\\u00e9\\n\" : {\"data_offsets\":[ 4 ,8],\"shape\":[4],\"dtype\":\"U8\"},"
                 "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
                 "\"none\":{\"dtype\":\"F32\",\"shape\":[0,7],\"data_offsets\":[4,4]},"
                 "\"one\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[8,16]},"
                 "\"new\":{\"dtype\":\"X12\",\"shape\":[3],\"data_offsets\":[16,21]}}  ",
                 21);
  g_autoptr(EdgeKitModel) model = accept (files, NULL);
  EdgeKitTensor *tensor = _edgekit_model_tensor (model, 0);

  g_assert_cmpstr (tensor->name, ==, "b\xc3\xa9\n");
  g_assert_cmpint (edgekit_model_get_weights_size (model), ==, 21);
  g_assert_true (has_note (model, "tensor-type-unknown"));
  g_assert_false (has_note (model, "download-unfinished"));
}

static void
test_left_over (void)
{
  g_autoptr(EdgeKitModelFiles) files = with_header (good_header, 33);
  g_autoptr(EdgeKitModel) model = accept (files, NULL);

  g_assert_true (has_note (model, "bytes-left-over"));
}

/* A file that becomes shorter after its size was asked. */
static void
test_shrinking (void)
{
  static const char *const names[] = { CONFIG, ONE, INDEX };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(EdgeKitModelFiles) files = memory_files_new ();
      g_autoptr(GByteArray) bytes = make_file (good_header, -1, 2 * strlen (good_header), 0);
      g_autoptr(GError) error = NULL;

      memory_files_add (files, CONFIG, good_config, -1);
      if (i < 2)
        memory_files_add (files, ONE, bytes->data, bytes->len);
      else
        memory_files_add (files, INDEX, "{\"weight_map\":{", -1);
      memory_files_set_claim (files, names[i], 5000);
      g_assert_null (_edgekit_model_load_files (files, NULL, NULL, NULL, &error));
      check_error (error, EDGEKIT_ERROR_TRUNCATED, names[i], "ends inside");
    }
}

/* --- Descriptions ----------------------------------------------------------- */

static char *
nested (guint depth)
{
  GString *text = g_string_new ("{\"model_type\":\"llama\",\"a\":");

  for (guint i = 0; i < depth; i++)
    g_string_append (text, "[");
  for (guint i = 0; i < depth; i++)
    g_string_append (text, "]");
  return g_string_free (g_string_append (text, "}"), FALSE);
}

static char *
crowded (const char *item, guint n)
{
  GString *text = g_string_new ("{\"model_type\":\"llama\",\"a\":[");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i ? "," : "", item);
  return g_string_free (g_string_append (text, "]}"), FALSE);
}

static void
refuse_config (const char *config, int code, const char *part)
{
  g_autoptr(EdgeKitModelFiles) files = with_header (good_header, 32);

  memory_files_add (files, CONFIG, config, -1);
  refuse (files, NULL, code, CONFIG, part);
}

static void
test_configs (void)
{
  static const struct
  {
    const char *config;
    const char *part;
  } configs[] = {
    { "", "empty" },
    { "[]", "not a JSON object" },
    { "\"llama\"", "not a JSON object" },
    { "null", "not a JSON object" },
    { "{", "not valid JSON" },
    { "{\"model_type\":\"\xff\"}", "UTF-8" },
    { "{}", "does not say what architecture" },
    { "{\"model_type\":7}", "does not say what architecture" },
    { "{\"architectures\":[]}", "does not say what architecture" },
    { "{\"_class_name\":\"UNet2DConditionModel\"}", "does not say what architecture" },
    { "{\"model_type\":\"llama\",\"num_hidden_layers\":4097}", "4097 layers" },
    { "{\"model_type\":\"llama\",\"num_hidden_layers\":9223372036854775807}", "“num_hidden_layers”" },
    { "{\"model_type\":\"llama\",\"num_hidden_layers\":-1}", "“num_hidden_layers”" },
    { "{\"model_type\":\"llama\",\"num_hidden_layers\":\"12\"}", "“num_hidden_layers”" },
    { "{\"model_type\":\"llama\",\"num_hidden_layers\":{}}", "“num_hidden_layers”" },
    { "{\"model_type\":\"llama\",\"n_embd\":\"wide\"}", "“n_embd”" },
    { "{\"model_type\":\"llama\",\"num_hidden_layers\":2,\"num_attention_heads\":[2,\"x\"]}", "“num_attention_heads”" },
    { "{\"model_type\":\"llama\",\"num_hidden_layers\":2,\"layer_types\":7}", "“layer_types” is not a list" },
    { "{\"model_type\":\"llama\",\"num_hidden_layers\":2,\"layer_types\":[7]}", "“layer_types” is not a list of w" },
    { "{\"model_type\":\"llama\",\"num_hidden_layers\":2,\"block_configs\":[7]}", "“block_configs” is not a list of" },
  };
  g_autofree char *deep = nested (100000);
  g_autofree char *objects = crowded ("{}", 200000);
  g_autofree char *numbers = crowded ("1", 2000000);
  g_autofree char *large = g_strnfill (9 * 1024 * 1024, ' ');

  for (guint i = 0; i < G_N_ELEMENTS (configs); i++)
    refuse_config (configs[i].config, EDGEKIT_ERROR_INVALID_DATA, configs[i].part);
  refuse_config (deep, EDGEKIT_ERROR_INVALID_DATA, "nested too deeply");
  refuse_config (objects, EDGEKIT_ERROR_INVALID_DATA, "more values");
  refuse_config (numbers, EDGEKIT_ERROR_INVALID_DATA, "more values");
  refuse_config (large, EDGEKIT_ERROR_TOO_LARGE, "larger than");
}

/* What Python writes, and what a person may have left out. */
static void
test_lenient (void)
{
  static const char *const configs[] = {
    "{\"model_type\":\"llama\",\"num_hidden_layers\":1,\"x\":NaN,\"y\":[Infinity,-Infinity]}",
    "{\"architectures\":[\"NovelForCausalLM\"]}",
    "{\"model_type\":\"novel\",\"num_hidden_layers\":1.0,\"hidden_size\":null}",
    "{\"model_type\":\"novel\",\"quantization_config\":[]}",
    "{\"model_type\":\"novel\",\"quantization_config\":{\"quant_method\":\"quux\",\"bits\":3}}",
    "{\"model_type\":\"novel\",\"rope_scaling\":[1],\"text_config\":[]}",
    "{\"model_type\":\"mamba2\",\"num_hidden_layers\":1,\"head_dim\":\"auto\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (configs); i++)
    {
      g_autoptr(EdgeKitModelFiles) files = with_header (good_header, 32);
      g_autoptr(EdgeKitModel) model = NULL;

      memory_files_add (files, CONFIG, configs[i], -1);
      model = accept (files, NULL);
      g_assert_cmpint (edgekit_model_get_n_layers (model), ==, 1);
      g_assert_cmpint (edgekit_model_get_weights_size (model), ==, 32);
      if (strstr (configs[i], "quux"))
        {
          g_assert_true (has_note (model, "quantization-unknown"));
          g_assert_cmpstr (edgekit_model_get_quantization (model), ==, "QUUX");
        }
    }
}

/* --- Indexes ---------------------------------------------------------------- */

static void
test_indexes (void)
{
  static const struct
  {
    const char *index;
    const char *part;
  } indexes[] = {
    { "", "ends too early" },
    { "[]", "an object should stand here" },
    { "{}", "lists no files" },
    { "{\"weight_map\":{}}", "lists no files" },
    { "{\"weight_map\":[]}", "an object should stand here" },
    { "{\"weight_map\":{\"a\":1}}", "a text should stand here" },
    { "{\"weight_map\":{\"a\":\"../m.safetensors\"}}", "not the name of a file" },
    { "{\"weight_map\":{\"a\":\"/etc/passwd\"}}", "not the name of a file" },
    { "{\"weight_map\":{\"a\":\"..\"}}", "not the name of a file" },
    { "{\"weight_map\":{\"a\":\"x\\\\y\"}}", "not the name of a file" },
    { "{\"weight_map\":{\"a\":\"\"}}", "not the name of a file" },
    { "{\"weight_map\":{\"a\":\"m1\"}} {}", "more text follows" },
    { "{\"metadata\":[[[[]]]],\"weight_map\":{\"a\":\"m1\"", "ends too early" },
    { "{\"metadata\":{\"a\":tru},\"weight_map\":{\"a\":\"m1\"}}", "“tru” is not a value" },
  };
  g_autoptr(GString) many = g_string_new ("{\"weight_map\":{");

  for (guint i = 0; i < G_N_ELEMENTS (indexes); i++)
    {
      g_autoptr(EdgeKitModelFiles) files = memory_files_new ();

      memory_files_add (files, CONFIG, good_config, -1);
      memory_files_add (files, INDEX, indexes[i].index, -1);
      refuse (files, NULL, EDGEKIT_ERROR_INVALID_DATA, INDEX, indexes[i].part);
    }
  for (guint i = 0; i < 1001; i++)
    g_string_append_printf (many, "%s\"%u\":\"%u\"", i ? "," : "", i, i);
  g_string_append (many, "}}");
  {
    g_autoptr(EdgeKitModelFiles) files = memory_files_new ();

    memory_files_add (files, CONFIG, good_config, -1);
    memory_files_add (files, INDEX, many->str, -1);
    refuse (files, NULL, EDGEKIT_ERROR_INVALID_DATA, INDEX, "more than 1000 files");
  }
}

static void
test_missing_files (void)
{
  g_autoptr(EdgeKitModelFiles) files = memory_files_new ();
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(EdgeKitNote) note = NULL;

  memory_files_add (files, CONFIG, good_config, -1);
  memory_files_add (files, INDEX,
                    "{\"metadata\":{\"total_size\":1e9},\"weight_map\":{\"z\":\"m3.safetensors\","
                    "\"y\":\"m2.safetensors\",\"x\":\"m3.safetensors\",\"b\":\"m1.safetensors\"}}",
                    -1);
  refuse (files, NULL, EDGEKIT_ERROR_NOT_FOUND, "m1.safetensors", "nor is any other of its 3 files");
  add_header (files, "m1.safetensors", good_header, 32);
  model = accept (files, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_files (model)), ==, 3);
  g_assert_cmpint (edgekit_model_get_weights_size (model), ==, 32);
  note = g_list_model_get_item (edgekit_model_get_notes (model), 0);
  g_assert_cmpstr (edgekit_note_get_code (note), ==, "part-missing");
  g_assert_nonnull (strstr (edgekit_note_get_message (note), "2 parts"));
  g_assert_nonnull (strstr (edgekit_note_get_message (note), "“m2.safetensors”, “m3.safetensors”"));
  /* the same name in two files */
  add_header (files, "m2.safetensors", good_header, 32);
  refuse (files, NULL, EDGEKIT_ERROR_INVALID_DATA, "m2.safetensors", "is in another file");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/hf-damage/cut", test_cut);
  g_test_add_func ("/hf-damage/lengths", test_lengths);
  g_test_add_func ("/hf-damage/other-files", test_other_files);
  g_test_add_func ("/hf-damage/headers", test_headers);
  g_test_add_func ("/hf-damage/order", test_order);
  g_test_add_func ("/hf-damage/left-over", test_left_over);
  g_test_add_func ("/hf-damage/shrinking", test_shrinking);
  g_test_add_func ("/hf-damage/configs", test_configs);
  g_test_add_func ("/hf-damage/lenient", test_lenient);
  g_test_add_func ("/hf-damage/indexes", test_indexes);
  g_test_add_func ("/hf-damage/missing-files", test_missing_files);
  return g_test_run ();
}
