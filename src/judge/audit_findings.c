/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Findings: what a person reads and acts on.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/sentences.h"
#include "inspect/hint.h"
#include "judge/judge.h"

#include "audit_build.h"
#include "audit_remedy.h"
#include "facts.h"

const char *finding_kind_name(enum finding_kind kind)
{
	static const char *const names[FINDING_KINDS - VERDICTS] = {
		[FINDING_CLEARTEXT - VERDICTS] = "cleartext",
		[FINDING_NO_CLIENT_CERTIFICATE - VERDICTS] = "no-client-certificate",
		[FINDING_EXPIRED_ALLOW - VERDICTS] = "expired-allow",
		[FINDING_SCAN - VERDICTS] = "scan",
		[FINDING_UNDECLARED_SERVER - VERDICTS] = "undeclared-server",
	};

	return (unsigned)kind < VERDICTS ? verdict_kind_name((enum verdict_kind)kind)
	                                 : names[kind - VERDICTS];
}

static enum finding_kind kind_of(const struct outcome *outcome)
{
	switch ((enum verdict_twist)outcome->twist) {
	case TWIST_CLEARTEXT:
		return FINDING_CLEARTEXT;
	case TWIST_NO_CLIENT_CERTIFICATE:
		return FINDING_NO_CLIENT_CERTIFICATE;
	case TWIST_NONE:
	case TWIST_NOT_TLS:
	case TWIST_TLS_UNEXPECTED:
	case TWIST_LOAD_BALANCER:
		break;
	}
	return outcome->expired_allow ? FINDING_EXPIRED_ALLOW
	                              : (enum finding_kind)outcome->kind;
}

/* What is said of a finding while it is made. */
struct draft {
	struct sentences reasons;
	struct text remedy;
};

/* The same listener, kind and row have the same id in every run. */
static void make_id(struct audit_finding *finding)
{
	static const struct hash_key fixed = { UINT64_C(0x66696e64696e67), 1 };
	const struct rule *rule = finding->rule ? finding->rule : finding->nearest;
	struct text identity = { 0 };
	char address[ADDRESS_TEXT_SIZE];

	text_addf(&identity, "%s %s %u/%u %s", finding_kind_name(finding->kind),
	          address_format(&finding->address, address), finding->port,
	          finding->transport, rule ? rule->row->id : "-");
	snprintf(finding->id, sizeof(finding->id), "F-%08x",
	         (unsigned)hash_bytes(&fixed, identity.at ? identity.at : "",
	                              identity.len));
	text_fini(&identity);
}

/* How every finding ends: it gets its id and what was said of it, which goes with the audit. */
static bool finish(struct arena *arena, struct draft *draft,
                   struct audit_finding *finding)
{
	bool copied = sentences_copy(&draft->reasons, arena, &finding->reasons,
	                             &finding->reason_count);

	make_id(finding);
	finding->remedy = text_copy(&draft->remedy, arena);
	sentences_fini(&draft->reasons);
	text_fini(&draft->remedy);
	return copied && finding->remedy;
}

static int compare_peers(const void *a, const void *b)
{
	const struct audit_peer *x = a, *y = b;

	if (x->flows != y->flows)
		return x->flows > y->flows ? -1 : 1;
	return memcmp(&x->address, &y->address, sizeof(x->address));
}

static bool fill_peers(const struct judge *judge, struct arena *arena,
                       const struct outcome *outcome, struct audit_finding *finding)
{
	finding->peers_total = outcome->peers_total;
	finding->peers = arena_alloc(arena, outcome->peer_count, sizeof(*finding->peers));
	if (!finding->peers)
		return false;
	for (size_t i = 0; i < outcome->peer_count; i++) {
		bool declared;

		finding->peers[finding->peer_count++] = (struct audit_peer){
			.address = outcome->peers[i].address,
			.roles = policy_traits(judge->policy,
			                       facts_class_of(&judge->decider.knowledge,
			                                      &outcome->peers[i].address,
			                                      &declared))
			                 ->roles,
			.flows = outcome->peers[i].flows,
		};
	}
	array_sort(finding->peers, finding->peer_count, sizeof(*finding->peers),
	           compare_peers);
	return true;
}

/* --- From outcomes --------------------------------------------------------------------- */

/* What was noted about the listener: its certificate, say. */
static void add_said(const struct judge *judge, const struct outcome *outcome,
                     struct sentences *reasons)
{
	const struct listener *listener =
		listener_table_find(&judge->listeners, &outcome->listener,
	                            outcome->port_low, outcome->transport);

