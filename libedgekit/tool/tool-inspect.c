/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <inttypes.h>

#include "tool-private.h"

static void
print_count (const char *label, gint64 value)
{
  g_autofree char *text = NULL;

  if (value == EDGEKIT_UNKNOWN)
    return;
  text = g_strdup_printf ("%'" G_GINT64_FORMAT, value);
  tool_print_fact (label, text);
}

static char *
format_parameters (gint64 n)
{
  if (n < 0)
    return g_strdup (_ ("Unknown"));
  /* Translators: billions, millions and thousands of parameters, as in "8.03 billion" */
  if (n >= 1000000000)
    return g_strdup_printf (_ ("%.2f billion"), (double) n / 1e9);
  if (n >= 1000000)
    return g_strdup_printf (_ ("%.1f million"), (double) n / 1e6);
  return g_strdup_printf ("%'" G_GINT64_FORMAT, n);
}

static char *
describe_layers (EdgeKitModel *model)
{
  GListModel *layers = edgekit_model_get_layers (model);
  guint counts[EDGEKIT_ATTENTION_KIND_HYBRID + 1] = { 0 };
  const char *const names[] = { _ ("without attention"), _ ("full attention"),   _ ("sliding window"),
                                _ ("latent attention"),  _ ("recurrent"), _ ("attention and recurrent") };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (layers); i++)
    {
      g_autoptr(EdgeKitLayer) layer = g_list_model_get_item (layers, i);

      counts[edgekit_layer_get_attention (layer)]++;
    }
  g_string_append_printf (text, "%u", g_list_model_get_n_items (layers));
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (counts[i])
      g_string_append_printf (text, " · %u %s", counts[i], names[i]);
  return g_string_free (text, FALSE);
}

static void
print_roles (EdgeKitModel *model)
{
  const struct
  {
    EdgeKitTensorRole role;
    const char *label;
  } rows[] = {
    { EDGEKIT_TENSOR_ROLE_EMBEDDING, _ ("Embedding") },
    { EDGEKIT_TENSOR_ROLE_ATTENTION, _ ("Attention") },
    { EDGEKIT_TENSOR_ROLE_RECURRENT, _ ("Recurrent") },
    { EDGEKIT_TENSOR_ROLE_FEED_FORWARD, _ ("Feed-forward") },
    { EDGEKIT_TENSOR_ROLE_EXPERTS, _ ("Experts") },
    { EDGEKIT_TENSOR_ROLE_NORM, _ ("Normalization") },
    { EDGEKIT_TENSOR_ROLE_OUTPUT, _ ("Output") },
    { EDGEKIT_TENSOR_ROLE_TOWER, _ ("Vision and audio") },
    { EDGEKIT_TENSOR_ROLE_DRAFT, _ ("Draft layers") },
    { EDGEKIT_TENSOR_ROLE_OTHER, _ ("Other") },
  };
  gint64 all = edgekit_model_get_parameters (model);

  if (all <= 0)
    return;
  tool_print_heading (_ ("Parameters by what they do"));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 n = edgekit_model_get_role_parameters (model, rows[i].role);
      g_autofree char *number = format_parameters (n);
      g_autofree char *text = NULL;

      if (n <= 0)
        continue;
      /* Translators: a number of parameters, and how much of all that is */
      text = g_strdup_printf (_ ("%1$s · %2$.1f %%"), number, 100.0 * n / all);
      tool_print_fact (rows[i].label, text);
    }
}

static void
print_heads (EdgeKitModel *model)
{
  GListModel *layers = edgekit_model_get_layers (model);

  for (guint i = 0; i < g_list_model_get_n_items (layers); i++)
    {
      g_autoptr(EdgeKitLayer) layer = g_list_model_get_item (layers, i);
      g_autofree char *text = NULL;

      if (edgekit_layer_get_kv_heads (layer) <= 0)
        continue;
      /* Translators: attention heads, heads that keys and values have, and their size */
      text = g_strdup_printf (_ ("%" PRId64 " heads, %" PRId64 " for keys and values, of %"
                                 PRId64 " values each"),
                              edgekit_layer_get_heads (layer), edgekit_layer_get_kv_heads (layer),
                              edgekit_layer_get_key_length (layer));
      tool_print_fact (_ ("Attention"), text);
      return;
    }
}

