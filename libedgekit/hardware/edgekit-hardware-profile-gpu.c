/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-device-table-private.h"
#include "edgekit-error.h"
#include "edgekit-hardware-profile.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-table-private.h"

/* “What if this computer had that graphics card?” The card is a row of the tables. */

#define MAX_DOCUMENT (16 << 20)
#define GIB G_GINT64_CONSTANT (1073741824)

typedef struct
{
  char *chip;
  char *name;
  char *pci_id;
  gint64 memory;
  gint64 bandwidth;
  gint64 other;   /* memory of another card of the name, or 0 */
  gboolean named; /* the memory is what the person says */
} Card;

static void
card_clear (Card *card)
{
  g_free (card->chip);
  g_free (card->name);
  g_free (card->pci_id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Card, card_clear)

/* "rtx 4060 ti 16GB": the size of the memory, 0 where none is named, and the rest. */
static gint64
take_size (char *name)
{
  g_autoptr(GRegex) regex = g_regex_new ("[ -]+([0-9]{1,4}) ?Gi?B$", G_REGEX_CASELESS, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *digits = NULL;
  int start;

  if (!g_regex_match (regex, name, 0, &match))
    return 0;
  digits = g_match_info_fetch (match, 1);
  g_match_info_fetch_pos (match, 0, &start, NULL);
  name[start] = '\0';
  return GIB * g_ascii_strtoll (digits, NULL, 10);
}

/* People leave the maker and the series out, "RTX 4090" is an "NVIDIA GeForce RTX
 * 4090"; and, where no name ends so, what comes after: "H100" for "NVIDIA H100 PCIe". */
static gboolean
has_words (const char *name, const char *words, gboolean at_end)
{
  const gsize m = strlen (words);

  for (const char *at = name; m > 0 && *at; at++)
    if (g_ascii_strncasecmp (at, words, m) == 0 && (at == name || at[-1] == ' ') &&
        (at[m] == '\0' || (!at_end && (at[m] == ' ' || at[m] == '-'))))
      return TRUE;
  return FALSE;
}

/* One more card of the name: the first, or one with another size. */
static void
consider (Card *card, const char *chip, const char *pci_id, const char *name, gint64 size)
{
  gint64 memory, bandwidth;
  gboolean named;

  _edgekit_device_table_card (pci_id, name, &memory, &bandwidth);
  named = memory <= 0 && size > 0;
  if (named)
    memory = size; /* the table does not know, and the person does */
  if (size > 0 && memory != size)
    return;
  if (!card->name)
    *card = (Card) { g_strdup (chip), g_strdup (name), g_strndup (pci_id, strlen ("10de:2684")), memory, bandwidth,
                     .named = named };
  else if (card->memory <= 0)
    {
      card->memory = memory;
      card->bandwidth = bandwidth;
      card->named = named;
    }
  else if (memory > 0 && memory != card->memory)
    card->other = memory;
}

static void
look_for (const char *words, gboolean at_end, gint64 size, Card *card)
{
  GKeyFile *table = _edgekit_table_get ("devices");
  g_auto(GStrv) chips = g_key_file_get_groups (table, NULL);

  for (guint c = 0; chips[c]; c++)
    {
      g_auto(GStrv) ids = g_key_file_get_keys (table, chips[c], NULL, NULL);

      for (guint i = 0; ids && ids[i]; i++)
        {
          g_autofree char *name = strchr (ids[i], ':') ? g_key_file_get_string (table, chips[c], ids[i], NULL) : NULL;

          if (name && has_words (name, words, at_end))
            consider (card, chips[c], ids[i], name, size);
        }
    }
}

static gboolean
find_card (const char *asked, Card *card, GError **error)
{
  g_autofree char *words = g_strstrip (g_strdup (asked));
  const gint64 size = take_size (words);

  look_for (words, TRUE, size, card);
  if (!card->name)
    look_for (words, FALSE, size, card);
  if (!card->name)
    {
      /* Translators: %s is what somebody called a graphics card */
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND, _ ("no graphics card “%s” is known"), asked);
      return FALSE;
    }
  if (card->memory <= 0)
    {
      /* Translators: %s is a graphics card */
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT,
                   _ ("how much memory %1$s has is not known; say it, as in “%1$s 8 GB”"), card->name);
      return FALSE;
    }
  if (card->other > 0)
    {
      /* Translators: %1$s is a graphics card; the numbers are sizes of its memory */
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT,
                   _ ("%1$s comes with %2$d and with %3$d GB; say which, as in “%1$s %2$d GB”"), card->name,
                   (int) (MIN (card->memory, card->other) / GIB), (int) (MAX (card->memory, card->other) / GIB));
      return FALSE;
    }
  return TRUE;
}

static gboolean
is_graphics (JsonObject *accelerator)
{
  return g_strcmp0 (json_object_get_string_member_with_default (accelerator, "kind", "gpu"), "gpu") == 0;
}

static gboolean
names_pool (JsonObject *accelerator, const char *id)
{
  JsonNode *pools = json_object_get_member (accelerator, "pools");

  for (guint i = 0; pools && JSON_NODE_HOLDS_ARRAY (pools) && i < json_array_get_length (json_node_get_array (pools)); i++)
    if (g_strcmp0 (json_array_get_string_element (json_node_get_array (pools), i), id) == 0)
      return TRUE;
  return FALSE;
}

