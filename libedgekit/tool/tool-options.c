/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "tool-private.h"

#if defined(G_OS_UNIX)
#include <unistd.h>
#endif

#define BACKENDS "auto|cpu|cuda|hip|vulkan|sycl|metal"

static GOptionEntry *
common_entries (ToolOptions *o, ToolTakes takes)
{
  const GOptionEntry json[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &o->json, N_ ("Print one JSON document and nothing else"), NULL },
    { "translated", 0, 0, G_OPTION_ARG_NONE, &o->translated, N_ ("Sentences in JSON and reports in your language"),
      NULL },
    { "offline", 0, 0, G_OPTION_ARG_NONE, &o->offline, N_ ("Do not use the network"), NULL },
    { "refresh", 0, 0, G_OPTION_ARG_NONE, &o->refresh, N_ ("Do not use what was read earlier"), NULL },
  };
  GArray *entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));

  if (takes & TOOL_TAKES_JSON)
    g_array_append_vals (entries, json, G_N_ELEMENTS (json));
  return (GOptionEntry *) g_array_free (entries, FALSE);
}

ToolDescriber tool_describer = NULL;

static void
describe (const char *title, const GOptionEntry *entries)
{
  if (tool_describer && entries)
    tool_describer (title, entries);
}

static GOptionGroup *
source_group (ToolOptions *o)
{
  const GOptionEntry entries[] = {
    { "root", 0, 0, G_OPTION_ARG_FILENAME, &o->root, N_ ("A folder with the files of a recorded computer"),
      N_ ("DIR") },
    { "snapshot", 0, 0, G_OPTION_ARG_FILENAME, &o->snapshot, N_ ("A file made by “edgekit snapshot”"), N_ ("FILE") },
    { "hardware", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->hardware,
      N_ ("A file made by “edgekit hardware --json”, a report, or one written by hand; “this” is this computer. Given "
          "again for “check”, “variants” or “report”, or a report of several computers, they hold the model together, "
          "and the first one starts the engine"),
      N_ ("FILE") },
    { "gpu", 0, 0, G_OPTION_ARG_STRING, &o->gpu,
      N_ ("What if it had this graphics card, such as “RTX 4090”, in the place of its own?"), N_ ("NAME") },
    { NULL },
  };
  const char *title = _ ("Computer (default: this one):");
  GOptionGroup *group = g_option_group_new ("source", title, _ ("Show the options for the computer"), NULL, NULL);

  describe (title, entries);
  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, EDGEKIT_GETTEXT_PACKAGE);
  return group;
}

