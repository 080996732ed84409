/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rule_sets - P, R, S and H of a conversation, and what is left as they meet.
 *
 * Room: judge, private. Design section 2: five look-ups and four ANDs.
 */
#ifndef RULE_SETS_H
#define RULE_SETS_H

#include <stdbool.h>

#include "policy/policy.h"

#include "facts.h"
#include "side_rows.h"

struct rule_sets {
	struct row_set p, pr, prs, prsh;
	struct side_rows h;
	enum announcer announcer; /* of the rules in p */
};

struct rule_sets rule_sets_of(struct policy *policy, const struct facts *facts);

/** Of @pr without rules that anybody may listen to, unless they are in @prs: their initiator fits. */
struct row_set rule_sets_without_idle(const struct policy *policy,
                                      const struct row_set *pr,
                                      const struct row_set *prs);

/**
 * The rule of @set that says the most; NULL when it is empty.
 *
 * Most specific first: what the payload supports, the media it shows, the most of its
 * hints, fewest ports, documented; then the order of the tables.
 */
const struct rule *rule_sets_best(const struct policy *policy, const struct row_set *set,
                                  const struct side_rows *h, const struct facts *facts);

/**
 * Does a stranger or a user meet a host that the site guards, at a port its rows list?
 *
 * A wide row says so only of who speaks as it does. Other declared hosts are their
 * administrator's business.
 */
bool rule_sets_meet_guard(const struct policy *policy, const struct facts *facts,
                          const struct rule_sets *sets);

/** Is it somebody of whom the site file says nothing, or a user? */
bool rule_sets_stranger_or_user(const struct policy *policy, host_class class);

bool rule_sets_contain(const struct policy *policy, const struct rule *rule,
                       const struct row_set *set);

#endif
