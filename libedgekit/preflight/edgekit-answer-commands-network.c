/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "edgekit-accelerator-private.h"
#include "edgekit-answer-private.h"
#include "edgekit-attachment-private.h"
#include "edgekit-command-private.h"
#include "edgekit-extras-private.h"
#include "edgekit-model-file-private.h"
#include "edgekit-model-private.h"
#include "edgekit-shell-private.h"
#include "edgekit-vllm-private.h"

/* The commands of engines that load a network whole. Options are those of vLLM's
 * vllm/engine/arg_utils.py, and of mlx_lm/server.py, chat.py and generate.py at
 * d78bf58e. */

static char *
folder_name (const char *title)
{
  if (!title || !*title)
    return g_strdup (".");
  return strchr (title, '/') ? g_strdup (title) : g_strconcat ("./", title, NULL);
}

/* A repository, a folder beside the current one, or a file of the plug-in. */
static char *
model_name (EdgeKitModel *model)
{
  g_autoptr(EdgeKitModelFile) first = g_list_model_get_item (G_LIST_MODEL (model->files), 0);

  if (g_strcmp0 (model->format, "gguf") == 0)
    return g_strdup (first && first->name ? first->name : "model.gguf");
  return folder_name (model->title);
}

static EdgeKitHardwareProfile *
profile_of (const EdgeKitAnswer *answer, guint machine)
{
  for (guint i = 0; i < answer->places.n_devices; i++)
    if (answer->places.places[i + 1].machine == machine)
      return answer->places.places[i + 1].profile;
  return answer->places.places[0].profile;
}

/* An engine takes the first ones by itself, in the order of their slots. */
char *
_edgekit_answer_list_visible (const EdgeKitAnswer *answer, guint machine)
{
  GListModel *all = edgekit_hardware_profile_get_accelerators (profile_of (answer, machine));
  const char *variable = g_str_equal (answer->places.backend, "hip") ? "HIP_VISIBLE_DEVICES" : "CUDA_VISIBLE_DEVICES";
  g_autoptr(GString) list = g_string_new (NULL);
  guint index = 0, used = 0;
  gboolean first_ones = TRUE;

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(EdgeKitAccelerator) a = g_list_model_get_item (all, i);
      gboolean chosen = FALSE;

      for (guint j = 0; j < answer->fit.split.n_devices; j++)
        chosen |= answer->places.places[j + 1].machine == machine && answer->places.places[j + 1].device == a &&
                  answer->fit.split.layers_on[j] > 0;
      if (chosen)
        {
          g_string_append_printf (list, "%s%u", used++ ? "," : "", index);
          first_ones &= index + 1 == used;
        }
      index += a->runtimes && g_strv_contains ((const char *const *) a->runtimes, answer->places.backend);
    }
  return first_ones ? NULL : g_strdup_printf ("%s=%s", variable, list->str);
}

static guint
count_devices (const EdgeKitAnswer *answer)
{
  guint n = 0;

  for (guint i = 0; i < answer->fit.split.n_devices; i++)
    n += answer->fit.split.layers_on[i] > 0;
  return n;
}

#define DRAFT_TOKENS 5 /* as vLLM's own examples have it */

static void
add_vllm_attachment (GStrvBuilder *words, EdgeKitAttachment *attachment)
{
  g_autofree char *name = folder_name (attachment->model ? attachment->model->title : attachment->name);
  g_autofree char *value = NULL;

  if (attachment->model)
    {
      g_autofree char *escaped = g_strescape (name, NULL);

      value = g_strdup_printf ("{\"model\": \"%s\", \"num_speculative_tokens\": %d}", escaped, DRAFT_TOKENS);
      _edgekit_command_add (words, "--speculative-config", value);
      return;
    }
  value = g_strconcat ("adapter=", name, NULL);
  _edgekit_command_add (words, "--enable-lora", NULL);
  _edgekit_command_add (words, "--lora-modules", value);
}

static void
add_mlx_lm_attachment (GStrvBuilder *words, EdgeKitAttachment *attachment)
{
  g_autofree char *name = folder_name (attachment->model ? attachment->model->title : attachment->name);

  _edgekit_command_add (words, attachment->model ? "--draft-model" : "--adapter-path", name);
}

/* Of a kind that an engine takes once, the first is counted and named. */
static void
add_attachments (GStrvBuilder *words, const EdgeKitQuestion *question, const EdgeKitAnswer *answer,
                 void (*add_one) (GStrvBuilder *words, EdgeKitAttachment *attachment))
{
  gboolean draft = FALSE, adapter = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (question->attachments); i++)
    {
      g_autoptr(EdgeKitAttachment) attachment = g_list_model_get_item (question->attachments, i);
      gboolean *had = attachment->model ? &draft : &adapter;

      if (!*had && _edgekit_extras_can_load (answer->estimator, attachment))
        add_one (words, attachment);
      *had = TRUE;
    }
}

