/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-system-private.h"

/**
 * EdgeKitSystem:
 *
 * The operating system of a computer.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitSystem, edgekit_system, G_TYPE_OBJECT)

/**
 * EdgeKitSystem:family: (getter get_family)
 *
 * The family of the system: `linux`, `macos` or `windows`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSystem:id: (getter get_id)
 *
 * The name of the distribution in one word, such as `debian`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSystem:name: (getter get_name)
 *
 * The full name, such as `Debian GNU/Linux 12 (bookworm)`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSystem:version: (getter get_version)
 *
 * The version of the distribution, such as `12`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSystem:kernel: (getter get_kernel)
 *
 * The release of the kernel, such as `6.1.0`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSystem:architecture: (getter get_architecture)
 *
 * The architecture as the system names it, such as `x86_64`, `aarch64` or `arm64`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSystem:libc: (getter get_libc)
 *
 * The C library: `glibc` or `musl`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSystem:libc-version: (getter get_libc_version)
 *
 * The version of the C library.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSystem:environment: (getter get_environment)
 *
 * What the system runs in: `wsl2`, `container:docker`, `vm:kvm`, `flatpak` ….
 *
 * Since: 0.1
 */
static const EdgeKitField system_fields[] = {
  { "family", "family", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSystem, family) },
  { "id", "id", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSystem, id) },
  { "name", "name", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSystem, name) },
  { "version", "version", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSystem, version) },
  { "kernel", "kernel", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSystem, kernel) },
  { "architecture", "architecture", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSystem, architecture) },
  { "libc", "libc", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSystem, libc) },
  { "libc-version", "libc_version", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSystem, libc_version) },
  { "environment", "environment", EDGEKIT_FIELD_STRV, G_STRUCT_OFFSET (EdgeKitSystem, environment) },
};

static void
edgekit_system_class_init (EdgeKitSystemClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), system_fields, G_N_ELEMENTS (system_fields), G_STRUCT_OFFSET (EdgeKitSystem, absent));
}

static void
edgekit_system_init (EdgeKitSystem *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_system_get_family: (get-property family)
 * @self: a [class@EdgeKit.System]
 *
 * Gets the family of the system: `linux`, `macos` or `windows`.
 *
 * Returns: (nullable): the family of the system: `linux`, `macos` or `windows`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_system_get_family (EdgeKitSystem *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SYSTEM (self), NULL);

  return self->family;
}

/**
 * edgekit_system_get_id: (get-property id)
 * @self: a [class@EdgeKit.System]
 *
 * Gets the name of the distribution in one word, such as `debian`.
 *
 * Returns: (nullable): the name of the distribution in one word, such as `debian`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_system_get_id (EdgeKitSystem *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SYSTEM (self), NULL);

  return self->id;
}

/**
 * edgekit_system_get_name: (get-property name)
 * @self: a [class@EdgeKit.System]
 *
 * Gets the full name, such as `Debian GNU/Linux 12 (bookworm)`.
 *
 * Returns: (nullable): the full name, such as `Debian GNU/Linux 12 (bookworm)`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_system_get_name (EdgeKitSystem *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SYSTEM (self), NULL);

  return self->name;
}

/**
 * edgekit_system_get_version: (get-property version)
 * @self: a [class@EdgeKit.System]
 *
 * Gets the version of the distribution, such as `12`.
 *
 * Returns: (nullable): the version of the distribution, such as `12`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_system_get_version (EdgeKitSystem *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SYSTEM (self), NULL);

  return self->version;
}

/**
 * edgekit_system_get_kernel: (get-property kernel)
 * @self: a [class@EdgeKit.System]
 *
 * Gets the release of the kernel, such as `6.1.0`.
 *
 * Returns: (nullable): the release of the kernel, such as `6.1.0`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_system_get_kernel (EdgeKitSystem *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SYSTEM (self), NULL);

  return self->kernel;
}

/**
 * edgekit_system_get_architecture: (get-property architecture)
 * @self: a [class@EdgeKit.System]
 *
 * Gets the architecture as the system names it, such as `x86_64`, `aarch64` or `arm64`.
 *
 * Returns: (nullable): the architecture as the system names it, such as `x86_64`, `aarch64` or `arm64`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_system_get_architecture (EdgeKitSystem *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SYSTEM (self), NULL);

  return self->architecture;
}

/**
 * edgekit_system_get_libc: (get-property libc)
 * @self: a [class@EdgeKit.System]
 *
 * Gets the C library: `glibc` or `musl`.
 *
 * Returns: (nullable): the C library: `glibc` or `musl`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_system_get_libc (EdgeKitSystem *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SYSTEM (self), NULL);

  return self->libc;
}

/**
 * edgekit_system_get_libc_version: (get-property libc-version)
 * @self: a [class@EdgeKit.System]
 *
 * Gets the version of the C library.
 *
 * Returns: (nullable): the version of the C library, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_system_get_libc_version (EdgeKitSystem *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SYSTEM (self), NULL);

  return self->libc_version;
}

/**
 * edgekit_system_get_environment: (get-property environment)
 * @self: a [class@EdgeKit.System]
 *
 * Gets what the system runs in: `wsl2`, `container:docker`, `vm:kvm`, `flatpak` ….
 *
 * Returns: (transfer none) (array zero-terminated=1) (nullable): what the system runs in: `wsl2`, `container:docker`, `vm:kvm`, `flatpak` …, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *const *
edgekit_system_get_environment (EdgeKitSystem *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SYSTEM (self), NULL);

  return (const char *const *) self->environment;
}
