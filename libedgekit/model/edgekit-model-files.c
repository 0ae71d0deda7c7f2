/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-model-files-private.h"

GPtrArray *
_edgekit_model_files_list (EdgeKitModelFiles *self, GCancellable *cancellable, GError **error)
{
  return self->klass->list (self, cancellable, error);
}

gboolean
_edgekit_model_files_query (EdgeKitModelFiles *self, const char *name, guint64 *size, GCancellable *cancellable,
                            GError **error)
{
  return self->klass->query (self, name, size, cancellable, error);
}

GInputStream *
_edgekit_model_files_open (EdgeKitModelFiles *self, const char *name, GCancellable *cancellable, GError **error)
{
  return self->klass->open (self, name, cancellable, error);
}

gboolean
_edgekit_model_files_is_far (EdgeKitModelFiles *self)
{
  return self->klass->announce != NULL;
}

void
_edgekit_model_files_announce (EdgeKitModelFiles *self, const char *name)
{
  if (self->klass->announce)
    self->klass->announce (self, name);
}

char *
_edgekit_model_files_describe (EdgeKitModelFiles *self, const char *name)
{
  return self->klass->describe (self, name);
}

char *
_edgekit_model_files_get_title (EdgeKitModelFiles *self)
{
  return self->klass->get_title (self);
}

void
_edgekit_model_files_free (EdgeKitModelFiles *self)
{
  self->klass->free (self);
}
