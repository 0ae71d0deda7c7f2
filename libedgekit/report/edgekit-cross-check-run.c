/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-collector-private.h"
#include "edgekit-command-private.h"
#include "edgekit-cross-check-private.h"
#include "edgekit-error.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-model-private.h"
#include "edgekit-preflight-private.h"
#include "edgekit-snapshot-private.h"

#define PROGRAM "llama-fit-params"
#define TIMEOUT_MS 60000 /* it reads the header of the model and starts the drivers */
#define MAX_OUTPUT (64 * 1024)
#define MIB G_GUINT64_CONSTANT (1048576)

/* The same question in the words of llama.cpp's common/arg.cpp. It takes no number of conversations. */
static GStrv
make_argv (const char *program, const char *model_file, const EdgeKitQuestion *question, const EdgeKitAnswer *answer,
           EdgeKitWorkload *w)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();

  _edgekit_command_add (words, program, NULL);
  _edgekit_command_add (words, "--fit-print", "on");
  _edgekit_command_add (words, "--no-repack", NULL);
  _edgekit_command_add (words, "--model", model_file);
  _edgekit_command_add_number (words, "--ctx-size", answer->context_used);
  _edgekit_command_add_number (words, "--batch-size", edgekit_workload_get_batch (w));
  _edgekit_command_add_number (words, "--ubatch-size", edgekit_workload_get_ubatch (w));
  _edgekit_answer_add_cache_options (words, w);
  _edgekit_answer_add_split_options (words, &answer->fit.split, _edgekit_shape_has_experts (question->shape));
  return g_strv_builder_end (words);
}

/* What the program will be asked: one conversation, with an output for each token of a batch. */
static EdgeKitWorkload *
make_workload (const EdgeKitAnswer *answer, EdgeKitWorkload *asked)
{
  EdgeKitWorkload *w = edgekit_workload_new ();

  edgekit_workload_set_preset (w, EDGEKIT_PRESET_COMPLETION);
  edgekit_workload_set_parallel (w, 1);
  edgekit_workload_set_batch (w, (gint64) answer->settings.batch);
  edgekit_workload_set_ubatch (w, (gint64) answer->settings.ubatch);
  edgekit_workload_set_cache_type_k (w, edgekit_workload_get_cache_type_k (asked));
  edgekit_workload_set_cache_type_v (w, edgekit_workload_get_cache_type_v (asked));
  edgekit_workload_set_flash_attention (w, edgekit_workload_get_flash_attention (asked));
  edgekit_workload_set_swa_full (w, edgekit_workload_get_swa_full (asked));
  return w;
}

static gboolean
estimate (EdgeKitCrossCheck *self, const EdgeKitQuestion *question, const EdgeKitAnswer *answer, EdgeKitWorkload *w)
{
  g_autofree EdgeKitBill *bill = g_new0 (EdgeKitBill, 1);
  EdgeKitSettings settings;
  const char *why;

  if (!answer->estimator->get_settings (question->shape, w, (guint64) answer->context_used, &settings, &why))
    return FALSE;
  answer->estimator->price (question->shape, &settings, &answer->fit.split, bill);
  self->estimate_weights = self->estimate_context = self->estimate_compute = 0;
  for (guint pool = 0; pool <= answer->fit.split.n_devices; pool++)
    {
      self->estimate_weights += (gint64) _edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_WEIGHTS);
      self->estimate_context += (gint64) (_edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_KV_CACHE) +
                                          _edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_RECURRENT_STATE));
      self->estimate_compute += (gint64) _edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_COMPUTE);
    }
  self->estimate = self->estimate_weights + self->estimate_context + self->estimate_compute;
  return TRUE;
}

/* "NAME MODEL CONTEXT COMPUTE" in MiB (common_fit_print in common/fit.cpp); a name may have spaces. */
static gboolean
parse_line (char *line, guint64 mib[3])
{
  g_strchomp (line);
  for (int i = 2; i >= 0; i--)
    {
      char *word = strrchr (line, ' ');

      if (!word || !g_ascii_string_to_unsigned (word + 1, 10, 0, 1 << 30, &mib[i], NULL))
        return FALSE;
      *word = '\0';
    }
  return *line != '\0';
}

gboolean
_edgekit_cross_check_parse (EdgeKitCrossCheck *self, const char *text, gsize length)
{
  g_autofree char *copy = g_strndup (text, length); /* ends at a NUL */
  g_auto(GStrv) lines = g_strsplit (copy, "\n", -1);
  guint64 sums[3] = { 0 };
  guint n = 0;
  gboolean host = FALSE;

  for (guint i = 0; lines[i] && !host; i++)
    {
      guint64 mib[3];

      host = g_str_has_prefix (lines[i], "Host ");
      if (!parse_line (lines[i], mib))
        {
          host = FALSE; /* a driver may talk there, too */
          continue;
        }
      if (++n > EDGEKIT_MAX_DEVICES + 1)
        return FALSE;
      for (guint k = 0; k < 3; k++)
        sums[k] += mib[k];
    }
  if (!host || sums[0] == 0) /* main memory comes last, and always */
    return FALSE;
  self->reported_weights = (gint64) (sums[0] * MIB);
  self->reported_context = (gint64) (sums[1] * MIB);
  self->reported_compute = (gint64) (sums[2] * MIB);
  self->reported = self->reported_weights + self->reported_context + self->reported_compute;
  if (self->estimate > 0)
    self->ratio = (double) self->estimate / (double) self->reported;
  return TRUE;
}

