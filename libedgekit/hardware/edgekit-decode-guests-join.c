/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-guests-private.h"
#include "edgekit-table-private.h"

/* --- Devices --------------------------------------------------------------------- */

/* Some guests tell no function, and a board is one device whatever its functions. */
static gboolean
is_same_slot (const char *a, const char *b)
{
  const char *dot = strrchr (a, '.');

  return dot && strncmp (a, b, dot - a + 1) == 0;
}

/* The maker's name of a vendor id; NULL for one that makes no graphics processors. */
static char *
vendor_name (guint vendor)
{
  g_autofree char *row = g_strdup_printf ("%04x", vendor);
  GKeyFile *vendors = _edgekit_table_get ("pci-vendors");

  return g_key_file_get_boolean (vendors, row, "ignore", NULL) ? NULL
                                                               : g_key_file_get_string (vendors, row, "name", NULL);
}

static EdgeKitAccelerator *
only (GPtrArray *list, guint *n)
{
  *n = list->len;
  return list->len == 1 ? g_ptr_array_index (list, 0) : NULL;
}

/* By its address; by its ids; or, built into a chip beside any bus, by its maker,
 * whose number may be one that Khronos gave. @n_alike: how many it could be. */
static EdgeKitAccelerator *
find (EdgeKitGuest *guest, EdgeKitGuestId id, guint *n_alike)
{
  g_autofree char *ids = id.vendor && id.device ? g_strdup_printf ("%04x:%04x", id.vendor, id.device) : NULL;
  g_autofree char *vendor = vendor_name (id.vendor);
  g_autoptr(GPtrArray) alike = g_ptr_array_new ();
  g_autoptr(GPtrArray) built_in = g_ptr_array_new ();
  EdgeKitAccelerator *found;

  *n_alike = 0;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (guest->profile->accelerators)); i++)
    {
      g_autoptr(EdgeKitAccelerator) a = g_list_model_get_item (G_LIST_MODEL (guest->profile->accelerators), i);

      if (a->kind != EDGEKIT_ACCELERATOR_KIND_GPU)
        continue;
      if (id.pci && a->pci && is_same_slot (a->pci, id.pci))
        return a;
      if (ids && !(id.pci && a->pci) && g_strcmp0 (a->pci_id, ids) == 0)
        g_ptr_array_add (alike, a);
      if (!a->pci && !a->pci_id && (vendor ? g_strcmp0 (a->vendor, vendor) == 0 : !id.vendor && !id.pci))
        g_ptr_array_add (built_in, a);
    }
  found = only (alike, n_alike);
  return *n_alike > 0 ? found : only (built_in, n_alike);
}

EdgeKitAccelerator *
_edgekit_guest_find (EdgeKitGuest *guest, EdgeKitGuestId id)
{
  guint n_alike;

  return find (guest, id, &n_alike);
}

