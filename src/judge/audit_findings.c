/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Findings: what a person reads and acts on.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "judge/judge.h"

#include "audit_exceptions.h"
#include "audit_findings.h"
#include "audit_room.h"
#include "explain_words.h"
#include "naming.h"

/* --- Reasons -------------------------------------------------------------------------- */

struct reasons reasons_empty(const struct judge *judge)
{
	struct reasons reasons = { .other = judge->options.language };

	for (unsigned i = 0; i < LANGUAGES; i++)
		reasons.in[i].language = (enum language)i;
	return reasons;
}

void reasons_fini(struct reasons *reasons)
{
	for (unsigned i = 0; i < LANGUAGES; i++)
		sentences_fini(&reasons->in[i]);
}

void reasons_say(struct reasons *reasons, const char *english, const char *const *values)
{
	for (unsigned i = 0; i < LANGUAGES; i++)
		if (reasons_are_in(reasons, (enum language)i))
			sentences_say(&reasons->in[i], english, values);
}

bool audit_finish_finding(const struct judge *judge, struct arena *arena, uint16_t port,
                          struct reasons *reasons, struct audit_finding *finding)
{
	bool copied = true;

	for (unsigned i = 0; i < LANGUAGES; i++)
		copied = copied &&
		         sentences_copy(&reasons->in[i], arena, &finding->reasons[i]);
	reasons_fini(reasons);
	finding->cause = FINDING_NO_CAUSE;
	finding->matter = finding_kind_matter(finding->kind);
	finding->name = naming_of(judge, &finding->address);
	if (!finding->protocol)
		finding->protocol = "";
	finding_id(finding->id, &finding->address, port, finding->transport,
	           finding->matter);
	return copied;
}

/* --- Scans --------------------------------------------------------------------------- */

static void say_scan(const struct outcome_scan *scan, struct reasons *reasons)
{
	char address[ADDRESS_TEXT_SIZE], numbers[5][24];
	const uint64_t values[] = { scan->listeners - scan->answered, scan->targets,
		                    scan->lowest_port, scan->highest_port,
		                    scan->answered };

	for (size_t i = 0; i < ARRAY_LEN(values); i++)
		snprintf(numbers[i], sizeof(numbers[i]), "%llu",
		         (unsigned long long)values[i]);
	reasons_say(reasons,
	            scan->targets == 1 ? "%1 tried %2 listeners on %3 host, ports %4 to "
	                                 "%5, in vain"
	                               : "%1 tried %2 listeners on %3 hosts, ports %4 to "
	                                 "%5, in vain",
	            (const char *[]){ address_format(&scan->source, address), numbers[0],
	                              numbers[1], numbers[2], numbers[3], NULL });
	if (scan->answered)
		reasons_say(reasons,
		            "%1 more answered; what listens there is reported by port",
		            (const char *[]){ numbers[4], NULL });
}

static bool make_scan(const struct judge *judge, struct arena *arena,
                      const struct outcome_scan *scan, struct audit_finding *finding)
{
	struct reasons reasons = reasons_empty(judge);

	*finding = (struct audit_finding){
		.kind = FINDING_SCAN,
		.severity = address_is_public(&scan->source) && !scan->answered
		                    ? SEVERITY_LOW
		                    : SEVERITY_MEDIUM,
		.address = scan->source,
		.port = scan->lowest_port,
		.port_high = scan->highest_port,
		.flows = scan->flows,
		.bytes = scan->bytes,
		.first_us = scan->first_us,
		.last_us = scan->last_us,
		.sensors = scan->sensors,
	};
	say_scan(scan, &reasons);
	return audit_finish_finding(judge, arena, 0, &reasons, finding);
}

