/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-answer-private.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"
#include "edgekit-model-private.h"
#include "edgekit-placement-private.h"
#include "edgekit-speed-private.h"
#include "edgekit-verdict-private.h"

/* Every sentence of a verdict is here, one function for each reason, so that
 * the command, the report and the window say the same. */

typedef struct
{
  const EdgeKitQuestion *question;
  const EdgeKitAnswer *answer;
  EdgeKitPlacement *placement;
  EdgeKitSpeed *speed; /* or NULL */
  char *model; /* "Llama 3.1 8B Instruct (Q4_K_M)" */
  const char *engine; /* "vLLM" */
} Words;

static char *
memory (const Words *w, guint64 bytes)
{
  return edgekit_format_memory ((gint64) MIN (bytes, G_MAXINT64), w->question->units);
}

/* What the pool use says is free of the fullest pool beside the likely bytes; the
 * picture divides it into “perhaps” and “free”. */
static char *
to_spare (const Words *w)
{
  gint64 least = G_MAXINT64;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (w->placement->pools)); i++)
    {
      g_autoptr(EdgeKitPoolUse) use = g_list_model_get_item (G_LIST_MODEL (w->placement->pools), i);

      if (use->used && use->free != EDGEKIT_UNKNOWN)
        least = MIN (least, use->free);
    }
  return memory (w, least);
}

static gboolean
are_several (const Words *w)
{
  return w->answer->places.n_machines > 1;
}

/* Of those with a part of the model. */
static guint
count_cards (const Words *w)
{
  guint cards = 0;

  for (guint i = 0; i < w->answer->fit.split.n_devices; i++)
    cards += w->answer->fit.split.layers_on[i] > 0;
  return cards;
}

/* What lies in two kinds of memory: as fast as people read, or not. */
static const char *
split_headline (const Words *w, gboolean slow_if_unknown)
{
  const gboolean slow = w->speed ? w->speed->likely < EDGEKIT_READING_SPEED : slow_if_unknown;

  return slow ? _ ("Runs, but slowly") : _ ("Runs at a usable speed");
}

static const char *
headline (const Words *w)
{
  switch (w->answer->reason)
    {
    case EDGEKIT_VERDICT_REASON_ONE_GPU:
    case EDGEKIT_VERDICT_REASON_SEVERAL_GPUS:
    case EDGEKIT_VERDICT_REASON_SHARED_MEMORY:
      return _ ("Runs well on this computer");
    case EDGEKIT_VERDICT_REASON_SEVERAL_MACHINES:
      return _ ("Runs on these computers together");
    case EDGEKIT_VERDICT_REASON_MAIN_MEMORY:
      return _ ("Runs on the processor");
    case EDGEKIT_VERDICT_REASON_LITTLE_LEFT:
      return _ ("Fits, but only just");
    case EDGEKIT_VERDICT_REASON_INTERVAL:
      return _ ("Probably fits");
    case EDGEKIT_VERDICT_REASON_SPLIT_LAYERS:
      return split_headline (w, TRUE);
    case EDGEKIT_VERDICT_REASON_SPLIT_EXPERTS:
      return split_headline (w, FALSE);
    case EDGEKIT_VERDICT_REASON_CONTEXT_REDUCED:
    case EDGEKIT_VERDICT_REASON_CONTEXT_TOO_LONG:
      return _ ("Runs with a shorter conversation");
    case EDGEKIT_VERDICT_REASON_WEIGHTS:
      return are_several (w) ? _ ("Too big for these computers") : _ ("Too big for this computer");
    case EDGEKIT_VERDICT_REASON_MEMORY_IN_USE:
      return _ ("Too big right now");
    case EDGEKIT_VERDICT_REASON_CONTEXT_BELOW_MINIMUM:
      return _ ("Conversation too short");
    case EDGEKIT_VERDICT_REASON_DISK:
      return _ ("Not enough disk space");
    case EDGEKIT_VERDICT_REASON_ARCHITECTURE_UNKNOWN:
    case EDGEKIT_VERDICT_REASON_MEMORY_UNKNOWN:
      return _ ("Cannot say for sure");
    case EDGEKIT_VERDICT_REASON_ENGINE:
    default:
      return NULL;
    }
}

