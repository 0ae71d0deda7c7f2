/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-backend-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-table-private.h"

const char *
_edgekit_backend_name (EdgeKitBackendKind kind)
{
  static const char *const names[] = { "cpu", "vulkan", "sycl", "hip", "cuda", "metal" };

  return names[kind];
}

const char *
_edgekit_backend_title (EdgeKitBackendKind kind)
{
  static const char *const titles[] = { NULL, "Vulkan", "SYCL", "ROCm", "CUDA", "Metal" };

  /* Translators: what a program computes with, in a list beside “CUDA” and “Vulkan” */
  return titles[kind] ? titles[kind] : _ ("Processor");
}

static void
backend_free (EdgeKitBackend *backend)
{
  g_free (backend->targets);
  g_free (backend);
}

static gboolean
is_vendor (EdgeKitAccelerator *device, const char *vendor)
{
  return g_strcmp0 (device->vendor, vendor) == 0;
}

/* A target that ROCm supports, with a ROCm that is new enough for it. */
static gboolean
hip_fits (const EdgeKitSite *site, EdgeKitAccelerator *device)
{
  GKeyFile *table = _edgekit_table_get ("amd-targets");
  g_autofree char *least = NULL;

  if (!device->gfx_target)
    return FALSE;
  if (site->family == EDGEKIT_FAMILY_WINDOWS)
    return g_key_file_get_boolean (table, device->gfx_target, "windows", NULL);
  least = g_key_file_get_string (table, device->gfx_target, "rocm", NULL);
  return least && site->software->rocm &&
         _edgekit_version_number (site->software->rocm) >= _edgekit_version_number (least);
}

static gboolean
intel_computes (EdgeKitAccelerator *device)
{
  GKeyFile *table = _edgekit_table_get ("intel-graphics");
  g_autofree char *names = g_key_file_get_string (table, "names", "names", NULL);

  if (device->generation && g_key_file_has_group (table, device->generation))
    return g_key_file_get_boolean (table, device->generation, "compute", NULL);
  return device->integrated == EDGEKIT_TRISTATE_NO ||
         (device->name && g_regex_match_simple (names, device->name, 0, 0));
}

static gboolean
has_runtime (EdgeKitAccelerator *device, const char *runtime)
{
  return device->runtimes && g_strv_contains ((const char *const *) device->runtimes, runtime);
}

/* The back ends that compute on @device, as a mask of kinds. */
static guint
kinds_of (const EdgeKitSite *site, EdgeKitAccelerator *device)
{
  const guint vulkan = 1 << EDGEKIT_BACKEND_VULKAN;
  gboolean has_toolkit = site->software->nvcc != NULL;

  if (device->kind != EDGEKIT_ACCELERATOR_KIND_GPU)
    return 0;
  if (site->family == EDGEKIT_FAMILY_MACOS)
    return g_strcmp0 (site->arch, "aarch64") == 0 && is_vendor (device, "apple") ? 1 << EDGEKIT_BACKEND_METAL : 0;
  /* a build needs no driver, only the compiler */
  if (device->usable == EDGEKIT_TRISTATE_NO && !(is_vendor (device, "nvidia") && has_toolkit))
    return 0;
  if (is_vendor (device, "nvidia"))
    {
      gint64 capability = _edgekit_version_number (device->compute_capability);

      /* older than Maxwell: no CUDA that ggml takes, and a Vulkan that is not worth it */
      if (capability != EDGEKIT_UNKNOWN && capability < EDGEKIT_VERSION_NUMBER (5, 0))
        return 0;
      /* NVIDIA has no CUDA for musl */
      return site->musl ? vulkan : 1 << EDGEKIT_BACKEND_CUDA | vulkan;
    }
  if (is_vendor (device, "amd"))
    return (hip_fits (site, device) ? 1 << EDGEKIT_BACKEND_HIP : 0) | vulkan;
  if (is_vendor (device, "intel"))
    {
      if (!intel_computes (device))
        return 0;
      return (site->family == EDGEKIT_FAMILY_LINUX && site->software->oneapi ? 1 << EDGEKIT_BACKEND_SYCL : 0) | vulkan;
    }
  /* others (Moore Threads, Qualcomm …): where the driver shows that it can, and
   * not the small ones of boards, which are slower than their processor */
  return has_runtime (device, "vulkan") && device->integrated == EDGEKIT_TRISTATE_NO ? vulkan : 0;
}