static GOptionGroup *
workload_group (ToolOptions *o)
{
  const GOptionEntry entries[] = {
    { "preset", 0, 0, G_OPTION_ARG_STRING, &o->preset, N_ ("Whose defaults"),
      "server|completion|ollama" },
    { "context", 'c', 0, G_OPTION_ARG_INT64, &o->context, N_ ("Tokens of context, over all sequences"), "N" },
    { "parallel", 0, 0, G_OPTION_ARG_INT64, &o->parallel, N_ ("Sequences at once"), "N" },
    { "kv-unified", 0, 0, G_OPTION_ARG_STRING, &o->kv_unified, N_ ("One KV cache for all sequences"), "on|off" },
    { "batch", 0, 0, G_OPTION_ARG_INT64, &o->batch, N_ ("Tokens of a batch"), "N" },
    { "ubatch", 0, 0, G_OPTION_ARG_INT64, &o->ubatch, N_ ("Tokens computed at once"), "N" },
    { "outputs", 0, 0, G_OPTION_ARG_INT64, &o->outputs, N_ ("Tokens whose output is kept (0: as the preset does)"),
      "N" },
    { "cache-type-k", 0, 0, G_OPTION_ARG_STRING, &o->cache_type_k, N_ ("Type of the keys in the KV cache"),
      N_ ("TYPE") },
    { "cache-type-v", 0, 0, G_OPTION_ARG_STRING, &o->cache_type_v, N_ ("Type of the values in the KV cache"),
      N_ ("TYPE") },
    { "flash-attn", 0, 0, G_OPTION_ARG_STRING, &o->flash_attention, N_ ("Flash attention"), "on|off|auto" },
    { "swa-full", 0, 0, G_OPTION_ARG_NONE, &o->swa_full, N_ ("Cache whole contexts for sliding windows"), NULL },
    { "repack", 0, 0, G_OPTION_ARG_STRING, &o->repack, N_ ("Rearrange weights for the processor"), "on|off" },
    { "embeddings", 0, 0, G_OPTION_ARG_NONE, &o->embeddings, N_ ("The model is used for embeddings"), NULL },
    { "backend", 0, 0, G_OPTION_ARG_STRING, &o->backend, N_ ("What computes"),
      BACKENDS },
    { "gpu-layers", 0, 0, G_OPTION_ARG_STRING, &o->gpu_layers, N_ ("Layers on the graphics card"), "N|auto" },
    { "cpu-moe", 0, 0, G_OPTION_ARG_STRING, &o->cpu_moe, N_ ("Layers whose experts stay in main memory"), "N|auto" },
    { "engine-version", 0, 0, G_OPTION_ARG_STRING, &o->engine_version,
      N_ ("Version of the engine, where its rules changed (vLLM)"), N_ ("VERSION") },
    { "gpu-memory-utilization", 0, 0, G_OPTION_ARG_DOUBLE, &o->gpu_memory_utilization,
      N_ ("Share of a graphics card that vLLM takes"), "F" },
    { "tensor-parallel", 0, 0, G_OPTION_ARG_INT64, &o->tensor_parallel,
      N_ ("Graphics cards that work as one in vLLM (0: as few as it takes)"), "N" },
    { "eager", 0, 0, G_OPTION_ARG_NONE, &o->eager, N_ ("vLLM records no CUDA graphs"), NULL },
    { "max-utilization", 0, 0, G_OPTION_ARG_DOUBLE, &o->max_utilization,
      N_ ("Share of the free memory to use at most (0.85)"), "F" },
    { "min-context", 0, 0, G_OPTION_ARG_INT64, &o->min_context, N_ ("Shortest useful context in tokens (4096)"),
      "N" },
    { NULL },
  };
  const char *title = _ ("What the model is to do:");
  GOptionGroup *group = g_option_group_new ("workload", title, _ ("Show the options for the workload"), NULL, NULL);

  describe (title, entries);
  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, EDGEKIT_GETTEXT_PACKAGE);
  return group;
}

/* The current folder may have been deleted. A relative name would then mean another file, since GLib
 * goes on in “/”. */
static gboolean
has_folder (void)
{
#if defined(G_OS_UNIX)
  g_autofree char *path = getcwd (NULL, 0); /* as long as it takes; free() and g_free() are one */

  return path != NULL;
#else
  return TRUE;
#endif
}

/* Something like “hf:owner/name” lies elsewhere. */
static gboolean
needs_folder (const char *name)
{
  return name && *name && !g_path_is_absolute (name) && !strchr (name, ':');
}

static gboolean
check_folder (ToolOptions *o, char **rest, GError **error)
{
  const char *const names[] = { o->root, o->snapshot, o->model, o->output, o->download };
  char **const lists[] = { rest, o->with };
  const char *lost = NULL;

  if (has_folder ())
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    lost = needs_folder (names[i]) ? names[i] : lost;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (char **name = lists[i]; name && *name; name++)
      lost = needs_folder (*name) ? *name : lost;
  for (char **name = o->hardware; name && *name; name++)
    lost = needs_folder (*name) && !g_str_equal (*name, "this") ? *name : lost;
  /* Translators: %s is a name of a file that was typed */
  if (lost)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("the current folder does not exist any more, so “%s” cannot be found; go to one that does"), lost);
  return lost == NULL;
}

static void
list_groups (GOptionContext *context, ToolOptions *o, ToolTakes takes)
{
  if (takes & TOOL_TAKES_SOURCE)
    g_option_context_add_group (context, source_group (o));
  if (takes & TOOL_TAKES_WORKLOAD)
    g_option_context_add_group (context, workload_group (o));
}

