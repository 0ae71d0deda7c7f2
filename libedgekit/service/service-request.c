/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "service-request.h"

#define MAX_MODEL 4096
#define MAX_OPTION 64

struct _ServiceRequest
{
  char *model;
  gboolean is_path;
  int file; /* or -1 */
  EdgeKitWorkload *workload;
  EdgeKitRemoteOptions *remote;
  EdgeKitHardwareProfile *profile;
  char *gpu;
  gboolean all_engines;
  gboolean translated;
  double max_utilization; /* or 0 */
  gint64 min_context;     /* or 0 */
};

static gboolean
refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error)
    *error = g_error_new_valist (EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT, format, args);
  va_end (args);
  return FALSE;
}

/* --- Options ----------------------------------------------------------------- */

static gboolean
get_flag (const char *name, GVariant *value, gboolean *flag, GError **error)
{
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return refuse (error, "%s: expected a boolean (b), not %s", name, g_variant_get_type_string (value));
  *flag = g_variant_get_boolean (value);
  return TRUE;
}

/* A whole number, of whatever width the language of the caller makes it. */
static gboolean
get_integer (GVariant *value, gint64 *number)
{
  switch (g_variant_classify (value))
    {
    case G_VARIANT_CLASS_BYTE:
      *number = g_variant_get_byte (value);
      return TRUE;
    case G_VARIANT_CLASS_INT16:
      *number = g_variant_get_int16 (value);
      return TRUE;
    case G_VARIANT_CLASS_UINT16:
      *number = g_variant_get_uint16 (value);
      return TRUE;
    case G_VARIANT_CLASS_INT32:
      *number = g_variant_get_int32 (value);
      return TRUE;
    case G_VARIANT_CLASS_UINT32:
      *number = g_variant_get_uint32 (value);
      return TRUE;
    case G_VARIANT_CLASS_INT64:
      *number = g_variant_get_int64 (value);
      return TRUE;
    case G_VARIANT_CLASS_UINT64:
      if (g_variant_get_uint64 (value) > G_MAXINT64)
        return FALSE;
      *number = (gint64) g_variant_get_uint64 (value);
      return TRUE;
    default:
      return FALSE;
    }
}

/* An option of the workload, which knows its own names and values. */
static gboolean
apply (ServiceRequest *self, const char *name, GVariant *value, GError **error)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *changes = NULL;
  gint64 number;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, name);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    json_builder_add_boolean_value (builder, g_variant_get_boolean (value));
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    json_builder_add_string_value (builder, g_variant_get_string (value, NULL));
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    json_builder_add_double_value (builder, g_variant_get_double (value));
  else if (get_integer (value, &number))
    json_builder_add_int_value (builder, number);
  else
    return refuse (error, "%s: expected a number, a string or a boolean, not %s", name,
                   g_variant_get_type_string (value));
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  changes = json_generator_to_data (generator, NULL);
  return edgekit_workload_apply (self->workload, changes, error);
}

static gboolean
read_option (ServiceRequest *self, const char *name, GVariant *value, GError **error)
{
  gboolean flag = FALSE;

  if (strlen (name) > MAX_OPTION)
    return refuse (error, "the name of an option is longer than %d bytes", MAX_OPTION);
  if (g_str_equal (name, "translated"))
    return get_flag (name, value, &self->translated, error);
  if (g_str_equal (name, "offline") || g_str_equal (name, "refresh"))
    {
      if (!get_flag (name, value, &flag, error))
        return FALSE;
      g_object_set (self->remote, name, flag, NULL);
      return TRUE;
    }
  if (g_str_equal (name, "gpu"))
    {
      if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        return refuse (error, "%s: expected the name of a card (s)", name);
      g_free (self->gpu);
      self->gpu = g_variant_dup_string (value, NULL);
      return TRUE;
    }
  if (g_str_equal (name, "max_utilization"))
    {
      self->max_utilization = g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE) ? g_variant_get_double (value) : -1;
      return (self->max_utilization > 0 && self->max_utilization <= 1) ||
             refuse (error, "%s: expected a number above 0 and up to 1 (d)", name);
    }
  if (g_str_equal (name, "min_context"))
    return (get_integer (value, &self->min_context) && self->min_context > 0 && self->min_context <= G_MAXINT32) ||
           refuse (error, "%s: expected a number of tokens", name);
  if (g_str_equal (name, "engine") && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) &&
      g_str_equal (g_variant_get_string (value, NULL), "all"))
    {
      self->all_engines = TRUE;
      return TRUE;
    }
  return apply (self, name, value, error);
}

