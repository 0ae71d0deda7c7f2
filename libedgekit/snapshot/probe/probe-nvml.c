/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "abi-nvml.h"
#include "probe.h"

typedef struct
{
  int (*init) (void);
  int (*shutdown) (void);
  int (*driver_version) (char *, guint);
  int (*cuda_version) (int *);
  int (*count) (guint *);
  int (*handle) (guint, NvmlDevice *);
  int (*name) (NvmlDevice, char *, guint);
  int (*pci) (NvmlDevice, NvmlPciInfo *);
  int (*memory) (NvmlDevice, NvmlMemory *);
  int (*memory2) (NvmlDevice, NvmlMemory2 *);
  int (*capability) (NvmlDevice, int *, int *);
  int (*bus_width) (NvmlDevice, guint *);
  int (*max_clock) (NvmlDevice, guint, guint *);
  int (*mig_mode) (NvmlDevice, guint *, guint *);
  int (*mig_count) (NvmlDevice, guint *);
  int (*mig_handle) (NvmlDevice, guint, NvmlDevice *);
  int (*addressing) (NvmlDevice, NvmlAddressing *);
} Nvml;

static gboolean
load (GModule *module, Nvml *n, GString *out)
{
  const ProbeSymbol symbols[] = {
    { (gpointer *) &n->init, "nvmlInit_v2", "nvmlInit" },
    { (gpointer *) &n->shutdown, "nvmlShutdown" },
    { (gpointer *) &n->count, "nvmlDeviceGetCount_v2", "nvmlDeviceGetCount" },
    { (gpointer *) &n->handle, "nvmlDeviceGetHandleByIndex_v2", "nvmlDeviceGetHandleByIndex" },
    { (gpointer *) &n->name, "nvmlDeviceGetName" },
    { (gpointer *) &n->pci, "nvmlDeviceGetPciInfo_v3", "nvmlDeviceGetPciInfo_v2" },
    { (gpointer *) &n->memory, "nvmlDeviceGetMemoryInfo" },
    { (gpointer *) &n->memory2, "nvmlDeviceGetMemoryInfo_v2", NULL, TRUE },
    { (gpointer *) &n->driver_version, "nvmlSystemGetDriverVersion", NULL, TRUE },
    { (gpointer *) &n->cuda_version, "nvmlSystemGetCudaDriverVersion_v2", "nvmlSystemGetCudaDriverVersion", TRUE },
    { (gpointer *) &n->capability, "nvmlDeviceGetCudaComputeCapability", NULL, TRUE },
    { (gpointer *) &n->bus_width, "nvmlDeviceGetMemoryBusWidth", NULL, TRUE },
    { (gpointer *) &n->max_clock, "nvmlDeviceGetMaxClockInfo", NULL, TRUE },
    { (gpointer *) &n->mig_mode, "nvmlDeviceGetMigMode", NULL, TRUE },
    { (gpointer *) &n->mig_count, "nvmlDeviceGetMaxMigDeviceCount", NULL, TRUE },
    { (gpointer *) &n->mig_handle, "nvmlDeviceGetMigDeviceHandleByIndex", NULL, TRUE },
    { (gpointer *) &n->addressing, "nvmlDeviceGetAddressingMode", NULL, TRUE },
  };

  return probe_load (module, symbols, G_N_ELEMENTS (symbols), out);
}

/* Version 2 tells what the driver keeps for itself apart; where a driver or WSL2
 * does not know it, version 1 does. */
static void
write_memory (const Nvml *n, NvmlDevice device, GString *out)
{
  NvmlMemory2 memory2 = { .version = NVML_VERSION (NvmlMemory2, 2) };
  NvmlMemory memory = { 0 };
  int status = n->memory2 ? n->memory2 (device, &memory2) : -1;

  if (status == NVML_OK)
    {
      probe_json_open (out, "memory", '{');
      probe_json_number (out, "total", memory2.total);
      probe_json_number (out, "reserved", memory2.reserved);
      probe_json_number (out, "free", memory2.free);
      probe_json_close (out, '}');
      return;
    }
  status = n->memory (device, &memory);
  if (status == NVML_OK)
    {
      probe_json_open (out, "memory", '{');
      probe_json_number (out, "total", memory.total);
      probe_json_number (out, "free", memory.free);
      probe_json_close (out, '}');
    }
  else
    probe_json_number (out, "memory_status", (guint) status);
}

