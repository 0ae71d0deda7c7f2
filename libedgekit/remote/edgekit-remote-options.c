/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-remote-cache-private.h"
#include "edgekit-remote-options-private.h"

/**
 * EdgeKitRemoteOptions:
 *
 * How models that are not on this computer are read.
 *
 * Where they are and who asks is taken from what other programs use:
 * `HF_ENDPOINT`, `HF_TOKEN`, `HF_TOKEN_PATH`, `HF_HOME`, `HF_HUB_OFFLINE`,
 * `MODELSCOPE_ENDPOINT`, `MODELSCOPE_API_TOKEN`, `SSL_CERT_FILE`, and the proxy
 * settings of the system. A token is sent to its own host only, and kept nowhere.
 *
 * What was read of a model is kept in the folder `edgekit` of the user's cache, up
 * to 256 MiB; see [func@EdgeKit.remote_cache_clear].
 *
 * Since: 0.1
 */
struct _EdgeKitRemoteOptions
{
  GObject parent_instance;

  gboolean offline;
  gboolean refresh;
  guint timeout;
  EdgeKitModelDepth depth;
  gint64 byte_budget;
  char *endpoint;
};

G_DEFINE_FINAL_TYPE (EdgeKitRemoteOptions, edgekit_remote_options, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_OFFLINE,
  PROP_REFRESH,
  PROP_TIMEOUT,
  PROP_DEPTH,
  PROP_BYTE_BUDGET,
  PROP_ENDPOINT,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
edgekit_remote_options_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EdgeKitRemoteOptions *self = EDGEKIT_REMOTE_OPTIONS (object);

  switch (id)
    {
    case PROP_OFFLINE:
      g_value_set_boolean (value, self->offline);
      break;
    case PROP_REFRESH:
      g_value_set_boolean (value, self->refresh);
      break;
    case PROP_TIMEOUT:
      g_value_set_uint (value, self->timeout);
      break;
    case PROP_DEPTH:
      g_value_set_enum (value, self->depth);
      break;
    case PROP_BYTE_BUDGET:
      g_value_set_int64 (value, self->byte_budget);
      break;
    case PROP_ENDPOINT:
      g_value_set_string (value, self->endpoint);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
edgekit_remote_options_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EdgeKitRemoteOptions *self = EDGEKIT_REMOTE_OPTIONS (object);

  switch (id)
    {
    case PROP_OFFLINE:
      edgekit_remote_options_set_offline (self, g_value_get_boolean (value));
      break;
    case PROP_REFRESH:
      edgekit_remote_options_set_refresh (self, g_value_get_boolean (value));
      break;
    case PROP_TIMEOUT:
      edgekit_remote_options_set_timeout (self, g_value_get_uint (value));
      break;
    case PROP_DEPTH:
      edgekit_remote_options_set_depth (self, g_value_get_enum (value));
      break;
    case PROP_BYTE_BUDGET:
      edgekit_remote_options_set_byte_budget (self, g_value_get_int64 (value));
      break;
    case PROP_ENDPOINT:
      edgekit_remote_options_set_endpoint (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
edgekit_remote_options_finalize (GObject *object)
{
  g_free (EDGEKIT_REMOTE_OPTIONS (object)->endpoint);
  G_OBJECT_CLASS (edgekit_remote_options_parent_class)->finalize (object);
}

static void
edgekit_remote_options_class_init (EdgeKitRemoteOptionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = edgekit_remote_options_get_property;
  object_class->set_property = edgekit_remote_options_set_property;
  object_class->finalize = edgekit_remote_options_finalize;

  /**
   * EdgeKitRemoteOptions:offline: (getter get_offline) (setter set_offline)
   *
   * That the network is not to be used: what was read earlier is there, and nothing else. `HF_HUB_OFFLINE` has the
   * same effect.
   *
   * Since: 0.1
   */
  props[PROP_OFFLINE] = g_param_spec_boolean ("offline", NULL, NULL, FALSE, flags);
  /**
   * EdgeKitRemoteOptions:refresh: (getter get_refresh) (setter set_refresh)
   *
   * That what was read earlier is read anew.
   *
   * Since: 0.1
   */
  props[PROP_REFRESH] = g_param_spec_boolean ("refresh", NULL, NULL, FALSE, flags);
  /**
   * EdgeKitRemoteOptions:timeout: (getter get_timeout) (setter set_timeout)
   *
   * How many seconds one call may take; 0: as long as it needs. Besides, a server has 10 seconds to be reached and
   * may be silent for 15.
   *
   * Since: 0.1
   */
  props[PROP_TIMEOUT] = g_param_spec_uint ("timeout", NULL, NULL, 0, 24 * 3600, 120, flags);
  /**
   * EdgeKitRemoteOptions:depth: (getter get_depth) (setter set_depth)
   *
   * How much of the description of a model is read.
   *
   * Since: 0.1
   */
  props[PROP_DEPTH] =
    g_param_spec_enum ("depth", NULL, NULL, EDGEKIT_TYPE_MODEL_DEPTH, EDGEKIT_MODEL_DEPTH_FACTS, flags);
  /**
   * EdgeKitRemoteOptions:byte-budget: (getter get_byte_budget) (setter set_byte_budget)
   *
   * How many bytes of one file may be read; [const@EdgeKit.UNKNOWN]: 1 MiB for the facts, and 64 MiB for the tensors,
   * as headers of more than 8 MiB are common.
   *
   * Where that ends before all that is wanted was read, a GGUF model is made of what is known by then, if it is enough
   * to judge it by: it has no tensors, a note `budget-reached`, and its estimates are wider. Otherwise the error is
   * [error@EdgeKit.Error] `TOO_LARGE`.
   *
   * Since: 0.1
   */
  props[PROP_BYTE_BUDGET] =
    g_param_spec_int64 ("byte-budget", NULL, NULL, EDGEKIT_UNKNOWN, G_MAXINT64, EDGEKIT_UNKNOWN, flags);
  /**
   * EdgeKitRemoteOptions:endpoint: (getter get_endpoint) (setter set_endpoint)
   *
   * The address of a mirror that is asked instead of Hugging Face, such as `https://hub.example.org`; %NULL: what
   * `HF_ENDPOINT` says. As there, what is no address over HTTP is not used.
   *
   * The token of the hub is not sent to this address, unless `HF_ENDPOINT` names the same host.
   *
   * Since: 0.1
   */
  props[PROP_ENDPOINT] = g_param_spec_string ("endpoint", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
edgekit_remote_options_init (EdgeKitRemoteOptions *self)
{
  self->timeout = 120;
  self->byte_budget = EDGEKIT_UNKNOWN;
}

/**
 * edgekit_remote_options_new:
 *
 * Creates options with the usual values.
 *
 * Returns: (transfer full): new options
 *
 * Since: 0.1
 */
EdgeKitRemoteOptions *
edgekit_remote_options_new (void)
{
  return g_object_new (EDGEKIT_TYPE_REMOTE_OPTIONS, NULL);
}

/**
 * edgekit_remote_options_get_offline: (get-property offline)
 * @self: an [class@EdgeKit.RemoteOptions]
 *
 * Gets whether the network is not to be used.
 *
 * Returns: %TRUE when the network is not to be used
 *
 * Since: 0.1
 */
gboolean
edgekit_remote_options_get_offline (EdgeKitRemoteOptions *self)
{
  g_return_val_if_fail (EDGEKIT_IS_REMOTE_OPTIONS (self), FALSE);

  return self->offline;
}

/**
 * edgekit_remote_options_set_offline: (set-property offline)
 * @self: an [class@EdgeKit.RemoteOptions]
 * @offline: %TRUE when the network is not to be used
 *
 * Sets whether the network is not to be used.
 *
 * Since: 0.1
 */
void
edgekit_remote_options_set_offline (EdgeKitRemoteOptions *self, gboolean offline)
{
  g_return_if_fail (EDGEKIT_IS_REMOTE_OPTIONS (self));

  offline = !!offline;
  if (self->offline == offline)
    return;
  self->offline = offline;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OFFLINE]);
}

/**
 * edgekit_remote_options_get_refresh: (get-property refresh)
 * @self: an [class@EdgeKit.RemoteOptions]
 *
 * Gets whether what was read earlier is read anew.
 *
 * Returns: %TRUE when what was read earlier is read anew
 *
 * Since: 0.1
 */
gboolean
edgekit_remote_options_get_refresh (EdgeKitRemoteOptions *self)
{
  g_return_val_if_fail (EDGEKIT_IS_REMOTE_OPTIONS (self), FALSE);

  return self->refresh;
}

/**
 * edgekit_remote_options_set_refresh: (set-property refresh)
 * @self: an [class@EdgeKit.RemoteOptions]
 * @refresh: %TRUE when what was read earlier is read anew
 *
 * Sets whether what was read earlier is read anew.
 *
 * Since: 0.1
 */
void
edgekit_remote_options_set_refresh (EdgeKitRemoteOptions *self, gboolean refresh)
{
  g_return_if_fail (EDGEKIT_IS_REMOTE_OPTIONS (self));

  refresh = !!refresh;
  if (self->refresh == refresh)
    return;
  self->refresh = refresh;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REFRESH]);
}

/**
 * edgekit_remote_options_get_timeout: (get-property timeout)
 * @self: an [class@EdgeKit.RemoteOptions]
 *
 * Gets how many seconds one call may take.
 *
 * Returns: a number of seconds, 0 for no limit
 *
 * Since: 0.1
 */
guint
edgekit_remote_options_get_timeout (EdgeKitRemoteOptions *self)
{
  g_return_val_if_fail (EDGEKIT_IS_REMOTE_OPTIONS (self), 0);

  return self->timeout;
}

/**
 * edgekit_remote_options_set_timeout: (set-property timeout)
 * @self: an [class@EdgeKit.RemoteOptions]
 * @seconds: a number of seconds, 0 for no limit
 *
 * Sets how many seconds one call may take.
 *
 * Since: 0.1
 */
void
edgekit_remote_options_set_timeout (EdgeKitRemoteOptions *self, guint seconds)
{
  g_return_if_fail (EDGEKIT_IS_REMOTE_OPTIONS (self));

  if (self->timeout == seconds)
    return;
  self->timeout = seconds;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TIMEOUT]);
}

