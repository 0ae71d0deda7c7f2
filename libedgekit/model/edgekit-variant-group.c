/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-quant-label-private.h"
#include "edgekit-variant-group-private.h"

#define CONFIG "config.json"
#define PIPELINE "model_index.json"

/* A version while it is put together. */
typedef struct
{
  EdgeKitVariantGroup *group;
  char *stem;
  char *version; /* "UD-", or NULL */
  GArray *parts; /* Part */
  guint count;   /* of parts; 0: the names do not say */
  int companion; /* what it is where there are others, or −1 */
} Draft;

typedef struct
{
  const EdgeKitListedFile *file;
  guint number; /* 0: whole */
} Part;

typedef struct
{
  GHashTable *by_key;    /* what the parts of one version have in common → Draft, borrowed */
  GPtrArray *drafts;     /* Draft */
  GHashTable *configs;   /* folders with a config.json */
  GHashTable *pipelines; /* folders with a set of models that make images */
  GPtrArray *companions; /* EdgeKitCompanionFile */
} Sorting;

EdgeKitListedFile *
_edgekit_listed_file_new (const char *path, gint64 size)
{
  EdgeKitListedFile *self = g_new (EdgeKitListedFile, 1);

  self->path = g_strdup (path);
  self->size = size;
  return self;
}

void
_edgekit_listed_file_free (EdgeKitListedFile *self)
{
  g_free (self->path);
  g_free (self);
}

static void
group_free (EdgeKitVariantGroup *group)
{
  g_free (group->name);
  g_free (group->quantization);
  g_free (group->base);
  g_free (group->folder);
  g_ptr_array_unref (group->files);
  g_free (group);
}

static void
draft_free (Draft *draft)
{
  g_clear_pointer (&draft->group, group_free);
  g_free (draft->stem);
  g_free (draft->version);
  g_array_unref (draft->parts);
  g_free (draft);
}

void
_edgekit_variant_groups_free (EdgeKitVariantGroups *self)
{
  g_ptr_array_unref (self->variants);
  g_ptr_array_unref (self->companions);
  g_free (self);
}

/* --- Which files belong together -------------------------------------------- */

/* "Qwen3-8B-UD-Q4_K_XL-it" is "qwen3-8b-it" in every version. */
static char *
make_base (const char *stem, const EdgeKitQuantLabel *label)
{
  gsize begin = label->begin, end = label->end;
  GString *base;

  while (begin > 0 && _edgekit_quant_label_is_separator (stem[begin - 1]))
    begin--;
  while (begin == 0 && _edgekit_quant_label_is_separator (stem[end]))
    end++;
  base = g_string_new_len (stem, begin);
  g_string_append (base, stem + end);
  g_string_ascii_down (base);
  return g_string_free (base, FALSE);
}

/* The word is in the name of the file, or else in that of its folder. */
static void
take_label (Draft *draft, const EdgeKitFileName *name)
{
  g_auto(EdgeKitQuantLabel) label = { 0 };
  gboolean in_name = _edgekit_quant_label_find (name->stem, &label);

  draft->group->base = in_name ? make_base (name->stem, &label) : g_ascii_strdown (name->stem, -1);
  if (!in_name && !_edgekit_quant_label_find (name->folder, &label))
    return;
  draft->group->quantization = g_steal_pointer (&label.text);
  draft->group->bits = label.bits;
  draft->version = g_steal_pointer (&label.version);
}

static Draft *
draft_new (const EdgeKitFileName *name)
{
  Draft *draft = g_new0 (Draft, 1);

  draft->group = g_new0 (EdgeKitVariantGroup, 1);
  draft->group->folder = g_strdup (name->folder);
  draft->group->format = name->format;
  draft->group->files = g_ptr_array_new ();
  draft->stem = g_strdup (name->stem);
  draft->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  draft->count = name->count;
  draft->companion = name->unless_others ? name->companion : -1;
  if (g_str_equal (name->format, "gguf"))
    take_label (draft, name);
  else
    draft->group->base = g_strdup ("");
  return draft;
}

/* All safetensors files of a folder are one model. */
static char *
make_key (const EdgeKitFileName *name)
{
  g_autofree char *lower = g_ascii_strdown (name->stem, -1);

  if (g_str_equal (name->format, "safetensors"))
    return g_strconcat ("safetensors/", name->folder, NULL);
  return g_strdup_printf ("gguf/%s/%s/%u%s", name->folder, lower, name->count, name->number > 0 ? "+" : "");
}

static void
add_companion (Sorting *sorting, int kind, const EdgeKitListedFile *file)
{
  EdgeKitCompanionFile *companion = g_new (EdgeKitCompanionFile, 1);

  companion->kind = kind;
  companion->file = file;
  g_ptr_array_add (sorting->companions, companion);
}

