/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>
#include <wchar.h>

#include <windows.h>

#include "edgekit-collector-private.h"
#include "edgekit-json-private.h"

/* What a Windows computer tells, by documented calls. Written against their
 * documentation and compiled with MinGW; it has run under Wine, and never on
 * Windows itself. The form of each entry stands in
 * hardware/edgekit-decode-windows-private.h.
 *
 * As on Linux, nothing here is a serial number or names a person: the values of
 * a registry key are on a list. */

#define MAX_VALUE 4096  /* bytes of a registry value */
#define MAX_DEVICES 64  /* of one class */
#define MAX_TOPOLOGY (1024 * 1024)

static void
add_lines (EdgeKitSnapshot *snapshot, const char *key, const GString *lines)
{
  _edgekit_snapshot_add_text (snapshot, key, lines->str);
}

static void
append_number (GString *lines, const char *name, guint64 value)
{
  g_string_append_printf (lines, "%s %" G_GUINT64_FORMAT "\n", name, value);
}

/* --- The registry ------------------------------------------------------------------ */

static char *
to_utf8 (const wchar_t *text, gsize bytes)
{
  gsize length = 0;

  while (length < bytes / sizeof (wchar_t) && text[length])
    length++;
  return g_utf16_to_utf8 ((const gunichar2 *) text, length, NULL, NULL, NULL);
}

static void
read_value (HKEY key, const char *name, JsonBuilder *builder)
{
  g_autofree gunichar2 *wide = g_utf8_to_utf16 (name, -1, NULL, NULL, NULL);
  /* aligned for whatever it holds, with room for a NUL that may be missing */
  guint64 data[MAX_VALUE / sizeof (guint64) + 1] = { 0 };
  DWORD type, size = MAX_VALUE;

  if (RegQueryValueExW (key, (const wchar_t *) wide, NULL, &type, (BYTE *) data, &size) != ERROR_SUCCESS)
    return;
  if (type == REG_SZ || type == REG_EXPAND_SZ)
    {
      g_autofree char *text = to_utf8 ((const wchar_t *) data, size);

      _edgekit_json_add_string (builder, name, text);
    }
  else if (type == REG_DWORD)
    _edgekit_json_add_int (builder, name, *(const DWORD *) data);
  else if (type == REG_QWORD && data[0] <= G_MAXINT64)
    _edgekit_json_add_int (builder, name, (gint64) data[0]);
  else if (type == REG_BINARY)
    {
      g_autofree char *text = g_base64_encode ((const guchar *) data, size);

      _edgekit_json_add_string (builder, name, text);
    }
}

static void
read_values (EdgeKitSnapshot *snapshot, const char *entry, HKEY key, const char *values)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;
  g_auto(GStrv) names = g_strsplit (values, "|", -1);

  json_builder_begin_object (builder);
  for (char **name = names; *name; name++)
    read_value (key, *name, builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  _edgekit_snapshot_add_json (snapshot, entry, node);
}

