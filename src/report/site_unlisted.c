/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/site_unlisted.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/text.h"
#include "base/transport.h"
#include "flow/flow.h"
#include "inspect/hint.h"
#include "judge/audit.h"
#include "policy/policy.h"
#include "policy/site.h"
#include "report/site_draft.h"
#include "topology/draft.h"

#define MOST_DEEDS 4096 /* of one host: more is no everyday business */

/* What an undeclared host was accused of, or a server of because of it. */
struct deed {
	struct address address; /* the host's */
	const struct audit_finding *finding;
	bool answered; /* else it opened */
};

/* All deeds there are, those of one host behind each other. */
struct deeds {
	struct deed *items; /* owned */
	size_t count, capacity;
};

struct unlisted {
	struct draft *draft;
	struct policy *policy;
	struct arena *arena;
	role_set roles;
	bool cut; /* not everybody who came is known */
	bool added;
	const struct address *lone; /* a client, so far the only one of its network */
};

/* --- Deeds -------------------------------------------------------------------------------- */

static bool is_undeclared(struct policy *policy, const struct address *address)
{
	host_class class = policy_class_at(policy, address, NULL);

	return !policy_is(policy, class, HOST_DECLARED) &&
	       !policy_is(policy, class, HOST_PUBLIC);
}

static bool add_deed(struct deeds *deeds, const struct deed *deed)
{
	if (!array_reserve(&deeds->items, &deeds->capacity, deeds->count,
	                   sizeof(*deeds->items)))
		return false;
	deeds->items[deeds->count++] = *deed;
	return true;
}

/* How good its TLS is says nothing of who came. */
static bool is_deed(const struct audit_finding *finding)
{
	return finding->transport && finding->matter != MATTER_TLS;
}

static bool add_deeds_of(struct deeds *deeds, struct policy *policy,
                         const struct audit_finding *finding)
{
	if (is_undeclared(policy, &finding->address) &&
	    !add_deed(deeds, &(struct deed){ finding->address, finding, true }))
		return false;
	for (size_t i = 0; i < finding->peer_count; i++) {
		const struct deed deed = { finding->peers[i].address, finding, false };

		if (is_undeclared(policy, &deed.address) && !add_deed(deeds, &deed))
			return false;
	}
	return true;
}

static int compare_deeds(const void *a, const void *b)
{
	const struct deed *left = a, *right = b;
	int order = address_compare(&left->address, &right->address);

	return order ? order
	             : (left->finding > right->finding) -
	                       (left->finding < right->finding);
}

/* --- What a role would explain -------------------------------------------------------------- */

/* Is there a rule for what @finding was about, between hosts of these classes? */
static bool is_documented(struct policy *policy, const struct audit_finding *finding,
                          host_class listener, host_class initiator)
{
	const struct row_set *narrow =
		policy_by_port(policy, finding->transport, finding->port);
	const struct row_set *wide =
		policy_wide_by_port(policy, finding->transport, finding->port);
	struct row_set rules = row_set_or(narrow, wide);

	rules = row_set_and(&rules, policy_by_listener(policy, listener));
	rules = row_set_and(&rules, policy_by_initiator(policy, initiator));
	rules = row_set_and(
		&rules, &policy_by_hints(policy, finding->hints[0] | finding->hints[1])
				 ->possible);
	return !row_set_is_empty(&rules);
}

/* Would a host of @roles have been right to do it? */
static bool explains(struct policy *policy, role_set roles, const struct deed *deed)
{
	const struct host_traits traits = { .roles = roles, .standing = HOST_DECLARED };
	const struct audit_finding *finding = deed->finding;
	host_class class = policy_class_of(policy, &traits);

	if (!deed->answered)
		return finding->kind == (enum finding_kind)VERDICT_WRONG_SOURCE &&
		       is_documented(policy, finding,
		                     policy_class_at(policy, &finding->address, NULL),
		                     class);
	if (finding->kind != (enum finding_kind)VERDICT_UNEXPECTED_PEER)
		return false;
	for (size_t i = 0; i < finding->peer_count; i++)
		if (!is_documented(
			    policy, finding, class,
			    policy_class_at(policy, &finding->peers[i].address, NULL)))
			return false;
	return true;
}

