/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-i18n-private.h"
#include "edgekit-json-reader-private.h"

#define CHUNK 4096
#define MAX_DEPTH 64
#define MAX_STRING (64 * 1024)
#define MAX_NUMBER 400 /* longer than any finite number needs to be */

/* What may come next in an open object or array. */
typedef enum
{
  NESTED_FIRST, /* nothing has been in it yet */
  NESTED_LATER, /* a comma, or the end */
} Nested;

struct _EdgeKitJsonReader
{
  EdgeKitByteReader *bytes;
  GCancellable *cancellable;
  guint64 length;
  guint64 left; /* bytes that are not in the buffer yet */
  guint have;
  guint at;
  guint depth;
  guint8 nested[MAX_DEPTH];
  GString *text;
  char buffer[CHUNK];
};

EdgeKitJsonReader *
_edgekit_json_reader_new (EdgeKitByteReader *bytes, guint64 length, GCancellable *cancellable)
{
  EdgeKitJsonReader *self = g_new0 (EdgeKitJsonReader, 1);

  self->bytes = bytes;
  self->cancellable = cancellable;
  self->length = self->left = length;
  self->text = g_string_new (NULL);
  return self;
}

void
_edgekit_json_reader_free (EdgeKitJsonReader *self)
{
  g_string_free (self->text, TRUE);
  g_free (self);
}

double
_edgekit_json_reader_get_fraction (EdgeKitJsonReader *self)
{
  return self->length ? (double) (self->length - self->left) / self->length : 1;
}

gboolean
_edgekit_json_reader_damaged (EdgeKitJsonReader *self, GError **error, const char *format, ...)
{
  char *detail;
  va_list args;

  va_start (args, format);
  detail = g_strdup_vprintf (format, args);
  va_end (args);
  return _edgekit_byte_reader_damaged_at (
    self->bytes, _edgekit_byte_reader_get_position (self->bytes) - (self->have - self->at), detail, error);
}

/* --- Characters ------------------------------------------------------------- */

static gboolean
fill (EdgeKitJsonReader *self, GError **error)
{
  guint n = MIN (self->left, CHUNK);

  if (n == 0)
    return _edgekit_json_reader_damaged (self, error, "%s", _ ("the text ends too early"));
  self->have = self->at = 0;
  if (!_edgekit_byte_reader_read (self->bytes, self->buffer, n, self->cancellable, error))
    return FALSE;
  self->have = n;
  self->left -= n;
  return TRUE;
}

/* The next character, without taking it. */
static inline gboolean
look (EdgeKitJsonReader *self, char *c, GError **error)
{
  if (self->at == self->have && !fill (self, error))
    return FALSE;
  *c = self->buffer[self->at];
  return TRUE;
}

static inline gboolean
take (EdgeKitJsonReader *self, char *c, GError **error)
{
  if (!look (self, c, error))
    return FALSE;
  self->at++;
  return TRUE;
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The next character that is not a space, without taking it. */
static gboolean
look_ahead (EdgeKitJsonReader *self, char *c, GError **error)
{
  do
    {
      if (!look (self, c, error))
        return FALSE;
      if (is_space (*c))
        self->at++;
    }
  while (is_space (*c));
  return TRUE;
}

/* @problem is marked, and translated only where it is needed: names are read by the hundred thousand. */
static gboolean
expect (EdgeKitJsonReader *self, char wanted, const char *problem, GError **error)
{
  char c;

  if (!look_ahead (self, &c, error))
    return FALSE;
  if (c != wanted)
    return _edgekit_json_reader_damaged (self, error, "%s", _ (problem));
  self->at++;
  return TRUE;
}

/* --- Strings ---------------------------------------------------------------- */

static gboolean
take_hex4 (EdgeKitJsonReader *self, gunichar *code, GError **error)
{
  *code = 0;
  for (guint i = 0; i < 4; i++)
    {
      char c;

      if (!take (self, &c, error))
        return FALSE;
      if (!g_ascii_isxdigit (c))
        return _edgekit_json_reader_damaged (self, error, "%s", _ ("an escape sequence is not complete"));
      *code = *code << 4 | (gunichar) g_ascii_xdigit_value (c);
    }
  return TRUE;
}

static gboolean
take_unicode (EdgeKitJsonReader *self, gunichar *code, GError **error)
{
  gunichar low = 0;
  char a, b;

  if (!take_hex4 (self, code, error))
    return FALSE;
  if (*code >= 0xD800 && *code <= 0xDBFF)
    {
      if (!take (self, &a, error) || !take (self, &b, error) || !take_hex4 (self, &low, error))
        return FALSE;
      if (a != '\\' || b != 'u' || low < 0xDC00 || low > 0xDFFF)
        return _edgekit_json_reader_damaged (self, error, "%s", _ ("an escape sequence is not complete"));
      *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
      return TRUE;
    }
  if (*code == 0 || (*code >= 0xDC00 && *code <= 0xDFFF))
    return _edgekit_json_reader_damaged (self, error, "%s", _ ("an escape sequence stands for no character"));
  return TRUE;
}

static gboolean
take_escape (EdgeKitJsonReader *self, GError **error)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  const char *found;
  gunichar code;
  char c;

  if (!take (self, &c, error))
    return FALSE;
  if (c == 'u')
    {
      if (!take_unicode (self, &code, error))
        return FALSE;
      g_string_append_unichar (self->text, code);
      return TRUE;
    }
  found = c ? strchr (from, c) : NULL;
  if (!found)
    return _edgekit_json_reader_damaged (self, error, "%s", _ ("an escape sequence does not exist"));
  g_string_append_c (self->text, to[found - from]);
  return TRUE;
}

