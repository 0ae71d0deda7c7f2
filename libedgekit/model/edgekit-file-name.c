/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-enum-types.h"
#include "edgekit-model-choice-private.h"
#include "edgekit-quant-label-private.h"
#include "edgekit-table-private.h"
#include "edgekit-variant-group-private.h"

#define WORDS "file-words"
#define GGUF ".gguf"
#define SAFETENSORS ".safetensors"
#define MAX_PATH 1024
#define MAX_RAW_PARTS 1000

/* --- Words that say what a file is ------------------------------------------ */

typedef enum
{
  WORD_BEGIN,
  WORD_ALONE,
  WORD_ANYWHERE,
} WordPlace;

typedef struct
{
  char *word;
  int kind;
  WordPlace place;
  gboolean unless_others;
} Word;

/* As long-lived as the library. */
static GArray *
get_words (void)
{
  static GArray *words = NULL;

  if (g_once_init_enter (&words))
    {
      GKeyFile *table = _edgekit_table_get (WORDS);
      g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);
      g_autoptr(GTypeClass) kinds = g_type_class_ref (EDGEKIT_TYPE_COMPANION_KIND);
      GArray *list = g_array_new (FALSE, FALSE, sizeof (Word));

      for (char **row = rows; *row; row++)
        {
          g_autofree char *kind = g_key_file_get_string (table, *row, "kind", NULL);
          g_autofree char *where = g_key_file_get_string (table, *row, "where", NULL);
          const GEnumValue *value = g_enum_get_value_by_nick (G_ENUM_CLASS (kinds), kind);
          Word word = { .word = g_strdup (*row) };

          if (!value) /* a word of the version */
            {
              g_free (word.word);
              continue;
            }
          word.kind = value->value;
          word.place = g_strcmp0 (where, "begin") == 0  ? WORD_BEGIN
                       : g_strcmp0 (where, "word") == 0 ? WORD_ALONE
                                                        : WORD_ANYWHERE;
          word.unless_others = g_key_file_has_key (table, *row, "unless", NULL);
          g_array_append_val (list, word);
        }
      g_once_init_leave (&words, list);
    }
  return words;
}

static gboolean
stands_alone (const char *name, const char *word)
{
  gsize n = strlen (word);

  for (const char *p = strstr (name, word); p; p = strstr (p + 1, word))
    if ((p == name || _edgekit_quant_label_is_separator (p[-1])) &&
        (p[n] == '\0' || _edgekit_quant_label_is_separator (p[n])))
      return TRUE;
  return FALSE;
}

/* "Model-Q4_K_M-imatrix" is a version that was made with such a matrix. */
static gboolean
is_made_with_imatrix (const char *stem)
{
  g_auto(EdgeKitQuantLabel) label = { 0 };
  gsize length = strlen (stem);

  return _edgekit_quant_label_find (stem, &label) && label.end == length && length > strlen ("-imatrix") &&
         g_ascii_strcasecmp (stem + length - strlen ("-imatrix"), "-imatrix") == 0;
}

static void
find_words (EdgeKitFileName *name)
{
  g_autofree char *lower = g_ascii_strdown (name->stem, -1);
  GArray *words = get_words ();

  for (guint i = 0; i < words->len; i++)
    {
      const Word *word = &g_array_index (words, Word, i);
      gboolean found = word->place == WORD_BEGIN   ? g_str_has_prefix (lower, word->word)
                       : word->place == WORD_ALONE ? stands_alone (lower, word->word)
                                                   : strstr (lower, word->word) != NULL;

      if (!found || (word->kind == EDGEKIT_COMPANION_KIND_IMATRIX && is_made_with_imatrix (name->stem)))
        continue;
      name->companion = word->kind;
      name->unless_others = word->unless_others;
      return;
    }
}

/* --- Parts ------------------------------------------------------------------ */

static gboolean
strip_suffix (char *text, const char *suffix)
{
  gsize length = strlen (text), n = strlen (suffix);

  if (length <= n || g_ascii_strcasecmp (text + length - n, suffix) != 0)
    return FALSE;
  text[length - n] = '\0';
  return TRUE;
}

/* "1", "01", "a", "aa": the number of a part, from 1; 0 for what is none. */
static guint
read_ordinal (const char **p)
{
  guint number = 0;

  if (g_ascii_isdigit (**p))
    {
      for (; g_ascii_isdigit (**p) && number <= MAX_RAW_PARTS; (*p)++)
        number = number * 10 + (guint) g_ascii_digit_value (**p);
      return number <= MAX_RAW_PARTS ? number : 0;
    }
  if (!g_ascii_isalpha (**p))
    return 0;
  if (!g_ascii_isalpha ((*p)[1]))
    {
      number = (guint) (g_ascii_tolower (**p) - 'a') + 1;
      (*p)++;
      return number;
    }
  if (g_ascii_isalpha ((*p)[2]))
    return 0;
  number = (guint) (g_ascii_tolower (**p) - 'a') * 26 + (guint) (g_ascii_tolower ((*p)[1]) - 'a') + 1;
  *p += 2;
  return number;
}

