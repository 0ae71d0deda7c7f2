/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ek-load-error.h"

/* A failed reading in words: what, why, what next.  The library’s message names
 * the thing and stands as the sentence wherever there is no better one. */

/* Whether a location is not a file of this computer. */
gboolean
ek_location_is_remote (const char *location)
{
  const char *slash;

  if (location == NULL)
    return FALSE;
  if (g_str_has_prefix (location, "hf:") || g_str_has_prefix (location, "https:")
      || g_str_has_prefix (location, "http:"))
    return TRUE;
  if (g_path_is_absolute (location) || *location == '.' || *location == '~'
      || g_str_has_prefix (location, "file:"))
    return FALSE;
  /* owner/name: one slash.  No disk is asked: a window is in no folder, and waits for nothing. */
  slash = strchr (location, '/');
  return slash != NULL && slash != location && slash[1] != '\0' && strchr (slash + 1, '/') == NULL
         && !g_str_has_suffix (location, ".gguf");
}

/* What a person types or drops, as the library takes it: no “~”, no file: link,
 * no blanks around it. */
char *
ek_location_clean (const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  if (g_str_has_prefix (trimmed, "~/"))
    return g_build_filename (g_get_home_dir (), trimmed + 2, NULL);
  if (g_str_has_prefix (trimmed, "file:"))
    {
      g_autoptr (GFile) file = g_file_new_for_uri (trimmed);
      char *path = g_file_get_path (file);

      if (path)
        return path;
    }
  return g_steal_pointer (&trimmed);
}

/* What a person calls it: the file’s own name, or the name on the hub. */
char *
ek_location_get_name (const char *location)
{
  g_return_val_if_fail (location != NULL, NULL);

  if (g_str_has_prefix (location, "hf:"))
    return g_strdup (location + strlen ("hf:"));
  if (ek_location_is_remote (location) && !g_str_has_prefix (location, "http"))
    return g_strdup (location);
  if (g_str_has_prefix (location, "file:"))
    {
      g_autoptr (GFile) file = g_file_new_for_uri (location);

      return g_file_get_basename (file);
    }
  return g_path_get_basename (location);
}

/* Where the hub tells people of a model; NULL for one that is not there. */
char *
ek_location_get_web_page (const char *location)
{
  static const char hub[] = "https://huggingface.co/";
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (location != NULL, NULL);

  if (!ek_location_is_remote (location))
    return NULL;
  if (g_str_has_prefix (location, hub))
    location += strlen (hub);
  else if (g_str_has_prefix (location, "hf:"))
    location += strlen ("hf:");
  else if (strstr (location, "://"))
    return NULL;
  /* owner/name, and no version, revision or file after it */
  parts = g_strsplit_set (location, "/", 3);
  if (g_strv_length (parts) < 2 || *parts[0] == '\0')
    return NULL;
  parts[1][strcspn (parts[1], ":@?#")] = '\0';
  return *parts[1] ? g_strconcat (hub, parts[0], "/", parts[1], NULL) : NULL;
}

/* Where the hub finds conversions that others made of a model; NULL for one that is not there. */
char *
ek_location_get_search_page (const char *location)
{
  g_autofree char *page = ek_location_get_web_page (location);
  g_autofree char *word = NULL;

  if (page == NULL)
    return NULL;
  word = g_uri_escape_string (strrchr (page, '/') + 1, NULL, FALSE);
  return g_strconcat ("https://huggingface.co/models?library=gguf&search=", word, NULL);
}

static void
fill (EkLoadError *self, const char *headline, const char *icon_name, char *sentence, const char *hint,
      EkLoadAction actions)
{
  self->headline = headline;
  self->icon_name = icon_name;
  self->sentence = sentence;
  self->hint = hint;
  self->actions = actions;
}

static void
describe_network (EkLoadError *self, const GError *error, const char *name, EkNetwork network)
{
  if (network == EK_NETWORK_THERE)
    fill (self, _ ("Server Did Not Answer"), "ek-no-connection-symbolic", g_strdup (error->message),
          _ ("Local files still work."),
          EK_LOAD_ACTION_TRY_AGAIN | EK_LOAD_ACTION_OPEN_FILE | EK_LOAD_ACTION_PREFERENCES);
  else
    fill (self, network == EK_NETWORK_UNWANTED ? _ ("Offline Mode Is On") : _ ("You Are Offline"),
          "ek-no-connection-symbolic",
          /* Translators: the name of a model */
          g_strdup_printf (_ ("“%s” is not on this computer, so its description cannot be read."), name),
          _ ("Local files still work."),
          (network == EK_NETWORK_UNWANTED ? EK_LOAD_ACTION_GO_ONLINE : EK_LOAD_ACTION_TRY_AGAIN)
            | EK_LOAD_ACTION_OPEN_FILE);
}

#define LOCAL_FILES N_ ("Local files still work.")
#define ELSEWHERE (EK_LOAD_ACTION_TRY_AGAIN | EK_LOAD_ACTION_OPEN_FILE)

