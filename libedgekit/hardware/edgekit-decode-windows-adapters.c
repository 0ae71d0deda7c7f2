/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-devices-private.h"
#include "edgekit-decode-windows-adapters-private.h"
#include "edgekit-device-table-private.h"

#define CLASS "registry:HKLM\\SYSTEM\\CurrentControlSet\\Control\\Class\\"

/* Who is asked, and by which names they tell. */
static const struct
{
  const char *guest;
  const char *name;
  const char *version;
} sources[EDGEKIT_ADAPTER_N_GUESTS] = {
  [EDGEKIT_ADAPTER_KERNEL] = { "d3dkmt", "name", "umd_version" },
  [EDGEKIT_ADAPTER_DXGI] = { "dxgi", "description", "umd_version" },
  [EDGEKIT_ADAPTER_DXCORE] = { "dxcore", "description", "driver_version" },
};

/* --- What they tell ------------------------------------------------------------------- */

gboolean
_edgekit_adapter_is (const EdgeKitAdapter *adapter, guint source, const char *member)
{
  return _edgekit_document_flag (adapter->told[source], member) == EDGEKIT_TRISTATE_YES;
}

const char *
_edgekit_adapter_address (const EdgeKitAdapter *adapter)
{
  return _edgekit_guest_address (&adapter->guests[EDGEKIT_ADAPTER_KERNEL], adapter->told[EDGEKIT_ADAPTER_KERNEL]);
}

char *
_edgekit_adapter_name (const EdgeKitAdapter *adapter)
{
  const char *text = _edgekit_document_string (adapter->registry, "DriverDesc");
  char *name = NULL;

  for (guint i = 0; i < EDGEKIT_ADAPTER_N_GUESTS && !name; i++)
    name = _edgekit_guest_name (&adapter->guests[i], adapter->told[i], sources[i].name);
  return name || !text ? name : _edgekit_decode_clean_name (text);
}

char *
_edgekit_adapter_version (const EdgeKitAdapter *adapter)
{
  char *version = NULL;

  for (guint i = 0; i < EDGEKIT_ADAPTER_N_GUESTS && !version; i++)
    version = _edgekit_guest_name (&adapter->guests[i], adapter->told[i], sources[i].version);
  return version ? version : g_strdup (_edgekit_document_string (adapter->registry, "DriverVersion"));
}

