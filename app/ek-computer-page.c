/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ek-application.h"
#include "ek-column.h"
#include "ek-compat.h"
#include "ek-computer-page.h"
#include "ek-how-window.h"
#include "ek-machine-rows.h"
#include "ek-machine-tiles.h"
#include "ek-present.h"
#include "ek-rows.h"
#include "ek-verdict-card.h"

/* A look that is over sooner shows no progress. */
#define PATIENCE_MS 300
/* More equal cards than this are one row. */
#define MANY_CARDS 4

/* “This Computer”: what it is good for, and what it is made of. */
struct _EkComputerPage
{
  GtkWidget parent_instance;

  GtkStack *stack;
  AdwStatusPage *problem;
  EkVerdictCard *card;
  EkTile *first_tile;
  EkTile *memory_tile;
  EkTile *speed_tile;
  GtkListBox *used;
  GtkListBox *also;
  GtkListBox *attention;
  GtkListBox *more;
  GtkWidget *also_group;
  GtkWidget *attention_group;
  GtkWidget *open_recorded;

  EkSession *session;
  EdgeKitCpu *shown; /* of the computer that the rows are about */
  gboolean narrow;
  gboolean impatient;
  guint patience_id;
  guint rows_id;
};

G_DEFINE_FINAL_TYPE (EkComputerPage, ek_computer_page, GTK_TYPE_WIDGET)

enum
{
  PROP_SESSION = 1,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
update_state (EkComputerPage *self)
{
  const char *problem = ek_session_get_problem (self->session);
  g_autofree char *shown = NULL;

  if (ek_session_get_profile (self->session))
    gtk_stack_set_visible_child_name (self->stack, "content");
  else if (ek_session_get_busy (self->session))
    gtk_stack_set_visible_child_name (self->stack, self->impatient ? "looking" : "waiting");
  else
    {
      adw_status_page_set_title (self->problem, ek_session_get_replayed (self->session)
                                                  ? _ ("The Recorded Computer Could Not Be Read")
                                                  : _ ("This Computer Could Not Be Read"));
      /* the name of a file is in it, and markup is expected */
      shown = g_markup_escape_text (problem ? problem : _ ("You stopped the look at it."), -1);
      adw_status_page_set_description (self->problem, shown);
      gtk_stack_set_visible_child_name (self->stack, "problem");
    }
}

static gboolean
lose_patience (gpointer user_data)
{
  EkComputerPage *self = user_data;

  self->patience_id = 0;
  self->impatient = TRUE;
  update_state (self);
  return G_SOURCE_REMOVE;
}

static void
busy_changed (EkComputerPage *self)
{
  g_clear_handle_id (&self->patience_id, g_source_remove);
  self->impatient = FALSE;
  if (ek_session_get_busy (self->session))
    self->patience_id = g_timeout_add (PATIENCE_MS, lose_patience, self);
  update_state (self);
}

static gboolean
have_equal_names (GPtrArray *accelerators)
{
  for (guint i = 1; i < accelerators->len; i++)
    if (g_strcmp0 (edgekit_accelerator_get_name (g_ptr_array_index (accelerators, 0)),
                   edgekit_accelerator_get_name (g_ptr_array_index (accelerators, i))) != 0)
      return FALSE;
  return accelerators->len > 0;
}

static gboolean
is_gpu (EdgeKitAccelerator *accelerator)
{
  return edgekit_accelerator_get_kind (accelerator) == EDGEKIT_ACCELERATOR_KIND_GPU;
}

static void
take_row (GPtrArray *rows, GtkWidget *row)
{
  g_ptr_array_add (rows, g_object_ref_sink (row));
}

/* What the look at the computer says of its graphics, by the codes of its notes; NULL when it says nothing. */
static const char *
find_obstacle (EdgeKitHardwareProfile *profile)
{
  static const char *const codes[] = { "nvidia-", "amd-", "dri-", "wsl-without-gpu", "vm-without-gpu", "devices-hidden",
                                       "device-passed-through", "graphics-unknown" };
  GListModel *notes = edgekit_hardware_profile_get_notes (profile);

  for (guint i = 0; i < g_list_model_get_n_items (notes); i++)
    {
      g_autoptr (EdgeKitNote) note = g_list_model_get_item (notes, i);
      const char *code = edgekit_note_get_code (note);

      for (guint c = 0; code && c < G_N_ELEMENTS (codes); c++)
        if (g_str_has_prefix (code, codes[c]))
          return edgekit_note_get_message (note); /* the profile keeps it */
    }
  return NULL;
}

static GtkWidget *
new_no_graphics (EdgeKitHardwareProfile *profile, guint n_gpus)
{
  const char *why = find_obstacle (profile);

  if (why == NULL)
    why = n_gpus == 0 ? _ ("None was found.")
                      : ngettext ("The one that is here cannot be used for AI as it is now.",
                                  "Those that are here cannot be used for AI as they are now.", n_gpus);
  return ek_row_new ("ek-gpu-symbolic", _ ("No usable graphics card"), why);
}

static void
fill_used (EkComputerPage *self, EdgeKitHardwareProfile *profile, GPtrArray *used, guint n_gpus)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  /* a badge says which of several; of one, and of cards that are all the same, it would say nothing */
  const gboolean differ = n_gpus > used->len || (used->len > 1 && !have_equal_names (used));
  const char *best = differ ? C_ ("graphics card", "Best") : NULL;

