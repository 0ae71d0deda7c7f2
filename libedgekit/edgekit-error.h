/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

/**
 * EDGEKIT_ERROR:
 *
 * The error domain of EdgeKit. Codes are those of [error@EdgeKit.Error].
 *
 * Since: 0.1
 */
#define EDGEKIT_ERROR (edgekit_error_quark ())

/**
 * EdgeKitError:
 * @EDGEKIT_ERROR_FAILED: something failed; the message says what
 * @EDGEKIT_ERROR_NOT_FOUND: a file, a model or a key does not exist
 * @EDGEKIT_ERROR_PERMISSION: something exists and may not be read
 * @EDGEKIT_ERROR_NOT_A_MODEL: the file is not a model of a known format
 * @EDGEKIT_ERROR_TRUNCATED: the data ends too early
 * @EDGEKIT_ERROR_INVALID_DATA: the data contradicts its own format
 * @EDGEKIT_ERROR_TOO_LARGE: the data passes a limit that EdgeKit sets
 * @EDGEKIT_ERROR_NOT_SUPPORTED: EdgeKit cannot do this here
 * @EDGEKIT_ERROR_INVALID_ARGUMENT: what was asked for makes no sense
 * @EDGEKIT_ERROR_NETWORK: a server could not be reached, or answered badly
 * @EDGEKIT_ERROR_OFFLINE: the network is needed and is not to be used
 * @EDGEKIT_ERROR_GATED: the owner of a model asks for something first, such as accepting conditions
 * @EDGEKIT_ERROR_PRIVATE: a model is private, or there is none; servers do not say which
 * @EDGEKIT_ERROR_WRONG_TOKEN: a server does not know the token
 * @EDGEKIT_ERROR_RATE_LIMITED: a server was asked too often
 * @EDGEKIT_ERROR_SERVER: a server has a fault of its own
 * @EDGEKIT_ERROR_UNREACHABLE: there is no way to a server, or it takes no connections
 * @EDGEKIT_ERROR_NAME_RESOLUTION: the address of a server was not found
 * @EDGEKIT_ERROR_TLS: a connection is not secure
 * @EDGEKIT_ERROR_PROXY: a proxy is in the way
 * @EDGEKIT_ERROR_TIMED_OUT: a server did not answer in time
 * @EDGEKIT_ERROR_TOO_SLOW: a server answers, but not fast enough
 * @EDGEKIT_ERROR_CHANGED: a file became another one while it was read
 * @EDGEKIT_ERROR_RANGE_IGNORED: a server hands out whole files only
 * @EDGEKIT_ERROR_BAD_RANGE: a server sent another part of a file than was asked for
 * @EDGEKIT_ERROR_ENCODED: a server sent a part of a file packed
 * @EDGEKIT_ERROR_REDIRECTS: a server sends on and on, or to where it is not secure
 * @EDGEKIT_ERROR_ENDLESS: an answer does not end
 * @EDGEKIT_ERROR_WEB_PAGE: a server sent a page for people
 * @EDGEKIT_ERROR_NO_SPACE: a disk has no room for a download
 *
 * What went wrong. A cancelled operation is `G_IO_ERROR_CANCELLED`, not one of these.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_ERROR_FAILED,
  EDGEKIT_ERROR_NOT_FOUND,
  EDGEKIT_ERROR_PERMISSION,
  EDGEKIT_ERROR_NOT_A_MODEL,
  EDGEKIT_ERROR_TRUNCATED,
  EDGEKIT_ERROR_INVALID_DATA,
  EDGEKIT_ERROR_TOO_LARGE,
  EDGEKIT_ERROR_NOT_SUPPORTED,
  EDGEKIT_ERROR_INVALID_ARGUMENT,
  EDGEKIT_ERROR_NETWORK,
  EDGEKIT_ERROR_OFFLINE,
  EDGEKIT_ERROR_GATED,
  EDGEKIT_ERROR_PRIVATE,
  EDGEKIT_ERROR_WRONG_TOKEN,
  EDGEKIT_ERROR_RATE_LIMITED,
  EDGEKIT_ERROR_SERVER,
  EDGEKIT_ERROR_UNREACHABLE,
  EDGEKIT_ERROR_NAME_RESOLUTION,
  EDGEKIT_ERROR_TLS,
  EDGEKIT_ERROR_PROXY,
  EDGEKIT_ERROR_TIMED_OUT,
  EDGEKIT_ERROR_TOO_SLOW,
  EDGEKIT_ERROR_CHANGED,
  EDGEKIT_ERROR_RANGE_IGNORED,
  EDGEKIT_ERROR_BAD_RANGE,
  EDGEKIT_ERROR_ENCODED,
  EDGEKIT_ERROR_REDIRECTS,
  EDGEKIT_ERROR_ENDLESS,
  EDGEKIT_ERROR_WEB_PAGE,
  EDGEKIT_ERROR_NO_SPACE,
} EdgeKitError;

EDGEKIT_AVAILABLE_IN_0_1
GQuark edgekit_error_quark (void);

G_END_DECLS
