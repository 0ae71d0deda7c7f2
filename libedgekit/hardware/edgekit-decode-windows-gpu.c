/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-devices-private.h"
#include "edgekit-decode-document-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-decode-windows-private.h"
#include "edgekit-device-table-private.h"

#define CLASS "registry:HKLM\\SYSTEM\\CurrentControlSet\\Control\\Class\\"
#define SYSTEM32 "file:%SystemRoot%\\System32\\"

/* One adapter as the sources name it: the kernel (D3DKMT), DXGI and DXCore call
 * it by the same LUID. */
typedef struct
{
  char *luid;
  JsonObject *kernel; /* the snapshot owns them; NULL: this source does not have it */
  JsonObject *dxgi;
  JsonObject *dxcore;
  JsonObject *registry;
  guint vendor;
  guint device;
  gboolean npu;
} Adapter;

static void
adapter_free (gpointer data)
{
  Adapter *adapter = data;

  g_free (adapter->luid);
  g_free (adapter);
}

/* --- Finding ------------------------------------------------------------------------- */

/* Of the ids that are not PCI's, Windows makes a number of the four letters of
 * an ACPI id: "QCOM" is 0x4d4f4351. */
static guint
id_of (JsonObject *object, const char *member)
{
  gint64 id = _edgekit_document_int (object, member);

  return id > 0 && id <= G_MAXUINT32 ? (guint) id : 0;
}

static Adapter *
add_adapter (GPtrArray *adapters, const char *luid, guint vendor, guint device)
{
  Adapter *adapter = g_new0 (Adapter, 1);

  adapter->luid = g_strdup (luid);
  adapter->vendor = vendor;
  adapter->device = device;
  g_ptr_array_add (adapters, adapter);
  return adapter;
}

static Adapter *
find_adapter (GPtrArray *adapters, JsonObject *object)
{
  const char *luid = _edgekit_document_string (object, "luid");
  guint vendor = id_of (object, "vendor_id"), device = id_of (object, "device_id");
  Adapter *only = NULL;
  guint same = 0;

  for (guint i = 0; i < adapters->len; i++)
    {
      Adapter *adapter = g_ptr_array_index (adapters, i);

      if (luid && g_strcmp0 (adapter->luid, luid) == 0)
        return adapter;
      if (adapter->vendor == vendor && adapter->device == device && (!luid || !adapter->luid))
        {
          only = adapter;
          same++;
        }
    }
  return same == 1 ? only : add_adapter (adapters, luid, vendor, device);
}

static gboolean
is_set (JsonObject *object, const char *member)
{
  return _edgekit_document_flag (object, member) == EDGEKIT_TRISTATE_YES;
}

