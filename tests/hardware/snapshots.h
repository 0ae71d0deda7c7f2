/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <edgekit.h>

/* A computer that a test makes up: pairs of a key and its text, ended by NULL. The
 * texts "!missing" and "!denied" are failures; for the keys "dir:…" and "groups:…"
 * the text is a list with spaces; for "link:…" the target. @live: as if it was just
 * collected here. */
EdgeKitHardwareProfile *profile_of (const char *const *entries, gboolean live);

/* The accelerator of this id, which must be there. Borrowed. */
EdgeKitAccelerator *accelerator_of (EdgeKitHardwareProfile *profile, const char *id);
guint               count_of       (EdgeKitHardwareProfile *profile);
/* The note of this code, or NULL. Borrowed. */
EdgeKitNote        *note_of        (EdgeKitHardwareProfile *profile, const char *code);
gint64              total_of       (EdgeKitHardwareProfile *profile, const char *pool);
EdgeKitProvenance   source_of      (EdgeKitHardwareProfile *profile, const char *pool, const char *what);
