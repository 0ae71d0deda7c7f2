/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ek-session.h"
#include "ek-tile.h"

G_BEGIN_DECLS

GPtrArray *ek_machine_list_used         (EdgeKitHardwareProfile *profile);
void       ek_machine_tiles_show_first  (EkTile                 *tile,
                                         EkSession              *session);
void       ek_machine_tiles_show_memory (EkTile                 *tile,
                                         EkSession              *session);
void       ek_machine_tiles_show_speed  (EkTile                 *tile,
                                         EkSession              *session);

G_END_DECLS
