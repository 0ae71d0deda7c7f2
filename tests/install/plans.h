/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Plans for computers that a test describes. */

#include <edgekit.h>

G_BEGIN_DECLS

#define HARDWARE(os, rest) "{\"schema\":\"edgekit.hardware/1\",\"os\":{" os "}" rest "}"
#define DEBIAN "\"family\":\"linux\",\"id\":\"debian\",\"version\":\"12\",\"libc\":\"glibc\",\"libc_version\":\"2.36\""
#define UBUNTU "\"family\":\"linux\",\"id\":\"ubuntu\",\"version\":\"24.04\",\"libc\":\"glibc\",\"libc_version\":\"2.39\""
#define NVIDIA                                                                                                         \
  "{\"id\":\"gpu0\",\"kind\":\"gpu\",\"vendor\":\"nvidia\",\"name\":\"RTX 4090\",\"compute_capability\":\"8.9\","      \
  "\"driver_version\":\"580.95.05\",\"max_cuda\":\"13.0\"}"

EdgeKitHardwareProfile *profile_of (const char *json);
/* The way that is best for it, for chats. */
EdgeKitInstallPlan     *plan_of    (const char *hardware, const char *engine);
/* Of what is needed first, with that in its title; @command: a place for its command, or NULL. */
EdgeKitStepState        state_of   (EdgeKitInstallPlan *plan, const char *part, char **command);

G_END_DECLS
