/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-devices-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-decode-windows-adapters-private.h"
#include "edgekit-decode-windows-private.h"

#define SYSTEM32 "file:%SystemRoot%\\System32\\"

/* --- Drivers --------------------------------------------------------------------------- */

/* The last five digits are NVIDIA's own version: 32.0.15.8088 is 580.88. */
static char *
nvidia_version (const char *version)
{
  g_auto(GStrv) parts = g_strsplit (version, ".", -1);
  g_autoptr(GString) digits = g_string_new (NULL);

  if (g_strv_length (parts) != 4)
    return NULL;
  g_string_printf (digits, "%s%04u", parts[2], (guint) MIN (g_ascii_strtoull (parts[3], NULL, 10), 9999));
  if (digits->len < 5 || strspn (digits->str, "0123456789") != digits->len)
    return NULL;
  return g_strdup_printf ("%.3s.%s", digits->str + digits->len - 5, digits->str + digits->len - 2);
}

/* @unasked: where nobody looked. */
static gboolean
has_library (EdgeKitSnapshot *snapshot, const char *name, gboolean unasked)
{
  g_autofree char *key = g_strconcat (SYSTEM32, name, NULL);

  return edgekit_snapshot_has (snapshot, key) || (unasked && !edgekit_snapshot_get_failure (snapshot, key));
}

static void
decode_driver (EdgeKitSnapshot *snapshot, const EdgeKitAdapter *adapter, EdgeKitAccelerator *accelerator)
{
  g_autofree char *version = _edgekit_adapter_version (adapter);
  const char *vendor = accelerator->vendor ? accelerator->vendor : "";
  JsonObject *kernel = adapter->told[EDGEKIT_ADAPTER_KERNEL];
  gint64 model = _edgekit_guest_int (&adapter->guests[EDGEKIT_ADAPTER_KERNEL], kernel, "wddm", 0, 99999);
  g_autoptr(GStrvBuilder) runtimes = g_strv_builder_new ();

  /* drivers have no short name on this system: their model says how old they are */
  if (model >= 1000)
    accelerator->driver = g_strdup_printf ("%s %d.%d", adapter->npu ? "MCDM" : "WDDM", (int) model / 1000,
                                           (int) model / 100 % 10);
  if (version && g_str_equal (vendor, "nvidia"))
    {
      accelerator->driver_version = nvidia_version (version);
      if (accelerator->driver_version && !adapter->npu)
        accelerator->max_cuda = _edgekit_decode_newest_cuda (accelerator->driver_version, "windows");
    }
  if (!accelerator->driver_version)
    accelerator->driver_version = g_steal_pointer (&version);
  if (kernel || adapter->told[EDGEKIT_ADAPTER_DXGI] || adapter->told[EDGEKIT_ADAPTER_DXCORE])
    accelerator->usable = EDGEKIT_TRISTATE_YES; /* only what has a driver is listed */
  /* it is a part of the driver */
  if (g_str_equal (vendor, "nvidia") && has_library (snapshot, "nvcuda.dll", accelerator->driver_version != NULL))
    g_strv_builder_add (runtimes, "cuda");
  if (g_str_equal (vendor, "amd") && accelerator->gfx_target &&
      (has_library (snapshot, "amdhip64_7.dll", FALSE) || has_library (snapshot, "amdhip64_6.dll", FALSE)))
    g_strv_builder_add (runtimes, "hip");
  if (!adapter->npu)
    {
      accelerator->runtimes = g_strv_builder_end (runtimes);
      if (!*accelerator->runtimes)
        g_clear_pointer (&accelerator->runtimes, g_strfreev);
    }
}

static void
decode_integrated (const EdgeKitAdapter *adapter, EdgeKitAccelerator *accelerator)
{
  EdgeKitTristate said = _edgekit_document_flag (adapter->told[EDGEKIT_ADAPTER_DXCORE], "integrated");

  if (said != EDGEKIT_TRISTATE_UNKNOWN)
    accelerator->integrated = said;
  else if (_edgekit_adapter_is (adapter, EDGEKIT_ADAPTER_KERNEL, "hybrid_integrated"))
    accelerator->integrated = EDGEKIT_TRISTATE_YES;
  else if (_edgekit_adapter_is (adapter, EDGEKIT_ADAPTER_KERNEL, "hybrid_discrete"))
    accelerator->integrated = EDGEKIT_TRISTATE_NO;
  else if (adapter->vendor > G_MAXUINT16)
    accelerator->integrated = EDGEKIT_TRISTATE_YES; /* a part of the chip, not on the PCI bus */
}

/* --- Memory ------------------------------------------------------------------------------ */

/* Memory of its own. A discrete card can spill into main memory too, at a tenth
 * of the speed: that is not counted. */
