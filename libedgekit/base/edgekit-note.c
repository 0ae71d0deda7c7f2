/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-i18n-private.h"
#include "edgekit-note-private.h"

/**
 * EdgeKitNote:
 *
 * Something worth knowing about a computer or a model, in a sentence.
 *
 * Absent hardware, a missing driver or a file that could not be read is a note
 * and never an error. The [property@EdgeKit.Note:code] is stable; the sentences
 * follow the locale, those of a document too where they have no number or name in
 * them.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitNote, edgekit_note, G_TYPE_OBJECT)

/**
 * EdgeKitNote:code: (getter get_code)
 *
 * What the note is about, a stable word such as `nvidia-driver-missing`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitNote:severity: (getter get_severity)
 *
 * How much it matters.
 *
 * Since: 0.1
 */
/**
 * EdgeKitNote:message: (getter get_message)
 *
 * What is the case, one sentence.
 *
 * Since: 0.1
 */
/**
 * EdgeKitNote:hint: (getter get_hint)
 *
 * What to do about it, or %NULL.
 *
 * Since: 0.1
 */
/**
 * EdgeKitNote:command: (getter get_command)
 *
 * The command that helps, for a terminal of the computer that the note is about,
 * or %NULL. The hint does not repeat it.
 *
 * Since: 0.1
 */
static const EdgeKitField fields[] = {
  { "code", "code", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitNote, code) },
  { "severity", "severity", EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitNote, severity), edgekit_severity_get_type },
  { "message", "message", EDGEKIT_FIELD_SENTENCE, G_STRUCT_OFFSET (EdgeKitNote, message) },
  { "hint", "hint", EDGEKIT_FIELD_SENTENCE, G_STRUCT_OFFSET (EdgeKitNote, hint) },
  { "command", "command", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitNote, command) },
};

static void
edgekit_note_class_init (EdgeKitNoteClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), fields, G_N_ELEMENTS (fields), 0);
}

static void
edgekit_note_init (EdgeKitNote *self)
{
  _edgekit_record_init (self);
}

EdgeKitNote *
_edgekit_note_new (const char *code, EdgeKitSeverity severity, const char *message, const char *hint)
{
  EdgeKitNote *self = g_object_new (EDGEKIT_TYPE_NOTE, NULL);

  self->code = g_strdup (code);
  self->severity = severity;
  self->message = g_strdup (message);
  self->hint = g_strdup (hint);
  return self;
}

/**
 * edgekit_note_get_code: (get-property code)
 * @self: a note
 *
 * Gets what the note is about.
 *
 * Returns: a stable word such as `nvidia-driver-missing`
 *
 * Since: 0.1
 */
const char *
edgekit_note_get_code (EdgeKitNote *self)
{
  g_return_val_if_fail (EDGEKIT_IS_NOTE (self), NULL);

  return self->code;
}

/**
 * edgekit_note_get_severity: (get-property severity)
 * @self: a note
 *
 * Gets how much the note matters.
 *
 * Returns: the severity
 *
 * Since: 0.1
 */
EdgeKitSeverity
edgekit_note_get_severity (EdgeKitNote *self)
{
  g_return_val_if_fail (EDGEKIT_IS_NOTE (self), EDGEKIT_SEVERITY_INFO);

  return self->severity;
}

/**
 * edgekit_note_get_message: (get-property message)
 * @self: a note
 *
 * Gets what is the case.
 *
 * Returns: one sentence
 *
 * Since: 0.1
 */
const char *
edgekit_note_get_message (EdgeKitNote *self)
{
  g_return_val_if_fail (EDGEKIT_IS_NOTE (self), NULL);

  return _edgekit_show_sentence (self->message);
}

/**
 * edgekit_note_get_hint: (get-property hint)
 * @self: a note
 *
 * Gets what to do about it.
 *
 * Returns: (nullable): a sentence, or %NULL when there is nothing to do
 *
 * Since: 0.1
 */
const char *
edgekit_note_get_hint (EdgeKitNote *self)
{
  g_return_val_if_fail (EDGEKIT_IS_NOTE (self), NULL);

  return _edgekit_show_sentence (self->hint);
}

/**
 * edgekit_note_get_command: (get-property command)
 * @self: a note
 *
 * Gets the command that helps. It is whole, as it can be pasted into a terminal
 * of the computer that the note is about, and the hint does not repeat it;
 * EdgeKit runs none itself.
 *
 * Returns: (nullable): one line, or %NULL when no single command helps
 *
 * Since: 0.1
 */
const char *
edgekit_note_get_command (EdgeKitNote *self)
{
  g_return_val_if_fail (EDGEKIT_IS_NOTE (self), NULL);

  return self->command;
}
