/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-line-private.h"
#include "edgekit-quantization-private.h"
#include "edgekit-table-private.h"

#define TABLE "quantizations"
#define MAX_NUMBER 65536

void
_edgekit_quantization_free (EdgeKitQuantization *self)
{
  g_free (self->name);
  g_free (self);
}

static char *
with_bits (const char *format, double bits)
{
  g_autofree char *number = g_strdup_printf ("%d", (int) bits);
  GString *name = g_string_new (format);

  g_string_replace (name, "%d", bits >= 1 ? number : "", 1);
  return g_string_free (name, FALSE);
}

/* A number of bits, or of weights in a group; 0 for none, and for what cannot be one. */
static double
number_at (JsonObject *object, const char *path)
{
  double value = _edgekit_config_walk_double (object, path, 0);

  return value >= 1 && value <= MAX_NUMBER ? value : 0;
}

static double
first_number (JsonObject *object, const char *const *paths)
{
  double value = 0;

  for (guint i = 0; paths[i] && value == 0; i++)
    value = number_at (object, paths[i]);
  return value;
}

/* --- MLX -------------------------------------------------------------------- */

static void
read_mlx (EdgeKitQuantization *self, JsonObject *object)
{
  const char *mode = _edgekit_config_walk_string (object, "mode");

  self->mlx = TRUE;
  self->bits = number_at (object, "bits");
  self->group = number_at (object, "group_size");
  self->overrides = object;
  self->unknown = self->bits == 0;
  self->name = mode && !g_str_equal (mode, "affine") ? g_ascii_strup (mode, -1) : with_bits ("%d-bit", self->bits);
}

/* --- Groups of compressed-tensors, and ModelOpt ----------------------------- */

typedef struct
{
  double weight_bits;
  double input_bits;
  double group;
  const char *type;
} Group;

/* Of several groups, the one with the fewest bits: that is what is packed. */
static Group
find_group (JsonObject *object)
{
  JsonNode *node = _edgekit_config_walk (object, "config_groups");
  JsonObject *groups = node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autoptr(GList) members = groups ? json_object_get_values (groups) : NULL;
  Group found = { 0 };

  for (GList *l = members; l; l = l->next)
    {
      JsonObject *group = JSON_NODE_HOLDS_OBJECT (l->data) ? json_node_get_object (l->data) : NULL;
      double bits = group ? number_at (group, "weights.num_bits") : 0;

      if (bits < 1 || (found.weight_bits > 0 && bits >= found.weight_bits))
        continue;
      found.weight_bits = bits;
      found.input_bits = number_at (group, "input_activations.num_bits");
      found.group = number_at (group, "weights.group_size");
      found.type = _edgekit_config_walk_string (group, "weights.type");
    }
  return found;
}

static char *
name_group (const Group *group, const char *format)
{
  if (format && strstr (format, "nvfp4"))
    return g_strdup ("NVFP4");
  if (format && strstr (format, "mxfp4"))
    return g_strdup ("MXFP4");
  if (g_strcmp0 (group->type, "float") == 0)
    return group->weight_bits == 4 ? g_strdup ("NVFP4") : with_bits ("FP%d", group->weight_bits);
  return g_strdup_printf ("W%dA%d", (int) group->weight_bits, group->input_bits > 0 ? (int) group->input_bits : 16);
}

static void
read_groups (EdgeKitQuantization *self, JsonObject *object)
{
  const Group group = find_group (object);

  if (group.weight_bits < 1)
    return;
  self->bits = group.weight_bits;
  self->group = group.group;
  if (!self->name)
    self->name = name_group (&group, _edgekit_config_walk_string (object, "format"));
}

static void
read_algorithm (EdgeKitQuantization *self, JsonObject *object)
{
  const char *algorithm = _edgekit_config_walk_string (object, "quant_algo");

  if (!algorithm)
    algorithm = _edgekit_config_walk_string (object, "quantization.quant_algo");
  if (!algorithm || self->name)
    return;
  self->name = g_str_equal (algorithm, "MIXED_PRECISION") ? g_strdup ("Mixed") : g_strdup (algorithm);
  if (self->group == 0)
    self->group = first_number (object, (const char *const[]) { "group_size", "quantization.group_size", NULL });
}

