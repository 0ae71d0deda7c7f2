/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *const *ek_use_list     (void);
const char        *ek_use_get_name (const char *use);

G_END_DECLS