static void
add_vllm (GStrvBuilder *words, const EdgeKitQuestion *question, const EdgeKitAnswer *answer, const char *name)
{
  EdgeKitWorkload *w = question->workload;
  const EdgeKitSettings *s = &answer->settings;
  const guint machines = answer->places.n_machines;
  char fraction[G_ASCII_DTOSTR_BUF_SIZE];

  _edgekit_command_add (words, "vllm", "serve");
  _edgekit_command_add (words, name, NULL);
  _edgekit_command_add_number (words, "--max-model-len", answer->context_used);
  if (fabs (s->fraction - _edgekit_vllm_release_number (s->release, "fraction")) > 0.001)
    _edgekit_command_add (words, "--gpu-memory-utilization", g_ascii_formatd (fraction, sizeof fraction, "%.2f", s->fraction));
  if (count_devices (answer) / machines > 1)
    _edgekit_command_add_number (words, "--tensor-parallel-size", count_devices (answer) / machines);
  if (machines > 1)
    {
      _edgekit_command_add_number (words, "--pipeline-parallel-size", machines);
      _edgekit_command_add (words, "--distributed-executor-backend", "ray");
    }
  if (edgekit_workload_get_parallel (w) > 0)
    _edgekit_command_add_number (words, "--max-num-seqs", edgekit_workload_get_parallel (w));
  if (edgekit_workload_get_batch (w) > 0)
    _edgekit_command_add_number (words, "--max-num-batched-tokens", edgekit_workload_get_batch (w));
  if (!g_str_equal (s->type_k, "auto"))
    _edgekit_command_add (words, "--kv-cache-dtype", s->type_k);
  if (s->eager)
    _edgekit_command_add (words, "--enforce-eager", NULL);
  add_attachments (words, question, answer, add_vllm_attachment);
}

/* Only mlx_lm.generate packs its cache, and only mlx_lm.chat bounds it. */
static void
add_mlx_lm (GStrvBuilder *words, const EdgeKitQuestion *question, const EdgeKitAnswer *answer, const char *name)
{
  EdgeKitWorkload *w = question->workload;
  const guint bits = _edgekit_mlx_lm_cache_bits (answer->settings.type_k);

  if (bits < 16)
    {
      _edgekit_command_add (words, "mlx_lm.generate", "--model");
      _edgekit_command_add (words, name, NULL);
      _edgekit_command_add_number (words, "--kv-bits", bits);
      _edgekit_command_add (words, "--prompt", "-");
    }
  else if (edgekit_workload_get_preset (w) == EDGEKIT_PRESET_COMPLETION)
    {
      _edgekit_command_add (words, "mlx_lm.chat", "--model");
      _edgekit_command_add (words, name, NULL);
      _edgekit_command_add_number (words, "--max-kv-size", answer->context_used);
    }
  else
    {
      _edgekit_command_add (words, "mlx_lm.server", "--model");
      _edgekit_command_add (words, name, NULL);
      if (edgekit_workload_get_parallel (w) > 0)
        _edgekit_command_add_number (words, "--decode-concurrency", edgekit_workload_get_parallel (w));
      if (edgekit_workload_get_batch (w) > 0)
        _edgekit_command_add_number (words, "--prefill-step-size", edgekit_workload_get_batch (w));
    }
  add_attachments (words, question, answer, add_mlx_lm_attachment);
}

void
_edgekit_answer_add_network_command (const EdgeKitQuestion *question, const EdgeKitAnswer *answer,
                                     GListStore *commands)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  g_autofree char *name = model_name (question->model);
  /* of several computers it is Ray that must see them */
  g_autofree char *devices = answer->places.n_machines > 1 ? NULL : _edgekit_answer_list_visible (answer, 0);
  /* without it CUDA numbers cards by how fast it finds them */
  const char *environment[] = { "CUDA_DEVICE_ORDER=PCI_BUS_ID", devices, NULL };
  g_auto(GStrv) argv = NULL;
  g_autofree char *line = NULL;
  g_autoptr(EdgeKitCommand) command = NULL;

  if (answer->estimator == &_edgekit_mlx_lm_estimator)
    add_mlx_lm (words, question, answer, name);
  else
    add_vllm (words, question, answer, name);
  argv = g_strv_builder_end (words);
  line = _edgekit_shell_command (EDGEKIT_SHELL_BASH,
                                 !devices                                         ? NULL
                                 : g_str_equal (answer->places.backend, "cuda") ? environment
                                                                                  : environment + 1,
                                 (const char *const *) argv);
  command = _edgekit_command_new (answer->engine, line);
  g_list_store_append (commands, command);
}