gboolean
_edgekit_json_reader_read_string (EdgeKitJsonReader *self, const char **string, GError **error)
{
  char c;

  if (!expect (self, '"', N_ ("a text should stand here"), error))
    return FALSE;
  g_string_truncate (self->text, 0);
  for (;;)
    {
      if (!take (self, &c, error))
        return FALSE;
      if (c == '"')
        break;
      if ((guchar) c < 0x20)
        return _edgekit_json_reader_damaged (self, error, "%s", _ ("a text holds a control character"));
      if (self->text->len >= MAX_STRING)
        return _edgekit_json_reader_damaged (self, error, "%s", _ ("a text is too long"));
      if (c != '\\')
        g_string_append_c (self->text, c);
      else if (!take_escape (self, error))
        return FALSE;
    }
  if (!g_utf8_validate_len (self->text->str, self->text->len, NULL))
    return _edgekit_json_reader_damaged (self, error, "%s", _ ("a text is not UTF-8"));
  *string = self->text->str;
  return TRUE;
}

/* --- Numbers and words ------------------------------------------------------ */

/* The characters up to the next one that ends a number or a word. */
static gboolean
take_word (EdgeKitJsonReader *self, GError **error)
{
  char c;

  if (!look_ahead (self, &c, error))
    return FALSE;
  g_string_truncate (self->text, 0);
  while (g_ascii_isalnum (c) || c == '-' || c == '+' || c == '.')
    {
      if (self->text->len >= MAX_NUMBER)
        return _edgekit_json_reader_damaged (self, error, "%s", _ ("a number is too long"));
      g_string_append_c (self->text, c);
      self->at++;
      if (!look (self, &c, error))
        return FALSE;
    }
  if (self->text->len == 0)
    return _edgekit_json_reader_damaged (self, error, "%s", _ ("a value should stand here"));
  return TRUE;
}

static const char *
skip_digits (const char *p)
{
  while (g_ascii_isdigit (*p))
    p++;
  return p;
}

static gboolean
is_number (const char *text)
{
  const char *p = *text == '-' ? text + 1 : text;
  const char *digits = p;

  p = skip_digits (p);
  if (p == digits || (p - digits > 1 && *digits == '0'))
    return FALSE;
  if (*p == '.')
    {
      digits = ++p;
      p = skip_digits (p);
      if (p == digits)
        return FALSE;
    }
  if (*p == 'e' || *p == 'E')
    {
      p++;
      if (*p == '+' || *p == '-')
        p++;
      digits = p;
      p = skip_digits (p);
      if (p == digits)
        return FALSE;
    }
  return *p == '\0';
}

gboolean
_edgekit_json_reader_read_number (EdgeKitJsonReader *self, guint64 *number, GError **error)
{
  if (!take_word (self, error))
    return FALSE;
  if (!is_number (self->text->str) || !g_ascii_string_to_unsigned (self->text->str, 10, 0, G_MAXINT64, number, NULL))
    return _edgekit_json_reader_damaged (self, error, _ ("“%.40s” is not a number that can stand here"),
                                         self->text->str);
  return TRUE;
}

