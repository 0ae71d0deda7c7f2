/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-http-private.h"
#include "edgekit-i18n-private.h"

/* In place of the files that use libsoup, where the library is built without it. */

struct _EdgeKitHttp
{
  EdgeKitRemoteSettings *settings;
};

EdgeKitHttp *
_edgekit_http_new (EdgeKitRemoteSettings *settings)
{
  EdgeKitHttp *self = g_new0 (EdgeKitHttp, 1);

  self->settings = _edgekit_remote_settings_ref (settings);
  return self;
}

void
_edgekit_http_free (EdgeKitHttp *self)
{
  _edgekit_remote_settings_unref (self->settings);
  g_free (self);
}

EdgeKitRemoteSettings *
_edgekit_http_get_settings (EdgeKitHttp *self)
{
  return self->settings;
}

guint
_edgekit_http_get_n_requests (EdgeKitHttp *self)
{
  return 0;
}

guint64
_edgekit_http_get_n_received (EdgeKitHttp *self)
{
  return 0;
}

void
_edgekit_http_forget_links (EdgeKitHttp *self)
{
}

gboolean
_edgekit_http_token_is_stale (EdgeKitHttp *self)
{
  return FALSE;
}

void
_edgekit_http_open_all (EdgeKitHttp *self, const EdgeKitHttpRequest *requests, guint n, EdgeKitHttpBody **bodies,
                        GError **errors, GCancellable *cancellable)
{
  for (guint i = 0; i < n; i++)
    bodies[i] = _edgekit_http_open (self, &requests[i], cancellable, &errors[i]);
}

EdgeKitHttpBody *
_edgekit_http_open (EdgeKitHttp *self, const EdgeKitHttpRequest *request, GCancellable *cancellable, GError **error)
{
  if (self->settings->offline)
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_OFFLINE,
                 _ ("%s: this was not read before, and the network is not to be used (--offline or HF_HUB_OFFLINE)"),
                 request->what);
  else
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
                 /* Translators: the name of a model or a link; “libsoup” is not translated */
                 _ ("%s: this EdgeKit was built without libsoup, so it reads only files of this computer; download the "
                    "model and name its file or folder"),
                 request->what);
  return NULL;
}

/* There is no body that these could be called with. */

const EdgeKitHttpHead *
_edgekit_http_body_get_head (EdgeKitHttpBody *body)
{
  g_return_val_if_reached (NULL);
}

gssize
_edgekit_http_body_read (EdgeKitHttpBody *body, gpointer bytes, gsize length, GCancellable *cancellable,
                         GError **error)
{
  g_return_val_if_reached (-1);
}

char *
_edgekit_http_body_read_all (EdgeKitHttpBody *body, gsize max, gsize *length, GCancellable *cancellable,
                             GError **error)
{
  g_return_val_if_reached (NULL);
}

void
_edgekit_http_body_free (EdgeKitHttpBody *body)
{
  g_return_if_reached ();
}
