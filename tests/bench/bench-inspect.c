/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-inspect [MODEL.gguf [RUNS]]: how long it takes to learn what a model is:
 * the library, the command `edgekit inspect`, and, where they are there, Python's
 * gguf reader and npm's @huggingface/gguf; beside a bare walk over the same bytes
 * that keeps nothing, which no reader can be faster than. They take turns. */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <edgekit.h>

#define DEFAULT_RUNS 20
#define MAX_RUNS 1000
#define CHUNK (128 * 1024)

/* --- The walk --------------------------------------------------------------- */

/* As a program would do that trusts the file: it is only the limit to compare with. */
typedef struct
{
  int fd;
  gsize at, have;
  guint8 buffer[CHUNK];
} Walk;

static void
walk_over (Walk *walk, guint64 n, gpointer copy)
{
  guint8 *to = copy;

  while (n > 0)
    {
      gsize part;

      if (walk->at == walk->have)
        {
          gssize got = read (walk->fd, walk->buffer, CHUNK);

          if (got <= 0)
            g_error ("the file ends inside its description");
          walk->have = got;
          walk->at = 0;
        }
      part = MIN (n, walk->have - walk->at);
      if (to)
        {
          memcpy (to, walk->buffer + walk->at, part);
          to += part;
        }
      walk->at += part;
      n -= part;
    }
}

static guint32
walk_u32 (Walk *walk)
{
  guint32 value;

  walk_over (walk, sizeof value, &value);
  return GUINT32_FROM_LE (value);
}

static guint64
walk_u64 (Walk *walk)
{
  guint64 value;

  walk_over (walk, sizeof value, &value);
  return GUINT64_FROM_LE (value);
}

static void
walk_texts (Walk *walk, guint64 n)
{
  while (n > 0)
    {
      const guint8 *p = walk->buffer + walk->at, *const end = walk->buffer + walk->have;

      /* those that are whole in the buffer, which are nearly all */
      for (guint64 length; n > 0 && end - p >= 8; n--)
        {
          memcpy (&length, p, sizeof length);
          length = GUINT64_FROM_LE (length);
          if (length > (guint64) (end - p) - 8)
            break;
          p += 8 + length;
        }
      walk->at = p - walk->buffer;
      if (n == 0)
        break;
      walk_over (walk, walk_u64 (walk), NULL);
      n--;
    }
}

static guint64
walk_value (Walk *walk, guint32 type)
{
  static const guint8 sizes[] = { 1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8 };
  guint64 n = 1;

  if (type == 9)
    {
      type = walk_u32 (walk);
      n = walk_u64 (walk);
    }
  if (type >= G_N_ELEMENTS (sizes) || type == 9)
    g_error ("the bare walk reads no values of type %u", type);
  if (type == 8)
    walk_texts (walk, n);
  walk_over (walk, n * sizes[type], NULL);
  return n;
}

/* The longest list, which is the vocabulary or its merges. */
static guint64
walk_header (const char *path)
{
  g_autofree Walk *walk = g_new0 (Walk, 1);
  guint64 n_tensors, n_pairs, longest = 0;
  char magic[4];

  walk->fd = open (path, O_RDONLY | O_CLOEXEC);
  if (walk->fd < 0)
    g_error ("%s cannot be opened", path);
  walk_over (walk, sizeof magic, magic);
  if (memcmp (magic, "GGUF", 4) != 0 || walk_u32 (walk) < 2)
    g_error ("%s is no GGUF file of version 2 or 3", path);
  n_tensors = walk_u64 (walk);
  n_pairs = walk_u64 (walk);
  for (guint64 i = 0; i < n_pairs; i++)
    {
      guint64 length;

      walk_texts (walk, 1);
      length = walk_value (walk, walk_u32 (walk));
      longest = MAX (longest, length);
    }
  for (guint64 i = 0; i < n_tensors; i++)
    {
      walk_texts (walk, 1);
      walk_over (walk, 8 * (guint64) walk_u32 (walk), NULL);
      walk_over (walk, 4 + 8, NULL);
    }
  close (walk->fd);
  return longest;
}

