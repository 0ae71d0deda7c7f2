/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-document-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-decode-windows-private.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"

#define CURRENT_VERSION "registry:HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
#define PROCESSOR "registry:HKLM\\HARDWARE\\DESCRIPTION\\System\\CentralProcessor\\0"
#define BIOS "registry:HKLM\\HARDWARE\\DESCRIPTION\\System\\BIOS"
#define CONTROL "registry:HKLM\\SYSTEM\\CurrentControlSet\\Control"

#define KIB 1024
#define GIB (G_GINT64_CONSTANT (1) << 30)

/* --- The system ------------------------------------------------------------------- */

/* The registry calls Windows 11 “Windows 10 …” still; its builds begin here. */
#define FIRST_BUILD_OF_11 22000

static void
decode_version (EdgeKitSnapshot *snapshot, EdgeKitSystem *os)
{
  JsonObject *current = _edgekit_document_get (snapshot, CURRENT_VERSION);
  const char *numbers = edgekit_snapshot_get_text (snapshot, "run:RtlGetVersion");
  const char *product = _edgekit_document_string (current, "ProductName");
  const char *display = _edgekit_document_string (current, "DisplayVersion");
  const char *edition = product && g_str_has_prefix (product, "Windows 10") ? product + strlen ("Windows 10") : NULL;
  gint64 major = _edgekit_decode_field_int (numbers, "dwMajorVersion", ' ');
  gint64 minor = _edgekit_decode_field_int (numbers, "dwMinorVersion", ' ');
  gint64 build = _edgekit_decode_field_int (numbers, "dwBuildNumber", ' ');
  gint64 update = _edgekit_document_int (current, "UBR");
  g_autofree char *name = NULL;

  if (build == EDGEKIT_UNKNOWN)
    build = _edgekit_decode_number (_edgekit_document_string (current, "CurrentBuildNumber"));
  name = edition && build >= FIRST_BUILD_OF_11 ? g_strconcat ("Windows 11", edition, NULL)
                                               : g_strdup (product ? product : "Windows");
  os->version = g_strdup (display);
  os->name = display ? g_strdup_printf ("%s %s", name, display) : g_steal_pointer (&name);
  if (build == EDGEKIT_UNKNOWN)
    return;
  os->kernel = update != EDGEKIT_UNKNOWN
                   ? g_strdup_printf ("%d.%d.%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT,
                                      major > 0 ? (int) MIN (major, 99) : 10, minor > 0 ? (int) MIN (minor, 99) : 0,
                                      build, update)
                   : g_strdup_printf ("%d.%d.%" G_GINT64_FORMAT, major > 0 ? (int) MIN (major, 99) : 10,
                                      minor > 0 ? (int) MIN (minor, 99) : 0, build);
}

static char *
decode_architecture (EdgeKitSnapshot *snapshot)
{
  const char *machine = edgekit_snapshot_get_text (snapshot, "uname:machine");
  const char *identifier = _edgekit_document_string (_edgekit_document_get (snapshot, PROCESSOR), "Identifier");

  if (machine ? g_ascii_strcasecmp (machine, "ARM64") == 0 : identifier && g_str_has_prefix (identifier, "ARM"))
    return g_strdup ("arm64");
  if (machine ? g_ascii_strcasecmp (machine, "AMD64") == 0 : identifier && strstr (identifier, "64 Family"))
    return g_strdup ("x86_64");
  return NULL;
}

