/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#define EDGEKIT_INSIDE

#include "edgekit-error.h"
#include "edgekit-format.h"
#include "edgekit-types.h"
#include "edgekit-version.h"

#include "edgekit-snapshot.h"

#include "edgekit-accelerator.h"
#include "edgekit-cache.h"
#include "edgekit-cpu.h"
#include "edgekit-hardware-profile.h"
#include "edgekit-memory-pool.h"
#include "edgekit-note.h"
#include "edgekit-software.h"
#include "edgekit-storage.h"
#include "edgekit-system.h"

#include "edgekit-detector.h"

#include "edgekit-remote-options.h"

#include "edgekit-attachment.h"
#include "edgekit-companion.h"
#include "edgekit-installed-model.h"
#include "edgekit-layer.h"
#include "edgekit-model-file.h"
#include "edgekit-model-library.h"
#include "edgekit-model-source.h"
#include "edgekit-model-store.h"
#include "edgekit-model.h"
#include "edgekit-tensor.h"
#include "edgekit-variant-list.h"
#include "edgekit-variant.h"

#include "edgekit-catalogue-model.h"
#include "edgekit-catalogue.h"
#include "edgekit-command.h"
#include "edgekit-estimate.h"
#include "edgekit-finding.h"
#include "edgekit-outlook.h"
#include "edgekit-placement.h"
#include "edgekit-preflight.h"
#include "edgekit-speed.h"
#include "edgekit-suggestion.h"
#include "edgekit-variant-verdict.h"
#include "edgekit-verdict.h"
#include "edgekit-workload.h"

#include "edgekit-engine.h"
#include "edgekit-install-plan.h"
#include "edgekit-installation.h"

#include "edgekit-functions.h"

#include "edgekit-cross-check.h"
#include "edgekit-report.h"

#include "edgekit-enum-types.h"

#undef EDGEKIT_INSIDE