static gboolean
has_attribute (JsonObject *dxcore, const char *name)
{
  JsonNode *node = dxcore ? json_object_get_member (dxcore, "attributes") : NULL;
  JsonArray *list = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; list && i < json_array_get_length (list) && i < 64; i++)
    {
      JsonNode *item = json_array_get_element (list, i);

      if (JSON_NODE_HOLDS_VALUE (item) && json_node_get_value_type (item) == G_TYPE_STRING &&
          g_strcmp0 (json_node_get_string (item), name) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
read_guest (EdgeKitSnapshot *snapshot, const char *key, goffset member, GPtrArray *adapters)
{
  g_autoptr(GPtrArray) list = _edgekit_document_list (_edgekit_document_get (snapshot, key), "adapters");

  for (guint i = 0; i < list->len; i++)
    {
      Adapter *adapter = find_adapter (adapters, g_ptr_array_index (list, i));

      G_STRUCT_MEMBER (JsonObject *, adapter, member) = g_ptr_array_index (list, i);
      if (adapter->vendor == 0)
        {
          adapter->vendor = id_of (g_ptr_array_index (list, i), "vendor_id");
          adapter->device = id_of (g_ptr_array_index (list, i), "device_id");
        }
    }
}

/* "PCI\VEN_10DE&DEV_2882&SUBSYS_…" */
static guint
id_in_match (const char *match, const char *word)
{
  const char *p = match ? strstr (match, word) : NULL;

  return p ? (guint) g_ascii_strtoull (p + strlen (word), NULL, 16) & 0xffff : 0;
}

/* What was ever installed has a key there, so that alone makes no adapter,
 * except where nobody else was asked. */
static void
read_registry (EdgeKitSnapshot *snapshot, const char *class, gboolean npu, gboolean alone, GPtrArray *adapters)
{
  g_autofree char *prefix = g_strconcat (CLASS, class, "\\", NULL);
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, prefix);

  for (char **key = keys; *key; key++)
    {
      JsonObject *object = _edgekit_document_get (snapshot, *key);
      const char *text = _edgekit_document_string (object, "MatchingDeviceId");
      g_autofree char *match = text ? g_ascii_strup (text, -1) : NULL;
      guint vendor = id_in_match (match, "VEN_"), device = id_in_match (match, "DEV_");

      if (!match || !g_str_has_prefix (match, "PCI\\"))
        continue;
      for (guint i = 0; i < adapters->len; i++)
        {
          Adapter *adapter = g_ptr_array_index (adapters, i);

          if (adapter->vendor == vendor && adapter->device == device && !adapter->registry)
            {
              adapter->registry = object;
              vendor = 0;
            }
        }
      if (alone && vendor != 0)
        {
          Adapter *adapter = add_adapter (adapters, NULL, vendor, device);

          adapter->registry = object;
          adapter->npu = npu;
        }
    }
}

/* Displays without a GPU, and GPUs without one that computes. */
static gboolean
is_left_out (const Adapter *adapter)
{
  return is_set (adapter->kernel, "software") || is_set (adapter->dxgi, "software") ||
         is_set (adapter->kernel, "indirect_display") ||
         _edgekit_document_flag (adapter->dxcore, "hardware") == EDGEKIT_TRISTATE_NO ||
         _edgekit_device_is_ignored (adapter->vendor, NULL);
}

static gboolean
is_npu (const Adapter *adapter)
{
  g_autofree char *pci_id = g_strdup_printf ("%04x:%04x", adapter->vendor, adapter->device);
  g_autofree char *chip = _edgekit_device_table_chip (pci_id);

  return adapter->npu || has_attribute (adapter->dxcore, "npu") ||
         _edgekit_device_table_flag (chip, "npu") == EDGEKIT_TRISTATE_YES ||
         /* older versions of Windows have no word for it */
         (has_attribute (adapter->dxcore, "d3d12_generic_ml") && !has_attribute (adapter->dxcore, "d3d12_graphics"));
}

static int
compare_adapters (gconstpointer a, gconstpointer b)
{
  const Adapter *x = *(Adapter *const *) a, *y = *(Adapter *const *) b;

  if (x->npu != y->npu)
    return x->npu - y->npu;
  return g_strcmp0 (_edgekit_document_string (x->kernel, "pci"), _edgekit_document_string (y->kernel, "pci"));
}

static GPtrArray *
find_adapters (EdgeKitSnapshot *snapshot)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new ();
  GPtrArray *kept = g_ptr_array_new_with_free_func (adapter_free);
  gboolean alone;

  read_guest (snapshot, "guest:d3dkmt", G_STRUCT_OFFSET (Adapter, kernel), all);
  read_guest (snapshot, "guest:dxgi", G_STRUCT_OFFSET (Adapter, dxgi), all);
  read_guest (snapshot, "guest:dxcore", G_STRUCT_OFFSET (Adapter, dxcore), all);
  alone = all->len == 0;
  read_registry (snapshot, "Display", FALSE, alone, all);
  read_registry (snapshot, "ComputeAccelerator", TRUE, alone, all);
  for (guint i = 0; i < all->len; i++)
    {
      Adapter *adapter = g_ptr_array_index (all, i);

      adapter->npu = is_npu (adapter);
      if (is_left_out (adapter))
        adapter_free (adapter);
      else
        g_ptr_array_add (kept, adapter);
    }
  g_ptr_array_sort (kept, compare_adapters);
  return kept;
}

