/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <locale.h>
#include <math.h>

#include "edgekit-format-private.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"

/* The one place where numbers become words, so that the command, the report
 * and the window write the same number the same way. */

#define EN_DASH "\342\200\223"

/* Two thirds of a word a token, 450 words a page: what a printed page of
 * English text holds. */
#define TOKENS_PER_PAGE 675

static const char *const iec_units[] = { N_ ("B"), N_ ("KiB"), N_ ("MiB"), N_ ("GiB"), N_ ("TiB"), N_ ("PiB"), NULL };
static const char *const si_units[] = { N_ ("B"), N_ ("kB"), N_ ("MB"), N_ ("GB"), N_ ("TB"), N_ ("PB"), NULL };

/* Texts in the C locale are English, and so are their numbers; the locale itself
 * knows of no grouping. */
static gboolean
is_english (void)
{
  const char *locale;

  if (_edgekit_i18n_is_english ())
    return TRUE;
  locale = setlocale (LC_NUMERIC, NULL);
  return g_strcmp0 (locale, "C") == 0 || g_strcmp0 (locale, "POSIX") == 0 || g_str_has_prefix (locale, "C.");
}

static char *
whole_number (gint64 value)
{
  if (is_english ())
    {
      g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, value);
      GString *s = g_string_new (digits);

      for (gssize i = (gssize) s->len - 3; i > (value < 0 ? 1 : 0); i -= 3)
        g_string_insert_c (s, i, ',');
      return g_string_free (s, FALSE);
    }
  return g_strdup_printf ("%'" G_GINT64_FORMAT, value);
}

static char *
number_with_decimals (double value, int decimals)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (decimals == 0)
    return whole_number ((gint64) round (value));
  if (!is_english ())
    return g_strdup_printf ("%'.*f", decimals, value);
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.1f", value));
}

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
    return whole_number (bytes);
  return number_with_decimals (value, value < 99.95 ? 1 : 0);
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

