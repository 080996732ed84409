/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/judge.h"

#include <stdlib.h>
#include <string.h>

#include "base/transport.h"
#include "inspect/detail.h"

#include "judge_private.h"
#include "judging_order.h"
#include "listener_said.h"
#include "listener_tls.h"
#include "orient.h"

#define HOSTS_WORTH_IT 8 /* a sweep has to free an eighth of the hosts */
#define SETTLE_WORTH   8 /* things known for each conversation since roles were settled */
#define EXPLANATIONS   512 /* different ones that are remembered */
#define DEFAULT_MEMORY ((size_t)128 << 20)

struct judge *judge_create(struct policy *policy,
                           const struct role_evidence_list *evidence,
                           const struct judge_options *options)
{
	struct judge *judge = calloc(1, sizeof(*judge));
	const struct site *site = policy_site(policy);

	if (!judge)
		return NULL;
	judge->policy = policy;
	judge->options = *options;
	if (judge->options.memory == 0)
		judge->options.memory = DEFAULT_MEMORY;
	if (judge->options.audit_memory == 0)
		judge->options.audit_memory = DEFAULT_MEMORY;
	judge->allow_used = calloc(site && site->allow_count ? site->allow_count : 1,
	                           sizeof(*judge->allow_used));
	judge->explanations = text_memo_create(EXPLANATIONS);
	size_t memory = judge->options.memory / 16;
	const struct knowledge knowledge = { policy, &judge->hosts, &judge->listeners,
		                             &judge->tallies };

	judge->sensors = sensors_create();
	if (!judge->allow_used || !judge->explanations || !judge->sensors ||
	    !host_table_init(&judge->hosts, memory * 4) ||
	    !listener_table_init(&judge->listeners, memory) ||
	    !tally_table_init(&judge->tallies, memory * 8, sizeof(struct judging_turn)) ||
	    !outcome_table_init(&judge->outcomes, memory * 3, judge->sensors) ||
	    !qos_table_init(&judge->qos) ||
	    !role_inference_init(&judge->inference, policy, evidence) ||
	    !decider_init(&judge->decider, &knowledge, judge->options.strict)) {
		judge_destroy(judge);
		return NULL;
	}
	product_evidence_init(&judge->products, options->find_policy ? evidence : NULL,
	                      policy);
	return judge;
}

void judge_destroy(struct judge *judge)
{
	if (!judge)
		return;
	audit_discard(judge);
	host_table_fini(&judge->hosts);
	listener_table_fini(&judge->listeners);
	tally_table_fini(&judge->tallies);
	outcome_table_fini(&judge->outcomes);
	qos_table_fini(&judge->qos);
	role_inference_fini(&judge->inference);
	decider_fini(&judge->decider);
	sightings_destroy(judge->sightings);
	sensors_destroy(judge->sensors);
	text_memo_destroy(judge->explanations);
	free(judge->allow_used);
	free(judge);
}

struct host *judge_meet(struct judge *judge, const struct address *address, uint32_t hash,
                        uint32_t *number)
{
	bool fresh;

	*number = host_table_add(&judge->hosts, address, hash, &fresh);
	if (*number == HOST_NONE)
		return NULL;

	struct host *host = &judge->hosts.hosts[*number];

	if (fresh)
		judge_classify(judge, host);
	return host;
}

/* The listener of @conversation, remembered; NULL when there is no room. */
static struct listener *listener_of(struct judge *judge,
                                    const struct conversation *conversation)
{
	return listener_table_add(&judge->listeners, &conversation->responder,
	                          conversation->responder_port, conversation->transport);
}

static void keep_notes(struct judge *judge, const struct conversation *conversation,
                       const struct detail_list *details)
{
	char note[DETAIL_NOTE_SIZE];
	size_t len = detail_note(details, conversation->initiator_end, note);
	struct listener *listener = len > 0 ? listener_of(judge, conversation) : NULL;

	if (listener)
		listener_add_note(&judge->listeners, listener, note, len);
}

/* Whoever hears a question to everybody may answer, from the port that was asked. */
static void keep_question(struct judge *judge, const struct conversation *conversation)
{
	struct listener *listener;

	if (LIKELY(!conversation_is_to_many(conversation)))
		return;
	listener = listener_table_suggest(&judge->listeners, &conversation->initiator,
	                                  conversation->responder_port,
	                                  conversation->transport);
	if (listener)
		listener->asks_all = true;
}

