/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-remote-options.h"
#include "edgekit-remote-settings-private.h"

G_BEGIN_DECLS

/* Hyper-parameters stand in the first kilobytes; the largest vocabularies take some 20 MB. */
#define EDGEKIT_REMOTE_FACTS_BUDGET (1024 * 1024)
#define EDGEKIT_REMOTE_TENSORS_BUDGET (64 * 1024 * 1024)

/* What one call goes by: the options as they are now, on top of what other
 * programs have been told. Does not change any more, so threads may share it. */
typedef struct
{
  EdgeKitRemoteSettings *settings;
  EdgeKitModelDepth depth;
  guint64 budget; /* bytes of a file */
} EdgeKitRemoteTerms;

/* @options may be NULL. */
void _edgekit_remote_terms_init  (EdgeKitRemoteTerms *terms, EdgeKitRemoteOptions *options);
void _edgekit_remote_terms_clear (EdgeKitRemoteTerms *terms);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EdgeKitRemoteTerms, _edgekit_remote_terms_clear)

G_END_DECLS
