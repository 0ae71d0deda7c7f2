/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How many layers and experts go to a card: no split that is one step further fits, for every
 * recorded model and cards from too small to large. */
#include "config.h"

#include "edgekit-solver-private.h"
#include "measured.h"

#define CONTEXT 8192
#define UTILIZATION 0.85
#define GIB (G_GINT64_CONSTANT (1) << 30)

static GHashTable *shapes;

static void
make_places (gint64 card, EdgeKitPlaces *places)
{
  *places = (EdgeKitPlaces) { .backend = "cuda", .n_devices = 1 };
  places->places[0].capacity = places->places[0].size = 4096 * GIB;
  places->places[1].backend = "cuda";
  places->places[1].capacity = places->places[1].size = card;
}

static gboolean
card_holds (const EdgeKitProblem *problem, const EdgeKitSettings *settings, guint64 gpu_layers, guint64 cpu_expert_layers)
{
  guint64 low, likely, high;
  EdgeKitFit fit;

  _edgekit_solver_try (problem, settings, gpu_layers, cpu_expert_layers, &fit);
  if (fit.split.n_devices == 0)
    return TRUE;
  _edgekit_bill_sums (&fit.bill, 1, &low, &likely, &high);
  return (double) likely <= UTILIZATION * (double) problem->places->places[1].capacity;
}

/* Counts the splits of each kind: whole, with experts set aside, of some layers, none. */
static void
check_split (const char *name, const EdgeKitShape *shape, gint64 card, guint *kinds)
{
  g_autoptr(EdgeKitWorkload) workload = edgekit_workload_new ();
  const guint64 n = shape->layers->len, aside = _edgekit_shape_has_experts (shape) ? n : 0;
  EdgeKitPlaces places;
  EdgeKitProblem problem = { _edgekit_estimator_get ("llama.cpp"), shape, workload, &places, UTILIZATION };
  EdgeKitSettings settings;
  guint64 layers, experts;
  const char *why;
  EdgeKitFit fit;

  make_places (card, &places);
  g_assert_true (_edgekit_solver_settings (&problem, CONTEXT, &settings, &why));
  g_assert_true (_edgekit_solver_solve (&problem, CONTEXT, &fit));
  layers = fit.split.gpu_layers;
  experts = fit.split.cpu_expert_layers;
  g_test_message ("%s, %d GiB: %d layers, the experts of %d aside", name, (int) (card / GIB), (int) layers, (int) experts);
  g_assert_true (card_holds (&problem, &settings, layers, experts));
  if (layers == n + 1)
    {
      g_assert_true (experts == 0 || !card_holds (&problem, &settings, layers, experts - 1));
      kinds[experts > 0]++;
      return;
    }
  g_assert_false (card_holds (&problem, &settings, n + 1, aside));
  g_assert_false (card_holds (&problem, &settings, layers + 1, aside));
  g_assert_cmpuint (experts, ==, layers > 0 ? aside : 0);
  kinds[layers > 0 ? 2 : 3]++;
}

static void
test_most (void)
{
  static const int cards[] = { 1, 2, 6, 24, 72 };
  GHashTableIter iter;
  gpointer name, shape;
  guint kinds[4] = { 0 };

  g_hash_table_iter_init (&iter, shapes);
  while (g_hash_table_iter_next (&iter, &name, &shape))
    for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
      check_split (name, shape, cards[i] * GIB, kinds);
  g_test_message ("%u whole, %u with experts aside, %u in part, %u not at all", kinds[0], kinds[1], kinds[2], kinds[3]);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpuint (kinds[i], >=, 5);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  folder = g_test_build_filename (G_TEST_DIST, "models", "specs", NULL);
  shapes = measured_load_shapes (folder);
  g_test_add_func ("/preflight/solver/most", test_most);
  result = g_test_run ();
  g_hash_table_unref (shapes);
  return result;
}
