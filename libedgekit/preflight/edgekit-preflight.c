/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-command.h"
#include "edgekit-enum-types.h"
#include "edgekit-preflight-private.h"

/**
 * EdgeKitPreflight:
 *
 * Answers whether a model runs on a computer, and keeps the answer current.
 *
 * Give it a [property@EdgeKit.Preflight:profile] and a
 * [property@EdgeKit.Preflight:model], change the
 * [property@EdgeKit.Preflight:workload] as you like, and read the
 * [property@EdgeKit.Preflight:verdict]. A getter always gives the answer to the
 * present question; the notifications of a burst of changes come together, from
 * the main loop. An answer takes a few milliseconds and touches nothing.
 *
 * ```c
 * g_autoptr(EdgeKitPreflight) preflight = edgekit_preflight_new ();
 *
 * edgekit_preflight_set_profile (preflight, profile);
 * edgekit_preflight_set_model (preflight, model);
 * g_print ("%s\n", edgekit_verdict_get_summary (edgekit_preflight_get_verdict (preflight)));
 * ```
 *
 * A preflight belongs to the thread that made it.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitPreflight, edgekit_preflight, G_TYPE_OBJECT)

/**
 * EdgeKitPreflight:profiles: (getter get_profiles) (setter set_profiles)
 *
 * The computers that are to hold the model together; the first is
 * [property@EdgeKit.Preflight:profile], and starts the engine.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPreflight:models: (getter get_models)
 *
 * The models that are asked about; the first is [property@EdgeKit.Preflight:model].
 *
 * Since: 0.1
 */
/**
 * EdgeKitPreflight:profile: (getter get_profile) (setter set_profile)
 *
 * The computer; %NULL as long as none is known.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPreflight:model: (getter get_model) (setter set_model)
 *
 * The model; %NULL as long as none is chosen.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPreflight:workload: (getter get_workload) (setter set_workload)
 *
 * What the model is to do. Never %NULL; may be changed in place.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPreflight:comfortable-utilization: (getter get_comfortable_utilization) (setter set_comfortable_utilization)
 *
 * The share of the free memory up to which a model *fits*. 0.70 unless set.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPreflight:max-utilization: (getter get_max_utilization) (setter set_max_utilization)
 *
 * The share of the free memory beyond which a model does not run. 0.85 unless set.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPreflight:min-context: (getter get_min_context) (setter set_min_context)
 *
 * The shortest context, in tokens, that is worth running a model for. 4096 unless set.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPreflight:memory-units: (getter get_memory_units) (setter set_memory_units)
 *
 * How sentences write sizes of memory.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPreflight:attachments: (getter get_attachments)
 *
 * What is loaded together with the model, a list of [class@EdgeKit.Attachment].
 *
 * Since: 0.1
 */
/**
 * EdgeKitPreflight:ready: (getter get_ready)
 *
 * Whether there is an answer: a profile and a model are set.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPreflight:estimate: (getter get_estimate)
 *
 * How much memory the model needs; %NULL when not ready.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPreflight:verdict: (getter get_verdict)
 *
 * Whether it runs; %NULL when not ready.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPreflight:placement: (getter get_placement)
 *
 * What would lie where; %NULL when not ready.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPreflight:speed: (getter get_speed)
 *
 * How fast it would answer; %NULL when that is not known.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPreflight:commands: (getter get_commands)
 *
 * The commands that run it, a list of [class@EdgeKit.Command].
 *
 * Since: 0.1
 */
/**
 * EdgeKitPreflight:engine: (getter get_engine)
 *
 * The engine that the answer is for, which is chosen where the workload names none.
 *
 * Since: 0.1
 */

