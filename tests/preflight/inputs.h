/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What tests of the public API look at. */

#include <edgekit.h>

G_BEGIN_DECLS

/* A recorded computer, of tests/machines. */
EdgeKitHardwareProfile *load_machine (const char *name);
/* The file of a model that the tests write, of tests/models. */
char                   *find_model   (const char *name);
EdgeKitModel           *load_model   (const char *name);
/* A computer with @ram GB of main memory, all of it free. @cards: the GB of each, as in
 * "24+12"; "s16" is memory shared with the processor, as of Apple, and "?" is unknown. Behind
 * "@" stands the bandwidth in GB/s: "64@50". A card computes with @runtime (NULL: cuda).
 * @extra: more members of the main memory, or NULL. */
EdgeKitHardwareProfile *make_computer (const char *ram, const char *cards, const char *runtime, const char *extra);
/* @workload: changes, as JSON. */
EdgeKitPreflight       *make_preflight (const char *model_name, EdgeKitHardwareProfile *profile, const char *workload);
/* What is found of this code, or NULL. Borrowed. */
EdgeKitFinding         *find_finding   (EdgeKitPreflight *preflight, const char *code);

G_END_DECLS
