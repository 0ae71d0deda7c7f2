/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Commands as structure, quoted for a shell at the very end. */

#include "edgekit-types.h"

G_BEGIN_DECLS

/* A word, or a value, that begins with this is shell text already: it is
 * written as it stands, so that the shell may expand it. */
#define EDGEKIT_SHELL_RAW "\001"

/* @word as one word of @shell; unchanged where it needs no quotes. */
char *_edgekit_shell_quote   (EdgeKitShell        shell,
                              const char         *word);
/* A whole command line: @environment is NAME=VALUE strings or NULL.
 * bash, zsh, fish: env NAME='value' program args…
 * PowerShell: $env:NAME = 'value'; program args…; Remove-Item Env:NAME
 * cmd: set "NAME=value" && program args… & set "NAME=" */
char *_edgekit_shell_command  (EdgeKitShell        shell,
                               const char * const *environment,
                               const char * const *argv);

typedef struct
{
  const char *const *argv;
  const char *const *environment; /* NAME=VALUE strings, or NULL */
} EdgeKitShellStep;

/* Commands of which each runs if the one before it worked. PowerShell has no &&
 * before version 7, and neither it nor cmd sets a variable for one command:
 * there they are set before the first one and removed behind the last one. */
char *_edgekit_shell_sequence (EdgeKitShell            shell,
                               const EdgeKitShellStep *steps,
                               guint                   n_steps);

G_END_DECLS
