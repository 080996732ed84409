/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Coverage: for each documented row, was it seen? The same algebra, asked in
 * the other order. Then what findings and attempts say of the rows.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "policy/catalogue.h"

#include "audit_build.h"
#include "naming.h"
#include "side_rows.h"

const char *coverage_state_name(enum coverage_state state)
{
	static const char *const names[COVERAGE_STATES] = {
		[COVERAGE_CONFIRMED] = "confirmed", [COVERAGE_SEEN] = "seen",
		[COVERAGE_WRONG] = "wrong",         [COVERAGE_VAIN] = "vain",
		[COVERAGE_NEVER] = "never",         [COVERAGE_NA] = "na",
	};

	return names[state];
}

/* What one rule was seen doing. */
struct seen {
	bool confirmed, seen, refused;
	uint64_t flows;
	struct address
		hosts[COVERAGE_HOSTS]; /* that served, the lowest addresses, in order */
	size_t host_count;
};

static void add_host(struct seen *seen, const struct address *address)
{
	size_t at = seen->host_count;
	int order = 1;

	while (at > 0 && (order = address_compare(&seen->hosts[at - 1], address)) > 0)
		at--;
	if ((at > 0 && order == 0) || at == COVERAGE_HOSTS)
		return;
	if (seen->host_count < COVERAGE_HOSTS)
		seen->host_count++;
	memmove(&seen->hosts[at + 1], &seen->hosts[at],
	        (seen->host_count - at - 1) * sizeof(*address));
	seen->hosts[at] = *address;
}

static void credit(struct seen *seen, const struct outcome *outcome, bool confirmed)
{
	if (verdict_is_attempt((enum verdict_kind)outcome->kind)) {
		seen->refused = true;
		return;
	}
	seen->seen = true;
	seen->confirmed |= confirmed;
	seen->flows += outcome->flows;
	add_host(seen, &outcome->listener);
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

/* Rules whose own role hosts of @class have, on this side, in this mode, on these ports. */
static void mark_class(const struct judge *judge, bool *applies, host_class class)
{
	const struct row_set *listens = policy_by_listener(judge->policy, class);
	const struct row_set *opens = policy_by_initiator(judge->policy, class);
	size_t count;
	const struct rule *rules = policy_rules(judge->policy, &count);

	/* Of whom nothing is known no rule is, though he may open many. */
	if (policy_roles(judge->policy, class) == 0)
		return;
	for (unsigned j = 0; j < count; j++)
		applies[j] |=
			row_set_contains(rules[j].role_listens ? listens : opens, j);
}

/* Is any host of the site, seen or only declared, one that the row is about? */
static void mark_applying(const struct judge *judge, bool *applies)
{
	const struct site *site = policy_site(judge->policy);

	for (size_t i = 0; i < judge->hosts.count; i++)
		if (i == 0 ||
		    judge->hosts.hosts[i].class != judge->hosts.hosts[i - 1].class)
			mark_class(judge, applies, judge->hosts.hosts[i].class);
	for (size_t i = 0; site && i < site->host_count; i++)
		for (size_t j = 0; j < site->hosts[i].address_count; j++)
			mark_class(judge, applies,
			           policy_class_at(judge->policy,
			                           &site->hosts[i].addresses[j], NULL));
	for (size_t i = 0; site && i < site->network_count; i++)
		mark_class(judge, applies,
		           policy_class_with_roles(judge->policy, HOST_CLASS_UNKNOWN,
		                                   site->networks[i].roles));
}

/* --- Rows --------------------------------------------------------------------------------- */

/* What was seen of the other direction of a row is of the row. */
static void join(struct seen *into, const struct seen *other)
{
	into->confirmed |= other->confirmed;
	into->seen |= other->seen;
	into->refused |= other->refused;
	if (other->flows > into->flows)
		into->flows = other->flows;
	for (size_t i = 0; i < other->host_count; i++)
		add_host(into, &other->hosts[i]);
}

static bool fill_hosts(const struct judge *judge, struct arena *arena,
                       const struct seen *seen, struct audit_coverage *coverage)
{
	coverage->hosts = arena_alloc(arena, seen->host_count, sizeof(*coverage->hosts));
	if (!coverage->hosts)
		return false;
	for (size_t i = 0; i < seen->host_count; i++)
		coverage->hosts[coverage->host_count++] = (struct audit_place){
			.address = seen->hosts[i],
			.name = naming_of(judge, &seen->hosts[i]),
		};
	return true;
}

static enum coverage_state state_of(const struct seen *seen, bool applies)
{
	return seen->confirmed ? COVERAGE_CONFIRMED
	       : seen->seen    ? COVERAGE_SEEN
	       : seen->refused ? COVERAGE_VAIN
	       : applies       ? COVERAGE_NEVER
	                       : COVERAGE_NA;
}

/* The two rules of a row that documents both directions stand side by side. */
static bool add_rows(const struct judge *judge, struct audit *audit, struct arena *arena,
                     struct seen *seen, const bool *applies)
{
	size_t count;
	const struct rule *rules = policy_rules(judge->policy, &count);

	for (size_t first = 0, end; first < count; first = end) {
		struct audit_coverage *coverage = &audit->coverage[audit->coverage_count];
		bool applying = applies[first];

		for (end = first + 1; end < count && rules[end].row == rules[first].row;
		     end++) {
			join(&seen[first], &seen[end]);
			applying |= applies[end];
		}
		if (rules[first].known_only)
			continue;
		*coverage = (struct audit_coverage){
			.rule = &rules[first],
			.state = state_of(&seen[first], applying),
			.flows = seen[first].flows,
			.applies = applying,
		};
		if (!fill_hosts(judge, arena, &seen[first], coverage))
			return false;
		audit->coverage_count++;
	}
	return true;
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
					(struct audit_coverage){ .rule = rule,
					                         .state = COVERAGE_NA };
		}
	}
	while (at < count)
		whole[audit->coverage_count++] = covered[at++];
	return true;
}

