/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * interfaces - what one can capture on, and by what.
 *
 * Room: capture.
 */
#ifndef CAPTURE_INTERFACES_H
#define CAPTURE_INTERFACES_H

#include <stdbool.h>

#include "base/attributes.h"

struct error;

/** Visit the interfaces one can capture on. @return false with @err when they cannot be listed */
MUST_CHECK bool interfaces_visit(void (*visit)(const char *name, const char *description,
                                               void *context),
                                 void *context, struct error *err);

/** Name and version of the library underneath, static storage. */
const char *interfaces_backend(void);

#endif
