/* SPDX-License-Identifier: BSD-2-Clause */
#include "cause_hosts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/transport.h"
#include "policy/row.h"

#include "naming.h"

#define MOST_HOSTS  65536 /* looked at; beyond it they are said to be more */
#define MOST_NAMES  256   /* of declared hosts that are told apart */
#define NAMED_HOSTS 3     /* by name; of more it is said how many */
#define NAMED_PORTS 3

static int compare_addresses(const void *a, const void *b)
{
	return address_compare(a, b);
}

static void add(struct cause_hosts *hosts, const struct address *address)
{
	if (hosts->count < MOST_HOSTS)
		hosts->addresses[hosts->count++] = *address;
	else
		hosts->more = true;
}

/* What the site declares by name. */
struct names {
	const char *at[MOST_NAMES];
	size_t count;
};

/* Has @names the name already? It has from now on. */
static bool is_another_address(struct names *names, const char *name)
{
	if (!name)
		return false;
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->at[i], name) == 0)
			return true;
	if (names->count < MOST_NAMES)
		names->at[names->count++] = name;
	return false;
}

/* In order, each host once, by whichever of its addresses comes first. */
static void settle(struct cause_hosts *hosts, const struct judge *judge)
{
	struct names names = { .count = 0 };
	size_t kept = 0;

	array_sort(hosts->addresses, hosts->count, sizeof(*hosts->addresses),
	           compare_addresses);
	hosts->are_public = hosts->count > 0;
	hosts->all = hosts->count > 0 ? ~(role_set)0 : 0;
	for (size_t i = 0; i < hosts->count; i++) {
		const struct address *address = &hosts->addresses[i];

		if (kept > 0 && address_equal(address, &hosts->addresses[kept - 1]))
			continue;
		hosts->all &= naming_roles(judge, address);
		hosts->are_public &= address_is_public(address);
		if (is_another_address(&names, naming_declared(judge, address)))
			continue;
		hosts->addresses[kept++] = *address;
	}
	hosts->count = kept;
}

static bool reserve(struct cause_hosts *hosts, size_t most)
{
	*hosts = (struct cause_hosts){ 0 };
	if (most > MOST_HOSTS)
		most = MOST_HOSTS;
	hosts->addresses = malloc((most + 1) * sizeof(*hosts->addresses));
	return hosts->addresses != NULL;
}

bool cause_hosts_listening(struct cause_hosts *hosts, const struct judge *judge,
                           const struct audit_cause *cause)
{
	if (!reserve(hosts, cause->finding_count))
		return false;
	for (size_t i = 0; i < cause->finding_count; i++)
		add(hosts, &cause->findings[i]->address);
	settle(hosts, judge);
	return true;
}

bool cause_hosts_coming(struct cause_hosts *hosts, const struct judge *judge,
                        const struct audit_cause *cause)
{
	size_t most = 0;

	for (size_t i = 0; i < cause->finding_count; i++)
		most += cause->findings[i]->peer_count;
	if (!reserve(hosts, most))
		return false;
	for (size_t i = 0; i < cause->finding_count; i++) {
		const struct audit_finding *finding = cause->findings[i];

		for (size_t j = 0; j < finding->peer_count; j++)
			add(hosts, &finding->peers[j].address);
		hosts->more |= finding->peers_total > finding->peer_count;
	}
	settle(hosts, judge);
	return true;
}

void cause_hosts_fini(struct cause_hosts *hosts)
{
	free(hosts->addresses);
	*hosts = (struct cause_hosts){ 0 };
}

/* --- In words ---------------------------------------------------------------------------- */

/* Hosts of a kind, in the plural. */
static const char *plural(const struct cause_hosts *hosts, enum language language)
{
	static const char *const words[][LANGUAGES] = {
		{ "hosts", "hôtes" },
		{ "Internet hosts", "hôtes d’Internet" },
		{ "clients", "clients" },
		{ "servers", "serveurs" },
	};
	size_t which = hosts->are_public                ? 1
	               : hosts->all & ROLE_USERS        ? 2
	               : hosts->all & ROLE_LYNC_SERVERS ? 3
	                                                : 0;

	return words[which][language];
}

/* The first label of a declared name is enough to know a host by; others have an address. */
static void add_host(struct text *out, const struct judge *judge,
                     const struct address *address)
{
	const char *name = naming_declared(judge, address);
	char text[ADDRESS_TEXT_SIZE];

	if (name)
		text_add_bytes(out, name, strcspn(name, "."));
	else
		text_add(out, address_format(address, text));
}

