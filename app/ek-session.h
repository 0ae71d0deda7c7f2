/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ek-machine-file.h"

G_BEGIN_DECLS

#define EK_TYPE_SESSION (ek_session_get_type ())

/* Properties (read only): preflight, profile, outlook, busy, fraction, activity,
 * problem, replayed, machine-name, news. */
G_DECLARE_FINAL_TYPE (EkSession, ek_session, EK, SESSION, GObject)

EkSession              *ek_session_new              (void);
EdgeKitPreflight       *ek_session_get_preflight    (EkSession    *self);
EdgeKitHardwareProfile *ek_session_get_profile      (EkSession    *self);
EdgeKitOutlook         *ek_session_get_outlook      (EkSession    *self);
EdgeKitSnapshot        *ek_session_get_snapshot     (EkSession    *self);
const char             *ek_session_get_problem      (EkSession    *self);
const char             *ek_session_get_machine_name (EkSession    *self);
const char             *ek_session_get_shown_name   (EkSession    *self);
gboolean                ek_session_get_busy         (EkSession    *self);
gboolean                ek_session_get_replayed     (EkSession    *self);
void                    ek_session_look             (EkSession    *self);
void                    ek_session_show_machine     (EkSession    *self,
                                                     GFile        *file,
                                                     EkMachineKind kind);
void                    ek_session_show_this        (EkSession    *self);
void                    ek_session_refresh_memory   (EkSession    *self);
void                    ek_session_use_memory       (EkSession    *self);
const char             *ek_session_get_news         (EkSession    *self);
void                    ek_session_cancel           (EkSession    *self);

G_END_DECLS
