/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-macos-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-decode-windows-private.h"
#include "edgekit-i18n-private.h"

const char *
_edgekit_decode_text (EdgeKitSnapshot *snapshot, const char *format, ...)
{
  va_list args;
  g_autofree char *key = NULL;

  va_start (args, format);
  key = g_strdup_vprintf (format, args);
  va_end (args);
  return edgekit_snapshot_get_text (snapshot, key);
}

static char *
one_line (const char *text)
{
  char *line = g_strndup (text, strcspn (text, "\n"));

  g_strstrip (line);
  if (!*line)
    g_clear_pointer (&line, g_free);
  return line;
}

char *
_edgekit_decode_line (EdgeKitSnapshot *snapshot, const char *format, ...)
{
  va_list args;
  g_autofree char *key = NULL;
  const char *text;

  va_start (args, format);
  key = g_strdup_vprintf (format, args);
  va_end (args);
  text = edgekit_snapshot_get_text (snapshot, key);
  return text ? one_line (text) : NULL;
}

gint64
_edgekit_decode_number (const char *text)
{
  gint64 value;
  char *end;

  if (!text)
    return EDGEKIT_UNKNOWN;
  while (g_ascii_isspace (*text))
    text++;
  if (!g_ascii_isdigit (*text))
    return EDGEKIT_UNKNOWN;
  value = g_ascii_strtoll (text, &end, g_str_has_prefix (text, "0x") ? 16 : 10);
  return end == text || value < 0 || value == G_MAXINT64 ? EDGEKIT_UNKNOWN : value;
}

gint64
_edgekit_decode_int (EdgeKitSnapshot *snapshot, const char *format, ...)
{
  va_list args;
  g_autofree char *key = NULL;

  va_start (args, format);
  key = g_strdup_vprintf (format, args);
  va_end (args);
  return _edgekit_decode_number (edgekit_snapshot_get_text (snapshot, key));
}

char *
_edgekit_decode_field (const char *text, const char *name, char separator)
{
  gsize length = strlen (name);

  for (const char *line = text; line && *line;)
    {
      const char *end = strchr (line, '\n');
      const char *p = line + length;

      if (strncmp (line, name, length) == 0)
        {
          while (*p == ' ' || *p == '\t')
            p++;
          if (separator == ' ' ? p > line + length : *p == separator)
            return one_line (separator == ' ' ? p : p + 1);
        }
      line = end ? end + 1 : NULL;
    }
  return NULL;
}

gint64
_edgekit_decode_field_int (const char *text, const char *name, char separator)
{
  g_autofree char *value = _edgekit_decode_field (text, name, separator);

  return _edgekit_decode_number (value);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return x < y ? -1 : x > y;
}

GArray *
_edgekit_decode_numbers (EdgeKitSnapshot *snapshot, const char *prefix, const char *suffix)
{
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, prefix);
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint));

  for (char **key = keys; *key; key++)
    {
      const char *p = *key + strlen (prefix);
      char *end;
      guint64 value = g_ascii_strtoull (p, &end, 10);
      guint number = (guint) value;

      if (end != p && value < 1 << 20 && g_str_equal (end, suffix) && edgekit_snapshot_has (snapshot, *key))
        g_array_append_val (numbers, number);
    }
  g_array_sort (numbers, compare_numbers);
  return numbers;
}

GArray *
_edgekit_decode_list (const char *text)
{
  g_autoptr(GArray) numbers = NULL;
  const guint64 largest = 1 << 16;
  guint unique = 0;

  if (!text)
    return NULL;
  numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  while (*text && *text != '\n')
    {
      char *end;
      guint64 first = g_ascii_strtoull (text, &end, 10), last = first;

      if (end == text)
        return NULL;
      text = end;
      if (*text == '-')
        {
          last = g_ascii_strtoull (text + 1, &end, 10);
          if (end == text + 1)
            return NULL;
          text = end;
        }
      if (first > last || last > largest || numbers->len + (last - first) > 2 * largest)
        return NULL;
      for (guint64 i = first; i <= last; i++)
        {
          guint number = (guint) i;

          g_array_append_val (numbers, number);
        }
      if (*text == ',')
        text++;
    }
  g_array_sort (numbers, compare_numbers);
  for (guint i = 0; i < numbers->len; i++)
    if (unique == 0 || g_array_index (numbers, guint, i) != g_array_index (numbers, guint, unique - 1))
      g_array_index (numbers, guint, unique++) = g_array_index (numbers, guint, i);
  g_array_set_size (numbers, unique);
  return g_steal_pointer (&numbers);
}

