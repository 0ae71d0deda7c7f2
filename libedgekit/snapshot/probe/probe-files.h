/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "probe-elf.h"
#include "probe.h"

G_BEGIN_DECLS

/* The libraries of one installed program, as the loader would find them. Only its
 * own ones, libggml and libllama by name, are looked into further. */
typedef struct
{
  const Probe *probe;
  const char *const *folders; /* where this program's starter has the loader look besides; or NULL */
  GBytes *cache;              /* /etc/ld.so.cache, or NULL */
  GHashTable *seen;           /* paths */
  GPtrArray *homes;           /* folders that its own libraries were found in (element-type utf8) */
  guint n;
} ProbeFiles;

void probe_files_init  (ProbeFiles *files, const Probe *probe, const char *const *folders);
void probe_files_clear (ProbeFiles *files);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ProbeFiles, probe_files_clear)

/* Adds an object for the file and for every library of its own that is loaded with
 * it, to the list that is open in @out. @loaded: that the program starts only with
 * this one, and does not just look for it when it runs. */
void probe_files_add         (ProbeFiles *files, const char *path, gboolean loaded, GString *out);
/* The same for every libggml-….so in @folder and one level below it. */
void probe_files_add_modules (ProbeFiles *files, const char *folder, GString *out);

G_END_DECLS