static void
decode_environment (EdgeKitSnapshot *snapshot, EdgeKitSystem *os)
{
  static const struct
  {
    const char *maker;
    const char *product; /* NULL: any */
    const char *name;
  } machines[] = {
    { "Microsoft", "Virtual Machine", "vm:hyper-v" }, /* they make real ones, too */
    { "VMware", NULL, "vm:vmware" },
    { "innotek", NULL, "vm:virtualbox" },
    { "QEMU", NULL, "vm:kvm" },
    { "Xen", NULL, "vm:xen" },
    { "Parallels", NULL, "vm:parallels" },
    { "Amazon EC2", NULL, "vm:kvm" },
    { "Google", "Google Compute Engine", "vm:kvm" },
    { "OpenStack", NULL, "vm:kvm" },
  };
  JsonObject *bios = _edgekit_document_get (snapshot, BIOS);
  const char *maker = _edgekit_document_string (bios, "SystemManufacturer");
  const char *product = _edgekit_document_string (bios, "SystemProductName");
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();

  if (_edgekit_document_int (_edgekit_document_get (snapshot, CONTROL), "ContainerType") > 0)
    g_strv_builder_add (words, "container:windows");
  for (guint i = 0; maker && i < G_N_ELEMENTS (machines); i++)
    if (g_str_has_prefix (maker, machines[i].maker) &&
        (!machines[i].product || (product && g_str_has_prefix (product, machines[i].product))))
      {
        g_strv_builder_add (words, machines[i].name);
        break;
      }
  os->environment = g_strv_builder_end (words);
}

gboolean
_edgekit_decode_windows_system (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  EdgeKitSystem *os = profile->os;

  if (g_strcmp0 (edgekit_snapshot_get_text (snapshot, "uname:sysname"), "Windows_NT") != 0 &&
      !edgekit_snapshot_has (snapshot, "run:RtlGetVersion") && !edgekit_snapshot_has (snapshot, CURRENT_VERSION))
    return FALSE;
  os->family = g_strdup ("windows");
  os->id = g_strdup ("windows");
  decode_version (snapshot, os);
  os->architecture = decode_architecture (snapshot);
  decode_environment (snapshot, os);
  return TRUE;
}

/* --- Memory ------------------------------------------------------------------------ */

/* winnt.h */
#define JOB_OBJECT_LIMIT_PROCESS_MEMORY 0x100
#define JOB_OBJECT_LIMIT_JOB_MEMORY 0x200

/* A job's limit is one of committed memory, which is what a model's weights are
 * on this system. */
static gint64
job_limit (EdgeKitSnapshot *snapshot)
{
  const char *job = edgekit_snapshot_get_text (snapshot, "run:QueryInformationJobObject");
  gint64 flags = _edgekit_decode_field_int (job, "LimitFlags", ' ');
  gint64 of_process = _edgekit_decode_field_int (job, "ProcessMemoryLimit", ' ');
  gint64 of_job = _edgekit_decode_field_int (job, "JobMemoryLimit", ' ');
  gint64 limit = EDGEKIT_UNKNOWN;

  if (flags == EDGEKIT_UNKNOWN)
    return EDGEKIT_UNKNOWN;
  if ((flags & JOB_OBJECT_LIMIT_PROCESS_MEMORY) && of_process > 0)
    limit = of_process;
  if ((flags & JOB_OBJECT_LIMIT_JOB_MEMORY) && of_job > 0)
    limit = limit == EDGEKIT_UNKNOWN ? of_job : MIN (limit, of_job);
  return limit;
}

static void
decode_available (EdgeKitHardwareProfile *profile, const char *status, EdgeKitMemoryPool *ram)
{
  gint64 physical = _edgekit_decode_field_int (status, "ullAvailPhys", ' ');
  gint64 commit = _edgekit_decode_field_int (status, "ullAvailPageFile", ' ');
  const char *source = "run:GlobalMemoryStatusEx ullAvailPhys";

  if (physical == EDGEKIT_UNKNOWN || physical > ram->total)
    return;
  ram->available = physical;
  /* what nobody promises to back cannot be had: with a small page file less can
   * be committed than is free */
  if (commit != EDGEKIT_UNKNOWN && commit < physical)
    {
      ram->available = commit;
      source = "run:GlobalMemoryStatusEx ullAvailPageFile";
    }
  _edgekit_hardware_profile_set_provenance (profile, "memory_pools.ram.available", EDGEKIT_PROVENANCE_REPORTED, source);
}

