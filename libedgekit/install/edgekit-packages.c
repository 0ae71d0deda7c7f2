/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-recipe-private.h"
#include "edgekit-table-private.h"

/* Managers in the order in which they are asked; a person inside conda means it. */
static gboolean
manager_is_here (const EdgeKitSite *site, const char *manager)
{
  if (g_str_equal (manager, "conda"))
    return _edgekit_python_is_conda (site);
  if (g_str_equal (manager, "nix"))
    return g_strcmp0 (site->os->id, "nixos") == 0 || _edgekit_site_has_manager (site, "nix");
  if (g_str_equal (manager, "port"))
    return _edgekit_site_has_manager (site, "port") && !_edgekit_site_has_manager (site, "brew");
  if (g_str_equal (manager, "winget"))
    return site->family == EDGEKIT_FAMILY_WINDOWS; /* part of Windows */
  return _edgekit_site_has_manager (site, manager) ||
         (site->family == EDGEKIT_FAMILY_MACOS && g_str_equal (manager, "brew"));
}

static void
add_manager (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const char *manager)
{
  static const char *const titles[][2] = {
    { "brew", "Homebrew" }, { "port", "MacPorts" }, { "conda", "conda" }, { "nix", "Nix" }, { "winget", "winget" },
  };
  EdgeKitStepState state = EDGEKIT_STEP_STATE_FOUND;
  const char *title = manager;

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i][0], manager))
      title = titles[i][1];
  if (g_str_equal (manager, "brew") && !_edgekit_site_has_manager (site, "brew"))
    state = site->software->package_managers ? EDGEKIT_STEP_STATE_MISSING : EDGEKIT_STEP_STATE_UNKNOWN;
  _edgekit_plan_add_step (plan, EDGEKIT_STEP_KIND_PREREQUISITE, state, title, NULL,
                          state == EDGEKIT_STEP_STATE_FOUND ? NULL : _ ("It is on brew.sh."));
}

/* TRUE where the row has no such list, or the list has @value. */
static gboolean
row_lists (const char *row, const char *key, const char *value)
{
  g_auto(GStrv) list = g_key_file_get_string_list (_edgekit_table_get ("engine-packages"), row, key, NULL, NULL);

  return !list || (value && g_strv_contains ((const char *const *) list, value));
}

/* Where the package is offered; a release of the distribution that is not known
 * may be too old for it. */
static gboolean
is_offered (const EdgeKitSite *site, const char *row)
{
  g_autofree char *least = g_key_file_get_string (_edgekit_table_get ("engine-packages"), row, "least", NULL);

  return row_lists (row, "systems", site->system) && row_lists (row, "architectures", site->arch) &&
         row_lists (row, "distributions", site->os->id) &&
         (!least || _edgekit_version_number (site->os->version) >= _edgekit_version_number (least));
}

gboolean
_edgekit_packages_plan (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const char *engine,
                        const EdgeKitBackend *backend)
{
  GKeyFile *table = _edgekit_table_get ("engine-packages");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);
  g_autofree char *prefix = g_strconcat (engine, "/", NULL);

  for (char **row = rows; *row; row++)
    {
      g_auto(GStrv) command = NULL;
      const char *manager = *row + strlen (prefix);

      if (!g_str_has_prefix (*row, prefix) || !manager_is_here (site, manager))
        continue;
      if (!is_offered (site, *row) || !row_lists (*row, "backends", _edgekit_backend_name (backend->kind)))
        continue;
      command = g_key_file_get_string_list (table, *row, "command", NULL, NULL);
      _edgekit_plan_set_way (plan, EDGEKIT_INSTALL_METHOD_PACKAGE, _edgekit_backend_title (backend->kind),
                             g_str_equal (manager, "conda")
                                 ? _ ("The packages of conda-forge match the libraries of this environment.")
                                 : _ ("The package is kept up to date with the releases."));
      add_manager (site, plan, manager);
      _edgekit_plan_set_command (plan, NULL, _edgekit_plan_list_command (site, (const char *const *) command));
      return TRUE;
    }
  return FALSE;
}
