/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app-probe.h"
#include "ek-verdict-card.h"

/* Whether a text of the window is cut. */

static guint n_texts, n_cut;

static void
report_cut (GString *cut, GtkLabel *label, const char *how)
{
  g_string_append_printf (cut, "cut: %s: “%s”\n", how, gtk_label_get_text (label));
}

static void
check_label (GtkWidget *window, GString *cut, GtkLabel *label)
{
  PangoLayout *layout = gtk_label_get_layout (label);
  const int room_width = gtk_widget_get_width (GTK_WIDGET (label));
  const int room_height = gtk_widget_get_height (GTK_WIDGET (label));
  graphene_rect_t bounds;
  int width, height;

  if (*gtk_label_get_text (label) == '\0' || room_width == 0)
    return;
  n_texts++;
  pango_layout_get_pixel_size (layout, &width, &height);
  /* a long name may lose its middle where the whole of it is told in a tooltip */
  if (pango_layout_is_ellipsized (layout) && !(gtk_label_get_ellipsize (label) == PANGO_ELLIPSIZE_MIDDLE
                                               && gtk_widget_get_has_tooltip (GTK_WIDGET (label))))
    report_cut (cut, label, "ends in dots");
  else if (width > room_width + 1 || height > room_height + 1)
    report_cut (cut, label, "does not fit");
  else if (gtk_widget_compute_bounds (GTK_WIDGET (label), window, &bounds)
           && (bounds.origin.x < -1
               || bounds.origin.x + bounds.size.width > (float) gtk_widget_get_width (window) + 1))
    report_cut (cut, label, "is beyond the window");
}

static void
look_at_texts (GtkWidget *window, GString *cut, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget))
    return;
  if (GTK_IS_LABEL (widget))
    check_label (window, cut, GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    look_at_texts (window, cut, child);
}

/* What is cut is cut for more than the moment before the next frame. */
static void
check_texts (GtkWidget *window, const char *page)
{
  g_autoptr (GString) cut = g_string_new (NULL);

  for (guint attempt = 0; attempt < 20; attempt++)
    {
      run_for (200);
      g_string_truncate (cut, 0);
      look_at_texts (window, cut, window);
      if (cut->len == 0)
        return;
    }
  g_print ("%s:\n%s", page, cut->str);
  n_cut++;
}

static void
expand_all (GtkWidget *widget)
{
  if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    expand_all (child);
}

/* The style follows the room that there is. */
static gboolean
is_styled_narrow (EkWindow *window)
{
  GtkWidget *card = find_widget (GTK_WIDGET (window), EK_TYPE_VERDICT_CARD, NULL);

  return card && gtk_widget_has_css_class (card, "narrow");
}

/* A window over this one, which ACTION opens; as narrow as the screen. */
static void
check_dialog (EkWindow *window, const char *action)
{
  GtkWindow *dialog = NULL;

  activate (window, action);
  for (guint attempt = 0; attempt < 20 && dialog == NULL; attempt++)
    {
      run_for (200);
      dialog = find_front (window);
    }
  if (dialog == NULL)
    {
      g_print ("%s: no window came\n", action);
      n_cut++;
      return;
    }
  expand_all (GTK_WIDGET (dialog));
  check_texts (GTK_WIDGET (dialog), action);
  gtk_window_close (dialog);
  run_for (100);
}

/* texts [MODEL…]: every page, and every model, with every row open; the windows that are always the same. */
int
texts (int n_models, char *models[])
{
  static const char *const pages[] = { "computer", "install", "model" };
  static const char *const dialogs[] = { "app.help", "app.preferences", "win.show-help-overlay" };
  EkWindow *window = open_window (NULL);

  run_until_idle (window);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      ek_window_set_page (window, pages[i]);
      expand_all (GTK_WIDGET (window));
      check_texts (GTK_WIDGET (window), pages[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    check_dialog (window, dialogs[i]);
  for (int i = 0; i < n_models; i++)
    {
      ek_window_check (window, models[i]);
      run_until_idle (window);
      expand_all (GTK_WIDGET (window));
      check_texts (GTK_WIDGET (window), models[i]);
    }
  /* the window goes with the program: what closing leaves is for “windows” */
  g_print ("texts %u\ncut %u\nstyled_narrow %d\n", n_texts, n_cut, is_styled_narrow (window));
  return n_cut > 0;
}