static bool add_scans(const struct judge *judge, struct audit *audit, struct arena *arena)
{
	for (size_t i = 0; i < judge->outcomes.scan_count; i++) {
		const struct outcome_scan *scan = &judge->outcomes.scans[i];

		struct audit_finding *finding;

		if (!outcome_scan_is_one(scan))
			continue;
		finding = audit_next_finding(judge, audit, arena, AUDIT_ROOM_FINDINGS,
		                             false);
		if (finding && !make_scan(judge, arena, scan, finding))
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

static void say_undeclared(const struct host *host, role_set roles,
                           struct reasons *reasons)
{
	char address[ADDRESS_TEXT_SIZE];

	address_format(&host->address, address);
	for (unsigned i = 0; i < LANGUAGES; i++) {
		struct text names = { 0 };

		if (!reasons_are_in(reasons, (enum language)i))
			continue;
		text_say_roles(&names, (enum language)i, roles, " and ");
		sentences_say(&reasons->in[i],
		              "%1 behaves as %2; the site file does not declare it",
		              (const char *[]){ address, text_string(&names), NULL });
		reasons->in[i].text.failed |= names.failed;
		text_fini(&names);
	}
}

static bool make_undeclared(const struct judge *judge, struct arena *arena,
                            const struct host *host, role_set roles,
                            struct audit_finding *finding)
{
	struct reasons reasons = reasons_empty(judge);

	*finding = (struct audit_finding){
		.kind = FINDING_UNDECLARED_SERVER,
		.severity = SEVERITY_MEDIUM,
		.address = host->address,
		.roles = roles,
		.flows = host->flows,
		.first_us = host->first_us,
		.last_us = host->last_us,
	};
	say_undeclared(host, roles, &reasons);
	return audit_finish_finding(judge, arena, 0, &reasons, finding);
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
		struct audit_finding *finding;

		if (!roles)
			continue;
		finding = audit_next_finding(judge, audit, arena, AUDIT_ROOM_FINDINGS,
		                             false);
		if (finding && !make_undeclared(judge, arena, host, roles, finding))
			return false;
	}
	return true;
}

static int compare_findings(const void *a, const void *b)
{
	const struct audit_finding *x = a, *y = b;
	int order = (int)y->severity - (int)x->severity;

	if (order == 0)
		order = address_compare(&x->address, &y->address);
	if (order == 0)
		order = (int)x->transport - (int)y->transport;
	if (order == 0)
		order = (int)x->port - (int)y->port;
	if (order == 0)
		order = strcmp(finding_kind_name(x->kind), finding_kind_name(y->kind));
	return order ? order : strcmp(x->id, y->id);
}

/* What an allow excuses is known, and what is accepted may be any of them. */
static bool make_lists(const struct judge *judge, struct audit *audit,
                       struct arena *arena)
{
	const struct site *site = policy_site(judge->policy);
	size_t excused, most = audit_count_accusations(judge, &excused) +
	                       judge->outcomes.scan_count + count_undeclared(judge) +
	                       audit_count_tls(judge);
	size_t suppressed = site && site->accept_count > 0 ? most : excused;

	audit->findings = arena_alloc(arena, audit_room_for_findings(judge, most),
	                              sizeof(*audit->findings));
	audit->suppressed = arena_alloc(arena, audit_room_for_findings(judge, suppressed),
	                                sizeof(*audit->suppressed));
	return audit->findings && audit->suppressed;
}

bool audit_build_findings(const struct judge *judge, struct audit *audit,
                          struct arena *arena)
{
	if (!make_lists(judge, audit, arena) ||
	    !audit_add_listeners(judge, audit, arena) ||
	    !add_undeclared(judge, audit, arena) || !add_scans(judge, audit, arena) ||
	    !audit_add_tls(judge, audit, arena) ||
	    !audit_apply_accepts(judge, audit, arena))
		return false;
	array_sort(audit->findings, audit->finding_count, sizeof(*audit->findings),
	           compare_findings);
	array_sort(audit->suppressed, audit->suppressed_count, sizeof(*audit->suppressed),
	           compare_findings);
	return true;
}