static char *
say_fits (const Words *w)
{
  g_autofree char *spare = to_spare (w);
  const guint cards = count_cards (w);

  if (w->answer->reason == EDGEKIT_VERDICT_REASON_SHARED_MEMORY)
    /* Translators: %1$s is a model, %2$s a size of memory: "Llama 3.1 8B Instruct (Q4_K_M)", "17 GiB" */
    return g_strdup_printf (_ ("%1$s fits in the memory that processor and graphics share, with %2$s to spare."),
                            w->model, spare);
  if (w->answer->reason == EDGEKIT_VERDICT_REASON_ONE_GPU)
    /* Translators: %1$s is a model, %2$s a size of memory */
    return g_strdup_printf (_ ("%1$s fits in the graphics card’s memory with %2$s to spare."), w->model, spare);
  /* Translators: %1$s is a model, %2$u a number of cards, %3$s a size of memory */
  return g_strdup_printf (_edgekit_ngettext ("%1$s is spread over %2$u graphics card with %3$s to spare.",
                                             "%1$s is spread over %2$u graphics cards with %3$s to spare.", cards),
                          w->model, cards, spare);
}

static char *
say_several_machines (const Words *w)
{
  const guint n = _edgekit_answer_count_machines (w->answer);
  g_autofree char *spare = to_spare (w);

  /* Translators: %1$s is a model, %2$u a number of computers, at least two, %3$s a size of memory */
  return g_strdup_printf (_edgekit_ngettext ("%1$s is spread over %2$u computer with %3$s to spare.",
                                             "%1$s is spread over %2$u computers with %3$s to spare.", n),
                          w->model, n, spare);
}

static char *
say_main_memory (const Words *w)
{
  g_autofree char *spare = to_spare (w);
  g_autofree char *rate = NULL;

  if (w->answer->places.n_devices > 0)
    /* Translators: %1$s is a model, %2$s a size of memory */
    return g_strdup_printf (_ ("%1$s fits in main memory with %2$s to spare. The graphics card is not used."), w->model,
                            spare);
  if (!w->speed)
    /* Translators: %1$s is a model, %2$s a size of memory */
    return g_strdup_printf (_ ("%1$s fits in main memory with %2$s to spare. There is no usable graphics card, so it "
                               "answers more slowly than with one."),
                            w->model, spare);
  rate = edgekit_format_speed (w->speed->low, w->speed->high);
  /* Translators: %1$s is a model, %2$s a size of memory, %3$s a range of speeds: "7–10 tokens/s" */
  return g_strdup_printf (_ ("%1$s fits in main memory with %2$s to spare. Without a usable graphics card it answers "
                             "at %3$s."),
                          w->model, spare, rate);
}

static char *
say_tight (const Words *w)
{
  g_autofree char *percent = NULL;
  g_autofree char *range = NULL;
  g_autofree char *limit = NULL;

  if (w->answer->reason == EDGEKIT_VERDICT_REASON_INTERVAL)
    {
      range = edgekit_format_memory_range ((gint64) w->answer->needed_low, (gint64) w->answer->needed_high,
                                           w->question->units);
      limit = memory (w, w->answer->offered);
      /* Translators: %1$s is a model, %2$s a range of sizes, %3$s a size: "9.0–10.1 GiB", "9.3 GiB" */
      return g_strdup_printf (_ ("%1$s needs %2$s; the limit is %3$s."), w->model, range, limit);
    }
  percent = edgekit_format_percent (w->answer->fit.likely);
  if (edgekit_hardware_profile_get_live (w->question->profile))
    /* Translators: %1$s is a model, %2$s a percentage: "79 %" */
    return g_strdup_printf (_ ("%1$s takes %2$s of the memory that is free right now. Opening a large app meanwhile "
                               "can stop it."),
                            w->model, percent);
  /* Translators: %1$s is a model, %2$s a percentage: "79 %" */
  return g_strdup_printf (_ ("%1$s takes %2$s of the memory that is free. Opening a large app meanwhile can stop it."),
                          w->model, percent);
}

