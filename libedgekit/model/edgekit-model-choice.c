/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-i18n-private.h"
#include "edgekit-model-choice-private.h"

#define MAX_NAMED 5

#define CONFIG "config.json"
#define SAFETENSORS ".safetensors"
#define INDEX ".safetensors.index.json"

/* What lies in a folder. */
typedef struct
{
  GPtrArray *ggufs;   /* char *, borrowed; one for each set of parts */
  GPtrArray *tensors; /* char *, borrowed; safetensors files */
  GPtrArray *indexes; /* char *, borrowed */
  gboolean config;
  gboolean adapter;
  gboolean pipeline; /* of diffusers */
  gboolean pytorch;
} Folder;

static EdgeKitModelChoice *
choice_new (void)
{
  EdgeKitModelChoice *self = g_new0 (EdgeKitModelChoice, 1);

  self->shards = g_ptr_array_new_with_free_func (g_free);
  self->likely = g_ptr_array_new_with_free_func (g_free);
  self->beside = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
_edgekit_model_choice_free (EdgeKitModelChoice *self)
{
  g_free (self->gguf);
  g_free (self->index);
  g_ptr_array_unref (self->shards);
  g_ptr_array_unref (self->likely);
  g_ptr_array_unref (self->beside);
  g_free (self);
}

static gboolean
ends_with (const char *name, const char *suffix)
{
  gsize length = strlen (name), n = strlen (suffix);

  return length > n && g_ascii_strcasecmp (name + length - n, suffix) == 0;
}

/* --- What lies there -------------------------------------------------------- */

/* Companions of a model rather than models. */
static gboolean
is_companion (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return strstr (lower, "mmproj") || strstr (lower, "imatrix") || g_str_has_prefix (lower, "mtp-") ||
         g_str_has_prefix (lower, "eagle3-");
}

static void
look_at_name (Folder *folder, char *name)
{
  static const char *const pytorch[] = { ".bin", ".pt", ".pth", ".h5", ".msgpack", ".ckpt" };
  EdgeKitPartName part;

  folder->config |= g_str_equal (name, CONFIG);
  folder->adapter |= g_str_has_prefix (name, "adapter_");
  folder->pipeline |= g_str_equal (name, "model_index.json");
  for (guint i = 0; i < G_N_ELEMENTS (pytorch); i++)
    folder->pytorch |= ends_with (name, pytorch[i]);
  if (ends_with (name, INDEX))
    g_ptr_array_add (folder->indexes, name);
  else if (ends_with (name, SAFETENSORS) && !g_str_has_prefix (name, "adapter_"))
    g_ptr_array_add (folder->tensors, name);
  else if (ends_with (name, ".gguf") && !is_companion (name) &&
           !(_edgekit_part_name_parse (name, ".gguf", &part) && part.number != 1))
    g_ptr_array_add (folder->ggufs, name);
}

static void
several_models (GPtrArray *models, const char *what, GError **error)
{
  g_autoptr(GString) list = g_string_new (NULL);

  for (guint i = 0; i < models->len && i < MAX_NAMED; i++)
    g_string_append_printf (list, "%s%s", i ? ", " : "", (const char *) g_ptr_array_index (models, i));
  if (models->len > MAX_NAMED)
    g_string_append (list, ", …");
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT,
               _edgekit_ngettext (
                 /* Translators: a folder, a number, and the names of files, separated by commas */
                 "%1$s: this folder holds %2$u model; name it: %3$s",
                 "%1$s: this folder holds %2$u models; name one of them: %3$s", models->len),
               what, models->len, list->str);
}

/* --- Safetensors ------------------------------------------------------------ */

static const char *
find_name (GPtrArray *names, const char *wanted)
{
  for (guint i = 0; i < names->len; i++)
    if (g_str_equal (g_ptr_array_index (names, i), wanted))
      return wanted;
  return NULL;
}

/* Mistral's own files: the same weights again, beside those in the usual form. */
static gboolean
is_consolidated (const char *name)
{
  return g_str_has_prefix (name, "consolidated");
}

static void
drop_consolidated (GPtrArray *names)
{
  guint kept = 0;

  for (guint i = 0; i < names->len; i++)
    kept += !is_consolidated (g_ptr_array_index (names, i));
  for (guint i = 0; kept > 0 && i < names->len;)
    if (is_consolidated (g_ptr_array_index (names, i)))
      g_ptr_array_remove_index (names, i);
    else
      i++;
}