static bool explains_all(struct policy *policy, role_set roles, const struct deed *deeds,
                         size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!explains(policy, roles, &deeds[i]))
			return false;
	return true;
}

static bool shows_certificate(const struct deed *deed)
{
	return !deed->answered &&
	       deed->finding->hints[FLOW_INITIATOR] & HINT_BIT(HINT_MTLS);
}

static bool any_shows_certificate(const struct deed *deeds, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (shows_certificate(&deeds[i]))
			return true;
	return false;
}

/* Who shows a certificate is no client. */
static bool is_client(struct policy *policy, const struct deed *deeds, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (deeds[i].answered || shows_certificate(&deeds[i]))
			return false;
	return explains_all(policy, ROLE_BIT(ROLE_CLIENT), deeds, count);
}

/* Do both have the same thing to explain? */
static bool is_alike(const struct deed *one, const struct deed *other)
{
	return one->answered == other->answered &&
	       one->finding->port == other->finding->port &&
	       one->finding->transport == other->finding->transport;
}

/* One strange conversation does not explain itself: each thing was done with two servers. */
static bool is_usual(const struct deed *deeds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint64_t servers = 0;

		for (size_t j = 0; j < count; j++)
			if (is_alike(&deeds[i], &deeds[j]))
				servers += deeds[j].answered
				                   ? deeds[j].finding->peers_total
				                   : 1;
		if (servers < 2)
			return false;
	}
	return true;
}

/* What a balancer has to stand for to have opened these: the servers it opened. */
static role_set balanced_by(const struct deed *deeds, size_t count)
{
	role_set roles = ROLE_LYNC_SERVERS;

	for (size_t i = 0; i < count; i++)
		if (!deeds[i].answered)
			roles &= deeds[i].finding->roles;
	return roles;
}

/* The roles of a load balancer that would explain @deeds; 0: it explains them not. */
static role_set balancing(struct policy *policy, const struct deed *deeds, size_t count)
{
	role_set roles = ROLE_BIT(ROLE_LOAD_BALANCER);
	bool passes_clients_on = false;

	roles |= role_set_balancing(balanced_by(deeds, count));
	for (size_t i = 0; i < count; i++)
		passes_clients_on |= is_client(policy, &deeds[i], 1);
	return passes_clients_on && role_set_balanced(roles) &&
	                       explains_all(policy, roles, deeds, count)
	               ? roles
	               : 0;
}

/*
 * The only roles that would explain it all; 0: there are none, or several. A balancer does
 * what all others do, so it is one only when it can be nothing else; it alone may show
 * certificates, which are others': those of servers are told by their scores.
 */
static role_set only_roles(const struct unlisted *unlisted, const struct deed *deeds,
                           size_t count)
{
	struct policy *policy = unlisted->policy;
	role_set left = unlisted->roles & ~ROLE_USERS & ~ROLE_BIT(ROLE_LOAD_BALANCER);
	role_set only = 0;

	for (; left; left &= left - 1) {
		role_set role = left & -left;

		if (!explains_all(policy, role, deeds, count))
			continue;
		if (only || any_shows_certificate(deeds, count))
			return 0;
		only = role;
	}
	return only || !(unlisted->roles & ROLE_BIT(ROLE_LOAD_BALANCER))
	               ? only
	               : balancing(policy, deeds, count);
}

/* --- Drafted --------------------------------------------------------------------------------- */

/* Is it of the same port as one of @deeds before it? */
static bool is_said(const struct deed *deeds, size_t number)
{
	for (size_t i = 0; i < number; i++)
		if (is_alike(&deeds[i], &deeds[number]))
			return true;
	return false;
}

static void add_ports(struct text *why, const struct deed *deeds, size_t count,
                      bool answered)
{
	const char *before = answered ? "; answers " : "; opens ";

	for (size_t i = 0; i < count; i++) {
		const struct audit_finding *finding = deeds[i].finding;

		if (deeds[i].answered != answered || is_said(deeds, i))
			continue;
		text_addf(why, "%s%u/%s", before, finding->port,
		          transport_name(finding->transport));
		before = ", ";
	}
}

