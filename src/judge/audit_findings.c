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
#include "judge/judge.h"

#include "audit_exceptions.h"
#include "audit_findings.h"
#include "naming.h"

/* The same listener and matter have the same id in every run, whatever else is known. */
static void make_id(struct audit_finding *finding, uint16_t port)
{
	static const struct hash_key fixed = { UINT64_C(0x66696e64696e67), 2 };
	char address[ADDRESS_TEXT_SIZE], identity[128];
	int len = snprintf(identity, sizeof(identity), "%s %u/%u %s",
	                   address_format(&finding->address, address), port,
	                   finding->transport, finding_matter_name(finding->matter));

	snprintf(finding->id, sizeof(finding->id), "F-%08x",
	         (unsigned)hash_bytes(&fixed, identity, (size_t)len));
}

bool audit_finish_finding(const struct judge *judge, struct arena *arena, uint16_t port,
                          struct sentences *reasons, struct audit_finding *finding)
{
	bool copied =
		sentences_copy(reasons, arena, &finding->reasons, &finding->reason_count);

	finding->cause = FINDING_NO_CAUSE;
	finding->matter = finding_kind_matter(finding->kind);
	finding->name = naming_of(judge, &finding->address);
	if (!finding->protocol)
		finding->protocol = "";
	make_id(finding, port);
	sentences_fini(reasons);
	return copied;
}

/* --- Scans --------------------------------------------------------------------------- */

static bool make_scan(const struct judge *judge, struct arena *arena,
                      const struct outcome_scan *scan, struct audit_finding *finding)
{
	struct sentences reasons = { 0 };
	char address[ADDRESS_TEXT_SIZE];

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
	sentences_addf(&reasons,
	               "%s tried %llu listeners on %llu host%s, ports %u to %u, in vain",
	               address_format(&scan->source, address),
	               (unsigned long long)(scan->listeners - scan->answered),
	               (unsigned long long)scan->targets, scan->targets == 1 ? "" : "s",
	               scan->lowest_port, scan->highest_port);
	if (scan->answered)
		sentences_addf(
			&reasons,
			"%llu more answered; what listens there is reported by port",
			(unsigned long long)scan->answered);
	return audit_finish_finding(judge, arena, 0, &reasons, finding);
}

static bool add_scans(const struct judge *judge, struct audit *audit, struct arena *arena)
{
	for (size_t i = 0; i < judge->outcomes.scan_count; i++) {
		const struct outcome_scan *scan = &judge->outcomes.scans[i];

		if (!outcome_scan_is_one(scan))
			continue;
		if (!make_scan(judge, arena, scan,
		               &audit->findings[audit->finding_count++]))
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

static bool make_undeclared(const struct judge *judge, struct arena *arena,
                            const struct host *host, role_set roles,
                            struct audit_finding *finding)
{
	struct sentences reasons = { 0 };
	char address[ADDRESS_TEXT_SIZE];

	*finding = (struct audit_finding){
		.kind = FINDING_UNDECLARED_SERVER,
		.severity = SEVERITY_MEDIUM,
		.address = host->address,
		.roles = roles,
		.flows = host->flows,
		.first_us = host->first_us,
		.last_us = host->last_us,
	};
	text_addf(&reasons.text, "%s behaves as ",
	          address_format(&host->address, address));
	text_add_roles(&reasons.text, roles, " and ");
	sentences_add(&reasons, "; the site file does not declare it");
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

		if (roles && !make_undeclared(judge, arena, host, roles,
		                              &audit->findings[audit->finding_count++]))
			return false;
	}
	return true;
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

bool audit_build_findings(const struct judge *judge, struct audit *audit,
                          struct arena *arena)
{
	size_t most = judge->outcomes.count + judge->outcomes.scan_count +
	              count_undeclared(judge) + audit_count_tls(judge);

	audit->findings = arena_alloc(arena, most, sizeof(*audit->findings));
	audit->suppressed = arena_alloc(arena, most, sizeof(*audit->suppressed));
	if (!audit->findings || !audit->suppressed)
		return false;
	if (!audit_add_listeners(judge, audit, arena) ||
	    !add_scans(judge, audit, arena) || !add_undeclared(judge, audit, arena) ||
	    !audit_add_tls(judge, audit, arena) ||
	    !audit_apply_accepts(judge, audit, arena))
		return false;
	array_sort(audit->findings, audit->finding_count, sizeof(*audit->findings),
	           compare_findings);
	array_sort(audit->suppressed, audit->suppressed_count, sizeof(*audit->suppressed),
	           compare_findings);
	return true;
}
