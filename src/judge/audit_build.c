/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_build.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "inspect/learned.h"
#include "judge/judge.h"

#include "audit_room.h"
#include "naming.h"

/* --- Hosts --------------------------------------------------------------------- */

/* The entries whose bit is set, weightiest first, equals as listed. @return how many */
static size_t weigh_entries(const struct judge *judge,
                            const struct evidence_bits *entries,
                            size_t order[HOST_EVIDENCE_WORDS * 64])
{
	const struct role_evidence *items =
		judge->inference.match.list ? judge->inference.match.list->items : NULL;
	size_t count = 0;

	for (size_t word = 0; items && word < HOST_EVIDENCE_WORDS; word++) {
		for (uint64_t left = entries->words[word]; left; left &= left - 1) {
			size_t entry = word * 64 + (size_t)__builtin_ctzll(left);
			size_t at = count;

			if (items[entry].score <= 0)
				continue;
			for (; at > 0 && items[order[at - 1]].score < items[entry].score;
			     at--)
				order[at] = order[at - 1];
			order[at] = entry;
			count++;
		}
	}
	return count;
}

static bool fill_evidence(const struct judge *judge, struct arena *arena,
                          const struct evidence_bits *entries, struct audit_role *role)
{
	size_t order[HOST_EVIDENCE_WORDS * 64];
	size_t count = weigh_entries(judge, entries, order);

	role->rows = arena_alloc(arena, count, sizeof(*role->rows));
	role->why = arena_alloc(arena, count + 1, sizeof(*role->why));
	if (!role->rows || !role->why)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct role_evidence *entry =
			&judge->inference.match.list->items[order[i]];
		const struct row *row = role_inference_row(&judge->inference, order[i]);

		role->why[role->why_count++] = entry->why;
		if (row)
			role->rows[role->row_count++] = row;
	}
	return true;
}

/* What a load balancer stands for is not a role of its own. */
static size_t count_roles(role_set roles)
{
	return (size_t)__builtin_popcountll(roles & (ROLE_BIT(ROLE_HOST_ROLES) - 1));
}

static bool fill_roles(const struct judge *judge, struct arena *arena,
                       const struct host *host, struct audit_host *out)
{
	role_set roles = host_roles(host);

	out->roles = arena_alloc(arena, count_roles(roles), sizeof(*out->roles));
	if (!out->roles)
		return false;
	for (unsigned i = 0; i < ROLE_HOST_ROLES; i++) {
		struct evidence_bits entries = { { 0 } };
		struct audit_role *role = &out->roles[out->role_count];

		if (!(roles & ROLE_BIT(i)))
			continue;
		role->role = (enum role)i;
		role->declared = host->declared != 0;
		role->score = role->declared
		                      ? 100
		                      : role_inference_score(&judge->inference, host,
		                                             role->role, &entries);
		if (!fill_evidence(judge, arena, &entries, role))
			return false;
		/* See host_alias.h: all that is known of it is its name. */
		if (!role->declared && role->score < ROLE_EVIDENCE_ENOUGH) {
			role->score = ROLE_EVIDENCE_ENOUGH;
			role->why[role->why_count++] =
				"is named as another address, which shows it";
		}
		out->role_count++;
	}
	return true;
}

static bool fill_names(struct arena *arena, const struct host *host,
                       struct audit_host *out)
{
	out->names = arena_alloc(arena, host->name_count + 1u, sizeof(*out->names));
	if (!out->names)
		return false;
	out->named_by_site = host->site_name != NULL;
	if (out->named_by_site)
		out->names[out->name_count++] = host->site_name;
	if (host->name_count > 1)
		naming_sort(host->names, host->name_count);
	for (size_t i = 0; i < host->name_count; i++) {
		const char *name = host->names[i].text;

		if (host->site_name && strcmp(host->site_name, name) == 0)
			continue;
		out->names[out->name_count] = arena_copy_text(arena, name, strlen(name));
		if (!out->names[out->name_count++])
			return false;
	}
	return true;
}