gboolean
_edgekit_guest_knows_vendor (EdgeKitGuest *guest, guint vendor)
{
  g_autofree char *name = vendor_name (vendor);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (guest->profile->accelerators)); i++)
    {
      g_autoptr(EdgeKitAccelerator) a = g_list_model_get_item (G_LIST_MODEL (guest->profile->accelerators), i);

      if (name && a->kind == EDGEKIT_ACCELERATOR_KIND_GPU && g_strcmp0 (a->vendor, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static EdgeKitMemoryPool *
add_pool (EdgeKitGuest *guest, EdgeKitAccelerator *accelerator, const char *name, EdgeKitPoolKind kind)
{
  g_autoptr(EdgeKitMemoryPool) pool = g_object_new (EDGEKIT_TYPE_MEMORY_POOL, NULL);
  guint n = accelerator->pools ? g_strv_length (accelerator->pools) : 0;

  pool->id = g_strdup_printf ("%s.%s", accelerator->id, name);
  pool->kind = kind;
  accelerator->pools = g_renew (char *, accelerator->pools, n + 2);
  accelerator->pools[n] = g_strdup (pool->id);
  accelerator->pools[n + 1] = NULL;
  g_list_store_append (guest->profile->memory_pools, pool);
  return pool; /* the list holds it */
}

EdgeKitAccelerator *
_edgekit_guest_find_or_add (EdgeKitGuest *guest, EdgeKitGuestId id, const char *name)
{
  g_autofree char *vendor = vendor_name (id.vendor);
  g_autoptr(EdgeKitAccelerator) added = NULL;
  guint n_alike, number = 0;
  EdgeKitAccelerator *found = find (guest, id, &n_alike);

  /* several that are alike, or a device that does not say who it is beside others of
   * its maker: it is one of them, and nobody knows which */
  if (found || n_alike > 0 || !vendor ||
      (!id.pci && !id.device && _edgekit_guest_knows_vendor (guest, id.vendor)))
    return found;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (guest->profile->accelerators)); i++)
    {
      g_autoptr(EdgeKitAccelerator) a = g_list_model_get_item (G_LIST_MODEL (guest->profile->accelerators), i);

      number += a->kind == EDGEKIT_ACCELERATOR_KIND_GPU;
    }
  added = g_object_new (EDGEKIT_TYPE_ACCELERATOR, NULL);
  added->id = g_strdup_printf ("gpu%u", number);
  added->kind = EDGEKIT_ACCELERATOR_KIND_GPU;
  added->vendor = g_steal_pointer (&vendor);
  added->name = g_strdup (name);
  added->pci = g_strdup (id.pci);
  added->pci_id = id.device ? g_strdup_printf ("%04x:%04x", id.vendor, id.device) : NULL;
  added->partitions = 1;
  g_list_store_append (guest->profile->accelerators, added);
  return added; /* the list holds it */
}

static void
set_provenance (EdgeKitGuest *guest, const char *list, const char *id, const char *field, EdgeKitProvenance kind,
                const char *what)
{
  g_autofree char *path = g_strdup_printf ("%s.%s.%s", list, id, field);
  g_autofree char *source = g_strdup_printf ("guest:%s %s", guest->name, what);

  _edgekit_hardware_profile_set_provenance (guest->profile, path, kind, source);
}

static gboolean
is_reported (EdgeKitGuest *guest, const char *list, const char *id, const char *field)
{
  g_autofree char *path = g_strdup_printf ("%s.%s.%s", list, id, field);
  EdgeKitProvenance kind = edgekit_hardware_profile_get_provenance (guest->profile, path, NULL);

  return kind == EDGEKIT_PROVENANCE_REPORTED || kind == EDGEKIT_PROVENANCE_MEASURED;
}

void
_edgekit_guest_set_string (EdgeKitGuest *guest, EdgeKitAccelerator *accelerator, const char *field, char **dest,
                           const char *value, gboolean reported)
{
  if (!value || (*dest && (!reported || is_reported (guest, "accelerators", accelerator->id, field))))
    return;
  _edgekit_decode_set (dest, value);
  set_provenance (guest, "accelerators", accelerator->id, field, EDGEKIT_PROVENANCE_REPORTED, field);
}

void
_edgekit_guest_add_runtime (EdgeKitAccelerator *accelerator, const char *runtime)
{
  guint n = accelerator->runtimes ? g_strv_length (accelerator->runtimes) : 0;

  if (accelerator->usable == EDGEKIT_TRISTATE_UNKNOWN)
    accelerator->usable = EDGEKIT_TRISTATE_YES;
  if (accelerator->runtimes && g_strv_contains ((const char *const *) accelerator->runtimes, runtime))
    return;
  accelerator->runtimes = g_renew (char *, accelerator->runtimes, n + 2);
  accelerator->runtimes[n] = g_strdup (runtime);
  accelerator->runtimes[n + 1] = NULL;
}

/* --- Memory ---------------------------------------------------------------------- */

static EdgeKitMemoryPool *
find_pool (EdgeKitGuest *guest, EdgeKitAccelerator *accelerator, EdgeKitPoolKind kind)
{
  for (char **id = accelerator->pools; id && *id; id++)
    {
      EdgeKitMemoryPool *pool = edgekit_hardware_profile_lookup_pool (guest->profile, *id);

      if (pool && (EdgeKitPoolKind) pool->kind == kind)
        return pool;
    }
  return NULL;
}

EdgeKitMemoryPool *
_edgekit_guest_vram (EdgeKitGuest *guest, EdgeKitAccelerator *accelerator)
{
  EdgeKitMemoryPool *pool = find_pool (guest, accelerator, EDGEKIT_POOL_KIND_VRAM);

  if (pool || accelerator->integrated == EDGEKIT_TRISTATE_YES)
    return pool;
  return add_pool (guest, accelerator, "vram", EDGEKIT_POOL_KIND_VRAM);
}

EdgeKitMemoryPool *
_edgekit_guest_shared (EdgeKitGuest *guest, EdgeKitAccelerator *accelerator)
{
  return find_pool (guest, accelerator, EDGEKIT_POOL_KIND_SHARED);
}

EdgeKitMemoryPool *
_edgekit_guest_own (EdgeKitGuest *guest, EdgeKitAccelerator *accelerator)
{
  return _edgekit_guest_shared (guest, accelerator) ? NULL : _edgekit_guest_vram (guest, accelerator);
}

void
_edgekit_guest_set_memory (EdgeKitGuest *guest, EdgeKitMemoryPool *pool, gint64 total, gint64 available,
                           const char *source)
{
  if (total == EDGEKIT_UNKNOWN)
    return;
  if (total == 0 || available > total)
    {
      guest->doubtful = TRUE;
      return;
    }
  if (pool->total == EDGEKIT_UNKNOWN || !is_reported (guest, "memory_pools", pool->id, "total"))
    {
      pool->total = total;
      set_provenance (guest, "memory_pools", pool->id, "total", EDGEKIT_PROVENANCE_REPORTED, source);
    }
  if (pool->available == EDGEKIT_UNKNOWN && available != EDGEKIT_UNKNOWN)
    {
      pool->available = MIN (available, pool->total);
      set_provenance (guest, "memory_pools", pool->id, "available", EDGEKIT_PROVENANCE_REPORTED, source);
    }
}

void
_edgekit_guest_set_limit (EdgeKitGuest *guest, EdgeKitMemoryPool *pool, gint64 limit, const char *source)
{
  /* a limit above all of it is none */
  if (limit == EDGEKIT_UNKNOWN || pool->limit != EDGEKIT_UNKNOWN ||
      (pool->total != EDGEKIT_UNKNOWN && limit >= pool->total))
    return;
  pool->limit = limit;
  pool->limit_source = g_strdup_printf ("guest:%s %s", guest->name, source);
  set_provenance (guest, "memory_pools", pool->id, "limit", EDGEKIT_PROVENANCE_REPORTED, source);
}

void
_edgekit_guest_set_bandwidth (EdgeKitGuest *guest, EdgeKitMemoryPool *pool, gint64 hertz, gint64 per_clock,
                              gint64 width, const char *source)
{
  g_autofree char *path = g_strdup_printf ("memory_pools.%s.bandwidth", pool->id);
  const char *known = NULL;

  if (hertz <= 0 || per_clock <= 0 || width <= 0 || hertz > G_MAXINT64 / per_clock / width)
    return;
  if (is_reported (guest, "memory_pools", pool->id, "bandwidth"))
    return;
  /* computed by a guest that is trusted more */
  edgekit_hardware_profile_get_provenance (guest->profile, path, &known);
  if (pool->bandwidth != EDGEKIT_UNKNOWN && known && g_str_has_prefix (known, "guest:"))
    return;
  pool->bandwidth = hertz * per_clock * width / 8;
  set_provenance (guest, "memory_pools", pool->id, "bandwidth", EDGEKIT_PROVENANCE_ESTIMATE, source);
}

void
_edgekit_guest_borrow (EdgeKitGuest *guest, EdgeKitAccelerator *accelerator, const char *name, gint64 total,
                       gint64 available, EdgeKitProvenance kind, const char *source)
{
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (guest->profile, "ram");
  EdgeKitMemoryPool *pool;

  if (find_pool (guest, accelerator, EDGEKIT_POOL_KIND_SHARED))
    return;
  pool = add_pool (guest, accelerator, name, EDGEKIT_POOL_KIND_SHARED);
  pool->backing = g_strdup ("ram");
  pool->total = total;
  if (total != EDGEKIT_UNKNOWN)
    set_provenance (guest, "memory_pools", pool->id, "total", kind, source);
  /* what is shared with the processor cannot be freer than main memory is */
  if (ram && ram->available != EDGEKIT_UNKNOWN && (available == EDGEKIT_UNKNOWN || ram->available < available))
    available = ram->available;
  if (total != EDGEKIT_UNKNOWN)
    available = MIN (available, total);
  pool->available = available;
  if (available != EDGEKIT_UNKNOWN)
    set_provenance (guest, "memory_pools", pool->id, "available", kind, source);
}

/* A pool of which nothing is known, since there is no such memory. */
static void
remove_pool (EdgeKitGuest *guest, EdgeKitAccelerator *accelerator, EdgeKitMemoryPool *pool)
{
  g_autoptr(GStrvBuilder) others = g_strv_builder_new ();
  guint position;

  for (char **id = accelerator->pools; *id; id++)
    if (!g_str_equal (*id, pool->id))
      g_strv_builder_add (others, *id);
  g_strfreev (accelerator->pools);
  accelerator->pools = g_strv_builder_end (others);
  if (g_list_store_find (guest->profile->memory_pools, pool, &position))
    g_list_store_remove (guest->profile->memory_pools, position);
}

void
_edgekit_guest_unify (EdgeKitGuest *guest, EdgeKitAccelerator *accelerator)
{
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (guest->profile, "ram");
  EdgeKitMemoryPool *pool = find_pool (guest, accelerator, EDGEKIT_POOL_KIND_VRAM);

  accelerator->integrated = EDGEKIT_TRISTATE_YES;
  if (pool && pool->total != EDGEKIT_UNKNOWN)
    return; /* a carve-out */
  if (pool)
    remove_pool (guest, accelerator, pool);
  _edgekit_guest_borrow (guest, accelerator, "shared", ram ? ram->total : EDGEKIT_UNKNOWN, EDGEKIT_UNKNOWN,
                         EDGEKIT_PROVENANCE_ESTIMATE, "processor and graphics share main memory");
}
