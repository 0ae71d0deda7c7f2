/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool-private.h"

#if defined(G_OS_WIN32)
#include <io.h>
#define isatty _isatty
#define fileno _fileno
#else
#include <sys/ioctl.h>
#include <unistd.h>
#endif

#define LABEL_WIDTH 22
#define BAR_WIDTH 60

static gboolean
use_colour (void)
{
  static int colour = -1;

  if (colour < 0)
    {
      const char *term = g_getenv ("TERM");
      const char *no_color = g_getenv ("NO_COLOR");

      colour = isatty (fileno (stdout)) && (!no_color || !*no_color) && g_strcmp0 (term, "dumb") != 0;
    }
  return colour;
}

/* As wide as the terminal says, or 0 where there is none. */
static guint
ask_width (void)
{
#if defined(G_OS_UNIX)
  struct winsize size = { 0 };

  if (isatty (fileno (stdout)) && ioctl (fileno (stdout), TIOCGWINSZ, &size) == 0)
    return size.ws_col;
#endif
  return 0;
}

/* Longer lines are hard to read. */
static guint
terminal_width (void)
{
  const guint width = ask_width ();

  return width ? CLAMP (width, 24, 110) : 100;
}

guint
tool_get_table_width (void)
{
  const guint width = ask_width ();

  return width ? MAX (width, 24) : G_MAXUINT;
}

static const char *
style_begin (ToolStyle style)
{
  static const char *const codes[] = { "", "\033[1m", "\033[2m", "\033[32m", "\033[33m", "\033[34m", "\033[31m" };

  return use_colour () ? codes[style] : "";
}

static const char *
style_end (ToolStyle style)
{
  return use_colour () && style != TOOL_PLAIN ? "\033[0m" : "";
}

void
tool_print (ToolStyle style, const char *format, ...)
{
  va_list args;
  g_autofree char *text = NULL;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_print ("%s%s%s", style_begin (style), text, style_end (style));
}

guint
tool_count_char_columns (gunichar c)
{
  return g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
}

guint
tool_count_columns (const char *text)
{
  guint n = 0;

  for (; *text; text = g_utf8_next_char (text))
    n += tool_count_char_columns (g_utf8_get_char (text));
  return n;
}

/* Breaks at plain spaces only: a no-break space keeps a number and its unit
 * together. @first is what is already on the line. */
static void
print_words (ToolStyle style, guint first, guint indent, const char *text)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);
  guint width = terminal_width ();
  guint at = first, spaces = 0;

  g_print ("%s", style_begin (style));
  for (guint i = 0; words[i]; i++)
    {
      guint n = tool_count_columns (words[i]);

      spaces += i > 0;
      if (!*words[i])
        continue;
      if (i > 0 && at + spaces + n > width)
        {
          g_print ("\n%*s", (int) indent, "");
          at = indent;
        }
      else
        {
          g_print ("%*s", (int) spaces, "");
          at += spaces;
        }
      g_print ("%s", words[i]);
      at += n;
      spaces = 0;
    }
  g_print ("%s\n", style_end (style));
}

void
tool_print_wrapped (ToolStyle style, guint indent, const char *text)
{
  if (!text)
    return;
  g_print ("%*s", (int) indent, "");
  print_words (style, indent, indent, text);
}

void
tool_print_behind (ToolStyle style, const char *text)
{
  print_words (style, 2, 2, text);
}

void
tool_print_read (gint64 bytes)
{
  g_autofree char *read = edgekit_format_size (bytes);

  tool_print_fact (_ ("Read to learn this"), read);
}

gboolean
tool_is_watched (void)
{
  return isatty (fileno (stderr));
}

void
tool_print_fact (const char *label, const char *value)
{
  guint n = tool_count_columns (label);

  if (!value)
    value = _ ("Unknown");
  g_print ("  %s%s%s%*s", style_begin (TOOL_DIM), label, style_end (TOOL_DIM),
           (int) (n < LABEL_WIDTH ? LABEL_WIDTH - n : 1), "");
  print_words (TOOL_PLAIN, MAX (n + 1, LABEL_WIDTH) + 2, LABEL_WIDTH + 2, value);
}

void
tool_print_heading (const char *text)
{
  g_print ("\n");
  tool_print_wrapped (TOOL_BOLD, 0, text);
}

void
tool_print_numbered (guint number, const char *text)
{
  g_autofree char *sign = g_strdup_printf ("%u. ", number);
  const guint n = tool_count_columns (sign);

  g_print ("\n");
  tool_print (TOOL_BOLD, "%s", sign);
  print_words (TOOL_BOLD, n, n, text);
}

