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

G_END_DECLS
