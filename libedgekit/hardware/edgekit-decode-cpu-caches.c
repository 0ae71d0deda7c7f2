/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-cache-private.h"
#include "edgekit-decode-cpu-private.h"
#include "edgekit-decode-private.h"

#define MAX_INDEX 10 /* L1d, L1i and L2 to L4 are five */

/* "49152K" and "1M", as the kernel writes sizes of caches. */
static gint64
cache_size (const char *text)
{
  gint64 size = _edgekit_decode_number (text);
  const char *unit = text ? text + strspn (text, "0123456789") : "";

  if (size <= 0 || size > G_MAXINT32)
    return EDGEKIT_UNKNOWN;
  return size * (*unit == 'K' ? 1024 : *unit == 'M' ? 1024 * 1024 : 1);
}

/* "ff,0000000f": hexadecimal words of 32 processors, the first ones last. */
static GArray *
parse_mask (const char *text)
{
  g_auto(GStrv) words = g_strsplit (text, ",", 4096);
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n = g_strv_length (words);

  for (guint i = 0; i < n; i++)
    {
      guint64 word = g_ascii_strtoull (words[n - 1 - i], NULL, 16);

      for (guint bit = 0; bit < 32; bit++)
        {
          guint number = 32 * i + bit;

          if (word >> bit & 1)
            g_array_append_val (numbers, number);
        }
    }
  return numbers;
}

GArray *
_edgekit_decode_cache_users (const EdgeKitCpuFacts *facts, guint number, guint index)
{
  GArray *users = _edgekit_decode_list (_edgekit_decode_text (
      facts->snapshot, EDGEKIT_SYS_CPU "%u/cache/index%u/shared_cpu_list", number, index));
  const char *mask = users ? NULL
                           : _edgekit_decode_text (facts->snapshot,
                                                   EDGEKIT_SYS_CPU "%u/cache/index%u/shared_cpu_map", number, index);

  return mask ? parse_mask (mask) : users;
}

static int
compare_caches (gconstpointer a, gconstpointer b, gpointer data)
{
  const EdgeKitCache *x = a, *y = b;
  int kinds = g_strcmp0 (x->kind, y->kind);

  if (x->level != y->level)
    return x->level < y->level ? -1 : 1;
  return kinds ? kinds : x->size > y->size ? -1 : x->size < y->size;
}

void
_edgekit_decode_add_caches (EdgeKitCpu *cpu, gint64 level, const char *kind, gint64 size, gint64 count)
{
  g_autoptr(EdgeKitCache) cache = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (cpu->caches)); i++)
    {
      g_autoptr(EdgeKitCache) other = g_list_model_get_item (G_LIST_MODEL (cpu->caches), i);

      if (other->level == level && other->size == size && g_str_equal (other->kind, kind))
        {
          other->count += count;
          return;
        }
    }
  cache = g_object_new (EDGEKIT_TYPE_CACHE, NULL);
  cache->level = level;
  cache->kind = g_strdup (kind);
  cache->size = size;
  cache->count = count;
  g_list_store_insert_sorted (cpu->caches, cache, compare_caches, NULL);
}

static guint
first_online (const EdgeKitCpuFacts *facts, GArray *users)
{
  for (guint i = 0, j = 0; i < users->len && j < facts->online->len;)
    {
      guint a = g_array_index (users, guint, i), b = g_array_index (facts->online, guint, j);

      if (a == b)
        return a;
      i += a < b;
      j += b < a;
    }
  return G_MAXUINT;
}

/* Every processor lists the caches that it uses. Of those that use the same one,
 * the first speaks for it. */
static void
decode_sysfs (const EdgeKitCpuFacts *facts)
{
  for (guint i = 0; i < facts->online->len; i++)
    for (guint index = 0; index < MAX_INDEX; index++)
      {
        guint number = g_array_index (facts->online, guint, i);
        g_autofree char *folder = g_strdup_printf (EDGEKIT_SYS_CPU "%u/cache/index%u", number, index);
        gint64 level = _edgekit_decode_int (facts->snapshot, "%s/level", folder);
        g_autofree char *type = _edgekit_decode_line (facts->snapshot, "%s/type", folder);
        g_autoptr(GArray) users = NULL;
        g_autofree char *kind = type ? g_ascii_strdown (type, -1) : NULL;

        if (level == EDGEKIT_UNKNOWN && !type)
          break; /* they are numbered without gaps */
        if (level < 1 || level > 9 || !kind)
          continue;
        users = _edgekit_decode_cache_users (facts, number, index);
        if (users && first_online (facts, users) == number)
          _edgekit_decode_add_caches (facts->cpu, level, kind,
                                      cache_size (_edgekit_decode_text (facts->snapshot, "%s/size", folder)), 1);
      }
}

void
_edgekit_decode_cpu_caches (const EdgeKitCpuFacts *facts)
{
  decode_sysfs (facts);
  if (g_list_model_get_n_items (G_LIST_MODEL (facts->cpu->caches)) > 0)
    _edgekit_hardware_profile_set_provenance (facts->profile, "cpu.caches", EDGEKIT_PROVENANCE_REPORTED,
                                              "file:/sys/devices/system/cpu");
}

guint64
_edgekit_decode_last_level (EdgeKitHardwareProfile *profile)
{
  GListModel *caches = profile->cpu ? G_LIST_MODEL (profile->cpu->caches) : NULL;
  gint64 level = 0;
  guint64 bytes = 0;

  for (guint i = 0; caches && i < g_list_model_get_n_items (caches); i++)
    {
      g_autoptr(EdgeKitCache) cache = g_list_model_get_item (caches, i);

      if (cache->level > level)
        bytes = 0;
      level = cache->level; /* they are sorted by it */
      bytes += (guint64) MAX (cache->size, 0) * (guint64) MAX (cache->count, 0);
    }
  return bytes;
}