static const struct
{
  const char *sign;
  ToolStyle style;
} outcomes[] = {
  [EDGEKIT_OUTCOME_FITS] = { "✓", TOOL_GREEN },
  [EDGEKIT_OUTCOME_TIGHT] = { "▲", TOOL_YELLOW },
  [EDGEKIT_OUTCOME_PARTIAL] = { "◐", TOOL_BLUE },
  [EDGEKIT_OUTCOME_NO] = { "✗", TOOL_RED },
  [EDGEKIT_OUTCOME_UNKNOWN] = { "?", TOOL_DIM },
};

void
tool_print_sign (EdgeKitOutcome outcome)
{
  tool_print (outcomes[outcome].style, "%s ", outcomes[outcome].sign);
}

void
tool_print_outcome (EdgeKitOutcome outcome, const char *headline, const char *summary)
{
  tool_print_sign (outcome);
  tool_print_behind (TOOL_BOLD, headline);
  tool_print_wrapped (TOOL_PLAIN, 2, summary);
}

void
tool_print_note (EdgeKitSeverity severity, const char *message, const char *hint)
{
  const char *sign = severity == EDGEKIT_SEVERITY_INFO ? "·" : "!";
  ToolStyle style = severity == EDGEKIT_SEVERITY_ERROR     ? TOOL_RED
                    : severity == EDGEKIT_SEVERITY_WARNING ? TOOL_YELLOW
                                                           : TOOL_DIM;

  tool_print (style, "  %s ", sign);
  print_words (TOOL_PLAIN, 4, 4, message);
  tool_print_wrapped (TOOL_DIM, 4, hint);
}

/* The memory picture: the same order as in the window. */
typedef struct
{
  gint64 bytes;
  const char *name;
  const char *cell;
  ToolStyle style;
} Segment;

static void
print_bar (const Segment *segments, guint n, gint64 whole)
{
  const guint width = MIN (BAR_WIDTH, terminal_width () - 2);
  gint64 sum = 0;
  guint at = 0;

  g_print ("  ");
  for (guint i = 0; i < n; i++)
    {
      guint end, wanted;

      sum += MAX (segments[i].bytes, 0);
      /* positions by cumulative rounding, so that the parts fill the whole */
      end = whole > 0 ? (guint) ((double) sum / (double) whole * width + 0.5) : 0;
      wanted = segments[i].bytes > 0 && end == at && at < width ? at + 1 : end;
      g_print ("%s", style_begin (segments[i].style));
      for (; at < MIN (wanted, width); at++)
        g_print ("%s", segments[i].cell);
      g_print ("%s", style_end (segments[i].style));
    }
  g_print ("\n");
}

/* Behind what is on the line, up to column @at; below it where the two are too long for one line. */
static guint
print_beside (ToolStyle style, guint at, const char *separator, const char *text)
{
  const guint end = at + tool_count_columns (separator) + tool_count_columns (text);

  if (end <= terminal_width ())
    {
      g_print ("%s", separator);
      tool_print (style, "%s", text);
      return end;
    }
  g_print ("\n  ");
  if (2 + tool_count_columns (text) <= terminal_width ())
    tool_print (style, "%s", text);
  else
    print_words (style, 2, 2, text);
  return 2 + tool_count_columns (text);
}

/* A line breaks between the entries of a legend, and not in one. */
static void
append_entry (GString *legend, const char *cell, const char *name, const char *size)
{
  GString *entry = g_string_new (NULL);

  g_string_append_printf (entry, "%s %s %s", cell, name, size);
  g_string_replace (entry, " ", "\302\240", 0);
  g_string_append_printf (legend, "%s%s", legend->len ? "  " : "", entry->str);
  g_string_free (entry, TRUE);
}

