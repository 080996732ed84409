/* SPDX-License-Identifier: BSD-2-Clause */
#include "product_evidence.h"

#include "judge/conversation.h"
#include "policy/policy.h"
#include "policy/role_evidence.h"

#include "evidence_match.h"
#include "tally.h"

#define EVERY_PRODUCT                                                                    \
	((product_set)((PRODUCT_BIT(PRODUCTS) - 1) & ~PRODUCT_BIT(PRODUCT_UNSTATED)))

/* Whose words tell of the product: who runs it. */
#define RUNS_PRODUCT (ROLE_RUNS_LYNC | ROLE_BIT(ROLE_VIDEO_INTEROP))

static bool is_of_flow(const struct role_evidence *entry)
{
	return entry->kind == ROLE_EVIDENCE_ANSWERS || entry->kind == ROLE_EVIDENCE_ASKS;
}

void product_evidence_init(struct product_evidence *evidence,
                           const struct role_evidence_list *list,
                           const struct policy *policy)
{
	*evidence = (struct product_evidence){ .list = list };
	for (size_t i = 0; list && i < list->count && i < EVIDENCE_MOST; i++) {
		const struct role_evidence *entry = &list->items[i];

		if (!entry->products)
			continue;
		if (!is_of_flow(entry)) {
			evidence_add(&evidence->texts, i);
			continue;
		}
		if (evidence->flow_count == PRODUCT_EVIDENCE_FLOWS)
			continue;
		for (unsigned port = entry->port.low; port <= entry->port.high; port++)
			evidence->ports |= UINT64_C(1) << port % 64;
		if (entry->kind == ROLE_EVIDENCE_ASKS)
			evidence->asked[evidence->flow_count] =
				policy_asked_bit(policy, entry->match);
		evidence->flows[evidence->flow_count++] = i;
	}
}

/* --- What was seen --------------------------------------------------------------------- */

/* The roles in which @host speaks for the product; 0: it does not. */
static role_set speaks_as(const struct knowledge *knowledge, const struct host *host)
{
	role_set roles =
		host_judged_roles(host, policy_earnable_roles(knowledge->policy));

	/* A partner's server is one as well. */
	if (!host->declared && address_is_public(&host->address))
		return 0;
	return roles & RUNS_PRODUCT;
}

static bool is_answer(const struct role_evidence *entry,
                      const struct knowledge *knowledge, const struct tally *tally)
{
	const struct host *hosts = knowledge->hosts->hosts;
	role_set roles;

	if (tally->responder_port < entry->port.low ||
	    tally->responder_port > entry->port.high ||
	    tally->transport != entry->port.transport ||
	    !(tally->spoke >> FLOW_RESPONDER & 1) ||
	    !(evidence_words(tally->hints, FLOW_RESPONDER) & entry->speaks) ||
	    tally->direction_by == FLOW_BY_FIRST)
		return false;
	roles = speaks_as(knowledge, &hosts[tally->responder]);
	return roles && (roles & entry->with) == entry->with &&
	       (!entry->peer || host_roles(&hosts[tally->initiator]) & entry->peer);
}

/* Most flows are none that an entry is about. */
static bool may_tell(const struct product_evidence *evidence, const struct tally *tally)
{
	return evidence->ports >> tally->responder_port % 64 & 1 || tally->asked;
}

static void collect_flow(struct product_evidence *evidence,
                         const struct knowledge *knowledge, const struct tally *tally)
{
	for (size_t i = 0; i < evidence->flow_count; i++) {
		size_t number = evidence->flows[i];
		const struct role_evidence *entry = &evidence->list->items[number];

		if (entry->kind == ROLE_EVIDENCE_ANSWERS
		            ? is_answer(entry, knowledge, tally)
		            : tally->asked & evidence->asked[i] &&
		                      speaks_as(
					      knowledge,
					      &knowledge->hosts->hosts[tally->initiator]))
			evidence_add(&evidence->shown, number);
	}
}

static void collect_texts(struct product_evidence *evidence,
                          const struct knowledge *knowledge, const struct host *host)
{
	struct evidence_bits said = host->evidence;
	uint64_t any = 0;

	for (size_t i = 0; i < HOST_EVIDENCE_WORDS; i++) {
		said.words[i] &= evidence->texts.words[i];
		any |= said.words[i];
	}
	if (any && speaks_as(knowledge, host))
		evidence_add_all(&evidence->shown, &said);
}

void product_evidence_collect(struct product_evidence *evidence,
                              const struct knowledge *knowledge)
{
	for (size_t i = 0; i < knowledge->hosts->count; i++)
		collect_texts(evidence, knowledge, &knowledge->hosts->hosts[i]);
	for (size_t i = 0; evidence->flow_count && i < knowledge->tallies->count; i++)
		if (may_tell(evidence, &knowledge->tallies->tallies[i]))
			collect_flow(evidence, knowledge,
			             &knowledge->tallies->tallies[i]);
}

/* --- What it comes to ------------------------------------------------------------------- */

static bool is_narrower(const struct role_evidence *entry,
                        const struct role_evidence *than)
{
	return !than ||
	       __builtin_popcount(entry->products) < __builtin_popcount(than->products);
}

/* What was shown and leaves fewest products, of what is about any of @some and none of
 * @none; NULL: there is nothing. */
static const struct role_evidence *narrowest(const struct product_evidence *evidence,
                                             product_set some, product_set none)
{
	const struct role_evidence *best = NULL;

	for (size_t i = evidence_next(&evidence->shown, 0); i < EVIDENCE_MOST;
	     i = evidence_next(&evidence->shown, i + 1)) {
		const struct role_evidence *entry = &evidence->list->items[i];

		if (entry->products & some && !(entry->products & none) &&
		    is_narrower(entry, best))
			best = entry;
	}
	return best;
}

/* The products that all of it leaves. */
static product_set agreed(const struct product_evidence *evidence)
{
	product_set products = EVERY_PRODUCT;

	for (size_t i = evidence_next(&evidence->shown, 0); i < EVIDENCE_MOST;
	     i = evidence_next(&evidence->shown, i + 1))
		products &= evidence->list->items[i].products;
	return products;
}

/* The fewest that explain all of it. */
static product_set needed(const struct product_evidence *evidence)
{
	product_set all = agreed(evidence), products = 0;
	const struct role_evidence *entry;

	while ((entry = narrowest(evidence, EVERY_PRODUCT, products)))
		products |= PRODUCT_BIT(product_oldest(all ? all : entry->products));
	return products;
}

struct product_choice product_evidence_choose(const struct product_evidence *evidence,
                                              product_set current)
{
	struct product_choice choice = { 0 };

	if (!narrowest(evidence, EVERY_PRODUCT, 0))
		return choice;
	choice.products =
		narrowest(evidence, EVERY_PRODUCT, current) ? needed(evidence) : current;
	for (unsigned product = 0; product < PRODUCTS; product++) {
		const struct role_evidence *entry =
			choice.products & PRODUCT_BIT(product)
				? narrowest(evidence, PRODUCT_BIT(product), 0)
				: NULL;

		choice.why[product] = entry ? entry->why : NULL;
	}
	return choice;
}
