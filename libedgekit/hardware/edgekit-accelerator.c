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
