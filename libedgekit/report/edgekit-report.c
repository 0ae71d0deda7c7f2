/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-hardware-profile.h"
#include "edgekit-install-plan.h"
#include "edgekit-preflight.h"
#include "edgekit-report-private.h"
#include "edgekit-snapshot.h"

/**
 * EdgeKitReport:
 *
 * What is known about a computer, a model and an installation, to attach to a
 * question or a bug report.
 *
 * Unless [property@EdgeKit.Report:include-private] is set, it holds nothing that
 * tells one person or one computer from another: names of people and computers,
 * home folders, serial numbers, UUIDs, MAC and IP addresses and tokens are
 * replaced by `▒▒▒▒`. Of the model only the names of its files are told, not
 * where they lie. Names that stand in no folder are not known to the library:
 * [method@EdgeKit.Report.add_private_name].
 *
 * A report is in English, whatever the locale.
 *
 * Since: 0.1
 */

struct _EdgeKitReport
{
  GObject parent_instance;
  EdgeKitHardwareProfile *profile;
  EdgeKitPreflight *preflight;
  EdgeKitInstallPlan *plan;
  EdgeKitSnapshot *snapshot;
  gboolean include_private;
  gboolean include_model;
  GPtrArray *names;
};

G_DEFINE_FINAL_TYPE (EdgeKitReport, edgekit_report, G_TYPE_OBJECT)

enum
{
  PROP_INCLUDE_PRIVATE = 1,
  PROP_INCLUDE_MODEL,
  PROP_SNAPSHOT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
edgekit_report_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EdgeKitReport *self = EDGEKIT_REPORT (object);

