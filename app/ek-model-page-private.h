/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ek-model-page.h"
#include "ek-verdict-card.h"

G_BEGIN_DECLS

typedef enum
{
  EK_MODEL_PAGE_EMPTY,
  EK_MODEL_PAGE_LOADING,
  EK_MODEL_PAGE_ERROR,
  EK_MODEL_PAGE_READY,
} EkModelPageState;

/* “Check a Model”: an entry, and below it whatever the last thing typed, opened
 * or dropped came to. */
struct _EkModelPage
{
  GtkWidget parent_instance;

  GtkWidget *scrolled;
  GtkWidget *hero;
  AdwEntryRow *entry;
  GtkWidget *open_button;
  GtkWidget *recent_button;
  GtkPopover *recent_popover;
  GtkWidget *recent_menu;
  GtkWidget *loading;
  EkVerdictCard *error;
  AdwBin *result_place;
  GtkWidget *suggestion_group;
  GtkWidget *suggestion_list;
  GtkWidget *library_group;
  GtkWidget *library_list;
  GtkWidget *recent_group;
  GtkWidget *recent_list;
  GtkWidget *drop_frame;

  GtkWidget *result; /* NULL before a model was asked for */
  EdgeKitPreflight *preflight;
  EdgeKitModelSource *source;
  GCancellable *cancellable;
  char *location;
  EkModelPageState state;
  gboolean impatient;
  gboolean downloading; /* all of the model, and not its description */
  gboolean narrow;
  guint patience_id;
  guint build_id;
};

void _ek_model_page_set_state       (EkModelPage      *self,
                                     EkModelPageState  state);
void _ek_model_page_lose_patience   (EkModelPage      *self);
void _ek_model_page_fail            (EkModelPage      *self,
                                     const GError     *error);
void _ek_model_page_install_actions (GtkWidgetClass   *widget_class);

G_END_DECLS
