/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *ek_keep_together (const char *text);
char *ek_keep_in_line  (const char *text);

G_END_DECLS
