/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a file is, and what its parts are for. */

#include "config.h"

#include <math.h>

#include "edgekit-enum-types.h"
#include "edgekit-tensor-name-private.h"
#include "read-header.h"

/* Files that only belong to a model are told apart, and what is in them is read. */
static void
test_kinds (void)
{
  static const guint64 dims[] = { 32, 4 };
  static const struct
  {
    const char *type;
    const char *architecture;
    EdgeKitModelKind kind;
    const char *part;
  } kinds[] = {
    { "mmproj", "clip", EDGEKIT_MODEL_KIND_PROJECTOR, "mmproj" },
    { "model", "clip", EDGEKIT_MODEL_KIND_PROJECTOR, "mmproj" },
    { NULL, "clip", EDGEKIT_MODEL_KIND_PROJECTOR, "mmproj" },
    { "adapter", "llama", EDGEKIT_MODEL_KIND_ADAPTER, "LoRA" },
    { "imatrix", "llama", EDGEKIT_MODEL_KIND_IMPORTANCE_MATRIX, "importance matrix" },
    { "imatrix", NULL, EDGEKIT_MODEL_KIND_IMPORTANCE_MATRIX, "importance matrix" },
    { NULL, "controlvector", EDGEKIT_MODEL_KIND_CONTROL_VECTOR, "control vector" },
    { "model", "eagle3", EDGEKIT_MODEL_KIND_DRAFT, "guesses tokens" },
    { NULL, "flux", EDGEKIT_MODEL_KIND_IMAGE, "images" },
    { "model", "llama", EDGEKIT_MODEL_KIND_MODEL, NULL },
    { NULL, "no-such-design", EDGEKIT_MODEL_KIND_MODEL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      Header h = header_new ();
      g_autoptr(EdgeKitModel) model = NULL;
      g_autoptr(GError) error = NULL;

      put_begin (&h, 3, 1, (kinds[i].type != NULL) + (kinds[i].architecture != NULL));
      if (kinds[i].type)
        put_key_text (&h, "general.type", kinds[i].type);
      if (kinds[i].architecture)
        put_key_text (&h, "general.architecture", kinds[i].architecture);
      put_tensor (&h, "blk.0.attn_q.weight", 2, dims, 0, 0);
      put_end (&h, 512);
      model = accept (&h);
      g_assert_cmpint (edgekit_model_get_kind (model), ==, kinds[i].kind);
      g_assert_cmpint (edgekit_model_get_parameters (model), ==, 128);
      g_assert_cmpint (edgekit_model_get_n_layers (model), ==,
                       kinds[i].part && kinds[i].kind != EDGEKIT_MODEL_KIND_DRAFT ? 0 : 1);
      g_assert_cmpint (edgekit_model_check_runnable (model, &error), ==, kinds[i].part == NULL);
      if (!kinds[i].part)
        continue;
      check_error (error, EDGEKIT_ERROR_NOT_SUPPORTED, kinds[i].part);
      g_assert_cmpstr (first_note (model), ==, "not-a-whole-model");
      g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_notes (model)), ==, 1);
    }
}

static void
test_vocabulary_only (void)
{
  Header h = header_new ();
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(GError) error = NULL;

  put_begin (&h, 3, 0, 2);
  put_key_text (&h, "general.architecture", "llama");
  put_text (&h, "tokenizer.ggml.tokens");
  put32 (&h, 9);
  put32 (&h, 8);
  put64 (&h, 3);
  for (guint i = 0; i < 3; i++)
    put_text (&h, "t");
  put_end (&h, 0);
  model = accept (&h);
  g_assert_cmpint (edgekit_model_get_kind (model), ==, EDGEKIT_MODEL_KIND_VOCABULARY);
  g_assert_cmpint (edgekit_model_get_vocabulary_size (model), ==, 3);
  g_assert_cmpstr (first_note (model), ==, "no-weights");
  g_assert_false (edgekit_model_check_runnable (model, &error));
  check_error (error, EDGEKIT_ERROR_NOT_SUPPORTED, "no weights");
}

