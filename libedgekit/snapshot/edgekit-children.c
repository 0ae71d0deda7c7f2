/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "edgekit-collector-private.h"

#define TICK_MS 50 /* how late a cancellation may be noticed */

typedef struct
{
  EdgeKitChild *child;
  GPid pid; /* 0: not running, or reaped */
  int fd;   /* -1: ended */
} Running;

static void
own_group (gpointer data)
{
  setpgid (0, 0);
}

static void
start (Running *r)
{
  g_autoptr(GError) error = NULL;
  const GSpawnFlags flags = G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL;

  r->fd = -1;
  r->child->output = g_string_new (NULL);
  if (!g_spawn_async_with_pipes ("/", (char **) r->child->argv, NULL, flags, own_group, NULL, &r->pid, NULL, &r->fd,
                                 NULL, &error))
    {
      r->pid = 0;
      r->child->failure = g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT) ||
                                  g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_ACCES)
                              ? EDGEKIT_FAILURE_MISSING
                              : EDGEKIT_FAILURE_IO;
      return;
    }
  fcntl (r->fd, F_SETFL, fcntl (r->fd, F_GETFL) | O_NONBLOCK);
}

static void
finish (Running *r, const char *failure)
{
  if (r->fd >= 0)
    close (r->fd);
  r->fd = -1;
  if (failure && !r->child->failure)
    r->child->failure = failure;
}

/* FALSE when there was nothing to read. */
static gboolean
read_some (Running *r, gsize max_output)
{
  char buffer[16 * 1024];
  gssize n = read (r->fd, buffer, sizeof buffer);

  if (n > 0)
    {
      g_string_append_len (r->child->output, buffer, n);
      if (r->child->output->len > max_output)
        {
          g_string_truncate (r->child->output, max_output);
          r->child->truncated = TRUE;
          finish (r, EDGEKIT_FAILURE_REFUSED);
        }
      return TRUE;
    }
  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return FALSE;
  finish (r, n == 0 ? NULL : EDGEKIT_FAILURE_IO);
  return TRUE;
}

/* A child that has ended has said all it will say, though a process that it left
 * behind may hold the pipe for ever. Until it is reaped, nobody else has its number. */
static void
settle (Running *r, gsize max_output)
{
  siginfo_t info = { 0 };

  if (r->pid == 0 || waitid (P_PID, r->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != r->pid)
    return;
  kill (-r->pid, SIGKILL);
  while (r->fd >= 0 && read_some (r, max_output))
    continue;
  finish (r, NULL);
}

/* TRUE once the child is gone. A driver can hold one in the kernel for ever:
 * then it stays behind, and nobody waits for it. */
static gboolean
reap (Running *r)
{
  int status;
  pid_t pid;

  if (r->pid == 0)
    return TRUE;
  pid = waitpid (r->pid, &status, WNOHANG);
  if (pid == 0)
    return FALSE;
  r->pid = 0;
  if (pid < 0)
    return TRUE;
  if (!r->child->failure && WIFSIGNALED (status))
    r->child->failure = EDGEKIT_FAILURE_CRASHED;
  else if (!r->child->failure && WIFEXITED (status) && WEXITSTATUS (status) != 0)
    r->child->failure = WEXITSTATUS (status) == 127 ? EDGEKIT_FAILURE_MISSING : EDGEKIT_FAILURE_IO;
  return TRUE;
}

static guint
wait_for_output (Running *running, guint n, int timeout_ms, gsize max_output)
{
  g_autofree struct pollfd *fds = g_new0 (struct pollfd, n);
  guint open_fds = 0;

  for (guint i = 0; i < n; i++)
    {
      fds[i].fd = running[i].fd; /* a negative one is ignored */
      fds[i].events = POLLIN;
      open_fds += running[i].fd >= 0;
    }
  if (open_fds > 0 && poll (fds, n, timeout_ms) > 0)
    for (guint i = 0; i < n; i++)
      if (running[i].fd >= 0 && fds[i].revents)
        read_some (&running[i], max_output);
  return open_fds;
}

void
_edgekit_children_run (EdgeKitChild *children, guint n, guint timeout_ms, gsize max_output,
                       GCancellable *cancellable)
{
  g_autofree Running *running = g_new0 (Running, n);
  gint64 deadline = g_get_monotonic_time () + (gint64) timeout_ms * 1000;
  guint left = n;

  for (guint i = 0; i < n; i++)
    {
      running[i].child = &children[i];
      start (&running[i]);
    }
  while (left > 0 && g_get_monotonic_time () < deadline && !g_cancellable_is_cancelled (cancellable))
    {
      if (wait_for_output (running, n, TICK_MS, max_output) == 0)
        g_usleep (1000);
      left = 0;
      for (guint i = 0; i < n; i++)
        {
          if (running[i].pid > 0 && children[i].failure)
            kill (-running[i].pid, SIGKILL);
          settle (&running[i], max_output);
          if (!(running[i].fd < 0 && reap (&running[i])))
            left++;
        }
    }
  for (guint i = 0; i < n; i++)
    {
      if (running[i].pid > 0)
        kill (-running[i].pid, SIGKILL);
      if (running[i].pid > 0 || running[i].fd >= 0)
        finish (&running[i], EDGEKIT_FAILURE_TIMEOUT);
    }
  for (guint tries = 0; tries < 20; tries++)
    {
      gboolean all = TRUE;

      for (guint i = 0; i < n; i++)
        all = reap (&running[i]) && all;
      if (all)
        break;
      g_usleep (5000);
    }
}
