/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A source from the outside: files, folders, split sets, other places; the
 * blocking and the threaded way. Public API only. */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <edgekit.h>

#include "../remove-tree.h"
#include "header.h"

static const guint64 dims[] = { 256, 4 };
#define TENSOR_SIZE (256 * 4 * 4)

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  f->folder = g_dir_make_tmp ("edgekit-source-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  remove_tree (f->folder);
  g_free (f->folder);
}

static char *
path_of (Fixture *f, const char *name)
{
  return g_build_filename (f->folder, name, NULL);
}

/* Takes @h. */
static void
write_header (Fixture *f, const char *name, Header *h)
{
  g_autofree char *path = path_of (f, name);

  g_assert_true (g_file_set_contents (path, (const char *) h->bytes->data, h->bytes->len, NULL));
  g_clear_pointer (&h->bytes, g_byte_array_unref);
}

static void
write_text (Fixture *f, const char *name, const char *text)
{
  g_autofree char *path = path_of (f, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
write_model (Fixture *f, const char *name)
{
  Header h = header_new ();

  put_begin (&h, 3, 1, 2);
  put_key_text (&h, "general.architecture", "llama");
  put_key_u32 (&h, "llama.block_count", 1);
  put_tensor (&h, "blk.0.attn_k.weight", 2, dims, 0, 0);
  put_end (&h, TENSOR_SIZE);
  write_header (f, name, &h);
}

/* Part @no, counted from 0, with one tensor. */
static void
write_part (Fixture *f, const char *name, guint no, guint count)
{
  g_autofree char *tensor = g_strdup_printf ("blk.%u.attn_k.weight", no);
  Header h = header_new ();

  put_begin (&h, 3, 1, no == 0 ? 4 : 2);
  if (no == 0)
    {
      put_key_text (&h, "general.architecture", "llama");
      put_key_u32 (&h, "llama.block_count", count);
    }
  put_key_u16 (&h, "split.no", no);
  put_key_u16 (&h, "split.count", count);
  put_tensor (&h, tensor, 2, dims, 0, 0);
  put_end (&h, TENSOR_SIZE);
  write_header (f, name, &h);
}

static EdgeKitModel *
load (const char *location, GError **error)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (location);

  return edgekit_model_source_load (source, NULL, error);
}

static EdgeKitModel *
load_in (Fixture *f, const char *name)
{
  g_autofree char *path = name ? path_of (f, name) : g_strdup (f->folder);
  g_autoptr(GError) error = NULL;
  EdgeKitModel *model = load (path, &error);

  g_assert_no_error (error);
  return model;
}

static void
refuse (const char *location, int code, const char *part)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (load (location, &error));
  g_assert_error (error, EDGEKIT_ERROR, code);
  g_assert_true (strstr (error->message, location) != NULL);
  g_assert_null (strpbrk (error->message, "\n\r"));
  if (!strstr (error->message, part))
    g_test_fail_printf ("“%s” does not say “%s”", error->message, part);
}

static void
refuse_in (Fixture *f, const char *name, int code, const char *part)
{
  g_autofree char *path = name ? path_of (f, name) : g_strdup (f->folder);

  refuse (path, code, part);
}

