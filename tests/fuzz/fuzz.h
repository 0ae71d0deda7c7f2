/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A fuzz target: one function, called with bytes from anywhere. libFuzzer
 * drives it with -Dfuzzing=enabled; fuzz-main.c does so otherwise. */

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
