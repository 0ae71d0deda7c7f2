/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "ek-bar-layout.h"
#include "ek-context-stops.h"
#include "ek-line-breaks.h"

#define GIB G_GINT64_CONSTANT (1073741824)

static void
check_sum (const gint64 *amounts, gsize n, int width, int gap, int minimum)
{
  g_autofree EkBarSlot *slots = g_new (EkBarSlot, n);
  int end = 0, shown = 0;

  ek_bar_layout (amounts, n, width, gap, minimum, slots);
  for (gsize i = 0; i < n; i++)
    {
      if (amounts[i] <= 0)
        {
          g_assert_cmpint (slots[i].width, ==, 0);
          continue;
        }
      g_assert_cmpint (slots[i].x, ==, shown == 0 ? 0 : end + gap);
      g_assert_cmpint (slots[i].width, >=, minimum);
      end = slots[i].x + slots[i].width;
      shown++;
    }
  g_assert_cmpint (end, ==, shown == 0 ? 0 : width);
}

static void
test_sum (void)
{
  const gint64 usual[] = { GIB, 5 * GIB, 2 * GIB, 0, GIB / 2, 0, 2 * GIB, GIB, 0 };
  const gint64 odd[] = { 1, 1, 1, 1, 1, 1, 1 };
  const gint64 huge[] = { G_MAXINT64, G_MAXINT64, 1, G_MAXINT64 };
  const gint64 none[] = { 0, -1, 0 };

  for (int width = 120; width < 900; width++)
    {
      check_sum (usual, G_N_ELEMENTS (usual), width, 2, 3);
      check_sum (odd, G_N_ELEMENTS (odd), width, 2, 3);
      check_sum (huge, G_N_ELEMENTS (huge), width, 2, 3);
      check_sum (none, G_N_ELEMENTS (none), width, 2, 3);
    }
}

/* A byte is seen beside terabytes, and the largest part gives the room. */
static void
test_minimum (void)
{
  const gint64 amounts[] = { 1, 1000 * GIB, 1, 10 * GIB };
  EkBarSlot slots[4];

  ek_bar_layout (amounts, 4, 300, 2, 3, slots);
  g_assert_cmpint (slots[0].width, ==, 3);
  g_assert_cmpint (slots[2].width, ==, 3);
  g_assert_cmpint (slots[3].width, ==, 3);
  g_assert_cmpint (slots[1].width, ==, 300 - 3 * 2 - 3 * 3);
}

/* The edges are rounded, so an edge is never further than half a pixel from its place. */
static void
test_rounding (void)
{
  gint64 amounts[100];
  EkBarSlot slots[100];

  for (int i = 0; i < 100; i++)
    amounts[i] = GIB;
  ek_bar_layout (amounts, 100, 667, 0, 1, slots);
  for (int i = 0; i < 100; i++)
    g_assert_cmpfloat_with_epsilon (slots[i].x, i * 6.67, 0.51);
}

static void
test_too_narrow (void)
{
  const gint64 amounts[] = { GIB, GIB, GIB, GIB };
  EkBarSlot slots[4];
  int sum = 0;

  ek_bar_layout (amounts, 4, 2, 2, 3, slots);
  for (int i = 0; i < 4; i++)
    {
      g_assert_cmpint (slots[i].width, >=, 0);
      sum += slots[i].width;
    }
  g_assert_cmpint (sum, ==, 2);
}

static void
test_at (void)
{
  const gint64 amounts[] = { GIB, 0, GIB };
  EkBarSlot slots[3];

  ek_bar_layout (amounts, 3, 102, 2, 3, slots);
  g_assert_cmpint (ek_bar_layout_at (slots, 3, -1), ==, -1);
  g_assert_cmpint (ek_bar_layout_at (slots, 3, 0), ==, 0);
  g_assert_cmpint (ek_bar_layout_at (slots, 3, 50), ==, 0); /* the gap */
  g_assert_cmpint (ek_bar_layout_at (slots, 3, 52), ==, 2);
  g_assert_cmpint (ek_bar_layout_at (slots, 3, 101), ==, 2);
  g_assert_cmpint (ek_bar_layout_at (slots, 3, 102), ==, -1);
}

static void
test_stops (void)
{
  const EkContextStop stops[] = { { 4096 }, { 6144 }, { 8192 }, { 12288 }, { 16384 }, { 20000 } };
  const gsize n = G_N_ELEMENTS (stops);

  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpfloat (ek_context_stops_index (stops, n, stops[i].context), ==, (double) i);
      g_assert_cmpint (ek_context_stops_context_at (stops, n, (double) i), ==, stops[i].context);
    }
  g_assert_cmpfloat_with_epsilon (ek_context_stops_index (stops, n, 14000), 3.453, 0.001);
  g_assert_cmpfloat (ek_context_stops_index (stops, n, 1), ==, 0.0);
  g_assert_cmpfloat (ek_context_stops_index (stops, n, G_MAXINT64), ==, 5.0);
  g_assert_cmpint (ek_context_stops_context_at (stops, n, 3.4), ==, 12288);
  g_assert_cmpint (ek_context_stops_context_at (stops, n, 99), ==, 20000);
  g_assert_cmpfloat (ek_context_stops_index (NULL, 0, 4096), ==, 0.0);
}

static void
test_stop_labels (void)
{
  const EkContextStop stops[] = { { 4096 }, { 6144 }, { 8192 }, { 12288 }, { 16384 }, { 20000 } };
  const struct
  {
    double pitch;
    int widest;
    const char *shown;
  } cases[] = { { 60, 40, "111111" }, { 40, 40, "111111" }, { 39, 40, "101010" }, { 15, 40, "100010" } };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      const guint step = ek_context_stops_label_step (cases[c].pitch, cases[c].widest);
      guint powers = 0;

      for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
        g_assert_cmpint (ek_context_stops_shows_label (&stops[i], step, &powers), ==, cases[c].shown[i] == '1');
    }
}

/* A line ends where a person would end it. */
static void
test_line_breaks (void)
{
  static const char *const kept[][2] = {
    { "4.8 bits · good · 4.9 GB", "4.8 bits\u00a0· good\u00a0· 4.9 GB" },
    { "it answers at 1.9–4.5 tokens/s.", "it answers at 1.9\u2060–\u20604.5 tokens/\u2060s." },
    { "32 GB/s · about", "32 GB/\u2060s\u00a0· about" },
    { "19\u200f–\u200f35 رمز/ث", "19\u200f\u2060–\u2060\u200f35 رمز/\u2060ث" },
    /* what is long and has no other place to break */
    { "owner/a-name/q4 – C:/x1/models", "owner/a-name/q4 – C:/x1/models" },
    { "/dev/kfd, 3/4", "/dev/kfd, 3/4" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autofree char *text = ek_keep_together (kept[i][0]);

      g_assert_cmpstr (text, ==, kept[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/bar/sum", test_sum);
  g_test_add_func ("/bar/minimum", test_minimum);
  g_test_add_func ("/bar/rounding", test_rounding);
  g_test_add_func ("/bar/too-narrow", test_too_narrow);
  g_test_add_func ("/bar/at", test_at);
  g_test_add_func ("/context/stops", test_stops);
  g_test_add_func ("/context/labels", test_stop_labels);
  g_test_add_func ("/text/line-breaks", test_line_breaks);
  return g_test_run ();
}
