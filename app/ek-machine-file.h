/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>

G_BEGIN_DECLS

/* Where a computer comes from. */
typedef enum
{
  EK_MACHINE_THIS,
  EK_MACHINE_ANY, /* a snapshot or a description, whichever the file is */
  EK_MACHINE_SNAPSHOT,
  EK_MACHINE_HARDWARE,
  EK_MACHINE_ROOT,
} EkMachineKind;

void     ek_machine_file_read_async  (GFile                   *file,
                                      EkMachineKind            kind,
                                      GCancellable            *cancellable,
                                      GAsyncReadyCallback      callback,
                                      gpointer                 user_data);
gboolean ek_machine_file_read_finish (GAsyncResult            *result,
                                      EdgeKitSnapshot        **snapshot,
                                      EdgeKitHardwareProfile **profile,
                                      GError                 **error);
char    *ek_machine_file_get_name    (GFile                   *file);

G_END_DECLS
