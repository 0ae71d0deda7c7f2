/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-outline-private.h"

/* The key-value pairs that llama.cpp's converter writes for a model of this
 * shape (gguf-py constants.py, class Keys). */

static void
take (EdgeKitMetadata *metadata, const EdgeKitOutline *self, const char *key, EdgeKitMetaValue *value)
{
  g_autofree char *full = *key == '.' ? g_strconcat (self->architecture, key, NULL) : g_strdup (key);

  _edgekit_metadata_take (metadata, full, value);
}

static void
add_int (EdgeKitMetadata *metadata, const EdgeKitOutline *self, const char *key, guint64 number)
{
  EdgeKitMetaValue value = { .type = EDGEKIT_META_INT, .integer = (gint64) number };

  if (number > 0)
    take (metadata, self, key, &value);
}

static void
add_string (EdgeKitMetadata *metadata, const EdgeKitOutline *self, const char *key, const char *text)
{
  EdgeKitMetaValue value = { .type = EDGEKIT_META_STRING, .string = g_strdup (text), .length = strlen (text) };

  take (metadata, self, key, &value);
}

/* One number where all layers agree, else one for each. */
static void
add_numbers (EdgeKitMetadata *metadata, const EdgeKitOutline *self, const char *key, const guint64 *numbers)
{
  EdgeKitMetaValue value = { .type = EDGEKIT_META_INTS, .length = self->layers };
  gboolean same = TRUE;

  for (guint64 i = 1; i < self->layers; i++)
    same = same && numbers[i] == numbers[0];
  if (same)
    {
      add_int (metadata, self, key, numbers[0]);
      return;
    }
  value.integers = g_new (gint64, self->layers);
  for (guint64 i = 0; i < self->layers; i++)
    value.integers[i] = (gint64) numbers[i];
  take (metadata, self, key, &value);
}

static void
add_attention (EdgeKitMetadata *metadata, const EdgeKitOutline *self)
{
  g_autofree guint64 *heads = g_new0 (guint64, self->layers);
  g_autofree guint64 *kv_heads = g_new0 (guint64, self->layers);
  g_autofree guint64 *windows = g_new0 (guint64, self->layers);
  guint64 window = _edgekit_outline_get (self, "window", 0);
  gboolean windowed = FALSE;
  guint64 shared = 0;

  for (guint64 i = 0; i < self->layers; i++)
    {
      char mixer = self->mixers[i];

      if (mixer == EDGEKIT_OUTLINE_MLA)
        {
          heads[i] = _edgekit_outline_get (self, "heads", 0);
          kv_heads[i] = 1;
        }
      else if (_edgekit_outline_attends (mixer))
        {
          heads[i] = _edgekit_outline_by_mixer (self, "heads", mixer);
          kv_heads[i] = _edgekit_outline_by_mixer (self, "kv_heads", mixer);
        }
      windows[i] = mixer == EDGEKIT_OUTLINE_WINDOW || mixer == EDGEKIT_OUTLINE_SHARED_WINDOW;
      windowed = windowed || windows[i];
      shared += mixer == EDGEKIT_OUTLINE_SHARED_FULL || mixer == EDGEKIT_OUTLINE_SHARED_WINDOW;
    }
  add_numbers (metadata, self, ".attention.head_count", heads);
  add_numbers (metadata, self, ".attention.head_count_kv", kv_heads);
  add_int (metadata, self, ".attention.key_length", _edgekit_outline_by_mixer (self, "head_dim_k", EDGEKIT_OUTLINE_FULL));
  add_int (metadata, self, ".attention.value_length",
           _edgekit_outline_by_mixer (self, "head_dim_v", EDGEKIT_OUTLINE_FULL));
  if (_edgekit_outline_has (self, "head_dim_k"))
    {
      add_int (metadata, self, ".attention.key_length_swa",
               _edgekit_outline_by_mixer (self, "head_dim_k", EDGEKIT_OUTLINE_WINDOW));
      add_int (metadata, self, ".attention.value_length_swa",
               _edgekit_outline_by_mixer (self, "head_dim_v", EDGEKIT_OUTLINE_WINDOW));
    }
  add_int (metadata, self, ".attention.shared_kv_layers", shared);
  if (!windowed)
    return;
  add_int (metadata, self, ".attention.sliding_window", window);
  add_numbers (metadata, self, ".attention.sliding_window_pattern", windows);
}

