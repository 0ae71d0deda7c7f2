/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The tensors of a model that llama.cpp's graphs are made of, by the names that
 * they have in a GGUF file (llama-arch.cpp, LLM_TENSOR_NAMES), without the layer
 * and without “.weight” or “.bias”. Sorted as strcmp() does. */

#include <glib.h>

G_BEGIN_DECLS

#define EDGEKIT_ROLES(x) \
  x (ALTUP_CORRECT_COEF, "altup_correct_coef") \
  x (ALTUP_CORRECT_SCALE, "altup_correct_scale") \
  x (ALTUP_PREDICT_COEF, "altup_predict_coef") \
  x (ALTUP_PROJ, "altup_proj") \
  x (ALTUP_ROUTER, "altup_router") \
  x (ALTUP_ROUTER_NORM, "altup_router_norm") \
  x (ALTUP_UNEMBD_PROJ, "altup_unembd_proj") \
  x (ATTN_GATE, "attn_gate") \
  x (ATTN_K, "attn_k") \
  x (ATTN_K_B, "attn_k_b") \
  x (ATTN_K_NORM, "attn_k_norm") \
  x (ATTN_KV_A_MQA, "attn_kv_a_mqa") \
  x (ATTN_KV_A_NORM, "attn_kv_a_norm") \
  x (ATTN_KV_B, "attn_kv_b") \
  x (ATTN_NORM, "attn_norm") \
  x (ATTN_NORM_2, "attn_norm_2") \
  x (ATTN_O, "attn_o") \
  x (ATTN_OUTPUT, "attn_output") \
  x (ATTN_OUTPUT_NORM, "attn_output_norm") \
  x (ATTN_Q, "attn_q") \
  x (ATTN_Q_A, "attn_q_a") \
  x (ATTN_Q_A_NORM, "attn_q_a_norm") \
  x (ATTN_Q_B, "attn_q_b") \
  x (ATTN_Q_NORM, "attn_q_norm") \
  x (ATTN_QKV, "attn_qkv") \
  x (ATTN_REL_B, "attn_rel_b") \
  x (ATTN_SINKS, "attn_sinks") \
  x (ATTN_SUB_NORM, "attn_sub_norm") \
  x (ATTN_V, "attn_v") \
  x (ATTN_V_B, "attn_v_b") \
  x (CHANNEL_MIX_KEY, "channel_mix_key") \
  x (CHANNEL_MIX_LERP_K, "channel_mix_lerp_k") \
  x (CHANNEL_MIX_LERP_R, "channel_mix_lerp_r") \
  x (CHANNEL_MIX_RECEPTANCE, "channel_mix_receptance") \
  x (CHANNEL_MIX_VALUE, "channel_mix_value") \
  x (CLS, "cls") \
  x (CLS_OUTPUT, "cls.output") \
  x (CROSS_ATTN_K, "cross_attn_k") \
  x (CROSS_ATTN_NORM, "cross_attn_norm") \
  x (CROSS_ATTN_O, "cross_attn_o") \
  x (CROSS_ATTN_Q, "cross_attn_q") \
  x (CROSS_ATTN_V, "cross_attn_v") \
  x (DENSE_2, "dense_2") \
  x (DENSE_3, "dense_3") \
  x (EXP_PROBS_B, "exp_probs_b") \
  x (FFN_ACT, "ffn.act") \
  x (FFN_ACT_2, "ffn_act") \
  x (FFN_DOWN, "ffn_down") \
  x (FFN_DOWN_CHEXPS, "ffn_down_chexps") \
  x (FFN_DOWN_EXPS, "ffn_down_exps") \
  x (FFN_DOWN_SHEXP, "ffn_down_shexp") \
  x (FFN_GATE, "ffn_gate") \
  x (FFN_GATE_CHEXPS, "ffn_gate_chexps") \
  x (FFN_GATE_EXPS, "ffn_gate_exps") \
  x (FFN_GATE_INP, "ffn_gate_inp") \
  x (FFN_GATE_INP_SHEXP, "ffn_gate_inp_shexp") \
  x (FFN_GATE_SHEXP, "ffn_gate_shexp") \
  x (FFN_GATE_UP_EXPS, "ffn_gate_up_exps") \
  x (FFN_LATENT_DOWN, "ffn_latent_down") \
  x (FFN_LATENT_UP, "ffn_latent_up") \
  x (FFN_NORM, "ffn_norm") \
  x (FFN_NORM_EXPS, "ffn_norm_exps") \
  x (FFN_POST_NORM, "ffn_post_norm") \
  x (FFN_SUB_NORM, "ffn_sub_norm") \
  x (FFN_UP, "ffn_up") \
  x (FFN_UP_CHEXPS, "ffn_up_chexps") \
  x (FFN_UP_EXPS, "ffn_up_exps") \
  x (FFN_UP_SHEXP, "ffn_up_shexp") \
  x (INP_GATE, "inp_gate") \
  x (LAUREL_L, "laurel_l") \
  x (LAUREL_POST_NORM, "laurel_post_norm") \
  x (LAUREL_R, "laurel_r") \
  x (LAYER_OUTPUT_NORM, "layer_output_norm") \
  x (LAYER_OUTPUT_SCALE, "layer_output_scale") \
  x (OUTPUT, "output") \
  x (OUTPUT_NORM, "output_norm") \
  x (PER_LAYER_MODEL_PROJ, "per_layer_model_proj") \
  x (PER_LAYER_PROJ_NORM, "per_layer_proj_norm") \
  x (PER_LAYER_TOKEN_EMBD, "per_layer_token_embd") \
  x (POSITION_EMBD, "position_embd") \
  x (POST_ATTENTION_NORM, "post_attention_norm") \
  x (POST_FFW_NORM, "post_ffw_norm") \
  x (POST_FFW_NORM_1, "post_ffw_norm_1") \
  x (POST_FFW_NORM_2, "post_ffw_norm_2") \
  x (POST_NORM, "post_norm") \
  x (PRE_FFW_NORM_2, "pre_ffw_norm_2") \
  x (PROJ, "proj") \
  x (ROPE_FACTORS_LONG, "rope_factors_long") \
  x (ROPE_FACTORS_SHORT, "rope_factors_short") \
  x (ROPE_FREQS, "rope_freqs") \
  x (SHORTCONV_CONV, "shortconv.conv") \
  x (SHORTCONV_IN_PROJ, "shortconv.in_proj") \
  x (SHORTCONV_OUT_PROJ, "shortconv.out_proj") \
  x (SSM_A, "ssm_a") \
  x (SSM_ALPHA, "ssm_alpha") \
  x (SSM_B_NORM, "ssm_b_norm") \
  x (SSM_BA, "ssm_ba") \
  x (SSM_BETA, "ssm_beta") \
  x (SSM_C_NORM, "ssm_c_norm") \
  x (SSM_CONV1D, "ssm_conv1d") \
  x (SSM_CONV1D_K, "ssm_conv1d_k") \
  x (SSM_CONV1D_Q, "ssm_conv1d_q") \
  x (SSM_CONV1D_V, "ssm_conv1d_v") \
  x (SSM_D, "ssm_d") \
  x (SSM_DT, "ssm_dt") \
  x (SSM_DT_NORM, "ssm_dt_norm") \
  x (SSM_F_A, "ssm_f_a") \
  x (SSM_F_B, "ssm_f_b") \
  x (SSM_G_A, "ssm_g_a") \
  x (SSM_G_B, "ssm_g_b") \
  x (SSM_IN, "ssm_in") \
  x (SSM_NORM, "ssm_norm") \
  x (SSM_OUT, "ssm_out") \
  x (SSM_X, "ssm_x") \
  x (TIME_MIX_A0, "time_mix_a0") \
  x (TIME_MIX_A1, "time_mix_a1") \
  x (TIME_MIX_A2, "time_mix_a2") \
  x (TIME_MIX_DECAY, "time_mix_decay") \
  x (TIME_MIX_DECAY_W1, "time_mix_decay_w1") \
  x (TIME_MIX_DECAY_W2, "time_mix_decay_w2") \
  x (TIME_MIX_FIRST, "time_mix_first") \
  x (TIME_MIX_G1, "time_mix_g1") \
  x (TIME_MIX_G2, "time_mix_g2") \
  x (TIME_MIX_GATE, "time_mix_gate") \
  x (TIME_MIX_K_A, "time_mix_k_a") \
  x (TIME_MIX_K_K, "time_mix_k_k") \
  x (TIME_MIX_KEY, "time_mix_key") \
  x (TIME_MIX_LERP_FUSED, "time_mix_lerp_fused") \
  x (TIME_MIX_LERP_X, "time_mix_lerp_x") \
  x (TIME_MIX_LN, "time_mix_ln") \
  x (TIME_MIX_OUTPUT, "time_mix_output") \
  x (TIME_MIX_R_K, "time_mix_r_k") \
  x (TIME_MIX_RECEPTANCE, "time_mix_receptance") \
  x (TIME_MIX_V0, "time_mix_v0") \
  x (TIME_MIX_V1, "time_mix_v1") \
  x (TIME_MIX_V2, "time_mix_v2") \
  x (TIME_MIX_VALUE, "time_mix_value") \
  x (TIME_MIX_W0, "time_mix_w0") \
  x (TIME_MIX_W1, "time_mix_w1") \
  x (TIME_MIX_W2, "time_mix_w2") \
  x (TOKEN_EMBD, "token_embd") \
  x (TOKEN_EMBD_NORM, "token_embd_norm") \
  x (TOKEN_TYPES, "token_types")

typedef enum
{
#define EDGEKIT_ROLE_VALUE(name, text) EDGEKIT_ROLE_##name,
  EDGEKIT_ROLES (EDGEKIT_ROLE_VALUE)
#undef EDGEKIT_ROLE_VALUE
  EDGEKIT_N_ROLES
} EdgeKitRole;

typedef struct
{
  guint64 ne[4]; /* the innermost first, 1 beyond the last */
  guint64 bytes;
  guint16 role;
  gboolean bias;
} EdgeKitShapeTensor;

/* The role that @name has, the end of a name after “blk.7.”; FALSE for one that no graph here uses. */
gboolean _edgekit_role_parse (const char *name, EdgeKitRole *role, gboolean *bias);

G_END_DECLS