static gint64
device_memory (const EdgeKitSite *site, EdgeKitAccelerator *device)
{
  EdgeKitMemoryPool *pool = device->pools && device->pools[0]
                                ? edgekit_hardware_profile_lookup_pool (site->profile, device->pools[0])
                                : NULL;

  return pool ? pool->total : 0;
}

/* What a device is worth: a card of its own before graphics in the processor,
 * then the faster library, then more memory. */
static gboolean
is_better (const EdgeKitSite *site, EdgeKitAccelerator *a, guint kinds_a, EdgeKitAccelerator *b, guint kinds_b)
{
  gboolean card_a = a->integrated != EDGEKIT_TRISTATE_YES, card_b = b->integrated != EDGEKIT_TRISTATE_YES;

  if (card_a != card_b)
    return card_a;
  if (g_bit_storage (kinds_a) != g_bit_storage (kinds_b))
    return kinds_a > kinds_b;
  return device_memory (site, a) > device_memory (site, b);
}

static const char *
target_of (EdgeKitAccelerator *device, EdgeKitBackendKind kind)
{
  return kind == EDGEKIT_BACKEND_CUDA  ? device->compute_capability
         : kind == EDGEKIT_BACKEND_HIP ? device->gfx_target
                                       : NULL;
}

static int
compare_targets (gconstpointer a, gconstpointer b)
{
  const char *x = *(const char *const *) a, *y = *(const char *const *) b;
  gint64 difference = _edgekit_version_number (x) - _edgekit_version_number (y);

  return difference ? (difference < 0 ? -1 : 1) : g_strcmp0 (x, y);
}

/* The distinct targets of every device that @kind computes on. */
static char *
collect_targets (const EdgeKitSite *site, EdgeKitBackendKind kind)
{
  GListModel *list = G_LIST_MODEL (site->profile->accelerators);
  g_autoptr(GPtrArray) targets = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(EdgeKitAccelerator) device = g_list_model_get_item (list, i);
      const char *target = kinds_of (site, device) & 1 << kind ? target_of (device, kind) : NULL;

      if (target && !g_ptr_array_find_with_equal_func (targets, target, g_str_equal, NULL))
        g_ptr_array_add (targets, (gpointer) target); /* the profile keeps the device */
    }
  if (targets->len == 0)
    return NULL;
  g_ptr_array_sort (targets, compare_targets);
  g_ptr_array_add (targets, NULL);
  return g_strjoinv (";", (char **) targets->pdata);
}

static void
add_backend (GPtrArray *backends, const EdgeKitSite *site, EdgeKitBackendKind kind, EdgeKitAccelerator *device)
{
  EdgeKitBackend *backend = g_new0 (EdgeKitBackend, 1);

  backend->kind = kind;
  backend->device = device;
  backend->targets = collect_targets (site, kind);
  g_ptr_array_add (backends, backend);
}

GPtrArray *
_edgekit_backend_list (const EdgeKitSite *site)
{
  GPtrArray *backends = g_ptr_array_new_with_free_func ((GDestroyNotify) backend_free);
  GListModel *list = G_LIST_MODEL (site->profile->accelerators);
  EdgeKitAccelerator *best = NULL;
  guint kinds = 0;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(EdgeKitAccelerator) device = g_list_model_get_item (list, i);
      guint its_kinds = kinds_of (site, device);

      if (its_kinds && (!best || is_better (site, device, its_kinds, best, kinds)))
        {
          best = device; /* the profile keeps it */
          kinds = its_kinds;
        }
    }
  for (int kind = EDGEKIT_BACKEND_METAL; kind > EDGEKIT_BACKEND_CPU; kind--)
    if (kinds & 1 << kind)
      add_backend (backends, site, kind, best);
  /* every Mac with an Apple chip has Metal, whether or not the document says so */
  if (backends->len == 0 && g_strcmp0 (site->platform, "macos-aarch64") == 0)
    add_backend (backends, site, EDGEKIT_BACKEND_METAL, NULL);
  /* who builds for other computers, with the CUDA compiler, means their cards */
  if (backends->len == 0 && site->software->nvcc && site->portable)
    add_backend (backends, site, EDGEKIT_BACKEND_CUDA, NULL);
  add_backend (backends, site, EDGEKIT_BACKEND_CPU, NULL);
  return backends;
}
