/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "abi-opencl.h"
#include "probe.h"

#define MAX_PLATFORMS 16

typedef struct
{
  gint32 (*platforms) (guint32, ClHandle *, guint32 *);
  gint32 (*platform_info) (ClHandle, guint32, gsize, void *, gsize *);
  gint32 (*devices) (ClHandle, guint64, guint32, ClHandle *, guint32 *);
  gint32 (*device_info) (ClHandle, guint32, gsize, void *, gsize *);
} OpenCl;

static gboolean
load (GModule *module, OpenCl *cl, GString *out)
{
  const ProbeSymbol symbols[] = {
    { (gpointer *) &cl->platforms, "clGetPlatformIDs" },
    { (gpointer *) &cl->platform_info, "clGetPlatformInfo" },
    { (gpointer *) &cl->devices, "clGetDeviceIDs" },
    { (gpointer *) &cl->device_info, "clGetDeviceInfo" },
  };

  return probe_load (module, symbols, G_N_ELEMENTS (symbols), out);
}

/* TRUE when the driver wrote exactly @size bytes. */
static gboolean
get (const OpenCl *cl, ClHandle device, guint32 what, void *value, gsize size)
{
  gsize written = 0;

  return cl->device_info (device, what, size, value, &written) == CL_OK && written == size;
}

static void
write_string (const OpenCl *cl, ClHandle device, guint32 what, const char *name, GString *out)
{
  char text[1024] = "";

  if (cl->device_info (device, what, sizeof text - 1, text, NULL) == CL_OK)
    probe_json_string (out, name, text, 256);
}

static void
write_pci (const OpenCl *cl, ClHandle device, GString *out)
{
  ClPciBusInfo khr = { 0 };
  ClTopologyAmd amd = { 0 };
  guint32 bus = 0, slot = 0, domain = 0;

  if (get (cl, device, CL_DEVICE_PCI_BUS_INFO_KHR, &khr, sizeof khr))
    probe_json_pci (out, khr.domain, khr.bus, khr.device, khr.function);
  else if (get (cl, device, CL_DEVICE_PCI_BUS_ID_NV, &bus, sizeof bus) &&
           get (cl, device, CL_DEVICE_PCI_SLOT_ID_NV, &slot, sizeof slot))
    {
      /* the slot is device << 3 | function; older drivers know one domain only */
      if (!get (cl, device, CL_DEVICE_PCI_DOMAIN_ID_NV, &domain, sizeof domain))
        domain = 0;
      probe_json_pci (out, domain, bus, slot >> 3, slot & 7);
    }
  else if (get (cl, device, CL_DEVICE_TOPOLOGY_AMD, &amd, sizeof amd) && amd.type == 1)
    probe_json_pci (out, 0, amd.bus, amd.device, amd.function);
}

static void
write_device (const OpenCl *cl, const char *platform, ClHandle device, GString *out)
{
  guint64 type = 0, total = 0, allocation = 0;
  guint32 vendor = 0, id = 0, unified = 0;
  gsize free_kib[2] = { 0, 0 };
  gsize written = 0;

  probe_json_string (out, "platform", platform, 256);
  write_string (cl, device, CL_DEVICE_NAME, "name", out);
  write_string (cl, device, CL_DRIVER_VERSION, "driver_version", out);
  if (get (cl, device, CL_DEVICE_TYPE, &type, sizeof type))
    probe_json_bool (out, "gpu", (type & CL_DEVICE_TYPE_GPU) != 0);
  if (get (cl, device, CL_DEVICE_VENDOR_ID, &vendor, sizeof vendor))
    probe_json_number (out, "vendor_id", vendor);
  if (get (cl, device, CL_DEVICE_ID_INTEL, &id, sizeof id))
    probe_json_number (out, "device_id", id);
  write_pci (cl, device, out);
  if (get (cl, device, CL_DEVICE_GLOBAL_MEM_SIZE, &total, sizeof total))
    probe_json_number (out, "total", total);
  if (get (cl, device, CL_DEVICE_MAX_MEM_ALLOC_SIZE, &allocation, sizeof allocation))
    probe_json_number (out, "max_allocation", allocation);
  if (get (cl, device, CL_DEVICE_HOST_UNIFIED_MEMORY, &unified, sizeof unified))
    probe_json_bool (out, "unified", unified != 0);
  /* one number or two: all that is free, the largest block */
  if (cl->device_info (device, CL_DEVICE_GLOBAL_FREE_MEMORY_AMD, sizeof free_kib, free_kib, &written) == CL_OK &&
      written >= sizeof (gsize) && free_kib[0] <= G_MAXINT64 / 1024)
    probe_json_number (out, "free", (guint64) free_kib[0] * 1024);
}

void
probe_opencl (const Probe *probe, GString *out)
{
  static const char *const names[] = { "libOpenCL.so.1", NULL };
  GModule *module = probe_open (probe, names, out);
  ClHandle platforms[MAX_PLATFORMS] = { NULL };
  guint32 n_platforms = 0;
  guint written = 0;
  guint64 count = 0;
  OpenCl cl;
  int status;

  if (!module || !load (module, &cl, out))
    return;
  status = cl.platforms (MAX_PLATFORMS, platforms, &n_platforms);
  if (status != CL_OK)
    {
      probe_json_error (out, "init", status);
      return;
    }
  probe_json_open (out, "devices", '[');
  for (guint p = 0; p < MIN (n_platforms, MAX_PLATFORMS); p++)
    {
      ClHandle devices[PROBE_MAX_DEVICES] = { NULL };
      char platform[256] = "";
      guint32 n = 0;

      if (!platforms[p] || cl.devices (platforms[p], CL_DEVICE_TYPE_GPU | CL_DEVICE_TYPE_ACCELERATOR,
                                       PROBE_MAX_DEVICES, devices, &n) != CL_OK)
        continue;
      count += n;
      if (cl.platform_info (platforms[p], CL_PLATFORM_NAME, sizeof platform - 1, platform, NULL) != CL_OK)
        platform[0] = '\0';
      for (guint i = 0; i < MIN (n, PROBE_MAX_DEVICES) && written < PROBE_MAX_DEVICES; i++)
        if (devices[i])
          {
            probe_json_open (out, NULL, '{');
            write_device (&cl, platform, devices[i], out);
            probe_json_close (out, '}');
            written++;
          }
    }
  probe_json_close (out, ']');
  probe_json_number (out, "count", count);
}
