/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n.h>

#include "service-index.h"
#include "service-search-generated.h"
#include "service-search.h"

#define APPLICATION "org.edgekit.EdgeKit"
/* A model that was downloaded is found some seconds later. */
#define LIBRARY_SECONDS 30
#define MAX_METAS 32

typedef struct
{
  ServiceBus *bus;
  ServiceMachine *machine;
  ServiceIndex *index;
  EdgeKitModelLibrary *library;
  gint64 listed;      /* when the stores were looked through; 0: not yet */
  gboolean listing;
  GPtrArray *waiting; /* of Question: the first ones */
} Search;

typedef struct _Question Question;
struct _Question
{
  Search *search;
  ServiceCall *call;
  void (*answer) (Question *self); /* and free it */
  GStrv names; /* results, or NULL */
  GStrv terms; /* or NULL */
  guint timestamp;
};

static void
search_free (gpointer data)
{
  Search *self = data;

  service_index_free (self->index);
  g_object_unref (self->library);
  g_ptr_array_unref (self->waiting);
  g_free (self);
}

static void
question_free (Question *self)
{
  g_strfreev (self->names);
  g_strfreev (self->terms);
  g_free (self);
}

/* --- The stores of this computer --------------------------------------------- */

static void
listed (GObject *library, GAsyncResult *result, gpointer user_data)
{
  Search *self = user_data;
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);
  /* stores that cannot be read are stores without models */
  const gboolean done = edgekit_model_library_load_finish (self->library, result, NULL);

  self->waiting = g_ptr_array_new ();
  self->listing = FALSE;
  self->listed = g_get_monotonic_time ();
  service_index_fill (self->index, done ? self->library : NULL);
  for (guint i = 0; i < waiting->len; i++)
    {
      Question *question = waiting->pdata[i];

      question->answer (question);
    }
}

/* Only the first questions wait for the stores; later ones are answered with what was
 * found there last. */
static void
ask (Search *self, GDBusMethodInvocation *invocation, void (*answer) (Question *), const char *const *names,
     const char *const *terms, guint timestamp)
{
  ServiceCall *call = service_call_begin (self->bus, invocation);
  Question *question;

  if (!call)
    return;
  question = g_new0 (Question, 1);
  question->search = self;
  question->call = call;
  question->answer = answer;
  question->names = g_strdupv ((char **) names);
  question->terms = g_strdupv ((char **) terms);
  question->timestamp = timestamp;
  if (!self->listing && (!self->listed || g_get_monotonic_time () - self->listed > LIBRARY_SECONDS * G_USEC_PER_SEC))
    {
      self->listing = TRUE;
      edgekit_model_library_load_async (self->library, NULL, listed, self);
    }
  if (self->listed)
    answer (question);
  else
    g_ptr_array_add (self->waiting, question);
}

/* --- What is found ----------------------------------------------------------- */

static void
warmed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(EdgeKitHardwareProfile) ignored = service_machine_get_finish (result, NULL);
}

static void
answer_find (Question *self)
{
  g_auto(GStrv) found = service_index_find (self->search->index, (const char *const *) self->terms,
                                            (const char *const *) self->names);

  if (*found) /* what is shown of it is asked next */
    service_machine_get_async (self->search->machine, FALSE, NULL, warmed, NULL);
  service_call_return (self->call, g_variant_new ("(^as)", found));
  question_free (self);
}

static gboolean
handle_initial (ServiceSearchProvider2 *object, GDBusMethodInvocation *invocation, const char *const *terms,
                gpointer user_data)
{
  ask (user_data, invocation, answer_find, NULL, terms, 0);
  return TRUE;
}

static gboolean
handle_subsearch (ServiceSearchProvider2 *object, GDBusMethodInvocation *invocation, const char *const *previous,
                  const char *const *terms, gpointer user_data)
{
  ask (user_data, invocation, answer_find, previous, terms, 0);
  return TRUE;
}

/* --- What is shown of it ----------------------------------------------------- */

