/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "abi-drm.h"
#include "probe.h"

/* Render nodes answer without a library. Only what a kernel driver that is known
 * owns is opened, and nothing that sleeps. */

#define MAX_REPLY (64 * 1024)

static int
call (int fd, gulong request, void *argument)
{
  int result;

  do
    result = ioctl (fd, request, argument);
  while (result < 0 && (errno == EINTR || errno == EAGAIN));
  return result < 0 ? errno : 0;
}

static void
write_region (gboolean local, guint64 total, gboolean knows_free, guint64 free_bytes, GString *out)
{
  probe_json_open (out, NULL, '{');
  probe_json_bool (out, "local", local);
  probe_json_number (out, "total", total);
  if (knows_free)
    probe_json_number (out, "free", free_bytes);
  probe_json_close (out, '}');
}

/* --- amdgpu --- */

static int
amd_info (int fd, guint32 query, void *reply, guint32 size)
{
  AmdInfo info = { .pointer = (guint64) (guintptr) reply, .size = size, .query = query };

  return call (fd, AMD_INFO, &info);
}

static int
write_amd (int fd, GString *out)
{
  AmdMemoryInfo memory = { 0 };
  AmdDeviceInfo device = { 0 };
  int status = amd_info (fd, AMD_INFO_MEMORY, &memory, sizeof memory);

  if (status == 0)
    {
      probe_json_open (out, "regions", '[');
      write_region (TRUE, memory.vram.total, memory.vram.used <= memory.vram.total,
                    memory.vram.total - memory.vram.used, out);
      write_region (FALSE, memory.gtt.total, memory.gtt.used <= memory.gtt.total,
                    memory.gtt.total - memory.gtt.used, out);
      probe_json_close (out, ']');
    }
  if (amd_info (fd, AMD_INFO_DEV_INFO, &device, sizeof device) == 0)
    {
      probe_json_bool (out, "integrated", (device.ids_flags & AMD_IDS_FUSION) != 0);
      probe_json_number (out, "vram_type", device.vram_type);
      probe_json_number (out, "memory_bus_width", device.vram_bit_width);
      probe_json_number (out, "memory_clock_khz", device.max_memory_clock);
    }
  return status;
}

/* --- i915 --- */

static int
i915_query (int fd, I915QueryItem *item)
{
  I915QueryRequest request = { .n_items = 1, .items = (guint64) (guintptr) item };
  int status = call (fd, I915_QUERY, &request);

  return status == 0 && item->length < 0 ? -item->length : status;
}

static int
write_i915 (int fd, GString *out)
{
  I915QueryItem item = { .id = I915_QUERY_MEMORY_REGIONS };
  g_autofree I915Regions *reply = NULL;
  gsize fit;
  int status = i915_query (fd, &item);

  if (status != 0)
    return status;
  if (item.length < (gint32) sizeof *reply || item.length > MAX_REPLY)
    return EPROTO;
  reply = g_malloc0 (item.length);
  item.pointer = (guint64) (guintptr) reply;
  status = i915_query (fd, &item);
  if (status != 0)
    return status;
  fit = (item.length - sizeof *reply) / sizeof reply->regions[0];
  probe_json_open (out, "regions", '[');
  for (guint i = 0; i < MIN (reply->n_regions, fit); i++)
    write_region (reply->regions[i].memory_class == MEMORY_CLASS_DEVICE, reply->regions[i].probed,
                  reply->regions[i].unallocated < reply->regions[i].probed, reply->regions[i].unallocated, out);
  probe_json_close (out, ']');
  return 0;
}

/* --- xe --- */

