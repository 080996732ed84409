/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judging - what is read goes to the judge, and for who drafts a site file nowhere else.
 *
 * Room: app, private.
 */
#ifndef JUDGING_H
#define JUDGING_H

#include "pipeline_sink.h"

struct audit;
struct ended_flow;
struct run;

/** Give @ended, which may stand for many, to the judge of @run. */
void judging_observe(struct run *run, const struct ended_flow *ended);

/** Gives all that is read to the judge of @run. */
struct pipeline_sink judging_sink(struct run *run);

/** Read @run, which is prepared with that sink, to its end. @return what is concluded; NULL: out of memory */
const struct audit *judging_read(struct run *run);

#endif
