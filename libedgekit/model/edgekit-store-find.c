/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-i18n-private.h"
#include "edgekit-model-file-private.h"
#include "edgekit-quant-label-private.h"
#include "edgekit-similar-private.h"
#include "edgekit-store-private.h"

#define HUB "hf"
#define LATEST "latest"
#define MAX_SUGGESTIONS 3

/* A name, taken apart: "owner/name:Q4_K_M@main". */
typedef struct
{
  const char *store;
  char *whole;      /* without the revision */
  char *repository; /* "owner/name" */
  char *tag;        /* "Q4_K_M", or NULL */
  char *revision;   /* or NULL */
} Wanted;

typedef struct
{
  const Wanted *wanted;
  GCancellable *cancellable;
  GPtrArray *models; /* EdgeKitInstalledModel, of the repository or, later, all */
  gboolean found;    /* a store */
  gboolean denied;   /* and something in it may not be read */
  gboolean bare;     /* "owner/name", which may be meant for a path */
} Search;

static void
wanted_init (Wanted *wanted, const char *store, const char *rest)
{
  const char *at = g_str_equal (store, HUB) ? strrchr (rest, '@') : NULL;
  const char *colon;

  wanted->store = store;
  wanted->whole = at && at > rest && at[1] ? g_strndup (rest, at - rest) : g_strdup (rest);
  wanted->revision = at && at > rest && at[1] ? g_strdup (at + 1) : NULL;
  colon = strrchr (wanted->whole, ':');
  if (colon && (colon == wanted->whole || !colon[1] || strchr (colon, '/')))
    colon = NULL;
  wanted->repository = colon ? g_strndup (wanted->whole, colon - wanted->whole) : g_strdup (wanted->whole);
  wanted->tag = colon ? g_strdup (colon + 1) : NULL;
}

static void
wanted_clear (Wanted *wanted)
{
  g_free (wanted->whole);
  g_free (wanted->repository);
  g_free (wanted->tag);
  g_free (wanted->revision);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wanted, wanted_clear)

static void
collect (EdgeKitInstalledModel *model, gpointer data)
{
  Search *search = data;

  g_ptr_array_add (search->models, g_object_ref (model));
}

/* Looks through all places of the store; for one repository, or for everything. */
static void
look_through (Search *search, const char *repository)
{
  EdgeKitStoreWorld world;
  g_autoptr(GPtrArray) places = NULL;

  _edgekit_store_world_init (&world);
  places = _edgekit_store_places_list (&world);
  g_ptr_array_set_size (search->models, 0);
  for (guint i = 0; i < places->len; i++)
    {
      const EdgeKitStorePlace *place = g_ptr_array_index (places, i);
      g_auto(EdgeKitStoreScan) scan = { .place = place, .wanted = repository, .revision = search->wanted->revision,
                                        .found = collect, .data = search };

      if (place->store != search->wanted->store)
        continue;
      scan.walk.cancellable = search->cancellable;
      if (_edgekit_store_scan_begin (&scan))
        {
          search->found = TRUE;
          _edgekit_store_scan_run (&scan);
        }
      search->denied |= scan.walk.denied;
    }
}

/* --- Which one -------------------------------------------------------------- */

static gboolean
is_same (const char *a, const char *b)
{
  return a && b && g_ascii_strcasecmp (a, b) == 0;
}

/* What comes after "ollama:". */
static const char *
own_name (const EdgeKitInstalledModel *model)
{
  return model->name + strlen (model->store) + 1;
}

