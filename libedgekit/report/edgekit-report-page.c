/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-format.h"
#include "edgekit-report-page-private.h"

/* An underscore inside a word is none, as in "x86_64". */
static gboolean
is_markup (const char *text, const char *at)
{
  if (*at == '_')
    return at == text || !g_ascii_isalnum (at[-1]) || !g_ascii_isalnum (at[1]);
  return strchr ("\\`*{}[]<>|~#@", *at) != NULL;
}

/* Escape sequences, and marks that turn the direction of text. */
static gboolean
is_hidden (gunichar c)
{
  return g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT;
}

/* One line, without control characters; in Markdown without markup. */
static void
append_text (EdgeKitPage *page, const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || c == '\t' || c == '\r')
        g_string_append_c (page->text, ' ');
      else if (is_hidden (c))
        continue;
      else if (page->markdown && (c == '<' || c == '>' || c == '&'))
        /* inside of <details> a backslash escapes nothing */
        g_string_append (page->text, c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;");
      else if (page->markdown && c < 128 && is_markup (text, p))
        g_string_append_printf (page->text, "\\%c", (char) c);
      else
        g_string_append_unichar (page->text, c);
    }
}

void
_edgekit_page_heading (EdgeKitPage *page, guint level, const char *text)
{
  if (page->text->len && !g_str_has_suffix (page->text->str, "\n\n"))
    g_string_append_c (page->text, '\n');
  if (page->markdown)
    {
      for (guint i = 0; i < level; i++)
        g_string_append_c (page->text, '#');
      g_string_append_c (page->text, ' ');
    }
  append_text (page, text);
  g_string_append_c (page->text, '\n');
  if (!page->markdown)
    {
      for (glong i = g_utf8_strlen (text, -1); i > 0; i--)
        g_string_append_c (page->text, level == 1 ? '=' : '-');
      g_string_append_c (page->text, '\n');
    }
  else
    g_string_append_c (page->text, '\n');
}

void
_edgekit_page_paragraph (EdgeKitPage *page, const char *text)
{
  if (!text)
    return;
  append_text (page, text);
  g_string_append (page->text, page->markdown ? "\n\n" : "\n");
}

/* An empty line on both sides, or what is inside is not read as Markdown. */
void
_edgekit_page_section (EdgeKitPage *page, const char *title)
{
  if (!page->markdown)
    {
      _edgekit_page_heading (page, 2, title);
      return;
    }
  if (page->text->len && !g_str_has_suffix (page->text->str, "\n\n"))
    g_string_append_c (page->text, '\n');
  g_string_append (page->text, "<details>\n<summary>");
  append_text (page, title);
  g_string_append (page->text, "</summary>\n\n");
}

void
_edgekit_page_end_section (EdgeKitPage *page)
{
  if (!page->markdown)
    return;
  if (!g_str_has_suffix (page->text->str, "\n\n"))
    g_string_append_c (page->text, '\n');
  g_string_append (page->text, "</details>\n\n");
}

void
_edgekit_page_field (EdgeKitPage *page, const char *label, const char *value)
{
  if (!value)
    return;
  g_string_append (page->text, page->markdown ? "- **" : "");
  append_text (page, label);
  g_string_append (page->text, page->markdown ? ":** " : ": ");
  append_text (page, value);
  g_string_append_c (page->text, '\n');
}

void
_edgekit_page_item (EdgeKitPage *page, const char *text, const char *more)
{
  g_string_append (page->text, "- ");
  append_text (page, text);
  if (more)
    {
      /* what is no sentence of its own gets an end before the next one */
      g_string_append (page->text, *text && strchr (".!?:)", text[strlen (text) - 1]) ? " " : ". ");
      append_text (page, more);
    }
  g_string_append_c (page->text, '\n');
}

void
_edgekit_page_table (EdgeKitPage *page, const char *const *titles)
{
  page->columns = g_strv_length ((char **) titles);
  if (!page->markdown)
    return;
  if (!g_str_has_suffix (page->text->str, "\n\n"))
    g_string_append_c (page->text, '\n');
  _edgekit_page_row (page, titles);
  for (guint i = 0; i < page->columns; i++)
    g_string_append (page->text, "|---");
  g_string_append (page->text, "|\n");
}

void
_edgekit_page_row (EdgeKitPage *page, const char *const *cells)
{
  gboolean first = TRUE;

  for (guint i = 0; i < page->columns; i++)
    {
      if (page->markdown)
        g_string_append (page->text, "| ");
      else if (!cells[i])
        continue;
      else
        g_string_append (page->text, first ? "- " : " · ");
      if (cells[i])
        append_text (page, cells[i]);
      if (page->markdown)
        g_string_append_c (page->text, ' ');
      first = FALSE;
    }
  g_string_append (page->text, page->markdown ? "|\n" : "\n");
}

void
_edgekit_page_end_table (EdgeKitPage *page)
{
  page->columns = 0;
  if (page->markdown)
    g_string_append_c (page->text, '\n');
}

/* Lines, without what a terminal would act on. */
static char *
without_controls (const char *code)
{
  GString *clean = g_string_new (NULL);

  for (const char *p = code; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || !is_hidden (c))
        g_string_append_unichar (clean, c);
    }
  return g_string_free (clean, FALSE);
}