static JsonArray *
get_list (JsonObject *root, const char *name)
{
  JsonNode *node = json_object_get_member (root, name);

  if (!node || !JSON_NODE_HOLDS_ARRAY (node))
    json_object_set_array_member (root, name, json_array_new ());
  return json_object_get_array_member (root, name);
}

/* The graphics that the computer has, and their memory. */
static void
remove_graphics (JsonArray *accelerators, JsonArray *pools)
{
  for (guint a = json_array_get_length (accelerators); a > 0; a--)
    {
      JsonObject *accelerator = json_array_get_object_element (accelerators, a - 1);

      if (!is_graphics (accelerator))
        continue;
      for (guint p = json_array_get_length (pools); p > 0; p--)
        {
          const char *id = json_object_get_string_member (json_array_get_object_element (pools, p - 1), "id");

          if (g_strcmp0 (id, "ram") != 0 && names_pool (accelerator, id))
            json_array_remove_element (pools, p - 1);
        }
      json_array_remove_element (accelerators, a - 1);
    }
}

static void
add_text (JsonObject *object, const char *name, const char *chip, const char *key)
{
  g_autofree char *text = _edgekit_device_table_text (chip, key);

  if (text)
    json_object_set_string_member (object, name, text);
}

static void
add_card (JsonArray *accelerators, JsonArray *pools, const Card *card)
{
  g_autofree char *vendor = _edgekit_device_table_text (card->chip, "vendor");
  JsonObject *accelerator = json_object_new (), *pool = json_object_new ();
  JsonArray *names = json_array_new (), *its_pools = json_array_new ();

  /* whether ROCm takes a card of AMD is a matter of the system, too */
  if (g_strcmp0 (vendor, "nvidia") == 0)
    json_array_add_string_element (names, "cuda");
  json_array_add_string_element (names, "vulkan");
  json_array_add_string_element (its_pools, "gpu-if.vram");
  json_object_set_string_member (accelerator, "id", "gpu-if");
  json_object_set_string_member (accelerator, "kind", "gpu");
  json_object_set_string_member (accelerator, "name", card->name);
  json_object_set_string_member (accelerator, "pci_id", card->pci_id);
  json_object_set_boolean_member (accelerator, "integrated", FALSE);
  json_object_set_boolean_member (accelerator, "usable", TRUE);
  if (vendor)
    json_object_set_string_member (accelerator, "vendor", vendor);
  add_text (accelerator, "compute_capability", card->chip, "compute_capability");
  add_text (accelerator, "generation", card->chip, "generation");
  json_object_set_array_member (accelerator, "runtimes", names);
  json_object_set_array_member (accelerator, "pools", its_pools);
  json_array_add_object_element (accelerators, accelerator);

  json_object_set_string_member (pool, "id", "gpu-if.vram");
  json_object_set_string_member (pool, "kind", "vram");
  json_object_set_int_member (pool, "total", card->memory);
  if (card->bandwidth > 0)
    json_object_set_int_member (pool, "bandwidth", card->bandwidth);
  json_array_add_object_element (pools, pool);
}

static void
add_provenance (JsonObject *root, const char *path)
{
  JsonNode *node = json_object_get_member (root, "provenance");
  JsonObject *entry = json_object_new ();

  if (!node || !JSON_NODE_HOLDS_OBJECT (node))
    json_object_set_object_member (root, "provenance", json_object_new ());
  json_object_set_string_member (entry, "kind", "table");
  json_object_set_string_member (entry, "source", "table cards");
  json_object_set_object_member (json_object_get_object_member (root, "provenance"), path, entry);
}

/**
 * edgekit_hardware_profile_with_gpu:
 * @self: a profile
 * @name: the name of a graphics card, such as “RTX 4090”, “Radeon RX 7900 XTX” or
 *   “RTX 4060 Ti 16 GB”; the maker and the series may be left out
 * @error: return location for an error
 *
 * Makes a profile of this computer with another graphics card in the place of all
 * that it has: “what if it had that one?” How much of the card's memory would be
 * free is not known.
 *
 * Returns: (transfer full): a profile that is not live, or %NULL with
 *   [error@EdgeKit.Error] `NOT_FOUND`, or with `INVALID_ARGUMENT` for a card that
 *   comes with different sizes of memory where none is named
 *
 * Since: 0.1
 */
EdgeKitHardwareProfile *
edgekit_hardware_profile_with_gpu (EdgeKitHardwareProfile *self, const char *name, GError **error)
{
  g_auto(Card) card = { 0 };
  g_autofree char *json = NULL;
  g_autofree char *changed = NULL;
  g_autoptr(JsonNode) root = NULL;
  JsonArray *accelerators, *pools;
  JsonObject *object;

  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!find_card (name, &card, error))
    return NULL;
  json = edgekit_hardware_profile_to_json (self);
  root = _edgekit_json_parse (json, strlen (json), MAX_DOCUMENT, EDGEKIT_JSON_DEFAULT, "hardware", error);
  if (!root)
    return NULL;
  object = json_node_get_object (root);
  accelerators = get_list (object, "accelerators");
  pools = get_list (object, "memory_pools");
  remove_graphics (accelerators, pools);
  add_card (accelerators, pools, &card);
  if (!card.named)
    add_provenance (object, "memory_pools.gpu-if.vram.total");
  if (card.bandwidth > 0)
    add_provenance (object, "memory_pools.gpu-if.vram.bandwidth");
  changed = json_to_string (root, FALSE);
  return edgekit_hardware_profile_new_from_json (changed, -1, error);
}
