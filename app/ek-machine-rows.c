/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-badge.h"
#include "ek-compat.h"
#include "ek-machine-rows.h"
#include "ek-machine-words.h"
#include "ek-rows.h"

/* The parts of a computer as rows; inside, every fact with its source. */

typedef struct
{
  void (*fill) (GtkWidget *row, EdgeKitHardwareProfile *profile, gpointer part);
  EdgeKitHardwareProfile *profile;
  gpointer part;
} Inside;

#define INSIDE "ek-inside"

static void
inside_free (gpointer data)
{
  Inside *inside = data;

  g_clear_object (&inside->profile);
  g_clear_object (&inside->part);
  g_free (inside);
}

static void
fill_inside (GtkWidget *row, gpointer data)
{
  Inside *inside = data;

  inside->fill (row, inside->profile, inside->part);
}

/* PART, an object or NULL, is what the row is about. */
static GtkWidget *
new_row (const char *icon_name, const char *title, const char *line, EdgeKitHardwareProfile *profile,
         void (*fill) (GtkWidget *, EdgeKitHardwareProfile *, gpointer), gpointer part)
{
  GtkWidget *row = ek_expander_row_new (icon_name, title, line);
  Inside *inside = g_new (Inside, 1);

  *inside = (Inside){ fill, g_object_ref (profile), part ? g_object_ref (part) : NULL };
  g_object_set_data_full (G_OBJECT (row), INSIDE, inside, inside_free);
  ek_expander_row_fill_when_opened (row, fill_inside, inside, NULL);
  return row;
}

static GtkWidget *
add_fact (GtkWidget *row, EdgeKitHardwareProfile *profile, const char *name, const char *value, const char *path)
{
  g_autofree char *source = path ? ek_machine_words_source (profile, path) : NULL;
  GtkWidget *fact = ek_fact_row_new (name, value, source);

  ek_row_come_in_turn (row, fact);
  return fact;
}

static void
add_known_fact (GtkWidget *row, EdgeKitHardwareProfile *profile, const char *name, const char *value,
                const char *path)
{
  if (value && *value)
    add_fact (row, profile, name, value, path);
}

static void
add_number (GtkWidget *row, EdgeKitHardwareProfile *profile, const char *name, gint64 value, const char *path)
{
  g_autofree char *text = ek_machine_words_count (value);

  add_known_fact (row, profile, name, text, path);
}

static char *
format_pool (gint64 bytes)
{
  return bytes < 0 ? NULL : edgekit_format_memory (bytes, EDGEKIT_MEMORY_UNITS_IEC);
}

static void
add_memory (GtkWidget *row, EdgeKitHardwareProfile *profile, const char *name, gint64 bytes, const char *pool,
            const char *member)
{
  g_autofree char *text = format_pool (bytes);
  g_autofree char *path = g_strdup_printf ("memory_pools.%s.%s", pool, member);

  g_object_set_data (G_OBJECT (row), path, add_fact (row, profile, name, text, path));
}

static void
add_pool (GtkWidget *row, EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *pool)
{
  const char *id = edgekit_memory_pool_get_id (pool);
  const gint64 bandwidth = edgekit_memory_pool_get_bandwidth (pool);

  add_memory (row, profile,
              edgekit_memory_pool_get_kind (pool) == EDGEKIT_POOL_KIND_SHARED ? _ ("May use of main memory")
              : edgekit_memory_pool_get_kind (pool) == EDGEKIT_POOL_KIND_RAM  ? _ ("Usable memory")
                                                                              : _ ("Graphics memory (VRAM)"),
              edgekit_memory_pool_get_total (pool), id, "total");
  add_memory (row, profile, _ ("Free memory"), edgekit_memory_pool_get_available (pool), id, "available");
  if (edgekit_memory_pool_get_limit (pool) >= 0)
    add_memory (row, profile, _ ("Limit"), edgekit_memory_pool_get_limit (pool), id, "limit");
  if (bandwidth >= 0)
    {
      g_autofree char *text = edgekit_format_bandwidth (bandwidth);
      g_autofree char *path = g_strdup_printf ("memory_pools.%s.bandwidth", id);

      add_fact (row, profile, _ ("Memory speed"), text, path);
    }
}