typedef struct
{
  ServiceCall *call;
  GStrv names;
  GStrv titles;
  EdgeKitHardwareProfile *profile; /* or NULL */
} Metas;

static void
metas_free (gpointer data)
{
  Metas *metas = data;

  g_strfreev (metas->names);
  g_strfreev (metas->titles);
  g_clear_object (&metas->profile);
  g_free (metas);
}

/* NULL: nothing can be said. */
static char *
judge (EdgeKitPreflight *preflight, const char *name, GCancellable *cancellable)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (name);
  g_autoptr(EdgeKitRemoteOptions) options = edgekit_remote_options_new ();
  g_autoptr(EdgeKitModel) model = NULL;
  g_autofree char *memory = NULL;
  g_autofree char *speed = NULL;
  const char *headline;
  EdgeKitSpeed *rate;

  edgekit_remote_options_set_offline (options, TRUE);
  edgekit_model_source_set_options (source, options);
  model = edgekit_model_source_load (source, cancellable, NULL);
  if (!model)
    return NULL;
  edgekit_preflight_set_model (preflight, model);
  headline = edgekit_verdict_get_headline (edgekit_preflight_get_verdict (preflight));
  memory = edgekit_format_memory (edgekit_estimate_get_total (edgekit_preflight_get_estimate (preflight)),
                                  edgekit_preflight_get_memory_units (preflight));
  rate = edgekit_preflight_get_speed (preflight);
  if (!rate || edgekit_speed_get_low (rate) < 0)
    /* Translators: a verdict and a size of memory: “Runs well on this computer · 5.7 GiB of memory” */
    return g_strdup_printf (_ ("%1$s · %2$s of memory"), headline, memory);
  speed = edgekit_format_speed (edgekit_speed_get_low (rate), edgekit_speed_get_high (rate));
  /* Translators: a verdict, a size of memory and a speed:
   * “Runs well on this computer · 5.7 GiB of memory · 40–60 tokens/s” */
  return g_strdup_printf (_ ("%1$s · %2$s of memory · %3$s"), headline, memory, speed);
}

static GVariant *
describe (gpointer data, GCancellable *cancellable, GError **error)
{
  Metas *metas = data;
  g_autoptr(EdgeKitPreflight) preflight = edgekit_preflight_new ();
  GVariantBuilder list;

  if (metas->profile)
    edgekit_preflight_set_profile (preflight, metas->profile);
  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; metas->names[i]; i++)
    {
      g_autofree char *verdict = metas->profile ? judge (preflight, metas->names[i], cancellable) : NULL;
      GVariantBuilder meta;

      g_variant_builder_init (&meta, G_VARIANT_TYPE_VARDICT);
      g_variant_builder_add (&meta, "{sv}", "id", g_variant_new_string (metas->names[i]));
      g_variant_builder_add (&meta, "{sv}", "name", g_variant_new_string (metas->titles[i]));
      g_variant_builder_add (&meta, "{sv}", "gicon", g_variant_new_string (APPLICATION));
      if (verdict)
        g_variant_builder_add (&meta, "{sv}", "description", g_variant_new_string (verdict));
      g_variant_builder_add_value (&list, g_variant_builder_end (&meta));
    }
  return g_variant_new ("(aa{sv})", &list);
}

static void
metas_machine_known (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Metas *metas = user_data;

  /* without a computer there are names still */
  metas->profile = service_machine_get_finish (result, NULL);
  service_call_work (metas->call, describe, metas, metas_free);
}

static void
answer_metas (Question *self)
{
  g_autoptr(GStrvBuilder) known = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) titles = g_strv_builder_new ();
  Metas *metas = g_new0 (Metas, 1);

  for (guint i = 0; self->names[i] && i < MAX_METAS; i++)
    {
      const char *title = service_index_lookup (self->search->index, self->names[i]);

      if (!title)
        continue;
      g_strv_builder_add (known, self->names[i]);
      g_strv_builder_add (titles, title);
    }
  metas->call = self->call;
  metas->names = g_strv_builder_end (known);
  metas->titles = g_strv_builder_end (titles);
  service_machine_get_async (self->search->machine, FALSE, service_call_get_cancellable (self->call),
                             metas_machine_known, metas);
  question_free (self);
}

