/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "private.h"

static const char *const secrets[] = { USER,    PERSON,  HOST,    UUID,     SERIAL,    MAC,          IP,   IPV6,
                                       TOKEN,   MACHINE_ID, MAIL, AWS_KEY,  JWT,       PASSWORD,     SIGNATURE,
                                       WINDOWS_HOST, MEDIA, OWNER, "Jones", DISK, SERVER, DOMAIN_HOST, NETWORK, GPU_PREFIX,
                                       UDID, SID, UNIQUE_ID, BLUETOOTH, INTERFACE, IPV6_GLOBAL, DISK_SERIAL, VOLUME, GUEST,
                                       SETTING, QUERY, OPAQUE };

static EdgeKitHardwareProfile *
make_profile (void)
{
  static const char json[] =
      "{\"schema\":\"edgekit.hardware/1\",\"recorded\":\"2026-11-24\","
      "\"os\":{\"family\":\"linux\",\"id\":\"debian\",\"name\":\"Debian " EVERYTHING "\",\"version\":\"12\","
      "\"kernel\":\"6.1.0 " EVERYTHING "\",\"architecture\":\"x86_64\",\"environment\":[\"vm:" EVERYTHING "\"]},"
      "\"cpu\":{\"name\":\"Ryzen " EVERYTHING "\",\"vendor\":\"amd\",\"cores\":8,\"threads\":16,"
      "\"features\":[\"avx2\",\"" EVERYTHING "\"]},"
      "\"memory_pools\":[{\"id\":\"ram\",\"kind\":\"ram\",\"total\":33554432000,\"available\":21474836480,"
      "\"limit_source\":\"" EVERYTHING MORE "\"},{\"id\":\"gpu0.vram\",\"kind\":\"vram\",\"total\":12884901888}],"
      "\"accelerators\":[{\"id\":\"gpu0\",\"kind\":\"gpu\",\"vendor\":\"nvidia\",\"name\":\"RTX " EVERYTHING "\","
      "\"driver\":\"nvidia\",\"driver_version\":\"550.54 " EVERYTHING "\",\"compute_capability\":\"8.9\","
      "\"pools\":[\"gpu0.vram\"]}],"
      "\"storage\":[{\"path\":\"/home/" USER "\",\"total\":1000,\"free\":500}],"
      "\"software\":{\"python\":\"3.11\",\"nvcc\":\"12.4\",\"nvcc_path\":\"/home/" USER "/cuda/bin/nvcc\",\"gcc\":\"12.2\"},"
      "\"notes\":[{\"code\":\"x\",\"severity\":\"info\",\"message\":\"" EVERYTHING MORE "\",\"hint\":\"" EVERYTHING "\"}],"
      "\"provenance\":{\"cpu.name\":{\"kind\":\"reported\",\"source\":\"file:" EVERYTHING MORE "\"}}}";
  GError *error = NULL;
  EdgeKitHardwareProfile *profile = edgekit_hardware_profile_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  return profile;
}

static EdgeKitModel *
make_model (void)
{
  static const char json[] =
      "{\"schema\":\"edgekit.model/1\",\"format\":\"gguf\",\"architecture\":\"llama\",\"name\":\"Secret Sauce " EVERYTHING
      "\",\"parameters\":8000000000,\"quantization\":\"Q4_K_M\",\"file_size\":4900000000,\"weights_size\":4890000000,"
      "\"files\":[{\"name\":\"/srv/team of " USER "/" MAIL "/hidden-folder/sauce.gguf\",\"size\":4900000000}]}";
  GError *error = NULL;
  EdgeKitModel *model = edgekit_model_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  return model;
}

EdgeKitReport *
private_make_report (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = make_profile ();
  g_autoptr(EdgeKitModel) model = make_model ();
  g_autoptr(EdgeKitPreflight) preflight = edgekit_preflight_new ();
  g_autoptr(GListStore) computers = g_list_store_new (EDGEKIT_TYPE_HARDWARE_PROFILE);
  g_autoptr(EdgeKitInstallPlan) plan = edgekit_install_plan_new (profile, "llama-cpp-python", EDGEKIT_GOAL_CHAT, model,
                                                                 EDGEKIT_INSTALL_METHOD_AUTO, EDGEKIT_SHELL_AUTO,
                                                                 FALSE, NULL);
  EdgeKitReport *report;

  g_list_store_append (computers, profile);
  g_list_store_append (computers, profile);
  edgekit_preflight_set_profiles (preflight, G_LIST_MODEL (computers));
  edgekit_preflight_set_model (preflight, model);
  report = edgekit_report_new (profile, preflight, plan);
  edgekit_report_add_private_name (report, PERSON);
  edgekit_report_add_private_name (report, HOST ".galaxy.example");
  return report;
}

void
private_assert_clean (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autofree char *lower = g_utf8_strdown (text, -1);
      g_autofree char *secret = g_utf8_strdown (secrets[i], -1);
      const char *at = strstr (lower, secret);

      if (at)
        g_test_fail_printf ("“%s” is in the report: …%.120s…", secrets[i], at > lower + 60 ? at - 60 : lower);
    }
}
