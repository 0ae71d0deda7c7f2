/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-software-private.h"

/**
 * EdgeKitSoftware:
 *
 * The tools that matter for installing an engine. Versions are text, such as `12.4`.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitSoftware, edgekit_software, G_TYPE_OBJECT)

/**
 * EdgeKitSoftware:shell: (getter get_shell)
 *
 * The shell of the person: `bash`, `zsh`, `fish`, `powershell` or `cmd`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSoftware:python: (getter get_python)
 *
 * The version of the `python3` that comes first.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSoftware:python-architecture: (getter get_python_architecture)
 *
 * The architecture that this Python was built for.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSoftware:python-environment: (getter get_python_environment)
 *
 * Where this Python lives: `venv`, `conda`, `uv`, `system` or `externally-managed`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSoftware:gcc: (getter get_gcc)
 *
 * The version of GCC.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSoftware:clang: (getter get_clang)
 *
 * The version of Clang.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSoftware:msvc: (getter get_msvc)
 *
 * The version of Microsoft Visual C++.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSoftware:cmake: (getter get_cmake)
 *
 * The version of CMake.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSoftware:nvcc: (getter get_nvcc)
 *
 * The version of the CUDA compiler.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSoftware:nvcc-path: (getter get_nvcc_path)
 *
 * Where the CUDA compiler lies, if it is not on the PATH.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSoftware:cudart: (getter get_cudart)
 *
 * The major version of the CUDA run-time library.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSoftware:rocm: (getter get_rocm)
 *
 * The version of ROCm.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSoftware:oneapi: (getter get_oneapi)
 *
 * The version of the oneAPI compiler.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSoftware:vulkan-sdk: (getter get_vulkan_sdk)
 *
 * Whether Vulkan headers and a shader compiler are here.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSoftware:package-managers: (getter get_package_managers)
 *
 * The package managers that are here, such as `apt`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSoftware:programs: (getter get_programs)
 *
 * Which of the small programs that installing needs are here: of `curl`, `tar` and `zstd`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSoftware:source-date-epoch: (getter get_source_date_epoch)
 *
 * Whether SOURCE_DATE_EPOCH is set, which makes GGML build for no processor in particular.
 *
 * Since: 0.1
 */
static const EdgeKitField software_fields[] = {
  { "shell", "shell", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSoftware, shell) },
  { "python", "python", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSoftware, python) },
  { "python-architecture", "python_architecture", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSoftware, python_architecture) },
  { "python-environment", "python_environment", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSoftware, python_environment) },
  { "gcc", "gcc", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSoftware, gcc) },
  { "clang", "clang", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSoftware, clang) },
  { "msvc", "msvc", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSoftware, msvc) },
  { "cmake", "cmake", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSoftware, cmake) },
  { "nvcc", "nvcc", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSoftware, nvcc) },
  { "nvcc-path", "nvcc_path", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSoftware, nvcc_path) },
  { "cudart", "cudart", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSoftware, cudart) },
  { "rocm", "rocm", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSoftware, rocm) },
  { "oneapi", "oneapi", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSoftware, oneapi) },
  { "vulkan-sdk", "vulkan_sdk", EDGEKIT_FIELD_TRISTATE, G_STRUCT_OFFSET (EdgeKitSoftware, vulkan_sdk), edgekit_tristate_get_type },
  { "package-managers", "package_managers", EDGEKIT_FIELD_STRV, G_STRUCT_OFFSET (EdgeKitSoftware, package_managers) },
  { "programs", "programs", EDGEKIT_FIELD_STRV, G_STRUCT_OFFSET (EdgeKitSoftware, programs) },
  { "source-date-epoch", "source_date_epoch", EDGEKIT_FIELD_TRISTATE, G_STRUCT_OFFSET (EdgeKitSoftware, source_date_epoch), edgekit_tristate_get_type },
};

static void
edgekit_software_class_init (EdgeKitSoftwareClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), software_fields, G_N_ELEMENTS (software_fields), G_STRUCT_OFFSET (EdgeKitSoftware, absent));
}

static void
edgekit_software_init (EdgeKitSoftware *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_software_get_shell: (get-property shell)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets the shell of the person: `bash`, `zsh`, `fish`, `powershell` or `cmd`.
 *
 * Returns: (nullable): the shell of the person: `bash`, `zsh`, `fish`, `powershell` or `cmd`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_software_get_shell (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), NULL);

  return self->shell;
}

