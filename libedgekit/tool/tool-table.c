/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "tool-private.h"

/* Tables as wide as what is in them. Where a terminal is narrower, columns are left out by their
 * importance, and then names are cut; a row never goes on in the next line. */

#define GAP 2
#define SIGN_WIDTH 2
#define SHORTEST_NAME 16

typedef struct
{
  int outcome; /* or -1 */
  GStrv texts; /* one for each column, or NULL for a note */
  char *note;  /* below the row before it */
  ToolStyle style;
} Row;

struct _ToolTable
{
  const ToolColumn *columns;
  guint n_columns;
  GArray *rows;
};

static void
clear_row (gpointer data)
{
  Row *row = data;

  g_strfreev (row->texts);
  g_free (row->note);
}

ToolTable *
tool_table_new (const ToolColumn *columns, guint n_columns)
{
  ToolTable *self = g_new0 (ToolTable, 1);

  self->columns = columns;
  self->n_columns = n_columns;
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (self->rows, clear_row);
  return self;
}

void
tool_table_free (ToolTable *self)
{
  g_array_unref (self->rows);
  g_free (self);
}

void
tool_table_add (ToolTable *self, int outcome, const char *const *texts)
{
  Row row = { outcome, g_new0 (char *, self->n_columns + 1), NULL, TOOL_PLAIN };

  for (guint i = 0; i < self->n_columns; i++)
    row.texts[i] = g_strdup (texts[i] ? texts[i] : "");
  g_array_append_val (self->rows, row);
}

void
tool_table_add_note (ToolTable *self, ToolStyle style, const char *text)
{
  Row row = { -1, NULL, g_strdup (text), style };

  if (text)
    g_array_append_val (self->rows, row);
}

static void
measure (ToolTable *self, guint *widths)
{
  for (guint i = 0; i < self->n_columns; i++)
    widths[i] = self->columns[i].heading ? tool_count_columns (self->columns[i].heading) : 0;
  for (guint r = 0; r < self->rows->len; r++)
    {
      Row *row = &g_array_index (self->rows, Row, r);

      for (guint i = 0; row->texts && i < self->n_columns; i++)
        widths[i] = MAX (widths[i], tool_count_columns (row->texts[i]));
    }
}

static guint
sum_widths (ToolTable *self, const guint *widths)
{
  guint sum = SIGN_WIDTH + widths[0];

  for (guint i = 1; i < self->n_columns; i++)
    sum += widths[i] ? GAP + widths[i] : 0;
  return sum;
}

/* A column of width 0 is left out. */
static void
fit (ToolTable *self, guint *widths, guint available)
{
  const guint name = widths[0];

  widths[0] = MIN (name, SHORTEST_NAME);
  while (sum_widths (self, widths) > available)
    {
      guint least = 0;

      for (guint i = 1; i < self->n_columns; i++)
        if (widths[i] && (!least || self->columns[i].importance < self->columns[least].importance))
          least = i;
      if (!least)
        break;
      widths[least] = 0;
    }
  widths[0] = available > sum_widths (self, widths) - widths[0]
                  ? MIN (name, available - (sum_widths (self, widths) - widths[0]))
                  : widths[0];
}

/* Both ends of a name tell it from others: “Qwen2.5 14B …ruct”, “blk.12.attn…ight”. */
static char *
shorten (const char *text, guint width)
{
  const guint n = tool_count_columns (text), head = width * 2 / 3, tail = width - head - 1;
  const char *end = text, *rest = text;
  guint at = 0;

  if (n <= width)
    return g_strdup (text);
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      const guint wide = tool_count_char_columns (g_utf8_get_char (p));

      if (at + wide <= head && p == end)
        end = g_utf8_next_char (p);
      if (n - at > tail || (!wide && rest == p))
        rest = g_utf8_next_char (p);
      at += wide;
    }
  return g_strdup_printf ("%.*s…%s", (int) (end - text), text, rest);
}

static void
print_row (ToolTable *self, const guint *widths, ToolStyle style, const char *const *texts)
{
  guint owed = 0; /* spaces, once something follows */

  for (guint i = 0; i < self->n_columns; i++)
    {
      g_autofree char *text = i == 0 ? shorten (texts[i], widths[i]) : NULL;
      const char *shown = text ? text : texts[i];
      const guint n = tool_count_columns (shown);
      const guint fill = widths[i] > n ? widths[i] - n : 0;

      if (!widths[i])
        continue;
      owed += i ? GAP : 0;
      if (!*shown)
        {
          owed += widths[i];
          continue;
        }
      g_print ("%*s", (int) (owed + (self->columns[i].right ? fill : 0)), "");
      tool_print (style, "%s", shown);
      owed = self->columns[i].right ? 0 : fill;
    }
  g_print ("\n");
}

static void
print_heading (ToolTable *self, const guint *widths)
{
  g_autofree const char **headings = g_new0 (const char *, self->n_columns);

  for (guint i = 0; i < self->n_columns; i++)
    headings[i] = self->columns[i].heading ? self->columns[i].heading : "";
  g_print ("%*s", SIGN_WIDTH, "");
  print_row (self, widths, TOOL_DIM, headings);
}

void
tool_table_print (ToolTable *self)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);
  gboolean headings = FALSE;

  measure (self, widths);
  fit (self, widths, tool_get_table_width ());
  for (guint i = 0; i < self->n_columns; i++)
    headings |= self->columns[i].heading != NULL;
  if (headings)
    print_heading (self, widths);
  for (guint r = 0; r < self->rows->len; r++)
    {
      Row *row = &g_array_index (self->rows, Row, r);

      if (!row->texts)
        {
          tool_print_wrapped (row->style, 4, row->note);
          continue;
        }
      if (row->outcome >= 0)
        tool_print_sign (row->outcome);
      else
        g_print ("%*s", SIGN_WIDTH, "");
      print_row (self, widths, TOOL_PLAIN, (const char *const *) row->texts);
    }
}
