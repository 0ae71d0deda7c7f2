/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sorting files out by their names: real listings, and names that are odd. */

#include "config.h"

#include <string.h>

#include "edgekit-enum-types.h"
#include "edgekit-quant-label-private.h"
#include "edgekit-variant-group-private.h"

static GPtrArray *
new_files (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_listed_file_free);
}

static void
add (GPtrArray *files, const char *path, gint64 size)
{
  g_ptr_array_add (files, _edgekit_listed_file_new (path, size));
}

static GPtrArray *
list_of (const char *const *paths)
{
  GPtrArray *files = new_files ();

  for (guint i = 0; paths[i]; i++)
    add (files, paths[i], 1000 + i);
  return files;
}

/* "Q4_K_M 1/1, UD-Q8_K_XL 2/3 incomplete" */
static char *
describe (EdgeKitVariantGroups *groups)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < groups->variants->len; i++)
    {
      const EdgeKitVariantGroup *group = g_ptr_array_index (groups->variants, i);

      g_string_append_printf (text, "%s%s %u/%u%s", i ? ", " : "", group->name, group->files->len, group->n_parts,
                              group->complete ? "" : " incomplete");
    }
  for (guint i = 0; i < groups->companions->len; i++)
    {
      const EdgeKitCompanionFile *companion = g_ptr_array_index (groups->companions, i);
      g_autoptr(GTypeClass) kinds = g_type_class_ref (EDGEKIT_TYPE_COMPANION_KIND);

      g_string_append_printf (text, "; %s", g_enum_get_value (G_ENUM_CLASS (kinds), companion->kind)->value_nick);
    }
  return g_string_free (text, FALSE);
}

static void
expect (const char *const *paths, const char *wanted)
{
  g_autoptr(GPtrArray) files = list_of (paths);
  g_autoptr(EdgeKitVariantGroups) groups = _edgekit_variant_groups_new (files);
  g_autofree char *found = describe (groups);

  g_assert_cmpstr (found, ==, wanted);
}

/* --- Real listings ---------------------------------------------------------- */

