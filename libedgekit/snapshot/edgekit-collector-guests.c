/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-collector-private.h"
#include "edgekit-json-private.h"

/* Vendor libraries are guests: each is asked by a child process of its own, all
 * at the same time, and what they answer is a document from outside. */

#define GUEST_TIMEOUT_MS 5000
#define GUEST_MAX_OUTPUT (1024 * 1024)

static const char *const guests[] = {
#if defined(G_OS_WIN32)
  "d3dkmt", "dxgi", "dxcore",
#elif defined(__APPLE__)
  "vulkan", "metal",
#else
  "nvml", "cuda", "vulkan", "level-zero", "opencl", "drm",
#endif
};

/* EDGEKIT_PROBE names the program in a build folder, or where a packager keeps it. */
static const char *
probe_path (void)
{
  const char *path = g_getenv ("EDGEKIT_PROBE");

  return path && *path ? path : EDGEKIT_LIBEXECDIR "/edgekit-probe";
}

static void
add_answer (EdgeKitSnapshot *snapshot, const char *key, const EdgeKitChild *child)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) json = NULL;

  if (child->failure)
    {
      _edgekit_snapshot_add_failure (snapshot, key, child->failure);
      return;
    }
  json = _edgekit_json_parse (child->output->str, child->output->len, GUEST_MAX_OUTPUT, EDGEKIT_JSON_DEFAULT, key,
                              &error);
  if (json && JSON_NODE_HOLDS_OBJECT (json))
    _edgekit_snapshot_add_json (snapshot, key, json);
  else
    _edgekit_snapshot_add_failure (snapshot, key, EDGEKIT_FAILURE_REFUSED);
}

/* EDGEKIT_GUESTS, names between commas, keeps the others from being asked: for
 * tests, and to find out which driver is in the way. */
static gboolean
is_wanted (const char *guest, const char *const *names)
{
  const char *list = g_getenv ("EDGEKIT_GUESTS");
  g_auto(GStrv) chosen = list ? g_strsplit (list, ",", -1) : NULL;

  return (!names || g_strv_contains (names, guest)) &&
         (!chosen || g_strv_contains ((const char *const *) chosen, guest));
}

void
_edgekit_collect_guests (EdgeKitSnapshot *snapshot, const char *const *names, EdgeKitGuestFlags flags,
                         GCancellable *cancellable)
{
  EdgeKitChild children[G_N_ELEMENTS (guests)] = { { 0 } };
  const char *argvs[G_N_ELEMENTS (guests)][5];
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (guests); i++)
    {
      const char **arg = argvs[n];

      if (!is_wanted (guests[i], names))
        continue;
      *arg++ = probe_path ();
      *arg++ = guests[i];
      if (flags & EDGEKIT_GUEST_WAKE)
        *arg++ = "--wake";
      if (flags & EDGEKIT_GUEST_AGAIN)
        *arg++ = "--again";
      *arg = NULL;
      children[n].argv = argvs[n];
      n++;
    }
  _edgekit_children_run (children, n, GUEST_TIMEOUT_MS, GUEST_MAX_OUTPUT, cancellable);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = g_strconcat ("guest:", argvs[i][1], NULL);

      add_answer (snapshot, key, &children[i]);
      g_string_free (children[i].output, TRUE);
    }
}