static void
test_places (Fixture *f, gconstpointer data)
{
  g_autofree char *locked = path_of (f, "locked.gguf");
  g_autofree char *fifo = path_of (f, "fifo.gguf");
  g_autoptr(GError) error = NULL;

  refuse ("/no/such/folder/model.gguf", EDGEKIT_ERROR_NOT_FOUND, "no such file");
  refuse ("model-that-is-not-here.gguf", EDGEKIT_ERROR_NOT_FOUND, "no such file");
  refuse ("owner/name-that-is-not-here", EDGEKIT_ERROR_NOT_FOUND, "store");
  refuse ("https://example.org/model.gguf", EDGEKIT_ERROR_OFFLINE, "network");
  refuse ("hf:owner/name", EDGEKIT_ERROR_OFFLINE, "network");
  refuse ("/dev/null", EDGEKIT_ERROR_NOT_SUPPORTED, "not a plain file");
  refuse ("/dev/zero", EDGEKIT_ERROR_NOT_SUPPORTED, "not a plain file");
  g_assert_cmpint (mkfifo (fifo, 0666), ==, 0);
  refuse (fifo, EDGEKIT_ERROR_NOT_SUPPORTED, "not a plain file"); /* nobody writes to it */
  g_assert_null (load ("", &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT);
  write_text (f, "empty.gguf", "");
  refuse_in (f, "empty.gguf", EDGEKIT_ERROR_NOT_A_MODEL, "the file is empty");
  write_model (f, "file.gguf");
  refuse_in (f, "file.gguf/x.gguf", EDGEKIT_ERROR_NOT_FOUND, "no such file");
  if (geteuid () == 0)
    return;
  write_model (f, "locked.gguf");
  g_assert_cmpint (g_chmod (locked, 0), ==, 0);
  refuse (locked, EDGEKIT_ERROR_PERMISSION, "permission");
}

static void
test_folders (Fixture *f, gconstpointer data)
{
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(EdgeKitModelFile) file = NULL;
  g_autofree char *inner = path_of (f, "inner.gguf");

  refuse_in (f, NULL, EDGEKIT_ERROR_NOT_FOUND, "no model in this folder");
  write_text (f, "model.safetensors", "");
  refuse_in (f, NULL, EDGEKIT_ERROR_NOT_FOUND, "config.json");
  write_model (f, "one.gguf");
  write_text (f, "mmproj-one.gguf", "");
  write_text (f, "README.md", "");
  model = load_in (f, NULL);
  file = g_list_model_get_item (edgekit_model_get_files (model), 0);
  g_assert_cmpstr (edgekit_model_file_get_name (file), ==, "one.gguf");
  g_assert_cmpstr (edgekit_model_get_title (model), ==, "one");
  write_model (f, "two.GGUF");
  refuse_in (f, NULL, EDGEKIT_ERROR_INVALID_ARGUMENT, "one.gguf, two.GGUF");
  g_assert_cmpint (g_mkdir (inner, 0777), ==, 0);
  refuse (inner, EDGEKIT_ERROR_NOT_FOUND, "no model in this folder");
}

static void
test_split (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "m-00001-of-00003.gguf", "m-00002-of-00003.gguf", "m-00003-of-00003.gguf" };
  g_autofree char *third = path_of (f, names[2]);
  g_autofree char *first = path_of (f, names[0]);
  g_autoptr(EdgeKitModel) cut = NULL;
  g_autoptr(EdgeKitNote) note = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    write_part (f, names[i], i, 3);
  /* whichever part is named, and the folder */
  for (guint i = 0; i <= G_N_ELEMENTS (names); i++)
    {
      g_autoptr(EdgeKitModel) model = load_in (f, i < 3 ? names[i] : NULL);
      g_autoptr(EdgeKitTensor) last = NULL;
      g_autoptr(EdgeKitModelFile) file = NULL;

      g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_files (model)), ==, 3);
      g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_tensors (model)), ==, 3);
      g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_notes (model)), ==, 0);
      g_assert_cmpint (edgekit_model_get_weights_size (model), ==, 3 * TENSOR_SIZE);
      g_assert_cmpint (edgekit_model_get_parameters (model), ==, 3 * 1024);
      g_assert_cmpint (edgekit_model_get_file_size (model), >, 3 * TENSOR_SIZE);
      g_assert_cmpstr (edgekit_model_get_title (model), ==, "m");
      last = g_list_model_get_item (edgekit_model_get_tensors (model), 2);
      g_assert_cmpint (edgekit_tensor_get_layer (last), ==, 2);
      file = g_list_model_get_item (edgekit_model_get_files (model), edgekit_tensor_get_file (last));
      g_assert_cmpstr (edgekit_model_file_get_name (file), ==, names[2]);
    }
  g_assert_cmpint (g_unlink (third), ==, 0);
  cut = load_in (f, names[0]);
  g_assert_cmpint (edgekit_model_get_weights_size (cut), ==, 2 * TENSOR_SIZE);
  note = g_list_model_get_item (edgekit_model_get_notes (cut), 0);
  g_assert_cmpstr (edgekit_note_get_code (note), ==, "part-missing");
  g_assert_nonnull (strstr (edgekit_note_get_message (note), names[2]));
  g_assert_cmpint (g_unlink (first), ==, 0);
  refuse_in (f, names[1], EDGEKIT_ERROR_NOT_FOUND, "part 2 of 3; part 1, “m-00001-of-00003.gguf”");
  write_part (f, "renamed.gguf", 0, 3);
  refuse_in (f, "renamed.gguf", EDGEKIT_ERROR_INVALID_DATA, "00001-of-00003");
}

