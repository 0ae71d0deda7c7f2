/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What llama.cpp and its relatives compute with on a computer: candidates, best
 * first, the processor always last. Which one is taken depends on whether a
 * recipe finds a way to install it. */

#include "edgekit-site-private.h"

G_BEGIN_DECLS

typedef enum
{
  EDGEKIT_BACKEND_CPU,
  EDGEKIT_BACKEND_VULKAN,
  EDGEKIT_BACKEND_SYCL,
  EDGEKIT_BACKEND_HIP,
  EDGEKIT_BACKEND_CUDA,
  EDGEKIT_BACKEND_METAL,
} EdgeKitBackendKind;

typedef struct
{
  EdgeKitBackendKind kind;
  EdgeKitAccelerator *device; /* the best one, borrowed from the profile; NULL for the processor */
  char *targets;              /* compute capabilities "8.6;8.9", or gfx targets, of all devices that it serves */
} EdgeKitBackend;

/* element-type EdgeKitBackend; never empty. */
GPtrArray  *_edgekit_backend_list (const EdgeKitSite *site);
const char *_edgekit_backend_name (EdgeKitBackendKind kind);  /* in tables: "cuda" */
const char *_edgekit_backend_title (EdgeKitBackendKind kind); /* "CUDA", or translated "the processor" */

/* --- CUDA (edgekit-cuda.c) --- */

typedef struct
{
  gboolean possible;     /* the toolkit that is here builds for a device that is here */
  char *architectures;   /* "86;89", for CMake; NULL when not known: all of them */
  guint host_compiler;   /* a GCC to use in place of one that is too new, 0 when not needed */
  const char *obstacle;  /* why it is not possible; translated, static; NULL when there is no toolkit */
  char *toolkit;         /* a toolkit that would do, "12.9" */
} EdgeKitCudaBuild;

void _edgekit_cuda_build_init  (EdgeKitCudaBuild *build, const EdgeKitSite *site, const EdgeKitBackend *backend);
void _edgekit_cuda_build_clear (EdgeKitCudaBuild *build);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EdgeKitCudaBuild, _edgekit_cuda_build_clear)

/* Whether code for a CUDA version runs: what the driver says, else unknown. */
gint64 _edgekit_cuda_driver_limit (const EdgeKitBackend *backend);

/* --- ready-made packages (edgekit-wheel.c) --- */

/* The row of wheels for @backend, or NULL; owned. */
char *_edgekit_wheel_find (const EdgeKitSite *site, const EdgeKitBackend *backend);

G_END_DECLS
