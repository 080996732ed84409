/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/site_draft.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/text.h"
#include "judge/audit.h"
#include "policy/rule.h"

#define NAME_MOST   200
#define IPV4_PREFIX 120 /* a /24: what a site usually gives a floor or a building */
#define IPV6_PREFIX 64  /* RFC 4291 section 2.5.1 */
#define MERGED_MOST 112 /* a /16: beyond it a network says nothing any more */

/* --- Names ---------------------------------------------------------------------------------- */

/* What certificates of every pool share: names that clients look for. */
static const char *const service_names[] = {
	"sip.",    "sipinternal.",  "sipexternal.",          "meet.",   "dialin.",
	"admin.",  "lyncdiscover.", "lyncdiscoverinternal.", "webcon.", "av.",
	"webext.", "webdirext.",    "autodiscover.",
};

static bool is_service_name(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(service_names); i++)
		if (strncasecmp(name, service_names[i], strlen(service_names[i])) == 0)
			return true;
	return false;
}

/* Names are captured bytes. RFC 1123 section 2.1, and below a domain: nothing else the site
 * file has a word for has a dot, but addresses and the networks of a draft. */
static bool is_host_name(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t len = strlen(name);

	return len > 2 && len < NAME_MOST && strchr(name, '.') &&
	       strpbrk(name, letters) == name && strncasecmp(name, "client-", 7) != 0 &&
	       strncasecmp(name, "phone-", 6) != 0 &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                    "0123456789.-_") == len;
}

static bool has_name(const struct audit_host *host, const char *name)
{
	for (size_t i = 0; i < host->name_count; i++)
		if (strcasecmp(host->names[i], name) == 0)
			return true;
	return false;
}

/* How many hosts have @name; *@alike: they all have the roles of @host. */
static size_t count_holders(const struct audit *audit, const struct audit_host *host,
                            const char *name, bool *alike)
{
	size_t count = 0;

	*alike = true;
	for (size_t i = 0; i < audit->host_count; i++) {
		if (!has_name(&audit->hosts[i], name))
			continue;
		count++;
		*alike &= audit->hosts[i].role_set == host->role_set;
	}
	return count;
}

/* Its own name is nobody else's, that of its pool others' with the same roles. */
static void choose_names(const struct audit *audit, const struct audit_host *host,
                         struct draft_host *out)
{
	for (size_t i = 0; i < host->name_count; i++) {
		const char *name = host->names[i];
		bool alike;
		size_t holders = count_holders(audit, host, name, &alike);

		if (!is_host_name(name))
			continue;
		if (holders == 1 && !out->name)
			out->name = name;
		if (holders > 1 && alike && !out->pool && !is_service_name(name) &&
		    host->role_set & ROLE_RUNS_LYNC)
			out->pool = name;
	}
}

/* --- Hosts -------------------------------------------------------------------------------------- */

static const char *why_of(const struct audit_host *host, struct arena *arena)
{
	struct text why = { 0 };
	const char *copy;

	for (size_t i = 0; i < host->role_count; i++) {
		const struct audit_role *role = &host->roles[i];

		text_addf(&why, "%s %d:", role_name(role->role), role->score);
		for (size_t j = 0; j < role->why_count && j < 3; j++)
			text_addf(&why, "%s %s", j ? ";" : "", role->why[j]);
		text_add_char(&why, '\n');
	}
	copy = text_copy(&why, arena);
	text_fini(&why);
	return copy;
}

/* A partner's edge server is one as well: of public addresses nobody knows whose they are. */
static bool is_drafted(const struct audit_host *host)
{
	return role_set_own(host->role_set) & ~ROLE_USERS &&
	       !address_is_public(&host->address);
}

/* The other address of a host that is drafted already, which its own name tells. */
static struct draft_host *find_alias(struct draft *draft, const struct draft_host *host)
{
	for (size_t i = 0; host->name && i < draft->host_count; i++) {
		struct draft_host *other = &draft->hosts[i];

		if (other->name && other->address_count == 1 &&
		    strcasecmp(other->name, host->name) == 0)
			return other;
	}
	return NULL;
}

static bool add_host(struct draft *draft, const struct audit *audit,
                     const struct audit_host *host, struct arena *arena)
{
	struct draft_host *out = &draft->hosts[draft->host_count];
	struct draft_host *same;

	*out = (struct draft_host){
		.addresses = { host->address },
		.address_count = 1,
		.external = host->faces_public &&
		            host->role_set &
		                    (ROLE_BIT(ROLE_EDGE) | ROLE_BIT(ROLE_REVERSE_PROXY)),
		.roles = host->role_set,
		.why = why_of(host, arena),
	};
	if (!out->why)
		return false;
	choose_names(audit, host, out);
	same = find_alias(draft, out);
	if (same)
		same->addresses[same->address_count++] = host->address;
	else
		draft->host_count++;
	return true;
}

/* --- Networks -------------------------------------------------------------------------------- */

struct address_range site_draft_network_of(const struct address *address)
{
	unsigned bits = address_is_ipv4(address) ? IPV4_PREFIX : IPV6_PREFIX;
	struct address_range range = { .base = *address, .prefix_len = (uint8_t)bits };

