/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_COMMAND (edgekit_command_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitCommand, edgekit_command, EDGEKIT, COMMAND, GObject)

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_command_get_engine (EdgeKitCommand *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_command_get_command (EdgeKitCommand *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_command_get_machine (EdgeKitCommand *self);

G_END_DECLS
