/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>

G_BEGIN_DECLS

void       ek_settings_prepare        (void);
GSettings *ek_settings_get            (void);
void       ek_settings_bind_preflight (EdgeKitPreflight *preflight);

EdgeKitRemoteOptions *ek_settings_make_remote_options (void);

G_END_DECLS
