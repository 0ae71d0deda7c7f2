/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-decode-guests-private.h"

/* The last to be trusted: several drivers may each show the same card under
 * another name, and few tell an address. */

static EdgeKitAccelerator *
find (EdgeKitGuest *guest, EdgeKitGuestId id, const char *name)
{
  EdgeKitAccelerator *accelerator = _edgekit_guest_find (guest, id);

  if (accelerator || _edgekit_guest_knows_vendor (guest, id.vendor))
    return accelerator;
  return _edgekit_guest_find_or_add (guest, id, name);
}

static void
take_device (EdgeKitGuest *guest, JsonObject *device)
{
  EdgeKitGuestId id = _edgekit_guest_id (guest, device, 0);
  gint64 total = _edgekit_guest_int (guest, device, "total", 0, EDGEKIT_GUEST_MAX_BYTES);
  gint64 available = _edgekit_guest_int (guest, device, "free", 0, EDGEKIT_GUEST_MAX_BYTES);
  EdgeKitTristate unified = _edgekit_document_flag (device, "unified");
  g_autofree char *name = NULL;
  EdgeKitAccelerator *accelerator;
  EdgeKitMemoryPool *pool;

  if (_edgekit_document_flag (device, "gpu") != EDGEKIT_TRISTATE_YES)
    return;
  name = _edgekit_guest_name (guest, device, "name");
  accelerator = find (guest, id, name);
  if (!accelerator)
    return;
  if (accelerator->integrated == EDGEKIT_TRISTATE_UNKNOWN)
    accelerator->integrated = unified;
  if (accelerator->integrated == EDGEKIT_TRISTATE_YES && !accelerator->pools)
    _edgekit_guest_unify (guest, accelerator);
  _edgekit_guest_add_runtime (accelerator, "opencl");
  _edgekit_guest_set_string (guest, accelerator, "name", &accelerator->name, name, FALSE);
  pool = _edgekit_guest_own (guest, accelerator);
  if (pool)
    _edgekit_guest_set_memory (guest, pool, total, available, "clGetDeviceInfo");
}

void
_edgekit_decode_guest_opencl (EdgeKitGuest *guest)
{
  g_autoptr(GPtrArray) devices = _edgekit_guest_list (guest, guest->answer, "devices");

  for (guint i = 0; i < devices->len; i++)
    take_device (guest, g_ptr_array_index (devices, i));
}
