/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * traffic - who talked to whom, by role, and when: what a picture of the network needs.
 *
 * Room: judge. Part of the audit, owned by the judge that made it.
 */
#ifndef JUDGE_TRAFFIC_H
#define JUDGE_TRAFFIC_H

#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "judge/verdict.h"
#include "policy/role.h"

struct row;

/* Verdicts as a picture shows them. */
enum traffic_class {
	TRAFFIC_EXPECTED,
	TRAFFIC_KNOWN,
	TRAFFIC_ALLOWED,
	TRAFFIC_UNVERIFIED,
	TRAFFIC_UNEXPECTED,
	TRAFFIC_IN_VAIN,
	TRAFFIC_OUT_OF_SCOPE,
	TRAFFIC_CLASSES,
};

/* Ends of an edge: the roles that a host can have, and hosts that have none. */
enum traffic_end {
	TRAFFIC_INTERNET = ROLE_HOST_ROLES, /* a public address */
	TRAFFIC_UNKNOWN,
	TRAFFIC_ENDS,
};

#define TRAFFIC_ROWS  24 /* named of an edge; the rest is left out */
#define TRAFFIC_STEPS 48

/* Flows of one class that hosts of one role opened to hosts of another. */
struct audit_edge {
	uint8_t from, to; /* enum role or traffic_end */
	enum traffic_class class;
	enum severity severity; /* the worst of them */
	uint64_t flows;
	const struct row *
		*rows; /* that explain them, or are nearest; in their tables' order */
	size_t row_count;
};

/* Flows over time. */
struct audit_timeline {
	int64_t start_us, step_us; /* a step of 0: no flow */
	size_t step_count;
	uint64_t flows[TRAFFIC_CLASSES][TRAFFIC_STEPS];
};

/** What a picture shows a host of @roles at @address as: the first of its roles. */
unsigned traffic_end_of(role_set roles, const struct address *address);

/** "front-end", …, "internet", "unknown". Static. */
const char *traffic_end_name(unsigned end);

/** "expected", …, "in-vain", "out-of-scope". Static. */
const char *traffic_class_name(enum traffic_class class);

#endif
