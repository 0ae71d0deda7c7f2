/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-version-order.h"

/* Which versions of a model are shown, and which comes first. */

static const char *const order_names[EK_N_VERSION_ORDERS] = { N_ ("Best First"), N_ ("Smallest First"),
                                                             N_ ("Fastest First"), N_ ("Highest Quality First") };

/* Whether there is a speed to show: one that is known, of a version that can be loaded. */
gboolean
ek_version_order_has_speed (EdgeKitVariantVerdict *verdict)
{
  return edgekit_variant_verdict_get_outcome (verdict) != EDGEKIT_OUTCOME_NO
         && edgekit_variant_verdict_get_speed_low (verdict) >= 0;
}

static double
rank_of (EdgeKitVariantVerdict *verdict, EkVersionOrder order)
{
  static const double outcomes[] = {
    [EDGEKIT_OUTCOME_FITS] = 4, [EDGEKIT_OUTCOME_TIGHT] = 3, [EDGEKIT_OUTCOME_PARTIAL] = 2,
    [EDGEKIT_OUTCOME_NO] = 1,   [EDGEKIT_OUTCOME_UNKNOWN] = 0,
  };
  EdgeKitVariant *variant = edgekit_variant_verdict_get_variant (verdict);

  switch (order)
    {
    case EK_VERSION_ORDER_SMALLEST:
      return -(double) edgekit_variant_verdict_get_total (verdict);
    case EK_VERSION_ORDER_FASTEST:
      return ek_version_order_has_speed (verdict) ? edgekit_variant_verdict_get_speed_likely (verdict) : -1;
    case EK_VERSION_ORDER_QUALITY:
      return edgekit_variant_get_bits_per_weight (variant);
    case EK_VERSION_ORDER_BEST:
    default:
      /* of those that do not run, the smallest is nearest to running */
      if (edgekit_variant_verdict_get_outcome (verdict) == EDGEKIT_OUTCOME_NO)
        return 1e3 * outcomes[EDGEKIT_OUTCOME_NO] - edgekit_variant_get_bits_per_weight (variant);
      return (edgekit_variant_verdict_get_recommended (verdict) ? 1e6 : 0)
             + 1e3 * outcomes[edgekit_variant_verdict_get_outcome (verdict)]
             + edgekit_variant_get_bits_per_weight (variant);
    }
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const EkVersionOrder order = GPOINTER_TO_INT (user_data);
  const double x = rank_of (*(EdgeKitVariantVerdict *const *) a, order);
  const double y = rank_of (*(EdgeKitVariantVerdict *const *) b, order);

  return x > y ? -1 : x < y;
}

/* A folder may hold other models, too: versions of one have the same weights in
 * other precisions. */
static gboolean
is_of_model (EdgeKitVariant *variant, EdgeKitModel *model)
{
  const gint64 wanted = edgekit_model_get_parameters (model), has = edgekit_variant_get_parameters (variant);
  EdgeKitModel *other = edgekit_variant_get_model (variant);

  if (wanted <= 0 || has != wanted)
    return FALSE;
  return other == NULL
         || (g_strcmp0 (edgekit_model_get_architecture (other), edgekit_model_get_architecture (model)) == 0
             && g_strcmp0 (edgekit_model_get_name (other), edgekit_model_get_name (model)) == 0);
}

/* The versions of the model, in order. */
GPtrArray *
ek_version_order_choose (EkVersionOrder order, GListModel *verdicts, EdgeKitModel *model)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (verdicts); i++)
    {
      g_autoptr (EdgeKitVariantVerdict) verdict = g_list_model_get_item (verdicts, i);

      if (is_of_model (edgekit_variant_verdict_get_variant (verdict), model))
        g_ptr_array_add (found, g_steal_pointer (&verdict));
    }
  g_ptr_array_sort_with_data (found, compare, GINT_TO_POINTER (order));
  return found;
}

/* Whether a version is the model at a location.  A repository's name stands for one of its versions: the one with
 * these weights. */
gboolean
ek_version_order_is_of (EdgeKitVariantVerdict *verdict, EdgeKitModel *model, const char *location)
{
  EdgeKitVariant *variant = edgekit_variant_verdict_get_variant (verdict);
  EdgeKitModel *its = edgekit_variant_get_model (variant);

  if (g_strcmp0 (edgekit_variant_get_location (variant), location) == 0
      || g_strcmp0 (edgekit_variant_get_path (variant), location) == 0)
    return TRUE;
  return its != NULL && model != NULL && !(location && g_path_is_absolute (location))
         && g_strcmp0 (edgekit_model_get_quantization (its), edgekit_model_get_quantization (model)) == 0
         && edgekit_model_get_weights_size (its) == edgekit_model_get_weights_size (model);
}

/* The recommended version, where it is smaller than that of the model at a location; or NULL. */
EdgeKitVariantVerdict *
ek_version_order_find_smaller (GPtrArray *verdicts, EdgeKitModel *model, const char *location)
{
  EdgeKitVariantVerdict *recommended = NULL, *current = NULL;

  for (guint i = 0; i < verdicts->len; i++)
    {
      EdgeKitVariantVerdict *verdict = g_ptr_array_index (verdicts, i);

      if (edgekit_variant_verdict_get_recommended (verdict))
        recommended = verdict;
      if (current == NULL && ek_version_order_is_of (verdict, model, location))
        current = verdict;
    }
  if (recommended == NULL || current == NULL
      || edgekit_variant_verdict_get_total (recommended) >= edgekit_variant_verdict_get_total (current))
    return NULL;
  return g_object_ref (recommended);
}

gboolean
ek_version_order_have_speeds (GPtrArray *verdicts)
{
  for (guint i = 0; i < verdicts->len; i++)
    if (ek_version_order_has_speed (g_ptr_array_index (verdicts, i)))
      return TRUE;
  return FALSE;
}

const char *
ek_version_order_get_name (EkVersionOrder order)
{
  g_return_val_if_fail (order < EK_N_VERSION_ORDERS, NULL);

  return _ (order_names[order]);
}
