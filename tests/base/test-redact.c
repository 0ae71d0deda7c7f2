/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-redact-private.h"

/* What only looks like an address, a name or a token stays. */
static void
test_kept (void)
{
  static const char *const kept[] = { "user@1000.service", "/sys/bus/media/x", "drivers/media/pci", "model@q4.gguf",
                                      "/usr/.local/share", "risk-of-something-longer", "x86_64",
                                      "cpu@0", "basic instructions", "DESKTOP-class", "~/.local",
                                      "ethernet@ff0e0000:/soc", "Linux version 6.1.0-18-amd64 #1 SMP", "Linux Mint 21.3",
                                      "http://localhost:8080/v1", "https://huggingface.co/owner/name?download=true",
                                      "ollama://llama3.1:8b", "file:/proc/cpuinfo", "/usr/local/bin:/usr/bin",
                                      "https://pypi.example/simple?a=cu124-2.5.1", "unique_id 0", "gfx1100", "5.15.167.4-WSL2",
                                      "tokenizer.ggml.bos_token_id = 1", "eos token: 128009", "32 tokens: a batch",
                                      "max_tokens=4096", "needs a token: set HF_TOKEN", "nfs is slow", "model name: Xeon",
                                      "GPU-accelerated", "1234.5678.9012", "C:\\Program Files\\x", "serial port" };

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autofree char *clean = _edgekit_redact_full (kept[i], NULL, NULL);

      g_assert_cmpstr (clean, ==, kept[i]);
    }
}

/* What is long is looked through to its end, and soon: each pattern goes through a text once, not once for
 * every letter of it. A text of this length took a minute where one did not. */
static void
test_long (void)
{
  static const char *const pieces[] = {
    "_", "1", "1_", "a1", "a-", "a.", "a:", "x ", "é", "/", "//", "\\\\a", "=", "?a=", "&", "a@a.", "serial(", "usb-", "token=",
    "/home/", "/media/a ", "C:\\Users\\a", "-----BEGIN PRIVATE KEY-----", "--x-token", "\"ssid\": ", "nfs ", "UUID=", "0123abcd-",
  };
  const gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autofree char *clean = NULL;

      while (text->len < 65536)
        g_string_append (text, pieces[i]);
      g_string_append (text, " x://@=:_) .local at 10.1.2.3 with API_TOKEN=hunter2hunter of /home/anna/x");
      clean = _edgekit_redact_full (text->str, NULL, NULL);
      if (strstr (clean, "10.1.2.3") || strstr (clean, "hunter2") || strstr (clean, "anna"))
        g_test_fail_printf ("after many “%s” this is left: %s", pieces[i], clean + MAX (100, strlen (clean)) - 100);
      if (g_get_monotonic_time () - start > 60 * G_USEC_PER_SEC)
        {
          g_test_fail_printf ("“%s” takes too long", pieces[i]);
          return;
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/redact/kept", test_kept);
  g_test_add_func ("/redact/long", test_long);
  return g_test_run ();
}
