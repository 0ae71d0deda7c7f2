/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-report-private.h"

/* What is taken out of a report, in the order in which it is told. */
static const char *const removed_kinds[] = { "name", "account", "e-mail address", "home folder", "serial number",
                                             "UUID", "id", "MAC address", "IP address", "token" };

/* Notes in the document what is no longer in it; COUNTS are of its kinds. */
void
_edgekit_report_add_removed (JsonNode *document, gboolean redacted, GHashTable *counts)
{
  JsonObject *object = json_node_get_object (document);
  JsonArray *removed = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (removed_kinds); i++)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, removed_kinds[i]));
      JsonObject *item;

      if (n == 0)
        continue;
      item = json_object_new ();
      json_object_set_string_member (item, "kind", removed_kinds[i]);
      json_object_set_int_member (item, "count", n);
      json_array_add_object_element (removed, item);
    }
  json_object_set_boolean_member (object, "redacted", redacted);
  json_object_set_array_member (object, "removed", removed);
}

static char *
describe_removed (const char *kind, guint n)
{
  /* Translators: what was taken out of a report: “2 names” */
  if (g_str_equal (kind, "name"))
    return g_strdup_printf (_edgekit_ngettext ("%u name", "%u names", n), n);
  if (g_str_equal (kind, "account"))
    return g_strdup_printf (_edgekit_ngettext ("%u account", "%u accounts", n), n);
  if (g_str_equal (kind, "e-mail address"))
    return g_strdup_printf (_edgekit_ngettext ("%u e-mail address", "%u e-mail addresses", n), n);
  if (g_str_equal (kind, "home folder"))
    return g_strdup_printf (_edgekit_ngettext ("%u home folder", "%u home folders", n), n);
  if (g_str_equal (kind, "serial number"))
    return g_strdup_printf (_edgekit_ngettext ("%u serial number", "%u serial numbers", n), n);
  if (g_str_equal (kind, "MAC address"))
    return g_strdup_printf (_edgekit_ngettext ("%u network address (MAC)", "%u network addresses (MAC)", n), n);
  if (g_str_equal (kind, "IP address"))
    return g_strdup_printf (_edgekit_ngettext ("%u network address (IP)", "%u network addresses (IP)", n), n);
  if (g_str_equal (kind, "token"))
    return g_strdup_printf (_edgekit_ngettext ("%u access token", "%u access tokens", n), n);
  return g_strdup_printf (_edgekit_ngettext ("%u unique number", "%u unique numbers", n), n);
}

/* What a document says of it, for people, in the language of the locale. */
char **
_edgekit_report_list_removed_of (JsonNode *document)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *removed = json_object_get_array_member (json_node_get_object (document), "removed");
  guint ids = 0;

  for (guint i = 0; i < json_array_get_length (removed); i++)
    {
      JsonObject *item = json_array_get_object_element (removed, i);
      const char *kind = json_object_get_string_member (item, "kind");
      guint n = (guint) json_object_get_int_member (item, "count");
      g_autofree char *text = NULL;

      /* for people UUIDs and other ids are one kind */
      if (g_str_equal (kind, "UUID") || g_str_equal (kind, "id"))
        {
          ids += n;
          continue;
        }
      text = describe_removed (kind, n);
      g_strv_builder_add (builder, text);
    }
  if (ids > 0)
    {
      g_autofree char *text = describe_removed ("id", ids);

      g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}