ServiceRequest *
service_request_new (GVariant *options, GError **error)
{
  ServiceRequest *self = g_new0 (ServiceRequest, 1);
  GVariantIter iter;
  const char *name;
  GVariant *value;

  self->file = -1;
  self->workload = edgekit_workload_new ();
  self->remote = edgekit_remote_options_new ();
  g_variant_iter_init (&iter, options);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    if (!read_option (self, name, value, error))
      {
        g_variant_unref (value);
        g_clear_pointer (&self, service_request_free);
        break;
      }
  return self;
}

void
service_request_free (ServiceRequest *self)
{
  if (self->file >= 0)
    close (self->file);
  g_free (self->model);
  g_free (self->gpu);
  g_object_unref (self->workload);
  g_object_unref (self->remote);
  g_clear_object (&self->profile);
  g_free (self);
}

void
service_request_set_profile (ServiceRequest *self, EdgeKitHardwareProfile *profile)
{
  g_set_object (&self->profile, profile);
}

/* --- The model --------------------------------------------------------------- */

static gboolean
has_scheme (const char *model)
{
  const char *p = model;

  if (!g_ascii_isalpha (*p))
    return FALSE;
  while (g_ascii_isalnum (*p) || *p == '+' || *p == '-' || *p == '.')
    p++;
  return *p == ':';
}

/* GIO takes what begins like an address that it does not know for a path below the
 * current folder, which is the root (see main()); ".." would lead to another. */
static gboolean
has_parent (const char *model)
{
  g_auto(GStrv) parts = g_strsplit (model, "/", -1);

  return g_strv_contains ((const char *const *) parts, "..");
}

gboolean
service_request_set_model (ServiceRequest *self, const char *model, GError **error)
{
  const char *slash = strchr (model, '/');

  if (strlen (model) > MAX_MODEL)
    return refuse (error, "the name of the model is longer than %d bytes", MAX_MODEL);
  for (const char *p = model; *p; p++)
    if (g_ascii_iscntrl (*p))
      return refuse (error, "the name of the model has a control character in it");
  if (g_ascii_strncasecmp (model, "file:", strlen ("file:")) == 0)
    {
      self->model = g_filename_from_uri (model, NULL, NULL);
      if (!self->model)
        return refuse (error, "%s: this is not the address of a file", model);
      self->is_path = TRUE;
    }
  else if (*model == '/')
    {
      self->model = g_strdup (model);
      self->is_path = TRUE;
    }
  else if (has_scheme (model) && !has_parent (model))
    self->model = g_strdup (model);
  else if (slash && slash > model && *model != '.' && *model != '~' && !strchr (slash + 1, '/'))
    self->model = g_strconcat ("hf:", model, NULL);
  else
    return refuse (error, "%s: expected an absolute path, a link, or a name such as hf:owner/name or ollama:name",
                   *model ? model : "“”");
  return TRUE;
}

gboolean
service_request_is_path (ServiceRequest *self)
{
  return self->is_path;
}

gboolean
service_request_take_file (ServiceRequest *self, int file, GError **error)
{
  struct stat info;
  int flags;

  self->file = file;
  flags = fcntl (file, F_GETFL);
  /* what can be reopened, but was not opened for reading, would be read with the rights of this process */
  if (flags < 0 || (flags & O_PATH) || (flags & O_ACCMODE) == O_WRONLY)
    return refuse (error, "the file is not open for reading");
  if (fstat (file, &info) != 0 || !S_ISREG (info.st_mode))
    return refuse (error, "this is not a plain file, so it cannot be a model");
  return TRUE;
}

