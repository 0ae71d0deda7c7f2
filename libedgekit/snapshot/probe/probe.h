/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <gmodule.h>

G_BEGIN_DECLS

#define PROBE_VENDOR_ANY 0
#define PROBE_VENDOR_AMD 0x1002
#define PROBE_VENDOR_NVIDIA 0x10de
#define PROBE_VENDOR_INTEL 0x8086

/* More devices than this of one guest are not listed; their number is. */
#define PROBE_MAX_DEVICES 64

typedef struct
{
  /* What stands in front of /sys, /dev and /usr/lib/wsl: empty, or the value of
   * EDGEKIT_PROBE_ROOT, by which the tests show a computer that is not there. */
  const char *root;
  gboolean wake;  /* cards that are asleep are asked as well */
  gboolean again; /* asked again and again: a card that may fall asleep is left alone */
  GPtrArray *asleep; /* of ProbeCard: those that may not be asked */
} Probe;

typedef struct
{
  char *pci;
  guint vendor;
} ProbeCard;

/* A guest adds members to the object that is open in @out: "library" (null where
 * there is none, which is a stated fact and no failure), "devices", and "error"
 * with "status" where the library could not be used. */
void probe_nvml       (const Probe *probe, GString *out);
void probe_cuda       (const Probe *probe, GString *out);
void probe_vulkan     (const Probe *probe, GString *out);
void probe_level_zero (const Probe *probe, GString *out);
void probe_opencl     (const Probe *probe, GString *out);
void probe_drm        (const Probe *probe, GString *out);
void probe_metal      (const Probe *probe, GString *out);
/* No vendor's library, but files of strangers all the same: "installations". */
void probe_engines    (const Probe *probe, GString *out);

/* --- cards that are asleep (probe-cards.c) --- */
void     probe_find_sleeping (Probe *probe);
gboolean probe_is_asleep     (const Probe *probe, const char *pci);
gboolean probe_vendor_sleeps (const Probe *probe, guint vendor);
/* The text of a file below the root, or NULL. */
char    *probe_read          (const Probe *probe, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* --- libraries (probe-library.c) --- */

typedef struct
{
  gpointer *function;
  const char *name;
  const char *older;  /* the same function by the name that it had before, or NULL */
  gboolean optional;  /* may be missing: then it is NULL */
} ProbeSymbol;

/* Opens the first of @names (NULL-ended) that is there; absolute ones lie below
 * the root. Adds "library". */
GModule *probe_open (const Probe *probe, const char *const *names, GString *out);
/* FALSE, with "error" added, when one that is needed is missing. */
gboolean probe_load (GModule *module, const ProbeSymbol *symbols, guint n, GString *out);

/* --- the document (probe-json.c) --- */
void probe_json_open   (GString *out, const char *name, char bracket);
void probe_json_close  (GString *out, char bracket);
/* At most @max bytes of @text, made valid. */
void probe_json_string (GString *out, const char *name, const char *text, gsize max);
/* Left out where it is no gint64: no such number is a fact. */
void probe_json_number (GString *out, const char *name, guint64 value);
void probe_json_bool   (GString *out, const char *name, gboolean value);
void probe_json_pci    (GString *out, guint domain, guint bus, guint device, guint function);
/* What failed and what it returned. */
void probe_json_error  (GString *out, const char *what, int status);

G_END_DECLS
