/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-preflight-private.h"
#include "edgekit-verdict-private.h"

EdgeKitResult *
_edgekit_result_new (const EdgeKitQuestion *question)
{
  EdgeKitResult *self = g_new0 (EdgeKitResult, 1);

  self->answer = g_new (EdgeKitAnswer, 1);
  _edgekit_answer_find (question, self->answer);
  self->estimate = _edgekit_answer_make_estimate (self->answer, &self->answer->fit.bill, &self->answer->reserve,
                                                  self->answer->context_used);
  self->placement = _edgekit_answer_make_placement (question, self->answer);
  self->speed = _edgekit_answer_make_speed (question, self->answer);
  self->verdict = _edgekit_answer_make_verdict (question, self->answer, self->placement, self->speed);
  _edgekit_answer_add_findings (question, self->answer, self->verdict->findings);
  _edgekit_answer_add_tips (question, self->answer, self->speed, self->verdict->findings);
  self->commands = _edgekit_answer_make_commands (question, self->answer);
  return self;
}

void
_edgekit_result_free (EdgeKitResult *self)
{
  g_free (self->answer);
  g_clear_object (&self->estimate);
  g_clear_object (&self->placement);
  g_clear_object (&self->speed);
  g_clear_object (&self->verdict);
  g_clear_object (&self->commands);
  g_free (self);
}
