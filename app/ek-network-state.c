/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>

#include "ek-network-state.h"

/* Whether there is a network.  GNetworkMonitor asks the system’s services when it
 * is made, and waits for their answers, so it is made in a thread; there is a
 * network until it says that there is none. */
struct _EkNetworkState
{
  GObject parent_instance;

  gboolean available;
};

G_DEFINE_FINAL_TYPE (EkNetworkState, ek_network_state, G_TYPE_OBJECT)

enum
{
  PROP_AVAILABLE = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
update (EkNetworkState *self)
{
  const gboolean available = g_network_monitor_get_network_available (g_network_monitor_get_default ());

  if (self->available == available)
    return;
  self->available = available;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AVAILABLE]);
}

static void
make_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_network_monitor_get_default ();
  g_task_return_boolean (task, TRUE);
}

static void
made (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed", G_CALLBACK (update), object,
                           G_CONNECT_SWAPPED);
  update (EK_NETWORK_STATE (object));
}

static void
ek_network_state_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_AVAILABLE)
    g_value_set_boolean (value, EK_NETWORK_STATE (object)->available);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ek_network_state_class_init (EkNetworkStateClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = ek_network_state_get_property;
  props[PROP_AVAILABLE] =
    g_param_spec_boolean ("available", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
}

static void
ek_network_state_init (EkNetworkState *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, made, NULL);

  self->available = TRUE;
  g_task_set_source_tag (task, ek_network_state_init);
  g_task_run_in_thread (task, make_in_thread);
}

/* One for all windows. */
EkNetworkState *
ek_network_state_get (void)
{
  static EkNetworkState *state = NULL;

  if (state == NULL)
    state = g_object_new (EK_TYPE_NETWORK_STATE, NULL);
  return state;
}

gboolean
ek_network_state_get_available (EkNetworkState *self)
{
  g_return_val_if_fail (EK_IS_NETWORK_STATE (self), TRUE);

  return self->available;
}
