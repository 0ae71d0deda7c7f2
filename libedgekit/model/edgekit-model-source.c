/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-model-loader-private.h"
#include "edgekit-model-source-private.h"
#include "edgekit-remote-options-private.h"
#include "edgekit-task-private.h"

/**
 * EdgeKitModelSource:
 *
 * The place of a model, and the reading of its description.
 *
 * Read are GGUF files, and the models of Hugging Face and MLX: a `config.json`
 * with safetensors files beside it. Only the description at the begin of a
 * model's files is read, never the weights, and memory stays bounded whatever a file claims. A source belongs to
 * the thread that made it; [method@EdgeKit.ModelSource.load_async] reads in
 * another one, and what changes meanwhile is notified where it was called.
 *
 * Since: 0.1
 */
struct _EdgeKitModelSource
{
  GObject parent_instance;

  char *location;
  GFile *file; /* NULL: only the location is known */
  EdgeKitRemoteOptions *options; /* or NULL */
  double fraction;
  char *activity;
  gint64 bytes_read;
};

G_DEFINE_FINAL_TYPE (EdgeKitModelSource, edgekit_model_source, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_LOCATION,
  PROP_FRACTION,
  PROP_ACTIVITY,
  PROP_BYTES_READ,
  PROP_OPTIONS,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

/* One loading: what a thread needs of the source, which it does not touch. */
typedef struct
{
  char *location;
  GFile *file;
  EdgeKitRemoteTerms terms;
  EdgeKitProgress *progress;
} Loading;

static void
edgekit_model_source_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EdgeKitModelSource *self = EDGEKIT_MODEL_SOURCE (object);

  switch (id)
    {
    case PROP_LOCATION:
      g_value_set_string (value, self->location);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_ACTIVITY:
      g_value_set_string (value, self->activity);
      break;
    case PROP_BYTES_READ:
      g_value_set_int64 (value, self->bytes_read);
      break;
    case PROP_OPTIONS:
      g_value_set_object (value, self->options);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
edgekit_model_source_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EdgeKitModelSource *self = EDGEKIT_MODEL_SOURCE (object);

  switch (id)
    {
    case PROP_OPTIONS:
      edgekit_model_source_set_options (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
edgekit_model_source_finalize (GObject *object)
{
  EdgeKitModelSource *self = EDGEKIT_MODEL_SOURCE (object);

  g_free (self->location);
  g_free (self->activity);
  g_clear_object (&self->file);
  g_clear_object (&self->options);
  G_OBJECT_CLASS (edgekit_model_source_parent_class)->finalize (object);
}

static void
edgekit_model_source_class_init (EdgeKitModelSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = edgekit_model_source_get_property;
  object_class->set_property = edgekit_model_source_set_property;
  object_class->finalize = edgekit_model_source_finalize;

  /**
   * EdgeKitModelSource:location: (getter get_location)
   *
   * What was named: a path or a link.
   *
   * Since: 0.1
   */
  props[PROP_LOCATION] = g_param_spec_string ("location", NULL, NULL, NULL, flags);
  /**
   * EdgeKitModelSource:fraction: (getter get_fraction)
   *
   * How much of the description has been read, from 0 to 1.
   *
   * Since: 0.1
   */
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  /**
   * EdgeKitModelSource:activity: (getter get_activity)
   *
   * What is being done, a sentence for people; %NULL while nothing is.
   *
   * Since: 0.1
   */
  props[PROP_ACTIVITY] = g_param_spec_string ("activity", NULL, NULL, NULL, flags);
  /**
   * EdgeKitModelSource:bytes-read: (getter get_bytes_read)
   *
   * How many bytes of the model's files have been read.
   *
   * Since: 0.1
   */
  props[PROP_BYTES_READ] = g_param_spec_int64 ("bytes-read", NULL, NULL, 0, G_MAXINT64, 0, flags);
  /**
   * EdgeKitModelSource:options: (getter get_options) (setter set_options)
   *
   * How a model that is not on this computer is read; %NULL: as usual.
   *
   * Since: 0.1
   */
  props[PROP_OPTIONS] =
    g_param_spec_object ("options", NULL, NULL, EDGEKIT_TYPE_REMOTE_OPTIONS,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
edgekit_model_source_init (EdgeKitModelSource *self)
{
}

/* --- Progress --------------------------------------------------------------- */

static void
set_progress (EdgeKitModelSource *self, double fraction, guint64 n_read)
{
  gint64 bytes_read = MIN (n_read, G_MAXINT64);

  g_object_freeze_notify (G_OBJECT (self));
  if (self->fraction != fraction)
    {
      self->fraction = fraction;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
    }
  if (self->bytes_read != bytes_read)
    {
      self->bytes_read = bytes_read;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BYTES_READ]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
set_activity (EdgeKitModelSource *self, const char *activity)
{
  if (g_strcmp0 (self->activity, activity) == 0)
    return;
  g_free (self->activity);
  self->activity = g_strdup (activity);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACTIVITY]);
}

static void
show_progress (GObject *object, const EdgeKitProgressState *state)
{
  EdgeKitModelSource *self = EDGEKIT_MODEL_SOURCE (object);

  set_progress (self, state->fraction, state->n_read);
  if (state->done)
    set_activity (self, NULL);
}

/* --- Loading ---------------------------------------------------------------- */

EdgeKitProgress *
_edgekit_model_source_begin (EdgeKitModelSource *self, const char *activity, gboolean direct)
{
  EdgeKitProgress *progress = _edgekit_progress_new (G_OBJECT (self), show_progress, direct);

  set_progress (self, 0, 0);
  set_activity (self, activity);
  return progress;
}

static Loading *
loading_begin (EdgeKitModelSource *self, gboolean direct)
{
  Loading *loading = g_new0 (Loading, 1);

  loading->location = g_strdup (self->location);
  loading->file = self->file ? g_object_ref (self->file) : NULL;
  _edgekit_remote_terms_init (&loading->terms, self->options);
  loading->progress = _edgekit_model_source_begin (self, _ ("Reading the model’s description…"), direct);
  return loading;
}

static void
loading_free (Loading *loading)
{
  g_free (loading->location);
  g_clear_object (&loading->file);
  _edgekit_remote_terms_clear (&loading->terms);
  _edgekit_progress_unref (loading->progress);
  g_free (loading);
}

static EdgeKitModel *
loading_run (Loading *loading, GCancellable *cancellable, GError **error)
{
  EdgeKitModel *model = NULL;

  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    model = _edgekit_model_load (loading->location, loading->file, &loading->terms, loading->progress, cancellable,
                                 error);
  _edgekit_progress_done (loading->progress);
  return model;
}

static void
load_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  EdgeKitModel *model = loading_run (task_data, cancellable, &error);

  _edgekit_task_return (task, model, g_object_unref, error);
}

/**
 * edgekit_model_source_new:
 * @location: what a person names: the path of a `.gguf` or `.safetensors` file, of any file of a set, or of a folder
 *   that holds one model; a `file:` URI; `hf:owner/name`, with `:` and a version or a file and with `@` and a revision
 *   if wanted, `owner/name`, or the link of a page on Hugging Face; `ollama:name:tag`; `modelscope:owner/name`; or the
 *   link of a `.gguf` or `.safetensors` file
 *
 * Creates a source for what was named. Nothing is read before it is loaded.
 *
 * Returns: (transfer full): a new source
 *
 * Since: 0.1
 */
EdgeKitModelSource *
edgekit_model_source_new (const char *location)
{
  EdgeKitModelSource *self;

  g_return_val_if_fail (location != NULL, NULL);

  self = g_object_new (EDGEKIT_TYPE_MODEL_SOURCE, NULL);
  self->location = g_strdup (location);
  return self;
}

/**
 * edgekit_model_source_new_for_file:
 * @file: a `.gguf` or `.safetensors` file, any file of a set, or a folder that holds one model
 *
 * Creates a source for a file.
 *
 * Returns: (transfer full): a new source
 *
 * Since: 0.1
 */
EdgeKitModelSource *
edgekit_model_source_new_for_file (GFile *file)
{
  EdgeKitModelSource *self;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = g_object_new (EDGEKIT_TYPE_MODEL_SOURCE, NULL);
  self->location = g_file_get_parse_name (file);
  self->file = g_object_ref (file);
  return self;
}

/**
 * edgekit_model_source_get_location: (get-property location)
 * @self: a [class@EdgeKit.ModelSource]
 *
 * Gets what was named.
 *
 * Returns: a path or a link
 *
 * Since: 0.1
 */
const char *
edgekit_model_source_get_location (EdgeKitModelSource *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL_SOURCE (self), NULL);

  return self->location;
}

/**
 * edgekit_model_source_get_fraction: (get-property fraction)
 * @self: a [class@EdgeKit.ModelSource]
 *
 * Gets how much of the description has been read.
 *
 * Returns: a number from 0 to 1
 *
 * Since: 0.1
 */
double
edgekit_model_source_get_fraction (EdgeKitModelSource *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL_SOURCE (self), 0);

  return self->fraction;
}

/**
 * edgekit_model_source_get_activity: (get-property activity)
 * @self: a [class@EdgeKit.ModelSource]
 *
 * Gets what is being done.
 *
 * Returns: (nullable): a sentence for people, or %NULL while nothing is done
 *
 * Since: 0.1
 */
const char *
edgekit_model_source_get_activity (EdgeKitModelSource *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL_SOURCE (self), NULL);

  return self->activity;
}

/**
 * edgekit_model_source_get_bytes_read: (get-property bytes-read)
 * @self: a [class@EdgeKit.ModelSource]
 *
 * Gets how many bytes of the model's files have been read.
 *
 * Returns: a number of bytes
 *
 * Since: 0.1
 */
gint64
edgekit_model_source_get_bytes_read (EdgeKitModelSource *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL_SOURCE (self), 0);

  return self->bytes_read;
}

