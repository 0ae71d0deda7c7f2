/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The guests of Windows. Each adds members to the object that is open in @out:
 * "library", null where there is none, and "adapters".
 *
 * d3dkmt  the kernel's own view, through gdi32.dll:
 *   luid, name, vendor_id, device_id, pci ("0000:01:00.0"; absent off the PCI bus), wddm (3100: WDDM 3.1),
 *   umd_version ("31.0.15.3179"), render, display, software, hybrid_discrete, hybrid_integrated, indirect_display,
 *   paravirtualized, compute_only,
 *   dedicated_video_memory, dedicated_system_memory, shared_system_memory (bytes),
 *   local, non_local: {budget, usage} (bytes, of this process)
 * dxgi    what applications see:
 *   luid, description, vendor_id, device_id, software, umd_version, the three sizes, local, non_local as above
 * dxcore  devices that only compute as well:
 *   luid, description, vendor_id, device_id, hardware, integrated, driver_version, the three sizes,
 *   attributes: of d3d11_graphics, d3d12_graphics, d3d12_core_compute, d3d12_generic_ml, gpu, npu
 *
 * "luid" names an adapter until the computer is started again: it is no serial
 * number, and joins the three. */

#include "probe.h"

#include <windows.h>

G_BEGIN_DECLS

void probe_d3dkmt (GString *out);
void probe_dxgi   (GString *out);
void probe_dxcore (GString *out);

/* --- shared (edgekit-probe-windows.c) --- */

/* A library of the system, from its own folder and nowhere else. Adds "library". */
HMODULE probe_system_library (const wchar_t *name, GString *out);
void    probe_json_luid      (GString *out, const LUID *luid);
/* At most @max characters of @text. */
void    probe_json_wide      (GString *out, const char *name, const wchar_t *text, gsize max);
/* Four parts of 16 bits, the first one highest. */
void    probe_json_version   (GString *out, const char *name, guint64 version);
/* {budget, usage} */
void    probe_json_budget    (GString *out, const char *name, guint64 budget, guint64 usage);

G_END_DECLS
