/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_lines.h"

#include <string.h>

#include "base/clock.h"
#include "base/yaml_word.h"
#include "inspect/hint.h"
#include "policy/site_cover.h"

#include "judge_private.h"

#define MOST_PORTS    16
#define MOST_ACCEPTED 16
#define DAYS_GRANTED  90 /* until when an exception holds that nobody thought about */

/* --- Words ------------------------------------------------------------------------------- */

static void add_address(struct text *out, const struct address *address)
{
	char text[ADDRESS_TEXT_SIZE];

	yaml_word_add(out, address_format(address, text));
}

static void add_spans(struct text *out, const struct port_span *spans, size_t count)
{
	text_add(out, count == 1 ? "" : "[");
	for (size_t i = 0; i < count; i++) {
		text_add(out, i ? ", " : "");
		port_span_add(out, &spans[i]);
	}
	text_add(out, count == 1 ? "" : "]");
}

/* @return false when only `any` would cover them */
static bool add_end(struct text *out, const struct judge *judge,
                    const struct cause_hosts *hosts)
{
	struct site_cover cover;

	if (!site_cover_make(&cover, policy_site(judge->policy), hosts->addresses,
	                     hosts->count, hosts->more))
		return false;
	site_cover_add(out, &cover);
	return true;
}

/* --- Allow --------------------------------------------------------------------------------- */

/* The one named protocol that can be asked for; 0: several, or `other`. */
static uint64_t speaks_of(const struct audit_cause *cause)
{
	uint64_t named = 0;

	for (size_t i = 0; i < cause->finding_count; i++)
		named |= cause->findings[i]->hints[0] | cause->findings[i]->hints[1];
	named &= ~HINTS_OF(HINT_ABOUT_TLS);
	return named & (named - 1) || named == HINT_BIT(HINT_OTHER) ? 0 : named;
}

static void add_why(struct text *out, const struct audit_expired *expired,
                    int64_t last_us)
{
	char until[CLOCK_TEXT_SIZE];

	text_add(out, ", reason: ");
	yaml_word_add(out, expired && *expired->reason ? expired->reason : "WHY");
	text_add(out, ", ticket: ");
	yaml_word_add(out, expired && *expired->ticket ? expired->ticket : "ID");
	clock_format(last_us + DAYS_GRANTED * 86400 * US_PER_SECOND, until);
	text_addf(out, ", until: %.10s}\n", until);
}

static bool add_allow(struct text *out, const struct judge *judge,
                      const struct audit_cause *cause,
                      const struct cause_hosts *listening,
                      const struct cause_hosts *coming, const struct cause_ports *ports,
                      const struct audit_expired *expired)
{
	uint64_t speaks = speaks_of(cause);

	if (ports->count == 0 || ports->count > MOST_PORTS)
		return false;
	text_add(out, "- {from: ");
	if (!add_end(out, judge, coming))
		return false;
	text_add(out, ", to: ");
	if (!add_end(out, judge, listening))
		return false;
	text_add(out, ", port: ");
	add_spans(out, ports->spans, ports->count);
	if (speaks)
		text_addf(out, ", speaks: %s",
		          hint_name((enum hint)__builtin_ctzll(speaks)));
	add_why(out, expired, cause->last_us);
	return true;
}

bool site_lines_allow(struct text *out, const struct judge *judge,
                      const struct audit_cause *cause,
                      const struct audit_expired *expired)
{
	struct cause_hosts listening = { 0 }, coming = { 0 };
	struct cause_ports ports = { 0 };
	size_t from = out->len;
	bool ok = cause_hosts_listening(&listening, judge, cause) &&
	          cause_hosts_coming(&coming, judge, cause) &&
	          cause_ports_of(&ports, cause) &&
	          add_allow(out, judge, cause, &listening, &coming, &ports, expired);

	cause_hosts_fini(&listening);
	cause_hosts_fini(&coming);
	cause_ports_fini(&ports);
	if (!ok && out->len > from)
		text_shorten(out, from);
	return ok;
}

/* --- Accept -------------------------------------------------------------------------------- */

static void add_public_peers(struct text *out, const struct audit_finding *finding)
{
	const char *before = "[";

	text_add(out, ", peers: ");
	for (size_t i = 0; i < finding->peer_count; i++) {
		if (!address_is_public(&finding->peers[i].address))
			continue;
		text_add(out, before);
		add_address(out, &finding->peers[i].address);
		before = ", ";
	}
	text_add(out, *before == '[' ? "none" : "]");
}

bool site_lines_accept(struct text *out, const struct audit_cause *cause)
{
	if (cause->finding_count > MOST_ACCEPTED)
		return false;
	for (size_t i = 0; i < cause->finding_count; i++) {
		const struct audit_finding *finding = cause->findings[i];

		text_addf(out, "- {finding: %s, kind: %s, severity: %s", finding->id,
		          finding_kind_name(finding->kind),
		          severity_name(finding->severity));
		add_public_peers(out, finding);
		add_why(out, NULL, cause->last_us);
	}
	return true;
}

/* --- Ports and hosts ------------------------------------------------------------------------ */

static bool is_listed(const struct port_span *spans, size_t count,
                      const struct port_span *span)
{
	for (size_t i = 0; i < count; i++)
		if (memcmp(&spans[i], span, sizeof(*span)) == 0)
			return true;
	return false;
}

/* What is documented stays where it is: the service may be on both. */
static size_t add_documented(const struct judge *judge, const char *service,
                             struct port_span *spans, size_t count)
{
	size_t rules_count;
	const struct rule *rules = policy_rules(judge->policy, &rules_count);

	for (size_t i = 0; i < rules_count; i++) {
		if (strcmp(rules[i].row->service, service) != 0)
			continue;
		for (size_t j = 0; j < rules[i].port_count && count < MOST_PORTS * 2; j++)
			if (!is_listed(spans, count, &rules[i].ports[j]))
				spans[count++] = rules[i].ports[j];
	}
	return count;
}

/* Scattered ports of a range are told as the range. */
static size_t span_of_all(const struct cause_ports *ports, struct port_span *spans)
{
	size_t count = 0;

	for (size_t i = 0; i < ports->count; i++) {
		struct port_span *last = count ? &spans[count - 1] : NULL;

		if (last && last->transport == ports->spans[i].transport)
			last->high = ports->spans[i].high;
		else
			spans[count++] = ports->spans[i];
	}
	return count;
}

void site_lines_ports(struct text *out, const struct judge *judge,
                      const struct rule *rule, const struct cause_ports *ports)
{
	struct port_span spans[MOST_PORTS * 2];
	size_t count = span_of_all(ports, spans);

	count = add_documented(judge, rule->row->service, spans, count);
	text_addf(out, "%s: ", rule->row->service);
	add_spans(out, spans, count);
	text_add_char(out, '\n');
}

/* What a stranger calls itself is a name of the file only when nothing else is meant by it. */
static bool is_name(const char *said)
{
	return yaml_word_is_plain(said) && !strchr(said, '/');
}

void site_lines_host(struct text *out, const struct address *address, const char *name,
                     role_set roles, role_set balanced)
{
	char text[ADDRESS_TEXT_SIZE];

	text_add(out, "- {name: ");
	yaml_word_add(out, name && is_name(name) ? name : address_format(address, text));
	text_add(out, ", addresses: [");
	add_address(out, address);
	text_add(out, "], roles: [");
	text_add_roles(out, roles, ", ");
	text_add_char(out, ']');
	if (balanced) {
		text_add(out, ", for: [");
		text_add_roles(out, balanced, ", ");
		text_add_char(out, ']');
	}
	text_add(out, "}\n");
}
