/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "probe.h"

static void
append_text (GString *out, const char *text, gsize max)
{
  g_autofree char *valid = g_utf8_make_valid (text, strnlen (text, max));

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

/* A comma where something stands before; the name where one is given. */
static void
begin (GString *out, const char *name)
{
  char last = out->len ? out->str[out->len - 1] : '{';

  if (last != '{' && last != '[')
    g_string_append_c (out, ',');
  if (name)
    g_string_append_printf (out, "\"%s\":", name);
}

void
probe_json_open (GString *out, const char *name, char bracket)
{
  begin (out, name);
  g_string_append_c (out, bracket);
}

void
probe_json_close (GString *out, char bracket)
{
  g_string_append_c (out, bracket);
}

void
probe_json_string (GString *out, const char *name, const char *text, gsize max)
{
  begin (out, name);
  if (text)
    append_text (out, text, max);
  else
    g_string_append (out, "null");
}

void
probe_json_number (GString *out, const char *name, guint64 value)
{
  if (value > G_MAXINT64)
    return;
  begin (out, name);
  g_string_append_printf (out, "%" G_GUINT64_FORMAT, value);
}

void
probe_json_bool (GString *out, const char *name, gboolean value)
{
  begin (out, name);
  g_string_append (out, value ? "true" : "false");
}

void
probe_json_pci (GString *out, guint domain, guint bus, guint device, guint function)
{
  begin (out, "pci");
  g_string_append_printf (out, "\"%04x:%02x:%02x.%x\"", domain, bus, device, function);
}

void
probe_json_error (GString *out, const char *what, int status)
{
  probe_json_string (out, "error", what, 64);
  begin (out, "status");
  g_string_append_printf (out, "%d", status);
}
