/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* What is said of a computer before anybody names a model is what is said of the models themselves. */

#include "edgekit-catalogue-model-private.h"
#include "edgekit-table-private.h"
#include "edgekit.h"
#include "inputs.h"

/* Estimates of a table are rounded to no less than this. */
#define NEAR 0.02

static EdgeKitModel *
model_of_size (const char *size)
{
  g_autofree char *id = g_key_file_get_string (_edgekit_table_get ("common-sizes"), size, "model", NULL);
  EdgeKitCatalogueModel *model = edgekit_catalogue_lookup (edgekit_catalogue_get_default (), id);

  g_assert_nonnull (model);
  g_assert_cmpint (edgekit_catalogue_model_get_parameters (model), ==,
                   _edgekit_table_int ("common-sizes", size, "parameters"));
  return edgekit_catalogue_model_get_model (model);
}

static EdgeKitPreflight *
ask (EdgeKitHardwareProfile *profile, const char *size)
{
  EdgeKitPreflight *preflight = edgekit_preflight_new ();

  edgekit_preflight_set_profile (preflight, profile);
  edgekit_preflight_set_model (preflight, model_of_size (size));
  return preflight;
}

/* A computer where everything fits. */
static EdgeKitHardwareProfile *
make_large (gboolean card)
{
  g_autoptr(GError) error = NULL;
  EdgeKitHardwareProfile *profile = edgekit_hardware_profile_new_from_json (
      card ? "{\"schema\":\"edgekit.hardware/1\",\"memory_pools\":["
             "{\"id\":\"ram\",\"kind\":\"ram\",\"total\":4000000000000,\"available\":4000000000000},"
             "{\"id\":\"gpu0.vram\",\"kind\":\"vram\",\"total\":2000000000000,\"available\":2000000000000}],"
             "\"accelerators\":[{\"id\":\"gpu0\",\"kind\":\"gpu\",\"vendor\":\"nvidia\",\"name\":\"X\","
             "\"integrated\":false,\"runtimes\":[\"cuda\"],\"pools\":[\"gpu0.vram\"],\"usable\":true}]}"
           : "{\"schema\":\"edgekit.hardware/1\",\"memory_pools\":["
             "{\"id\":\"ram\",\"kind\":\"ram\",\"total\":4000000000000,\"available\":4000000000000}]}",
      -1, &error);

  g_assert_no_error (error);
  return profile;
}

static double
likely_in (EdgeKitPreflight *preflight, const char *pool)
{
  GListModel *pools = edgekit_placement_get_pools (edgekit_preflight_get_placement (preflight));

  for (guint i = 0; i < g_list_model_get_n_items (pools); i++)
    {
      g_autoptr(EdgeKitPoolUse) use = g_list_model_get_item (pools, i);

      if (g_str_equal (edgekit_memory_pool_get_id (edgekit_pool_use_get_pool (use)), pool))
        return (double) edgekit_pool_use_get_likely (use);
    }
  g_assert_not_reached ();
}

/* The table of sizes holds what the estimator says. */
static void
test_table (void)
{
  g_auto(GStrv) sizes = g_key_file_get_groups (_edgekit_table_get ("common-sizes"), NULL);
  g_autoptr(EdgeKitHardwareProfile) processor = make_large (FALSE);
  g_autoptr(EdgeKitHardwareProfile) card = make_large (TRUE);

  for (char **size = sizes; *size; size++)
    {
      g_autoptr(EdgeKitPreflight) on_processor = ask (processor, *size);
      g_autoptr(EdgeKitPreflight) on_card = ask (card, *size);
      const double ram = _edgekit_table_double ("common-sizes", *size, "processor");
      const double vram = _edgekit_table_double ("common-sizes", *size, "card");

      g_test_message ("%s: %.0f of %.0f, %.0f of %.0f", *size, ram, likely_in (on_processor, "ram"), vram,
                      likely_in (on_card, "gpu0.vram"));
      g_assert_cmpfloat_with_epsilon (likely_in (on_processor, "ram") / ram, 1, NEAR);
      g_assert_cmpfloat_with_epsilon (likely_in (on_card, "gpu0.vram") / vram, 1, NEAR);
      g_assert_cmpint (edgekit_verdict_get_context_used (edgekit_preflight_get_verdict (on_card)), ==, 8192);
    }
}

static gboolean
is_slow (EdgeKitPreflight *preflight)
{
  EdgeKitSpeed *speed = edgekit_preflight_get_speed (preflight);

  return speed && edgekit_speed_get_likely (speed) >= 0 && edgekit_speed_get_likely (speed) < 5.5;
}

/* The model of the size that is told fits; the next larger one does not, or is slow, or is a matter of a
 * few percent: what another back end takes for itself is not in the table. */
