/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Findings, causes and exceptions, each an object of an array.
 */
#include "audit_json.h"

#include "base/transport.h"
#include "judge/audit.h"

#include "json.h"

void audit_json_add_row(struct text *out, const char *key, const struct rule *rule)
{
	json_add_nullable(out, key, rule ? rule->row->id : NULL);
}

void audit_json_add_transport(struct text *out, uint8_t transport)
{
	if (transport)
		json_add_plain(out, "transport", transport_name(transport));
	else
		json_add_null(out, "transport");
}

static void add_peers(struct text *out, const struct audit_finding *finding)
{
	json_open(out, "peers", '[');
	for (size_t i = 0; i < finding->peer_count; i++) {
		json_open(out, NULL, '{');
		json_add_address(out, "address", &finding->peers[i].address);
		json_add_nullable(out, "name", finding->peers[i].name);
		json_add_roles(out, "roles", finding->peers[i].roles);
		json_add_unsigned(out, "flows", finding->peers[i].flows);
		json_close(out, '}');
	}
	json_close(out, ']');
	json_add_unsigned(out, "peers_total", finding->peers_total);
}

static void add_said(struct text *out, const struct audit_said *said, size_t count)
{
	json_open(out, "said", '[');
	for (size_t i = 0; i < count; i++) {
		json_open(out, NULL, '{');
		json_add_string(out, "label", said[i].label);
		json_add_string(out, "text", said[i].text);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void add_expired(struct text *out, const struct audit_expired *expired)
{
	if (!expired) {
		json_add_null(out, "expired");
		return;
	}
	json_open(out, "expired", '{');
	json_add_plain(out, "type", expired->is_accept ? "accept" : "allow");
	json_add_string(out, "reason", expired->reason);
	json_add_string(out, "ticket", expired->ticket);
	json_add_string(out, "until", expired->until);
	json_add_string(out, "file", expired->file);
	json_add_unsigned(out, "line", expired->line);
	json_close(out, '}');
}

void audit_json_add_finding(struct text *out, const struct audit *audit,
                            const struct audit_finding *finding)
{
	json_add_plain(out, "id", finding->id);
	json_add_plain(out, "kind", finding_kind_name(finding->kind));
	json_add_plain(out, "severity", severity_name(finding->severity));
	json_add_nullable(out, "cause",
	                  finding->cause == FINDING_NO_CAUSE
	                          ? NULL
	                          : audit->causes[finding->cause].id);
	json_add_address(out, "address", &finding->address);
	json_add_unsigned(out, "port", finding->port);
	json_add_unsigned(out, "port_high", finding->port_high);
	audit_json_add_transport(out, finding->transport);
	json_add_nullable(out, "name", finding->name);
	add_peers(out, finding);
	json_add_unsigned(out, "flows", finding->flows);
	json_add_unsigned(out, "bytes", finding->bytes);
	json_add_time(out, "first", finding->first_us);
	json_add_time(out, "last", finding->last_us);
	audit_json_add_seen_by(out, audit, finding->sensors);
	audit_json_add_row(out, "row", finding->rule);
	audit_json_add_row(out, "nearest_row", finding->nearest);
	add_said(out, finding->said, finding->said_count);
	json_add_strings(out, "reasons", finding->reasons[LANGUAGE_EN].at,
	                 finding->reasons[LANGUAGE_EN].count);
	add_expired(out, finding->expired);
	json_add_nullable(out, "remedy", finding->remedy);
}

/* --- Causes ------------------------------------------------------------------------- */

static void add_in_languages(struct text *out, const char *key,
                             const char *const in[static LANGUAGES])
{
	json_open(out, key, '{');
	json_add_string(out, "en", in[LANGUAGE_EN]);
	json_add_string(out, "fr", in[LANGUAGE_FR]);
	json_close(out, '}');
}

static void add_remedy(struct text *out, const struct audit_remedy *remedy)
{
	json_open(out, "remedy", '{');
	json_add_string(out, "text", remedy->text[LANGUAGE_EN]);
	json_add_nullable(out, "code", remedy->code);
	json_add_nullable(out, "lang", remedy->lang);
	json_close(out, '}');
}

static void add_cause_findings(struct text *out, const struct audit_cause *cause)
{
	json_open(out, "findings", '[');
	for (size_t i = 0; i < cause->finding_count; i++)
		json_string(out, cause->findings[i]->id);
	json_close(out, ']');
	json_open(out, "hours", '[');
	for (size_t i = 0; i < FINDING_HOURS; i++) {
		json_comma(out);
		text_add_unsigned(out, cause->hours[i]);
	}
	json_close(out, ']');
}

void audit_json_add_cause(struct text *out, const struct audit_cause *cause)
{
	json_add_plain(out, "severity", severity_name(cause->severity));
	json_add_plain(out, "kind", finding_kind_name(cause->kind));
	json_add_bool(out, "public", cause->is_public);
	add_in_languages(out, "title", cause->title);
	add_in_languages(out, "short", cause->brief);
	json_add_string(out, "where", cause->where[LANGUAGE_EN]);
	json_add_string(out, "where_fr", cause->where[LANGUAGE_FR]);
	json_add_string(out, "from", cause->from[LANGUAGE_EN]);
	json_add_string(out, "from_fr", cause->from[LANGUAGE_FR]);
	add_cause_findings(out, cause);
	json_add_unsigned(out, "flows", cause->flows);
	json_add_unsigned(out, "bytes", cause->bytes);
	json_add_time(out, "first", cause->first_us);
	json_add_time(out, "last", cause->last_us);
	json_add_strings(out, "why", cause->why[LANGUAGE_EN].at,
	                 cause->why[LANGUAGE_EN].count);
	add_said(out, cause->said, cause->said_count);
	add_remedy(out, &cause->remedy);
	json_add_nullable(out, "allow", cause->allow);
	json_add_nullable(out, "accept", cause->accept);
}

/* --- Exceptions ---------------------------------------------------------------------- */

void audit_json_add_exception(struct text *out, const struct audit_exception *exception)
{
	json_add_plain(out, "type", exception->is_accept ? "accept" : "allow");
	json_add_nullable(out, "finding", exception->finding);
	json_add_nullable(out, "from", exception->from);
	json_add_nullable(out, "to", exception->to);
	json_add_nullable(out, "port", exception->ports);
	json_add_nullable(out, "speaks", exception->speaks);
	json_add_string(out, "reason", exception->reason);
	json_add_string(out, "ticket", exception->ticket);
	json_add_string(out, "until", exception->until);
	json_add_string(out, "file", exception->file);
	json_add_unsigned(out, "line", exception->line);
	json_add_plain(out, "state", exception_state_name(exception->state));
	json_add_string(out, "remark", exception->remark[LANGUAGE_EN]);
	json_add_unsigned(out, "flows", exception->flows);
	json_open(out, "used", '[');
	for (size_t i = 0; i < exception->used_count; i++)
		json_string(out, exception->used[i]->id);
	json_close(out, ']');
}
