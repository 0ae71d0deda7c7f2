/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_INSTALLED_MODEL (edgekit_installed_model_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitInstalledModel, edgekit_installed_model, EDGEKIT, INSTALLED_MODEL, GObject)

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_installed_model_get_store (EdgeKitInstalledModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_installed_model_get_name (EdgeKitInstalledModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_installed_model_get_title (EdgeKitInstalledModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_installed_model_get_format (EdgeKitInstalledModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_installed_model_get_quantization (EdgeKitInstalledModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_installed_model_get_size (EdgeKitInstalledModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_installed_model_get_path (EdgeKitInstalledModel *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_installed_model_get_files (EdgeKitInstalledModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_installed_model_get_complete (EdgeKitInstalledModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_installed_model_get_last_used (EdgeKitInstalledModel *self);

G_END_DECLS