static void
add_mla (EdgeKitMetadata *metadata, const EdgeKitOutline *self)
{
  add_int (metadata, self, ".attention.kv_lora_rank", _edgekit_outline_get_in (self, "mla", "kv_lora"));
  add_int (metadata, self, ".attention.q_lora_rank", _edgekit_outline_get_in (self, "mla", "q_lora"));
  add_int (metadata, self, ".rope.dimension_count", _edgekit_outline_get_in (self, "mla", "rope_dim"));
  add_int (metadata, self, ".attention.key_length_mla",
           _edgekit_outline_get_in (self, "mla", "nope_dim") + _edgekit_outline_get_in (self, "mla", "rope_dim"));
  add_int (metadata, self, ".attention.value_length_mla", _edgekit_outline_get_in (self, "mla", "v_dim"));
}

static void
add_recurrent (EdgeKitMetadata *metadata, const EdgeKitOutline *self)
{
  JsonObject *recurrent = json_object_get_object_member (self->record, "recurrent");
  const char *kind = json_object_get_string_member_with_default (recurrent, "kind", "");

  if (g_str_equal (kind, "shortconv"))
    {
      add_int (metadata, self, ".shortconv.l_cache", _edgekit_outline_get_in (self, "recurrent", "conv"));
      return;
    }
  add_int (metadata, self, ".ssm.conv_kernel", _edgekit_outline_get_in (self, "recurrent", "conv"));
  if (g_str_equal (kind, "mamba2"))
    {
      add_int (metadata, self, ".ssm.inner_size", _edgekit_outline_get_in (self, "recurrent", "inner"));
      add_int (metadata, self, ".ssm.state_size", _edgekit_outline_get_in (self, "recurrent", "state"));
      add_int (metadata, self, ".ssm.group_count", _edgekit_outline_get_in (self, "recurrent", "groups"));
      add_int (metadata, self, ".ssm.time_step_rank", _edgekit_outline_get_in (self, "recurrent", "heads"));
      return;
    }
  add_int (metadata, self, ".ssm.inner_size",
           _edgekit_outline_get_in (self, "recurrent", "value_heads") *
               _edgekit_outline_get_in (self, "recurrent", "value_dim"));
  add_int (metadata, self, ".ssm.state_size", _edgekit_outline_get_in (self, "recurrent", "key_dim"));
  add_int (metadata, self, ".ssm.group_count", _edgekit_outline_get_in (self, "recurrent", "key_heads"));
  add_int (metadata, self, ".ssm.time_step_rank", _edgekit_outline_get_in (self, "recurrent", "value_heads"));
}

void
_edgekit_outline_add_keys (const EdgeKitOutline *self, EdgeKitMetadata *metadata, const char *mix)
{
  const char *name = _edgekit_outline_string (self, "name");

  add_string (metadata, self, "general.architecture", self->architecture);
  if (name)
    add_string (metadata, self, "general.name", name);
  add_int (metadata, self, ".block_count", self->layers);
  add_int (metadata, self, ".embedding_length", self->width);
  add_int (metadata, self, ".context_length", _edgekit_outline_get (self, "context", 0));
  add_int (metadata, self, ".vocab_size", self->vocabulary);
  add_numbers (metadata, self, ".feed_forward_length", (const guint64 *) self->feed_width->data);
  add_int (metadata, self, ".expert_count", _edgekit_outline_get (self, "experts", 0));
  add_int (metadata, self, ".expert_used_count", _edgekit_outline_get (self, "experts_used", 0));
  add_int (metadata, self, ".expert_feed_forward_length", _edgekit_outline_get (self, "expert_ff_length", 0));
  add_int (metadata, self, ".expert_shared_count", _edgekit_outline_get (self, "experts_shared", 0));
  add_attention (metadata, self);
  if (_edgekit_outline_has (self, "mla"))
    add_mla (metadata, self);
  if (_edgekit_outline_has (self, "recurrent"))
    add_recurrent (metadata, self);
}
