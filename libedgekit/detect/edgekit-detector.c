/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-detector-private.h"

/**
 * EdgeKitDetector:
 *
 * Finds out what hardware a computer has.
 *
 * A detector first collects an [class@EdgeKit.Snapshot] and then reads a
 * [class@EdgeKit.HardwareProfile] from it. By default it looks at this computer;
 * it can as well look at the files of another one, or at a snapshot that was
 * recorded earlier.
 *
 * Detection takes well under a second, and never more than a few: drivers are
 * asked in a process of their own, which is given up when it does not answer. In
 * a window use [method@EdgeKit.Detector.detect_async]; a detector belongs to the
 * thread that made it.
 *
 * ```c
 * g_autoptr(EdgeKitDetector) detector = edgekit_detector_new ();
 * g_autoptr(EdgeKitHardwareProfile) profile = edgekit_detector_detect (detector, NULL, &error);
 * ```
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitDetector, edgekit_detector, G_TYPE_OBJECT)

/**
 * EdgeKitDetector:root: (getter get_root)
 *
 * The folder with the files of the computer to look at; %NULL for this one.
 *
 * Since: 0.1
 */
/**
 * EdgeKitDetector:wake: (getter get_wake) (setter set_wake)
 *
 * Whether a detection asks the driver of a graphics card that is asleep, and so
 * wakes it.
 *
 * By default a sleeping card of a laptop stays asleep: its name and ids are known
 * without it, its memory may not be.
 *
 * Since: 0.1
 */
/**
 * EdgeKitDetector:run-programs: (getter get_run_programs) (setter set_run_programs)
 *
 * Whether build tools whose version no file tells are run, to print it.
 *
 * Only compilers, CMake, the toolkits of CUDA, ROCm and oneAPI, and Python are ever
 * run, with the option that prints their version; on most systems none of them has to
 * be. Whether a model runs does not depend on them.
 *
 * Since: 0.1
 */
/**
 * EdgeKitDetector:measure: (getter get_measure) (setter set_measure)
 *
 * Whether a detection measures the bandwidth of main memory.
 *
 * Since: 0.1
 */
/**
 * EdgeKitDetector:fraction: (getter get_fraction)
 *
 * How far a detection has come, from 0 to 1.
 *
 * Since: 0.1
 */
/**
 * EdgeKitDetector:activity: (getter get_activity)
 *
 * What a detection is doing, in words that a person reads; %NULL before the first.
 *
 * Since: 0.1
 */
/**
 * EdgeKitDetector:snapshot: (getter get_snapshot)
 *
 * What the last detection collected; %NULL before the first.
 *
 * Since: 0.1
 */

enum
{
  PROP_ROOT = 1,
  PROP_WAKE,
  PROP_MEASURE,
  PROP_RUN_PROGRAMS,
  PROP_FRACTION,
  PROP_ACTIVITY,
  PROP_SNAPSHOT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
edgekit_detector_finalize (GObject *object)
{
  EdgeKitDetector *self = EDGEKIT_DETECTOR (object);

  g_clear_object (&self->root);
  g_clear_object (&self->given);
  g_clear_object (&self->snapshot);
  g_clear_object (&self->latest);
  g_clear_object (&self->profile);
  g_free (self->activity);
  G_OBJECT_CLASS (edgekit_detector_parent_class)->finalize (object);
}

static void
edgekit_detector_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EdgeKitDetector *self = EDGEKIT_DETECTOR (object);

