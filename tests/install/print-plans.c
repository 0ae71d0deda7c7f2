/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* Prints a plan a line: every case, engine, way and shell. For test-shells.py. */

#include "cases.h"

static void
print_plan (const Case *c, const char *engine, EdgeKitInstallMethod method, EdgeKitShell shell, const char *shell_name)
{
  g_autoptr(EdgeKitInstallPlan) plan = edgekit_install_plan_new (c->profile, engine, c->goal, NULL, method, shell,
                                                                 c->portable, NULL);
  g_autofree char *json = edgekit_install_plan_to_json (plan);
  g_auto(GStrv) lines = g_strsplit (json, "\n", -1);
  g_autofree char *line = g_strjoinv (" ", lines);

  g_print ("{\"id\":\"%s\",\"system\":\"%s\",\"shell\":\"%s\",\"plan\":%s}\n", c->id,
           edgekit_system_get_family (edgekit_hardware_profile_get_os (c->profile)), shell_name, line);
}

int
main (void)
{
  static const char *const engines[] = { "llama.cpp", "llama-cpp-python", "ollama", "vllm", "mlx-lm",
                                         "openvino-genai", "tensorrt-llm", "ik_llama.cpp" };
  static const EdgeKitInstallMethod methods[] = { EDGEKIT_INSTALL_METHOD_AUTO, EDGEKIT_INSTALL_METHOD_SOURCE,
                                                  EDGEKIT_INSTALL_METHOD_BINARY };
  g_autoptr(GPtrArray) cases = cases_load ();
  g_autoptr(GEnumClass) shells = g_type_class_ref (EDGEKIT_TYPE_SHELL);

  for (guint i = 0; i < cases->len; i++)
    for (guint e = 0; e < G_N_ELEMENTS (engines); e++)
      for (guint m = 0; m < G_N_ELEMENTS (methods); m++)
        for (guint s = 0; s < shells->n_values; s++)
          if (shells->values[s].value != EDGEKIT_SHELL_AUTO)
            print_plan (g_ptr_array_index (cases, i), engines[e], methods[m], shells->values[s].value,
                        shells->values[s].value_nick);
  return 0;
}
