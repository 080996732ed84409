/* SPDX-License-Identifier: BSD-2-Clause */
#include "words.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/say.h"
#include "base/transport.h"
#include "inspect/hint.h"
#include "policy/tls_policy.h"

const char *words_role_plural(enum role role)
{
	static const char *const plurals[] = {
		[ROLE_FRONT_END] = "front ends",
		[ROLE_DIRECTOR] = "directors",
		[ROLE_MEDIATION] = "mediation servers",
		[ROLE_CMS] = "central management servers",
		[ROLE_PERSISTENT_CHAT] = "persistent chat servers",
		[ROLE_OFFICE_WEB_APPS] = "Office Web Apps servers",
		[ROLE_EDGE] = "edge servers",
		[ROLE_REVERSE_PROXY] = "reverse proxies",
		[ROLE_SBA] = "survivable branch appliances",
		[ROLE_GATEWAY] = "PSTN gateways",
		[ROLE_LOAD_BALANCER] = "load balancers",
		[ROLE_SQL_SERVER] = "SQL servers",
		[ROLE_FILE_SERVER] = "file servers",
		[ROLE_EXCHANGE_UM] = "Exchange UM servers",
		[ROLE_RCC_GATEWAY] = "remote call control gateways",
		[ROLE_E911_GATEWAY] = "emergency call gateways",
		[ROLE_DOMAIN_CONTROLLER] = "domain controllers",
		[ROLE_DHCP_SERVER] = "DHCP servers",
		[ROLE_TRUSTED_APPLICATION] = "trusted applications",
		[ROLE_VIDEO_INTEROP] = "Video Interop Servers",
		[ROLE_STATISTICS_MANAGER] = "Statistics Manager hosts",
		[ROLE_OPERATIONS_MANAGER] = "Operations Manager servers",
		[ROLE_CLIENT] = "clients",
		[ROLE_PHONE] = "phones",
		[ROLE_ALL_SERVERS] = "all Lync servers",
		[ROLE_ALL_INTERNAL_SERVERS] = "all internal Lync servers",
		[ROLES] = "other hosts",
	};

	return plurals[role];
}

void words_add_roles(struct text *out, role_set roles)
{
	if (role_set_own(roles))
		text_add_roles(out, roles, ", ");
	else
		text_add(out, "unknown");
}

void words_add_hosts(struct text *out, role_set roles, bool any)
{
	role_set left = roles;
	bool first = true;

	if (any || roles == 0) {
		text_add(out, "any host");
		return;
	}
	for (unsigned role = 0; role < ROLES; role++) {
		if (!(left & ROLE_BIT(role)))
			continue;
		left &= ~ROLE_BIT(role);
		if (!first)
			text_add(out, left & (ROLE_BIT(ROLES) - 1) ? ", " : " and ");
		text_add(out, words_role_plural((enum role)role));
		first = false;
	}
}

void words_add_count(struct text *out, uint64_t count, const char *singular,
                     const char *plural)
{
	say_add_number(out, LANGUAGE_EN, count);
	text_add_char(out, ' ');
	text_add(out, count == 1 ? singular : plural);
}

/* What stands between a number and its fraction. */
static char decimal_mark(enum language language)
{
	return language == LANGUAGE_FR ? ',' : '.';
}

void words_add_bytes(struct text *out, enum language language, uint64_t bytes)
{
	static const char prefixes[] = "kMGTPE";
	const char *unit = language == LANGUAGE_FR ? "o" : "B";
	uint64_t tenths = bytes / 100; /* of a thousand */
	size_t prefix = 0;

	if (bytes < 1000) {
		text_addf(out, "%u %s", (unsigned)bytes, unit);
		return;
	}
	while (tenths >= 10000 && prefixes[prefix + 1]) {
		tenths /= 1000;
		prefix++;
	}
	text_add_unsigned(out, tenths / 10);
	if (tenths < 100)
		text_addf(out, "%c%u", decimal_mark(language), (unsigned)(tenths % 10));
	text_addf(out, " %c%s", prefixes[prefix], unit);
}

void words_add_percent(struct text *out, enum language language, double percent,
                       int digits)
{
	char number[32];
	char *point;

	snprintf(number, sizeof(number), "%.*f", digits, percent);
	point = strchr(number, '.');
	if (point)
		*point = decimal_mark(language);
	text_addf(out, "%s %%", number);
}

