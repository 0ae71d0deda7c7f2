/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-accelerator-private.h"
#include "edgekit-answer-private.h"
#include "edgekit-finding-private.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"
#include "edgekit-model-private.h"
#include "edgekit-note-private.h"

/* What a person should know beside the verdict. */

static void
add (GListStore *findings, const char *code, EdgeKitSeverity severity, const char *message, const char *hint)
{
  g_autoptr(EdgeKitFinding) finding = _edgekit_finding_new (code, severity, message, hint, NULL);

  g_list_store_append (findings, finding);
}

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
    { "cache-type-unknown", N_ ("The engine has no such type of KV cache; the estimate is for f16."),
      N_ ("Use f16, q8_0, q5_1, q5_0, q4_1, q4_0, iq4_nl, bf16 or f32.") },
    { "cache-type-head-size", N_ ("This model’s heads do not divide into blocks of a quantized KV cache."),
      N_ ("Use f16 for the KV cache.") },
    { "cache-types-differ", N_ ("This model needs the same type for keys and values."), NULL },
    { "cache-type-flash-attention", N_ ("Quantized values in the KV cache need flash attention."),
      N_ ("Turn flash attention on, or use f16 for values.") },
    { "engine-format", N_ ("The engine cannot read this format."), N_ ("llama.cpp reads GGUF files.") },
  };

  for (guint i = 0; answer->refusal && i < G_N_ELEMENTS (refusals); i++)
    if (g_str_equal (refusals[i].code, answer->refusal))
      add (findings, refusals[i].code, EDGEKIT_SEVERITY_WARNING, _ (refusals[i].message),
           refusals[i].hint ? _ (refusals[i].hint) : NULL);
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
  add (findings, "context-beyond-model", EDGEKIT_SEVERITY_WARNING, message, NULL);
}

static void
add_places (const EdgeKitAnswer *answer, GListStore *findings)
{
  g_autofree char *message = NULL;

  if (answer->places.assumed)
    add (findings, "available-assumed", EDGEKIT_SEVERITY_INFO,
         _ ("How much memory was free is not recorded, so all of it is counted."), NULL);
  if (answer->places.unread)
    add (findings, "available-unknown", EDGEKIT_SEVERITY_WARNING, _ ("How much memory is free could not be read."),
         NULL);
  if (!answer->places.left_out)
    return;
  /* Translators: %s is the name of a graphics card */
  message = g_strdup_printf (_ ("The memory of %s could not be read, so the card is not counted on."),
                             answer->places.left_out->name ? answer->places.left_out->name : _ ("the graphics card"));
  add (findings, "graphics-memory-unknown", EDGEKIT_SEVERITY_WARNING, message, NULL);
}

static void
add_architecture (const EdgeKitQuestion *question, GListStore *findings)
{
  g_autofree char *message = NULL;

  if (question->shape->known)
    return;
  /* Translators: %s is the name of a model architecture */
  message = g_strdup_printf (_ ("EdgeKit does not know the design “%s” yet, so the figures are bounds."),
                             question->shape->architecture);
  add (findings, "architecture-unknown", EDGEKIT_SEVERITY_WARNING, message, NULL);
}

void
_edgekit_answer_add_findings (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, GListStore *findings)
{
  GListModel *notes = G_LIST_MODEL (question->model->notes);

  add_refusal (answer, findings);
  add_context (answer, findings);
  add_places (answer, findings);
  _edgekit_answer_add_mapped (question, answer, findings);
  add_architecture (question, findings);
  for (guint i = 0; i < g_list_model_get_n_items (notes); i++)
    {
      g_autoptr(EdgeKitNote) note = g_list_model_get_item (notes, i);

      if (g_strcmp0 (note->code, "architecture-unknown") != 0) /* said above */
        add (findings, note->code, note->severity, note->message, note->hint);
    }
}
