/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ek-compat.h"
#include "ek-download.h"
#include "ek-load-error.h"
#include "ek-settings.h"

/* The question whether all of a model is to be downloaded, for servers that hand out
 * whole files only.  What it takes is asked of the server first, in a thread. */
typedef struct
{
  GWeakRef parent; /* a window that is closed meanwhile is let go */
  char *location;
  EdgeKitRemoteOptions *options;
  GFile *folder;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_weak_ref_clear (&question->parent);
  g_free (question->location);
  g_clear_object (&question->options);
  g_clear_object (&question->folder);
  g_free (question);
}

/* A folder of its own among the downloads: the library keeps what is there already, and goes on where it ended. */
static GFile *
find_folder (const char *location)
{
  const char *downloads = g_get_user_special_dir (G_USER_DIRECTORY_DOWNLOAD);
  g_autofree char *name = ek_location_get_name (location);

  name[strcspn (name, "?#")] = '\0';
  if (g_str_has_suffix (name, ".gguf"))
    name[strlen (name) - strlen (".gguf")] = '\0';
  g_strdelimit (name, "/\\:@", '-');
  return g_file_new_build_filename (downloads ? downloads : g_get_home_dir (), *name && *name != '.' ? name : "model",
                                     NULL);
}

static void
find_size (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Question *question = task_data;
  g_autoptr (EdgeKitModelSource) source = edgekit_model_source_new (question->location);
  GError *error = NULL;
  gint64 size;

  /* the first to ask where downloads go reads a file */
  question->folder = find_folder (question->location);
  edgekit_model_source_set_options (source, question->options);
  size = edgekit_model_source_query_download_size (source, cancellable, &error);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, size);
}

static void
folder_made (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_file_make_directory_finish (G_FILE (object), result, &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    {
      g_clear_error (&error);
      g_task_return_pointer (task, g_object_ref (object), g_object_unref);
    }
  else
    g_task_return_error (task, error);
}

static void
answered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Question *question = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (ek_ask_finish (result))
    g_file_make_directory_async (question->folder, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), folder_made,
                                 g_object_ref (task));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "dismissed");
}

/* The path, in which a line may break behind each folder: a long one is wider than the question. */
static char *
breakable (GFile *file)
{
  g_autofree char *path = g_file_get_parse_name (file);
  GString *text = g_string_new (path);

  g_string_replace (text, "/", "/\342\200\213", 0);
  return g_string_free (text, FALSE);
}

static void
size_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  g_autoptr (GtkWindow) parent = g_weak_ref_get (&question->parent);
  GError *error = NULL;
  const gint64 bytes = g_task_propagate_int (G_TASK (result), &error);
  g_autofree char *size = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  g_autofree char *place = NULL;

  if (error)
    {
      g_task_return_error (task, error);
      return;
    }
  if (parent == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the window is gone");
      return;
    }
  place = breakable (question->folder);
  size = edgekit_format_size (bytes);
  /* Translators: the size of a model: “Download 4.9 GB?”; short, since a heading may not wrap */
  heading = g_strdup_printf (_ ("Download %s?"), size);
  /* Translators: the path of a folder */
  body =
    g_strdup_printf (_ ("This server cannot send the description of the model alone. To check it, the whole model would be "
                        "downloaded to “%s”."),
                     place);
  ek_ask_async (parent, heading, body, _ ("_Download"), answered, g_object_ref (task));
}

void
ek_download_offer_async (GtkWindow *parent, const char *location, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) look = NULL;
  Question *question;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (location != NULL);

  question = g_new0 (Question, 1);
  g_weak_ref_init (&question->parent, parent);
  question->location = g_strdup (location);
  question->options = ek_settings_make_remote_options ();
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, ek_download_offer_async);
  g_task_set_task_data (task, question, question_free);
  look = g_task_new (NULL, cancellable, size_found, g_object_ref (task));
  g_task_set_source_tag (look, ek_download_offer_async);
  /* it outlives the thread that looks at it: the callback holds the task */
  g_task_set_task_data (look, question, NULL);
  g_task_run_in_thread (look, find_size);
}

/* The folder to download to; NULL with an error, G_IO_ERROR_CANCELLED where nobody wants it. */
GFile *
ek_download_offer_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
