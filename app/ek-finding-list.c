/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ek-css-class.h"
#include "ek-finding-list.h"
#include "ek-rows.h"

#define MAXIMUM_TIPS 4
#define FIRST_NOTES 3

/* The findings of a verdict as a boxed list: those that carry a change of the
 * workload as tips with a button, or the others as notes.  Rows are kept while
 * the findings change under a moving slider, so the focus stays where it is. */
struct _EkFindingList
{
  GtkWidget parent_instance;

  GtkListBox *list;
  GtkWidget *more;
  GPtrArray *rows;
  GtkWidget *ways[EK_N_WAYS];

  GListModel *findings;
  gboolean tips;
  gboolean all;
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (EkFindingList, ek_finding_list, GTK_TYPE_WIDGET)

enum
{
  PROP_FINDINGS = 1,
  PROP_TIPS,
  PROP_NARROW,
  N_PROPS
};

enum
{
  USE,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

typedef struct
{
  GtkWidget *row;
  GtkImage *icon;
  GtkWidget *button;
  EdgeKitFinding *finding;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_clear_object (&row->finding);
  g_free (row);
}

static const char *
icon_for (EdgeKitSeverity severity)
{
  switch (severity)
    {
    case EDGEKIT_SEVERITY_ERROR:
      return "ek-stop-symbolic";
    case EDGEKIT_SEVERITY_WARNING:
      return "ek-tight-symbolic";
    case EDGEKIT_SEVERITY_INFO:
    default:
      return "ek-note-symbolic";
    }
}

static const char *
word_for (EdgeKitSeverity severity)
{
  switch (severity)
    {
    case EDGEKIT_SEVERITY_ERROR:
      return _ ("Problem");
    case EDGEKIT_SEVERITY_WARNING:
      return _ ("Warning");
    case EDGEKIT_SEVERITY_INFO:
    default:
      return _ ("Note");
    }
}

static void
use_clicked (GtkButton *button, gpointer user_data)
{
  EkFindingList *self = user_data;

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);

      if (row->button == GTK_WIDGET (button))
        {
          g_autoptr (EdgeKitFinding) finding = g_object_ref (row->finding);

          g_signal_emit (self, signals[USE], 0, finding);
          return;
        }
    }
}

static GtkWidget *
new_row (void)
{
  GtkWidget *row = adw_action_row_new ();

  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static GtkWidget *
add_button (GtkWidget *row, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return button;
}

static Row *
add_row (EkFindingList *self)
{
  Row *row = g_new0 (Row, 1);

  row->row = new_row ();
  if (self->tips)
    {
      row->button = add_button (row->row, _ ("Use"));
      g_signal_connect (row->button, "clicked", G_CALLBACK (use_clicked), self);
    }
  else
    {
      row->icon = GTK_IMAGE (gtk_image_new ());
      gtk_widget_add_css_class (GTK_WIDGET (row->icon), "outcome-icon");
      adw_action_row_add_prefix (ADW_ACTION_ROW (row->row), GTK_WIDGET (row->icon));
    }
  gtk_list_box_insert (self->list, row->row, (self->ways[EK_WAY_BEFORE] != NULL) + (int) self->rows->len);
  g_ptr_array_add (self->rows, row);
  return row;
}

static void
fill_row (EkFindingList *self, Row *row, EdgeKitFinding *finding)
{
  const char *hint = edgekit_finding_get_hint (finding);
  const EdgeKitSeverity severity = edgekit_finding_get_severity (finding);

  g_set_object (&row->finding, finding);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->row), edgekit_finding_get_message (finding));
  ek_row_set_subtitle (row->row, hint);
  if (row->icon)
    {
      gtk_image_set_from_icon_name (row->icon, icon_for (severity));
      gtk_accessible_update_property (GTK_ACCESSIBLE (row->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      word_for (severity), -1);
      ek_css_class_set (GTK_WIDGET (row->icon), "tight", severity == EDGEKIT_SEVERITY_WARNING);
      ek_css_class_set (GTK_WIDGET (row->icon), "no", severity == EDGEKIT_SEVERITY_ERROR);
    }
}

static gboolean
is_mine (EkFindingList *self, EdgeKitFinding *finding)
{
  return (edgekit_finding_get_change (finding) != NULL) == self->tips;
}

static void
update_visible (EkFindingList *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self),
                          self->rows->len > 0 || self->ways[EK_WAY_BEFORE] || self->ways[EK_WAY_AFTER]);
}

