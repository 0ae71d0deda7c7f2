/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A home folder of its own, in which tests put stores. */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../remove-tree.h"
#include "header.h"

static char *home;

/* Before anything asks for the home folder, which GLib remembers. */
static inline void
home_init (void)
{
  static const char *const variables[] = { "OLLAMA_MODELS", "HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE",
                                           "LMSTUDIO_HOME", "LLAMA_CACHE", "JAN_DATA_FOLDER", "MODELSCOPE_CACHE",
                                           "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME" };
  g_autoptr(GError) error = NULL;

  home = g_dir_make_tmp ("edgekit-home-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("HOME", home, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    g_unsetenv (variables[i]);
}

/* Between tests. */
static inline void
home_clear (void)
{
  remove_tree (home);
  g_assert_cmpint (g_mkdir (home, 0700), ==, 0);
}

static inline char *
home_path (const char *path)
{
  return *path == '/' ? g_strdup (path) : g_build_filename (home, path, NULL);
}

static inline void
home_make_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
}

static inline void
home_write (const char *path, const void *data, gssize length)
{
  g_autofree char *whole = home_path (path);

  home_make_folder_of (whole);
  /* need not survive a crash: thousands of files are written */
  g_assert_true (g_file_set_contents_full (whole, data, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static inline void
home_link (const char *path, const char *target)
{
  g_autofree char *whole = home_path (path);

  home_make_folder_of (whole);
  g_assert_cmpint (symlink (target, whole), ==, 0);
}

/* A small model, a llama whose name is @name, with one tensor of 4096 bytes. */
static inline void
home_write_model (const char *path, const char *name)
{
  static const guint64 dims[] = { 256, 4 };
  Header h = header_new ();

  put_begin (&h, 3, 1, 7);
  put_key_text (&h, "general.architecture", "llama");
  put_key_text (&h, "general.name", name);
  put_key_u32 (&h, "llama.block_count", 1);
  put_key_u32 (&h, "llama.context_length", 4096);
  put_key_u32 (&h, "llama.embedding_length", 256);
  put_key_u32 (&h, "llama.attention.head_count", 4);
  put_key_u32 (&h, "general.file_type", 15);
  put_tensor (&h, "token_embd.weight", 2, dims, 0, 0);
  put_end (&h, 4096);
  home_write (path, h.bytes->data, h.bytes->len);
  g_byte_array_unref (h.bytes);
}