static void
check_machine (const char *name)
{
  g_auto(GStrv) sizes = g_key_file_get_groups (_edgekit_table_get ("common-sizes"), NULL);
  g_autoptr(EdgeKitHardwareProfile) profile = load_machine (name);
  g_autoptr(EdgeKitOutlook) outlook = edgekit_outlook_new (profile);
  const char *largest = edgekit_outlook_get_largest (outlook);
  gboolean larger = largest == NULL;

  if (edgekit_outlook_get_outcome (outlook) == EDGEKIT_OUTCOME_UNKNOWN && !largest)
    return;
  g_test_message ("%s: %s", name, edgekit_outlook_get_headline (outlook));
  for (char **size = sizes; *size; size++)
    {
      g_autoptr(EdgeKitPreflight) preflight = NULL;
      EdgeKitVerdict *verdict;

      if (!larger && !g_str_equal (*size, largest))
        continue;
      preflight = ask (profile, *size);
      verdict = edgekit_preflight_get_verdict (preflight);
      g_test_message ("%s: %s, %.2f", *size, edgekit_verdict_get_headline (verdict),
                      edgekit_verdict_get_utilization (verdict));
      if (!larger)
        g_assert_cmpint (edgekit_verdict_get_outcome (verdict), ==, EDGEKIT_OUTCOME_FITS);
      else if (edgekit_verdict_get_outcome (verdict) == EDGEKIT_OUTCOME_FITS && !is_slow (preflight))
        g_assert_cmpfloat (edgekit_verdict_get_utilization (verdict), >, 0.64);
      larger = TRUE;
    }
}

static void
test_machines (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "machines", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) machines = g_dir_open (path, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (machines)))
    {
      g_autofree char *snapshot = g_build_filename (path, name, "snapshot.json", NULL);

      if (g_file_test (snapshot, G_FILE_TEST_EXISTS))
        check_machine (name);
    }
}

/* The first of the suggestions is a model of about the size that is told, or one with experts. */
static void
test_suggestions (void)
{
  static const char *const machines[] = { "intel-i7-1370p-hybrid", "windows-wine8-epyc", "windows-rtx4090",
                                          "amd-rx6900xt", "macos-apple-m3-max" };

  for (guint i = 0; i < G_N_ELEMENTS (machines); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = load_machine (machines[i]);
      g_autoptr(EdgeKitOutlook) outlook = edgekit_outlook_new (profile);
      g_autoptr(GListModel) list =
          edgekit_catalogue_suggest (edgekit_catalogue_get_default (), profile, NULL, NULL, NULL);
      const double told = (double) edgekit_outlook_get_largest_parameters (outlook);

      for (guint k = 0; k < 3; k++)
        {
          g_autoptr(EdgeKitSuggestion) suggestion = g_list_model_get_item (list, k);
          EdgeKitCatalogueModel *model = edgekit_suggestion_get_model (suggestion);
          const double size = (double) edgekit_catalogue_model_get_active_parameters (model);

          g_test_message ("%s, %s: %s", machines[i], edgekit_outlook_get_headline (outlook),
                          edgekit_catalogue_model_get_name (model));
          g_assert_cmpint (edgekit_suggestion_get_outcome (suggestion), ==, EDGEKIT_OUTCOME_FITS);
          g_assert_cmpfloat (size, <, 1.25 * told);
        }
    }
}

/* Of memory whose speed is not known nothing is promised: what any memory reads as fast as people do comes first,
 * and after it the largest, as it is where the speed is known. */
static void
test_unknown_speed (void)
{
  static const char *const machines[] = { "intel-i7-1370p-hybrid", "hisilicon-kunpeng920-2p" };

  for (guint i = 0; i < G_N_ELEMENTS (machines); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = load_machine (machines[i]);
      g_autoptr(GListModel) list =
          edgekit_catalogue_suggest (edgekit_catalogue_get_default (), profile, NULL, NULL, NULL);
      gboolean large = FALSE;

      for (guint k = 0; k < g_list_model_get_n_items (list); k++)
        {
          g_autoptr(EdgeKitSuggestion) suggestion = g_list_model_get_item (list, k);
          EdgeKitCatalogueModel *model = edgekit_suggestion_get_model (suggestion);
          const gint64 active = edgekit_catalogue_model_get_active_parameters (model);

          if (edgekit_suggestion_get_outcome (suggestion) != EDGEKIT_OUTCOME_FITS)
            break;
          g_assert_cmpfloat (edgekit_suggestion_get_speed_likely (suggestion), <, 0);
          /* 17 GB/s, five tokens a second, half a byte and some for each parameter */
          g_assert_true (k >= 3 || active < G_GINT64_CONSTANT (6000000000));
          g_assert_true (!large || active > G_GINT64_CONSTANT (4000000000));
          large |= active > G_GINT64_CONSTANT (8000000000);
        }
      g_assert_true (large);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preflight/outlook/table", test_table);
  g_test_add_func ("/preflight/outlook/machines", test_machines);
  g_test_add_func ("/preflight/outlook/suggestions", test_suggestions);
  g_test_add_func ("/preflight/outlook/unknown-speed", test_unknown_speed);
  return g_test_run ();
}