  if (used->len > MANY_CARDS && have_equal_names (used))
    take_row (rows, ek_machine_row_for_group (profile, used, NULL));
  else
    for (guint i = 0; i < used->len; i++)
      take_row (rows, ek_machine_row_for_accelerator (profile, g_ptr_array_index (used, i), i == 0 ? best : NULL));
  if (used->len == 0)
    take_row (rows, new_no_graphics (profile, n_gpus));
  take_row (rows, ek_machine_row_for_cpu (profile));
  take_row (rows, ek_machine_row_for_memory (profile));
  ek_list_fill_in_turn (self->used, rows, NULL, NULL);
}

static void
fill_also (EkComputerPage *self, EdgeKitHardwareProfile *profile, GPtrArray *used)
{
  GListModel *accelerators = edgekit_hardware_profile_get_accelerators (profile);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean has_npu = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (accelerators); i++)
    {
      g_autoptr (EdgeKitAccelerator) accelerator = g_list_model_get_item (accelerators, i);

      has_npu |= !is_gpu (accelerator);
      if (!g_ptr_array_find (used, accelerator, NULL))
        take_row (rows, ek_machine_row_for_accelerator (profile, accelerator, NULL));
    }
  if (!has_npu)
    take_row (rows, ek_row_new ("ek-npu-symbolic", _ ("No neural processor (NPU)"),
                                _ ("Not needed for language models")));
  ek_list_fill_in_turn (self->also, rows, NULL, NULL);
}

static void
show_how (GtkButton *button)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (button)));

  ek_present (GTK_WINDOW (ek_how_window_new (parent, g_object_get_data (G_OBJECT (button), "ek-note"))));
}

static void
add_show_how (GtkWidget *row, EdgeKitNote *note)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Show How"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "ek-note", g_object_ref (note), g_object_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (show_how), NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
fill_attention (EkComputerPage *self, EdgeKitHardwareProfile *profile)
{
  GListModel *notes = edgekit_hardware_profile_get_notes (profile);
  gboolean any = FALSE;

  ek_list_clear (self->attention);
  for (guint i = 0; i < g_list_model_get_n_items (notes); i++)
    {
      g_autoptr (EdgeKitNote) note = g_list_model_get_item (notes, i);
      GtkWidget *row;

      if (edgekit_note_get_severity (note) < EDGEKIT_SEVERITY_WARNING)
        continue;
      row = ek_row_new ("ek-tight-symbolic", edgekit_note_get_message (note), edgekit_note_get_hint (note));
      gtk_widget_add_css_class (row, "attention");
      if (edgekit_note_get_command (note))
        add_show_how (row, note);
      gtk_list_box_append (self->attention, row);
      any = TRUE;
    }
  gtk_widget_set_visible (self->attention_group, any);
}

static guint
count_gpus (EdgeKitHardwareProfile *profile)
{
  GListModel *accelerators = edgekit_hardware_profile_get_accelerators (profile);
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (accelerators); i++)
    {
      g_autoptr (EdgeKitAccelerator) accelerator = g_list_model_get_item (accelerators, i);

      count += is_gpu (accelerator);
    }
  return count;
}

static void
update_tiles (EkComputerPage *self)
{
  EdgeKitHardwareProfile *profile = ek_session_get_profile (self->session);

  if (profile == NULL)
    return;
  ek_machine_tiles_show_first (self->first_tile, self->session);
  ek_machine_tiles_show_memory (self->memory_tile, self->session);
  ek_machine_tiles_show_speed (self->speed_tile, self->session);
}

