/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include "edgekit-config-facts-private.h"
#include "edgekit-line-private.h"

/* Positions. Where a file stretches them, it sometimes names the length that
 * this makes possible, and sometimes the one before: vLLM _get_and_verify_max_len,
 * transformers modeling_rope_utils.py. */

/* Newer files have an object of its own for each kind of layer: that of the
 * layers that see everything counts. */
static JsonObject *
find_scaling (EdgeKitConfig *config)
{
  JsonObject *object = _edgekit_config_get_object (config, "rope_scaling");
  JsonNode *full = object ? _edgekit_config_walk (object, "full_attention") : NULL;

  return full && JSON_NODE_HOLDS_OBJECT (full) ? json_node_get_object (full) : object;
}

static const char *
find_kind (JsonObject *scaling)
{
  static const char *const none[] = { "default", "mrope", "proportional", NULL };
  const char *kind = _edgekit_config_walk_string (scaling, "rope_type");

  if (!kind)
    kind = _edgekit_config_walk_string (scaling, "type");
  return kind && !g_strv_contains (none, kind) ? kind : NULL;
}

static gint64
stretched (gint64 context, const char *kind, double original, double factor)
{
  double length;

  /* without the length before, only YaRN is sure to begin from the one that is named */
  if (original <= 0 && g_str_equal (kind, "yarn"))
    original = context;
  length = original > 0 && factor > 1 ? original * factor : 0;
  return length > context && length <= (double) G_MAXINT32 ? (gint64) length : context;
}

/* vLLM layers/rotary_embedding: linear stretching makes the table longer, and
 * layers with a window may have a table of their own. */
static gint64
count_rows (EdgeKitConfig *self, gint64 context, JsonObject *scaling, const char *kind)
{
  double rows = MAX (context, 0), factor = 1;

  if (g_strcmp0 (kind, "linear") == 0)
    factor = _edgekit_config_walk_double (scaling, "factor", 1);
  rows *= factor >= 1 && factor <= 64 ? factor : 1;
  if (_edgekit_config_get_int (self, "rope_local", 0) > 0)
    rows += MAX (context, 0);
  return MIN (rows, (double) G_MAXINT32);
}

void
_edgekit_config_take_rope (EdgeKitConfig *self, EdgeKitModel *model)
{
  JsonObject *scaling = find_scaling (self);
  const char *kind = scaling ? find_kind (scaling) : NULL;
  gint64 heads = _edgekit_config_get_int (self, "heads", 0);
  gint64 width = heads > 0 && model->embedding_length > 0 ? model->embedding_length / heads : 0;
  gint64 length = _edgekit_config_get_int (self, "head_length", width);
  double part = _edgekit_config_get_double (self, "rope_part", 1);
  double factor, original;

  if (scaling && _edgekit_config_walk (scaling, "partial_rotary_factor"))
    part = _edgekit_config_walk_double (scaling, "partial_rotary_factor", part);
  if (part > 0 && part <= 1)
    length = length * part;
  model->context_length = _edgekit_config_get_int (self, "context", EDGEKIT_UNKNOWN);
  model->rope_dimension = _edgekit_config_get_int (self, "rope_length", 0);
  if (model->rope_dimension == 0)
    model->rope_dimension = _edgekit_config_get_int (self, "rope_dimension", length);
  if (model->rope_dimension == 0)
    model->rope_dimension = EDGEKIT_UNKNOWN;
  model->position_rows = count_rows (self, model->context_length, scaling, kind);
  if (!kind)
    return;
  model->rope_scaling = _edgekit_line_take (g_strdup (kind));
  factor = _edgekit_config_walk_double (scaling, "factor", 0);
  original = _edgekit_config_walk_double (scaling, "original_max_position_embeddings",
                                          _edgekit_config_get_int (self, "original_context", 0));
  if (isfinite (factor) && factor > 0)
    model->rope_factor = factor;
  if (original >= 1 && original <= (double) G_MAXINT32)
    model->original_context_length = original;
  if (model->context_length != EDGEKIT_UNKNOWN)
    model->context_length = stretched (model->context_length, kind, original, factor);
  model->position_rows = MAX (model->position_rows, model->context_length);
}