/* Cut by bytes, as hubs once made necessary: "x.gguf.part1of2", "x.gguf-split-a". */
static gboolean
parse_raw_part (EdgeKitFileName *name)
{
  g_autofree char *lower = g_ascii_strdown (name->name, -1);
  const char *ending = g_strrstr (lower, GGUF);
  const char *p = ending ? ending + strlen (GGUF) : NULL;

  if (!p || ending == lower || (*p != '.' && *p != '-'))
    return FALSE;
  p++;
  if (g_str_has_prefix (p, "part"))
    p += strlen ("part");
  else if (g_str_has_prefix (p, "split"))
    p += strlen ("split");
  else
    return FALSE;
  if (*p == '-' || *p == '_' || *p == '.')
    p++;
  else if (!g_ascii_isdigit (*p))
    return FALSE;
  name->number = read_ordinal (&p);
  if (name->number > 0 && g_str_has_prefix (p, "of") && g_ascii_isdigit (p[2]))
    {
      p += 2;
      name->count = read_ordinal (&p);
    }
  if (name->number == 0 || *p != '\0')
    return FALSE;
  name->stem = g_strndup (name->name, ending - lower);
  name->format = "gguf";
  return TRUE;
}

static void
strip_part (EdgeKitFileName *name, const char *extension)
{
  EdgeKitPartName part;

  name->stem = g_strndup (name->name, strlen (name->name) - strlen (extension));
  if (!_edgekit_part_name_parse (name->name, extension, &part) || part.number < 1 || part.number > part.count)
    return;
  name->stem[part.prefix - 1] = '\0';
  name->number = part.number;
  name->count = part.count;
  strip_suffix (name->stem, "-split");
  strip_suffix (name->stem, extension);
}

/* --- The name --------------------------------------------------------------- */

/* Names come from a listing that anybody may have written. */
static gboolean
is_sane_path (const char *path)
{
  if (!*path || *path == '/' || strlen (path) > MAX_PATH || strchr (path, '\\') || !g_utf8_validate (path, -1, NULL))
    return FALSE;
  for (const char *p = path; *p; p++)
    if ((guchar) *p < 0x20 || *p == 0x7f)
      return FALSE;
  for (const char *p = path; p; p = strchr (p, '/'))
    {
      gsize n;

      p += p > path;
      n = strcspn (p, "/");
      if (n == 0 || (n == 1 && p[0] == '.') || (n == 2 && p[0] == '.' && p[1] == '.'))
        return FALSE;
    }
  return TRUE;
}

static gboolean
ends_with (const char *name, const char *suffix)
{
  gsize length = strlen (name), n = strlen (suffix);

  return length > n && g_ascii_strcasecmp (name + length - n, suffix) == 0;
}

/* Other files that accompany models. */
static gboolean
is_imatrix_data (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return strstr (lower, "imatrix") && (ends_with (name, ".dat") || ends_with (name, ".gguf_file") ||
                                       ends_with (name, ".imatrix"));
}

gboolean
_edgekit_file_name_parse (const EdgeKitListedFile *file, EdgeKitFileName *name)
{
  const char *slash;

  memset (name, 0, sizeof *name);
  name->companion = -1;
  if (!is_sane_path (file->path))
    return FALSE;
  slash = strrchr (file->path, '/');
  name->file = file;
  name->name = slash ? slash + 1 : file->path;
  name->folder = slash ? g_strndup (file->path, slash - file->path) : g_strdup ("");
  if (*name->name == '.')
    return FALSE;
  if (ends_with (name->name, GGUF))
    {
      name->format = "gguf";
      strip_part (name, GGUF);
      find_words (name);
    }
  else if (parse_raw_part (name))
    find_words (name);
  else if (ends_with (name->name, SAFETENSORS))
    {
      name->format = "safetensors";
      strip_part (name, SAFETENSORS);
      if (g_str_has_prefix (name->name, "adapter_"))
        name->companion = EDGEKIT_COMPANION_KIND_LORA;
    }
  else if (is_imatrix_data (name->name))
    name->companion = EDGEKIT_COMPANION_KIND_IMATRIX;
  else
    return FALSE;
  return TRUE;
}

void
_edgekit_file_name_clear (EdgeKitFileName *name)
{
  g_clear_pointer (&name->folder, g_free);
  g_clear_pointer (&name->stem, g_free);
}
