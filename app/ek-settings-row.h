/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <edgekit.h>

G_BEGIN_DECLS

#define EK_TYPE_SETTINGS_ROW (ek_settings_row_get_type ())

G_DECLARE_FINAL_TYPE (EkSettingsRow, ek_settings_row, EK, SETTINGS_ROW, AdwExpanderRow)

G_END_DECLS
