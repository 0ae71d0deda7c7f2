/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "abi-cuda.h"
#include "probe.h"

/* No context is ever made: that would take hundreds of megabytes of the card. */

typedef struct
{
  int (*init) (guint);
  int (*version) (int *);
  int (*count) (int *);
  int (*get) (int *, int);
  int (*name) (char *, int, int);
  int (*total) (gsize *, int);
  int (*attribute) (int *, int, int);
} Cuda;

static gboolean
load (GModule *module, Cuda *c, GString *out)
{
  /* the first cuDeviceTotalMem wrote a 32-bit number, and no newer driver is without the second */
  const ProbeSymbol symbols[] = {
    { (gpointer *) &c->init, "cuInit" },
    { (gpointer *) &c->count, "cuDeviceGetCount" },
    { (gpointer *) &c->get, "cuDeviceGet" },
    { (gpointer *) &c->name, "cuDeviceGetName" },
    { (gpointer *) &c->attribute, "cuDeviceGetAttribute" },
    { (gpointer *) &c->total, "cuDeviceTotalMem_v2", NULL, TRUE },
    { (gpointer *) &c->version, "cuDriverGetVersion", NULL, TRUE },
  };

  return probe_load (module, symbols, G_N_ELEMENTS (symbols), out);
}

static void
write_attribute (const Cuda *c, int device, int attribute, const char *name, GString *out)
{
  int value = 0;

  if (c->attribute (&value, attribute, device) == CUDA_OK && value >= 0)
    probe_json_number (out, name, (guint) value);
}

static void
write_device (const Cuda *c, int index, GString *out)
{
  int device = 0, domain = 0, bus = 0, slot = 0, integrated = 0;
  char name[256] = "";
  gsize total = 0;
  int status = c->get (&device, index);

  if (status != CUDA_OK)
    {
      probe_json_error (out, "device", status);
      return;
    }
  if (c->name (name, sizeof name - 1, device) == CUDA_OK)
    probe_json_string (out, "name", name, sizeof name);
  if (c->attribute (&domain, CUDA_ATTRIBUTE_PCI_DOMAIN_ID, device) == CUDA_OK &&
      c->attribute (&bus, CUDA_ATTRIBUTE_PCI_BUS_ID, device) == CUDA_OK &&
      c->attribute (&slot, CUDA_ATTRIBUTE_PCI_DEVICE_ID, device) == CUDA_OK)
    probe_json_pci (out, (guint) domain, (guint) bus, (guint) slot, 0);
  if (c->total && c->total (&total, device) == CUDA_OK)
    probe_json_number (out, "total", total);
  if (c->attribute (&integrated, CUDA_ATTRIBUTE_INTEGRATED, device) == CUDA_OK)
    probe_json_bool (out, "integrated", integrated != 0);
  write_attribute (c, device, CUDA_ATTRIBUTE_CAPABILITY_MAJOR, "capability_major", out);
  write_attribute (c, device, CUDA_ATTRIBUTE_CAPABILITY_MINOR, "capability_minor", out);
  write_attribute (c, device, CUDA_ATTRIBUTE_MEMORY_CLOCK_RATE, "memory_clock_khz", out);
  write_attribute (c, device, CUDA_ATTRIBUTE_MEMORY_BUS_WIDTH, "memory_bus_width", out);
}

void
probe_cuda (const Probe *probe, GString *out)
{
  static const char *const names[] = { "/usr/lib/wsl/lib/libcuda.so.1", "libcuda.so.1",
                                       "/run/opengl-driver/lib/libcuda.so.1", NULL };
  GModule *module = probe_open (probe, names, out);
  Cuda c;
  int version = 0, count = 0, status;

  if (!module || !load (module, &c, out))
    return;
  if (c.version && c.version (&version) == CUDA_OK)
    probe_json_number (out, "cuda_version", (guint) version);
  status = c.init (0);
  if (status != CUDA_OK)
    {
      probe_json_error (out, "init", status);
      return;
    }
  status = c.count (&count);
  if (status != CUDA_OK)
    probe_json_error (out, "count", status);
  probe_json_number (out, "count", (guint) MAX (count, 0));
  probe_json_open (out, "devices", '[');
  for (int i = 0; i < MIN (count, PROBE_MAX_DEVICES); i++)
    {
      probe_json_open (out, NULL, '{');
      write_device (&c, i, out);
      probe_json_close (out, '}');
    }
  probe_json_close (out, ']');
}