static void
decode_limit (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *ram)
{
  gint64 limit = job_limit (snapshot);
  g_autofree char *size = NULL;
  g_autofree char *message = NULL;

  if (limit == EDGEKIT_UNKNOWN || (ram->total != EDGEKIT_UNKNOWN && limit >= ram->total))
    return;
  ram->limit = limit;
  ram->limit_source = g_strdup ("job object");
  _edgekit_hardware_profile_set_provenance (profile, "memory_pools.ram.limit", EDGEKIT_PROVENANCE_REPORTED,
                                            "run:QueryInformationJobObject");
  if (ram->available != EDGEKIT_UNKNOWN)
    ram->available = MIN (ram->available, limit);
  size = edgekit_format_memory (limit, EDGEKIT_MEMORY_UNITS_IEC);
  /* Translators: %s is a size, as in "8.0 GiB" */
  message = g_strdup_printf (_ ("Main memory is limited to %s by the job that this program runs in."), size);
  _edgekit_hardware_profile_add_note (profile, "memory-limited", EDGEKIT_SEVERITY_INFO, message,
                                      _ ("Models have to fit into what the job may use."));
}

/* What the firmware gives to the graphics is not in the total at all. */
static void
note_reserved (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, gint64 total)
{
  const char *text = edgekit_snapshot_get_text (snapshot, "run:GetPhysicallyInstalledSystemMemory");
  gint64 kib = _edgekit_decode_field_int (text, "KiB", ' ');
  g_autofree char *reserved = NULL;
  g_autofree char *installed = NULL;
  g_autofree char *message = NULL;

  if (kib <= 0 || kib > G_MAXINT64 / KIB || kib * KIB - total < GIB)
    return;
  reserved = edgekit_format_memory (kib * KIB - total, EDGEKIT_MEMORY_UNITS_IEC);
  installed = edgekit_format_memory (kib * KIB, EDGEKIT_MEMORY_UNITS_IEC);
  /* Translators: %1$s and %2$s are sizes, as in "8.0 GiB" and "31.2 GiB" */
  message = g_strdup_printf (_ ("Of %2$s of memory, %1$s are set aside for devices, most likely for the graphics "
                                "processor."),
                             reserved, installed);
  _edgekit_hardware_profile_add_note (profile, "memory-reserved", EDGEKIT_SEVERITY_INFO, message,
                                      _ ("The firmware’s settings say how much."));
}

void
_edgekit_decode_windows_memory (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  g_autoptr(EdgeKitMemoryPool) ram = g_object_new (EDGEKIT_TYPE_MEMORY_POOL, NULL);
  const char *status = edgekit_snapshot_get_text (snapshot, "run:GlobalMemoryStatusEx");

  ram->id = g_strdup ("ram");
  ram->kind = EDGEKIT_POOL_KIND_RAM;
  ram->total = _edgekit_decode_field_int (status, "ullTotalPhys", ' ');
  if (ram->total != EDGEKIT_UNKNOWN)
    {
      _edgekit_hardware_profile_set_provenance (profile, "memory_pools.ram.total", EDGEKIT_PROVENANCE_REPORTED,
                                                "run:GlobalMemoryStatusEx ullTotalPhys");
      decode_available (profile, status, ram);
      note_reserved (snapshot, profile, ram->total);
    }
  decode_limit (snapshot, profile, ram);
  _edgekit_decode_add_ram (profile, ram);
}

/* --- Storage ------------------------------------------------------------------------- */

void
_edgekit_decode_windows_storage (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, "statfs:");

  for (char **key = keys; *key; key++)
    {
      const char *text = edgekit_snapshot_get_text (snapshot, *key);
      g_autoptr(EdgeKitStorage) storage = NULL;

      if (!text)
        continue;
      storage = g_object_new (EDGEKIT_TYPE_STORAGE, NULL);
      storage->path = g_strdup (*key + strlen ("statfs:"));
      storage->total = _edgekit_decode_field_int (text, "total", ' ');
      storage->free = _edgekit_decode_field_int (text, "free", ' ');
      g_list_store_append (profile->storage, storage);
    }
}
