/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-recipe-private.h"
#include "edgekit-shell-private.h"

/* Installing into the Python at hand. The system's own is never touched: where
 * it is externally managed (PEP 668) a virtual environment is made first. */

#define FOLDER ".venvs/llm"

static gboolean
is_environment (const EdgeKitSite *site, const char *name)
{
  return g_strcmp0 (site->python_environment, name) == 0;
}

gboolean
_edgekit_python_is_uv (const EdgeKitSite *site)
{
  return is_environment (site, "uv");
}

gboolean
_edgekit_python_is_conda (const EdgeKitSite *site)
{
  return is_environment (site, "conda");
}

/* The interpreter of the folder that is made, as the shell writes it. */
static char *
made_python (const EdgeKitSite *site)
{
  const gboolean windows = site->family == EDGEKIT_FAMILY_WINDOWS;

  if (site->shell == EDGEKIT_SHELL_CMD)
    return g_strdup (EDGEKIT_SHELL_RAW "\"%USERPROFILE%\\.venvs\\llm\\Scripts\\python\"");
  if (site->shell == EDGEKIT_SHELL_POWERSHELL)
    return g_strdup (windows ? EDGEKIT_SHELL_RAW "\"$HOME\\.venvs\\llm\\Scripts\\python\""
                             : EDGEKIT_SHELL_RAW "\"$HOME/" FOLDER "/bin/python\"");
  return g_strconcat (EDGEKIT_SHELL_RAW "~/" FOLDER, windows ? "/Scripts/python" : "/bin/python", NULL);
}

static char *
made_folder (const EdgeKitSite *site)
{
  if (site->shell == EDGEKIT_SHELL_CMD)
    return g_strdup (EDGEKIT_SHELL_RAW "\"%USERPROFILE%\\.venvs\\llm\"");
  if (site->shell == EDGEKIT_SHELL_POWERSHELL)
    return g_strdup (site->family == EDGEKIT_FAMILY_WINDOWS ? EDGEKIT_SHELL_RAW "\"$HOME\\.venvs\\llm\""
                                                            : EDGEKIT_SHELL_RAW "\"$HOME/" FOLDER "\"");
  return g_strdup (EDGEKIT_SHELL_RAW "~/" FOLDER);
}

static gboolean
needs_environment (const EdgeKitSite *site)
{
  return is_environment (site, "externally-managed");
}

static const char *
interpreter (const EdgeKitSite *site)
{
  return site->family == EDGEKIT_FAMILY_WINDOWS ? "py" : "python3";
}

static gint64
bits_of_architecture (const char *architecture)
{
  static const char *const narrow[] = { "i386", "i486", "i586", "i686", "x86", "armv7l", "armv6l", "armhf", NULL };

  return architecture && g_strv_contains (narrow, architecture) ? 32 : 64;
}

gboolean
_edgekit_python_check (const EdgeKitSite *site, EdgeKitInstallPlan *plan)
{
  const char *architecture = site->software->python_architecture;
  const char *against;

  if (g_strcmp0 (site->platform, "macos-aarch64") == 0 && g_strcmp0 (architecture, "x86_64") == 0)
    {
      _edgekit_plan_refuse (plan,
                            _ ("This Python is for Intel Macs and would be slow. Install an arm64 Python first."),
                            _ ("An arm64 Python"), g_strdup ("brew install python@3.12"));
      return FALSE;
    }
  if (bits_of_architecture (architecture ? architecture : site->arch) == 32)
    {
      _edgekit_plan_refuse (plan, _ ("This Python is a 32-bit one. Install a 64-bit Python first."),
                            _ ("A 64-bit Python"), NULL);
      return FALSE;
    }
  against = _edgekit_python_is_uv (site) ? NULL : _edgekit_gate_python (site, plan->engine);
  if (against)
    {
      _edgekit_plan_refuse (plan, against, _ ("Another Python"), _edgekit_needs_command (site, "python", NULL));
      return FALSE;
    }
  if (!site->python_environment)
    plan->complete = FALSE;
  return TRUE;
}

char *
_edgekit_python_install (const EdgeKitSite *site, const char *const *environment, const char *const *args)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) argv = NULL;
  g_autofree char *folder = needs_environment (site) ? made_folder (site) : NULL;
  g_autofree char *made = needs_environment (site) ? made_python (site) : NULL;
  const char *const make[] = { interpreter (site), "-m", "venv", folder, NULL };

  if (_edgekit_python_is_uv (site))
    g_strv_builder_add (builder, "uv");
  else
    {
      g_strv_builder_add (builder, made ? made : interpreter (site));
      g_strv_builder_add (builder, "-m");
    }
  g_strv_builder_add (builder, "pip");
  g_strv_builder_add (builder, "install");
  for (; *args; args++)
    g_strv_builder_add (builder, *args);
  argv = g_strv_builder_end (builder);
  {
    const EdgeKitShellStep steps[] = { { make, NULL }, { (const char *const *) argv, environment } };

    return _edgekit_shell_sequence (site->shell, steps + (made ? 0 : 1), made ? 2 : 1);
  }
}

char *
_edgekit_python_run (const EdgeKitSite *site, const char *code)
{
  g_autofree char *python = needs_environment (site) ? made_python (site) : g_strdup (interpreter (site));
  const char *const argv[] = { python, "-c", code, NULL };

  return _edgekit_shell_command (site->shell, NULL, argv);
}