/* Servers first, by their first role; then by address. */
static int compare_hosts(const void *a, const void *b)
{
	const struct audit_host *x = a, *y = b;

	if (x->is_server != y->is_server)
		return x->is_server ? -1 : 1;
	if (x->role_count && y->role_count && x->roles[0].role != y->roles[0].role)
		return x->roles[0].role < y->roles[0].role ? -1 : 1;
	return address_compare(&x->address, &y->address);
}

/* It has a role with two, and which it is on nobody knows. */
static bool has_unknown_sides(const struct judge *judge, const struct host *host)
{
	const struct host_traits *traits = policy_traits(judge->policy, host->class);

	return role_set_has_sides(traits->roles) &&
	       traits->interface == ROW_INTERFACE_UNSTATED;
}

static bool is_told(const struct host *host)
{
	return host_roles(host) != 0 && host->flows > 0;
}

static size_t count_told(const struct judge *judge)
{
	size_t count = 0;

	for (size_t i = 0; i < judge->hosts.count; i++)
		count += is_told(&judge->hosts.hosts[i]);
	return count;
}

bool audit_build_hosts(const struct judge *judge, struct audit *audit,
                       struct arena *arena)
{
	role_set earnable = policy_earnable_roles(judge->policy);

	audit->hosts = arena_alloc(arena, count_told(judge), sizeof(*audit->hosts));
	if (!audit->hosts)
		return false;
	for (size_t i = 0; i < judge->hosts.count; i++) {
		const struct host *host = &judge->hosts.hosts[i];
		struct audit_host *out = &audit->hosts[audit->host_count];

		if (!is_told(host))
			continue;
		if (!audit_has_room(judge, audit, arena, AUDIT_ROOM_HOSTS)) {
			audit->left_out.hosts++;
			continue;
		}
		out->address = host->address;
		out->role_set = host_roles(host);
		out->is_server =
			(host_judged_roles(host, earnable) & ROLE_LYNC_SERVERS) != 0;
		out->flows = host->flows;
		out->faces_public = host->faces_public;
		out->undeclared_address = host->undeclared_address;
		out->sides_unknown = has_unknown_sides(judge, host);
		if (!fill_roles(judge, arena, host, out) || !fill_names(arena, host, out))
			return false;
		audit->host_count++;
	}
	array_sort(audit->hosts, audit->host_count, sizeof(*audit->hosts), compare_hosts);
	return true;
}

/* --- Services ------------------------------------------------------------------- */

static bool is_service(const struct outcome *outcome)
{
	if (!outcome->rule)
		return false;
	switch ((enum verdict_kind)outcome->kind) {
	case VERDICT_EXPECTED:
	case VERDICT_KNOWN:
	case VERDICT_UNVERIFIED:
		return true;
	case VERDICT_ALLOWED:
	case VERDICT_WRONG_PROTOCOL:
	case VERDICT_WRONG_SOURCE:
	case VERDICT_WRONG_ROLE:
	case VERDICT_UNAPPROVED_PORT:
	case VERDICT_UNEXPECTED_PEER:
	case VERDICT_WRONG_INTERFACE:
	case VERDICT_REFUSED:
	case VERDICT_NO_ANSWER:
	case VERDICT_UNANSWERED:
	case VERDICT_FAILED:
	case VERDICT_OUT_OF_SCOPE:
	case VERDICTS:
		break;
	}
	return false;
}

static const char *announced_by(struct arena *arena, enum announcer announcer)
{
	struct text note = { 0 };
	const char *copy;

	text_addf(&note, "port announced by %s reply", announcer_name(announcer));
	copy = text_copy(&note, arena);
	text_fini(&note);
	return copy;
}

static bool fill_notes(const struct judge *judge, struct arena *arena,
                       const struct outcome *outcome, struct audit_service *service)
{
	const struct listener *listener = NULL;

	if (outcome->port != 0)
		listener = listener_table_find(&judge->listeners, &outcome->listener,
		                               outcome->port, outcome->transport);
	service->notes = arena_alloc(arena, LISTENER_NOTES + 1, sizeof(*service->notes));
	if (!service->notes)
		return false;
	if (outcome->verdict.announcer) {
		service->notes[service->note_count] =
			announced_by(arena, outcome->verdict.announcer);
		if (!service->notes[service->note_count++])
			return false;
	}
	for (size_t i = 0; listener && i < LISTENER_NOTES && listener->notes[i]; i++) {
		const char *note = listener->notes[i];

		service->notes[service->note_count] =
			arena_copy_text(arena, note, strlen(note));
		if (!service->notes[service->note_count++])
			return false;
	}
	return true;
}

