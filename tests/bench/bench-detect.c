/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-detect [RUNS]: how long `edgekit hardware` takes and how much memory it
 * has at most, beside the programs that people ask for the same: lscpu and lspci
 * together, and fastfetch. They take turns, so that whatever else the computer
 * does troubles all of them alike. */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>

#define DEFAULT_RUNS 30
#define MAX_RUNS 1000
#define GOAL_KIB (20 * 1024)

typedef struct
{
  const char *name;
  const char *const *commands[3]; /* started at the same time */
  const char *path;               /* PATH; NULL: as it is */
  const char *guests;             /* EDGEKIT_GUESTS; NULL: as it is */
  gboolean present;
  GArray *times; /* double, in ms */
  glong peak;    /* in KiB: of the largest process */
} Entry;

static gboolean
is_there (const char *program)
{
  g_autofree char *path = g_find_program_in_path (program);

  return path != NULL;
}

static pid_t
start (const char *const *command, const Entry *entry)
{
  g_autofree char *program = g_find_program_in_path (command[0]);
  pid_t pid = fork ();

  if (pid == 0)
    {
      int null = open ("/dev/null", O_RDWR);

      dup2 (null, 0);
      dup2 (null, 1);
      dup2 (null, 2);
      if (entry->path)
        setenv ("PATH", entry->path, 1);
      if (entry->guests)
        setenv ("EDGEKIT_GUESTS", entry->guests, 1);
      execv (program, (char *const *) command);
      _exit (127);
    }
  return pid;
}

static void
run_once (Entry *entry, gboolean counts)
{
  gint64 begin = g_get_monotonic_time ();
  pid_t pids[G_N_ELEMENTS (entry->commands)] = { 0 };
  double took;

  for (guint i = 0; i < G_N_ELEMENTS (pids) && entry->commands[i]; i++)
    pids[i] = start (entry->commands[i], entry);
  for (guint i = 0; i < G_N_ELEMENTS (pids) && entry->commands[i]; i++)
    {
      struct rusage usage;
      int status;

      if (pids[i] < 0 || wait4 (pids[i], &status, 0, &usage) != pids[i] || !WIFEXITED (status) ||
          WEXITSTATUS (status) == 127)
        g_error ("%s could not be run", entry->commands[i][0]);
      entry->peak = MAX (entry->peak, usage.ru_maxrss);
    }
  took = (double) (g_get_monotonic_time () - begin) / 1000;
  if (counts)
    g_array_append_val (entry->times, took);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
at (const Entry *entry, double share)
{
  g_array_sort (entry->times, compare);
  return g_array_index (entry->times, double, (guint) (share * (entry->times->len - 1)));
}

static void
print_entry (const Entry *entry, const Entry *reference)
{
  if (!entry->present)
    {
      g_print ("%-36s not installed\n", entry->name);
      return;
    }
  g_print ("%-36s %8.1f %8.1f %9.1f", entry->name, at (entry, 0), at (entry, 0.5), (double) entry->peak / 1024);
  if (reference->present && entry != reference)
    g_print (" %8.2f", at (entry, 0.5) / at (reference, 0.5));
  g_print ("\n");
}

int
main (int argc, char **argv)
{
  const char *root = g_getenv ("EDGEKIT_TEST_BUILD_ROOT");
  g_autofree char *edgekit = g_build_filename (root ? root : "_build", "libedgekit", "tool", "edgekit", NULL);
  g_autofree char *probe = g_build_filename (root ? root : "_build", "libedgekit", "snapshot", "probe", "edgekit-probe",
                                             NULL);
  const char *const hardware[] = { edgekit, "hardware", NULL };
  const char *const lscpu[] = { "lscpu", NULL };
  const char *const lspci[] = { "lspci", "-nnk", NULL };
  const char *const fastfetch[] = { "fastfetch", NULL };
  Entry entries[] = {
    { "lscpu and lspci -nnk together", { lscpu, lspci }, NULL, NULL, is_there ("lscpu") && is_there ("lspci") },
    { "edgekit hardware", { hardware }, NULL, NULL, is_there (edgekit) },
    { "edgekit hardware, no driver asked", { hardware }, NULL, "none", is_there (edgekit) },
    { "edgekit hardware, nor tools in PATH", { hardware }, "/nonexistent", "none", is_there (edgekit) },
    { "fastfetch", { fastfetch }, NULL, NULL, is_there ("fastfetch") },
  };
  guint64 runs = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : DEFAULT_RUNS;

  g_setenv ("EDGEKIT_PROBE", probe, FALSE);
  runs = CLAMP (runs, 1, MAX_RUNS);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    entries[i].times = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint64 run = 0; run <= runs; run++)
    for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
      if (entries[i].present)
        run_once (&entries[i], run > 0); /* the first one fills the caches */
  g_print ("%" G_GUINT64_FORMAT " runs in turn. Times in ms, peak memory in MiB; the ratio is of the medians.\n\n"
           "%-36s %8s %8s %9s %8s\n",
           runs, "", "least", "median", "memory", "ratio");
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    print_entry (&entries[i], &entries[0]);
  if (entries[0].present)
    g_print ("\nThe goal, where no driver is there to be asked: a ratio of at most 1.0, and less than %d MiB.\n",
             GOAL_KIB / 1024);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_array_unref (entries[i].times);
  return 0;
}
