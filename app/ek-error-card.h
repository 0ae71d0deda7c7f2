/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ek-verdict-card.h"

G_BEGIN_DECLS

void ek_error_card_fill (EkVerdictCard *card,
                         const GError  *error,
                         const char    *location);

G_END_DECLS