static char *
say_experts (const Words *w)
{
  const guint cards = count_cards (w);

  if (are_several (w))
    /* Translators: %s is a model */
    return g_strdup_printf (_ ("%s keeps rarely used parts (experts) in main memory and everything else on the devices "
                               "of the computers."),
                            w->model);
  if (cards <= 1)
    /* Translators: %s is a model */
    return g_strdup_printf (_ ("%s keeps rarely used parts (experts) in main memory and everything else on the "
                               "graphics card."),
                            w->model);
  /* Translators: %1$s is a model, %2$u a number of graphics cards, at least two */
  return g_strdup_printf (_edgekit_ngettext ("%1$s keeps rarely used parts (experts) in main memory and everything else "
                                             "on %2$u graphics card.",
                                             "%1$s keeps rarely used parts (experts) in main memory and everything else "
                                             "on %2$u graphics cards.",
                                             cards),
                          w->model, cards);
}

static char *
say_why_split (const Words *w)
{
  if (edgekit_workload_get_gpu_layers (w->question->workload) >= 0)
    /* Translators: %s is a model; who asks chose what lies where */
    return g_strdup_printf (_ ("%s is divided as you asked."), w->model);
  if (are_several (w))
    /* Translators: %s is a model */
    return g_strdup_printf (_ ("%s does not fit whole in the memory of the devices."), w->model);
  /* Translators: %s is a model */
  return g_strdup_printf (_ ("%s does not fit whole in the graphics memory."), w->model);
}

static char *
say_layers (const Words *w)
{
  const guint there = (guint) w->answer->fit.split.gpu_layers, all = w->question->shape->layers->len + 1;
  const guint cards = count_cards (w);

  if (are_several (w))
    /* Translators: of the model; %1$u and %2$u are numbers of layers */
    return g_strdup_printf (_ ("The devices take %1$u of its %2$u layers, the main memory of the first computer the "
                               "rest."),
                            there, all);
  if (cards <= 1 && w->answer->places.places[1].on_host)
    /* Translators: of the model, where the graphics are a part of the processor; %1$u and %2$u are numbers of layers */
    return g_strdup_printf (_ ("The built-in graphics take %1$u of its %2$u layers, the processor the rest."), there, all);
  if (cards <= 1)
    /* Translators: of the model; %1$u and %2$u are numbers of layers */
    return g_strdup_printf (_ ("The graphics card takes %1$u of its %2$u layers, main memory the rest."), there, all);
  /* Translators: of the model; %1$u is a number of graphics cards, at least two, %2$u and %3$u are numbers of layers */
  return g_strdup_printf (_edgekit_ngettext ("%1$u graphics card takes %2$u of its %3$u layers, main memory the rest.",
                                             "%1$u graphics cards take %2$u of its %3$u layers, main memory the rest.",
                                             cards),
                          cards, there, all);
}

static char *
say_split (const Words *w)
{
  g_autofree char *why = NULL;
  g_autofree char *layers = NULL;

  if (w->answer->reason == EDGEKIT_VERDICT_REASON_SPLIT_EXPERTS)
    return say_experts (w);
  why = say_why_split (w);
  layers = say_layers (w);
  /* Translators: two sentences about a model: why it is divided, and how */
  return g_strdup_printf (C_ ("sentences", "%1$s %2$s"), why, layers);
}

static char *
say_context (const Words *w)
{
  const gint64 rounded = _edgekit_verdict_round_context (w->answer->context_usable, w->answer->context_model_max);
  g_autofree char *usable = edgekit_format_tokens (rounded);
  g_autofree char *pages = edgekit_format_pages (rounded);
  g_autofree char *asked = NULL;

  if (w->answer->reason == EDGEKIT_VERDICT_REASON_CONTEXT_REDUCED)
    /* Translators: %1$s is a model, %2$s "6,100 tokens", %3$s "about 9 pages" */
    return g_strdup_printf (_ ("%1$s fits with up to %2$s (%3$s)."), w->model, usable, pages);
  if (w->answer->reason == EDGEKIT_VERDICT_REASON_CONTEXT_BELOW_MINIMUM)
    {
      asked = edgekit_format_tokens (w->question->min_context);
      /* Translators: %1$s is a model, %2$s "4,096 tokens" */
      return g_strdup_printf (_ ("%1$s itself fits, but fewer than %2$s of conversation would."), w->model, asked);
    }
  asked = edgekit_format_tokens (w->answer->context_requested);
  /* Translators: %1$s is a model, %2$s "12,000 tokens", %3$s "about 18 pages", %4$s "32,768 tokens" */
  return g_strdup_printf (_ ("%1$s fits up to %2$s (%3$s). You asked for %4$s."), w->model, usable, pages, asked);
}

