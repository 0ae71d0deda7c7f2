/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* An engine is one vtable and its rows in the tables. A recipe is a pure
 * function of the site. */

#include "edgekit-backend-private.h"
#include "edgekit-engine-private.h"
#include "edgekit-install-option-private.h"
#include "edgekit-install-plan-private.h"
#include "edgekit-install-step-private.h"
#include "edgekit-site-private.h"

G_BEGIN_DECLS

/* How well an engine suits: filled by its judge. */
typedef struct
{
  gint64 score;            /* 0 to 100; counts only while there is nothing against it */
  const char *summary;     /* translated, static */
  GStrvBuilder *reasons;
  GStrvBuilder *why_not;
  gboolean suitable;       /* TRUE until against() is called */
} EdgeKitJudgement;

typedef struct
{
  const char *name; /* a row of engines */
  void (*judge) (const EdgeKitSite *site, EdgeKitJudgement *judgement);
  void (*plan)  (const EdgeKitSite *site, EdgeKitInstallPlan *plan);
} EdgeKitRecipe;

extern const EdgeKitRecipe _edgekit_recipe_llama_cpp;
extern const EdgeKitRecipe _edgekit_recipe_llama_cpp_python;
extern const EdgeKitRecipe _edgekit_recipe_ollama;
extern const EdgeKitRecipe _edgekit_recipe_vllm;
extern const EdgeKitRecipe _edgekit_recipe_mlx_lm;
extern const EdgeKitRecipe _edgekit_recipe_openvino_genai;
extern const EdgeKitRecipe _edgekit_recipe_tensorrt_llm;
extern const EdgeKitRecipe _edgekit_recipe_ik_llama_cpp;

const EdgeKitRecipe *_edgekit_recipe_find (const char *canonical_name);
/* Every engine, judged and ranked (element-type EdgeKitEngine). */
GListStore          *_edgekit_engine_rank (const EdgeKitSite *site);
/* A plan without alternatives. */
EdgeKitInstallPlan  *_edgekit_install_draft (const EdgeKitSite *site, const EdgeKitRecipe *recipe);

/* --- judging --- */

/* @score replaces a lower one; @reason, translated, may be NULL. */
void _edgekit_judge_for     (EdgeKitJudgement *judgement, gint64 score, const char *reason);
void _edgekit_judge_against (EdgeKitJudgement *judgement, const char *reason);
/* Speaks against an engine that reads none of the model's format. */
gboolean _edgekit_judge_format (const EdgeKitSite *site, EdgeKitJudgement *judgement, const char *const *formats);

/* --- gates (edgekit-gates.c) --- */

/* Why an engine does not run on this system, on a card of NVIDIA, with this Python:
 * translated, static; NULL when nothing is known to stand in the way. */
const char *_edgekit_gate_system (const EdgeKitSite *site, const char *engine);
const char *_edgekit_gate_nvidia (const EdgeKitSite *site, const char *engine, EdgeKitAccelerator *device);
const char *_edgekit_gate_python (const EdgeKitSite *site, const char *engine);

/* --- the parts of a plan (edgekit-plan-parts.c) --- */

/* @command is taken; it and @reason may be NULL. */
void  _edgekit_plan_add_step    (EdgeKitInstallPlan *plan, EdgeKitStepKind kind, EdgeKitStepState state,
                                 const char *title, char *command, const char *reason);
void  _edgekit_plan_add_option  (EdgeKitInstallPlan *plan, const char *name, const char *value, const char *reason);
/* Whether the plan's engine has the option of CMake. */
gboolean _edgekit_plan_has_cmake (EdgeKitInstallPlan *plan, const char *name);
/* -DNAME=VALUE, which must be a row of cmake-options for the plan's engine. */
void  _edgekit_plan_add_cmake   (EdgeKitInstallPlan *plan, GPtrArray *words, const char *name, const char *value,
                                 const char *reason);
void  _edgekit_plan_set_way     (EdgeKitInstallPlan *plan, EdgeKitInstallMethod method, const char *uses,
                                 const char *reason);
