/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "probe.h"

GModule *
probe_open (const Probe *probe, const char *const *names, GString *out)
{
  for (; *names; names++)
    {
      g_autofree char *path = g_strconcat (**names == '/' ? probe->root : "", *names, NULL);
      GModule *module = g_module_open (path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);

      if (module)
        {
          probe_json_string (out, "library", *names, 256);
          return module;
        }
    }
  probe_json_string (out, "library", NULL, 0);
  return NULL;
}

gboolean
probe_load (GModule *module, const ProbeSymbol *symbols, guint n, GString *out)
{
  for (guint i = 0; i < n; i++)
    {
      *symbols[i].function = NULL;
      if (g_module_symbol (module, symbols[i].name, symbols[i].function) ||
          (symbols[i].older && g_module_symbol (module, symbols[i].older, symbols[i].function)) ||
          symbols[i].optional)
        continue;
      probe_json_string (out, "error", "symbol", 64);
      probe_json_string (out, "missing", symbols[i].name, 256);
      return FALSE;
    }
  return TRUE;
}
