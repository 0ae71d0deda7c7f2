/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-hardware-profile-private.h"

/* What a profile tells, one getter a property. */

/**
 * edgekit_hardware_profile_get_live: (get-property live)
 * @self: a profile
 *
 * Gets whether the facts were just collected from this computer.
 *
 * Returns: whether the facts were just collected from this computer
 *
 * Since: 0.1
 */
gboolean
edgekit_hardware_profile_get_live (EdgeKitHardwareProfile *self)
{
  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), FALSE);

  return self->live;
}

/**
 * edgekit_hardware_profile_get_recorded: (get-property recorded)
 * @self: a profile
 *
 * Gets the day on which the facts were collected, an ISO 8601 date.
 *
 * Returns: (nullable): the day on which the facts were collected, an ISO 8601 date, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_hardware_profile_get_recorded (EdgeKitHardwareProfile *self)
{
  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), NULL);

  return self->recorded;
}

/**
 * edgekit_hardware_profile_get_os: (get-property os)
 * @self: a profile
 *
 * Gets the operating system.
 *
 * Returns: (transfer none) (nullable): the operating system, or %NULL when it is not known
 *
 * Since: 0.1
 */
EdgeKitSystem *
edgekit_hardware_profile_get_os (EdgeKitHardwareProfile *self)
{
  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), NULL);

  return self->os;
}

/**
 * edgekit_hardware_profile_get_cpu: (get-property cpu)
 * @self: a profile
 *
 * Gets the processors.
 *
 * Returns: (transfer none) (nullable): the processors, or %NULL when it is not known
 *
 * Since: 0.1
 */
EdgeKitCpu *
edgekit_hardware_profile_get_cpu (EdgeKitHardwareProfile *self)
{
  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), NULL);

  return self->cpu;
}

/**
 * edgekit_hardware_profile_get_memory_pools: (get-property memory-pools)
 * @self: a profile
 *
 * Gets the memories that models can lie in.
 *
 * Returns: (transfer none): the memories that models can lie in (a list of [class@EdgeKit.MemoryPool])
 *
 * Since: 0.1
 */
GListModel *
edgekit_hardware_profile_get_memory_pools (EdgeKitHardwareProfile *self)
{
  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), NULL);

  return G_LIST_MODEL (self->memory_pools);
}

/**
 * edgekit_hardware_profile_get_accelerators: (get-property accelerators)
 * @self: a profile
 *
 * Gets the graphics and neural processors.
 *
 * Returns: (transfer none): the graphics and neural processors (a list of [class@EdgeKit.Accelerator])
 *
 * Since: 0.1
 */
GListModel *
edgekit_hardware_profile_get_accelerators (EdgeKitHardwareProfile *self)
{
  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), NULL);

  return G_LIST_MODEL (self->accelerators);
}

/**
 * edgekit_hardware_profile_get_storage: (get-property storage)
 * @self: a profile
 *
 * Gets the disks.
 *
 * Returns: (transfer none): the disks (a list of [class@EdgeKit.Storage])
 *
 * Since: 0.1
 */
GListModel *
edgekit_hardware_profile_get_storage (EdgeKitHardwareProfile *self)
{
  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), NULL);

  return G_LIST_MODEL (self->storage);
}

/**
 * edgekit_hardware_profile_get_software: (get-property software)
 * @self: a profile
 *
 * Gets the tools that matter for installing an engine.
 *
 * Returns: (transfer none) (nullable): the tools that matter for installing an engine, or %NULL when it is not known
 *
 * Since: 0.1
 */
EdgeKitSoftware *
edgekit_hardware_profile_get_software (EdgeKitHardwareProfile *self)
{
  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), NULL);

  return self->software;
}

/**
 * edgekit_hardware_profile_get_notes: (get-property notes)
 * @self: a profile
 *
 * Gets what is worth knowing.
 *
 * Returns: (transfer none): what is worth knowing (a list of [class@EdgeKit.Note])
 *
 * Since: 0.1
 */
GListModel *
edgekit_hardware_profile_get_notes (EdgeKitHardwareProfile *self)
{
  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), NULL);

  return G_LIST_MODEL (self->notes);
}

/**
 * edgekit_hardware_profile_lookup_pool:
 * @self: a profile
 * @id: the id of a pool, such as `gpu0.vram`
 *
 * Finds a memory pool by its id.
 *
 * Returns: (transfer none) (nullable): the pool, or %NULL when there is none
 *
 * Since: 0.1
 */
EdgeKitMemoryPool *
edgekit_hardware_profile_lookup_pool (EdgeKitHardwareProfile *self, const char *id)
{
  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->memory_pools)); i++)
    {
      g_autoptr(EdgeKitMemoryPool) pool = g_list_model_get_item (G_LIST_MODEL (self->memory_pools), i);

      if (g_strcmp0 (pool->id, id) == 0)
        return pool; /* the list holds it */
    }
  return NULL;
}
