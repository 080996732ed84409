/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exception - what the site file allows or bears, whom it served and until when it holds.
 *
 * Room: judge. Owned by the judge, as the audit is.
 */
#ifndef JUDGE_EXCEPTION_H
#define JUDGE_EXCEPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/language.h"

#include "judge/finding.h"

/* By the end of what was captured. */
enum exception_state {
	EXCEPTION_EXPIRED, /* what it covers is found again */
	EXCEPTION_ENDS,    /* within 30 days */
	EXCEPTION_NO_END,
	EXCEPTION_UNUSED,
	EXCEPTION_IN_FORCE,
	EXCEPTION_STATES,
};

struct audit_exception {
	bool is_accept;      /* of a finding by its id; else an allow */
	const char *finding; /* that is accepted; NULL of an allow */
	/* Of an allow as the site file has them: "any", "fe01, 10.9.0.0/16"; NULL of an accept.
	 * Of ports and speaks "" is everything. */
	const char *from, *to, *ports, *speaks;
	const char *reason, *ticket, *until; /* as written; "" when not given */
	const char *file;
	unsigned line;
	enum exception_state state;
	const char *remark[LANGUAGES]; /* a sentence; "" where nothing is to be said */
	uint64_t flows;                /* that it covered, or would have */
	const struct audit_finding **used; /* what it covers, in force */
	size_t used_count;
};

/** "expired", "ends", "no end", "unused", "in force". Static. */
const char *exception_state_name(enum exception_state state);

#endif
