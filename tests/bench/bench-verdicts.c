/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-verdicts [SPECS]: how long a thousand verdicts take, 250 models at four
 * contexts, each with the longest context that fits. The models are those of
 * tests/models, each several times, as the quantisations of a model are: what a
 * graph needs is found out once for them. Without that it takes as long as the
 * second figure says. Nothing is known beforehand in any round; the quickest of
 * some rounds is the least disturbed by other programs. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "edgekit-llama-replays-private.h"
#include "edgekit-solver-private.h"
#include "measured.h"

#define MODELS 250
#define ROUNDS 15

static const guint64 contexts[] = { 2048, 8192, 32768, 131072 };

/* A card of 24 GB beside 64 GB of main memory: some models fit, some in part. */
static void
make_places (EdgeKitPlaces *places)
{
  memset (places, 0, sizeof *places);
  places->backend = places->places[1].backend = "cuda";
  places->n_devices = 1;
  places->places[0].capacity = places->places[0].size = G_GINT64_CONSTANT (60) << 30;
  places->places[1].capacity = places->places[1].size = G_GINT64_CONSTANT (23) << 30;
}

static guint
judge (EdgeKitShape *shape, EdgeKitWorkload *workload, const EdgeKitPlaces *places, guint64 context)
{
  const EdgeKitProblem problem = { _edgekit_estimator_get ("llama.cpp"), shape, workload, places, 0.85 };
  EdgeKitFit fit;
  guint fits = _edgekit_solver_solve (&problem, context, &fit);

  return fits + (_edgekit_solver_usable (&problem, contexts[G_N_ELEMENTS (contexts) - 1]) > 0);
}

/* Milliseconds of one core. */
static double
judge_all (GPtrArray *shapes, EdgeKitWorkload *workload, const EdgeKitPlaces *places, gboolean apart, guint *fits)
{
  clock_t start;

  for (guint i = 0; i < shapes->len; i++)
    _edgekit_replays_forget (g_ptr_array_index (shapes, i));
  *fits = 0;
  start = clock ();
  for (guint i = 0; i < shapes->len; i++)
    {
      for (guint c = 0; c < G_N_ELEMENTS (contexts); c++)
        *fits += judge (g_ptr_array_index (shapes, i), workload, places, contexts[c]);
      if (apart)
        _edgekit_replays_forget (g_ptr_array_index (shapes, i));
    }
  return 1000.0 * (double) (clock () - start) / CLOCKS_PER_SEC;
}

int
main (int argc, char **argv)
{
  const char *root = g_getenv ("EDGEKIT_TEST_SOURCE_ROOT");
  g_autofree char *folder = g_build_filename (root ? root : ".", "tests", "models", "specs", NULL);
  g_autoptr(GPtrArray) shapes = g_ptr_array_new ();
  g_autoptr(EdgeKitWorkload) workload = edgekit_workload_new ();
  EdgeKitPlaces places;
  double together = G_MAXDOUBLE, apart = G_MAXDOUBLE;
  guint fits = 0;

  while (shapes->len < MODELS)
    {
      GHashTable *set = measured_load_shapes (argc > 1 ? argv[1] : folder);
      GHashTableIter iter;
      gpointer shape;

      if (g_hash_table_size (set) == 0)
        g_error ("no models in %s", argc > 1 ? argv[1] : folder);
      g_hash_table_iter_init (&iter, set);
      while (shapes->len < MODELS && g_hash_table_iter_next (&iter, NULL, &shape))
        g_ptr_array_add (shapes, shape);
    }
  make_places (&places);
  for (guint i = 0; i < ROUNDS; i++)
    {
      together = MIN (together, judge_all (shapes, workload, &places, FALSE, &fits));
      apart = MIN (apart, judge_all (shapes, workload, &places, TRUE, &fits));
    }
  g_print ("%u verdicts (%u models) in %.1f ms of one core, %u of them good; the target is 50 ms: %s\n"
           "%.1f ms when no two models have a graph in common\n",
           MODELS * (guint) G_N_ELEMENTS (contexts), MODELS, together, fits, together < 50 ? "PASS" : "FAIL", apart);
  return together < 50 ? EXIT_SUCCESS : EXIT_FAILURE;
}