/**
 * edgekit_model_source_get_options: (get-property options)
 * @self: a [class@EdgeKit.ModelSource]
 *
 * Gets how a model that is not on this computer is read.
 *
 * Returns: (nullable) (transfer none): options, or %NULL for the usual ones
 *
 * Since: 0.1
 */
EdgeKitRemoteOptions *
edgekit_model_source_get_options (EdgeKitModelSource *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL_SOURCE (self), NULL);

  return self->options;
}

/**
 * edgekit_model_source_set_options: (set-property options)
 * @self: a [class@EdgeKit.ModelSource]
 * @options: (nullable): options, or %NULL for the usual ones
 *
 * Sets how a model that is not on this computer is read. The next loading goes by them.
 *
 * Since: 0.1
 */
void
edgekit_model_source_set_options (EdgeKitModelSource *self, EdgeKitRemoteOptions *options)
{
  g_return_if_fail (EDGEKIT_IS_MODEL_SOURCE (self));
  g_return_if_fail (options == NULL || EDGEKIT_IS_REMOTE_OPTIONS (options));

  if (g_set_object (&self->options, options))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OPTIONS]);
}

/**
 * edgekit_model_source_load:
 * @self: a [class@EdgeKit.ModelSource]
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Reads the description of the model. This blocks; see
 * [method@EdgeKit.ModelSource.load_async].
 *
 * What is odd but readable (an unfinished download, an architecture that
 * EdgeKit does not know) is a note of the model and not an error.
 *
 * Returns: (transfer full): the model, or %NULL with an error that names the
 *   file and says what is wrong: [error@EdgeKit.Error] `NOT_FOUND`,
 *   `PERMISSION`, `NOT_A_MODEL`, `TRUNCATED`, `INVALID_DATA`, `TOO_LARGE`,
 *   `NOT_SUPPORTED`, `INVALID_ARGUMENT` or `FAILED`, or `G_IO_ERROR_CANCELLED`; of a model elsewhere any other code,
 *   too
 *
 * Since: 0.1
 */
