/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The command `edgekit`: public API of the library only, and no GTK, so that
 * it proves that the API is enough. */

#include <edgekit.h>
#include <glib/gi18n.h>

G_BEGIN_DECLS

/* Exit statuses, a contract: scripts rely on them. */
enum
{
  TOOL_RUNS = 0,     /* the answer is yes, or the command did what it was asked */
  TOOL_ERROR = 1,    /* an operation failed: one sentence on stderr */
  TOOL_USAGE = 2,    /* the command line makes no sense */
  TOOL_DOES_NOT = 3, /* the answer is no, or cannot be said */
};

typedef struct
{
  const char *name;
  const char *arguments;   /* for the usage line */
  const char *summary;     /* N_() */
  const char *description; /* N_(), below the options; may be NULL */
  int (*run) (int argc, char **argv);
} ToolCommand;

int tool_cache    (int argc, char **argv);
int tool_check    (int argc, char **argv);
int tool_engine   (int argc, char **argv);
int tool_hardware (int argc, char **argv);
int tool_inspect  (int argc, char **argv);
int tool_install  (int argc, char **argv);
int tool_models   (int argc, char **argv);
int tool_report   (int argc, char **argv);
int tool_snapshot (int argc, char **argv);
int tool_suggest  (int argc, char **argv);
int tool_variants (int argc, char **argv);

const ToolCommand *tool_find_command (const char *name);
/* The table of commands; it ends with one that has no name. */
const ToolCommand *tool_list_commands (void);

/* tool-describe.c: the commands and their options, for the programs that make the
 * manual and the completions */
int tool_describe (void);

/* tool-options.c: SOURCE, WORKLOAD and what every subcommand has */

typedef struct
{
  gboolean json;
  gboolean translated;
  gboolean offline;
  gboolean refresh;
  /* SOURCE */
  char *root;
  char *snapshot;
  GStrv hardware;
  char *gpu;
  gboolean without_programs; /* build tools do not matter to the command: run none */
  /* WORKLOAD, as typed */
  char *preset;
  gint64 context, parallel, batch, ubatch, outputs;
  char *kv_unified, *cache_type_k, *cache_type_v, *flash_attention, *repack, *backend;
  char *gpu_layers, *cpu_moe, *engine_version;
  GStrv with; /* files that go with the model */
  gboolean swa_full, embeddings, eager, together, cross_check;
  double gpu_memory_utilization;
  gint64 tensor_parallel;
  double max_utilization;
  gint64 min_context;
  /* others */
  char *engine, *goal, *model, *method, *shell, *format, *output, *issue, *download;
  gboolean portable, distributed, verify, include_private, tensors, measure, wake;
} ToolOptions;

typedef enum
{
  TOOL_TAKES_SOURCE = 1 << 0,
  TOOL_TAKES_WORKLOAD = 1 << 1,
  TOOL_TAKES_JSON = 1 << 2,
} ToolTakes;

/* Where it is set, tool_options_parse() tells it of each group of options (@title is
 * NULL for those of the command itself) and returns FALSE. */
typedef void (*ToolDescriber) (const char *title, const GOptionEntry *entries);
extern ToolDescriber tool_describer;

void     tool_options_clear (ToolOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ToolOptions, tool_options_clear)

/* Parses argv; what is left of it is returned in *rest. FALSE: a sentence was
 * printed and the status is TOOL_USAGE. */
gboolean tool_options_parse (ToolOptions        *options,
                             const char         *command,
                             ToolTakes           takes,
                             const GOptionEntry *more,
                             int                 argc,
                             char              **argv,
                             GStrv              *rest);

/* FALSE with an error in the domain G_OPTION_ERROR. */
gboolean tool_options_get_workload (ToolOptions *options, EdgeKitWorkload **workload, GError **error);
gboolean tool_options_get_enum     (GType type, const char *option, const char *text, int *value, GError **error);
/* @engine may be “all”: then it is enough if one of them takes the types. */
gboolean tool_options_check_cache_types (ToolOptions *options, const char *engine, GError **error);
/* @known: with "|" between them, as in the help; a @text of NULL is good. */
gboolean tool_options_check_word   (const char *option, const char *text, const char *known, GError **error);

