/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* How a preflight is asked, and how it tells: notifications, threads, what is missing,
 * and the answers for other contexts. The answers themselves are in test-verdict.c. */

#include <string.h>

#include "inputs.h"

static void
count_calls (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

/* A burst of changes is one notification, and a getter never lags behind. */
static void
test_notification (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = make_computer ("16", "", NULL, NULL);
  g_autoptr(EdgeKitPreflight) preflight = make_preflight ("llama-3.1-8b", profile, "{}");
  EdgeKitWorkload *workload = edgekit_preflight_get_workload (preflight);
  gint64 last = 0;
  guint calls = 0;

  g_signal_connect (preflight, "notify::verdict", G_CALLBACK (count_calls), &calls);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  calls = 0;
  for (gint64 context = 4096; context <= 65536; context *= 2)
    {
      gint64 total;

      edgekit_workload_set_context (workload, context);
      total = edgekit_estimate_get_total (edgekit_preflight_get_estimate (preflight));
      g_assert_cmpint (total, >, last);
      last = total;
    }
  g_assert_cmpuint (calls, ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (calls, ==, 1);
}

/* In other languages a number would say nothing. */
static void
test_gain_is_an_outcome (void)
{
  g_autoptr(EdgeKitFinding) finding = g_object_new (EDGEKIT_TYPE_FINDING, NULL);
  EdgeKitOutcome outcome = EDGEKIT_OUTCOME_FITS;

  g_object_get (finding, "gain-outcome", &outcome, NULL);
  g_assert_cmpint (outcome, ==, EDGEKIT_OUTCOME_UNKNOWN);
  g_assert_cmpint (edgekit_finding_get_gain_outcome (finding), ==, EDGEKIT_OUTCOME_UNKNOWN);
}

typedef struct
{
  EdgeKitHardwareProfile *profile;
  EdgeKitModel *model;
  gint done;
} Pool;

static gpointer
make_in_thread (gpointer data)
{
  Pool *pool = data;

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr(EdgeKitPreflight) preflight = edgekit_preflight_new ();

      edgekit_preflight_set_profile (preflight, pool->profile);
      edgekit_preflight_set_model (preflight, pool->model);
    }
  g_atomic_int_set (&pool->done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

/* A thread of a pool makes a preflight and lets go of it, while the main loop would tell
 * whoever listens to it. */
static void
test_other_thread (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = make_computer ("16", "", NULL, NULL);
  g_autoptr(EdgeKitModel) model = load_model ("llama-3.1-8b");
  Pool pool = { profile, model, FALSE };
  GThread *thread = g_thread_new ("pool", make_in_thread, &pool);

  while (!g_atomic_int_get (&pool.done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
}

static void
test_not_ready (void)
{
  g_autoptr(EdgeKitPreflight) preflight = edgekit_preflight_new ();
  g_autofree char *sentence = edgekit_preflight_describe_context (preflight);

  g_assert_false (edgekit_preflight_get_ready (preflight));
  g_assert_null (edgekit_preflight_get_verdict (preflight));
  g_assert_null (edgekit_preflight_estimate_at (preflight, 4096));
  g_assert_null (edgekit_preflight_to_json (preflight, FALSE));
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_preflight_get_commands (preflight)), ==, 0);
  g_assert_cmpstr (sentence, ==, "");
}

static void
test_stops (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = make_computer ("16", "", NULL, NULL);
  g_autoptr(EdgeKitPreflight) preflight = make_preflight ("llama-3.1-8b", profile, "{}");
  gint64 last = 0;
  gsize n;
  g_autofree gint64 *stops = edgekit_preflight_list_context_stops (preflight, &n);

  g_assert_cmpuint (n, >=, 8);
  g_assert_cmpint (stops[0], ==, 4096);
  g_assert_cmpint (stops[1], ==, 6144);
  g_assert_cmpint (stops[n - 1], ==, 131072);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr(EdgeKitEstimate) estimate = edgekit_preflight_estimate_at (preflight, stops[i]);

      g_assert_cmpint (edgekit_estimate_get_total (estimate), >, last);
      last = edgekit_estimate_get_total (estimate);
    }
}

/* What is good answers about as fast as people read; of a memory whose speed is not known it is only said what has
 * room there, and of speed not a word. */
static void
test_outlook (void)
{
  static const struct
  {
    const char *ram;
    const char *cards;
    EdgeKitOutcome outcome;
    const char *largest;
    const char *headline;
  } computers[] = {
    { "32@50", "12@500", EDGEKIT_OUTCOME_FITS, "9", "Good for models up to about 9B" },
    { "64@50", "25@900+25@900", EDGEKIT_OUTCOME_FITS, "32", "Good for models up to about 32B" },
    { "16@200", "", EDGEKIT_OUTCOME_FITS, "14", "Good for models up to about 14B" },
    { "4@50", "", EDGEKIT_OUTCOME_FITS, "3", "Good for models up to about 3B" },
    { "3@50", "", EDGEKIT_OUTCOME_TIGHT, "1", "Good for very small models" },
    { "32@200", "s21@200", EDGEKIT_OUTCOME_FITS, "14", "Good for models up to about 14B" },
    { "1", "", EDGEKIT_OUTCOME_NO, NULL, "Language models will not run well here" },
    { "?", "", EDGEKIT_OUTCOME_UNKNOWN, NULL, "Cannot say for sure" },
    /* the speed is not known */
    { "32", "12", EDGEKIT_OUTCOME_UNKNOWN, "9", "Has room for models up to about 9B" },
    { "64", "25+25", EDGEKIT_OUTCOME_UNKNOWN, "32", "Has room for models up to about 32B" },
    { "16", "", EDGEKIT_OUTCOME_UNKNOWN, "14", "Has room for models up to about 14B" },
    { "3", "", EDGEKIT_OUTCOME_TIGHT, "1", "Has room for very small models" },
    { "32", "s21", EDGEKIT_OUTCOME_UNKNOWN, "14", "Has room for models up to about 14B" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (computers); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = make_computer (computers[i].ram, computers[i].cards, NULL, NULL);
      g_autoptr(EdgeKitOutlook) outlook = edgekit_outlook_new (profile);

      g_assert_cmpint (edgekit_outlook_get_outcome (outlook), ==, computers[i].outcome);
      g_assert_cmpstr (edgekit_outlook_get_largest (outlook), ==, computers[i].largest);
      g_assert_cmpstr (edgekit_outlook_get_headline (outlook), ==, computers[i].headline);
      g_assert_nonnull (edgekit_outlook_get_summary (outlook));
      if (!strchr (computers[i].ram, '@'))
        {
          g_assert_null (edgekit_outlook_get_speed_model (outlook));
          g_assert_null (strstr (edgekit_outlook_get_summary (outlook), "speed"));
        }
    }
}

/* Short conversations are good enough for who says so. */
static void
test_minimum_context (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = make_computer ("6", "", NULL, NULL);
  g_autoptr(EdgeKitPreflight) preflight = make_preflight ("llama-3.1-8b", profile, "{}");
  EdgeKitVerdict *verdict = edgekit_preflight_get_verdict (preflight);
  gint64 usable = edgekit_verdict_get_context_usable (verdict);

  g_assert_cmpint (edgekit_verdict_get_outcome (verdict), ==, EDGEKIT_OUTCOME_NO);
  g_assert_cmpint (usable, >, 0);
  g_assert_cmpint (usable, <, 4096);
  edgekit_preflight_set_min_context (preflight, usable);
  verdict = edgekit_preflight_get_verdict (preflight);
  g_assert_cmpint (edgekit_verdict_get_outcome (verdict), ==, EDGEKIT_OUTCOME_TIGHT);
  g_assert_cmpint (edgekit_verdict_get_reason (verdict), ==, EDGEKIT_VERDICT_REASON_CONTEXT_REDUCED);
  g_assert_cmpint (edgekit_verdict_get_context_used (verdict), ==, usable);
  edgekit_preflight_set_min_context (preflight, usable + 1);
  g_assert_cmpint (edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (preflight)), ==, EDGEKIT_OUTCOME_NO);
}

static void
test_thresholds (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = make_computer ("16", "", NULL, NULL);
  g_autoptr(EdgeKitPreflight) preflight = make_preflight ("llama-3.1-8b", profile, "{}");
  double used = edgekit_verdict_get_utilization (edgekit_preflight_get_verdict (preflight));

  g_assert_cmpfloat (used, >, 0.3);
  g_assert_cmpfloat (used, <, 0.5);
  edgekit_preflight_set_comfortable_utilization (preflight, used - 0.01);
  g_assert_cmpint (edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (preflight)), ==, EDGEKIT_OUTCOME_TIGHT);
  edgekit_preflight_set_max_utilization (preflight, 0.3);
  g_assert_cmpint (edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (preflight)), ==, EDGEKIT_OUTCOME_NO);
  test_minimum_context ();
}

