/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Writing a page in Markdown or in plain text. What comes from outside (names
 * of devices, of models) is written so that it cannot become markup. */

#include <json-glib/json-glib.h>

#include "edgekit-types.h"

G_BEGIN_DECLS

typedef struct
{
  GString *text;
  gboolean markdown;
  guint columns; /* of the table that is open, 0 when none is */
} EdgeKitPage;

void _edgekit_page_heading   (EdgeKitPage *page, guint level, const char *text);
void _edgekit_page_paragraph (EdgeKitPage *page, const char *text);
/* A part that is folded until somebody asks for it; where nothing folds, a heading. */
void _edgekit_page_section     (EdgeKitPage *page, const char *title);
void _edgekit_page_end_section (EdgeKitPage *page);
/* Nothing for a value of NULL. */
void _edgekit_page_field     (EdgeKitPage *page, const char *label, const char *value);
void _edgekit_page_item      (EdgeKitPage *page, const char *text, const char *more);
/* A table: rows of as many cells; NULL is an empty cell. */
void _edgekit_page_table     (EdgeKitPage *page, const char *const *titles);
void _edgekit_page_row       (EdgeKitPage *page, const char *const *cells);
void _edgekit_page_end_table (EdgeKitPage *page);
void _edgekit_page_code      (EdgeKitPage *page, const char *language, const char *code);

/* --- reading the document: what is missing or of another type is unknown --- */

JsonObject *_edgekit_report_object (JsonObject *object, const char *member);
JsonArray  *_edgekit_report_array  (JsonObject *object, const char *member);
/* The objects of an array; others are left out. */
JsonObject *_edgekit_report_element (JsonArray *array, guint i);
guint       _edgekit_report_length (JsonArray *array);
const char *_edgekit_report_string (JsonObject *object, const char *member);
gint64      _edgekit_report_int    (JsonObject *object, const char *member);
double      _edgekit_report_double (JsonObject *object, const char *member);
/* Memory in words, or NULL when it is not known; owned. */
char       *_edgekit_report_memory (JsonObject *object, const char *member);
/* @a and @b with a comma between them, or the one that there is; owned. */
char       *_edgekit_report_join   (const char *a, const char *b);
/* "nvidia 550.54"; NULL without a driver; owned. */
char       *_edgekit_report_driver (JsonObject *accelerator);
/* "8 cores, 16 threads"; NULL when neither is known; owned. */
char       *_edgekit_report_cores  (JsonObject *cpu);
/* The operating system and the architecture; NULL when neither is known; owned. */
char       *_edgekit_report_system (JsonObject *os);
/* The strings of an array, with commas between; NULL when there are none; owned. */
char       *_edgekit_report_list   (JsonObject *object, const char *member);

/* --- parts of the page --- */

void _edgekit_report_write_summary  (EdgeKitPage *page, JsonObject *document);
void _edgekit_report_write_hardware (EdgeKitPage *page, const char *title, JsonObject *hardware);
void _edgekit_report_write_provenance (EdgeKitPage *page, const char *title, JsonObject *hardware);
/* One line each, for a form; NULL when nothing is known; owned. */
char *_edgekit_report_describe_hardware (JsonObject *hardware);
char *_edgekit_report_describe_model    (JsonObject *model);

G_END_DECLS
