/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(EDGEKIT_INSIDE) && !defined(EDGEKIT_COMPILATION)
#error "Only <edgekit.h> can be included directly."
#endif

#include <gio/gio.h>

#include "edgekit-version.h"

G_BEGIN_DECLS

/**
 * EDGEKIT_UNKNOWN:
 *
 * The value of a size or a count that is not known.
 *
 * Zero is a number; this is the absence of one. It is `-1`, in JSON `null` or
 * an absent member.
 *
 * Since: 0.1
 */
#define EDGEKIT_UNKNOWN (-1)

typedef struct _EdgeKitSnapshot EdgeKitSnapshot;
typedef struct _EdgeKitDetector EdgeKitDetector;
typedef struct _EdgeKitHardwareProfile EdgeKitHardwareProfile;
typedef struct _EdgeKitSystem EdgeKitSystem;
typedef struct _EdgeKitCpu EdgeKitCpu;
typedef struct _EdgeKitCache EdgeKitCache;
typedef struct _EdgeKitAccelerator EdgeKitAccelerator;
typedef struct _EdgeKitMemoryPool EdgeKitMemoryPool;
typedef struct _EdgeKitStorage EdgeKitStorage;
typedef struct _EdgeKitSoftware EdgeKitSoftware;
typedef struct _EdgeKitNote EdgeKitNote;
typedef struct _EdgeKitModel EdgeKitModel;
typedef struct _EdgeKitModelFile EdgeKitModelFile;
typedef struct _EdgeKitLayer EdgeKitLayer;
typedef struct _EdgeKitTensor EdgeKitTensor;
typedef struct _EdgeKitModelSource EdgeKitModelSource;
typedef struct _EdgeKitRemoteOptions EdgeKitRemoteOptions;
typedef struct _EdgeKitAttachment EdgeKitAttachment;
typedef struct _EdgeKitModelLibrary EdgeKitModelLibrary;
typedef struct _EdgeKitModelStore EdgeKitModelStore;
typedef struct _EdgeKitInstalledModel EdgeKitInstalledModel;
typedef struct _EdgeKitVariant EdgeKitVariant;
typedef struct _EdgeKitVariantList EdgeKitVariantList;
typedef struct _EdgeKitCompanion EdgeKitCompanion;
typedef struct _EdgeKitWorkload EdgeKitWorkload;
typedef struct _EdgeKitEstimate EdgeKitEstimate;
typedef struct _EdgeKitEstimateItem EdgeKitEstimateItem;
typedef struct _EdgeKitPlacement EdgeKitPlacement;
typedef struct _EdgeKitPoolUse EdgeKitPoolUse;
typedef struct _EdgeKitSpeed EdgeKitSpeed;
typedef struct _EdgeKitCommand EdgeKitCommand;
typedef struct _EdgeKitFinding EdgeKitFinding;
typedef struct _EdgeKitCatalogue EdgeKitCatalogue;
typedef struct _EdgeKitCatalogueModel EdgeKitCatalogueModel;
typedef struct _EdgeKitSuggestion EdgeKitSuggestion;
typedef struct _EdgeKitVariantVerdict EdgeKitVariantVerdict;
typedef struct _EdgeKitVerdict EdgeKitVerdict;
typedef struct _EdgeKitPreflight EdgeKitPreflight;
typedef struct _EdgeKitOutlook EdgeKitOutlook;
typedef struct _EdgeKitEngine EdgeKitEngine;
typedef struct _EdgeKitInstallPlan EdgeKitInstallPlan;
typedef struct _EdgeKitInstallStep EdgeKitInstallStep;
typedef struct _EdgeKitInstallOption EdgeKitInstallOption;
typedef struct _EdgeKitReport EdgeKitReport;