static void
test_unfinished (Fixture *f, gconstpointer data)
{
  g_autofree char *path = path_of (f, "part.gguf");
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(EdgeKitNote) note = NULL;

  write_model (f, "part.gguf");
  g_assert_cmpint (truncate (path, 1000), ==, 0);
  model = load_in (f, "part.gguf");
  g_assert_cmpint (edgekit_model_get_weights_size (model), ==, TENSOR_SIZE);
  note = g_list_model_get_item (edgekit_model_get_notes (model), 0);
  g_assert_cmpstr (edgekit_note_get_code (note), ==, "download-unfinished");
  g_assert_cmpint (edgekit_note_get_severity (note), ==, EDGEKIT_SEVERITY_ERROR);
}

/* --- Folders of Hugging Face ------------------------------------------------- */

static void
write_safetensors (Fixture *f, const char *name, const char *tensor)
{
  g_autofree char *json = g_strdup_printf ("{\"%s\":{\"dtype\":\"F32\",\"shape\":[256,4],"
                                           "\"data_offsets\":[0,4096]}}",
                                           tensor);
  Header h = header_new ();

  put64 (&h, strlen (json));
  put (&h, json, strlen (json));
  g_byte_array_set_size (h.bytes, h.bytes->len + TENSOR_SIZE);
  write_header (f, name, &h);
}

static void
test_hugging_face (Fixture *f, gconstpointer data)
{
  static const char *const named[] = { NULL, "config.json", "model-00001-of-00002.safetensors",
                                       "model.safetensors.index.json" };
  g_autofree char *second = path_of (f, "model-00002-of-00002.safetensors");
  g_autofree char *fifo = path_of (f, "fifo.safetensors");
  g_autoptr(EdgeKitModel) cut = NULL;
  g_autoptr(EdgeKitNote) note = NULL;

  write_text (f, "config.json", "{\"model_type\":\"llama\",\"num_hidden_layers\":2,\"num_attention_heads\":4}");
  refuse_in (f, NULL, EDGEKIT_ERROR_NOT_FOUND, "weights");
  write_safetensors (f, "model-00001-of-00002.safetensors", "model.layers.0.q.weight");
  write_safetensors (f, "model-00002-of-00002.safetensors", "model.layers.1.q.weight");
  write_text (f, "model.safetensors.index.json",
              "{\"weight_map\":{\"model.layers.0.q.weight\":\"model-00001-of-00002.safetensors\","
              "\"model.layers.1.q.weight\":\"model-00002-of-00002.safetensors\"}}");
  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    {
      g_autoptr(EdgeKitModel) model = load_in (f, named[i]);
      g_autofree char *title = g_path_get_basename (f->folder);
      g_autoptr(EdgeKitTensor) last = g_list_model_get_item (edgekit_model_get_tensors (model), 1);

      g_assert_cmpstr (edgekit_model_get_format (model), ==, "safetensors");
      g_assert_cmpstr (edgekit_model_get_title (model), ==, title);
      g_assert_cmpint (edgekit_model_get_parameters (model), ==, 2 * 1024);
      g_assert_cmpint (edgekit_tensor_get_layer (last), ==, 1);
      g_assert_cmpint (edgekit_tensor_get_file (last), ==, 1);
      g_assert_cmpstr (edgekit_tensor_get_shape (last), ==, "256 × 4");
      g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_notes (model)), ==, 0);
    }
  g_assert_cmpint (g_unlink (second), ==, 0);
  cut = load_in (f, NULL);
  note = g_list_model_get_item (edgekit_model_get_notes (cut), 0);
  g_assert_cmpstr (edgekit_note_get_code (note), ==, "part-missing");
  /* a pipe would never end, and opening it would wait for a writer */
  g_assert_cmpint (mkfifo (second, 0666), ==, 0);
  refuse_in (f, NULL, EDGEKIT_ERROR_NOT_SUPPORTED, "not a plain file");
  g_assert_cmpint (mkfifo (fifo, 0666), ==, 0);
  refuse (fifo, EDGEKIT_ERROR_NOT_SUPPORTED, "not a plain file");
  g_assert_cmpint (g_unlink (second), ==, 0);
  g_assert_cmpint (g_mkdir (second, 0777), ==, 0);
  g_clear_object (&cut);
  cut = load_in (f, NULL); /* a folder of that name is not the file either */
  g_assert_cmpint (edgekit_model_get_parameters (cut), ==, 1024);
}

