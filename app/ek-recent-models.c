/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gtk/gtk.h>

#include "ek-load-error.h"
#include "ek-recent-models.h"

/* Model files that were checked before, in the list that all applications share. */

#define GROUP "EdgeKit models"

static gboolean
is_model (GtkRecentInfo *info)
{
  return gtk_recent_info_has_group (info, GROUP) && gtk_recent_info_is_local (info) && gtk_recent_info_exists (info);
}

static int
compare_visited (gconstpointer a, gconstpointer b)
{
  GtkRecentInfo *const *first = a;
  GtkRecentInfo *const *second = b;

  return g_date_time_compare (gtk_recent_info_get_visited (*second), gtk_recent_info_get_visited (*first));
}

/* Paths, the latest first. */
GPtrArray *
ek_recent_models_list (void)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());

  for (GList *l = items; l != NULL; l = l->next)
    if (is_model (l->data))
      g_ptr_array_add (found, l->data);
  g_ptr_array_sort (found, compare_visited);
  for (guint i = 0; i < found->len && i < EK_MAXIMUM_RECENT; i++)
    {
      char *path = g_filename_from_uri (gtk_recent_info_get_uri (g_ptr_array_index (found, i)), NULL, NULL);

      if (path)
        g_ptr_array_add (paths, path);
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
  return paths;
}

void
ek_recent_models_add (const char *location)
{
  static char *groups[] = { (char *) GROUP, NULL };
  g_autoptr (GFile) file = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *command = NULL;
  GtkRecentData data = { .mime_type = (char *) "application/x-gguf", .groups = groups };

  g_return_if_fail (location != NULL);

  if (ek_location_is_remote (location))
    return;
  file = g_file_new_for_commandline_arg (location);
  uri = g_file_get_uri (file);
  command = g_strdup_printf ("%s %%u", g_get_prgname ());
  data.app_name = (char *) g_get_application_name ();
  data.app_exec = command;
  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

void
ek_recent_models_clear (void)
{
  GtkRecentManager *manager = gtk_recent_manager_get_default ();
  GList *items = gtk_recent_manager_get_items (manager);

  for (GList *l = items; l != NULL; l = l->next)
    if (gtk_recent_info_has_group (l->data, GROUP))
      gtk_recent_manager_remove_item (manager, gtk_recent_info_get_uri (l->data), NULL);
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}
