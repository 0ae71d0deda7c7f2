/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "edgekit-file-error-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"

/* A strict scanner that runs before JsonParser. json-glib 1.6 recurses without
 * a limit (100 000 nested brackets crash it) and turns integers that pass
 * gint64 into other numbers, so neither may reach it. Grammar: RFC 8259. */
typedef struct
{
  const char *start;
  const char *p;
  const char *end;
  const char *what;
  gboolean nan_is_null;
  gsize cost;       /* of the tree so far, in bytes */
  gsize max_cost;   /* 0: any */
  GString *patched; /* the text with NaN and Infinity replaced, once one was seen */
  const char *copied;
} Scanner;

/* @problem: marked with N_() */
static gboolean
scan_fail (Scanner *s, GError **error, const char *problem)
{
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
               /* Translators: the name of a file, a number, and what is wrong, as in
                * "laptop.json: not valid JSON at byte 120: expected a colon" */
               _ ("%1$s: not valid JSON at byte %2$" PRIu64 ": %3$s"), s->what, (guint64) (s->p - s->start),
               _edgekit_gettext (problem));
  return FALSE;
}

static void
skip_space (Scanner *s)
{
  while (s->p < s->end && (*s->p == ' ' || *s->p == '\t' || *s->p == '\n' || *s->p == '\r'))
    s->p++;
}

static gboolean
scan_hex4 (Scanner *s, guint *value)
{
  *value = 0;
  if (s->end - s->p < 4)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (s->p[i]);

      if (digit < 0)
        return FALSE;
      *value = *value << 4 | (guint) digit;
    }
  s->p += 4;
  return TRUE;
}

static gboolean
scan_escape (Scanner *s, GError **error)
{
  guint code, low;

  if (++s->p >= s->end)
    return scan_fail (s, error, N_ ("the text ends inside a string"));
  if (*s->p != 'u')
    {
      if (!memchr ("\"\\/bfnrt", *s->p, 8))
        return scan_fail (s, error, N_ ("unknown escape in a string"));
      s->p++;
      return TRUE;
    }
  s->p++;
  if (!scan_hex4 (s, &code))
    return scan_fail (s, error, N_ ("\\u needs four hexadecimal digits"));
  if (code == 0)
    return scan_fail (s, error, N_ ("a string contains a NUL"));
  if (code >= 0xDC00 && code <= 0xDFFF)
    return scan_fail (s, error, N_ ("half of a surrogate pair"));
  if (code >= 0xD800 && code <= 0xDBFF)
    {
      if (s->end - s->p < 2 || s->p[0] != '\\' || s->p[1] != 'u')
        return scan_fail (s, error, N_ ("half of a surrogate pair"));
      s->p += 2;
      if (!scan_hex4 (s, &low) || low < 0xDC00 || low > 0xDFFF)
        return scan_fail (s, error, N_ ("half of a surrogate pair"));
    }
  return TRUE;
}

static gboolean
scan_string (Scanner *s, GError **error)
{
  s->p++;
  while (s->p < s->end && *s->p != '"')
    {
      if ((guchar) *s->p < 0x20)
        return scan_fail (s, error, N_ ("a control character inside a string"));
      if (*s->p != '\\')
        s->p++;
      else if (!scan_escape (s, error))
        return FALSE;
    }
  if (s->p >= s->end)
    return scan_fail (s, error, N_ ("the text ends inside a string"));
  s->p++;
  return TRUE;
}

static const char *
skip_digits (const char *p, const char *end)
{
  while (p < end && g_ascii_isdigit (*p))
    p++;
  return p;
}

static gboolean
scan_number (Scanner *s, GError **error)
{
  const char *begin = s->p;
  const char *p = begin, *digits;
  gboolean integer = TRUE;
  g_autofree char *text = NULL;

  if (p < s->end && *p == '-')
    p++;
  digits = p;
  p = skip_digits (p, s->end);
  if (p == digits || (p - digits > 1 && *digits == '0'))
    return scan_fail (s, error, N_ ("not a number"));
  if (p < s->end && *p == '.')
    {
      integer = FALSE;
      digits = ++p;
      p = skip_digits (p, s->end);
      if (p == digits)
        return scan_fail (s, error, N_ ("not a number"));
    }
  if (p < s->end && (*p == 'e' || *p == 'E'))
    {
      integer = FALSE;
      p++;
      if (p < s->end && (*p == '+' || *p == '-'))
        p++;
      digits = p;
      p = skip_digits (p, s->end);
      if (p == digits)
        return scan_fail (s, error, N_ ("not a number"));
    }
  if (p - begin > 400) /* longer than any finite number needs to be */
    return scan_fail (s, error, N_ ("a number of absurd length"));
  text = g_strndup (begin, p - begin);
  if (integer && !g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, NULL, NULL))
    return scan_fail (s, error, N_ ("an integer outside 64 bits"));
  if (!integer && !isfinite (g_ascii_strtod (text, NULL)))
    return scan_fail (s, error, N_ ("a number that is not finite"));
  s->p = p;
  return TRUE;
}

