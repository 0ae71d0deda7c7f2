/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>

G_BEGIN_DECLS

char *ek_machine_words_source      (EdgeKitHardwareProfile *profile,
                                    const char             *path);
char *ek_machine_words_environment (EdgeKitSystem          *system);
char *ek_machine_words_storage     (EdgeKitStorage         *storage);
char *ek_machine_words_free_space  (EdgeKitStorage         *storage);
char *ek_machine_words_count       (gint64                  count);

G_END_DECLS