static void
update (EkFindingList *self)
{
  const guint n = self->findings ? g_list_model_get_n_items (self->findings) : 0;
  const guint most = self->tips ? MAXIMUM_TIPS : self->all ? G_MAXUINT : FIRST_NOTES;
  guint shown = 0, mine = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EdgeKitFinding) finding = g_list_model_get_item (self->findings, i);

      if (!is_mine (self, finding))
        continue;
      mine++;
      if (shown == most)
        continue;
      fill_row (self, shown < self->rows->len ? g_ptr_array_index (self->rows, shown) : add_row (self), finding);
      shown++;
    }
  while (self->rows->len > shown)
    {
      Row *row = g_ptr_array_index (self->rows, self->rows->len - 1);

      gtk_list_box_remove (self->list, row->row);
      g_ptr_array_set_size (self->rows, (int) self->rows->len - 1);
    }
  gtk_widget_set_visible (self->more, !self->tips && mine > shown);
  update_visible (self);
}

static void
show_all (GtkButton *button, gpointer user_data)
{
  EkFindingList *self = user_data;

  self->all = TRUE;
  update (self);
}

static void
set_findings (EkFindingList *self, GListModel *findings)
{
  if (self->findings)
    g_signal_handlers_disconnect_by_func (self->findings, update, self);
  g_set_object (&self->findings, findings);
  if (findings)
    g_signal_connect_object (findings, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
ek_finding_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkFindingList *self = EK_FINDING_LIST (object);

  switch (id)
    {
    case PROP_FINDINGS:
      g_value_set_object (value, self->findings);
      break;
    case PROP_TIPS:
      g_value_set_boolean (value, self->tips);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_finding_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkFindingList *self = EK_FINDING_LIST (object);

  switch (id)
    {
    case PROP_FINDINGS:
      set_findings (self, g_value_get_object (value));
      break;
    case PROP_TIPS:
      self->tips = g_value_get_boolean (value);
      break;
    case PROP_NARROW:
      self->narrow = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_finding_list_dispose (GObject *object)
{
  EkFindingList *self = EK_FINDING_LIST (object);
  GtkWidget *child;

  set_findings (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ek_finding_list_parent_class)->dispose (object);
}

static void
ek_finding_list_finalize (GObject *object)
{
  g_ptr_array_unref (EK_FINDING_LIST (object)->rows);
  G_OBJECT_CLASS (ek_finding_list_parent_class)->finalize (object);
}

static void
ek_finding_list_class_init (EkFindingListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ek_finding_list_get_property;
  object_class->set_property = ek_finding_list_set_property;
  object_class->dispose = ek_finding_list_dispose;
  object_class->finalize = ek_finding_list_finalize;

  props[PROP_FINDINGS] = g_param_spec_object ("findings", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  /* the findings that carry a change, instead of those that do not */
  props[PROP_TIPS] = g_param_spec_boolean ("tips", NULL, NULL, FALSE, flags | G_PARAM_CONSTRUCT_ONLY);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /* a tip is to be used */
  signals[USE] = g_signal_new ("use", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                               1, EDGEKIT_TYPE_FINDING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "findinglist");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ek_finding_list_init (EkFindingList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
  self->more = gtk_button_new_with_label (_ ("Show All"));
  gtk_widget_set_halign (self->more, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->more, GTK_WIDGET (self));
  g_signal_connect (self->more, "clicked", G_CALLBACK (show_all), self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* Without a @title the row goes. */
void
ek_finding_list_set_way (EkFindingList *self, EkWay way, const char *title, const char *subtitle, const char *label,
                         const char *action)
{
  GtkWidget *row;

  g_return_if_fail (EK_IS_FINDING_LIST (self));
  g_return_if_fail (way < EK_N_WAYS);

  row = self->ways[way];
  if (title == NULL)
    {
      self->ways[way] = NULL;
      if (row)
        gtk_list_box_remove (self->list, row);
    }
  else
    {
      if (row == NULL)
        {
          self->ways[way] = row = new_row ();
          gtk_actionable_set_action_name (GTK_ACTIONABLE (add_button (row, label)), action);
          gtk_list_box_insert (self->list, row, way == EK_WAY_BEFORE ? 0 : -1);
        }
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      ek_row_set_subtitle (row, subtitle);
    }
  update_visible (self);
}
