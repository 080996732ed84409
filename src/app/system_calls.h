/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * system_calls - which system calls the program can still make.
 *
 * Room: app, private. The only user of libseccomp.
 */
#ifndef SYSTEM_CALLS_H
#define SYSTEM_CALLS_H

#include <stdbool.h>

#include "base/attributes.h"

struct error;

/**
 * Allow what reading, judging and writing takes, for this thread and those it makes;
 * anything else ends the program at once (SIGSYS).
 *
 * @warn  let the rest pass, and have the kernel log it instead
 */
MUST_CHECK bool system_calls_restrict(bool warn, struct error *err);

/** Name and version of the library underneath, static storage. */
const char *system_calls_backend(void);

#endif
