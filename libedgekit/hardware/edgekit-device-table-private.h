/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the tables say of a device by its PCI ids ("10de:2684"). */

/* The name of the product; @revision makes another one of some devices, -1 when
 * it is not known. Owned, or NULL. */
char    *_edgekit_device_table_name    (const char *pci_id, gint64 revision);
/* The row of chips.ini; owned, or NULL. */
char    *_edgekit_device_table_chip    (const char *pci_id);
/* The same by how pci.ids names a device ("AD102 [GeForce RTX 4090]"); @vendor is
 * that of chips.ini. */
char    *_edgekit_device_table_chip_of_code_name (const char *vendor, const char *name);
/* A flag of a chip: EDGEKIT_TRISTATE_UNKNOWN when the row does not say. */
int      _edgekit_device_table_flag    (const char *chip, const char *key);
/* A text of a chip; owned, or NULL. */
char    *_edgekit_device_table_text    (const char *chip, const char *key);
/* The memory of a card in bytes and bytes per second, EDGEKIT_UNKNOWN when not
 * known; FALSE when there is no row. */
gboolean _edgekit_device_table_card    (const char *pci_id, const char *name, gint64 *vram, gint64 *bandwidth);

G_END_DECLS