static void
decode_dedicated (EdgeKitHardwareProfile *profile, const EdgeKitAdapter *adapter, EdgeKitAccelerator *accelerator)
{
  EdgeKitMemoryPool *pool = _edgekit_decode_add_pool (profile, accelerator, "vram", EDGEKIT_POOL_KIND_VRAM);
  const char *source, *left_source;
  gint64 total = _edgekit_adapter_size (adapter, "dedicated_video_memory", &source);
  gint64 left = _edgekit_adapter_budget_left (adapter, "local", &left_source);

  if (total > 0)
    _edgekit_decode_set_total (profile, pool, total, source);
  else
    {
      /* AdapterRAM of WMI would have 32 bits only */
      total = _edgekit_document_int (adapter->registry, "HardwareInformation.qwMemorySize");
      if (total > 0 && total <= EDGEKIT_GUEST_MAX_BYTES)
        _edgekit_decode_set_total (profile, pool, total, "registry:HardwareInformation.qwMemorySize");
    }
  if (left != EDGEKIT_UNKNOWN && pool->total != EDGEKIT_UNKNOWN)
    _edgekit_decode_set_available (profile, pool, MIN (left, pool->total), left_source);
}

/* Where the processor's memory is the GPU's, all of it may be one group. */
static void
decode_shared (EdgeKitHardwareProfile *profile, const EdgeKitAdapter *adapter, EdgeKitAccelerator *accelerator)
{
  EdgeKitMemoryPool *pool = _edgekit_decode_add_pool (profile, accelerator, "shared", EDGEKIT_POOL_KIND_SHARED);
  const char *source, *left_source;
  gint64 total = _edgekit_adapter_size (adapter, "shared_system_memory", &source);
  gint64 left = _edgekit_adapter_budget_left (adapter, "non_local", &left_source);

  if (left == EDGEKIT_UNKNOWN)
    left = _edgekit_adapter_budget_left (adapter, "local", &left_source);
  if (total > 0)
    _edgekit_decode_set_shared (profile, pool, total, left, EDGEKIT_PROVENANCE_REPORTED, source);
}

static void
decode_memory (EdgeKitHardwareProfile *profile, const EdgeKitAdapter *adapter, EdgeKitAccelerator *accelerator)
{
  const char *source, *shared_source;
  gint64 dedicated = _edgekit_adapter_size (adapter, "dedicated_video_memory", &source);

  if (accelerator->integrated != EDGEKIT_TRISTATE_YES)
    {
      if (dedicated > 0 || accelerator->integrated == EDGEKIT_TRISTATE_NO ||
          _edgekit_adapter_size (adapter, "shared_system_memory", &shared_source) <= 0)
        decode_dedicated (profile, adapter, accelerator);
      else
        decode_shared (profile, adapter, accelerator);
      return;
    }
  if (dedicated > 0)
    _edgekit_decode_set_total (
        profile, _edgekit_decode_add_pool (profile, accelerator, "vram", EDGEKIT_POOL_KIND_VRAM), dedicated, source);
  decode_shared (profile, adapter, accelerator);
}

/* --- Accelerators ---------------------------------------------------------------------------- */

static void
decode_adapter (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const EdgeKitAdapter *adapter, guint number)
{
  g_autoptr(EdgeKitAccelerator) accelerator = g_object_new (EDGEKIT_TYPE_ACCELERATOR, NULL);
  g_autoptr(EdgeKitDevice) device = _edgekit_device_new (
      adapter->npu ? EDGEKIT_ACCELERATOR_KIND_NPU : EDGEKIT_ACCELERATOR_KIND_GPU, _edgekit_adapter_address (adapter));

  device->name = _edgekit_adapter_name (adapter);
  if (adapter->vendor <= G_MAXUINT16)
    _edgekit_device_set_ids (device, adapter->vendor, adapter->device);
  else
    device->vendor = adapter->vendor;
  accelerator->id = g_strdup_printf ("%s%u", adapter->npu ? "npu" : "gpu", number);
  _edgekit_decode_identify (snapshot, device, accelerator);
  decode_integrated (adapter, accelerator);
  decode_driver (snapshot, adapter, accelerator);
  if (!adapter->npu)
    decode_memory (profile, adapter, accelerator);
  g_list_store_append (profile->accelerators, accelerator);
}

static gboolean
has_answered (const EdgeKitGuest *guest)
{
  return guest->answer && json_object_has_member (guest->answer, "adapters");
}

void
_edgekit_decode_windows_accelerators (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  EdgeKitGuest guests[EDGEKIT_ADAPTER_N_GUESTS];
  g_autoptr(GPtrArray) adapters = _edgekit_adapters_find (snapshot, profile, guests);
  guint count[2] = { 0, 0 };

  if (adapters->len == 0 && !has_answered (&guests[EDGEKIT_ADAPTER_KERNEL]) &&
      !has_answered (&guests[EDGEKIT_ADAPTER_DXGI]))
    _edgekit_decode_note_no_graphics (profile);
  for (guint i = 0; i < adapters->len; i++)
    {
      const EdgeKitAdapter *adapter = g_ptr_array_index (adapters, i);

      decode_adapter (snapshot, profile, adapter, count[adapter->npu]++);
    }
  for (guint i = 0; i < EDGEKIT_ADAPTER_N_GUESTS; i++)
    _edgekit_guest_close (&guests[i]);
}
