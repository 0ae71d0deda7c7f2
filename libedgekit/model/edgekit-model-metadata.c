/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-model-private.h"

/* Typed reading of the header's keys. Converters disagree about the width of
 * integers, and some write a number where others write yes or no, so a value is
 * taken for what it means. */

const EdgeKitMetaValue *
_edgekit_model_lookup (EdgeKitModel *self, const char *key)
{
  g_autofree char *full = NULL;

  if (*key != '.')
    return _edgekit_metadata_lookup (self->metadata, key);
  if (!self->architecture)
    return NULL;
  full = g_strconcat (self->architecture, key, NULL);
  return _edgekit_metadata_lookup (self->metadata, full);
}

gint64
_edgekit_model_get_int (EdgeKitModel *self, const char *key, gint64 fallback)
{
  const EdgeKitMetaValue *value = _edgekit_model_lookup (self, key);

  return value && (value->type == EDGEKIT_META_INT || value->type == EDGEKIT_META_BOOL) ? value->integer : fallback;
}

double
_edgekit_model_get_double (EdgeKitModel *self, const char *key, double fallback)
{
  const EdgeKitMetaValue *value = _edgekit_model_lookup (self, key);

  if (value && value->type == EDGEKIT_META_DOUBLE)
    return value->number;
  return value && value->type == EDGEKIT_META_INT ? (double) value->integer : fallback;
}

const char *
_edgekit_model_get_string (EdgeKitModel *self, const char *key)
{
  const EdgeKitMetaValue *value = _edgekit_model_lookup (self, key);

  return value && value->type == EDGEKIT_META_STRING ? value->string : NULL;
}

EdgeKitTristate
_edgekit_model_get_bool (EdgeKitModel *self, const char *key)
{
  const EdgeKitMetaValue *value = _edgekit_model_lookup (self, key);

  if (!value || (value->type != EDGEKIT_META_BOOL && value->type != EDGEKIT_META_INT))
    return EDGEKIT_TRISTATE_UNKNOWN;
  return value->integer ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_NO;
}

const gint64 *
_edgekit_model_get_ints (EdgeKitModel *self, const char *key, guint *n)
{
  const EdgeKitMetaValue *value = _edgekit_model_lookup (self, key);

  *n = 0;
  if (!value || value->type != EDGEKIT_META_INTS)
    return NULL;
  *n = value->length;
  return value->integers;
}

gint64
_edgekit_model_get_nth (EdgeKitModel *self, const char *key, guint i, gint64 fallback)
{
  guint n;
  const gint64 *integers = _edgekit_model_get_ints (self, key, &n);

  if (!integers)
    return _edgekit_model_get_int (self, key, fallback);
  return i < n ? integers[i] : fallback;
}
