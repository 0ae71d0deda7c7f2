/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>

G_BEGIN_DECLS

char *ek_estimate_words_what  (EdgeKitEstimateItem *item);
char *ek_estimate_words_where (EdgeKitEstimateItem *item,
                               EdgeKitPlacement    *placement);

G_END_DECLS
