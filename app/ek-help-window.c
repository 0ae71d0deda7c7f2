/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-application.h"
#include "ek-column.h"
#include "ek-help-window.h"
#include "ek-row-opening.h"
#include "ek-rows.h"

/* “Help”: what to do, what the words mean, and what people ask.  It is part of
 * the program, so that it is there without a network and says what this version
 * does. */
struct _EkHelpWindow
{
  AdwWindow parent_instance;

  AdwPreferencesGroup *steps;
  AdwPreferencesGroup *words;
  AdwPreferencesGroup *questions;
};

G_DEFINE_FINAL_TYPE (EkHelpWindow, ek_help_window, ADW_TYPE_WINDOW)

typedef struct
{
  const char *title;
  const char *text;
} Entry;

static const Entry steps[] = {
  { N_ ("1. Look at this computer"),
    N_ ("EdgeKit does this when it starts. It reads what the system and the drivers say.") },
  { N_ ("2. Check a model"),
    N_ ("Type a name, paste a link, or drop a file on the window. Only the description of the model is read, not all of "
        "it.") },
  { N_ ("3. Install a program that runs it"),
    N_ ("EdgeKit writes the command for this computer. You copy it into a terminal: EdgeKit runs none itself.") },
};

static const Entry words[] = {
  { N_ ("Model"),
    N_ ("A file of numbers by which a program answers in words. “8B” in a name means eight billion numbers. Models with "
        "more of them usually answer better and more slowly, and need more memory.") },
  { N_ ("Version (quantisation)"),
    N_ ("The same model, stored in fewer bits: Q4_K_M has between four and five for each number. It needs less memory and "
        "answers faster. Below four bits the answers get noticeably worse.") },
  { N_ ("Graphics memory (VRAM)"),
    N_ ("The memory of a graphics card. It is much faster than main memory, so a model that fits completely in it answers "
        "fastest.") },
  { N_ ("Conversation length (context)"),
    N_ ("How much text a model can keep in mind: what you write, what it answers, and files that you give it. A longer "
        "conversation needs more memory.") },
  { N_ ("Token"),
    N_ ("A piece of a word. A page of English text has about 700. Five tokens per second are about as fast as people "
        "read.") },
};

static const Entry questions[] = {
  { N_ ("How sure are the numbers?"),
    N_ ("Memory is computed from the description of the model and the rules of the engine. Speed is an estimate, so it is "
        "always a range. “Details for Developers” names the source of every number.") },
  { N_ ("Why is not all free memory used?"),
    N_ ("Other apps need some too, and a computer that runs out of memory stops programs. The share to use stands in the "
        "preferences.") },
  { N_ ("What does EdgeKit send?"),
    N_ ("Nothing about this computer. For a name or a link it asks the server that the link names, as a web browser "
        "does. “Work offline” in the preferences stops that too.") },
};

static void
add_steps (AdwPreferencesGroup *group)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (steps[i].title));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (steps[i].text));
      ek_row_measure_once (row);
      ek_row_come_in_turn (GTK_WIDGET (group), row);
    }
}

static void
fill_answer (GtkWidget *row, gpointer user_data)
{
  const Entry *entry = user_data;
  GtkWidget *answer = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (_ (entry->text));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "answer");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (answer), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (answer), FALSE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), answer);
}

static void
add_answers (AdwPreferencesGroup *group, const Entry *entries, gsize n_entries)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  adw_preferences_group_add (group, list);
  for (gsize i = 0; i < n_entries; i++)
    {
      GtkWidget *row = adw_expander_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (entries[i].title));
      ek_expander_row_fill_when_opened (row, fill_answer, (gpointer) &entries[i], NULL);
      ek_row_show_what_opens (row);
      ek_row_come_in_turn (list, row);
    }
}

static void
ek_help_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), EK_TYPE_HELP_WINDOW);
  G_OBJECT_CLASS (ek_help_window_parent_class)->dispose (object);
}

static void
ek_help_window_class_init (EkHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ek_help_window_dispose;
  g_type_ensure (EK_TYPE_COLUMN);
  gtk_widget_class_set_template_from_resource (widget_class, EK_RESOURCE_PATH "/ui/ek-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EkHelpWindow, steps);
  gtk_widget_class_bind_template_child (widget_class, EkHelpWindow, words);
  gtk_widget_class_bind_template_child (widget_class, EkHelpWindow, questions);
}

static void
ek_help_window_init (EkHelpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_steps (self->steps);
  add_answers (self->words, words, G_N_ELEMENTS (words));
  add_answers (self->questions, questions, G_N_ELEMENTS (questions));
}

GtkWidget *
ek_help_window_new (void)
{
  return g_object_new (EK_TYPE_HELP_WINDOW, NULL);
}
