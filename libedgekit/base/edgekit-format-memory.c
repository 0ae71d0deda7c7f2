/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include "edgekit-format-private.h"
#include "edgekit-i18n-private.h"

/* Sizes as words: of memory in the units that a person chose, of files and of bandwidths in those of GB. */

#define EN_DASH "\342\200\223"

static const char *const iec_units[] = { N_ ("B"), N_ ("KiB"), N_ ("MiB"), N_ ("GiB"), N_ ("TiB"), N_ ("PiB"), NULL };
static const char *const si_units[] = { N_ ("B"), N_ ("kB"), N_ ("MB"), N_ ("GB"), N_ ("TB"), N_ ("PB"), NULL };

static guint
pick_unit (gint64 bytes, guint base)
{
  double value = (double) bytes;
  guint unit = 0;

  /* 999.6 MB would be written 1000, and 1012 MiB needs as many digits: both are 1.0 of the next */
  while (value >= (unit ? 1000 : base) - 0.5 && unit < 5)
    {
      value /= base;
      unit++;
    }
  return unit;
}

static char *
amount (gint64 bytes, guint base, guint unit)
{
  double value = (double) bytes / pow (base, unit);

  if (unit == 0)
    return _edgekit_format_whole (bytes);
  return _edgekit_format_decimals (value, value < 99.95 ? 1 : 0);
}

/* With a no-break space as of g_format_size(): the narrow one is missing in many fonts, Cantarell among them, and what
 * is made up for it is hardly a gap. */
static char *
join_unit (const char *number, const char *unit)
{
  /* Translators: a number or a range of numbers, a no-break space and a unit: “6.9 GiB”. Where text runs from right to
   * left and the unit does not, put U+2066 before and U+2069 after it, so that the two stay together. */
  return g_strdup_printf (C_ ("size", "%1$s %2$s"), number, unit);
}

static char *
with_unit (gint64 bytes, guint base, const char *const *units)
{
  guint unit = pick_unit (bytes, base);
  g_autofree char *number = amount (bytes, base, unit);

  return join_unit (number, _ (units[unit]));
}

/**
 * edgekit_format_memory:
 * @bytes: a size in memory in bytes, or [const@EdgeKit.UNKNOWN]
 * @units: the units to write it in
 *
 * Writes a size in memory for a person: one decimal below 100, none above.
 *
 * The result is in the language of the locale.
 *
 * Returns: (transfer full): text such as "6.9 GiB", or the word for unknown
 *
 * Since: 0.1
 */
char *
edgekit_format_memory (gint64 bytes, EdgeKitMemoryUnits units)
{
  if (bytes < 0)
    return _edgekit_format_unknown ();
  if (units == EDGEKIT_MEMORY_UNITS_SI)
    return with_unit (bytes, 1000, si_units);
  return with_unit (bytes, 1024, iec_units);
}

/**
 * edgekit_format_memory_amount:
 * @bytes: a size in memory in bytes, or [const@EdgeKit.UNKNOWN]
 * @like: the size in bytes whose unit to use, or [const@EdgeKit.UNKNOWN] to use the one of @bytes
 * @units: the units to write it in
 *
 * Writes a size in memory without its unit, for places where the unit stands
 * next to it already, as in "6.9 of 10.9 GiB".
 *
 * A size above zero that would be written as zero becomes "<" and the smallest
 * number that is written.
 *
 * Returns: (transfer full): text such as "6.9", or the word for unknown
 *
 * Since: 0.1
 */
char *
edgekit_format_memory_amount (gint64 bytes, gint64 like, EdgeKitMemoryUnits units)
{
  guint base = units == EDGEKIT_MEMORY_UNITS_SI ? 1000 : 1024;
  guint unit;

  if (bytes < 0)
    return _edgekit_format_unknown ();
  unit = pick_unit (like < 0 ? bytes : like, base);
  if (bytes > 0 && unit > 0 && (double) bytes / pow (base, unit) < 0.05)
    {
      g_autofree char *number = _edgekit_format_decimals (0.1, 1);

      /* Translators: %s is a number; less than that, as in "<0.1" */
      return g_strdup_printf (_ ("<%s"), number);
    }
  return amount (bytes, base, unit);
}

char *
_edgekit_format_memory_like (gint64 bytes, gint64 like, EdgeKitMemoryUnits units)
{
  const guint base = units == EDGEKIT_MEMORY_UNITS_SI ? 1000 : 1024;
  const char *const *names = units == EDGEKIT_MEMORY_UNITS_SI ? si_units : iec_units;
  g_autofree char *number = NULL;

  if (bytes < 0 || like < 0)
    return edgekit_format_memory (bytes, units);
  number = edgekit_format_memory_amount (bytes, like, units);
  return join_unit (number, _ (names[pick_unit (like, base)]));
}

