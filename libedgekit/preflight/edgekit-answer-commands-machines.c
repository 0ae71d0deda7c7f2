/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-answer-private.h"
#include "edgekit-command-private.h"
#include "edgekit-shell-private.h"
#include "edgekit-table-private.h"

/* What the other computers run, so that the engine of the first one can use them.
 * Options are those of llama.cpp's tools/rpc/rpc-server.cpp and common/arg.cpp, and
 * of Ray as vLLM's examples/online_serving/run_cluster.sh has them. Addresses are for
 * people to fill in: EdgeKit does not know them. */

#define RPC_PORT "50052" /* rpc-server.cpp, the default */
#define RAY_PORT "6379"  /* Ray's own */

static char *
address_of (guint machine, const char *port)
{
  return g_strdup_printf ("IP-OF-COMPUTER-%u:%s", machine + 1, port);
}

static void
add_command (const EdgeKitAnswer *answer, guint machine, const char *const *environment, GStrvBuilder *words,
             GListStore *commands)
{
  g_auto(GStrv) argv = g_strv_builder_end (words);
  g_autofree char *line = _edgekit_shell_command (EDGEKIT_SHELL_BASH, environment, (const char *const *) argv);
  g_autoptr(EdgeKitCommand) command = _edgekit_command_new (answer->engine, line);

  command->machine = machine + 1;
  g_list_store_append (commands, command);
}

/* As ggml names them: "CUDA0,CUDA1". A build may have further back ends, which the
 * server would offer, too, and the processor stands for itself only where it is asked for. */
static char *
name_devices (const EdgeKitPlaces *places, guint machine)
{
  g_autoptr(GString) names = g_string_new (NULL);
  guint n = 0;

  for (guint i = 1; i <= places->n_devices; i++)
    {
      const EdgeKitPlace *place = &places->places[i];
      g_autofree char *name = NULL;

      if (place->machine != machine)
        continue;
      name = g_key_file_get_string (_edgekit_table_get ("ggml-backends"), place->backend, "device", NULL);
      g_string_append_printf (names, "%s%s", n > 0 ? "," : "", name ? name : "CPU");
      if (place->device)
        g_string_append_printf (names, "%u", n);
      n++;
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* It only listens to the computer itself unless told otherwise. */
static void
add_rpc_server (const EdgeKitAnswer *answer, guint machine, GListStore *commands)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  g_autofree char *devices = name_devices (&answer->places, machine);

  g_strv_builder_add_many (words, "ggml-rpc-server", "--host", "0.0.0.0", "--port", RPC_PORT, NULL);
  _edgekit_command_add (words, "--device", devices);
  add_command (answer, machine, NULL, words, commands);
}

static void
add_ray (const EdgeKitAnswer *answer, guint machine, GListStore *commands)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  g_autofree char *visible = _edgekit_answer_list_visible (answer, machine);
  const char *environment[] = { "CUDA_DEVICE_ORDER=PCI_BUS_ID", visible, NULL };
  const gboolean cuda = g_str_equal (answer->places.backend, "cuda");

  g_strv_builder_add_many (words, "ray", "start", NULL);
  if (machine == 0)
    g_strv_builder_add_many (words, "--head", "--port=" RAY_PORT, NULL);
  else
    {
      g_autofree char *address = address_of (0, RAY_PORT);
      g_autofree char *option = g_strconcat ("--address=", address, NULL);

      g_strv_builder_add (words, option);
    }
  add_command (answer, machine, !visible ? NULL : cuda ? environment : environment + 1, words, commands);
}

void
_edgekit_answer_add_servers (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, GListStore *commands)
{
  const guint n = answer->places.n_machines;

  for (guint machine = answer->estimator->network ? 0 : 1; n > 1 && machine < n; machine++)
    if (answer->estimator->network)
      add_ray (answer, machine, commands);
    else
      add_rpc_server (answer, machine, commands);
}

void
_edgekit_answer_add_rpc_option (GStrvBuilder *words, const EdgeKitAnswer *answer)
{
  g_autoptr(GString) addresses = g_string_new (NULL);

  for (guint machine = 1; machine < answer->places.n_machines; machine++)
    {
      g_autofree char *address = address_of (machine, RPC_PORT);

      g_string_append_printf (addresses, "%s%s", machine > 1 ? "," : "", address);
    }
  if (addresses->len > 0)
    _edgekit_command_add (words, "--rpc", addresses->str);
}