/**
 * edgekit_remote_options_get_depth: (get-property depth)
 * @self: an [class@EdgeKit.RemoteOptions]
 *
 * Gets how much of a description is read.
 *
 * Returns: how much is read
 *
 * Since: 0.1
 */
EdgeKitModelDepth
edgekit_remote_options_get_depth (EdgeKitRemoteOptions *self)
{
  g_return_val_if_fail (EDGEKIT_IS_REMOTE_OPTIONS (self), EDGEKIT_MODEL_DEPTH_FACTS);

  return self->depth;
}

/**
 * edgekit_remote_options_set_depth: (set-property depth)
 * @self: an [class@EdgeKit.RemoteOptions]
 * @depth: how much is read
 *
 * Sets how much of a description is read.
 *
 * Since: 0.1
 */
void
edgekit_remote_options_set_depth (EdgeKitRemoteOptions *self, EdgeKitModelDepth depth)
{
  g_return_if_fail (EDGEKIT_IS_REMOTE_OPTIONS (self));

  if (self->depth == depth)
    return;
  self->depth = depth;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DEPTH]);
}

/**
 * edgekit_remote_options_get_byte_budget: (get-property byte-budget)
 * @self: an [class@EdgeKit.RemoteOptions]
 *
 * Gets how many bytes of one file may be read.
 *
 * Returns: a number of bytes, or [const@EdgeKit.UNKNOWN] for the usual one
 *
 * Since: 0.1
 */