/* What servers say, and what happens on the way to them: the library's sentence says which, and what to do. */
static const struct
{
  EdgeKitError code;
  const char *headline;
  const char *icon_name;
  const char *hint;
  EkLoadAction actions;
} answers[] = {
  { EDGEKIT_ERROR_GATED, N_ ("You Need Permission for This Model"), "ek-stop-symbolic",
    N_ ("Accept the conditions on the web page, then sign in with an access token."),
    EK_LOAD_ACTION_OPEN_PAGE | EK_LOAD_ACTION_SIGN_IN | EK_LOAD_ACTION_TRY_AGAIN },
  { EDGEKIT_ERROR_PRIVATE, N_ ("No Such Model, or a Private One"), "ek-unknown-symbolic",
    N_ ("Check the spelling: owner/name."),
    EK_LOAD_ACTION_DID_YOU_MEAN | EK_LOAD_ACTION_SEARCH | EK_LOAD_ACTION_SIGN_IN | EK_LOAD_ACTION_TRY_AGAIN },
  { EDGEKIT_ERROR_WRONG_TOKEN, N_ ("The Token Is Not Accepted"), "ek-stop-symbolic", N_ ("It may have expired."),
    EK_LOAD_ACTION_SIGN_IN | EK_LOAD_ACTION_TRY_AGAIN },
  { EDGEKIT_ERROR_RATE_LIMITED, N_ ("The Server Is Busy"), "ek-tight-symbolic", LOCAL_FILES, ELSEWHERE },
  { EDGEKIT_ERROR_SERVER, N_ ("The Server Has a Problem"), "ek-no-connection-symbolic", LOCAL_FILES, ELSEWHERE },
  { EDGEKIT_ERROR_TLS, N_ ("The Connection Is Not Safe"), "ek-no-connection-symbolic", LOCAL_FILES, ELSEWHERE },
  { EDGEKIT_ERROR_CHANGED, N_ ("The File Changed Meanwhile"), "ek-half-symbolic", LOCAL_FILES, ELSEWHERE },
  { EDGEKIT_ERROR_WEB_PAGE, N_ ("This Is a Web Page"), "ek-unknown-symbolic", LOCAL_FILES, ELSEWHERE },
  { EDGEKIT_ERROR_NO_SPACE, N_ ("Not Enough Disk Space"), "ek-stop-symbolic", LOCAL_FILES, ELSEWHERE },
};

static gboolean
describe_answer (EkLoadError *self, const GError *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (error->code == (int) answers[i].code)
      {
        fill (self, _ (answers[i].headline), answers[i].icon_name, g_strdup (error->message),
              _ (answers[i].hint), answers[i].actions);
        return TRUE;
      }
  return FALSE;
}

/* “owner/name:Q4_K_M”, and not only “owner/name”. */
static gboolean
names_a_version (const char *name)
{
  const char *slash = strchr (name, '/');

  return slash != NULL && strpbrk (slash + 1, ":@/") != NULL;
}

static void
describe_missing (EkLoadError *self, const GError *error, const char *name, gboolean remote)
{
  if (remote && names_a_version (name))
    fill (self, _ ("No Such Version"), "ek-unknown-symbolic", g_strdup (error->message), NULL,
          EK_LOAD_ACTION_OPEN_PAGE | EK_LOAD_ACTION_TRY_AGAIN);
  else if (remote)
    fill (self, _ ("No Such Model"), "ek-unknown-symbolic",
          /* Translators: a name such as “owner/name” */
          g_strdup_printf (_ ("Hugging Face has no model called “%s”."), name),
          _ ("Check the spelling: owner/name."),
          EK_LOAD_ACTION_DID_YOU_MEAN | EK_LOAD_ACTION_SEARCH | EK_LOAD_ACTION_TRY_AGAIN);
  else
    fill (self, _ ("No Such File"), "ek-unknown-symbolic",
          /* Translators: the name of a file */
          g_strdup_printf (_ ("There is no file called “%s” in this place."), name),
          _ ("It may have been moved, renamed or deleted."), EK_LOAD_ACTION_OPEN_ANOTHER);
}

