/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tool-private.h"

static void
print_accelerators (EdgeKitHardwareProfile *profile)
{
  GListModel *accelerators = edgekit_hardware_profile_get_accelerators (profile);
  guint n = g_list_model_get_n_items (accelerators);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(EdgeKitAccelerator) accelerator = g_list_model_get_item (accelerators, i);
      g_autofree char *description = edgekit_hardware_profile_describe_accelerator (profile, accelerator);
      g_autofree char *text = NULL;
      gboolean npu = edgekit_accelerator_get_kind (accelerator) == EDGEKIT_ACCELERATOR_KIND_NPU;
      const char *name = edgekit_accelerator_get_name (accelerator);

      text = g_strdup_printf ("%s — %s", name ? name : _ ("Unknown"), description);
      tool_print_fact (npu ? _ ("Neural processor") : _ ("Graphics"), text);
    }
  if (n == 0)
    tool_print_fact (_ ("Graphics"), _ ("No usable graphics card was found"));
}

static void
print_system (EdgeKitHardwareProfile *profile)
{
  EdgeKitSystem *os = edgekit_hardware_profile_get_os (profile);
  const char *const *environment = os ? edgekit_system_get_environment (os) : NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  if (!os)
    return;
  g_string_append (text, edgekit_system_get_name (os) ? edgekit_system_get_name (os) : _ ("Unknown"));
  if (edgekit_system_get_kernel (os))
    g_string_append_printf (text, " · %s", edgekit_system_get_kernel (os));
  if (edgekit_system_get_architecture (os))
    g_string_append_printf (text, " · %s", edgekit_system_get_architecture (os));
  for (; environment && *environment; environment++)
    g_string_append_printf (text, " · %s", *environment);
  tool_print_fact (_ ("System"), text->str);
}

static void
append_tool (GString *text, const char *name, const char *version)
{
  if (version)
    g_string_append_printf (text, "%s%s %s", text->len ? " · " : "", name, version);
}

static void
print_software (EdgeKitHardwareProfile *profile)
{
  EdgeKitSoftware *software = edgekit_hardware_profile_get_software (profile);
  g_autoptr(GString) text = g_string_new (NULL);

  if (!software)
    return;
  append_tool (text, "Python", edgekit_software_get_python (software));
  append_tool (text, "GCC", edgekit_software_get_gcc (software));
  append_tool (text, "Clang", edgekit_software_get_clang (software));
  append_tool (text, "CMake", edgekit_software_get_cmake (software));
  append_tool (text, "CUDA", edgekit_software_get_nvcc (software));
  append_tool (text, "ROCm", edgekit_software_get_rocm (software));
  append_tool (text, "oneAPI", edgekit_software_get_oneapi (software));
  if (text->len)
    tool_print_fact (_ ("Software"), text->str);
}

static char *
describe_storage (EdgeKitStorage *storage)
{
  const char *path = edgekit_storage_get_path (storage);
  g_autofree char *free_space = edgekit_format_size (edgekit_storage_get_free (storage));
  g_autofree char *total = edgekit_format_size (edgekit_storage_get_total (storage));
  const gboolean knows_free = edgekit_storage_get_free (storage) != EDGEKIT_UNKNOWN;
  const gboolean knows_total = edgekit_storage_get_total (storage) != EDGEKIT_UNKNOWN;

  if (knows_free && knows_total)
    /* Translators: %1$s is a folder, %2$s and %3$s are sizes: "/home — 31 GB of 500 GB free" */
    return g_strdup_printf (_ ("%1$s — %2$s of %3$s free"), path, free_space, total);
  if (knows_free)
    /* Translators: %1$s is a folder, %2$s a size: "/home — 31 GB free" */
    return g_strdup_printf (_ ("%1$s — %2$s free"), path, free_space);
  if (knows_total)
    /* Translators: %1$s is a folder, %2$s a size: "/home — 500 GB; how much is free is unknown" */
    return g_strdup_printf (_ ("%1$s — %2$s; how much is free is unknown"), path, total);
  /* Translators: %s is a folder */
  return g_strdup_printf (_ ("%s — how much is free is unknown"), path);
}

static void
print_storage (EdgeKitHardwareProfile *profile)
{
  GListModel *storage = edgekit_hardware_profile_get_storage (profile);

  for (guint i = 0; i < g_list_model_get_n_items (storage); i++)
    {
      g_autoptr(EdgeKitStorage) one = g_list_model_get_item (storage, i);
      g_autofree char *text = describe_storage (one);

      tool_print_fact (i == 0 ? _ ("Disks") : "", text);
    }
}

static void
print_notes (EdgeKitHardwareProfile *profile)
{
  GListModel *notes = edgekit_hardware_profile_get_notes (profile);

  if (g_list_model_get_n_items (notes) == 0)
    return;
  tool_print_heading (_ ("Worth knowing"));
  for (guint i = 0; i < g_list_model_get_n_items (notes); i++)
    {
      g_autoptr(EdgeKitNote) note = g_list_model_get_item (notes, i);

      tool_print_note (edgekit_note_get_severity (note), edgekit_note_get_message (note), edgekit_note_get_hint (note));
      /* whole, as it is to be copied */
      if (edgekit_note_get_command (note))
        g_print ("    %s\n", edgekit_note_get_command (note));
    }
}

static void
print_profile (EdgeKitHardwareProfile *profile)
{
  g_autoptr(EdgeKitOutlook) outlook = edgekit_outlook_new (profile);
  EdgeKitCpu *cpu = edgekit_hardware_profile_get_cpu (profile);
  g_autofree char *cpu_text = edgekit_hardware_profile_describe_cpu (profile);
  g_autofree char *memory = edgekit_hardware_profile_describe_memory (profile);
  g_autofree char *processor = NULL;

  tool_print_outcome (edgekit_outlook_get_outcome (outlook), edgekit_outlook_get_headline (outlook),
                      edgekit_outlook_get_summary (outlook));
  g_print ("\n");
  if (cpu && edgekit_cpu_get_name (cpu))
    processor = g_strdup_printf ("%s — %s", edgekit_cpu_get_name (cpu), cpu_text);
  tool_print_fact (_ ("Processor"), processor ? processor : cpu_text);
  tool_print_fact (_ ("Memory"), memory);
  print_accelerators (profile);
  print_system (profile);
  print_storage (profile);
  print_software (profile);
  print_notes (profile);
}

int
tool_hardware (int argc, char **argv)
{
  g_auto(ToolOptions) o = { 0 };
  g_auto(GStrv) rest = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = NULL;
  GError *error = NULL;
  const GOptionEntry more[] = {
    { "measure", 0, 0, G_OPTION_ARG_NONE, &o.measure, N_ ("Measure how fast main memory is"), NULL },
    { "wake", 0, 0, G_OPTION_ARG_NONE, &o.wake, N_ ("Wake graphics cards that are asleep, and ask their drivers"),
      NULL },
    { NULL },
  };

  if (!tool_options_parse (&o, "hardware", TOOL_TAKES_SOURCE | TOOL_TAKES_JSON, more, argc, argv, &rest))
    return TOOL_USAGE;
  if (o.measure && (o.root || o.snapshot || o.hardware))
    return tool_usage ("hardware", _ ("--measure measures this computer, and no recorded one"));
  if (rest[0])
    return tool_usage ("hardware", _ ("“%s” is not an option"), rest[0]);
  profile = tool_options_load_profile (&o, NULL, &error);
  if (!profile)
    return tool_fail ("hardware", error);
  if (o.json)
    return tool_print_json (edgekit_hardware_profile_to_json (profile));
  print_profile (profile);
  return TOOL_RUNS;
}
