/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-private.h"

/* The first match of @pattern's group in what a tool printed. */
static char *
version_in (EdgeKitSnapshot *snapshot, const char *key, const char *pattern)
{
  const char *text = edgekit_snapshot_get_text (snapshot, key);
  g_autoptr(GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  return text && g_regex_match (regex, text, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

/* A tool that was looked for and is not there is a fact. */
static void
take_version (EdgeKitSnapshot *snapshot, EdgeKitSoftware *software, char **dest, const char *member, const char *key,
              const char *pattern)
{
  *dest = version_in (snapshot, key, pattern);
  if (!*dest && g_strcmp0 (edgekit_snapshot_get_failure (snapshot, key), EDGEKIT_FAILURE_MISSING) == 0)
    _edgekit_record_set_absent (software, member);
}

static void
decode_python (EdgeKitSnapshot *snapshot, EdgeKitSoftware *software)
{
  const char *text = edgekit_snapshot_get_text (snapshot, "run:python3");
  g_auto(GStrv) lines = g_strsplit (text ? text : "", "\n", -1);
  g_auto(GStrv) version = NULL;
  gboolean venv, managed, conda, uv;

  if (g_strcmp0 (edgekit_snapshot_get_failure (snapshot, "run:python3"), EDGEKIT_FAILURE_MISSING) == 0)
    _edgekit_record_set_absent (software, "python");
  /* what the collector's one-line program prints: version, machine, 64 bits,
   * virtual environment, externally managed, conda, made by uv */
  if (g_strv_length (lines) < 7)
    return;
  version = g_strsplit (lines[0], ".", 3);
  if (g_strv_length (version) < 2)
    return;
  software->python = g_strdup_printf ("%s.%s", version[0], version[1]);
  software->python_architecture = g_strdup (lines[1]);
  venv = g_str_equal (lines[3], "True");
  managed = g_str_equal (lines[4], "True");
  conda = g_str_equal (lines[5], "True") || edgekit_snapshot_has (snapshot, "env:CONDA_PREFIX");
  uv = g_str_equal (lines[6], "True");
  software->python_environment = g_strdup (conda ? "conda" : uv ? "uv" : venv ? "venv" : managed ? "externally-managed"
                                                                                                  : "system");
}

static void
decode_cuda (EdgeKitSnapshot *snapshot, EdgeKitSoftware *software)
{
  static const char *const places[] = { "/usr/local/cuda/bin/nvcc", "/opt/cuda/bin/nvcc" };
  const char *libraries = edgekit_snapshot_get_text (snapshot, "run:ldconfig");
  const char *cudart = libraries ? strstr (libraries, "libcudart.so.") : NULL;

  take_version (snapshot, software, &software->nvcc, "nvcc", "run:nvcc", "release (\\d+\\.\\d+)");
  for (guint i = 0; !software->nvcc && i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *key = g_strconcat ("run:", places[i], NULL);

      software->nvcc = version_in (snapshot, key, "release (\\d+\\.\\d+)");
      if (software->nvcc)
        software->nvcc_path = g_strdup (places[i]);
    }
  if (cudart)
    {
      const char *number = cudart + strlen ("libcudart.so.");

      software->cudart = g_strndup (number, strspn (number, "0123456789"));
    }
  else if (libraries)
    _edgekit_record_set_absent (software, "cudart");
}

void
_edgekit_decode_software (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  EdgeKitSoftware *software = g_object_new (EDGEKIT_TYPE_SOFTWARE, NULL);
  const char *const *managers = edgekit_snapshot_get_list (snapshot, "run:package-managers");
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  gboolean asked = edgekit_snapshot_has (snapshot, "uname:sysname");

  profile->software = software;
  _edgekit_decode_set (&software->shell, edgekit_snapshot_get_text (snapshot, "env:SHELL"));
  decode_python (snapshot, software);
  take_version (snapshot, software, &software->gcc, "gcc", "run:g++", "^(\\d+\\.\\d+)");
  take_version (snapshot, software, &software->clang, "clang", "run:clang", "clang version (\\d+\\.\\d+)");
  take_version (snapshot, software, &software->cmake, "cmake", "run:cmake", "version (\\d+\\.\\d+)");
  decode_cuda (snapshot, software);
  take_version (snapshot, software, &software->rocm, "rocm", "file:/opt/rocm/.info/version", "^(\\d+\\.\\d+)");
  if (!software->rocm)
    software->rocm = version_in (snapshot, "run:hipconfig", "^(\\d+\\.\\d+)");
  take_version (snapshot, software, &software->oneapi, "oneapi", "run:icpx", "Compiler (\\d+\\.\\d+)");
  if (asked)
    {
      software->vulkan_sdk = edgekit_snapshot_has (snapshot, "run:glslc") &&
                             (edgekit_snapshot_has (snapshot, "file:/usr/include/vulkan/vulkan.h") ||
                              edgekit_snapshot_has (snapshot, "env:VULKAN_SDK"));
      software->source_date_epoch = edgekit_snapshot_has (snapshot, "env:SOURCE_DATE_EPOCH");
    }
  if (!managers)
    return;
  for (; *managers; managers++)
    g_strv_builder_add (names, g_str_equal (*managers, "apt-get") ? "apt" : *managers);
  software->package_managers = g_strv_builder_end (names);
}

static void
add_storage (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const char *key, const char *path)
{
  const char *text = edgekit_snapshot_get_text (snapshot, key);
  g_autoptr(EdgeKitStorage) storage = NULL;

  if (!text)
    return;
  storage = g_object_new (EDGEKIT_TYPE_STORAGE, NULL);
  storage->path = g_strdup (path);
  storage->total = _edgekit_decode_field_int (text, "total", ' ');
  storage->free = _edgekit_decode_field_int (text, "free", ' ');
  g_list_store_append (profile->storage, storage);
}

void
_edgekit_decode_storage (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  const char *root = edgekit_snapshot_get_text (snapshot, "statfs:/");
  const char *home = edgekit_snapshot_get_text (snapshot, "statfs:home");
  g_autofree char *root_device = _edgekit_decode_field (root, "device", ' ');
  g_autofree char *home_device = _edgekit_decode_field (home, "device", ' ');

  add_storage (snapshot, profile, "statfs:/", "/");
  if (g_strcmp0 (root_device, home_device) != 0)
    add_storage (snapshot, profile, "statfs:home", "~");
}
