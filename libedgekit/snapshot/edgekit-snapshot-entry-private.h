/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The inside of a snapshot, shared by the files that make it up. */

#include "edgekit-snapshot-private.h"

G_BEGIN_DECLS

typedef enum
{
  ENTRY_TEXT,
  ENTRY_BYTES,
  ENTRY_LINK,
  ENTRY_LIST,
  ENTRY_JSON,
  ENTRY_FAILURE,
} EntryKind;

typedef struct
{
  EntryKind kind;
  gboolean truncated;
  GBytes *bytes; /* with a NUL behind the last byte */
  char *text;    /* TEXT, LINK, FAILURE */
  GStrv list;
  JsonNode *json;
} Entry;

struct _EdgeKitSnapshot
{
  GObject parent_instance;
  char *recorded;
  char *tool;
  gboolean live;
  GTree *entries;
};

/* Replaces what stood there. */
Entry *_edgekit_snapshot_add_entry (EdgeKitSnapshot *self, const char *key, EntryKind kind);

G_END_DECLS