static void
collect_registry (EdgeKitSnapshot *snapshot)
{
  static const struct
  {
    const char *path; /* below HKEY_LOCAL_MACHINE */
    const char *values;
  } keys[] = {
    { "HARDWARE\\DESCRIPTION\\System\\CentralProcessor\\0",
      "ProcessorNameString|VendorIdentifier|Identifier|~MHz|CP 4000|CP 4020|CP 4021|CP 4024|CP 4025|CP 4030|CP 4031|"
      "CP 4032" },
    { "HARDWARE\\DESCRIPTION\\System\\BIOS", "SystemManufacturer|SystemProductName|SystemFamily|BaseBoardProduct" },
    { "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion",
      "ProductName|EditionID|InstallationType|DisplayVersion|CurrentBuildNumber|UBR" },
    { "SYSTEM\\CurrentControlSet\\Control", "ContainerType" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *entry = g_strconcat ("registry:HKLM\\", keys[i].path, NULL);
      g_autofree gunichar2 *path = g_utf8_to_utf16 (keys[i].path, -1, NULL, NULL, NULL);
      HKEY key;

      if (RegOpenKeyExW (HKEY_LOCAL_MACHINE, (const wchar_t *) path, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key) !=
          ERROR_SUCCESS)
        {
          _edgekit_snapshot_add_failure (snapshot, entry, EDGEKIT_FAILURE_MISSING);
          continue;
        }
      read_values (snapshot, entry, key, keys[i].values);
      RegCloseKey (key);
    }
}

/* The drivers of a class of devices; its GUIDs are those of devguid.h. The
 * entries have the name of the class instead, as a GUID would be redacted. */
static void
collect_class (EdgeKitSnapshot *snapshot, const char *name, const wchar_t *path)
{
  HKEY class, key;

  if (RegOpenKeyExW (HKEY_LOCAL_MACHINE, path, 0, KEY_ENUMERATE_SUB_KEYS | KEY_WOW64_64KEY, &class) != ERROR_SUCCESS)
    return;
  for (guint i = 0; i < MAX_DEVICES; i++)
    {
      g_autofree char *entry = NULL;
      wchar_t number[8];

      swprintf (number, G_N_ELEMENTS (number), L"%04u", i);
      if (RegOpenKeyExW (class, number, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key) != ERROR_SUCCESS)
        continue; /* numbers of what was taken out stay free */
      entry = g_strdup_printf ("registry:HKLM\\SYSTEM\\CurrentControlSet\\Control\\Class\\%s\\%04u", name, i);
      read_values (snapshot, entry, key,
                   "DriverDesc|ProviderName|DriverVersion|DriverDate|MatchingDeviceId|"
                   "HardwareInformation.qwMemorySize|HardwareInformation.MemorySize");
      RegCloseKey (key);
    }
  RegCloseKey (class);
}

/* --- Calls ---------------------------------------------------------------------------- */

static void
collect_version (EdgeKitSnapshot *snapshot)
{
  /* GetVersionEx() says what the program's manifest says */
  typedef LONG (WINAPI * RtlGetVersionFunction) (OSVERSIONINFOEXW *);
  HMODULE ntdll = GetModuleHandleW (L"ntdll.dll");
  RtlGetVersionFunction get = ntdll ? (RtlGetVersionFunction) (void *) GetProcAddress (ntdll, "RtlGetVersion") : NULL;
  OSVERSIONINFOEXW version = { .dwOSVersionInfoSize = sizeof version };
  g_autoptr(GString) lines = g_string_new (NULL);

  if (!get || get (&version) != 0)
    return;
  append_number (lines, "dwMajorVersion", version.dwMajorVersion);
  append_number (lines, "dwMinorVersion", version.dwMinorVersion);
  append_number (lines, "dwBuildNumber", version.dwBuildNumber);
  append_number (lines, "wProductType", version.wProductType);
  add_lines (snapshot, "run:RtlGetVersion", lines);
}

/* Of the computer, though the program may be built for another one. */
static void
collect_machine (EdgeKitSnapshot *snapshot)
{
  typedef BOOL (WINAPI * IsWow64Process2Function) (HANDLE, USHORT *, USHORT *);
  HMODULE kernel = GetModuleHandleW (L"kernel32.dll");
  IsWow64Process2Function get =
      kernel ? (IsWow64Process2Function) (void *) GetProcAddress (kernel, "IsWow64Process2") : NULL;
  USHORT process = 0, native = 0;
  SYSTEM_INFO info;

  _edgekit_snapshot_add_text (snapshot, "uname:sysname", "Windows_NT");
  GetNativeSystemInfo (&info);
  if (!get || !get (GetCurrentProcess (), &process, &native))
    native = info.wProcessorArchitecture == PROCESSOR_ARCHITECTURE_AMD64 ? 0x8664
             : info.wProcessorArchitecture == 12 /* …_ARM64 */           ? 0xaa64
                                                                         : 0;
  if (native == 0x8664) /* IMAGE_FILE_MACHINE_AMD64 */
    _edgekit_snapshot_add_text (snapshot, "uname:machine", "AMD64");
  else if (native == 0xaa64) /* IMAGE_FILE_MACHINE_ARM64 */
    _edgekit_snapshot_add_text (snapshot, "uname:machine", "ARM64");
}

static void
collect_features (EdgeKitSnapshot *snapshot)
{
  /* PF_… of winnt.h by number: older SDKs do not know the later ones */
  static const guint numbers[] = { 6, 10, 13, 36, 37, 38, 39, 40, 41, 43, 46, 47, 57, 66, 67, 68, 70, 71 };
  g_autoptr(GString) lines = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_string_append_printf (lines, "%u %d\n", numbers[i], IsProcessorFeaturePresent (numbers[i]) ? 1 : 0);
  add_lines (snapshot, "run:IsProcessorFeaturePresent", lines);
}

static void
collect_topology (EdgeKitSnapshot *snapshot)
{
#if defined(_WIN64)
  DWORD length = 0;
  g_autofree guint8 *records = NULL;
  DWORD_PTR process = 0, system = 0;

  GetLogicalProcessorInformationEx (RelationAll, NULL, &length);
  if (length == 0 || length > MAX_TOPOLOGY)
    return;
  records = g_malloc0 (length);
  if (GetLogicalProcessorInformationEx (RelationAll, (SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX *) records, &length))
    _edgekit_snapshot_add_bytes (snapshot, "run:GetLogicalProcessorInformationEx", (const char *) records, length,
                                 FALSE);
  /* with several groups a program may use all of them, and the mask is of one */
  if (GetActiveProcessorGroupCount () == 1 && GetProcessAffinityMask (GetCurrentProcess (), &process, &system))
    {
      g_autofree char *count = g_strdup_printf ("%d", __builtin_popcountll (process));

      _edgekit_snapshot_add_text (snapshot, "affinity:count", count);
    }
#endif
}

static void
collect_memory (EdgeKitSnapshot *snapshot)
{
  MEMORYSTATUSEX status = { .dwLength = sizeof status };
  g_autoptr(GString) lines = g_string_new (NULL);

  if (!GlobalMemoryStatusEx (&status))
    return;
  append_number (lines, "ullTotalPhys", status.ullTotalPhys);
  append_number (lines, "ullAvailPhys", status.ullAvailPhys);
  append_number (lines, "ullTotalPageFile", status.ullTotalPageFile);
  append_number (lines, "ullAvailPageFile", status.ullAvailPageFile);
  add_lines (snapshot, "run:GlobalMemoryStatusEx", lines);
}

static void
collect_installed (EdgeKitSnapshot *snapshot)
{
  ULONGLONG kib = 0;
  g_autoptr(GString) lines = g_string_new (NULL);

  if (!GetPhysicallyInstalledSystemMemory (&kib))
    return;
  append_number (lines, "KiB", kib);
  add_lines (snapshot, "run:GetPhysicallyInstalledSystemMemory", lines);
}

static void
collect_job (EdgeKitSnapshot *snapshot)
{
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = { 0 };
  BOOL in_job = FALSE;
  g_autoptr(GString) lines = g_string_new (NULL);

  if (!IsProcessInJob (GetCurrentProcess (), NULL, &in_job) || !in_job ||
      !QueryInformationJobObject (NULL, JobObjectExtendedLimitInformation, &limits, sizeof limits, NULL))
    return;
  append_number (lines, "LimitFlags", limits.BasicLimitInformation.LimitFlags);
  append_number (lines, "ProcessMemoryLimit", limits.ProcessMemoryLimit);
  append_number (lines, "JobMemoryLimit", limits.JobMemoryLimit);
  add_lines (snapshot, "run:QueryInformationJobObject", lines);
}

/* The drive that a home folder is on, not the folder. */
static void
collect_space (EdgeKitSnapshot *snapshot)
{
  const char *home = g_get_home_dir ();
  wchar_t drive[] = L"C:\\";
  ULARGE_INTEGER available, total;
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autofree char *key = NULL;

  if (g_ascii_isalpha (home[0]) && home[1] == ':')
    drive[0] = g_ascii_toupper (home[0]);
  if (!GetDiskFreeSpaceExW (drive, &available, &total, NULL))
    return;
  append_number (lines, "total", total.QuadPart);
  append_number (lines, "free", available.QuadPart);
  key = g_strdup_printf ("statfs:%c:\\", (char) drive[0]);
  add_lines (snapshot, key, lines);
}

/* Drivers' run-time libraries: that they are there, not what is in them. */
static void
collect_libraries (EdgeKitSnapshot *snapshot)
{
  static const char *const names[] = { "nvcuda.dll",     "nvml.dll",      "amdhip64_7.dll", "amdhip64_6.dll",
                                       "ze_loader.dll",  "vulkan-1.dll",  "OpenCL.dll",     "dxcore.dll",
                                       "DirectML.dll" };
  wchar_t folder[MAX_PATH];
  UINT length = GetSystemDirectoryW (folder, G_N_ELEMENTS (folder));
  g_autofree char *system = length > 0 && length < MAX_PATH
                                ? g_utf16_to_utf8 ((const gunichar2 *) folder, length, NULL, NULL, NULL)
                                : NULL;

  for (guint i = 0; system && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *key = g_strconcat ("file:%SystemRoot%\\System32\\", names[i], NULL);
      g_autofree char *path = g_build_filename (system, names[i], NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        _edgekit_snapshot_add_text (snapshot, key, "");
      else
        _edgekit_snapshot_add_failure (snapshot, key, EDGEKIT_FAILURE_MISSING);
    }
}

gboolean
_edgekit_collect_platform (EdgeKitSnapshot *snapshot, EdgeKitCollectScope scope)
{
  collect_memory (snapshot);
  collect_job (snapshot);
  if (scope == EDGEKIT_COLLECT_MEMORY)
    return TRUE;
  collect_machine (snapshot);
  collect_version (snapshot);
  collect_registry (snapshot);
  collect_class (snapshot, "Display",
                 L"SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}");
  collect_class (snapshot, "ComputeAccelerator",
                 L"SYSTEM\\CurrentControlSet\\Control\\Class\\{f01a9d53-3ff6-48d2-9f97-c8a7004be10c}");
  collect_features (snapshot);
  collect_topology (snapshot);
  collect_installed (snapshot);
  collect_space (snapshot);
  collect_libraries (snapshot);
  return TRUE;
}

/* The stand-ins that offer to install Python from the shop print a sentence and
 * fail when they are given arguments, as they are. */
gboolean
_edgekit_may_run (const char *program)
{
  return TRUE;
}