static void
fill_accelerator (GtkWidget *row, EdgeKitHardwareProfile *profile, gpointer part)
{
  EdgeKitAccelerator *accelerator = part;
  const char *id = edgekit_accelerator_get_id (accelerator);
  const char *const *pools = edgekit_accelerator_get_pools (accelerator);
  g_autofree char *runtimes = edgekit_accelerator_describe_runtimes (accelerator);
  const struct
  {
    const char *name;
    const char *value;
    const char *member;
  } facts[] = {
    { _ ("Driver"), edgekit_accelerator_get_driver (accelerator), "driver" },
    { _ ("Driver version"), edgekit_accelerator_get_driver_version (accelerator), "driver_version" },
    { _ ("Compute capability"), edgekit_accelerator_get_compute_capability (accelerator), "compute_capability" },
    { _ ("Newest CUDA that the driver runs"), edgekit_accelerator_get_max_cuda (accelerator), "max_cuda" },
    { _ ("Instruction set (gfx target)"), edgekit_accelerator_get_gfx_target (accelerator), "gfx_target" },
    { _ ("Generation"), edgekit_accelerator_get_generation (accelerator), "generation" },
    { _ ("Place on the bus (PCI)"), edgekit_accelerator_get_pci (accelerator), "pci" },
    { _ ("Product number (PCI)"), edgekit_accelerator_get_pci_id (accelerator), "pci_id" },
  };

  for (guint i = 0; pools != NULL && pools[i] != NULL; i++)
    {
      EdgeKitMemoryPool *pool = edgekit_hardware_profile_lookup_pool (profile, pools[i]);

      if (pool)
        add_pool (row, profile, pool);
    }
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autofree char *path = g_strdup_printf ("accelerators.%s.%s", id, facts[i].member);

      if (i == 0)
        add_fact (row, profile, facts[i].name, facts[i].value, path);
      else
        add_known_fact (row, profile, facts[i].name, facts[i].value, path);
    }
  if (runtimes)
    {
      g_autofree char *path = g_strdup_printf ("accelerators.%s.runtimes", id);

      add_fact (row, profile, _ ("Programs reach it by"), runtimes, path);
    }
  if (edgekit_accelerator_get_partitions (accelerator) > 1)
    add_number (row, profile, _ ("Partitions"), edgekit_accelerator_get_partitions (accelerator), NULL);
}

static const char *
accelerator_name (EdgeKitAccelerator *accelerator)
{
  const char *name = edgekit_accelerator_get_name (accelerator);

  if (name)
    return name;
  return edgekit_accelerator_get_kind (accelerator) == EDGEKIT_ACCELERATOR_KIND_NPU ? _ ("Neural processor")
                                                                                    : _ ("Graphics card");
}

static void
add_badge (GtkWidget *row, const char *badge, const char *line)
{
  if (badge == NULL)
    return;
  ek_expander_row_add_suffix (ADW_EXPANDER_ROW (row), ek_badge_new (badge, EDGEKIT_OUTCOME_PARTIAL));
  ek_row_speak (row, badge, line);
}

GtkWidget *
ek_machine_row_for_accelerator (EdgeKitHardwareProfile *profile, EdgeKitAccelerator *accelerator, const char *badge)
{
  g_autofree char *line = edgekit_hardware_profile_describe_accelerator (profile, accelerator);
  const gboolean npu = edgekit_accelerator_get_kind (accelerator) == EDGEKIT_ACCELERATOR_KIND_NPU;
  GtkWidget *row = new_row (npu ? "ek-npu-symbolic" : "ek-gpu-symbolic", accelerator_name (accelerator), line, profile,
                            fill_accelerator, accelerator);

  add_badge (row, badge, line);
  return row;
}

