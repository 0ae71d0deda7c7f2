/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <string.h>

#include "probe-windows.h"

/* edgekit-probe on Windows. Compiled with MinGW; run under Wine (where DXGI alone
 * answers), and never on Windows itself. */

#define LAST_RESORT_MS 20000

static const struct
{
  const char *name;
  void (*run) (GString *out);
} guests[] = {
  { "d3dkmt", probe_d3dkmt },
  { "dxgi", probe_dxgi },
  { "dxcore", probe_dxcore },
};

HMODULE
probe_system_library (const wchar_t *name, GString *out)
{
  HMODULE module = LoadLibraryExW (name, NULL, LOAD_LIBRARY_SEARCH_SYSTEM32);

  probe_json_wide (out, "library", module ? name : NULL, 64);
  return module;
}

void
probe_json_luid (GString *out, const LUID *luid)
{
  g_autofree char *text = g_strdup_printf ("%08x%08x", (guint) luid->HighPart, (guint) luid->LowPart);

  probe_json_string (out, "luid", text, 16);
}

void
probe_json_wide (GString *out, const char *name, const wchar_t *text, gsize max)
{
  gsize length = 0;
  g_autofree char *utf8 = NULL;

  while (text && length < max && text[length])
    length++;
  utf8 = text ? g_utf16_to_utf8 ((const gunichar2 *) text, length, NULL, NULL, NULL) : NULL;
  probe_json_string (out, name, utf8, utf8 ? strlen (utf8) : 0);
}

void
probe_json_version (GString *out, const char *name, guint64 version)
{
  g_autofree char *text = g_strdup_printf ("%u.%u.%u.%u", (guint) (version >> 48), (guint) (version >> 32) & 0xffff,
                                           (guint) (version >> 16) & 0xffff, (guint) version & 0xffff);

  probe_json_string (out, name, text, 32);
}

void
probe_json_budget (GString *out, const char *name, guint64 budget, guint64 usage)
{
  probe_json_open (out, name, '{');
  probe_json_number (out, "budget", budget);
  probe_json_number (out, "usage", usage);
  probe_json_close (out, '}');
}

/* Should the parent die first, this does not stay. */
static DWORD WINAPI
last_resort (void *data)
{
  Sleep (LAST_RESORT_MS);
  TerminateProcess (GetCurrentProcess (), 3);
  return 0;
}

static gboolean
write_all (int fd, const GString *text)
{
  for (gsize done = 0; done < text->len;)
    {
      int n = _write (fd, text->str + done, (guint) MIN (text->len - done, 65536));

      if (n <= 0)
        return FALSE;
      done += n;
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  /* a crash in here is expected some day: no box that says so */
  SetErrorMode (SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX);
  CreateThread (NULL, 0, last_resort, NULL, 0, NULL);
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (guests); i++)
    if (strcmp (argv[1], guests[i].name) == 0)
      {
        g_autoptr(GString) out = g_string_new (NULL);
        /* drivers chatter on stdout: keep it for the document alone */
        int document = _dup (1);

        _setmode (document, _O_BINARY);
        _dup2 (2, 1);
        probe_json_open (out, NULL, '{');
        guests[i].run (out);
        probe_json_close (out, '}');
        g_string_append_c (out, '\n');
        /* past the answer a driver's own clean-up can only do harm */
        TerminateProcess (GetCurrentProcess (), write_all (document, out) ? 0 : 1);
      }
  fprintf (stderr, "edgekit-probe is run by EdgeKit; it takes one word, such as “dxgi”\n");
  return 2;
}
