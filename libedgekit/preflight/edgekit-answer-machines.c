/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-answer-private.h"
#include "edgekit-checked-private.h"
#include "edgekit-finding-private.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"
#include "edgekit-speed-private.h"
#include "edgekit-table-private.h"

/* Several computers that hold a model together. llama.cpp reaches the devices of the
 * others by its RPC back end, and to it they are devices like its own; vLLM has the
 * cards of each computer work as one, and the computers one after the other.
 * Which engines can is in the table engines. */

/* llama.cpp, llama_max_devices() */
#define LLAMA_MAX_DEVICES 16
/* What a wire of gigabit Ethernet carries in a second. */
#define GIGABIT 125e6
/* Of the speed, where two are as good as the same. */
#define NO_SLOWER 0.9

/* --- Where ------------------------------------------------------------------- */

static void
find_places_on (EdgeKitHardwareProfile *profile, const EdgeKitQuestion *question, const EdgeKitNetworkEngine *network,
                EdgeKitPlaces *places)
{
  const char *backend = edgekit_workload_get_backend (question->workload);

  if (!network || (backend && !g_str_equal (backend, "auto")))
    _edgekit_places_find (profile, backend, places);
  else
    _edgekit_places_find_among (profile, network->backends, places);
  if (network && !g_strv_contains (network->backends, places->backend))
    places->n_devices = 0;
}

/* llama.cpp's devices: those of RPC servers come before its own, so that a batch goes
 * over the network once (llama.cpp, llama_prepare_model_devices). */
void
_edgekit_answer_find_places (const EdgeKitQuestion *question, EdgeKitAnswer *answer)
{
  const EdgeKitNetworkEngine *network = answer->estimator ? answer->estimator->network : NULL;
  const guint n = g_list_model_get_n_items (question->profiles);
  g_autofree EdgeKitPlaces *own = NULL;

  find_places_on (question->profile, question, network, &answer->places);
  if (n < 2)
    return;
  own = g_memdup2 (&answer->places, sizeof *own);
  if (!network)
    answer->places.n_devices = 0;
  for (guint i = 1; i < n; i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = g_list_model_get_item (question->profiles, i);
      g_autofree EdgeKitPlaces *theirs = g_new (EdgeKitPlaces, 1);

      find_places_on (profile, question, network, theirs);
      if (!network)
        _edgekit_places_serve (theirs);
      _edgekit_places_append (&answer->places, theirs, i);
    }
  if (!network)
    _edgekit_places_append (&answer->places, own, 0);
}

/* --- Whether ----------------------------------------------------------------- */

static guint
count_devices_of (const EdgeKitPlaces *places, guint machine)
{
  guint n = 0;

  for (guint i = 1; i <= places->n_devices; i++)
    n += places->places[i].machine == machine;
  return n;
}

/* vLLM, docs/serving/parallelism_scaling.md: as many cards work as one as each computer has. */
static const char *
check_cards (const EdgeKitPlaces *places)
{
  const guint n = count_devices_of (places, 0);

  for (guint machine = 0; machine < places->n_machines; machine++)
    if (count_devices_of (places, machine) == 0)
      return "machines-need-cards";
  for (guint machine = 1; machine < places->n_machines; machine++)
    if (count_devices_of (places, machine) != n)
      return "machines-differ";
  for (guint i = 1; i <= places->n_devices; i++)
    if (!g_str_equal (places->places[i].backend, places->places[1].backend))
      return "machines-differ";
  return NULL;
}

const char *
_edgekit_answer_check_machines (const EdgeKitAnswer *answer)
{
  GKeyFile *table = _edgekit_table_get ("engines");

  if (answer->places.n_machines < 2)
    return NULL;
  if (!g_key_file_has_key (table, answer->engine, "machines", NULL))
    return "machines-not-known";
  if (answer->estimator->network)
    return check_cards (&answer->places);
  return answer->places.too_many || answer->places.n_devices > LLAMA_MAX_DEVICES ? "machines-too-many" : NULL;
}

guint
_edgekit_answer_count_machines (const EdgeKitAnswer *answer)
{
  guint n = 0;

  for (guint machine = 0; machine < answer->places.n_machines; machine++)
    n += _edgekit_answer_sum_of_machine (answer, machine) > 0;
  return n;
}

guint64
_edgekit_answer_sum_of_machine (const EdgeKitAnswer *answer, guint machine)
{
  guint64 sum = 0;

  for (guint i = 0; i <= answer->places.n_devices; i++)
    {
      guint64 low, likely, high;

      _edgekit_bill_sums (&answer->fit.bill, i, &low, &likely, &high);
      if (answer->places.places[i].machine == machine)
        sum = _edgekit_sat_add (sum, likely);
    }
  return sum;
}

/* --- What a person should know ------------------------------------------------- */

/* The computer that started the engine reads the file, and sends the others their parts
 * (ggml-rpc.cpp, set_tensor; the cache is for tensors above 10 MiB). */