static int compare_services(const void *a, const void *b)
{
	const struct audit_service *x = a, *y = b;
	int order = (int)x->role - (int)y->role;

	if (order == 0)
		order = address_compare(&x->address, &y->address);
	if (order == 0)
		order = (int)x->transport - (int)y->transport;
	if (order == 0)
		order = (int)x->port - (int)y->port;
	if (order == 0)
		order = (int)x->port_high - (int)y->port_high;
	if (order == 0)
		order = strcmp(x->rule->row->id, y->rule->row->id);
	return order ? order : (int)x->kind - (int)y->kind;
}

static size_t count_services(const struct judge *judge)
{
	size_t count = 0;

	for (size_t i = 0; i < judge->outcomes.count; i++)
		count += is_service(&judge->outcomes.outcomes[i]);
	return count;
}

bool audit_build_services(const struct judge *judge, struct audit *audit,
                          struct arena *arena)
{
	audit->services =
		arena_alloc(arena, count_services(judge), sizeof(*audit->services));
	if (!audit->services)
		return false;
	for (size_t i = 0; i < judge->outcomes.count; i++) {
		const struct outcome *outcome = &judge->outcomes.outcomes[i];
		struct audit_service *service = &audit->services[audit->service_count];

		if (!is_service(outcome))
			continue;
		if (!audit_has_room(judge, audit, arena, AUDIT_ROOM_SERVICES)) {
			audit->left_out.services++;
			continue;
		}
		*service = (struct audit_service){
			.role = verdict_serving_role(outcome->rule,
			                             outcome->verdict.responder_roles),
			.rule = outcome->rule,
			.address = outcome->listener,
			.port = outcome->port_low,
			.port_high = outcome->port_high,
			.transport = outcome->transport,
			.flows = outcome->flows,
			.bytes = outcome->bytes,
			.packets = outcome->packets,
			.clients = outcome->peers_total,
			.confirmed = outcome->confirmed,
			.kind = (enum verdict_kind)outcome->kind,
			.hints = { outcome->hints[0], outcome->hints[1] },
			.first_us = outcome->first_us,
			.last_us = outcome->last_us,
			.sensors = outcome->sensors,
		};
		if (!fill_notes(judge, arena, outcome, service))
			return false;
		audit->service_count++;
	}
	array_sort(audit->services, audit->service_count, sizeof(*audit->services),
	           compare_services);
	return true;
}

/* --- All of it -------------------------------------------------------------------- */

bool audit_build(struct judge *judge)
{
	struct arena *arena = arena_create();
	struct audit *audit = &judge->audit;

	if (!arena)
		return false;
	judge->audit_strings = arena;
	memcpy(audit->flows_by_verdict, judge->outcomes.flows_by_verdict,
	       sizeof(audit->flows_by_verdict));
	audit->forgotten = judge->forgotten;
	audit->products = judge_products(judge);
	outcome_table_sort_scans(&judge->outcomes);
	traffic_table_timeline(&judge->outcomes.traffic, &audit->timeline);
	audit->edges =
		traffic_table_edges(&judge->outcomes.traffic, arena, &audit->edge_count);
	return audit->edges && audit_build_servers(judge, audit, arena) &&
	       audit_build_hosts(judge, audit, arena) &&
	       audit_build_unsettled(judge, audit, arena) &&
	       audit_build_services(judge, audit, arena) &&
	       audit_build_findings(judge, audit, arena) &&
	       audit_build_exceptions(judge, audit, arena) &&
	       audit_build_notes(judge, audit, arena) &&
	       audit_build_causes(judge, audit, arena) &&
	       audit_build_attempts(judge, audit, arena) &&
	       audit_build_qos(judge, audit, arena) &&
	       audit_build_coverage(judge, audit, arena) &&
	       audit_build_sensors(judge, audit, arena);
}

void audit_discard(struct judge *judge)
{
	arena_destroy(judge->audit_strings);
	judge->audit_strings = NULL;
	judge->audit = (struct audit){ 0 };
}