  switch (id)
    {
    case PROP_ROOT:
      g_value_set_object (value, self->root);
      break;
    case PROP_WAKE:
      g_value_set_boolean (value, self->wake);
      break;
    case PROP_MEASURE:
      g_value_set_boolean (value, self->measure);
      break;
    case PROP_RUN_PROGRAMS:
      g_value_set_boolean (value, self->run_programs);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_ACTIVITY:
      g_value_set_string (value, self->activity);
      break;
    case PROP_SNAPSHOT:
      g_value_set_object (value, self->snapshot);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
edgekit_detector_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EdgeKitDetector *self = EDGEKIT_DETECTOR (object);

  switch (id)
    {
    case PROP_WAKE:
      edgekit_detector_set_wake (self, g_value_get_boolean (value));
      break;
    case PROP_MEASURE:
      edgekit_detector_set_measure (self, g_value_get_boolean (value));
      break;
    case PROP_RUN_PROGRAMS:
      edgekit_detector_set_run_programs (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
edgekit_detector_class_init (EdgeKitDetectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = edgekit_detector_finalize;
  object_class->get_property = edgekit_detector_get_property;
  object_class->set_property = edgekit_detector_set_property;
  properties[PROP_ROOT] = g_param_spec_object ("root", NULL, NULL, G_TYPE_FILE, flags);
  properties[PROP_WAKE] = g_param_spec_boolean ("wake", NULL, NULL, FALSE, flags | G_PARAM_WRITABLE);
  properties[PROP_MEASURE] = g_param_spec_boolean ("measure", NULL, NULL, FALSE, flags | G_PARAM_WRITABLE);
  properties[PROP_RUN_PROGRAMS] = g_param_spec_boolean ("run-programs", NULL, NULL, TRUE, flags | G_PARAM_WRITABLE);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_ACTIVITY] = g_param_spec_string ("activity", NULL, NULL, NULL, flags);
  properties[PROP_SNAPSHOT] = g_param_spec_object ("snapshot", NULL, NULL, EDGEKIT_TYPE_SNAPSHOT, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
edgekit_detector_init (EdgeKitDetector *self)
{
  self->run_programs = TRUE;
}

/**
 * edgekit_detector_new:
 *
 * Makes a detector of this computer.
 *
 * Returns: (transfer full): a detector
 *
 * Since: 0.1
 */
EdgeKitDetector *
edgekit_detector_new (void)
{
  return g_object_new (EDGEKIT_TYPE_DETECTOR, NULL);
}

/**
 * edgekit_detector_new_for_root:
 * @root: a folder that stands for the root of a file system, with as much of
 *   `/proc`, `/sys` and `/etc` below it as is known
 *
 * Makes a detector of the computer whose files are in a folder. Nothing outside
 * the folder is read, whatever symbolic links are in it, and no driver is asked.
 *
 * Returns: (transfer full): a detector
 *
 * Since: 0.1
 */
EdgeKitDetector *
edgekit_detector_new_for_root (GFile *root)
{
  EdgeKitDetector *self;

  g_return_val_if_fail (G_IS_FILE (root), NULL);

  self = g_object_new (EDGEKIT_TYPE_DETECTOR, NULL);
  self->root = g_object_ref (root);
  return self;
}

/**
 * edgekit_detector_new_for_snapshot:
 * @snapshot: a snapshot
 *
 * Makes a detector of the computer that was recorded in a snapshot.
 *
 * Returns: (transfer full): a detector
 *
 * Since: 0.1
 */
EdgeKitDetector *
edgekit_detector_new_for_snapshot (EdgeKitSnapshot *snapshot)
{
  EdgeKitDetector *self;

  g_return_val_if_fail (EDGEKIT_IS_SNAPSHOT (snapshot), NULL);

  self = g_object_new (EDGEKIT_TYPE_DETECTOR, NULL);
  self->given = g_object_ref (snapshot);
  return self;
}

/**
 * edgekit_detector_get_root: (get-property root)
 * @self: a detector
 *
 * Gets the folder with the files of the computer to look at.
 *
 * Returns: (transfer none) (nullable): a folder; %NULL for this computer, or a
 *   snapshot
 *
 * Since: 0.1
 */
GFile *
edgekit_detector_get_root (EdgeKitDetector *self)
{
  g_return_val_if_fail (EDGEKIT_IS_DETECTOR (self), NULL);

  return self->root;
}

/**
 * edgekit_detector_get_wake: (get-property wake)
 * @self: a detector
 *
 * Gets whether a detection wakes graphics cards that are asleep.
 *
 * Returns: %TRUE if it does
 *
 * Since: 0.1
 */
gboolean
edgekit_detector_get_wake (EdgeKitDetector *self)
{
  g_return_val_if_fail (EDGEKIT_IS_DETECTOR (self), FALSE);

  return self->wake;
}

/**
 * edgekit_detector_set_wake: (set-property wake)
 * @self: a detector
 * @wake: %TRUE to wake graphics cards that are asleep
 *
 * Sets whether a detection wakes graphics cards that are asleep, to ask their
 * drivers. It counts for detections that start from then on; a refresh of the
 * memory never wakes a card. Of a folder or a snapshot no driver is asked in any
 * case.
 *
 * Since: 0.1
 */
void
edgekit_detector_set_wake (EdgeKitDetector *self, gboolean wake)
{
  g_return_if_fail (EDGEKIT_IS_DETECTOR (self));

  wake = wake != FALSE;
  if (self->wake == wake)
    return;
  self->wake = wake;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAKE]);
}

/**
 * edgekit_detector_get_run_programs: (get-property run-programs)
 * @self: a detector
 *
 * Gets whether a detection may run build tools to learn their version.
 *
 * Returns: %TRUE if it may
 *
 * Since: 0.1
 */
gboolean
edgekit_detector_get_run_programs (EdgeKitDetector *self)
{
  g_return_val_if_fail (EDGEKIT_IS_DETECTOR (self), FALSE);

  return self->run_programs;
}

/**
 * edgekit_detector_set_run_programs: (set-property run-programs)
 * @self: a detector
 * @run_programs: %FALSE to run none
 *
 * Sets whether a detection may run build tools to learn their version. Without it,
 * the version of a tool is unknown where no file tells it. It counts for detections
 * that start from then on; of a folder or a snapshot nothing is run in any case.
 *
 * Since: 0.1
 */
void
edgekit_detector_set_run_programs (EdgeKitDetector *self, gboolean run_programs)
{
  g_return_if_fail (EDGEKIT_IS_DETECTOR (self));

  run_programs = run_programs != FALSE;
  if (self->run_programs == run_programs)
    return;
  self->run_programs = run_programs;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUN_PROGRAMS]);
}

/**
 * edgekit_detector_get_measure: (get-property measure)
 * @self: a detector
 *
 * Gets whether a detection measures the bandwidth of main memory.
 *
 * Returns: %TRUE if it does
 *
 * Since: 0.1
 */
gboolean
edgekit_detector_get_measure (EdgeKitDetector *self)
{
  g_return_val_if_fail (EDGEKIT_IS_DETECTOR (self), FALSE);

  return self->measure;
}

/**
 * edgekit_detector_set_measure: (set-property measure)
 * @self: a detector
 * @measure: whether to measure
 *
 * Sets whether a detection measures the bandwidth of main memory, which takes
 * about a fifth of a second and keeps every processor busy. It reads up to an
 * eighth of the memory that is available. Without it the bandwidth is known only
 * where the system or a table tells it. Of a recorded computer nothing can be
 * measured, and this changes nothing.
 *
 * Since: 0.1
 */
void
edgekit_detector_set_measure (EdgeKitDetector *self, gboolean measure)
{
  g_return_if_fail (EDGEKIT_IS_DETECTOR (self));

  if (self->measure == !!measure)
    return;
  self->measure = !!measure;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MEASURE]);
}

