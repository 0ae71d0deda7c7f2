/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The word in the name of a file that says how its weights are stored, such as
 * Q4_K_M: a row of data/tables/file-types.ini, or a word that looks like one. */

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *text;      /* as it is written usually, "Q4_K_M"; NULL: the name has no such word */
  double bits;     /* of a weight, by the table; 0 for a word that is not there */
  gboolean vague;  /* "Q4", which names no mix */
  gsize begin;     /* bytes of the name that are the word, with the words of its
                    * version beside it, "UD-Q4_K_XL" */
  gsize end;
  char *version;   /* those words as they are shown, "UD-" or "i1-"; or "" */
} EdgeKitQuantLabel;

/* FALSE when there is none. @stem is a name without its ending; it may have
 * folders before it, whose words count like others. */
gboolean    _edgekit_quant_label_find       (const char *stem, EdgeKitQuantLabel *label);
void        _edgekit_quant_label_clear      (EdgeKitQuantLabel *label);
/* Whether models of @architecture, which may be NULL, are trained in it. */
gboolean    _edgekit_quant_label_is_trained (const char *text, const char *architecture);

/* What stands between the words of a name. */
gboolean    _edgekit_quant_label_is_separator (char c);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EdgeKitQuantLabel, _edgekit_quant_label_clear)

G_END_DECLS
