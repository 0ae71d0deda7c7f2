/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "abi-level-zero.h"
#include "probe.h"

#define MAX_DRIVERS 8
#define MAX_MEMORIES 16

typedef struct
{
  int (*init) (guint32);
  int (*drivers) (guint32 *, ZeHandle *);
  int (*devices) (ZeHandle, guint32 *, ZeHandle *);
  int (*properties) (ZeHandle, ZeDeviceProperties *);
  int (*memory) (ZeHandle, guint32 *, ZeMemoryProperties *);
  int (*pci) (ZeHandle, ZePciProperties *);
  /* Sysman, which alone knows what is free */
  int (*sysman_init) (guint32);
  int (*sysman_drivers) (guint32 *, ZeHandle *);
  int (*sysman_devices) (ZeHandle, guint32 *, ZeHandle *);
  int (*sysman_pci) (ZeHandle, ZePciProperties *);
  int (*modules) (ZeHandle, guint32 *, ZeHandle *);
  int (*state) (ZeHandle, ZesMemoryState *);
} LevelZero;

static gboolean
load (GModule *module, LevelZero *z, GString *out)
{
  const ProbeSymbol symbols[] = {
    { (gpointer *) &z->init, "zeInit" },
    { (gpointer *) &z->drivers, "zeDriverGet" },
    { (gpointer *) &z->devices, "zeDeviceGet" },
    { (gpointer *) &z->properties, "zeDeviceGetProperties" },
    { (gpointer *) &z->memory, "zeDeviceGetMemoryProperties" },
    { (gpointer *) &z->pci, "zeDevicePciGetPropertiesExt", NULL, TRUE },
    { (gpointer *) &z->sysman_init, "zesInit", NULL, TRUE },
    { (gpointer *) &z->sysman_drivers, "zesDriverGet", NULL, TRUE },
    { (gpointer *) &z->sysman_devices, "zesDeviceGet", NULL, TRUE },
    { (gpointer *) &z->sysman_pci, "zesDevicePciGetProperties", NULL, TRUE },
    { (gpointer *) &z->modules, "zesDeviceEnumMemoryModules", NULL, TRUE },
    { (gpointer *) &z->state, "zesMemoryGetState", NULL, TRUE },
  };

  return probe_load (module, symbols, G_N_ELEMENTS (symbols), out);
}

/* What @get lists of @parent, at most @max. */
static guint
list (int (*get) (ZeHandle, guint32 *, ZeHandle *), ZeHandle parent, guint max, ZeHandle *handles, guint32 *said)
{
  guint32 n = 0;

  *said = 0;
  if (get (parent, &n, NULL) != ZE_OK)
    return 0;
  *said = n;
  n = MIN (n, max);
  if (n == 0 || get (parent, &n, handles) != ZE_OK)
    return 0;
  return MIN (n, max);
}

static guint
list_drivers (int (*get) (guint32 *, ZeHandle *), ZeHandle *handles)
{
  guint32 n = 0;

  if (get (&n, NULL) != ZE_OK)
    return 0;
  n = MIN (n, MAX_DRIVERS);
  if (n == 0 || get (&n, handles) != ZE_OK)
    return 0;
  return MIN (n, MAX_DRIVERS);
}

/* The same device as Sysman sees it. Loaders before zesInit() had one handle for
 * both, and an environment variable to have Sysman at all. */
static ZeHandle
find_sysman (const LevelZero *z, ZeHandle device, const ZePciAddress *address)
{
  ZeHandle drivers[MAX_DRIVERS] = { NULL };
  guint n = 0;

  if (!z->sysman_init)
    return device;
  if (!address || !z->sysman_drivers || !z->sysman_devices || !z->sysman_pci || z->sysman_init (0) != ZE_OK)
    return NULL;
  n = list_drivers (z->sysman_drivers, drivers);
  for (guint d = 0; d < n; d++)
    {
      ZeHandle devices[PROBE_MAX_DEVICES] = { NULL };
      guint32 said;
      guint n_devices = list (z->sysman_devices, drivers[d], PROBE_MAX_DEVICES, devices, &said);

      for (guint i = 0; i < n_devices; i++)
        {
          struct
          {
            ZePciProperties properties;
            guint8 spare[64];
          } pci = { { .type = ZES_TYPE_PCI_PROPERTIES } };

          if (devices[i] && z->sysman_pci (devices[i], &pci.properties) == ZE_OK &&
              memcmp (&pci.properties.address, address, sizeof *address) == 0)
            return devices[i];
        }
    }
  return NULL;
}

