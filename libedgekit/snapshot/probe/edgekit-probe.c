/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "probe.h"

/* edgekit-probe GUEST [--wake] [--again]: one guest, one JSON document. */

/* Whose sleeping cards a guest would wake. Level Zero and OpenCL open every
 * render node to see whose it is (compute-runtime, drm_neo.cpp discoverDevices);
 * the others can be kept from some cards, and see to it themselves. */
typedef enum
{
  WAKES_NVIDIA,
  WAKES_ALL,
  WAKES_CHOSEN,
} Wakes;

static const struct
{
  const char *name;
  Wakes wakes;
  void (*run) (const Probe *probe, GString *out);
} guests[] = {
  { "vulkan", WAKES_CHOSEN, probe_vulkan },
#if defined(__APPLE__)
  { "metal", WAKES_CHOSEN, probe_metal },
#else
  { "nvml", WAKES_NVIDIA, probe_nvml },
  { "cuda", WAKES_NVIDIA, probe_cuda },
  { "level-zero", WAKES_ALL, probe_level_zero },
  { "opencl", WAKES_ALL, probe_opencl },
  { "drm", WAKES_CHOSEN, probe_drm },
  { "engines", WAKES_CHOSEN, probe_engines },
#endif
};

static void
write_asleep (const Probe *probe, Wakes wakes, GString *out)
{
  if (!probe_vendor_sleeps (probe, wakes == WAKES_NVIDIA ? PROBE_VENDOR_NVIDIA : PROBE_VENDOR_ANY))
    return;
  probe_json_open (out, "asleep", '[');
  for (guint i = 0; i < MIN (probe->asleep->len, PROBE_MAX_DEVICES); i++)
    {
      const ProbeCard *card = g_ptr_array_index (probe->asleep, i);

      if (wakes != WAKES_NVIDIA || card->vendor == PROBE_VENDOR_NVIDIA)
        probe_json_string (out, NULL, card->pci, 32);
    }
  probe_json_close (out, ']');
}

static void
ask (guint guest, const Probe *probe, GString *out)
{
  Wakes wakes = guests[guest].wakes;

  probe_json_open (out, NULL, '{');
  write_asleep (probe, wakes, out);
  if (wakes == WAKES_CHOSEN ||
      !probe_vendor_sleeps (probe, wakes == WAKES_NVIDIA ? PROBE_VENDOR_NVIDIA : PROBE_VENDOR_ANY))
    guests[guest].run (probe, out);
  probe_json_close (out, '}');
  g_string_append_c (out, '\n');
}

static gboolean
write_all (int fd, const GString *text)
{
  for (gsize done = 0; done < text->len;)
    {
      gssize n = write (fd, text->str + done, text->len - done);

      if (n <= 0)
        return FALSE;
      done += n;
    }
  return TRUE;
}

static gboolean
parse_options (int argc, char **argv, Probe *probe)
{
  const char *root = g_getenv ("EDGEKIT_PROBE_ROOT");

  probe->root = root ? root : "";
  for (int i = 2; i < argc; i++)
    if (g_str_equal (argv[i], "--wake"))
      probe->wake = TRUE;
    else if (g_str_equal (argv[i], "--again"))
      probe->again = TRUE;
    else
      return FALSE;
  return argc > 1;
}

int
main (int argc, char **argv)
{
  /* a crash in here is expected some day: leave no core files behind */
  const struct rlimit no_core = { 0, 0 };
  /* should the parent die first, this does not stay */
  const guint last_resort_seconds = 20;
  Probe probe = { 0 };

  setrlimit (RLIMIT_CORE, &no_core);
  alarm (last_resort_seconds);
  for (guint i = 0; parse_options (argc, argv, &probe) && i < G_N_ELEMENTS (guests); i++)
    if (g_str_equal (argv[1], guests[i].name))
      {
        g_autoptr(GString) out = g_string_new (NULL);
        /* drivers chatter on stdout: keep it for the document alone */
        int document = dup (STDOUT_FILENO);

        dup2 (STDERR_FILENO, STDOUT_FILENO);
        probe_find_sleeping (&probe);
        ask (i, &probe, out);
        /* past the answer a driver's own clean-up can only do harm */
        _exit (write_all (document, out) ? 0 : 1);
      }
  fprintf (stderr, "edgekit-probe is run by EdgeKit; it takes one word, such as “vulkan”\n");
  return 2;
}
