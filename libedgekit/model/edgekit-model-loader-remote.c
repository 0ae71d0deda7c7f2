/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-model-loader-private.h"
#include "edgekit-model-expected-private.h"
#include "edgekit-model-loading-private.h"
#include "edgekit-model-private.h"
#include "edgekit-model-remote-private.h"

static void
add_notes (EdgeKitModel *model, EdgeKitRemoteRepository *repository)
{
  if (_edgekit_http_token_is_stale (_edgekit_remote_repository_get_http (repository)))
    _edgekit_model_add_note (model, "hub-token-refused", EDGEKIT_SEVERITY_WARNING,
                             _ ("The hub does not know your token; the model was read without it."),
                             _ ("Make a new token at huggingface.co/settings/tokens, or remove the old one."));
}

/* The tag after the colon is a quantization, by llama.cpp common/download.cpp. */
void
_edgekit_remote_set_hub_name (EdgeKitModel *model, EdgeKitRemoteRepository *repository,
                              const EdgeKitVariantGroup *group)
{
  const EdgeKitRemoteName *name = _edgekit_remote_repository_get_name (repository);

  if (name->kind != EDGEKIT_REMOTE_HUB || name->revision || !group->quantization ||
      !g_str_equal (group->format, "gguf"))
    return;
  g_free (model->hub_name);
  model->hub_name = g_strconcat (name->repository, ":", group->quantization, NULL);
}

/* --- Facts only ------------------------------------------------------------- */

static gboolean
read_facts (EdgeKitModelLoading *loading, EdgeKitByteReader *reader, EdgeKitModelPart *part, GCancellable *cancellable,
            GError **error)
{
  part->gguf = _edgekit_gguf_read_facts (reader, cancellable, error);
  return part->gguf != NULL;
}

/* What of a set is not read has a size, by the listing. */
EdgeKitModelPart *
_edgekit_remote_make_part (const EdgeKitListedFile *file)
{
  g_autofree char *name = g_path_get_basename (file->path);
  EdgeKitModelPart *part = _edgekit_model_part_new (name);

  part->size = MAX (file->size, 0);
  part->gguf = g_new0 (EdgeKitGguf, 1);
  part->gguf->tensors = g_ptr_array_new_with_free_func (g_object_unref);
  return part;
}

static gboolean
has_sizes (const EdgeKitVariantGroup *group)
{
  for (guint i = 0; i < group->files->len; i++)
    if (((EdgeKitListedFile *) g_ptr_array_index (group->files, i))->size == EDGEKIT_UNKNOWN)
      return group->files->len == 1 && group->n_parts == 1;
  return TRUE;
}

GPtrArray *
_edgekit_remote_read_facts (EdgeKitModelFiles *files, const EdgeKitVariantGroup *group, guint64 budget,
                            EdgeKitProgress *progress, guint64 *n_read, GCancellable *cancellable, GError **error)
{
  EdgeKitModelLoading loading = { .files = files, .progress = progress, .budget = budget, .n_parts = 1 };
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_model_part_free);
  const EdgeKitListedFile *first = g_ptr_array_index (group->files, 0);
  g_autofree char *name = g_path_get_basename (first->path);
  EdgeKitModelPart *part = _edgekit_model_loading_read_part (&loading, name, FALSE, read_facts, cancellable, error);

  *n_read = loading.n_read_before;
  if (!part)
    return NULL;
  g_ptr_array_add (parts, part);
  for (guint i = 1; i < group->files->len; i++)
    g_ptr_array_add (parts, _edgekit_remote_make_part (g_ptr_array_index (group->files, i)));
  return g_steal_pointer (&parts);
}

static EdgeKitModel *
load_facts (EdgeKitModelFiles *files, const char *name, const EdgeKitVariantGroup *group, const char *what,
            const EdgeKitRemoteTerms *terms, EdgeKitProgress *progress, GCancellable *cancellable, GError **error)
{
  guint64 n_read;
  g_autoptr(GPtrArray) parts =
    _edgekit_remote_read_facts (files, group, terms->budget, progress, &n_read, cancellable, error);
  EdgeKitModel *model;

  if (!parts)
    return NULL;
  model = _edgekit_model_new_from_facts (parts, group->quantization, n_read, what, error);
  /* of an unknown architecture only the tensors tell what it is like */
  if (model && model->architecture_known != EDGEKIT_TRISTATE_YES)
    {
      g_object_unref (model);
      return _edgekit_model_load_files_within (files, name, EDGEKIT_REMOTE_TENSORS_BUDGET, progress, cancellable,
                                               error);
    }
  if (model)
    _edgekit_progress_report (progress, 1, NULL, n_read);
  return model;
}

/* --- All of it -------------------------------------------------------------- */

/* Of safetensors files the sizes are in their headers, which are read in either depth. */
static guint64
find_budget (const EdgeKitRemoteTerms *terms, const EdgeKitVariantGroup *group)
{
  if (group && !g_str_equal (group->format, "gguf") && terms->budget == EDGEKIT_REMOTE_FACTS_BUDGET)
    return EDGEKIT_REMOTE_TENSORS_BUDGET;
  return terms->budget;
}

static EdgeKitModel *
load_once (EdgeKitRemoteRepository *repository, const char *location, const EdgeKitRemoteTerms *terms,
           EdgeKitProgress *progress, GCancellable *cancellable, GError **error)
{
  g_auto(EdgeKitRemoteListing) listing = { 0 };
  g_autofree char *file = NULL;
  const EdgeKitVariantGroup *group;
  g_autoptr(EdgeKitModelFiles) files =
    _edgekit_remote_choose (repository, &listing, location, &file, &group, cancellable, error);
  EdgeKitModel *model = NULL;

  if (files && group && terms->depth == EDGEKIT_MODEL_DEPTH_FACTS && g_str_equal (group->format, "gguf") &&
      has_sizes (group))
    model = load_facts (files, file, group, location, terms, progress, cancellable, error);
  else if (files)
    model = _edgekit_model_load_files_within (files, file, find_budget (terms, group), progress, cancellable, error);
  if (model && group)
    _edgekit_remote_set_hub_name (model, repository, group);
  if (model)
    add_notes (model, repository);
  return model;
}

EdgeKitModel *
_edgekit_model_load_remote (EdgeKitRemoteName *name, const char *location, const EdgeKitRemoteTerms *terms,
                            EdgeKitProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitRemoteRepository) repository =
    _edgekit_remote_repository_new (name, location, terms->settings);
  g_autoptr(GError) local = NULL;
  EdgeKitModel *model = load_once (repository, location, terms, progress, cancellable, &local);

  if (!model && _edgekit_remote_repository_restart (repository, &local))
    model = load_once (repository, location, terms, progress, cancellable, &local);
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  return model;
}
