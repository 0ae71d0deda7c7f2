/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A computer and a model that are full of private names. */

#include "edgekit.h"

G_BEGIN_DECLS

#define USER "zaphodbeeblebrox"
#define PERSON "Trillian McMillan"
#define HOST "heart-of-gold"
#define UUID "b0a7d3c1-52f4-4e8e-9d7a-0c1d2e3f4a5b"
#define SERIAL "S4EWNX0R123456"
#define MAC "3c:7c:3f:aa:bb:cc"
#define IP "192.168.178.42"
#define IPV6 "fe80::3e7c:3fff:feaa:bbcc"
#define TOKEN "hf_AbCdEfGhIjKlMnOpQrStUvWx"
#define MACHINE_ID "0123456789abcdef0123456789abcdef"
#define MAIL "ford.prefect@betelgeuse.example.com"
#define AWS_KEY "AKIAQ3EGVLOLP5EXAMPL"
#define JWT "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ6YXBob2QifQ.c2lnbmF0dXJl"
#define PASSWORD "vogon:poetry"
#define SIGNATURE "Zm9ydHktdHdv"
#define WINDOWS_HOST "DESKTOP-7QX4K2B"
#define MEDIA "marvin"

/* Each secret in a sentence of its own kind. */
#define EVERYTHING                                                                                                     \
  "in /home/" USER "/models and C:\\\\Users\\\\" USER "\\\\x by " PERSON " on " HOST ", serial number: " SERIAL        \
  ", GPU-" UUID ", " MAC ", " IP ", " IPV6 ", " TOKEN ", " MACHINE_ID   \
  ", " MAIL ", " AWS_KEY ", " JWT ", https://" PASSWORD "@proxy.example/x?a=1&X-Amz-Signature=" SIGNATURE ", "            \
  WINDOWS_HOST ", /run/media/" MEDIA "/disk."

EdgeKitReport *private_make_report  (void);
/* None of them is in @text, in any case. */
void           private_assert_clean (const char *text);

G_END_DECLS
