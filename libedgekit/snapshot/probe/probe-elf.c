/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "probe-elf.h"

#define MAX_SEGMENTS 64
#define MAX_ENTRIES 1024          /* of the dynamic section */
#define MAX_NEEDED 128
#define MAX_STRING 1024
#define MAX_SYMBOLS (512 * 1024)
#define MAX_VERSIONS 1024

#define PT_LOAD 1
#define PT_DYNAMIC 2
#define DT_NEEDED 1
#define DT_STRTAB 5
#define DT_SYMTAB 6
#define DT_STRSZ 10
#define DT_RPATH 15
#define DT_RUNPATH 29
#define DT_VERNEED 0x6ffffffe
#define SYMBOL_SIZE 24
#define EM_X86_64 62
#define EM_AARCH64 183
#define PREFIX "ggml_cpu_has_"

typedef struct
{
  const guint8 *data;
  guint64 size;
  gboolean big;
  struct
  {
    guint64 address, offset, length;
  } load[MAX_SEGMENTS];
  guint n_load;
  guint64 strings, strings_size; /* offsets in the file; 0: not there */
  guint64 symbols, versions;
} Image;

/* --- numbers; FALSE beyond the end of the file --------------------------------- */

static gboolean
has (const Image *image, guint64 offset, guint64 length)
{
  return offset <= image->size && length <= image->size - offset;
}

static guint64
number (const Image *image, guint64 offset, guint width)
{
  guint64 value = 0;

  if (!has (image, offset, width))
    return 0;
  for (guint i = 0; i < width; i++)
    value = value << 8 | image->data[offset + (image->big ? i : width - 1 - i)];
  return value;
}

/* The place in the file of what lies at @address in memory; FALSE when it is not
 * in the file. @room: how many bytes there are from there on. */
static gboolean
locate (const Image *image, guint64 address, guint64 *offset, guint64 *room)
{
  for (guint i = 0; i < image->n_load; i++)
    if (address >= image->load[i].address && address - image->load[i].address < image->load[i].length)
      {
        const guint64 into = address - image->load[i].address;

        *offset = image->load[i].offset + into;
        *room = image->load[i].length - into;
        return TRUE;
      }
  return FALSE;
}

/* A string of the string table that ends within it, or NULL. */
static const char *
string (const Image *image, guint64 index)
{
  const char *text;

  if (image->strings == 0 || index >= image->strings_size)
    return NULL;
  text = (const char *) image->data + image->strings + index;
  return memchr (text, '\0', MIN (image->strings_size - index, MAX_STRING)) ? text : NULL;
}

/* --- the parts ------------------------------------------------------------------ */

static void
add_load (Image *image, guint64 header)
{
  const guint64 offset = number (image, header + 8, 8);
  guint64 length = number (image, header + 32, 8);

  if (offset >= image->size || image->n_load == MAX_SEGMENTS)
    return;
  length = MIN (length, image->size - offset);
  image->load[image->n_load].offset = offset;
  image->load[image->n_load].address = number (image, header + 16, 8);
  image->load[image->n_load].length = length;
  image->n_load++;
}

/* The file's segments; FALSE without a dynamic one. */
static gboolean
read_segments (Image *image, guint64 *dynamic, guint64 *dynamic_size)
{
  const guint64 table = number (image, 32, 8);
  const guint64 width = number (image, 54, 2), count = number (image, 56, 2);

  *dynamic_size = 0;
  if (width < 56)
    return FALSE;
  for (guint64 i = 0; i < count; i++)
    {
      const guint64 header = table + i * width; /* two of 16 bits: no overflow beyond the check */

      if (header < table || !has (image, header, 56))
        break;
      switch (number (image, header, 4))
        {
        case PT_LOAD:
          add_load (image, header);
          break;
        case PT_DYNAMIC:
          *dynamic = number (image, header + 8, 8);
          *dynamic_size = number (image, header + 32, 8);
          break;
        default:
          break;
        }
    }
  return *dynamic_size > 0 && has (image, *dynamic, 16);
}

static void
set_string (char **member, const char *text)
{
  if (text && !*member)
    *member = g_utf8_make_valid (text, -1);
}

/* Its entries, twice: the place of the strings first, then what they say. */
static void
read_dynamic (Image *image, ProbeElf *elf, guint64 dynamic, guint64 size, gboolean strings_known)
{
  for (guint64 i = 0; i < MAX_ENTRIES && i < size / 16 && has (image, dynamic + i * 16, 16); i++)
    {
      const guint64 tag = number (image, dynamic + i * 16, 8), value = number (image, dynamic + i * 16 + 8, 8);
      const char *text = strings_known ? string (image, value) : NULL;
      guint64 room;

      if (tag == 0)
        return;
      if (!strings_known && tag == DT_STRTAB && !locate (image, value, &image->strings, &room))
        image->strings = 0;
      else if (!strings_known && tag == DT_STRSZ)
        image->strings_size = value;
      else if (!strings_known && tag == DT_SYMTAB && !locate (image, value, &image->symbols, &room))
        image->symbols = 0;
      else if (!strings_known && tag == DT_VERNEED && !locate (image, value, &image->versions, &room))
        image->versions = 0;
      else if (tag == DT_NEEDED && text && elf->needed->len < MAX_NEEDED)
        g_ptr_array_add (elf->needed, g_utf8_make_valid (text, -1));
      else if (tag == DT_RPATH)
        set_string (&elf->rpath, text);
      else if (tag == DT_RUNPATH)
        set_string (&elf->runpath, text);
    }
}