/* All parts that the name of one speaks of. */
static gboolean
add_parts (EdgeKitModelChoice *choice, const char *name, const EdgeKitPartName *part, const char *what, GError **error)
{
  if (part->number < 1 || part->number > part->count || part->count > EDGEKIT_MODEL_MAX_PARTS)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
                   /* Translators: a file or a folder, and the name of a file */
                   _ ("%1$s: the numbers in the name “%2$s” cannot be those of a part of a model"), what, name);
      return FALSE;
    }
  for (guint i = 1; i <= part->count; i++)
    g_ptr_array_add (choice->shards, _edgekit_part_name_sibling (name, part, i));
  return TRUE;
}

static gboolean
is_same_set (const char *a, const char *b)
{
  EdgeKitPartName x, y;

  return _edgekit_part_name_parse (a, SAFETENSORS, &x) && _edgekit_part_name_parse (b, SAFETENSORS, &y) &&
         x.prefix == y.prefix && x.count == y.count && strncmp (a, b, x.prefix) == 0;
}

gboolean
_edgekit_model_choice_is_set (const EdgeKitModelChoice *self)
{
  EdgeKitPartName part;

  if (self->likely->len == 0 || !_edgekit_part_name_parse (g_ptr_array_index (self->likely, 0), SAFETENSORS, &part) ||
      part.count != self->likely->len)
    return FALSE;
  for (guint i = 0; i < self->likely->len; i++)
    {
      g_autofree char *name = _edgekit_part_name_sibling (g_ptr_array_index (self->likely, 0), &part, i + 1);

      if (!g_str_equal (name, g_ptr_array_index (self->likely, i)))
        return FALSE;
    }
  return TRUE;
}

/* The file that is the model, or one of its parts: the one called “model”, else
 * the only one that there is; NULL when there are several. */
static const char *
find_main_file (GPtrArray *names)
{
  const char *first = g_ptr_array_index (names, 0);
  EdgeKitPartName part;

  if (find_name (names, "model" SAFETENSORS))
    return "model" SAFETENSORS;
  for (guint i = 0; i < names->len; i++)
    if (_edgekit_part_name_parse (g_ptr_array_index (names, i), SAFETENSORS, &part) &&
        part.prefix == strlen ("model-") && g_str_has_prefix (g_ptr_array_index (names, i), "model"))
      return g_ptr_array_index (names, i);
  for (guint i = 1; i < names->len; i++)
    if (!is_same_set (first, g_ptr_array_index (names, i)))
      return NULL;
  return first;
}

static gboolean
choose_tensors (EdgeKitModelChoice *choice, GPtrArray *names, const char *what, GError **error)
{
  const char *file = find_main_file (names);
  EdgeKitPartName part;

  if (!file)
    {
      several_models (names, what, error);
      return FALSE;
    }
  if (_edgekit_part_name_parse (file, SAFETENSORS, &part))
    return add_parts (choice, file, &part, what, error);
  g_ptr_array_add (choice->shards, g_strdup (file));
  return TRUE;
}

static gboolean
choose_index_or_tensors (EdgeKitModelChoice *choice, Folder *folder, const char *what, GError **error)
{
  drop_consolidated (folder->tensors);
  drop_consolidated (folder->indexes);
  /* as the engines do: the one file comes before the list of several */
  if (!find_name (folder->tensors, "model" SAFETENSORS))
    {
      if (find_name (folder->indexes, "model" INDEX))
        choice->index = g_strdup ("model" INDEX);
      else if (folder->indexes->len == 1)
        choice->index = g_strdup (g_ptr_array_index (folder->indexes, 0));
    }
  if (!choice->index)
    return choose_tensors (choice, folder->tensors, what, error);
  for (guint i = 0; i < folder->tensors->len; i++)
    g_ptr_array_add (choice->likely, g_strdup (g_ptr_array_index (folder->tensors, i)));
  return TRUE;
}

/* --- A folder --------------------------------------------------------------- */

static void
refuse_adapter (const char *what, GError **error)
{
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
               /* Translators: the name of a file or a folder */
               _ ("%s: this is an adapter (LoRA) for a model; choose the model that it belongs to"), what);
}

static void
refuse_without_config (const char *what, GError **error)
{
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
               /* Translators: the name of a file or a folder; “safetensors” and “config.json” are not translated */
               _ ("%s: the config.json that describes the model is not beside its safetensors files; download it, too"),
               what);
}