/**
 * edgekit_software_get_python: (get-property python)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets the version of the `python3` that comes first.
 *
 * Returns: (nullable): the version of the `python3` that comes first, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_software_get_python (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), NULL);

  return self->python;
}

/**
 * edgekit_software_get_python_architecture: (get-property python-architecture)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets the architecture that this Python was built for.
 *
 * Returns: (nullable): the architecture that this Python was built for, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_software_get_python_architecture (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), NULL);

  return self->python_architecture;
}

/**
 * edgekit_software_get_python_environment: (get-property python-environment)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets where this Python lives: `venv`, `conda`, `uv`, `system` or `externally-managed`.
 *
 * Returns: (nullable): where this Python lives: `venv`, `conda`, `uv`, `system` or `externally-managed`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_software_get_python_environment (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), NULL);

  return self->python_environment;
}

/**
 * edgekit_software_get_gcc: (get-property gcc)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets the version of GCC.
 *
 * Returns: (nullable): the version of GCC, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_software_get_gcc (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), NULL);

  return self->gcc;
}

/**
 * edgekit_software_get_clang: (get-property clang)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets the version of Clang.
 *
 * Returns: (nullable): the version of Clang, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_software_get_clang (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), NULL);

  return self->clang;
}

/**
 * edgekit_software_get_msvc: (get-property msvc)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets the version of Microsoft Visual C++.
 *
 * Returns: (nullable): the version of Microsoft Visual C++, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_software_get_msvc (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), NULL);

  return self->msvc;
}

/**
 * edgekit_software_get_cmake: (get-property cmake)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets the version of CMake.
 *
 * Returns: (nullable): the version of CMake, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_software_get_cmake (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), NULL);

  return self->cmake;
}

/**
 * edgekit_software_get_nvcc: (get-property nvcc)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets the version of the CUDA compiler.
 *
 * Returns: (nullable): the version of the CUDA compiler, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_software_get_nvcc (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), NULL);

  return self->nvcc;
}

/**
 * edgekit_software_get_nvcc_path: (get-property nvcc-path)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets where the CUDA compiler lies, if it is not on the PATH.
 *
 * Returns: (nullable): where the CUDA compiler lies, if it is not on the PATH, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_software_get_nvcc_path (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), NULL);

  return self->nvcc_path;
}

/**
 * edgekit_software_get_cudart: (get-property cudart)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets the major version of the CUDA run-time library.
 *
 * Returns: (nullable): the major version of the CUDA run-time library, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_software_get_cudart (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), NULL);

  return self->cudart;
}

/**
 * edgekit_software_get_rocm: (get-property rocm)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets the version of ROCm.
 *
 * Returns: (nullable): the version of ROCm, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_software_get_rocm (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), NULL);

  return self->rocm;
}

/**
 * edgekit_software_get_oneapi: (get-property oneapi)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets the version of the oneAPI compiler.
 *
 * Returns: (nullable): the version of the oneAPI compiler, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_software_get_oneapi (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), NULL);

  return self->oneapi;
}

/**
 * edgekit_software_get_vulkan_sdk: (get-property vulkan-sdk)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets whether Vulkan headers and a shader compiler are here.
 *
 * Returns: whether Vulkan headers and a shader compiler are here
 *
 * Since: 0.1
 */
EdgeKitTristate
edgekit_software_get_vulkan_sdk (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), EDGEKIT_TRISTATE_UNKNOWN);

  return self->vulkan_sdk;
}

/**
 * edgekit_software_get_package_managers: (get-property package-managers)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets the package managers that are here, such as `apt`.
 *
 * Returns: (transfer none) (array zero-terminated=1) (nullable): the package managers that are here, such as `apt`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *const *
edgekit_software_get_package_managers (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), NULL);

  return (const char *const *) self->package_managers;
}

/**
 * edgekit_software_get_programs: (get-property programs)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets which of the small programs that installing needs are here: of `curl`, `tar` and `zstd`.
 *
 * Returns: (transfer none) (array zero-terminated=1) (nullable): the names of those that are here, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *const *
edgekit_software_get_programs (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), NULL);

  return (const char *const *) self->programs;
}

/**
 * edgekit_software_get_source_date_epoch: (get-property source-date-epoch)
 * @self: a [class@EdgeKit.Software]
 *
 * Gets whether SOURCE_DATE_EPOCH is set, which makes GGML build for no processor in particular.
 *
 * Returns: whether SOURCE_DATE_EPOCH is set, which makes GGML build for no processor in particular
 *
 * Since: 0.1
 */
EdgeKitTristate
edgekit_software_get_source_date_epoch (EdgeKitSoftware *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SOFTWARE (self), EDGEKIT_TRISTATE_UNKNOWN);

  return self->source_date_epoch;
}
