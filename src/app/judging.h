/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judging - a run that is only judged: for who drafts a site file from it.
 *
 * Room: app, private.
 */
#ifndef JUDGING_H
#define JUDGING_H

#include "pipeline_sink.h"

struct audit;
struct run;

/** Gives all that is read to the judge of @run. */
struct pipeline_sink judging_sink(struct run *run);

/** Read @run, which is prepared with that sink, to its end. @return what is concluded; NULL: out of memory */
const struct audit *judging_read(struct run *run);

#endif