static void
add_file (Sorting *sorting, const EdgeKitListedFile *file)
{
  g_auto(EdgeKitFileName) name = { 0 };
  g_autofree char *key = NULL;
  Part part = { .file = file };
  Draft *draft;

  if (!_edgekit_file_name_parse (file, &name))
    return;
  if (name.companion >= 0 && !name.unless_others)
    {
      add_companion (sorting, name.companion, file);
      return;
    }
  if (!name.format)
    return;
  key = make_key (&name);
  draft = g_hash_table_lookup (sorting->by_key, key);
  if (!draft)
    {
      draft = draft_new (&name);
      g_ptr_array_add (sorting->drafts, draft);
      g_hash_table_insert (sorting->by_key, g_steal_pointer (&key), draft);
    }
  part.number = name.number;
  g_array_append_val (draft->parts, part);
}

static void
note_folder (GHashTable *folders, const char *path, const char *name)
{
  const char *slash = strrchr (path, '/');

  if (g_str_equal (slash ? slash + 1 : path, name))
    g_hash_table_add (folders, slash ? g_strndup (path, slash - path) : g_strdup (""));
}

/* --- Which of them are versions --------------------------------------------- */

/* A model for drafting, or an adapter, between others that are not. */
static void
set_apart (Sorting *sorting)
{
  gboolean others = FALSE;

  for (guint i = 0; i < sorting->drafts->len; i++)
    others |= ((Draft *) g_ptr_array_index (sorting->drafts, i))->companion < 0;
  for (guint i = 0; others && i < sorting->drafts->len;)
    {
      Draft *draft = g_ptr_array_index (sorting->drafts, i);

      if (draft->companion < 0)
        {
          i++;
          continue;
        }
      for (guint j = 0; j < draft->parts->len; j++)
        add_companion (sorting, draft->companion, g_array_index (draft->parts, Part, j).file);
      g_ptr_array_remove_index (sorting->drafts, i);
    }
}

static gboolean
is_within (const char *folder, GHashTable *folders)
{
  g_autofree char *above = g_strdup (folder);

  for (char *slash; g_hash_table_size (folders) > 0; *slash = '\0')
    {
      if (g_hash_table_contains (folders, above) || g_hash_table_contains (folders, ""))
        return TRUE;
      slash = strrchr (above, '/');
      if (!slash)
        break;
    }
  return FALSE;
}

/* Engines load safetensors files only beside a config.json. */
static void
drop_unusable (Sorting *sorting)
{
  for (guint i = 0; i < sorting->drafts->len;)
    {
      Draft *draft = g_ptr_array_index (sorting->drafts, i);
      const char *folder = draft->group->folder;

      if (g_str_equal (draft->group->format, "safetensors") &&
          (!g_hash_table_contains (sorting->configs, folder) || is_within (folder, sorting->pipelines)))
        g_ptr_array_remove_index (sorting->drafts, i);
      else
        i++;
    }
}

static const char *
base_name (const Part *part)
{
  const char *slash = strrchr (part->file->path, '/');

  return slash ? slash + 1 : part->file->path;
}

/* Of a folder of safetensors files, those that are loaded: one that is whole, or
 * all but those that hold the same weights again in Mistral's own form. */
static void
choose_tensors (Draft *draft)
{
  gboolean whole = FALSE;
  guint others = 0;

  for (guint i = 0; i < draft->parts->len; i++)
    {
      const Part *part = &g_array_index (draft->parts, Part, i);

      whole |= g_str_equal (base_name (part), "model.safetensors");
      others += !g_str_has_prefix (base_name (part), "consolidated");
    }
  for (guint i = 0; i < draft->parts->len;)
    {
      const char *name = base_name (&g_array_index (draft->parts, Part, i));

      if (whole ? !g_str_equal (name, "model.safetensors") : others > 0 && g_str_has_prefix (name, "consolidated"))
        g_array_remove_index (draft->parts, i);
      else
        i++;
    }
}

/* --- What is known of a version --------------------------------------------- */

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const Part *x = a, *y = b;

  if (x->number != y->number)
    return x->number < y->number ? -1 : 1;
  return strcmp (x->file->path, y->file->path);
}

static void
add_up (EdgeKitVariantGroup *group)
{
  guint64 sum = 0;

  group->size = EDGEKIT_UNKNOWN;
  for (guint i = 0; i < group->files->len; i++)
    {
      const EdgeKitListedFile *file = g_ptr_array_index (group->files, i);

      if (file->size < 0)
        return;
      sum = _edgekit_sat_add (sum, file->size);
    }
  group->size = sum;
}

static void
finish_draft (Draft *draft)
{
  EdgeKitVariantGroup *group = draft->group;
  guint n = 0, last = 0;

  if (g_str_equal (group->format, "safetensors"))
    choose_tensors (draft);
  g_array_sort (draft->parts, compare_parts);
  for (guint i = 0; i < draft->parts->len; i++)
    {
      const Part *part = &g_array_index (draft->parts, Part, i);

      g_ptr_array_add (group->files, (gpointer) part->file);
      /* each number once; a part of another set would count, too, which is rare */
      n += part->number > 0 && part->number != last;
      last = part->number;
    }
  group->n_parts = n == 0 ? draft->parts->len : MAX (draft->count, last);
  group->complete = n == 0 || (n == group->n_parts && (draft->count > 0 || n > 1));
  add_up (group);
}