/* The number as _edgekit_format_decimals() writes it. */
static double
round_as_written (double value, int decimals)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE + 8];

  if (decimals == 0)
    return round (value);
  g_ascii_formatd (text, sizeof text, "%.1f", value);
  return g_ascii_strtod (text, NULL);
}

/* What is left of a size, where the smallest number that is written is @step: no part is written as nothing. */
static char *
write_part (double number, gboolean nothing, double step, int decimals)
{
  g_autofree char *least = NULL;

  if (number >= step / 2 || nothing)
    return _edgekit_format_decimals (number, decimals);
  least = _edgekit_format_decimals (step, decimals);
  return g_strconcat ("<", least, NULL);
}

/**
 * edgekit_format_memory_parts:
 * @part: a part of @whole in bytes
 * @whole: a size in memory in bytes
 * @units: the units to write it in
 * @part_text: (out) (transfer full): text such as "9.1"
 * @rest_text: (out) (transfer full): text such as "11.9"
 *
 * Writes the two parts of a size in memory without their unit, for places where the
 * whole stands next to them, as [func@EdgeKit.format_memory] writes it. As they are
 * written they add up to the whole as it is written; one above zero that would be
 * written as zero becomes "<" and the smallest number that is written.
 *
 * Since: 0.1
 */
void
edgekit_format_memory_parts (gint64 part, gint64 whole, EdgeKitMemoryUnits units, char **part_text, char **rest_text)
{
  const guint base = units == EDGEKIT_MEMORY_UNITS_SI ? 1000 : 1024;
  const guint unit = pick_unit (whole, base);
  const double size = pow (base, unit);
  const int decimals = unit > 0 && (double) whole / size < 99.95 ? 1 : 0;
  const double steps = decimals ? 10 : 1;
  double all, first;

  g_return_if_fail (part >= 0 && part <= whole);
  g_return_if_fail (part_text != NULL && rest_text != NULL);

  all = round_as_written ((double) whole / size, decimals);
  first = MIN (round_as_written ((double) part / size, decimals), all);
  *part_text = write_part (first, part == 0, 1 / steps, decimals);
  *rest_text = write_part (all - first, part == whole, 1 / steps, decimals);
}

/**
 * edgekit_format_memory_range:
 * @low: the smaller size in bytes, or [const@EdgeKit.UNKNOWN]
 * @high: the larger size in bytes, or [const@EdgeKit.UNKNOWN]
 * @units: the units to write them in
 *
 * Writes a range of sizes with its unit once: "6.7–7.3 GiB". Two sizes that are
 * written alike give one.
 *
 * Returns: (transfer full): the text
 *
 * Since: 0.1
 */
char *
edgekit_format_memory_range (gint64 low, gint64 high, EdgeKitMemoryUnits units)
{
  guint base = units == EDGEKIT_MEMORY_UNITS_SI ? 1000 : 1024;
  const char *const *names = units == EDGEKIT_MEMORY_UNITS_SI ? si_units : iec_units;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *both = NULL;
  guint unit;

  if (low < 0 || high < 0)
    return _edgekit_format_unknown ();
  unit = pick_unit (MAX (low, high), base);
  from = amount (MIN (low, high), base, unit);
  to = amount (MAX (low, high), base, unit);
  if (g_str_equal (from, to))
    return join_unit (to, _ (names[unit]));
  both = g_strconcat (from, EN_DASH, to, NULL);
  return join_unit (both, _ (names[unit]));
}

/**
 * edgekit_format_size:
 * @bytes: the size of a file, a download or a disk in bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Writes the size of something stored, in SI units as file managers and model
 * hubs do.
 *
 * Returns: (transfer full): text such as "4.9 GB", or the word for unknown
 *
 * Since: 0.1
 */
char *
edgekit_format_size (gint64 bytes)
{
  return bytes < 0 ? _edgekit_format_unknown () : with_unit (bytes, 1000, si_units);
}

/**
 * edgekit_format_bandwidth:
 * @bytes_per_second: a memory bandwidth in bytes per second, or [const@EdgeKit.UNKNOWN]
 *
 * Writes a bandwidth, in SI units without decimals.
 *
 * Returns: (transfer full): text such as "504 GB/s", or the word for unknown
 *
 * Since: 0.1
 */
char *
edgekit_format_bandwidth (gint64 bytes_per_second)
{
  g_autofree char *number = NULL;

  if (bytes_per_second < 0)
    return _edgekit_format_unknown ();
  number = _edgekit_format_decimals ((double) bytes_per_second / 1e9, 0);
  /* Translators: %s is a number; gigabytes per second, as in "504 GB/s" */
  return g_strdup_printf (_ ("%s GB/s"), number);
}
