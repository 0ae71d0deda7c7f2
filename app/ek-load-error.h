/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>

G_BEGIN_DECLS

/* What a person can do about a model that could not be read. */
typedef enum
{
  EK_LOAD_ACTION_TRY_AGAIN = 1 << 0,
  EK_LOAD_ACTION_OPEN_FILE = 1 << 1,
  EK_LOAD_ACTION_OPEN_ANOTHER = 1 << 2,
  EK_LOAD_ACTION_OPEN_FOLDER = 1 << 3,
  EK_LOAD_ACTION_REPORT = 1 << 4,
} EkLoadAction;

typedef struct
{
  const char *headline;
  const char *icon_name;
  char *sentence;
  const char *hint;
  EkLoadAction actions;
} EkLoadError;

void     ek_load_error_init    (EkLoadError  *self,
                                const GError *error,
                                const char   *location,
                                gboolean      offline);
void     ek_load_error_clear   (EkLoadError  *self);
gboolean ek_location_is_remote (const char   *location);
char    *ek_location_get_name  (const char   *location);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EkLoadError, ek_load_error_clear)

G_END_DECLS