static void
write_free (const LevelZero *z, ZeHandle sysman, GString *out)
{
  ZeHandle modules[MAX_MEMORIES] = { NULL };
  guint64 free_bytes = 0;
  guint32 said;
  guint n = sysman && z->modules && z->state ? list (z->modules, sysman, MAX_MEMORIES, modules, &said) : 0;

  for (guint i = 0; i < n; i++)
    {
      ZesMemoryState state = { .type = ZES_TYPE_MEMORY_STATE };

      if (!modules[i] || z->state (modules[i], &state) != ZE_OK || state.free > G_MAXINT64 - free_bytes)
        return;
      free_bytes += state.free;
    }
  if (n > 0)
    probe_json_number (out, "free", free_bytes);
}

static void
write_memories (const LevelZero *z, ZeHandle device, GString *out)
{
  ZeMemoryProperties memories[MAX_MEMORIES] = { { 0 } };
  guint32 n = 0;

  if (z->memory (device, &n, NULL) != ZE_OK)
    return;
  n = MIN (n, MAX_MEMORIES);
  for (guint i = 0; i < n; i++)
    memories[i].type = ZE_TYPE_DEVICE_MEMORY_PROPERTIES;
  if (n == 0 || z->memory (device, &n, memories) != ZE_OK)
    return;
  probe_json_open (out, "memories", '[');
  for (guint i = 0; i < MIN (n, MAX_MEMORIES); i++)
    {
      probe_json_open (out, NULL, '{');
      probe_json_number (out, "total", memories[i].total);
      probe_json_number (out, "clock", memories[i].max_clock_rate);
      probe_json_number (out, "bus_width", memories[i].max_bus_width);
      probe_json_close (out, '}');
    }
  probe_json_close (out, ']');
}

static void
write_device (const LevelZero *z, ZeHandle device, GString *out)
{
  ZeDeviceProperties properties = { .type = ZE_TYPE_DEVICE_PROPERTIES };
  ZePciProperties pci = { .type = ZE_TYPE_PCI_EXT_PROPERTIES };
  int status = z->properties (device, &properties);
  gboolean has_pci = z->pci && z->pci (device, &pci) == ZE_OK;
  gboolean integrated = (properties.flags & ZE_DEVICE_FLAG_INTEGRATED) != 0;

  if (status != ZE_OK)
    {
      probe_json_error (out, "properties", status);
      return;
    }
  probe_json_string (out, "name", properties.name, sizeof properties.name);
  probe_json_bool (out, "gpu", properties.device_type == ZE_DEVICE_GPU);
  probe_json_bool (out, "integrated", integrated);
  probe_json_number (out, "vendor_id", properties.vendor_id);
  probe_json_number (out, "device_id", properties.device_id);
  probe_json_number (out, "max_allocation", properties.max_allocation);
  if (has_pci)
    probe_json_pci (out, pci.address.domain, pci.address.bus, pci.address.device, pci.address.function);
  write_memories (z, device, out);
  if (!integrated)
    write_free (z, find_sysman (z, device, has_pci ? &pci.address : NULL), out);
}

void
probe_level_zero (const Probe *probe, GString *out)
{
  static const char *const names[] = { "libze_loader.so.1", NULL };
  GModule *module = probe_open (probe, names, out);
  ZeHandle drivers[MAX_DRIVERS] = { NULL };
  LevelZero z;
  guint n, written = 0;
  guint64 count = 0;
  int status;

  if (!module || !load (module, &z, out))
    return;
  if (!z.sysman_init)
    g_setenv ("ZES_ENABLE_SYSMAN", "1", FALSE);
  status = z.init (ZE_INIT_GPU_ONLY);
  if (status != ZE_OK)
    {
      probe_json_error (out, "init", status);
      return;
    }
  n = list_drivers (z.drivers, drivers);
  probe_json_open (out, "devices", '[');
  for (guint d = 0; d < n; d++)
    {
      ZeHandle devices[PROBE_MAX_DEVICES] = { NULL };
      guint32 said;
      guint n_devices = list (z.devices, drivers[d], PROBE_MAX_DEVICES, devices, &said);

      count += said;
      for (guint i = 0; i < n_devices && written < PROBE_MAX_DEVICES; i++)
        if (devices[i])
          {
            probe_json_open (out, NULL, '{');
            write_device (&z, devices[i], out);
            probe_json_close (out, '}');
            written++;
          }
    }
  probe_json_close (out, ']');
  probe_json_number (out, "count", count);
}
