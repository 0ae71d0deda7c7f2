/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-decode-guests-private.h"
#include "edgekit-i18n-private.h"

#define VENDOR_NVIDIA 0x10de
#define KHZ 1000

/* CUresult in cuda.h */
enum
{
  CUDA_STUB_LIBRARY = 34, /* the one that comes with the toolkit, to link against */
  CUDA_NO_DEVICE = 100,
};

static void
take_memory (EdgeKitGuest *guest, JsonObject *device, EdgeKitAccelerator *accelerator)
{
  gint64 total = _edgekit_guest_int (guest, device, "total", 0, EDGEKIT_GUEST_MAX_BYTES);
  gint64 clock = _edgekit_guest_int (guest, device, "memory_clock_khz", 0, 100 * 1000 * 1000);
  gint64 width = _edgekit_guest_int (guest, device, "memory_bus_width", 0, 65536);
  EdgeKitMemoryPool *pool;

  if (_edgekit_document_flag (device, "integrated") == EDGEKIT_TRISTATE_YES)
    {
      _edgekit_guest_unify (guest, accelerator);
      return;
    }
  pool = _edgekit_guest_vram (guest, accelerator);
  if (!pool)
    return;
  /* what is free takes a context to ask, and a context takes memory */
  _edgekit_guest_set_memory (guest, pool, total, EDGEKIT_UNKNOWN, "cuDeviceTotalMem");
  _edgekit_guest_set_bandwidth (guest, pool, clock * KHZ, 2, width, "memory clock x bus width");
}

static void
take_device (EdgeKitGuest *guest, JsonObject *device, const char *max_cuda)
{
  EdgeKitGuestId id = _edgekit_guest_id (guest, device, VENDOR_NVIDIA);
  g_autofree char *name = _edgekit_guest_name (guest, device, "name");
  g_autofree char *capability = _edgekit_guest_capability (guest, device);
  EdgeKitAccelerator *accelerator;

  if (json_object_has_member (device, "error"))
    return;
  accelerator = _edgekit_guest_find_or_add (guest, id, name);
  if (!accelerator)
    return;
  _edgekit_guest_add_runtime (accelerator, "cuda");
  _edgekit_guest_set_string (guest, accelerator, "name", &accelerator->name, name, FALSE);
  _edgekit_guest_set_string (guest, accelerator, "compute_capability", &accelerator->compute_capability, capability,
                             TRUE);
  _edgekit_guest_set_string (guest, accelerator, "max_cuda", &accelerator->max_cuda, max_cuda, TRUE);
  take_memory (guest, device, accelerator);
}

static void
note_status (EdgeKitGuest *guest, gint64 status)
{
  g_autofree char *message = NULL;

  if (status == CUDA_NO_DEVICE || status == CUDA_STUB_LIBRARY || status == EDGEKIT_UNKNOWN ||
      !_edgekit_guest_knows_vendor (guest, VENDOR_NVIDIA))
    return;
  /* Translators: %d is the number of an error */
  message = g_strdup_printf (_ ("CUDA could not be started (error %d)."), (int) status);
  _edgekit_guest_note (guest, "failed", EDGEKIT_SEVERITY_WARNING, message,
                       _ ("Restart the computer, or load the kernel module “nvidia_uvm” again."));
}

void
_edgekit_decode_guest_cuda (EdgeKitGuest *guest)
{
  g_autoptr(GPtrArray) devices = _edgekit_guest_list (guest, guest->answer, "devices");
  g_autofree char *max_cuda = _edgekit_guest_cuda_version (guest);

  if (json_object_has_member (guest->answer, "error"))
    note_status (guest, _edgekit_guest_int (guest, guest->answer, "status", 0, G_MAXINT32));
  for (guint i = 0; i < devices->len; i++)
    take_device (guest, g_ptr_array_index (devices, i), max_cuda);
}
