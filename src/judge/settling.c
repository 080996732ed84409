/* SPDX-License-Identifier: BSD-2-Clause */
#include "settling.h"

#include <string.h>

#include "inspect/modality.h"

#include "facts.h"
#include "judge_private.h"
#include "side_rows.h"

/* Rules that fit both ends and that @hints support, whatever the port. */
static struct row_set rules_but_for_port(const struct judge *judge,
                                         const struct audit_finding *finding)
{
	struct side_rows h = side_rows_of(judge->policy, finding->hints);
	bool declared;
	host_class listener =
		facts_class_of(&judge->decider.knowledge, &finding->address, &declared);
	struct row_set set =
		row_set_and(&h.confirmed, policy_by_listener(judge->policy, listener));

	for (size_t i = 0; i < finding->peer_count; i++)
		set = row_set_and(&set, policy_by_initiator(
						judge->policy,
						facts_class_of(&judge->decider.knowledge,
		                                               &finding->peers[i].address,
		                                               &declared)));
	return row_set_without(&set, policy_any_listener(judge->policy));
}

static bool has_transport(const struct rule *rule, uint8_t transport)
{
	for (size_t i = 0; i < rule->port_count; i++)
		if (rule->ports[i].transport == transport)
			return true;
	return false;
}

/* The kind of media that the payload shows, then the most of what it speaks; 0: not at all. */
static unsigned fit(const struct rule *rule, const struct audit_finding *finding)
{
	uint64_t hints = finding->hints[FLOW_INITIATOR] | finding->hints[FLOW_RESPONDER];
	unsigned spoken = (unsigned)__builtin_popcountll(hints & rule->row->speaks);
	bool is_known = finding->modality != MODALITY_UNKNOWN &&
	                rule->row->modality != MODALITY_UNKNOWN;

	if (!has_transport(rule, finding->transport) ||
	    (is_known && rule->row->modality != finding->modality))
		return 0;
	return (unsigned)is_known << 8 | spoken;
}

/* Of @set, the rules that fit @finding best are of one service: which? NULL: of several, or none */
static const struct rule *only_service(const struct judge *judge,
                                       const struct row_set *set,
                                       const struct audit_finding *finding)
{
	size_t count;
	const struct rule *rules = policy_rules(judge->policy, &count), *best = NULL;
	unsigned best_fit = 0;
	bool several = false;

	for (unsigned i = row_set_next(set, 0); i < count; i = row_set_next(set, i + 1)) {
		unsigned own = fit(&rules[i], finding);

		if (own == 0 || own < best_fit)
			continue;
		if (own > best_fit)
			several = false;
		else
			several |= strcmp(best->row->service, rules[i].row->service) != 0;
		best = &rules[i];
		best_fit = own;
	}
	return several ? NULL : best;
}

const struct rule *settling_service(const struct judge *judge,
                                    const struct audit_cause *cause)
{
	const struct rule *found = NULL;

	for (size_t i = 0; i < cause->finding_count; i++) {
		const struct audit_finding *finding = cause->findings[i];
		struct row_set set = rules_but_for_port(judge, finding);
		const struct rule *rule = finding->peers_total == finding->peer_count
		                                  ? only_service(judge, &set, finding)
		                                  : NULL;

		if (!rule ||
		    (found && strcmp(found->row->service, rule->row->service) != 0))
			return NULL;
		found = rule;
	}
	return found;
}

static role_set served_by_all(const struct audit_cause *cause)
{
	role_set roles = ROLE_LYNC_SERVERS & ~ROLE_BIT(ROLE_LOAD_BALANCER);

	for (size_t i = 0; i < cause->finding_count; i++)
		roles &= cause->findings[i]->roles;
	return roles;
}

static bool is_explained(const struct judge *judge, const struct audit_finding *finding,
                         host_class initiator)
{
	bool declared;
	host_class listener =
		facts_class_of(&judge->decider.knowledge, &finding->address, &declared);
	struct side_rows h = side_rows_of(judge->policy, finding->hints);
	struct row_set set = row_set_and(
		policy_by_port(judge->policy, finding->transport, finding->port),
		policy_by_listener(judge->policy, listener));

	set = row_set_and(&set, policy_by_initiator(judge->policy, initiator));
	set = row_set_and(&set, &h.possible);
	return !row_set_is_empty(&set);
}

role_set settling_balanced(const struct judge *judge, const struct address *source,
                           const struct audit_cause *cause)
{
	role_set balanced = served_by_all(cause);
	const struct host_traits traits = { .roles = ROLE_BIT(ROLE_LOAD_BALANCER) |
		                                     role_set_balancing(balanced) };

	if (!balanced || address_is_public(source))
		return 0;
	for (size_t i = 0; i < cause->finding_count; i++)
		if (!is_explained(judge, cause->findings[i],
		                  policy_class_of(judge->policy, &traits)))
			return 0;
	return balanced;
}
