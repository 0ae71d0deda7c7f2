/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-recipe-private.h"
#include "edgekit-table-private.h"

/* Where an engine runs at all: the gates in its row of “engines”. */

static char *
gate (const char *engine, const char *key)
{
  return g_key_file_get_string (_edgekit_table_get ("engines"), engine, key, NULL);
}

static gint64
gate_version (const char *engine, const char *key)
{
  g_autofree char *value = gate (engine, key);

  return _edgekit_version_number (value);
}

/* TRUE where the list is not there, or @value is not known. */
static gboolean
gate_lists (const char *engine, const char *key, const char *value)
{
  g_auto(GStrv) list = g_key_file_get_string_list (_edgekit_table_get ("engines"), engine, key, NULL, NULL);

  return !list || !value || g_strv_contains ((const char *const *) list, value);
}

static gboolean
is_below (gint64 value, gint64 least)
{
  return value != EDGEKIT_UNKNOWN && least != EDGEKIT_UNKNOWN && value < least;
}

/* @format with a value of the table in it; there are few of them. */
static const char *
sentence (const char *format, const char *value)
{
  g_auto(GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *text = g_strconcat (parts[0], value, parts[1], NULL);

  return g_intern_string (text);
}

static const char *
macos_gate (const EdgeKitSite *site, const char *engine)
{
  g_autofree char *least = gate (engine, "macos");
  g_autofree char *shown = least ? g_strndup (least, strcspn (least, ".")) : NULL;

  if (!is_below (_edgekit_version_number (site->os->version), _edgekit_version_number (least)))
    return NULL;
  /* Translators: %s is a version: “It needs macOS 14 or newer.” */
  return sentence (_ ("It needs macOS %s or newer."), shown);
}

/* 10.0.19045 is a version of Windows, 19045 its build. */
static const char *
windows_gate (const EdgeKitSite *site, const char *engine)
{
  g_autofree char *least = gate (engine, "windows");
  g_auto(GStrv) parts = g_strsplit (site->os->version ? site->os->version : "", ".", 4);

  if (!least || g_strv_length (parts) < 3 ||
      !is_below (g_ascii_strtoll (parts[2], NULL, 10), g_ascii_strtoll (least, NULL, 10)))
    return NULL;
  /* Translators: %s is a number: “It needs Windows build 19045 or newer.” */
  return sentence (_ ("It needs Windows build %s or newer."), least);
}

static const char *
linux_gate (const EdgeKitSite *site, const char *engine)
{
  g_autofree char *musl = gate (engine, "musl");
  g_autofree char *glibc = gate (engine, "glibc");

  if (site->musl && g_strcmp0 (musl, "false") == 0)
    return _ ("It needs a system with the GNU C library.");
  if (!is_below (site->libc, _edgekit_version_number (glibc)))
    return NULL;
  /* Translators: %s is a version: “It needs glibc 2.35 or newer.” */
  return sentence (_ ("It needs glibc %s or newer."), glibc);
}

const char *
_edgekit_gate_system (const EdgeKitSite *site, const char *engine)
{
  if (!gate_lists (engine, "systems", site->os->family ? site->system : NULL))
    {
      g_autofree char *systems = gate (engine, "systems");

      return g_str_equal (systems, "linux") ? _ ("It runs on Linux only.") : _ ("There is none for this system.");
    }
  if (!gate_lists (engine, "architectures", site->arch))
    return _ ("There is none for this kind of processor.");
  switch (site->family)
    {
    case EDGEKIT_FAMILY_MACOS:
      return macos_gate (site, engine);
    case EDGEKIT_FAMILY_WINDOWS:
      return windows_gate (site, engine);
    case EDGEKIT_FAMILY_LINUX:
    default:
      return linux_gate (site, engine);
    }
}

const char *
_edgekit_gate_nvidia (const EdgeKitSite *site, const char *engine, EdgeKitAccelerator *device)
{
  gint64 capability = _edgekit_version_number (device->compute_capability);
  gint64 driver = _edgekit_version_number (device->driver_version);
  gint64 old = gate_version (engine, "old_capability");
  gint64 least = gate_version (engine, site->family == EDGEKIT_FAMILY_WINDOWS ? "driver_windows" : "driver_linux");

  if (is_below (capability, gate_version (engine, "capability")))
    return _ ("The graphics card is too old for it.");
  if (capability != EDGEKIT_UNKNOWN && old != EDGEKIT_UNKNOWN && capability <= old)
    least = gate_version (engine, "old_driver");
  return is_below (driver, least) ? _ ("It needs a newer NVIDIA driver.") : NULL;
}

const char *
_edgekit_gate_python (const EdgeKitSite *site, const char *engine)
{
  g_autofree char *least = gate (engine, "python"), *most = gate (engine, "python_most");

  if (is_below (site->python, _edgekit_version_number (least)))
    /* Translators: %s is a version: “It needs Python 3.10 or newer.” */
    return sentence (_ ("It needs Python %s or newer."), least);
  if (is_below (_edgekit_version_number (most), site->python))
    /* Translators: %s is a version: “It needs Python 3.13 or older.” */
    return sentence (_ ("It needs Python %s or older."), most);
  return NULL;
}
