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
};

EdgeKitCommand *_edgekit_command_new (const char *engine, const char *command);

G_END_DECLS
