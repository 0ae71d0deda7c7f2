/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_FINDING_LIST (ek_finding_list_get_type ())

G_DECLARE_FINAL_TYPE (EkFindingList, ek_finding_list, EK, FINDING_LIST, GtkWidget)

/* A row of another kind than findings, before or after them, whose button does an action. */
typedef enum
{
  EK_WAY_BEFORE,
  EK_WAY_AFTER,
  EK_N_WAYS
} EkWay;

void ek_finding_list_set_way (EkFindingList *self,
                              EkWay          way,
                              const char    *title,
                              const char    *subtitle,
                              const char    *label,
                              const char    *action);

G_END_DECLS
