/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A hub and a home for one program of tests. */

#include <edgekit.h>

#include "hub.h"

G_BEGIN_DECLS

/* Before anything else: sets the environment, whose folders are made for this. */
Hub          *world_begin       (void);
int           world_end         (Hub *hub, int status);
/* Its mix, as names of files say it. */
const char   *world_get_quantization (const char *spec);
/* The begin of a real GGUF file, by tests/models/specs/NAME.spec; its whole size in @size. */
GBytes       *world_make_header (const char *spec, guint64 *size);
/* Adds such a file to the hub. */
void          world_add_model   (Hub *hub, const char *repository, const char *path, const char *spec);
/* Adds the files of a safetensors or MLX model, by tests/models/hf/NAME.spec, to a folder of
 * a repository, or "" for its top. */
void          world_add_weights (Hub *hub, const char *repository, const char *folder, const char *spec);
EdgeKitModel *world_load        (const char *location, EdgeKitModelDepth depth, GError **error);
/* Nothing is remembered, counted or wrong any more. */
void          world_fresh       (Hub *hub);

G_END_DECLS
