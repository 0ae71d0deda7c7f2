/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-accelerator-private.h"
#include "edgekit-answer-private.h"
#include "edgekit-attachment-private.h"
#include "edgekit-extras-private.h"
#include "edgekit-finding-private.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"
#include "edgekit-model-private.h"
#include "edgekit-note-private.h"

/* What a person should know beside the verdict. */

/* What an engine says no to, by the words of its estimator. */
static void
add_refusal (const EdgeKitAnswer *answer, GListStore *findings)
{
  static const struct
  {
    const char *code;
    const char *message;
    const char *hint;
  } refusals[] = {
    { "cache-type-unknown", N_ ("The engine has no such type of KV cache; the estimate is for 16 bits."),
      N_ ("llama.cpp has f16, q8_0, q5_1, q5_0, q4_1, q4_0, iq4_nl, bf16 and f32, vLLM auto, fp8 and nvfp4, mlx-lm 8bit "
          "and 4bit.") },
    { "cache-type-head-size", N_ ("This model’s heads do not divide into blocks of a quantized KV cache."),
      N_ ("Use f16 for the KV cache.") },
    { "cache-types-differ", N_ ("This model needs the same type for keys and values."), NULL },
    { "cache-type-flash-attention", N_ ("Quantized values in the KV cache need flash attention."),
      N_ ("Turn flash attention on, or use f16 for values.") },
    { "engine-format", N_ ("The engine cannot read this format."),
      N_ ("llama.cpp and Ollama read GGUF files, vLLM safetensors, mlx-lm MLX and safetensors.") },
    { "vllm-gguf-unsure", N_ ("vLLM reads GGUF files only with the plug-in vllm-gguf-plugin, which is experimental."),
      N_ ("Use the safetensors version of the model, or llama.cpp for this one.") },
    { "mlx-packing-unsure", N_ ("Whether mlx-lm reads weights that are packed in this way is not known."),
      N_ ("Use an MLX version of the model, or the one in 16 bits.") },
    { "engine-needs-card", N_ ("vLLM needs a graphics card with CUDA or ROCm, and none is usable here."),
      N_ ("llama.cpp runs the GGUF version of the model on what there is.") },
    { "engine-needs-newer-card", N_ ("vLLM needs a graphics card of compute capability 7.0 or newer."),
      N_ ("llama.cpp runs the GGUF version of the model on this card.") },
    { "machines-not-known", N_ ("EdgeKit knows no way to spread a model over several computers with this engine."),
      N_ ("llama.cpp does that with GGUF files, and vLLM with safetensors.") },
    { "machines-too-many", N_ ("llama.cpp works with at most 16 devices, those of the other computers included."),
      N_ ("Name fewer computers.") },
    { "machines-need-cards", N_ ("vLLM needs a graphics card with CUDA or ROCm in each of the computers."),
      N_ ("llama.cpp also uses computers without one.") },
    { "machines-differ", N_ ("vLLM needs as many graphics cards of the same kind in each of the computers."),
      N_ ("llama.cpp also uses computers that differ.") },
    { "engine-needs-mac", N_ ("mlx-lm needs a Mac with an Apple chip."),
      N_ ("vLLM and llama.cpp run other versions of the model on this computer.") },
  };

  for (guint i = 0; answer->refusal && i < G_N_ELEMENTS (refusals); i++)
    if (g_str_equal (refusals[i].code, answer->refusal))
      _edgekit_finding_append (findings, refusals[i].code, EDGEKIT_SEVERITY_WARNING, _ (refusals[i].message),
                               refusals[i].hint ? _ (refusals[i].hint) : NULL);
}

/* vLLM fills its share of the card whatever the model. */
static void
add_reserve (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, GListStore *findings)
{
  g_autofree char *message = NULL;
  g_autofree char *reserved = NULL;
  g_autofree char *percent = NULL;
  g_autofree char *tokens = NULL;

  if (answer->reserve.reserved == 0)
    return;
  reserved = edgekit_format_memory ((gint64) answer->reserve.reserved, question->units);
  percent = edgekit_format_percent (answer->settings.fraction);
  tokens = edgekit_format_tokens ((gint64) MIN (answer->reserve.tokens, G_MAXINT64));
  if (answer->reserve.tokens > 0)
    /* Translators: %1$s is a size of memory, %2$s a percentage, %3$s "449,000 tokens" */
    message = g_strdup_printf (_ ("vLLM takes %1$s of each card (%2$s) when it starts, whatever the model needs. What is "
                                  "left of that holds %3$s of all conversations together."),
                               reserved, percent, tokens);
  else
    /* Translators: %1$s is a size of memory, %2$s a percentage */
    message = g_strdup_printf (_ ("vLLM takes %1$s of each card (%2$s) when it starts, and nothing of that would be left "
                                  "for conversations."),
                               reserved, percent);
  _edgekit_finding_append (findings, "memory-reserved", EDGEKIT_SEVERITY_INFO, message,
                           _ ("The option --gpu-memory-utilization changes that."));
}

static char *
say_included (EdgeKitAttachment *attachment, const char *size)
{
  if (g_str_equal (attachment->kind, EDGEKIT_ATTACHMENT_MMPROJ))
    /* Translators: %s is a size of memory; mmproj is how files of that kind are called */
    return g_strdup_printf (_ ("The picture part (mmproj) is included: %s."), size);
  if (g_str_equal (attachment->kind, EDGEKIT_ATTACHMENT_DRAFT))
    /* Translators: %s is a size of memory; a draft model guesses words ahead for the model */
    return g_strdup_printf (_ ("The draft model is included: %s, and its own memory of the conversation."), size);
  /* Translators: %s is a size of memory; LoRA is how files of that kind are called */
  return g_strdup_printf (_ ("The adapter (LoRA) is included: %s."), size);
}

