/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <locale.h>
#include <math.h>

#include "edgekit-format-private.h"
#include "edgekit-i18n-private.h"

/* The one place where numbers become words, so that the command, the report
 * and the window write the same number the same way. */

#define EN_DASH "\342\200\223"

/* Two thirds of a word a token, 450 words a page: what a printed page of
 * English text holds. */
#define TOKENS_PER_PAGE 675

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

char *
_edgekit_format_whole (gint64 value)
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

char *
_edgekit_format_decimals (double value, int decimals)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (decimals == 0)
    return _edgekit_format_whole ((gint64) round (value));
  if (!is_english ())
    return g_strdup_printf ("%'.*f", decimals, value);
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.1f", value));
}

char *
_edgekit_format_unknown (void)
{
  /* Translators: a number or a fact that is not known, such as the size of a memory */
  return g_strdup (_ ("Unknown"));
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
    return _edgekit_format_unknown ();
  number = _edgekit_format_whole (tokens);
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
    return _edgekit_format_unknown ();
  if (tokens < step)
    return _edgekit_format_whole (tokens);
  if (tokens < step * step || tokens % (step * step) != 0)
    {
      number = _edgekit_format_whole (tokens / step);
      /* Translators: %s is a number; thousands of tokens, as in "16K" */
      return g_strdup_printf (_ ("%sK"), number);
    }
  number = _edgekit_format_whole (tokens / step / step);
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
    return _edgekit_format_unknown ();
  pages = (tokens + TOKENS_PER_PAGE / 2) / TOKENS_PER_PAGE;
  if (pages == 0)
    return g_strdup (_ ("less than a page"));
  number = _edgekit_format_whole (pages);
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
    return _edgekit_format_unknown ();
  from = _edgekit_format_decimals (low, decimals);
  to = _edgekit_format_decimals (high, decimals);
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
    return _edgekit_format_unknown ();
  from = _edgekit_format_decimals (low / unit, decimals);
  to = _edgekit_format_decimals (high / unit, decimals);
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
  return count < 0 ? _edgekit_format_unknown () : _edgekit_format_whole (count);
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
    return _edgekit_format_unknown ();
  number = _edgekit_format_decimals (fraction * 100, 0);
  /* Translators: %s is a number; a percentage, as in "79 %" */
  return g_strdup_printf (_ ("%s %%"), number);
}