/* --- Roles ------------------------------------------------------------------ */

static void
test_roles (void)
{
  static const struct
  {
    const char *name;
    EdgeKitTensorRole role;
  } names[] = {
    { "token_embd.weight", EDGEKIT_TENSOR_ROLE_EMBEDDING },
    { "per_layer_token_embd.weight", EDGEKIT_TENSOR_ROLE_EMBEDDING },
    { "token_embd_norm.weight", EDGEKIT_TENSOR_ROLE_NORM },
    { "position_embd.weight", EDGEKIT_TENSOR_ROLE_EMBEDDING },
    { "output.weight", EDGEKIT_TENSOR_ROLE_OUTPUT },
    { "output_norm.weight", EDGEKIT_TENSOR_ROLE_NORM },
    { "cls.output.weight", EDGEKIT_TENSOR_ROLE_OUTPUT },
    { "rope_freqs.weight", EDGEKIT_TENSOR_ROLE_OTHER },
    { "blk.0.attn_q.weight", EDGEKIT_TENSOR_ROLE_ATTENTION },
    { "blk.0.attn_output.weight", EDGEKIT_TENSOR_ROLE_ATTENTION },
    { "blk.0.attn_kv_a_mqa.weight", EDGEKIT_TENSOR_ROLE_ATTENTION },
    { "blk.0.indexer.proj.weight", EDGEKIT_TENSOR_ROLE_ATTENTION },
    { "blk.0.attn_norm.weight", EDGEKIT_TENSOR_ROLE_NORM },
    { "blk.0.ffn_up.weight", EDGEKIT_TENSOR_ROLE_FEED_FORWARD },
    { "blk.0.ffn_gate_inp.weight", EDGEKIT_TENSOR_ROLE_FEED_FORWARD },
    { "blk.0.ffn_up_shexp.weight", EDGEKIT_TENSOR_ROLE_FEED_FORWARD },
    { "blk.0.exp_probs_b.bias", EDGEKIT_TENSOR_ROLE_FEED_FORWARD },
    { "blk.0.ffn_up_exps.weight", EDGEKIT_TENSOR_ROLE_EXPERTS },
    { "blk.0.ssm_in.weight", EDGEKIT_TENSOR_ROLE_RECURRENT },
    { "blk.0.ssm_norm.weight", EDGEKIT_TENSOR_ROLE_NORM },
    { "blk.0.shortconv.conv.weight", EDGEKIT_TENSOR_ROLE_RECURRENT },
    { "blk.0.time_mix_key.weight", EDGEKIT_TENSOR_ROLE_RECURRENT },
    { "blk.0.channel_mix_key.weight", EDGEKIT_TENSOR_ROLE_FEED_FORWARD },
    { "enc.blk.0.ffn_up.weight", EDGEKIT_TENSOR_ROLE_FEED_FORWARD },
    { "model.embed_tokens.weight", EDGEKIT_TENSOR_ROLE_EMBEDDING },
    { "transformer.wte.weight", EDGEKIT_TENSOR_ROLE_EMBEDDING },
    { "embed_out.weight", EDGEKIT_TENSOR_ROLE_OUTPUT },
    { "lm_head.weight", EDGEKIT_TENSOR_ROLE_OUTPUT },
    { "model.layers.0.self_attn.q_proj.weight", EDGEKIT_TENSOR_ROLE_ATTENTION },
    { "model.layers.0.self_attn.q_norm.weight", EDGEKIT_TENSOR_ROLE_NORM },
    { "model.layers.0.input_layernorm.weight", EDGEKIT_TENSOR_ROLE_NORM },
    { "model.layers.0.mlp.gate_up_proj.weight", EDGEKIT_TENSOR_ROLE_FEED_FORWARD },
    { "model.layers.0.mlp.shared_expert.up_proj.weight", EDGEKIT_TENSOR_ROLE_FEED_FORWARD },
    { "model.layers.0.mlp.experts.7.up_proj.weight", EDGEKIT_TENSOR_ROLE_EXPERTS },
    { "model.layers.0.linear_attn.in_proj_qkvz.weight", EDGEKIT_TENSOR_ROLE_RECURRENT },
    { "backbone.layers.0.mixer.A_log", EDGEKIT_TENSOR_ROLE_RECURRENT },
    { "backbone.layers.0.mixer.q_proj.weight", EDGEKIT_TENSOR_ROLE_ATTENTION },
    { "backbone.layers.0.mixer.down_proj.weight", EDGEKIT_TENSOR_ROLE_FEED_FORWARD },
    { "bert.encoder.layer.0.attention.output.dense.weight", EDGEKIT_TENSOR_ROLE_ATTENTION },
    { "bert.encoder.layer.0.intermediate.dense.weight", EDGEKIT_TENSOR_ROLE_FEED_FORWARD },
    { "bert.encoder.layer.0.output.dense.weight", EDGEKIT_TENSOR_ROLE_FEED_FORWARD },
    { "visual.blocks.0.attn.qkv.weight", EDGEKIT_TENSOR_ROLE_TOWER },
    { "mtp.layers.0.self_attn.q_proj.weight", EDGEKIT_TENSOR_ROLE_DRAFT },
    { "", EDGEKIT_TENSOR_ROLE_OTHER },
    { "...", EDGEKIT_TENSOR_ROLE_OTHER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      EdgeKitTensorName parsed;

      _edgekit_tensor_name_parse (names[i].name, &parsed);
      if (parsed.role != names[i].role)
        g_test_fail_printf ("“%s”: role %d instead of %d", names[i].name, parsed.role, names[i].role);
    }
}

/* --- Positions -------------------------------------------------------------- */

static void
test_positions (void)
{
  static const struct
  {
    const char *type;
    float factor;
    guint32 original;
    guint32 context;
    gint64 wanted;
  } cases[] = {
    { "yarn", 4, 32768, 32768, 131072 },  /* the file names the length before */
    { "yarn", 4, 32768, 131072, 131072 }, /* the length after */
    { "yarn", 40, 4096, 163840, 163840 },
    { "linear", 8, 0, 32768, 32768 }, /* it cannot be told, so what is named */
    { "none", 8, 4096, 4096, 4096 },
    { "yarn", 0.5, 4096, 4096, 4096 },
    { "yarn", 1e30f, 4096, 4096, 4096 },
    { "yarn", NAN, 4096, 4096, 4096 },
    { "yarn", -4, 4096, 4096, 4096 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Header h = header_new ();
      g_autoptr(EdgeKitModel) model = NULL;
      guint32 raw;

      memcpy (&raw, &cases[i].factor, sizeof raw);
      put_begin (&h, 3, 0, 5);
      put_key_text (&h, "general.architecture", "llama");
      put_key_text (&h, "llama.rope.scaling.type", cases[i].type);
      put_text (&h, "llama.rope.scaling.factor");
      put32 (&h, 6);
      put32 (&h, raw);
      put_key_u32 (&h, "llama.rope.scaling.original_context_length", cases[i].original);
      put_key_u32 (&h, "llama.context_length", cases[i].context);
      put_end (&h, 0);
      model = accept (&h);
      g_assert_cmpint (edgekit_model_get_context_length (model), ==, cases[i].wanted);
      if (edgekit_model_get_rope_factor (model) > 0)
        g_assert_cmpfloat (edgekit_model_get_rope_factor (model), ==, cases[i].factor);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/model/kinds", test_kinds);
  g_test_add_func ("/model/vocabulary-only", test_vocabulary_only);
  g_test_add_func ("/model/roles", test_roles);
  g_test_add_func ("/model/positions", test_positions);
  return g_test_run ();
}