static EdgeKitModel *
load (ServiceRequest *self, const char *location, GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (location);
  g_autoptr(EdgeKitModel) model = NULL;

  edgekit_model_source_set_options (source, self->remote);
  model = edgekit_model_source_load (source, cancellable, error);
  return model && edgekit_model_check_runnable (model, error) ? g_steal_pointer (&model) : NULL;
}

/* How the caller knows the file. */
static char *
get_file_name (const char *open)
{
  g_autofree char *target = g_file_read_link (open, NULL);
  char *name = g_path_get_basename (target ? target : "model.gguf");

  /* the kernel's word for a file that has no name any more */
  if (g_str_has_suffix (name, " (deleted)"))
    name[strlen (name) - strlen (" (deleted)")] = '\0';
  return name;
}

/* Through a link to the open file, in a folder of its own, so that the document, the
 * commands in it and an error have the name of the file. By its path it may be another
 * file by now. */
static EdgeKitModel *
load_file (ServiceRequest *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *open = g_strdup_printf ("/proc/self/fd/%d", self->file);
  g_autofree char *name = get_file_name (open);
  g_autofree char *folder = g_dir_make_tmp ("edgekit-XXXXXX", error);
  g_autofree char *link = folder ? g_build_filename (folder, name, NULL) : NULL;
  EdgeKitModel *model = NULL;
  GError *cause = NULL;

  if (!folder)
    return NULL;
  if (symlink (open, link) == 0)
    model = load (self, link, cancellable, &cause);
  else
    cause = g_error_new (EDGEKIT_ERROR, EDGEKIT_ERROR_FAILED, "%s: %s", link, g_strerror (errno));
  if (cause && g_str_has_prefix (cause->message, folder))
    g_set_error_literal (error, cause->domain, cause->code, cause->message + strlen (folder) + 1);
  else if (cause)
    g_propagate_error (error, g_steal_pointer (&cause));
  g_clear_error (&cause);
  g_unlink (link);
  g_rmdir (folder);
  return model;
}

/* --- The answer -------------------------------------------------------------- */

static char *
compare (ServiceRequest *self, EdgeKitPreflight *preflight, GError **error)
{
  const char *const *engines = edgekit_preflight_list_engines ();
  g_autoptr(GPtrArray) results = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; engines[i]; i++)
    {
      edgekit_workload_set_engine (self->workload, engines[i]);
      g_ptr_array_add (results, edgekit_preflight_to_json (preflight, self->translated));
    }
  g_ptr_array_add (results, NULL);
  return edgekit_preflight_comparison_to_json ((const char *const *) results->pdata, error);
}

GVariant *
service_request_answer (gpointer data, GCancellable *cancellable, GError **error)
{
  ServiceRequest *self = data;
  g_autoptr(EdgeKitHardwareProfile) profile = NULL;
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(EdgeKitPreflight) preflight = NULL;
  g_autofree char *document = NULL;

  profile = self->gpu ? edgekit_hardware_profile_with_gpu (self->profile, self->gpu, error)
                      : g_object_ref (self->profile);
  if (!profile)
    return NULL;
  model = self->file >= 0 ? load_file (self, cancellable, error) : load (self, self->model, cancellable, error);
  if (!model)
    return NULL;
  preflight = edgekit_preflight_new ();
  if (self->max_utilization > 0)
    edgekit_preflight_set_max_utilization (preflight, self->max_utilization);
  if (self->min_context > 0)
    edgekit_preflight_set_min_context (preflight, self->min_context);
  edgekit_preflight_set_workload (preflight, self->workload);
  edgekit_preflight_set_profile (preflight, profile);
  edgekit_preflight_set_model (preflight, model);
  document = self->all_engines ? compare (self, preflight, error)
                               : edgekit_preflight_to_json (preflight, self->translated);
  return document ? g_variant_new ("(s)", document) : NULL;
}
