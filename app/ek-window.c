/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <edgekit.h>
#include <glib/gi18n.h>

#include "ek-application.h"
#include "ek-css-class.h"
#include "ek-network-state.h"
#include "ek-settings.h"
#include "ek-take-down.h"
#include "ek-toast.h"
#include "ek-window-private.h"

#define MEMORY_PERIOD_S 5

/* One window: three pages, one computer, one model being checked.  Its actions
 * stand in ek-window-actions.c. */
G_DEFINE_FINAL_TYPE (EkWindow, ek_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_SESSION = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* The labels of large tabs touch each other, and read as one; a telephone has no room to part them. */
static void
update_spacious (EkWindow *self)
{
  if (self->bottom_bar)
    ek_css_class_set (self->bottom_bar, "spacious", ek_adaptive_bin_get_spacious (self->adaptive));
}

/* A wide window never has it. */
static void
ensure_bottom_bar (EkWindow *self)
{
  if (self->bottom_bar)
    return;
  self->bottom_bar = g_object_new (ADW_TYPE_VIEW_SWITCHER_BAR, "stack", self->stack, NULL);
  gtk_box_append (self->content, self->bottom_bar);
  g_object_bind_property (self->adaptive, "narrow", self->bottom_bar, "reveal", G_BINDING_SYNC_CREATE);
  update_spacious (self);
}

static void
update_narrow (EkWindow *self)
{
  const gboolean narrow = ek_adaptive_bin_get_narrow (self->adaptive);

  if (narrow)
    ensure_bottom_bar (self);
  gtk_stack_set_visible_child_name (self->title_stack, narrow ? "title" : "tabs");
  /* a strict middle needs the wider side twice, with three window buttons too much */
  adw_header_bar_set_centering_policy (self->header,
                                       narrow ? ADW_CENTERING_POLICY_LOOSE : ADW_CENTERING_POLICY_STRICT);
  g_object_set (self->notice, "narrow", narrow, NULL);
  g_object_set (self->news, "narrow", narrow, NULL);
  g_object_set (self->offline, "narrow", narrow, NULL);
}

static void
update_busy (EkWindow *self)
{
  const gboolean busy = _ek_window_get_loading (self) || ek_session_get_busy (self->session);

  gtk_stack_set_visible_child_name (self->look_stack, busy ? "busy" : "idle");
  _ek_window_update_actions (self);
  _ek_window_come_up_if_ready (self);
}

static guint
count_warnings (EdgeKitHardwareProfile *profile)
{
  GListModel *notes = edgekit_hardware_profile_get_notes (profile);
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (notes); i++)
    {
      g_autoptr (EdgeKitNote) note = g_list_model_get_item (notes, i);

      count += edgekit_note_get_severity (note) >= EDGEKIT_SEVERITY_WARNING;
    }
  return count;
}

/* The first look speaks for itself; one that was asked for is answered. */
static void
looked (EkSession *session, gboolean found, gpointer user_data)
{
  EkWindow *self = user_data;
  g_autofree char *text = NULL;
  guint warnings;

  if (self->asked && found)
    {
      warnings = count_warnings (ek_session_get_profile (session));
      /* Translators: a toast after the computer was looked at again */
      text = warnings ? g_strdup_printf (ngettext ("Checked again, %u thing needs attention",
                                                   "Checked again, %u things need attention", warnings),
                                         warnings)
                      : g_strdup (_ ("Checked again"));
      ek_window_toast (self, text);
    }
  else if (!found && ek_session_get_profile (session) && ek_session_get_problem (session))
    ek_window_toast (self, ek_session_get_problem (session));
  else if (!found && !ek_session_get_profile (session))
    ek_window_set_page (self, "computer"); /* it says why; the others have nothing to tell */
  self->asked = FALSE;
  _ek_window_update_notice (self);
}

/* Free memory is followed only while somebody looks at it. */
static gboolean
follow_memory (gpointer user_data)
{
  EkWindow *self = user_data;

  if (gtk_window_is_active (GTK_WINDOW (self)) && g_settings_get_boolean (ek_settings_get (), "live-memory")
      && g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "install") != 0)
    ek_session_refresh_memory (self->session);
  return G_SOURCE_CONTINUE;
}

/* Each page is built when somebody goes to it, or asks for what only it knows. */
EkModelPage *
_ek_window_ensure_model_page (EkWindow *self)
{
  if (self->model_page == NULL)
    {
      self->model_page = g_object_new (EK_TYPE_MODEL_PAGE, NULL);
      g_object_bind_property (self->adaptive, "narrow", self->model_page, "narrow", G_BINDING_SYNC_CREATE);
      g_object_bind_property (self->session, "preflight", self->model_page, "preflight", G_BINDING_SYNC_CREATE);
      g_signal_connect_object (self->model_page, "notify::busy", G_CALLBACK (update_busy), self, G_CONNECT_SWAPPED);
      adw_bin_set_child (self->model_place, GTK_WIDGET (self->model_page));
    }
  return self->model_page;
}

