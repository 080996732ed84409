/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which products a judge judges by: what tells of them comes as late as what tells of
 * roles, so what was observed is kept and the rows are changed under it.
 */
#include "judge/judge.h"
#include "judge/product_choice.h"

#include "judge_private.h"

void judge_classify(const struct judge *judge, struct host *host)
{
	host->class = policy_class_at(judge->policy, &host->address, &host->site_name);
	host->declared = policy_traits(judge->policy, host->class)->roles;
}

/* What rows of @policy say of those hosts and conversations. */
static void observe_again(struct judge *judge, const struct policy *before)
{
	struct tally_table *tallies = &judge->tallies;

	for (size_t i = 0; i < judge->hosts.count; i++)
		judge_classify(judge, &judge->hosts.hosts[i]);
	for (size_t i = 0; i < tallies->count; i++) {
		struct tally *tally = &tallies->tallies[i];
		const struct conversation conversation =
			knowledge_conversation(&judge->decider.knowledge, tally);

		tally->asked = policy_asked_as(judge->policy, before, tally->asked);
		role_inference_listens(&judge->inference,
		                       &judge->hosts.hosts[tally->responder],
		                       &conversation);
	}
}

/* @return false, and all is as before, when out of memory */
static bool take_policy(struct judge *judge, struct policy *policy)
{
	const struct policy *before = judge->policy;
	const struct knowledge knowledge = { policy, &judge->hosts, &judge->listeners,
		                             &judge->tallies };
	struct role_inference inference = { .match = { .list = NULL } };
	struct decider decider = { .decisions = NULL };

	if (!role_inference_init(&inference, policy, judge->inference.match.list) ||
	    !decider_init(&decider, &knowledge, judge->options.strict)) {
		role_inference_fini(&inference);
		decider_fini(&decider);
		return false;
	}
	role_inference_fini(&judge->inference);
	decider_fini(&judge->decider);
	judge->inference = inference;
	judge->decider = decider;
	judge->policy = policy;
	observe_again(judge, before);
	return true;
}

void judge_settle_products(struct judge *judge)
{
	struct judge_options *options = &judge->options;
	struct product_choice choice;
	struct policy *policy;

	if (!options->find_policy)
		return;
	product_evidence_collect(&judge->products, &judge->decider.knowledge);
	choice = judge_products(judge);
	if (judge->has_judged || !choice.products || choice.products == options->products)
		return;
	policy = options->find_policy(&choice, options->context);
	if (!policy || !take_policy(judge, policy))
		return;
	options->products = choice.products;
	role_inference_settle(&judge->inference, &judge->hosts, &judge->tallies);
}

struct product_choice judge_products(const struct judge *judge)
{
	return product_evidence_choose(&judge->products, judge->options.products);
}
