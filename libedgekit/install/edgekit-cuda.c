/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-backend-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-table-private.h"

/* The rules that join a card, its driver, a toolkit and a host compiler. */

static gint64
row_version (GKeyFile *table, const char *row, const char *key)
{
  g_autofree char *value = g_key_file_get_string (table, row, key, NULL);

  return _edgekit_version_number (value);
}

/* A capability without a row is newer than the table: no limit is known. */
static gboolean
toolkit_builds_for (gint64 toolkit, const char *capability)
{
  GKeyFile *table = _edgekit_table_get ("cuda-architectures");
  gint64 oldest = row_version (table, capability, "oldest"), newest = row_version (table, capability, "newest");

  return (oldest == EDGEKIT_UNKNOWN || toolkit >= oldest) && (newest == EDGEKIT_UNKNOWN || toolkit <= newest);
}

gint64
_edgekit_cuda_driver_limit (const EdgeKitBackend *backend)
{
  return backend->device ? _edgekit_version_number (backend->device->max_cuda) : EDGEKIT_UNKNOWN;
}

/* The newest host compiler of the last row that is not newer than @toolkit; for
 * one that only newer rows know, of the first of those: an older nvcc never
 * takes a newer compiler. */
static gint64
host_limit (gint64 toolkit, const char *key)
{
  GKeyFile *table = _edgekit_table_get ("cuda-hosts");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);
  gint64 limit = EDGEKIT_UNKNOWN;

  for (char **row = rows; *row; row++)
    {
      gint64 value = row_version (table, *row, key);

      if (value != EDGEKIT_UNKNOWN && (limit == EDGEKIT_UNKNOWN || _edgekit_version_number (*row) <= toolkit))
        limit = value;
    }
  return limit;
}

/* "2022" is a year of Visual Studio, "19.44" a compiler. A year that is newer than
 * the table has a compiler that is newer than any. */
static gint64
msvc_version (const char *msvc)
{
  GKeyFile *table = _edgekit_table_get ("visual-studio");
  gint64 version = _edgekit_version_number (msvc);
  g_autofree char *year = NULL;

  if (version == EDGEKIT_UNKNOWN || EDGEKIT_VERSION_MAJOR (version) < 2000)
    return version;
  year = g_strdup_printf ("%d", (int) EDGEKIT_VERSION_MAJOR (version));
  return g_key_file_has_group (table, year) ? row_version (table, year, "msvc") : EDGEKIT_VERSION_NUMBER (19, 9999);
}

/* Whether there is a host compiler that nvcc takes, or can be one. */
static gboolean
host_fits (EdgeKitCudaBuild *build, const EdgeKitSite *site, gint64 toolkit)
{
  gint64 gcc = _edgekit_version_number (site->software->gcc);
  gint64 limit = host_limit (toolkit, "gcc");
  g_autofree char *older = _edgekit_site_manager_string (site, "compiler");

  if (site->family == EDGEKIT_FAMILY_WINDOWS)
    {
      gint64 msvc = msvc_version (site->software->msvc);

      if (msvc == EDGEKIT_UNKNOWN)
        build->obstacle = _ ("The CUDA compiler needs Microsoft Visual C++.");
      else if (msvc > host_limit (toolkit, "msvc"))
        build->obstacle = _ ("This Visual C++ is newer than the CUDA compiler takes.");
      return build->obstacle == NULL;
    }
  if (gcc == EDGEKIT_UNKNOWN || limit == EDGEKIT_UNKNOWN || EDGEKIT_VERSION_MAJOR (gcc) <= EDGEKIT_VERSION_MAJOR (limit))
    return TRUE;
  if (!older)
    {
      build->obstacle = _ ("This GCC is newer than the CUDA compiler takes.");
      return FALSE;
    }
  build->host_compiler = EDGEKIT_VERSION_MAJOR (limit);
  return TRUE;
}

/* The architectures in CMake's form that @toolkit builds for: "8.6;8.9" is
 * "86;89". */
static char *
architectures_for (const char *targets, gint64 toolkit)
{
  g_auto(GStrv) all = g_strsplit (targets ? targets : "", ";", -1);
  g_autoptr(GStrvBuilder) fitting = g_strv_builder_new ();
  g_auto(GStrv) list = NULL;

  for (char **target = all; *target; target++)
    {
      g_auto(GStrv) parts = g_strsplit (*target, ".", 2);
      g_autofree char *digits = g_strjoinv ("", parts);

      if (toolkit == EDGEKIT_UNKNOWN || toolkit_builds_for (toolkit, *target))
        g_strv_builder_add (fitting, digits);
    }
  list = g_strv_builder_end (fitting);
  return *list ? g_strjoinv (";", list) : NULL;
}

/* The toolkit to ask for: the newest that a table knows, that builds for the
 * card and that the driver runs. */
static char *
suitable_toolkit (const EdgeKitBackend *backend)
{
  GKeyFile *table = _edgekit_table_get ("cuda-drivers");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);
  const char *capability = backend->device ? backend->device->compute_capability : NULL;
  gint64 limit = _edgekit_cuda_driver_limit (backend);
  const char *best = NULL;

  for (char **row = rows; *row; row++)
    {
      gint64 version = _edgekit_version_number (*row);

      if ((!capability || toolkit_builds_for (version, capability)) &&
          (limit == EDGEKIT_UNKNOWN || version <= limit) &&
          (!best || version > _edgekit_version_number (best)))
        best = *row;
    }
  return g_strdup (best);
}

void
_edgekit_cuda_build_init (EdgeKitCudaBuild *build, const EdgeKitSite *site, const EdgeKitBackend *backend)
{
  gint64 toolkit = _edgekit_version_number (site->software->nvcc);
  gint64 limit = _edgekit_cuda_driver_limit (backend);
  const char *capability = backend->device ? backend->device->compute_capability : NULL;

  *build = (EdgeKitCudaBuild) { 0 };
  build->toolkit = suitable_toolkit (backend);
  build->architectures = architectures_for (backend->targets, toolkit);
  if (toolkit == EDGEKIT_UNKNOWN)
    return;
  if (capability && !toolkit_builds_for (toolkit, capability))
    build->obstacle = _ ("This CUDA toolkit does not build for this graphics card.");
  /* code of a newer minor version runs, code of a newer major one does not */
  else if (limit != EDGEKIT_UNKNOWN && EDGEKIT_VERSION_MAJOR (toolkit) > EDGEKIT_VERSION_MAJOR (limit))
    build->obstacle = _ ("The driver is too old for programs of this CUDA toolkit.");
  else
    build->possible = host_fits (build, site, toolkit);
  if (!build->possible && !build->architectures)
    build->architectures = architectures_for (backend->targets, EDGEKIT_UNKNOWN);
}

void
_edgekit_cuda_build_clear (EdgeKitCudaBuild *build)
{
  g_clear_pointer (&build->architectures, g_free);
  g_clear_pointer (&build->toolkit, g_free);
}
