/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-bytes-private.h"
#include "edgekit-checked-private.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-note-private.h"
#include "edgekit-shell-private.h"
#include "edgekit-table-private.h"

static JsonNode *
parse (const char *text, gssize length, EdgeKitJsonFlags flags, GError **error)
{
  return _edgekit_json_parse (text, length < 0 ? strlen (text) : (gsize) length, 1 << 20, flags, "test.json", error);
}

static void
test_json_good (void)
{
  static const char *const good[] = { "{}",
                                      " [ ] ",
                                      "[1,2,{\"a\":[true,false,null,\"x\\u00e9\\ud83d\\ude00\"]}]",
                                      "-1.5e3",
                                      "9223372036854775807",
                                      "-9223372036854775808",
                                      "0",
                                      "\"\\\\\\\"\\/\"" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = parse (good[i], -1, EDGEKIT_JSON_DEFAULT, &error);

      g_assert_no_error (error);
      g_assert_nonnull (node);
    }
}

static void
test_json_bad (void)
{
  static const char *const bad[] = { "",
                                     "{",
                                     "[1,]",
                                     "{\"a\":1,}",
                                     "{\"a\" 1}",
                                     "01",
                                     "-",
                                     "1.",
                                     "1e",
                                     "+1",
                                     ".5",
                                     "9223372036854775808",
                                     "-9223372036854775809",
                                     "1e999",
                                     "\"\\u0000\"",
                                     "\"\\ud800\"",
                                     "\"\\udc00\"",
                                     "\"\\x41\"",
                                     "[1 2]",
                                     "{a:1}",
                                     "// x\n1",
                                     "/* x */1",
                                     "1 2",
                                     "\"a\nb\"",
                                     "tru",
                                     "[}",
                                     "{]",
                                     "\xff",
                                     "\"\xed\xa0\x80\"",
                                     "NaN",
                                     "[Infinity]",
                                     "'a'" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = parse (bad[i], -1, EDGEKIT_JSON_DEFAULT, &error);

      g_assert_null (node);
      g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA);
      g_assert_true (g_str_has_prefix (error->message, "test.json: "));
    }
}

