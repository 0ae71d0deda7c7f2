/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-answer-private.h"
#include "edgekit-command-private.h"
#include "edgekit-shell-private.h"

/* The commands of programs that have llama.cpp inside and options of their own:
 * Ollama's Modelfile (docs/modelfile.md; the options of a runner in api/types.go)
 * and the server of llama-cpp-python (llama_cpp/server/settings.py). Neither can
 * keep the experts of some layers in main memory. */

/* The numbers of enum ggml_type, as llama-cpp-python wants them. */
static const struct
{
  const char *name;
  gint64 number;
} types[] = {
  { "f32", 0 },  { "f16", 1 },  { "q4_0", 2 },    { "q4_1", 3 },  { "q5_0", 6 },
  { "q5_1", 7 }, { "q8_0", 8 }, { "iq4_nl", 20 }, { "bf16", 30 },
};

static void
add_type (GStrvBuilder *words, const char *option, const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (types[i].name, type) == 0)
      _edgekit_command_add_number (words, option, types[i].number);
}

static char *
write_python (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, const char *file)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  EdgeKitWorkload *w = question->workload;
  g_auto(GStrv) argv = NULL;

  g_strv_builder_add_many (words, "python3", "-m", "llama_cpp.server", "--model", file, NULL);
  _edgekit_command_add_number (words, "--n_ctx", answer->context_used);
  if (answer->places.n_devices > 0)
    _edgekit_command_add_number (words, "--n_gpu_layers", answer->fit.split.gpu_layers);
  _edgekit_command_add_number (words, "--n_batch", answer->settings.batch); /* its own default is another one */
  if (answer->settings.flash_attention)
    g_strv_builder_add_many (words, "--flash_attn", "true", NULL); /* off unless asked for */
  add_type (words, "--type_k", edgekit_workload_get_cache_type_k (w));
  add_type (words, "--type_v", edgekit_workload_get_cache_type_v (w));
  argv = g_strv_builder_end (words);
  return _edgekit_shell_command (EDGEKIT_SHELL_BASH, NULL, (const char *const *) argv);
}

/* A name of Ollama's: small letters, digits and signs that need no quotes. */
static char *
ollama_name (const char *file)
{
  char *name = g_ascii_strdown (file, -1);

  if (g_str_has_suffix (name, ".gguf"))
    name[strlen (name) - strlen (".gguf")] = '\0';
  for (char *c = name; *c; c++)
    if (!g_ascii_isalnum (*c) && (c == name || !strchr ("._-", *c)))
      *c = c == name ? 'm' : '-';
  if (!*name)
    {
      g_free (name);
      return g_strdup ("model");
    }
  return name;
}

static char *
write_ollama (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, const char *file)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  g_autofree char *name = ollama_name (file);
  g_autofree char *from = g_strdup_printf ("FROM ./%s", file);
  g_autofree char *context = g_strdup_printf ("PARAMETER num_ctx %" G_GINT64_FORMAT, answer->context_used);
  g_autofree char *layers = NULL;
  g_autofree char *printed = NULL;
  g_autofree char *create = NULL;
  g_autofree char *run = NULL;
  g_autofree char *written = NULL;
  g_auto(GStrv) argv = NULL;
  const char *const create_words[] = { "ollama", "create", name, "-f", "Modelfile", NULL };
  const char *const run_words[] = { "ollama", "run", name, NULL };

  g_strv_builder_add_many (words, "printf", "%s\\n", from, context, NULL);
  if (answer->places.n_devices > 0)
    {
      layers = g_strdup_printf ("PARAMETER num_gpu %" G_GUINT64_FORMAT, answer->fit.split.gpu_layers);
      g_strv_builder_add (words, layers);
    }
  argv = g_strv_builder_end (words);
  printed = _edgekit_shell_command (EDGEKIT_SHELL_BASH, NULL, (const char *const *) argv);
  written = g_strconcat (printed, " > Modelfile", NULL);
  create = _edgekit_shell_command (EDGEKIT_SHELL_BASH, NULL, create_words);
  run = _edgekit_shell_command (EDGEKIT_SHELL_BASH, NULL, run_words);
  return g_strconcat (written, " && ", create, " && ", run, NULL);
}

/* A line of its own would be one more instruction of a Modelfile. */
static gboolean
is_one_line (const char *file)
{
  for (const char *c = file; *c; c++)
    if (g_ascii_iscntrl (*c))
      return FALSE;
  return TRUE;
}

void
_edgekit_answer_add_wrapped_command (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, const char *file,
                                     GListStore *commands)
{
  g_autoptr(EdgeKitCommand) command = NULL;
  g_autofree char *text = NULL;

  if (answer->fit.split.cpu_expert_layers > 0 && _edgekit_shape_has_experts (question->shape))
    return;
  if (g_str_equal (answer->engine, "llama-cpp-python"))
    text = write_python (question, answer, file);
  else if (g_str_equal (answer->engine, "ollama") && is_one_line (file))
    text = write_ollama (question, answer, file);
  if (!text)
    return;
  command = _edgekit_command_new (answer->engine, text);
  g_list_store_append (commands, command);
}