/* "fe01" is sibling 1 of "fe". @return whether @name ends in digits */
static bool split_sibling(const char *name, size_t *stem, unsigned *number)
{
	size_t len = strcspn(name, "."), digits = 0;

	while (digits < len && digits < 6 &&
	       isdigit((unsigned char)name[len - digits - 1]))
		digits++;
	*stem = len - digits;
	*number = digits ? (unsigned)strtoul(name + *stem, NULL, 10) : 0;
	return digits > 0 && *stem > 0;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Are they three or more of one name, numbered without a gap? @names is put in their order */
static bool are_siblings(const char **names, size_t count)
{
	size_t stem, first_stem;
	unsigned number, last;

	if (count < NAMED_HOSTS)
		return false;
	array_sort(names, count, sizeof(*names), compare_names);
	if (!split_sibling(names[0], &first_stem, &last))
		return false;
	for (size_t i = 1; i < count; i++, last = number)
		if (!split_sibling(names[i], &stem, &number) || stem != first_stem ||
		    memcmp(names[0], names[i], stem) != 0 || number != last + 1)
			return false;
	return true;
}

static bool add_siblings(struct text *out, const struct judge *judge,
                         const struct cause_hosts *hosts, enum language language)
{
	static const char *const to[LANGUAGES] = { " to ", " à " };
	const char *names[64];
	size_t count = 0;

	if (hosts->more || hosts->count > ARRAY_LEN(names))
		return false;
	for (; count < hosts->count; count++) {
		names[count] = naming_declared(judge, &hosts->addresses[count]);
		if (!names[count])
			return false;
	}
	if (!are_siblings(names, count))
		return false;
	text_add_bytes(out, names[0], strcspn(names[0], "."));
	text_add(out, to[language]);
	text_add_bytes(out, names[count - 1], strcspn(names[count - 1], "."));
	return true;
}

void cause_hosts_add(struct text *out, const struct judge *judge,
                     const struct cause_hosts *hosts, enum language language)
{
	static const char *const more[LANGUAGES] = { "more than ", "plus de " };

	if (add_siblings(out, judge, hosts, language))
		return;
	if (hosts->more || hosts->count > NAMED_HOSTS || hosts->count == 0) {
		text_add(out, hosts->more ? more[language] : "");
		text_add_unsigned(out, hosts->count);
		text_add_char(out, ' ');
		text_add(out, plural(hosts, language));
		return;
	}
	for (size_t i = 0; i < hosts->count; i++) {
		text_add(out, i ? ", " : "");
		add_host(out, judge, &hosts->addresses[i]);
	}
}

/* --- Ports ------------------------------------------------------------------------------- */

static int compare_spans(const void *a, const void *b)
{
	const struct port_span *x = a, *y = b;

	return x->transport != y->transport ? x->transport - y->transport
	                                    : (int)x->low - (int)y->low;
}

bool cause_ports_of(struct cause_ports *ports, const struct audit_cause *cause)
{
	size_t kept = 0;

	*ports = (struct cause_ports){ 0 };
	ports->spans = malloc((cause->finding_count + 1) * sizeof(*ports->spans));
	if (!ports->spans)
		return false;
	for (size_t i = 0; i < cause->finding_count; i++)
		if (cause->findings[i]->transport)
			ports->spans[ports->count++] =
				(struct port_span){ cause->findings[i]->transport,
				                    cause->findings[i]->port,
				                    cause->findings[i]->port_high };
	array_sort(ports->spans, ports->count, sizeof(*ports->spans), compare_spans);
	for (size_t i = 0; i < ports->count; i++) {
		struct port_span *last = kept ? &ports->spans[kept - 1] : NULL;
		const struct port_span span = ports->spans[i];

		if (!last || last->transport != span.transport ||
		    span.low > last->high + 1)
			ports->spans[kept++] = span;
		else if (span.high > last->high)
			last->high = span.high;
	}
	ports->count = kept;
	return true;
}

void cause_ports_fini(struct cause_ports *ports)
{
	free(ports->spans);
	*ports = (struct cause_ports){ 0 };
}

static void add_span(struct text *out, const struct port_span *span)
{
	text_add_unsigned(out, span->low);
	if (span->high != span->low) {
		text_add_char(out, '-');
		text_add_unsigned(out, span->high);
	}
}

void cause_ports_add(struct text *out, const struct cause_ports *ports,
                     enum language language)
{
	static const char *const plural_words[LANGUAGES] = { " ports", " ports" };
	size_t many = 0;

	for (size_t i = 0; i < ports->count; i++)
		many += (size_t)(ports->spans[i].high - ports->spans[i].low) + 1;
	if (ports->count > NAMED_PORTS) {
		text_add_unsigned(out, many);
		text_add(out, plural_words[language]);
		return;
	}
	for (size_t i = 0; i < ports->count; i++) {
		const struct port_span *span = &ports->spans[i];
		bool is_last_of_its = i + 1 == ports->count ||
		                      ports->spans[i + 1].transport != span->transport;

		text_add(out, i ? ", " : "");
		if (!transport_has_ports(span->transport)) {
			text_add(out, transport_name(span->transport));
			continue;
		}
		add_span(out, span);
		if (!is_last_of_its)
			continue;
		text_add_char(out, '/');
		text_add(out, transport_name(span->transport));
	}
}