	memset(range.base.bytes + bits / 8, 0, sizeof(range.base.bytes) - bits / 8);
	return range;
}

static bool holds_a_server(const struct draft *draft, const struct address_range *range)
{
	for (size_t i = 0; i < draft->host_count; i++)
		for (size_t j = 0; j < draft->hosts[i].address_count; j++)
			if (address_range_contains(range, &draft->hosts[i].addresses[j]))
				return true;
	return false;
}

/* Among servers a client stands alone. */
static void add_user(struct draft *draft, const struct audit_host *host)
{
	struct address_range range = site_draft_network_of(&host->address);
	struct draft_network *last =
		draft->network_count ? &draft->networks[draft->network_count - 1] : NULL;

	if (holds_a_server(draft, &range))
		range = (struct address_range){ host->address, 128 };
	if (last && address_equal(&last->range.base, &range.base)) {
		last->roles |= host->role_set;
		last->hosts++;
		return;
	}
	draft->networks[draft->network_count++] = (struct draft_network){
		.range = range, .roles = host->role_set, .hosts = 1
	};
}

/* Two neighbours of one length are one network, when they begin where that may. */
static bool merge(struct draft_network *one, const struct draft_network *next)
{
	struct address_range wider = one->range;

	if (one->roles != next->roles ||
	    one->range.prefix_len != next->range.prefix_len ||
	    wider.prefix_len <= MERGED_MOST || wider.prefix_len > IPV4_PREFIX)
		return false;
	wider.prefix_len--;
	if (wider.base.bytes[wider.prefix_len / 8] >> (7 - wider.prefix_len % 8) & 1 ||
	    !address_range_contains(&wider, &next->range.base))
		return false;
	one->range = wider;
	one->hosts += next->hosts;
	return true;
}

static void merge_networks(struct draft *draft)
{
	size_t count = 0;

	for (size_t i = 0; i < draft->network_count; i++) {
		draft->networks[count++] = draft->networks[i];
		while (count > 1 &&
		       merge(&draft->networks[count - 2], &draft->networks[count - 1]))
			count--;
	}
	draft->network_count = count;
}

static int compare_users(const void *a, const void *b)
{
	const struct audit_host *const *x = a, *const *y = b;

	return address_compare(&(*x)->address, &(*y)->address);
}

static bool add_networks(struct draft *draft, const struct audit *audit,
                         struct arena *arena)
{
	const struct audit_host **users =
		arena_alloc(arena, audit->host_count, sizeof(*users));
	size_t count = 0;

	draft->networks = arena_alloc(arena, audit->host_count, sizeof(*draft->networks));
	if (!users || !draft->networks)
		return false;
	for (size_t i = 0; i < audit->host_count; i++) {
		const struct audit_host *host = &audit->hosts[i];

		if (host->role_set & ROLE_USERS && !(host->role_set & ~ROLE_USERS) &&
		    !address_is_public(&host->address))
			users[count++] = host;
	}
	array_sort(users, count, sizeof(*users), compare_users);
	for (size_t i = 0; i < count; i++)
		add_user(draft, users[i]);
	merge_networks(draft);
	return true;
}

/* --- Guests ---------------------------------------------------------------------------------- */

bool site_draft_add_guest(struct draft *draft, const struct address *address)
{
	const struct address_range range = site_draft_network_of(address);

	if (address_is_public(address) || draft->guest_count == DRAFT_GUESTS ||
	    holds_a_server(draft, &range))
		return false;
	for (size_t i = 0; i < draft->guest_count; i++) {
		if (!address_equal(&draft->guests[i].range.base, &range.base))
			continue;
		draft->guests[i].hosts++;
		return false;
	}
	draft->guests[draft->guest_count++] = (struct draft_network){
		.range = range, .roles = ROLE_BIT(ROLE_CLIENT), .hosts = 1
	};
	return true;
}

static bool is_for_users(const struct audit_finding *finding)
{
	const struct rule *rule = finding->nearest;

	return finding->kind == (enum finding_kind)VERDICT_WRONG_SOURCE && rule &&
	       (rule->any_initiator || rule->initiator_any & ROLE_USERS);
}

bool site_draft_add_guests(struct draft *draft, const struct audit_cause *cause)
{
	bool added = false;

	for (size_t i = 0; i < cause->finding_count; i++) {
		const struct audit_finding *finding = cause->findings[i];
		for (size_t j = 0; is_for_users(finding) && j < finding->peer_count; j++)
			added |= !finding->peers[j].roles &&
			         site_draft_add_guest(draft, &finding->peers[j].address);
	}
	return added;
}

bool site_draft_fill(struct draft *draft, const struct audit *audit, struct arena *arena)
{
	*draft = (struct draft){
		.hosts = arena_alloc(arena, audit->host_count + DRAFT_UNLISTED,
		                     sizeof(*draft->hosts)),
		.guests = arena_alloc(arena, DRAFT_GUESTS, sizeof(*draft->guests)),
	};
	if (!draft->hosts || !draft->guests)
		return false;
	for (size_t i = 0; i < audit->host_count; i++)
		if (is_drafted(&audit->hosts[i]) &&
		    !add_host(draft, audit, &audit->hosts[i], arena))
			return false;
	return add_networks(draft, audit, arena);
}
