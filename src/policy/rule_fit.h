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

#include "policy/rule.h"

enum rule_hint_fit {
	RULE_CONTRADICTED,
	RULE_SILENT, /* the payload says nothing about it */
	RULE_SUPPORTED,
};

/** Could a host with @roles be the rule's listener? 0 is an unknown host. */
bool rule_fits_listener(const struct rule *rule, role_set roles);

/** Could it be its initiator? @benefit_of_doubt: unknown hosts fit every rule. */
bool rule_fits_initiator(const struct rule *rule, role_set roles, bool benefit_of_doubt);

enum rule_hint_fit rule_fits_hints(const struct rule *rule, uint64_t hints);

#endif
