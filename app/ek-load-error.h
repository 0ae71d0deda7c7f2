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
  EK_LOAD_ACTION_GO_ONLINE = 1 << 5,
  EK_LOAD_ACTION_OPEN_PAGE = 1 << 6,
  EK_LOAD_ACTION_SIGN_IN = 1 << 7,
  EK_LOAD_ACTION_PREFERENCES = 1 << 8,
  EK_LOAD_ACTION_SEARCH = 1 << 9,
  EK_LOAD_ACTION_DID_YOU_MEAN = 1 << 10,
  EK_LOAD_ACTION_DOWNLOAD = 1 << 11,
  EK_LOAD_ACTION_OPEN_LINK = 1 << 12,
} EkLoadAction;

/* Whether there is a network, and whether it is to be used. */
typedef enum
{
  EK_NETWORK_THERE,
  EK_NETWORK_MISSING,
  EK_NETWORK_UNWANTED,
} EkNetwork;

typedef struct
{
  const char *headline;
  const char *icon_name;
  char *sentence;
  const char *hint;
  EkLoadAction actions;
} EkLoadError;

void     ek_load_error_init          (EkLoadError  *self,
                                      const GError *error,
                                      const char   *location,
                                      EkNetwork     network);
void     ek_load_error_clear         (EkLoadError  *self);
gboolean ek_location_is_remote       (const char   *location);
char    *ek_location_clean           (const char   *text);
char    *ek_location_get_name        (const char   *location);
char    *ek_location_get_web_page    (const char   *location);
char    *ek_location_get_search_page (const char   *location);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EkLoadError, ek_load_error_clear)

G_END_DECLS
