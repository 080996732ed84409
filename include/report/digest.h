/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * digest - SHA-256 of files, so that a report says what it was made of.
 *
 * Room: report, which owns libgcrypt.
 */
#ifndef REPORT_DIGEST_H
#define REPORT_DIGEST_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/attributes.h"

#define DIGEST_TEXT_SIZE 65 /* 64 hexadecimal digits and the NUL */

struct error;

/** Set up the library that hashes. Call once, before all else here, from one thread. */
void digest_prepare(void);

/**
 * Write the SHA-256 of the file at @path, as sha256sum(1) does.
 *
 * @stop  NULL, or given up soon after it becomes true
 * @err   on failure "PATH: reason"
 */
MUST_CHECK bool digest_file(const char *path, const atomic_bool *stop,
                            char text[static DIGEST_TEXT_SIZE], struct error *err);

/** The same of what @fd is open on, whose position stays where it is. @err without the path. */
MUST_CHECK bool digest_descriptor(int fd, const atomic_bool *stop,
                                  char text[static DIGEST_TEXT_SIZE], struct error *err);

#endif