static void
add_attachments (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, GListStore *findings)
{
  for (guint i = 0; answer->estimator && i < g_list_model_get_n_items (question->attachments); i++)
    {
      g_autoptr(EdgeKitAttachment) attachment = g_list_model_get_item (question->attachments, i);
      g_autofree char *size = edgekit_format_memory (attachment->weights_size, question->units);
      g_autofree char *message = NULL;

      if (_edgekit_extras_can_load (answer->estimator, attachment))
        {
          message = say_included (attachment, size);
          _edgekit_finding_append (findings, "companion-included", EDGEKIT_SEVERITY_INFO, message, NULL);
          continue;
        }
      /* Translators: %1$s is the name of a program such as vLLM, %2$s that of a file */
      message = g_strdup_printf (_ ("%1$s does not load %2$s, so it is not counted."), answer->engine, attachment->name);
      _edgekit_finding_append (findings, "companion-not-loaded", EDGEKIT_SEVERITY_WARNING, message, NULL);
    }
}

/* Cards that do not work as one with this model. */
static void
add_division (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, GListStore *findings)
{
  gint64 n = edgekit_workload_get_tensor_parallel (question->workload);
  g_autofree char *message = NULL;
  const char *why;

  if (n <= 0 || !answer->estimator || !answer->estimator->network)
    return;
  if (n > answer->places.n_devices / answer->places.n_machines)
    /* Translators: %1$d and %2$u are numbers of graphics cards */
    message = g_strdup_printf (_ ("%1$d cards are to work as one, and %2$u can be used."), (int) MIN (n, G_MAXINT),
                               answer->places.n_devices / answer->places.n_machines);
  else if (!answer->estimator->network->can_divide (question->network, n, &why))
    /* Translators: %d is a number of graphics cards */
    message = g_strdup_printf (_ ("The heads of this model do not divide among %d cards, so the engine refuses."),
                               (int) MIN (n, G_MAXINT));
  if (message)
    _edgekit_finding_append (findings, "cards-do-not-divide", EDGEKIT_SEVERITY_WARNING, message,
                             _ ("Leave the number of cards open, and EdgeKit chooses it."));
}

static void
add_context (const EdgeKitAnswer *answer, GListStore *findings)
{
  g_autofree char *message = NULL;
  g_autofree char *maximum = NULL;

  if (answer->context_model_max <= 0 || answer->context_requested <= answer->context_model_max)
    return;
  maximum = edgekit_format_tokens (answer->context_model_max);
  /* Translators: %s is "8,192 tokens" */
  message = g_strdup_printf (_ ("The model was made for conversations of up to %s; beyond that its answers get worse."),
                             maximum);
  _edgekit_finding_append (findings, "context-beyond-model", EDGEKIT_SEVERITY_WARNING, message, NULL);
}

static void
add_places (const EdgeKitAnswer *answer, GListStore *findings)
{
  g_autofree char *message = NULL;

  if (answer->places.assumed)
    _edgekit_finding_append (findings, "available-assumed", EDGEKIT_SEVERITY_INFO,
                             _ ("How much memory was free is not recorded, so all of it is counted."), NULL);
  if (answer->places.unread)
    _edgekit_finding_append (findings, "available-unknown", EDGEKIT_SEVERITY_WARNING,
                             _ ("How much memory is free could not be read."), NULL);
  if (!answer->places.left_out)
    return;
  /* Translators: %s is the name of a graphics card */
  message = g_strdup_printf (_ ("The memory of %s could not be read, so the card is not counted on."),
                             answer->places.left_out->name ? answer->places.left_out->name : _ ("the graphics card"));
  _edgekit_finding_append (findings, "graphics-memory-unknown", EDGEKIT_SEVERITY_WARNING, message, NULL);
}

static void
add_architecture (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, GListStore *findings)
{
  g_autofree char *message = NULL;
  g_autofree char *low = edgekit_format_memory ((gint64) MIN (answer->needed_low, G_MAXINT64), question->units);
  g_autofree char *high = edgekit_format_memory ((gint64) MIN (answer->needed_high, G_MAXINT64), question->units);

  if (question->shape->known)
    return;
  if (answer->needed_high > answer->needed_low)
    /* Translators: %1$s is the name of a model architecture, %2$s and %3$s are sizes: “161 MiB”, “265 MiB” */
    message = g_strdup_printf (_ ("EdgeKit does not know the design “%1$s” yet, so it may need anything between %2$s and "
                                  "%3$s."),
                               question->shape->architecture, low, high);
  else
    /* Translators: %s is the name of a model architecture */
    message = g_strdup_printf (_ ("EdgeKit does not know the design “%s” yet."), question->shape->architecture);
  _edgekit_finding_append (findings, "architecture-unknown", EDGEKIT_SEVERITY_WARNING, message, NULL);
}

void
_edgekit_answer_add_findings (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, GListStore *findings)
{
  GListModel *notes = G_LIST_MODEL (question->model->notes);

  add_refusal (answer, findings);
  add_division (question, answer, findings);
  _edgekit_answer_add_machines (question, answer, findings);
  add_reserve (question, answer, findings);
  add_attachments (question, answer, findings);
  add_context (answer, findings);
  add_places (answer, findings);
  _edgekit_answer_add_mapped (question, answer, findings);
  add_architecture (question, answer, findings);
  for (guint i = 0; i < g_list_model_get_n_items (notes); i++)
    {
      g_autoptr(EdgeKitNote) note = g_list_model_get_item (notes, i);

      if (g_strcmp0 (note->code, "architecture-unknown") != 0) /* said above */
        _edgekit_finding_append (findings, note->code, note->severity, edgekit_note_get_message (note),
                                 edgekit_note_get_hint (note));
    }
}