static char *
unknown (void)
{
  /* Translators: a number or a fact that is not known, such as the size of a memory */
  return g_strdup (_ ("Unknown"));
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
    return unknown ();
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
    return unknown ();
  unit = pick_unit (like < 0 ? bytes : like, base);
  if (bytes > 0 && unit > 0 && (double) bytes / pow (base, unit) < 0.05)
    {
      g_autofree char *number = number_with_decimals (0.1, 1);

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

/* The number as number_with_decimals() writes it. */
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
    return number_with_decimals (number, decimals);
  least = number_with_decimals (step, decimals);
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
    return unknown ();
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
  return bytes < 0 ? unknown () : with_unit (bytes, 1000, si_units);
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
    return unknown ();
  number = number_with_decimals ((double) bytes_per_second / 1e9, 0);
  /* Translators: %s is a number; gigabytes per second, as in "504 GB/s" */
  return g_strdup_printf (_ ("%s GB/s"), number);
}

/**
 * edgekit_format_tokens:
 * @tokens: a number of tokens, or [const@EdgeKit.UNKNOWN]
 *
 * Writes a number of tokens with its noun.
 *
 * Returns: (transfer full): text such as "16,384 tokens", or the word for unknown
 *
 * Since: 0.1
 */
char *
edgekit_format_tokens (gint64 tokens)
{
  g_autofree char *number = NULL;

  if (tokens < 0)
    return unknown ();
  number = whole_number (tokens);
  /* Translators: %s is a number with digit grouping, as in "16,384 tokens" */
  return g_strdup_printf (_edgekit_ngettext ("%s token", "%s tokens", (gulong) tokens), number);
}

/**
 * edgekit_format_tokens_short:
 * @tokens: a number of tokens, or [const@EdgeKit.UNKNOWN]
 *
 * Writes a number of tokens as briefly as engines and model cards do, for the
 * scale of a chart: 16,384 is "16K", 34,000 is "34K", 1,048,576 is "1M".
 *
 * Multiples of 1,024 count in steps of 1,024, other numbers in steps of 1,000,
 * and are rounded down.
 *
 * Returns: (transfer full): text such as "16K", or the word for unknown
 *
 * Since: 0.1
 */
char *
edgekit_format_tokens_short (gint64 tokens)
{
  const gint64 step = tokens % 1024 == 0 ? 1024 : 1000;
  g_autofree char *number = NULL;

  if (tokens < 0)
    return unknown ();
  if (tokens < step)
    return whole_number (tokens);
  if (tokens < step * step || tokens % (step * step) != 0)
    {
      number = whole_number (tokens / step);
      /* Translators: %s is a number; thousands of tokens, as in "16K" */
      return g_strdup_printf (_ ("%sK"), number);
    }
  number = whole_number (tokens / step / step);
  /* Translators: %s is a number; millions of tokens, as in "1M" */
  return g_strdup_printf (_ ("%sM"), number);
}

/**
 * edgekit_format_pages:
 * @tokens: a number of tokens, or [const@EdgeKit.UNKNOWN]
 *
 * Says how much text a number of tokens is, at 675 tokens to a printed page of
 * English (450 words of 1.5 tokens); other languages need more tokens for the
 * same text.
 *
 * Returns: (transfer full): text such as "about 24 pages", or the word for unknown
 *
 * Since: 0.1
 */
char *
edgekit_format_pages (gint64 tokens)
{
  gint64 pages;
  g_autofree char *number = NULL;

  if (tokens < 0)
    return unknown ();
  pages = (tokens + TOKENS_PER_PAGE / 2) / TOKENS_PER_PAGE;
  if (pages == 0)
    return g_strdup (_ ("less than a page"));
  number = whole_number (pages);
  /* Translators: %s is a number, as in "about 24 pages" of text */
  return g_strdup_printf (_edgekit_ngettext ("about %s page", "about %s pages", (gulong) pages), number);
}

/**
 * edgekit_format_speed:
 * @low: the lower bound in tokens per second, negative when unknown
 * @high: the upper bound in tokens per second, negative when unknown
 *
 * Writes a range of speeds.
 *
 * Returns: (transfer full): text such as "52–68 tokens/s", or the word for unknown
 *
 * Since: 0.1
 */
char *
edgekit_format_speed (double low, double high)
{
  int decimals = high < 9.95 ? 1 : 0;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *range = NULL;

  if (low < 0 || high < 0)
    return unknown ();
  from = number_with_decimals (low, decimals);
  to = number_with_decimals (high, decimals);
  range = g_str_equal (from, to) ? g_strdup (to) : g_strconcat (from, EN_DASH, to, NULL);
  if (low > 0 && high / low > 2.5)
    /* Translators: %s is a wide range of numbers, as in "roughly 10–40 tokens/s" */
    return g_strdup_printf (_ ("roughly %s tokens/s"), range);
  /* Translators: %s is a range of numbers, as in "52–68 tokens/s" */
  return g_strdup_printf (_ ("%s tokens/s"), range);
}

/* Of a stopwatch below ten seconds, of a clock above. */
#define WHOLE_SECONDS 9.95
#define MINUTE 60.0
#define MOST_SECONDS 99.5

/**
 * edgekit_format_duration:
 * @low: the shortest time in seconds, negative when unknown
 * @high: the longest time in seconds, negative when unknown
 *
 * Writes a range of short times, in seconds or minutes.
 *
 * Returns: (transfer full): text such as "0.4–1.2 s" or "2–3 min", or the word for unknown
 *
 * Since: 0.1
 */
char *
edgekit_format_duration (double low, double high)
{
  const gboolean minutes = high >= MOST_SECONDS;
  const double unit = minutes ? MINUTE : 1;
  const int decimals = high / unit < WHOLE_SECONDS ? 1 : 0;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *range = NULL;

  if (low < 0 || high < 0)
    return unknown ();
  from = number_with_decimals (low / unit, decimals);
  to = number_with_decimals (high / unit, decimals);
  range = g_str_equal (from, to) ? g_strdup (to) : g_strconcat (from, EN_DASH, to, NULL);
  if (minutes)
    /* Translators: %s is a number or a range of them, as in "2–3 min" (minutes); the space does not break */
    return g_strdup_printf (_ ("%s min"), range);
  /* Translators: %s is a number or a range of them, as in "0.4–1.2 s" (seconds); the space does not break */
  return g_strdup_printf (_ ("%s s"), range);
}

/**
 * edgekit_format_reading_speed:
 * @tokens_per_second: the likely speed, negative when unknown
 *
 * Says what a speed feels like, against a reader of about five tokens a second
 * (230 words a minute at 1.3 tokens a word).
 *
 * Returns: (transfer full): text such as "much faster than you read"
 *
 * Since: 0.1
 */
char *
edgekit_format_reading_speed (double tokens_per_second)
{
  if (!(tokens_per_second >= 0))
    return g_strdup (_ ("no speed known for this device"));
  if (tokens_per_second < 2)
    return g_strdup (_ ("too slow for a chat"));
  if (tokens_per_second < 5)
    return g_strdup (_ ("slower than you read"));
  if (tokens_per_second < 10)
    return g_strdup (_ ("about as fast as you read"));
  if (tokens_per_second <= 25)
    return g_strdup (_ ("faster than you read"));
  return g_strdup (_ ("much faster than you read"));
}

/**
 * edgekit_format_count:
 * @count: a number of things, or [const@EdgeKit.UNKNOWN]
 *
 * Writes a whole number for a person, its digits in groups as the language has them.
 *
 * Returns: (transfer full): text such as "131,072", or the word for unknown
 *
 * Since: 0.1
 */
char *
edgekit_format_count (gint64 count)
{
  return count < 0 ? unknown () : whole_number (count);
}

/**
 * edgekit_format_percent:
 * @fraction: a share, 1.0 being the whole; negative when unknown
 *
 * Writes a share as a whole percentage.
 *
 * Returns: (transfer full): text such as "79 %", or the word for unknown
 *
 * Since: 0.1
 */
char *
edgekit_format_percent (double fraction)
{
  g_autofree char *number = NULL;

  if (fraction < 0 || !isfinite (fraction))
    return unknown ();
  number = number_with_decimals (fraction * 100, 0);
  /* Translators: %s is a number; a percentage, as in "79 %" */
  return g_strdup_printf (_ ("%s %%"), number);
}