gint64
edgekit_remote_options_get_byte_budget (EdgeKitRemoteOptions *self)
{
  g_return_val_if_fail (EDGEKIT_IS_REMOTE_OPTIONS (self), EDGEKIT_UNKNOWN);

  return self->byte_budget;
}

/**
 * edgekit_remote_options_set_byte_budget: (set-property byte-budget)
 * @self: an [class@EdgeKit.RemoteOptions]
 * @bytes: a number of bytes, or [const@EdgeKit.UNKNOWN] for the usual one
 *
 * Sets how many bytes of one file may be read.
 *
 * Since: 0.1
 */
void
edgekit_remote_options_set_byte_budget (EdgeKitRemoteOptions *self, gint64 bytes)
{
  g_return_if_fail (EDGEKIT_IS_REMOTE_OPTIONS (self));

  if (self->byte_budget == bytes)
    return;
  self->byte_budget = bytes;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BYTE_BUDGET]);
}

/**
 * edgekit_remote_options_get_endpoint: (get-property endpoint)
 * @self: an [class@EdgeKit.RemoteOptions]
 *
 * Gets the address of a mirror of Hugging Face.
 *
 * Returns: (nullable): an address, or %NULL for what `HF_ENDPOINT` says
 *
 * Since: 0.1
 */