/* Many equal cards are one line: “8 × NVIDIA H200”. */
GtkWidget *
ek_machine_row_for_group (EdgeKitHardwareProfile *profile, GPtrArray *accelerators, const char *badge)
{
  EdgeKitAccelerator *first = g_ptr_array_index (accelerators, 0);
  g_autofree char *one = edgekit_hardware_profile_describe_accelerator (profile, first);
  /* Translators: below “8 × NVIDIA H200”, what one of them is: “Each: Graphics card (GPU) · 141 GiB · 4,800 GB/s” */
  g_autofree char *line = g_strdup_printf (_ ("Each: %s"), one);
  /* Translators: a number of equal graphics cards, and their name: “8 × NVIDIA H200” */
  g_autofree char *title = g_strdup_printf (_ ("%1$u × %2$s"), accelerators->len, accelerator_name (first));
  GtkWidget *row = ek_expander_row_new ("ek-gpu-symbolic", title, line);

  for (guint i = 0; i < accelerators->len; i++)
    {
      EdgeKitAccelerator *accelerator = g_ptr_array_index (accelerators, i);
      g_autofree char *about = edgekit_hardware_profile_describe_accelerator (profile, accelerator);

      ek_row_come_in_turn (row, ek_row_new (NULL, accelerator_name (accelerator), about));
    }
  add_badge (row, badge, line);
  return row;
}

static void
fill_cpu (GtkWidget *row, EdgeKitHardwareProfile *profile, gpointer part)
{
  EdgeKitCpu *cpu = part;
  const char *const *features = edgekit_cpu_get_features (cpu);

  add_number (row, profile, _ ("Processors"), edgekit_cpu_get_packages (cpu), "cpu.packages");
  add_number (row, profile, _ ("Cores"), edgekit_cpu_get_cores (cpu), "cpu.cores");
  add_number (row, profile, _ ("Performance cores"), edgekit_cpu_get_performance_cores (cpu),
              "cpu.performance_cores");
  add_number (row, profile, _ ("Efficiency cores"), edgekit_cpu_get_efficiency_cores (cpu), "cpu.efficiency_cores");
  add_number (row, profile, _ ("Threads"), edgekit_cpu_get_threads (cpu), "cpu.threads");
  add_number (row, profile, _ ("Threads that programs may use"), edgekit_cpu_get_usable_threads (cpu),
              "cpu.usable_threads");
  if (edgekit_cpu_get_max_mhz (cpu) > 0)
    {
      /* Translators: the clock of a processor in gigahertz: “5.2 GHz” */
      g_autofree char *clock = g_strdup_printf (_ ("%.1f GHz"), (double) edgekit_cpu_get_max_mhz (cpu) / 1000);

      add_fact (row, profile, _ ("Highest clock"), clock, "cpu.max_mhz");
    }
  if (features && *features)
    {
      g_autofree char *text = g_strjoinv (", ", (char **) features);

      add_fact (row, profile, _ ("Instructions"), text, "cpu.features");
    }
}

GtkWidget *
ek_machine_row_for_cpu (EdgeKitHardwareProfile *profile)
{
  EdgeKitCpu *cpu = edgekit_hardware_profile_get_cpu (profile);
  g_autofree char *line = edgekit_hardware_profile_describe_cpu (profile);
  const char *name = cpu ? edgekit_cpu_get_name (cpu) : NULL;

  return cpu ? new_row ("ek-cpu-symbolic", name ? name : _ ("Unknown processor"), line, profile, fill_cpu, cpu)
             : ek_expander_row_new ("ek-cpu-symbolic", _ ("Unknown processor"), line);
}

static void
fill_memory (GtkWidget *row, EdgeKitHardwareProfile *profile, gpointer part)
{
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (profile, "ram");

  if (ram)
    add_pool (row, profile, ram);
  else
    add_fact (row, profile, _ ("Usable memory"), NULL, NULL);
}

GtkWidget *
ek_machine_row_for_memory (EdgeKitHardwareProfile *profile)
{
  g_autofree char *line = edgekit_hardware_profile_describe_memory (profile);

  return new_row ("ek-ram-symbolic", _ ("Main memory (RAM)"), line, profile, fill_memory, NULL);
}

/* The same part when only free memory was read again.  Nothing moves, and what is open stays open. */
void
ek_machine_row_refresh_memory (GtkWidget *row, EdgeKitHardwareProfile *profile)
{
  Inside *inside = g_object_get_data (G_OBJECT (row), INSIDE);
  GListModel *pools = edgekit_hardware_profile_get_memory_pools (profile);

  if (inside == NULL)
    return;
  g_set_object (&inside->profile, profile);
  if (inside->fill == fill_memory)
    {
      g_autofree char *line = edgekit_hardware_profile_describe_memory (profile);

      ek_row_set_subtitle (row, line);
      if (line)
        ek_row_describe (row, line);
    }
  for (guint i = 0; i < g_list_model_get_n_items (pools); i++)
    {
      g_autoptr (EdgeKitMemoryPool) pool = g_list_model_get_item (pools, i);
      g_autofree char *path = g_strdup_printf ("memory_pools.%s.available", edgekit_memory_pool_get_id (pool));
      g_autofree char *text = format_pool (edgekit_memory_pool_get_available (pool));
      GtkWidget *fact = g_object_get_data (G_OBJECT (row), path);

      if (fact)
        ek_fact_row_set_value (fact, text);
    }
}

