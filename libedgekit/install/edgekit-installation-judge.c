/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-estimator-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-installation-private.h"
#include "edgekit-json-private.h"
#include "edgekit-table-private.h"

/* Whether an installed engine will use the graphics of this computer. What keeps it
 * from starting at all comes first, then the back ends that it carries, then the
 * devices. The first sentence that is true is the answer. */

typedef struct
{
  EdgeKitInstallation *installation;
  EdgeKitHardwareProfile *profile;
  GPtrArray *files;
  const char *title; /* of the engine */
} Judge;

static void
say (Judge *judge, EdgeKitTristate starts, EdgeKitTristate uses_graphics, char *summary)
{
  judge->installation->starts = starts;
  judge->installation->uses_graphics = uses_graphics;
  g_free (judge->installation->summary);
  judge->installation->summary = summary;
}

static void
add_unique (GPtrArray *list, const char *text)
{
  if (!g_ptr_array_find_with_equal_func (list, text, g_str_equal, NULL))
    g_ptr_array_add (list, (gpointer) text);
}

static GStrv
copy_list (GPtrArray *list)
{
  g_ptr_array_add (list, NULL);
  return g_strdupv ((char **) list->pdata);
}

/* --- does it start? ----------------------------------------------------------------- */

static const char *
machine_name (gint64 machine)
{
  static const struct
  {
    gint64 machine;
    const char *name;
  } machines[] = {
    { 62, "x86_64" }, { 183, "aarch64" }, { 21, "ppc64le" }, { 22, "s390x" }, { 243, "riscv64" }, { 258, "loongarch64" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (machines); i++)
    if (machines[i].machine == machine)
      return machines[i].name;
  return NULL;
}

static gboolean
check_machine (Judge *judge, const EdgeKitInstalledFile *file)
{
  const char *name = machine_name (file->machine);
  EdgeKitSystem *os = judge->profile->os;

  if (!name || !os || !os->architecture || g_str_equal (name, os->architecture))
    return TRUE;
  say (judge, EDGEKIT_TRISTATE_NO, EDGEKIT_TRISTATE_NO,
       /* Translators: an engine, as in “Ollama does not start: …” */
       g_strdup_printf (_ ("%s does not start: it is built for another kind of processor."), judge->title));
  return FALSE;
}

static gboolean
check_libraries (Judge *judge, const EdgeKitInstalledFile *file)
{
  if (!file->missing || !file->missing[0])
    return TRUE;
  say (judge, EDGEKIT_TRISTATE_NO, EDGEKIT_TRISTATE_NO,
       /* Translators: an engine, then a file, as in “llama.cpp does not start: libcudart.so.12 is missing.” */
       g_strdup_printf (_ ("%s does not start: %s is missing."), judge->title, file->missing[0]));
  return FALSE;
}

static gboolean
check_glibc (Judge *judge, const EdgeKitInstalledFile *file)
{
  EdgeKitSystem *os = judge->profile->os;
  g_auto(GStrv) parts = os && g_strcmp0 (os->libc, "glibc") == 0 && os->libc_version
                            ? g_strsplit (os->libc_version, ".", 3)
                            : NULL;
  gint64 here;

  if (!parts || !parts[0] || !parts[1])
    return TRUE;
  here = g_ascii_strtoll (parts[0], NULL, 10) * 1000 + g_ascii_strtoll (parts[1], NULL, 10);
  if (file->glibc <= here)
    return TRUE;
  say (judge, EDGEKIT_TRISTATE_NO, EDGEKIT_TRISTATE_NO,
       /* Translators: an engine, then two versions: “llama.cpp does not start: it needs glibc 2.38, and this system
        * has 2.35.” */
       g_strdup_printf (_ ("%s does not start: it needs glibc %d.%d, and this system has %s."), judge->title,
                        (int) (file->glibc / 1000), (int) (file->glibc % 1000), os->libc_version));
  return FALSE;
}

/* The first feature that the processor is known to lack, or NULL. */
static const char *
lacking (Judge *judge, const EdgeKitInstalledFile *file)
{
  g_auto(GStrv) features = _edgekit_installed_file_features (file);
  EdgeKitCpu *cpu = judge->profile->cpu;

  for (char **feature = features; cpu && cpu->features && feature && *feature; feature++)
    if (!edgekit_cpu_has_feature (cpu, *feature))
      return g_intern_string (*feature);
  return NULL;
}

/* One library is loaded whatever the processor; of several the engine takes the best
 * that runs (ggml_backend_load_best). */
static gboolean
check_processor (Judge *judge)
{
  g_autoptr(GPtrArray) variants = g_ptr_array_new ();
  const char *feature = NULL;

  for (guint i = 0; i < judge->files->len; i++)
    {
      EdgeKitInstalledFile *file = g_ptr_array_index (judge->files, i);

      if (file->has)
        g_ptr_array_add (variants, file);
    }
  if (variants->len == 1)
    judge->installation->cpu_features = _edgekit_installed_file_features (g_ptr_array_index (variants, 0));
  else
    judge->installation->cpu_features = variants->len ? g_new0 (char *, 1) : NULL;
  for (guint i = 0; i < variants->len; i++)
    {
      feature = lacking (judge, g_ptr_array_index (variants, i));
      if (!feature)
        return TRUE;
    }
  if (!feature)
    return TRUE;
  say (judge, EDGEKIT_TRISTATE_NO, EDGEKIT_TRISTATE_NO,
       /* Translators: an engine, then an instruction set such as “avx512f” */
       g_strdup_printf (_ ("%s stops with “Illegal instruction”: it is built for a processor with %s, which this one "
                           "does not have."),
                        judge->title, feature));
  return FALSE;
}

static gboolean
check_start (Judge *judge)
{
  for (guint i = 0; i < judge->files->len; i++)
    {
      const EdgeKitInstalledFile *file = g_ptr_array_index (judge->files, i);

      if (file->loaded &&
          (!check_machine (judge, file) || !check_libraries (judge, file) || !check_glibc (judge, file)))
        return FALSE;
    }
  return TRUE;
}

/* --- does it use the graphics? --------------------------------------------------------- */

static gboolean
serves (const char *backend, EdgeKitAccelerator *device)
{
  g_auto(GStrv) vendors = g_key_file_get_string_list (_edgekit_table_get ("ggml-backends"), backend, "vendors", NULL,
                                                      NULL);

  return !vendors || (device->vendor && g_strv_contains ((const char *const *) vendors, device->vendor));
}

static char *
backend_title (const char *backend)
{
  return g_key_file_get_string (_edgekit_table_get ("ggml-backends"), backend, "title", NULL);
}

/* The file of a back end for @device that loads, or else one that does not; of those
 * that load the one that stands first in the table. */
static const EdgeKitInstalledFile *
find_backend (Judge *judge, EdgeKitAccelerator *device)
{
  g_auto(GStrv) rows = g_key_file_get_groups (_edgekit_table_get ("ggml-backends"), NULL);
  const EdgeKitInstalledFile *broken = NULL;

  for (char **row = rows; *row; row++)
    for (guint i = 0; i < judge->files->len; i++)
      {
        const EdgeKitInstalledFile *file = g_ptr_array_index (judge->files, i);

        if (g_strcmp0 (_edgekit_installed_file_backend (file), *row) != 0 || !serves (*row, device))
          continue;
        if (!file->missing || !file->missing[0])
          return file;
        if (!broken)
          broken = file;
      }
  return broken;
}

static gboolean
will_use (Judge *judge, EdgeKitAccelerator *device)
{
  const EdgeKitInstalledFile *file = find_backend (judge, device);

  return file && !(file->missing && file->missing[0]) && device->usable != EDGEKIT_TRISTATE_NO;
}

/* The sentence about one device. */
static void
judge_device (Judge *judge, EdgeKitAccelerator *device)
{
  const EdgeKitInstalledFile *file = find_backend (judge, device);
  g_autofree char *title = file ? backend_title (_edgekit_installed_file_backend (file)) : NULL;
  const char *name = device->name ? device->name : _ ("the graphics processor");

  g_free (judge->installation->device);
  judge->installation->device = g_strdup (name);
  if (!file)
    say (judge, EDGEKIT_TRISTATE_YES, EDGEKIT_TRISTATE_NO,
         /* Translators: an engine, then a device */
         g_strdup_printf (_ ("%s will not use %s: nothing for it was installed along with it, so the processor does "
                             "the work."),
                          judge->title, name));
  else if (file->missing && file->missing[0])
    say (judge, EDGEKIT_TRISTATE_YES, EDGEKIT_TRISTATE_NO,
         /* Translators: an engine, a device, a technology such as “CUDA”, a file */
         g_strdup_printf (_ ("%s will not use %s: its part for %s is not loaded, because %s is missing."), judge->title,
                          name, title, file->missing[0]));
  else if (device->usable == EDGEKIT_TRISTATE_NO)
    say (judge, EDGEKIT_TRISTATE_YES, EDGEKIT_TRISTATE_NO,
         /* Translators: an engine, then a device */
         g_strdup_printf (_ ("%s will not use %s: the driver of it is missing or not in use."), judge->title, name));
  else
    say (judge, EDGEKIT_TRISTATE_YES, EDGEKIT_TRISTATE_YES,
         g_str_equal (judge->installation->engine, "llama-cpp-python")
             /* Translators: an engine, a device, a technology such as “CUDA” */
             ? g_strdup_printf (_ ("%s will use %s with %s, if your program sets n_gpu_layers=-1."), judge->title, name,
                                title)
             : g_strdup_printf (_ ("%s will use %s with %s."), judge->title, name, title));
}

/* The device that the sentence is about: the first that will be used, or else the
 * first; cards before graphics in the processor. NULL without any; borrowed. */
static EdgeKitAccelerator *
choose_device (Judge *judge)
{
  GListModel *list = G_LIST_MODEL (judge->profile->accelerators);
  EdgeKitAccelerator *first = NULL;

  for (int integrated = 0; integrated <= 1; integrated++)
    for (guint i = 0; i < g_list_model_get_n_items (list); i++)
      {
        g_autoptr(EdgeKitAccelerator) device = g_list_model_get_item (list, i);

        if (device->kind != EDGEKIT_ACCELERATOR_KIND_GPU ||
            (device->integrated == EDGEKIT_TRISTATE_YES) != (integrated == 1))
          continue;
        if (will_use (judge, device))
          return device; /* the profile keeps it */
        if (!first)
          first = device;
      }
  return first;
}

static void
judge_graphics (Judge *judge)
{
  EdgeKitAccelerator *device = choose_device (judge);

  if (device)
    judge_device (judge, device);
  else
    say (judge, EDGEKIT_TRISTATE_YES, EDGEKIT_TRISTATE_NO,
         /* Translators: an engine */
         g_strdup_printf (_ ("%s computes on the processor: this computer has no graphics for it."), judge->title));
}

static void
collect (Judge *judge)
{
  g_autoptr(GPtrArray) backends = g_ptr_array_new (), missing = g_ptr_array_new ();

  for (guint i = 0; i < judge->files->len; i++)
    {
      const EdgeKitInstalledFile *file = g_ptr_array_index (judge->files, i);
      const char *backend = _edgekit_installed_file_backend (file);

      if (backend)
        add_unique (backends, backend);
      for (char **library = file->missing; library && *library; library++)
        add_unique (missing, *library);
    }
  judge->installation->backends = copy_list (backends);
  judge->installation->missing = copy_list (missing);
}

static gboolean
has_ggml (Judge *judge)
{
  for (guint i = 0; i < judge->files->len; i++)
    if (_edgekit_installed_file_backend (g_ptr_array_index (judge->files, i)))
      return TRUE;
  return FALSE;
}

EdgeKitInstallation *
_edgekit_installation_new (JsonObject *facts, EdgeKitHardwareProfile *profile)
{
  g_autoptr(EdgeKitInstallation) installation = g_object_new (EDGEKIT_TYPE_INSTALLATION, NULL);
  g_autoptr(GPtrArray) files = _edgekit_installed_files_read (facts);
  g_autofree char *title = NULL;
  const char *engine = NULL, *path = NULL;
  Judge judge = { installation, profile, files, NULL };

  _edgekit_json_get_string (facts, "engine", &engine, "installation", NULL);
  _edgekit_json_get_string (facts, "path", &path, "installation", NULL);
  title = engine ? _edgekit_engine_make_title (engine) : NULL;
  if (!title)
    return NULL;
  judge.title = title;
  installation->engine = g_strdup (engine);
  installation->path = g_strdup (path);
  installation->facts = json_object_ref (facts);
  installation->profile = g_object_ref (profile);
  collect (&judge);
  if (!check_start (&judge) || !check_processor (&judge))
    return g_steal_pointer (&installation);
  if (has_ggml (&judge))
    judge_graphics (&judge);
  else
    say (&judge, EDGEKIT_TRISTATE_UNKNOWN, EDGEKIT_TRISTATE_UNKNOWN,
         /* Translators: an engine */
         g_strdup_printf (_ ("What %s computes with cannot be told from its files."), title));
  return g_steal_pointer (&installation);
}

GListStore *
_edgekit_installation_list (JsonObject *document, EdgeKitHardwareProfile *profile)
{
  GListStore *list = g_list_store_new (EDGEKIT_TYPE_INSTALLATION);
  JsonNode *node = json_object_get_member (document, "installations");
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array && i < MIN (json_array_get_length (array), 64); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autoptr(EdgeKitInstallation) installation = JSON_NODE_HOLDS_OBJECT (element)
                                                        ? _edgekit_installation_new (json_node_get_object (element), profile)
                                                        : NULL;

      if (installation)
        g_list_store_append (list, installation);
    }
  return list;
}
