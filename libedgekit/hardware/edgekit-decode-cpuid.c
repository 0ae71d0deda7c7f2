/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-cpu-private.h"
#include "edgekit-i18n-private.h"

/* The instruction sets of an x86 processor from its own mouth: CPUID, and XCR0
 * for whether the system saves their registers. This is what a program asks
 * before it uses them; cpuinfo is what the kernel knows of, which may be less
 * (it is older than the processor) or other (an option switched some off).
 * Bits: Intel SDM volume 2A, table 3-8; AMD APM volume 3, appendix E. */

#define XCR0_AVX (1u << 2)
#define XCR0_AVX512 (7u << 5)
#define XCR0_AMX (3u << 17)

typedef struct
{
  guint32 leaf;
  guint32 subleaf;
  guint32 registers[4]; /* eax, ebx, ecx, edx */
} Leaf;

static const struct
{
  const char *name; /* as in cpuinfo */
  guint32 leaf;
  guint32 subleaf;
  guint reg;
  guint bit;
  guint32 xcr0;     /* the states that the system must save */
  gboolean recent;  /* kernels before about 5.10 do not name it */
} sets[] = {
  { "pni", 1, 0, 2, 0 },
  { "ssse3", 1, 0, 2, 9 },
  { "cx16", 1, 0, 2, 13 },
  { "sse4_1", 1, 0, 2, 19 },
  { "sse4_2", 1, 0, 2, 20 },
  { "popcnt", 1, 0, 2, 23 },
  { "sse", 1, 0, 3, 25 },
  { "sse2", 1, 0, 3, 26 },
  { "lm", 0x80000001, 0, 3, 29 },
  { "sse4a", 0x80000001, 0, 2, 6 },
  { "fma4", 0x80000001, 0, 2, 16, XCR0_AVX },
  { "avx", 1, 0, 2, 28, XCR0_AVX },
  { "f16c", 1, 0, 2, 29, XCR0_AVX },
  { "fma", 1, 0, 2, 12, XCR0_AVX },
  { "bmi1", 7, 0, 1, 3 },
  { "avx2", 7, 0, 1, 5, XCR0_AVX },
  { "bmi2", 7, 0, 1, 8 },
  { "avx512f", 7, 0, 1, 16, XCR0_AVX512 },
  { "avx512dq", 7, 0, 1, 17, XCR0_AVX512 },
  { "avx512ifma", 7, 0, 1, 21, XCR0_AVX512 },
  { "avx512cd", 7, 0, 1, 28, XCR0_AVX512 },
  { "sha_ni", 7, 0, 1, 29 },
  { "avx512bw", 7, 0, 1, 30, XCR0_AVX512 },
  { "avx512vl", 7, 0, 1, 31, XCR0_AVX512 },
  { "avx512vbmi", 7, 0, 2, 1, XCR0_AVX512 },
  { "avx512_vbmi2", 7, 0, 2, 6, XCR0_AVX512 },
  { "gfni", 7, 0, 2, 8 },
  { "vaes", 7, 0, 2, 9, XCR0_AVX },
  { "vpclmulqdq", 7, 0, 2, 10, XCR0_AVX },
  { "avx512_vnni", 7, 0, 2, 11, XCR0_AVX512 },
  { "avx512_bitalg", 7, 0, 2, 12, XCR0_AVX512 },
  { "avx512_vpopcntdq", 7, 0, 2, 14, XCR0_AVX512 },
  { "avx512_vp2intersect", 7, 0, 3, 8, XCR0_AVX512, TRUE },
  { "avx512_fp16", 7, 0, 3, 23, XCR0_AVX512, TRUE },
  { "amx_bf16", 7, 0, 3, 22, XCR0_AMX, TRUE },
  { "amx_tile", 7, 0, 3, 24, XCR0_AMX, TRUE },
  { "amx_int8", 7, 0, 3, 25, XCR0_AMX, TRUE },
  { "avx_vnni", 7, 1, 0, 4, XCR0_AVX, TRUE },
  { "avx512_bf16", 7, 1, 0, 5, XCR0_AVX512, TRUE },
  { "amx_fp16", 7, 1, 0, 21, XCR0_AMX, TRUE },
  { "avx_ifma", 7, 1, 0, 23, XCR0_AVX, TRUE },
  { "avx_vnni_int8", 7, 1, 3, 4, XCR0_AVX, TRUE },
  { "avx_ne_convert", 7, 1, 3, 5, XCR0_AVX, TRUE },
  { "amx_complex", 7, 1, 3, 8, XCR0_AMX, TRUE },
  { "avx_vnni_int16", 7, 1, 3, 10, XCR0_AVX, TRUE },
  { "avx10", 7, 1, 3, 19, XCR0_AVX512, TRUE },
};

