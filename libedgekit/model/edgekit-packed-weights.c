/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "edgekit-data-type-private.h"
#include "edgekit-quantization-private.h"
#include "edgekit-table-private.h"

/* A packed weight is several tensors with one stem: the packed values, and
 * beside them scales, zero points and the like. The values stand for as many
 * parameters as their bits hold; what is beside them stands for none. */

typedef struct
{
  char **weights; /* endings */
  char **plain;
  char **beside;
  char **scales;
} Endings;

static char **
list_endings (GKeyFile *table, const char *key, const char *value)
{
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; rows[i]; i++)
    {
      g_autofree char *found = g_key_file_get_string (table, rows[i], key, NULL);

      if (g_strcmp0 (found, value) == 0)
        g_strv_builder_add (builder, rows[i]);
    }
  return g_strv_builder_end (builder);
}

/* As long-lived as the library. */
static const Endings *
get_endings (void)
{
  static gsize once = 0;
  static Endings endings;

  if (g_once_init_enter (&once))
    {
      GKeyFile *table = _edgekit_table_get ("packed-weights");

      endings.weights = list_endings (table, "role", "weights");
      endings.plain = list_endings (table, "role", "plain");
      endings.beside = list_endings (table, "role", "beside");
      endings.scales = list_endings (table, "scale", "yes");
      g_once_init_leave (&once, 1);
    }
  return &endings;
}

/* The length of @name before the longest of @endings that it has; 0 for none. */
static gsize
stem_before (const char *name, char **endings)
{
  gsize length = strlen (name), stem = 0;

  for (guint i = 0; endings[i]; i++)
    {
      gsize n = strlen (endings[i]);

      if (length > n && strcmp (name + length - n, endings[i]) == 0 && (stem == 0 || length - n < stem))
        stem = length - n;
    }
  return stem;
}

static gboolean
is_packable (const EdgeKitTensor *tensor)
{
  const EdgeKitDataType *type = _edgekit_data_type_get (tensor->tensor_type);

  return type && (type->kind == EDGEKIT_DATA_KIND_INTEGER || type->kind == EDGEKIT_DATA_KIND_SMALL);
}

/* --- Finding what belongs together ------------------------------------------ */

typedef struct
{
  const EdgeKitQuantization *quantization;
  GHashTable *tensors; /* name → EdgeKitTensor, borrowed */
  GString *name;       /* scratch */
} Unpacking;

static EdgeKitTensor *
find (Unpacking *u, const char *stem, gsize length, const char *ending)
{
  g_string_truncate (u->name, 0);
  g_string_append_len (u->name, stem, length);
  g_string_append (u->name, ending);
  return g_hash_table_lookup (u->tensors, u->name->str);
}

/* Whether @stem has weights of a type that is packed. */
static gboolean
has_weights (Unpacking *u, const char *stem, gsize length)
{
  const Endings *endings = get_endings ();
  EdgeKitTensor *tensor;

  for (guint i = 0; endings->weights[i]; i++)
    if ((tensor = find (u, stem, length, endings->weights[i])) && is_packable (tensor))
      return TRUE;
  for (guint i = 0; endings->plain[i]; i++)
    if ((tensor = find (u, stem, length, endings->plain[i])) && is_packable (tensor))
      return TRUE;
  tensor = find (u, stem, length, ""); /* experts that were made one tensor */
  return tensor && is_packable (tensor);
}

/* The first tensor of @stem that has one of @endings. */
static EdgeKitTensor *
find_any (Unpacking *u, const char *stem, gsize length, char **endings)
{
  EdgeKitTensor *tensor = NULL;

  for (guint i = 0; endings[i] && !tensor; i++)
    tensor = find (u, stem, length, endings[i]);
  return tensor;
}

/* --- Bits ------------------------------------------------------------------- */

/* What the file says of the module @stem, where that is not what it says of all. */
static JsonObject *
find_override (Unpacking *u, const char *stem, gsize length)
{
  g_autofree char *module = NULL;
  JsonNode *node;

  if (!u->quantization->overrides)
    return NULL;
  module = g_strndup (stem, length);
  node = json_object_get_member (u->quantization->overrides, module);
  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Files are often wrong about parts of themselves, but scales cannot be: there
 * is one for each group. 0 when that gives no whole number of bits. */
static double
bits_by_scale (const EdgeKitTensor *weights, const EdgeKitTensor *scale, double group)
{
  double values = scale->elements * group;
  double bits = values > 0 ? weights->size * 8.0 / values : 0;

  return bits >= 1 && bits <= 8 && bits == floor (bits) ? bits : 0;
}

static double
find_bits (Unpacking *u, const EdgeKitTensor *weights, gsize stem)
{
  const EdgeKitQuantization *q = u->quantization;
  JsonObject *override = find_override (u, weights->name, stem);
  EdgeKitTensor *scale = find_any (u, weights->name, stem, get_endings ()->scales);
  double bits = q->bits, group = q->group, found = 0;

  if (weights->experts && q->expert_bits > 0)
    return q->expert_bits;
  if (override)
    {
      bits = _edgekit_config_walk_double (override, "bits", bits);
      group = _edgekit_config_walk_double (override, "group_size", group);
    }
  if (scale && group > 1)
    found = bits_by_scale (weights, scale, group);
  return found > 0 ? found : bits;
}

/* Whether whole numbers of this name are weights. An ordinary name with nothing
 * beside it is what it looks like: a table of positions, say. */
static gboolean
is_packed (Unpacking *u, const EdgeKitTensor *tensor, gsize *stem)
{
  const Endings *endings = get_endings ();

  *stem = stem_before (tensor->name, endings->weights);
  if (*stem > 0)
    return TRUE;
  *stem = stem_before (tensor->name, endings->plain);
  if (*stem == 0)
    *stem = strlen (tensor->name);
  return find_any (u, tensor->name, *stem, endings->beside) != NULL;
}

static void
unpack (Unpacking *u, EdgeKitTensor *tensor)
{
  const EdgeKitDataType *type = _edgekit_data_type_get (tensor->tensor_type);
  gsize beside = stem_before (tensor->name, get_endings ()->beside);
  gsize stem;
  double bits;

  if (!type)
    return;
  if (type->kind == EDGEKIT_DATA_KIND_EXPONENT || (beside > 0 && has_weights (u, tensor->name, beside)))
    {
      tensor->parameters = 0;
      return;
    }
  if (type->kind != EDGEKIT_DATA_KIND_INTEGER || !is_packed (u, tensor, &stem))
    return;
  bits = find_bits (u, tensor, stem);
  if (bits > 0 && bits < type->bits)
    tensor->parameters = MIN (tensor->size * 8.0 / bits + 0.5, (double) G_MAXINT64 / 2);
}

void
_edgekit_quantization_unpack (const EdgeKitQuantization *self, GPtrArray *tensors)
{
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GString) name = g_string_new (NULL);
  Unpacking u = { self, names, name };

  for (guint i = 0; i < tensors->len; i++)
    {
      EdgeKitTensor *tensor = g_ptr_array_index (tensors, i);

      g_hash_table_insert (names, tensor->name, tensor);
    }
  for (guint i = 0; i < tensors->len; i++)
    unpack (&u, g_ptr_array_index (tensors, i));
}
