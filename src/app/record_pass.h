/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * record_pass - reads the inputs that hold records into the pipeline's sink.
 *
 * Room: app, private. Behind the packets, so that a command sees one stream of ended
 * flows, whatever they come from.
 */
#ifndef RECORD_PASS_H
#define RECORD_PASS_H

struct run;

/** Read the run's packets, then its records. */
void record_pass_run(struct run *run);

#endif
