/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flow_record - an ended flow with its verdict and the reasons, as reports write it.
 *
 * Room: app, private. Judged with the roles that are known when it is asked for.
 */
#ifndef FLOW_RECORD_H
#define FLOW_RECORD_H

#include "base/sentences.h"
#include "judge/judge.h"
#include "report/report.h"

#include "pipeline_sink.h"

struct run;

struct flow_record {
	struct verdict verdict;
	struct sentences reasons; /* owned: sentences_fini(); used again by the next */
	/* Borrows from the above, from the flow and from the run's inputs. */
	struct report_flow shown;
};

/** Fill @record, zeroed before its first use, with @ended, whose direction is concluded. */
void flow_record_make(struct flow_record *record, struct run *run,
                      struct ended_flow *ended);

#endif
