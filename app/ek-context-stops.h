/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What one length of the conversation costs. */
typedef struct
{
  gint64 context;
  gint64 base;  /* the model and its working space, in bytes */
  gint64 grows; /* what grows with the conversation, in bytes */
} EkContextStop;

double ek_context_stops_index      (const EkContextStop *stops,
                                    gsize                n,
                                    gint64               context);
gint64 ek_context_stops_context_at (const EkContextStop *stops,
                                    gsize                n,
                                    double               index);
guint  ek_context_stops_label_step (double               pitch,
                                    int                  widest);
gboolean
ek_context_stops_shows_label       (const EkContextStop *stop,
                                    guint                step,
                                    guint               *powers);

G_END_DECLS
