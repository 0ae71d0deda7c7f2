/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_NOTE (edgekit_note_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitNote, edgekit_note, EDGEKIT, NOTE, GObject)

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_note_get_code (EdgeKitNote *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitSeverity edgekit_note_get_severity (EdgeKitNote *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_note_get_message (EdgeKitNote *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_note_get_hint (EdgeKitNote *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_note_get_command (EdgeKitNote *self);

G_END_DECLS
