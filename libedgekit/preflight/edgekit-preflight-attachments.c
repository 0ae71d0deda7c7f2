/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-hardware-profile.h"
#include "edgekit-json-private.h"
#include "edgekit-memory-pool-private.h"
#include "edgekit-preflight-private.h"

/* What is loaded with a model, and what is loaded beside it. */

/**
 * edgekit_preflight_get_attachments: (get-property attachments)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets what is loaded together with the model.
 *
 * Returns: (transfer none): a list of [class@EdgeKit.Attachment]
 *
 * Since: 0.1
 */
GListModel *
edgekit_preflight_get_attachments (EdgeKitPreflight *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);

  return G_LIST_MODEL (self->attachments);
}

/**
 * edgekit_preflight_attach:
 * @self: a [class@EdgeKit.Preflight]
 * @attachment: what is to be loaded together with the model
 *
 * Adds a projector, a draft or an adapter to the question. Of projectors and
 * drafts an engine takes one: only the first of each counts.
 *
 * Since: 0.1
 */
void
edgekit_preflight_attach (EdgeKitPreflight *self, EdgeKitAttachment *attachment)
{
  g_return_if_fail (EDGEKIT_IS_PREFLIGHT (self));
  g_return_if_fail (EDGEKIT_IS_ATTACHMENT (attachment));

  g_list_store_append (self->attachments, attachment);
}

/**
 * edgekit_preflight_detach:
 * @self: a [class@EdgeKit.Preflight]
 * @attachment: (nullable): one of the attachments, or %NULL for all of them
 *
 * Takes an attachment out of the question again.
 *
 * Since: 0.1
 */
void
edgekit_preflight_detach (EdgeKitPreflight *self, EdgeKitAttachment *attachment)
{
  guint position;

  g_return_if_fail (EDGEKIT_IS_PREFLIGHT (self));
  g_return_if_fail (attachment == NULL || EDGEKIT_IS_ATTACHMENT (attachment));

  if (!attachment)
    g_list_store_remove_all (self->attachments);
  else if (g_list_store_find (self->attachments, attachment, &position))
    g_list_store_remove (self->attachments, position);
}

/* --- Several models ----------------------------------------------------------- */

static void
write_pool (JsonBuilder *builder, const EdgeKitPlace *place, guint64 taken)
{
  gint64 taken_here = (gint64) MIN (taken, G_MAXINT64);

  if (!place->pool || place->capacity == EDGEKIT_UNKNOWN || taken == 0 || _edgekit_place_is_remote (place))
    return;
  json_builder_begin_object (builder);
  _edgekit_json_add_string (builder, "id", place->pool->id);
  _edgekit_json_add_int (builder, "available", place->capacity - MIN (taken_here, place->capacity));
  json_builder_end_object (builder);
}

/* An engine that takes memory beforehand takes that of each device it uses. */
static guint64
taken_of (const EdgeKitAnswer *answer, guint i)
{
  guint64 low, likely, high;

  _edgekit_fit_sums (&answer->fit, &answer->places, i, &low, &likely, &high);
  if (i > 0 && i <= answer->fit.split.n_devices && answer->fit.split.layers_on[i - 1] > 0)
    likely = MAX (likely, answer->reserve.reserved);
  return likely;
}

/**
 * edgekit_preflight_make_profile_after:
 * @self: a [class@EdgeKit.Preflight]
 *
 * Makes a profile of the computer as it is when the model is loaded: less memory
 * is available, for a second model that is to run at the same time. Where the
 * model does not run, nothing of it is loaded.
 *
 * Returns: (transfer full) (nullable): a profile, or %NULL while
 *   [property@EdgeKit.Preflight:ready] is %FALSE
 *
 * Since: 0.1
 */
EdgeKitHardwareProfile *
edgekit_preflight_make_profile_after (EdgeKitPreflight *self)
{
  g_autoptr(JsonBuilder) builder = NULL;
  g_autofree char *changes = NULL;
  const EdgeKitAnswer *answer;

  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);

  answer = _edgekit_preflight_get_answer (self);
  if (!answer)
    return NULL;
  if (answer->outcome == EDGEKIT_OUTCOME_NO || answer->outcome == EDGEKIT_OUTCOME_UNKNOWN)
    return g_object_ref (self->profile);
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "memory_pools");
  json_builder_begin_array (builder);
  for (guint i = 0; i <= answer->places.n_devices; i++)
    write_pool (builder, &answer->places.places[i], taken_of (answer, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  changes = _edgekit_json_build (builder);
  return edgekit_hardware_profile_with (self->profile, changes, NULL);
}
