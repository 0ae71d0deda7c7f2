/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-devices-private.h"
#include "edgekit-decode-guests-private.h"
#include "edgekit-decode-macos-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-table-private.h"

#define MIB (G_GINT64_CONSTANT (1) << 20)
#define GIB (G_GINT64_CONSTANT (1) << 30)
#define PCI_APPLE 0x106b
#define MAX_ITEMS 64 /* no computer has more devices of one kind */

/* --- The table of chips ------------------------------------------------------------ */

/* Whether @row may be the one; EDGEKIT_UNKNOWN fits any. */
static gboolean
row_fits (const char *row, const char *chip, gint64 cores, gint64 gpu_cores)
{
  g_autofree char *name = g_key_file_get_string (_edgekit_table_get ("apple-chips"), row, "chip", NULL);

  return g_strcmp0 (name, chip) == 0 &&
         (cores == EDGEKIT_UNKNOWN || cores == _edgekit_table_int ("apple-chips", row, "cores")) &&
         (gpu_cores == EDGEKIT_UNKNOWN || gpu_cores == _edgekit_table_int ("apple-chips", row, "gpu_cores"));
}

char *
_edgekit_decode_apple_chip_string (const char *chip, gint64 cores, gint64 gpu_cores, const char *key)
{
  GKeyFile *table = _edgekit_table_get ("apple-chips");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);
  g_autofree char *found = NULL;
  gboolean any = FALSE;

  if (!chip || !g_str_has_prefix (chip, "Apple "))
    return NULL;
  for (char **row = rows; *row; row++)
    if (row_fits (*row, chip + strlen ("Apple "), cores, gpu_cores))
      {
        g_autofree char *value = g_key_file_get_string (table, *row, key, NULL);

        if (any && g_strcmp0 (value, found) != 0)
          return NULL;
        any = TRUE;
        g_free (found);
        found = g_steal_pointer (&value);
      }
  return g_steal_pointer (&found);
}

gint64
_edgekit_decode_apple_chip_int (const char *chip, gint64 cores, gint64 gpu_cores, const char *key)
{
  g_autofree char *text = _edgekit_decode_apple_chip_string (chip, cores, gpu_cores, key);

  return _edgekit_decode_number (text);
}

/* --- What the sources say of one GPU ------------------------------------------------ */

typedef struct
{
  char *name;
  guint vendor; /* PCI ids; 0: not known */
  guint device;
  gint64 cores;
  gint64 vram;      /* its own memory */
  gint64 working;   /* Metal: what is best not exceeded */
  gint64 allocated; /* Metal: of this process */
  gint64 max_buffer;
  gboolean metal;
} Gpu;

static void
gpu_free (gpointer data)
{
  Gpu *gpu = data;

  g_free (gpu->name);
  g_free (gpu);
}

static gboolean
mentions (const char *text, const char *word)
{
  g_autofree char *lower = text ? g_ascii_strdown (text, -1) : NULL;

  return lower && strstr (lower, word);
}

/* “AMD Radeon Pro 560X” is “Radeon Pro 560X” elsewhere. */
static gboolean
same_name (const char *a, const char *b)
{
  static const char *const makers[] = { "AMD ", "ATI ", "Intel ", "NVIDIA " };

  if (!a || !b)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      if (g_str_has_prefix (a, makers[i]))
        a += strlen (makers[i]);
      if (g_str_has_prefix (b, makers[i]))
        b += strlen (makers[i]);
    }
  return g_ascii_strcasecmp (a, b) == 0;
}

