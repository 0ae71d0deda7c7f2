/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib.h>
#ifdef G_OS_UNIX
#include <sys/mman.h>
#endif

#include "edgekit-collector-private.h"

/* How fast main memory is, where no file says it: every thread reads memory of
 * its own, all at the same time, so that every channel is busy. Together it is far
 * more than the caches hold, and each run goes on where the last one ended, so
 * that nothing read is in a cache. What counts is reading, which is what an engine
 * does with weights. The fastest run is the answer: everything else that a
 * computer does makes a run slower, and nothing makes one faster. */

#define BUDGET_US 150000
#define MIN_RUN_US 3000 /* shorter runs measure the start of the threads */
#define FEW_RUNS 3       /* on a busy computer they may take as long again */
#define FIRST_CHUNK (4u << 20)
#define LEAST_PER_THREAD (8u << 20)
#define MOST_IN_ALL (G_GUINT64_CONSTANT (4) << 30)
#define MAX_THREADS 1024

/* What every 64-bit processor loads at once, without any instruction set being
 * asked for; four sums keep enough loads under way. */
typedef guint64 Lane __attribute__ ((vector_size (16)));

typedef struct
{
  GMutex lock;
  GCond changed;
  guint round;   /* the run that is to be done; 0: none yet */
  gsize chunk;   /* the bytes that each thread is to read */
  guint active;  /* how many threads take part */
  guint pending; /* how many have not finished */
  gboolean over;
} Crew;

typedef struct
{
  Crew *crew;
  GThread *thread;
  guint number;
  guint8 *memory;
  gsize size;
} Worker;

/* --- Reading ------------------------------------------------------------------- */

static guint64
read_memory (const guint8 *memory, gsize size)
{
  const Lane *lanes = (const Lane *) (gconstpointer) memory;
  Lane a = { 0 }, b = { 0 }, c = { 0 }, d = { 0 };

  for (gsize i = 0; i + 4 <= size / sizeof (Lane); i += 4)
    {
      a += lanes[i];
      b += lanes[i + 1];
      c += lanes[i + 2];
      d += lanes[i + 3];
    }
  a += b + c + d;
  return a[0] + a[1];
}

/* From @offset on, and round again at the end. */
static guint64
read_round (const Worker *worker, gsize *offset, gsize bytes)
{
  guint64 sum = 0;

  while (bytes > 0)
    {
      gsize part = MIN (bytes, worker->size - *offset);

      sum += read_memory (worker->memory + *offset, part);
      *offset = (*offset + part) % worker->size;
      bytes -= part;
    }
  return sum;
}

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  Crew *crew = worker->crew;
  guint done = 0;
  gsize offset = 0;
  volatile guint64 sink = 0;

  /* touched first by the thread that reads it, it lies on that thread's node */
  memset (worker->memory, 1, worker->size);
  g_mutex_lock (&crew->lock);
  crew->pending--;
  g_cond_broadcast (&crew->changed);
  while (!crew->over)
    {
      gsize chunk = crew->chunk;

      if (crew->round == done || worker->number >= crew->active)
        {
          done = crew->round;
          g_cond_wait (&crew->changed, &crew->lock);
          continue;
        }
      done = crew->round;
      g_mutex_unlock (&crew->lock);
      sink += read_round (worker, &offset, chunk);
      g_mutex_lock (&crew->lock);
      if (--crew->pending == 0)
        g_cond_broadcast (&crew->changed);
    }
  g_mutex_unlock (&crew->lock);
  return NULL;
}

static void
wait_for_crew (Crew *crew)
{
  while (crew->pending > 0)
    g_cond_wait (&crew->changed, &crew->lock);
}

/* --- Runs ------------------------------------------------------------------------ */

typedef struct
{
  guint threads;
  guint runs;
  double best, worst; /* bytes per second */
} Result;

/* Bytes per second of one run, and how long it took. */
static double
run_once (Crew *crew, guint threads, gsize chunk, gint64 *took)
{
  gint64 start;

  g_mutex_lock (&crew->lock);
  crew->active = threads;
  crew->chunk = chunk;
  crew->pending = threads;
  crew->round++;
  start = g_get_monotonic_time ();
  g_cond_broadcast (&crew->changed);
  wait_for_crew (crew);
  *took = MAX (g_get_monotonic_time () - start, 1);
  g_mutex_unlock (&crew->lock);
  return (double) chunk * threads * G_USEC_PER_SEC / (double) *took;
}

static gboolean
goes_on (guint runs, gint64 deadline)
{
  gint64 now = g_get_monotonic_time ();

  return runs == 0 || now < deadline || (runs < FEW_RUNS && now < deadline + BUDGET_US);
}