static gboolean
update_rows (gpointer user_data)
{
  EkComputerPage *self = user_data;
  EdgeKitHardwareProfile *profile = ek_session_get_profile (self->session);
  g_autoptr (GPtrArray) used = ek_machine_list_used (profile);
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func (g_object_unref);

  self->rows_id = 0;
  g_set_object (&self->shown, edgekit_hardware_profile_get_cpu (profile));
  fill_attention (self, profile);
  fill_used (self, profile, used, count_gpus (profile));
  fill_also (self, profile, used);
  take_row (more, ek_machine_row_for_system (profile));
  ek_list_fill_in_turn (self->more, more, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static void
refresh_memory (EkComputerPage *self, EdgeKitHardwareProfile *profile)
{
  GtkListBox *lists[] = { self->used, self->also };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      GtkListBoxRow *row;

      for (int j = 0; (row = gtk_list_box_get_row_at_index (lists[i], j)) != NULL; j++)
        ek_machine_row_refresh_memory (GTK_WIDGET (row), profile);
    }
}

/* Free memory is read again and again: of the same computer, which has the same processor, nothing else changes.
 * The answer is seen before the rows, which stand below it. */
static void
profile_changed (EkComputerPage *self)
{
  EdgeKitHardwareProfile *profile = ek_session_get_profile (self->session);
  EdgeKitCpu *cpu = profile ? edgekit_hardware_profile_get_cpu (profile) : NULL;

  if (cpu && cpu == self->shown)
    refresh_memory (self, profile);
  else if (profile && self->rows_id == 0)
    self->rows_id = g_idle_add_full (G_PRIORITY_LOW, update_rows, self, NULL);
  update_tiles (self);
  update_state (self);
}

static void
set_session (EkComputerPage *self, EkSession *session)
{
  if (!g_set_object (&self->session, session))
    return;
  if (session)
    {
      EdgeKitPreflight *preflight = ek_session_get_preflight (session);

      g_signal_connect_object (session, "notify::outlook", G_CALLBACK (profile_changed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "notify::busy", G_CALLBACK (busy_changed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "notify::problem", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (preflight, "notify::memory-units", G_CALLBACK (update_tiles), self,
                               G_CONNECT_SWAPPED);
      profile_changed (self);
      busy_changed (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

static void
set_narrow (EkComputerPage *self, gboolean narrow)
{
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
}

static void
ek_computer_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkComputerPage *self = EK_COMPUTER_PAGE (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_computer_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkComputerPage *self = EK_COMPUTER_PAGE (object);

  switch (id)
    {
    case PROP_SESSION:
      set_session (self, g_value_get_object (value));
      break;
    case PROP_NARROW:
      set_narrow (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_computer_page_dispose (GObject *object)
{
  EkComputerPage *self = EK_COMPUTER_PAGE (object);

  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_handle_id (&self->rows_id, g_source_remove);
  ek_dispose_template (GTK_WIDGET (object), EK_TYPE_COMPUTER_PAGE);
  g_clear_object (&self->session);
  g_clear_object (&self->shown);
  G_OBJECT_CLASS (ek_computer_page_parent_class)->dispose (object);
}

static void
ek_computer_page_class_init (EkComputerPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = ek_computer_page_get_property;
  object_class->set_property = ek_computer_page_set_property;
  object_class->dispose = ek_computer_page_dispose;

  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, EK_TYPE_SESSION, flags);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (EK_TYPE_COLUMN);
  g_type_ensure (EDGEKIT_TYPE_OUTLOOK);
  g_type_ensure (EK_TYPE_VERDICT_CARD);
  g_type_ensure (EK_TYPE_TILE);
  gtk_widget_class_set_css_name (widget_class, "computerpage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, EK_RESOURCE_PATH "/ui/ek-computer-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EkComputerPage, stack);
  gtk_widget_class_bind_template_child (widget_class, EkComputerPage, problem);
  gtk_widget_class_bind_template_child (widget_class, EkComputerPage, card);
  gtk_widget_class_bind_template_child (widget_class, EkComputerPage, first_tile);
  gtk_widget_class_bind_template_child (widget_class, EkComputerPage, memory_tile);
  gtk_widget_class_bind_template_child (widget_class, EkComputerPage, speed_tile);
  gtk_widget_class_bind_template_child (widget_class, EkComputerPage, used);
  gtk_widget_class_bind_template_child (widget_class, EkComputerPage, also);
  gtk_widget_class_bind_template_child (widget_class, EkComputerPage, attention);
  gtk_widget_class_bind_template_child (widget_class, EkComputerPage, more);
  gtk_widget_class_bind_template_child (widget_class, EkComputerPage, also_group);
  gtk_widget_class_bind_template_child (widget_class, EkComputerPage, attention_group);
  gtk_widget_class_bind_template_child (widget_class, EkComputerPage, open_recorded);
}

static void
ek_computer_page_init (EkComputerPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ek_button_wrap (self->open_recorded);
}
