/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-line-private.h"
#include "edgekit-model-expected-private.h"
#include "edgekit-model-facts-private.h"
#include "edgekit-model-loader-private.h"
#include "edgekit-model-remote-private.h"
#include "edgekit-variant-loading-private.h"

/* The versions in a repository elsewhere. What decides about a model is the same in
 * all versions of it and so is read once; how large each is, the listing says. */

/* Models in one repository of which that is read: most have one. */
#define MAX_MODELS 4

typedef struct
{
  EdgeKitVariantLoading *loading;
  EdgeKitRemoteRepository *repository;
  const EdgeKitRemoteTerms *terms;
  const char *what;
  EdgeKitProgress *progress;
  GCancellable *cancellable;
} Listing;

/* Ways to name a version that lead back to it. */
static char *
location_of (const Listing *listing, const EdgeKitVariantGroup *group)
{
  const EdgeKitRemoteName *name = _edgekit_remote_repository_get_name (listing->repository);
  const char *prefix = name->kind == EDGEKIT_REMOTE_MODELSCOPE ? "modelscope" : "hf";
  g_autofree char *version = _edgekit_line_take (g_strdup (group->name));

  if (name->kind == EDGEKIT_REMOTE_OLLAMA || name->kind == EDGEKIT_REMOTE_URL)
    return g_strdup (listing->what);
  return g_strconcat (prefix, ":", name->repository, ":", version, name->revision ? "@" : NULL, name->revision, NULL);
}

/* A version of a model whose facts are known. */
static EdgeKitModel *
make_model (GPtrArray *facts, const EdgeKitVariantGroup *group, const char *what, GError **error)
{
  const EdgeKitModelPart *known = g_ptr_array_index (facts, 0);
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_model_part_free);
  EdgeKitModelPart *first;
  EdgeKitModel *model;

  for (guint i = 0; i < group->files->len; i++)
    g_ptr_array_add (parts, _edgekit_remote_make_part (g_ptr_array_index (group->files, i)));
  first = g_ptr_array_index (parts, 0);
  first->gguf->metadata = _edgekit_metadata_ref (known->gguf->metadata);
  first->gguf->header_guess = known->gguf->header_guess;
  model = _edgekit_model_new_from_facts (parts, group->quantization, 0, what, error);
  if (model && !g_str_equal (model->format, group->format))
    {
      g_free (model->format);
      model->format = g_strdup (group->format);
    }
  return model;
}

/* --- Facts ------------------------------------------------------------------ */

/* The one that reads like the others, if it is a GGUF file; it says most in the
 * first kilobytes. */
static const EdgeKitVariantGroup *
find_sample (const EdgeKitRemoteListing *listed, const char *base)
{
  const EdgeKitVariantGroup *usual = _edgekit_variant_groups_find (listed->groups, NULL);

  for (guint i = 0; i <= listed->groups->variants->len; i++)
    {
      const EdgeKitVariantGroup *group = i == 0 ? usual : g_ptr_array_index (listed->groups->variants, i - 1);

      if (group && g_str_equal (group->format, "gguf") && group->complete && (!base || g_str_equal (group->base, base)))
        return group;
    }
  return NULL;
}

/* NULL with an error; also for an architecture that only the tensors tell. */
static GPtrArray *
read_facts (const Listing *listing, const EdgeKitVariantGroup *sample, GError **error)
{
  const EdgeKitListedFile *first = g_ptr_array_index (sample->files, 0);
  g_autofree char *name = g_path_get_basename (first->path);
  g_autoptr(EdgeKitModelFiles) files =
    _edgekit_model_files_new_remote (listing->repository, sample->folder, name, listing->what);
  guint64 n_read = 0;
  GPtrArray *facts = _edgekit_remote_read_facts (files, sample, EDGEKIT_REMOTE_FACTS_BUDGET, listing->progress, &n_read,
                                                 listing->cancellable, error);

  listing->loading->n_read += n_read;
  return facts;
}

/* A version by its own header, where others do not tell. */
static EdgeKitModel *
read_header (const Listing *listing, const EdgeKitVariantGroup *group, GError **error)
{
  const EdgeKitListedFile *first = g_ptr_array_index (group->files, 0);
  g_autofree char *name = g_str_equal (group->format, "gguf") ? g_path_get_basename (first->path) : NULL;
  g_autoptr(EdgeKitModelFiles) files =
    _edgekit_model_files_new_remote (listing->repository, group->folder, name, listing->what);

  return _edgekit_model_load_files_within (files, name, EDGEKIT_REMOTE_TENSORS_BUDGET, NULL, listing->cancellable,
                                           error);
}

/* --- All of them ------------------------------------------------------------ */

