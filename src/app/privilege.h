/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * privilege - become nobody special before the first packet is parsed.
 *
 * Room: app, private. OPEN (catalogues, site, devices, files, as whoever started
 * it), then DROP (this), then RUN. Outputs are made after DROP, because a report
 * gets its name when it is whole and that takes the new user's rights; so what
 * that user may not write fails at once, not after hours of capture.
 */
#ifndef PRIVILEGE_H
#define PRIVILEGE_H

#include <stdbool.h>

#include "base/attributes.h"

struct error;

/** Have as many descriptors as there can be: each file that waits for its turn keeps one. */
void privilege_raise_descriptors(void);

/** Become @user and @group (either may be NULL), for good: regaining root must fail. */
MUST_CHECK bool privilege_drop(const char *user, const char *group, struct error *err);

#endif