/* Lines of "LEAF SUBLEAF EAX EBX ECX EDX", all hexadecimal, and "xcr0 VALUE". */
static GArray *
parse_leaves (const char *text, guint64 *xcr0)
{
  GArray *leaves = g_array_new (FALSE, FALSE, sizeof (Leaf));
  g_auto(GStrv) lines = g_strsplit (text, "\n", 64);

  *xcr0 = 0;
  for (char **line = lines; *line; line++)
    {
      g_auto(GStrv) words = g_strsplit (*line, " ", -1);
      Leaf leaf = { 0 };

      if (g_strv_length (words) == 2 && g_str_equal (words[0], "xcr0"))
        *xcr0 = g_ascii_strtoull (words[1], NULL, 16);
      if (g_strv_length (words) != 6)
        continue;
      leaf.leaf = (guint32) g_ascii_strtoull (words[0], NULL, 16);
      leaf.subleaf = (guint32) g_ascii_strtoull (words[1], NULL, 16);
      for (guint i = 0; i < 4; i++)
        leaf.registers[i] = (guint32) g_ascii_strtoull (words[2 + i], NULL, 16);
      g_array_append_val (leaves, leaf);
    }
  return leaves;
}

static const Leaf *
find_leaf (GArray *leaves, guint32 leaf, guint32 subleaf)
{
  for (guint i = 0; i < leaves->len; i++)
    {
      const Leaf *found = &g_array_index (leaves, Leaf, i);

      if (found->leaf == leaf && found->subleaf == subleaf)
        return found;
    }
  return NULL;
}

gboolean
_edgekit_decode_cpuid_leaf (EdgeKitSnapshot *snapshot, guint32 leaf, guint32 registers[4])
{
  const char *text = edgekit_snapshot_get_text (snapshot, "cpuid:leaves");
  g_autoptr(GArray) leaves = NULL;
  const Leaf *found;
  guint64 xcr0;

  if (!text)
    return FALSE;
  leaves = parse_leaves (text, &xcr0);
  found = find_leaf (leaves, leaf, 0);
  if (found)
    memcpy (registers, found->registers, sizeof found->registers);
  return found != NULL;
}

/* Whether the processor has the instruction set; unknown without its leaf. */
static EdgeKitTristate
has_set (GArray *leaves, guint64 xcr0, guint set)
{
  const Leaf *leaf = find_leaf (leaves, sets[set].leaf, sets[set].subleaf);

  if (!leaf)
    return EDGEKIT_TRISTATE_UNKNOWN;
  return (leaf->registers[sets[set].reg] >> sets[set].bit & 1) && (xcr0 & sets[set].xcr0) == sets[set].xcr0;
}

static int
find_set (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    if (g_str_equal (sets[i].name, name))
      return (int) i;
  return -1;
}

static void
add_differences (EdgeKitHardwareProfile *profile, GPtrArray *names)
{
  g_autofree char *list = NULL;
  g_autofree char *message = NULL;

  if (names->len == 0)
    return;
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (", ", (char **) names->pdata);
  /* Translators: %s is a list of instruction sets, as in "avx2, fma" */
  message = g_strdup_printf (_ ("The processor and the system disagree about its instruction sets: %s."), list);
  _edgekit_hardware_profile_add_note (profile, "cpu-flags-differ", EDGEKIT_SEVERITY_INFO, message,
                                      _ ("EdgeKit goes by the processor, as the engines do."));
}

GStrv
_edgekit_decode_cpuid (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const char *const *flags)
{
  const char *text = edgekit_snapshot_get_text (snapshot, "cpuid:leaves");
  g_autoptr(GStrvBuilder) list = g_strv_builder_new ();
  g_autoptr(GPtrArray) differences = g_ptr_array_new ();
  g_autoptr(GArray) leaves = NULL;
  guint64 xcr0;

  if (!text)
    return NULL;
  leaves = parse_leaves (text, &xcr0);
  /* a processor without SSE2 runs no 64-bit system: then these are no leaves */
  if (has_set (leaves, xcr0, (guint) find_set ("sse2")) != EDGEKIT_TRISTATE_YES)
    return NULL;
  for (const char *const *flag = flags; flag && *flag; flag++)
    {
      int set = find_set (*flag);

      if (set < 0 || has_set (leaves, xcr0, (guint) set) != EDGEKIT_TRISTATE_NO)
        g_strv_builder_add (list, *flag);
      else
        g_ptr_array_add (differences, (gpointer) *flag);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      if (has_set (leaves, xcr0, i) != EDGEKIT_TRISTATE_YES || (flags && g_strv_contains (flags, sets[i].name)))
        continue;
      g_strv_builder_add (list, sets[i].name);
      if (flags && !sets[i].recent)
        g_ptr_array_add (differences, (gpointer) sets[i].name);
    }
  add_differences (profile, differences);
  return g_strv_builder_end (list);
}
