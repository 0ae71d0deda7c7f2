/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-decode-private.h"

/* nvme, ssd, hdd or network; NULL where the disk is made up: a virtual one says of
 * itself what its host likes. */
static const char *
kind_of (const char *text)
{
  static const char *const networks[] = { "nfs", "nfs4", "cifs", "smb3", "ceph", "glusterfs", "afs", "fuse.sshfs",
                                          "9p", "lustre", "beegfs", NULL };
  static const char *const virtual_disks[] = { "vd", "xvd", "zram", "loop", "ram", "nbd", "rbd" };
  g_autofree char *filesystem = _edgekit_decode_field (text, "filesystem", ' ');
  g_autofree char *disk = _edgekit_decode_field (text, "disk", ' ');
  gint64 rotational = _edgekit_decode_field_int (text, "rotational", ' ');

  if (filesystem && g_strv_contains (networks, filesystem))
    return "network";
  if (!disk)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (virtual_disks); i++)
    if (g_str_has_prefix (disk, virtual_disks[i]))
      return NULL;
  if (g_str_has_prefix (disk, "nvme"))
    return "nvme";
  return rotational == 0 ? "ssd" : rotational == 1 ? "hdd" : NULL;
}

static void
add_storage (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const char *key, const char *disk,
             const char *path)
{
  const char *text = edgekit_snapshot_get_text (snapshot, key);
  g_autoptr(EdgeKitStorage) storage = NULL;

  if (!text)
    return;
  storage = g_object_new (EDGEKIT_TYPE_STORAGE, NULL);
  storage->path = g_strdup (path);
  _edgekit_decode_set (&storage->kind, kind_of (edgekit_snapshot_get_text (snapshot, disk)));
  storage->total = _edgekit_decode_field_int (text, "total", ' ');
  storage->free = _edgekit_decode_field_int (text, "free", ' ');
  g_list_store_append (profile->storage, storage);
}

void
_edgekit_decode_storage (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  const char *root = edgekit_snapshot_get_text (snapshot, "statfs:/");
  const char *home = edgekit_snapshot_get_text (snapshot, "statfs:home");
  g_autofree char *root_device = _edgekit_decode_field (root, "device", ' ');
  g_autofree char *home_device = _edgekit_decode_field (home, "device", ' ');

  add_storage (snapshot, profile, "statfs:/", "disk:/", "/");
  if (g_strcmp0 (root_device, home_device) != 0)
    add_storage (snapshot, profile, "statfs:home", "disk:home", "~");
}
