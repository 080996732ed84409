/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rule_fit - does one rule fit a host's roles, or what a payload shows?
 *
 * Room: policy, private. The whole meaning of a row, asked once per distinct
 * role set and hint set.
 */
#ifndef RULE_FIT_H
#define RULE_FIT_H

#include <stdbool.h>
#include <stdint.h>

#include "policy/host_class.h"
#include "policy/rule.h"

enum rule_hint_fit {
	RULE_CONTRADICTED,
	RULE_SILENT, /* the payload says nothing about it */
	RULE_SUPPORTED,
};

/** Could a host with @traits be the rule's listener? Without a role it is an unknown host. */
bool rule_fits_listener(const struct rule *rule, const struct host_traits *traits);

/** Could it be its initiator? @benefit_of_doubt: unknown hosts of the site fit every rule. */
bool rule_fits_initiator(const struct rule *rule, const struct host_traits *traits,
                         bool benefit_of_doubt);

/** Does nothing but the side of an edge server or reverse proxy keep it from fitting? */
bool rule_fits_other_listener(const struct rule *rule, const struct host_traits *traits);
bool rule_fits_other_initiator(const struct rule *rule, const struct host_traits *traits);

enum rule_hint_fit rule_fits_hints(const struct rule *rule, uint64_t hints);

#endif