/* --- Names ------------------------------------------------------------------ */

static void
count_name (GHashTable *names, const char *name)
{
  g_hash_table_insert (names, g_strdup (name), GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (names, name)) + 1));
}

static gboolean
is_taken_twice (GHashTable *names, const char *name)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (names, name)) > 1;
}

/* The model that has most versions here. */
static const char *
find_main_base (GPtrArray *drafts)
{
  g_autoptr(GHashTable) bases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *found = "";
  guint most = 0;

  for (guint i = 0; i < drafts->len; i++)
    count_name (bases, ((Draft *) g_ptr_array_index (drafts, i))->group->base);
  for (guint i = 0; i < drafts->len; i++)
    {
      const char *base = ((Draft *) g_ptr_array_index (drafts, i))->group->base;
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (bases, base));

      if (n > most)
        {
          most = n;
          found = base;
        }
    }
  return found;
}

static char *
short_name (const Draft *draft, const char *main_base)
{
  const EdgeKitVariantGroup *group = draft->group;
  const char *slash = strrchr (group->folder, '/');

  if (g_str_equal (group->format, "safetensors"))
    return g_strdup (*group->folder ? (slash ? slash + 1 : group->folder) : group->format);
  if (!group->quantization || !g_str_equal (group->base, main_base))
    return g_strdup (draft->stem);
  return g_strconcat (draft->version ? draft->version : "", group->quantization, NULL);
}

static char *
long_name (const Draft *draft)
{
  const EdgeKitListedFile *first = g_ptr_array_index (draft->group->files, 0);

  return g_strdup (first->path);
}

/* Each the shortest that tells it from the others: "Q4_K_M", the begin of its
 * file's name, or that name with its folders. */
static void
give_names (GPtrArray *drafts)
{
  const char *main_base = find_main_base (drafts);

  for (guint step = 0; step < 3; step++)
    {
      g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (guint i = 0; step > 0 && i < drafts->len; i++)
        count_name (names, ((Draft *) g_ptr_array_index (drafts, i))->group->name);
      for (guint i = 0; i < drafts->len; i++)
        {
          Draft *draft = g_ptr_array_index (drafts, i);
          char *name = draft->group->name;

          if (step > 0 && !is_taken_twice (names, name))
            continue;
          draft->group->name = step == 0   ? short_name (draft, main_base)
                               : step == 1 ? g_strdup (draft->stem)
                                           : long_name (draft);
          g_free (name);
        }
    }
}

/* --- All of it -------------------------------------------------------------- */

/* The largest first, models apart. */
static int
compare_variants (gconstpointer a, gconstpointer b)
{
  const EdgeKitVariantGroup *x = *(EdgeKitVariantGroup *const *) a, *y = *(EdgeKitVariantGroup *const *) b;
  int order = strcmp (x->base, y->base);

  if (order != 0)
    return order;
  if (x->size != y->size && x->size >= 0 && y->size >= 0)
    return x->size > y->size ? -1 : 1;
  if (x->bits != y->bits)
    return x->bits > y->bits ? -1 : 1;
  return strcmp (x->name, y->name);
}

static int
compare_companions (gconstpointer a, gconstpointer b)
{
  const EdgeKitCompanionFile *x = *(EdgeKitCompanionFile *const *) a, *y = *(EdgeKitCompanionFile *const *) b;

  return strcmp (x->file->path, y->file->path);
}

EdgeKitVariantGroups *
_edgekit_variant_groups_new (GPtrArray *files)
{
  EdgeKitVariantGroups *self = g_new0 (EdgeKitVariantGroups, 1);
  g_autoptr(GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) draft_free);
  g_autoptr(GHashTable) configs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) pipelines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Sorting sorting = { by_key, drafts, configs, pipelines, NULL };

  self->variants = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  self->companions = sorting.companions = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < files->len; i++)
    {
      const EdgeKitListedFile *file = g_ptr_array_index (files, i);

      note_folder (configs, file->path, CONFIG);
      note_folder (pipelines, file->path, PIPELINE);
      add_file (&sorting, file);
    }
  set_apart (&sorting);
  drop_unusable (&sorting);
  for (guint i = 0; i < drafts->len; i++)
    finish_draft (g_ptr_array_index (drafts, i));
  give_names (drafts);
  for (guint i = 0; i < drafts->len; i++)
    g_ptr_array_add (self->variants, g_steal_pointer (&((Draft *) g_ptr_array_index (drafts, i))->group));
  g_ptr_array_sort (self->variants, compare_variants);
  g_ptr_array_sort (self->companions, compare_companions);
  return self;
}