static gboolean
scan_word (Scanner *s, const char *word)
{
  gsize n = strlen (word);

  if ((gsize) (s->end - s->p) < n || memcmp (s->p, word, n) != 0)
    return FALSE;
  s->p += n;
  return TRUE;
}

static gboolean
scan_scalar (Scanner *s, GError **error)
{
  static const char *const not_finite[] = { "NaN", "Infinity", "-Infinity" };

  if (*s->p == '"')
    return scan_string (s, error);
  if (scan_word (s, "true") || scan_word (s, "false") || scan_word (s, "null"))
    return TRUE;
  for (guint i = 0; s->nan_is_null && i < G_N_ELEMENTS (not_finite); i++)
    {
      const char *begin = s->p;

      if (!scan_word (s, not_finite[i]))
        continue;
      if (!s->patched)
        s->patched = g_string_sized_new (s->end - s->start);
      g_string_append_len (s->patched, s->copied, begin - s->copied);
      g_string_append (s->patched, "null");
      s->copied = s->p;
      return TRUE;
    }
  if (*s->p == '-' || g_ascii_isdigit (*s->p))
    return scan_number (s, error);
  return scan_fail (s, error, N_ ("expected a value"));
}

/* What json-glib 1.6 takes for a value, measured with small ones. */
#define OBJECT_COST 480
#define ARRAY_COST 160
#define SCALAR_COST 96
#define SMALL_TREE (32 * 1024 * 1024)

static gboolean
scan_cost (Scanner *s, gsize cost, GError **error)
{
  s->cost += cost;
  return s->max_cost == 0 || s->cost <= s->max_cost ? TRUE
                                                    : scan_fail (s, error, N_ ("more values than a real one has"));
}

/* Iterative, so that depth costs a bit of @closers and no stack. */
static gboolean
scan_document (Scanner *s, GError **error)
{
  char closers[EDGEKIT_JSON_MAX_DEPTH];
  guint depth = 0;
  gboolean want_value = TRUE;

  for (;;)
    {
      skip_space (s);
      if (s->p >= s->end)
        return scan_fail (s, error, N_ ("the text ends too early"));
      if (want_value)
        {
          if (*s->p == '{' || *s->p == '[')
            {
              char closer = *s->p == '{' ? '}' : ']';

              if (depth == EDGEKIT_JSON_MAX_DEPTH)
                return scan_fail (s, error, N_ ("nested too deeply"));
              if (!scan_cost (s, closer == '}' ? OBJECT_COST : ARRAY_COST, error))
                return FALSE;
              closers[depth++] = closer;
              s->p++;
              skip_space (s);
              if (s->p < s->end && *s->p == closer)
                want_value = FALSE;
              else if (closer == ']')
                continue;
            }
          else
            {
              if (!scan_cost (s, SCALAR_COST, error) || !scan_scalar (s, error))
                return FALSE;
              want_value = FALSE;
            }
        }
      else if (depth > 0 && *s->p == closers[depth - 1])
        {
          s->p++;
          depth--;
        }
      else if (depth > 0 && *s->p == ',')
        {
          s->p++;
          want_value = TRUE;
        }
      else
        return scan_fail (s, error, N_ ("expected a comma or the end of the object or array"));

      if (depth == 0)
        {
          skip_space (s);
          return s->p == s->end ? TRUE : scan_fail (s, error, N_ ("text after the end of the document"));
        }
      if (want_value && closers[depth - 1] == '}')
        {
          skip_space (s);
          if (s->p >= s->end || *s->p != '"')
            return scan_fail (s, error, N_ ("expected a member name"));
          if (!scan_string (s, error))
            return FALSE;
          skip_space (s);
          if (s->p >= s->end || *s->p != ':')
            return scan_fail (s, error, N_ ("expected a colon"));
          s->p++;
        }
    }
}