static void
test_json_limits (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autoptr(GString) ok = g_string_new (NULL);
  g_autoptr(JsonNode) node = NULL;

  g_assert_null (parse (deep, -1, EDGEKIT_JSON_DEFAULT, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA);
  g_clear_error (&error);

  for (guint i = 0; i < EDGEKIT_JSON_MAX_DEPTH; i++)
    g_string_append_c (ok, '[');
  for (guint i = 0; i < EDGEKIT_JSON_MAX_DEPTH; i++)
    g_string_append_c (ok, ']');
  node = parse (ok->str, -1, EDGEKIT_JSON_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);

  g_assert_null (_edgekit_json_parse ("[1,2,3]", 7, 6, EDGEKIT_JSON_DEFAULT, "test.json", &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_TOO_LARGE);
  g_clear_error (&error);

  /* a NUL in the middle does not end the document early */
  g_assert_null (parse ("{}\0{}", 5, EDGEKIT_JSON_DEFAULT, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA);
}

static void
test_json_nan (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node =
      parse ("{\"a\": NaN, \"b\": [-Infinity, Infinity, 1], \"c\": \"NaN\"}", -1, EDGEKIT_JSON_NAN_IS_NULL, &error);
  JsonObject *object;

  g_assert_no_error (error);
  object = json_node_get_object (node);
  g_assert_true (json_object_get_null_member (object, "a"));
  g_assert_true (json_array_get_null_element (json_object_get_array_member (object, "b"), 0));
  g_assert_cmpint (json_array_get_int_element (json_object_get_array_member (object, "b"), 2), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (object, "c"), ==, "NaN");
}

static void
test_record (void)
{
  g_autoptr(EdgeKitNote) note = _edgekit_note_new ("a-code", EDGEKIT_SEVERITY_WARNING, "It is so.", NULL);
  g_autoptr(EdgeKitNote) again = g_object_new (EDGEKIT_TYPE_NOTE, NULL);
  g_autoptr(JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *text = NULL;
  g_autofree char *property = NULL;

  _edgekit_record_write_object (note, builder);
  text = _edgekit_json_build (builder);
  node = parse (text, -1, EDGEKIT_JSON_DEFAULT, &error);
  g_assert_no_error (error);
  json_object_set_boolean_member (json_node_get_object (node), "colour", TRUE);
  g_assert_true (_edgekit_record_read (again, json_node_get_object (node), "notes[0]", unknown, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (edgekit_note_get_code (again), ==, "a-code");
  g_assert_cmpint (edgekit_note_get_severity (again), ==, EDGEKIT_SEVERITY_WARNING);
  g_assert_null (edgekit_note_get_hint (again));
  g_assert_cmpuint (unknown->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (unknown, 0), ==, "notes[0].colour");
  g_object_get (again, "message", &property, NULL);
  g_assert_cmpstr (property, ==, "It is so.");
}

static void
test_record_wrong_type (void)
{
  static const char *const bad[] = { "{\"code\": 1}", "{\"severity\": \"loud\"}", "{\"severity\": 2}",
                                     "{\"message\": []}" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(EdgeKitNote) note = g_object_new (EDGEKIT_TYPE_NOTE, NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = parse (bad[i], -1, EDGEKIT_JSON_DEFAULT, &error);

      g_assert_false (_edgekit_record_read (note, json_node_get_object (node), "notes[3]", NULL, &error));
      g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA);
      g_assert_true (g_str_has_prefix (error->message, "notes[3]."));
    }
}

#define NB "\302\240"

static void
test_format (void)
{
  static const struct
  {
    gint64 bytes;
    const char *memory;
    const char *size;
  } cases[] = {
    { EDGEKIT_UNKNOWN, "Unknown", "Unknown" },
    { 0, "0" NB "B", "0" NB "B" },
    { 1023, "1,023" NB "B", "1.0" NB "kB" },
    { 1024, "1.0" NB "KiB", "1.0" NB "kB" },
    { 1023000, "999" NB "KiB", "1.0" NB "MB" },
    { 1037000, "1.0" NB "MiB", "1.0" NB "MB" },
    { 1048524, "1.0" NB "MiB", "1.0" NB "MB" },
    { 6900000000, "6.4" NB "GiB", "6.9" NB "GB" },
    { G_GINT64_CONSTANT (107374182400), "100" NB "GiB", "107" NB "GB" },
    { G_MAXINT64, "8,192" NB "PiB", "9,223" NB "PB" },
  };

  _edgekit_i18n_push_english ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *memory = edgekit_format_memory (cases[i].bytes, EDGEKIT_MEMORY_UNITS_IEC);
      g_autofree char *size = edgekit_format_size (cases[i].bytes);

      g_assert_cmpstr (memory, ==, cases[i].memory);
      g_assert_cmpstr (size, ==, cases[i].size);
    }
  _edgekit_i18n_pop_english ();
}

/* Two parts as they are written make the whole as it is written. */
static void
test_format_parts (void)
{
  static const struct
  {
    double part;
    double whole;
    const char *first;
    const char *rest;
  } cases[] = {
    { 9.04, 20.98, "9.0", "12.0" }, { 9.0, 20.25, "9.0", "11.2" },   { 60.5, 202.6, "61", "142" },
    { 0.01, 20.0, "<0.1", "20.0" }, { 20.0, 20.01, "20.0", "<0.1" }, { 0, 3, "0.0", "3.0" },
    { 0.3, 200, "<1", "200" },      { 199.7, 200, "200", "<1" },     { 0.06, 150, "<1", "150" },
  };

  _edgekit_i18n_push_english ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const double gib = 1024 * 1024 * 1024;
      g_autofree char *first = NULL;
      g_autofree char *rest = NULL;

      edgekit_format_memory_parts ((gint64) (cases[i].part * gib), (gint64) (cases[i].whole * gib),
                                   EDGEKIT_MEMORY_UNITS_IEC, &first, &rest);
      g_assert_cmpstr (first, ==, cases[i].first);
      g_assert_cmpstr (rest, ==, cases[i].rest);
    }
  {
    /* between two numbers: a whole is written as it is elsewhere */
    g_autofree char *whole = edgekit_format_memory (20150000000, EDGEKIT_MEMORY_UNITS_SI);
    g_autofree char *first = NULL;
    g_autofree char *rest = NULL;

    edgekit_format_memory_parts (8000000000, 20150000000, EDGEKIT_MEMORY_UNITS_SI, &first, &rest);
    g_assert_cmpstr (whole, ==, "20.1" NB "GB");
    g_assert_cmpstr (first, ==, "8.0");
    g_assert_cmpstr (rest, ==, "12.1");
  }
  _edgekit_i18n_pop_english ();
}

static void
test_format_words (void)
{
  const struct
  {
    char *text;
    const char *expected;
  } cases[] = {
    { edgekit_format_memory_range (7193231360, 7838299259, EDGEKIT_MEMORY_UNITS_IEC), "6.7–7.3" NB "GiB" },
    { edgekit_format_memory_range (7193231360, 7193231361, EDGEKIT_MEMORY_UNITS_IEC), "6.7" NB "GiB" },
    { edgekit_format_memory_amount (7408850534, 11703819468, EDGEKIT_MEMORY_UNITS_IEC), "6.9" },
    { edgekit_format_memory_amount (104857600, 11703819468, EDGEKIT_MEMORY_UNITS_IEC), "0.1" },
    { edgekit_format_memory_amount (1048576, 11703819468, EDGEKIT_MEMORY_UNITS_IEC), "<0.1" },
    { edgekit_format_memory_amount (0, 11703819468, EDGEKIT_MEMORY_UNITS_IEC), "0.0" },
    { edgekit_format_memory_amount (2097152, EDGEKIT_UNKNOWN, EDGEKIT_MEMORY_UNITS_IEC), "2.0" },
    { edgekit_format_memory_amount (EDGEKIT_UNKNOWN, 1, EDGEKIT_MEMORY_UNITS_IEC), "Unknown" },
    { edgekit_format_tokens_short (512), "512" },
    { edgekit_format_tokens_short (16384), "16K" },
    { edgekit_format_tokens_short (34000), "34K" },
    { edgekit_format_tokens_short (1048576), "1M" },
    { edgekit_format_tokens_short (EDGEKIT_UNKNOWN), "Unknown" },
    { edgekit_format_reading_speed (1.9), "too slow for a chat" },
    { edgekit_format_reading_speed (5), "about as fast as you read" },
    { edgekit_format_reading_speed (60), "much faster than you read" },
    { edgekit_format_reading_speed (-1), "no speed known for this device" },
    { edgekit_format_tokens (1), "1 token" },
    { edgekit_format_tokens (EDGEKIT_UNKNOWN), "Unknown" },
    { edgekit_format_pages (34000), "about 50 pages" },
    { edgekit_format_pages (100), "less than a page" },
    { edgekit_format_speed (52, 68), "52–68 tokens/s" },
    { edgekit_format_speed (3.2, 9.1), "roughly 3.2–9.1 tokens/s" },
    { edgekit_format_speed (-1, -1), "Unknown" },
    { edgekit_format_duration (0.42, 1.2), "0.4–1.2" NB "s" },
    { edgekit_format_duration (12, 40), "12–40" NB "s" },
    { edgekit_format_duration (90, 150), "1.5–2.5" NB "min" },
    { edgekit_format_duration (-1, 3), "Unknown" },
    { edgekit_format_percent (0.79), "79" NB "%" },
    { edgekit_format_count (999), "999" },
    { edgekit_format_count (131072), "131,072" },
    { edgekit_format_count (EDGEKIT_UNKNOWN), "Unknown" },
    { edgekit_format_bandwidth (G_GINT64_CONSTANT (504000000000)), "504" NB "GB/s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpstr (cases[i].text, ==, cases[i].expected);
      g_free (cases[i].text);
    }
}

/* What a person pastes must reach the program as it was meant. */
static void
test_shell_real (gconstpointer data)
{
  EdgeKitShell shell = GPOINTER_TO_INT (data);
  static const char *const names[] = { NULL, "bash", "zsh", "fish" };
  const char *const argv[] = { "printf", "%s|", "a b", "it's", "$HOME", "-DX=86;89", "a\\b", "*", "=x", "", "é“”", NULL };
  const char *const environment[] = { "CMAKE_ARGS=-DA=1 -DB=86;89 'q' \\ $x", NULL };
  g_autofree char *program = g_find_program_in_path (names[shell]);
  g_autofree char *command = NULL;
  g_autofree char *output = NULL;
  g_autoptr(GError) error = NULL;
  const char *spawn[] = { program, "-c", NULL, NULL };

  if (!program)
    {
      g_test_skip ("the shell is not installed");
      return;
    }
  command = _edgekit_shell_command (shell, NULL, argv);
  spawn[2] = command;
  g_assert_true (g_spawn_sync (NULL, (char **) spawn, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (output, ==, "a b|it's|$HOME|-DX=86;89|a\\b|*|=x||é“”|");
  g_clear_pointer (&command, g_free);
  g_clear_pointer (&output, g_free);

  command = _edgekit_shell_command (shell, environment, (const char *const[]) { "printenv", "CMAKE_ARGS", NULL });
  spawn[2] = command;
  g_assert_true (g_spawn_sync (NULL, (char **) spawn, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (output, ==, "-DA=1 -DB=86;89 'q' \\ $x\n");
}

static void
test_shell_text (void)
{
  const char *const argv[] = { "py", "-m", "pip", "install", "it's", "a b", NULL };
  const char *const environment[] = { "CMAKE_ARGS=-DA=1 -DB=2", NULL };
  g_autofree char *powershell = _edgekit_shell_command (EDGEKIT_SHELL_POWERSHELL, environment, argv);
  g_autofree char *cmd = _edgekit_shell_command (EDGEKIT_SHELL_CMD, environment, argv);

  g_assert_cmpstr (powershell, ==,
                   "$env:CMAKE_ARGS = '-DA=1 -DB=2'; py -m pip install 'it''s' 'a b'; Remove-Item Env:CMAKE_ARGS");
  g_assert_cmpstr (cmd, ==,
                   "set \"CMAKE_ARGS=-DA=1 -DB=2\" && py -m pip install \"it's\" \"a b\" & set \"CMAKE_ARGS=\"");
}

/* One after the other: what fails ends it, and no variable stays behind. */
static void
test_shell_sequence (void)
{
  const char *const a[] = { "git", "clone", NULL }, *const b[] = { "cmake", "-S", NULL }, *const c[] = { "ninja", NULL };
  const char *const environment[] = { "A=1 2", "B=3", NULL };
  const EdgeKitShellStep steps[] = { { a, NULL }, { b, environment }, { c, NULL } };
  static const struct
  {
    EdgeKitShell shell;
    const char *expected;
  } cases[] = {
    { EDGEKIT_SHELL_BASH, "git clone && env A='1 2' B=3 cmake -S && ninja" },
    { EDGEKIT_SHELL_FISH, "git clone && env A='1 2' B=3 cmake -S && ninja" },
    { EDGEKIT_SHELL_CMD,
      "set \"A=1 2\" && set \"B=3\" && git clone && cmake -S && ninja & set \"A=\" & set \"B=\"" },
    { EDGEKIT_SHELL_POWERSHELL, "$env:A = '1 2'; $env:B = '3'; git clone; if ($?) { cmake -S; if ($?) { ninja } }; "
                                "Remove-Item Env:A; Remove-Item Env:B" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *command = _edgekit_shell_sequence (cases[i].shell, steps, G_N_ELEMENTS (steps));

      g_assert_cmpstr (command, ==, cases[i].expected);
    }
}

static void
test_checked (void)
{
  guint64 r = 7;

  g_assert_false (_edgekit_checked_add (&r, G_MAXUINT64, 1));
  g_assert_false (_edgekit_checked_mul (&r, G_MAXUINT64 / 2, 3));
  g_assert_false (_edgekit_checked_pad (&r, G_MAXUINT64 - 1, 32));
  g_assert_cmpuint (r, ==, 7);
  g_assert_true (_edgekit_checked_pad (&r, 33, 32));
  g_assert_cmpuint (r, ==, 64);
  g_assert_cmpuint (_edgekit_sat_mul (G_MAXINT64, 2), ==, G_MAXINT64);
  g_assert_cmpuint (_edgekit_sat_add (G_MAXINT64, 1), ==, G_MAXINT64);
}

static void
test_bytes (void)
{
  const char bytes[] = "ab\0abc\0aabc";

  g_assert_true (_edgekit_bytes_find (bytes, sizeof bytes, "abc", 4) == bytes + 3);
  g_assert_true (_edgekit_bytes_find (bytes, sizeof bytes, "aabc", 5) == bytes + 7);
  g_assert_true (_edgekit_bytes_find (bytes, sizeof bytes, "ab", 2) == bytes);
  g_assert_null (_edgekit_bytes_find (bytes, 5, "abc", 3));
  g_assert_null (_edgekit_bytes_find (bytes, sizeof bytes, "abcd", 4));
  g_assert_null (_edgekit_bytes_find (bytes, 0, "a", 1));
}

/* A table can be asked for a key before it is parsed. */
static void
test_table_mentions (void)
{
  GKeyFile *table = _edgekit_table_get ("devices");
  g_auto(GStrv) groups = g_key_file_get_groups (table, NULL);
  g_auto(GStrv) keys = g_key_file_get_keys (table, groups[0], NULL, NULL);

  for (char **key = keys; *key; key++)
    g_assert_true (_edgekit_table_mentions ("devices", *key));
  g_assert_false (_edgekit_table_mentions ("devices", "ffff:ffff"));
  g_assert_false (_edgekit_table_mentions ("no-such-table", "source"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/json/good", test_json_good);
  g_test_add_func ("/json/bad", test_json_bad);
  g_test_add_func ("/json/limits", test_json_limits);
  g_test_add_func ("/json/nan", test_json_nan);
  g_test_add_func ("/record/round-trip", test_record);
  g_test_add_func ("/record/wrong-type", test_record_wrong_type);
  g_test_add_func ("/format/sizes", test_format);
  g_test_add_func ("/format/words", test_format_words);
  g_test_add_func ("/format/words-of-parts", test_format_parts);
  g_test_add_data_func ("/shell/bash", GINT_TO_POINTER (EDGEKIT_SHELL_BASH), test_shell_real);
  g_test_add_data_func ("/shell/zsh", GINT_TO_POINTER (EDGEKIT_SHELL_ZSH), test_shell_real);
  g_test_add_data_func ("/shell/fish", GINT_TO_POINTER (EDGEKIT_SHELL_FISH), test_shell_real);
  g_test_add_func ("/shell/text", test_shell_text);
  g_test_add_func ("/shell/sequence", test_shell_sequence);
  g_test_add_func ("/checked", test_checked);
  g_test_add_func ("/bytes", test_bytes);
  g_test_add_func ("/table/mentions", test_table_mentions);
  return g_test_run ();
}
