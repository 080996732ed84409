/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * origin - what says a row, or one of its peers, and how sure that is.
 *
 * Room: policy. What of it is left open is said by what it belongs to: row_origin.h.
 */
#ifndef POLICY_ORIGIN_H
#define POLICY_ORIGIN_H

#include <stdbool.h>

#include "policy/role.h"

enum certainty {
	CERTAINTY_UNSTATED,   /* as what it belongs to */
	CERTAINTY_DOCUMENTED, /* by the vendor */
	CERTAINTY_TOPOLOGY,   /* declared in topologies of real deployments */
	CERTAINTY_FIELD,      /* reported by those who run it */
	CERTAINTY_INFERRED,   /* general knowledge: stands until it is proven wrong */
	CERTAINTIES,
};

struct origin {
	const char *source; /* NULL: that of what it belongs to */
	enum certainty certainty;
};

/* Peers of a row that one source names. */
struct peer_origin {
	role_set peers;
	bool any_peer; /* `any` is among them */
	struct origin origin;
};

/** "documented", "topology", "field", "inferred"; "unstated". Static. */
const char *certainty_name(enum certainty certainty);

#endif
