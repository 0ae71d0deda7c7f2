/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "probe.h"

#if defined(__APPLE__)
static void
ask_metal (GString *out)
{
  probe_json_open (out, NULL, '{');
  probe_metal (out);
  probe_json_close (out, '}');
}
#endif

static const struct
{
  const char *name;
  void (*run) (GString *out);
} guests[] = {
  { "vulkan", probe_vulkan },
#if defined(__APPLE__)
  { "metal", ask_metal },
#endif
};

void
probe_append_string (GString *out, const char *text, gsize max)
{
  gsize length = strnlen (text, max);
  g_autofree char *bounded = g_strndup (text, length);
  g_autofree char *valid = g_utf8_make_valid (bounded, -1);

  g_string_append_c (out, '"');
  for (const char *p = valid; *p; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_printf (out, "\\%c", *p);
      else if ((guchar) *p < 0x20)
        g_string_append_printf (out, "\\u%04x", (guint) (guchar) *p);
      else
        g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

int
main (int argc, char **argv)
{
  /* a crash in here is expected some day: leave no core files behind */
  const struct rlimit no_core = { 0, 0 };
  /* should the parent die first, this does not stay */
  const guint last_resort_seconds = 20;

  setrlimit (RLIMIT_CORE, &no_core);
  alarm (last_resort_seconds);
  for (guint i = 0; argc == 2 && i < G_N_ELEMENTS (guests); i++)
    if (g_str_equal (argv[1], guests[i].name))
      {
        g_autoptr(GString) out = g_string_new (NULL);
        /* drivers chatter on stdout: keep it for the document alone */
        int document = dup (STDOUT_FILENO);

        dup2 (STDERR_FILENO, STDOUT_FILENO);
        guests[i].run (out);
        g_string_append_c (out, '\n');
        for (gsize done = 0; done < out->len;)
          {
            gssize n = write (document, out->str + done, out->len - done);

            if (n <= 0)
              return 1;
            done += n;
          }
        /* past the answer a driver's own clean-up can only do harm */
        _exit (0);
      }
  fprintf (stderr, "edgekit-probe is run by EdgeKit; it takes one word: vulkan\n");
  return 2;
}