/* The end of a plan: no command. @lift, taken, is the command of the step that helps; may be NULL. */
void  _edgekit_plan_refuse      (EdgeKitInstallPlan *plan, const char *reason, const char *title, char *lift);
/* The command and the environment (NAME=VALUE, may be NULL). @command is taken. */
void  _edgekit_plan_set_command (EdgeKitInstallPlan *plan, const char *const *environment, char *command);
/* What a person should know before the command: said with the install step. */
void  _edgekit_plan_set_remark  (EdgeKitInstallPlan *plan, const char *remark);
/* How many bytes the command downloads: a property of the plan, and a remark. */
void  _edgekit_plan_set_download_size (EdgeKitInstallPlan *plan, gint64 size);
/* What is checked, by what computes: translated, static. */
const char *_edgekit_plan_check_title (const EdgeKitBackend *backend);
/* What to do when the check fails, by what computes and by how it was installed. */
void  _edgekit_plan_add_help    (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend);
/* The words of a list in a table, as they are written on this system; @extra: more behind them, or NULL. */
char **_edgekit_plan_words       (const EdgeKitSite *site, const char *const *words, const char *const *extra);
/* The same as a command. */
char *_edgekit_plan_list_command (const EdgeKitSite *site, const char *const *words);
/* @script, taken, for shells that do not read it themselves. */
char *_edgekit_plan_through_bash (const EdgeKitSite *site, char *script);

/* --- prerequisites (edgekit-needs.c) --- */

/* Packages under @key of the site's manager; the row's %s becomes @version. NULL
 * when the manager has none. */
char *_edgekit_needs_command        (const EdgeKitSite *site, const char *key, const char *version);
/* Small programs that the command itself runs; @names: a list that ends with NULL. */
void  _edgekit_needs_programs       (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const char *title,
                                     const char *const *names, const char *command_key);
/* Python itself, and where the system's must not be touched what makes another one of it. */
void  _edgekit_needs_python         (const EdgeKitSite *site, EdgeKitInstallPlan *plan);
void  _edgekit_needs_build_tools    (const EdgeKitSite *site, EdgeKitInstallPlan *plan, gboolean for_python);
void  _edgekit_needs_backend        (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend,
                                     gboolean build);
void  _edgekit_needs_driver_library (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend);
/* @cuda: major version of the libraries that a ready-made package needs. */
void  _edgekit_needs_cuda_libraries (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const char *cuda);
void  _edgekit_needs_device_access  (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend);
/* Says of a card that could be used with a driver that it is missing. */
void  _edgekit_needs_driver         (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend);

/* --- building with CMake (edgekit-cmake.c) --- */

/* Says of a plan that it builds, and why. */
void  _edgekit_cmake_set_way (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend);

/* The -D words that select @backend, and its environment. */
void  _edgekit_cmake_options (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend,
                              GPtrArray *words, GPtrArray *environment);
/* Clones @repository into @folder, configures it with @options and builds it
 * there with @jobs compilers, 0 for as many as there are processors. */
char *_edgekit_cmake_commands (const EdgeKitSite *site, const char *repository, const char *folder, GPtrArray *options,
                               const char *const *environment, guint jobs);
/* Whether a build for @backend can start here: its toolkit is there. */
gboolean _edgekit_cmake_ready (const EdgeKitSite *site, const EdgeKitBackend *backend);
/* @command with oneAPI's settings in front of it, where @backend needs them; @command is taken. */
char *_edgekit_cmake_wrap    (const EdgeKitSite *site, const EdgeKitBackend *backend, char *command);

/* --- Python (edgekit-python.c) --- */

/* FALSE, and a refusal in @plan, when this Python cannot be used. */
gboolean _edgekit_python_check (const EdgeKitSite *site, EdgeKitInstallPlan *plan);
/* "pip install ARGS" for the Python environment at hand; makes one where the
 * system's must not be touched. @environment: NAME=VALUE, or NULL. */
char    *_edgekit_python_install (const EdgeKitSite *site, const char *const *environment, const char *const *args);
/* python -c CODE in the same environment. */
char    *_edgekit_python_run     (const EdgeKitSite *site, const char *code);
gboolean _edgekit_python_is_uv   (const EdgeKitSite *site);
gboolean _edgekit_python_is_conda (const EdgeKitSite *site);

/* --- packages (edgekit-packages.c) --- */

/* Plans the installation of @engine's package where there is one that computes
 * with @backend. */
gboolean _edgekit_packages_plan (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const char *engine,
                                 const EdgeKitBackend *backend);

G_END_DECLS
