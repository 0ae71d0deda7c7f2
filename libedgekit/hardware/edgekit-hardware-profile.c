/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-enum-types.h"
#include "edgekit-hardware-profile-private.h"

/**
 * EdgeKitHardwareProfile:
 *
 * What hardware a computer has, in one form whatever the vendor.
 *
 * A profile is made from an [class@EdgeKit.Snapshot], or read from an
 * `edgekit.hardware/1` document, which may be written by hand. It never changes.
 *
 * What is not known is [const@EdgeKit.UNKNOWN] or %NULL; where a number comes
 * from says [method@EdgeKit.HardwareProfile.get_provenance].
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitHardwareProfile, edgekit_hardware_profile, G_TYPE_OBJECT)

/**
 * EdgeKitHardwareProfile:live: (getter get_live)
 *
 * Whether the facts were just collected from this computer.
 *
 * Since: 0.1
 */
/**
 * EdgeKitHardwareProfile:recorded: (getter get_recorded)
 *
 * The day on which the facts were collected, an ISO 8601 date.
 *
 * Since: 0.1
 */
/**
 * EdgeKitHardwareProfile:os: (getter get_os)
 *
 * The operating system.
 *
 * Since: 0.1
 */
/**
 * EdgeKitHardwareProfile:cpu: (getter get_cpu)
 *
 * The processors.
 *
 * Since: 0.1
 */
/**
 * EdgeKitHardwareProfile:memory-pools: (getter get_memory_pools)
 *
 * The memories that models can lie in, a list of [class@EdgeKit.MemoryPool].
 *
 * Since: 0.1
 */
/**
 * EdgeKitHardwareProfile:accelerators: (getter get_accelerators)
 *
 * The graphics and neural processors, a list of [class@EdgeKit.Accelerator].
 *
 * Since: 0.1
 */
/**
 * EdgeKitHardwareProfile:storage: (getter get_storage)
 *
 * The disks, a list of [class@EdgeKit.Storage].
 *
 * Since: 0.1
 */
/**
 * EdgeKitHardwareProfile:software: (getter get_software)
 *
 * The tools that matter for installing an engine.
 *
 * Since: 0.1
 */
/**
 * EdgeKitHardwareProfile:notes: (getter get_notes)
 *
 * What is worth knowing, a list of [class@EdgeKit.Note].
 *
 * Since: 0.1
 */
#define FIELD(name) G_STRUCT_OFFSET (EdgeKitHardwareProfile, name)
static const EdgeKitField fields[] = {
  { "live", "live", EDGEKIT_FIELD_BOOLEAN, FIELD (live) },
  { "recorded", "recorded", EDGEKIT_FIELD_STRING, FIELD (recorded) },
  { "os", "os", EDGEKIT_FIELD_OBJECT, FIELD (os), edgekit_system_get_type },
  { "cpu", "cpu", EDGEKIT_FIELD_OBJECT, FIELD (cpu), edgekit_cpu_get_type },
  { "memory-pools", "memory_pools", EDGEKIT_FIELD_LIST, FIELD (memory_pools), edgekit_memory_pool_get_type },
  { "accelerators", "accelerators", EDGEKIT_FIELD_LIST, FIELD (accelerators), edgekit_accelerator_get_type },
  { "storage", "storage", EDGEKIT_FIELD_LIST, FIELD (storage), edgekit_storage_get_type },
  { "software", "software", EDGEKIT_FIELD_OBJECT, FIELD (software), edgekit_software_get_type },
  { "notes", "notes", EDGEKIT_FIELD_LIST, FIELD (notes), edgekit_note_get_type },
};

static void
provenance_free (gpointer data)
{
  Provenance *provenance = data;

  g_free (provenance->source);
  g_free (provenance);
}

static int
compare_paths (gconstpointer a, gconstpointer b, gpointer data)
{
  return strcmp (a, b);
}

static void (*record_finalize) (GObject *object);

static void
edgekit_hardware_profile_finalize (GObject *object)
{
  g_tree_unref (EDGEKIT_HARDWARE_PROFILE (object)->provenance);
  record_finalize (object);
}

static void
edgekit_hardware_profile_class_init (EdgeKitHardwareProfileClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), fields, G_N_ELEMENTS (fields), FIELD (absent));
  record_finalize = G_OBJECT_CLASS (klass)->finalize;
  G_OBJECT_CLASS (klass)->finalize = edgekit_hardware_profile_finalize;
}

static void
edgekit_hardware_profile_init (EdgeKitHardwareProfile *self)
{
  _edgekit_record_init (self);
  self->provenance = g_tree_new_full (compare_paths, NULL, g_free, provenance_free);
}

