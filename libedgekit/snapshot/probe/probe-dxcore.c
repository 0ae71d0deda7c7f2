/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdbool.h>

#include "probe-windows.h"

/* The part of dxcore_interface.h that is used, written down from Microsoft's
 * reference ("DXCore"): the header is for C++ only. A table of functions begins
 * with the three of IUnknown. */

#define MAX_ADAPTERS 64

typedef struct AdapterList AdapterList;
typedef struct Factory Factory;
typedef struct Adapter Adapter;

typedef struct
{
  HRESULT (WINAPI *query_interface) (void *self, REFIID iid, void **object);
  ULONG (WINAPI *add_ref) (void *self);
  ULONG (WINAPI *release) (void *self);
} UnknownMethods;

struct Factory
{
  const struct
  {
    UnknownMethods unknown;
    HRESULT (WINAPI *create_adapter_list) (Factory *self, UINT32 n, const GUID *attributes, REFIID iid, void **list);
  } *v;
};

struct AdapterList
{
  const struct
  {
    UnknownMethods unknown;
    HRESULT (WINAPI *get_adapter) (AdapterList *self, UINT32 index, REFIID iid, void **adapter);
    UINT32 (WINAPI *get_adapter_count) (AdapterList *self);
  } *v;
};

struct Adapter
{
  const struct
  {
    UnknownMethods unknown;
    bool (WINAPI *is_valid) (Adapter *self);
    bool (WINAPI *is_attribute_supported) (Adapter *self, REFGUID attribute);
    bool (WINAPI *is_property_supported) (Adapter *self, UINT32 property);
    HRESULT (WINAPI *get_property) (Adapter *self, UINT32 property, SIZE_T size, void *data);
    HRESULT (WINAPI *get_property_size) (Adapter *self, UINT32 property, SIZE_T *size);
  } *v;
};

enum
{
  PROPERTY_LUID = 0,
  PROPERTY_DRIVER_VERSION = 1,
  PROPERTY_DESCRIPTION = 2,
  PROPERTY_DEDICATED_ADAPTER_MEMORY = 7,
  PROPERTY_DEDICATED_SYSTEM_MEMORY = 8,
  PROPERTY_SHARED_SYSTEM_MEMORY = 9,
  PROPERTY_IS_HARDWARE = 11,
  PROPERTY_IS_INTEGRATED = 12,
  PROPERTY_HARDWARE_ID_PARTS = 14,
};

static const GUID iid_factory = { 0x78ee5945, 0xc36e, 0x4b13, { 0xa6, 0x69, 0x00, 0x5d, 0xd1, 0x1c, 0x0f, 0x06 } };
static const GUID iid_list = { 0x526c7776, 0x40e9, 0x459b, { 0xb7, 0x11, 0xf3, 0x2a, 0xd7, 0x6d, 0xfc, 0x28 } };
static const GUID iid_adapter = { 0xf0db4c7f, 0xfe5a, 0x42a2, { 0xbd, 0x62, 0xf2, 0xa6, 0xcf, 0x6f, 0xc8, 0x3e } };

/* A list is made of those that have an attribute. The first four are asked for,
 * each by a list of its own, as a list wants all of its attributes at once: some
 * NPUs are in the list of NPUs alone, which older versions of Windows do not know. */
static const struct
{
  const char *name;
  GUID guid;
} attributes[] = {
  { "gpu", { 0xb69eb219, 0x3ded, 0x4464, { 0x97, 0x9f, 0xa0, 0x0b, 0xd4, 0x68, 0x70, 0x06 } } },
  { "npu", { 0xd46140c4, 0xadd7, 0x451b, { 0x9e, 0x56, 0x06, 0xfe, 0x8c, 0x3b, 0x58, 0xed } } },
  { "d3d12_core_compute", { 0x248e2800, 0xa793, 0x4724, { 0xab, 0xaa, 0x23, 0xa6, 0xde, 0x1b, 0xe0, 0x90 } } },
  { "d3d12_generic_ml", { 0xb71b0d41, 0x1088, 0x422f, { 0xa2, 0x7c, 0x02, 0x50, 0xb7, 0xd3, 0xa9, 0x88 } } },
  { "d3d11_graphics", { 0x8c47866b, 0x7583, 0x450d, { 0xf0, 0xf0, 0x6b, 0xad, 0xa8, 0x95, 0xaf, 0x4b } } },
  { "d3d12_graphics", { 0x0c9ece4d, 0x2f6e, 0x4f01, { 0x8c, 0x96, 0xe8, 0x9e, 0x33, 0x1b, 0x47, 0xb1 } } },
};

#define N_LISTS 4

typedef HRESULT (WINAPI * CreateFactory) (REFIID iid, void **factory);

