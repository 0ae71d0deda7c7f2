/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-model-choice-private.h"
#include "edgekit-model-expected-private.h"
#include "edgekit-model-loader-private.h"
#include "edgekit-model-loading-private.h"
#include "edgekit-model-location-private.h"
#include "edgekit-outline-private.h"
#include "edgekit-store-private.h"

static gboolean
read_gguf (EdgeKitModelLoading *loading, EdgeKitByteReader *reader, EdgeKitModelPart *part, GCancellable *cancellable,
           GError **error)
{
  part->gguf = _edgekit_gguf_read (reader, _edgekit_model_loading_grew, loading, cancellable, error);
  return part->gguf != NULL;
}

/* --- Sets of GGUF files ----------------------------------------------------- */

static guint
part_count (const EdgeKitModelPart *part, guint *number)
{
  const EdgeKitMetaValue *count = _edgekit_metadata_lookup (part->gguf->metadata, "split.count");
  const EdgeKitMetaValue *no = _edgekit_metadata_lookup (part->gguf->metadata, "split.no");

  if (!count || count->type != EDGEKIT_META_INT || count->integer <= 1 || count->integer > G_MAXUINT16)
    return 1;
  *number = no && no->type == EDGEKIT_META_INT && no->integer >= 0 ? MIN (no->integer, G_MAXUINT16) + 1 : 1;
  return count->integer;
}

static gboolean
check_name (const char *name, guint number, guint count, EdgeKitPartName *parsed, const char *what, GError **error)
{
  if (_edgekit_part_name_parse (name, ".gguf", parsed) && parsed->number == number && parsed->count == count &&
      number <= count && count <= EDGEKIT_MODEL_MAX_PARTS)
    return TRUE;
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
               /* Translators: the name of a file and a number */
               _ ("%1$s: this is one of %2$u parts of a model, but its name does not end like "
                  "“-00001-of-00003.gguf”, so the other parts cannot be found"),
               what, count);
  return FALSE;
}

/* @one is the part that was named, number @number of @count; it is taken. */
static gboolean
read_set (EdgeKitModelLoading *loading, GPtrArray *parts, EdgeKitModelPart *one, guint number, guint count,
          const char *what, GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitModelPart) named = one;
  g_autofree char *name = g_strdup (one->name);
  EdgeKitPartName parsed;

  if (!check_name (name, number, count, &parsed, what, error))
    return FALSE;
  for (guint i = 1; i <= count; i++)
    {
      g_autofree char *sibling = _edgekit_part_name_sibling (name, &parsed, i);
      EdgeKitModelPart *part = i == number ? g_steal_pointer (&named)
                                           : _edgekit_model_loading_read_part (loading, sibling, TRUE, read_gguf,
                                                                               cancellable, error);

      if (!part)
        return FALSE;
      g_ptr_array_add (parts, part);
      if (i == 1 && !part->gguf)
        {
          g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                       /* Translators: the name of a file, two numbers, and the name of another file: part 2 of 3 */
                       _ ("%1$s: this is part %2$u of %3$u; part 1, “%4$s”, which describes the model, is not in the "
                          "same folder"),
                       what, number, count, sibling);
          return FALSE;
        }
    }
  return TRUE;
}

/* Whether the list of tensors is not whole; what there is of it would count twice then. */
static gboolean
has_stopped (GPtrArray *parts)
{
  if (!((EdgeKitModelPart *) g_ptr_array_index (parts, 0))->gguf->stopped)
    return FALSE;
  for (guint i = 1; i < parts->len; i++)
    {
      const EdgeKitModelPart *part = g_ptr_array_index (parts, i);

      if (part->gguf)
        g_ptr_array_set_size (part->gguf->tensors, 0);
    }
  return TRUE;
}

/* By its name; the one that was named is read first. */
static void
announce_set (EdgeKitModelLoading *loading, const char *name, const EdgeKitPartName *parsed)
{
  _edgekit_model_files_announce (loading->files, name);
  for (guint i = 1; i <= MIN (parsed->count, EDGEKIT_MODEL_MAX_PARTS); i++)
    {
      g_autofree char *sibling = _edgekit_part_name_sibling (name, parsed, i);

      if (i != parsed->number)
        _edgekit_model_files_announce (loading->files, sibling);
    }
}

static EdgeKitModel *
load_gguf (EdgeKitModelLoading *loading, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_model_part_free);
  g_autofree char *what = _edgekit_model_files_describe (loading->files, name);
  EdgeKitModelPart *part;
  EdgeKitPartName parsed;
  guint number = 1, count;

  if (_edgekit_part_name_parse (name, ".gguf", &parsed))
    {
      loading->n_parts = parsed.count;
      announce_set (loading, name, &parsed);
    }
  part = _edgekit_model_loading_read_part (loading, name, FALSE, read_gguf, cancellable, error);
  if (!part)
    return NULL;
  count = part_count (part, &number);
  /* of how many parts it is stands at the end of the keys */
  if (part->gguf->stopped && loading->n_parts > 1)
    {
      count = parsed.count;
      number = parsed.number;
    }
  if (count == 1)
    g_ptr_array_add (parts, part);
  else if (!read_set (loading, parts, part, number, count, what, cancellable, error))
    return NULL;
  if (has_stopped (parts))
    return _edgekit_model_new_from_facts (parts, NULL, loading->n_read_before, what, error);
  return _edgekit_model_new_from_gguf (parts, loading->n_read_before, what, error);
}