static const char *
ask (EdgeKitCrossCheck *self, GStrv argv, guint timeout_ms, GCancellable *cancellable)
{
  EdgeKitChild child = { .argv = (const char *const *) argv };
  const char *failure = NULL;

  _edgekit_children_run (&child, 1, timeout_ms, MAX_OUTPUT, cancellable);
  if (g_cancellable_is_cancelled (cancellable))
    failure = "cancelled";
  else if (child.truncated)
    failure = "unreadable";
  else if (g_strcmp0 (child.failure, EDGEKIT_FAILURE_IO) == 0)
    failure = "failed";
  else if (child.failure)
    failure = child.failure;
  else if (!_edgekit_cross_check_parse (self, child.output->str, child.output->len))
    failure = "unreadable";
  g_string_free (child.output, TRUE);
  return failure;
}

static const char *
run (EdgeKitCrossCheck *self, EdgeKitPreflight *preflight, const char *model_file, guint timeout_ms,
     GCancellable *cancellable)
{
  EdgeKitQuestion question;
  const EdgeKitAnswer *answer = _edgekit_preflight_get_answer (preflight);
  g_autoptr(EdgeKitWorkload) workload = NULL;
  g_autofree char *path = NULL;
  g_auto(GStrv) argv = NULL;

  if (!answer || !_edgekit_preflight_get_question (preflight, &question) ||
      g_strcmp0 (answer->engine, "llama.cpp") != 0 || answer->context_used <= 0)
    return "engine";
  if (g_strcmp0 (question.model->format, "gguf") != 0 || !g_file_test (model_file, G_FILE_TEST_IS_REGULAR))
    return "file";
  self->program = g_find_program_in_path (PROGRAM);
  if (!self->program || !_edgekit_may_run (self->program))
    return EDGEKIT_FAILURE_MISSING;
  workload = make_workload (answer, question.workload);
  if (!estimate (self, &question, answer, workload))
    return "engine";
  path = g_canonicalize_filename (model_file, NULL); /* it will run in another folder */
  argv = make_argv (self->program, path, &question, answer, workload);
  return ask (self, argv, timeout_ms, cancellable);
}

EdgeKitCrossCheck *
_edgekit_cross_check_run (EdgeKitPreflight *preflight, const char *model_file, guint timeout_ms,
                          GCancellable *cancellable)
{
  EdgeKitCrossCheck *self = g_object_new (EDGEKIT_TYPE_CROSS_CHECK, NULL);

  self->failure = g_strdup (run (self, preflight, model_file, timeout_ms, cancellable));
  return self;
}

/**
 * edgekit_cross_check_run:
 * @preflight: a [class@EdgeKit.Preflight] with a computer, and with the model of @model_file
 * @model_file: (type filename): the GGUF file, the first of several
 * @cancellable: (nullable): a cancellable
 *
 * Runs `llama-fit-params`, if it is installed, in a process of its own, which is
 * stopped after a minute. This blocks so long.
 *
 * Returns: (transfer full): the figures, or in
 *   [property@EdgeKit.CrossCheck:failure] why there are none
 *
 * Since: 0.1
 */
EdgeKitCrossCheck *
edgekit_cross_check_run (EdgeKitPreflight *preflight, const char *model_file, GCancellable *cancellable)
{
  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (preflight), NULL);
  g_return_val_if_fail (model_file != NULL, NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  return _edgekit_cross_check_run (preflight, model_file, TIMEOUT_MS, cancellable);
}

/**
 * edgekit_cross_check_describe_failure:
 * @self: a [class@EdgeKit.CrossCheck]
 *
 * Says for people why there are no figures of the program.
 *
 * Returns: (transfer full) (nullable): a sentence, or %NULL when there are figures
 *
 * Since: 0.1
 */
char *
edgekit_cross_check_describe_failure (EdgeKitCrossCheck *self)
{
  /* Translators: “llama-fit-params” is the name of a program. */
  static const struct
  {
    const char *failure;
    const char *sentence;
  } sentences[] = {
    { "engine", N_ ("llama-fit-params can say nothing here: it is for a model that llama.cpp runs.") },
    { "file", N_ ("llama-fit-params needs the model as a GGUF file on this computer.") },
    { "missing", N_ ("llama-fit-params was not found. It comes with llama.cpp.") },
    { "timeout", N_ ("llama-fit-params did not answer within a minute and was stopped.") },
    { "crashed", N_ ("llama-fit-params crashed. Another release of llama.cpp may do better.") },
    { "failed", N_ ("llama-fit-params gave up. Run it by itself to see why.") },
    { "unreadable", N_ ("llama-fit-params answered something else. Another release of llama.cpp may do better.") },
  };

  g_return_val_if_fail (EDGEKIT_IS_CROSS_CHECK (self), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (g_strcmp0 (self->failure, sentences[i].failure) == 0)
      return g_strdup (_ (sentences[i].sentence));
  return g_strdup (self->failure ? _ ("llama-fit-params could not be asked.") : NULL);
}

/**
 * edgekit_cross_check_add_to_json:
 * @self: a [class@EdgeKit.CrossCheck]
 * @document: an `edgekit.preflight/1` document, of [method@EdgeKit.Preflight.to_json]
 *
 * Adds the figures to @document, as its member `cross_check`.
 *
 * Returns: (transfer full): a JSON document
 *
 * Since: 0.1
 */
char *
edgekit_cross_check_add_to_json (EdgeKitCrossCheck *self, const char *document)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  g_return_val_if_fail (EDGEKIT_IS_CROSS_CHECK (self), NULL);
  g_return_val_if_fail (document != NULL, NULL);

  root = json_from_string (document, NULL);
  g_return_val_if_fail (root && JSON_NODE_HOLDS_OBJECT (root), NULL);
  _edgekit_record_write_object (self, builder);
  json_object_set_member (json_node_get_object (root), "cross_check", json_builder_get_root (builder));
  return _edgekit_json_to_string (root);
}
