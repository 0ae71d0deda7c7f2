/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which of many names somebody may have meant. */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _EdgeKitSimilar EdgeKitSimilar;

/* Keeps the @n_most that are most like @name. */
EdgeKitSimilar *_edgekit_similar_new  (const char *name, guint n_most);
void            _edgekit_similar_free (EdgeKitSimilar *self);
void            _edgekit_similar_add  (EdgeKitSimilar *self, const char *candidate);
/* The best first, separated by commas; NULL where none is like it. */
char           *_edgekit_similar_list (EdgeKitSimilar *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitSimilar, _edgekit_similar_free)

G_END_DECLS