/* As the cache of the hub keeps it: the name is in the folders, the files are links. */
static void
test_hub_cache (Fixture *f, gconstpointer data)
{
  g_autofree char *blobs = path_of (f, "models--owner--a-model/blobs");
  g_autofree char *snapshot = path_of (f, "models--owner--a-model/snapshots/0123abcd");
  g_autofree char *dangling = g_build_filename (snapshot, "dangling.gguf", NULL);
  g_autoptr(EdgeKitModel) model = NULL;

  g_assert_cmpint (g_mkdir_with_parents (blobs, 0777), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (snapshot, 0777), ==, 0);
  write_text (f, "models--owner--a-model/blobs/c0", "{\"model_type\":\"llama\"}");
  write_safetensors (f, "models--owner--a-model/blobs/s0", "model.layers.0.q.weight");
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *link = g_build_filename (snapshot, i ? "model.safetensors" : "config.json", NULL);

      g_assert_cmpint (symlink (i ? "../../blobs/s0" : "../../blobs/c0", link), ==, 0);
    }
  g_assert_cmpint (symlink ("../../blobs/none", dangling), ==, 0);
  model = load_in (f, "models--owner--a-model/snapshots/0123abcd");
  g_assert_cmpstr (edgekit_model_get_title (model), ==, "owner/a-model");
  g_assert_cmpint (edgekit_model_get_n_layers (model), ==, 1);
  refuse (dangling, EDGEKIT_ERROR_NOT_FOUND, "a link to a file that is not there");
}

/* The names in a file are the file's, whatever they contain. */
static void
test_odd_names (Fixture *f, gconstpointer data)
{
  g_autoptr(GFile) folder = g_file_new_for_path (f->folder);
  g_autoptr(GFile) file = g_file_get_child (folder, "ü 100%s \"x\".gguf");
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new_for_file (file);
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(GError) error = NULL;

  write_model (f, "ü 100%s \"x\".gguf");
  model = edgekit_model_source_load (source, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (edgekit_model_get_title (model), ==, "ü 100%s \"x\"");
  write_text (f, "ü 100%s \"x\".gguf", "%n%n%n%n");
  refuse_in (f, "ü 100%s \"x\".gguf", EDGEKIT_ERROR_NOT_A_MODEL, "does not begin");
}

/* --- In a thread ------------------------------------------------------------ */

typedef struct
{
  GThread *thread;
  GMainLoop *loop;
  GAsyncResult *result;
  guint notified;
  double last;
  gboolean was_active;
} Watch;

static void
changed (EdgeKitModelSource *source, GParamSpec *pspec, gpointer data)
{
  Watch *w = data;

  g_assert_true (g_thread_self () == w->thread);
  g_assert_cmpfloat (edgekit_model_source_get_fraction (source), >=, w->last);
  w->last = edgekit_model_source_get_fraction (source);
  w->notified++;
  if (edgekit_model_source_get_activity (source))
    w->was_active = TRUE;
}

static void
done (GObject *source, GAsyncResult *result, gpointer data)
{
  Watch *w = data;

  g_assert_true (g_thread_self () == w->thread);
  w->result = g_object_ref (result);
  g_main_loop_quit (w->loop);
}

static char *
built_model (const char *name)
{
  return g_build_filename (g_getenv ("EDGEKIT_TEST_BUILD_ROOT"), "tests", "models", name, NULL);
}

static EdgeKitModel *
load_async (EdgeKitModelSource *source, GCancellable *cancellable, gboolean cancel_at_once, Watch *w, GError **error)
{
  EdgeKitModel *model;

  w->thread = g_thread_self ();
  w->loop = g_main_loop_new (g_main_context_get_thread_default (), FALSE);
  g_signal_connect (source, "notify", G_CALLBACK (changed), w);
  edgekit_model_source_load_async (source, cancellable, done, w);
  g_assert_null (w->result);
  if (cancel_at_once)
    g_cancellable_cancel (cancellable);
  g_main_loop_run (w->loop);
  model = edgekit_model_source_load_finish (source, w->result, error);
  g_signal_handlers_disconnect_by_data (source, w);
  g_object_unref (w->result);
  g_main_loop_unref (w->loop);
  return model;
}

static gpointer
load_with_own_context (gpointer data)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autofree char *path = built_model ("llama-3.1-405b.gguf");
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (path);
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(GError) error = NULL;
  Watch w = { 0 };

  g_main_context_push_thread_default (context);
  model = load_async (source, NULL, FALSE, &w, &error);
  g_main_context_pop_thread_default (context);
  g_assert_no_error (error);
  g_assert_cmpint (edgekit_model_get_n_layers (model), ==, 126);
  g_assert_cmpint (edgekit_model_get_file_size (model), ==, G_GINT64_CONSTANT (243065877856));
  g_assert_cmpfloat (edgekit_model_source_get_fraction (source), ==, 1);
  g_assert_cmpint (edgekit_model_source_get_bytes_read (source), ==, edgekit_model_get_bytes_read (model));
  g_assert_null (edgekit_model_source_get_activity (source));
  g_assert_true (w.was_active);
  g_assert_cmpuint (w.notified, >, 0);
  return NULL;
}

