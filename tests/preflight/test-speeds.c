/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Speeds that EdgeKit says against those that people measured. */
#include "config.h"

#include "speeds.h"

static void
test_ratios (void)
{
  g_autoptr(GPtrArray) rows = speeds_load (NULL);
  g_autoptr(GArray) ratios = g_array_new (FALSE, FALSE, sizeof (double));
  guint inside = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const SpeedRow *row = g_ptr_array_index (rows, i);
      SpeedResult result;
      double ratio;

      if (!speeds_estimate (row, &result))
        continue;
      g_free (result.basis);
      g_assert_cmpfloat (result.low, >, 0);
      g_assert_cmpfloat (result.low, <=, result.likely);
      g_assert_cmpfloat (result.likely, <=, result.high);
      ratio = result.likely / row->generation;
      g_array_append_val (ratios, ratio);
      inside += row->generation >= result.low && row->generation <= result.high;
    }
  g_assert_cmpuint (ratios->len, >=, 250);
  g_assert_cmpfloat (speeds_quantile (ratios, 0.5), >=, 0.9);
  g_assert_cmpfloat (speeds_quantile (ratios, 0.5), <=, 1.1);
  g_assert_cmpfloat (speeds_quantile (ratios, 0.1), >=, 0.75);
  g_assert_cmpfloat (speeds_quantile (ratios, 0.9), <=, 1.4);
  g_assert_cmpuint (10 * inside, >=, 8 * ratios->len);
}

static EdgeKitPreflight *
ask (const char *bandwidth, const char *storage)
{
  EdgeKitPreflight *preflight = edgekit_preflight_new ();
  g_autofree char *hardware = g_strdup_printf (
    "{\"schema\":\"edgekit.hardware/1\",\"cpu\":{\"cores\":8,\"usable_threads\":8,\"features\":[\"avx2\"]},"
    "\"memory_pools\":[{\"id\":\"ram\",\"kind\":\"ram\",\"total\":64000000000,\"available\":60000000000%s}]%s}",
    bandwidth, storage);
  g_autoptr(EdgeKitHardwareProfile) profile = edgekit_hardware_profile_new_from_json (hardware, -1, NULL);
  g_autoptr(EdgeKitModel) model = edgekit_model_new_from_json (
    "{\"schema\":\"edgekit.model/1\",\"format\":\"gguf\",\"architecture\":\"llama\",\"parameters\":8000000000,"
    "\"active_parameters\":8000000000,\"quantization\":\"Q4_K_M\",\"weights_size\":4900000000}",
    -1, NULL);

  g_assert_nonnull (profile);
  g_assert_nonnull (model);
  edgekit_preflight_set_profile (preflight, profile);
  edgekit_preflight_set_model (preflight, model);
  return preflight;
}

/* Nothing is said where the bandwidth is not known, and nothing of loading where no disk is. */
static void
test_unknown (void)
{
  g_autoptr(EdgeKitPreflight) without = ask ("", "");
  g_autoptr(EdgeKitPreflight) with = ask (",\"bandwidth\":60000000000", "");
  g_autoptr(EdgeKitPreflight) disk =
    ask (",\"bandwidth\":60000000000",
         ",\"storage\":[{\"path\":\"/\",\"kind\":\"hdd\",\"total\":1000000000000,\"free\":500000000000}]");
  EdgeKitSpeed *speed;

  g_assert_null (edgekit_preflight_get_speed (without));
  speed = edgekit_preflight_get_speed (with);
  g_assert_nonnull (speed);
  g_assert_cmpfloat (edgekit_speed_get_load_likely (speed), <, 0);
  g_assert_cmpfloat (edgekit_speed_get_full (speed), <=, edgekit_speed_get_likely (speed));
  speed = edgekit_preflight_get_speed (disk);
  /* 4.9 GB from a disk that turns: half a minute, and not three seconds */
  g_assert_cmpfloat (edgekit_speed_get_load_low (speed), >, 10);
  g_assert_cmpfloat (edgekit_speed_get_load_low (speed), <=, edgekit_speed_get_load_likely (speed));
  g_assert_cmpfloat (edgekit_speed_get_load_likely (speed), <=, edgekit_speed_get_load_high (speed));
}

/* A prompt is computed before the first token, which then takes as long as others. */
static void
test_first_token (void)
{
  g_autoptr(EdgeKitPreflight) preflight = ask (",\"bandwidth\":60000000000", "");
  EdgeKitSpeed *speed = edgekit_preflight_get_speed (preflight);
  double prompt = (double) edgekit_speed_get_prompt_tokens (speed) / edgekit_speed_get_prompt_likely (speed);

  g_assert_cmpfloat_with_epsilon (edgekit_speed_get_first_token_likely (speed),
                                  prompt + 1 / edgekit_speed_get_likely (speed), 1e-6);
  g_assert_cmpfloat (edgekit_speed_get_first_token_low (speed), <=, edgekit_speed_get_first_token_likely (speed));
  g_assert_cmpfloat (edgekit_speed_get_first_token_likely (speed), <=, edgekit_speed_get_first_token_high (speed));
  g_assert_cmpfloat (edgekit_speed_get_prompt_likely (speed), >, edgekit_speed_get_likely (speed));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preflight/speeds/ratios", test_ratios);
  g_test_add_func ("/preflight/speeds/unknown", test_unknown);
  g_test_add_func ("/preflight/speeds/first-token", test_first_token);
  return g_test_run ();
}
