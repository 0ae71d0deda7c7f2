/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define EK_MAXIMUM_RECENT 5

#define EK_TYPE_RECENT_MODELS (ek_recent_models_get_type ())

G_DECLARE_FINAL_TYPE (EkRecentModels, ek_recent_models, EK, RECENT_MODELS, GObject)

EkRecentModels *ek_recent_models_get     (void);
GPtrArray      *ek_recent_models_list    (EkRecentModels *self);
void            ek_recent_models_refresh (EkRecentModels *self);
void            ek_recent_models_add     (EkRecentModels *self, const char *location);
void            ek_recent_models_clear   (EkRecentModels *self);

G_END_DECLS
