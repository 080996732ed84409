/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * origin - what says a row, or one of its peers, and how sure that is.
 *
 * Room: policy. A catalogue names the document its rows are from; a row states
 * an origin where its own differs, and for the peers that another source names.
 */
#ifndef POLICY_ORIGIN_H
#define POLICY_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "policy/role.h"

struct catalogue;
struct row;

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

/** What says @row, whole: its own words, else those of @catalogue, whose row it is. */
struct origin origin_of_row(const struct catalogue *catalogue, const struct row *row);

/**
 * The row's peers group by group, each with what names them, whole.
 *
 * @index   0 for those without a source of their own, which may be none; then up
 * @return  whether there is such a group
 */
bool origin_of_peers(const struct catalogue *catalogue, const struct row *row,
                     size_t index, struct peer_origin *group);

#endif
