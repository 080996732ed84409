/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judging - what is read goes to the judge, and for who drafts a site file nowhere else.
 *
 * Room: app, private. Where several sensors may have seen the same, it waits in between
 * until all of it is there: from judging_begin() to judging_end().
 */
#ifndef JUDGING_H
#define JUDGING_H

#include <stdbool.h>

#include "base/attributes.h"

#include "pipeline_sink.h"

struct audit;
struct ended_flow;
struct error;
struct run;

/** @run, which is prepared, ends: what several sensors saw is to be one. */
MUST_CHECK bool judging_begin(struct run *run, struct error *err);

/** Give @ended, which may stand for many, to the judge of @run. Its details may be moved. */
void judging_observe(struct run *run, struct ended_flow *ended);

/** All was read. */
void judging_end(struct run *run);

/** Gives all that is read to the judge of @run. */
struct pipeline_sink judging_sink(struct run *run);

/** Read @run, which is prepared with that sink, to its end. @return what is concluded; NULL: out of memory */
const struct audit *judging_read(struct run *run);

#endif
