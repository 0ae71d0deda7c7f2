/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-command.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitCommand
{
  GObject parent_instance;
  char *engine;
  char *command;
  gint64 machine;
};

EdgeKitCommand *_edgekit_command_new (const char *engine, const char *command);

/* Adds an option to the words of a command; @value may be NULL. */
void _edgekit_command_add        (GStrvBuilder *words, const char *option, const char *value);
void _edgekit_command_add_number (GStrvBuilder *words, const char *option, gint64 value);

G_END_DECLS
