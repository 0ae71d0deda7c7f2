/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The only place that knows that there are several versions of GTK and
 * libadwaita.  What one version deprecates and the oldest supported one needs
 * stands here, and nowhere else. */

typedef enum
{
  EK_FILE_KIND_MODEL,
  EK_FILE_KIND_MACHINE,
  EK_FILE_KIND_REPORT,
} EkFileKind;

void   ek_open_file_async         (GtkWindow          *parent,
                                   EkFileKind          kind,
                                   const char         *title,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
void   ek_save_file_async         (GtkWindow          *parent,
                                   EkFileKind          kind,
                                   const char         *title,
                                   const char         *name,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
GFile *ek_choose_file_finish      (GAsyncResult       *result,
                                   GError            **error);
void   ek_ask_async               (GtkWindow          *parent,
                                   const char         *heading,
                                   const char         *body,
                                   const char         *go,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
gboolean ek_ask_finish            (GAsyncResult       *result);
void   ek_show_about              (GtkWindow          *parent);
void   ek_announce                (GtkWidget          *widget,
                                   const char         *text);
void   ek_drop_down_set_label     (GtkDropDown        *drop_down,
                                   const char         *text);
void   ek_expander_row_add_suffix (AdwExpanderRow     *row,
                                   GtkWidget          *suffix);

void ek_dispose_template (GtkWidget *widget,
                          GType      type);

GtkBorder ek_get_frame (GtkWidget *widget);

GtkWidget *ek_shortcut_label_new (const char *accelerators);

G_END_DECLS
