/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#define COBJMACROS
#define INITGUID

#include "probe-windows.h"

#include <dxgi1_4.h>

#define MAX_ADAPTERS 64

typedef HRESULT (WINAPI * CreateFactory) (REFIID iid, void **factory);

static void
add_budget (IDXGIAdapter3 *adapter, DXGI_MEMORY_SEGMENT_GROUP group, const char *name, GString *out)
{
  DXGI_QUERY_VIDEO_MEMORY_INFO info = { 0 };

  if (SUCCEEDED (IDXGIAdapter3_QueryVideoMemoryInfo (adapter, 0, group, &info)))
    probe_json_budget (out, name, info.Budget, info.CurrentUsage);
}

static void
add_adapter (IDXGIAdapter1 *adapter, GString *out)
{
  DXGI_ADAPTER_DESC1 desc;
  LARGE_INTEGER version;
  IDXGIAdapter3 *newer = NULL;

  if (FAILED (IDXGIAdapter1_GetDesc1 (adapter, &desc)))
    return;
  probe_json_open (out, NULL, '{');
  probe_json_luid (out, &desc.AdapterLuid);
  probe_json_wide (out, "description", desc.Description, G_N_ELEMENTS (desc.Description));
  probe_json_number (out, "vendor_id", desc.VendorId);
  probe_json_number (out, "device_id", desc.DeviceId);
  probe_json_bool (out, "software", desc.Flags & DXGI_ADAPTER_FLAG_SOFTWARE);
  probe_json_number (out, "dedicated_video_memory", desc.DedicatedVideoMemory);
  probe_json_number (out, "dedicated_system_memory", desc.DedicatedSystemMemory);
  probe_json_number (out, "shared_system_memory", desc.SharedSystemMemory);
  /* the documented way to a driver's version without a device */
  if (SUCCEEDED (IDXGIAdapter1_CheckInterfaceSupport (adapter, &IID_IDXGIDevice, &version)))
    probe_json_version (out, "umd_version", version.QuadPart);
  if (SUCCEEDED (IDXGIAdapter1_QueryInterface (adapter, &IID_IDXGIAdapter3, (void **) &newer)))
    {
      add_budget (newer, DXGI_MEMORY_SEGMENT_GROUP_LOCAL, "local", out);
      add_budget (newer, DXGI_MEMORY_SEGMENT_GROUP_NON_LOCAL, "non_local", out);
      IDXGIAdapter3_Release (newer);
    }
  probe_json_close (out, '}');
}

void
probe_dxgi (GString *out)
{
  HMODULE module = probe_system_library (L"dxgi.dll", out);
  CreateFactory create = module ? (CreateFactory) (void *) GetProcAddress (module, "CreateDXGIFactory1") : NULL;
  IDXGIFactory1 *factory = NULL;
  IDXGIAdapter1 *adapter;
  HRESULT status;

  if (!module)
    return;
  status = create ? create (&IID_IDXGIFactory1, (void **) &factory) : E_NOTIMPL;
  if (FAILED (status))
    {
      probe_json_error (out, "CreateDXGIFactory1", (int) status);
      return;
    }
  probe_json_open (out, "adapters", '[');
  for (UINT i = 0; i < MAX_ADAPTERS && SUCCEEDED (IDXGIFactory1_EnumAdapters1 (factory, i, &adapter)); i++)
    {
      add_adapter (adapter, out);
      IDXGIAdapter1_Release (adapter);
    }
  probe_json_close (out, ']');
  IDXGIFactory1_Release (factory);
}
