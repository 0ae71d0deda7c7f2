/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-backend-private.h"
#include "edgekit-table-private.h"

static gint64
row_version (const char *row, const char *key)
{
  g_autofree char *value = g_key_file_get_string (_edgekit_table_get ("wheels"), row, key, NULL);

  return _edgekit_version_number (value);
}

/* What every wheel asks of the system and the processor. */
static gboolean
platform_fits (const EdgeKitSite *site, const char *row)
{
  GKeyFile *table = _edgekit_table_get ("wheels");
  g_auto(GStrv) platforms = g_key_file_get_string_list (table, row, "platforms", NULL, NULL);
  gint64 glibc = row_version (row, "glibc");

  if (!site->platform || !g_strv_contains ((const char *const *) platforms, site->platform))
    return FALSE;
  if (g_key_file_get_boolean (table, row, "avx2", NULL) && !_edgekit_site_has_avx2 (site))
    return FALSE;
  if (site->family != EDGEKIT_FAMILY_LINUX)
    return TRUE;
  if (site->musl)
    return g_key_file_get_boolean (table, row, "musl", NULL);
  return glibc == EDGEKIT_UNKNOWN || site->libc == EDGEKIT_UNKNOWN || site->libc >= glibc;
}

/* Whether the card runs the code in a wheel, and the driver takes it. */
static gboolean
cuda_fits (const EdgeKitBackend *backend, const char *row)
{
  gint64 capability = backend->device ? _edgekit_version_number (backend->device->compute_capability) : EDGEKIT_UNKNOWN;
  gint64 limit = _edgekit_cuda_driver_limit (backend);

  if (capability == EDGEKIT_UNKNOWN || limit == EDGEKIT_UNKNOWN || row_version (row, "cuda") > limit)
    return FALSE;
  if (capability > row_version (row, "most"))
    return g_key_file_get_boolean (_edgekit_table_get ("wheels"), row, "ptx", NULL);
  return capability >= row_version (row, "least");
}

/* Wheels bring no CUDA libraries: those of the major version that is here come
 * first, then the newest. */
static gboolean
cuda_is_better (const EdgeKitSite *site, const char *row, const char *than)
{
  gint64 here = EDGEKIT_VERSION_MAJOR (_edgekit_version_number (site->software->cudart));
  gint64 a = row_version (row, "cuda"), b = row_version (than, "cuda");
  gboolean a_here = site->software->cudart && EDGEKIT_VERSION_MAJOR (a) == here;
  gboolean b_here = site->software->cudart && EDGEKIT_VERSION_MAJOR (b) == here;

  return a_here != b_here ? a_here : a > b;
}

char *
_edgekit_wheel_find (const EdgeKitSite *site, const EdgeKitBackend *backend)
{
  GKeyFile *table = _edgekit_table_get ("wheels");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);
  gint64 rocm = _edgekit_version_number (site->software->rocm);
  const char *best = NULL;

  for (char **row = rows; *row; row++)
    {
      g_autofree char *kind = g_key_file_get_string (table, *row, "backend", NULL);
      gint64 its_rocm = row_version (*row, "rocm");

      if (g_strcmp0 (kind, _edgekit_backend_name (backend->kind)) != 0 || !platform_fits (site, *row))
        continue;
      if (backend->kind == EDGEKIT_BACKEND_CUDA && !cuda_fits (backend, *row))
        continue;
      /* the libraries of ROCm change their names with every major version */
      if (its_rocm != EDGEKIT_UNKNOWN && EDGEKIT_VERSION_MAJOR (its_rocm) != EDGEKIT_VERSION_MAJOR (rocm))
        continue;
      if (!best || (backend->kind == EDGEKIT_BACKEND_CUDA && cuda_is_better (site, *row, best)))
        best = *row;
    }
  return g_strdup (best);
}
