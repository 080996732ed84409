/* SPDX-License-Identifier: BSD-2-Clause */
#include "interest.h"

#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "base/hash.h"
#include "flow/flow.h"
#include "policy/policy.h"
#include "policy/site.h"

#define FEWEST_SLOTS 16
#define NARROW       2 /* policy_port_rank() of a port that a narrow row lists */
#define USERS        (ROLE_BIT(ROLE_CLIENT) | ROLE_BIT(ROLE_PHONE))

/* An address as two words; no host has 0, which is a free slot. */
struct slot {
	uint64_t high, low;
};

struct interest {
	const struct policy *policy; /* borrowed */
	struct slot *slots;          /* owned */
	size_t mask, count;
	const struct address_range **ranges; /* owned; of declared servers */
	size_t range_count;
};

static ALWAYS_INLINE struct slot words_of(const struct address *address)
{
	struct slot words;

	memcpy(&words.high, address->bytes, sizeof(words.high));
	memcpy(&words.low, address->bytes + sizeof(words.high), sizeof(words.low));
	return words;
}

/*
 * The slot of @words, or the free one where they would be. The site's owner chose what
 * is in the table and it is a quarter full at most, so nobody gains by choosing what is
 * looked for.
 */
static ALWAYS_INLINE struct slot *find_slot(const struct interest *interest,
                                            struct slot words)
{
	size_t at = hash_number(words.high * 31 + words.low) & interest->mask;

	for (;; at = (at + 1) & interest->mask) {
		struct slot *slot = &interest->slots[at];

		if ((slot->low == words.low && slot->high == words.high) ||
		    !(slot->low | slot->high))
			return slot;
	}
}

static ALWAYS_INLINE bool is_declared(const struct interest *interest,
                                      const struct address *address)
{
	const struct slot *slot = find_slot(interest, words_of(address));

	if (slot->low | slot->high)
		return true;
	for (size_t i = 0; i < interest->range_count; i++)
		if (address_range_contains(interest->ranges[i], address))
			return true;
	return false;
}

static void add(struct interest *interest, const struct address *address)
{
	*find_slot(interest, words_of(address)) = words_of(address);
	interest->count++;
}

static void add_servers(struct interest *interest, const struct site *site)
{
	for (size_t i = 0; i < site->host_count; i++)
		for (size_t j = 0; j < site->hosts[i].address_count; j++)
			if (site->hosts[i].roles & ~USERS)
				add(interest, &site->hosts[i].addresses[j]);
	for (size_t i = 0; i < site->network_count; i++)
		if (site->networks[i].roles & ~USERS)
			interest->ranges[interest->range_count++] =
				&site->networks[i].range;
}

struct interest *interest_create(const struct policy *policy)
{
	const struct site *site = policy_site(policy);
	struct interest *interest = calloc(1, sizeof(*interest));
	size_t addresses = 0, slots = FEWEST_SLOTS;

	if (!interest)
		return NULL;
	for (size_t i = 0; site && i < site->host_count; i++)
		addresses += site->hosts[i].address_count;
	while (slots < addresses * 4)
		slots *= 2;
	interest->policy = policy;
	interest->mask = slots - 1;
	interest->slots = calloc(slots, sizeof(*interest->slots));
	interest->ranges = calloc(site ? site->network_count + 1 : 1,
	                          sizeof(struct address_range *));
	if (!interest->slots || !interest->ranges) {
		interest_destroy(interest);
		return NULL;
	}
	if (site)
		add_servers(interest, site);
	return interest;
}

bool interest_in_flow(const struct flow *flow, const void *context)
{
	const struct interest *interest = context;

	if (interest->count + interest->range_count > 0)
		return is_declared(interest, &flow->end[1].address) ||
		       is_declared(interest, &flow->end[0].address);
	return policy_port_rank(interest->policy, flow->transport, flow->end[1].port) >=
	               NARROW ||
	       policy_port_rank(interest->policy, flow->transport, flow->end[0].port) >=
	               NARROW;
}

void interest_destroy(struct interest *interest)
{
	if (!interest)
		return;
	free(interest->slots);
	free(interest->ranges);
	free(interest);
}
