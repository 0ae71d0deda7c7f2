/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-cpuinfo-private.h"
#include "edgekit-decode-private.h"

static const char *
line_end (const char *line)
{
  const char *newline = strchr (line, '\n');

  return newline ? newline : line + strlen (line);
}

/* The number of "processor : 7", and of "processor 7: version = …" (s390).
 * "Processor : ARMv7 Processor" is another kind of line. */
static gint64
processor_number (const char *line, const char *word, gboolean *whole_line)
{
  gsize length = strlen (word);
  const char *p = line + length;

  if (strncmp (line, word, length) != 0)
    return EDGEKIT_UNKNOWN;
  p += strspn (p, " \t");
  *whole_line = g_ascii_isdigit (*p) && p > line + length;
  if (!*whole_line && *p != ':')
    return EDGEKIT_UNKNOWN;
  return _edgekit_decode_number (*whole_line ? p : p + 1);
}

static gboolean
is_blank (const char *line, const char *end)
{
  while (line < end && g_ascii_isspace (*line))
    line++;
  return line == end;
}

/* A blank line ends a block; so does the next processor: old Arm kernels write
 * no blank lines between them. RISC-V kernels before 5.0 number only “hart”. */
static void
cut (const char *text, const char *word, GArray *blocks)
{
  EdgeKitCpuinfoBlock block = { EDGEKIT_UNKNOWN, text, text };

  for (const char *line = text; *line;)
    {
      const char *end = line_end (line);
      gboolean whole_line = FALSE;
      gint64 number = processor_number (line, word, &whole_line);
      gboolean blank = is_blank (line, end);

      if (blank || whole_line || (number != EDGEKIT_UNKNOWN && block.number != EDGEKIT_UNKNOWN))
        {
          block.end = line;
          if (block.end > block.begin)
            g_array_append_val (blocks, block);
          block = (EdgeKitCpuinfoBlock) { EDGEKIT_UNKNOWN, blank ? end : line, end };
        }
      if (number != EDGEKIT_UNKNOWN)
        block.number = number;
      line = *end ? end + 1 : end;
      block.end = end;
    }
  if (block.end > block.begin)
    g_array_append_val (blocks, block);
}

guint
_edgekit_cpuinfo_count (GArray *blocks)
{
  guint count = 0;

  for (guint i = 0; i < blocks->len; i++)
    count += g_array_index (blocks, EdgeKitCpuinfoBlock, i).number != EDGEKIT_UNKNOWN;
  return count;
}

GArray *
_edgekit_cpuinfo_blocks (const char *text)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (EdgeKitCpuinfoBlock));

  if (!text)
    return blocks;
  cut (text, "processor", blocks);
  if (_edgekit_cpuinfo_count (blocks) == 0)
    {
      g_array_set_size (blocks, 0);
      cut (text, "hart", blocks);
    }
  return blocks;
}

char *
_edgekit_cpuinfo_field (const EdgeKitCpuinfoBlock *block, const char *name)
{
  gsize length = strlen (name);

  for (const char *line = block->begin; line < block->end;)
    {
      const char *newline = memchr (line, '\n', block->end - line);
      const char *end = newline ? newline : block->end;
      const char *p = line + length;

      if ((gsize) (end - line) > length && memcmp (line, name, length) == 0)
        {
          while (p < end && (*p == ' ' || *p == '\t'))
            p++;
          if (p < end && *p == ':')
            {
              char *value = g_strstrip (g_strndup (p + 1, end - p - 1));

              if (!*value)
                g_clear_pointer (&value, g_free);
              return value;
            }
        }
      line = end + 1;
    }
  return NULL;
}

gint64
_edgekit_cpuinfo_int (const EdgeKitCpuinfoBlock *block, const char *name)
{
  g_autofree char *value = _edgekit_cpuinfo_field (block, name);

  return _edgekit_decode_number (value);
}

char *
_edgekit_cpuinfo_first (GArray *blocks, const char *const *names)
{
  for (; *names; names++)
    for (guint i = 0; i < blocks->len; i++)
      {
        char *value = _edgekit_cpuinfo_field (&g_array_index (blocks, EdgeKitCpuinfoBlock, i), *names);

        if (value)
          return value;
      }
  return NULL;
}

/* --- The architecture ---------------------------------------------------------- */

static const char *
arm_architecture (GArray *blocks)
{
  static const char *const part[] = { "CPU architecture", NULL };
  static const char *const header[] = { "Processor", "model name", NULL };
  g_autofree char *value = _edgekit_cpuinfo_first (blocks, part);
  g_autofree char *name = _edgekit_cpuinfo_first (blocks, header);

  /* a 64-bit kernel names a 64-bit architecture, whatever the program is */
  if (g_strcmp0 (value, "8") == 0 || g_strcmp0 (value, "AArch64") == 0)
    return name && strstr (name, "(v7l)") ? "armv7l" : "aarch64";
  if (name && strstr (name, "(v6l)"))
    return "armv6l";
  return value && g_ascii_isdigit (*value) && *value >= '7' ? "armv7l" : "armv6l";
}

static const char *
power_architecture (const char *cpu)
{
  /* POWER8 and later run little-endian systems, the rest big-endian ones; what
   * is no POWER may be 32 bits wide */
  if (g_str_has_prefix (cpu, "POWER"))
    return _edgekit_decode_number (cpu + strlen ("POWER")) >= 8 ? "ppc64le" : "ppc64";
  return g_str_has_prefix (cpu, "Cell") || g_str_has_prefix (cpu, "PPC970") ? "ppc64" : NULL;
}

const char *
_edgekit_cpuinfo_architecture (const char *text)
{
  static const struct
  {
    const char *const names[3];
    const char *contains; /* the value, NULL: anything */
    const char *architecture;
  } signs[] = {
    { { "vendor_id" }, "IBM/S390", "s390x" },
    { { "ISA", "isa" }, "loongarch", "loongarch64" },
    { { "CPU Family", "cpu family" }, "Loongson", "loongarch64" },
    { { "isa", "hart isa" }, "rv64", "riscv64" },
    { { "isa", "hart isa" }, "rv32", "riscv32" },
    { { "isa" }, "mips64", "mips64" },
    { { "isa" }, "mips", "mips" },
    { { "arch" }, "IA-64", "ia64" },
    { { "vendor_id" }, NULL, "x86_64" },
  };
  static const char *const arm[] = { "CPU implementer", NULL };
  static const char *const cpu[] = { "cpu", NULL };
  static const char *const flags[] = { "flags", NULL };
  g_autoptr(GArray) blocks = _edgekit_cpuinfo_blocks (text);
  g_autofree char *implementer = _edgekit_cpuinfo_first (blocks, arm);
  g_autofree char *power = _edgekit_cpuinfo_first (blocks, cpu);

  if (implementer)
    return arm_architecture (blocks);
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      g_autofree char *value = _edgekit_cpuinfo_first (blocks, signs[i].names);

      if (!value || (signs[i].contains && !strstr (value, signs[i].contains)))
        continue;
      if (g_str_equal (signs[i].architecture, "x86_64"))
        {
          g_autofree char *words = _edgekit_cpuinfo_first (blocks, flags);

          return words && !strstr (words, " lm ") && !g_str_has_suffix (words, " lm") ? "i686" : "x86_64";
        }
      return signs[i].architecture;
    }
  return power ? power_architecture (power) : NULL;
}
