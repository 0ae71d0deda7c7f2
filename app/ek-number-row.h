/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define EK_TYPE_NUMBER_ROW (ek_number_row_get_type ())

G_DECLARE_FINAL_TYPE (EkNumberRow, ek_number_row, EK, NUMBER_ROW, AdwActionRow)

G_END_DECLS