gboolean
tool_options_parse (ToolOptions *o, const char *name, ToolTakes takes, const GOptionEntry *more, int argc,
                    char **argv, GStrv *rest)
{
  const ToolCommand *command = tool_find_command (name);
  g_autoptr(GOptionContext) context = g_option_context_new (command->arguments);
  g_autofree GOptionEntry *entries = common_entries (o, takes);
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) args = g_new0 (char *, argc + 1);
  gboolean help = FALSE;
  const GOptionEntry help_entry[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("Show this help"), NULL },
    { NULL },
  };

  for (int i = 0; i < argc; i++)
    args[i] = g_strdup (argv[i]);
  g_free (args[0]);
  args[0] = g_strconcat ("edgekit ", name, NULL);
  g_set_prgname (args[0]);
  /* GOptionContext's own --help leaves the groups out; here they are the point */
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_translation_domain (context, EDGEKIT_GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ (command->summary));
  if (command->description)
    g_option_context_set_description (context, _ (command->description));
  g_option_context_add_main_entries (context, help_entry, EDGEKIT_GETTEXT_PACKAGE);
  if (more)
    g_option_context_add_main_entries (context, more, EDGEKIT_GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, EDGEKIT_GETTEXT_PACKAGE);
  describe (NULL, help_entry);
  describe (NULL, more);
  describe (NULL, entries);
  list_groups (context, o, takes);
  if (tool_describer)
    return FALSE;
  if (!g_option_context_parse_strv (context, &args, &error))
    {
      tool_usage (name, "%s", error->message);
      return FALSE;
    }
  if (help)
    {
      g_autofree char *text = g_option_context_get_help (context, FALSE, NULL);

      g_print ("%s", text);
      tool_options_clear (o);
      exit (TOOL_RUNS);
    }
  if (!check_folder (o, args + 1, &error))
    {
      tool_usage (name, "%s", error->message);
      return FALSE;
    }
  *rest = g_strdupv (args + 1);
  return TRUE;
}

void
tool_options_clear (ToolOptions *o)
{
  char **strings[] = { &o->root,       &o->snapshot,     &o->preset,       &o->kv_unified,
                       &o->cache_type_k, &o->cache_type_v, &o->flash_attention, &o->repack,
                       &o->backend,    &o->gpu_layers,   &o->cpu_moe,      &o->engine,
                       &o->engine_version,
                       &o->goal,       &o->model,        &o->method,       &o->shell,
                       &o->format,     &o->output,       &o->issue,        &o->download };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    g_clear_pointer (strings[i], g_free);
  g_clear_pointer (&o->hardware, g_strfreev);
  g_clear_pointer (&o->gpu, g_free);
  g_clear_pointer (&o->with, g_strfreev);
}

gboolean
tool_options_get_enum (GType type, const char *option, const char *text, int *value, GError **error)
{
  g_autoptr(GTypeClass) klass = g_type_class_ref (type);
  GEnumClass *values = G_ENUM_CLASS (klass);
  g_autoptr(GString) known = g_string_new (NULL);
  const GEnumValue *found;

  if (!text)
    return TRUE;
  found = g_enum_get_value_by_nick (values, text);
  if (found)
    {
      *value = found->value;
      return TRUE;
    }
  for (guint i = 0; i < values->n_values; i++)
    g_string_append_printf (known, "%s%s", i ? ", " : "", values->values[i].value_nick);
  /* Translators: %1$s is an option such as --shell, %2$s what was typed, %3$s a list of words */
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("%1$s does not know “%2$s”; it takes %3$s"),
               option, text, known->str);
  return FALSE;
}

static gboolean
get_switch (const char *option, const char *text, gboolean automatic, EdgeKitTristate *value, GError **error)
{
  if (!text)
    return TRUE;
  if (g_str_equal (text, "on"))
    *value = EDGEKIT_TRISTATE_YES;
  else if (g_str_equal (text, "off"))
    *value = EDGEKIT_TRISTATE_NO;
  else if (automatic && g_str_equal (text, "auto"))
    *value = EDGEKIT_TRISTATE_UNKNOWN;
  else
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("%1$s does not know “%2$s”; it takes %3$s"),
                   option, text, automatic ? "on, off, auto" : "on, off");
      return FALSE;
    }
  return TRUE;
}

/* @known: with "|" between them, as in the help. */
gboolean
tool_options_check_word (const char *option, const char *text, const char *known, GError **error)
{
  g_auto(GStrv) words = g_strsplit (known, "|", -1);
  g_autofree char *list = g_strjoinv (", ", words);

  if (!text || g_strv_contains ((const char *const *) words, text))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("%1$s does not know “%2$s”; it takes %3$s"), option,
               text, list);
  return FALSE;
}

