/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A Level Zero loader with an Arc B580, or, with FAKE=integrated, graphics of a
 * processor. -DOLD: of before zesInit(). */

#include "abi-level-zero.h"
#include "fake.h"

#define EXPORT __attribute__ ((visibility ("default")))

EXPORT int zeInit (guint32 flags);
EXPORT int zeDriverGet (guint32 *n, ZeHandle *drivers);
EXPORT int zeDeviceGet (ZeHandle driver, guint32 *n, ZeHandle *list);
EXPORT int zeDeviceGetProperties (ZeHandle device, ZeDeviceProperties *properties);
EXPORT int zeDeviceGetMemoryProperties (ZeHandle device, guint32 *n, ZeMemoryProperties *properties);
EXPORT int zeDevicePciGetPropertiesExt (ZeHandle device, ZePciProperties *properties);
EXPORT int zesDeviceEnumMemoryModules (ZeHandle device, guint32 *n, ZeHandle *modules);
EXPORT int zesMemoryGetState (ZeHandle module, ZesMemoryState *state);

static int driver, devices[16384], module;
#if !defined(OLD)
static int sysman_device;
#endif

int
zeInit (guint32 flags)
{
  fake_begin ();
  return flags == ZE_INIT_GPU_ONLY ? fake_status (ZE_OK) : 0x78000004;
}

static int
give (guint32 *n, ZeHandle *list, int *first, guint32 count)
{
  for (guint32 i = 0; list && i < MIN (*n, count); i++)
    list[i] = first + i;
  if (!list || *n > count)
    *n = count;
  return ZE_OK;
}

int
zeDriverGet (guint32 *n, ZeHandle *drivers)
{
  return give (n, drivers, &driver, 1);
}

int
zeDeviceGet (ZeHandle which, guint32 *n, ZeHandle *list)
{
  return give (n, list, devices, fake_count ());
}

int
zeDeviceGetProperties (ZeHandle device, ZeDeviceProperties *p)
{
  p->device_type = ZE_DEVICE_GPU;
  p->vendor_id = 0x8086;
  p->device_id = fake_is ("integrated") ? 0x7d55 : 0xe20b;
  p->flags = fake_is ("integrated") ? ZE_DEVICE_FLAG_INTEGRATED : 0;
  p->max_allocation = 4 * GIB;
  fake_name (p->name, sizeof p->name, "Intel(R) Arc(TM) B580 Graphics");
  return ZE_OK;
}

int
zeDeviceGetMemoryProperties (ZeHandle device, guint32 *n, ZeMemoryProperties *p)
{
  if (p && *n > 0)
    {
      p->total = fake_is ("absurd") ? G_MAXINT64 : 12 * GIB;
      p->max_clock_rate = 2375;
      p->max_bus_width = 192;
    }
  *n = fake_is ("absurd") ? 0xffffffff : 1;
  return ZE_OK;
}

static int
give_address (ZePciProperties *p)
{
  p->address = (ZePciAddress) { 0, 0xd1, 0, 0 };
  return ZE_OK;
}

int
zeDevicePciGetPropertiesExt (ZeHandle device, ZePciProperties *p)
{
  return p->type == ZE_TYPE_PCI_EXT_PROPERTIES ? give_address (p) : 0x78000004;
}

int
zesDeviceEnumMemoryModules (ZeHandle device, guint32 *n, ZeHandle *modules)
{
#if defined(OLD)
  /* one handle for both, and only by this variable */
  if (!getenv ("ZES_ENABLE_SYSMAN") || device != devices)
    return 0x78000001;
#else
  if (device != &sysman_device)
    return 0x78000005;
#endif
  return give (n, modules, &module, 1);
}

int
zesMemoryGetState (ZeHandle which, ZesMemoryState *state)
{
  state->size = 12 * GIB;
  state->free = fake_is ("lie") ? 13 * GIB : 11 * GIB;
  return ZE_OK;
}

#if !defined(OLD)

EXPORT int zesInit (guint32 flags);
EXPORT int zesDriverGet (guint32 *n, ZeHandle *drivers);
EXPORT int zesDeviceGet (ZeHandle driver, guint32 *n, ZeHandle *list);
EXPORT int zesDevicePciGetProperties (ZeHandle device, ZePciProperties *properties);

int
zesInit (guint32 flags)
{
  return ZE_OK;
}

int
zesDriverGet (guint32 *n, ZeHandle *drivers)
{
  return give (n, drivers, &driver, 1);
}

int
zesDeviceGet (ZeHandle which, guint32 *n, ZeHandle *list)
{
  return give (n, list, &sysman_device, 1);
}

int
zesDevicePciGetProperties (ZeHandle device, ZePciProperties *p)
{
  return p->type == ZES_TYPE_PCI_PROPERTIES ? give_address (p) : 0x78000004;
}

#endif