static void
test_async (void)
{
  load_with_own_context (NULL);
  g_thread_join (g_thread_new ("other", load_with_own_context, NULL));
}

static void
test_async_error (void)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new ("/no/such/model.gguf");
  g_autoptr(GError) error = NULL;
  Watch w = { 0 };

  g_assert_null (load_async (source, NULL, FALSE, &w, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND);
  g_assert_null (edgekit_model_source_get_activity (source));
}

static void
test_cancel (void)
{
  g_autofree char *path = built_model ("qwen3-8b.gguf");
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (path);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) blocking = NULL;
  g_autoptr(EdgeKitModel) model = NULL;
  Watch w = { 0 }, again = { 0 };

  g_assert_null (load_async (source, cancellable, TRUE, &w, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (edgekit_model_source_load (source, cancellable, &blocking));
  g_assert_error (blocking, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* a source can be asked again */
  g_clear_error (&error);
  model = load_async (source, NULL, FALSE, &again, &error);
  g_assert_no_error (error);
  g_assert_cmpint (edgekit_model_get_n_layers (model), ==, 36);
}

static void
test_dropped (void)
{
  g_autofree char *path = built_model ("qwen3-8b.gguf");
  EdgeKitModelSource *source = edgekit_model_source_new (path);
  Watch w = { 0 };

  /* the caller may forget the source while it works */
  w.thread = g_thread_self ();
  w.loop = g_main_loop_new (NULL, FALSE);
  edgekit_model_source_load_async (source, NULL, done, &w);
  g_object_unref (source);
  g_main_loop_run (w.loop);
  g_object_unref (w.result);
  g_main_loop_unref (w.loop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add ("/source/places", Fixture, NULL, set_up, test_places, tear_down);
  g_test_add ("/source/folders", Fixture, NULL, set_up, test_folders, tear_down);
  g_test_add ("/source/split", Fixture, NULL, set_up, test_split, tear_down);
  g_test_add ("/source/unfinished", Fixture, NULL, set_up, test_unfinished, tear_down);
  g_test_add ("/source/hugging-face", Fixture, NULL, set_up, test_hugging_face, tear_down);
  g_test_add ("/source/hub-cache", Fixture, NULL, set_up, test_hub_cache, tear_down);
  g_test_add ("/source/odd-names", Fixture, NULL, set_up, test_odd_names, tear_down);
  g_test_add_func ("/source/async", test_async);
  g_test_add_func ("/source/async-error", test_async_error);
  g_test_add_func ("/source/cancel", test_cancel);
  g_test_add_func ("/source/dropped", test_dropped);
  return g_test_run ();
}
