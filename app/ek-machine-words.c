/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ek-machine-words.h"

/* “reported · /proc/meminfo MemTotal”; NULL where nothing is recorded. */
char *
ek_machine_words_source (EdgeKitHardwareProfile *profile, const char *path)
{
  static const char *const kinds[] = {
    /* Translators: how a number was obtained, before where from: “reported · /proc/meminfo” */
    [EDGEKIT_PROVENANCE_MEASURED] = NC_ ("provenance", "measured"),
    [EDGEKIT_PROVENANCE_REPORTED] = NC_ ("provenance", "reported"),
    [EDGEKIT_PROVENANCE_TABLE] = NC_ ("provenance", "from a table"),
    [EDGEKIT_PROVENANCE_ESTIMATE] = NC_ ("provenance", "estimated"),
  };
  const char *source = NULL;
  EdgeKitProvenance kind;

  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (profile), NULL);

  kind = edgekit_hardware_profile_get_provenance (profile, path, &source);
  if (kind == EDGEKIT_PROVENANCE_UNKNOWN || (guint) kind >= G_N_ELEMENTS (kinds))
    return NULL;
  if (source == NULL)
    return g_strdup (g_dpgettext2 (NULL, "provenance", kinds[kind]));
  if (g_str_has_prefix (source, "file:"))
    source += strlen ("file:");
  return g_strdup_printf ("%s · %s", g_dpgettext2 (NULL, "provenance", kinds[kind]), source);
}

static char *
environment_part (const char *part)
{
  const char *value = strchr (part, ':');

  if (g_str_has_prefix (part, "container:"))
    /* Translators: the kind of a container: “container (docker)” */
    return g_strdup_printf (_ ("container (%s)"), value + 1);
  if (g_str_has_prefix (part, "vm:"))
    /* Translators: the kind of a virtual machine: “virtual machine (kvm)” */
    return g_strdup_printf (_ ("virtual machine (%s)"), value + 1);
  if (g_str_equal (part, "wsl1") || g_str_equal (part, "wsl2"))
    return g_ascii_strup (part, -1);
  if (g_str_equal (part, "flatpak"))
    return g_strdup ("Flatpak");
  if (g_str_equal (part, "snap"))
    return g_strdup ("Snap");
  return g_strdup (part);
}

/* What lies between the programs and the hardware. */
char *
ek_machine_words_environment (EdgeKitSystem *system)
{
  const char *const *parts = system ? edgekit_system_get_environment (system) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (parts == NULL)
    return NULL;
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *part = environment_part (parts[i]);

      g_string_append_printf (text, "%s%s", text->len ? ", " : "", part);
    }
  if (text->len == 0)
    /* Translators: the programs run on the computer itself, not in a container or a virtual machine */
    return g_strdup (_ ("Directly on the hardware"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Where the disk is not named beside it; NULL where it is not known. */
char *
ek_machine_words_free_space (EdgeKitStorage *storage)
{
  g_autofree char *free_space = NULL;

  g_return_val_if_fail (EDGEKIT_IS_STORAGE (storage), NULL);

  if (edgekit_storage_get_free (storage) < 0)
    return NULL;
  free_space = edgekit_format_size (edgekit_storage_get_free (storage));
  /* Translators: %s is a size: “310 GB free on the disk” */
  return g_strdup_printf (_ ("%s free on the disk"), free_space);
}

char *
ek_machine_words_storage (EdgeKitStorage *storage)
{
  g_autofree char *free_space = NULL;
  g_autofree char *total = NULL;

  g_return_val_if_fail (EDGEKIT_IS_STORAGE (storage), NULL);

  if (edgekit_storage_get_free (storage) < 0)
    return NULL;
  free_space = edgekit_format_size (edgekit_storage_get_free (storage));
  if (edgekit_storage_get_total (storage) < 0)
    /* Translators: space on a disk: “310 GB free” */
    return g_strdup_printf (_ ("%s free"), free_space);
  total = edgekit_format_size (edgekit_storage_get_total (storage));
  /* Translators: space on a disk: “310 GB free of 1.0 TB” */
  return g_strdup_printf (_ ("%1$s free of %2$s"), free_space, total);
}

char *
ek_machine_words_count (gint64 count)
{
  return count < 0 ? NULL : g_strdup_printf ("%'" G_GINT64_FORMAT, count);
}
