/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "probe.h"

G_BEGIN_DECLS

/* Sees to it that the Vulkan loader loads no driver of a card that is asleep.
 * FALSE when none is left. */
gboolean probe_choose_vulkan_drivers (const Probe *probe);

G_END_DECLS
