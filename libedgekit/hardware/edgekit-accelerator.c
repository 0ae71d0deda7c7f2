/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-accelerator-private.h"

/**
 * EdgeKitAccelerator:
 *
 * A graphics processor or a neural processor.
 *
 * One per board: partitions are counted, not listed. Management and emulated displays are left out.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitAccelerator, edgekit_accelerator, G_TYPE_OBJECT)

/**
 * EdgeKitAccelerator:id: (getter get_id)
 *
 * The name by which the profile refers to it, such as `gpu0`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:kind: (getter get_kind)
 *
 * What it is.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:vendor: (getter get_vendor)
 *
 * The maker in lower case, such as `nvidia`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:name: (getter get_name)
 *
 * The name of the product.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:integrated: (getter get_integrated)
 *
 * Whether it is built into the processor and shares its memory.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:pci: (getter get_pci)
 *
 * Its address on the PCI bus, such as `0000:01:00.0`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:pci-id: (getter get_pci_id)
 *
 * Its vendor and device id on the PCI bus in hexadecimal, such as `10de:2684`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:driver: (getter get_driver)
 *
 * The kernel driver bound to it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:driver-version: (getter get_driver_version)
 *
 * The version of the driver.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:compute-capability: (getter get_compute_capability)
 *
 * The CUDA compute capability, such as `8.9`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:max-cuda: (getter get_max_cuda)
 *
 * The newest CUDA version that the driver runs, such as `12.4`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:gfx-target: (getter get_gfx_target)
 *
 * The LLVM target of an AMD chip, such as `gfx1100`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:generation: (getter get_generation)
 *
 * The generation of the chip, such as `ada`, `rdna3` or `xe-lpg`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:runtimes: (getter get_runtimes)
 *
 * The run-time libraries that see it: `cuda`, `hip`, `vulkan` ….
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:pools: (getter get_pools)
 *
 * The ids of the memory pools that it uses, the fastest first.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:max-allocation: (getter get_max_allocation)
 *
 * The largest single allocation in bytes.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:max-storage-range: (getter get_max_storage_range)
 *
 * The largest storage buffer in bytes; the Vulkan back end of llama.cpp cuts buffers by it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:partitions: (getter get_partitions)
 *
 * The number of partitions of the board.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:usable: (getter get_usable)
 *
 * Whether this program can use it now.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:external: (getter get_external)
 *
 * Whether it hangs on a cable, such as Thunderbolt, and can be unplugged.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAccelerator:resizable-bar: (getter get_resizable_bar)
 *
 * Whether the processor reaches all of its memory at once.
 *
 * Since: 0.1
 */
static const EdgeKitField accelerator_fields[] = {
  { "id", "id", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitAccelerator, id) },
  { "kind", "kind", EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitAccelerator, kind), edgekit_accelerator_kind_get_type },
  { "vendor", "vendor", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitAccelerator, vendor) },
  { "name", "name", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitAccelerator, name) },
  { "integrated", "integrated", EDGEKIT_FIELD_TRISTATE, G_STRUCT_OFFSET (EdgeKitAccelerator, integrated), edgekit_tristate_get_type },
  { "pci", "pci", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitAccelerator, pci) },
  { "pci-id", "pci_id", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitAccelerator, pci_id) },
  { "driver", "driver", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitAccelerator, driver) },
  { "driver-version", "driver_version", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitAccelerator, driver_version) },
  { "compute-capability", "compute_capability", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitAccelerator, compute_capability) },
  { "max-cuda", "max_cuda", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitAccelerator, max_cuda) },
  { "gfx-target", "gfx_target", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitAccelerator, gfx_target) },
  { "generation", "generation", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitAccelerator, generation) },
  { "runtimes", "runtimes", EDGEKIT_FIELD_STRV, G_STRUCT_OFFSET (EdgeKitAccelerator, runtimes) },
  { "pools", "pools", EDGEKIT_FIELD_STRV, G_STRUCT_OFFSET (EdgeKitAccelerator, pools) },
  { "max-allocation", "max_allocation", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitAccelerator, max_allocation) },
  { "max-storage-range", "max_storage_range", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitAccelerator, max_storage_range) },
  { "partitions", "partitions", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitAccelerator, partitions) },
  { "usable", "usable", EDGEKIT_FIELD_TRISTATE, G_STRUCT_OFFSET (EdgeKitAccelerator, usable), edgekit_tristate_get_type },
  { "external", "external", EDGEKIT_FIELD_TRISTATE, G_STRUCT_OFFSET (EdgeKitAccelerator, external), edgekit_tristate_get_type },
  { "resizable-bar", "resizable_bar", EDGEKIT_FIELD_TRISTATE, G_STRUCT_OFFSET (EdgeKitAccelerator, resizable_bar), edgekit_tristate_get_type },
};

static void
edgekit_accelerator_class_init (EdgeKitAcceleratorClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), accelerator_fields, G_N_ELEMENTS (accelerator_fields), G_STRUCT_OFFSET (EdgeKitAccelerator, absent));
}

static void
edgekit_accelerator_init (EdgeKitAccelerator *self)
{
  _edgekit_record_init (self);
  self->cores = EDGEKIT_UNKNOWN;
  self->bar = EDGEKIT_UNKNOWN;
}

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
