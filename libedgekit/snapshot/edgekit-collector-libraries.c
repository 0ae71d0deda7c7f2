/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-tree-private.h"

/* Which run-time libraries the loader finds: the paths in its cache (glibc's
 * sysdeps/generic/dl-cache.h: entries, then their strings, each with a NUL), and
 * places that a loader is told of by other means. */

#define CACHE "/etc/ld.so.cache"
#define MAX_CACHE (4 * 1024 * 1024)

static const char *const wanted[] = {
  "libcuda.so.", "libcudart.so.", "libcublas.so.", "libnvidia-ml.so.", "libamdhip64.so.", "librocblas.so.",
  "libvulkan.so.", "libze_loader.so.", "libOpenCL.so.",
};

/* Containers, WSL, Jetson, NixOS and Flatpak keep the driver's libraries apart. */
static const EdgeKitGlob places[] = {
  { "/usr/lib/wsl/lib/libcuda.so.1", EDGEKIT_GLOB_LINK },
  { "/usr/local/nvidia/lib64/libcuda.so.1", EDGEKIT_GLOB_LINK },
  { "/usr/local/nvidia/lib/libcuda.so.1", EDGEKIT_GLOB_LINK },
  { "/run/opengl-driver/lib/libcuda.so.1", EDGEKIT_GLOB_LINK },
  { "/usr/lib/*-linux-gnu/nvidia/libcuda.so.1", EDGEKIT_GLOB_LINK },
  { "/usr/lib/*-linux-gnu/tegra/libcuda.so.1", EDGEKIT_GLOB_LINK },
  { "/usr/lib/*-linux-gnu/GL/nvidia-*/lib/libcuda.so.1", EDGEKIT_GLOB_LINK },
  { "/usr/lib/libcuda.so.1", EDGEKIT_GLOB_LINK },
};

static gboolean
is_wanted (const char *path)
{
  const char *slash = strrchr (path, '/');

  for (guint i = 0; slash && i < G_N_ELEMENTS (wanted); i++)
    if (g_str_has_prefix (slash + 1, wanted[i]))
      return TRUE;
  return FALSE;
}

void
_edgekit_collect_libraries (EdgeKitTree *tree, EdgeKitSnapshot *snapshot, GCancellable *cancellable)
{
  g_autoptr(GString) cache = g_string_new (NULL);
  g_autoptr(GString) paths = g_string_new (NULL);
  gboolean truncated = FALSE;
  const char *failure = _edgekit_tree_read (tree, CACHE, MAX_CACHE, cache, &truncated);

  _edgekit_tree_collect (tree, places, G_N_ELEMENTS (places), snapshot, cancellable);
  if (failure)
    return; /* musl has none */
  for (const char *p = cache->str; p < cache->str + cache->len; p += strlen (p) + 1)
    {
      /* the cache of another architecture may stand in front of the first string */
      const char *path = strchr (p, '/');

      if (!path || !is_wanted (path) || !g_utf8_validate (path, -1, NULL))
        continue;
      g_string_append_printf (paths, "%s\n", path);
      if (!strpbrk (path, "*?["))
        {
          const EdgeKitGlob link = { path, EDGEKIT_GLOB_LINK };

          _edgekit_tree_collect (tree, &link, 1, snapshot, cancellable);
        }
    }
  _edgekit_snapshot_add_text (snapshot, "file:" CACHE, paths->str);
}
