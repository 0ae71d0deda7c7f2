/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-i18n-private.h"
#include "edgekit-installation-private.h"
#include "edgekit-json-private.h"

/**
 * EdgeKitInstallation:
 *
 * An engine that is installed on this computer, as far as its files tell: what it
 * computes with, what it lacks, and whether it will use the graphics. See
 * [func@EdgeKit.find_installations].
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitInstallation, edgekit_installation, G_TYPE_OBJECT)

/**
 * EdgeKitInstallation:engine: (getter get_engine)
 *
 * The engine, in the spelling of [func@EdgeKit.Engine.canonical_name].
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallation:path: (getter get_path)
 *
 * Where the engine is installed; `~` stands for the home folder.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallation:backends: (getter get_backends)
 *
 * What the installation can compute with, such as `cuda`, `vulkan` and `cpu`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallation:cpu-features: (getter get_cpu_features)
 *
 * What its code for the processor was compiled for, in the names of [method@EdgeKit.Cpu.get_features]; of several variants nothing, because the engine chooses.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallation:missing: (getter get_missing)
 *
 * The libraries that its files ask for and that are not here.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallation:starts: (getter get_starts)
 *
 * Whether nothing is known that keeps it from starting.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallation:uses-graphics: (getter get_uses_graphics)
 *
 * Whether it will compute on the graphics of this computer.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallation:device: (getter get_device)
 *
 * The graphics processor that it will use, or could not use.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallation:summary: (getter get_summary)
 *
 * Whether the graphics will be used, and why not, in a sentence in the language of the locale.
 *
 * Since: 0.1
 */
static const EdgeKitField installation_fields[] = {
  { "engine", "engine", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallation, engine) },
  { "path", "path", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallation, path) },
  { "backends", "backends", EDGEKIT_FIELD_STRV, G_STRUCT_OFFSET (EdgeKitInstallation, backends) },
  { "cpu-features", "cpu_features", EDGEKIT_FIELD_STRV, G_STRUCT_OFFSET (EdgeKitInstallation, cpu_features) },
  { "missing", "missing", EDGEKIT_FIELD_STRV, G_STRUCT_OFFSET (EdgeKitInstallation, missing) },
  { "starts", "starts", EDGEKIT_FIELD_TRISTATE, G_STRUCT_OFFSET (EdgeKitInstallation, starts),
    edgekit_tristate_get_type },
  { "uses-graphics", "uses_graphics", EDGEKIT_FIELD_TRISTATE, G_STRUCT_OFFSET (EdgeKitInstallation, uses_graphics),
    edgekit_tristate_get_type },
  { "device", "device", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallation, device) },
  { "summary", "summary", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallation, summary) },
};

static void
edgekit_installation_dispose (GObject *object)
{
  EdgeKitInstallation *self = EDGEKIT_INSTALLATION (object);

  g_clear_pointer (&self->facts, json_object_unref);
  g_clear_object (&self->profile);
  G_OBJECT_CLASS (edgekit_installation_parent_class)->dispose (object);
}

static void
edgekit_installation_class_init (EdgeKitInstallationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = edgekit_installation_dispose;
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), installation_fields, G_N_ELEMENTS (installation_fields), 0);
}

static void
edgekit_installation_init (EdgeKitInstallation *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_installation_get_engine: (get-property engine)
 * @self: an [class@EdgeKit.Installation]
 *
 * Gets the engine, in the spelling of [func@EdgeKit.Engine.canonical_name].
 *
 * Returns: the engine, in the spelling of [func@EdgeKit.Engine.canonical_name]
 *
 * Since: 0.1
 */
const char *
edgekit_installation_get_engine (EdgeKitInstallation *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLATION (self), NULL);

  return self->engine;
}

/**
 * edgekit_installation_get_path: (get-property path)
 * @self: an [class@EdgeKit.Installation]
 *
 * Gets where the engine is installed; `~` stands for the home folder.
 *
 * Returns: (nullable): where the engine is installed, or %NULL when there is none
 *
 * Since: 0.1
 */
const char *
edgekit_installation_get_path (EdgeKitInstallation *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLATION (self), NULL);

  return self->path;
}

/**
 * edgekit_installation_get_backends: (get-property backends)
 * @self: an [class@EdgeKit.Installation]
 *
 * Gets what the installation can compute with, such as `cuda`, `vulkan` and `cpu`.
 *
 * Returns: (transfer none) (array zero-terminated=1): what the installation can compute with, such as `cuda`, `vulkan` and `cpu`
 *
 * Since: 0.1
 */
