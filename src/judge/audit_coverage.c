/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Coverage: for each documented row, was it seen? The same algebra, asked in
 * the other order.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "policy/catalogue.h"

#include "audit_build.h"
#include "side_rows.h"

/* What one rule was seen doing. */
struct seen {
	bool confirmed, seen, refused;
	uint64_t flows;
};

static void credit(struct seen *seen, const struct outcome *outcome, bool confirmed)
{
	if (verdict_is_attempt((enum verdict_kind)outcome->kind)) {
		seen->refused = true;
		return;
	}
	seen->seen = true;
	seen->confirmed |= confirmed;
	seen->flows += outcome->flows;
}

/* Duplicate rows of a table are all covered by what covers one of them. */
static void credit_outcome(const struct judge *judge, struct seen *seen, size_t count,
                           const struct outcome *outcome)
{
	const struct rule *rules = policy_rules(judge->policy, &count);
	const struct conversation *sample = &outcome->sample;
	const struct side_rows h = side_rows_of(judge->policy, sample->hints);
	struct row_set fits = row_set_and(
		policy_by_port(judge->policy, sample->transport, sample->responder_port),
		policy_by_listener(judge->policy, outcome->verdict.responder));

	fits = row_set_and(
		&fits, policy_by_initiator(judge->policy, outcome->verdict.initiator));
	fits = row_set_and(&fits, &h.possible);
	for (unsigned i = 0; i < count; i++) {
		bool own = rules[i].row == outcome->rule->row;

		if (own || row_set_contains(&fits, i))
			credit(&seen[i], outcome,
			       own ? outcome->confirmed
			           : row_set_contains(&h.confirmed, i));
	}
}

static void mark_roles(const struct judge *judge, bool *applies, role_set roles)
{
	size_t count;
	const struct rule *rules = policy_rules(judge->policy, &count);

	for (size_t j = 0; roles != 0 && j < count; j++) {
		bool listens = rules[j].listener_all || !rules[j].initiator_all;
		role_set all = listens ? rules[j].listener_all : rules[j].initiator_all;
		role_set any = listens ? rules[j].listener_any : rules[j].initiator_any;

		applies[j] |= (roles & all) == all && (any == 0 || (roles & any));
	}
}

/* Does any host of the site, seen or only declared, have the role that the row is about? */
static void mark_applying(const struct judge *judge, bool *applies)
{
	const struct site *site = policy_site(judge->policy);
	role_set earnable = policy_earnable_roles(judge->policy);

	for (size_t i = 0; i < judge->hosts.count; i++) {
		role_set roles = host_judged_roles(&judge->hosts.hosts[i], earnable);

		if (i == 0 ||
		    roles != host_judged_roles(&judge->hosts.hosts[i - 1], earnable))
			mark_roles(judge, applies, roles);
	}
	for (size_t i = 0; site && i < site->host_count; i++)
		mark_roles(judge, applies, site->hosts[i].roles);
	for (size_t i = 0; site && i < site->network_count; i++)
		mark_roles(judge, applies, site->networks[i].roles);
}

static enum coverage_state state_of(const struct seen *seen)
{
	return seen->confirmed ? COVERAGE_CONFIRMED
	       : seen->seen    ? COVERAGE_SEEN
	       : seen->refused ? COVERAGE_REFUSED
	                       : COVERAGE_NEVER;
}

/* Among the rows that count, in the tables' order, those that this site leaves out. */
static bool add_left_out(const struct judge *judge, struct audit *audit,
                         struct arena *arena)
{
	size_t count, all = 0, at = 0, catalogues;
	const struct catalogue *const *list =
		policy_catalogues(judge->policy, &catalogues);
	struct audit_coverage *covered = audit->coverage, *whole;

	for (size_t i = 0; i < catalogues; i++)
		all += list[i]->known_only ? 0 : list[i]->row_count;
	whole = arena_alloc(arena, all + audit->coverage_count, sizeof(*whole));
	if (!whole)
		return false;
	count = audit->coverage_count;
	audit->coverage = whole;
	audit->coverage_count = 0;
	for (size_t i = 0; i < catalogues; i++) {
		for (size_t j = 0; !list[i]->known_only && j < list[i]->row_count; j++) {
			const struct row *row = &list[i]->rows[j];
			const struct rule *rule = policy_rule_of(judge->policy, row);

			if (at < count && covered[at].rule->row == row)
				whole[audit->coverage_count++] = covered[at++];
			else if (rule)
				whole[audit->coverage_count++] =
					(struct audit_coverage){ rule, COVERAGE_NEVER, 0,
					                         false };
		}
	}
	while (at < count)
		whole[audit->coverage_count++] = covered[at++];
	return true;
}

bool audit_build_coverage(const struct judge *judge, struct audit *audit,
                          struct arena *arena)
{
	size_t count;
	const struct rule *rules = policy_rules(judge->policy, &count);
	struct seen *seen = arena_alloc(arena, count, sizeof(*seen));
	bool *applies = arena_alloc(arena, count, sizeof(*applies));

	audit->coverage = arena_alloc(arena, count, sizeof(*audit->coverage));
	if (!seen || !applies || !audit->coverage)
		return false;
	for (size_t i = 0; i < judge->outcomes.count; i++)
		if (judge->outcomes.outcomes[i].rule)
			credit_outcome(judge, seen, count, &judge->outcomes.outcomes[i]);
	mark_applying(judge, applies);

	/* The two rules of a row that documents both directions stand side by side. */
	for (size_t i = 0; i < count; i++) {
		bool same_row = i > 0 && rules[i].row == rules[i - 1].row;
		enum coverage_state state = state_of(&seen[i]);

		if (rules[i].known_only)
			continue;
		if (!same_row) {
			audit->coverage[audit->coverage_count++] =
				(struct audit_coverage){ &rules[i], state, seen[i].flows,
				                         applies[i] };
			continue;
		}
		struct audit_coverage *before =
			&audit->coverage[audit->coverage_count - 1];

		before->applies |= applies[i];
		if (state < before->state)
			before->state = state;
		if (seen[i].flows > before->flows)
			before->flows = seen[i].flows;
	}
	return add_left_out(judge, audit, arena);
}
