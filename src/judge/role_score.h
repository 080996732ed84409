/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * role_score - what the evidence of one host adds up to, for each role.
 *
 * Room: judge, private. docs/roles.md has the rules: an entry counts once, of
 * those that one thing shows the weightiest alone, and a role that shares its
 * listeners with others needs a proof.
 */
#ifndef ROLE_SCORE_H
#define ROLE_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "policy/role_evidence.h"

#include "host_table.h"

#define ROLE_SCORE_ONCE 48 /* words of `once`; entries with more of them count alone */

struct role_rules {
	const struct role_evidence_list *list; /* borrowed, may be NULL */
	uint8_t once[HOST_EVIDENCE_WORDS *
	             64];     /* by entry: number of its word, 0 for none */
	role_set needs_proof; /* roles with a proof in the list */
};

struct role_scores {
	int points[ROLE_HOST_ROLES]; /* may be below 0, or above 100 */
	role_set proven;             /* those that need no proof among them */
	role_set balanced;           /* what a load balancer would stand for */
};

void role_rules_init(struct role_rules *rules, const struct role_evidence_list *list);

/** Add up what @host showed, taken to have @roles. */
struct role_scores role_score_all(const struct role_rules *rules, const struct host *host,
                                  role_set roles);

/** Score of one role, 0..100; the entries it rests on are added to @entries. */
int role_score_one(const struct role_rules *rules, const struct host *host,
                   enum role role, struct evidence_bits *entries);

/** The roles that @scores are enough for. */
role_set role_scores_enough(const struct role_scores *scores);

#endif
