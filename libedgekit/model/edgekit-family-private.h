/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What EdgeKit knows of an architecture beyond what a file says: a row of
 * data/tables/families.ini. */

#include "edgekit-types.h"

G_BEGIN_DECLS

typedef enum
{
  EDGEKIT_RECURRENT_NEVER,
  EDGEKIT_RECURRENT_ALL,
  EDGEKIT_RECURRENT_NO_KV_HEADS,
  EDGEKIT_RECURRENT_NO_KV_HEADS_NO_FEED_FORWARD,
  EDGEKIT_RECURRENT_INTERVAL,
  EDGEKIT_RECURRENT_BESIDE,
} EdgeKitRecurrentRule;

typedef enum
{
  EDGEKIT_WINDOWS_PERIODIC,
  EDGEKIT_WINDOWS_ALL,
  EDGEKIT_WINDOWS_LISTED,
} EdgeKitWindowsRule;

/* What a recurrent layer keeps. */
typedef enum
{
  EDGEKIT_STATE_BY_KEYS, /* the keys of the file tell */
  EDGEKIT_STATE_MAMBA,
  EDGEKIT_STATE_MAMBA2,  /* and gated delta rule, which keeps as much */
  EDGEKIT_STATE_RWKV,
  EDGEKIT_STATE_SHORT_CONVOLUTION,
  EDGEKIT_STATE_KDA,
  EDGEKIT_STATE_LIGHTNING,
} EdgeKitStateForm;

typedef struct
{
  gboolean known;
  EdgeKitWindowsRule windows;
  gint64 window_period;   /* 0: no windows by period */
  gboolean window_first_full;
  gint64 window_missing;  /* where the file does not say; 0: no windows then */
  gint64 window_fixed;    /* where the file says any; 0: what it says */
  gint64 window_layers;   /* 0: any number */
  EdgeKitRecurrentRule recurrent;
  gint64 full_interval;
  EdgeKitStateForm state;
  gboolean no_cache;
  gint64 own_kv;          /* 0: the file says it */
  gint64 indexer;         /* keys of an indexer, 0: none */
  gboolean indexer_values;
  gboolean indexer_sparse;
  gint64 indexer_ratio;   /* 0: in all layers, for each token */
  gboolean keys_only;
  char *compressed;       /* the key without the architecture, with its dot; NULL: none */
  char *loops;            /* the key without the architecture, with its dot; NULL: none */
} EdgeKitFamily;

void _edgekit_family_get   (const char *architecture, EdgeKitFamily *family);
void _edgekit_family_clear (EdgeKitFamily *family);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EdgeKitFamily, _edgekit_family_clear)

G_END_DECLS
