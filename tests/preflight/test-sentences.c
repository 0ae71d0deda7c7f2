/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is said of an answer agrees with its numbers, and with the other sentences about it. */
#include "config.h"

#include <string.h>

#include "inputs.h"

static void
assert_says (const char *sentence, const char *part)
{
  if (!sentence || !strstr (sentence, part))
    g_test_message ("“%s” does not say “%s”", sentence, part);
  g_assert_nonnull (sentence);
  g_assert_nonnull (strstr (sentence, part));
}

/* What is divided between two kinds of memory is slow where it is slower than people read, or nobody knows. */
static void
test_split_speed (void)
{
  static const struct
  {
    const char *model;
    const char *ram;
    const char *cards;
    const char *headline;
  } computers[] = {
    { "llama-3.1-8b", "32@60", "6@500", "Runs at a usable speed" },
    { "llama-3.1-8b", "32@8", "4@500", "Runs, but slowly" },
    { "llama-3.1-8b", "32", "6", "Runs, but slowly" },
    { "qwen3-30b-a3b", "32@60", "12@500", "Runs at a usable speed" },
    { "qwen3-30b-a3b", "32@4", "12@500", "Runs, but slowly" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (computers); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = make_computer (computers[i].ram, computers[i].cards, NULL, NULL);
      g_autoptr(EdgeKitPreflight) preflight = make_preflight (computers[i].model, profile, "{}");
      EdgeKitVerdict *verdict = edgekit_preflight_get_verdict (preflight);
      EdgeKitSpeed *speed = edgekit_preflight_get_speed (preflight);

      g_assert_cmpint (edgekit_verdict_get_outcome (verdict), ==, EDGEKIT_OUTCOME_PARTIAL);
      g_assert_cmpstr (edgekit_verdict_get_headline (verdict), ==, computers[i].headline);
      if (speed)
        g_assert_cmpint (edgekit_speed_get_likely (speed) < 5, ==,
                         g_str_equal (computers[i].headline, "Runs, but slowly"));
    }
}

/* As many cards as hold a part; and what was asked for is not said to be too large. */
static void
test_split_cards (void)
{
  static const struct
  {
    const char *model;
    const char *cards;
    const char *workload;
    const char *says[2];
  } computers[] = {
    { "llama-3.1-8b", "6", "{}", { "does not fit whole in the graphics memory. The graphics card takes",
                                   "of its 33 layers, main memory the rest." } },
    { "llama-3.1-8b", "3+3", "{}", { "does not fit whole in the graphics memory. 2 graphics cards take",
                                     "of its 33 layers, main memory the rest." } },
    { "llama-3.1-8b", "25", "{\"gpu_layers\":10}", { "is divided as you asked. The graphics card takes 10 of its 33",
                                                     "main memory the rest." } },
    { "qwen3-30b-a3b", "12", "{}", { "(experts) in main memory", "else on the graphics card." } },
    { "qwen3-30b-a3b", "7+7", "{}", { "(experts) in main memory", "else on 2 graphics cards." } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (computers); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = make_computer ("32", computers[i].cards, NULL, NULL);
      g_autoptr(EdgeKitPreflight) preflight =
          make_preflight (computers[i].model, profile, computers[i].workload);
      EdgeKitVerdict *verdict = edgekit_preflight_get_verdict (preflight);

      g_assert_cmpint (edgekit_verdict_get_outcome (verdict), ==, EDGEKIT_OUTCOME_PARTIAL);
      assert_says (edgekit_verdict_get_summary (verdict), computers[i].says[0]);
      assert_says (edgekit_verdict_get_summary (verdict), computers[i].says[1]);
    }
}

/* What has no room is what the verdict says: what is needed less what the computer offers. */
static void
test_no_room (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = make_computer ("4", "", NULL, NULL);
  g_autoptr(EdgeKitPreflight) preflight = make_preflight ("llama-3.1-8b", profile, "{}");
  EdgeKitFinding *finding = find_finding (preflight, "weights-from-disk");
  const gint64 needed = edgekit_estimate_get_total (edgekit_preflight_get_estimate (preflight));
  const gint64 offered = G_GINT64_CONSTANT (3400000000);
  const char *summary = edgekit_verdict_get_summary (edgekit_preflight_get_verdict (preflight));
  g_autofree char *needed_text = edgekit_format_memory (needed, EDGEKIT_MEMORY_UNITS_IEC);
  g_autofree char *offered_text = edgekit_format_memory (offered, EDGEKIT_MEMORY_UNITS_IEC);
  g_autofree char *missing = edgekit_format_memory (needed - offered, EDGEKIT_MEMORY_UNITS_IEC);

  g_assert_nonnull (finding);
  assert_says (summary, needed_text);
  assert_says (summary, offered_text);
  assert_says (edgekit_finding_get_message (finding), missing);
}

/* Tips are lists between dots, without an end, and their sizes can be compared. */
static void
test_tips (void)
{
  static const char *const computers[][2] = { { "8", "" }, { "32@60", "6@500" }, { "7", "" } };
  guint tips = 0;

  for (guint i = 0; i < G_N_ELEMENTS (computers); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = make_computer (computers[i][0], computers[i][1], NULL, NULL);
      g_autoptr(EdgeKitPreflight) preflight = make_preflight ("llama-3.1-8b", profile, "{}");
      GListModel *findings = edgekit_verdict_get_findings (edgekit_preflight_get_verdict (preflight));

      for (guint f = 0; f < g_list_model_get_n_items (findings); f++)
        {
          g_autoptr(EdgeKitFinding) finding = g_list_model_get_item (findings, f);
          const char *hint = edgekit_finding_get_hint (finding);

          if (!edgekit_finding_get_change (finding) || !hint)
            continue;
          tips++;
          g_test_message ("%s", hint);
          g_assert_false (g_str_has_suffix (hint, "."));
          g_assert_true (edgekit_finding_get_gain_bytes (finding) <= 0 || g_str_has_prefix (hint, "Saves "));
          g_assert_null (strstr (hint, "MiB"));
        }
    }
  g_assert_cmpuint (tips, >=, 4);
}

/* A design that is not known: between what and what. */
static void
test_unknown_design (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = make_computer ("64", "", NULL, NULL);
  g_autoptr(EdgeKitPreflight) preflight = make_preflight ("novel-1b", profile, "{}");
  EdgeKitFinding *finding = find_finding (preflight, "architecture-unknown");
  EdgeKitEstimate *estimate = edgekit_preflight_get_estimate (preflight);
  g_autofree char *low = edgekit_format_memory (edgekit_estimate_get_total_low (estimate), EDGEKIT_MEMORY_UNITS_IEC);
  g_autofree char *high = edgekit_format_memory (edgekit_estimate_get_total_high (estimate), EDGEKIT_MEMORY_UNITS_IEC);

  g_assert_nonnull (finding);
  assert_says (edgekit_finding_get_message (finding), low);
  assert_says (edgekit_finding_get_message (finding), high);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preflight/sentences/split-speed", test_split_speed);
  g_test_add_func ("/preflight/sentences/split-cards", test_split_cards);
  g_test_add_func ("/preflight/sentences/no-room", test_no_room);
  g_test_add_func ("/preflight/sentences/tips", test_tips);
  g_test_add_func ("/preflight/sentences/unknown-design", test_unknown_design);
  return g_test_run ();
}
