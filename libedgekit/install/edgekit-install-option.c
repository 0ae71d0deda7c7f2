/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-install-option-private.h"

/**
 * EdgeKitInstallOption:
 *
 * An option of the install command, and why it is there.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitInstallOption, edgekit_install_option, G_TYPE_OBJECT)

/**
 * EdgeKitInstallOption:name: (getter get_name)
 *
 * The option as it stands in the command, such as `-DGGML_CUDA`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallOption:value: (getter get_value)
 *
 * The value of the option.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallOption:reason: (getter get_reason)
 *
 * Why the option is there, a sentence in the language of the locale.
 *
 * Since: 0.1
 */
static const EdgeKitField install_option_fields[] = {
  { "name", "name", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallOption, name) },
  { "value", "value", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallOption, value) },
  { "reason", "reason", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallOption, reason) },
};

static void
edgekit_install_option_class_init (EdgeKitInstallOptionClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), install_option_fields, G_N_ELEMENTS (install_option_fields), 0);
}

static void
edgekit_install_option_init (EdgeKitInstallOption *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_install_option_get_name: (get-property name)
 * @self: a [class@EdgeKit.InstallOption]
 *
 * Gets the option as it stands in the command, such as `-DGGML_CUDA`.
 *
 * Returns: the option as it stands in the command, such as `-DGGML_CUDA`
 *
 * Since: 0.1
 */
const char *
edgekit_install_option_get_name (EdgeKitInstallOption *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_OPTION (self), NULL);

  return self->name;
}

/**
 * edgekit_install_option_get_value: (get-property value)
 * @self: a [class@EdgeKit.InstallOption]
 *
 * Gets the value of the option.
 *
 * Returns: (nullable): the value of the option, or %NULL when there is none
 *
 * Since: 0.1
 */
const char *
edgekit_install_option_get_value (EdgeKitInstallOption *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_OPTION (self), NULL);

  return self->value;
}

/**
 * edgekit_install_option_get_reason: (get-property reason)
 * @self: a [class@EdgeKit.InstallOption]
 *
 * Gets why the option is there, a sentence in the language of the locale.
 *
 * Returns: why the option is there, a sentence in the language of the locale
 *
 * Since: 0.1
 */
const char *
edgekit_install_option_get_reason (EdgeKitInstallOption *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_OPTION (self), NULL);

  return self->reason;
}
