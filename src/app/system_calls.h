/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * system_calls - which system calls the program can still make.
 *
 * Room: app, private. The only user of libseccomp.
 */
#ifndef SYSTEM_CALLS_H
#define SYSTEM_CALLS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct error;

#define SYSTEM_CALLS_BOUND_MOST 64

/* Descriptors that may be bound: sockets of interfaces, which may come back. */
struct bound_descriptors {
	int items[SYSTEM_CALLS_BOUND_MOST];
	size_t count;
};

/**
 * Allow what reading, judging and writing takes, for this thread and those it makes;
 * anything else ends the program at once (SIGSYS).
 *
 * @bound  what bind(2) may be called with, and nothing else
 * @warn   let the rest pass, and have the kernel log it instead
 */
MUST_CHECK bool system_calls_restrict(bool warn, const struct bound_descriptors *bound,
                                      struct error *err);

/** Name and version of the library underneath, static storage. */
const char *system_calls_backend(void);

#endif