static const char *why_of(struct unlisted *unlisted, role_set roles,
                          const struct deed *deeds, size_t count)
{
	struct text why = { 0 };
	const char *copy;

	text_add_roles(&why, role_set_own(roles), "-");
	text_add(&why, ": of the roles that no topology lists the only one for this");
	add_ports(&why, deeds, count, false);
	add_ports(&why, deeds, count, true);
	copy = text_copy(&why, unlisted->arena);
	text_fini(&why);
	return copy;
}

static bool add_host(struct unlisted *unlisted, role_set roles, const struct deed *deeds,
                     size_t count)
{
	struct draft *draft = unlisted->draft;
	struct draft_host *host = &draft->hosts[draft->host_count];

	if (draft->unlisted == DRAFT_UNLISTED)
		return true;
	*host = (struct draft_host){
		.addresses = { deeds->address },
		.address_count = 1,
		.roles = roles,
		.why = why_of(unlisted, roles, deeds, count),
	};
	draft->host_count++;
	draft->unlisted++;
	unlisted->added = true;
	return host->why != NULL;
}

/* Does the site file have a host so near that its network is one of servers? */
static bool is_among_servers(const struct policy *policy, const struct address *address)
{
	const struct site *site = policy_site(policy);
	const struct address_range range = site_draft_network_of(address);

	for (size_t i = 0; site && i < site->host_count; i++)
		for (size_t j = 0; j < site->hosts[i].address_count; j++)
			if (address_range_contains(&range, &site->hosts[i].addresses[j]))
				return true;
	return false;
}

/* Where one is alone in a network, the network is not known for one of clients. */
static void add_client(struct unlisted *unlisted, const struct address *address)
{
	const struct address_range range = site_draft_network_of(address);
	const struct address *other = unlisted->lone;

	unlisted->lone = address;
	if (!other || !address_range_contains(&range, other) ||
	    is_among_servers(unlisted->policy, address))
		return;
	unlisted->added |= site_draft_add_guest(unlisted->draft, other);
	site_draft_add_guest(unlisted->draft, address);
}

static bool add_one(struct unlisted *unlisted, const struct deed *deeds, size_t count)
{
	role_set roles = 0;

	if (is_client(unlisted->policy, deeds, count))
		add_client(unlisted, &deeds->address);
	else if (!unlisted->cut && count <= MOST_DEEDS)
		roles = only_roles(unlisted, deeds, count);
	return !roles || !is_usual(deeds, count) ||
	       add_host(unlisted, roles, deeds, count);
}

static bool add_all(struct unlisted *unlisted, const struct deeds *deeds)
{
	size_t end;

	for (size_t i = 0; i < deeds->count; i = end) {
		for (end = i + 1;
		     end < deeds->count &&
		     address_equal(&deeds->items[i].address, &deeds->items[end].address);)
			end++;
		if (!add_one(unlisted, &deeds->items[i], end - i))
			return false;
	}
	return true;
}

bool site_unlisted_add(struct draft *draft, const struct audit *audit,
                       struct policy *policy, role_set roles, struct arena *arena,
                       bool *added)
{
	struct unlisted unlisted = {
		.draft = draft, .policy = policy, .arena = arena, .roles = roles
	};
	struct deeds deeds = { 0 };
	bool whole = true;

	for (size_t i = 0; i < audit->finding_count && whole; i++) {
		const struct audit_finding *finding = &audit->findings[i];

		unlisted.cut |=
			finding->kind == (enum finding_kind)VERDICT_WRONG_SOURCE &&
			finding->peers_total > finding->peer_count;
		whole = !is_deed(finding) || add_deeds_of(&deeds, policy, finding);
	}
	array_sort(deeds.items, deeds.count, sizeof(*deeds.items), compare_deeds);
	whole = whole && add_all(&unlisted, &deeds);
	free(deeds.items);
	*added = unlisted.added;
	return whole;
}
