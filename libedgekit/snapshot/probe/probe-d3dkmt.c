/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "probe-windows.h"

/* The part of d3dkmthk.h that is used, written down from Microsoft's reference
 * ("Kernel mode thunks"), as the header comes with the driver kit only. */

typedef UINT KmtHandle;

enum
{
  QUERY_SEGMENT_SIZE = 3,
  QUERY_ADAPTER_ADDRESS = 6,
  QUERY_REGISTRY_INFO = 8,
  QUERY_DRIVER_VERSION = 13,
  QUERY_ADAPTER_TYPE = 15,
  QUERY_UMD_VERSION = 18,
  QUERY_DEVICE_IDS = 31,
};

typedef struct
{
  KmtHandle handle;
  LUID luid;
  ULONG n_sources;
  BOOL precise;
} AdapterInfo;

typedef struct
{
  ULONG n_adapters;
  AdapterInfo *adapters;
} EnumAdapters2;

typedef struct
{
  KmtHandle adapter;
  int type;
  void *data;
  UINT size;
} QueryAdapterInfo;

typedef struct
{
  UINT64 dedicated_video, dedicated_system, shared_system;
} SegmentSize;

typedef struct
{
  UINT bus, device, function;
} AdapterAddress;

typedef struct
{
  wchar_t adapter[260], bios[260], dac[260], chip[260];
} RegistryInfo;

typedef struct
{
  UINT physical_adapter;
  UINT vendor, device, sub_vendor, sub_system, revision, bus_type;
} DeviceIds;

typedef struct
{
  HANDLE process;
  KmtHandle adapter;
  int group; /* 0 local, 1 non-local */
  UINT64 budget, usage, reservation, reservable;
  UINT physical_adapter;
} VideoMemoryInfo;

/* bits of D3DKMT_ADAPTERTYPE */
static const struct
{
  const char *name;
  guint bit;
} types[] = {
  { "render", 0 },            { "display", 1 },          { "software", 2 },         { "hybrid_discrete", 4 },
  { "hybrid_integrated", 5 }, { "indirect_display", 6 }, { "paravirtualized", 7 }, { "compute_only", 11 },
};

#define MAX_ADAPTERS 64
#define NOT_PCI 0xffff

typedef LONG (WINAPI * KmtFunction) (void *arguments);

static KmtFunction enum_adapters, query_info, close_adapter, query_memory;

static gboolean
ask (KmtHandle adapter, int type, void *data, UINT size)
{
  QueryAdapterInfo query = { adapter, type, data, size };

  return query_info (&query) >= 0;
}

static void
add_budget (KmtHandle adapter, int group, const char *name, GString *out)
{
  VideoMemoryInfo info = { .adapter = adapter, .group = group };

  if (query_memory && query_memory (&info) >= 0)
    probe_json_budget (out, name, info.budget, info.usage);
}

static void
add_adapter (const AdapterInfo *adapter, GString *out)
{
  UINT flags = 0, wddm = 0;
  AdapterAddress address = { 0 };
  DeviceIds ids = { 0 };
  SegmentSize sizes = { 0 };
  UINT64 version = 0;
  g_autofree RegistryInfo *registry = g_new0 (RegistryInfo, 1);

  probe_json_open (out, NULL, '{');
  probe_json_luid (out, &adapter->luid);
  if (ask (adapter->handle, QUERY_REGISTRY_INFO, registry, sizeof *registry))
    probe_json_wide (out, "name", registry->adapter, G_N_ELEMENTS (registry->adapter));
  if (ask (adapter->handle, QUERY_ADAPTER_TYPE, &flags, sizeof flags))
    for (guint i = 0; i < G_N_ELEMENTS (types); i++)
      probe_json_bool (out, types[i].name, flags >> types[i].bit & 1);
  if (ask (adapter->handle, QUERY_DEVICE_IDS, &ids, sizeof ids))
    {
      probe_json_number (out, "vendor_id", ids.vendor);
      probe_json_number (out, "device_id", ids.device);
    }
  if (ask (adapter->handle, QUERY_ADAPTER_ADDRESS, &address, sizeof address) && address.function < NOT_PCI)
    probe_json_pci (out, 0, address.bus & 0xff, address.device & 0x1f, address.function & 0x7);
  if (ask (adapter->handle, QUERY_DRIVER_VERSION, &wddm, sizeof wddm))
    probe_json_number (out, "wddm", wddm);
  if (ask (adapter->handle, QUERY_UMD_VERSION, &version, sizeof version))
    probe_json_version (out, "umd_version", version);
  if (ask (adapter->handle, QUERY_SEGMENT_SIZE, &sizes, sizeof sizes))
    {
      probe_json_number (out, "dedicated_video_memory", sizes.dedicated_video);
      probe_json_number (out, "dedicated_system_memory", sizes.dedicated_system);
      probe_json_number (out, "shared_system_memory", sizes.shared_system);
    }
  add_budget (adapter->handle, 0, "local", out);
  add_budget (adapter->handle, 1, "non_local", out);
  probe_json_close (out, '}');
  close_adapter ((void *) &adapter->handle); /* D3DKMT_CLOSEADAPTER is the handle alone */
}

void
probe_d3dkmt (GString *out)
{
  HMODULE module = probe_system_library (L"gdi32.dll", out);
  AdapterInfo adapters[MAX_ADAPTERS];
  EnumAdapters2 list = { MAX_ADAPTERS, adapters };
  LONG status;

  if (!module)
    return;
  enum_adapters = (KmtFunction) (void *) GetProcAddress (module, "D3DKMTEnumAdapters2");
  query_info = (KmtFunction) (void *) GetProcAddress (module, "D3DKMTQueryAdapterInfo");
  close_adapter = (KmtFunction) (void *) GetProcAddress (module, "D3DKMTCloseAdapter");
  query_memory = (KmtFunction) (void *) GetProcAddress (module, "D3DKMTQueryVideoMemoryInfo");
  if (!enum_adapters || !query_info || !close_adapter)
    {
      probe_json_error (out, "symbol", 0);
      return;
    }
  status = enum_adapters (&list);
  if (status < 0)
    {
      probe_json_error (out, "D3DKMTEnumAdapters2", (int) status);
      return;
    }
  probe_json_open (out, "adapters", '[');
  for (ULONG i = 0; i < MIN (list.n_adapters, MAX_ADAPTERS); i++)
    add_adapter (&adapters[i], out);
  probe_json_close (out, ']');
}