static char *
say_too_big (const Words *w)
{
  g_autofree char *needed = memory (w, w->answer->needed);
  g_autofree char *offered = memory (w, w->answer->offered);
  g_autofree char *to_free = memory (w, w->answer->to_free);

  if (w->answer->reason == EDGEKIT_VERDICT_REASON_MEMORY_IN_USE)
    /* Translators: %1$s is a model, %2$s a size of memory */
    return g_strdup_printf (_ ("%1$s would fit if other apps freed %2$s."), w->model, to_free);
  if (are_several (w))
    /* Translators: %1$s is a model, %2$s and %3$s are sizes of memory */
    return g_strdup_printf (_ ("%1$s needs %2$s. These computers can offer %3$s together."), w->model, needed, offered);
  if (edgekit_hardware_profile_get_live (w->question->profile))
    /* Translators: %1$s is a model, %2$s and %3$s are sizes of memory */
    return g_strdup_printf (_ ("%1$s needs %2$s. This computer can offer %3$s right now."), w->model, needed, offered);
  /* Translators: %1$s is a model, %2$s and %3$s are sizes of memory */
  return g_strdup_printf (_ ("%1$s needs %2$s. This computer can offer %3$s."), w->model, needed, offered);
}

static char *
say_unknown (const Words *w)
{
  g_autofree char *range = NULL;
  g_autofree char *offered = memory (w, w->answer->offered);
  const EdgeKitPlace *host = &w->answer->places.places[0];

  if (w->answer->reason == EDGEKIT_VERDICT_REASON_ARCHITECTURE_UNKNOWN)
    {
      range = edgekit_format_memory_range ((gint64) w->answer->needed_low, (gint64) w->answer->needed_high,
                                           w->question->units);
      if (are_several (w))
        /* Translators: %1$s is the name of a model architecture, %2$s a range of sizes, %3$s a size */
        return g_strdup_printf (_ ("EdgeKit does not know the design “%1$s” yet. It needs %2$s; these computers can "
                                   "offer %3$s together."),
                                w->question->shape->architecture, range, offered);
      /* Translators: %1$s is the name of a model architecture, %2$s a range of sizes, %3$s a size */
      return g_strdup_printf (_ ("EdgeKit does not know the design “%1$s” yet. It needs %2$s; this computer can "
                                 "offer %3$s."),
                              w->question->shape->architecture, range, offered);
    }
  range = memory (w, w->answer->needed);
  if (host->capacity == EDGEKIT_UNKNOWN)
    /* Translators: %1$s is a model, %2$s a size of memory */
    return g_strdup_printf (_ ("How much main memory there is could not be read. %1$s needs %2$s."), w->model, range);
  /* Translators: %s is a model */
  return g_strdup_printf (_ ("How much memory is free could not be read, so %s is compared with its full size."),
                          w->model);
}

static char *
say_engine (const Words *w)
{
  if (!w->answer->estimator)
    /* Translators: %s is the name of a program, such as vLLM */
    return g_strdup_printf (_ ("EdgeKit cannot predict yet how much memory %s takes."), w->engine);
  if (w->answer->outcome == EDGEKIT_OUTCOME_UNKNOWN)
    /* Translators: %s is the name of a program, such as vLLM */
    return g_strdup_printf (_ ("Whether %s loads this kind of file is not known."), w->engine);
  if (g_str_has_prefix (w->answer->refusal, "engine-needs"))
    /* Translators: %s is the name of a program, such as vLLM */
    return g_strdup_printf (_ ("%s does not run on this computer."), w->engine);
  if (g_str_has_prefix (w->answer->refusal, "machines-"))
    /* Translators: %s is the name of a program, such as vLLM */
    return g_strdup_printf (_ ("%s does not run on these computers together."), w->engine);
  if (g_strcmp0 (w->answer->refusal, "cards-do-not-divide") == 0)
    /* Translators: %s is the name of a program, such as vLLM */
    return g_strdup_printf (_ ("%s cannot divide the model among so many graphics cards."), w->engine);
  /* Translators: %s is the name of a program, such as llama.cpp */
  return g_strdup_printf (_ ("%s cannot load this kind of file."), w->engine);
}

