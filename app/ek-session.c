/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-memory-news.h"
#include "ek-session.h"
#include "ek-settings.h"

/* What one window works on: a computer, looked at off the main thread, and the
 * preflight that every page is bound to. */
struct _EkSession
{
  GObject parent_instance;

  EdgeKitPreflight *preflight;
  EdgeKitHardwareProfile *profile;
  EdgeKitOutlook *outlook;
  EdgeKitDetector *detector;
  EdgeKitSnapshot *snapshot;
  GCancellable *cancellable;

  /* the computer that is shown, or is about to be */
  GFile *file;
  EkMachineKind kind;
  char *machine_name;
  char *shown_name; /* of the computer that @profile is of */

  char *problem;
  char *news;
  gboolean busy;
  gboolean refreshing;
};

G_DEFINE_FINAL_TYPE (EkSession, ek_session, G_TYPE_OBJECT)

enum
{
  PROP_PREFLIGHT = 1,
  PROP_PROFILE,
  PROP_OUTLOOK,
  PROP_BUSY,
  PROP_FRACTION,
  PROP_ACTIVITY,
  PROP_PROBLEM,
  PROP_REPLAYED,
  PROP_MACHINE_NAME,
  PROP_NEWS,
  N_PROPS
};

enum
{
  LOOKED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
notify (EkSession *self, guint id)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[id]);
}

static void
set_busy (EkSession *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  notify (self, PROP_BUSY);
}

static void
set_problem (EkSession *self, const char *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;
  g_free (self->problem);
  self->problem = g_strdup (problem);
  notify (self, PROP_PROBLEM);
}

static void
set_news (EkSession *self, const char *news)
{
  if (g_strcmp0 (self->news, news) == 0)
    return;
  g_free (self->news);
  self->news = g_strdup (news);
  notify (self, PROP_NEWS);
}

static void
set_profile (EkSession *self, EdgeKitHardwareProfile *profile)
{
  if (!g_set_object (&self->profile, profile))
    return;
  g_clear_object (&self->outlook);
  self->outlook = edgekit_outlook_new (profile);
  notify (self, PROP_PROFILE);
  notify (self, PROP_OUTLOOK);
}

/* What is being checked is judged by what is known of the computer by now. */
void
ek_session_use_memory (EkSession *self)
{
  g_return_if_fail (EK_IS_SESSION (self));

  if (self->profile)
    edgekit_preflight_set_profile (self->preflight, self->profile);
  set_news (self, NULL);
}

static void
forward_fraction (EkSession *self)
{
  notify (self, PROP_FRACTION);
}

static void
forward_activity (EkSession *self)
{
  notify (self, PROP_ACTIVITY);
}

