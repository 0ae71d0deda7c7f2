/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-download.h"
#include "ek-model-page-private.h"
#include "ek-settings.h"
#include "ek-suggestion-list.h"

/* What the buttons of the page do: ways on from a model that could not be read. */

static void
try_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *location = g_strdup (EK_MODEL_PAGE (widget)->location);

  ek_model_page_load (EK_MODEL_PAGE (widget), location);
}

/* Another model than the one that was asked for. */
static void
check_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ek_model_page_load (EK_MODEL_PAGE (widget), g_variant_get_string (parameter, NULL));
}

static void
go_online_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_settings_set_boolean (ek_settings_get (), "offline", FALSE);
  try_again_action (widget, name, parameter);
}

static void
open_folder_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EkModelPage *self = EK_MODEL_PAGE (widget);
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (self->location);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = folder ? g_file_get_uri (folder) : NULL;

  if (uri)
    g_app_info_launch_default_for_uri_async (uri, NULL, NULL, NULL, NULL);
}

static void
downloaded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (EkModelPage) self = user_data;
  g_autoptr (GError) error = NULL;
  const gboolean good = edgekit_model_source_download_finish (EDGEKIT_MODEL_SOURCE (object), result, &error);

  if (self->source != EDGEKIT_MODEL_SOURCE (object))
    return;
  if (good)
    ek_model_page_load (self, g_object_get_data (object, "ek-folder"));
  else
    _ek_model_page_fail (self, error);
}

static void
download_answered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (EkModelPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) folder = ek_download_offer_finish (result, &error);
  g_autoptr (EdgeKitRemoteOptions) options = NULL;

  /* another model was asked for meanwhile, or the window is gone */
  if (self->state != EK_MODEL_PAGE_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (folder == NULL)
    {
      _ek_model_page_fail (self, error);
      return;
    }
  options = ek_settings_make_remote_options ();
  g_clear_object (&self->source);
  self->source = edgekit_model_source_new (self->location);
  edgekit_model_source_set_options (self->source, options);
  g_object_set_data_full (G_OBJECT (self->source), "ek-folder", g_file_get_path (folder), g_free);
  self->downloading = TRUE;
  _ek_model_page_set_state (self, EK_MODEL_PAGE_LOADING);
  _ek_model_page_lose_patience (self);
  edgekit_model_source_download_async (self->source, folder, self->cancellable, downloaded, g_object_ref (self));
}

static void
download_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EkModelPage *self = EK_MODEL_PAGE (widget);

  ek_download_offer_async (GTK_WINDOW (gtk_widget_get_root (widget)), self->location, self->cancellable,
                           download_answered, g_object_ref (self));
}

static void
show_fitting_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ek_suggestion_list_show_all (EK_SUGGESTION_LIST (EK_MODEL_PAGE (widget)->suggestion_list));
}

void
_ek_model_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "model.try-again", NULL, try_again_action);
  gtk_widget_class_install_action (widget_class, "model.check", "s", check_action);
  gtk_widget_class_install_action (widget_class, "model.go-online", NULL, go_online_action);
  gtk_widget_class_install_action (widget_class, "model.download", NULL, download_action);
  gtk_widget_class_install_action (widget_class, "model.open-folder", NULL, open_folder_action);
  gtk_widget_class_install_action (widget_class, "model.show-fitting", NULL, show_fitting_action);
}
