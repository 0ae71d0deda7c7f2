/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-model.h"
#include "edgekit-site-private.h"
#include "edgekit-table-private.h"

gint64
_edgekit_version_number (const char *version)
{
  g_auto(GStrv) parts = version ? g_strsplit (version, ".", 3) : NULL;

  if (!parts || !parts[0] || !g_ascii_isdigit (*parts[0]))
    return EDGEKIT_UNKNOWN;
  return EDGEKIT_VERSION_NUMBER (MIN (g_ascii_strtoull (parts[0], NULL, 10), 99999),
                                 parts[1] ? MIN (g_ascii_strtoull (parts[1], NULL, 10), 9999) : 0);
}

/* One name per architecture, whatever the system calls it. */
static char *
normalise_architecture (const char *name)
{
  static const char *const names[][2] = { { "arm64", "aarch64" }, { "amd64", "x86_64" }, { "x64", "x86_64" },
                                          { "i386", "i686" },     { "x86", "i686" } };
  g_autofree char *lower = name ? g_ascii_strdown (name, -1) : NULL;

  for (guint i = 0; lower && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i][0], lower))
      return g_strdup (names[i][1]);
  return g_steal_pointer (&lower);
}

static gboolean
has_environment (EdgeKitSystem *os, const char *prefix)
{
  for (char **entry = os->environment; entry && *entry; entry++)
    if (g_str_has_prefix (*entry, prefix))
      return TRUE;
  return FALSE;
}

/* The manager whose systems name this one, or else the first one that is here. */
static char *
find_manager (const EdgeKitSite *site)
{
  GKeyFile *table = _edgekit_table_get ("package-managers");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);
  const char *id = site->family == EDGEKIT_FAMILY_LINUX ? site->os->id : site->system;

  for (char **row = rows; *row; row++)
    {
      g_auto(GStrv) systems = g_key_file_get_string_list (table, *row, "systems", NULL, NULL);

      if (id && g_strv_contains ((const char *const *) systems, id))
        return g_strdup (*row);
    }
  for (char **row = rows; *row; row++)
    if (_edgekit_site_has_manager (site, *row))
      return g_strdup (*row);
  return NULL;
}

static EdgeKitShell
find_shell (const EdgeKitSite *site, EdgeKitShell wanted)
{
  static const struct
  {
    const char *name;
    EdgeKitShell shell;
  } shells[] = {
    { "bash", EDGEKIT_SHELL_BASH }, { "sh", EDGEKIT_SHELL_BASH },     { "zsh", EDGEKIT_SHELL_ZSH },
    { "fish", EDGEKIT_SHELL_FISH }, { "cmd", EDGEKIT_SHELL_CMD },     { "powershell", EDGEKIT_SHELL_POWERSHELL },
    { "pwsh", EDGEKIT_SHELL_POWERSHELL },
  };

  if (wanted != EDGEKIT_SHELL_AUTO)
    return wanted;
  for (guint i = 0; site->software->shell && i < G_N_ELEMENTS (shells); i++)
    if (g_str_equal (shells[i].name, site->software->shell))
      return shells[i].shell;
  return site->family == EDGEKIT_FAMILY_WINDOWS ? EDGEKIT_SHELL_POWERSHELL
         : site->family == EDGEKIT_FAMILY_MACOS ? EDGEKIT_SHELL_ZSH
                                                : EDGEKIT_SHELL_BASH;
}

void
_edgekit_site_init (EdgeKitSite *site, EdgeKitHardwareProfile *profile, EdgeKitGoal goal, EdgeKitModel *model,
                    EdgeKitInstallMethod method, EdgeKitShell shell, gboolean portable)
{
  static const char *const systems[] = { "linux", "macos", "windows" };

  memset (site, 0, sizeof *site);
  site->profile = g_object_ref (profile);
  site->os = profile->os ? g_object_ref (profile->os) : g_object_new (EDGEKIT_TYPE_SYSTEM, NULL);
  site->cpu = profile->cpu ? g_object_ref (profile->cpu) : g_object_new (EDGEKIT_TYPE_CPU, NULL);
  site->software = profile->software ? g_object_ref (profile->software) : g_object_new (EDGEKIT_TYPE_SOFTWARE, NULL);
  g_set_object (&site->model, model);
  site->goal = goal;
  site->method = method;
  site->portable = portable;
  for (guint i = 0; i < G_N_ELEMENTS (systems); i++)
    if (g_strcmp0 (site->os->family, systems[i]) == 0)
      site->family = i;
  site->system = systems[site->family];
  site->arch = normalise_architecture (site->os->architecture);
  site->platform = site->arch ? g_strdup_printf ("%s-%s", site->system, site->arch) : NULL;
  site->wsl = has_environment (site->os, "wsl");
  site->container = has_environment (site->os, "container");
  site->musl = g_strcmp0 (site->os->libc, "musl") == 0;
  site->libc = _edgekit_version_number (site->os->libc_version);
  site->manager = find_manager (site);
  site->python = _edgekit_version_number (site->software->python);
  site->python_environment = site->software->python_environment;
  site->shell = find_shell (site, shell);
}