/* Both ends began a handshake, and it is known which of them asked. */
static bool shows_tls(const struct conversation *conversation)
{
	return conversation->hints[FLOW_INITIATOR] & conversation->hints[FLOW_RESPONDER] &
	               HINT_BIT(HINT_TLS) &&
	       !flow_direction_is_guess(
		       (enum flow_direction_by)conversation->direction_by);
}

/* What tells about the listener, which is looked for once. */
static void keep_words(struct judge *judge, const struct conversation *conversation,
                       const struct detail_list *details)
{
	struct listener_table *listeners = &judge->listeners;
	bool is_told = listener_said_is_told(details), tls = shows_tls(conversation);
	struct listener *listener = NULL;

	if (tls)
		listener = listener_of(judge, conversation);
	else if (is_told)
		listener = listener_table_suggest(listeners, &conversation->responder,
		                                  conversation->responder_port,
		                                  conversation->transport);
	if (listener && tls)
		listener_tls_observe(&listener->tls, conversation, details,
		                     &listeners->text_left);
	if (listener && is_told)
		listener_said_observe(&listener->said, details, &listeners->said_left);
}

static void settle_all(struct judge *judge)
{
	role_inference_settle(&judge->inference, &judge->hosts, &judge->tallies);
	judge_settle_products(judge);
	judge->roles_settled = true;
}

/* What is known so far has to do for what was seen so far. */
static void judge_early(struct judge *judge)
{
	judge->forgotten += judge->tallies.count;
	settle_all(judge);
	(void)judge_tallies(judge); /* in order or not, they are counted */
}

void judge_make_room_for_hosts(struct judge *judge, size_t count)
{
	struct host_table *hosts = &judge->hosts;
	size_t enough = hosts->most - hosts->most / HOSTS_WORTH_IT;

	if (hosts->count + count <= hosts->most || judge->hosts_matter)
		return;
	judge_early(judge);
	host_table_sweep(hosts, false);
	if (hosts->count > enough)
		host_table_sweep(hosts, true);
	judge->hosts_matter = hosts->count > enough;
}

static void count_in(struct host *host, const struct conversation *conversation,
                     enum flow_side side)
{
	if (host->first_us == 0 || conversation->first_us < host->first_us)
		host->first_us = conversation->first_us;
	if (conversation->last_us > host->last_us)
		host->last_us = conversation->last_us;
	host->flows += conversation->flows;
	host->heard |= conversation->packets[side] > 0;
	if (conversation->transport != TRANSPORT_TCP)
		return;
	host->tcp_heard |= conversation->packets[side] > 0;
	host->tcp_told |= conversation->packets[!side] > 0;
	host->tcp_missed |=
		conversation->spoke &&
		(conversation->packets[side] == 0 || conversation->packets[!side] == 0) &&
		(conversation->state == FLOW_UNHEARD ||
	         conversation->state == FLOW_MIDSTREAM);
}

/* Find its hosts and count it in them. */
static void meet_ends(struct judge *judge, struct judge_pending *one)
{
	const struct conversation *conversation = &one->conversation;

	if (!judge_meet(judge, &conversation->initiator, one->initiator_hash,
	                &one->initiator) ||
	    !judge_meet(judge, &conversation->responder, one->responder_hash,
	                &one->responder)) {
		one->initiator = HOST_NONE;
		return;
	}
	count_in(&judge->hosts.hosts[one->initiator], conversation, FLOW_INITIATOR);
	count_in(&judge->hosts.hosts[one->responder], conversation, FLOW_RESPONDER);
	judge->hosts.hosts[one->responder].faces_public |=
		conversation->packets[FLOW_RESPONDER] > 0 &&
		address_is_public(&conversation->initiator);
	role_inference_listens(&judge->inference, &judge->hosts.hosts[one->responder],
	                       conversation);
	one->tally_hash = tally_table_hash(&judge->tallies, conversation, one->initiator,
	                                   one->responder);
}

static bool add_tally(struct judge *judge, const struct judge_pending *one)
{
	return tally_table_add(&judge->tallies, &one->conversation, one->initiator,
	                       one->responder, one->tally_hash);
}

