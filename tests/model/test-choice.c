/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which files of a folder or a repository are the model. */

#include "config.h"

#include <string.h>

#include "edgekit-model-choice-private.h"
#include "memory-files.h"

#define MAX_FILES 8

typedef struct
{
  const char *files[MAX_FILES];
  const char *named;  /* or NULL */
  const char *chosen; /* "gguf X", "index X", "X Y" for shards; or a part of the error */
} Case;

static const Case cases[] = {
  { { "config.json", "model.safetensors", "tokenizer.json" }, NULL, "model.safetensors" },
  { { "config.json", "model.safetensors.index.json", "model-00001-of-00002.safetensors" },
    NULL,
    "index model.safetensors.index.json" },
  /* engines take the one file first */
  { { "config.json", "model.safetensors", "model.safetensors.index.json" }, NULL, "model.safetensors" },
  /* without an index, the names say how many there are */
  { { "config.json", "model-00002-of-00003.safetensors", "model_extra_tensors.safetensors" },
    NULL,
    "model-00001-of-00003.safetensors model-00002-of-00003.safetensors model-00003-of-00003.safetensors" },
  { { "config.json", "model_00002-of-00002.safetensors" },
    NULL,
    "model_00001-of-00002.safetensors model_00002-of-00002.safetensors" },
  { { "config.json", "model-00001-of-000002.safetensors" },
    NULL,
    "model-00001-of-000002.safetensors model-00002-of-000002.safetensors" },
  /* Mistral's own copy of the weights */
  { { "config.json", "params.json", "consolidated.safetensors", "model.safetensors.index.json" },
    NULL,
    "index model.safetensors.index.json" },
  { { "config.json", "consolidated.safetensors" }, NULL, "consolidated.safetensors" },
  { { "config.json", "consolidated.safetensors", "model-00001-of-00001.safetensors" },
    NULL,
    "model-00001-of-00001.safetensors" },
  { { "params.json", "consolidated.safetensors" }, NULL, "config.json" },
  { { "config.json", "weights.safetensors" }, NULL, "weights.safetensors" },
  { { "config.json", "a.safetensors", "b.safetensors" }, NULL, "2 models; name one of them: a.safetensors, b.saf" },
  { { "config.json", "a.safetensors", "b.safetensors" }, "b.safetensors", "b.safetensors" },
  { { "config.json", "model-00005-of-00002.safetensors" }, NULL, "the numbers in the name" },
  { { "config.json", "model-00001-of-99999.safetensors" }, NULL, "the numbers in the name" },
  /* GGUF beside, and alone */
  { { "config.json", "model.safetensors", "model-q4.gguf" }, NULL, "model.safetensors beside model-q4.gguf" },
  { { "config.json", "model.safetensors", "model-q4.gguf" }, "model-q4.gguf", "gguf model-q4.gguf" },
  { { "config.json", "model-q4.gguf", "README.md" }, NULL, "gguf model-q4.gguf" },
  { { "model.safetensors", "model-q4.gguf" }, NULL, "gguf model-q4.gguf" },
  { { "m-00001-of-00002.gguf", "m-00002-of-00002.gguf", "mmproj-f16.gguf" }, NULL, "gguf m-00001-of-00002.gguf" },
  { { "a.gguf", "b.gguf" }, NULL, "2 models; name one of them: a.gguf, b.gguf" },
  /* whichever file of it is named */
  { { "config.json", "model.safetensors" }, "config.json", "model.safetensors" },
  { { "config.json", "model.safetensors" }, "model.safetensors", "model.safetensors" },
  { { "config.json", "x.safetensors.index.json" }, "x.safetensors.index.json", "index x.safetensors.index.json" },
  { { "config.json", "x-00002-of-00002.safetensors", "x.safetensors.index.json" },
    "x-00002-of-00002.safetensors",
    "index x.safetensors.index.json" },
  { { "config.json", "x-00002-of-00002.safetensors" },
    "x-00002-of-00002.safetensors",
    "x-00001-of-00002.safetensors x-00002-of-00002.safetensors" },
  /* what is no model, or not all of one */
  { { NULL }, NULL, "there is no model in this folder" },
  { { "README.md", "tokenizer.json" }, NULL, "there is no model in this folder" },
  { { "config.json" }, NULL, "its weights (.safetensors files) are not in it" },
  { { "model.safetensors" }, NULL, "config.json that describes the model is not beside" },
  { { "model.safetensors" }, "model.safetensors", "config.json that describes the model is not beside" },
  { { "adapter_config.json", "adapter_model.safetensors" }, NULL, "adapter (LoRA)" },
  { { "adapter_config.json", "adapter_model.bin", "tokenizer.json" }, NULL, "adapter (LoRA)" },
  { { "adapter_config.json", "adapter_model.safetensors" }, "adapter_model.safetensors", "adapter (LoRA)" },
  { { "config.json", "pytorch_model.bin" }, NULL, "another format (PyTorch)" },
  { { "config.json", "pytorch_model-00001-of-00002.bin" }, NULL, "another format (PyTorch)" },
  { { "model_index.json", "unet.safetensors" }, NULL, "diffusers" },
};