/* The types of cache that the engine takes; of all engines, those that one of them does. */
static GStrv
list_cache_types (const char *engine)
{
  const char *const one[] = { engine, NULL };
  const gboolean all = g_strcmp0 (engine, "all") == 0;
  const char *const *engines = all ? edgekit_preflight_list_engines () : one;
  g_autoptr(GPtrArray) types = g_ptr_array_new ();

  for (guint i = 0; i == 0 || engines[i]; i++)
    {
      g_autoptr(EdgeKitWorkload) workload = edgekit_workload_new ();
      g_auto(GStrv) some = NULL;

      edgekit_workload_set_engine (workload, engines[i]);
      some = edgekit_workload_list_cache_types (workload);
      for (char **type = some; *type; type++)
        if (!g_ptr_array_find_with_equal_func (types, *type, g_str_equal, NULL))
          g_ptr_array_add (types, g_strdup (*type));
    }
  g_ptr_array_add (types, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&types), FALSE);
}

/* An engine ends at once where it does not know the type; nothing is known of one that lists none. */
static gboolean
check_cache_type (const char *option, const char *type, const char *engine, GError **error)
{
  g_auto(GStrv) known = type ? list_cache_types (engine) : NULL;
  g_autofree char *list = NULL;

  if (!type || !known[0])
    return TRUE;
  for (char **one = known; *one; one++)
    if (g_ascii_strcasecmp (*one, type) == 0)
      return TRUE;
  list = g_strjoinv (", ", known);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("%1$s does not know “%2$s”; it takes %3$s"), option,
               type, list);
  return FALSE;
}

gboolean
tool_options_check_cache_types (ToolOptions *o, const char *engine, GError **error)
{
  return check_cache_type ("--cache-type-k", o->cache_type_k, engine, error) &&
         check_cache_type ("--cache-type-v", o->cache_type_v, engine, error);
}

static gboolean
check_engine (const char *engine, GError **error)
{
  if (!engine || g_str_equal (engine, "all") || edgekit_engine_canonical_name (engine))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is not an engine that EdgeKit knows; “edgekit engine” lists them"), engine);
  return FALSE;
}

static gboolean
get_count (const char *option, const char *text, gint64 *value, GError **error)
{
  guint64 number;

  if (!text)
    return TRUE;
  if (g_str_equal (text, "auto"))
    *value = EDGEKIT_UNKNOWN;
  else if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &number, NULL))
    *value = (gint64) number;
  else
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("%1$s does not know “%2$s”; it takes a number or “auto”"), option, text);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_range (const char *option, gint64 value, gint64 max, GError **error)
{
  if (value >= 0 && value <= max)
    return TRUE;
  /* Translators: %1$s is an option such as --context, %2$d and %3$d are numbers */
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("%1$s is %2$" PRId64 "; it must be between 0 and %3$" PRId64), option, value,
               max);
  return FALSE;
}

/* 0 is not given. */
static gboolean
check_share (const char *option, double value, GError **error)
{
  if (value >= 0 && value <= 1)
    return TRUE;
  /* Translators: %s is an option such as --max-utilization */
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("%s must be between 0 and 1"), option);
  return FALSE;
}

