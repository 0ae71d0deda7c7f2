/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "probe.h"

/* Opening a sleeping graphics card powers it up, and a laptop's battery pays for
 * it: minutes pass until it sleeps again. Its kernel driver lists it, and sysfs
 * says how it is, without waking it (Documentation/ABI/testing/sysfs-devices-power
 * in Linux). */

static const struct
{
  const char *driver;
  guint vendor;
} drivers[] = {
  { "nvidia", PROBE_VENDOR_NVIDIA }, { "nouveau", PROBE_VENDOR_NVIDIA }, { "amdgpu", PROBE_VENDOR_AMD },
  { "radeon", PROBE_VENDOR_AMD },    { "i915", PROBE_VENDOR_INTEL },     { "xe", PROBE_VENDOR_INTEL },
};

char *
probe_read (const Probe *probe, const char *format, ...)
{
  va_list args;
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;
  char *text = NULL;

  va_start (args, format);
  below = g_strdup_vprintf (format, args);
  va_end (args);
  path = g_strconcat (probe->root, below, NULL);
  g_file_get_contents (path, &text, NULL, NULL);
  return text ? g_strchomp (text) : NULL;
}

static void
card_free (gpointer data)
{
  ProbeCard *card = data;

  g_free (card->pci);
  g_free (card);
}

static gboolean
sleeps (const Probe *probe, const char *pci)
{
  g_autofree char *status = probe_read (probe, "/sys/bus/pci/devices/%s/power/runtime_status", pci);
  g_autofree char *control = NULL;

  if (g_strcmp0 (status, "suspended") == 0 || g_strcmp0 (status, "suspending") == 0)
    return TRUE;
  if (!probe->again)
    return FALSE;
  control = probe_read (probe, "/sys/bus/pci/devices/%s/power/control", pci);
  return g_strcmp0 (control, "auto") == 0;
}

void
probe_find_sleeping (Probe *probe)
{
  probe->asleep = g_ptr_array_new_with_free_func (card_free);
  for (guint i = 0; !probe->wake && i < G_N_ELEMENTS (drivers); i++)
    {
      g_autofree char *path = g_strconcat (probe->root, "/sys/bus/pci/drivers/", drivers[i].driver, NULL);
      g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while (dir && (name = g_dir_read_name (dir)))
        if (strchr (name, ':') && sleeps (probe, name))
          {
            ProbeCard *card = g_new0 (ProbeCard, 1);

            card->pci = g_strdup (name);
            card->vendor = drivers[i].vendor;
            g_ptr_array_add (probe->asleep, card);
          }
    }
}

gboolean
probe_is_asleep (const Probe *probe, const char *pci)
{
  for (guint i = 0; i < probe->asleep->len; i++)
    if (g_strcmp0 (((ProbeCard *) g_ptr_array_index (probe->asleep, i))->pci, pci) == 0)
      return TRUE;
  return FALSE;
}

gboolean
probe_vendor_sleeps (const Probe *probe, guint vendor)
{
  for (guint i = 0; i < probe->asleep->len; i++)
    if (vendor == PROBE_VENDOR_ANY || ((ProbeCard *) g_ptr_array_index (probe->asleep, i))->vendor == vendor)
      return TRUE;
  return FALSE;
}
