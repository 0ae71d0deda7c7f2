/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <windows.h>

#include "edgekit-collector-private.h"

/* Each child is in a job object of its own, which takes with it all that the
 * child has started. */

#define TICK_MS 10 /* how late an answer or a cancellation may be noticed */

typedef struct
{
  EdgeKitChild *child;
  HANDLE process; /* NULL: not running, or seen to its end */
  HANDLE job;
  HANDLE pipe; /* what it prints; NULL: ended */
} Running;

/* The inverse of CommandLineToArgvW(): backslashes count double before a quote. */
static void
append_argument (GString *line, const char *argument)
{
  guint backslashes = 0;

  if (line->len)
    g_string_append_c (line, ' ');
  g_string_append_c (line, '"');
  for (; *argument; argument++)
    {
      if (*argument == '"')
        for (guint i = 0; i < backslashes + 1; i++)
          g_string_append_c (line, '\\');
      backslashes = *argument == '\\' ? backslashes + 1 : 0;
      g_string_append_c (line, *argument);
    }
  for (guint i = 0; i < backslashes; i++)
    g_string_append_c (line, '\\');
  g_string_append_c (line, '"');
}

static void
close_handle (HANDLE *handle)
{
  if (*handle && *handle != INVALID_HANDLE_VALUE)
    CloseHandle (*handle);
  *handle = NULL;
}

static HANDLE
make_job (void)
{
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = { 0 };
  HANDLE job = CreateJobObjectW (NULL, NULL);

  limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
  if (job)
    SetInformationJobObject (job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
  return job;
}

static void
start (Running *r)
{
  SECURITY_ATTRIBUTES inherited = { sizeof inherited, NULL, TRUE };
  STARTUPINFOW startup = { sizeof startup };
  PROCESS_INFORMATION process = { 0 };
  g_autoptr(GString) line = g_string_new (NULL);
  g_autofree wchar_t *wide = NULL;
  HANDLE output = NULL;
  HANDLE nothing = CreateFileW (L"NUL", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited,
                                OPEN_EXISTING, 0, NULL);

  r->child->output = g_string_new (NULL);
  for (const char *const *arg = r->child->argv; *arg; arg++)
    append_argument (line, *arg);
  wide = (wchar_t *) g_utf8_to_utf16 (line->str, -1, NULL, NULL, NULL);
  r->job = make_job ();
  r->child->failure = EDGEKIT_FAILURE_IO;
  if (wide && r->job && CreatePipe (&r->pipe, &output, &inherited, 0))
    {
      /* our end is not for the child: it would keep the pipe open */
      SetHandleInformation (r->pipe, HANDLE_FLAG_INHERIT, 0);
      startup.dwFlags = STARTF_USESTDHANDLES;
      startup.hStdInput = nothing;
      startup.hStdOutput = output;
      startup.hStdError = nothing;
      if (CreateProcessW (NULL, wide, NULL, NULL, TRUE, CREATE_NO_WINDOW | CREATE_SUSPENDED, NULL, NULL, &startup,
                          &process))
        {
          AssignProcessToJobObject (r->job, process.hProcess);
          ResumeThread (process.hThread);
          close_handle (&process.hThread);
          r->process = process.hProcess;
          r->child->failure = NULL;
        }
      else if (GetLastError () == ERROR_FILE_NOT_FOUND || GetLastError () == ERROR_PATH_NOT_FOUND)
        r->child->failure = EDGEKIT_FAILURE_MISSING;
    }
  close_handle (&output);
  close_handle (&nothing);
  if (r->child->failure)
    {
      close_handle (&r->pipe);
      close_handle (&r->job);
    }
}

/* Takes what lies in the pipe, without waiting; FALSE when there was nothing. */
static gboolean
read_some (Running *r, gsize max_output)
{
  char buffer[16 * 1024];
  DWORD ready = 0, n = 0;

  if (!r->pipe)
    return FALSE;
  if (!PeekNamedPipe (r->pipe, NULL, 0, NULL, &ready, NULL))
    {
      close_handle (&r->pipe); /* nobody holds the other end any more */
      return FALSE;
    }
  if (ready == 0)
    return FALSE;
  if (!ReadFile (r->pipe, buffer, MIN (ready, sizeof buffer), &n, NULL))
    {
      close_handle (&r->pipe);
      return FALSE;
    }
  g_string_append_len (r->child->output, buffer, n);
  if (r->child->output->len > max_output)
    {
      g_string_truncate (r->child->output, max_output);
      r->child->truncated = TRUE;
      r->child->failure = EDGEKIT_FAILURE_REFUSED;
      close_handle (&r->pipe);
    }
  return TRUE;
}

/* TRUE once the child is over; what it left in the pipe has been read then. */
static gboolean
settle (Running *r, gsize max_output)
{
  DWORD status = 0;

  if (!r->process)
    return TRUE;
  if (!r->child->failure && WaitForSingleObject (r->process, 0) != WAIT_OBJECT_0)
    return FALSE;
  while (read_some (r, max_output))
    continue;
  if (!r->child->failure && GetExitCodeProcess (r->process, &status) && status != 0)
    /* the codes of exceptions are those of NTSTATUS errors: 0xC0000005 … */
    r->child->failure = status >= 0xc0000000 ? EDGEKIT_FAILURE_CRASHED : EDGEKIT_FAILURE_IO;
  TerminateJobObject (r->job, 1); /* and with it what the child has left behind */
  close_handle (&r->process);
  close_handle (&r->pipe);
  close_handle (&r->job);
  return TRUE;
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
      gboolean any = FALSE;

      left = 0;
      for (guint i = 0; i < n; i++)
        {
          any = read_some (&running[i], max_output) || any;
          left += !settle (&running[i], max_output);
        }
      if (left > 0 && !any)
        Sleep (TICK_MS);
    }
  for (guint i = 0; i < n; i++)
    if (running[i].process)
      {
        children[i].failure = EDGEKIT_FAILURE_TIMEOUT;
        settle (&running[i], max_output);
      }
}