typedef struct
{
  GHashTable *facts; /* the model that versions are of → GPtrArray of parts */
  guint n_models;    /* that were read */
} Known;

static const EdgeKitVariantGroup *
find_sample_of (const EdgeKitRemoteListing *listed, const EdgeKitVariantGroup *group)
{
  const EdgeKitVariantGroup *sample = find_sample (listed, group->base);

  /* what is not GGUF has a name of its own; beside GGUF files it is the same model */
  return sample || g_str_equal (group->format, "gguf") ? sample : find_sample (listed, NULL);
}

static gboolean
find_facts (const Listing *listing, const EdgeKitRemoteListing *listed, Known *known, const EdgeKitVariantGroup *group,
            GPtrArray **facts, GError **error)
{
  const EdgeKitVariantGroup *sample = find_sample_of (listed, group);

  *facts = sample ? g_hash_table_lookup (known->facts, sample->base) : NULL;
  if (*facts || !sample || known->n_models == MAX_MODELS)
    return TRUE;
  known->n_models++;
  *facts = read_facts (listing, sample, error);
  if (!*facts)
    return FALSE;
  g_hash_table_insert (known->facts, g_strdup (sample->base), *facts);
  return TRUE;
}

/* FALSE when nothing more can be had. What is wrong with one version is told there. */
static gboolean
add_variant (const Listing *listing, const EdgeKitRemoteListing *listed, Known *known,
             const EdgeKitVariantGroup *group, GError **error)
{
  EdgeKitVariant *variant = _edgekit_variant_of_group (group);
  EdgeKitModel *model = NULL;
  GPtrArray *facts;
  GError *problem = NULL;

  variant->location = location_of (listing, group);
  g_ptr_array_add (listing->loading->variants, variant);
  if (!find_facts (listing, listed, known, group, &facts, error))
    return FALSE;
  if (facts)
    model = make_model (facts, group, listing->what, &problem);
  else if (known->n_models < MAX_MODELS && group->complete)
    {
      known->n_models++;
      model = read_header (listing, group, &problem);
    }
  if (!model && !problem)
    return TRUE;
  if (model)
    _edgekit_remote_set_hub_name (model, listing->repository, group);
  return _edgekit_variant_loading_take (listing->loading, variant, model, problem, error);
}

/* Of several models, the first kilobytes of each are asked for together. */
static void
announce_samples (const Listing *listing, const EdgeKitRemoteListing *listed)
{
  g_autoptr(GHashTable) bases = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < listed->groups->variants->len && g_hash_table_size (bases) < MAX_MODELS; i++)
    {
      const EdgeKitVariantGroup *sample = find_sample_of (listed, g_ptr_array_index (listed->groups->variants, i));
      const EdgeKitListedFile *first = sample ? g_ptr_array_index (sample->files, 0) : NULL;

      if (sample && g_hash_table_add (bases, sample->base))
        _edgekit_remote_repository_announce (listing->repository, g_strdup (first->path), g_strdup (listing->what));
    }
}

static gboolean
run_once (const Listing *listing, GError **error)
{
  g_auto(EdgeKitRemoteListing) listed = { 0 };
  g_autoptr(GHashTable) facts =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  Known known = { .facts = facts };

  if (!_edgekit_remote_listing_read (&listed, listing->repository, listing->cancellable, error))
    return FALSE;
  if (listed.groups->variants->len == 0)
    return _edgekit_remote_refuse_empty (listing->what, error);
  announce_samples (listing, &listed);
  for (guint i = 0; i < listed.groups->variants->len; i++)
    {
      if (!add_variant (listing, &listed, &known, g_ptr_array_index (listed.groups->variants, i), error))
        return FALSE;
      _edgekit_progress_report (listing->progress, (double) i / listed.groups->variants->len, NULL,
                                listing->loading->n_read);
    }
  _edgekit_variant_loading_add_companions (listing->loading, listed.groups);
  return TRUE;
}

gboolean
_edgekit_variant_loading_run_remote (EdgeKitVariantLoading *self, EdgeKitRemoteName *name, const char *location,
                                     const EdgeKitRemoteTerms *terms, EdgeKitProgress *progress,
                                     GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitRemoteRepository) repository = _edgekit_remote_repository_new (name, location, terms->settings);
  const Listing listing = { self, repository, terms, location, progress, cancellable };
  g_autoptr(GError) local = NULL;
  gboolean ok = run_once (&listing, &local);

  if (!ok && _edgekit_remote_repository_restart (repository, &local))
    {
      g_ptr_array_set_size (self->variants, 0);
      ok = run_once (&listing, &local);
    }
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  return ok;
}
