/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define EK_MAXIMUM_RECENT 5

GPtrArray *ek_recent_models_list  (void);
void       ek_recent_models_add   (const char *location);
void       ek_recent_models_clear (void);

G_END_DECLS
