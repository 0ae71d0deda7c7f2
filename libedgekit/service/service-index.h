/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The models that a search can find: those in the stores of this computer, then those
 * of the catalogue. Nothing here reads a model. */

#include <edgekit.h>

G_BEGIN_DECLS

typedef struct _ServiceIndex ServiceIndex;

ServiceIndex *service_index_new    (void);
void          service_index_free   (ServiceIndex *self);

/* @library: loaded, or NULL; what was found of it before is forgotten. */
void          service_index_fill   (ServiceIndex *self, EdgeKitModelLibrary *library);
/* The names of models in which each of @terms begins a word, of those of @among where
 * that is not NULL, the best match first: of equals, what is on this computer, then the order of the catalogue. */
GStrv         service_index_find   (ServiceIndex *self, const char *const *terms, const char *const *among);
/* What people call it, or NULL where the name is none of a model. */
const char   *service_index_lookup (ServiceIndex *self, const char *name);

G_END_DECLS
