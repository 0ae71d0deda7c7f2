/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-accelerator-private.h"

/**
 * edgekit_accelerator_get_id: (get-property id)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets the name by which the profile refers to it, such as `gpu0`.
 *
 * Returns: the name by which the profile refers to it, such as `gpu0`
 *
 * Since: 0.1
 */
const char *
edgekit_accelerator_get_id (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), NULL);

  return self->id;
}

/**
 * edgekit_accelerator_get_kind: (get-property kind)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets what it is.
 *
 * Returns: what it is
 *
 * Since: 0.1
 */
EdgeKitAcceleratorKind
edgekit_accelerator_get_kind (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), 0);

  return self->kind;
}

/**
 * edgekit_accelerator_get_vendor: (get-property vendor)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets the maker in lower case, such as `nvidia`.
 *
 * Returns: (nullable): the maker in lower case, such as `nvidia`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_accelerator_get_vendor (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), NULL);

  return self->vendor;
}

/**
 * edgekit_accelerator_get_name: (get-property name)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets the name of the product.
 *
 * Returns: (nullable): the name of the product, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_accelerator_get_name (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), NULL);

  return self->name;
}

/**
 * edgekit_accelerator_get_integrated: (get-property integrated)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets whether it is built into the processor and shares its memory.
 *
 * Returns: whether it is built into the processor and shares its memory
 *
 * Since: 0.1
 */
EdgeKitTristate
edgekit_accelerator_get_integrated (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), EDGEKIT_TRISTATE_UNKNOWN);

  return self->integrated;
}

/**
 * edgekit_accelerator_get_pci: (get-property pci)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets its address on the PCI bus, such as `0000:01:00.0`.
 *
 * Returns: (nullable): its address on the PCI bus, such as `0000:01:00.0`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_accelerator_get_pci (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), NULL);

  return self->pci;
}

/**
 * edgekit_accelerator_get_pci_id: (get-property pci-id)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets its vendor and device id on the PCI bus in hexadecimal, such as `10de:2684`.
 *
 * Returns: (nullable): its vendor and device id on the PCI bus in hexadecimal, such as `10de:2684`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_accelerator_get_pci_id (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), NULL);

  return self->pci_id;
}

/**
 * edgekit_accelerator_get_driver: (get-property driver)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets the kernel driver bound to it.
 *
 * Returns: (nullable): the kernel driver bound to it, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_accelerator_get_driver (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), NULL);

  return self->driver;
}

/**
 * edgekit_accelerator_get_driver_version: (get-property driver-version)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets the version of the driver.
 *
 * Returns: (nullable): the version of the driver, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_accelerator_get_driver_version (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), NULL);

  return self->driver_version;
}

/**
 * edgekit_accelerator_get_compute_capability: (get-property compute-capability)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets the CUDA compute capability, such as `8.9`.
 *
 * Returns: (nullable): the CUDA compute capability, such as `8.9`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_accelerator_get_compute_capability (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), NULL);

  return self->compute_capability;
}

/**
 * edgekit_accelerator_get_max_cuda: (get-property max-cuda)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets the newest CUDA version that the driver runs, such as `12.4`.
 *
 * Returns: (nullable): the newest CUDA version that the driver runs, such as `12.4`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_accelerator_get_max_cuda (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), NULL);

  return self->max_cuda;
}

/**
 * edgekit_accelerator_get_gfx_target: (get-property gfx-target)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets the LLVM target of an AMD chip, such as `gfx1100`.
 *
 * Returns: (nullable): the LLVM target of an AMD chip, such as `gfx1100`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_accelerator_get_gfx_target (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), NULL);

  return self->gfx_target;
}

/**
 * edgekit_accelerator_get_generation: (get-property generation)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets the generation of the chip, such as `ada`, `rdna3` or `xe-lpg`.
 *
 * Returns: (nullable): the generation of the chip, such as `ada`, `rdna3` or `xe-lpg`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_accelerator_get_generation (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), NULL);

  return self->generation;
}

/**
 * edgekit_accelerator_get_runtimes: (get-property runtimes)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets the run-time libraries that see it: `cuda`, `hip`, `vulkan` ….
 *
 * Returns: (transfer none) (array zero-terminated=1) (nullable): the run-time libraries that see it: `cuda`, `hip`, `vulkan` …, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *const *
edgekit_accelerator_get_runtimes (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), NULL);

  return (const char *const *) self->runtimes;
}

/**
 * edgekit_accelerator_get_pools: (get-property pools)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets the ids of the memory pools that it uses, the fastest first.
 *
 * Returns: (transfer none) (array zero-terminated=1) (nullable): the ids of the memory pools that it uses, the fastest first, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *const *
edgekit_accelerator_get_pools (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), NULL);

  return (const char *const *) self->pools;
}

/**
 * edgekit_accelerator_get_max_allocation: (get-property max-allocation)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets the largest single allocation in bytes.
 *
 * Returns: the largest single allocation in bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_accelerator_get_max_allocation (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), EDGEKIT_UNKNOWN);

  return self->max_allocation;
}

/**
 * edgekit_accelerator_get_max_storage_range: (get-property max-storage-range)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets the largest storage buffer in bytes; the Vulkan back end of llama.cpp cuts buffers by it.
 *
 * Returns: the largest storage buffer in bytes; the Vulkan back end of llama.cpp cuts buffers by it, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_accelerator_get_max_storage_range (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), EDGEKIT_UNKNOWN);

  return self->max_storage_range;
}

/**
 * edgekit_accelerator_get_partitions: (get-property partitions)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets the number of partitions of the board.
 *
 * Returns: the number of partitions of the board, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_accelerator_get_partitions (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), EDGEKIT_UNKNOWN);

  return self->partitions;
}

/**
 * edgekit_accelerator_get_usable: (get-property usable)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets whether this program can use it now.
 *
 * Returns: whether this program can use it now
 *
 * Since: 0.1
 */
EdgeKitTristate
edgekit_accelerator_get_usable (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), EDGEKIT_TRISTATE_UNKNOWN);

  return self->usable;
}

/**
 * edgekit_accelerator_get_external: (get-property external)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets whether it hangs on a cable, such as Thunderbolt, and can be unplugged. The
 * cable carries less than a slot: loading a model takes longer, and a model that is
 * split between the card and the processor suffers most.
 *
 * Returns: whether it hangs on a cable
 *
 * Since: 0.1
 */
EdgeKitTristate
edgekit_accelerator_get_external (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), EDGEKIT_TRISTATE_UNKNOWN);

  return self->external;
}

/**
 * edgekit_accelerator_get_resizable_bar: (get-property resizable-bar)
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Gets whether the processor reaches all of its memory at once (Resizable BAR), and
 * not only 256 MiB of it.
 *
 * Returns: whether all of the memory is reached at once
 *
 * Since: 0.1
 */
EdgeKitTristate
edgekit_accelerator_get_resizable_bar (EdgeKitAccelerator *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), EDGEKIT_TRISTATE_UNKNOWN);

  return self->resizable_bar;
}
