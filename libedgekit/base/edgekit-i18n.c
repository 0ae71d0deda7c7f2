/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <libintl.h>

#include "edgekit-i18n-private.h"

static GPrivate english = G_PRIVATE_INIT (NULL);

static void
bind_domain (void)
{
  static gsize bound = 0;

  if (g_once_init_enter (&bound))
    {
      /* A program that runs from a build folder names its own translations. */
      const char *dir = g_getenv ("EDGEKIT_LOCALEDIR");

      bindtextdomain (EDGEKIT_GETTEXT_PACKAGE, dir ? dir : EDGEKIT_LOCALEDIR);
      bind_textdomain_codeset (EDGEKIT_GETTEXT_PACKAGE, "UTF-8");
      g_once_init_leave (&bound, 1);
    }
}

gboolean
_edgekit_i18n_is_english (void)
{
  return g_private_get (&english) != NULL;
}

void
_edgekit_i18n_push_english (void)
{
  g_private_set (&english, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_private_get (&english)) + 1));
}

void
_edgekit_i18n_pop_english (void)
{
  guint depth = GPOINTER_TO_UINT (g_private_get (&english));

  g_assert (depth > 0);
  g_private_set (&english, GUINT_TO_POINTER (depth - 1));
}

const char *
_edgekit_gettext (const char *text)
{
  if (_edgekit_i18n_is_english ())
    return text;
  bind_domain ();
  return g_dgettext (EDGEKIT_GETTEXT_PACKAGE, text);
}

const char *
_edgekit_pgettext (const char *context, const char *text)
{
  if (_edgekit_i18n_is_english ())
    return text;
  bind_domain ();
  return g_dpgettext2 (EDGEKIT_GETTEXT_PACKAGE, context, text);
}

const char *
_edgekit_show_sentence (const char *text)
{
  /* the empty one is the header of the translations */
  return text && *text ? _edgekit_gettext (text) : text;
}

const char *
_edgekit_ngettext (const char *one, const char *many, gulong n)
{
  if (_edgekit_i18n_is_english ())
    return n == 1 ? one : many;
  bind_domain ();
  return g_dngettext (EDGEKIT_GETTEXT_PACKAGE, one, many, n);
}