static guint
vendor_of (const char *text)
{
  static const struct
  {
    const char *word;
    guint vendor;
  } words[] = {
    { "apple", PCI_APPLE }, { "intel", 0x8086 }, { "amd", 0x1002 }, { "radeon", 0x1002 }, { "nvidia", 0x10de },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (mentions (text, words[i].word))
      return words[i].vendor;
  return 0;
}

/* The GPU of that name, or the @index-th one where two have it, or a new one. */
static Gpu *
take_gpu (GPtrArray *gpus, const char *name, guint nth)
{
  Gpu *gpu;

  for (guint i = 0; i < gpus->len; i++)
    {
      gpu = g_ptr_array_index (gpus, i);
      if (same_name (gpu->name, name) && nth-- == 0)
        return gpu;
    }
  gpu = g_new0 (Gpu, 1);
  gpu->name = g_strdup (name);
  gpu->cores = gpu->vram = gpu->working = gpu->allocated = gpu->max_buffer = EDGEKIT_UNKNOWN;
  g_ptr_array_add (gpus, gpu);
  return gpu;
}

/* How many of the items before @index have the name that @index has. */
static guint
namesakes (GPtrArray *items, guint index, const char *member)
{
  const char *name = _edgekit_document_string (g_ptr_array_index (items, index), member);
  guint n = 0;

  for (guint i = 0; i < index; i++)
    n += same_name (_edgekit_document_string (g_ptr_array_index (items, i), member), name);
  return n;
}

static void
read_registry (EdgeKitSnapshot *snapshot, GPtrArray *gpus)
{
  g_autoptr(GPtrArray) entries =
      _edgekit_document_list (_edgekit_document_get (snapshot, "registry:IOAccelerator"), "entries", MAX_ITEMS);

  for (guint i = 0; i < entries->len; i++)
    {
      JsonObject *entry = g_ptr_array_index (entries, i);
      const char *model = _edgekit_document_string (entry, "model");
      gint64 mib = _edgekit_document_int (entry, "VRAM,totalMB");
      gint64 vendor = _edgekit_document_int (entry, "vendor-id");
      gint64 device = _edgekit_document_int (entry, "device-id");
      Gpu *gpu;

      if (!model)
        continue;
      gpu = take_gpu (gpus, model, namesakes (entries, i, "model"));
      gpu->cores = _edgekit_document_int (entry, "gpu-core-count");
      if (vendor > 0 && vendor <= 0xffff)
        gpu->vendor = (guint) vendor;
      if (device > 0 && device <= 0xffff)
        gpu->device = (guint) device;
      if (mib > 0 && mib < G_MAXINT64 / MIB)
        gpu->vram = mib * MIB;
    }
}

static void
read_metal (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, GPtrArray *gpus)
{
  EdgeKitGuest guest;
  g_autoptr(GPtrArray) devices = NULL;

  if (!_edgekit_guest_open (&guest, snapshot, profile, "metal"))
    return;
  devices = _edgekit_guest_list (&guest, guest.answer, "devices");
  for (guint i = 0; i < devices->len; i++)
    {
      JsonObject *device = g_ptr_array_index (devices, i);
      g_autofree char *name = _edgekit_guest_name (&guest, device, "name");
      Gpu *gpu;

      if (!name)
        continue;
      gpu = take_gpu (gpus, name, namesakes (devices, i, "name"));
      gpu->metal = TRUE;
      gpu->working =
          _edgekit_guest_int (&guest, device, "recommended_max_working_set_size", 0, EDGEKIT_GUEST_MAX_BYTES);
      gpu->allocated = _edgekit_guest_int (&guest, device, "current_allocated_size", 0, EDGEKIT_GUEST_MAX_BYTES);
      gpu->max_buffer = _edgekit_guest_int (&guest, device, "max_buffer_length", 0, EDGEKIT_GUEST_MAX_BYTES);
    }
  _edgekit_guest_close (&guest);
}

/* "4 GB", "1536 MB" */
static gint64
size_in_words (const char *text)
{
  gint64 number = _edgekit_decode_number (text);

  if (number <= 0 || number > 1 << 20)
    return EDGEKIT_UNKNOWN;
  return strstr (text, "GB") ? number * GIB : strstr (text, "MB") ? number * MIB : EDGEKIT_UNKNOWN;
}

static void
read_system_profiler (EdgeKitSnapshot *snapshot, GPtrArray *gpus)
{
  g_autoptr(GPtrArray) items =
      _edgekit_document_list (_edgekit_document_get (snapshot, "run:system_profiler"), "SPDisplaysDataType", MAX_ITEMS);

  for (guint i = 0; i < items->len; i++)
    {
      JsonObject *item = g_ptr_array_index (items, i);
      const char *model = _edgekit_document_string (item, "sppci_model");
      const char *vendor = _edgekit_document_string (item, "spdisplays_vendor");
      const char *metal = _edgekit_document_string (item, "spdisplays_mtlgpufamilysupport");
      const char *vram = _edgekit_document_string (item, "_spdisplays_vram");
      gint64 device = _edgekit_decode_number (_edgekit_document_string (item, "spdisplays_device-id"));
      Gpu *gpu;

      if (!model)
        continue;
      if (!vram)
        vram = _edgekit_document_string (item, "spdisplays_vram");
      gpu = take_gpu (gpus, model, namesakes (items, i, "sppci_model"));
      if (gpu->cores == EDGEKIT_UNKNOWN)
        gpu->cores = _edgekit_decode_number (_edgekit_document_string (item, "sppci_cores"));
      if (gpu->vendor == 0)
        gpu->vendor = vendor_of (vendor);
      if (gpu->device == 0 && device > 0 && device <= 0xffff)
        gpu->device = (guint) device;
      if (gpu->vram == EDGEKIT_UNKNOWN)
        gpu->vram = size_in_words (vram ? vram : _edgekit_document_string (item, "spdisplays_vram_shared"));
      gpu->metal = gpu->metal || metal || _edgekit_document_string (item, "spdisplays_metal");
    }
}

static GPtrArray *
find_gpus (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  GPtrArray *gpus = g_ptr_array_new_with_free_func (gpu_free);

  read_registry (snapshot, gpus);
  read_metal (snapshot, profile, gpus);
  read_system_profiler (snapshot, gpus);
  /* every Apple chip has a GPU; a virtual machine need not show it */
  if (gpus->len == 0 && _edgekit_decode_macos_is_arm (profile) && !_edgekit_decode_runs_in (profile, "vm:"))
    {
      Gpu *gpu = take_gpu (gpus, profile->cpu && profile->cpu->name ? profile->cpu->name : "Apple GPU", 0);

      gpu->vendor = PCI_APPLE;
      gpu->metal = TRUE;
    }
  for (guint i = 0; i < gpus->len; i++)
    {
      Gpu *gpu = g_ptr_array_index (gpus, i);

      if (gpu->vendor == 0)
        gpu->vendor = vendor_of (gpu->name);
    }
  return gpus;
}

/* --- Memory ------------------------------------------------------------------------- */

/* How much of main memory the GPU may hold at a time. Metal's number already
 * follows iogpu.wired_limit_mb. Where neither is known it was seen to be two
 * thirds up to 32 GiB and three quarters above. */
static void
decode_unified (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const Gpu *gpu,
                EdgeKitAccelerator *accelerator)
{
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (profile, "ram");
  EdgeKitMemoryPool *pool = _edgekit_decode_add_pool (profile, accelerator, "shared", EDGEKIT_POOL_KIND_SHARED);
  gint64 total = ram ? ram->total : EDGEKIT_UNKNOWN;
  gint64 wired = _edgekit_decode_int (snapshot, "sysctl:iogpu.wired_limit_mb");

  if (gpu->working > 0 && (total == EDGEKIT_UNKNOWN || gpu->working <= total))
    _edgekit_decode_set_shared (profile, pool, gpu->working,
                                gpu->allocated == EDGEKIT_UNKNOWN ? EDGEKIT_UNKNOWN
                                                                  : MAX (gpu->working - gpu->allocated, 0),
                                EDGEKIT_PROVENANCE_REPORTED, "guest:metal recommendedMaxWorkingSetSize");
  else if (wired > 0 && wired < G_MAXINT64 / MIB && (total == EDGEKIT_UNKNOWN || wired <= total / MIB))
    _edgekit_decode_set_shared (profile, pool, wired * MIB, EDGEKIT_UNKNOWN, EDGEKIT_PROVENANCE_REPORTED,
                                "sysctl:iogpu.wired_limit_mb");
  else if (total != EDGEKIT_UNKNOWN)
    _edgekit_decode_set_shared (profile, pool, total <= 32 * GIB ? total / 3 * 2 : total / 4 * 3, EDGEKIT_UNKNOWN,
                                EDGEKIT_PROVENANCE_ESTIMATE,
                                "two thirds of main memory up to 32 GiB, three quarters above");
}

static void
decode_gpu_memory (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const Gpu *gpu,
                   EdgeKitAccelerator *accelerator)
{
  EdgeKitMemoryPool *pool;

  if (gpu->vendor == PCI_APPLE)
    {
      decode_unified (snapshot, profile, gpu, accelerator);
      return;
    }
  if (accelerator->integrated == EDGEKIT_TRISTATE_YES)
    {
      pool = _edgekit_decode_add_pool (profile, accelerator, "shared", EDGEKIT_POOL_KIND_SHARED);
      if (gpu->vram > 0)
        _edgekit_decode_set_shared (profile, pool, gpu->vram, EDGEKIT_UNKNOWN, EDGEKIT_PROVENANCE_REPORTED,
                                    "registry:IOAccelerator VRAM,totalMB");
      return;
    }
  pool = _edgekit_decode_add_pool (profile, accelerator, "vram", EDGEKIT_POOL_KIND_VRAM);
  if (gpu->vram > 0)
    _edgekit_decode_set_total (profile, pool, gpu->vram, "registry:IOAccelerator VRAM,totalMB");
}

/* --- Accelerators ---------------------------------------------------------------------- */

static char *
gpu_name (const Gpu *gpu, gint64 cores)
{
  if (gpu->vendor != PCI_APPLE)
    return _edgekit_decode_clean_name (gpu->name);
  if (!g_str_has_prefix (gpu->name, "Apple M"))
    /* before the chips had names they were an “Apple processor”; “Apple Paravirtual device” is a name of its own */
    return g_strdup (g_str_equal (gpu->name, "Apple processor") ? "Apple GPU" : gpu->name);
  return cores > 0 ? g_strdup_printf ("%s GPU (%" G_GINT64_FORMAT " cores)", gpu->name, cores)
                   : g_strconcat (gpu->name, " GPU", NULL);
}

static void
decode_gpu (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const char *chip, const Gpu *gpu, guint number)
{
  g_autoptr(EdgeKitAccelerator) accelerator = g_object_new (EDGEKIT_TYPE_ACCELERATOR, NULL);
  g_autoptr(EdgeKitDevice) device = _edgekit_device_new (EDGEKIT_ACCELERATOR_KIND_GPU, NULL);
  gboolean apple = gpu->vendor == PCI_APPLE;

  if (!apple && gpu->device != 0)
    _edgekit_device_set_ids (device, gpu->vendor, gpu->device);
  else
    device->vendor = gpu->vendor;
  if (apple)
    accelerator->cores = gpu->cores != EDGEKIT_UNKNOWN
                             ? gpu->cores
                             : _edgekit_decode_apple_chip_int (chip, profile->cpu->cores, EDGEKIT_UNKNOWN, "gpu_cores");
  device->name = gpu_name (gpu, accelerator->cores);
  accelerator->id = g_strdup_printf ("gpu%u", number);
  _edgekit_decode_identify (snapshot, device, accelerator);
  if (apple || gpu->vendor == 0x8086)
    accelerator->integrated = EDGEKIT_TRISTATE_YES; /* there is no Mac with a card of Intel */
  else if (gpu->vendor != 0)
    accelerator->integrated = EDGEKIT_TRISTATE_NO;
  if (apple)
    accelerator->generation = _edgekit_decode_apple_chip_string (chip, profile->cpu->cores, gpu->cores, "family");
  if (gpu->metal)
    accelerator->runtimes = g_strsplit ("metal", " ", -1);
  accelerator->usable = gpu->metal ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_UNKNOWN;
  if (gpu->max_buffer > 0)
    accelerator->max_allocation = gpu->max_buffer;
  decode_gpu_memory (snapshot, profile, gpu, accelerator);
  g_list_store_append (profile->accelerators, accelerator);
}

static void
decode_neural_engine (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const char *chip)
{
  g_autoptr(GPtrArray) entries =
      _edgekit_document_list (_edgekit_document_get (snapshot, "registry:H11ANEIn"), "entries", MAX_ITEMS);
  g_autoptr(EdgeKitAccelerator) npu = NULL;
  gint64 cores = 0;

  if (!_edgekit_decode_macos_is_arm (profile) || (_edgekit_decode_runs_in (profile, "vm:") && entries->len == 0))
    return;
  for (guint i = 0; i < entries->len; i++) /* an Ultra has two */
    cores += MAX (_edgekit_document_int (g_ptr_array_index (entries, i), "cores"), 0);
  if (cores == 0 || cores > 4096)
    cores = _edgekit_decode_apple_chip_int (chip, EDGEKIT_UNKNOWN, EDGEKIT_UNKNOWN, "ane_cores");
  npu = g_object_new (EDGEKIT_TYPE_ACCELERATOR, NULL);
  npu->id = g_strdup ("npu0");
  npu->kind = EDGEKIT_ACCELERATOR_KIND_NPU;
  npu->vendor = g_strdup ("apple");
  npu->name = cores > 0 ? g_strdup_printf ("Apple Neural Engine (%" G_GINT64_FORMAT " cores)", cores)
                        : g_strdup ("Apple Neural Engine");
  npu->integrated = EDGEKIT_TRISTATE_YES;
  npu->usable = EDGEKIT_TRISTATE_YES;
  npu->partitions = 1;
  npu->runtimes = g_strsplit ("coreml", " ", -1); /* the only way to it */
  g_list_store_append (profile->accelerators, npu);
}

void
_edgekit_decode_macos_accelerators (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  g_autoptr(GPtrArray) gpus = NULL;
  const char *chip = NULL;

  if (!profile->cpu)
    return;
  gpus = find_gpus (snapshot, profile);
  if (gpus->len == 0 && !_edgekit_document_get (snapshot, "registry:IOAccelerator"))
    _edgekit_decode_note_no_graphics (profile);
  /* a virtual machine has the name of its chip, but not all of its parts */
  if (!_edgekit_decode_runs_in (profile, "vm:"))
    chip = profile->cpu->name;
  for (guint i = 0; i < gpus->len; i++)
    decode_gpu (snapshot, profile, chip, g_ptr_array_index (gpus, i), i);
  decode_neural_engine (snapshot, profile, chip);
}
