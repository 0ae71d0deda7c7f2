/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a call of Check() or CheckFile() asks, read from its arguments, and the
 * document that answers it. */

#include <edgekit.h>

G_BEGIN_DECLS

typedef struct _ServiceRequest ServiceRequest;

/* @options: a dictionary a{sv} */
ServiceRequest *service_request_new          (GVariant *options, GError **error);
void            service_request_free         (ServiceRequest *self);

/* Where the model is; a folder of this process means nothing to the caller. */
gboolean        service_request_set_model    (ServiceRequest *self, const char *model, GError **error);
/* Whether the model is a path of the caller. */
gboolean        service_request_is_path      (ServiceRequest *self);
/* Takes @file, a file descriptor, also when it is refused. */
gboolean        service_request_take_file    (ServiceRequest *self, int file, GError **error);

void            service_request_set_profile  (ServiceRequest *self, EdgeKitHardwareProfile *profile);
/* In a thread; takes as long as it takes to read the model. */
GVariant       *service_request_answer       (gpointer self, GCancellable *cancellable, GError **error);

G_END_DECLS