EdgeKitHardwareProfile *
_edgekit_hardware_profile_new (gboolean live, const char *recorded)
{
  EdgeKitHardwareProfile *self = g_object_new (EDGEKIT_TYPE_HARDWARE_PROFILE, NULL);

  self->live = live;
  self->recorded = g_strdup (recorded);
  return self;
}

void
_edgekit_hardware_profile_set_provenance (EdgeKitHardwareProfile *self, const char *path, EdgeKitProvenance kind,
                                          const char *source)
{
  Provenance *provenance = g_new0 (Provenance, 1);

  provenance->kind = kind;
  provenance->source = g_strdup (source);
  g_tree_replace (self->provenance, g_strdup (path), provenance);
}

static void
add_note (EdgeKitHardwareProfile *self, EdgeKitNote *note)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->notes)); i++)
    {
      g_autoptr(EdgeKitNote) other = g_list_model_get_item (G_LIST_MODEL (self->notes), i);

      if (g_str_equal (other->code, note->code) && g_strcmp0 (other->message, note->message) == 0)
        return;
    }
  g_list_store_append (self->notes, note);
}

void
_edgekit_hardware_profile_add_note (EdgeKitHardwareProfile *self, const char *code, EdgeKitSeverity severity,
                                    const char *message, const char *hint)
{
  g_autoptr(EdgeKitNote) note = _edgekit_note_new (code, severity, message, hint);

  add_note (self, note);
}

void
_edgekit_hardware_profile_add_way_out (EdgeKitHardwareProfile *self, const char *code, const char *message,
                                       const char *hint, const char *command)
{
  g_autoptr(EdgeKitNote) note = _edgekit_note_new (code, EDGEKIT_SEVERITY_WARNING, message, hint);

  note->command = g_strdup (command);
  add_note (self, note);
}

static gboolean
copy_provenance (gpointer key, gpointer value, gpointer data)
{
  const Provenance *provenance = value;

  _edgekit_hardware_profile_set_provenance (data, key, provenance->kind, provenance->source);
  return FALSE;
}

EdgeKitHardwareProfile *
_edgekit_hardware_profile_with_memory (EdgeKitHardwareProfile *self, EdgeKitHardwareProfile *memory)
{
  g_autoptr(EdgeKitHardwareProfile) copy = _edgekit_hardware_profile_new (memory->live, memory->recorded);
  GListStore *const lists[][2] = { { self->accelerators, copy->accelerators },
                                   { self->storage, copy->storage },
                                   { self->notes, copy->notes } };

  copy->absent = self->absent;
  g_set_object (&copy->os, self->os);
  g_set_object (&copy->cpu, self->cpu);
  g_set_object (&copy->software, self->software);
  for (guint l = 0; l < G_N_ELEMENTS (lists); l++)
    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (lists[l][0])); i++)
      {
        g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (lists[l][0]), i);

        g_list_store_append (lists[l][1], item);
      }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->memory_pools)); i++)
    {
      g_autoptr(EdgeKitMemoryPool) old = g_list_model_get_item (G_LIST_MODEL (self->memory_pools), i);
      EdgeKitMemoryPool *fresh = edgekit_hardware_profile_lookup_pool (memory, old->id);

      /* what only a driver's answer tells is not asked for again */
      if (fresh && fresh->total == EDGEKIT_UNKNOWN)
        fresh = NULL;
      if (fresh && fresh->bandwidth == EDGEKIT_UNKNOWN)
        fresh->bandwidth = old->bandwidth;
      if (fresh && fresh->transfer_rate == EDGEKIT_UNKNOWN)
        fresh->transfer_rate = old->transfer_rate;
      if (fresh && !fresh->memory_type)
        fresh->memory_type = g_strdup (old->memory_type);
      g_list_store_append (copy->memory_pools, fresh ? fresh : old);
    }
  g_tree_foreach (self->provenance, copy_provenance, copy);
  g_tree_foreach (memory->provenance, copy_provenance, copy);
  return g_steal_pointer (&copy);
}

/**
 * edgekit_hardware_profile_get_provenance:
 * @self: a profile
 * @path: what to ask about, as in `memory_pools.ram.available`
 * @source: (out) (optional) (nullable) (transfer none): return location for the
 *   file, the call or the row of a table
 *
 * Gets where a number comes from.
 *
 * Returns: how it is known
 *
 * Since: 0.1
 */
EdgeKitProvenance
edgekit_hardware_profile_get_provenance (EdgeKitHardwareProfile *self, const char *path, const char **source)
{
  const Provenance *provenance;

  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), EDGEKIT_PROVENANCE_UNKNOWN);
  g_return_val_if_fail (path != NULL, EDGEKIT_PROVENANCE_UNKNOWN);

  provenance = g_tree_lookup (self->provenance, path);
  if (source)
    *source = provenance ? provenance->source : NULL;
  return provenance ? provenance->kind : EDGEKIT_PROVENANCE_UNKNOWN;
}
