/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The versions in a folder or in a repository of a store: files on the disk. */

#include "config.h"

#include "edgekit-companion.h"
#include "edgekit-hardware-profile.h"
#include "edgekit-model-file.h"
#include "edgekit-model-source.h"
#include "edgekit-model.h"
#include "edgekit-preflight.h"
#include "edgekit-variant-verdict.h"
#include "edgekit-workload.h"
#include "edgekit-variant-list.h"
#include "edgekit-variant.h"
#include "home.h"

#define COMMIT "0123456789abcdef0123456789abcdef01234567"

static EdgeKitVariantList *
load (const char *location)
{
  EdgeKitVariantList *list = edgekit_variant_list_new (location);
  g_autoptr(GError) error = NULL;

  g_assert_true (edgekit_variant_list_load (list, NULL, &error));
  g_assert_no_error (error);
  g_assert_null (edgekit_variant_list_get_activity (list));
  g_assert_cmpfloat (edgekit_variant_list_get_fraction (list), ==, 1);
  return list;
}

static EdgeKitVariant *
get (EdgeKitVariantList *list, guint i)
{
  EdgeKitVariant *variant = g_list_model_get_item (G_LIST_MODEL (list), i);

  g_assert_nonnull (variant);
  g_object_unref (variant); /* the list keeps it */
  return variant;
}

/* "Q8_0 8.50 1/1 folder; …| mmproj name" */
static char *
describe (EdgeKitVariantList *list)
{
  GString *text = g_string_new (NULL);
  GListModel *companions = edgekit_variant_list_get_companions (list);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      EdgeKitVariant *variant = get (list, i);

      g_string_append_printf (text, "%s%s %.2f %u/%d%s", i ? "; " : "", edgekit_variant_get_name (variant),
                              edgekit_variant_get_bits_per_weight (variant),
                              g_list_model_get_n_items (edgekit_variant_get_files (variant)),
                              (int) edgekit_variant_get_parts (variant),
                              edgekit_variant_get_complete (variant) ? "" : "!");
    }
  for (guint i = 0; i < g_list_model_get_n_items (companions); i++)
    {
      g_autoptr(EdgeKitCompanion) companion = g_list_model_get_item (companions, i);

      g_string_append_printf (text, "%s%s", i ? ", " : " | ", edgekit_companion_get_name (companion));
    }
  return g_string_free (text, FALSE);
}

static void
expect (const char *location, const char *wanted)
{
  g_autoptr(EdgeKitVariantList) list = load (location);
  g_autofree char *found = describe (list);

  g_assert_cmpstr (found, ==, wanted);
}

static void
refuses (const char *location, EdgeKitError code)
{
  g_autoptr(EdgeKitVariantList) list = edgekit_variant_list_new (location);
  g_autoptr(GError) error = NULL;

  g_assert_false (edgekit_variant_list_load (list, NULL, &error));
  g_assert_error (error, EDGEKIT_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, location));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
}

/* A model of 2048 weights, as 32 bits each, or in blocks of 32 that take 34 bytes
 * (8.5 bits), or 18 (4.5). */
static void
write_version (const char *path, guint32 type, gsize bytes)
{
  static const guint64 dims[] = { 256, 8 };
  Header h = header_new ();

  put_begin (&h, 3, 1, 4);
  put_key_text (&h, "general.architecture", "llama");
  put_key_u32 (&h, "llama.block_count", 1);
  put_key_u32 (&h, "llama.embedding_length", 256);
  put_key_u32 (&h, "llama.attention.head_count", 4);
  put_tensor (&h, "token_embd.weight", 2, dims, type, 0);
  put_end (&h, bytes);
  home_write (path, h.bytes->data, h.bytes->len);
  g_byte_array_unref (h.bytes);
}

#define F32 0, 2048 * 4
#define Q8_0 8, 2048 / 32 * 34
#define Q4_0 2, 2048 / 32 * 18

