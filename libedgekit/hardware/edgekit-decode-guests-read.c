/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "edgekit-decode-guests-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"

#define MAX_LISTED 64 /* as many as the probe lists (probe.h) */

void
_edgekit_guest_note (EdgeKitGuest *guest, const char *what, EdgeKitSeverity severity, const char *message,
                     const char *hint)
{
  g_autofree char *code = g_strdup_printf ("%s-%s", guest->name, what);

  _edgekit_hardware_profile_add_note (guest->profile, code, severity, message, hint);
}

static void
note_many (EdgeKitGuest *guest, gint64 count)
{
  g_autofree char *message = g_strdup_printf (
      /* Translators: %1$s is a driver, as in "The Vulkan driver"; %2$s is a number; %3$u is 64 */
      _ ("%1$s says that there are %2$" PRId64 " devices; EdgeKit looks at the first %3$u."), guest->title,
      count, MAX_LISTED);

  _edgekit_guest_note (guest, "many", EDGEKIT_SEVERITY_WARNING, message, NULL);
}

GPtrArray *
_edgekit_guest_list (EdgeKitGuest *guest, JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array ? json_array_get_length (array) : 0;
  gint64 count = object == guest->answer ? _edgekit_guest_int (guest, object, "count", 0, G_MAXUINT32) : n;

  if (MAX (count, (gint64) n) > MAX_LISTED)
    note_many (guest, MAX (count, (gint64) n));
  return _edgekit_document_list (object, member, MAX_LISTED);
}

gint64
_edgekit_guest_int (EdgeKitGuest *guest, JsonObject *object, const char *member, gint64 min, gint64 max)
{
  gint64 value = EDGEKIT_UNKNOWN;

  if (object && !_edgekit_json_get_int (object, member, min, max, &value, guest->name, NULL))
    {
      guest->doubtful = TRUE;
      return EDGEKIT_UNKNOWN;
    }
  return value;
}

/* What was no UTF-8 has become U+FFFD in the probe. */
static gboolean
is_name (const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0xfffd || g_unichar_iscntrl (c) || !g_unichar_isdefined (c))
        return FALSE;
    }
  return strlen (text) < 256;
}

char *
_edgekit_guest_name (EdgeKitGuest *guest, JsonObject *object, const char *member)
{
  const char *text = NULL;

  if (object &&
      (!_edgekit_json_get_string (object, member, &text, guest->name, NULL) || (text && !is_name (text))))
    {
      guest->doubtful = TRUE;
      return NULL;
    }
  return text ? _edgekit_decode_clean_name (text) : NULL;
}

/* "0000:01:00.0", in lower case, as sysfs has it. */
static gboolean
is_address (const char *text)
{
  gsize domain = strspn (text, "0123456789abcdef");
  const char *rest = text + domain;

  return domain >= 4 && domain <= 8 && strlen (rest) == 8 && rest[0] == ':' && g_ascii_isxdigit (rest[1]) &&
         g_ascii_isxdigit (rest[2]) && rest[3] == ':' && g_ascii_isxdigit (rest[4]) && g_ascii_isxdigit (rest[5]) &&
         rest[6] == '.' && g_ascii_isxdigit (rest[7]);
}

const char *
_edgekit_guest_address (EdgeKitGuest *guest, JsonObject *object)
{
  const char *pci = NULL;

  if (!object || (_edgekit_json_get_string (object, "pci", &pci, guest->name, NULL) && (!pci || is_address (pci))))
    return pci;
  guest->doubtful = TRUE;
  return NULL;
}

EdgeKitGuestId
_edgekit_guest_id (EdgeKitGuest *guest, JsonObject *object, guint vendor)
{
  EdgeKitGuestId id = { _edgekit_guest_address (guest, object), vendor, 0 };
  gint64 vendor_id = _edgekit_guest_int (guest, object, "vendor_id", 0, G_MAXUINT32);
  gint64 device_id = _edgekit_guest_int (guest, object, "device_id", 0, G_MAXUINT32);

  /* above 0xffff are vendors that Khronos numbers, which have no PCI id */
  if (vendor_id > 0 && vendor_id <= 0xffff)
    id.vendor = (guint) vendor_id;
  if (device_id > 0 && device_id <= 0xffff)
    id.device = (guint) device_id;
  return id;
}

char *
_edgekit_guest_cuda_version (EdgeKitGuest *guest)
{
  gint64 version = _edgekit_guest_int (guest, guest->answer, "cuda_version", 0, 999990);

  return version > 0 ? g_strdup_printf ("%u.%u", (guint) version / 1000, (guint) version % 1000 / 10) : NULL;
}

char *
_edgekit_guest_capability (EdgeKitGuest *guest, JsonObject *device)
{
  gint64 major = _edgekit_guest_int (guest, device, "capability_major", 1, 99);
  gint64 minor = _edgekit_guest_int (guest, device, "capability_minor", 0, 99);

  return major == EDGEKIT_UNKNOWN || minor == EDGEKIT_UNKNOWN
             ? NULL
             : g_strdup_printf ("%u.%u", (guint) major, (guint) minor);
}
