/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text from outside as part of a line for people: valid UTF-8, and nothing in it
 * that breaks a line or steers a terminal. Takes @text, which may be NULL. */
char *_edgekit_line_take (char *text);

G_END_DECLS