static void
test_folder (void)
{
  g_autofree char *folder = home_path ("m");
  g_autoptr(EdgeKitVariantList) list = NULL;
  g_autoptr(EdgeKitModelSource) source = NULL;
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(GError) error = NULL;
  EdgeKitVariant *variant;

  home_clear ();
  write_version ("m/Tiny-Q4_0.gguf", Q4_0);
  write_version ("m/Tiny-f32.gguf", F32);
  write_version ("m/Tiny-Q8_0.gguf", Q8_0);
  home_write ("m/mmproj-Tiny-f16.gguf", "GGUF", 4);
  home_write ("m/README.md", "x", 1);
  expect (folder, "F32 32.00 1/1; Q8_0 8.50 1/1; Q4_0 4.50 1/1 | mmproj-Tiny-f16.gguf");
  list = load (folder);
  variant = get (list, 1);
  g_assert_cmpstr (edgekit_variant_get_quantization (variant), ==, "Q8_0");
  g_assert_cmpstr (edgekit_variant_get_format (variant), ==, "gguf");
  g_assert_cmpint (edgekit_variant_get_parameters (variant), ==, 2048);
  g_assert_cmpint (edgekit_variant_get_size (variant), >, 2176);
  g_assert_cmpint (edgekit_variant_list_get_bytes_read (list), >, 0);
  g_assert_nonnull (edgekit_variant_get_model (variant));
  /* its name is one that a source takes */
  source = edgekit_model_source_new (edgekit_variant_get_location (variant));
  model = edgekit_model_source_load (source, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (edgekit_model_get_weights_size (model), ==, 2176);
}

/* A header that cannot be read is no reason to keep silent about the version, nor to
 * guess. */
static void
test_damaged (void)
{
  g_autofree char *folder = home_path ("m");
  g_autoptr(EdgeKitVariantList) list = NULL;
  g_autofree char *junk = g_strnfill (2560, 'x');

  home_clear ();
  write_version ("m/Tiny-Q8_0.gguf", Q8_0);
  home_write ("m/Tiny-Q5_0.gguf", junk, 1280);
  home_write ("m/Other-Q5_0.gguf", junk, 1280);
  home_write ("m/UD-Q2_K_XL/Tiny-UD-Q2_K_XL-00001-of-00003.gguf", junk, 10);
  home_write ("m/UD-Q2_K_XL/Tiny-UD-Q2_K_XL-00003-of-00003.gguf", junk, 10);
  expect (folder, "Other-Q5_0 -1.00 1/1; Q8_0 8.50 1/1; Q5_0 -1.00 1/1; UD-Q2_K_XL -1.00 2/3!");
  list = load (folder);
  g_assert_nonnull (edgekit_variant_get_problem (get (list, 2)));
  g_assert_null (edgekit_variant_get_model (get (list, 2)));
  g_assert_null (edgekit_variant_get_problem (get (list, 1)));
  g_assert_cmpint (edgekit_variant_get_size (get (list, 3)), ==, 20);
  g_assert_cmpstr (edgekit_variant_get_folder (get (list, 3)), ==, "UD-Q2_K_XL");
}

/* More versions than anybody has: not every header is read, and what one says of the
 * same model serves. */
static void
test_many (void)
{
  g_autofree char *folder = home_path ("m");
  g_autoptr(EdgeKitVariantList) list = NULL;
  guint n_read = 0;

  home_clear ();
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *path = g_strdup_printf ("m/%u/Tiny-Q8_0.gguf", i);

      write_version (path, Q8_0);
    }
  list = load (folder);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 300);
  for (guint i = 0; i < 300; i++)
    {
      EdgeKitVariant *variant = get (list, i);
      double size = edgekit_variant_get_size (variant);

      n_read += edgekit_variant_get_model (variant) != NULL;
      g_assert_null (edgekit_variant_get_problem (variant));
      g_assert_cmpfloat (edgekit_variant_get_bits_per_weight (variant), ==,
                         edgekit_variant_get_model (variant) ? 8.5 : size * 8 / 2048);
    }
  g_assert_cmpuint (n_read, <, 300);
}