/* tool-source.c: the machines named by SOURCE, at least one. @snapshot may be NULL, and is set
 * to the snapshot behind the first machine where there is one. */
GListModel *tool_options_load_profiles (ToolOptions *options, EdgeKitSnapshot **snapshot, GError **error);
EdgeKitHardwareProfile *tool_options_load_profile (ToolOptions *options, EdgeKitSnapshot **snapshot, GError **error);
EdgeKitPreflight *tool_make_preflight (ToolOptions *options, EdgeKitWorkload *workload);
/* How models elsewhere are read. */
EdgeKitRemoteOptions *tool_options_make_remote (ToolOptions *options);
EdgeKitModel *tool_load_model (ToolOptions *options, const char *location, GError **error);
/* Only one that an engine runs by itself. */
/* What was read of a model to learn this. */
void          tool_print_read       (gint64 bytes);
/* Whether a person sees at once what is printed as an error. */
gboolean      tool_is_watched       (void);
EdgeKitModel *tool_load_whole_model (ToolOptions *options, const char *location, GError **error);

/* tool-print.c: text for a terminal */

typedef enum
{
  TOOL_PLAIN,
  TOOL_BOLD,
  TOOL_DIM,
  TOOL_GREEN,
  TOOL_YELLOW,
  TOOL_BLUE,
  TOOL_RED,
} ToolStyle;

void tool_print         (ToolStyle style, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* A paragraph, wrapped to the terminal and indented. */
void tool_print_wrapped (ToolStyle style, guint indent, const char *text);
/* The same behind a sign such as "✓ ". */
void tool_print_behind  (ToolStyle style, const char *text);
/* A label in a column of its own, the value wrapped beside it. */
void tool_print_fact    (const char *label, const char *value);
void tool_print_heading (const char *text);
/* “1. Do this”, after an empty line. */
void tool_print_numbered (guint number, const char *text);
/* “✓ ” */
void tool_print_sign    (EdgeKitOutcome outcome);
void tool_print_outcome (EdgeKitOutcome outcome, const char *headline, const char *summary);
void tool_print_pool    (EdgeKitPoolUse *use, EdgeKitMemoryUnits units);
/* The same as a line of a table, of one of several computers. */
void tool_print_share   (EdgeKitPoolUse *use, EdgeKitMemoryUnits units);
void tool_print_note    (EdgeKitSeverity severity, const char *message, const char *hint);
/* Columns of a terminal. */
guint tool_count_columns (const char *text);
guint tool_count_char_columns (gunichar c);
/* What a table may take; a pipe has no end. */
guint tool_get_table_width (void);

/* tool-table.c */

typedef struct
{
  const char *heading; /* may be NULL */
  gboolean right;      /* numbers are */
  guint importance;    /* the least important is left out first; of the first column, which is never, it does not count */
} ToolColumn;

typedef struct _ToolTable ToolTable;

/* @columns stays the caller’s, and has to last as long. */
ToolTable *tool_table_new (const ToolColumn *columns, guint n_columns);
/* @outcome: what the row is marked with, or -1 */
void tool_table_add      (ToolTable *self, int outcome, const char *const *texts);
/* Below the row that was added last; NULL is none. */
void tool_table_add_note (ToolTable *self, ToolStyle style, const char *text);
void tool_table_print    (ToolTable *self);
void tool_table_free     (ToolTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ToolTable, tool_table_free)

/* tool-compare.c: engines side by side, one row each */

#define TOOL_ENGINE_COLUMNS 4
void tool_describe_engine_columns (ToolColumn columns[TOOL_ENGINE_COLUMNS]);
void tool_add_engine (ToolTable *table, const char *name, EdgeKitPreflight *preflight);

/* tool-output.c: where it goes */
void tool_output_begin  (void);
/* @status, unless not all of the answer could be written. */
int  tool_output_end    (int status);
/* A document, and nothing else. */
int  tool_print_json    (char *json);

/* Prints the error, which it takes, behind the name of the program and gives the
 * status: TOOL_USAGE for what the options say, TOOL_ERROR for everything else. */
int  tool_fail          (const char *command, GError *error);
int  tool_usage         (const char *command, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