EdgeKitModel *
edgekit_model_source_load (EdgeKitModelSource *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitModelSource) alive = NULL;
  Loading *loading;
  EdgeKitModel *model;

  g_return_val_if_fail (EDGEKIT_IS_MODEL_SOURCE (self), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  alive = g_object_ref (self);
  loading = loading_begin (self, TRUE);
  model = loading_run (loading, cancellable, error);
  loading_free (loading);
  return model;
}

/**
 * edgekit_model_source_load_async:
 * @self: a [class@EdgeKit.ModelSource]
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called when the model has been read
 * @user_data: data for @callback
 *
 * Reads the description of the model in another thread. Meanwhile
 * [property@EdgeKit.ModelSource:fraction],
 * [property@EdgeKit.ModelSource:activity] and
 * [property@EdgeKit.ModelSource:bytes-read] change, on the main context that is
 * the thread's default now.
 *
 * Since: 0.1
 */
void
edgekit_model_source_load_async (EdgeKitModelSource *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (EDGEKIT_IS_MODEL_SOURCE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, edgekit_model_source_load_async);
  g_task_set_name (task, "[edgekit] load a model");
  g_task_set_task_data (task, loading_begin (self, FALSE), (GDestroyNotify) loading_free);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * edgekit_model_source_load_finish:
 * @self: a [class@EdgeKit.ModelSource]
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Ends what [method@EdgeKit.ModelSource.load_async] began.
 *
 * Returns: (transfer full): the model, or %NULL with an error as of
 *   [method@EdgeKit.ModelSource.load]
 *
 * Since: 0.1
 */
EdgeKitModel *
edgekit_model_source_load_finish (EdgeKitModelSource *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