static char *
summary (const Words *w)
{
  switch (w->answer->reason)
    {
    case EDGEKIT_VERDICT_REASON_ONE_GPU:
    case EDGEKIT_VERDICT_REASON_SEVERAL_GPUS:
    case EDGEKIT_VERDICT_REASON_SHARED_MEMORY:
      return say_fits (w);
    case EDGEKIT_VERDICT_REASON_SEVERAL_MACHINES:
      return say_several_machines (w);
    case EDGEKIT_VERDICT_REASON_MAIN_MEMORY:
      return say_main_memory (w);
    case EDGEKIT_VERDICT_REASON_LITTLE_LEFT:
    case EDGEKIT_VERDICT_REASON_INTERVAL:
      return say_tight (w);
    case EDGEKIT_VERDICT_REASON_SPLIT_LAYERS:
    case EDGEKIT_VERDICT_REASON_SPLIT_EXPERTS:
      return say_split (w);
    case EDGEKIT_VERDICT_REASON_CONTEXT_REDUCED:
    case EDGEKIT_VERDICT_REASON_CONTEXT_TOO_LONG:
    case EDGEKIT_VERDICT_REASON_CONTEXT_BELOW_MINIMUM:
      return say_context (w);
    case EDGEKIT_VERDICT_REASON_WEIGHTS:
    case EDGEKIT_VERDICT_REASON_MEMORY_IN_USE:
      return say_too_big (w);
    case EDGEKIT_VERDICT_REASON_ARCHITECTURE_UNKNOWN:
    case EDGEKIT_VERDICT_REASON_MEMORY_UNKNOWN:
      return say_unknown (w);
    case EDGEKIT_VERDICT_REASON_ENGINE:
      return say_engine (w);
    case EDGEKIT_VERDICT_REASON_DISK: /* of downloads, which are not checked here */
    default:
      g_assert_not_reached ();
    }
}

static char *
name_of (EdgeKitModel *model)
{
  const char *title = model->title && *model->title ? model->title : model->name;

  if (!title || !*title)
    title = _ ("This model");
  if (!model->quantization || strstr (title, model->quantization))
    return g_strdup (title);
  return g_strdup_printf ("%s (%s)", title, model->quantization);
}

EdgeKitVerdict *
_edgekit_answer_make_verdict (const EdgeKitQuestion *question, const EdgeKitAnswer *answer,
                              EdgeKitPlacement *placement, EdgeKitSpeed *speed)
{
  EdgeKitVerdict *self = g_object_new (EDGEKIT_TYPE_VERDICT, NULL);
  g_autofree char *model = name_of (question->model);
  g_autofree char *title = _edgekit_engine_make_title (answer->engine);
  const Words words = { question, answer, placement, speed, model, title ? title : answer->engine };

  self->outcome = answer->outcome;
  self->reason = answer->reason;
  self->summary = summary (&words);
  if (answer->reason == EDGEKIT_VERDICT_REASON_ENGINE)
    /* Translators: %s is the name of a program, such as vLLM */
    self->headline = g_strdup_printf (_ ("Not with %s"), words.engine);
  else
    self->headline = g_strdup (headline (&words));
  if (answer->fit.bill.n_charges > 0 && answer->fit.likely < G_MAXDOUBLE && !_edgekit_answer_is_blind (answer))
    self->utilization = answer->fit.likely;
  self->context_model_max = answer->context_model_max;
  self->context_requested = answer->context_requested;
  self->context_used = answer->context_used;
  self->context_usable = answer->context_usable;
  return self;
}
