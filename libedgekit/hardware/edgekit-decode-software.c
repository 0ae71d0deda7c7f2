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

/* The entry program:NAME, or NULL. */
static const char *
program (EdgeKitSnapshot *snapshot, const char *name)
{
  return _edgekit_decode_text (snapshot, "program:%s", name);
}

/* @pattern's group in a line of the entry. */
static char *
program_match (EdgeKitSnapshot *snapshot, const char *name, const char *pattern)
{
  g_autofree char *key = g_strconcat ("program:", name, NULL);

  return version_in (snapshot, key, pattern);
}

/* A tool that was looked for and is not there is a fact. */
static void
mark_absent (EdgeKitSnapshot *snapshot, EdgeKitSoftware *software, const char *value, const char *member,
             const char *name)
{
  static const char *const kinds[] = { "program:", "run:" };

  for (guint i = 0; !value && i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *key = g_strconcat (kinds[i], name, NULL);

      if (g_strcmp0 (edgekit_snapshot_get_failure (snapshot, key), EDGEKIT_FAILURE_MISSING) == 0)
        _edgekit_record_set_absent (software, member);
    }
}

/* --- Python ------------------------------------------------------------------------- */

/* e_machine of the ELF specification, and the name that Python gives the machine. */
static const char *
machine_name (gint64 machine, gint64 bits)
{
  static const struct
  {
    gint64 machine, bits;
    const char *name;
  } machines[] = {
    { 3, 32, "i686" },      { 21, 64, "ppc64le" }, { 22, 64, "s390x" },   { 40, 32, "armv7l" },
    { 62, 64, "x86_64" },   { 62, 32, "i686" },    { 183, 64, "aarch64" }, { 243, 64, "riscv64" },
    { 258, 64, "loongarch64" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (machines); i++)
    if (machines[i].machine == machine && machines[i].bits == bits)
      return machines[i].name;
  return NULL;
}

static gboolean
has_line (const char *text, const char *pattern)
{
  return text && g_regex_match_simple (pattern, text, G_REGEX_MULTILINE, 0);
}

/* By files: the name of the interpreter, its header, and what lies around it. */
static void
decode_python_files (EdgeKitSnapshot *snapshot, EdgeKitSoftware *software)
{
  const char *text = program (snapshot, "python3");
  const char *around = program (snapshot, "python3-environment");
  const char *config = edgekit_snapshot_get_text (snapshot, "program:python3-environment/pyvenv.cfg");
  g_autofree char *machine = _edgekit_decode_field (text, "machine", ' ');
  g_auto(GStrv) numbers = g_strsplit (machine ? machine : "", " ", 2);
  g_autofree char *managed = NULL;
  gboolean conda;

  if (!text || g_strv_length (numbers) != 2)
    return; /* a script stands in for it */
  software->python = program_match (snapshot, "python3", "^file .*/python(3\\.\\d+)$");
  if (!software->python)
    software->python = version_in (snapshot, "program:python3-environment/pyvenv.cfg",
                                   "^version(?:_info)?\\s*=\\s*(3\\.\\d+)");
  if (!software->python)
    software->python = program_match (snapshot, "python3", "^below lib(?:64)?/python(3\\.\\d+)$");
  if (!software->python)
    return;
  _edgekit_decode_set (&software->python_architecture, machine_name (_edgekit_decode_number (numbers[0]),
                                                                     _edgekit_decode_number (numbers[1])));
  managed = g_strdup_printf ("^below lib(?:64)?/python%s/EXTERNALLY-MANAGED$", software->python);
  conda = has_line (around, "^below conda-meta$") || edgekit_snapshot_has (snapshot, "env:CONDA_PREFIX");
  software->python_environment = g_strdup (conda                                               ? "conda"
                                           : has_line (config, "^uv\\s*=")                     ? "uv"
                                           : config || has_line (around, "^below pyvenv.cfg$") ? "venv"
                                           : has_line (text, managed)                          ? "externally-managed"
                                                                                               : "system");
}

/* What the collector's one-line program printed: version, machine, 64 bits, virtual
 * environment, externally managed, conda, made by uv. */
static void
decode_python_answer (EdgeKitSnapshot *snapshot, EdgeKitSoftware *software)
{
  const char *text = edgekit_snapshot_get_text (snapshot, "run:python3");
  g_auto(GStrv) lines = g_strsplit (text ? text : "", "\n", -1);
  g_auto(GStrv) version = NULL;
  gboolean venv, managed, conda, uv;

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
decode_python (EdgeKitSnapshot *snapshot, EdgeKitSoftware *software)
{
  decode_python_files (snapshot, software);
  if (!software->python)
    decode_python_answer (snapshot, software);
  mark_absent (snapshot, software, software->python, "python", "python3");
}

/* --- Compilers and toolkits -------------------------------------------------------------- */

/* The newest version among the folders that @pattern's group matches. */
static char *
newest_below (EdgeKitSnapshot *snapshot, const char *name, const char *pattern)
{
  const char *text = program (snapshot, name);
  g_autoptr(GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *newest_key = NULL;
  char *newest = NULL;

  if (!text)
    return NULL;
  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *version = g_match_info_fetch (match, 1);
      g_autofree char *key = g_utf8_collate_key_for_filename (version, -1);

      if (newest_key && strcmp (key, newest_key) <= 0)
        continue;
      g_free (newest_key);
      newest_key = g_steal_pointer (&key);
      g_free (newest);
      newest = g_steal_pointer (&version);
    }
  return newest;
}

static void
decode_compilers (EdgeKitSnapshot *snapshot, EdgeKitSoftware *software)
{
  software->gcc = program_match (snapshot, "g++", "^version (\\d+\\.\\d+)");
  if (!software->gcc)
    software->gcc = newest_below (snapshot, "g++", "^below lib(?:64)?/gcc/[^/]+/(\\d+\\.\\d+)[\\d.]*$");
  if (!software->gcc)
    software->gcc = version_in (snapshot, "run:g++", "^(\\d+\\.\\d+)");
  mark_absent (snapshot, software, software->gcc, "gcc", "g++");

  software->clang = newest_below (snapshot, "clang", "^below lib(?:64)?/clang/(\\d+(?:\\.\\d+)?)[\\d.]*$");
  if (!software->clang)
    software->clang = version_in (snapshot, "run:clang", "clang version (\\d+\\.\\d+)");
  mark_absent (snapshot, software, software->clang, "clang", "clang");

  software->cmake = newest_below (snapshot, "cmake", "^below share/cmake-(\\d+\\.\\d+)$");
  if (!software->cmake)
    software->cmake = version_in (snapshot, "run:cmake", "version (\\d+\\.\\d+)");
  mark_absent (snapshot, software, software->cmake, "cmake", "cmake");
}

static char *
cuda_version (EdgeKitSnapshot *snapshot, const char *name)
{
  g_autofree char *json = g_strdup_printf ("program:%s/version.json", name);
  g_autofree char *text = g_strdup_printf ("program:%s/version.txt", name);
  g_autofree char *header = g_strdup_printf ("program:%s/include/cuda_runtime_api.h", name);
  /* 12040 is 12.4 */
  g_autofree char *number = version_in (snapshot, header, "CUDART_VERSION\\s+(\\d{5,6})");
  char *version = version_in (snapshot, json, "\"cuda\"\\s*:\\s*\\{[^}]*\"version\"\\s*:\\s*\"(\\d+\\.\\d+)");
  gint64 value = _edgekit_decode_number (number);

  if (!version)
    version = version_in (snapshot, text, "CUDA Version (\\d+\\.\\d+)");
  if (!version && value > 0)
    version = g_strdup_printf ("%u.%u", (guint) value / 1000, (guint) value % 1000 / 10);
  return version;
}

static void
decode_cuda (EdgeKitSnapshot *snapshot, EdgeKitSoftware *software)
{
  software->nvcc = cuda_version (snapshot, "nvcc");
  if (!software->nvcc)
    software->nvcc = version_in (snapshot, "run:nvcc", "release (\\d+\\.\\d+)");
  if (!software->nvcc)
    {
      software->nvcc = cuda_version (snapshot, "nvcc-beside");
      if (software->nvcc)
        software->nvcc_path = program_match (snapshot, "nvcc-beside", "^path (/.*)$");
    }
  mark_absent (snapshot, software, software->nvcc, "nvcc", "nvcc");
}

/* The newest CUDA runtime that the loader finds. */
static void
decode_cudart (EdgeKitSnapshot *snapshot, EdgeKitSoftware *software)
{
  static const char *const lists[] = { "file:/etc/ld.so.cache", "run:ldconfig" };
  gint64 newest = EDGEKIT_UNKNOWN;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      const char *libraries = edgekit_snapshot_get_text (snapshot, lists[i]);

      for (const char *p = libraries; p && (p = strstr (p, "libcudart.so.")); p++)
        newest = MAX (newest, _edgekit_decode_number (p + strlen ("libcudart.so.")));
      if (libraries && newest == EDGEKIT_UNKNOWN)
        _edgekit_record_set_absent (software, "cudart");
    }
  if (newest > 0 && newest < 1000)
    software->cudart = g_strdup_printf ("%u", (guint) newest);
}

static void
decode_rocm (EdgeKitSnapshot *snapshot, EdgeKitSoftware *software)
{
  static const char *const keys[] = { "program:hipconfig/.info/version", "program:hipconfig-beside/.info/version",
                                      "file:/opt/rocm/.info/version", "run:hipconfig" };

  for (guint i = 0; !software->rocm && i < G_N_ELEMENTS (keys); i++)
    software->rocm = version_in (snapshot, keys[i], "^(\\d+\\.\\d+)");
  if (!software->rocm)
    {
      /* as distributions package it */
      static const char *const key = "program:hipconfig/share/hip/version";
      g_autofree char *major = version_in (snapshot, key, "^HIP_VERSION_MAJOR=(\\d+)");
      g_autofree char *minor = version_in (snapshot, key, "^HIP_VERSION_MINOR=(\\d+)");

      software->rocm = major && minor ? g_strdup_printf ("%s.%s", major, minor) : NULL;
    }
  mark_absent (snapshot, software, software->rocm, "rocm", "hipconfig");
}

static void
decode_oneapi (EdgeKitSnapshot *snapshot, EdgeKitSoftware *software)
{
  const char *pattern = "^file .*/compiler/(\\d+\\.\\d+)[^/]*/";

  software->oneapi = program_match (snapshot, "icpx", pattern);
  if (!software->oneapi)
    software->oneapi = version_in (snapshot, "run:icpx", "Compiler (\\d+\\.\\d+)");
  if (!software->oneapi)
    software->oneapi = program_match (snapshot, "icpx-beside", pattern);
  mark_absent (snapshot, software, software->oneapi, "oneapi", "icpx");
}

static EdgeKitTristate
decode_vulkan_sdk (EdgeKitSnapshot *snapshot)
{
  gboolean compiler = edgekit_snapshot_has (snapshot, "program:glslc") || edgekit_snapshot_has (snapshot, "run:glslc");
  gboolean headers = edgekit_snapshot_has (snapshot, "file:/usr/include/vulkan/vulkan.h") ||
                     edgekit_snapshot_has (snapshot, "env:VULKAN_SDK") ||
                     has_line (program (snapshot, "glslc"), "^below include/vulkan/vulkan.h$");

  return compiler && headers ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_NO;
}

void
_edgekit_decode_software (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  EdgeKitSoftware *software = g_object_new (EDGEKIT_TYPE_SOFTWARE, NULL);
  const char *const *managers = edgekit_snapshot_get_list (snapshot, "run:package-managers");
  const char *const *programs = edgekit_snapshot_get_list (snapshot, "run:programs");
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  gboolean asked = edgekit_snapshot_has (snapshot, "uname:sysname");

  profile->software = software;
  _edgekit_decode_set (&software->shell, edgekit_snapshot_get_text (snapshot, "env:SHELL"));
  decode_python (snapshot, software);
  decode_compilers (snapshot, software);
  decode_cuda (snapshot, software);
  decode_cudart (snapshot, software);
  decode_rocm (snapshot, software);
  decode_oneapi (snapshot, software);
  if (asked)
    {
      software->vulkan_sdk = decode_vulkan_sdk (snapshot);
      software->source_date_epoch = edgekit_snapshot_has (snapshot, "env:SOURCE_DATE_EPOCH");
    }
  software->programs = g_strdupv ((char **) programs);
  if (!managers)
    return;
  for (; *managers; managers++)
    g_strv_builder_add (names, g_str_equal (*managers, "apt-get") ? "apt" : *managers);
  software->package_managers = g_strv_builder_end (names);
}