static void
test_store (void)
{
  static const char snapshot[] = ".cache/huggingface/hub/models--a--Tiny-GGUF/snapshots/" COMMIT;
  g_autofree char *q8 = g_build_filename (snapshot, "Tiny-Q8_0.gguf", NULL);
  g_autofree char *q4 = g_build_filename (snapshot, "Tiny-Q4_0.gguf", NULL);
  g_autofree char *outside = g_build_filename (snapshot, "Tiny-F32.gguf", NULL);
  g_autofree char *mmproj = g_build_filename (snapshot, "mmproj-F16.gguf", NULL);
  g_autofree char *whole = home_path (snapshot);

  home_clear ();
  home_write (".cache/huggingface/hub/models--a--Tiny-GGUF/refs/main", COMMIT, -1);
  write_version (".cache/huggingface/hub/models--a--Tiny-GGUF/blobs/8", Q8_0);
  write_version ("outside.gguf", F32);
  home_link (q8, "../../blobs/8");
  write_version (q4, Q4_0);
  home_write (mmproj, "GGUF", 4);
  home_link (outside, "../../../../../../outside.gguf");
  /* no link leads out of a store; out of a folder that a person named, it may */
  expect ("hf:a/Tiny-GGUF", "Q8_0 8.50 1/1; Q4_0 4.50 1/1 | mmproj-F16.gguf");
  expect ("a/tiny-gguf", "Q8_0 8.50 1/1; Q4_0 4.50 1/1 | mmproj-F16.gguf");
  expect ("hf:a/Tiny-GGUF:Q4_0", "Q4_0 4.50 1/1");
  expect (whole, "F32 32.00 1/1; Q8_0 8.50 1/1; Q4_0 4.50 1/1 | mmproj-F16.gguf");
  refuses ("hf:a/Tiny-GGUF:Q2_K", EDGEKIT_ERROR_NOT_FOUND);

  /* files of no folder of their own */
  write_version (".cache/llama.cpp/b_Small_small-q8_0.gguf", Q8_0);
  expect ("llama.cpp:b_Small_small-q8_0", "b_Small_small-q8_0 8.50 1/1");
}

static void
test_nothing (void)
{
  g_autofree char *empty = home_path ("empty");
  g_autofree char *file = home_path ("file.gguf");
  g_autofree char *none = home_path ("none");
  g_autofree char *fifo = home_path ("empty/fifo.gguf");

  home_clear ();
  home_write ("empty/README.md", "x", 1);
  home_write ("file.gguf", "GGUF", 4);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  home_link ("empty/circle", ".");
  refuses (empty, EDGEKIT_ERROR_NOT_FOUND);
  refuses (file, EDGEKIT_ERROR_INVALID_ARGUMENT);
  refuses (none, EDGEKIT_ERROR_NOT_FOUND);
  refuses ("ollama:nothing", EDGEKIT_ERROR_NOT_FOUND);
}

typedef struct
{
  EdgeKitVariantList *list;
  GMainLoop *loop;
  GError *error;
  gboolean ok;
} Ending;

static void
ended (GObject *object, GAsyncResult *result, gpointer data)
{
  Ending *end = data;

  end->ok = edgekit_variant_list_load_finish (end->list, result, &end->error);
  g_main_loop_quit (end->loop);
}

static void
wait_for (Ending *end, GCancellable *cancellable)
{
  end->loop = g_main_loop_new (NULL, FALSE);
  edgekit_variant_list_load_async (end->list, cancellable, ended, end);
  g_main_loop_run (end->loop);
  g_main_loop_unref (end->loop);
}

