/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Sizes are checked before they are multiplied or added (house rule 6).
 * Every function returns FALSE on overflow of guint64, leaving *dest alone. */

#include <glib.h>

G_BEGIN_DECLS

static inline gboolean
_edgekit_checked_add (guint64 *dest, guint64 a, guint64 b)
{
  guint64 r;
  if (__builtin_add_overflow (a, b, &r))
    return FALSE;
  *dest = r;
  return TRUE;
}

static inline gboolean
_edgekit_checked_mul (guint64 *dest, guint64 a, guint64 b)
{
  guint64 r;
  if (__builtin_mul_overflow (a, b, &r))
    return FALSE;
  *dest = r;
  return TRUE;
}

/* Rounds @a up to a multiple of @n, which need not be a power of two. */
static inline gboolean
_edgekit_checked_pad (guint64 *dest, guint64 a, guint64 n)
{
  guint64 rest = n ? a % n : 0;
  return _edgekit_checked_add (dest, a, rest ? n - rest : 0);
}

/* For estimates, whose inputs are bounded: sticks at G_MAXINT64 instead. */
static inline guint64
_edgekit_sat_add (guint64 a, guint64 b)
{
  guint64 r;
  return (__builtin_add_overflow (a, b, &r) || r > G_MAXINT64) ? G_MAXINT64 : r;
}

static inline guint64
_edgekit_sat_mul (guint64 a, guint64 b)
{
  guint64 r;
  return (__builtin_mul_overflow (a, b, &r) || r > G_MAXINT64) ? G_MAXINT64 : r;
}

static inline guint64
_edgekit_sat_pad (guint64 a, guint64 n)
{
  guint64 r;
  return (_edgekit_checked_pad (&r, a, n) && r <= G_MAXINT64) ? r : G_MAXINT64;
}

G_END_DECLS