static char *
describe (const EdgeKitModelChoice *choice)
{
  GString *text = g_string_new (NULL);

  if (choice->gguf)
    g_string_append_printf (text, "gguf %s", choice->gguf);
  if (choice->index)
    g_string_append_printf (text, "index %s", choice->index);
  for (guint i = 0; i < choice->shards->len; i++)
    g_string_append_printf (text, "%s%s", i ? " " : "", (char *) g_ptr_array_index (choice->shards, i));
  for (guint i = 0; i < choice->beside->len; i++)
    g_string_append_printf (text, " beside %s", (char *) g_ptr_array_index (choice->beside, i));
  return g_string_free (text, FALSE);
}

static void
test_choice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(EdgeKitModelFiles) files = memory_files_new ();
      g_autoptr(GError) error = NULL;
      g_autoptr(EdgeKitModelChoice) choice = NULL;
      g_autofree char *text = NULL;

      for (guint j = 0; j < MAX_FILES && cases[i].files[j]; j++)
        memory_files_add (files, cases[i].files[j], "", 0);
      choice = _edgekit_model_choice_new (files, cases[i].named, NULL, &error);
      if (choice)
        {
          text = describe (choice);
          g_assert_no_error (error);
          g_assert_cmpstr (text, ==, cases[i].chosen);
          continue;
        }
      g_assert_nonnull (error);
      g_assert_null (strpbrk (error->message, "\n\r"));
      if (!strstr (error->message, cases[i].chosen))
        g_test_fail_printf ("“%s” does not say “%s”", error->message, cases[i].chosen);
    }
}

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    gboolean ok;
  } names[] = {
    { "model-00001-of-00002.safetensors", TRUE },   { "model-000001-of-000002.safetensors", TRUE },
    { "model_00001-of-00002.SAFETENSORS", TRUE },    { "m-00001-of-00002.safetensors", TRUE },
    { "-00001-of-00002.safetensors", FALSE },        { "00001-of-00002.safetensors", FALSE },
    { "model-0001-of-0002.safetensors", FALSE },     { "model-00001-of-0000002.safetensors", FALSE },
    { "model-00001-of-00002.gguf", FALSE },          { "model.00001-of-00002.safetensors", FALSE },
    { "model-00001_of_00002.safetensors", FALSE },   { "of-00002.safetensors", FALSE },
    { ".safetensors", FALSE },                       { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      EdgeKitPartName part;
      gboolean ok = _edgekit_part_name_parse (names[i].name, ".safetensors", &part);

      g_assert_cmpint (ok, ==, names[i].ok);
      if (ok)
        {
          g_autofree char *again = _edgekit_part_name_sibling (names[i].name, &part, 1);

          g_assert_cmpuint (part.number, ==, 1);
          g_assert_cmpuint (part.count, ==, 2);
          g_assert_cmpstr (again, ==, names[i].name);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/choice/choice", test_choice);
  g_test_add_func ("/choice/names", test_names);
  return g_test_run ();
}
