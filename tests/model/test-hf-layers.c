/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What config.json says of the layers, in all the ways that it is said: the keys
 * of published models, with few layers where the number does not matter. */

#include "config.h"

#include <string.h>

#include "edgekit-enum-types.h"
#include "edgekit-model-loader-private.h"
#include "edgekit-model-private.h"
#include "memory-files.h"

typedef struct
{
  const char *name;
  const char *config;     /* with ' for " */
  const char *layers;     /* F full, W window, M latent, R recurrent, H both, - none */
  gint64 window;          /* 0: none */
  gint64 state;           /* of the first layer that has one, in values */
  const char *kv_heads;   /* of each layer, or NULL */
  const char *key_length; /* the same */
} Case;

static const Case cases[] = {
  { "mistral-7b-v0.1",
    "'model_type':'mistral','hidden_size':4096,'num_attention_heads':32,'num_key_value_heads':8,"
    "'num_hidden_layers':3,'sliding_window':4096,'max_position_embeddings':32768",
    "WWW", 4096, 0, "8 8 8", "128 128 128" },
  { "mistral-7b-v0.3",
    "'model_type':'mistral','num_hidden_layers':3,'sliding_window':null,'max_position_embeddings':32768", "FFF", 0, 0,
    "8 8 8", "128 128 128" },
  { "phi-3-mini-4k",
    "'model_type':'phi3','hidden_size':3072,'num_attention_heads':32,'num_key_value_heads':32,'num_hidden_layers':2,"
    "'sliding_window':2047,'max_position_embeddings':4096",
    "WW", 2047, 0, "32 32", "96 96" },
  /* a window that is as long as the context is none */
  { "phi-3.5-mini",
    "'model_type':'phi3','hidden_size':3072,'num_attention_heads':32,'num_hidden_layers':2,'sliding_window':262144,"
    "'max_position_embeddings':131072,'original_max_position_embeddings':4096,"
    "'rope_scaling':{'type':'longrope','long_factor':[1],'short_factor':[1]}",
    "FF", 0, 0, "32 32", NULL },
  { "qwen2-off",
    "'model_type':'qwen2','num_hidden_layers':4,'num_attention_heads':8,'hidden_size':64,'sliding_window':32768,"
    "'use_sliding_window':false,'max_window_layers':2,'max_position_embeddings':131072",
    "FFFF", 0, 0, NULL, NULL },
  { "qwen2-on",
    "'model_type':'qwen2','num_hidden_layers':4,'num_attention_heads':8,'hidden_size':64,'sliding_window':32768,"
    "'use_sliding_window':true,'max_window_layers':2,'max_position_embeddings':131072",
    "FFWW", 32768, 0, NULL, NULL },
  { "gemma-2-2b",
    "'model_type':'gemma2','num_hidden_layers':5,'hidden_size':2304,'num_attention_heads':8,'num_key_value_heads':4,"
    "'sliding_window':4096,'max_position_embeddings':8192",
    "WFWFW", 4096, 0, "4 4 4 4 4", "256 256 256 256 256" },
  { "gemma-3-1b",
    "'model_type':'gemma3_text','num_hidden_layers':8,'hidden_size':1152,'num_attention_heads':4,"
    "'num_key_value_heads':1,'head_dim':256,'sliding_window':512,'sliding_window_pattern':6,"
    "'max_position_embeddings':32768",
    "WWWWWFWW", 512, 0, NULL, NULL },
  { "embeddinggemma",
    "'model_type':'gemma3_text','use_bidirectional_attention':true,'num_hidden_layers':3,'hidden_size':768,"
    "'num_attention_heads':3,'num_key_value_heads':1,'sliding_window':512",
    "---", 0, 0, "1 1 1", NULL },
  { "gemma-3n",
    "'model_type':'gemma3n','text_config':{'model_type':'gemma3n_text','num_hidden_layers':10,'hidden_size':2048,"
    "'num_attention_heads':8,'num_key_value_heads':2,'head_dim':256,'num_kv_shared_layers':4,'sliding_window':512,"
    "'layer_types':['sliding_attention','sliding_attention','sliding_attention','sliding_attention','full_attention',"
    "'sliding_attention','sliding_attention','sliding_attention','sliding_attention','full_attention']}",
    "WWWWFW----", 512, 0, NULL, NULL },
  { "gemma-4-26b",
    "'model_type':'gemma4','text_config':{'model_type':'gemma4_text','num_hidden_layers':6,'hidden_size':2816,"
    "'num_attention_heads':16,'num_key_value_heads':8,'head_dim':256,'global_head_dim':512,"
    "'num_global_key_value_heads':2,'attention_k_eq_v':true,'sliding_window':1024,'num_kv_shared_layers':0,"
    "'layer_types':['sliding_attention','sliding_attention','sliding_attention','sliding_attention',"
    "'sliding_attention','full_attention']}",
    "WWWWWF", 1024, 0, "8 8 8 8 8 2", "256 256 256 256 256 512" },
  { "command-r7b",
    "'model_type':'cohere2','num_hidden_layers':8,'hidden_size':4096,'num_attention_heads':32,"
    "'num_key_value_heads':8,'sliding_window':4096,'sliding_window_pattern':4,'max_position_embeddings':132096",
    "WWWFWWWF", 4096, 0, NULL, NULL },
  { "exaone-4-32b",
    "'model_type':'exaone4','num_hidden_layers':8,'hidden_size':5120,'num_attention_heads':40,"
    "'num_key_value_heads':8,'sliding_window':4096,'sliding_window_pattern':'LLLG'",
    "WWWFWWWF", 4096, 0, NULL, NULL },
  { "exaone-4-1.2b",
    "'model_type':'exaone4','num_hidden_layers':4,'hidden_size':2048,'num_attention_heads':32,"
    "'sliding_window':null,'sliding_window_pattern':null",
    "FFFF", 0, 0, NULL, NULL },
  { "llama-4",
    "'model_type':'llama4','text_config':{'model_type':'llama4_text','num_hidden_layers':8,'hidden_size':5120,"
    "'num_attention_heads':40,'num_key_value_heads':8,'head_dim':128,'attention_chunk_size':8192,"
    "'max_position_embeddings':10485760}",
    "WWWFWWWF", 8192, 0, NULL, NULL },
  { "smallthinker",
    "'model_type':'smallthinker','num_hidden_layers':4,'num_attention_heads':8,'hidden_size':64,'sliding_window_size':"
    "4096,'sliding_window_layout':[0,1,1,1]",
    "FWWW", 4096, 0, NULL, NULL },
  { "step-3.5",
    "'model_type':'step3p5','num_hidden_layers':4,'hidden_size':4096,'num_attention_heads':64,"
    "'num_attention_groups':8,'head_dim':128,'sliding_window':512,'layer_types':['full_attention',"
    "'sliding_attention','sliding_attention','sliding_attention'],'attention_other_setting':{'num_attention_heads':96,"
    "'num_attention_groups':4,'head_dim':64}",
    "FWWW", 512, 0, "8 4 4 4", "128 64 64 64" },
  { "gpt-neo",
    "'model_type':'gpt_neo','num_layers':4,'hidden_size':768,'num_heads':12,'window_size':256,"
    "'attention_types':[[['global','local'],2]],'max_position_embeddings':2048",
    "FWFW", 256, 0, NULL, NULL },
  { "deepseek-v2-lite",
    "'model_type':'deepseek_v2','num_hidden_layers':2,'hidden_size':2048,'num_attention_heads':16,"
    "'num_key_value_heads':16,'kv_lora_rank':512,'q_lora_rank':null,'qk_rope_head_dim':64,'qk_nope_head_dim':128,"
    "'v_head_dim':128",
    "MM", 0, 0, "1 1", "576 576" },
  { "jamba",
    "'model_type':'jamba','num_hidden_layers':9,'hidden_size':4096,'num_attention_heads':32,'num_key_value_heads':8,"
    "'attn_layer_period':8,'attn_layer_offset':4,'mamba_d_state':16,'mamba_d_conv':4,'mamba_expand':2",
    "RRRRFRRRR", 0, 8192 * (3 + 16), "0 0 0 0 8 0 0 0 0", NULL },
  { "bamba",
    "'model_type':'bamba','num_hidden_layers':4,'hidden_size':4096,'num_attention_heads':32,'num_key_value_heads':8,"
    "'attn_layer_indices':[1],'mamba_d_state':128,'mamba_d_conv':4,'mamba_n_heads':128,'mamba_d_head':64,"
    "'mamba_n_groups':1,'mamba_expand':2",
    "RFRR", 0, 3 * (8192 + 2 * 128) + 128 * 8192, NULL, NULL },
  { "zamba2",
    "'model_type':'zamba2','num_hidden_layers':4,'hidden_size':2560,'num_attention_heads':32,'mamba_d_state':64,"
    "'mamba_d_conv':4,'mamba_expand':2,'mamba_headdim':64,'mamba_ngroups':1,'n_mamba_heads':80,"
    "'layers_block_type':['mamba','hybrid','mamba','mamba']",
    "RHRR", 0, 3 * (5120 + 2 * 64) + 64 * 5120, NULL, NULL },
  { "mamba2",
    "'model_type':'mamba2','num_hidden_layers':2,'hidden_size':2560,'state_size':128,'num_heads':80,'head_dim':64,"
    "'n_groups':1,'conv_kernel':4,'expand':2",
    "RR", 0, 3 * (5120 + 2 * 128) + 128 * 5120, "0 0", NULL },
  { "falcon-mamba",
    "'model_type':'falcon_mamba','num_hidden_layers':2,'hidden_size':4096,'intermediate_size':8192,'state_size':16,"
    "'conv_kernel':4",
    "RR", 0, 8192 * (3 + 16), NULL, NULL },
  { "nemotron-h-words",
    "'model_type':'nemotron_h','num_hidden_layers':4,'hidden_size':64,'num_attention_heads':8,'num_key_value_heads':2,"
    "'layers_block_type':['linear_attention','moe','full_attention','mlp'],'mamba_num_heads':4,'mamba_head_dim':8,"
    "'ssm_state_size':16,'n_groups':2,'conv_kernel':4",
    "R-F-", 0, 3 * (32 + 2 * 2 * 16) + 16 * 32, "0 0 2 0", NULL },
  { "nemotron-3-ultra",
    "'model_type':'nemotron_h','hidden_size':8192,'num_attention_heads':64,'num_key_value_heads':2,'head_dim':128,"
    "'layers_block_type':['mamba','moe','attention'],'mamba_num_heads':256,'mamba_head_dim':64,'ssm_state_size':128,"
    "'n_groups':8,'conv_kernel':4,'mtp_layers_block_type':['attention','moe'],'num_nextn_predict_layers':1",
    "R-F", 0, 3 * (16384 + 2 * 8 * 128) + 128 * 16384, "0 0 2", "128 128 128" },
  { "qwen3.5",
    "'model_type':'qwen3_5','text_config':{'model_type':'qwen3_5_text','num_hidden_layers':4,'hidden_size':5120,"
    "'num_attention_heads':24,'num_key_value_heads':4,'head_dim':256,'linear_conv_kernel_dim':4,"
    "'linear_key_head_dim':128,'linear_num_key_heads':16,'linear_num_value_heads':48,'linear_value_head_dim':128}",
    "RRRF", 0, 3 * (2 * 16 * 128 + 48 * 128) + 48 * 128 * 128, NULL, NULL },
  { "kimi-linear",
    "'model_type':'kimi_linear','num_hidden_layers':5,'hidden_size':2304,'num_attention_heads':32,'kv_lora_rank':512,"
    "'qk_rope_head_dim':64,'linear_attn_config':{'full_attn_layers':[4],'kda_layers':[1,2,3,5],'num_heads':32,"
    "'head_dim':128,'short_conv_kernel_size':4}",
    "RRRMR", 0, 3 * 3 * 4096 + 128 * 128 * 32, "0 0 0 1 0", NULL },
  { "lfm2-words",
    "'model_type':'lfm2','num_hidden_layers':3,'hidden_size':1024,'num_attention_heads':16,'num_key_value_heads':8,"
    "'conv_L_cache':3,'layer_types':['conv','conv','full_attention']",
    "RRF", 0, 2 * 1024, NULL, NULL },
  { "minimax-01",
    "'model_type':'minimax_text_01','num_hidden_layers':8,'hidden_size':6144,'num_attention_heads':64,"
    "'num_key_value_heads':8,'head_dim':128,'attn_type_list':[0,0,0,0,0,0,0,1]",
    "RRRRRRRF", 0, 64 * 128 * 128, NULL, NULL },
  { "ring-linear",
    "'model_type':'bailing_moe_linear','num_hidden_layers':7,'hidden_size':2048,'num_attention_heads':16,"
    "'num_key_value_heads':4,'head_dim':128,'layer_group_size':5",
    "RRRRFFF", 0, 16 * 128 * 128, NULL, NULL },
  { "recurrent-gemma",
    "'model_type':'recurrent_gemma','num_hidden_layers':5,'hidden_size':2560,'lru_width':2560,'conv1d_width':4,"
    "'num_attention_heads':10,'num_key_value_heads':1,'attention_window_size':2048,"
    "'_block_types':['recurrent','recurrent','attention']",
    "RRWRR", 2048, 2560 * 4, NULL, NULL },
  { "rwkv7",
    "'model_type':'rwkv7','num_hidden_layers':2,'hidden_size':2560,'head_dim':64", "RR", 0, 2560 * 66, "0 0", NULL },
  { "plamo2",
    "'model_type':'plamo2','num_hidden_layers':4,'hidden_size':2048,'num_attention_heads':16,'num_key_value_heads':2,"
    "'hidden_size_per_head':128,'mamba_d_state':64,'mamba_d_conv':4,'mamba_num_heads':32,'mamba_step':2,"
    "'attention_window_size':2048,'max_position_embeddings':10485760",
    "RWRW", 2048, 4096 * (3 + 64), NULL, "128 128 128 128" },
  { "llama-3.2-vision",
    "'model_type':'mllama','text_config':{'model_type':'mllama_text_model','num_hidden_layers':5,'hidden_size':4096,"
    "'num_attention_heads':32,'num_key_value_heads':8,'cross_attention_layers':[3]}",
    "FFF-F", 0, 0, "8 8 8 8 8", NULL },
  { "openelm",
    "'model_type':'openelm','num_transformer_layers':3,'model_dim':1280,'head_dim':64,'num_query_heads':[12,12,16],"
    "'num_kv_heads':[3,3,4],'max_context_length':2048",
    "FFF", 0, 0, "3 3 4", "64 64 64" },
  { "falcon-7b",
    "'model_type':'falcon','num_hidden_layers':2,'hidden_size':4544,'num_attention_heads':71,'num_kv_heads':71,"
    "'multi_query':true,'new_decoder_architecture':false",
    "FF", 0, 0, "1 1", "64 64" },
  { "falcon-40b",
    "'model_type':'falcon','num_hidden_layers':2,'hidden_size':8192,'num_attention_heads':128,'num_kv_heads':8,"
    "'multi_query':true,'new_decoder_architecture':true",
    "FF", 0, 0, "8 8", "64 64" },
  { "dbrx",
    "'model_type':'dbrx','n_layers':2,'d_model':6144,'n_heads':48,'attn_config':{'kv_n_heads':8},"
    "'ffn_config':{'ffn_hidden_size':10752,'moe_num_experts':16,'moe_top_k':4},'max_seq_len':32768",
    "FF", 0, 0, "8 8", "128 128" },
  { "chatglm3",
    "'model_type':'chatglm','num_layers':2,'hidden_size':4096,'num_attention_heads':32,'kv_channels':128,"
    "'multi_query_attention':true,'multi_query_group_num':2,'ffn_hidden_size':13696,'seq_length':8192",
    "FF", 0, 0, "2 2", "128 128" },
  { "llava-1.5",
    "'model_type':'llava','text_config':{'model_type':'llama','_name_or_path':'lmsys/vicuna-7b-v1.5',"
    "'max_position_embeddings':4096,'num_hidden_layers':2},'vision_config':{'hidden_size':1024}",
    "FF", 0, 0, "32 32", "128 128" },
  /* no row of a table: the keys alone */
  { "unknown-words",
    "'model_type':'novel','num_hidden_layers':4,'hidden_size':64,'num_attention_heads':4,'sliding_window':16,"
    "'layer_types':['full_attention','sliding_attention','conv','quantum'],'conv_L_cache':4",
    "FWRF", 16, 3 * 64, NULL, NULL },
  { "unknown-window",
    "'model_type':'novel','num_hidden_layers':2,'hidden_size':64,'num_attention_heads':4,'sliding_window':16", "FF", 0,
    0, NULL, NULL },
  { "unknown-latent",
    "'model_type':'novel','num_hidden_layers':2,'hidden_size':64,'num_attention_heads':4,'kv_lora_rank':32,"
    "'qk_rope_head_dim':8",
    "MM", 0, 0, "1 1", "40 40" },
};

