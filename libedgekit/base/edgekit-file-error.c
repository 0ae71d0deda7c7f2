/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-error.h"
#include "edgekit-file-error-private.h"
#include "edgekit-i18n-private.h"

void
_edgekit_file_failed (const char *what, GError *cause, GError **error)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, cause);
      return;
    }
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
      g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY))
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                 /* Translators: the name of a file */
                 _ ("%s: there is no such file"), what);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_PERMISSION,
                 /* Translators: the name of a file */
                 _ ("%s: you do not have permission to read this file"), what);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_FAILED,
                 /* Translators: the name of a folder */
                 _ ("%s: this is a folder, where a file should be"), what);
  else if (strstr (cause->message, what))
    g_set_error_literal (error, EDGEKIT_ERROR, EDGEKIT_ERROR_FAILED, cause->message);
  else
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_FAILED, "%s: %s", what, cause->message);
  g_error_free (cause);
}