/* --- The others ------------------------------------------------------------- */

static void
load (const char *path)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (path);
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) model = edgekit_model_source_load (source, NULL, &error);

  if (!model)
    g_error ("%s", error->message);
}

static gboolean
run (const char *const *command)
{
  pid_t pid = fork ();
  int status;

  if (pid == 0)
    {
      int null = open ("/dev/null", O_RDWR);

      dup2 (null, 0);
      dup2 (null, 1);
      dup2 (null, 2);
      execvp (command[0], (char *const *) command);
      _exit (127);
    }
  return waitpid (pid, &status, 0) == pid && WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

typedef struct
{
  const char *name;
  const char *const *command; /* NULL: in this process */
  void (*call) (const char *path);
  gboolean present;
  GArray *times; /* double, in ms */
} Entry;

static void
walk (const char *path)
{
  walk_header (path);
}

static void
run_once (Entry *entry, const char *path, gboolean counts)
{
  gint64 begin = g_get_monotonic_time ();
  double took;

  if (entry->call)
    entry->call (path);
  else if (!run (entry->command))
    entry->present = FALSE;
  took = (double) (g_get_monotonic_time () - begin) / 1000;
  if (counts && entry->present)
    g_array_append_val (entry->times, took);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (Entry *entry)
{
  g_array_sort (entry->times, compare_times);
  return g_array_index (entry->times, double, entry->times->len / 2);
}

int
main (int argc, char **argv)
{
  const char *root = g_getenv ("EDGEKIT_TEST_BUILD_ROOT");
  g_autofree char *edgekit = g_build_filename (root ? root : "_build", "libedgekit", "tool", "edgekit", NULL);
  g_autofree char *made = g_build_filename (root ? root : "_build", "tests", "models", "llama-3.2-1b.gguf", NULL);
  const char *path = argc > 1 ? argv[1] : made;
  const char *const tool[] = { edgekit, "inspect", "--json", path, NULL };
  const char *const python[] = { "python3", "-c", "import sys, gguf; gguf.GGUFReader(sys.argv[1])", path, NULL };
  const char *const node[] = { "node", "-e",
                               "require('@huggingface/gguf').gguf(process.argv[1], {allowLocalFile: true})"
                               ".catch(e => { console.error(e); process.exit(1) })",
                               path, NULL };
  Entry entries[] = {
    { "a bare walk over the bytes", NULL, walk, TRUE },
    { "libedgekit", NULL, load, TRUE },
    { "edgekit inspect --json", tool, NULL, TRUE },
    { "Python, gguf.GGUFReader", python, NULL, TRUE },
    { "Node.js, @huggingface/gguf", node, NULL, TRUE },
  };
  guint64 runs = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : DEFAULT_RUNS;
  double walked, own, took;

  runs = CLAMP (runs, 1, MAX_RUNS);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    entries[i].times = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint64 r = 0; r <= runs; r++)
    for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
      if (entries[i].present)
        run_once (&entries[i], path, r > 0); /* the first one fills the caches */
  if (!entries[2].present)
    g_error ("%s could not be run", edgekit);
  walked = median (&entries[0]);
  own = median (&entries[2]);
  g_print ("%s: the longest list has %" G_GUINT64_FORMAT " items; %" G_GUINT64_FORMAT " runs in turn.\n\n"
           "%-30s %9s %9s %12s %12s\n",
           path, walk_header (path), runs, "", "least ms", "median ms", "of the walk", "of edgekit");
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      if (!entries[i].present)
        {
          g_print ("%-30s not there, or cannot read the file\n", entries[i].name);
          continue;
        }
      took = median (&entries[i]); /* sorts them */
      g_print ("%-30s %9.2f %9.2f %11.1fx %11.2fx\n", entries[i].name, g_array_index (entries[i].times, double, 0), took,
               took / walked, took / own);
    }
  g_print ("\nThe goal: the library at most 3 times the walk, and either peer at least 50 times the command.\n");
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_array_unref (entries[i].times);
  return 0;
}
