/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-command-private.h"

/**
 * EdgeKitCommand:
 *
 * A command line that runs a model the way a preflight placed it.
 *
 * EdgeKit never runs it.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitCommand, edgekit_command, G_TYPE_OBJECT)

/**
 * EdgeKitCommand:engine: (getter get_engine)
 *
 * The engine that the command belongs to, such as `llama.cpp`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCommand:command: (getter get_command)
 *
 * The command, quoted for the shell of the computer.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCommand:machine: (getter get_machine)
 *
 * The number of the computer that it is run on, where several hold the model together.
 *
 * Since: 0.1
 */
static const EdgeKitField fields[] = {
  { "engine", "engine", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitCommand, engine) },
  { "command", "command", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitCommand, command) },
  { "machine", "machine", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCommand, machine) },
};

static void
edgekit_command_class_init (EdgeKitCommandClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), fields, G_N_ELEMENTS (fields), 0);
}

static void
edgekit_command_init (EdgeKitCommand *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_command_get_engine: (get-property engine)
 * @self: a [class@EdgeKit.Command]
 *
 * Gets the engine that the command belongs to, such as `llama.cpp`.
 *
 * Returns: the engine that the command belongs to, such as `llama.cpp`
 *
 * Since: 0.1
 */
const char *
edgekit_command_get_engine (EdgeKitCommand *self)
{
  g_return_val_if_fail (EDGEKIT_IS_COMMAND (self), NULL);

  return self->engine;
}

/**
 * edgekit_command_get_command: (get-property command)
 * @self: a [class@EdgeKit.Command]
 *
 * Gets the command, quoted for the shell of the computer.
 *
 * Returns: the command, quoted for the shell of the computer
 *
 * Since: 0.1
 */
const char *
edgekit_command_get_command (EdgeKitCommand *self)
{
  g_return_val_if_fail (EDGEKIT_IS_COMMAND (self), NULL);

  return self->command;
}

/**
 * edgekit_command_get_machine: (get-property machine)
 * @self: a [class@EdgeKit.Command]
 *
 * Gets the number of the computer that it is run on, where several hold the model
 * together: the place in [property@EdgeKit.Preflight:profiles], beginning at 1.
 *
 * Returns: a number, or [const@EdgeKit.UNKNOWN] where there is only one computer
 *
 * Since: 0.1
 */
gint64
edgekit_command_get_machine (EdgeKitCommand *self)
{
  g_return_val_if_fail (EDGEKIT_IS_COMMAND (self), EDGEKIT_UNKNOWN);

  return self->machine;
}

EdgeKitCommand *
_edgekit_command_new (const char *engine, const char *command)
{
  EdgeKitCommand *self = g_object_new (EDGEKIT_TYPE_COMMAND, NULL);

  self->engine = g_strdup (engine);
  self->command = g_strdup (command);
  return self;
}

void
_edgekit_command_add (GStrvBuilder *words, const char *option, const char *value)
{
  g_strv_builder_add (words, option);
  if (value)
    g_strv_builder_add (words, value);
}

void
_edgekit_command_add_number (GStrvBuilder *words, const char *option, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  _edgekit_command_add (words, option, text);
}
