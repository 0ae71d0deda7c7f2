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
 * cmd: set "NAME=value" && program args… */
char *_edgekit_shell_command (EdgeKitShell        shell,
                              const char * const *environment,
                              const char * const *argv);
/* @second after @first, if that worked. Either may be NULL. PowerShell has no &&
 * before version 7. */
char *_edgekit_shell_and     (EdgeKitShell        shell,
                              const char         *first,
                              const char         *second);

G_END_DECLS
