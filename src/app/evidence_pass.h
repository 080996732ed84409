/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * evidence_pass - -w FILE: the packets of findings, once the findings are known.
 *
 * Room: app, private. Files are read a second time; what cannot be read twice
 * (a pipe, an interface) is kept until then in files without a name, on the disk
 * that FILE is on, up to a bound: beyond it the latest is kept, and what was let go is
 * counted and said.
 */
#ifndef EVIDENCE_PASS_H
#define EVIDENCE_PASS_H

#include <stdbool.h>

#include "base/attributes.h"

struct audit;
struct evidence_pass;
struct frame;
struct run;

/** Open FILE now, so that a wrong path fails before anything is waited for. NULL: it has been said. */
struct evidence_pass *evidence_pass_open(struct run *run);

/** The inputs of the run are known: make room for those that cannot be read again. @return false when there is none; it has been said */
MUST_CHECK bool evidence_pass_begin(struct evidence_pass *pass);

/** Keep a frame of an input that cannot be read again; others are none of its business. Failing is said at once. */
void evidence_pass_keep(struct evidence_pass *pass, const struct frame *frame);

/** Write the packets to and from the listeners of @audit's findings; failures make the run incomplete. */
void evidence_pass_write(struct evidence_pass *pass, const struct audit *audit);

/** NULL is fine; an unwritten file is thrown away. */
void evidence_pass_close(struct evidence_pass *pass);

#endif
