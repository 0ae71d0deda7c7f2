/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>

#include "ek-context-stops.h"

G_BEGIN_DECLS

char *ek_context_words_description (const EkContextStop *stops,
                                    gsize                n_stops,
                                    gint64               limit,
                                    gint64               cards,
                                    gint64               usable,
                                    gint64               rounded,
                                    EdgeKitMemoryUnits   units);

G_END_DECLS
