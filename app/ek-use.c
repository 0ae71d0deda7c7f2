/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-use.h"

/* What models are good for, in words. */

static const char *const uses[] = { "chat", "code", "reasoning", "vision", "embedding", "edge", NULL };

static const char *const names[] = {
  /* Translators: what a model is for */
  NC_ ("use", "General chat"),
  /* Translators: what a model is for: writing programs */
  NC_ ("use", "Programming"),
  /* Translators: what a model is for: hard questions that take thought */
  NC_ ("use", "Reasoning"),
  /* Translators: what a model is for: it understands pictures */
  NC_ ("use", "Pictures"),
  /* Translators: what a model is for: finding texts that are alike */
  NC_ ("use", "Search in texts"),
  /* Translators: what a model is for: computers with little memory */
  NC_ ("use", "Small computers"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (uses) == G_N_ELEMENTS (names) + 1);

/* As the catalogue calls them. */
const char *const *
ek_use_list (void)
{
  return uses;
}

const char *
ek_use_get_name (const char *use)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (uses[i], use) == 0)
      return g_dpgettext2 (NULL, "use", names[i]);
  return use ? use : "";
}