/* --- All methods ------------------------------------------------------------ */

static void
read_bitsandbytes (EdgeKitQuantization *self, JsonObject *object)
{
  const char *type = _edgekit_config_walk_string (object, "bnb_4bit_quant_type");
  g_autofree char *upper = type ? g_ascii_strup (type, -1) : NULL;

  if (_edgekit_config_walk_bool (object, "load_in_4bit", FALSE))
    {
      self->bits = 4;
      self->name = g_strconcat ("BNB-", upper ? upper : "FP4", NULL);
      return;
    }
  self->bits = 8;
  self->name = g_strdup ("BNB-Int8");
}

/* Of AQLM: codes for groups of weights. */
static double
code_bits (JsonObject *object)
{
  double group = number_at (object, "in_group_size") * MAX (number_at (object, "out_group_size"), 1);

  return group > 0 ? number_at (object, "num_codebooks") * number_at (object, "nbits_per_codebook") / group : 0;
}

static void
read_method (EdgeKitQuantization *self, JsonObject *object, const char *method)
{
  static const char *const bits[] = { "bits", "w_bit", "nbits", "num_bits", "weight_bits", "weights.nbits",
                                      "quant_config.weight_quant_params.nbits", NULL };
  static const char *const groups[] = { "group_size", "q_group_size", "quant_config.weight_quant_params.group_size",
                                        NULL };
  GKeyFile *table = _edgekit_table_get (TABLE);
  g_autofree char *name = g_key_file_get_string (table, method, "name", NULL);

  self->unknown = !g_key_file_has_group (table, method);
  self->bits = first_number (object, bits);
  self->group = first_number (object, groups);
  if (g_str_equal (method, "bitsandbytes"))
    read_bitsandbytes (self, object);
  if (self->bits == 0)
    self->bits = code_bits (object);
  read_groups (self, object);
  read_algorithm (self, object);
  if (self->bits == 0 && !self->unknown)
    self->bits = _edgekit_table_int_or (TABLE, method, "bits", 0);
  self->unknown |= self->bits == 0;
  if (!self->name)
    self->name = name ? with_bits (name, self->bits) : g_ascii_strup (method, -1);
}

/* Files that name no method still say what they hold. */
static const char *
guess_method (JsonObject *object)
{
  if (_edgekit_config_walk (object, "quant_algo") || _edgekit_config_walk (object, "quantization.quant_algo"))
    return "modelopt";
  if (_edgekit_config_walk (object, "config_groups"))
    return "compressed-tensors";
  if (_edgekit_config_walk (object, "load_in_4bit") || _edgekit_config_walk (object, "load_in_8bit"))
    return "bitsandbytes";
  return NULL;
}

EdgeKitQuantization *
_edgekit_quantization_new (EdgeKitConfig *config, JsonObject *more)
{
  EdgeKitQuantization *self = g_new0 (EdgeKitQuantization, 1);
  JsonNode *mlx = _edgekit_config_walk (_edgekit_config_get_root (config), "quantization");
  JsonObject *object = _edgekit_config_get_object (config, "quantization");
  const char *expert_type = _edgekit_config_get_string (config, "expert_type");
  const char *method = NULL;

  if (mlx && JSON_NODE_HOLDS_OBJECT (mlx) && _edgekit_config_walk (json_node_get_object (mlx), "bits"))
    {
      read_mlx (self, json_node_get_object (mlx));
      return self;
    }
  if (!object)
    object = more;
  if (object)
    method = _edgekit_config_walk_string (object, "quant_method");
  if (object && !method)
    method = guess_method (object);
  if (method)
    read_method (self, object, method);
  self->name = _edgekit_line_take (self->name);
  if (expert_type && g_str_equal (expert_type, "fp4"))
    self->expert_bits = 4;
  return self;
}