JsonNode *
_edgekit_json_parse (const char *data, gsize length, gsize max_length, EdgeKitJsonFlags flags, const char *what,
                     GError **error)
{
  Scanner s = { .start = data, .p = data, .end = data + length, .what = what, .copied = data };
  g_autoptr(GString) patched = NULL;
  g_autoptr(JsonParser) parser = NULL;
  g_autoptr(GError) local = NULL;
  const char *bad;
  gboolean ok;

  g_assert (data != NULL || length == 0);
  g_assert (what != NULL);
  s.nan_is_null = flags & EDGEKIT_JSON_NAN_IS_NULL;
  s.max_cost = flags & EDGEKIT_JSON_SMALL_TREE ? SMALL_TREE : 0;
  if (length > max_length)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_TOO_LARGE,
                   _ ("%1$s: larger than the %2$" PRIu64 " bytes that such a document may have"), what,
                   (guint64) max_length);
      return NULL;
    }
  if (length == 0)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA, _ ("%s: the JSON document is empty"), what);
      return NULL;
    }
  if (!g_utf8_validate_len (data, length, &bad))
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
                   /* Translators: the name of a file, and a number */
                   _ ("%1$s: not valid UTF-8 at byte %2$" PRIu64), what, (guint64) (bad - data));
      return NULL;
    }
  ok = scan_document (&s, error);
  patched = s.patched;
  if (!ok)
    return NULL;
  if (patched)
    {
      g_string_append_len (patched, s.copied, s.end - s.copied);
      data = patched->str;
      length = patched->len;
    }
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, data, length, &local))
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA, "%s: %s", what, local->message);
      return NULL;
    }
  return json_parser_steal_root (parser);
}

gboolean
_edgekit_json_load (GFile *file, gsize max_length, char **contents, gsize *length, GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *name = g_file_get_parse_name (file);
  g_autoptr(GError) cause = NULL;
  g_autoptr(GFileInputStream) stream = g_file_read (file, cancellable, &cause);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[64 * 1024];
  gssize n;

  if (!stream)
    {
      _edgekit_file_failed (name, g_steal_pointer (&cause), error);
      return FALSE;
    }
  while ((n = g_input_stream_read (G_INPUT_STREAM (stream), buffer, sizeof buffer, cancellable, &cause)) > 0)
    {
      if (bytes->len + (gsize) n > max_length)
        {
          g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_TOO_LARGE,
                       _ ("%1$s: larger than the %2$" PRIu64 " bytes that such a document may have"), name,
                       (guint64) max_length);
          return FALSE;
        }
      g_byte_array_append (bytes, buffer, n);
    }
  if (n < 0)
    {
      _edgekit_file_failed (name, g_steal_pointer (&cause), error);
      return FALSE;
    }
  *length = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  *contents = (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);
  return TRUE;
}

JsonObject *
_edgekit_json_get_document (JsonNode *root, const char *schema, const char *what, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  const char *found = NULL;

  if (!object)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA, _ ("%s: expected a JSON object"), what);
      return NULL;
    }
  if (!_edgekit_json_get_string (object, "schema", &found, what, error))
    return NULL;
  if (g_strcmp0 (found, schema) != 0)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
                   /* Translators: the name of a file, and two kinds of documents, as in
                    * "laptop.json: expected a document of schema edgekit.snapshot/1, found edgekit.model/1" */
                   _ ("%1$s: expected a document of schema %2$s, found %3$s"), what, schema,
                   /* Translators: in the place of a kind of document that a file does not tell */
                   found ? found : C_ ("schema", "none"));
      return NULL;
    }
  return object;
}

static JsonNode *
get_member (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

gboolean
_edgekit_json_get_int (JsonObject *object, const char *member, gint64 min, gint64 max, gint64 *value,
                       const char *where, GError **error)
{
  JsonNode *node = get_member (object, member);

  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64 ||
      json_node_get_int (node) < min || json_node_get_int (node) > max)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
                   "%s: “%s” is not an integer between %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT, where, member,
                   min, max);
      return FALSE;
    }
  *value = json_node_get_int (node);
  return TRUE;
}

gboolean
_edgekit_json_get_string (JsonObject *object, const char *member, const char **value, const char *where,
                          GError **error)
{
  JsonNode *node = get_member (object, member);

  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA, "%s: “%s” is not a string", where, member);
      return FALSE;
    }
  *value = json_node_get_string (node);
  return TRUE;
}