void
ek_load_error_init (EkLoadError *self, const GError *error, const char *location, EkNetwork network)
{
  const gboolean remote = ek_location_is_remote (location);
  g_autofree char *name = ek_location_get_name (location);
  g_autofree char *page = ek_location_get_web_page (location);

  g_return_if_fail (self != NULL && error != NULL && location != NULL);

  if (error->domain != EDGEKIT_ERROR)
    {
      fill (self, _ ("This Model Could Not Be Read"), NULL, g_strdup (error->message), NULL,
            EK_LOAD_ACTION_TRY_AGAIN | EK_LOAD_ACTION_OPEN_ANOTHER);
      return;
    }
  if (describe_answer (self, error))
    return;
  switch ((EdgeKitError) error->code)
    {
    case EDGEKIT_ERROR_OFFLINE:
      describe_network (self, error, name, MAX (network, EK_NETWORK_MISSING));
      break;
    case EDGEKIT_ERROR_NETWORK:
    case EDGEKIT_ERROR_UNREACHABLE:
    case EDGEKIT_ERROR_NAME_RESOLUTION:
    case EDGEKIT_ERROR_PROXY:
    case EDGEKIT_ERROR_TIMED_OUT:
    case EDGEKIT_ERROR_TOO_SLOW:
    case EDGEKIT_ERROR_BAD_RANGE:
    case EDGEKIT_ERROR_ENCODED:
    case EDGEKIT_ERROR_REDIRECTS:
    case EDGEKIT_ERROR_ENDLESS:
      describe_network (self, error, name, network);
      break;
    case EDGEKIT_ERROR_NOT_FOUND:
      describe_missing (self, error, name, remote);
      break;
    case EDGEKIT_ERROR_PERMISSION:
      if (remote)
        fill (self, _ ("You Need Permission for This Model"), "ek-stop-symbolic", g_strdup (error->message),
              _ ("Accept the conditions on the web page, then sign in with an access token."),
              EK_LOAD_ACTION_OPEN_PAGE | EK_LOAD_ACTION_SIGN_IN | EK_LOAD_ACTION_TRY_AGAIN);
      else
        fill (self, _ ("File Cannot Be Opened"), "ek-stop-symbolic", g_strdup (error->message),
              _ ("EdgeKit may lack permission for this folder."), EK_LOAD_ACTION_OPEN_ANOTHER);
      break;
    case EDGEKIT_ERROR_RANGE_IGNORED:
      fill (self, _ ("This Server Sends Only Whole Files"), "ek-unknown-symbolic",
            g_strdup (_ ("This server cannot send only the description of the model.")),
            _ ("Download the model, then open its file."),
            EK_LOAD_ACTION_DOWNLOAD | EK_LOAD_ACTION_OPEN_PAGE | EK_LOAD_ACTION_OPEN_FILE);
      break;
    case EDGEKIT_ERROR_NOT_A_MODEL:
      if (page)
        {
          fill (self, _ ("No Usable File Here"), "ek-unknown-symbolic",
                /* Translators: the name of a model on the hub, “owner/name” */
                g_strdup_printf (_ ("“%s” has no GGUF or safetensors files."), name),
                _ ("GGUF conversions by others often exist."), EK_LOAD_ACTION_SEARCH | EK_LOAD_ACTION_OPEN_PAGE);
          break;
        }
      fill (self, _ ("This Is Not a Model File"), "ek-unknown-symbolic",
            /* Translators: the name of a file */
            g_strdup_printf (_ ("“%s” does not begin like a GGUF file."), name),
            _ ("It may be an unfinished download, or a file of another kind."), EK_LOAD_ACTION_OPEN_ANOTHER);
      break;
    case EDGEKIT_ERROR_TRUNCATED:
      fill (self, _ ("The File Ends Too Early"), "ek-half-symbolic", g_strdup (error->message),
            _ ("It may be an unfinished download."), EK_LOAD_ACTION_TRY_AGAIN | EK_LOAD_ACTION_OPEN_ANOTHER);
      break;
    case EDGEKIT_ERROR_INVALID_DATA:
      fill (self, _ ("The Description Is Damaged"), "ek-stop-symbolic", g_strdup (error->message),
            _ ("Download it again."), EK_LOAD_ACTION_OPEN_ANOTHER | EK_LOAD_ACTION_REPORT);
      break;
    case EDGEKIT_ERROR_TOO_LARGE:
      fill (self, _ ("The Description Is Too Large"), "ek-stop-symbolic", g_strdup (error->message),
            _ ("A description of this size is not read, to be safe."),
            EK_LOAD_ACTION_OPEN_ANOTHER | (remote ? EK_LOAD_ACTION_DOWNLOAD : 0));
      break;
    case EDGEKIT_ERROR_NOT_SUPPORTED:
      fill (self, _ ("EdgeKit Cannot Check This Yet"), "ek-unknown-symbolic", g_strdup (error->message), NULL,
            EK_LOAD_ACTION_OPEN_ANOTHER | (remote ? EK_LOAD_ACTION_OPEN_PAGE | EK_LOAD_ACTION_OPEN_LINK : 0));
      break;
    case EDGEKIT_ERROR_INVALID_ARGUMENT:
      fill (self, _ ("This Is Not the Name of a Model"), "ek-unknown-symbolic", g_strdup (error->message),
            _ ("A file, a link, or a name such as owner/name."), EK_LOAD_ACTION_OPEN_FILE);
      break;
    case EDGEKIT_ERROR_FAILED:
    default:
      fill (self, _ ("This Model Could Not Be Read"), NULL, g_strdup (error->message), NULL,
            EK_LOAD_ACTION_TRY_AGAIN | EK_LOAD_ACTION_OPEN_ANOTHER);
    }
}

void
ek_load_error_clear (EkLoadError *self)
{
  g_clear_pointer (&self->sentence, g_free);
}
