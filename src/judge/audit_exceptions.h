/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * audit_exceptions - what the site file excuses.
 *
 * Room: judge, private. Exceptions are numbered as they stand in the file: allows
 * first, then what is accepted.
 */
#ifndef AUDIT_EXCEPTIONS_H
#define AUDIT_EXCEPTIONS_H

#include "audit_build.h"

/**
 * Of findings that the site file accepts move those it was given for to what is suppressed,
 * where there is room; others learn of what has ended. @return false when out of memory
 */
MUST_CHECK bool audit_apply_accepts(const struct judge *judge, struct audit *audit,
                                    struct arena *arena);

#endif