gboolean
tool_options_get_workload (ToolOptions *o, EdgeKitWorkload **workload, GError **error)
{
  g_autoptr(EdgeKitWorkload) w = edgekit_workload_new ();
  int preset = EDGEKIT_PRESET_SERVER;
  EdgeKitTristate kv_unified = EDGEKIT_TRISTATE_UNKNOWN, flash = EDGEKIT_TRISTATE_UNKNOWN,
                  repack = EDGEKIT_TRISTATE_UNKNOWN;
  gint64 gpu_layers = EDGEKIT_UNKNOWN, cpu_moe = EDGEKIT_UNKNOWN;
  const gint64 most = 1 << 30;

  if (!tool_options_get_enum (EDGEKIT_TYPE_PRESET, "--preset", o->preset, &preset, error) ||
      !get_switch ("--kv-unified", o->kv_unified, FALSE, &kv_unified, error) ||
      !get_switch ("--flash-attn", o->flash_attention, TRUE, &flash, error) ||
      !get_switch ("--repack", o->repack, FALSE, &repack, error) ||
      !check_engine (o->engine, error) || !tool_options_check_word ("--backend", o->backend, BACKENDS, error) ||
      !tool_options_check_cache_types (o, o->engine ? o->engine : "all", error) ||
      !get_count ("--gpu-layers", o->gpu_layers, &gpu_layers, error) ||
      !get_count ("--cpu-moe", o->cpu_moe, &cpu_moe, error) ||
      !check_range ("--context", o->context, most, error) || !check_range ("--parallel", o->parallel, 4096, error) ||
      !check_range ("--batch", o->batch, most, error) || !check_range ("--ubatch", o->ubatch, most, error) ||
      !check_range ("--outputs", o->outputs, most, error) ||
      !check_range ("--tensor-parallel", o->tensor_parallel, 1024, error) ||
      !check_share ("--gpu-memory-utilization", o->gpu_memory_utilization, error) ||
      !check_share ("--max-utilization", o->max_utilization, error) ||
      !check_range ("--min-context", o->min_context, most, error))
    return FALSE;
  edgekit_workload_set_preset (w, preset);
  if (o->engine && !g_str_equal (o->engine, "all"))
    edgekit_workload_set_engine (w, o->engine);
  edgekit_workload_set_context (w, o->context ? o->context : EDGEKIT_UNKNOWN);
  edgekit_workload_set_parallel (w, o->parallel ? o->parallel : EDGEKIT_UNKNOWN);
  edgekit_workload_set_batch (w, o->batch ? o->batch : EDGEKIT_UNKNOWN);
  edgekit_workload_set_ubatch (w, o->ubatch ? o->ubatch : EDGEKIT_UNKNOWN);
  edgekit_workload_set_outputs (w, o->outputs ? o->outputs : EDGEKIT_UNKNOWN);
  edgekit_workload_set_kv_unified (w, kv_unified);
  edgekit_workload_set_flash_attention (w, flash);
  edgekit_workload_set_repack (w, repack);
  edgekit_workload_set_swa_full (w, o->swa_full);
  edgekit_workload_set_embeddings (w, o->embeddings);
  edgekit_workload_set_gpu_layers (w, gpu_layers);
  edgekit_workload_set_cpu_moe (w, cpu_moe);
  edgekit_workload_set_gpu_memory_utilization (w, o->gpu_memory_utilization);
  edgekit_workload_set_tensor_parallel (w, o->tensor_parallel ? o->tensor_parallel : EDGEKIT_UNKNOWN);
  edgekit_workload_set_eager (w, o->eager);
  if (o->engine_version)
    edgekit_workload_set_engine_version (w, o->engine_version);
  if (o->cache_type_k)
    edgekit_workload_set_cache_type_k (w, o->cache_type_k);
  if (o->cache_type_v)
    edgekit_workload_set_cache_type_v (w, o->cache_type_v);
  if (o->backend)
    edgekit_workload_set_backend (w, o->backend);
  *workload = g_steal_pointer (&w);
  return TRUE;
}

EdgeKitPreflight *
tool_make_preflight (ToolOptions *o, EdgeKitWorkload *workload)
{
  g_autoptr(EdgeKitPreflight) preflight = edgekit_preflight_new ();

  edgekit_preflight_set_workload (preflight, workload);
  if (o->max_utilization > 0)
    edgekit_preflight_set_max_utilization (preflight, o->max_utilization);
  if (o->min_context > 0)
    edgekit_preflight_set_min_context (preflight, o->min_context);
  return g_steal_pointer (&preflight);
}

EdgeKitRemoteOptions *
tool_options_make_remote (ToolOptions *o)
{
  EdgeKitRemoteOptions *options = edgekit_remote_options_new ();

  edgekit_remote_options_set_offline (options, o->offline);
  edgekit_remote_options_set_refresh (options, o->refresh);
  if (o->tensors)
    edgekit_remote_options_set_depth (options, EDGEKIT_MODEL_DEPTH_TENSORS);
  return options;
}

EdgeKitModel *
tool_load_model (ToolOptions *o, const char *location, GError **error)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (location);
  g_autoptr(EdgeKitRemoteOptions) options = tool_options_make_remote (o);

  edgekit_model_source_set_options (source, options);
  return edgekit_model_source_load (source, NULL, error);
}

EdgeKitModel *
tool_load_whole_model (ToolOptions *o, const char *location, GError **error)
{
  g_autoptr(EdgeKitModel) model = tool_load_model (o, location, error);

  return model && edgekit_model_check_runnable (model, error) ? g_steal_pointer (&model) : NULL;
}