/**
 * edgekit_detector_get_fraction: (get-property fraction)
 * @self: a detector
 *
 * Gets how far the detection has come. The value is notified on the main context
 * of the thread that started it, at most twenty times a second.
 *
 * Returns: a value from 0 to 1
 *
 * Since: 0.1
 */
double
edgekit_detector_get_fraction (EdgeKitDetector *self)
{
  g_return_val_if_fail (EDGEKIT_IS_DETECTOR (self), 0);

  return self->fraction;
}

/**
 * edgekit_detector_get_activity: (get-property activity)
 * @self: a detector
 *
 * Gets what the detection is doing, for example “Asking the graphics drivers…”.
 *
 * Returns: (nullable): a translated text; %NULL before the first detection
 *
 * Since: 0.1
 */
const char *
edgekit_detector_get_activity (EdgeKitDetector *self)
{
  g_return_val_if_fail (EDGEKIT_IS_DETECTOR (self), NULL);

  return self->activity;
}

/**
 * edgekit_detector_get_snapshot: (get-property snapshot)
 * @self: a detector
 *
 * Gets what the last detection collected.
 *
 * Returns: (transfer none) (nullable): a snapshot; %NULL before the first
 *   detection
 *
 * Since: 0.1
 */
EdgeKitSnapshot *
edgekit_detector_get_snapshot (EdgeKitDetector *self)
{
  g_return_val_if_fail (EDGEKIT_IS_DETECTOR (self), NULL);

  return self->snapshot;
}