/* A fence is longer than any run of backticks inside. */
void
_edgekit_page_code (EdgeKitPage *page, const char *language, const char *text)
{
  g_autofree char *code = without_controls (text);
  guint longest = 2, run = 0;

  if (!page->markdown)
    {
      g_auto(GStrv) lines = g_strsplit (code, "\n", -1);

      for (char **line = lines; *line; line++)
        g_string_append_printf (page->text, "    %s\n", *line);
      return;
    }
  for (const char *p = code; *p; p++)
    {
      run = *p == '`' ? run + 1 : 0;
      longest = MAX (longest, run);
    }
  if (!g_str_has_suffix (page->text->str, "\n\n"))
    g_string_append_c (page->text, '\n');
  for (guint i = 0; i <= longest; i++)
    g_string_append_c (page->text, '`');
  g_string_append_printf (page->text, "%s\n%s\n", language, code);
  for (guint i = 0; i <= longest; i++)
    g_string_append_c (page->text, '`');
  g_string_append (page->text, "\n\n");
}

/* --- reading ----------------------------------------------------------------------- */

static JsonNode *
member_of (JsonObject *object, const char *member)
{
  return object ? json_object_get_member (object, member) : NULL;
}

JsonObject *
_edgekit_report_object (JsonObject *object, const char *member)
{
  JsonNode *node = member_of (object, member);

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
_edgekit_report_array (JsonObject *object, const char *member)
{
  JsonNode *node = member_of (object, member);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

guint
_edgekit_report_length (JsonArray *array)
{
  return array ? json_array_get_length (array) : 0;
}

JsonObject *
_edgekit_report_element (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

const char *
_edgekit_report_string (JsonObject *object, const char *member)
{
  JsonNode *node = member_of (object, member);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

gint64
_edgekit_report_int (JsonObject *object, const char *member)
{
  JsonNode *node = member_of (object, member);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
             ? json_node_get_int (node)
             : EDGEKIT_UNKNOWN;
}

double
_edgekit_report_double (JsonObject *object, const char *member)
{
  JsonNode *node = member_of (object, member);

  return node && JSON_NODE_HOLDS_VALUE (node) &&
                 (json_node_get_value_type (node) == G_TYPE_DOUBLE || json_node_get_value_type (node) == G_TYPE_INT64)
             ? json_node_get_double (node)
             : EDGEKIT_UNKNOWN;
}

char *
_edgekit_report_memory (JsonObject *object, const char *member)
{
  gint64 bytes = _edgekit_report_int (object, member);

  return bytes == EDGEKIT_UNKNOWN ? NULL : edgekit_format_memory (bytes, EDGEKIT_MEMORY_UNITS_IEC);
}

char *
_edgekit_report_join (const char *a, const char *b)
{
  return a && b ? g_strdup_printf ("%s, %s", a, b) : g_strdup (a ? a : b);
}

char *
_edgekit_report_driver (JsonObject *accelerator)
{
  const char *driver = _edgekit_report_string (accelerator, "driver");
  const char *version = _edgekit_report_string (accelerator, "driver_version");
  const char *cuda = _edgekit_report_string (accelerator, "max_cuda");

  if (!driver)
    return NULL;
  return g_strconcat (driver, version ? " " : "", version ? version : "", cuda ? ", CUDA " : "", cuda ? cuda : "", NULL);
}

static void
append_count (GString *text, JsonObject *cpu, const char *member, const char *noun)
{
  gint64 n = _edgekit_report_int (cpu, member);

  if (n > 0)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT " %s%s", text->len ? ", " : "", n, noun, n == 1 ? "" : "s");
}

char *
_edgekit_report_cores (JsonObject *cpu)
{
  g_autoptr(GString) counts = g_string_new (NULL);

  if (_edgekit_report_int (cpu, "packages") != 1)
    append_count (counts, cpu, "packages", "package");
  append_count (counts, cpu, "cores", "core");
  append_count (counts, cpu, "threads", "thread");
  if (_edgekit_report_int (cpu, "usable_threads") != _edgekit_report_int (cpu, "threads"))
    append_count (counts, cpu, "usable_threads", "usable thread");
  return counts->len ? g_string_free (g_steal_pointer (&counts), FALSE) : NULL;
}

char *
_edgekit_report_system (JsonObject *os)
{
  static const char *const families[][2] = { { "linux", "Linux" }, { "macos", "macOS" }, { "windows", "Windows" } };
  const char *name = _edgekit_report_string (os, "name");
  const char *family = _edgekit_report_string (os, "family");

  for (guint i = 0; !name && i < G_N_ELEMENTS (families); i++)
    if (g_strcmp0 (family, families[i][0]) == 0)
      name = families[i][1];
  return _edgekit_report_join (name ? name : family, _edgekit_report_string (os, "architecture"));
}

char *
_edgekit_report_list (JsonObject *object, const char *member)
{
  JsonArray *array = _edgekit_report_array (object, member);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < _edgekit_report_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_string_append_printf (text, "%s%s", text->len ? ", " : "", json_node_get_string (node));
    }
  return text->len ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
