/* SPDX-License-Identifier: BSD-2-Clause */
#include "orient.h"

#include "base/array.h"
#include "policy/policy.h"

#include "decide.h"

#define SYSTEM_PORTS 1024 /* RFC 6335 section 6 */
/* Who asks does so from a port above one of these: RFC 6335 section 6, and Linux. */
static const uint16_t dynamic_ports[] = { CONVERSATION_DYNAMIC_PORT, 32768 };

/* @return whether exactly one of the ports is dynamic; *@turned: it is the responder's */
static bool dynamic_port_tells(const struct conversation *conversation, bool *turned)
{
	for (size_t i = 0; i < ARRAY_LEN(dynamic_ports); i++) {
		bool from = conversation->initiator_port >= dynamic_ports[i];
		bool to = conversation->responder_port >= dynamic_ports[i];

		*turned = to;
		if (from != to)
			return true;
	}
	return false;
}

void orient_by_ports(const struct policy *policy, struct conversation *conversation)
{
	uint16_t from = conversation->initiator_port, to = conversation->responder_port;
	unsigned from_rank, to_rank;
	bool turned;

	if (conversation->direction_by != FLOW_BY_FIRST)
		return;
	from_rank = policy_port_rank(policy, conversation->transport, from);
	to_rank = policy_port_rank(policy, conversation->transport, to);
	if (from_rank != to_rank && (from_rank > 1 || to_rank > 1))
		conversation_orient(conversation, from_rank > to_rank, FLOW_BY_TABLE);
	else if (dynamic_port_tells(conversation, &turned))
		conversation_orient(conversation, turned, FLOW_BY_DYNAMIC);
	else if ((from < SYSTEM_PORTS) != (to < SYSTEM_PORTS))
		conversation_orient(conversation, from < SYSTEM_PORTS, FLOW_BY_PORT);
}

/* How well is it explained this way round? */
enum explanation {
	EXPLAINED_NOT,
	EXPLAINED_BY_PORT,  /* or by the site's allow */
	EXPLAINED_KNOWN,    /* by its payload, in no document */
	EXPLAINED_DOCUMENT, /* by its payload, in a document */
};

static enum explanation explanation_of(const struct verdict *verdict)
{
	if (verdict->kind == VERDICT_ALLOWED)
		return EXPLAINED_BY_PORT;
	if (verdict->kind != VERDICT_EXPECTED && verdict->kind != VERDICT_KNOWN)
		return EXPLAINED_NOT;
	if (!verdict->confirmed)
		return EXPLAINED_BY_PORT;
	return verdict->kind == VERDICT_KNOWN ? EXPLAINED_KNOWN : EXPLAINED_DOCUMENT;
}

/* Take the other way round when it is the better explanation. */
static void turn_when_explained(struct decider *decider,
                                struct conversation *conversation)
{
	struct conversation turned = *conversation;
	struct verdict forward = decide_either(decider, conversation), backward;

	/* Who never sent anything initiated no media. */
	if (!flow_direction_is_guess(
		    (enum flow_direction_by)conversation->direction_by) &&
	    conversation->packets[FLOW_RESPONDER] == 0)
		return;
	if (explanation_of(&forward) == EXPLAINED_DOCUMENT)
		return;
	conversation_orient(&turned, true, conversation->direction_by);
	backward = decide_either(decider, &turned);
	if (explanation_of(&backward) <= explanation_of(&forward))
		return;
	if (flow_direction_is_guess(turned.direction_by))
		turned.direction_by =
			backward.kind == VERDICT_ALLOWED ? FLOW_BY_ALLOW : FLOW_BY_TABLE;
	*conversation = turned;
}

/*
 * Both ends of media listen. That the ports of clients may be any excuses no port of a
 * server: where only a client's row explains the flow, the server's end is asked as well.
 */
static void ask_server_end(struct decider *decider, struct conversation *conversation)
{
	struct verdict verdict = decide_either(decider, conversation), other;
	struct conversation turned = *conversation;

	if (explanation_of(&verdict) == EXPLAINED_NOT || !verdict.rule ||
	    !(verdict.rule->listener_all & ROLE_USERS) ||
	    !(verdict.initiator_roles & ROLE_LYNC_SERVERS))
		return;
	conversation_orient(&turned, true, conversation->direction_by);
	other = decide_either(decider, &turned);
	if (explanation_of(&other) == EXPLAINED_NOT)
		*conversation = turned;
}

bool orient_conversation(struct decider *decider, struct conversation *conversation)
{
	uint8_t before = conversation->initiator_end;

	orient_by_ports(decider->knowledge.policy, conversation);
	if (!conversation_may_turn((enum flow_direction_by)conversation->direction_by,
	                           conversation_hints(conversation),
	                           conversation->initiator_port,
	                           conversation->responder_port))
		return false;
	turn_when_explained(decider, conversation);
	if (!flow_direction_is_guess((enum flow_direction_by)conversation->direction_by))
		ask_server_end(decider, conversation);
	return conversation->initiator_end != before;
}