void
tool_print_pool (EdgeKitPoolUse *use, EdgeKitMemoryUnits units)
{
  gint64 over = edgekit_pool_use_get_over (use);
  gint64 working = 0;
  g_autofree char *likely = edgekit_format_memory (edgekit_pool_use_get_likely (use), units);
  g_autofree char *capacity = edgekit_format_memory (edgekit_pool_use_get_capacity (use), units);
  g_autofree char *too_much = edgekit_format_memory (over, units);
  g_autofree char *header = NULL;
  const char *device = edgekit_pool_use_get_device (use);
  g_autoptr(GString) legend = g_string_new (NULL);
  guint at;

  working = MAX (edgekit_pool_use_get_compute (use), 0) + MAX (edgekit_pool_use_get_output (use), 0) +
            MAX (edgekit_pool_use_get_overhead (use), 0);
  {
    Segment segments[] = {
      { edgekit_pool_use_get_others (use), _ ("Other apps"), "▒", TOOL_DIM },
      { edgekit_pool_use_get_weights (use), _ ("Model"), "█", TOOL_BLUE },
      { edgekit_pool_use_get_kv_cache (use), _ ("Conversation"), "▓", TOOL_YELLOW },
      { edgekit_pool_use_get_recurrent_state (use), _ ("State"), "▓", TOOL_GREEN },
      { working, _ ("Working space"), "▚", TOOL_RED },
      { edgekit_pool_use_get_free (use), _ ("Free"), "·", TOOL_DIM },
      { edgekit_pool_use_get_margin (use), _ ("Safety margin"), "╱", TOOL_DIM },
    };
    gint64 whole = 0;

    if (over > 0)
      header = g_strdup_printf (_ ("%s too much"), too_much);
    else if (edgekit_pool_use_get_available (use) < 0)
      /* Translators: the size of what a model takes: “Uses 6.9 GiB; how much is free is unknown” */
      header = g_strdup_printf (_ ("Uses %s; how much is free is unknown"), likely);
    else
      /* Translators: %1$s and %2$s are sizes: "Uses 6.9 GiB of 10.9 GiB free" */
      header = g_strdup_printf (_ ("Uses %1$s of %2$s free"), likely, capacity);
    tool_print (TOOL_BOLD, "\n  %s", edgekit_pool_use_get_label (use));
    at = 2 + tool_count_columns (edgekit_pool_use_get_label (use));
    if (device)
      at = print_beside (TOOL_DIM, at, "  ", device);
    print_beside (TOOL_PLAIN, at, "  —  ", header);
    g_print ("\n");
    for (guint i = 0; i < G_N_ELEMENTS (segments); i++)
      whole += MAX (segments[i].bytes, 0);
    print_bar (segments, G_N_ELEMENTS (segments), whole);
    for (guint i = 0; i < G_N_ELEMENTS (segments); i++)
      {
        g_autofree char *size = NULL;

        if (segments[i].bytes <= 0)
          continue;
        size = edgekit_format_memory (segments[i].bytes, units);
        append_entry (legend, segments[i].cell, segments[i].name, size);
      }
  }
  tool_print_wrapped (TOOL_DIM, 2, legend->str);
}

void
tool_print_share (EdgeKitPoolUse *use, EdgeKitMemoryUnits units)
{
  g_autofree char *likely = edgekit_format_memory (edgekit_pool_use_get_likely (use), units);
  g_autofree char *capacity = edgekit_format_memory (edgekit_pool_use_get_capacity (use), units);
  const guint layers = (guint) MAX (edgekit_pool_use_get_layers (use), 0);
  const char *device = edgekit_pool_use_get_device (use);
  /* Translators: %d is the number of a computer, in the order in which they were named */
  g_autofree char *computer = g_strdup_printf (_ ("Computer %d"), (int) edgekit_pool_use_get_machine (use));
  const char *name = device ? device : edgekit_pool_use_get_label (use);
  g_autofree char *text = NULL;

  if (edgekit_pool_use_get_available (use) < 0)
    /* Translators: %1$u is a number of layers, %2$s is a size of memory, %3$s is the name of a memory or of a graphics
     * card: “17 layers, 9.8 GiB: NVIDIA GeForce RTX 4090; how much is free is unknown” */
    text = g_strdup_printf (ngettext ("%1$u layer, %2$s: %3$s; how much is free is unknown",
                                      "%1$u layers, %2$s: %3$s; how much is free is unknown", layers),
                            layers, likely, name);
  else
    /* Translators: %1$u is a number of layers, %2$s and %3$s are sizes of memory, %4$s is the name of a memory or of a
     * graphics card: “17 layers, 9.8 GiB of 22 GiB free: NVIDIA GeForce RTX 4090” */
    text = g_strdup_printf (ngettext ("%1$u layer, %2$s of %3$s free: %4$s", "%1$u layers, %2$s of %3$s free: %4$s",
                                      layers),
                            layers, likely, capacity, name);
  tool_print_fact (computer, text);
}

int
tool_fail (const char *command, GError *error)
{
  g_autoptr(GError) owned = error;
  g_autofree char *line = g_strdup (owned->message);

  /* one line, whatever a file name contains */
  g_strdelimit (line, "\n\r", ' ');
  if (owned->domain == G_OPTION_ERROR)
    return tool_usage (command, "%s", line);
  g_printerr ("edgekit: %s\n", line);
  return TOOL_ERROR;
}

int
tool_usage (const char *command, const char *format, ...)
{
  va_list args;
  g_autofree char *text = NULL;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  if (command)
    /* Translators: %1$s is what is wrong with the command line, %2$s a command such as "check" */
    g_printerr (_ ("edgekit: %1$s\nRun “edgekit %2$s --help” to see what it takes.\n"), text, command);
  else
    g_printerr (_ ("edgekit: %s\nRun “edgekit --help” to see what it can do.\n"), text);
  return TOOL_USAGE;
}
