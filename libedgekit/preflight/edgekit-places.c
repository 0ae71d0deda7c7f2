/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-accelerator-private.h"
#include "edgekit-memory-pool-private.h"
#include "edgekit-places-private.h"

/* Which back end of llama.cpp an accelerator runs best with, in this order.
 * A discrete card with a working driver has Vulkan even where nobody asked the
 * Vulkan loader, as in a recording. */
static const char *
best_backend (EdgeKitAccelerator *a)
{
  static const char *const runtimes[][2] = { { "cuda", "cuda" }, { "hip", "hip" },     { "rocm", "hip" },
                                             { "metal", "metal" }, { "vulkan", "vulkan" } };

  for (guint i = 0; i < G_N_ELEMENTS (runtimes); i++)
    if (a->runtimes && g_strv_contains ((const char *const *) a->runtimes, runtimes[i][0]))
      return runtimes[i][1];
  return a->integrated == EDGEKIT_TRISTATE_NO && a->driver ? "vulkan" : NULL;
}

static gboolean
runs_with (EdgeKitAccelerator *a, const char *backend)
{
  static const char *const vendors[][2] = {
    { "cuda", "nvidia" }, { "hip", "amd" }, { "sycl", "intel" }, { "metal", "apple" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (vendors); i++)
    if (g_str_equal (vendors[i][0], backend))
      return g_strcmp0 (a->vendor, vendors[i][1]) == 0;
  return g_str_equal (backend, "vulkan");
}

/* The largest pool of a device that is known; a carve-out lies beside a far
 * larger pool of borrowed memory. */
static EdgeKitMemoryPool *
largest_pool (EdgeKitHardwareProfile *profile, EdgeKitAccelerator *a)
{
  EdgeKitMemoryPool *largest = NULL;

  for (guint i = 0; a->pools && a->pools[i]; i++)
    {
      EdgeKitMemoryPool *pool = edgekit_hardware_profile_lookup_pool (profile, a->pools[i]);

      if (pool && edgekit_memory_pool_get_capacity (pool) != EDGEKIT_UNKNOWN &&
          (!largest || pool->total > largest->total))
        largest = pool;
    }
  return largest;
}

static void
fill_place (EdgeKitPlaces *places, EdgeKitPlace *place, EdgeKitMemoryPool *pool)
{
  const gboolean live = edgekit_hardware_profile_get_live (place->profile);

  place->pool = pool;
  place->capacity = edgekit_memory_pool_get_capacity (pool);
  place->size = pool->total;
  if (pool->limit != EDGEKIT_UNKNOWN && (place->size == EDGEKIT_UNKNOWN || pool->limit < place->size))
    place->size = pool->limit;
  place->size = MAX (place->size, place->capacity);
  place->on_host = g_strcmp0 (pool->backing, "ram") == 0;
  if (pool->available == EDGEKIT_UNKNOWN && live)
    places->unread = TRUE;
  else if (pool->available == EDGEKIT_UNKNOWN)
    places->assumed = TRUE;
}

static gboolean
can_compute (EdgeKitAccelerator *a, const char *wanted, gboolean integrated)
{
  const char *backend = wanted ? wanted : best_backend (a);

  return a->kind == EDGEKIT_ACCELERATOR_KIND_GPU && a->usable != EDGEKIT_TRISTATE_NO && backend &&
         runs_with (a, backend) && (a->integrated == EDGEKIT_TRISTATE_YES) == integrated;
}

/* "8.9" → 89 */
static guint
read_capability (EdgeKitAccelerator *a)
{
  char *end;
  guint64 major = a && a->compute_capability ? g_ascii_strtoull (a->compute_capability, &end, 10) : 0;
  guint64 minor = major && *end == '.' ? g_ascii_strtoull (end + 1, NULL, 10) : 0;

  return major > 0 && major < 1000 && minor < 10 ? (guint) (10 * major + minor) : 0;
}

/* The devices of one back end: engines compute with one at a time. */
static guint64
find_devices (EdgeKitHardwareProfile *profile, const char *backend, const char *wanted, gboolean integrated,
              EdgeKitPlaces *places)
{
  GListModel *list = edgekit_hardware_profile_get_accelerators (profile);
  guint64 sum = 0;

  places->n_devices = 0;
  for (guint i = 0; i < g_list_model_get_n_items (list) && places->n_devices < EDGEKIT_MAX_DEVICES; i++)
    {
      g_autoptr(EdgeKitAccelerator) a = g_list_model_get_item (list, i);
      EdgeKitMemoryPool *pool;
      EdgeKitPlace *place;

      if (!can_compute (a, wanted, integrated) || (!wanted && !g_str_equal (best_backend (a), backend)))
        continue;
      pool = largest_pool (profile, a);
      if (!pool)
        {
          places->left_out = a; /* the profile holds it */
          continue;
        }
      place = &places->places[places->n_devices + 1];
      *place = (EdgeKitPlace) {
        .profile = profile, .device = a, .backend = backend, .capability = read_capability (a)
      };
      fill_place (places, place, pool);
      places->capability = places->n_devices == 0 ? place->capability : MIN (places->capability, place->capability);
      places->n_devices++;
      sum += place->capacity;
    }
  if (places->n_devices)
    places->backend = backend;
  return sum;
}

static void
choose_devices (EdgeKitHardwareProfile *profile, const char *const *backends, EdgeKitPlaces *places)
{
  const EdgeKitPlaces host = *places;
  guint64 best = 0;

  /* llama.cpp leaves a built-in GPU alone where there is a card */
  for (int integrated = 0; integrated <= 1 && best == 0; integrated++)
    for (guint b = 0; backends[b]; b++)
      {
        EdgeKitPlaces tried = host;
        guint64 sum = find_devices (profile, backends[b], NULL, integrated, &tried);

        if (!places->left_out)
          places->left_out = tried.left_out;
        if (sum <= best)
          continue;
        tried.left_out = places->left_out;
        best = sum;
        *places = tried;
      }
}

static void
start (EdgeKitHardwareProfile *profile, EdgeKitPlaces *places)
{
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (profile, "ram");

  memset (places, 0, sizeof *places);
  places->backend = places->places[0].backend = "cpu";
  places->n_machines = 1;
  places->places[0].profile = profile;
  places->places[0].capacity = places->places[0].size = EDGEKIT_UNKNOWN;
  if (ram)
    fill_place (places, &places->places[0], ram);
}

void
_edgekit_places_find_among (EdgeKitHardwareProfile *profile, const char *const *backends, EdgeKitPlaces *places)
{
  start (profile, places);
  choose_devices (profile, backends, places);
}

void
_edgekit_places_find (EdgeKitHardwareProfile *profile, const char *backend, EdgeKitPlaces *places)
{
  static const char *const backends[] = { "cuda", "hip", "metal", "vulkan", NULL };

  start (profile, places);
  if (g_strcmp0 (backend, "cpu") == 0)
    return;
  if (!backend || g_str_equal (backend, "auto"))
    choose_devices (profile, backends, places);
  else if (find_devices (profile, backend, backend, FALSE, places) == 0)
    find_devices (profile, backend, backend, TRUE, places);
}

/* --- Several computers -------------------------------------------------------- */

void
_edgekit_places_append (EdgeKitPlaces *self, const EdgeKitPlaces *of, guint machine)
{
  self->n_machines = MAX (self->n_machines, machine + 1);
  for (guint i = 1; i <= of->n_devices; i++)
    {
      if (self->n_devices == EDGEKIT_MAX_DEVICES)
        {
          self->too_many = TRUE;
          return;
        }
      if (self->n_devices == 0 || g_str_equal (self->backend, "cpu"))
        self->backend = of->places[i].backend;
      self->capability = self->n_devices == 0 ? of->places[i].capability
                                              : MIN (self->capability, of->places[i].capability);
      self->places[++self->n_devices] = of->places[i];
      self->places[self->n_devices].machine = machine;
    }
  self->assumed |= of->assumed;
  self->unread |= of->unread;
  if (!self->left_out)
    self->left_out = of->left_out;
}

/* rpc-server.cpp, get_devices: all devices but the processor, or else the processor. */
void
_edgekit_places_serve (EdgeKitPlaces *self)
{
  const EdgeKitPlace *host = &self->places[0];

  if (self->n_devices == 0)
    {
      self->places[++self->n_devices] = *host;
      self->unread |= host->capacity == EDGEKIT_UNKNOWN;
    }
  for (guint i = 1; i <= self->n_devices; i++)
    {
      EdgeKitPlace *place = &self->places[i];

      if (place->on_host && host->capacity != EDGEKIT_UNKNOWN)
        {
          place->capacity = MIN (place->capacity, host->capacity);
          place->size = MIN (place->size, host->size);
        }
      place->on_host = FALSE; /* there is no other place of that memory */
    }
}

guint
_edgekit_places_find_shared (const EdgeKitPlaces *self)
{
  for (guint i = 1; i <= self->n_devices; i++)
    if (self->places[i].on_host)
      return i;
  return 0;
}

gboolean
_edgekit_place_is_remote (const EdgeKitPlace *place)
{
  return place->machine > 0;
}

char *
_edgekit_place_make_id (const EdgeKitPlace *place)
{
  const char *id = place->pool ? place->pool->id : "ram";

  return place->machine > 0 ? g_strdup_printf ("machine%u.%s", place->machine + 1, id) : g_strdup (id);
}

void
_edgekit_places_describe (const EdgeKitPlaces *places, EdgeKitDevices *devices)
{
  *devices = (EdgeKitDevices) { .n = places->n_devices,
                                .backend = places->backend,
                                .capability = places->capability };
  for (guint i = 1; i <= places->n_devices; i++)
    {
      const EdgeKitPlace *place = &places->places[i];
      guint64 memory = MAX (place->size, 0), free = MAX (place->capacity, 0);

      devices->memory = i == 1 ? memory : MIN (devices->memory, memory);
      devices->free = i == 1 ? free : MIN (devices->free, free);
      devices->sum += memory;
    }
}

gint64
_edgekit_place_get_bandwidth (const EdgeKitPlace *place)
{
  EdgeKitMemoryPool *pool = place->pool;

  if (pool && pool->bandwidth == EDGEKIT_UNKNOWN && pool->backing)
    pool = edgekit_hardware_profile_lookup_pool (place->profile, pool->backing);
  return pool ? pool->bandwidth : EDGEKIT_UNKNOWN;
}

void
_edgekit_places_free_all (EdgeKitPlaces *places)
{
  for (guint i = 0; i <= places->n_devices; i++)
    places->places[i].capacity = places->places[i].size;
}
