/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-model-source.h"
#include "edgekit-progress-private.h"

G_BEGIN_DECLS

/* What the properties of @self then show, until it is done. */
EdgeKitProgress *_edgekit_model_source_begin (EdgeKitModelSource *self, const char *activity, gboolean direct);

G_END_DECLS