static void
test_async (void)
{
  g_autofree char *folder = home_path ("m");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(EdgeKitVariantList) list = edgekit_variant_list_new (folder);
  g_autoptr(GError) error = NULL;
  Ending end = { .list = list };

  home_clear ();
  write_version ("m/Tiny-Q8_0.gguf", Q8_0);
  wait_for (&end, NULL);
  g_assert_true (end.ok);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);

  g_cancellable_cancel (cancellable);
  wait_for (&end, cancellable);
  g_assert_false (end.ok);
  g_assert_error (end.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_clear_error (&end.error);

  /* one at a time, and again afterwards */
  edgekit_variant_list_load_async (list, NULL, NULL, NULL);
  g_assert_false (edgekit_variant_list_load (list, NULL, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_FAILED);
  while (g_list_model_get_n_items (G_LIST_MODEL (list)) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_clear_error (&error);
  g_assert_true (edgekit_variant_list_load (list, NULL, &error));
}

static const char computer[] =
  "{\"schema\": \"edgekit.hardware/1\", \"cpu\": {\"cores\": 8, \"threads\": 16}, \"memory_pools\": "
  "[{\"id\": \"ram\", \"kind\": \"ram\", \"total\": 34359738368, \"available\": 21474836480}]}";

static void
verdicts_came (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GListModel *
check_in_thread (EdgeKitPreflight *preflight, EdgeKitVariantList *list, GCancellable *cancellable, GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  edgekit_preflight_check_variants_async (preflight, list, cancellable, verdicts_came, &result);
  /* what is asked is what holds now */
  edgekit_workload_set_context (edgekit_preflight_get_workload (preflight), 16384);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  edgekit_workload_reset (edgekit_preflight_get_workload (preflight));
  return edgekit_preflight_check_variants_finish (preflight, result, error);
}

/* In a thread the versions are told the same of as at once. */
static void
test_verdicts_async (void)
{
  g_autofree char *folder = home_path ("m");
  g_autoptr(EdgeKitHardwareProfile) profile = edgekit_hardware_profile_new_from_json (computer, -1, NULL);
  g_autoptr(EdgeKitPreflight) preflight = edgekit_preflight_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(EdgeKitVariantList) list = NULL;
  g_autoptr(GListModel) now = NULL, later = NULL;
  g_autoptr(GError) error = NULL;

  home_clear ();
  write_version ("m/Tiny-Q8_0.gguf", Q8_0);
  write_version ("m/Tiny-Q4_0.gguf", Q4_0);
  list = load (folder);
  edgekit_preflight_set_profile (preflight, profile);
  now = edgekit_preflight_check_variants (preflight, list);
  later = check_in_thread (preflight, list, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (now), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (later), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(EdgeKitVariantVerdict) a = g_list_model_get_item (now, i);
      g_autoptr(EdgeKitVariantVerdict) b = g_list_model_get_item (later, i);

      g_assert_true (edgekit_variant_verdict_get_variant (a) == edgekit_variant_verdict_get_variant (b));
      g_assert_cmpint (edgekit_variant_verdict_get_total (a), >, 0);
      g_assert_cmpint (edgekit_variant_verdict_get_total (a), ==, edgekit_variant_verdict_get_total (b));
      g_assert_cmpint (edgekit_variant_verdict_get_outcome (a), ==, edgekit_variant_verdict_get_outcome (b));
      g_assert_cmpint (edgekit_variant_verdict_get_recommended (a), ==, edgekit_variant_verdict_get_recommended (b));
    }

  g_cancellable_cancel (cancellable);
  g_assert_null (check_in_thread (preflight, list, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  int status;

  home_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/variant-list/folder", test_folder);
  g_test_add_func ("/variant-list/damaged", test_damaged);
  g_test_add_func ("/variant-list/many", test_many);
  g_test_add_func ("/variant-list/store", test_store);
  g_test_add_func ("/variant-list/nothing", test_nothing);
  g_test_add_func ("/variant-list/async", test_async);
  g_test_add_func ("/variant-list/verdicts-async", test_verdicts_async);
  status = g_test_run ();
  remove_tree (home);
  return status;
}