/* The parts that a card was divided into (multi-instance GPU). */
static void
write_parts (const Nvml *n, NvmlDevice device, GString *out)
{
  guint current = 0, pending = 0, count = 0;

  if (!n->mig_mode || n->mig_mode (device, &current, &pending) != NVML_OK)
    return;
  probe_json_bool (out, "mig", current == 1);
  if (current != 1 || !n->mig_count || !n->mig_handle || n->mig_count (device, &count) != NVML_OK)
    return;
  probe_json_open (out, "mig_devices", '[');
  for (guint i = 0; i < MIN (count, PROBE_MAX_DEVICES); i++)
    {
      NvmlDevice part = NULL;

      if (n->mig_handle (device, i, &part) != NVML_OK || !part)
        continue;
      probe_json_open (out, NULL, '{');
      write_memory (n, part, out);
      probe_json_close (out, '}');
    }
  probe_json_close (out, ']');
}

static void
write_identity (const Nvml *n, NvmlDevice device, GString *out)
{
  char name[256] = "";
  struct
  {
    NvmlPciInfo info;
    char spare[64];
  } pci = { 0 };
  int major = 0, minor = 0;

  if (n->name (device, name, sizeof name - 1) == NVML_OK)
    probe_json_string (out, "name", name, sizeof name);
  if (n->pci (device, &pci.info) == NVML_OK)
    {
      probe_json_pci (out, pci.info.domain, pci.info.bus, pci.info.device, 0);
      probe_json_number (out, "vendor_id", pci.info.pci_device_id & 0xffff);
      probe_json_number (out, "device_id", pci.info.pci_device_id >> 16);
    }
  if (n->capability && n->capability (device, &major, &minor) == NVML_OK)
    {
      probe_json_number (out, "capability_major", (guint) major);
      probe_json_number (out, "capability_minor", (guint) minor);
    }
}

static void
write_device (const Nvml *n, guint index, GString *out)
{
  NvmlDevice device = NULL;
  NvmlAddressing addressing = { .version = NVML_VERSION (NvmlAddressing, 1) };
  guint width = 0, clock = 0;
  int status = n->handle (index, &device);

  if (status != NVML_OK || !device)
    {
      probe_json_error (out, "handle", status);
      return;
    }
  write_identity (n, device, out);
  write_memory (n, device, out);
  if (n->bus_width && n->bus_width (device, &width) == NVML_OK)
    probe_json_number (out, "memory_bus_width", width);
  if (n->max_clock && n->max_clock (device, NVML_CLOCK_MEMORY, &clock) == NVML_OK)
    probe_json_number (out, "memory_clock_mhz", clock);
  if (n->addressing && n->addressing (device, &addressing) == NVML_OK)
    probe_json_number (out, "addressing", addressing.value);
  write_parts (n, device, out);
}

void
probe_nvml (const Probe *probe, GString *out)
{
  /* on WSL2 the one that works lies beside the search path */
  static const char *const names[] = { "/usr/lib/wsl/lib/libnvidia-ml.so.1", "libnvidia-ml.so.1",
                                       "/run/opengl-driver/lib/libnvidia-ml.so.1", NULL };
  GModule *module = probe_open (probe, names, out);
  Nvml n;
  char version[96] = "";
  guint count = 0;
  int cuda = 0, status;

  if (!module || !load (module, &n, out))
    return;
  status = n.init ();
  if (status != NVML_OK)
    {
      probe_json_error (out, "init", status);
      return;
    }
  if (n.driver_version && n.driver_version (version, sizeof version - 1) == NVML_OK)
    probe_json_string (out, "driver_version", version, sizeof version);
  if (n.cuda_version && n.cuda_version (&cuda) == NVML_OK)
    probe_json_number (out, "cuda_version", (guint) cuda);
  status = n.count (&count);
  if (status != NVML_OK)
    probe_json_error (out, "count", status);
  probe_json_number (out, "count", count);
  probe_json_open (out, "devices", '[');
  for (guint i = 0; i < MIN (count, PROBE_MAX_DEVICES); i++)
    {
      probe_json_open (out, NULL, '{');
      write_device (&n, i, out);
      probe_json_close (out, '}');
    }
  probe_json_close (out, ']');
  /* an open handle keeps a card awake */
  n.shutdown ();
}
