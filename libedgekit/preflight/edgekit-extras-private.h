/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What is loaded together with a model, and what that takes. */

#include "edgekit-attachment.h"
#include "edgekit-solver-private.h"

G_BEGIN_DECLS

typedef struct
{
  EdgeKitAttachment *attachment;
  guint64 bytes;           /* of the weights; of all adapters together */
  EdgeKitShape *shape;     /* of a draft, or NULL */
  EdgeKitNetwork *network; /* of a draft, or NULL */
} EdgeKitExtra;

/* EdgeKitExtra, of a list of EdgeKitAttachment, which may be NULL: a draft, a
 * projector and adapters, each at most once. */
GPtrArray *_edgekit_extras_new    (GListModel *attachments);
gboolean   _edgekit_extras_can_load (const EdgeKitEstimator *estimator, const EdgeKitAttachment *attachment);
/* Adds them to the bill of the model that they belong to. */
void       _edgekit_extras_charge (const EdgeKitProblem *problem, const EdgeKitSettings *settings,
                                   const EdgeKitSplit *split, EdgeKitBill *bill);

G_END_DECLS
