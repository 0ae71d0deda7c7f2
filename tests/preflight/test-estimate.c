/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The estimates against what llama.cpp really reserves. */
#include "config.h"

#include <math.h>

#include "measured.h"

static GPtrArray *rows;
static GHashTable *shapes;

static gboolean
is_plain (const EdgeKitShape *shape)
{
  return g_str_equal (shape->architecture, "llama") || g_str_equal (shape->architecture, "qwen2") ||
         g_str_equal (shape->architecture, "qwen3");
}

static guint64
context_of (const EdgeKitBill *bill, guint pool)
{
  return _edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_KV_CACHE) +
         _edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_RECURRENT_STATE);
}

/* Keys, values and states: to the byte, every model and every setting. */
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
      if (context_of (&bill, 0) != row->host_context || context_of (&bill, 1) != row->device_context)
        g_test_message ("row %u, %s, context %" G_GUINT64_FORMAT, i, row->model, row->context);
      g_assert_cmpuint (context_of (&bill, 0), ==, row->host_context);
      g_assert_cmpuint (context_of (&bill, 1), ==, row->device_context);
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

/* Weights on the processor: every tensor, padded. gemma3n keeps a second copy
 * of its embeddings where the file is not mapped, as in these rows. */
static void
test_weights (void)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const MeasuredRow *row = g_ptr_array_index (rows, i);
      const EdgeKitShape *shape = g_hash_table_lookup (shapes, row->model);
      EdgeKitBill bill;

      if (!row->ok || row->vulkan || g_str_equal (shape->architecture, "gemma3n"))
        continue;
      measured_price (row, shape, &bill);
      g_assert_cmpfloat (fabs ((double) _edgekit_bill_get (&bill, 0, EDGEKIT_MEMORY_KIND_WEIGHTS) - row->host_model), <=,
                         4096);
    }
}

/* Working space of plain transformers: within 3 % in every row. */
static void
test_compute_plain (void)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const MeasuredRow *row = g_ptr_array_index (rows, i);
      const EdgeKitShape *shape = g_hash_table_lookup (shapes, row->model);
      EdgeKitBill bill;
      double error;

      if (!row->ok || row->vulkan || !is_plain (shape))
        continue;
      measured_price (row, shape, &bill);
      error = (double) _edgekit_bill_get (&bill, 0, EDGEKIT_MEMORY_KIND_COMPUTE) / row->host_compute - 1;
      if (fabs (error) > 0.03)
        g_test_message ("row %u, %s, context %" G_GUINT64_FORMAT ": %+.1f %%", i, row->model, row->context, 100 * error);
      g_assert_cmpfloat (fabs (error), <=, 0.03);
      n++;
    }
  g_assert_cmpuint (n, >, 400);
}

/* Everything together on the processor. */
static void
test_compute_all (void)
{
  guint n = 0, close = 0, inside = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const MeasuredRow *row = g_ptr_array_index (rows, i);
      EdgeKitBill bill;

      if (!row->ok || row->vulkan)
        continue;
      measured_price (row, g_hash_table_lookup (shapes, row->model), &bill);
      for (guint c = 0; c < bill.n_charges; c++)
        if (bill.charges[c].kind == EDGEKIT_MEMORY_KIND_COMPUTE)
          {
            n++;
            close += fabs ((double) bill.charges[c].likely / row->host_compute - 1) < 0.03;
            inside += row->host_compute >= bill.charges[c].low && row->host_compute <= bill.charges[c].high;
          }
    }
  g_test_message ("%u rows: %u within 3 %%, %u inside their interval", n, close, inside);
  g_assert_cmpuint (close * 100, >=, n * 96);
  g_assert_cmpuint (inside * 100, >=, n * 98);
}

