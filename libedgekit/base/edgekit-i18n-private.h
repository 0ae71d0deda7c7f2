/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The library's own gettext calls: one domain, bound once, and a switch per
 * thread for documents that stay English (JSON, reports). setlocale() is the
 * application's business. */

#include <glib.h>

G_BEGIN_DECLS

#define _(text) _edgekit_gettext (text)
#define N_(text) text
#define C_(context, text) _edgekit_pgettext (context, text)

const char *_edgekit_gettext  (const char *text) G_GNUC_FORMAT (1);
const char *_edgekit_pgettext (const char *context, const char *text) G_GNUC_FORMAT (2);
const char *_edgekit_ngettext (const char *one, const char *many, gulong n) G_GNUC_FORMAT (1) G_GNUC_FORMAT (2);

/* A sentence that was stored, as it is shown: where it is one of the library's own English ones, as of a document, it
 * is translated. What was written with numbers or names in it, or in another language, stays as it is. @text may be
 * NULL. */
const char *_edgekit_show_sentence (const char *text);

/* Until the matching pop, this thread gets the English originals, and numbers
 * are written with a point and without grouping. Nests. */
void        _edgekit_i18n_push_english (void);
void        _edgekit_i18n_pop_english  (void);
gboolean    _edgekit_i18n_is_english   (void);

G_END_DECLS