/* All of them say the same, of what they know of; some may not have been asked. */
gint64
_edgekit_adapter_size (const EdgeKitAdapter *adapter, const char *member, const char **source)
{
  static const struct
  {
    guint guest;
    const char *source;
  } order[] = {
    { EDGEKIT_ADAPTER_DXGI, "guest:dxgi DXGI_ADAPTER_DESC1" },
    { EDGEKIT_ADAPTER_KERNEL, "guest:d3dkmt KMTQAITYPE_GETSEGMENTSIZE" },
    { EDGEKIT_ADAPTER_DXCORE, "guest:dxcore" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      gint64 size = _edgekit_guest_int (&adapter->guests[order[i].guest], adapter->told[order[i].guest], member, 0,
                                        EDGEKIT_GUEST_MAX_BYTES);

      *source = order[i].source;
      if (size != EDGEKIT_UNKNOWN)
        return size;
    }
  return EDGEKIT_UNKNOWN;
}

gint64
_edgekit_adapter_budget_left (const EdgeKitAdapter *adapter, const char *group, const char **source)
{
  static const struct
  {
    guint guest;
    const char *source;
  } order[] = {
    { EDGEKIT_ADAPTER_DXGI, "guest:dxgi QueryVideoMemoryInfo budget - usage" },
    { EDGEKIT_ADAPTER_KERNEL, "guest:d3dkmt D3DKMTQueryVideoMemoryInfo budget - usage" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      EdgeKitGuest *guest = &adapter->guests[order[i].guest];
      JsonObject *object = _edgekit_document_object (adapter->told[order[i].guest], group);
      gint64 budget = _edgekit_guest_int (guest, object, "budget", 0, EDGEKIT_GUEST_MAX_BYTES);
      gint64 usage = _edgekit_guest_int (guest, object, "usage", 0, EDGEKIT_GUEST_MAX_BYTES);

      *source = order[i].source;
      if (budget > 0)
        return MAX (budget - MAX (usage, 0), 0);
    }
  return EDGEKIT_UNKNOWN;
}

static void
adapter_free (gpointer data)
{
  EdgeKitAdapter *adapter = data;

  g_free (adapter->luid);
  g_free (adapter);
}

/* --- Finding ------------------------------------------------------------------------- */

/* Of the ids that are not PCI's, Windows makes a number of the four letters of
 * an ACPI id: "QCOM" is 0x4d4f4351. */
static guint
id_of (EdgeKitGuest *guest, JsonObject *object, const char *member)
{
  gint64 id = _edgekit_guest_int (guest, object, member, 0, G_MAXUINT32);

  return id > 0 ? (guint) id : 0;
}

static EdgeKitAdapter *
add_adapter (GPtrArray *adapters, EdgeKitGuest *guests, const char *luid, guint vendor, guint device)
{
  EdgeKitAdapter *adapter = g_new0 (EdgeKitAdapter, 1);

  adapter->guests = guests;
  adapter->luid = g_strdup (luid);
  adapter->vendor = vendor;
  adapter->device = device;
  g_ptr_array_add (adapters, adapter);
  return adapter;
}

static EdgeKitAdapter *
find_adapter (GPtrArray *adapters, EdgeKitGuest *guests, const char *luid, guint vendor, guint device)
{
  EdgeKitAdapter *only = NULL;
  guint same = 0;

  for (guint i = 0; i < adapters->len; i++)
    {
      EdgeKitAdapter *adapter = g_ptr_array_index (adapters, i);

      if (luid && g_strcmp0 (adapter->luid, luid) == 0)
        return adapter;
      if (adapter->vendor == vendor && adapter->device == device && (!luid || !adapter->luid))
        {
          only = adapter;
          same++;
        }
    }
  return same == 1 ? only : add_adapter (adapters, guests, luid, vendor, device);
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
read_guest (EdgeKitGuest *guests, guint source, GPtrArray *adapters)
{
  EdgeKitGuest *guest = &guests[source];
  g_autoptr(GPtrArray) list = guest->answer ? _edgekit_guest_list (guest, guest->answer, "adapters") : NULL;

  for (guint i = 0; list && i < list->len; i++)
    {
      JsonObject *object = g_ptr_array_index (list, i);
      guint vendor = id_of (guest, object, "vendor_id"), device = id_of (guest, object, "device_id");
      const char *luid = _edgekit_document_string (object, "luid");
      EdgeKitAdapter *adapter = find_adapter (adapters, guests, luid, vendor, device);

      adapter->told[source] = object;
      if (adapter->vendor == 0)
        {
          adapter->vendor = vendor;
          adapter->device = device;
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
read_registry (EdgeKitSnapshot *snapshot, const char *class, gboolean npu, EdgeKitGuest *guests, gboolean alone,
               GPtrArray *adapters)
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
          EdgeKitAdapter *adapter = g_ptr_array_index (adapters, i);

          if (adapter->vendor == vendor && adapter->device == device && !adapter->registry)
            {
              adapter->registry = object;
              vendor = 0;
            }
        }
      if (alone && vendor != 0)
        {
          EdgeKitAdapter *adapter = add_adapter (adapters, guests, NULL, vendor, device);

          adapter->registry = object;
          adapter->npu = npu;
        }
    }
}

/* Displays without a GPU, and GPUs without one that computes. */
static gboolean
is_left_out (const EdgeKitAdapter *adapter, const char *chip)
{
  return _edgekit_adapter_is (adapter, EDGEKIT_ADAPTER_KERNEL, "software") ||
         _edgekit_adapter_is (adapter, EDGEKIT_ADAPTER_DXGI, "software") ||
         _edgekit_adapter_is (adapter, EDGEKIT_ADAPTER_KERNEL, "indirect_display") ||
         _edgekit_document_flag (adapter->told[EDGEKIT_ADAPTER_DXCORE], "hardware") == EDGEKIT_TRISTATE_NO ||
         _edgekit_device_is_ignored (adapter->vendor, chip);
}

static gboolean
is_npu (const EdgeKitAdapter *adapter, const char *chip)
{
  return adapter->npu || has_attribute (adapter->told[EDGEKIT_ADAPTER_DXCORE], "npu") ||
         _edgekit_device_table_flag (chip, "npu") == EDGEKIT_TRISTATE_YES ||
         /* older versions of Windows have no word for it */
         (has_attribute (adapter->told[EDGEKIT_ADAPTER_DXCORE], "d3d12_generic_ml") &&
          !has_attribute (adapter->told[EDGEKIT_ADAPTER_DXCORE], "d3d12_graphics"));
}

static int
compare_adapters (gconstpointer a, gconstpointer b)
{
  const EdgeKitAdapter *x = *(EdgeKitAdapter *const *) a, *y = *(EdgeKitAdapter *const *) b;

  if (x->npu != y->npu)
    return x->npu - y->npu;
  return g_strcmp0 (_edgekit_adapter_address (x), _edgekit_adapter_address (y));
}

GPtrArray *
_edgekit_adapters_find (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitGuest *guests)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new ();
  GPtrArray *kept = g_ptr_array_new_with_free_func (adapter_free);
  gboolean alone;

  for (guint i = 0; i < EDGEKIT_ADAPTER_N_GUESTS; i++)
    {
      _edgekit_guest_open (&guests[i], snapshot, profile, sources[i].guest);
      read_guest (guests, i, all);
    }
  alone = all->len == 0;
  read_registry (snapshot, "Display", FALSE, guests, alone, all);
  read_registry (snapshot, "ComputeAccelerator", TRUE, guests, alone, all);
  for (guint i = 0; i < all->len; i++)
    {
      EdgeKitAdapter *adapter = g_ptr_array_index (all, i);
      g_autofree char *pci_id = g_strdup_printf ("%04x:%04x", adapter->vendor, adapter->device);
      g_autofree char *chip = _edgekit_device_table_chip (pci_id);

      adapter->npu = is_npu (adapter, chip);
      if (is_left_out (adapter, chip))
        adapter_free (adapter);
      else
        g_ptr_array_add (kept, adapter);
    }
  g_ptr_array_sort (kept, compare_adapters);
  return kept;
}