static void
add_sent (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, GListStore *findings)
{
  g_autofree char *message = NULL;
  g_autofree char *size = NULL;
  g_autofree char *time = NULL;
  guint64 sent = 0;

  for (guint i = 1; i <= answer->places.n_devices; i++)
    if (_edgekit_place_is_remote (&answer->places.places[i]))
      sent = _edgekit_sat_add (sent, _edgekit_bill_get (&answer->fit.bill, i, EDGEKIT_MEMORY_KIND_WEIGHTS));
  if (sent == 0)
    return;
  size = edgekit_format_memory ((gint64) MIN (sent, G_MAXINT64), question->units);
  time = edgekit_format_duration ((double) sent / GIGABIT, (double) sent / GIGABIT);
  /* Translators: %1$s is a size of memory, %2$s a time: “14 GiB”, “120 s” */
  message = g_strdup_printf (_ ("Each start sends %1$s of the model over the network: with gigabit Ethernet that takes "
                                "%2$s at least."),
                             size, time);
  _edgekit_finding_append (findings, "machines-send-weights", EDGEKIT_SEVERITY_INFO, message,
                           _ ("With the option --cache, ggml-rpc-server keeps its part on the disk for the next "
                              "start."));
}

/* @bound: as if there were no network, or NULL */
static void
add_speed (EdgeKitSpeed *bound, GListStore *findings)
{
  g_autofree char *message = NULL;
  g_autofree char *rate = NULL;

  if (!bound)
    {
      _edgekit_finding_append (findings, "machines-speed-unknown", EDGEKIT_SEVERITY_INFO,
                               _ ("How fast it answers depends on the network between the computers, which EdgeKit "
                                  "does not know."),
                               NULL);
      return;
    }
  rate = edgekit_format_speed (bound->high, bound->high);
  /* Translators: %s is a speed: “12 tokens/s” */
  message = g_strdup_printf (_ ("How fast it answers depends on the network between the computers, which EdgeKit does "
                                "not know. Their memory alone would allow up to %s."),
                             rate);
  _edgekit_finding_append (findings, "machines-speed-unknown", EDGEKIT_SEVERITY_INFO, message, NULL);
}

/* A computer that holds the model comfortably by itself and is not slower than all of
 * them would be without a network; 0: none. */
static guint
find_sufficient (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, double together)
{
  g_autofree EdgeKitAnswer *alone = g_new (EdgeKitAnswer, 1);

  for (guint i = 0; i < g_list_model_get_n_items (question->profiles); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = g_list_model_get_item (question->profiles, i);
      g_autoptr(GListStore) one = g_list_store_new (EDGEKIT_TYPE_HARDWARE_PROFILE);
      EdgeKitQuestion about_one = *question;
      g_autoptr(EdgeKitSpeed) speed = NULL;

      g_list_store_append (one, profile);
      about_one.profile = profile;
      about_one.profiles = G_LIST_MODEL (one);
      _edgekit_answer_find (&about_one, alone);
      if (alone->outcome != EDGEKIT_OUTCOME_FITS || alone->context_used < answer->context_used)
        continue;
      speed = _edgekit_answer_make_speed (&about_one, alone);
      if (speed && speed->likely >= NO_SLOWER * together)
        return i + 1;
    }
  return 0;
}

static void
add_sufficient (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, EdgeKitSpeed *bound, GListStore *findings)
{
  const guint machine = bound ? find_sufficient (question, answer, bound->likely) : 0;
  g_autofree char *message = NULL;

  if (machine == 0)
    return;
  /* Translators: %u is the number of a computer, in the order in which they were named */
  message = g_strdup_printf (_ ("Computer %u holds the model by itself; the network in between only makes it slower."),
                             machine);
  _edgekit_finding_append (findings, "one-machine-is-enough", EDGEKIT_SEVERITY_INFO, message, NULL);
}

void
_edgekit_answer_add_machines (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, GListStore *findings)
{
  g_autoptr(EdgeKitSpeed) bound = NULL;

  if (answer->places.n_machines < 2 || answer->reason == EDGEKIT_VERDICT_REASON_ENGINE)
    return;
  if (answer->estimator->network)
    {
      _edgekit_finding_append (findings, "machines-same-version", EDGEKIT_SEVERITY_INFO,
                               _ ("All computers need the same versions of vLLM, Ray and Python, and the model under "
                                  "the same path."),
                               _ ("Where a computer has several addresses, the variable VLLM_HOST_IP says which one "
                                  "the others reach."));
      _edgekit_finding_append (findings, "machines-trusted-network", EDGEKIT_SEVERITY_WARNING,
                               _ ("What Ray and vLLM send is not encrypted, and whoever reaches their ports can run "
                                  "programs there: only use them in a network that you trust."),
                               NULL);
    }
  else
    {
      _edgekit_finding_append (findings, "machines-same-version", EDGEKIT_SEVERITY_INFO,
                               _ ("All computers need the same version of llama.cpp, with its RPC back end."),
                               _ ("The files of its releases have it; a build of your own needs -DGGML_RPC=ON."));
      _edgekit_finding_append (findings, "machines-trusted-network", EDGEKIT_SEVERITY_WARNING,
                               _ ("The RPC server knows neither encryption nor passwords, and whoever reaches its "
                                  "port can use and crash it: only run it in a network that you trust."),
                               NULL);
      add_sent (question, answer, findings);
    }
  if (answer->outcome == EDGEKIT_OUTCOME_NO)
    return;
  bound = _edgekit_answer_make_speed_without_network (question, answer);
  add_speed (bound, findings);
  add_sufficient (question, answer, bound, findings);
}
