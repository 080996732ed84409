/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a run judges by can change while it goes on: by what is seen of the product, with
 * each period of a watch, and with a reload.
 */
#include "run.h"

#include "base/error.h"
#include "judge/product_choice.h"

/* What cannot be read is said once, and judged by the tables that are there. */
static struct policy *find_policy(const struct product_choice *choice, void *context)
{
	struct run *run = context;
	struct error err;

	if (choice->products == run->knowledge.refused)
		return NULL;
	if (!knowledge_take_products(&run->knowledge, choice->products, &err)) {
		run_complain("the tables of the product that was seen: %s", err.text);
		return NULL;
	}
	if (run->provenance &&
	    !provenance_collector_take(run->provenance, &run->knowledge))
		run_complain("out of memory: the report does not list all its sources");
	return run->knowledge.policy;
}

/* What the judge before saw of products that came too late for it. */
static bool take_products(struct run *run, struct error *err)
{
	const struct product_choice seen = judge_products(run->judge);

	if (seen.products && seen.products != run->knowledge.products)
		(void)find_policy(&seen, run); /* it has been said */
	if (!run->knowledge.past)
		return true;
	if (!pipeline_change_policy(run->pipeline, run->knowledge.policy))
		return error_set(err, "out of memory");
	return true;
}

bool run_renew_judge(struct run *run, struct error *err)
{
	struct judge *judge;

	if (run->judge && !take_products(run, err))
		return false;
	judge = judge_create(
		run->knowledge.policy, run->knowledge.evidence,
		&(struct judge_options){
			.strict = run->options->strict,
			.tls = run->knowledge.tls,
			.qos = run->options->qos,
			.language = run->options->language,
			.find_policy = knowledge_wants_products(&run->knowledge)
	                                       ? find_policy
	                                       : NULL,
			.context = run,
			.products = run->knowledge.products,
			.memory = run->memory.judge,
			.audit_memory = run->memory.audit,
		});
	if (!judge)
		return error_set(err, "out of memory");
	judge_destroy(run->judge);
	run->judge = judge;
	knowledge_forget_past(&run->knowledge);
	return true;
}

bool run_load_again(struct run *run, struct error *err)
{
	const struct options *options = run->options;

	if (knowledge_load(&run->loaded, options->signatures, options->site_file, err))
		return true;
	privilege_explain_denial(&run->privilege, err);
	return false;
}

bool run_take_loaded(struct run *run, struct error *err)
{
	struct knowledge before = run->knowledge;

	if (!pipeline_change_policy(run->pipeline, run->loaded.policy)) {
		knowledge_fini(&run->loaded);
		return error_set(err, "out of memory");
	}
	/* The inspector has those of the beginning, and keeps them. */
	run->knowledge = run->loaded;
	run->knowledge.signatures = before.signatures;
	run->knowledge.labels = before.labels;
	before.signatures = run->loaded.signatures;
	before.labels = run->loaded.labels;
	judge_destroy(run->judge);
	run->judge = NULL;
	provenance_collector_destroy(run->provenance);
	run->provenance =
		provenance_collector_create(run->options, &run->knowledge, run->capture);
	knowledge_fini(&before);
	return run_renew_judge(run, err);
}