/* --- All kinds -------------------------------------------------------------- */

EdgeKitModel *
_edgekit_model_load_files_within (EdgeKitModelFiles *files, const char *name, guint64 budget,
                                  EdgeKitProgress *progress, GCancellable *cancellable, GError **error)
{
  EdgeKitModelLoading loading = { .files = files, .progress = progress, .budget = budget, .n_parts = 1 };
  g_autoptr(EdgeKitModelChoice) choice = _edgekit_model_choice_new (files, name, cancellable, error);
  EdgeKitModel *model;

  if (!choice)
    return NULL;
  if (choice->gguf)
    model = load_gguf (&loading, choice->gguf, cancellable, error);
  else
    model = _edgekit_model_load_config (&loading, choice, cancellable, error);
  if (model)
    _edgekit_progress_report (progress, 1, NULL, loading.n_read_before);
  return model;
}

EdgeKitModel *
_edgekit_model_load_files (EdgeKitModelFiles *files, const char *name, EdgeKitProgress *progress,
                           GCancellable *cancellable, GError **error)
{
  return _edgekit_model_load_files_within (files, name, 0, progress, cancellable, error);
}

/* @is_there: it is there, whether it can be read or not. */
static EdgeKitModel *
load_stored (const char *store, const char *rest, const char *location, gboolean *is_there, EdgeKitProgress *progress,
             GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitInstalledModel) found = _edgekit_store_find (store, rest, location, cancellable, error);
  g_autoptr(EdgeKitModelFiles) files = found ? _edgekit_installed_model_open (found, location, error) : NULL;

  *is_there = found != NULL;
  return files ? _edgekit_model_load_files (files, found->main, progress, cancellable, error) : NULL;
}

/* What is in a store of this computer needs no network; all else that has the name
 * of a model elsewhere is read there. */
static EdgeKitModel *
load_named (const char *location, const EdgeKitRemoteTerms *terms, EdgeKitProgress *progress,
            GCancellable *cancellable, gboolean *is_name, GError **error)
{
  g_autoptr(GError) local = NULL, refused = NULL;
  g_autoptr(EdgeKitRemoteName) name = NULL;
  const char *store, *rest;
  gboolean stored = _edgekit_model_location_is_stored (location, &store, &rest);
  EdgeKitModel *model = NULL;
  gboolean is_there = FALSE;

  *is_name = TRUE;
  if (stored)
    {
      model = load_stored (store, rest, location, &is_there, progress, cancellable, &local);
      if (model)
        return model;
      if (is_there || !_edgekit_model_location_is_missing (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  if (_edgekit_model_location_is_elsewhere (location, terms, &name, &refused))
    {
      g_autoptr(GError) remote = NULL;

      model = _edgekit_model_load_remote (g_steal_pointer (&name), location, terms, progress, cancellable, &remote);
      /* what there is instead helps more than that there is no network */
      if (g_error_matches (remote, EDGEKIT_ERROR, EDGEKIT_ERROR_OFFLINE) &&
          g_error_matches (local, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND))
        g_propagate_error (error, g_steal_pointer (&local));
      else if (remote)
        g_propagate_error (error, g_steal_pointer (&remote));
      return model;
    }
  *is_name = local || refused;
  if (refused && !g_error_matches (local, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&refused));
  else if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

EdgeKitModel *
_edgekit_model_load (const char *location, GFile *file, const EdgeKitRemoteTerms *terms, EdgeKitProgress *progress,
                     GCancellable *cancellable, GError **error)
{
  g_autoptr(GFile) start = NULL;
  g_autoptr(EdgeKitModelFiles) files = NULL;
  g_autofree char *name = NULL;
  gboolean is_name;

  if (!file && _edgekit_outline_is_location (location))
    return _edgekit_outline_load (location, error);
  if (!file)
    {
      EdgeKitModel *model = load_named (location, terms, progress, cancellable, &is_name, error);

      if (is_name)
        return model;
    }
  start = file ? g_object_ref (file) : _edgekit_model_location_to_file (location, error);
  if (!start)
    return NULL;
  files = _edgekit_model_location_open (start, location, &name, cancellable, error);
  return files ? _edgekit_model_load_files (files, name, progress, cancellable, error) : NULL;
}

EdgeKitModel *
_edgekit_model_load_stream (GInputStream *stream, guint64 size, const char *name, GCancellable *cancellable,
                            GError **error)
{
  EdgeKitModelLoading loading = { .n_parts = 1 };
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_model_part_free);
  EdgeKitModelPart *part =
    _edgekit_model_loading_read_stream (&loading, stream, size, name, name, read_gguf, cancellable, error);

  if (!part)
    return NULL;
  g_ptr_array_add (parts, part);
  return _edgekit_model_new_from_gguf (parts, loading.n_read_before, name, error);
}
