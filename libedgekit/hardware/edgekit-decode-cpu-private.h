/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-cpuinfo-private.h"
#include "edgekit-hardware-profile-private.h"
#include "edgekit-snapshot-private.h"

G_BEGIN_DECLS

#define EDGEKIT_SYS_CPU "file:/sys/devices/system/cpu/cpu"

/* What the parts of the CPU decoder share. */
typedef struct
{
  EdgeKitSnapshot *snapshot;
  EdgeKitHardwareProfile *profile;
  EdgeKitCpu *cpu;
  const char *architecture; /* never NULL; "" when not known */
  GArray *blocks;           /* of cpuinfo; empty when there is none */
  GArray *online;           /* guint, sorted; empty when /sys does not tell */
  GHashTable *core_of;      /* number of a processor -> the text that names its core; empty when not known */
} EdgeKitCpuFacts;

/* One kind of Arm core. */
typedef struct
{
  char *row; /* "0x41:0xd0b", of the table arm-cores */
  guint count;
  int rank;        /* 1 efficiency, 2 performance, 3 the largest; 0 not in the table */
  gboolean shared; /* one line of an old kernel speaks for all cores */
} EdgeKitArmKind;

/* In this order. */
GArray *_edgekit_decode_arm_kinds    (const EdgeKitCpuFacts *facts); /* EdgeKitArmKind, the largest first */
void    _edgekit_decode_cpu_name     (const EdgeKitCpuFacts *facts, GArray *arm_kinds);
void    _edgekit_decode_cpu_topology (EdgeKitCpuFacts *facts, GArray *arm_kinds);
void    _edgekit_decode_cpu_kinds    (const EdgeKitCpuFacts *facts, GArray *arm_kinds);
void    _edgekit_decode_cpu_caches   (const EdgeKitCpuFacts *facts);
void    _edgekit_decode_cpu_features (const EdgeKitCpuFacts *facts);

/* The row of the table arm-cores for a processor, or NULL. */
char   *_edgekit_decode_arm_row      (const EdgeKitCpuFacts *facts, guint number);
/* The processors that share the cache @index of a processor (guint, sorted), or NULL. */
GArray *_edgekit_decode_cache_users  (const EdgeKitCpuFacts *facts, guint number, guint index);

/* --- for the decoders of every system --- */

/* The instruction sets of the CPUID leaves in the snapshot, checked against
 * @flags, which may be NULL. Returns a new list, or NULL without leaves. */
GStrv   _edgekit_decode_cpuid        (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile,
                                      const char *const *flags);
/* EAX, EBX, ECX and EDX of a CPUID leaf in the snapshot; FALSE without it. */
gboolean _edgekit_decode_cpuid_leaf  (EdgeKitSnapshot *snapshot, guint32 leaf, guint32 registers[4]);
/* Counts @count more caches of that kind; @size in bytes. */
void    _edgekit_decode_add_caches   (EdgeKitCpu *cpu, gint64 level, const char *kind, gint64 size, gint64 count);

G_END_DECLS
