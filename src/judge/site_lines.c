/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_lines.h"

#include <string.h>

#include "base/clock.h"
#include "base/yaml_word.h"
#include "inspect/hint.h"

#include "judge_private.h"
#include "naming.h"

#define MOST_NAMED    16 /* hosts by name; of more what covers them is named */
#define FEWEST_OF     4  /* hosts of a network that are better told as that */
#define MOST_PORTS    16
#define MOST_ACCEPTED 16
#define MOST_NETS     64
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

/* --- Ends of an allow ---------------------------------------------------------------------- */

/* What covers the hosts of one end: names of networks, then of hosts. */
struct cover {
	const struct site_network *networks[MOST_NETS];
	size_t network_count;
	struct address hosts[MOST_NAMED]; /* in none of these networks */
	size_t host_count;
	bool fits;
};

static const struct site_network *network_of(const struct site *site,
                                             const struct address *address)
{
	for (size_t i = 0; site && i < site->network_count; i++)
		if (address_range_contains(&site->networks[i].range, address))
			return &site->networks[i];
	return NULL;
}

static bool add_network(struct cover *cover, const struct site_network *network)
{
	for (size_t i = 0; i < cover->network_count; i++)
		if (cover->networks[i] == network)
			return true;
	if (cover->network_count == MOST_NETS)
		return false;
	cover->networks[cover->network_count++] = network;
	return true;
}

static bool has_network(const struct cover *cover, const struct site_network *network)
{
	for (size_t i = 0; i < cover->network_count; i++)
		if (cover->networks[i] == network)
			return true;
	return false;
}

/* The networks that have FEWEST_OF of the hosts, or all of them when not all are known. */
static void cover_by_networks(struct cover *cover, const struct site *site,
                              const struct cause_hosts *hosts, const struct judge *judge)
{
	for (size_t i = 0; i < hosts->count; i++) {
		const struct site_network *network =
			network_of(site, &hosts->addresses[i]);
		size_t own = 0;

		if (!network || naming_declared(judge, &hosts->addresses[i]) ||
		    has_network(cover, network))
			continue;
		for (size_t j = i; j < hosts->count && own < FEWEST_OF; j++)
			own += address_range_contains(&network->range,
			                              &hosts->addresses[j]);
		if (own >= FEWEST_OF || hosts->more)
			cover->fits &= add_network(cover, network);
	}
}

static struct cover cover_of(const struct judge *judge, const struct cause_hosts *hosts)
{
	const struct site *site = policy_site(judge->policy);
	struct cover cover = { .fits = hosts->count > 0 };

	cover_by_networks(&cover, site, hosts, judge);
	for (size_t i = 0; i < hosts->count && cover.fits; i++) {
		const struct site_network *network =
			network_of(site, &hosts->addresses[i]);

		if (network && has_network(&cover, network) &&
		    !naming_declared(judge, &hosts->addresses[i]))
			continue;
		cover.fits = cover.host_count < MOST_NAMED;
		if (cover.fits)
			cover.hosts[cover.host_count++] = hosts->addresses[i];
	}
	/* Who is not listed is in the same networks, or has the same role. */
	cover.fits &= !hosts->more || cover.host_count == 0;
	return cover;
}

static void add_cover(struct text *out, const struct judge *judge,
                      const struct cover *cover)
{
	size_t count = cover->network_count + cover->host_count;

	text_add(out, count == 1 ? "" : "[");
	for (size_t i = 0; i < cover->network_count; i++) {
		text_add(out, i ? ", " : "");
		yaml_word_add(out, cover->networks[i]->name);
	}
	for (size_t i = 0; i < cover->host_count; i++) {
		const char *name = naming_declared(judge, &cover->hosts[i]);

		text_add(out, i + cover->network_count ? ", " : "");
		if (name)
			yaml_word_add(out, name);
		else
			add_address(out, &cover->hosts[i]);
	}
	text_add(out, count == 1 ? "" : "]");
}

/* @return false when only `any` would cover them */
static bool add_end(struct text *out, const struct judge *judge,
                    const struct cause_hosts *hosts)
{
	struct cover cover = cover_of(judge, hosts);
	bool has_roles = policy_site(judge->policy) && role_set_own(hosts->all);

	if (cover.fits)
		add_cover(out, judge, &cover);
	else if (has_roles)
		text_add(out,
		         role_name((enum role)__builtin_ctzll(role_set_own(hosts->all))));
	return cover.fits || has_roles;
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