static gboolean
handle_metas (ServiceSearchProvider2 *object, GDBusMethodInvocation *invocation, const char *const *names,
              gpointer user_data)
{
  ask (user_data, invocation, answer_metas, names, NULL, 0);
  return TRUE;
}

/* --- The window -------------------------------------------------------------- */

/* For the window to come to the front: it was asked for now. */
static GAppLaunchContext *
make_context (guint timestamp)
{
  GAppLaunchContext *context = g_app_launch_context_new ();
  g_autofree char *id = g_strdup_printf ("edgekit-search_TIME%u", timestamp);

  g_app_launch_context_setenv (context, "DESKTOP_STARTUP_ID", id);
  return context;
}

/* @name: a model, or NULL for the page on which models are named */
static gboolean
launch (Search *self, const char *name, guint timestamp, GError **error)
{
  g_autoptr(GDesktopAppInfo) application = g_desktop_app_info_new (APPLICATION ".desktop");
  g_autoptr(GAppLaunchContext) context = make_context (timestamp);
  GList names = { (gpointer) name, NULL, NULL };

  if (!application)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND, "%s: this application is not installed", APPLICATION);
      return FALSE;
    }
  if (name && !service_index_lookup (self->index, name))
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND, "%.64s: this is no result of a search", name);
      return FALSE;
    }
  if (name)
    return g_app_info_launch_uris (G_APP_INFO (application), &names, context, error);
  g_desktop_app_info_launch_action (application, "check-model", context);
  return TRUE;
}

static void
answer_launch (Question *self)
{
  GError *error = NULL;

  if (launch (self->search, self->names ? self->names[0] : NULL, self->timestamp, &error))
    service_call_return (self->call, NULL);
  else
    service_call_fail (self->call, error);
  question_free (self);
}

static gboolean
handle_activate (ServiceSearchProvider2 *object, GDBusMethodInvocation *invocation, const char *name,
                 const char *const *terms, guint timestamp, gpointer user_data)
{
  const char *const names[] = { name, NULL };

  ask (user_data, invocation, answer_launch, names, NULL, timestamp);
  return TRUE;
}

static gboolean
handle_launch (ServiceSearchProvider2 *object, GDBusMethodInvocation *invocation, const char *const *terms,
               guint timestamp, gpointer user_data)
{
  ask (user_data, invocation, answer_launch, NULL, NULL, timestamp);
  return TRUE;
}

GDBusInterfaceSkeleton *
service_search_export (GDBusConnection *connection, ServiceBus *bus, ServiceMachine *machine, GError **error)
{
  g_autoptr(ServiceSearchProvider2) object = service_search_provider2_skeleton_new ();
  Search *self = g_new0 (Search, 1);

  self->bus = bus;
  self->machine = machine;
  self->index = service_index_new ();
  self->library = edgekit_model_library_new ();
  self->waiting = g_ptr_array_new ();
  g_object_set_data_full (G_OBJECT (object), "search", self, search_free);
  g_signal_connect (object, "handle-get-initial-result-set", G_CALLBACK (handle_initial), self);
  g_signal_connect (object, "handle-get-subsearch-result-set", G_CALLBACK (handle_subsearch), self);
  g_signal_connect (object, "handle-get-result-metas", G_CALLBACK (handle_metas), self);
  g_signal_connect (object, "handle-activate-result", G_CALLBACK (handle_activate), self);
  g_signal_connect (object, "handle-launch-search", G_CALLBACK (handle_launch), self);
  if (!g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (object), connection, SERVICE_SEARCH_PATH, error))
    return NULL;
  return G_DBUS_INTERFACE_SKELETON (g_steal_pointer (&object));
}
