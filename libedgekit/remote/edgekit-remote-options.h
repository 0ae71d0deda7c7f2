/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_REMOTE_OPTIONS (edgekit_remote_options_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitRemoteOptions, edgekit_remote_options, EDGEKIT, REMOTE_OPTIONS, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitRemoteOptions *edgekit_remote_options_new (void);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_remote_options_get_offline (EdgeKitRemoteOptions *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_remote_options_set_offline (EdgeKitRemoteOptions *self, gboolean offline);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_remote_options_get_refresh (EdgeKitRemoteOptions *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_remote_options_set_refresh (EdgeKitRemoteOptions *self, gboolean refresh);
EDGEKIT_AVAILABLE_IN_0_1
guint edgekit_remote_options_get_timeout (EdgeKitRemoteOptions *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_remote_options_set_timeout (EdgeKitRemoteOptions *self, guint seconds);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitModelDepth edgekit_remote_options_get_depth (EdgeKitRemoteOptions *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_remote_options_set_depth (EdgeKitRemoteOptions *self, EdgeKitModelDepth depth);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_remote_options_get_byte_budget (EdgeKitRemoteOptions *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_remote_options_set_byte_budget (EdgeKitRemoteOptions *self, gint64 bytes);

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_remote_options_get_endpoint (EdgeKitRemoteOptions *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_remote_options_set_endpoint (EdgeKitRemoteOptions *self, const char *endpoint);

EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_remote_cache_get_size (void);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_remote_cache_clear (GError **error);

G_END_DECLS
