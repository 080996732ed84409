/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * completeness - what the run did not see, each in one sentence with its number.
 *
 * Room: app, private. "No findings" is signed by auditors: whatever could have
 * hidden one makes the run incomplete, exit status 3 (design section 6). Each
 * sentence goes to standard error, the report's head and `incomplete[]`.
 */
#ifndef COMPLETENESS_H
#define COMPLETENESS_H

#include "judge/audit.h"
#include "judge/judged.h"
#include "run.h"

/** Ask every input and counter what is missing. Call once after pipeline_run(). */
void completeness_collect(struct run *run);

/**
 * Was anything judged? When not, the run is incomplete; but conversations out of
 * scope alone are a rest with --idle-ok, which run->idle then says.
 *
 * @counts  of the flows that verdicts were found for
 */
void completeness_judged(struct run *run, enum judged judged,
                         const struct judged_flows *counts);

/** The same of an audit, and what it had no memory for. */
void completeness_concluded(struct run *run, const struct audit *audit);

#endif