static void
check_invariants (EdgeKitVariantGroups *groups)
{
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  const EdgeKitVariantGroup *before = NULL;

  for (guint i = 0; i < groups->variants->len; i++)
    {
      const EdgeKitVariantGroup *group = g_ptr_array_index (groups->variants, i);

      g_assert_true (g_hash_table_add (names, group->name));
      g_assert_cmpuint (group->files->len, >, 0);
      if (before && g_str_equal (before->base, group->base))
        g_assert_cmpint (before->size, >=, group->size);
      g_assert_true (_edgekit_variant_groups_find (groups, group->name) == group);
      before = group;
    }
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What the listing says must come out, and what came out, in the same words. */
static void
check_listing (const char *block)
{
  g_auto(GStrv) lines = g_strsplit (block, "\n", -1);
  g_autoptr(GPtrArray) files = new_files ();
  g_autoptr(GPtrArray) wanted = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(EdgeKitVariantGroups) groups = NULL;
  g_autoptr(GTypeClass) kinds = g_type_class_ref (EDGEKIT_TYPE_COMPANION_KIND);
  guint counts[EDGEKIT_COMPANION_KIND_AUDIO + 1] = { 0 };

  for (char **line = lines + 1; *line && **line; line++)
    {
      g_auto(GStrv) parts = g_strsplit (*line, "\t", -1);

      if (**line == '=')
        g_ptr_array_add (wanted, g_strdup_printf ("%s %s %s", parts[1], parts[2], parts[3]));
      else if (**line == '+')
        g_ptr_array_add (wanted, g_strdup_printf ("+ %s %s", parts[1], parts[2]));
      else
        add (files, parts[0], g_ascii_strtoll (parts[1], NULL, 10));
    }
  groups = _edgekit_variant_groups_new (files);
  check_invariants (groups);
  for (guint i = 0; i < groups->variants->len; i++)
    {
      const EdgeKitVariantGroup *group = g_ptr_array_index (groups->variants, i);
      const char *mix = group->quantization ? group->quantization : "-";
      gsize length = strlen (group->name), n = strlen (mix);
      gboolean short_name = length > n && g_str_has_suffix (group->name, mix) && group->name[length - n - 1] == '-';
      g_auto(EdgeKitQuantLabel) label = { 0 };
      const EdgeKitListedFile *first = g_ptr_array_index (group->files, 0);
      g_autofree char *stem = g_strndup (first->path, strlen (first->path) - strlen (".gguf"));

      if (!_edgekit_quant_label_find (stem, &label))
        label.version = g_strdup ("");
      if (short_name && !strchr (group->name, '.'))
        g_assert_true (g_str_has_prefix (group->name, label.version));
      g_ptr_array_add (found, g_strdup_printf ("%s %s %u", label.version, mix, group->files->len));
    }
  for (guint i = 0; i < groups->companions->len; i++)
    counts[((EdgeKitCompanionFile *) g_ptr_array_index (groups->companions, i))->kind]++;
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (counts[i])
      g_ptr_array_add (found, g_strdup_printf ("+ %s %u", g_enum_get_value (G_ENUM_CLASS (kinds), i)->value_nick,
                                               counts[i]));
  g_ptr_array_sort (wanted, compare_strings);
  g_ptr_array_sort (found, compare_strings);
  g_ptr_array_add (wanted, NULL);
  g_ptr_array_add (found, NULL);
  g_test_message ("%s", lines[0]);
  g_assert_cmpstrv (wanted->pdata, found->pdata);
}

static void
test_listings (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "model", "listings.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) blocks = NULL;
  guint n;

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  blocks = g_strsplit (text, "\n@ ", -1);
  for (n = 1; blocks[n]; n++)
    check_listing (blocks[n]);
  g_assert_cmpuint (n, >, 40);
}

/* --- One rule at a time ----------------------------------------------------- */

static void
label_is (const char *stem, const char *version, const char *text)
{
  g_auto(EdgeKitQuantLabel) label = { 0 };
  gboolean found = _edgekit_quant_label_find (stem, &label);

  g_test_message ("%s", stem);
  g_assert_cmpstr (label.text, ==, text);
  g_assert_true (found == (text != NULL));
  if (text)
    g_assert_cmpstr (label.version, ==, version);
}

static void
test_labels (void)
{
  label_is ("llama-2-7b-chat.Q4_K_M", "", "Q4_K_M");
  label_is ("qwen2.5-7b-instruct-q4_k_m", "", "Q4_K_M");
  label_is ("Model_F16_Q2_K", "", "Q2_K");
  label_is ("model-F32-Q2_K", "", "Q2_K");
  label_is ("model-Q8_0-f16", "", "Q8_0");
  label_is ("model-MXFP4_MOE_BF16", "", "MXFP4_MOE");
  label_is ("model-fp16", "", "F16");
  label_is ("model-Q4_0_4_4", "", "Q4_0_4_4");
  label_is ("model-Q4_K", "", "Q4_K_M");
  label_is ("model-UD-Q4_K_XL", "UD-", "Q4_K_XL");
  label_is ("model.i1-IQ3_XXS", "i1-", "IQ3_XXS");
  label_is ("smol-IQ2_KS", "smol-", "IQ2_KS");
  label_is ("model-IQ4_K_R4", "", "IQ4_K_R4");
  label_is ("model-Q4_X", "", "Q4_X");
  label_is ("devstralQ5_K_M", "", "Q5_K_M");
  label_is ("model-Q6_K-imat", "", "Q6_K");
  label_is ("gemma-qat-q4_0-unquantized-BF16", "", "BF16");
  label_is ("gemma-qat-q4_0-unquantized", NULL, NULL);
  label_is ("model.f16.q6", "", "Q6");
  label_is ("model-Q3_K_L-Q8", "", "Q3_K_L");
  label_is ("Qwen3-8B", NULL, NULL);
  label_is ("Q", NULL, NULL);
  label_is ("", NULL, NULL);
  label_is ("Phi-3-mini-4k-instruct", NULL, NULL);
}

static void
test_parts (void)
{
  expect ((const char *const[]) { "m-Q4_K_M-00001-of-00003.gguf", "m-Q4_K_M-00002-of-00003.gguf",
                                  "m-Q4_K_M-00003-of-00003.gguf", NULL },
          "Q4_K_M 3/3");
  expect ((const char *const[]) { "m-Q4_K_M-00001-of-00003.gguf", "m-Q4_K_M-00003-of-00003.gguf", NULL },
          "Q4_K_M 2/3 incomplete");
  expect ((const char *const[]) { "falcon-180b-chat.Q6_K.gguf-split-a", "falcon-180b-chat.Q6_K.gguf-split-b",
                                  "falcon-180b-chat.Q6_K.gguf-split-c", NULL },
          "Q6_K 3/3");
  expect ((const char *const[]) { "x.Q8_0.gguf.part1of2", "x.Q8_0.gguf.part2of2", NULL }, "Q8_0 2/2");
  expect ((const char *const[]) { "x.Q8_0.gguf.part2of2", NULL }, "Q8_0 1/2 incomplete");
  expect ((const char *const[]) { "x.Q8_0.gguf.part-a", NULL }, "Q8_0 1/1 incomplete");
  expect ((const char *const[]) { "x.Q8_0.gguf.parts", "x.Q8_0.gguf.part", "x.Q8_0.gguf.part-abc", NULL }, "");
  expect ((const char *const[]) { "Q4_K_M/m-00001-of-00002.gguf", "Q4_K_M/m-00002-of-00002.gguf", "BF16/m.gguf",
                                  NULL },
          "Q4_K_M 2/2, BF16 1/1");
  expect ((const char *const[]) { "m-00001-of-00000.gguf", "m-00000-of-00002.gguf", NULL }, "m-00000-of-00002 1/1, m-00001-of-00000 1/1");
}

static void
test_companions (void)
{
  expect ((const char *const[]) { "m-Q4_K_M.gguf", "mmproj-m-f16.gguf", "m.mmproj-Q8_0.gguf", "imatrix.dat",
                                  "m.imatrix.gguf", "MTP/mtp-m-Q4_0.gguf", NULL },
          "Q4_K_M 1/1; draft; imatrix; imatrix; mmproj; mmproj");
  expect ((const char *const[]) { "m-Q4_K_M-imatrix.gguf", "m-imatrix.gguf", NULL }, "Q4_K_M 1/1; imatrix");
  /* alone they are models */
  expect ((const char *const[]) { "m-0.5B-draft-Q4_0.gguf", NULL }, "Q4_0 1/1");
  expect ((const char *const[]) { "m-8B-Q4_0.gguf", "m-0.5B-draft-Q4_0.gguf", NULL }, "Q4_0 1/1; draft");
  expect ((const char *const[]) { "lora-x-f16.gguf", NULL }, "; lora");
  expect ((const char *const[]) { "adapter_model.safetensors", "adapter_config.json", NULL }, "; lora");
}

static void
test_tensors (void)
{
  expect ((const char *const[]) { "config.json", "model-00001-of-00002.safetensors",
                                  "model-00002-of-00002.safetensors", "consolidated.safetensors", NULL },
          "safetensors 2/2");
  expect ((const char *const[]) { "config.json", "model.safetensors", "model-00001-of-00002.safetensors", NULL },
          "safetensors 1/1");
  expect ((const char *const[]) { "model.safetensors", NULL }, "");
  expect ((const char *const[]) { "4bit/config.json", "4bit/model.safetensors", "8bit/config.json",
                                  "8bit/model.safetensors", NULL },
          "8bit 1/1, 4bit 1/1");
  expect ((const char *const[]) { "model_index.json", "unet/config.json", "unet/model.safetensors", NULL }, "");
}

static void
test_names (void)
{
  expect ((const char *const[]) { "A-8B-Q4_K_M.gguf", "A-8B-Q8_0.gguf", "A-8B-128K-Q4_K_M.gguf", NULL },
          "Q8_0 1/1, Q4_K_M 1/1, A-8B-128K-Q4_K_M 1/1");
  expect ((const char *const[]) { "a/m.gguf", "b/m.gguf", NULL }, "b/m.gguf 1/1, a/m.gguf 1/1");
  expect ((const char *const[]) { "m.Q4_0.gguf", "m-Q4_0.gguf", NULL }, "m-Q4_0 1/1, m.Q4_0 1/1");
  /* names that no file of a repository can have */
  expect ((const char *const[]) { "../m-Q4_0.gguf", "/etc/m-Q4_0.gguf", "a//m.gguf", "a/../m.gguf", "a\\m.gguf",
                                  "m\n.gguf", "\xff.gguf", "./m.gguf", ".m-Q4_0.gguf", "", NULL },
          "");
  expect ((const char *const[]) { "モデル-Q4_0.gguf", "name with spaces Q8_0.gguf", "C.GGUF", NULL },
          "C 1/1, name with spaces Q8_0 1/1, Q4_0 1/1");
}

static void
test_choice (void)
{
  g_autoptr(GPtrArray) files = list_of ((const char *const[]) {
    "m-UD-Q4_K_XL.gguf", "m-Q8_0.gguf", "m-fp16-00001-of-00002.gguf", "m-fp16-00002-of-00002.gguf", NULL });
  g_autoptr(EdgeKitVariantGroups) groups = _edgekit_variant_groups_new (files);
  const struct
  {
    const char *wanted;
    const char *name;
  } cases[] = {
    { NULL, "Q8_0" },       { "q8_0", "Q8_0" },           { "Q4_K_XL", "UD-Q4_K_XL" },
    { "ud-q4_k_xl", "UD-Q4_K_XL" }, { "FP16", "F16" }, { "m-fp16-00002-of-00002.gguf", "F16" },
    { "m-Q8_0.gguf", "Q8_0" }, { "Q4_K_M", NULL }, { "", NULL }, { "no-such.gguf", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const EdgeKitVariantGroup *group = _edgekit_variant_groups_find (groups, cases[i].wanted);

      g_assert_cmpstr (group ? group->name : NULL, ==, cases[i].name);
    }
}

static void
test_many (void)
{
  g_autoptr(GPtrArray) files = new_files ();
  g_autoptr(EdgeKitVariantGroups) groups = NULL;

  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *path = g_strdup_printf ("d%u/model-Q4_K_M.gguf", i);

      add (files, path, i % 7 == 0 ? EDGEKIT_UNKNOWN : G_MAXINT64 - i);
    }
  groups = _edgekit_variant_groups_new (files);
  g_assert_cmpuint (groups->variants->len, ==, 100000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/variants/listings", test_listings);
  g_test_add_func ("/variants/labels", test_labels);
  g_test_add_func ("/variants/parts", test_parts);
  g_test_add_func ("/variants/companions", test_companions);
  g_test_add_func ("/variants/tensors", test_tensors);
  g_test_add_func ("/variants/names", test_names);
  g_test_add_func ("/variants/choice", test_choice);
  g_test_add_func ("/variants/many", test_many);
  return g_test_run ();
}