static gboolean
skip_word (EdgeKitJsonReader *self, GError **error)
{
  static const char *const words[] = { "true", "false", "null", NULL };

  if (!take_word (self, error))
    return FALSE;
  if (!g_strv_contains (words, self->text->str) && !is_number (self->text->str))
    return _edgekit_json_reader_damaged (self, error, _ ("“%.40s” is not a value"), self->text->str);
  return TRUE;
}

/* --- Objects and arrays ----------------------------------------------------- */

static gboolean
enter (EdgeKitJsonReader *self, char opener, const char *problem, GError **error)
{
  if (!expect (self, opener, problem, error))
    return FALSE;
  if (self->depth == MAX_DEPTH)
    return _edgekit_json_reader_damaged (self, error, "%s", _ ("it is nested too deeply"));
  self->nested[self->depth++] = NESTED_FIRST;
  return TRUE;
}

gboolean
_edgekit_json_reader_enter_object (EdgeKitJsonReader *self, GError **error)
{
  return enter (self, '{', N_ ("an object should stand here"), error);
}

gboolean
_edgekit_json_reader_enter_array (EdgeKitJsonReader *self, GError **error)
{
  return enter (self, '[', N_ ("a list should stand here"), error);
}

/* Over the comma before the next part of what is open, or over its end. */
static gboolean
next (EdgeKitJsonReader *self, char closer, gboolean *more, GError **error)
{
  char c;

  g_assert (self->depth > 0);
  *more = FALSE;
  if (!look_ahead (self, &c, error))
    return FALSE;
  if (c == closer)
    {
      self->at++;
      self->depth--;
      return TRUE;
    }
  *more = TRUE;
  if (self->nested[self->depth - 1] == NESTED_FIRST)
    self->nested[self->depth - 1] = NESTED_LATER;
  else if (!expect (self, ',', N_ ("a comma should stand here"), error))
    return FALSE;
  return TRUE;
}

gboolean
_edgekit_json_reader_next_member (EdgeKitJsonReader *self, const char **name, GError **error)
{
  gboolean more;

  *name = NULL;
  if (!next (self, '}', &more, error))
    return FALSE;
  return !more || (_edgekit_json_reader_read_string (self, name, error) &&
                   expect (self, ':', N_ ("a colon should stand here"), error));
}

gboolean
_edgekit_json_reader_next_item (EdgeKitJsonReader *self, gboolean *more, GError **error)
{
  return next (self, ']', more, error);
}

/* Whatever comes next, and into it when it is an object or an array. */
static gboolean
skip_one (EdgeKitJsonReader *self, gboolean *is_object, GError **error)
{
  const char *ignored;
  char c;

  if (!look_ahead (self, &c, error))
    return FALSE;
  if (c == '"')
    return _edgekit_json_reader_read_string (self, &ignored, error);
  if (c != '{' && c != '[')
    return skip_word (self, error);
  if (!(c == '{' ? _edgekit_json_reader_enter_object (self, error) : _edgekit_json_reader_enter_array (self, error)))
    return FALSE;
  is_object[self->depth] = c == '{';
  return TRUE;
}

gboolean
_edgekit_json_reader_skip (EdgeKitJsonReader *self, GError **error)
{
  const guint outer = self->depth;
  gboolean is_object[MAX_DEPTH + 1] = { FALSE };
  gboolean more = TRUE;
  const char *name;

  if (!skip_one (self, is_object, error))
    return FALSE;
  /* without recursion: a document may be as deep as it likes to be refused */
  while (self->depth > outer)
    {
      if (is_object[self->depth])
        {
          if (!_edgekit_json_reader_next_member (self, &name, error))
            return FALSE;
          more = name != NULL;
        }
      else if (!_edgekit_json_reader_next_item (self, &more, error))
        return FALSE;
      if (more && !skip_one (self, is_object, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
_edgekit_json_reader_finish (EdgeKitJsonReader *self, GError **error)
{
  char c;

  while (self->at < self->have || self->left > 0)
    {
      if (!take (self, &c, error))
        return FALSE;
      if (!is_space (c))
        return _edgekit_json_reader_damaged (self, error, "%s", _ ("more text follows its end"));
    }
  return TRUE;
}