  switch (id)
    {
    case PROP_INCLUDE_PRIVATE:
      g_value_set_boolean (value, self->include_private);
      break;
    case PROP_INCLUDE_MODEL:
      g_value_set_boolean (value, self->include_model);
      break;
    case PROP_SNAPSHOT:
      g_value_set_object (value, self->snapshot);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
edgekit_report_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EdgeKitReport *self = EDGEKIT_REPORT (object);

  switch (id)
    {
    case PROP_INCLUDE_PRIVATE:
      edgekit_report_set_include_private (self, g_value_get_boolean (value));
      break;
    case PROP_INCLUDE_MODEL:
      edgekit_report_set_include_model (self, g_value_get_boolean (value));
      break;
    case PROP_SNAPSHOT:
      edgekit_report_set_snapshot (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
edgekit_report_finalize (GObject *object)
{
  EdgeKitReport *self = EDGEKIT_REPORT (object);

  g_clear_object (&self->profile);
  g_clear_object (&self->preflight);
  g_clear_object (&self->plan);
  g_clear_object (&self->snapshot);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  G_OBJECT_CLASS (edgekit_report_parent_class)->finalize (object);
}

static void
edgekit_report_class_init (EdgeKitReportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = edgekit_report_get_property;
  object_class->set_property = edgekit_report_set_property;
  object_class->finalize = edgekit_report_finalize;

  /**
   * EdgeKitReport:include-private: (getter get_include_private) (setter set_include_private)
   *
   * Whether private names stay in.
   *
   * Since: 0.1
   */
  props[PROP_INCLUDE_PRIVATE] = g_param_spec_boolean ("include-private", NULL, NULL, FALSE, flags);
  /**
   * EdgeKitReport:include-model: (getter get_include_model) (setter set_include_model)
   *
   * Whether the checked model and its verdict are part of the report.
   *
   * Since: 0.1
   */
  props[PROP_INCLUDE_MODEL] = g_param_spec_boolean ("include-model", NULL, NULL, TRUE, flags);
  /**
   * EdgeKitReport:snapshot: (getter get_snapshot) (setter set_snapshot)
   *
   * The raw readings that are part of the report.
   *
   * Since: 0.1
   */
  props[PROP_SNAPSHOT] = g_param_spec_object ("snapshot", NULL, NULL, EDGEKIT_TYPE_SNAPSHOT, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
edgekit_report_init (EdgeKitReport *self)
{
  self->include_model = TRUE;
  self->names = g_ptr_array_new_with_free_func (g_free);
}

/**
 * edgekit_report_new:
 * @profile: a computer
 * @preflight: (nullable): a check of a model, or %NULL
 * @plan: (nullable): how an engine is installed, or %NULL
 *
 * Makes a report. Where several computers are to hold the model of @preflight, @profile
 * is the first of them, and the others are part of the report, with or without a model.
 *
 * Returns: (transfer full): a new report
 *
 * Since: 0.1
 */
EdgeKitReport *
edgekit_report_new (EdgeKitHardwareProfile *profile, EdgeKitPreflight *preflight, EdgeKitInstallPlan *plan)
{
  EdgeKitReport *self;

  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (profile), NULL);
  g_return_val_if_fail (preflight == NULL || EDGEKIT_IS_PREFLIGHT (preflight), NULL);
  g_return_val_if_fail (plan == NULL || EDGEKIT_IS_INSTALL_PLAN (plan), NULL);

  self = g_object_new (EDGEKIT_TYPE_REPORT, NULL);
  self->profile = g_object_ref (profile);
  g_set_object (&self->preflight, preflight);
  g_set_object (&self->plan, plan);
  return self;
}

/**
 * edgekit_report_get_include_private: (get-property include-private)
 * @self: a report
 *
 * Gets whether private names stay in.
 *
 * Returns: %FALSE unless it was set
 *
 * Since: 0.1
 */
gboolean
edgekit_report_get_include_private (EdgeKitReport *self)
{
  g_return_val_if_fail (EDGEKIT_IS_REPORT (self), FALSE);

  return self->include_private;
}

/**
 * edgekit_report_set_include_private: (set-property include-private)
 * @self: a report
 * @include_private: whether private names stay in
 *
 * Sets whether private names stay in.
 *
 * Since: 0.1
 */
void
edgekit_report_set_include_private (EdgeKitReport *self, gboolean include_private)
{
  g_return_if_fail (EDGEKIT_IS_REPORT (self));

  include_private = !!include_private;
  if (self->include_private == include_private)
    return;
  self->include_private = include_private;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_INCLUDE_PRIVATE]);
}

/**
 * edgekit_report_get_include_model: (get-property include-model)
 * @self: a report
 *
 * Gets whether the checked model and its verdict are part of the report.
 *
 * Returns: %TRUE unless it was cleared
 *
 * Since: 0.1
 */
gboolean
edgekit_report_get_include_model (EdgeKitReport *self)
{
  g_return_val_if_fail (EDGEKIT_IS_REPORT (self), FALSE);

  return self->include_model;
}

/**
 * edgekit_report_set_include_model: (set-property include-model)
 * @self: a report
 * @include_model: whether the model is part of the report
 *
 * Sets whether the checked model and its verdict are part of the report.
 *
 * Since: 0.1
 */
void
edgekit_report_set_include_model (EdgeKitReport *self, gboolean include_model)
{
  g_return_if_fail (EDGEKIT_IS_REPORT (self));

  include_model = !!include_model;
  if (self->include_model == include_model)
    return;
  self->include_model = include_model;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_INCLUDE_MODEL]);
}

/**
 * edgekit_report_get_snapshot: (get-property snapshot)
 * @self: a report
 *
 * Gets the raw readings that are part of the report.
 *
 * Returns: (transfer none) (nullable): a snapshot, or %NULL
 *
 * Since: 0.1
 */
EdgeKitSnapshot *
edgekit_report_get_snapshot (EdgeKitReport *self)
{
  g_return_val_if_fail (EDGEKIT_IS_REPORT (self), NULL);

  return self->snapshot;
}

/**
 * edgekit_report_set_snapshot: (set-property snapshot)
 * @self: a report
 * @snapshot: (nullable): a snapshot, or %NULL for none
 *
 * Sets the raw readings that are part of the report. What is private is taken
 * out of them as well.
 *
 * Since: 0.1
 */
void
edgekit_report_set_snapshot (EdgeKitReport *self, EdgeKitSnapshot *snapshot)
{
  g_return_if_fail (EDGEKIT_IS_REPORT (self));
  g_return_if_fail (snapshot == NULL || EDGEKIT_IS_SNAPSHOT (snapshot));

  if (g_set_object (&self->snapshot, snapshot))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SNAPSHOT]);
}

/**
 * edgekit_report_add_private_name:
 * @self: a report
 * @name: a name, such as that of the person or of the computer
 *
 * Makes known a name that must not be in the report. The library reads no
 * environment: who uses it has to say. Names of fewer than three letters, and
 * those that name nobody, such as `root`, are left alone.
 *
 * Since: 0.1
 */
void
edgekit_report_add_private_name (EdgeKitReport *self, const char *name)
{
  g_return_if_fail (EDGEKIT_IS_REPORT (self));
  g_return_if_fail (name != NULL);

  g_ptr_array_add (self->names, g_strdup (name));
}

/* Borrowed of the report. */
void
_edgekit_report_get_parts (EdgeKitReport *self, EdgeKitReportParts *parts)
{
  parts->profile = self->profile;
  parts->computers = self->preflight ? edgekit_preflight_get_profiles (self->preflight) : NULL;
  parts->preflight = self->include_model ? self->preflight : NULL;
  parts->plan = self->plan;
  parts->snapshot = self->snapshot;
}

/* What was made known of them. */
char **
_edgekit_report_list_private_names (EdgeKitReport *self)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < self->names->len; i++)
    g_strv_builder_add (names, g_ptr_array_index (self->names, i));
  return g_strv_builder_end (names);
}
