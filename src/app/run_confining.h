/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run_confining - what a run needs to reach once it is confined: all that its command line
 * names and that is not open yet.
 *
 * Room: app, private. SECURITY.md promises this list.
 */
#ifndef RUN_CONFINING_H
#define RUN_CONFINING_H

#include <stdbool.h>

#include "base/attributes.h"

struct error;
struct run;

/** Shut the doors: confinement_enter(), with what is in force in @run, and said with -v. */
MUST_CHECK bool run_confine(struct run *run, struct error *err);

#endif