static char *
os_line (EdgeKitSystem *os)
{
  return g_strdup (os && edgekit_system_get_name (os) ? edgekit_system_get_name (os) : _ ("Unknown system"));
}

static void
add_software (GtkWidget *row, EdgeKitHardwareProfile *profile, EdgeKitSoftware *software)
{
  const struct
  {
    const char *name;
    const char *value;
    const char *member;
  } facts[] = {
    { _ ("Shell"), edgekit_software_get_shell (software), "shell" },
    { "Python", edgekit_software_get_python (software), "python" },
    { "GCC", edgekit_software_get_gcc (software), "gcc" },
    { "Clang", edgekit_software_get_clang (software), "clang" },
    { "Visual C++", edgekit_software_get_msvc (software), "msvc" },
    { "CMake", edgekit_software_get_cmake (software), "cmake" },
    { _ ("CUDA toolkit"), edgekit_software_get_nvcc (software), "nvcc" },
    { "ROCm", edgekit_software_get_rocm (software), "rocm" },
    { "oneAPI", edgekit_software_get_oneapi (software), "oneapi" },
  };
  const char *const *managers = edgekit_software_get_package_managers (software);

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autofree char *path = g_strdup_printf ("software.%s", facts[i].member);

      add_known_fact (row, profile, facts[i].name, facts[i].value, path);
    }
  if (managers && *managers)
    {
      g_autofree char *text = g_strjoinv (", ", (char **) managers);

      add_fact (row, profile, _ ("Package managers"), text, "software.package_managers");
    }
}

static void
fill_system (GtkWidget *row, EdgeKitHardwareProfile *profile, gpointer part)
{
  EdgeKitSystem *os = edgekit_hardware_profile_get_os (profile);
  EdgeKitSoftware *software = edgekit_hardware_profile_get_software (profile);
  GListModel *disks = edgekit_hardware_profile_get_storage (profile);
  GListModel *notes = edgekit_hardware_profile_get_notes (profile);
  g_autofree char *environment = ek_machine_words_environment (os);

  if (os)
    {
      add_fact (row, profile, _ ("Operating system"), edgekit_system_get_name (os), "os.name");
      add_fact (row, profile, _ ("Kernel"), edgekit_system_get_kernel (os), "os.kernel");
      add_fact (row, profile, _ ("Architecture"), edgekit_system_get_architecture (os), "os.architecture");
      add_fact (row, profile, _ ("Programs run"), environment, "os.environment");
    }
  for (guint i = 0; i < g_list_model_get_n_items (disks); i++)
    {
      g_autoptr (EdgeKitStorage) storage = g_list_model_get_item (disks, i);
      g_autofree char *space = ek_machine_words_storage (storage);
      /* Translators: the folder that a disk is seen at: “Disk at /home” */
      g_autofree char *name = g_strdup_printf (_ ("Disk at %s"), edgekit_storage_get_path (storage));

      add_fact (row, profile, name, space, NULL);
    }
  if (software)
    add_software (row, profile, software);
  for (guint i = 0; i < g_list_model_get_n_items (notes); i++)
    {
      g_autoptr (EdgeKitNote) note = g_list_model_get_item (notes, i);

      if (edgekit_note_get_severity (note) == EDGEKIT_SEVERITY_INFO)
        ek_row_come_in_turn (row, ek_row_new ("ek-note-symbolic", edgekit_note_get_message (note),
                                              edgekit_note_get_hint (note)));
    }
}

/* Everything that is not a part that computes, and what is merely worth knowing. */
GtkWidget *
ek_machine_row_for_system (EdgeKitHardwareProfile *profile)
{
  g_autofree char *line = os_line (edgekit_hardware_profile_get_os (profile));

  return new_row ("computer-symbolic", _ ("More About This Computer"), line, profile, fill_system, NULL);
}
