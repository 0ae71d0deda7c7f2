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
#define OWNER "Slartibartfast Jones" /* whose folder has a space in it */
#define DISK "fjords"
#define SERVER "deepthought"
#define DOMAIN_HOST "vogsphere.lan"
#define NETWORK "Megadodo Guest"
#define GPU_PREFIX "5e3a91cd"
#define UDID "00008103-001C2D3E4F50001E"
#define SID "3623811015-3361044348-30300820-1013"
#define UNIQUE_ID "15904362309848318464"
#define BLUETOOTH "AC_12_2F_5B_6D_7E"
#define INTERFACE "3c7c3fddeeff"
#define IPV6_GLOBAL "2001:db8:85a3::8a2e:370:7334"
#define DISK_SERIAL "S7KHNJ0W765432X"
#define VOLUME "1A2B-3C4D"
#define GUEST "krikkit"
#define SETTING "towel42x"
#define QUERY "babelfish7"
#define OPAQUE "Zk9vYmFyQmF6UXV4MTIzNDU2"

/* Each secret in a sentence of its own kind. */
#define EVERYTHING                                                                                                     \
  "in /home/" USER "/models and C:\\\\Users\\\\" USER "\\\\x by " PERSON " on " HOST ", serial number: " SERIAL        \
  ", GPU-" UUID ", " MAC ", " IP ", " IPV6 ", " TOKEN ", " MACHINE_ID   \
  ", " MAIL ", " AWS_KEY ", " JWT ", https://" PASSWORD "@proxy.example/x?a=1&X-Amz-Signature=" SIGNATURE ", "            \
  WINDOWS_HOST ", /run/media/" MEDIA "/disk."

/* What stands in paths, in links and in what other programs print. */
#define MORE                                                                                                           \
  "C:\\\\Users\\\\" OWNER "\\\\models, /Users/" OWNER "/Library, /mnt/c/Users/" OWNER "/x, /Volumes/" DISK " of mine/x, "     \
  "/media/" USER "/" DISK "/x, \\\\\\\\" SERVER "\\\\share, / / rw - nfs4 " SERVER ":/export rw, ssh " SERVER "@" SERVER ", " \
  "http://" SERVER ":11434/v1, http://" DOMAIN_HOST "/x, http://" IP ":8080, ssid=\\\"" NETWORK "\\\", GPU-" GPU_PREFIX ", "       \
  "MIG-" UUID ", udid " UDID ", S-1-5-21-" SID ", unique_id " UNIQUE_ID ", dev_" BLUETOOTH ", enx" INTERFACE ", "          \
  IPV6_GLOBAL ", nvme-Samsung_SSD_990_PRO_" DISK_SERIAL ", S/N " SERIAL ", Serial Number (system): " SERIAL ", "        \
  "root=UUID=" VOLUME ", /dev/disk/by-uuid/" VOLUME ", /machine.slice/machine-qemu\\\\x2d1\\\\x2d" GUEST ".scope, "        \
  "/lxc.payload." GUEST "/x, hostname: " HOST ", uname Linux " GUEST " 6.1.0-18-amd64 #1 SMP, "                        \
  "OPENAI_API_KEY=" SETTING ", password: " SETTING ", --api-key " SETTING ", "                                         \
  "https://hub.example/x.gguf?auth=" QUERY "&x-goog-credential=" QUERY "&a=" OPAQUE "."

EdgeKitReport *private_make_report  (void);
/* None of them is in @text, in any case. */
void           private_assert_clean (const char *text);

G_END_DECLS