static guint
glibc_version (const char *name)
{
  guint64 major, minor;
  char *end;

  if (!name || !g_str_has_prefix (name, "GLIBC_") || !g_ascii_isdigit (name[6]))
    return 0;
  major = g_ascii_strtoull (name + 6, &end, 10);
  minor = *end == '.' ? g_ascii_strtoull (end + 1, NULL, 10) : 0;
  return major < 100 && minor < 1000 ? major * 1000 + minor : 0;
}

/* Verneed, each with a chain of Vernaux: both chains go forward only. */
static void
read_versions (const Image *image, ProbeElf *elf)
{
  guint64 need = image->versions;

  for (guint i = 0, left = MAX_VERSIONS; need && has (image, need, 16) && i < MAX_VERSIONS && left > 0; i++)
    {
      guint64 entry = need + number (image, need + 8, 4);
      const guint64 count = number (image, need + 2, 2), next = number (image, need + 12, 4);

      for (guint64 j = 0; j < count && has (image, entry, 16) && left > 0; j++, left--)
        {
          const guint64 step = number (image, entry + 12, 4);

          elf->glibc = MAX (elf->glibc, glibc_version (string (image, number (image, entry + 8, 4))));
          if (step == 0)
            break;
          entry += step;
        }
      need = next ? need + next : 0;
    }
}

/* What a function returns that does nothing else: 0, 1, or -1 when it does more. */
static int
constant (const Image *image, guint machine, guint64 address)
{
  static const guint8 endbr64[] = { 0xf3, 0x0f, 0x1e, 0xfa };
  static const guint8 x86_one[] = { 0xb8, 0x01, 0x00, 0x00, 0x00, 0xc3 }; /* mov eax, 1; ret */
  static const guint8 x86_zero[] = { 0x31, 0xc0, 0xc3 };                  /* xor eax, eax; ret */
  static const guint8 bti[] = { 0x5f, 0x24, 0x03, 0xd5 };
  static const guint8 arm_one[] = { 0x20, 0x00, 0x80, 0x52, 0xc0, 0x03, 0x5f, 0xd6 }; /* mov w0, 1; ret */
  static const guint8 arm_zero[] = { 0x00, 0x00, 0x80, 0x52, 0xc0, 0x03, 0x5f, 0xd6 };
  const gboolean arm = machine == EM_AARCH64;
  const guint8 *landing = arm ? bti : endbr64;
  const guint8 *one = arm ? arm_one : x86_one, *zero = arm ? arm_zero : x86_zero;
  const gsize one_size = arm ? sizeof arm_one : sizeof x86_one, zero_size = arm ? sizeof arm_zero : sizeof x86_zero;
  guint64 offset, room;

  if ((!arm && machine != EM_X86_64) || !locate (image, address, &offset, &room))
    return -1;
  if (room >= 4 && memcmp (image->data + offset, landing, 4) == 0)
    {
      offset += 4;
      room -= 4;
    }
  if (room >= one_size && memcmp (image->data + offset, one, one_size) == 0)
    return 1;
  return room >= zero_size && memcmp (image->data + offset, zero, zero_size) == 0 ? 0 : -1;
}

/* The symbols end where the strings begin, as every linker writes them. */
static void
read_symbols (const Image *image, ProbeElf *elf)
{
  guint64 count;

  if (!image->symbols || image->strings <= image->symbols)
    return;
  count = MIN ((image->strings - image->symbols) / SYMBOL_SIZE, MAX_SYMBOLS);
  for (guint64 i = 0; i < count; i++)
    {
      const guint64 symbol = image->symbols + i * SYMBOL_SIZE;
      const char *name = string (image, number (image, symbol, 4));
      int value;

      if (!name || !g_str_has_prefix (name, PREFIX))
        continue;
      value = constant (image, elf->machine, number (image, symbol + 8, 8));
      if (value < 0)
        continue;
      if (!elf->has)
        elf->has = g_ptr_array_new_with_free_func (g_free);
      if (value == 1 && elf->has->len < MAX_NEEDED)
        g_ptr_array_add (elf->has, g_utf8_make_valid (name + strlen (PREFIX), -1));
    }
}

gboolean
probe_elf_read (ProbeElf *elf, const guint8 *data, gsize size)
{
  Image image = { .data = data, .size = size };
  guint64 dynamic = 0, dynamic_size;

  memset (elf, 0, sizeof *elf);
  elf->needed = g_ptr_array_new_with_free_func (g_free);
  if (size < 64 || memcmp (data, "\177ELF", 4) != 0)
    return FALSE;
  image.big = data[5] == 2;
  elf->machine = number (&image, 18, 2);
  /* of 32 bits the machine is all that matters: no engine is built for them */
  if (data[4] != 2 || !read_segments (&image, &dynamic, &dynamic_size))
    return FALSE;
  read_dynamic (&image, elf, dynamic, dynamic_size, FALSE);
  if (image.strings == 0 || image.strings >= size)
    return FALSE;
  image.strings_size = MIN (image.strings_size, size - image.strings);
  read_dynamic (&image, elf, dynamic, dynamic_size, TRUE);
  read_versions (&image, elf);
  read_symbols (&image, elf);
  return TRUE;
}

void
probe_elf_clear (ProbeElf *elf)
{
  g_clear_pointer (&elf->needed, g_ptr_array_unref);
  g_clear_pointer (&elf->has, g_ptr_array_unref);
  g_clear_pointer (&elf->rpath, g_free);
  g_clear_pointer (&elf->runpath, g_free);
}
