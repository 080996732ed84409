/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * privilege - become nobody special before the first packet is parsed.
 *
 * Room: app, private. OPEN (devices, files, outputs, as whoever started it),
 * then DROP (this), then RUN: nothing after DROP opens a path but a rename of
 * what is already open.
 */
#ifndef PRIVILEGE_H
#define PRIVILEGE_H

#include <stdbool.h>

#include "base/attributes.h"

struct error;

/** Become @user and @group (either may be NULL), for good: regaining root must fail. */
MUST_CHECK bool privilege_drop(const char *user, const char *group, struct error *err);

#endif
