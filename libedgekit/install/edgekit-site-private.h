/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What an installation depends on, read once from a profile: the facts and the
 * wishes. Everything that is not known is unknown here as well; the recipes say
 * what they assume, and clear "complete". */

#include "edgekit-hardware-profile-private.h"
#include "edgekit-types.h"

G_BEGIN_DECLS

typedef enum
{
  EDGEKIT_FAMILY_LINUX,
  EDGEKIT_FAMILY_MACOS,
  EDGEKIT_FAMILY_WINDOWS,
} EdgeKitFamily;

typedef enum
{
  EDGEKIT_SITE_FIT_UNKNOWN,
  EDGEKIT_SITE_FIT_WHOLE, /* all of the model in the memory of the graphics */
  EDGEKIT_SITE_FIT_SPLIT, /* some or all of it in main memory */
  EDGEKIT_SITE_FIT_NO,
} EdgeKitSiteFit;

typedef struct
{
  EdgeKitHardwareProfile *profile;
  EdgeKitSystem *os;          /* these three are never NULL */
  EdgeKitCpu *cpu;
  EdgeKitSoftware *software;
  EdgeKitModel *model;        /* or NULL */
  EdgeKitGoal goal;
  EdgeKitInstallMethod method;
  EdgeKitShell shell;         /* never AUTO */
  gboolean portable;
  gboolean distributed;       /* one of several computers that hold a model together */

  EdgeKitFamily family;
  const char *system;         /* "linux", "macos", "windows" */
  char *arch;                 /* "x86_64", "aarch64", … or NULL */
  char *platform;             /* "linux-x86_64", as in the tables; or NULL */
  gboolean wsl;
  gboolean container;
  gboolean musl;
  gint64 libc;                /* a version number */
  char *manager;              /* a row of package-managers, or NULL */
  gint64 python;              /* a version number */
  const char *python_environment; /* or NULL */
} EdgeKitSite;

void _edgekit_site_init  (EdgeKitSite *site, EdgeKitHardwareProfile *profile, EdgeKitGoal goal, EdgeKitModel *model,
                          EdgeKitInstallMethod method, EdgeKitShell shell, gboolean portable);
void _edgekit_site_clear (EdgeKitSite *site);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EdgeKitSite, _edgekit_site_clear)

/* Versions as numbers that compare: 12.4 is EDGEKIT_VERSION_NUMBER (12, 4). */
#define EDGEKIT_VERSION_NUMBER(major, minor) ((gint64) (major) * 10000 + (minor))
#define EDGEKIT_VERSION_MAJOR(number) ((number) / 10000)
/* EDGEKIT_UNKNOWN for NULL and for what is no version. */
gint64   _edgekit_version_number       (const char *version);

/* On x86: FALSE when the processor is known to lack what every build since 2013
 * expects. */
gboolean _edgekit_site_has_avx2        (const EdgeKitSite *site);
gboolean _edgekit_site_has_manager     (const EdgeKitSite *site, const char *name);
/* A string of the manager's row, or NULL; owned. */
char    *_edgekit_site_manager_string  (const EdgeKitSite *site, const char *key);
/* FOUND, MISSING (looked for and not there), or UNKNOWN. @member is one of EdgeKitSoftware. */
EdgeKitStepState _edgekit_site_state   (const EdgeKitSite *site, const char *value, const char *member);
/* The graphics memory of the largest device, EDGEKIT_UNKNOWN when there is none. */
gint64   _edgekit_site_graphics_memory (const EdgeKitSite *site);
/* The first neural processor of @vendor that is not known to be unusable, or NULL; borrowed. */
EdgeKitAccelerator *_edgekit_site_find_npu (const EdgeKitSite *site, const char *vendor);
/* A processor count that main memory allows: @bytes each. */
guint    _edgekit_site_jobs            (const EdgeKitSite *site, gint64 bytes);
/* A graphics processor made for a server, or NULL; borrowed. */
EdgeKitAccelerator *_edgekit_site_find_server_card (const EdgeKitSite *site);
/* "gguf", "safetensors", "mlx", or NULL without a model. */
const char *_edgekit_site_model_format (const EdgeKitSite *site);

/* Where the model would lie with @engine (edgekit-site-fit.c); unknown without a model. */
EdgeKitSiteFit _edgekit_site_find_fit (const EdgeKitSite *site, const char *engine);

G_END_DECLS
