/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-row-turns.h"

/* Rows that come one by one, each with a frame of its own once its place is seen:
 * to make many rows, and to lay out their texts, takes longer than a frame. */

typedef struct
{
  GtkWidget *place;
  gulong map_id;
  guint tick_id;

  GQueue rows; /* owned; they are added */

  /* or rows of these, which take the place of those that are there */
  GPtrArray *things;
  EkRowMake make;
  gpointer user_data;
  guint n_made;
} Waiting;

#define WAITING "ek-waiting-rows"

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  /* with the place itself it is gone already */
  if (g_signal_handler_is_connected (waiting->place, waiting->map_id))
    g_signal_handler_disconnect (waiting->place, waiting->map_id);
  if (waiting->tick_id)
    gtk_widget_remove_tick_callback (waiting->place, waiting->tick_id);
  g_queue_clear_full (&waiting->rows, g_object_unref);
  g_clear_pointer (&waiting->things, g_ptr_array_unref);
  g_free (waiting);
}

static void
add (GtkWidget *place, GtkWidget *row)
{
  if (gtk_widget_get_parent (row))
    gtk_widget_set_visible (row, TRUE);
  else if (GTK_IS_LIST_BOX (place))
    gtk_list_box_append (GTK_LIST_BOX (place), row);
  else if (ADW_IS_EXPANDER_ROW (place))
    adw_expander_row_add_row (ADW_EXPANDER_ROW (place), row);
  else
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (place), row);
}

/* A row that stood open stays open. */
static void
replace (GtkListBox *list, int index, GtkWidget *row)
{
  GtkListBoxRow *old = gtk_list_box_get_row_at_index (list, index);

  if (old && ADW_IS_EXPANDER_ROW (old) && ADW_IS_EXPANDER_ROW (row))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), adw_expander_row_get_expanded (ADW_EXPANDER_ROW (old)));
  gtk_list_box_insert (list, row, index);
  if (old)
    gtk_list_box_remove (list, GTK_WIDGET (old));
}

/* Whether there are more. */
static gboolean
let_one_in (Waiting *waiting)
{
  if (waiting->things && waiting->n_made < waiting->things->len)
    {
      const guint i = waiting->n_made++;

      gpointer thing = g_ptr_array_index (waiting->things, i);

      replace (GTK_LIST_BOX (waiting->place), (int) i,
               waiting->make ? waiting->make (thing, waiting->user_data) : thing);
    }
  else if (!g_queue_is_empty (&waiting->rows))
    {
      g_autoptr (GtkWidget) row = g_queue_pop_head (&waiting->rows);

      add (waiting->place, row);
    }
  return (waiting->things && waiting->n_made < waiting->things->len) || !g_queue_is_empty (&waiting->rows);
}

static gboolean
have_turn (GtkWidget *place, GdkFrameClock *clock, gpointer user_data)
{
  Waiting *waiting = user_data;

  if (gtk_widget_get_mapped (place))
    {
      if (let_one_in (waiting))
        return G_SOURCE_CONTINUE;
      waiting->tick_id = 0;
      g_object_set_data (G_OBJECT (place), WAITING, NULL);
      return G_SOURCE_REMOVE;
    }
  waiting->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static void
place_mapped (GtkWidget *place, gpointer user_data)
{
  Waiting *waiting = user_data;

  if (waiting->tick_id == 0)
    waiting->tick_id = gtk_widget_add_tick_callback (place, have_turn, waiting, NULL);
}

static Waiting *
ensure_waiting (GtkWidget *place)
{
  Waiting *waiting = g_object_get_data (G_OBJECT (place), WAITING);

  if (waiting)
    return waiting;
  waiting = g_new0 (Waiting, 1);
  waiting->place = place;
  waiting->map_id = g_signal_connect (place, "map", G_CALLBACK (place_mapped), waiting);
  if (gtk_widget_get_mapped (place))
    place_mapped (place, waiting);
  g_object_set_data_full (G_OBJECT (place), WAITING, waiting, waiting_free);
  return waiting;
}

/* @place: a list, an expander row or a group of preferences.  A row that is in it already, and hidden, is shown. */
void
ek_row_come_in_turn (GtkWidget *place, GtkWidget *row)
{
  g_return_if_fail (GTK_IS_LIST_BOX (place) || ADW_IS_EXPANDER_ROW (place) || ADW_IS_PREFERENCES_GROUP (place));
  g_return_if_fail (GTK_IS_WIDGET (row));

  g_queue_push_tail (&ensure_waiting (place)->rows, g_object_ref_sink (row));
}

/* Those that wait do not come. */
void
ek_list_stop_filling (GtkListBox *list)
{
  g_return_if_fail (GTK_IS_LIST_BOX (list));

  g_object_set_data (G_OBJECT (list), WAITING, NULL);
}

/* Gives the list a row for each of @things, which are rows if nothing makes them.  Where the list is seen, each takes
 * the place of the one that is there, so that none is missed for a frame. */
void
ek_list_fill_in_turn (GtkListBox *list, GPtrArray *things, EkRowMake make, gpointer user_data)
{
  GtkListBoxRow *row;
  Waiting *waiting;

  g_return_if_fail (GTK_IS_LIST_BOX (list));
  g_return_if_fail (things != NULL);

  ek_list_stop_filling (list);
  /* what is too much */
  while ((row = gtk_list_box_get_row_at_index (list, gtk_widget_get_mapped (GTK_WIDGET (list)) ? (int) things->len : 0)))
    gtk_list_box_remove (list, GTK_WIDGET (row));
  if (things->len == 0)
    return;
  waiting = ensure_waiting (GTK_WIDGET (list));
  waiting->things = g_ptr_array_ref (things);
  waiting->make = make;
  waiting->user_data = user_data;
}

/* Those that wait, too. */
void
ek_list_clear (GtkListBox *list)
{
  GtkListBoxRow *row;

  ek_list_stop_filling (list);
  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}