const char *
edgekit_remote_options_get_endpoint (EdgeKitRemoteOptions *self)
{
  g_return_val_if_fail (EDGEKIT_IS_REMOTE_OPTIONS (self), NULL);

  return self->endpoint;
}

/**
 * edgekit_remote_options_set_endpoint: (set-property endpoint)
 * @self: an [class@EdgeKit.RemoteOptions]
 * @endpoint: (nullable): an address, or %NULL for what `HF_ENDPOINT` says
 *
 * Sets the address of a mirror of Hugging Face.
 *
 * Since: 0.1
 */
void
edgekit_remote_options_set_endpoint (EdgeKitRemoteOptions *self, const char *endpoint)
{
  g_return_if_fail (EDGEKIT_IS_REMOTE_OPTIONS (self));

  if (g_strcmp0 (self->endpoint, endpoint) == 0)
    return;
  g_free (self->endpoint);
  self->endpoint = g_strdup (endpoint);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ENDPOINT]);
}

/* --- For one call ----------------------------------------------------------- */

void
_edgekit_remote_terms_init (EdgeKitRemoteTerms *terms, EdgeKitRemoteOptions *options)
{
  terms->settings = _edgekit_remote_settings_get ();
  terms->depth = options ? options->depth : EDGEKIT_MODEL_DEPTH_FACTS;
  terms->budget = terms->depth == EDGEKIT_MODEL_DEPTH_FACTS ? EDGEKIT_REMOTE_FACTS_BUDGET : EDGEKIT_REMOTE_TENSORS_BUDGET;
  if (!options)
    return;
  if (options->byte_budget >= 0)
    terms->budget = options->byte_budget;
  if (options->endpoint)
    _edgekit_remote_settings_set_endpoint (terms->settings, options->endpoint);
  terms->settings->offline |= options->offline;
  terms->settings->refresh = options->refresh;
  terms->settings->whole_timeout = options->timeout * 1000;
}

void
_edgekit_remote_terms_clear (EdgeKitRemoteTerms *terms)
{
  g_clear_pointer (&terms->settings, _edgekit_remote_settings_unref);
}

/* --- The cache -------------------------------------------------------------- */

/**
 * edgekit_remote_cache_get_size:
 *
 * Gets how much is kept of what was read of models elsewhere.
 *
 * Returns: a number of bytes
 *
 * Since: 0.1
 */
gint64
edgekit_remote_cache_get_size (void)
{
  g_autoptr(EdgeKitRemoteSettings) settings = _edgekit_remote_settings_get ();

  return MIN (_edgekit_remote_cache_measure (settings), G_MAXINT64);
}

/**
 * edgekit_remote_cache_clear:
 * @error: return location for an error
 *
 * Deletes what was kept of models elsewhere.
 *
 * Returns: %FALSE with an error [error@EdgeKit.Error] `PERMISSION` that names the file
 *
 * Since: 0.1
 */
gboolean
edgekit_remote_cache_clear (GError **error)
{
  g_autoptr(EdgeKitRemoteSettings) settings = _edgekit_remote_settings_get ();

  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return _edgekit_remote_cache_clear (settings, error);
}
