/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Drives a fuzz target without clang: fuzz-NAME CORPUS COUNT runs each file of
 * the folder as it is, then COUNT mutations of them. The same numbers come out
 * each time, so that a failure can be had again. */

#include <gio/gio.h>
#include <string.h>

#include "fuzz.h"

#define MAX_SIZE (64 * 1024)

static void
load_corpus (const char *folder, GPtrArray *seeds)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  if (!dir)
    g_error ("%s", error->message);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (!g_file_get_contents (path, &bytes, &length, &error))
        g_error ("%s", error->message);
      g_ptr_array_add (seeds, g_bytes_new (bytes, length));
    }
}

static int
compare_bytes (gconstpointer a, gconstpointer b)
{
  return g_bytes_compare (*(GBytes *const *) a, *(GBytes *const *) b);
}

static void
overwrite (GRand *rand, GByteArray *bytes)
{
  static const guint64 numbers[] = { 0, 1, 3, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
                                     G_MAXINT64, G_GUINT64_CONSTANT (1) << 63, G_MAXUINT64, G_MAXUINT64 - 31 };
  guint64 number = GUINT64_TO_LE (numbers[g_rand_int_range (rand, 0, G_N_ELEMENTS (numbers))]);
  guint length = 1 << g_rand_int_range (rand, 0, 4);
  guint at;

  if (bytes->len < length)
    return;
  at = g_rand_int_range (rand, 0, bytes->len - length + 1);
  memcpy (bytes->data + at, &number, length);
}

static void
mutate (GRand *rand, GByteArray *bytes, GPtrArray *seeds)
{
  GBytes *other;
  guint at, length;

  if (bytes->len == 0)
    return;
  at = g_rand_int_range (rand, 0, bytes->len);
  length = g_rand_int_range (rand, 1, 64);
  length = MIN (length, bytes->len - at);
  switch (g_rand_int_range (rand, 0, 8))
    {
    case 0:
      bytes->data[at] ^= 1 << g_rand_int_range (rand, 0, 8);
      break;
    case 1:
      bytes->data[at] = g_rand_int (rand);
      break;
    case 2: /* cut */
      g_byte_array_set_size (bytes, at);
      break;
    case 3: /* take out */
      g_byte_array_remove_range (bytes, at, length);
      break;
    case 4: /* the begin of one, the end of another */
      other = g_ptr_array_index (seeds, g_rand_int_range (rand, 0, seeds->len));
      at = MIN (at, g_bytes_get_size (other));
      g_byte_array_set_size (bytes, at);
      g_byte_array_append (bytes, (const guint8 *) g_bytes_get_data (other, NULL) + at, g_bytes_get_size (other) - at);
      break;
    case 5: /* copy within */
      {
        guint to = g_rand_int_range (rand, 0, bytes->len);

        memmove (bytes->data + to, bytes->data + at, MIN (length, bytes->len - to));
        break;
      }
    default:
      overwrite (rand, bytes);
    }
  if (bytes->len > MAX_SIZE)
    g_byte_array_set_size (bytes, MAX_SIZE);
}

int
main (int argc, char **argv)
{
  g_autoptr(GPtrArray) seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr(GRand) rand = g_rand_new_with_seed (20261124);
  guint count = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : 1000;

  if (argc < 2)
    g_error ("Usage: %s CORPUS [COUNT]", argv[0]);
  load_corpus (argv[1], seeds);
  g_ptr_array_sort (seeds, compare_bytes);
  g_assert (seeds->len > 0);
  g_print ("1..1\n");
  for (guint i = 0; i < seeds->len; i++)
    LLVMFuzzerTestOneInput (g_bytes_get_data (g_ptr_array_index (seeds, i), NULL),
                            g_bytes_get_size (g_ptr_array_index (seeds, i)));
  for (guint i = 0; i < count; i++)
    {
      GBytes *seed = g_ptr_array_index (seeds, g_rand_int_range (rand, 0, seeds->len));
      g_autoptr(GByteArray) bytes = g_byte_array_new ();
      g_autofree guint8 *exact = NULL; /* so that a read past the end is seen */
      int n = g_rand_int_range (rand, 1, 6);

      g_byte_array_append (bytes, g_bytes_get_data (seed, NULL), g_bytes_get_size (seed));
      for (int j = 0; j < n; j++)
        mutate (rand, bytes, seeds);
      exact = g_memdup2 (bytes->data, bytes->len);
      LLVMFuzzerTestOneInput (exact, bytes->len);
    }
  g_print ("ok 1 %u files, %u mutations\n", seeds->len, count);
  return 0;
}