/**
 * EdgeKitTristate:
 * @EDGEKIT_TRISTATE_UNKNOWN: not known, or left to the engine
 * @EDGEKIT_TRISTATE_NO: no
 * @EDGEKIT_TRISTATE_YES: yes
 *
 * A yes or no that may be unknown.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_TRISTATE_UNKNOWN = -1,
  EDGEKIT_TRISTATE_NO = 0,
  EDGEKIT_TRISTATE_YES = 1,
} EdgeKitTristate;

/**
 * EdgeKitProvenance:
 * @EDGEKIT_PROVENANCE_UNKNOWN: where the number comes from is not recorded
 * @EDGEKIT_PROVENANCE_MEASURED: EdgeKit measured it
 * @EDGEKIT_PROVENANCE_REPORTED: a file or a call of the system reported it
 * @EDGEKIT_PROVENANCE_TABLE: it stands in a table of EdgeKit
 * @EDGEKIT_PROVENANCE_ESTIMATE: EdgeKit computed it from other numbers
 *
 * Where a number comes from.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_PROVENANCE_UNKNOWN,
  EDGEKIT_PROVENANCE_MEASURED,
  EDGEKIT_PROVENANCE_REPORTED,
  EDGEKIT_PROVENANCE_TABLE,
  EDGEKIT_PROVENANCE_ESTIMATE,
} EdgeKitProvenance;

/**
 * EdgeKitSeverity:
 * @EDGEKIT_SEVERITY_INFO: worth knowing
 * @EDGEKIT_SEVERITY_WARNING: something works less well than it could
 * @EDGEKIT_SEVERITY_ERROR: something does not work
 *
 * How much a note or a finding matters.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_SEVERITY_INFO,
  EDGEKIT_SEVERITY_WARNING,
  EDGEKIT_SEVERITY_ERROR,
} EdgeKitSeverity;

/**
 * EdgeKitMemoryUnits:
 * @EDGEKIT_MEMORY_UNITS_IEC: powers of 1024: MiB, GiB
 * @EDGEKIT_MEMORY_UNITS_SI: powers of 1000: MB, GB
 *
 * The units in which sizes in memory are written. Files, downloads, disks and
 * bandwidth are always written in SI units.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_MEMORY_UNITS_IEC,
  EDGEKIT_MEMORY_UNITS_SI,
} EdgeKitMemoryUnits;

/**
 * EdgeKitPoolKind:
 * @EDGEKIT_POOL_KIND_RAM: main memory
 * @EDGEKIT_POOL_KIND_VRAM: memory of a graphics card, or the part of main
 *   memory that the firmware sets aside for an integrated one (carve-out)
 * @EDGEKIT_POOL_KIND_SHARED: memory that a device may borrow from the pool that
 *   backs it (GTT, unified memory)
 *
 * What a memory pool is.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_POOL_KIND_RAM,
  EDGEKIT_POOL_KIND_VRAM,
  EDGEKIT_POOL_KIND_SHARED,
} EdgeKitPoolKind;

/**
 * EdgeKitAcceleratorKind:
 * @EDGEKIT_ACCELERATOR_KIND_GPU: a graphics processor, or a compute card of that kind
 * @EDGEKIT_ACCELERATOR_KIND_NPU: a neural processor
 *
 * What an accelerator is.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_ACCELERATOR_KIND_GPU,
  EDGEKIT_ACCELERATOR_KIND_NPU,
} EdgeKitAcceleratorKind;

/**
 * EdgeKitAttentionKind:
 * @EDGEKIT_ATTENTION_KIND_NONE: the layer mixes no tokens, or caches nothing
 * @EDGEKIT_ATTENTION_KIND_FULL: attention over the whole context (MHA, GQA, MQA)
 * @EDGEKIT_ATTENTION_KIND_WINDOW: attention over the last tokens only, sliding or chunked
 * @EDGEKIT_ATTENTION_KIND_MLA: multi-head latent attention
 * @EDGEKIT_ATTENTION_KIND_RECURRENT: a state of constant size (Mamba, RWKV, linear attention, short convolution)
 * @EDGEKIT_ATTENTION_KIND_HYBRID: full attention and a recurrent state side by side
 *
 * What a layer of a model remembers of the tokens before.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_ATTENTION_KIND_NONE,
  EDGEKIT_ATTENTION_KIND_FULL,
  EDGEKIT_ATTENTION_KIND_WINDOW,
  EDGEKIT_ATTENTION_KIND_MLA,
  EDGEKIT_ATTENTION_KIND_RECURRENT,
  EDGEKIT_ATTENTION_KIND_HYBRID,
} EdgeKitAttentionKind;

/**
 * EdgeKitModelKind:
 * @EDGEKIT_MODEL_KIND_MODEL: a model that an engine runs by itself
 * @EDGEKIT_MODEL_KIND_VOCABULARY: a description with a vocabulary, but no weights
 * @EDGEKIT_MODEL_KIND_PROJECTOR: the part of a model that sees images or hears sound (mmproj)
 * @EDGEKIT_MODEL_KIND_ADAPTER: changes to the weights of a model (LoRA)
 * @EDGEKIT_MODEL_KIND_IMPORTANCE_MATRIX: what a quantiser should know of a model (imatrix)
 * @EDGEKIT_MODEL_KIND_CONTROL_VECTOR: directions to steer a model into
 * @EDGEKIT_MODEL_KIND_DRAFT: guesses tokens for one certain model, and reads that model’s state
 * @EDGEKIT_MODEL_KIND_IMAGE: makes images or videos
 * @EDGEKIT_MODEL_KIND_AUDIO: makes sound from the codes of another model
 *
 * What a model file is.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_MODEL_KIND_MODEL,
  EDGEKIT_MODEL_KIND_VOCABULARY,
  EDGEKIT_MODEL_KIND_PROJECTOR,
  EDGEKIT_MODEL_KIND_ADAPTER,
  EDGEKIT_MODEL_KIND_IMPORTANCE_MATRIX,
  EDGEKIT_MODEL_KIND_CONTROL_VECTOR,
  EDGEKIT_MODEL_KIND_DRAFT,
  EDGEKIT_MODEL_KIND_IMAGE,
  EDGEKIT_MODEL_KIND_AUDIO,
} EdgeKitModelKind;

/**
 * EdgeKitTensorRole:
 * @EDGEKIT_TENSOR_ROLE_OTHER: none of the others
 * @EDGEKIT_TENSOR_ROLE_EMBEDDING: what tokens, positions and segments become
 * @EDGEKIT_TENSOR_ROLE_ATTENTION: attention
 * @EDGEKIT_TENSOR_ROLE_RECURRENT: a layer with a state (Mamba, RWKV, linear attention, short convolution)
 * @EDGEKIT_TENSOR_ROLE_FEED_FORWARD: the feed-forward part, with the router and the experts that always work
 * @EDGEKIT_TENSOR_ROLE_EXPERTS: experts that a router chooses from
 * @EDGEKIT_TENSOR_ROLE_NORM: normalisation
 * @EDGEKIT_TENSOR_ROLE_OUTPUT: what turns the last layer into tokens or classes; nothing where the embedding does it
 * @EDGEKIT_TENSOR_ROLE_TOWER: what sees, hears or speaks beside the language model
 * @EDGEKIT_TENSOR_ROLE_DRAFT: layers that guess tokens ahead
 *
 * What a tensor is for.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_TENSOR_ROLE_OTHER,
  EDGEKIT_TENSOR_ROLE_EMBEDDING,
  EDGEKIT_TENSOR_ROLE_ATTENTION,
  EDGEKIT_TENSOR_ROLE_RECURRENT,
  EDGEKIT_TENSOR_ROLE_FEED_FORWARD,
  EDGEKIT_TENSOR_ROLE_EXPERTS,
  EDGEKIT_TENSOR_ROLE_NORM,
  EDGEKIT_TENSOR_ROLE_OUTPUT,
  EDGEKIT_TENSOR_ROLE_TOWER,
  EDGEKIT_TENSOR_ROLE_DRAFT,
} EdgeKitTensorRole;

/**
 * EdgeKitMemoryKind:
 * @EDGEKIT_MEMORY_KIND_WEIGHTS: the model's weights
 * @EDGEKIT_MEMORY_KIND_KV_CACHE: keys and values of the tokens in the context
 * @EDGEKIT_MEMORY_KIND_RECURRENT_STATE: state of recurrent layers
 * @EDGEKIT_MEMORY_KIND_COMPUTE: working space of the computation
 * @EDGEKIT_MEMORY_KIND_OUTPUT: logits and embeddings that the engine hands out
 * @EDGEKIT_MEMORY_KIND_OVERHEAD: what a run-time library takes for itself
 *
 * What memory is used for.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_MEMORY_KIND_WEIGHTS,
  EDGEKIT_MEMORY_KIND_KV_CACHE,
  EDGEKIT_MEMORY_KIND_RECURRENT_STATE,
  EDGEKIT_MEMORY_KIND_COMPUTE,
  EDGEKIT_MEMORY_KIND_OUTPUT,
  EDGEKIT_MEMORY_KIND_OVERHEAD,
} EdgeKitMemoryKind;

/**
 * EdgeKitPreset:
 * @EDGEKIT_PRESET_SERVER: the defaults of `llama-server`
 * @EDGEKIT_PRESET_COMPLETION: the defaults of `llama-completion` and `llama-cli`
 * @EDGEKIT_PRESET_OLLAMA: the defaults of Ollama
 *
 * Whose defaults fill in what a workload leaves open.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_PRESET_SERVER,
  EDGEKIT_PRESET_COMPLETION,
  EDGEKIT_PRESET_OLLAMA,
} EdgeKitPreset;

/**
 * EdgeKitOutcome:
 * @EDGEKIT_OUTCOME_FITS: runs, with memory to spare
 * @EDGEKIT_OUTCOME_TIGHT: runs, with little memory to spare
 * @EDGEKIT_OUTCOME_PARTIAL: runs only by splitting between memories of different speed
 * @EDGEKIT_OUTCOME_NO: does not run
 * @EDGEKIT_OUTCOME_UNKNOWN: cannot be said
 *
 * The short answer to whether a model runs.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_OUTCOME_FITS,
  EDGEKIT_OUTCOME_TIGHT,
  EDGEKIT_OUTCOME_PARTIAL,
  EDGEKIT_OUTCOME_NO,
  EDGEKIT_OUTCOME_UNKNOWN,
} EdgeKitOutcome;

/**
 * EdgeKitVerdictReason:
 * @EDGEKIT_VERDICT_REASON_ONE_GPU: fits in the memory of one graphics card
 * @EDGEKIT_VERDICT_REASON_SEVERAL_GPUS: fits, spread over several graphics cards
 * @EDGEKIT_VERDICT_REASON_SHARED_MEMORY: fits in memory that processor and graphics share
 * @EDGEKIT_VERDICT_REASON_MAIN_MEMORY: fits in main memory, and the processor does the work
 * @EDGEKIT_VERDICT_REASON_LITTLE_LEFT: fits, and little memory is left
 * @EDGEKIT_VERDICT_REASON_INTERVAL: likely fits; the limit lies inside the estimate's interval
 * @EDGEKIT_VERDICT_REASON_SPLIT_LAYERS: some layers go to main memory
 * @EDGEKIT_VERDICT_REASON_SPLIT_EXPERTS: some experts go to main memory
 * @EDGEKIT_VERDICT_REASON_CONTEXT_REDUCED: no context was asked for, and a shorter one than usual fits
 * @EDGEKIT_VERDICT_REASON_CONTEXT_TOO_LONG: the context asked for does not fit, a shorter one does
 * @EDGEKIT_VERDICT_REASON_WEIGHTS: the weights alone are too big
 * @EDGEKIT_VERDICT_REASON_MEMORY_IN_USE: it would fit if other programs freed memory
 * @EDGEKIT_VERDICT_REASON_CONTEXT_BELOW_MINIMUM: not even the shortest useful context fits
 * @EDGEKIT_VERDICT_REASON_DISK: the download does not fit on the disk
 * @EDGEKIT_VERDICT_REASON_ARCHITECTURE_UNKNOWN: EdgeKit does not know the model's architecture
 * @EDGEKIT_VERDICT_REASON_MEMORY_UNKNOWN: how much memory is free could not be read
 * @EDGEKIT_VERDICT_REASON_ENGINE: the engine cannot load this kind of model
 * @EDGEKIT_VERDICT_REASON_SEVERAL_MACHINES: fits, spread over several computers
 *
 * Why a verdict is what it is.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_VERDICT_REASON_ONE_GPU,
  EDGEKIT_VERDICT_REASON_SEVERAL_GPUS,
  EDGEKIT_VERDICT_REASON_SHARED_MEMORY,
  EDGEKIT_VERDICT_REASON_MAIN_MEMORY,
  EDGEKIT_VERDICT_REASON_LITTLE_LEFT,
  EDGEKIT_VERDICT_REASON_INTERVAL,
  EDGEKIT_VERDICT_REASON_SPLIT_LAYERS,
  EDGEKIT_VERDICT_REASON_SPLIT_EXPERTS,
  EDGEKIT_VERDICT_REASON_CONTEXT_REDUCED,
  EDGEKIT_VERDICT_REASON_CONTEXT_TOO_LONG,
  EDGEKIT_VERDICT_REASON_WEIGHTS,
  EDGEKIT_VERDICT_REASON_MEMORY_IN_USE,
  EDGEKIT_VERDICT_REASON_CONTEXT_BELOW_MINIMUM,
  EDGEKIT_VERDICT_REASON_DISK,
  EDGEKIT_VERDICT_REASON_ARCHITECTURE_UNKNOWN,
  EDGEKIT_VERDICT_REASON_MEMORY_UNKNOWN,
  EDGEKIT_VERDICT_REASON_ENGINE,
  EDGEKIT_VERDICT_REASON_SEVERAL_MACHINES,
} EdgeKitVerdictReason;

/**
 * EdgeKitGoal:
 * @EDGEKIT_GOAL_CHAT: one person at a time
 * @EDGEKIT_GOAL_SERVE: several people or programs at once
 *
 * What an engine is wanted for.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_GOAL_CHAT,
  EDGEKIT_GOAL_SERVE,
} EdgeKitGoal;

/**
 * EdgeKitInstallMethod:
 * @EDGEKIT_INSTALL_METHOD_AUTO: choose what suits this computer
 * @EDGEKIT_INSTALL_METHOD_WHEEL: a ready-made Python package
 * @EDGEKIT_INSTALL_METHOD_SOURCE: build it here
 * @EDGEKIT_INSTALL_METHOD_PACKAGE: a package of the system or of a package manager
 * @EDGEKIT_INSTALL_METHOD_BINARY: a release file of the project, or its installer
 * @EDGEKIT_INSTALL_METHOD_REFUSE: there is no good way on this computer as it is
 *
 * How an engine is installed.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_INSTALL_METHOD_AUTO,
  EDGEKIT_INSTALL_METHOD_WHEEL,
  EDGEKIT_INSTALL_METHOD_SOURCE,
  EDGEKIT_INSTALL_METHOD_PACKAGE,
  EDGEKIT_INSTALL_METHOD_BINARY,
  EDGEKIT_INSTALL_METHOD_REFUSE,
} EdgeKitInstallMethod;

/**
 * EdgeKitShell:
 * @EDGEKIT_SHELL_AUTO: the shell of the hardware profile, else the usual one of its system
 * @EDGEKIT_SHELL_BASH: Bash, and any POSIX shell
 * @EDGEKIT_SHELL_ZSH: Z shell
 * @EDGEKIT_SHELL_FISH: fish
 * @EDGEKIT_SHELL_POWERSHELL: PowerShell
 * @EDGEKIT_SHELL_CMD: the Windows Command Prompt
 *
 * The shell that a command is written for.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_SHELL_AUTO,
  EDGEKIT_SHELL_BASH,
  EDGEKIT_SHELL_ZSH,
  EDGEKIT_SHELL_FISH,
  EDGEKIT_SHELL_POWERSHELL,
  EDGEKIT_SHELL_CMD,
} EdgeKitShell;

/**
 * EdgeKitStepKind:
 * @EDGEKIT_STEP_KIND_PREREQUISITE: needed first
 * @EDGEKIT_STEP_KIND_INSTALL: the installation itself
 * @EDGEKIT_STEP_KIND_VERIFY: proves that it worked
 *
 * What an install step is for.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_STEP_KIND_PREREQUISITE,
  EDGEKIT_STEP_KIND_INSTALL,
  EDGEKIT_STEP_KIND_VERIFY,
} EdgeKitStepKind;

/**
 * EdgeKitStepState:
 * @EDGEKIT_STEP_STATE_UNKNOWN: could not be checked
 * @EDGEKIT_STEP_STATE_FOUND: already here
 * @EDGEKIT_STEP_STATE_MISSING: not here
 *
 * Whether what a step provides is already there.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_STEP_STATE_UNKNOWN,
  EDGEKIT_STEP_STATE_FOUND,
  EDGEKIT_STEP_STATE_MISSING,
} EdgeKitStepState;

/**
 * EdgeKitReportFormat:
 * @EDGEKIT_REPORT_FORMAT_TEXT: plain text
 * @EDGEKIT_REPORT_FORMAT_MARKDOWN: Markdown, for GitHub, GitLab and most forums
 * @EDGEKIT_REPORT_FORMAT_JSON: `edgekit.report/1`
 *
 * The form of a report.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_REPORT_FORMAT_TEXT,
  EDGEKIT_REPORT_FORMAT_MARKDOWN,
  EDGEKIT_REPORT_FORMAT_JSON,
} EdgeKitReportFormat;

/**
 * EdgeKitCompanionKind:
 * @EDGEKIT_COMPANION_KIND_MMPROJ: the part of a model that sees or hears (multimodal projector)
 * @EDGEKIT_COMPANION_KIND_DRAFT: guesses tokens ahead for the model (speculative decoding)
 * @EDGEKIT_COMPANION_KIND_LORA: an adapter
 * @EDGEKIT_COMPANION_KIND_IMATRIX: an importance matrix, for making versions
 * @EDGEKIT_COMPANION_KIND_VOCAB: a vocabulary without a model
 * @EDGEKIT_COMPANION_KIND_AUDIO: a part of a model that speaks
 *
 * What a file is that accompanies the versions of a model.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_COMPANION_KIND_MMPROJ,
  EDGEKIT_COMPANION_KIND_DRAFT,
  EDGEKIT_COMPANION_KIND_LORA,
  EDGEKIT_COMPANION_KIND_IMATRIX,
  EDGEKIT_COMPANION_KIND_VOCAB,
  EDGEKIT_COMPANION_KIND_AUDIO,
} EdgeKitCompanionKind;

/**
 * EdgeKitModelDepth:
 * @EDGEKIT_MODEL_DEPTH_FACTS: what decides whether a model fits: its hyper-parameters, and how large it is
 * @EDGEKIT_MODEL_DEPTH_TENSORS: the list of its tensors, too, so that what lies where is exact
 *
 * How much is read of the description of a model that is not on this computer.
 *
 * Since: 0.1
 */
typedef enum
{
  EDGEKIT_MODEL_DEPTH_FACTS,
  EDGEKIT_MODEL_DEPTH_TENSORS,
} EdgeKitModelDepth;

G_END_DECLS