static gboolean
has_file (EdgeKitInstalledModel *model, const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model->files)); i++)
    {
      g_autoptr(EdgeKitModelFile) file = g_list_model_get_item (G_LIST_MODEL (model->files), i);

      if (is_same (file->name, name))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_quantization (EdgeKitInstalledModel *model, const char *wanted)
{
  g_auto(EdgeKitQuantLabel) label = { 0 };

  return _edgekit_quant_label_find (wanted, &label) && label.begin == 0 && label.end == strlen (wanted) &&
         is_same (model->quantization, label.text);
}

typedef gboolean (*Matches) (EdgeKitInstalledModel *model, const Wanted *wanted);

static gboolean
is_called (EdgeKitInstalledModel *model, const Wanted *wanted)
{
  return is_same (own_name (model), wanted->whole);
}

/* "name.gguf" of a file at the top of a store, "owner/name/file.gguf" elsewhere */
static gboolean
is_file (EdgeKitInstalledModel *model, const Wanted *wanted)
{
  const char *slash = strrchr (wanted->whole, '/');
  const char *name = slash ? slash + 1 : wanted->whole;
  gsize n = slash ? (gsize) (slash - wanted->whole) : 0;

  if (!model->repository)
    return n == 0 && has_file (model, name);
  return strlen (model->repository) == n && g_ascii_strncasecmp (model->repository, wanted->whole, n) == 0 &&
         has_file (model, name);
}

static gboolean
is_version (EdgeKitInstalledModel *model, const Wanted *wanted)
{
  return wanted->tag && is_same (model->repository, wanted->repository) &&
         (has_quantization (model, wanted->tag) || has_file (model, wanted->tag));
}

static EdgeKitInstalledModel *
find (GPtrArray *models, const Wanted *wanted, Matches matches)
{
  for (guint i = 0; i < models->len; i++)
    if (matches (g_ptr_array_index (models, i), wanted))
      return g_ptr_array_index (models, i);
  return NULL;
}

/* Where no version is named: the one that the program itself would take. */
static EdgeKitInstalledModel *
find_usual (GPtrArray *models, const Wanted *wanted)
{
  static const char *const usual[] = { "Q4_K_M", "Q8_0" };
  EdgeKitInstalledModel *first = NULL;
  g_autofree char *latest = g_strconcat (wanted->repository, ":" LATEST, NULL);

  if (wanted->tag)
    return NULL;
  for (guint i = 0; i < models->len; i++)
    {
      EdgeKitInstalledModel *model = g_ptr_array_index (models, i);

      if (is_same (own_name (model), latest))
        return model;
      if (!first && is_same (model->repository, wanted->repository))
        first = model;
    }
  for (guint u = 0; first && u < G_N_ELEMENTS (usual); u++)
    for (guint i = 0; i < models->len; i++)
      {
        EdgeKitInstalledModel *model = g_ptr_array_index (models, i);

        if (is_same (model->repository, wanted->repository) && is_same (model->quantization, usual[u]))
          return model;
      }
  return first;
}

static EdgeKitInstalledModel *
choose (GPtrArray *models, const Wanted *wanted)
{
  static const Matches rules[] = { is_called, is_file, is_version };
  EdgeKitInstalledModel *model = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rules) && !model; i++)
    model = find (models, wanted, rules[i]);
  return model ? model : find_usual (models, wanted);
}

/* Without its owner, when only one model is called so. */
static EdgeKitInstalledModel *
choose_by_name_alone (GPtrArray *models, const Wanted *wanted)
{
  const char *repository = NULL;
  Wanted whole = *wanted;

  for (guint i = 0; i < models->len; i++)
    {
      const EdgeKitInstalledModel *model = g_ptr_array_index (models, i);
      const char *slash = model->repository ? strrchr (model->repository, '/') : NULL;

      if (!slash || !is_same (slash + 1, wanted->repository))
        continue;
      if (repository && !is_same (repository, model->repository))
        return NULL;
      repository = model->repository;
    }
  whole.repository = (char *) repository;
  return repository ? choose (models, &whole) : NULL;
}

/* --- When there is none ----------------------------------------------------- */

static char *
suggest (GPtrArray *models, const Wanted *wanted)
{
  g_autoptr(EdgeKitSimilar) similar = _edgekit_similar_new (wanted->whole, MAX_SUGGESTIONS);

  for (guint i = 0; i < models->len; i++)
    _edgekit_similar_add (similar, own_name (g_ptr_array_index (models, i)));
  return _edgekit_similar_list (similar);
}

