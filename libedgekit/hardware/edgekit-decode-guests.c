/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-decode-guests-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"

/* In the order of trust. Those without a function find the devices of their system
 * (edgekit-decode-macos-gpu.c, edgekit-decode-windows-gpu.c). */
static const struct
{
  const char *name;
  const char *title;
  void (*decode) (EdgeKitGuest *guest);
} guests[] = {
  { "d3dkmt", N_ ("The graphics kernel of Windows"), NULL },
  { "dxgi", N_ ("DirectX (DXGI)"), NULL },
  { "dxcore", N_ ("DirectX (DXCore)"), NULL },
  { "metal", N_ ("Metal"), NULL },
  { "drm", N_ ("The graphics driver of the kernel"), _edgekit_decode_guest_drm },
  { "nvml", N_ ("The NVIDIA driver"), _edgekit_decode_guest_nvml },
  { "cuda", N_ ("The CUDA driver"), _edgekit_decode_guest_cuda },
  { "level-zero", N_ ("The Level Zero driver"), _edgekit_decode_guest_level_zero },
  { "vulkan", N_ ("The Vulkan driver"), _edgekit_decode_guest_vulkan },
  { "opencl", N_ ("The OpenCL driver"), _edgekit_decode_guest_opencl },
};

/* A message about the guest, whose place in @format is its title. */
static void
add_note (EdgeKitGuest *guest, const char *what, const char *format, const char *hint)
{
  g_autoptr(GString) message = g_string_new (format);

  g_string_replace (message, "%s", guest->title, 1);
  _edgekit_guest_note (guest, what, EDGEKIT_SEVERITY_WARNING, message->str, hint);
}

/* A guest that did not answer. One whose library is not there did. */
static void
note_failure (EdgeKitGuest *guest, const char *failure)
{
  const char *instead = _ ("What the system itself knows about the graphics card is used instead.");

  if (g_str_equal (failure, EDGEKIT_FAILURE_MISSING))
    _edgekit_hardware_profile_add_note (
        guest->profile, "drivers-not-asked", EDGEKIT_SEVERITY_INFO,
        _ ("The graphics drivers were not asked, because the program edgekit-probe was not found."),
        _ ("It belongs to EdgeKit; install EdgeKit again."));
  else if (g_str_equal (failure, EDGEKIT_FAILURE_TIMEOUT))
    /* Translators: %s is a driver, as in "The Vulkan driver" */
    add_note (guest, "timeout", _ ("%s did not answer within 5 seconds."), instead);
  else if (g_str_equal (failure, EDGEKIT_FAILURE_CRASHED))
    /* Translators: %s is a driver, as in "The Vulkan driver" */
    add_note (guest, "failed", _ ("%s crashed when it was asked."), instead);
  else
    /* Translators: %s is a driver, as in "The Vulkan driver" */
    add_note (guest, "failed", _ ("%s gave no answer that makes sense."), instead);
}

/* Cards that sleep, each said once whatever the number of guests that spared it. */
static void
note_asleep (EdgeKitGuest *guest)
{
  JsonNode *node = json_object_get_member (guest->answer, "asleep");
  JsonArray *cards = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; cards && i < MIN (json_array_get_length (cards), 64); i++)
    {
      JsonNode *item = json_array_get_element (cards, i);
      EdgeKitGuestId id = { JSON_NODE_HOLDS_VALUE (item) ? json_node_get_string (item) : NULL, 0, 0 };
      EdgeKitAccelerator *accelerator = id.pci ? _edgekit_guest_find (guest, id) : NULL;
      g_autofree char *message = NULL;

      if (accelerator && accelerator->name)
        /* Translators: %s is a graphics card, as in "NVIDIA GeForce RTX 4080" */
        message = g_strdup_printf (_ ("%s is asleep and was left so; its driver was not asked."), accelerator->name);
      else
        message = g_strdup (_ ("A graphics card is asleep and was left so; its driver was not asked."));
      _edgekit_hardware_profile_add_note (guest->profile, "gpu-asleep", EDGEKIT_SEVERITY_INFO, message,
                                          _ ("“edgekit hardware --wake” wakes it and asks."));
    }
}

gboolean
_edgekit_guest_open (EdgeKitGuest *guest, EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const char *name)
{
  g_autofree char *key = g_strconcat ("guest:", name, NULL);
  guint i = 0;

  while (!g_str_equal (guests[i].name, name))
    i++;
  *guest = (EdgeKitGuest){ .profile = profile,
                           .snapshot = snapshot,
                           .name = guests[i].name,
                           .title = _ (guests[i].title),
                           .answer = _edgekit_document_get (snapshot, key) };
  return guest->answer != NULL;
}

void
_edgekit_guest_close (EdgeKitGuest *guest)
{
  if (guest->doubtful)
    /* Translators: %s is a driver, as in "The Vulkan driver" */
    add_note (guest, "implausible", _ ("%s says things that cannot be right; they are not used."),
              _ ("What the system itself knows about the graphics card is used instead."));
}

static void
note_answer (EdgeKitGuest *guest)
{
  const char *error = NULL;

  note_asleep (guest);
  if (_edgekit_json_get_string (guest->answer, "error", &error, guest->name, NULL) && g_strcmp0 (error, "symbol") == 0)
    /* Translators: %s is a driver, as in "The Vulkan driver" */
    add_note (guest, "unusable", _ ("%s is of a version that EdgeKit cannot talk to."),
              _ ("What the system itself knows about the graphics card is used instead."));
}

void
_edgekit_decode_guests (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  for (guint i = 0; i < G_N_ELEMENTS (guests); i++)
    {
      g_autofree char *key = g_strconcat ("guest:", guests[i].name, NULL);
      const char *failure = edgekit_snapshot_get_failure (snapshot, key);
      EdgeKitGuest guest;
      gboolean answered = _edgekit_guest_open (&guest, snapshot, profile, guests[i].name);

      if (failure)
        note_failure (&guest, failure);
      if (!answered)
        continue;
      note_answer (&guest);
      if (guests[i].decode)
        guests[i].decode (&guest);
      _edgekit_guest_close (&guest);
    }
}

GStrv
_edgekit_decode_list_memory_guests (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *known)
{
  g_autoptr(GStrvBuilder) list = g_strv_builder_new ();

  for (guint g = 0; g < G_N_ELEMENTS (guests); g++)
    {
      g_autofree char *key = g_strconcat ("guest:", guests[g].name, NULL);
      g_autofree char *start = g_strconcat (key, " ", NULL);
      JsonNode *answer = _edgekit_snapshot_get_json (snapshot, key);
      gboolean told = FALSE;

      for (guint i = 0; answer && !told && i < g_list_model_get_n_items (G_LIST_MODEL (known->memory_pools)); i++)
        {
          g_autoptr(EdgeKitMemoryPool) pool = g_list_model_get_item (G_LIST_MODEL (known->memory_pools), i);
          g_autofree char *path = g_strdup_printf ("memory_pools.%s.available", pool->id);
          const char *source = NULL;

          edgekit_hardware_profile_get_provenance (known, path, &source);
          told = source && g_str_has_prefix (source, start);
        }
      if (told)
        g_strv_builder_add (list, guests[g].name);
    }
  return g_strv_builder_end (list);
}
