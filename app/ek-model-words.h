/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>

G_BEGIN_DECLS

/* Called from XML: the first argument is the template's object. */
char *ek_model_words_memory         (gpointer         unused,
                                     EdgeKitEstimate *estimate,
                                     int              units);
char *ek_model_words_memory_caption (gpointer          unused,
                                     EdgeKitModel     *model,
                                     EdgeKitEstimate  *estimate,
                                     EdgeKitPlacement *placement,
                                     int               units);
char *ek_model_words_speed          (gpointer        unused,
                                     EdgeKitVerdict *verdict,
                                     EdgeKitSpeed   *speed);
char *ek_model_words_speed_caption  (gpointer        unused,
                                     EdgeKitVerdict *verdict,
                                     EdgeKitSpeed   *speed);
char *ek_model_words_longest        (gpointer        unused,
                                     EdgeKitVerdict *verdict);
char *ek_model_words_longest_caption (gpointer        unused,
                                     EdgeKitVerdict *verdict,
                                     gint64          minimum);
char *ek_model_words_tips_title     (gpointer unused,
                                     int      outcome);
char *ek_model_words_memory_description (gpointer                unused,
                                         EdgeKitHardwareProfile *profile);

G_END_DECLS
