/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an ELF file says about itself, as System V's gABI and the GNU extensions
 * define it. Nothing in the file is believed: every offset is checked against its
 * size, every count against what is left. */
typedef struct
{
  guint machine;         /* e_machine; 0: no ELF file */
  GPtrArray *needed;     /* DT_NEEDED (element-type utf8) */
  char *rpath;           /* DT_RPATH and DT_RUNPATH, or NULL */
  char *runpath;
  guint glibc;           /* the newest GLIBC_x.y that it asks for, x * 1000 + y; 0: none */
  /* The X of every function ggml_cpu_has_X that does nothing but return 1: what the
   * file was compiled for (ggml-cpu.c). NULL where no such function could be read. */
  GPtrArray *has;
} ProbeElf;

/* FALSE for what is no ELF file, or has no dynamic section that can be read; what
 * was understood until then stays. */
gboolean probe_elf_read  (ProbeElf *elf, const guint8 *data, gsize size);
void     probe_elf_clear (ProbeElf *elf);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ProbeElf, probe_elf_clear)

G_END_DECLS
