/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The estimates against what llama.cpp really reserves. */
#include "config.h"

#include <math.h>

#include "measured.h"

static GPtrArray *rows;
static GHashTable *shapes;

static guint64
context_of (const EdgeKitBill *bill, guint pool)
{
  return _edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_KV_CACHE) +
         _edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_RECURRENT_STATE);
}

/* Keys, values and states: to the byte, every model and every setting. */
static gboolean
is_cuda (const MeasuredRow *row)
{
  return g_strcmp0 (row->backend, "cuda") == 0;
}

static void
test_context (void)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const MeasuredRow *row = g_ptr_array_index (rows, i);
      EdgeKitBill bill;

      if (!row->ok)
        continue;
      measured_price (row, g_hash_table_lookup (shapes, row->model), &bill);
      if (context_of (&bill, 0) != row->host_context || (!is_cuda (row) && context_of (&bill, 1) != row->device_context))
        g_test_message ("row %u, %s, context %" G_GUINT64_FORMAT, i, row->model, row->context);
      g_assert_cmpuint (context_of (&bill, 0), ==, row->host_context);
      /* CUDA pads the last row of a quantised cache, once for a layer */
      g_assert_cmpfloat (fabs ((double) context_of (&bill, 1) - row->device_context), <=, is_cuda (row) ? 65536 : 0);
      n++;
    }
  g_assert_cmpuint (n, >, 2300);
}

/* Logits that are handed out: to the hundredth of a MiB that the log prints. */
static void
test_output (void)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const MeasuredRow *row = g_ptr_array_index (rows, i);
      EdgeKitBill bill;
      double mib;

      if (!row->ok)
        continue;
      measured_price (row, g_hash_table_lookup (shapes, row->model), &bill);
      mib = _edgekit_bill_get (&bill, 0, EDGEKIT_MEMORY_KIND_OUTPUT) / 1048576.0;
      g_assert_cmpfloat (fabs (mib - row->output / 100.0), <, 0.0051);
    }
}

static guint64
weights_of (const EdgeKitBill *bill, guint pool)
{
  return _edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_WEIGHTS);
}

/* Weights: to the byte on the processor, and within the padding of a device. */
static void
test_weights (void)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const MeasuredRow *row = g_ptr_array_index (rows, i);
      EdgeKitBill bill;

      if (!row->ok)
        continue;
      measured_price (row, g_hash_table_lookup (shapes, row->model), &bill);
      if (!row->backend)
        g_assert_cmpuint (weights_of (&bill, 0), ==, row->host_model);
      /* CUDA pads the last row of some tensors */
      g_assert_cmpfloat (fabs ((double) weights_of (&bill, 0) - row->host_model), <=, 65536);
      g_assert_cmpfloat (fabs ((double) weights_of (&bill, 1) - row->device_model), <=, is_cuda (row) ? 131072 : 65536);
    }
}

static guint64
compute_of (const EdgeKitBill *bill, guint pool)
{
  return _edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_COMPUTE);
}

/* Working space on the processor: the same replay, the same bytes. */
static void
test_compute (void)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const MeasuredRow *row = g_ptr_array_index (rows, i);
      EdgeKitBill bill;

      if (!row->ok || row->backend)
        continue;
      measured_price (row, g_hash_table_lookup (shapes, row->model), &bill);
      if (compute_of (&bill, 0) != row->host_compute)
        g_test_message ("row %u, %s, context %" G_GUINT64_FORMAT, i, row->model, row->context);
      g_assert_cmpuint (compute_of (&bill, 0), ==, row->host_compute);
      n++;
    }
  g_assert_cmpuint (n, >, 1700);
}

/* Working space of split models on one back end: to the byte in most rows, and seldom far off. */
static void
check_compute_split (gboolean cuda, guint least_exact, guint least_close, double most_wrong)
{
  guint n = 0, exact = 0, close = 0;
  double worst = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const MeasuredRow *row = g_ptr_array_index (rows, i);
      EdgeKitBill bill;
      double error;

      if (!row->ok || !row->backend || is_cuda (row) != cuda)
        continue;
      measured_price (row, g_hash_table_lookup (shapes, row->model), &bill);
      error = (double) compute_of (&bill, 1) / row->device_compute - 1;
      n++;
      exact += compute_of (&bill, 1) == row->device_compute;
      close += fabs (error) < 0.05;
      worst = MAX (worst, fabs (error));
    }
  g_test_message ("%u split rows: %u exact, %u within 5 %%, the worst %.1f %% off", n, exact, close, 100 * worst);
  g_assert_cmpuint (exact * 100, >=, n * least_exact);
  g_assert_cmpuint (close * 100, >=, n * least_close);
  g_assert_cmpfloat (worst, <=, most_wrong);
}

