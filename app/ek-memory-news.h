/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>

G_BEGIN_DECLS

char *ek_memory_news (EdgeKitPreflight       *preflight,
                      EdgeKitHardwareProfile *profile);

G_END_DECLS
