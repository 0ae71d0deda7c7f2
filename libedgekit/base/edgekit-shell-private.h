/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Commands as structure, quoted for a shell at the very end. */

#include "edgekit-types.h"

G_BEGIN_DECLS

/* @word as one word of @shell; unchanged where it needs no quotes. */
char *_edgekit_shell_quote   (EdgeKitShell        shell,
                              const char         *word);
/* A whole command line: @environment is NAME=VALUE strings or NULL.
 * bash, zsh, fish: env NAME='value' program args…
 * PowerShell: $env:NAME = 'value'; program args…; Remove-Item Env:NAME
 * cmd: set "NAME=value" && program args… */
char *_edgekit_shell_command (EdgeKitShell        shell,
                              const char * const *environment,
                              const char * const *argv);

G_END_DECLS