static void
test_compute_split (void)
{
  check_compute_split (FALSE, 90, 97, 0.2);
}

/* Rows of a real card, whose back end was not there when the rules were written. */
static void
test_compute_cuda (void)
{
  check_compute_split (TRUE, 91, 96, 0.6);
}

/* The interval holds what was measured. */
static void
check_interval (gboolean cuda, guint least)
{
  guint n = 0, inside = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const MeasuredRow *row = g_ptr_array_index (rows, i);
      guint64 measured[2], low = 0, high = 0;
      EdgeKitBill bill;

      if (!row->ok || is_cuda (row) != cuda)
        continue;
      measured_price (row, g_hash_table_lookup (shapes, row->model), &bill);
      measured[0] = row->host_compute + row->device_compute;
      for (guint c = 0; c < bill.n_charges; c++)
        if (bill.charges[c].kind == EDGEKIT_MEMORY_KIND_COMPUTE)
          {
            low += bill.charges[c].low;
            high += bill.charges[c].high;
          }
      n++;
      inside += measured[0] >= low && measured[0] <= high;
    }
  g_test_message ("%u rows, %u inside their interval", n, inside);
  g_assert_cmpuint (inside * 100, >=, n * least);
}

static void
test_interval (void)
{
  check_interval (FALSE, 99);
  check_interval (TRUE, 97);
}

/* One model, asked in any order: what was found out before changes no answer. */
static void
test_kept_answers (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "models", "specs", NULL);
  g_autoptr(GHashTable) fresh = measured_load_shapes (folder);

  for (guint i = rows->len; i > 0; i -= MIN (i, 7))
    {
      const MeasuredRow *row = g_ptr_array_index (rows, i - 1);
      EdgeKitBill one, other;

      if (!row->ok)
        continue;
      measured_price (row, g_hash_table_lookup (shapes, row->model), &one);
      measured_price (row, g_hash_table_lookup (fresh, row->model), &other);
      g_assert_cmpuint (compute_of (&one, 0), ==, compute_of (&other, 0));
      g_assert_cmpuint (compute_of (&one, 1), ==, compute_of (&other, 1));
    }
}

static void
absurd_layer (EdgeKitShapeLayer *layer, EdgeKitAttentionKind kind)
{
  layer->kind = kind;
  layer->heads = layer->kv_heads = layer->key_length = layer->value_length = G_MAXUINT32;
  layer->state_size = G_MAXINT64;
  layer->window = G_MAXINT64;
}

/* A file can claim anything: sums stick at the end of 63 bits. */
static void
test_absurd (void)
{
  static const char *const names[] = {
    "attn_norm.weight",   "attn_q.weight",        "attn_k.weight",       "attn_v.weight",    "attn_qkv.weight",
    "ffn_up.weight",      "ffn_gate_inp.weight",  "ffn_up_exps.weight",  "ffn_gate.weight",  "attn_kv_a_mqa.weight",
    "ssm_in.weight",      "ssm_x.weight",         "ssm_conv1d.weight",   "ssm_out.weight",   "time_mix_key.weight",
    "shortconv.conv.weight", "ssm_ba.weight",     "ssm_conv1d_q.weight", "attn_q_norm.weight", "attn_k_b.weight",
    "cross_attn_q.weight", "attn_rel_b.weight",   "altup_router.weight", "laurel_l.weight",  "ffn_down.weight",
  };
  static const char *const architectures[] = { "llama", "mamba", "mamba2", "rwkv7", "lfm2", "deepseek2", "gemma3n", "t5" };

  for (guint a = 0; a < G_N_ELEMENTS (architectures); a++)
    {
      g_autoptr(EdgeKitShape) shape = _edgekit_shape_new (architectures[a], TRUE, 6);
      g_autoptr(EdgeKitWorkload) workload = edgekit_workload_new ();
      const EdgeKitEstimator *estimator = _edgekit_estimator_get (NULL);
      const guint64 dims[] = { G_MAXINT64, G_MAXINT64, 3, 1, 7 };
      EdgeKitSettings settings;
      EdgeKitSplit split = { .gpu_layers = 4, .layers_on = { 2, 2 } };
      const char *why;
      EdgeKitBill bill;

      shape->embedding = shape->vocabulary = shape->experts_used = G_MAXINT64;
      for (guint i = 0; i < 6; i++)
        absurd_layer (_edgekit_shape_layer (shape, i), i);
      _edgekit_shape_add_tensor (shape, "blk.0.ffn_down_exps.weight", dims, 2, G_MAXUINT64);
      _edgekit_shape_add_tensor (shape, "blk.99999999999999999999.ffn_down.weight", dims, 2, G_MAXUINT64);
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          g_autofree char *name = g_strdup_printf ("blk.%u.%s", i % 6, names[i]);

          _edgekit_shape_add_tensor (shape, name, dims, i % 5, G_MAXUINT64 - i);
        }
      _edgekit_shape_add_tensor (shape, "token_embd.weight", dims, 2, G_MAXUINT64);
      _edgekit_shape_finish (shape);
      edgekit_workload_set_parallel (workload, G_MAXINT64);
      edgekit_workload_set_kv_unified (workload, EDGEKIT_TRISTATE_NO);
      edgekit_workload_set_batch (workload, G_MAXINT64);
      edgekit_workload_set_ubatch (workload, G_MAXINT64);
      estimator->get_settings (shape, workload, G_MAXUINT64, &settings, &why);
      _edgekit_split_add_device (&split, "cuda", 0, FALSE);
      _edgekit_split_add_device (&split, "vulkan", 0, TRUE);
      estimator->price (shape, &settings, &split, &bill);
      for (guint pool = 0; pool <= 2; pool++)
        {
          guint64 low, likely, high;

          _edgekit_bill_sums (&bill, pool, &low, &likely, &high);
          g_assert_cmpuint (low, <=, likely);
          g_assert_cmpuint (likely, <=, high);
          g_assert_cmpuint (high, <=, G_MAXINT64);
        }
    }
}

