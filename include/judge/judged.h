/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judged - was anything judged at all?
 *
 * Room: judge. A capture in which nothing could be judged is no clean network:
 * "no findings" is only said of traffic that a verdict was found for. Design
 * section 6.
 */
#ifndef JUDGE_JUDGED_H
#define JUDGE_JUDGED_H

#include <stdint.h>

struct verdict;

/* Flows that verdicts were found for, to be counted with judged_add(). */
struct judged_flows {
	uint64_t all;
	uint64_t in_scope;  /* with another verdict than out-of-scope */
	uint64_t confirmed; /* of those, whose payload supports the row */
};

enum judged {
	JUDGED_TRAFFIC,        /* something was */
	JUDGED_NO_FLOW,        /* no conversation at all */
	JUDGED_OUT_OF_SCOPE,   /* conversations, none of them of a Lync server */
	JUDGED_SILENT_SERVERS, /* none of the site's Lync servers said a word, and no
	                          payload confirmed a row */
};

/** Count @flows flows that @verdict is about. */
void judged_add(struct judged_flows *counts, const struct verdict *verdict,
                uint64_t flows);

#endif