	if (outcome->port_low != outcome->port_high)
		return;
	for (size_t i = 0; listener && i < LISTENER_NOTES && listener->notes[i]; i++) {
		text_add(&reasons->text, "noted there: ");
		sentences_add(reasons, listener->notes[i]);
	}
}

static void add_reasons(const struct judge *judge, const struct outcome *outcome,
                        struct sentences *reasons)
{
	judge_explain(judge, &outcome->sample, &outcome->verdict, reasons);
	if (outcome->kind == VERDICT_KNOWN)
		sentences_add(reasons,
		              "with --strict, traffic that only the catalogues of known "
		              "traffic explain is unexpected");
	add_said(judge, outcome, reasons);
}

static bool make_finding(const struct judge *judge, struct arena *arena,
                         const struct outcome *outcome, struct audit_finding *finding)
{
	struct draft draft = { 0 };

	*finding = (struct audit_finding){
		.kind = kind_of(outcome),
		.severity = outcome->verdict.severity,
		.address = outcome->listener,
		.port = outcome->port_low,
		.port_high = outcome->port_high,
		.transport = outcome->transport,
		.flows = outcome->flows,
		.bytes = outcome->bytes,
		.first_us = outcome->first_us,
		.last_us = outcome->last_us,
		.rule = outcome->rule,
		.nearest = outcome->nearest,
	};
	if (!fill_peers(judge, arena, outcome, finding))
		return false;
	add_reasons(judge, outcome, &draft.reasons);
	audit_remedy_add(judge, outcome, finding, &draft.remedy);
	return finish(arena, &draft, finding);
}

/* --- Scans --------------------------------------------------------------------------- */

static bool make_scan(struct arena *arena, const struct outcome_scan *scan,
                      struct audit_finding *finding)
{
	struct draft draft = { 0 };
	char address[ADDRESS_TEXT_SIZE];

	*finding = (struct audit_finding){
		.kind = FINDING_SCAN,
		.severity = SEVERITY_MEDIUM,
		.address = scan->source,
		.port = scan->lowest_port,
		.port_high = scan->highest_port,
		.flows = scan->flows,
		.bytes = scan->bytes,
		.first_us = scan->first_us,
		.last_us = scan->last_us,
	};
	sentences_addf(&draft.reasons,
	               "%s tried %llu listeners on %llu host%s, ports %u to %u, in vain",
	               address_format(&scan->source, address),
	               (unsigned long long)(scan->listeners - scan->answered),
	               (unsigned long long)scan->targets, scan->targets == 1 ? "" : "s",
	               scan->lowest_port, scan->highest_port);
	if (scan->answered)
		sentences_addf(
			&draft.reasons,
			"%llu more answered; what listens there is reported by port",
			(unsigned long long)scan->answered);
	text_addf(
		&draft.remedy,
		"Find out who scans; if it is meant to be, allow it in the site file with: "
		"{from: %s, to: any, reason: \"why\", ticket: ID, until: YYYY-MM-DD}",
		address);
	return finish(arena, &draft, finding);
}

static bool add_scans(const struct judge *judge, struct audit *audit, struct arena *arena)
{
	for (size_t i = 0; i < judge->outcomes.scan_count; i++) {
		const struct outcome_scan *scan = &judge->outcomes.scans[i];

		if (scan->unexplained < SCAN_LISTENERS)
			continue;
		if (!make_scan(arena, scan, &audit->findings[audit->finding_count++]))
			return false;
	}
	return true;
}

/* --- Servers that nobody declared ------------------------------------------------------- */

/* Federation partners are Lync servers too: a public address is none of the site's. */
static role_set undeclared_server_roles(const struct judge *judge,
                                        const struct host *host)
{
	if (!policy_site(judge->policy) || host->declared ||
	    address_is_public(&host->address))
		return 0;
	return host->inferred & ROLE_LYNC_SERVERS & ~policy_earnable_roles(judge->policy);
}

static bool make_undeclared(struct arena *arena, const struct host *host, role_set roles,
                            struct audit_finding *finding)
{
	struct draft draft = { 0 };
	char address[ADDRESS_TEXT_SIZE];

