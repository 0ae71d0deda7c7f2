/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void     ek_spin_show_counts   (GtkSpinButton *spin);
void     ek_spin_show_percents (GtkSpinButton *spin);
void     ek_spin_write         (GtkSpinButton *spin,
                                const char    *text);
gboolean ek_spin_write_count   (GtkSpinButton *spin);
int      ek_spin_read          (GtkSpinButton *spin,
                                double        *value);

G_END_DECLS
