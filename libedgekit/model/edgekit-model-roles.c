/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-checked-private.h"
#include "edgekit-enum-types.h"
#include "edgekit-json-private.h"
#include "edgekit-model-roles-private.h"

/* Parameters by what they are for. The name of a tensor tells most of it; the
 * kind of its layer tells attention from its linear relatives, which often go by
 * the same names. */

static EdgeKitTensorRole
role_of (EdgeKitModel *self, const EdgeKitTensor *tensor)
{
  EdgeKitLayer *layer;

  if (tensor->layer < 0 || tensor->layer >= g_list_model_get_n_items (G_LIST_MODEL (self->layers)))
    return tensor->role;
  layer = _edgekit_model_layer (self, tensor->layer);
  if (layer->extra)
    return EDGEKIT_TENSOR_ROLE_DRAFT;
  if (layer->attention == EDGEKIT_ATTENTION_KIND_RECURRENT &&
      (tensor->role == EDGEKIT_TENSOR_ROLE_ATTENTION || tensor->role == EDGEKIT_TENSOR_ROLE_OTHER))
    return EDGEKIT_TENSOR_ROLE_RECURRENT;
  return tensor->role;
}

void
_edgekit_model_add_roles (EdgeKitModel *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->tensors));
  gboolean shared = FALSE;

  for (guint i = 0; n > 0 && i < EDGEKIT_TENSOR_N_ROLES; i++)
    self->roles[i] = 0;
  for (guint i = 0; i < n; i++)
    {
      const EdgeKitTensor *tensor = _edgekit_model_tensor (self, i);
      EdgeKitTensorRole role = role_of (self, tensor);

      self->roles[role] = _edgekit_sat_add (self->roles[role], tensor->parameters);
      shared |= tensor->shared_expert;
    }
  /* some families have one and do not say so */
  if (self->experts > 0 && self->experts_shared == EDGEKIT_UNKNOWN && n > 0)
    self->experts_shared = shared ? 1 : 0;
}

void
_edgekit_model_write_roles (EdgeKitModel *self, JsonBuilder *builder)
{
  g_autoptr(GTypeClass) roles = g_type_class_ref (EDGEKIT_TYPE_TENSOR_ROLE);

  json_builder_set_member_name (builder, "parameters_by_role");
  json_builder_begin_object (builder);
  for (guint i = 0; i < EDGEKIT_TENSOR_N_ROLES; i++)
    if (self->roles[i] > 0)
      _edgekit_json_add_int (builder, g_enum_get_value (G_ENUM_CLASS (roles), i)->value_nick, self->roles[i]);
  json_builder_end_object (builder);
}

gboolean
_edgekit_model_read_roles (EdgeKitModel *self, JsonObject *object, GError **error)
{
  g_autoptr(GTypeClass) roles = g_type_class_ref (EDGEKIT_TYPE_TENSOR_ROLE);
  JsonNode *node = json_object_get_member (object, "parameters_by_role");

  if (!node || !JSON_NODE_HOLDS_OBJECT (node) || json_object_get_size (json_node_get_object (node)) == 0)
    return TRUE;
  for (guint i = 0; i < EDGEKIT_TENSOR_N_ROLES; i++)
    {
      self->roles[i] = 0;
      if (!_edgekit_json_get_int (json_node_get_object (node), g_enum_get_value (G_ENUM_CLASS (roles), i)->value_nick, 0,
                                  G_MAXINT64, &self->roles[i], "parameters_by_role", error))
        return FALSE;
    }
  return TRUE;
}

/**
 * edgekit_model_get_role_parameters:
 * @self: a [class@EdgeKit.Model]
 * @role: what tensors are for
 *
 * Gets how many parameters there are for this.
 *
 * Returns: the number of parameters, or [const@EdgeKit.UNKNOWN] for all roles where nothing is known of the tensors
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_role_parameters (EdgeKitModel *self, EdgeKitTensorRole role)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);
  g_return_val_if_fail (role >= 0 && role < EDGEKIT_TENSOR_N_ROLES, EDGEKIT_UNKNOWN);

  return self->roles[role];
}
