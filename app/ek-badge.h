/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_BADGE (ek_badge_get_type ())

G_DECLARE_FINAL_TYPE (EkBadge, ek_badge, EK, BADGE, GtkWidget)

GtkWidget     *ek_badge_new         (const char    *label,
                                     EdgeKitOutcome outcome);
const char    *ek_badge_get_label   (EkBadge       *self);
void           ek_badge_set_label   (EkBadge       *self,
                                     const char    *label);
EdgeKitOutcome ek_badge_get_outcome (EkBadge       *self);
void           ek_badge_set_outcome (EkBadge       *self,
                                     EdgeKitOutcome outcome);

G_END_DECLS