static void
refuse_folder (const Folder *folder, const char *what, GError **error)
{
  if (folder->adapter)
    refuse_adapter (what, error);
  else if (folder->pipeline)
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
                 /* Translators: the name of a folder */
                 _ ("%s: this is a set of models that make images (diffusers), and EdgeKit reads language models"),
                 what);
  else if (folder->tensors->len > 0)
    refuse_without_config (what, error);
  else if (folder->pytorch)
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
                 /* Translators: the name of a folder */
                 _ ("%s: this folder holds a model in another format (PyTorch), and EdgeKit reads only GGUF and "
                    "safetensors files; look for such a version of the model"),
                 what);
  else if (folder->config)
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                 /* Translators: the name of a folder */
                 _ ("%s: this folder describes a model (config.json), but its weights (.safetensors files) are not in "
                    "it; download them, too"),
                 what);
  else
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                 /* Translators: the name of a folder */
                 _ ("%s: there is no model in this folder; a model is a file whose name ends in .gguf, or a "
                    "config.json with .safetensors files"),
                 what);
}

static gboolean
choose_in_folder (EdgeKitModelChoice *choice, Folder *folder, const char *what, GError **error)
{
  gboolean tensors = folder->tensors->len > 0 || folder->indexes->len > 0;

  g_ptr_array_sort (folder->ggufs, _edgekit_part_name_compare);
  g_ptr_array_sort (folder->tensors, _edgekit_part_name_compare);
  if (folder->config && tensors)
    {
      for (guint i = 0; i < folder->ggufs->len; i++)
        g_ptr_array_add (choice->beside, g_strdup (g_ptr_array_index (folder->ggufs, i)));
      return choose_index_or_tensors (choice, folder, what, error);
    }
  if (folder->ggufs->len > 1)
    {
      several_models (folder->ggufs, what, error);
      return FALSE;
    }
  if (folder->ggufs->len == 0)
    {
      refuse_folder (folder, what, error);
      return FALSE;
    }
  choice->gguf = g_strdup (g_ptr_array_index (folder->ggufs, 0));
  return TRUE;
}

static gboolean
choose_among_all (EdgeKitModelChoice *choice, EdgeKitModelFiles *files, GCancellable *cancellable, GError **error)
{
  g_autofree char *what = _edgekit_model_files_describe (files, NULL);
  g_autoptr(GPtrArray) names = _edgekit_model_files_list (files, cancellable, error);
  g_autoptr(GPtrArray) ggufs = g_ptr_array_new ();
  g_autoptr(GPtrArray) tensors = g_ptr_array_new ();
  g_autoptr(GPtrArray) indexes = g_ptr_array_new ();
  Folder folder = { .ggufs = ggufs, .tensors = tensors, .indexes = indexes };

  if (!names)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    look_at_name (&folder, g_ptr_array_index (names, i));
  return choose_in_folder (choice, &folder, what, error);
}

/* --- A file that was named -------------------------------------------------- */

/* Whether @name is there; an error of another kind is passed on. */
static gboolean
look_for (EdgeKitModelFiles *files, const char *name, gboolean *there, GCancellable *cancellable, GError **error)
{
  g_autoptr(GError) local = NULL;
  guint64 size;

  *there = _edgekit_model_files_query (files, name, &size, cancellable, &local);
  if (*there || g_error_matches (local, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
choose_around_file (EdgeKitModelChoice *choice, EdgeKitModelFiles *files, const char *name, GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *what = _edgekit_model_files_describe (files, name);
  g_autofree char *index = NULL;
  EdgeKitPartName part;
  gboolean there;

  if (g_str_has_prefix (name, "adapter_"))
    {
      refuse_adapter (what, error);
      return FALSE;
    }
  if (!look_for (files, CONFIG, &there, cancellable, error))
    return FALSE;
  if (!there)
    {
      refuse_without_config (what, error);
      return FALSE;
    }
  if (ends_with (name, INDEX))
    {
      choice->index = g_strdup (name);
      return TRUE;
    }
  if (!_edgekit_part_name_parse (name, SAFETENSORS, &part))
    {
      g_ptr_array_add (choice->shards, g_strdup (name));
      return TRUE;
    }
  index = g_strdup_printf ("%.*s" INDEX, (int) part.prefix - 1, name);
  if (!look_for (files, index, &there, cancellable, error))
    return FALSE;
  if (!there)
    return add_parts (choice, name, &part, what, error);
  choice->index = g_steal_pointer (&index);
  return TRUE;
}

EdgeKitModelChoice *
_edgekit_model_choice_new (EdgeKitModelFiles *files, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitModelChoice) self = choice_new ();
  gboolean ok = TRUE;

  if (!name || g_str_equal (name, CONFIG))
    ok = choose_among_all (self, files, cancellable, error);
  else if (ends_with (name, SAFETENSORS) || ends_with (name, INDEX))
    ok = choose_around_file (self, files, name, cancellable, error);
  else
    self->gguf = g_strdup (name);
  return ok ? g_steal_pointer (&self) : NULL;
}