static int
write_xe (int fd, GString *out)
{
  XeDeviceQuery query = { .query = XE_QUERY_MEM_REGIONS };
  g_autofree XeRegions *reply = NULL;
  gsize fit;
  int status = call (fd, XE_DEVICE_QUERY, &query);

  if (status != 0)
    return status;
  if (query.size < sizeof *reply || query.size > MAX_REPLY)
    return EPROTO;
  reply = g_malloc0 (query.size);
  query.data = (guint64) (guintptr) reply;
  status = call (fd, XE_DEVICE_QUERY, &query);
  if (status != 0)
    return status;
  fit = (query.size - sizeof *reply) / sizeof reply->regions[0];
  probe_json_open (out, "regions", '[');
  for (guint i = 0; i < MIN (reply->n_regions, fit); i++)
    {
      const XeRegion *region = &reply->regions[i];

      write_region (region->memory_class == MEMORY_CLASS_DEVICE, region->total,
                    region->used > 0 && region->used <= region->total, region->total - region->used, out);
    }
  probe_json_close (out, ']');
  return 0;
}

/* --- nouveau --- */

static int
write_nouveau (int fd, GString *out)
{
  NouveauGetparam size = { .param = NOUVEAU_FB_SIZE };
  NouveauGetparam used = { .param = NOUVEAU_VRAM_USED };
  int status = call (fd, NOUVEAU_GETPARAM, &size);
  gboolean knows_used;

  if (status != 0)
    return status;
  /* the driver itself takes some: nothing in use means that it does not say */
  knows_used = call (fd, NOUVEAU_GETPARAM, &used) == 0 && used.value > 0 && used.value <= size.value;
  probe_json_open (out, "regions", '[');
  write_region (TRUE, size.value, knows_used, size.value - used.value, out);
  probe_json_close (out, ']');
  return 0;
}

/* --- the nodes --- */

static const struct
{
  const char *name;
  int (*write) (int fd, GString *out);
} drivers[] = {
  { "amdgpu", write_amd },
  { "i915", write_i915 },
  { "xe", write_xe },
  { "nouveau", write_nouveau },
};

static char *
uevent_value (const char *uevent, const char *name)
{
  g_auto(GStrv) lines = g_strsplit (uevent ? uevent : "", "\n", -1);

  for (char **line = lines; *line; line++)
    if (g_str_has_prefix (*line, name) && (*line)[strlen (name)] == '=')
      return g_strdup (*line + strlen (name) + 1);
  return NULL;
}

/* The kernel's word on whose node it is: a number means another thing to another driver. */
static gboolean
is_driven_by (int fd, const char *name)
{
  char found[32] = "";
  DrmVersion version = { .name = found, .name_length = sizeof found - 1 };

  return call (fd, DRM_VERSION, &version) == 0 && g_str_equal (found, name);
}

static void
write_node (const Probe *probe, const char *node, GString *out)
{
  g_autofree char *uevent = probe_read (probe, "/sys/class/drm/%s/device/uevent", node);
  g_autofree char *driver = uevent_value (uevent, "DRIVER");
  g_autofree char *pci = uevent_value (uevent, "PCI_SLOT_NAME");
  g_autofree char *path = g_strconcat (probe->root, "/dev/dri/", node, NULL);
  guint d = 0;
  int fd, status;

  while (d < G_N_ELEMENTS (drivers) && g_strcmp0 (driver, drivers[d].name) != 0)
    d++;
  if (d == G_N_ELEMENTS (drivers) || probe_is_asleep (probe, pci))
    return;
  probe_json_open (out, NULL, '{');
  probe_json_string (out, "driver", driver, 32);
  if (pci)
    probe_json_string (out, "pci", pci, 32);
  fd = open (path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0)
    probe_json_error (out, "open", errno);
  else
    {
      status = is_driven_by (fd, driver) ? drivers[d].write (fd, out) : EPROTO;
      if (status != 0)
        probe_json_error (out, "ioctl", status);
      close (fd);
    }
  probe_json_close (out, '}');
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

void
probe_drm (const Probe *probe, GString *out)
{
  g_autofree char *path = g_strconcat (probe->root, "/dev/dri", NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr(GPtrArray) nodes = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_prefix (name, "renderD"))
      g_ptr_array_add (nodes, g_strdup (name));
  g_ptr_array_sort (nodes, compare_names);
  probe_json_open (out, "devices", '[');
  for (guint i = 0; i < MIN (nodes->len, PROBE_MAX_DEVICES); i++)
    write_node (probe, g_ptr_array_index (nodes, i), out);
  probe_json_close (out, ']');
  probe_json_number (out, "count", nodes->len);
}