void words_add_period(struct text *out, enum language language, int64_t first_us,
                      int64_t last_us)
{
	char first[CLOCK_TEXT_SIZE], last[CLOCK_TEXT_SIZE];
	bool same_day, same_second;

	clock_format(first_us, first);
	clock_format(last_us, last);
	same_day = memcmp(first, last, 10) == 0;
	same_second = memcmp(first, last, 19) == 0;
	text_addf(out, "%.10s %.8s", first, first + 11);
	if (!same_day)
		text_addf(out, "%s%.10s %.8s", say(language, " to "), last, last + 11);
	else if (!same_second)
		text_addf(out, "%s%.8s", say(language, " to "), last + 11);
	text_add(out, " UTC");
}

void words_add_minute(struct text *out, int64_t time_us)
{
	char text[CLOCK_TEXT_SIZE];

	clock_format(time_us, text);
	text_addf(out, "%.5s %.5s", text + 5, text + 11);
}

void words_add_spark(struct text *out, const uint64_t *values, size_t count)
{
	/* ▁ to █ */
	static const char *const bars[] = {
		" ",
		"\xe2\x96\x81",
		"\xe2\x96\x82",
		"\xe2\x96\x83",
		"\xe2\x96\x84",
		"\xe2\x96\x85",
		"\xe2\x96\x86",
		"\xe2\x96\x87",
		"\xe2\x96\x88",
	};
	const size_t heights = ARRAY_LEN(bars) - 1;
	uint64_t most = 1;

	for (size_t i = 0; i < count; i++)
		most = values[i] > most ? values[i] : most;
	for (size_t i = 0; i < count; i++)
		text_add(out, bars[(values[i] * heights + most - 1) / most]);
}

void words_add_listener(struct text *out, const struct address *address, uint16_t low,
                        uint16_t high, uint8_t transport)
{
	char name[ADDRESS_TEXT_SIZE];
	bool ipv4 = address_is_ipv4(address);

	address_format(address, name);
	if (!transport) {
		text_add(out, name);
		return;
	}
	text_addf(out, ipv4 ? "%s" : "[%s]", name);
	text_add_char(out, transport_has_ports(transport) ? ':' : '/');
	port_span_add(out, &(struct port_span){ transport, low, high });
}

void words_add_short_name(struct text *out, const char *name)
{
	text_add_bytes(out, name, *name == '*' ? strlen(name) : strcspn(name, "."));
}

void words_add_named_listener(struct text *out, const char *name, const char *address,
                              uint16_t low, uint16_t high, const char *transport)
{
	bool bracket = !name && transport && strchr(address, ':');

	if (name) {
		words_add_short_name(out, name);
		text_addf(out, " (%s)", address);
	} else {
		text_addf(out, bracket ? "[%s]" : "%s", address);
	}
	if (!transport)
		return;
	text_addf(out, ":%u", low);
	if (high > low)
		text_addf(out, "-%u", high);
	text_addf(out, "/%s", transport);
}

void words_add_ports(struct text *out, const struct rule *rule)
{
	for (size_t i = 0; i < rule->port_count; i++) {
		text_add(out, i ? ", " : "");
		port_span_add(out, &rule->ports[i]);
	}
}

void words_add_hints(struct text *out, uint64_t hints)
{
	const char *comma = "";

	for (unsigned hint = 0; hint < HINTS; hint++) {
		if (!(hints & HINT_BIT(hint)))
			continue;
		text_add(out, comma);
		text_add(out, hint_name((enum hint)hint));
		comma = ", ";
	}
}

void words_add_tls_versions(struct text *out, unsigned versions)
{
	static const char family[] = "TLS ";
	const char *before = "";

	for (size_t i = 0; i < TLS_VERSIONS; i++) {
		const char *name = tls_policy_version_name(i);

		if (!(versions & TLS_VERSION_BIT(i)))
			continue;
		if (strncmp(name, family, sizeof(family) - 1) == 0)
			name += sizeof(family) - 1;
		text_addf(out, "%s%s", before, name);
		before = ", ";
	}
}

void words_add_thousandths(struct text *out, enum language language, uint64_t thousandths)
{
	unsigned rest = (unsigned)(thousandths % 1000);

	text_add_unsigned(out, thousandths / 1000);
	if (rest == 0)
		return;
	text_addf(out, "%c%03u", decimal_mark(language), rest);
	while (out->len > 0 && out->at[out->len - 1] == '0')
		text_shorten(out, out->len - 1);
}

void words_add_dscp(struct text *out, unsigned dscp)
{
	text_add_unsigned(out, dscp);
	if (dscp == 0)
		text_add(out, " (BE)");
	else if (dscp == 46)
		text_add(out, " (EF)");
	else if (dscp % 8 == 0)
		text_addf(out, " (CS%u)", dscp / 8);
	else if (dscp / 8 <= 4 && dscp / 8 > 0 && dscp % 2 == 0)
		text_addf(out, " (AF%u%u)", dscp / 8, dscp % 8 / 2);
}
