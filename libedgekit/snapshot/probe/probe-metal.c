/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "probe.h"

/* Metal, asked in plain C through the Objective-C run-time library, so that
 * nothing of Apple's is needed to build. Written against Apple's documentation
 * of MTLDevice and of objc_msgSend(); it has not been run on a Mac.
 *
 * The document: {"library":"Metal","devices":[{"name","registry_id","low_power","headless","removable",
 * "unified_memory","recommended_max_working_set_size","current_allocated_size","max_buffer_length",
 * "families":["apple9", "metal3" …]}]}; sizes in bytes. */

#define METAL "/System/Library/Frameworks/Metal.framework/Metal"
#define OBJC "/usr/lib/libobjc.A.dylib"
#define MAX_DEVICES 64

typedef void *Object;
typedef const struct Selector *Selector;

static Selector (*register_name) (const char *name);
/* called as what the method is: its arguments and result decide how */
static void (*message) (void);

static Object
ask_object (Object object, const char *method)
{
  return ((Object (*) (Object, Selector)) message) (object, register_name (method));
}

static Object
ask_item (Object array, gulong index)
{
  return ((Object (*) (Object, Selector, gulong)) message) (array, register_name ("objectAtIndex:"), index);
}

static guint64
ask_number (Object object, const char *method)
{
  return ((guint64 (*) (Object, Selector)) message) (object, register_name (method));
}

static gboolean
ask_bool (Object object, const char *method)
{
  return ((signed char (*) (Object, Selector)) message) (object, register_name (method)) != 0;
}

/* What an older macOS does not know would end the program. */
static gboolean
responds (Object object, const char *method)
{
  return ((signed char (*) (Object, Selector, Selector)) message) (object, register_name ("respondsToSelector:"),
                                                                   register_name (method)) != 0;
}

static void
add_number (Object device, const char *method, const char *name, GString *out)
{
  if (responds (device, method))
    probe_json_number (out, name, ask_number (device, method));
}

static void
add_flag (Object device, const char *method, const char *name, GString *out)
{
  if (responds (device, method))
    probe_json_bool (out, name, ask_bool (device, method));
}

static void
add_families (Object device, GString *out)
{
  /* MTLGPUFamily */
  static const struct
  {
    glong number;
    const char *name;
  } families[] = {
    { 1007, "apple7" }, { 1008, "apple8" },  { 1009, "apple9" }, { 1010, "apple10" },
    { 2002, "mac2" },   { 3003, "common3" }, { 5001, "metal3" }, { 5002, "metal4" },
  };

  if (!responds (device, "supportsFamily:"))
    return;
  probe_json_open (out, "families", '[');
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (((signed char (*) (Object, Selector, glong)) message) (device, register_name ("supportsFamily:"),
                                                               families[i].number))
      probe_json_string (out, NULL, families[i].name, 16);
  probe_json_close (out, ']');
}

static void
add_device (Object device, GString *out)
{
  Object name = ask_object (device, "name");

  probe_json_open (out, NULL, '{');
  if (name)
    probe_json_string (out, "name", ask_object (name, "UTF8String"), 256);
  add_number (device, "registryID", "registry_id", out);
  add_flag (device, "isLowPower", "low_power", out);
  add_flag (device, "isHeadless", "headless", out);
  add_flag (device, "isRemovable", "removable", out);
  add_flag (device, "hasUnifiedMemory", "unified_memory", out);
  add_number (device, "recommendedMaxWorkingSetSize", "recommended_max_working_set_size", out);
  add_number (device, "currentAllocatedSize", "current_allocated_size", out);
  add_number (device, "maxBufferLength", "max_buffer_length", out);
  add_families (device, out);
  probe_json_close (out, '}');
}

void
probe_metal (const Probe *probe, GString *out)
{
  GModule *metal = g_module_open (METAL, G_MODULE_BIND_LAZY);
  GModule *objc = g_module_open (OBJC, G_MODULE_BIND_LAZY);
  Object (*copy_all) (void) = NULL;
  Object devices;

  probe_json_string (out, "library", metal ? "Metal" : NULL, 16);
  if (!metal)
    return;
  if (!objc || !g_module_symbol (objc, "sel_registerName", (gpointer *) &register_name) ||
      !g_module_symbol (objc, "objc_msgSend", (gpointer *) &message) ||
      !g_module_symbol (metal, "MTLCopyAllDevices", (gpointer *) &copy_all))
    {
      probe_json_error (out, "symbol", 0);
      return;
    }
  devices = copy_all ();
  probe_json_open (out, "devices", '[');
  for (gulong i = 0; devices && i < MIN (ask_number (devices, "count"), MAX_DEVICES); i++)
    add_device (ask_item (devices, i), out);
  probe_json_close (out, ']');
}