const char *const *
edgekit_installation_get_backends (EdgeKitInstallation *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLATION (self), NULL);

  return (const char *const *) self->backends;
}

/**
 * edgekit_installation_get_cpu_features: (get-property cpu-features)
 * @self: an [class@EdgeKit.Installation]
 *
 * Gets what its code for the processor was compiled for, in the names of [method@EdgeKit.Cpu.get_features]; of several variants nothing, because the engine chooses.
 *
 * Returns: (transfer none) (array zero-terminated=1): what its code for the processor was compiled for, in the names of [method@EdgeKit.Cpu.get_features]
 *
 * Since: 0.1
 */
const char *const *
edgekit_installation_get_cpu_features (EdgeKitInstallation *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLATION (self), NULL);

  return (const char *const *) self->cpu_features;
}

/**
 * edgekit_installation_get_missing: (get-property missing)
 * @self: an [class@EdgeKit.Installation]
 *
 * Gets the libraries that its files ask for and that are not here.
 *
 * Returns: (transfer none) (array zero-terminated=1): the libraries that its files ask for and that are not here
 *
 * Since: 0.1
 */
const char *const *
edgekit_installation_get_missing (EdgeKitInstallation *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLATION (self), NULL);

  return (const char *const *) self->missing;
}

/**
 * edgekit_installation_get_starts: (get-property starts)
 * @self: an [class@EdgeKit.Installation]
 *
 * Gets whether nothing is known that keeps it from starting.
 *
 * Returns: whether nothing is known that keeps it from starting
 *
 * Since: 0.1
 */
EdgeKitTristate
edgekit_installation_get_starts (EdgeKitInstallation *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLATION (self), EDGEKIT_TRISTATE_UNKNOWN);

  return self->starts;
}

/**
 * edgekit_installation_get_uses_graphics: (get-property uses-graphics)
 * @self: an [class@EdgeKit.Installation]
 *
 * Gets whether it will compute on the graphics of this computer.
 *
 * Returns: whether it will compute on the graphics of this computer
 *
 * Since: 0.1
 */
EdgeKitTristate
edgekit_installation_get_uses_graphics (EdgeKitInstallation *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLATION (self), EDGEKIT_TRISTATE_UNKNOWN);

  return self->uses_graphics;
}

/**
 * edgekit_installation_get_device: (get-property device)
 * @self: an [class@EdgeKit.Installation]
 *
 * Gets the graphics processor that it will use, or could not use.
 *
 * Returns: (nullable): the graphics processor that it will use, or could not use, or %NULL when there is none
 *
 * Since: 0.1
 */
const char *
edgekit_installation_get_device (EdgeKitInstallation *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLATION (self), NULL);

  return self->device;
}

/**
 * edgekit_installation_get_summary: (get-property summary)
 * @self: an [class@EdgeKit.Installation]
 *
 * Gets whether the graphics will be used, and why not, in a sentence in the language of the locale.
 *
 * Returns: whether the graphics will be used, and why not, in a sentence in the language of the locale
 *
 * Since: 0.1
 */
const char *
edgekit_installation_get_summary (EdgeKitInstallation *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLATION (self), NULL);

  return self->summary;
}

/**
 * edgekit_installation_list_to_json:
 * @installations: a list of [class@EdgeKit.Installation]
 *
 * Writes installations as an `edgekit.verify/1` document, in English.
 *
 * Returns: (transfer full): JSON
 *
 * Since: 0.1
 */
char *
edgekit_installation_list_to_json (GListModel *installations)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (G_IS_LIST_MODEL (installations), NULL);

  json_builder_begin_object (builder);
  _edgekit_json_add_string (builder, "schema", "edgekit.verify/1");
  json_builder_set_member_name (builder, "installations");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (installations); i++)
    {
      g_autoptr(EdgeKitInstallation) shown = g_list_model_get_item (installations, i);
      g_autoptr(EdgeKitInstallation) english = NULL;

      _edgekit_i18n_push_english ();
      english = _edgekit_installation_new (shown->facts, shown->profile);
      _edgekit_i18n_pop_english ();
      _edgekit_record_write_object (english, builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return _edgekit_json_build (builder);
}
