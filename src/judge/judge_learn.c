/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What payloads state about others than the two ends: names, agents, announced ports.
 */
#include "inspect/learned.h"
#include "judge/judge.h"

#include "judge_private.h"

/* One payload states several facts about one host. */
static struct host *meet_again(struct judge *judge, const struct address *address)
{
	if (judge->last_met < judge->hosts.count &&
	    address_equal(&judge->hosts.hosts[judge->last_met].address, address))
		return &judge->hosts.hosts[judge->last_met];
	judge_make_room_for_hosts(judge, 1);
	return judge_meet(judge, address, host_table_hash(&judge->hosts, address),
	                  &judge->last_met);
}

static void learn_listener(struct judge *judge, const struct learned *learned)
{
	struct listener *listener = listener_table_add(
		&judge->listeners, &learned->address, learned->port, learned->transport);

	if (!listener)
		return;
	listener->by_ssrp |= learned->via == LEARNED_BY_SSRP;
	listener->by_epm |= learned->via == LEARNED_BY_EPM;
}

/* What the domain's own DNS says of whom: anybody may answer, only it is asked. */
static bool is_said_by_domain(struct judge *judge, const struct learned *learned)
{
	const struct host_traits *by;

	if (learned->via != LEARNED_BY_DNS || address_is_unspecified(&learned->by))
		return false;
	by = policy_traits(judge->policy,
	                   policy_class_at(judge->policy, &learned->by, NULL));
	return by->standing & HOST_DECLARED &&
	       by->roles & ROLE_BIT(ROLE_DOMAIN_CONTROLLER);
}

/* Another address of a declared server is that server. */
static void take_for_declared(struct judge *judge, struct host *host,
                              const struct learned *learned)
{
	host_class class;

	if (host->site_name || !policy_site(judge->policy) ||
	    !is_said_by_domain(judge, learned))
		return;
	class = policy_class_of_server(judge->policy, &host->address, learned->text,
	                               learned->text_len, &host->site_name);
	if (class == HOST_CLASS_UNKNOWN)
		return;
	host->class = class;
	host->declared = policy_traits(judge->policy, class)->roles;
	host->undeclared_address = true;
}

static void learn_text(struct judge *judge, const struct learned *learned,
                       enum role_evidence_kind kind)
{
	struct host *host = meet_again(judge, &learned->address);

	if (!host)
		return;
	take_for_declared(judge, host, learned);
	if (kind == ROLE_EVIDENCE_NAME)
		host_add_name(&judge->hosts, host, learned->text, learned->text_len,
		              (uint8_t)learned->via);
	/* What a client asks for by SNI is no word of the server's. */
	if (learned->via != LEARNED_BY_SNI)
		role_inference_text(&judge->inference, host, kind, learned->text,
		                    learned->text_len);
}

void judge_learn(struct judge *judge, const struct learned *learned)
{
	judge->roles_settled = false;
	switch (learned->kind) {
	case LEARNED_LISTENER:
		learn_listener(judge, learned);
		break;
	case LEARNED_NAME:
		learn_text(judge, learned, ROLE_EVIDENCE_NAME);
		break;
	case LEARNED_AGENT:
		learn_text(judge, learned, ROLE_EVIDENCE_AGENT);
		break;
	}
}
