/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-error.h"

/**
 * edgekit_error_quark:
 *
 * Gets the error domain of EdgeKit.
 *
 * Returns: the quark of [error@EdgeKit.Error]
 *
 * Since: 0.1
 */
G_DEFINE_QUARK (edgekit-error-quark, edgekit_error)

/**
 * edgekit_get_version:
 *
 * Gets the version of the library that is in use, which can be newer than the
 * one a program was compiled with.
 *
 * Returns: the version, such as `0.1.0`
 *
 * Since: 0.1
 */
const char *
edgekit_get_version (void)
{
  return EDGEKIT_VERSION_STRING;
}
