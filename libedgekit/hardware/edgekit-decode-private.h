/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Decoders read a meaning into a snapshot. Each is a pure function: the same
 * snapshot gives the same facts, on every system. */

#include "edgekit-hardware-profile-private.h"
#include "edgekit-snapshot-private.h"

G_BEGIN_DECLS

EdgeKitHardwareProfile *_edgekit_decode (EdgeKitSnapshot *snapshot);
/* Memory pools alone, of the devices that @known has. @snapshot holds all that
 * @known was read from, and what changed since. */
EdgeKitHardwareProfile *_edgekit_decode_memory_only (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *known);

/* In this order: a later one may read what an earlier one found. */
void _edgekit_decode_system       (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
void _edgekit_decode_cpu          (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
void _edgekit_decode_memory       (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
void _edgekit_decode_accelerators (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
void _edgekit_decode_guests       (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
void _edgekit_decode_cards        (EdgeKitHardwareProfile *profile);
/* Type, transfer rate and bandwidth of main memory, which may depend on the graphics. */
void _edgekit_decode_memory_speed (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
void _edgekit_decode_carve_out_speed (EdgeKitHardwareProfile *profile);
void _edgekit_decode_storage      (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
void _edgekit_decode_software     (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);

/* The guests that told @known what is free, and have answered in @snapshot. */
GStrv _edgekit_decode_list_memory_guests (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *known);
/* The bytes of the last-level caches together; 0 when they are not known. */
guint64 _edgekit_decode_last_level (EdgeKitHardwareProfile *profile);
/* Adds @ram, or a note where its size is not known. */
void _edgekit_decode_add_ram (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *ram);
/* Nobody could be asked about graphics: that is not the same as none. */
void _edgekit_decode_note_no_graphics (EdgeKitHardwareProfile *profile);
void _edgekit_decode_note_hidden_features (EdgeKitHardwareProfile *profile);
/* Whether a word of os.environment begins with @begin (“vm:”). */
gboolean _edgekit_decode_runs_in (EdgeKitHardwareProfile *profile, const char *begin);

/* --- shared by the decoders (edgekit-decode.c) --- */

/* The text of the key that the format makes, or NULL. */
const char *_edgekit_decode_text   (EdgeKitSnapshot *snapshot, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The same, one line, without space around it; owned; NULL when missing or empty. */
char       *_edgekit_decode_line   (EdgeKitSnapshot *snapshot, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The number at its start (decimal, or 0x…); EDGEKIT_UNKNOWN when there is none. */
gint64      _edgekit_decode_int    (EdgeKitSnapshot *snapshot, const char *format, ...) G_GNUC_PRINTF (2, 3);
gint64      _edgekit_decode_number (const char *text);
/* The value behind "@name" and @separator in a text of lines; owned, or NULL. */
char       *_edgekit_decode_field  (const char *text, const char *name, char separator);
gint64      _edgekit_decode_field_int (const char *text, const char *name, char separator);
/* The distinct values of the wildcard component: for "file:/sys/…/cpu" and
 * "/online" the numbers of the CPUs that have such an entry, sorted. */
GArray     *_edgekit_decode_numbers (EdgeKitSnapshot *snapshot, const char *prefix, const char *suffix);
/* "0-3,8,10-11" as numbers (guint), sorted, each once; NULL when the text is not such a list. */
GArray     *_edgekit_decode_list   (const char *text);
/* Product names without "(R)", "(TM)", "CPU @ 2.40GHz", "w/ Radeon Graphics" … */
char       *_edgekit_decode_clean_name (const char *name);
/* A copy of @word, unless it is among the words already. */
void        _edgekit_decode_add_word (GPtrArray *words, const char *word);
/* g_strdup (value) into *dest unless it is NULL. */
void        _edgekit_decode_set    (char **dest, const char *value);

G_END_DECLS