static GtkWidget *
add_page (EkWindow *self, AdwBin *place, GType type)
{
  GtkWidget *page = g_object_new (type, NULL);

  g_object_bind_property (self->adaptive, "narrow", page, "narrow", G_BINDING_SYNC_CREATE);
  adw_bin_set_child (place, page);
  return page;
}

/* To build a page takes about as long as a frame, and to fill it once more: each has its own turn of the main loop. */
static gboolean
build_page (gpointer user_data)
{
  EkWindow *self = user_data;
  const gboolean install = g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "install") == 0;
  AdwBin *place = install ? self->install_place : self->computer_place;
  GtkWidget *page = adw_bin_get_child (place);

  if (page == NULL)
    {
      page = add_page (self, place, install ? EK_TYPE_INSTALL_PAGE : EK_TYPE_COMPUTER_PAGE);
      if (install)
        self->install_page = EK_INSTALL_PAGE (page);
      return G_SOURCE_CONTINUE;
    }
  self->build_id = 0;
  g_object_set (page, "session", self->session, NULL);
  if (self->focus_page)
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
  self->focus_page = FALSE;
  _ek_window_come_up_if_ready (self);
  return G_SOURCE_REMOVE;
}

/* The first control of the page in front, once it is there. */
void
_ek_window_focus_page (EkWindow *self)
{
  self->focus_page = self->build_id != 0;
  if (!self->focus_page)
    gtk_widget_child_focus (adw_view_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

/* Whether a model is being read. */
gboolean
_ek_window_get_loading (EkWindow *self)
{
  gboolean loading = FALSE;

  if (self->model_page)
    g_object_get (self->model_page, "busy", &loading, NULL);
  return loading;
}

static void
page_changed (EkWindow *self)
{
  const char *page = adw_view_stack_get_visible_child_name (self->stack);

  if (g_strcmp0 (page, "model") == 0)
    _ek_window_ensure_model_page (self);
  else if (self->build_id == 0)
    self->build_id = g_idle_add (build_page, self);
  _ek_window_update_actions (self);
  _ek_window_update_model_notices (self);
}

static void
save_state (EkWindow *self)
{
  GSettings *settings = ek_settings_get ();
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
  g_settings_set_boolean (settings, "maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  g_settings_set_string (settings, "page", adw_view_stack_get_visible_child_name (self->stack));
}

static void
restore_state (EkWindow *self)
{
  GSettings *settings = ek_settings_get ();
  g_autofree char *page = g_settings_get_string (settings, "page");

  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  ek_window_set_page (self, page);
}

static gboolean
set_icon (gpointer user_data)
{
  gtk_window_set_default_icon_name (EK_APPLICATION_ID);
  return G_SOURCE_REMOVE;
}

/* Some desktops ask a window for its picture, which takes half as long to draw as the whole first frame, and
 * has time. */
static void
ek_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ek_window_parent_class)->map (widget);
  if (gtk_window_get_default_icon_name () == NULL)
    g_timeout_add_seconds (1, set_icon, NULL);
}

static void
ek_window_unmap (GtkWidget *widget)
{
  save_state (EK_WINDOW (widget));
  GTK_WIDGET_CLASS (ek_window_parent_class)->unmap (widget);
}

static void
ek_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, EK_WINDOW (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* Nothing is waited for any more, and no page is there for what comes. */
static void
stop (EkWindow *self)
{
  g_clear_handle_id (&self->memory_id, g_source_remove);
  g_clear_handle_id (&self->build_id, g_source_remove);
  g_clear_handle_id (&self->come_up_id, g_source_remove);
  if (self->session)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      ek_session_cancel (self->session);
    }
  self->model_page = NULL;
  self->install_page = NULL;
}

static gboolean
take_page_out (GtkWindow *window)
{
  EkWindow *self = EK_WINDOW (window);
  AdwBin *places[] = { self->install_place, self->model_place, self->computer_place };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (adw_bin_get_child (places[i]))
      {
        adw_bin_set_child (places[i], NULL);
        return TRUE;
      }
  return FALSE;
}

static gboolean
ek_window_close_request (GtkWindow *window)
{
  stop (EK_WINDOW (window));
  ek_take_down (window, take_page_out);
  return TRUE;
}

static void
ek_window_dispose (GObject *object)
{
  EkWindow *self = EK_WINDOW (object);

  stop (self);
  self->bottom_bar = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), EK_TYPE_WINDOW);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ek_window_parent_class)->dispose (object);
}