static void fold_one(struct judge *judge, const struct judge_pending *one)
{
	if (one->initiator == HOST_NONE) {
		/* Nothing is remembered of it, but it is judged. */
		judge->forgotten++;
		judge_one(judge, &one->conversation);
		return;
	}
	if (add_tally(judge, one))
		return;

	judge_early(judge);
	if (add_tally(judge, one))
		return;
	judge->forgotten++;
	judge_one(judge, &one->conversation);
}

/* In the order they were observed. */
static void fold_pending(struct judge *judge)
{
	struct judge_pending *pending = judge->pending;
	size_t count = judge->pending_count;

	judge_make_room_for_hosts(judge, 2 * count);
	/* Each round works on what the one before asked for. */
	for (size_t i = 0; i < count; i++) {
		host_table_expect(&judge->hosts, pending[i].initiator_hash);
		host_table_expect(&judge->hosts, pending[i].responder_hash);
	}
	for (size_t i = 0; i < count; i++)
		meet_ends(judge, &pending[i]);
	for (size_t i = 0; i < count; i++)
		tally_table_expect(&judge->tallies, pending[i].tally_hash);
	for (size_t i = 0; i < count; i++)
		fold_one(judge, &pending[i]);
	judge->pending_count = 0;
}

void judge_take_network(struct judge *judge, const struct address *base, uint64_t clients)
{
	folded_networks_add(&judge->folded, base, clients);
}

struct sensors *judge_sensors(struct judge *judge)
{
	return judge->sensors;
}

void judge_settle_roles(struct judge *judge)
{
	fold_pending(judge);
	judge->since_settled = 0;
	if (judge->roles_settled)
		return;
	settle_all(judge);
}

bool judge_orient(struct judge *judge, struct conversation *conversation)
{
	return orient_conversation(&judge->decider, conversation);
}

struct verdict judge_decide(struct judge *judge, const struct conversation *conversation)
{
	return decide(&judge->decider, conversation);
}

bool judge_is_settling_worth_it(const struct judge *judge)
{
	return judge->since_settled * SETTLE_WORTH >=
	       judge->hosts.count + judge->tallies.count;
}

uint8_t judge_asked_for(const struct judge *judge,
                        const struct conversation *conversation,
                        const struct detail_list *details)
{
	size_t len;
	const char *name;
	uint8_t asked;

	if (!address_is_public(&conversation->responder))
		return 0;
	name = detail_get(details, DETAIL_TLS_SNI, &len);
	asked = name ? policy_asked_for(judge->policy, name, len) : 0;
	return asked && !listener_tls_shows_other_name(details) ? asked : 0;
}

void judge_observe(struct judge *judge, const struct conversation *conversation,
                   const struct detail_list *details)
{
	struct judge_pending *one = &judge->pending[judge->pending_count++];
	struct conversation *own = &one->conversation;

	*own = *conversation;
	if (own->last_us > judge->last_us)
		judge->last_us = own->last_us;
	orient_by_ports(judge->policy, own);
	own->asked = judge_asked_for(judge, own, details);
	one->initiator_hash = host_table_hash(&judge->hosts, &own->initiator);
	one->responder_hash = host_table_hash(&judge->hosts, &own->responder);
	keep_notes(judge, own, details);
	keep_words(judge, own, details);
	keep_question(judge, own);
	if (judge->options.qos)
		qos_table_observe(&judge->qos, own, details);
	judge->roles_settled = false;
	judge->since_settled++;
	if (judge->pending_count == JUDGE_PENDING)
		fold_pending(judge);
}

const struct audit *judge_conclude(struct judge *judge)
{
	uint64_t lost = judge->outcomes.lost;
	size_t tallies;

	judge_settle_roles(judge);
	tallies = judge->tallies.count;
	/* Without memory it is not told who missed what. */
	if (sensors_are_several(judge->sensors) && !judge->sightings)
		judge->sightings =
			sightings_create(judge->sensors, &judge->decider.knowledge);
	if (!judge_tallies_with_room(judge))
		judge->forgotten += tallies;
	/* Those that were lost earlier were judged early, and counted as such. */
	judge->forgotten += judge->outcomes.lost - lost;
	audit_discard(judge);
	return audit_build(judge) ? &judge->audit : NULL;
}
