/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * error - the one-line reason a call failed, in the caller's storage.
 *
 * Room: base. A function that can fail for a reason the user must read takes
 * `struct error *err` as its last parameter and returns false or NULL.
 * Nothing below src/app prints, logs or exits.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>

#include "base/attributes.h"

struct error {
	char text[512]; /* NUL-terminated, no trailing newline */
};

/**
 * Record why a call failed. Text beyond the buffer is cut.
 *
 * @return false always, so a failing function ends in `return error_set(...)`
 */
bool error_set(struct error *err, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