/* --- What findings and attempts say -------------------------------------------------------- */

/* The row that is not kept: its listener is there, and not as documented. */
static const struct row *broken_row(const struct audit_finding *finding)
{
	const struct rule *rule = finding->rule ? finding->rule : finding->nearest;

	if (!rule || (finding->matter != MATTER_WIRE && finding->matter != MATTER_TLS &&
	              finding->kind != (enum finding_kind)VERDICT_WRONG_INTERFACE))
		return NULL;
	return rule->row;
}

static struct audit_coverage *find_row(struct audit *audit, const struct row *row)
{
	for (size_t i = 0; row && i < audit->coverage_count; i++)
		if (audit->coverage[i].rule->row == row)
			return &audit->coverage[i];
	return NULL;
}

/* What is but low about a row that is served is to be looked at, and breaks no row. */
static bool is_remark(const struct audit_coverage *coverage,
                      const struct audit_finding *finding)
{
	return finding->severity <= SEVERITY_LOW && coverage->state <= COVERAGE_SEEN;
}

/* The worst comes first. */
static void mark_found(struct audit *audit)
{
	for (size_t i = 0; i < audit->finding_count; i++) {
		const struct audit_finding *finding = &audit->findings[i];
		struct audit_coverage *coverage = find_row(audit, broken_row(finding));

		if (!coverage)
			continue;
		if (!is_remark(coverage, finding))
			coverage->state = COVERAGE_WRONG;
		if (!coverage->finding)
			coverage->finding = finding;
		if (finding->cause == coverage->finding->cause)
			coverage->found_flows += finding->flows;
	}
}

static void mark_vain(struct audit *audit)
{
	for (size_t i = 0; i < audit->attempt_count; i++) {
		const struct audit_attempt *attempt = &audit->attempts[i];
		struct audit_coverage *coverage =
			attempt->rule ? find_row(audit, attempt->rule->row) : NULL;

		if (!coverage)
			continue;
		coverage->tries += attempt->flows;
		if (coverage->state >= COVERAGE_NEVER)
			coverage->state = COVERAGE_VAIN;
	}
}

static void write_note(struct text *note, const struct audit_coverage *coverage)
{
	if (coverage->finding)
		text_addf(note, "%s%llu flow%s in cause %zu",
		          coverage->state == COVERAGE_WRONG ? "" : "a remark: ",
		          (unsigned long long)coverage->found_flows,
		          coverage->found_flows == 1 ? "" : "s",
		          coverage->finding->cause + 1);
	else if (coverage->state == COVERAGE_NA)
		text_add(note, "no host of the site has its role, or the site balances "
		               "in another way");
	if (coverage->tries > 0)
		text_add(note, note->len ? "; tried in vain " : "tried in vain ");
	if (coverage->tries == 1)
		text_add(note, "once");
	else if (coverage->tries > 1)
		text_addf(note, "%llu times", (unsigned long long)coverage->tries);
}

static bool add_notes(struct audit *audit, struct arena *arena)
{
	struct text note = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < audit->coverage_count; i++) {
		struct audit_coverage *coverage = &audit->coverage[i];

		text_clear(&note);
		write_note(&note, coverage);
		coverage->note = note.len ? text_copy(&note, arena) : "";
		ok = coverage->note != NULL;
		audit->coverage_counts[coverage->state]++;
	}
	text_fini(&note);
	return ok;
}

bool audit_build_coverage(const struct judge *judge, struct audit *audit,
                          struct arena *arena)
{
	size_t count;

	(void)policy_rules(judge->policy, &count);

	struct seen *seen = arena_alloc(arena, count, sizeof(*seen));
	bool *applies = arena_alloc(arena, count, sizeof(*applies));

	audit->coverage = arena_alloc(arena, count, sizeof(*audit->coverage));
	if (!seen || !applies || !audit->coverage)
		return false;
	for (size_t i = 0; i < judge->outcomes.count; i++)
		if (judge->outcomes.outcomes[i].rule)
			credit_outcome(judge, seen, count, &judge->outcomes.outcomes[i]);
	mark_applying(judge, applies);
	if (!add_rows(judge, audit, arena, seen, applies) ||
	    !add_left_out(judge, audit, arena))
		return false;
	mark_found(audit);
	mark_vain(audit);
	return add_notes(audit, arena);
}