/* --- Drivers --------------------------------------------------------------------------- */

static const char *
first_string (const Adapter *adapter, const char *kernel, const char *dxgi, const char *dxcore, const char *registry)
{
  const char *text = _edgekit_document_string (adapter->kernel, kernel);

  if (!text)
    text = _edgekit_document_string (adapter->dxgi, dxgi);
  if (!text)
    text = _edgekit_document_string (adapter->dxcore, dxcore);
  return text ? text : _edgekit_document_string (adapter->registry, registry);
}

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
decode_driver (EdgeKitSnapshot *snapshot, const Adapter *adapter, EdgeKitAccelerator *accelerator)
{
  const char *version = first_string (adapter, "umd_version", "umd_version", "driver_version", "DriverVersion");
  const char *vendor = accelerator->vendor ? accelerator->vendor : "";
  gint64 model = _edgekit_document_int (adapter->kernel, "wddm");
  g_autoptr(GStrvBuilder) runtimes = g_strv_builder_new ();

  /* drivers have no short name on this system: their model says how old they are */
  if (model >= 1000 && model < 100000)
    accelerator->driver = g_strdup_printf ("%s %d.%d", adapter->npu ? "MCDM" : "WDDM", (int) model / 1000,
                                           (int) model / 100 % 10);
  if (version && g_str_equal (vendor, "nvidia"))
    {
      accelerator->driver_version = nvidia_version (version);
      if (accelerator->driver_version && !adapter->npu)
        accelerator->max_cuda = _edgekit_decode_newest_cuda (accelerator->driver_version, "windows");
    }
  if (!accelerator->driver_version)
    accelerator->driver_version = g_strdup (version);
  if (adapter->kernel || adapter->dxgi || adapter->dxcore)
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
decode_integrated (const Adapter *adapter, EdgeKitAccelerator *accelerator)
{
  EdgeKitTristate said = _edgekit_document_flag (adapter->dxcore, "integrated");

  if (said != EDGEKIT_TRISTATE_UNKNOWN)
    accelerator->integrated = said;
  else if (is_set (adapter->kernel, "hybrid_integrated"))
    accelerator->integrated = EDGEKIT_TRISTATE_YES;
  else if (is_set (adapter->kernel, "hybrid_discrete"))
    accelerator->integrated = EDGEKIT_TRISTATE_NO;
  else if (adapter->vendor > G_MAXUINT16)
    accelerator->integrated = EDGEKIT_TRISTATE_YES; /* a part of the chip, not on the PCI bus */
}

/* --- Memory ------------------------------------------------------------------------------ */

/* All of them say the same, of what they know of; some may not have been asked. */
static gint64
segment (const Adapter *adapter, const char *member, const char **source)
{
  const struct
  {
    JsonObject *object;
    const char *source;
  } sources[] = {
    { adapter->dxgi, "guest:dxgi DXGI_ADAPTER_DESC1" },
    { adapter->kernel, "guest:d3dkmt KMTQAITYPE_GETSEGMENTSIZE" },
    { adapter->dxcore, "guest:dxcore" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      gint64 size = _edgekit_document_int (sources[i].object, member);

      *source = sources[i].source;
      if (size != EDGEKIT_UNKNOWN)
        return size;
    }
  return EDGEKIT_UNKNOWN;
}

/* What this program may still use of a group of segments. */
static gint64
budget_left (const Adapter *adapter, const char *group)
{
  JsonObject *const sources[] = { adapter->dxgi, adapter->kernel };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      JsonObject *object = _edgekit_document_object (sources[i], group);
      gint64 budget = _edgekit_document_int (object, "budget");
      gint64 usage = _edgekit_document_int (object, "usage");

      if (budget > 0)
        return MAX (budget - MAX (usage, 0), 0);
    }
  return EDGEKIT_UNKNOWN;
}

/* Memory of its own. A discrete card can spill into main memory too, at a tenth
 * of the speed: that is not counted. */
static void
decode_dedicated (EdgeKitHardwareProfile *profile, const Adapter *adapter, EdgeKitAccelerator *accelerator)
{
  EdgeKitMemoryPool *pool = _edgekit_decode_add_pool (profile, accelerator, "vram", EDGEKIT_POOL_KIND_VRAM);
  const char *source;
  gint64 total = segment (adapter, "dedicated_video_memory", &source);
  gint64 left = budget_left (adapter, "local");

  if (total > 0)
    _edgekit_decode_set_total (profile, pool, total, source);
  else
    {
      /* AdapterRAM of WMI would have 32 bits only */
      total = _edgekit_document_int (adapter->registry, "HardwareInformation.qwMemorySize");
      if (total > 0)
        _edgekit_decode_set_total (profile, pool, total, "registry:HardwareInformation.qwMemorySize");
    }
  if (left != EDGEKIT_UNKNOWN && total > 0)
    _edgekit_decode_set_available (profile, pool, MIN (left, total), "QueryVideoMemoryInfo of the local segments, budget - usage");
}

/* Where the processor's memory is the GPU's, all of it may be one group. */
static void
decode_shared (EdgeKitHardwareProfile *profile, const Adapter *adapter, EdgeKitAccelerator *accelerator)
{
  EdgeKitMemoryPool *pool = _edgekit_decode_add_pool (profile, accelerator, "shared", EDGEKIT_POOL_KIND_SHARED);
  const char *source;
  gint64 total = segment (adapter, "shared_system_memory", &source);
  gint64 left = budget_left (adapter, "non_local");

  if (left == EDGEKIT_UNKNOWN)
    left = budget_left (adapter, "local");
  if (total > 0)
    _edgekit_decode_set_shared (profile, pool, total, left, EDGEKIT_PROVENANCE_REPORTED, source);
}

static void
decode_memory (EdgeKitHardwareProfile *profile, const Adapter *adapter, EdgeKitAccelerator *accelerator)
{
  const char *source, *shared_source;
  gint64 dedicated = segment (adapter, "dedicated_video_memory", &source);

  if (accelerator->integrated != EDGEKIT_TRISTATE_YES)
    {
      if (dedicated > 0 || accelerator->integrated == EDGEKIT_TRISTATE_NO ||
          segment (adapter, "shared_system_memory", &shared_source) <= 0)
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
decode_adapter (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const Adapter *adapter, guint number)
{
  g_autoptr(EdgeKitAccelerator) accelerator = g_object_new (EDGEKIT_TYPE_ACCELERATOR, NULL);
  g_autoptr(EdgeKitDevice) device = _edgekit_device_new (
      adapter->npu ? EDGEKIT_ACCELERATOR_KIND_NPU : EDGEKIT_ACCELERATOR_KIND_GPU,
      _edgekit_document_string (adapter->kernel, "pci"));
  const char *name = first_string (adapter, "name", "description", "description", "DriverDesc");

  device->name = name ? _edgekit_decode_clean_name (name) : NULL;
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
has_answered (EdgeKitSnapshot *snapshot, const char *guest)
{
  JsonObject *document = _edgekit_document_get (snapshot, guest);

  return document && json_object_has_member (document, "adapters");
}

void
_edgekit_decode_windows_accelerators (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  g_autoptr(GPtrArray) adapters = find_adapters (snapshot);
  guint count[2] = { 0, 0 };

  if (adapters->len == 0 && !has_answered (snapshot, "guest:d3dkmt") && !has_answered (snapshot, "guest:dxgi"))
    _edgekit_decode_note_no_graphics (profile);
  for (guint i = 0; i < adapters->len; i++)
    {
      const Adapter *adapter = g_ptr_array_index (adapters, i);

      decode_adapter (snapshot, profile, adapter, count[adapter->npu]++);
    }
}
