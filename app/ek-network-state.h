/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define EK_TYPE_NETWORK_STATE (ek_network_state_get_type ())

G_DECLARE_FINAL_TYPE (EkNetworkState, ek_network_state, EK, NETWORK_STATE, GObject)

EkNetworkState *ek_network_state_get           (void);
gboolean        ek_network_state_get_available (EkNetworkState *self);

G_END_DECLS