static void
say_not_found (const Search *search, const char *what, GError **error)
{
  g_autofree char *names = suggest (search->models, search->wanted);
  const char *title = _edgekit_store_get_title (search->wanted->store);

  if (names)
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                 /* Translators: a name, a program, and names of models, separated by commas */
                 _ ("%1$s: %2$s has no such model on this computer; similar names: %3$s"), what, title, names);
  else if (search->denied)
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_PERMISSION,
                 /* Translators: a name, and a program */
                 _ ("%1$s: you do not have permission to read the models of %2$s on this computer"), what, title);
  else if (search->bare)
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                 /* Translators: something like “owner/name” */
                 _ ("%s: there is no such file, nor such a model in a store of this computer"),
                 what);
  else if (g_str_equal (search->wanted->store, HUB))
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
                 /* Translators: the name of a model on a hub */
                 _ ("%s: this model is not in a store of this computer"),
                 what);
  else if (search->found)
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                 /* Translators: a name, and a program; “edgekit models” is a command */
                 _ ("%1$s: %2$s has no such model on this computer; “edgekit models” lists what there is"), what,
                 title);
  else
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                 /* Translators: a name, and a program */
                 _ ("%1$s: there are no models of %2$s on this computer"), what, title);
}

/* All versions of a repository, or the one version that @name may be. */
static void
keep_versions (GPtrArray *models, const Wanted *wanted)
{
  EdgeKitInstalledModel *one = choose (models, wanted);
  g_autofree char *repository = NULL;

  if (!one)
    one = choose_by_name_alone (models, wanted);
  if (!one)
    {
      g_ptr_array_set_size (models, 0);
      return;
    }
  g_object_ref (one);
  repository = g_strdup (wanted->tag ? NULL : one->repository);
  for (guint i = 0; i < models->len;)
    {
      EdgeKitInstalledModel *model = g_ptr_array_index (models, i);

      /* of one place only: another may have the same again */
      if (model == one || (repository && is_same (model->repository, repository) &&
                           g_strcmp0 (model->folder, one->folder) == 0))
        i++;
      else
        g_ptr_array_remove_index (models, i);
    }
  g_object_unref (one);
}

GPtrArray *
_edgekit_store_find_versions (const char *store, const char *rest, const char *what, GCancellable *cancellable,
                              GError **error)
{
  g_auto(Wanted) wanted = { 0 };
  g_autoptr(GPtrArray) models = g_ptr_array_new_with_free_func (g_object_unref);
  Search search = { .wanted = &wanted, .cancellable = cancellable, .models = models,
                    .bare = g_str_equal (what, rest) };

  wanted_init (&wanted, store, rest);
  look_through (&search, wanted.repository);
  keep_versions (models, &wanted);
  if (models->len == 0 && !wanted.revision)
    {
      look_through (&search, NULL);
      keep_versions (models, &wanted);
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (models->len > 0)
    return g_steal_pointer (&models);
  look_through (&search, NULL);
  say_not_found (&search, what, error);
  return NULL;
}

EdgeKitInstalledModel *
_edgekit_store_find (const char *store, const char *rest, const char *what, GCancellable *cancellable, GError **error)
{
  g_auto(Wanted) wanted = { 0 };
  g_autoptr(GPtrArray) models = g_ptr_array_new_with_free_func (g_object_unref);
  Search search = { .wanted = &wanted, .cancellable = cancellable, .models = models,
                    .bare = g_str_equal (what, rest) };
  EdgeKitInstalledModel *model;

  wanted_init (&wanted, store, rest);
  look_through (&search, wanted.repository);
  model = choose (models, &wanted);
  if (!model && !wanted.revision)
    {
      look_through (&search, NULL);
      model = choose (models, &wanted);
      if (!model)
        model = choose_by_name_alone (models, &wanted);
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (!model)
    say_not_found (&search, what, error);
  return model ? g_object_ref (model) : NULL;
}
