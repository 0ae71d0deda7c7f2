/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-decode-guests-private.h"

static void
take_memory (EdgeKitGuest *guest, JsonObject *device, EdgeKitAccelerator *accelerator)
{
  g_autoptr(GPtrArray) memories = _edgekit_guest_list (guest, device, "memories");
  gint64 available = _edgekit_guest_int (guest, device, "free", 0, EDGEKIT_GUEST_MAX_BYTES);
  EdgeKitMemoryPool *pool = _edgekit_guest_own (guest, accelerator);
  gint64 sum = 0;

  if (!pool)
    return;
  for (guint i = 0; i < memories->len; i++)
    {
      gint64 total = _edgekit_guest_int (guest, g_ptr_array_index (memories, i), "total", 0, EDGEKIT_GUEST_MAX_BYTES);

      if (total == EDGEKIT_UNKNOWN)
        return;
      sum += total;
    }
  if (memories->len == 0)
    return;
  _edgekit_guest_set_memory (guest, pool, sum, available,
                             available == EDGEKIT_UNKNOWN ? "zeDeviceGetMemoryProperties" : "zesMemoryGetState");
}

static void
take_device (EdgeKitGuest *guest, JsonObject *device)
{
  EdgeKitGuestId id = _edgekit_guest_id (guest, device, 0);
  EdgeKitTristate integrated = _edgekit_document_flag (device, "integrated");
  g_autofree char *name = NULL;
  EdgeKitAccelerator *accelerator;

  if (json_object_has_member (device, "error") || _edgekit_document_flag (device, "gpu") != EDGEKIT_TRISTATE_YES)
    return;
  name = _edgekit_guest_name (guest, device, "name");
  accelerator = _edgekit_guest_find_or_add (guest, id, name);
  if (!accelerator)
    return;
  if (accelerator->integrated == EDGEKIT_TRISTATE_UNKNOWN)
    accelerator->integrated = integrated;
  if (accelerator->integrated == EDGEKIT_TRISTATE_YES && !accelerator->pools)
    _edgekit_guest_unify (guest, accelerator);
  /* what llama.cpp's SYCL back end runs on */
  _edgekit_guest_add_runtime (accelerator, "sycl");
  _edgekit_guest_set_string (guest, accelerator, "name", &accelerator->name, name, FALSE);
  take_memory (guest, device, accelerator);
}

void
_edgekit_decode_guest_level_zero (EdgeKitGuest *guest)
{
  g_autoptr(GPtrArray) devices = _edgekit_guest_list (guest, guest->answer, "devices");

  for (guint i = 0; i < devices->len; i++)
    take_device (guest, g_ptr_array_index (devices, i));
}
