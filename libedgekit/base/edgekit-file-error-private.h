/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Turns an error of GIO about a file into one that names @what, once; frees @cause. */
void _edgekit_file_failed (const char *what, GError *cause, GError **error);

G_END_DECLS
