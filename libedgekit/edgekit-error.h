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
} EdgeKitError;

EDGEKIT_AVAILABLE_IN_0_1
GQuark edgekit_error_quark (void);

G_END_DECLS