/* As many runs as there is time for. */
static Result
measure (Crew *crew, guint threads, gint64 deadline, GCancellable *cancellable)
{
  Result result = { threads, 0, 0, 0 };
  const gint64 shortest = MIN_RUN_US + 20 * threads; /* to start them takes longer, too */
  gsize chunk = FIRST_CHUNK;

  while (goes_on (result.runs, deadline) && !g_cancellable_is_cancelled (cancellable))
    {
      gint64 took;
      double speed = run_once (crew, threads, chunk, &took);

      if (took < shortest && chunk < G_MAXSSIZE / 4)
        {
          chunk *= took < shortest / 4 ? 4 : 2;
          continue;
        }
      result.best = MAX (result.best, speed);
      result.worst = result.runs == 0 ? speed : MIN (result.worst, speed);
      result.runs++;
    }
  return result;
}

static guint8 *
get_memory (gsize size)
{
#ifdef G_OS_UNIX
  void *memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

#ifdef MADV_HUGEPAGE
  if (memory != MAP_FAILED)
    madvise (memory, size, MADV_HUGEPAGE); /* fewer faults, and fewer misses of the TLB */
#endif
  return memory == MAP_FAILED ? NULL : memory;
#else
  return g_try_malloc (size);
#endif
}

static void
give_memory_back (guint8 *memory, gsize size)
{
#ifdef G_OS_UNIX
  munmap (memory, size);
#else
  g_free (memory);
#endif
}

/* How much each thread reads: together four times what the caches hold, and no
 * more than may be used; 0 when that is too little to tell memory from caches. */
static gsize
share (guint threads, guint64 caches, guint64 available)
{
  guint64 wanted = MAX (MIN (caches, MOST_IN_ALL) * 4, (guint64) threads * LEAST_PER_THREAD);
  guint64 all = MIN (MIN (wanted, MOST_IN_ALL), available / 8);

  return all < caches * 2 || all < (guint64) threads << 20 ? 0 : (gsize) (all / threads) & ~(gsize) 0xffff;
}

static Result
measure_with_crew (Crew *crew, guint threads, gint64 deadline, GCancellable *cancellable)
{
  Result all, half;
  gint64 now;

  g_mutex_lock (&crew->lock);
  wait_for_crew (crew);
  g_mutex_unlock (&crew->lock);
  now = g_get_monotonic_time ();
  all = measure (crew, threads, threads > 1 ? now + (deadline - now) / 2 : deadline, cancellable);
  if (threads == 1 || g_get_monotonic_time () >= deadline)
    return all;
  /* two threads of one core may stand in each other's way */
  half = measure (crew, threads / 2, deadline, cancellable);
  return half.best > all.best ? half : all;
}

void
_edgekit_collect_bandwidth (EdgeKitSnapshot *snapshot, guint threads, guint64 caches, guint64 available,
                            GCancellable *cancellable)
{
  const gint64 deadline = g_get_monotonic_time () + BUDGET_US;
  guint n = CLAMP (threads, 1, MAX_THREADS), started = 0;
  gsize per_thread = share (n, caches, available);
  g_autofree Worker *workers = g_new0 (Worker, n);
  Crew crew = { .pending = 0 };
  Result result = { 0 };

  if (per_thread == 0)
    {
      _edgekit_snapshot_add_failure (snapshot, "measured:memory-bandwidth", EDGEKIT_FAILURE_REFUSED);
      return;
    }
  g_mutex_init (&crew.lock);
  g_cond_init (&crew.changed);
  crew.pending = n;
  for (; started < n; started++)
    {
      workers[started] = (Worker) { &crew, NULL, started, get_memory (per_thread), per_thread };
      if (workers[started].memory)
        workers[started].thread = g_thread_try_new ("edgekit-measure", work, &workers[started], NULL);
      if (!workers[started].thread)
        break;
    }
  if (started == n)
    result = measure_with_crew (&crew, n, deadline, cancellable);
  g_mutex_lock (&crew.lock);
  crew.over = TRUE;
  g_cond_broadcast (&crew.changed);
  g_mutex_unlock (&crew.lock);
  for (guint i = 0; i < n; i++)
    {
      if (workers[i].thread)
        g_thread_join (workers[i].thread);
      if (workers[i].memory)
        give_memory_back (workers[i].memory, per_thread);
    }
  g_mutex_clear (&crew.lock);
  g_cond_clear (&crew.changed);
  if (result.runs > 0)
    {
      g_autofree char *text =
          g_strdup_printf ("best %.0f\nworst %.0f\nruns %u\nthreads %u\nbytes %" G_GSIZE_FORMAT "\n", result.best,
                           result.worst, result.runs, result.threads, per_thread * result.threads);

      _edgekit_snapshot_add_text (snapshot, "measured:memory-bandwidth", text);
    }
  else
    _edgekit_snapshot_add_failure (snapshot, "measured:memory-bandwidth", EDGEKIT_FAILURE_IO);
}