	*finding = (struct audit_finding){
		.kind = FINDING_UNDECLARED_SERVER,
		.severity = SEVERITY_MEDIUM,
		.address = host->address,
		.flows = host->flows,
		.first_us = host->first_us,
		.last_us = host->last_us,
	};
	text_addf(&draft.reasons.text, "%s behaves as ",
	          address_format(&host->address, address));
	text_add_roles(&draft.reasons.text, roles, " and ");
	sentences_add(&draft.reasons, "; the site file does not declare it");
	text_addf(&draft.remedy,
	          "Find out what it is; if it belongs to the site, declare it: "
	          "- {name: NAME, addresses: [%s], roles: [",
	          address);
	text_add_roles(&draft.remedy, roles, ", ");
	text_add(&draft.remedy, "]}");
	return finish(arena, &draft, finding);
}

static size_t count_undeclared(const struct judge *judge)
{
	size_t count = 0;

	for (size_t i = 0; i < judge->hosts.count; i++)
		count += undeclared_server_roles(judge, &judge->hosts.hosts[i]) != 0;
	return count;
}

static bool add_undeclared(const struct judge *judge, struct audit *audit,
                           struct arena *arena)
{
	for (size_t i = 0; i < judge->hosts.count; i++) {
		const struct host *host = &judge->hosts.hosts[i];
		role_set roles = undeclared_server_roles(judge, host);

		if (roles && !make_undeclared(arena, host, roles,
		                              &audit->findings[audit->finding_count++]))
			return false;
	}
	return true;
}

/* --- Allows that did nothing ------------------------------------------------------------ */

static bool add_notes(const struct judge *judge, struct audit *audit, struct arena *arena)
{
	const struct site *site = policy_site(judge->policy);
	struct text note = { 0 };
	bool ok = true;

	audit->notes =
		arena_alloc(arena, site ? site->allow_count : 0, sizeof(*audit->notes));
	if (!audit->notes)
		return false;
	for (size_t i = 0; ok && site && i < site->allow_count; i++) {
		if (judge->allow_used[i] > 0)
			continue;
		text_clear(&note);
		text_addf(&note, "the allow at %s:%u matched nothing",
		          site->allows[i].file, site->allows[i].line);
		audit->notes[audit->note_count] = text_copy(&note, arena);
		ok = audit->notes[audit->note_count++] != NULL;
	}
	text_fini(&note);
	return ok;
}

static int compare_findings(const void *a, const void *b)
{
	const struct audit_finding *x = a, *y = b;
	int order = (int)y->severity - (int)x->severity;

	if (order == 0)
		order = memcmp(&x->address, &y->address, sizeof(x->address));
	if (order == 0)
		order = (int)x->transport - (int)y->transport;
	if (order == 0)
		order = (int)x->port - (int)y->port;
	if (order == 0)
		order = strcmp(finding_kind_name(x->kind), finding_kind_name(y->kind));
	return order ? order : strcmp(x->id, y->id);
}

static bool is_finding(const struct outcome *outcome)
{
	return verdict_is_unexpected((enum verdict_kind)outcome->kind) ||
	       (outcome->kind == VERDICT_KNOWN &&
	        outcome->verdict.severity > SEVERITY_NONE);
}

bool audit_build_findings(const struct judge *judge, struct audit *audit,
                          struct arena *arena)
{
	size_t most = judge->outcomes.count + judge->outcomes.scan_count +
	              count_undeclared(judge);

	audit->findings = arena_alloc(arena, most, sizeof(*audit->findings));
	audit->suppressed =
		arena_alloc(arena, judge->outcomes.count, sizeof(*audit->suppressed));
	if (!audit->findings || !audit->suppressed)
		return false;
	for (size_t i = 0; i < judge->outcomes.count; i++) {
		const struct outcome *outcome = &judge->outcomes.outcomes[i];
		struct audit_finding *finding = NULL;

		if (is_finding(outcome))
			finding = &audit->findings[audit->finding_count++];
		else if (outcome->kind == VERDICT_ALLOWED)
			finding = &audit->suppressed[audit->suppressed_count++];
		if (finding && !make_finding(judge, arena, outcome, finding))
			return false;
	}
	if (!add_scans(judge, audit, arena) || !add_undeclared(judge, audit, arena) ||
	    !add_notes(judge, audit, arena))
		return false;
	array_sort(audit->findings, audit->finding_count, sizeof(*audit->findings),
	           compare_findings);
	array_sort(audit->suppressed, audit->suppressed_count, sizeof(*audit->suppressed),
	           compare_findings);
	return true;
}