static void
print_tensors (EdgeKitModel *model)
{
  static const ToolColumn columns[] = {
    { NULL, FALSE, 0 }, { NULL, FALSE, 3 }, { NULL, FALSE, 2 }, { NULL, TRUE, 1 },
  };
  g_autoptr(ToolTable) table = tool_table_new (columns, G_N_ELEMENTS (columns));
  GListModel *tensors = edgekit_model_get_tensors (model);

  tool_print_heading (_ ("Tensors"));
  for (guint i = 0; i < g_list_model_get_n_items (tensors); i++)
    {
      g_autoptr(EdgeKitTensor) tensor = g_list_model_get_item (tensors, i);
      g_autofree char *size = edgekit_format_memory (edgekit_tensor_get_size (tensor), EDGEKIT_MEMORY_UNITS_IEC);
      const char *const texts[] = { edgekit_tensor_get_name (tensor), edgekit_tensor_get_tensor_type (tensor),
                                    edgekit_tensor_get_shape (tensor), size };

      tool_table_add (table, -1, texts);
    }
  tool_table_print (table);
}

static void
print_model (EdgeKitModel *model, gboolean tensors)
{
  g_autofree char *parameters = format_parameters (edgekit_model_get_parameters (model));
  g_autofree char *active = format_parameters (edgekit_model_get_active_parameters (model));
  g_autofree char *layers = describe_layers (model);
  g_autofree char *file_size = edgekit_format_size (edgekit_model_get_file_size (model));
  g_autofree char *weights = edgekit_format_memory (edgekit_model_get_weights_size (model), EDGEKIT_MEMORY_UNITS_IEC);
  g_autofree char *context = edgekit_format_tokens (edgekit_model_get_context_length (model));
  g_autofree char *version = NULL;
  g_autofree char *scaling = NULL;
  GListModel *notes = edgekit_model_get_notes (model);

  tool_print_wrapped (TOOL_BOLD, 0, edgekit_model_get_title (model));
  g_print ("\n");
  tool_print_fact (_ ("Parameters"), parameters);
  if (edgekit_model_get_active_parameters (model) != edgekit_model_get_parameters (model) &&
      edgekit_model_get_active_parameters (model) != EDGEKIT_UNKNOWN)
    tool_print_fact (_ ("Active at a time"), active);
  if (edgekit_model_get_bits_per_weight (model) > 0)
    /* Translators: %1$s is a quantisation such as Q4_K_M, %2$.2f a number of bits */
    version = g_strdup_printf (_ ("%1$s · %2$.2f bits per weight"),
                               edgekit_model_get_quantization (model) ? edgekit_model_get_quantization (model)
                                                                      : _ ("Unknown"),
                               edgekit_model_get_bits_per_weight (model));
  tool_print_fact (_ ("Version"), version);
  tool_print_fact (_ ("File size"), file_size);
  tool_print_fact (_ ("Weights in memory"), weights);
  tool_print_fact (_ ("Longest context"), context);
  g_print ("\n");
  tool_print_fact (_ ("Architecture"), edgekit_model_get_architecture (model));
  tool_print_fact (_ ("Layers"), layers);
  print_heads (model);
  print_count (_ ("Embedding length"), edgekit_model_get_embedding_length (model));
  print_count (_ ("Vocabulary"), edgekit_model_get_vocabulary_size (model));
  print_count (_ ("Window"), edgekit_model_get_window (model));
  print_count (_ ("Experts"), edgekit_model_get_experts (model));
  print_count (_ ("Experts used"), edgekit_model_get_experts_used (model));
  if (edgekit_model_get_experts_shared (model) > 0)
    print_count (_ ("Shared experts"), edgekit_model_get_experts_shared (model));
  if (edgekit_model_get_rope_factor (model) > 0 && edgekit_model_get_original_context_length (model) > 0)
    {
      g_autofree char *original = edgekit_format_tokens (edgekit_model_get_original_context_length (model));

      /* Translators: the name of a method such as yarn, how many times positions are stretched, and a context */
      scaling = g_strdup_printf (_ ("%1$s · %2$g times %3$s"), edgekit_model_get_rope_scaling (model),
                                 edgekit_model_get_rope_factor (model), original);
      tool_print_fact (_ ("Stretched positions"), scaling);
    }
  tool_print_read (edgekit_model_get_bytes_read (model));
  for (guint i = 0; i < g_list_model_get_n_items (notes); i++)
    {
      g_autoptr(EdgeKitNote) note = g_list_model_get_item (notes, i);

      if (i == 0)
        tool_print_heading (_ ("Worth knowing"));
      tool_print_note (edgekit_note_get_severity (note), edgekit_note_get_message (note), edgekit_note_get_hint (note));
    }
  print_roles (model);
  if (tensors)
    print_tensors (model);
}

