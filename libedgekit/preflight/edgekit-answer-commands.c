/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-answer-private.h"
#include "edgekit-attachment-private.h"
#include "edgekit-command-private.h"
#include "edgekit-extras-private.h"
#include "edgekit-llama-private.h"
#include "edgekit-model-file-private.h"
#include "edgekit-model-private.h"
#include "edgekit-shell-private.h"

/* The command that runs the model as it was judged. Options are those of
 * llama.cpp's common/arg.cpp. */

static char *
model_file (EdgeKitModel *model)
{
  g_autoptr(EdgeKitModelFile) first = g_list_model_get_item (G_LIST_MODEL (model->files), 0);

  return g_strdup (first && first->name ? first->name : "model.gguf");
}

/* A type that llama.cpp does not know would end it at once, and was not counted with. */
static void
add_cache_type (GStrvBuilder *words, const char *option, const char *type)
{
  if (type && _edgekit_llama_cache_type (type))
    _edgekit_command_add (words, option, _edgekit_llama_cache_type (type)->name); /* it knows small letters only */
}

void
_edgekit_answer_add_cache_options (GStrvBuilder *words, EdgeKitWorkload *w)
{
  add_cache_type (words, "--cache-type-k", edgekit_workload_get_cache_type_k (w));
  add_cache_type (words, "--cache-type-v", edgekit_workload_get_cache_type_v (w));
  if (edgekit_workload_get_flash_attention (w) != EDGEKIT_TRISTATE_UNKNOWN)
    _edgekit_command_add (words, "--flash-attn",
                          edgekit_workload_get_flash_attention (w) == EDGEKIT_TRISTATE_YES ? "on" : "off");
  if (edgekit_workload_get_swa_full (w))
    _edgekit_command_add (words, "--swa-full", NULL);
}

/* How many layers each of several devices gets. */
static void
add_devices (GStrvBuilder *words, const EdgeKitSplit *split)
{
  g_autoptr(GString) shares = g_string_new (NULL);

  if (split->n_devices < 2 || split->gpu_layers == 0)
    return;
  for (guint i = 0; i < split->n_devices; i++)
    g_string_append_printf (shares, "%s%" G_GUINT64_FORMAT, i ? "," : "", split->layers_on[i]);
  _edgekit_command_add (words, "--tensor-split", shares->str);
}

void
_edgekit_answer_add_split_options (GStrvBuilder *words, const EdgeKitSplit *split, gboolean experts)
{
  _edgekit_command_add_number (words, "--n-gpu-layers", split->gpu_layers);
  /* else it would compute batches there, and take memory for that */
  if (split->n_devices == 0)
    _edgekit_command_add (words, "--device", "none");
  if (split->cpu_expert_layers > 0 && experts)
    _edgekit_command_add_number (words, "--n-cpu-moe", split->cpu_expert_layers);
  add_devices (words, split);
}

static void
add_split (GStrvBuilder *words, const EdgeKitQuestion *question, const EdgeKitAnswer *answer)
{
  if (answer->places.n_devices == 0)
    return;
  _edgekit_answer_add_split_options (words, &answer->fit.split, _edgekit_shape_has_experts (question->shape));
}

static void
add_attachments (GStrvBuilder *words, const EdgeKitQuestion *question, const EdgeKitAnswer *answer)
{
  for (guint i = 0; i < g_list_model_get_n_items (question->attachments); i++)
    {
      g_autoptr(EdgeKitAttachment) attachment = g_list_model_get_item (question->attachments, i);
      const char *option = g_str_equal (attachment->kind, EDGEKIT_ATTACHMENT_MMPROJ)  ? "--mmproj"
                           : g_str_equal (attachment->kind, EDGEKIT_ATTACHMENT_DRAFT) ? "--model-draft"
                                                                                      : "--lora";

      if (_edgekit_extras_can_load (answer->estimator, attachment))
        _edgekit_command_add (words, option, attachment->name);
    }
}

static EdgeKitCommand *
make (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, const char *program)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  g_auto(GStrv) argv = NULL;
  g_autofree char *file = model_file (question->model);
  g_autofree char *command = NULL;
  EdgeKitWorkload *w = question->workload;

  _edgekit_command_add (words, program, NULL);
  _edgekit_answer_add_rpc_option (words, answer);
  /* llama.cpp downloads it, and keeps it where other programs find it */
  if (question->model->hub_name)
    _edgekit_command_add (words, "-hf", question->model->hub_name);
  else
    _edgekit_command_add (words, "--model", file);
  _edgekit_command_add_number (words, "--ctx-size", answer->context_used);
  add_split (words, question, answer);
  if (edgekit_workload_get_parallel (w) > 0)
    _edgekit_command_add_number (words, "--parallel", edgekit_workload_get_parallel (w));
  if (edgekit_workload_get_kv_unified (w) == EDGEKIT_TRISTATE_YES)
    _edgekit_command_add (words, "--kv-unified", NULL);
  if (edgekit_workload_get_batch (w) > 0)
    _edgekit_command_add_number (words, "--batch-size", edgekit_workload_get_batch (w));
  if (edgekit_workload_get_ubatch (w) > 0)
    _edgekit_command_add_number (words, "--ubatch-size", edgekit_workload_get_ubatch (w));
  _edgekit_answer_add_cache_options (words, w);
  if (edgekit_workload_get_repack (w) == EDGEKIT_TRISTATE_NO)
    _edgekit_command_add (words, "--no-repack", NULL);
  if (edgekit_workload_get_embeddings (w))
    _edgekit_command_add (words, "--embeddings", NULL);
  add_attachments (words, question, answer);
  argv = g_strv_builder_end (words);
  command = _edgekit_shell_command (EDGEKIT_SHELL_BASH, NULL, (const char *const *) argv);
  return _edgekit_command_new (answer->engine, command);
}

static gboolean
is_llama_cpp (const EdgeKitAnswer *answer)
{
  return g_str_equal (answer->engine, "llama.cpp") || g_str_equal (answer->engine, "ik_llama.cpp");
}

/* The program that the preset is about comes first; another takes the same options. */
GListStore *
_edgekit_answer_make_commands (const EdgeKitQuestion *question, const EdgeKitAnswer *answer)
{
  static const char *const programs[] = { "llama-server", "llama-cli" };
  GListStore *commands = g_list_store_new (EDGEKIT_TYPE_COMMAND);
  const guint first = edgekit_workload_get_preset (question->workload) == EDGEKIT_PRESET_COMPLETION ? 1 : 0;
  g_autofree char *file = model_file (question->model);

  if (!answer->estimator || answer->reason == EDGEKIT_VERDICT_REASON_ENGINE)
    return commands;
  _edgekit_answer_add_servers (question, answer, commands);
  if (answer->estimator->network)
    _edgekit_answer_add_network_command (question, answer, commands);
  else
    _edgekit_answer_add_wrapped_command (question, answer, file, commands);
  for (guint i = 0; is_llama_cpp (answer) && i < G_N_ELEMENTS (programs); i++)
    {
      g_autoptr(EdgeKitCommand) command = make (question, answer, programs[(first + i) % G_N_ELEMENTS (programs)]);

      g_list_store_append (commands, command);
    }
  for (guint i = 0; answer->places.n_machines > 1 && i < g_list_model_get_n_items (G_LIST_MODEL (commands)); i++)
    {
      g_autoptr(EdgeKitCommand) command = g_list_model_get_item (G_LIST_MODEL (commands), i);

      if (command->machine == EDGEKIT_UNKNOWN)
        command->machine = 1;
    }
  return commands;
}
