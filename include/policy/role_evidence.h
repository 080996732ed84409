/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * role_evidence - what tells one role from another when nobody declared it.
 *
 * Room: policy. signatures/roles.yaml holds it as data; judge adds up the
 * scores of what a host was seen doing.
 */
#ifndef POLICY_ROLE_EVIDENCE_H
#define POLICY_ROLE_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "policy/role.h"
#include "policy/site.h"

#define ROLE_EVIDENCE_ENOUGH 50 /* a role with this score is taken as inferred */

enum role_evidence_kind {
	ROLE_EVIDENCE_LISTENS,   /* answered on a flow that row `match` explains */
	ROLE_EVIDENCE_INITIATES, /* opened such a flow, and was answered */
	ROLE_EVIDENCE_AGENT, /* sent a User-Agent or Server header that glob `match` fits */
	ROLE_EVIDENCE_NAME,    /* is called a name that glob `match` fits */
	ROLE_EVIDENCE_ANSWERS, /* answered on port `match`, whatever row lists it */
	ROLE_EVIDENCE_ASKS,    /* asked in TLS for a name of row `match` */
};

struct role_evidence {
	enum role_evidence_kind kind;
	const char *match; /* row id, port or glob (fnmatch(3), case ignored) */
	enum role role;
	int score;            /* 1..100; may be negative: speaks against the role */
	bool needs_confirmed; /* a payload hint must support the row; default true */
	role_set with; /* counts only on a host that has this role as well; 0: always */
	role_set without; /* counts only on a host that has none of these */
	bool proof; /* no other role shows it: a role with proofs needs one of them */
	const char
		*once; /* of a role's entries with one word the weightiest counts; NULL */
	role_set
		peer; /* `listens`, `answers`: only when one of these opened it; 0: whoever did */
	bool peer_public;     /* only when the other end has a public address */
	role_set stands_for;  /* of a load balancer: for these roles */
	product_set products; /* it tells which of these servers run, and no role; or 0 */
	struct port_span port; /* of ROLE_EVIDENCE_ANSWERS */
	uint64_t speaks;       /* counts only for flows with one of these hints; 0: any */
	const char *why;       /* a sentence for the report */
	unsigned line;
};

struct role_evidence_list {
	struct role_evidence *items;
	size_t count;
	void *strings; /* owned */
};

#endif