static void
set_detector (EkSession *self, EdgeKitDetector *detector)
{
  if (self->detector)
    g_signal_handlers_disconnect_by_data (self->detector, self);
  g_set_object (&self->detector, detector);
  if (detector)
    {
      g_signal_connect_object (detector, "notify::fraction", G_CALLBACK (forward_fraction), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (detector, "notify::activity", G_CALLBACK (forward_activity), self, G_CONNECT_SWAPPED);
    }
  notify (self, PROP_FRACTION);
  notify (self, PROP_ACTIVITY);
}

static void
finish (EkSession *self, EdgeKitHardwareProfile *profile, EdgeKitSnapshot *snapshot, const GError *error)
{
  g_clear_object (&self->cancellable);
  if (profile)
    {
      g_free (self->shown_name);
      self->shown_name = g_strdup (self->machine_name);
      g_set_object (&self->snapshot, snapshot);
      set_problem (self, NULL);
      set_profile (self, profile);
      ek_session_use_memory (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_problem (self, error->message);
  set_busy (self, FALSE);
  g_signal_emit (self, signals[LOOKED], 0, profile != NULL);
}

static void
detected (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (EkSession) self = user_data;
  g_autoptr (GError) error = NULL;
  EdgeKitDetector *detector = EDGEKIT_DETECTOR (object);
  g_autoptr (EdgeKitHardwareProfile) profile = edgekit_detector_detect_finish (detector, result, &error);

  /* every look has a detector of its own: this may be one that was given up */
  if (detector == self->detector)
    finish (self, profile, edgekit_detector_get_snapshot (detector), error);
}

static void
detect (EkSession *self, EdgeKitDetector *detector)
{
  set_detector (self, detector);
  edgekit_detector_detect_async (detector, self->cancellable, detected, g_object_ref (self));
}

static void
file_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (EkSession) self = user_data;
  g_autoptr (EdgeKitSnapshot) snapshot = NULL;
  g_autoptr (EdgeKitHardwareProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  ek_machine_file_read_finish (result, &snapshot, &profile, &error);
  /* every look has a cancellable of its own: this may be one that was given up */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  if (snapshot)
    {
      g_autoptr (EdgeKitDetector) detector = edgekit_detector_new_for_snapshot (snapshot);

      detect (self, detector);
    }
  else
    finish (self, profile, NULL, error);
}

/* Looks at the computer (again). */
void
ek_session_look (EkSession *self)
{
  g_return_if_fail (EK_IS_SESSION (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);

  if (self->kind == EK_MACHINE_THIS || self->kind == EK_MACHINE_ROOT)
    {
      g_autoptr (EdgeKitDetector) detector = self->kind == EK_MACHINE_ROOT
                                               ? edgekit_detector_new_for_root (self->file)
                                               : edgekit_detector_new ();

      detect (self, detector);
    }
  else
    {
      set_detector (self, NULL);
      ek_machine_file_read_async (self->file, self->kind, self->cancellable, file_read, g_object_ref (self));
    }
}

void
ek_session_show_machine (EkSession *self, GFile *file, EkMachineKind kind)
{
  g_return_if_fail (EK_IS_SESSION (self));
  g_return_if_fail (file == NULL || G_IS_FILE (file));

  g_set_object (&self->file, file);
  self->kind = kind;
  g_free (self->machine_name);
  self->machine_name = kind == EK_MACHINE_THIS || file == NULL ? NULL : ek_machine_file_get_name (file);
  notify (self, PROP_MACHINE_NAME);
  notify (self, PROP_REPLAYED);
  ek_session_look (self);
}

/* Back to the computer in front of the person. */
void
ek_session_show_this (EkSession *self)
{
  ek_session_show_machine (self, NULL, EK_MACHINE_THIS);
}

void
ek_session_cancel (EkSession *self)
{
  g_return_if_fail (EK_IS_SESSION (self));

  g_cancellable_cancel (self->cancellable);
}

static void
memory_refreshed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (EkSession) self = user_data;
  g_autoptr (EdgeKitHardwareProfile) profile =
    edgekit_detector_refresh_memory_finish (EDGEKIT_DETECTOR (object), result, NULL);

  self->refreshing = FALSE;
  /* a whole look, or another computer, is newer than this */
  if (profile == NULL || self->busy || self->detector != EDGEKIT_DETECTOR (object))
    return;
  set_profile (self, profile);
  if (edgekit_preflight_get_model (self->preflight) == NULL)
    ek_session_use_memory (self);
  else
    {
      /* a verdict that somebody reads is not pulled away: there is a notice instead */
      g_autofree char *news = ek_memory_news (self->preflight, profile);

      set_news (self, news);
    }
}

/* Reads how much memory is free now; only of a computer whose files are here. */
void
ek_session_refresh_memory (EkSession *self)
{
  g_return_if_fail (EK_IS_SESSION (self));

  if (self->busy || self->refreshing || self->profile == NULL
      || (self->kind != EK_MACHINE_THIS && self->kind != EK_MACHINE_ROOT))
    return;
  self->refreshing = TRUE;
  edgekit_detector_refresh_memory_async (self->detector, NULL, memory_refreshed, g_object_ref (self));
}

static void
ek_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkSession *self = EK_SESSION (object);

  switch (id)
    {
    case PROP_PREFLIGHT:
      g_value_set_object (value, self->preflight);
      break;
    case PROP_PROFILE:
      g_value_set_object (value, self->profile);
      break;
    case PROP_OUTLOOK:
      g_value_set_object (value, self->outlook);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->detector ? edgekit_detector_get_fraction (self->detector) : 0);
      break;
    case PROP_ACTIVITY:
      g_value_set_string (value, self->detector ? edgekit_detector_get_activity (self->detector) : NULL);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    case PROP_REPLAYED:
      g_value_set_boolean (value, ek_session_get_replayed (self));
      break;
    case PROP_MACHINE_NAME:
      g_value_set_string (value, self->machine_name);
      break;
    case PROP_NEWS:
      g_value_set_string (value, self->news);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_session_dispose (GObject *object)
{
  EkSession *self = EK_SESSION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->detector)
    g_signal_handlers_disconnect_by_data (self->detector, self);
  g_clear_object (&self->detector);
  G_OBJECT_CLASS (ek_session_parent_class)->dispose (object);
}

static void
ek_session_finalize (GObject *object)
{
  EkSession *self = EK_SESSION (object);

  g_clear_object (&self->preflight);
  g_clear_object (&self->profile);
  g_clear_object (&self->outlook);
  g_clear_object (&self->snapshot);
  g_clear_object (&self->file);
  g_free (self->machine_name);
  g_free (self->shown_name);
  g_free (self->problem);
  g_free (self->news);
  G_OBJECT_CLASS (ek_session_parent_class)->finalize (object);
}

static void
ek_session_class_init (EkSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ek_session_get_property;
  object_class->dispose = ek_session_dispose;
  object_class->finalize = ek_session_finalize;

  props[PROP_PREFLIGHT] = g_param_spec_object ("preflight", NULL, NULL, EDGEKIT_TYPE_PREFLIGHT, flags);
  props[PROP_PROFILE] = g_param_spec_object ("profile", NULL, NULL, EDGEKIT_TYPE_HARDWARE_PROFILE, flags);
  props[PROP_OUTLOOK] = g_param_spec_object ("outlook", NULL, NULL, EDGEKIT_TYPE_OUTLOOK, flags);
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  props[PROP_ACTIVITY] = g_param_spec_string ("activity", NULL, NULL, NULL, flags);
  /* why the last look came to nothing, in words */
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  props[PROP_REPLAYED] = g_param_spec_boolean ("replayed", NULL, NULL, FALSE, flags);
  props[PROP_MACHINE_NAME] = g_param_spec_string ("machine-name", NULL, NULL, NULL, flags);
  /* the answer would be another one with the memory that is free now, in words */
  props[PROP_NEWS] = g_param_spec_string ("news", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  /* a look has ended; TRUE if it came to something */
  signals[LOOKED] = g_signal_new ("looked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
ek_session_init (EkSession *self)
{
  self->preflight = edgekit_preflight_new ();
  g_signal_connect_object (self->preflight, "notify::model", G_CALLBACK (ek_session_use_memory), self,
                           G_CONNECT_SWAPPED);
  ek_settings_bind_preflight (self->preflight);
}

EkSession *
ek_session_new (void)
{
  return g_object_new (EK_TYPE_SESSION, NULL);
}

EdgeKitPreflight *
ek_session_get_preflight (EkSession *self)
{
  g_return_val_if_fail (EK_IS_SESSION (self), NULL);

  return self->preflight;
}

EdgeKitHardwareProfile *
ek_session_get_profile (EkSession *self)
{
  g_return_val_if_fail (EK_IS_SESSION (self), NULL);

  return self->profile;
}

EdgeKitOutlook *
ek_session_get_outlook (EkSession *self)
{
  g_return_val_if_fail (EK_IS_SESSION (self), NULL);

  return self->outlook;
}

/* What was collected; NULL where a description was read instead. */
EdgeKitSnapshot *
ek_session_get_snapshot (EkSession *self)
{
  g_return_val_if_fail (EK_IS_SESSION (self), NULL);

  return self->snapshot;
}

const char *
ek_session_get_problem (EkSession *self)
{
  g_return_val_if_fail (EK_IS_SESSION (self), NULL);

  return self->problem;
}

const char *
ek_session_get_news (EkSession *self)
{
  g_return_val_if_fail (EK_IS_SESSION (self), NULL);

  return self->news;
}

const char *
ek_session_get_machine_name (EkSession *self)
{
  g_return_val_if_fail (EK_IS_SESSION (self), NULL);

  return self->machine_name;
}

/* Of the recorded computer that is shown: not of one whose recording could not be read. */
const char *
ek_session_get_shown_name (EkSession *self)
{
  g_return_val_if_fail (EK_IS_SESSION (self), NULL);

  return self->shown_name;
}

gboolean
ek_session_get_busy (EkSession *self)
{
  g_return_val_if_fail (EK_IS_SESSION (self), FALSE);

  return self->busy;
}

gboolean
ek_session_get_replayed (EkSession *self)
{
  g_return_val_if_fail (EK_IS_SESSION (self), FALSE);

  return self->kind != EK_MACHINE_THIS;
}