/* --- Downloading it first ----------------------------------------------------- */

static void
print_fraction (GObject *object, GParamSpec *pspec, gpointer data)
{
  double fraction = edgekit_model_source_get_fraction (EDGEKIT_MODEL_SOURCE (object));

  /* Translators: how much of a download is there, as in "42 %" */
  g_printerr (_ ("\r%3d %%"), (int) (fraction * 100));
}

/* Only when it is asked for by its option, and not before it was said how large it is. */
static gboolean
download (ToolOptions *o, const char *location, GError **error)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (location);
  g_autoptr(EdgeKitRemoteOptions) options = tool_options_make_remote (o);
  g_autoptr(GFile) folder = g_file_new_for_commandline_arg (o->download);
  g_autofree char *size_text = NULL;
  gint64 size;
  gboolean ok;

  edgekit_model_source_set_options (source, options);
  size = edgekit_model_source_query_download_size (source, NULL, error);
  if (size == EDGEKIT_UNKNOWN)
    return FALSE;
  size_text = edgekit_format_size (size);
  /* Translators: a size, and the path of a folder */
  g_printerr (_ ("Downloading %1$s to %2$s; what is there already stays, and Ctrl+C ends it for now."), size_text,
              o->download);
  g_printerr ("\n");
  if (tool_is_watched ())
    g_signal_connect (source, "notify::fraction", G_CALLBACK (print_fraction), NULL);
  g_mkdir_with_parents (o->download, 0777);
  ok = edgekit_model_source_download (source, folder, NULL, error);
  if (tool_is_watched ())
    g_printerr ("\n");
  return ok;
}

int
tool_inspect (int argc, char **argv)
{
  g_auto(ToolOptions) o = { 0 };
  g_auto(GStrv) rest = NULL;
  g_autoptr(EdgeKitModel) model = NULL;
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "tensors", 0, 0, G_OPTION_ARG_NONE, &o.tensors, N_ ("List every tensor"), NULL },
    { "download", 0, 0, G_OPTION_ARG_FILENAME, &o.download,
      N_ ("Download all of the model to an empty folder first; for servers that hand out whole files only"),
      N_ ("FOLDER") },
    { NULL },
  };

  if (!tool_options_parse (&o, "inspect", TOOL_TAKES_JSON, entries, argc, argv, &rest))
    return TOOL_USAGE;
  if (!rest[0])
    return tool_usage ("inspect", _ ("name a model file"));
  if (rest[1])
    return tool_usage ("inspect", _ ("name one model, not several"));
  if (o.download && !download (&o, rest[0], &error))
    return tool_fail ("inspect", error);
  model = tool_load_model (&o, o.download ? o.download : rest[0], &error);
  if (!model)
    return tool_fail ("inspect", error);
  if (o.json)
    return tool_print_json (edgekit_model_to_json (model, o.tensors));
  print_model (model, o.tensors);
  return TOOL_RUNS;
}