/* What llama.cpp refuses is said before it is tried. */
static void
test_refused (void)
{
  const EdgeKitShape *stablelm = g_hash_table_lookup (shapes, "stablelm-3b-4e1t");
  const EdgeKitShape *llama = g_hash_table_lookup (shapes, "llama-3.1-8b");
  const EdgeKitEstimator *estimator = _edgekit_estimator_get ("llama_cpp");
  g_autoptr(EdgeKitWorkload) workload = edgekit_workload_new ();
  EdgeKitSettings settings;
  const char *why;

  g_assert_nonnull (estimator);
  g_assert_true (estimator->get_settings (llama, workload, 8192, &settings, &why));
  g_assert_cmpuint (settings.parallel, ==, 4);
  g_assert_true (settings.unified);
  g_assert_cmpuint (settings.outputs, ==, 4);
  edgekit_workload_set_cache_type_k (workload, "q8_0");
  g_assert_true (estimator->get_settings (llama, workload, 8192, &settings, &why));
  g_assert_false (estimator->get_settings (stablelm, workload, 8192, &settings, &why));
  g_assert_cmpstr (why, ==, "cache-type-head-size");
  edgekit_workload_set_cache_type_v (workload, "q8_0");
  edgekit_workload_set_flash_attention (workload, EDGEKIT_TRISTATE_NO);
  g_assert_false (estimator->get_settings (llama, workload, 8192, &settings, &why));
  g_assert_cmpstr (why, ==, "cache-type-flash-attention");
  edgekit_workload_set_cache_type_v (workload, "q9_9");
  g_assert_false (estimator->get_settings (llama, workload, 8192, &settings, &why));
  g_assert_cmpstr (why, ==, "cache-type-unknown");
  g_assert_null (_edgekit_estimator_get ("somebody’s engine"));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  {
    g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "preflight", NULL);

    rows = measured_load_rows (folder);
  }
  {
    g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "models", "specs", NULL);

    shapes = measured_load_shapes (folder);
  }
  g_test_add_func ("/preflight/estimate/context", test_context);
  g_test_add_func ("/preflight/estimate/output", test_output);
  g_test_add_func ("/preflight/estimate/weights", test_weights);
  g_test_add_func ("/preflight/estimate/compute", test_compute);
  g_test_add_func ("/preflight/estimate/compute-split", test_compute_split);
  g_test_add_func ("/preflight/estimate/compute-cuda", test_compute_cuda);
  g_test_add_func ("/preflight/estimate/interval", test_interval);
  g_test_add_func ("/preflight/estimate/kept-answers", test_kept_answers);
  g_test_add_func ("/preflight/estimate/absurd", test_absurd);
  g_test_add_func ("/preflight/estimate/refused", test_refused);
  result = g_test_run ();
  g_ptr_array_unref (rows);
  g_hash_table_unref (shapes);
  return result;
}