static EdgeKitModel *
read_config (const char *config)
{
  static const char header[] = "{\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}";
  g_autoptr(EdgeKitModelFiles) files = memory_files_new ();
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  guint64 length = GUINT64_TO_LE (strlen (header));
  g_autofree char *text = g_strdelimit (g_strconcat ("{", config, "}", NULL), "'", '"');
  g_autoptr(GError) error = NULL;
  EdgeKitModel *model;

  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) header, sizeof header); /* and one byte of weights */
  memory_files_add (files, "model.safetensors", bytes->data, bytes->len);
  memory_files_add (files, "config.json", text, -1);
  model = _edgekit_model_load_files (files, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return model;
}

static void
test_case (gconstpointer data)
{
  static const char letters[] = { '-', 'F', 'W', 'M', 'R', 'H' };
  const Case *c = data;
  g_autoptr(EdgeKitModel) model = read_config (c->config);
  g_autoptr(GString) layers = g_string_new (NULL);
  g_autoptr(GString) kv_heads = g_string_new (NULL);
  g_autoptr(GString) key_length = g_string_new (NULL);
  gint64 state = 0;

  for (gint64 i = 0; i < model->n_layers; i++)
    {
      EdgeKitLayer *layer = _edgekit_model_layer (model, i);

      g_string_append_c (layers, letters[layer->attention]);
      g_string_append_printf (kv_heads, "%s%" G_GINT64_FORMAT, i ? " " : "", layer->kv_heads);
      g_string_append_printf (key_length, "%s%" G_GINT64_FORMAT, i ? " " : "", layer->key_length);
      if (state == 0)
        state = layer->state_size;
      if (layer->attention == EDGEKIT_ATTENTION_KIND_WINDOW)
        g_assert_cmpint (layer->window, ==, c->window);
      else
        g_assert_cmpint (layer->window, ==, 0);
    }
  g_assert_cmpstr (layers->str, ==, c->layers);
  g_assert_cmpint (model->window, ==, c->window ? c->window : EDGEKIT_UNKNOWN);
  g_assert_cmpint (state, ==, c->state * 4);
  if (c->kv_heads)
    g_assert_cmpstr (kv_heads->str, ==, c->kv_heads);
  if (c->key_length)
    g_assert_cmpstr (key_length->str, ==, c->key_length);
  g_assert_cmpint (model->architecture_known, ==,
                   g_str_has_prefix (c->name, "unknown") ? EDGEKIT_TRISTATE_NO : EDGEKIT_TRISTATE_YES);
}

