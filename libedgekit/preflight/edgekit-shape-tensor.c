/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "edgekit-shape-tensor-private.h"

static const char *const names[] = {
#define ROLE_NAME(name, text) text,
  EDGEKIT_ROLES (ROLE_NAME)
#undef ROLE_NAME
};

static int
compare_names (const void *key, const void *name)
{
  return strcmp (key, *(const char *const *) name);
}

gboolean
_edgekit_role_parse (const char *name, EdgeKitRole *role, gboolean *bias)
{
  char base[32];
  gsize length = strlen (name);
  const char *const *found;

  *bias = g_str_has_suffix (name, ".bias");
  if (*bias)
    length -= strlen (".bias");
  else if (g_str_has_suffix (name, ".weight"))
    length -= strlen (".weight");
  if (length >= sizeof base)
    return FALSE;
  memcpy (base, name, length);
  base[length] = '\0';
  found = bsearch (base, names, G_N_ELEMENTS (names), sizeof names[0], compare_names);
  if (found)
    *role = found - names;
  return found != NULL;
}