void
_edgekit_site_clear (EdgeKitSite *site)
{
  g_clear_object (&site->profile);
  g_clear_object (&site->os);
  g_clear_object (&site->cpu);
  g_clear_object (&site->software);
  g_clear_object (&site->model);
  g_clear_pointer (&site->arch, g_free);
  g_clear_pointer (&site->platform, g_free);
  g_clear_pointer (&site->manager, g_free);
}

gboolean
_edgekit_site_has_avx2 (const EdgeKitSite *site)
{
  static const char *const needed[] = { "avx2", "fma", "f16c", "bmi2" };

  if (g_strcmp0 (site->arch, "x86_64") != 0 || !site->cpu->features)
    return TRUE;
  if (!edgekit_cpu_has_feature (site->cpu, "avx2"))
    return FALSE;
  /* a document written by hand may name AVX2 alone; the four came together */
  for (guint i = 1; i < G_N_ELEMENTS (needed); i++)
    if (!edgekit_cpu_has_feature (site->cpu, needed[i]) && g_strv_length (site->cpu->features) > 8)
      return FALSE;
  return TRUE;
}

gboolean
_edgekit_site_has_manager (const EdgeKitSite *site, const char *name)
{
  return site->software->package_managers &&
         g_strv_contains ((const char *const *) site->software->package_managers, name);
}

char *
_edgekit_site_manager_string (const EdgeKitSite *site, const char *key)
{
  return site->manager ? g_key_file_get_string (_edgekit_table_get ("package-managers"), site->manager, key, NULL)
                       : NULL;
}

EdgeKitStepState
_edgekit_site_state (const EdgeKitSite *site, const char *value, const char *member)
{
  if (value)
    return EDGEKIT_STEP_STATE_FOUND;
  return _edgekit_record_is_absent (site->software, member) ? EDGEKIT_STEP_STATE_MISSING : EDGEKIT_STEP_STATE_UNKNOWN;
}

gint64
_edgekit_site_graphics_memory (const EdgeKitSite *site)
{
  GListModel *list = G_LIST_MODEL (site->profile->accelerators);
  gint64 most = EDGEKIT_UNKNOWN;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(EdgeKitAccelerator) device = g_list_model_get_item (list, i);
      gint64 sum = 0;

      if (device->kind != EDGEKIT_ACCELERATOR_KIND_GPU)
        continue;
      for (char **id = device->pools; id && *id; id++)
        {
          EdgeKitMemoryPool *pool = edgekit_hardware_profile_lookup_pool (site->profile, *id);

          if (pool && pool->total > 0 && pool->total < G_MAXINT64 / 4)
            sum += pool->total;
        }
      if (sum > 0)
        most = MAX (most, sum);
    }
  return most;
}

EdgeKitAccelerator *
_edgekit_site_find_npu (const EdgeKitSite *site, const char *vendor)
{
  GListModel *list = G_LIST_MODEL (site->profile->accelerators);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(EdgeKitAccelerator) device = g_list_model_get_item (list, i);

      if (device->kind == EDGEKIT_ACCELERATOR_KIND_NPU && device->usable != EDGEKIT_TRISTATE_NO &&
          g_strcmp0 (device->vendor, vendor) == 0)
        return device; /* the profile keeps it */
    }
  return NULL;
}

guint
_edgekit_site_jobs (const EdgeKitSite *site, gint64 bytes)
{
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (site->profile, "ram");
  gint64 jobs = site->cpu->usable_threads > 0 ? site->cpu->usable_threads
                : site->cpu->threads > 0      ? site->cpu->threads
                                              : site->cpu->cores;

  if (jobs <= 0)
    return 0;
  if (ram && ram->total > 0)
    jobs = MIN (jobs, ram->total / bytes);
  return (guint) CLAMP (jobs, 1, 256);
}

EdgeKitAccelerator *
_edgekit_site_find_server_card (const EdgeKitSite *site)
{
  GListModel *list = G_LIST_MODEL (site->profile->accelerators);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(EdgeKitAccelerator) device = g_list_model_get_item (list, i);
      g_autofree char *pattern = device->vendor ? g_key_file_get_string (_edgekit_table_get ("server-cards"),
                                                                         device->vendor, "names", NULL)
                                                : NULL;

      if (pattern && device->name && device->kind == EDGEKIT_ACCELERATOR_KIND_GPU &&
          g_regex_match_simple (pattern, device->name, 0, 0))
        return device; /* the profile keeps it */
    }
  return NULL;
}

const char *
_edgekit_site_model_format (const EdgeKitSite *site)
{
  return site->model ? edgekit_model_get_format (site->model) : NULL;
}