char *
_edgekit_decode_clean_name (const char *name)
{
  static const char *const drop[] = {
    "\\((?:R|r|TM|tm|C)\\)",
    "[®™©]",
    "\\s+w/ .*$",
    "\\s+with Radeon.*$",
    "\\s+Radeon R\\d+, \\d+ Compute Cores.*$",
    "\\s*@\\s*[0-9.]+\\s*[GM]Hz.*$",
    "\\s+(?:\\d+|Dual|Quad|Six|Eight|Sixteen)-[Cc]ores?(?: Processor)?$",
    "\\bCPU\\b(?=\\s+[\\dA-Z]|\\s*$)", /* but “QEMU Virtual CPU version 2.5+” */
    "\\s+Processor$",
    "(?<=-\\d{4})\\s+0$", /* “E5-2680 0”, before there was a “v2” */
  };
  char *clean = g_strdup (name);

  for (guint i = 0; i < G_N_ELEMENTS (drop); i++)
    {
      g_autoptr(GRegex) regex = g_regex_new (drop[i], 0, 0, NULL);
      char *next = g_regex_replace_literal (regex, clean, -1, 0, "", 0, NULL);

      if (next)
        {
          g_free (clean);
          clean = next;
        }
    }
  {
    g_autoptr(GRegex) spaces = g_regex_new ("\\s+", 0, 0, NULL);
    char *next = g_regex_replace_literal (spaces, clean, -1, 0, " ", 0, NULL);

    g_free (clean);
    clean = g_strstrip (next);
  }
  if (!*clean)
    g_clear_pointer (&clean, g_free);
  return clean;
}

void
_edgekit_decode_set (char **dest, const char *value)
{
  if (!value)
    return;
  g_free (*dest);
  *dest = g_strdup (value);
}

void
_edgekit_decode_add_word (GPtrArray *words, const char *word)
{
  if (!g_ptr_array_find_with_equal_func (words, word, g_str_equal, NULL))
    g_ptr_array_add (words, g_strdup (word));
}

gboolean
_edgekit_decode_runs_in (EdgeKitHardwareProfile *profile, const char *begin)
{
  char **environment = profile->os ? profile->os->environment : NULL;

  for (; environment && *environment; environment++)
    if (g_str_has_prefix (*environment, begin))
      return TRUE;
  return FALSE;
}

void
_edgekit_decode_note_no_graphics (EdgeKitHardwareProfile *profile)
{
  _edgekit_hardware_profile_add_note (profile, "graphics-unknown", EDGEKIT_SEVERITY_WARNING,
                                      _ ("Which graphics cards there are could not be read."),
                                      _ ("Check again. If it stays like this, a report helps to find out why."));
}

/* What differs from system to system; the rest is common. */
typedef struct
{
  const char *family;
  void (*cpu) (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
  void (*memory) (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
  void (*accelerators) (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
  void (*storage) (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
} SystemDecoder;

/* The last one also reads what no system is named in. */
static const SystemDecoder systems[] = {
  { "macos", _edgekit_decode_macos_cpu, _edgekit_decode_macos_memory, _edgekit_decode_macos_accelerators,
    _edgekit_decode_storage },
  { "windows", _edgekit_decode_windows_cpu, _edgekit_decode_windows_memory, _edgekit_decode_windows_accelerators,
    _edgekit_decode_windows_storage },
  { "linux", _edgekit_decode_cpu, _edgekit_decode_memory, _edgekit_decode_accelerators, _edgekit_decode_storage },
};

static const SystemDecoder *
decoder_of (EdgeKitHardwareProfile *profile)
{
  const char *family = profile->os ? profile->os->family : NULL;
  guint i = 0;

  while (i < G_N_ELEMENTS (systems) - 1 && g_strcmp0 (systems[i].family, family) != 0)
    i++;
  return &systems[i];
}

EdgeKitHardwareProfile *
_edgekit_decode (EdgeKitSnapshot *snapshot)
{
  EdgeKitHardwareProfile *profile =
      _edgekit_hardware_profile_new (edgekit_snapshot_get_live (snapshot), edgekit_snapshot_get_recorded (snapshot));
  const SystemDecoder *decoder;

  _edgekit_decode_system (snapshot, profile);
  decoder = decoder_of (profile);
  decoder->cpu (snapshot, profile);
  _edgekit_decode_note_hidden_features (profile);
  decoder->memory (snapshot, profile);
  decoder->accelerators (snapshot, profile);
  _edgekit_decode_guests (snapshot, profile);
  _edgekit_decode_cards (profile);
  _edgekit_decode_memory_speed (snapshot, profile);
  _edgekit_decode_carve_out_speed (profile);
  decoder->storage (snapshot, profile);
  _edgekit_decode_software (snapshot, profile);
  return profile;
}

EdgeKitHardwareProfile *
_edgekit_decode_memory_only (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *known)
{
  g_autoptr(EdgeKitHardwareProfile) memory =
      _edgekit_hardware_profile_new (edgekit_snapshot_get_live (snapshot), edgekit_snapshot_get_recorded (snapshot));
  const SystemDecoder *decoder;

  g_set_object (&memory->os, known->os);
  g_set_object (&memory->cpu, known->cpu);
  decoder = decoder_of (memory);
  decoder->memory (snapshot, memory);
  decoder->accelerators (snapshot, memory);
  _edgekit_decode_guests (snapshot, memory);
  _edgekit_decode_cards (memory);
  return _edgekit_hardware_profile_with_memory (known, memory);
}

/**
 * edgekit_hardware_profile_new_from_snapshot:
 * @snapshot: a snapshot
 * @error: return location for an error
 *
 * Reads the meaning of a snapshot. What it does not hold is unknown, and what is
 * odd about it is a note, never an error.
 *
 * Returns: (transfer full): a profile, live if the snapshot is
 *
 * Since: 0.1
 */
EdgeKitHardwareProfile *
edgekit_hardware_profile_new_from_snapshot (EdgeKitSnapshot *snapshot, GError **error)
{
  g_return_val_if_fail (EDGEKIT_IS_SNAPSHOT (snapshot), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return _edgekit_decode (snapshot);
}
