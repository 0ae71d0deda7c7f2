/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-bytes-private.h"
#include "edgekit-collector-private.h"
#include "edgekit-json-private.h"

/* Vendor libraries are guests: each is asked by a child process of its own, all
 * at the same time, and what they answer is a document from outside. */

#define GUEST_TIMEOUT_MS 5000
#define GUEST_MAX_OUTPUT (1024 * 1024)
#define LOADER_CACHE "/etc/ld.so.cache"

/* What the probe opens for each (probe-*.c), and what it answers where nothing of
 * that is there; those that only their system has are always asked. */
static const struct
{
  const char *name;
  const char *const needs[4]; /* one of them: a library of the loader, or a path */
  const char *without;
  gboolean by_name_only; /* not asked where all are */
} guests[] = {
#if defined(G_OS_WIN32)
  { "d3dkmt", { NULL }, NULL },
  { "dxgi", { NULL }, NULL },
  { "dxcore", { NULL }, NULL },
#elif defined(__APPLE__)
  { "vulkan", { NULL }, NULL },
  { "metal", { NULL }, NULL },
#else
  { "nvml",
    { "libnvidia-ml.so.1", "/usr/lib/wsl/lib/libnvidia-ml.so.1", "/run/opengl-driver/lib/libnvidia-ml.so.1" },
    "{\"library\":null}" },
  { "cuda",
    { "libcuda.so.1", "/usr/lib/wsl/lib/libcuda.so.1", "/run/opengl-driver/lib/libcuda.so.1" },
    "{\"library\":null}" },
  { "vulkan", { "libvulkan.so.1" }, "{\"library\":null}" },
  { "level-zero", { "libze_loader.so.1" }, "{\"library\":null}" },
  { "opencl", { "libOpenCL.so.1" }, "{\"library\":null}" },
  { "drm", { "/dev/dri" }, "{\"devices\":[],\"count\":0}" },
  { "engines", { NULL }, NULL, TRUE },
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
is_wanted (guint number, const char *const *names)
{
  const char *guest = guests[number].name;
  const char *list = g_getenv ("EDGEKIT_GUESTS");
  g_auto(GStrv) chosen = list ? g_strsplit (list, ",", -1) : NULL;

  return (names ? g_strv_contains (names, guest) : !guests[number].by_name_only) &&
         (!chosen || g_strv_contains ((const char *const *) chosen, guest));
}

/* The loader's cache, or NULL where libraries may be found in other ways: there is
 * none (musl, NixOS), or the environment names more places. */
static GBytes *
read_loader_cache (void)
{
  g_autofree char *text = NULL;
  gsize length;

  if (g_getenv ("LD_LIBRARY_PATH") || g_getenv ("LD_PRELOAD") || g_getenv ("EDGEKIT_PROBE_ROOT") ||
      !g_file_get_contents (LOADER_CACHE, &text, &length, NULL))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&text), length);
}

/* Whether there is anything to ask: a process that finds nothing costs more than
 * all that is read from files. */
static gboolean
may_answer (guint guest, GBytes *loader_cache)
{
  gsize length;
  const char *cache = loader_cache ? g_bytes_get_data (loader_cache, &length) : NULL;

  if (!cache || !guests[guest].without)
    return TRUE;
  for (const char *const *need = guests[guest].needs; *need; need++)
    /* with its NUL: libcuda.so.1 is not libcuda.so.10 */
    if (**need == '/' ? g_file_test (*need, G_FILE_TEST_EXISTS)
                      : _edgekit_bytes_find (cache, length, *need, strlen (*need) + 1) != NULL)
      return TRUE;
  return FALSE;
}

void
_edgekit_collect_guests (EdgeKitSnapshot *snapshot, const char *const *names, EdgeKitGuestFlags flags,
                         GCancellable *cancellable)
{
  EdgeKitChild children[G_N_ELEMENTS (guests)] = { { 0 } };
  const char *argvs[G_N_ELEMENTS (guests)][5];
  g_autoptr(GBytes) loader_cache = read_loader_cache ();
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (guests); i++)
    {
      const char **arg = argvs[n];

      if (!is_wanted (i, names))
        continue;
      if (!may_answer (i, loader_cache))
        {
          g_autofree char *key = g_strconcat ("guest:", guests[i].name, NULL);
          g_autoptr(JsonNode) answer = json_from_string (guests[i].without, NULL);

          _edgekit_snapshot_add_json (snapshot, key, answer);
          continue;
        }
      *arg++ = probe_path ();
      *arg++ = guests[i].name;
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
