/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cause - findings that one decision would settle: what a person reads and acts on.
 *
 * Room: judge. Every finding of an audit belongs to exactly one cause. Owned by
 * the judge, as the audit is; strings are NUL-terminated and may hold captured bytes.
 */
#ifndef JUDGE_CAUSE_H
#define JUDGE_CAUSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/language.h"
#include "judge/finding.h"

/* One act. */
struct audit_remedy {
	const char *text[LANGUAGES]; /* a sentence in the imperative */
	const char *code; /* what to type or paste, lines ended by '\n'; NULL: none */
	const char *
		lang; /* where it goes, a message: "site file, ports:"; NULL without code */
};

struct audit_cause {
	char id[12];            /* from what its findings share: "C-9d310f2a" */
	enum severity severity; /* of its worst finding */
	enum finding_kind kind; /* of the same */
	bool is_public;         /* an end of one of its findings is a public address */
	/* "SSH listens on 22/tcp of 6 hosts, in no document", and no more than a cell of it */
	const char *title[LANGUAGES], *brief[LANGUAGES];
	/* the listeners' hosts and the initiators: "fe01, fe02", "17 hosts" */
	const char *where[LANGUAGES], *from[LANGUAGES];
	const struct audit_finding **findings; /* worst first */
	size_t finding_count;
	uint64_t flows, bytes;
	int64_t first_us, last_us;
	uint64_t hours[FINDING_HOURS]; /* those of its findings together */
	struct sentence_list why[LANGUAGES];
	struct audit_said *said;
	size_t said_count;
	struct audit_remedy remedy;
	/* Items for the site file, if it is meant to be: for `allow:`; NULL where the remedy says
	 * all, or nothing but `any` would cover it. Else, if it is to be borne, for `accept:`. */
	const char *allow, *accept;
};

#endif