/* A split model: what lies on the device, and that nothing is lost. */
static void
test_split (void)
{
  guint n = 0, exact = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const MeasuredRow *row = g_ptr_array_index (rows, i);
      const EdgeKitShape *shape = g_hash_table_lookup (shapes, row->model);
      EdgeKitBill bill;
      double error;

      if (!row->ok || !row->vulkan)
        continue;
      measured_price (row, shape, &bill);
      error = (double) _edgekit_bill_get (&bill, 1, EDGEKIT_MEMORY_KIND_WEIGHTS) - row->device_model;
      if (is_plain (shape) && fabs (error) > 65536)
        g_test_message ("row %u, %s, %" G_GINT64_FORMAT " layers: %+.0f bytes", i, row->model, row->gpu_layers, error);
      if (is_plain (shape))
        g_assert_cmpfloat (fabs (error), <=, 65536);
      n++;
      exact += fabs (error) <= 65536;
    }
  g_test_message ("%u of %u split rows within 64 KiB", exact, n);
  g_assert_cmpuint (exact * 100, >=, n * 85);
}

static void
absurd_layer (EdgeKitShapeLayer *layer, EdgeKitAttentionKind kind)
{
  layer->kind = kind;
  layer->heads = layer->kv_heads = layer->key_length = layer->value_length = G_MAXUINT32;
  layer->state_size = layer->feed_forward = layer->expert_feed_forward = layer->query = G_MAXINT64;
  layer->state_input = layer->state_conv = layer->state_inner = G_MAXUINT64;
  layer->window = G_MAXINT64;
}

/* A file can claim anything: sums stick at the end of 63 bits. */
static void
test_absurd (void)
{
  static const char *const architectures[] = { "llama", "mamba", "mamba2", "rwkv7", "lfm2", "deepseek2", "gemma3n", "t5" };

  for (guint a = 0; a < G_N_ELEMENTS (architectures); a++)
    {
      g_autoptr(EdgeKitShape) shape = _edgekit_shape_new (architectures[a], TRUE, 6);
      g_autoptr(EdgeKitWorkload) workload = edgekit_workload_new ();
      const EdgeKitEstimator *estimator = _edgekit_estimator_get (NULL);
      const guint64 dims[] = { G_MAXINT64, G_MAXINT64 };
      EdgeKitSettings settings;
      EdgeKitSplit split = { .n_devices = 2, .gpu_layers = 4, .layers_on = { 2, 2 }, .backend = "cuda" };
      const char *why;
      EdgeKitBill bill;

      shape->embedding = shape->vocabulary = shape->experts_used = shape->kv_lora_rank = G_MAXINT64;
      for (guint i = 0; i < 6; i++)
        absurd_layer (_edgekit_shape_layer (shape, i), i);
      _edgekit_shape_add_tensor (shape, "blk.0.ffn_down_exps.weight", dims, 2, G_MAXUINT64);
      _edgekit_shape_add_tensor (shape, "blk.99999999999999999999.ffn_down.weight", dims, 2, G_MAXUINT64);
      _edgekit_shape_add_tensor (shape, "token_embd.weight", dims, 2, G_MAXUINT64);
      _edgekit_shape_finish (shape);
      edgekit_workload_set_parallel (workload, G_MAXINT64);
      edgekit_workload_set_kv_unified (workload, EDGEKIT_TRISTATE_NO);
      edgekit_workload_set_batch (workload, G_MAXINT64);
      edgekit_workload_set_ubatch (workload, G_MAXINT64);
      estimator->get_settings (shape, workload, G_MAXUINT64, &settings, &why);
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
    shapes = measured_load_shapes (folder);
  }
  g_test_add_func ("/preflight/estimate/context", test_context);
  g_test_add_func ("/preflight/estimate/output", test_output);
  g_test_add_func ("/preflight/estimate/weights", test_weights);
  g_test_add_func ("/preflight/estimate/compute-plain", test_compute_plain);
  g_test_add_func ("/preflight/estimate/compute-all", test_compute_all);
  g_test_add_func ("/preflight/estimate/split", test_split);
  g_test_add_func ("/preflight/estimate/absurd", test_absurd);
  g_test_add_func ("/preflight/estimate/refused", test_refused);
  result = g_test_run ();
  g_ptr_array_unref (rows);
  g_hash_table_unref (shapes);
  return result;
}