enum
{
  PROP_PROFILES = 1,
  PROP_MODELS,
  PROP_PROFILE,
  PROP_MODEL,
  PROP_WORKLOAD,
  PROP_COMFORTABLE_UTILIZATION,
  PROP_MAX_UTILIZATION,
  PROP_MIN_CONTEXT,
  PROP_MEMORY_UNITS,
  PROP_ATTACHMENTS,
  PROP_READY,
  PROP_ESTIMATE,
  PROP_VERDICT,
  PROP_PLACEMENT,
  PROP_SPEED,
  PROP_COMMANDS,
  PROP_ENGINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

const EdgeKitResult *
_edgekit_preflight_get_result (EdgeKitPreflight *self)
{
  EdgeKitQuestion question;

  if (!self->result && _edgekit_preflight_get_question (self, &question))
    self->result = _edgekit_result_new (&question);
  return self->result;
}

gboolean
_edgekit_preflight_get_question (EdgeKitPreflight *self, EdgeKitQuestion *question)
{
  if (!self->profile || !self->model)
    return FALSE;
  if (!self->shape)
    self->shape = _edgekit_shape_new_for_model (self->model);
  if (!self->extras)
    self->extras = _edgekit_extras_new (G_LIST_MODEL (self->attachments));
  if (!self->network)
    self->network = _edgekit_network_new (self->model);
  *question = (EdgeKitQuestion) {
    .profile = self->profile,
    .profiles = G_LIST_MODEL (self->profiles),
    .model = self->model,
    .shape = self->shape,
    .network = self->network,
    .attachments = G_LIST_MODEL (self->attachments),
    .extras = self->extras,
    .workload = self->workload,
    .comfortable_utilization = self->comfortable_utilization,
    .max_utilization = self->max_utilization,
    .min_context = self->min_context,
    .units = self->memory_units,
  };
  return TRUE;
}

const EdgeKitAnswer *
_edgekit_preflight_get_answer (EdgeKitPreflight *self)
{
  const EdgeKitResult *result = _edgekit_preflight_get_result (self);

  return result ? result->answer : NULL;
}

/* Runs where the context is, which need not be the thread that the preflight belongs
 * to: of a preflight that was made in a thread of a pool, it is the main thread. */
static gboolean
tell (gpointer data)
{
  g_autoptr(EdgeKitPreflight) self = g_weak_ref_get (data);

  if (!self)
    return G_SOURCE_REMOVE;
  g_atomic_int_set (&self->telling, FALSE);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint id = PROP_READY; id < N_PROPS; id++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
  g_object_thaw_notify (G_OBJECT (self));
  return G_SOURCE_REMOVE;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
drop_idle (EdgeKitPreflight *self)
{
  if (self->idle)
    g_source_destroy (self->idle);
  g_clear_pointer (&self->idle, g_source_unref);
}

/* The question changed. A slider changes it sixty times a second, and a reset of
 * all settings many times at once: who listens is told once for each turn of the
 * main loop. */
void
_edgekit_preflight_question_changed (EdgeKitPreflight *self)
{
  GWeakRef *weak;

  g_clear_pointer (&self->result, _edgekit_result_free);
  if (!g_atomic_int_compare_and_exchange (&self->telling, FALSE, TRUE))
    return;
  drop_idle (self);
  weak = g_new (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  self->idle = g_idle_source_new ();
  g_source_set_priority (self->idle, G_PRIORITY_HIGH_IDLE);
  g_source_set_static_name (self->idle, "[edgekit] preflight");
  g_source_set_callback (self->idle, tell, weak, weak_ref_free);
  g_source_attach (self->idle, g_main_context_get_thread_default ());
}

static void
edgekit_preflight_dispose (GObject *object)
{
  EdgeKitPreflight *self = EDGEKIT_PREFLIGHT (object);

  drop_idle (self);
  if (self->workload)
    g_signal_handlers_disconnect_by_data (self->workload, self);
  if (self->attachments)
    g_signal_handlers_disconnect_by_data (self->attachments, self);
  G_OBJECT_CLASS (edgekit_preflight_parent_class)->dispose (object);
}

static void
edgekit_preflight_finalize (GObject *object)
{
  EdgeKitPreflight *self = EDGEKIT_PREFLIGHT (object);

  g_clear_pointer (&self->result, _edgekit_result_free);
  g_clear_pointer (&self->shape, _edgekit_shape_free);
  g_clear_pointer (&self->network, _edgekit_network_free);
  g_clear_object (&self->profiles);
  g_clear_object (&self->models);
  g_clear_object (&self->profile);
  g_clear_object (&self->model);
  g_clear_object (&self->workload);
  g_clear_object (&self->no_commands);
  g_clear_object (&self->attachments);
  g_clear_pointer (&self->extras, g_ptr_array_unref);
  G_OBJECT_CLASS (edgekit_preflight_parent_class)->finalize (object);
}

static void
edgekit_preflight_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EdgeKitPreflight *self = EDGEKIT_PREFLIGHT (object);

  switch (id)
    {
    case PROP_PROFILES:
      g_value_set_object (value, self->profiles);
      break;
    case PROP_MODELS:
      g_value_set_object (value, self->models);
      break;
    case PROP_PROFILE:
      g_value_set_object (value, self->profile);
      break;
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_WORKLOAD:
      g_value_set_object (value, self->workload);
      break;
    case PROP_COMFORTABLE_UTILIZATION:
      g_value_set_double (value, self->comfortable_utilization);
      break;
    case PROP_MAX_UTILIZATION:
      g_value_set_double (value, self->max_utilization);
      break;
    case PROP_MIN_CONTEXT:
      g_value_set_int64 (value, self->min_context);
      break;
    case PROP_MEMORY_UNITS:
      g_value_set_enum (value, self->memory_units);
      break;
    case PROP_ATTACHMENTS:
      g_value_set_object (value, self->attachments);
      break;
    case PROP_READY:
      g_value_set_boolean (value, edgekit_preflight_get_ready (self));
      break;
    case PROP_ESTIMATE:
      g_value_set_object (value, edgekit_preflight_get_estimate (self));
      break;
    case PROP_VERDICT:
      g_value_set_object (value, edgekit_preflight_get_verdict (self));
      break;
    case PROP_PLACEMENT:
      g_value_set_object (value, edgekit_preflight_get_placement (self));
      break;
    case PROP_SPEED:
      g_value_set_object (value, edgekit_preflight_get_speed (self));
      break;
    case PROP_COMMANDS:
      g_value_set_object (value, edgekit_preflight_get_commands (self));
      break;
    case PROP_ENGINE:
      g_value_set_static_string (value, edgekit_preflight_get_engine (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
edgekit_preflight_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EdgeKitPreflight *self = EDGEKIT_PREFLIGHT (object);

  switch (id)
    {
    case PROP_PROFILES:
      edgekit_preflight_set_profiles (self, g_value_get_object (value));
      break;
    case PROP_PROFILE:
      edgekit_preflight_set_profile (self, g_value_get_object (value));
      break;
    case PROP_MODEL:
      edgekit_preflight_set_model (self, g_value_get_object (value));
      break;
    case PROP_WORKLOAD:
      edgekit_preflight_set_workload (self, g_value_get_object (value));
      break;
    case PROP_COMFORTABLE_UTILIZATION:
      edgekit_preflight_set_comfortable_utilization (self, g_value_get_double (value));
      break;
    case PROP_MAX_UTILIZATION:
      edgekit_preflight_set_max_utilization (self, g_value_get_double (value));
      break;
    case PROP_MIN_CONTEXT:
      edgekit_preflight_set_min_context (self, g_value_get_int64 (value));
      break;
    case PROP_MEMORY_UNITS:
      edgekit_preflight_set_memory_units (self, g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
edgekit_preflight_class_init (EdgeKitPreflightClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags in = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags out = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = edgekit_preflight_dispose;
  object_class->finalize = edgekit_preflight_finalize;
  object_class->get_property = edgekit_preflight_get_property;
  object_class->set_property = edgekit_preflight_set_property;
  properties[PROP_PROFILES] = g_param_spec_object ("profiles", NULL, NULL, G_TYPE_LIST_MODEL, in);
  properties[PROP_MODELS] = g_param_spec_object ("models", NULL, NULL, G_TYPE_LIST_MODEL, out);
  properties[PROP_PROFILE] = g_param_spec_object ("profile", NULL, NULL, EDGEKIT_TYPE_HARDWARE_PROFILE, in);
  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, EDGEKIT_TYPE_MODEL, in);
  properties[PROP_WORKLOAD] = g_param_spec_object ("workload", NULL, NULL, EDGEKIT_TYPE_WORKLOAD, in);
  properties[PROP_COMFORTABLE_UTILIZATION] =
      g_param_spec_double ("comfortable-utilization", NULL, NULL, 0, 1, EDGEKIT_COMFORTABLE_UTILIZATION, in);
  properties[PROP_MAX_UTILIZATION] =
      g_param_spec_double ("max-utilization", NULL, NULL, 0, 1, EDGEKIT_MAX_UTILIZATION, in);
  properties[PROP_MIN_CONTEXT] = g_param_spec_int64 ("min-context", NULL, NULL, 1, G_MAXINT64, 4096, in);
  properties[PROP_MEMORY_UNITS] = g_param_spec_enum ("memory-units", NULL, NULL, EDGEKIT_TYPE_MEMORY_UNITS,
                                                     EDGEKIT_MEMORY_UNITS_IEC, in);
  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, out);
  properties[PROP_ATTACHMENTS] = g_param_spec_object ("attachments", NULL, NULL, G_TYPE_LIST_MODEL, out);
  properties[PROP_ESTIMATE] = g_param_spec_object ("estimate", NULL, NULL, EDGEKIT_TYPE_ESTIMATE, out);
  properties[PROP_VERDICT] = g_param_spec_object ("verdict", NULL, NULL, EDGEKIT_TYPE_VERDICT, out);
  properties[PROP_PLACEMENT] = g_param_spec_object ("placement", NULL, NULL, EDGEKIT_TYPE_PLACEMENT, out);
  properties[PROP_SPEED] = g_param_spec_object ("speed", NULL, NULL, EDGEKIT_TYPE_SPEED, out);
  properties[PROP_COMMANDS] = g_param_spec_object ("commands", NULL, NULL, G_TYPE_LIST_MODEL, out);
  properties[PROP_ENGINE] = g_param_spec_string ("engine", NULL, NULL, NULL, out);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attachments_changed (EdgeKitPreflight *self)
{
  g_clear_pointer (&self->extras, g_ptr_array_unref);
  _edgekit_preflight_question_changed (self);
}

static void
edgekit_preflight_init (EdgeKitPreflight *self)
{
  self->profiles = g_list_store_new (EDGEKIT_TYPE_HARDWARE_PROFILE);
  self->models = g_list_store_new (EDGEKIT_TYPE_MODEL);
  self->no_commands = g_list_store_new (EDGEKIT_TYPE_COMMAND);
  self->attachments = g_list_store_new (EDGEKIT_TYPE_ATTACHMENT);
  g_signal_connect_swapped (self->attachments, "items-changed", G_CALLBACK (attachments_changed), self);
  self->comfortable_utilization = EDGEKIT_COMFORTABLE_UTILIZATION;
  self->max_utilization = EDGEKIT_MAX_UTILIZATION;
  self->min_context = 4096;
  self->memory_units = EDGEKIT_MEMORY_UNITS_IEC;
  self->workload = edgekit_workload_new ();
  g_signal_connect_swapped (self->workload, "notify", G_CALLBACK (_edgekit_preflight_question_changed), self);
}

/**
 * edgekit_preflight_new:
 *
 * Makes a preflight with an empty workload.
 *
 * Returns: (transfer full): a preflight
 *
 * Since: 0.1
 */
EdgeKitPreflight *
edgekit_preflight_new (void)
{
  return g_object_new (EDGEKIT_TYPE_PREFLIGHT, NULL);
}