/* The part of the limit up to which a model lies on graphics cards alone. */
static void
test_card_budget (void)
{
  static const struct
  {
    const char *cards, *workload;
    gint64 least; /* of the cards' part at 85 %; EDGEKIT_UNKNOWN: there is none */
  } rows[] = {
    { "6", "{}", G_GINT64_CONSTANT (5100000000) },
    { "3+2", "{}", G_GINT64_CONSTANT (4250000000) },
    { "12", "{\"backend\":\"cpu\"}", EDGEKIT_UNKNOWN },
    { "", "{}", EDGEKIT_UNKNOWN },
    { "s24", "{}", EDGEKIT_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = make_computer ("32", rows[i].cards, NULL, NULL);
      g_autoptr(EdgeKitPreflight) preflight = make_preflight ("llama-3.1-8b", profile, rows[i].workload);
      EdgeKitPlacement *placement = edgekit_preflight_get_placement (preflight);
      const gint64 cards = edgekit_placement_get_card_budget (placement);

      g_test_message ("%s: %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, rows[i].cards, cards,
                      edgekit_placement_get_budget (placement));
      if (rows[i].least == EDGEKIT_UNKNOWN)
        g_assert_cmpint (cards, ==, EDGEKIT_UNKNOWN);
      else
        g_assert_cmpint (ABS (cards - rows[i].least), <=, 2);
      g_assert_cmpint (cards, <, edgekit_placement_get_budget (placement));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/preflight/notification", test_notification);
  g_test_add_func ("/preflight/other-thread", test_other_thread);
  g_test_add_func ("/preflight/gain-is-an-outcome", test_gain_is_an_outcome);
  g_test_add_func ("/preflight/not-ready", test_not_ready);
  g_test_add_func ("/preflight/stops", test_stops);
  g_test_add_func ("/preflight/outlook", test_outlook);
  g_test_add_func ("/preflight/thresholds", test_thresholds);
  g_test_add_func ("/preflight/card-budget", test_card_budget);
  return g_test_run ();
}
