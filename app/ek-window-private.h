/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ek-adaptive-bin.h"
#include "ek-computer-page.h"
#include "ek-install-page.h"
#include "ek-model-page.h"
#include "ek-notice.h"
#include "ek-window.h"

G_BEGIN_DECLS

struct _EkWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  EkAdaptiveBin *adaptive;
  GtkBox *content;
  AdwHeaderBar *header;
  GtkStack *title_stack;
  GtkWidget *tabs_top;
  GtkStack *look_stack;
  GtkMenuButton *main_menu;
  EkNotice *notice;
  EkNotice *news;
  EkNotice *offline;
  AdwViewStack *stack;
  AdwBin *computer_place;
  AdwBin *model_place;
  AdwBin *install_place;
  GtkWidget *drop_frame;

  GtkWidget *bottom_bar; /* NULL before the window was narrow */
  /* NULL before somebody went there */
  EkModelPage *model_page;
  EkInstallPage *install_page;

  EkSession *session;
  gboolean looked;
  gboolean asked;
  gboolean focus_page;
  guint build_id;
  guint come_up_id;
  guint memory_id;
};

EkModelPage   *_ek_window_ensure_model_page   (EkWindow *self);
void           _ek_window_focus_page          (EkWindow *self);
gboolean       _ek_window_get_loading         (EkWindow *self);

void _ek_window_install_actions (GtkWidgetClass *widget_class);
void _ek_window_update_actions  (EkWindow       *self);
void _ek_window_add_drop_target (EkWindow       *self);

void _ek_window_come_up_if_ready (EkWindow *self);

void _ek_window_update_notice        (EkWindow *self);
void _ek_window_update_model_notices (EkWindow *self);

G_END_DECLS