static void
ek_window_class_init (EkWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ek_window_get_property;
  object_class->dispose = ek_window_dispose;
  widget_class->map = ek_window_map;
  widget_class->unmap = ek_window_unmap;
  GTK_WINDOW_CLASS (klass)->close_request = ek_window_close_request;

  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, EK_TYPE_SESSION,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (EK_TYPE_SESSION);
  g_type_ensure (EK_TYPE_ADAPTIVE_BIN);
  g_type_ensure (EK_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class, EK_RESOURCE_PATH "/ui/ek-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EkWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, EkWindow, adaptive);
  gtk_widget_class_bind_template_child (widget_class, EkWindow, content);
  gtk_widget_class_bind_template_child (widget_class, EkWindow, header);
  gtk_widget_class_bind_template_child (widget_class, EkWindow, title_stack);
  gtk_widget_class_bind_template_child (widget_class, EkWindow, tabs_top);
  gtk_widget_class_bind_template_child (widget_class, EkWindow, look_stack);
  gtk_widget_class_bind_template_child (widget_class, EkWindow, main_menu);
  gtk_widget_class_bind_template_child (widget_class, EkWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, EkWindow, news);
  gtk_widget_class_bind_template_child (widget_class, EkWindow, offline);
  gtk_widget_class_bind_template_child (widget_class, EkWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, EkWindow, computer_place);
  gtk_widget_class_bind_template_child (widget_class, EkWindow, model_place);
  gtk_widget_class_bind_template_child (widget_class, EkWindow, install_place);
  gtk_widget_class_bind_template_child (widget_class, EkWindow, drop_frame);
  gtk_widget_class_bind_template_callback (widget_class, page_changed);
  _ek_window_install_actions (widget_class);
}

/* When it is opened: a window comes sooner without.  One menu for all windows, from menus.ui: GtkBuilder (4.8) leaves
 * the items of a menu behind. */
static void
make_menu (GtkMenuButton *button, gpointer user_data)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (user_data));

  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, G_MENU_MODEL (gtk_application_get_menu_by_id (application, "main-menu")));
}

static void
ek_window_init (EkWindow *self)
{
  self->session = ek_session_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (self->adaptive, "notify::narrow", G_CALLBACK (update_narrow), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adaptive, "notify::spacious", G_CALLBACK (update_spacious), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::busy", G_CALLBACK (update_busy), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::replayed", G_CALLBACK (_ek_window_update_notice), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::profile", G_CALLBACK (_ek_window_update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (ek_session_get_preflight (self->session), "notify::model",
                           G_CALLBACK (_ek_window_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "looked", G_CALLBACK (looked), self, 0);
  g_signal_connect_object (self->session, "notify::news", G_CALLBACK (_ek_window_update_model_notices), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (ek_settings_get (), "changed::offline", G_CALLBACK (_ek_window_update_model_notices), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (ek_network_state_get (), "notify::available", G_CALLBACK (_ek_window_update_model_notices),
                           self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_create_popup_func (self->main_menu, make_menu, self, NULL);
  _ek_window_add_drop_target (self);
  restore_state (self);
  page_changed (self);
  update_busy (self);
  _ek_window_update_model_notices (self);
  self->memory_id = g_timeout_add_seconds (MEMORY_PERIOD_S, follow_memory, self);
}

GtkWidget *
ek_window_new (GtkApplication *application)
{
  return g_object_new (EK_TYPE_WINDOW, "application", application, NULL);
}

/* The first look at this computer; a later call does nothing. */
void
ek_window_look (EkWindow *self)
{
  g_return_if_fail (EK_IS_WINDOW (self));

  if (self->looked)
    return;
  self->looked = TRUE;
  ek_session_look (self->session);
}

void
ek_window_show_machine (EkWindow *self, GFile *file, EkMachineKind kind)
{
  g_return_if_fail (EK_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  self->looked = TRUE;
  ek_session_show_machine (self->session, file, kind);
  _ek_window_update_notice (self);
}

void
ek_window_check (EkWindow *self, const char *location)
{
  g_return_if_fail (EK_IS_WINDOW (self));
  g_return_if_fail (location != NULL);

  ek_window_set_page (self, "model");
  ek_model_page_load (_ek_window_ensure_model_page (self), location);
}

void
ek_window_open_model (EkWindow *self, GFile *file)
{
  g_autofree char *path = NULL;

  g_return_if_fail (EK_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  path = g_file_get_path (file);
  if (path == NULL)
    path = g_file_get_uri (file);
  ek_window_check (self, path);
}

/* Shows a page by its name; one that does not exist changes nothing. */
void
ek_window_set_page (EkWindow *self, const char *page)
{
  g_return_if_fail (EK_IS_WINDOW (self));
  g_return_if_fail (page != NULL);

  if (adw_view_stack_get_child_by_name (self->stack, page))
    adw_view_stack_set_visible_child_name (self->stack, page);
}

void
ek_window_toast (EkWindow *self, const char *text)
{
  g_return_if_fail (EK_IS_WINDOW (self));

  ek_toast (GTK_WIDGET (self->toasts), text);
}