static void
test_context (void)
{
  static const struct
  {
    const char *config;
    gint64 context;
    const char *scaling;
  } contexts[] = {
    { "'max_position_embeddings':4096", 4096, NULL },
    { "'n_positions':1024", 1024, NULL },
    { "'max_position_embeddings':131072,'rope_scaling':{'rope_type':'llama3','factor':8.0,"
      "'original_max_position_embeddings':8192}",
      131072, "llama3" },
    { "'max_position_embeddings':32768,'rope_scaling':{'type':'yarn','factor':4.0,"
      "'original_max_position_embeddings':32768}",
      131072, "yarn" },
    { "'max_position_embeddings':32768,'rope_scaling':{'type':'yarn','factor':4.0}", 131072, "yarn" },
    { "'max_position_embeddings':163840,'rope_scaling':{'type':'yarn','factor':40,"
      "'original_max_position_embeddings':4096}",
      163840, "yarn" },
    { "'max_position_embeddings':131072,'rope_scaling':{'rope_type':'linear','factor':8.0}", 131072, "linear" },
    { "'max_position_embeddings':131072,'original_max_position_embeddings':4096,'rope_scaling':{'type':'longrope'}",
      131072, "longrope" },
    { "'max_position_embeddings':32768,'rope_scaling':{'type':'dynamic','factor':2.0}", 32768, "dynamic" },
    { "'max_position_embeddings':32768,'rope_scaling':{'type':'mrope','mrope_section':[16,24,24]}", 32768, NULL },
    { "'max_position_embeddings':4096,'rope_parameters':{'full_attention':{'rope_type':'yarn','factor':8,"
      "'original_max_position_embeddings':4096},'sliding_attention':{'rope_type':'default'}}",
      32768, "yarn" },
    { "'max_position_embeddings':4096,'rope_scaling':{'type':'yarn','factor':1e300}", 4096, "yarn" },
    { "'x':1", EDGEKIT_UNKNOWN, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (contexts); i++)
    {
      g_autofree char *config = g_strconcat ("'model_type':'qwen3','num_hidden_layers':1,", contexts[i].config, NULL);
      g_autoptr(EdgeKitModel) model = read_config (config);

      g_assert_cmpint (edgekit_model_get_context_length (model), ==, contexts[i].context);
      g_assert_cmpstr (edgekit_model_get_rope_scaling (model), ==, contexts[i].scaling);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/hf-layers/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/hf-layers/context", test_context);
  return g_test_run ();
}