static gboolean
get (Adapter *adapter, UINT32 property, gsize size, void *data)
{
  return adapter->v->is_property_supported (adapter, property) &&
         SUCCEEDED (adapter->v->get_property (adapter, property, size, data));
}

static void
add_size (Adapter *adapter, UINT32 property, const char *name, GString *out)
{
  guint64 bytes = 0;

  if (get (adapter, property, sizeof bytes, &bytes))
    probe_json_number (out, name, bytes);
}

static void
add_flag (Adapter *adapter, UINT32 property, const char *name, GString *out)
{
  bool flag = false;

  if (get (adapter, property, sizeof flag, &flag))
    probe_json_bool (out, name, flag);
}

static void
add_adapter (Adapter *adapter, const LUID *luid, GString *out)
{
  struct
  {
    UINT32 vendor, device, sub_system, sub_vendor, revision;
  } ids = { 0 };
  char description[512] = "";
  SIZE_T size = 0;
  guint64 version = 0;

  probe_json_open (out, NULL, '{');
  probe_json_luid (out, luid);
  /* UTF-8, with its NUL */
  if (SUCCEEDED (adapter->v->get_property_size (adapter, PROPERTY_DESCRIPTION, &size)) && size < sizeof description &&
      get (adapter, PROPERTY_DESCRIPTION, size, description))
    probe_json_string (out, "description", description, sizeof description);
  if (get (adapter, PROPERTY_HARDWARE_ID_PARTS, sizeof ids, &ids))
    {
      probe_json_number (out, "vendor_id", ids.vendor);
      probe_json_number (out, "device_id", ids.device);
    }
  add_flag (adapter, PROPERTY_IS_HARDWARE, "hardware", out);
  add_flag (adapter, PROPERTY_IS_INTEGRATED, "integrated", out);
  if (get (adapter, PROPERTY_DRIVER_VERSION, sizeof version, &version))
    probe_json_version (out, "driver_version", version);
  add_size (adapter, PROPERTY_DEDICATED_ADAPTER_MEMORY, "dedicated_video_memory", out);
  add_size (adapter, PROPERTY_DEDICATED_SYSTEM_MEMORY, "dedicated_system_memory", out);
  add_size (adapter, PROPERTY_SHARED_SYSTEM_MEMORY, "shared_system_memory", out);
  probe_json_open (out, "attributes", '[');
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    if (adapter->v->is_attribute_supported (adapter, &attributes[i].guid))
      probe_json_string (out, NULL, attributes[i].name, 32);
  probe_json_close (out, ']');
  probe_json_close (out, '}');
}

static gboolean
is_new (GArray *seen, const LUID *luid)
{
  for (guint i = 0; i < seen->len; i++)
    if (g_array_index (seen, LUID, i).LowPart == luid->LowPart &&
        g_array_index (seen, LUID, i).HighPart == luid->HighPart)
      return FALSE;
  g_array_append_val (seen, *luid);
  return TRUE;
}

static void
add_list (AdapterList *list, GArray *seen, GString *out)
{
  UINT32 n = list->v->get_adapter_count (list);

  for (UINT32 i = 0; i < MIN (n, MAX_ADAPTERS); i++)
    {
      Adapter *adapter = NULL;
      LUID luid = { 0 };

      if (FAILED (list->v->get_adapter (list, i, &iid_adapter, (void **) &adapter)))
        continue;
      if (get (adapter, PROPERTY_LUID, sizeof luid, &luid) && is_new (seen, &luid))
        add_adapter (adapter, &luid, out);
      adapter->v->unknown.release (adapter);
    }
}

void
probe_dxcore (GString *out)
{
  HMODULE module = probe_system_library (L"dxcore.dll", out);
  CreateFactory create =
      module ? (CreateFactory) (void *) GetProcAddress (module, "DXCoreCreateAdapterFactory") : NULL;
  g_autoptr(GArray) seen = g_array_new (FALSE, FALSE, sizeof (LUID));
  Factory *factory = NULL;
  HRESULT status;

  if (!module)
    return; /* before Windows 10 2004 */
  status = create ? create (&iid_factory, (void **) &factory) : E_NOTIMPL;
  if (FAILED (status))
    {
      probe_json_error (out, "DXCoreCreateAdapterFactory", (int) status);
      return;
    }
  probe_json_open (out, "adapters", '[');
  for (guint i = 0; i < N_LISTS; i++)
    {
      AdapterList *list = NULL;

      if (FAILED (factory->v->create_adapter_list (factory, 1, &attributes[i].guid, &iid_list, (void **) &list)))
        continue;
      add_list (list, seen, out);
      list->v->unknown.release (list);
    }
  probe_json_close (out, ']');
  factory->v->unknown.release (factory);
}
