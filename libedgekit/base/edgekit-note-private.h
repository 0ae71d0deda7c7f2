/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-note.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitNote
{
  GObject parent_instance;
  char *code;
  int severity;
  char *message;
  char *hint;
  char *command;
};

/* @message and @hint are sentences as a person reads them; @hint may be NULL. */
EdgeKitNote *_edgekit_note_new (const char *code, EdgeKitSeverity severity, const char *message, const char *hint);

G_END_DECLS
