/* SPDX-License-Identifier: BSD-2-Clause */
#include "facts.h"

#include "base/transport.h"
#include "flow/unseen.h"
#include "policy/policy.h"

#include "host_table.h"
#include "knowledge.h"
#include "listener_table.h"
#include "tally.h"

/* So many packets without an answer or an error are taken by somebody: TCP does not go on
 * without acknowledgments for long, RFC 5681 section 3.1. */
#define ONE_WAY_PACKETS 10

static const struct host *find_host(const struct knowledge *knowledge,
                                    const struct address *address)
{
	uint32_t number = host_table_find(knowledge->hosts, address);

	return number == HOST_NONE ? NULL : &knowledge->hosts->hosts[number];
}

/*
 * Was what the responder says not captured? Its TCP tells, or the initiator's: somebody
 * went on after a SYN, and not one segment of the other direction was seen. Of a host of
 * which nothing was captured one such connection of who asks it is enough: a capture that
 * misses the answers of one host of the other side misses those of its neighbours.
 */
static bool is_one_sided(const struct knowledge *knowledge,
                         const struct conversation *conversation)
{
	const struct host *asked = find_host(knowledge, &conversation->responder);
	const struct host *asking = find_host(knowledge, &conversation->initiator);

	return (asked && asked->tcp_missed && !asked->tcp_heard) ||
	       (asking && asking->tcp_missed &&
	        (!asking->tcp_told || (asked && !asked->heard)));
}

/* Datagrams like @conversation's from its initiator to its listener, from any port. */
static uint64_t datagrams_of(const struct knowledge *knowledge,
                             const struct conversation *conversation)
{
	uint32_t initiator = host_table_find(knowledge->hosts, &conversation->initiator);
	uint32_t responder = host_table_find(knowledge->hosts, &conversation->responder);
	const struct tally *tally =
		initiator == HOST_NONE || responder == HOST_NONE
			? NULL
			: tally_table_find(knowledge->tallies, conversation, initiator,
	                                   responder);
	uint64_t own = conversation->packets[FLOW_INITIATOR];

	return tally && tally->packets[FLOW_INITIATOR] > own
	               ? tally->packets[FLOW_INITIATOR]
	               : own;
}

static bool is_one_way(const struct conversation *conversation)
{
	return conversation->transport != TRANSPORT_TCP &&
	       conversation->state == FLOW_NEW &&
	       conversation->packets[FLOW_RESPONDER] == 0;
}

static bool goes_on(const struct conversation *conversation)
{
	uint64_t flows = conversation->flows ? conversation->flows : 1;

	return conversation->packets[FLOW_INITIATOR] / flows >= ONE_WAY_PACKETS;
}

/* Of a responder of which nothing was captured silence says nothing. */
static enum facts_attempt attempt_unless_unheard(const struct knowledge *knowledge,
                                                 const struct conversation *conversation)
{
	return is_one_sided(knowledge, conversation) ? ATTEMPT_NONE : ATTEMPT_NO_ANSWER;
}

/* Words in clear, or of another protocol, say more than that a handshake failed. */
static bool is_failed(uint64_t hints)
{
	return hints & HINT_BIT(HINT_TLS_FAILED) && !(hints & HINT_BIT(HINT_NOT_TLS)) &&
	       !(hints & ~HINTS_OF(HINT_ENCRYPTED | HINT_ABOUT_TLS));
}

static enum facts_attempt attempt_of(const struct knowledge *knowledge,
                                     const struct conversation *conversation)
{
	switch ((enum flow_state)conversation->state) {
	case FLOW_REFUSED:
		return ATTEMPT_REFUSED;
	case FLOW_ATTEMPT:
		return ATTEMPT_NO_ANSWER;
	case FLOW_UNHEARD:
		return goes_on(conversation)
		               ? ATTEMPT_NONE
		               : attempt_unless_unheard(knowledge, conversation);
	case FLOW_NEW:
		if (conversation->transport == TRANSPORT_TCP)
			return ATTEMPT_REFUSED; /* nothing but resets */
		/* Media may flow one way, whatever checks came before it. */
		if (!is_one_way(conversation) ||
		    !(conversation_hints(conversation) & HINTS_OF(HINT_ANSWERED)) ||
		    conversation_hints(conversation) & HINTS_OF(HINT_MEDIA))
			return ATTEMPT_NONE;
		return attempt_unless_unheard(knowledge, conversation);
	case FLOW_UNANSWERED:
		return conversation_hints(conversation) & HINTS_OF(HINT_MEDIA)
		               ? ATTEMPT_NONE
		               : ATTEMPT_UNANSWERED;
	case FLOW_SCANNED:
	case FLOW_ESTABLISHED:
	case FLOW_CLOSED:
	case FLOW_RESET:
	case FLOW_MIDSTREAM:
	case FLOW_BROADCAST:
		break;
	}
	return is_failed(conversation_hints(conversation)) ? ATTEMPT_FAILED
	                                                   : ATTEMPT_NONE;
}

/* Who answers a FIN, an ACK or data out of the blue with one reset, and nothing else, is no
 * listener: so does every closed port. Where a row explains it, it is the end of what came
 * before; and whoever goes on is answered, seen or not. */
static bool is_bare_reset(const struct conversation *conversation)
{
	return conversation->state == FLOW_RESET &&
	       conversation->unseen & FLOW_UNSEEN_BEGINNING &&
	       !conversation_spoke(conversation, FLOW_RESPONDER) &&
	       !goes_on(conversation) &&
	       conversation->packets[FLOW_RESPONDER] <= conversation->flows;
}

/* A few datagrams that nobody is known to have taken accuse no listener. They are counted
 * by listener and source: whoever sends each from another port says no less. */
static bool is_stray(const struct knowledge *knowledge,
                     const struct conversation *conversation)
{
	if (conversation->transport == TRANSPORT_TCP)
		return is_bare_reset(conversation);
	return is_one_way(conversation) &&
	       !(conversation_hints(conversation) & HINTS_OF(HINT_MEDIA)) &&
	       datagrams_of(knowledge, conversation) < ONE_WAY_PACKETS;
}

/* The answer to what was asked of everybody may be anybody's, and shows no listener that the
 * question was meant for. Those of a Lync server are its own. */
static bool is_answer_to_all(const struct knowledge *knowledge,
                             const struct conversation *conversation,
                             host_class responder)
{
	const struct listener *listener;

	if (conversation->transport != TRANSPORT_UDP ||
	    conversation->packets[FLOW_INITIATOR] > 0 ||
	    policy_traits(knowledge->policy, responder)->roles & ROLE_LYNC_SERVERS)
		return false;
	listener = listener_table_find(knowledge->listeners, &conversation->initiator,
	                               conversation->responder_port, TRANSPORT_UDP);
	return listener && listener->asks_all;
}

static enum announcer announcer_of(const struct knowledge *knowledge,
                                   const struct conversation *conversation)
{
	const struct listener *listener;

	if (conversation->transport != TRANSPORT_TCP)
		return ANNOUNCED_BY_NOBODY;
	listener = listener_table_find(knowledge->listeners, &conversation->responder,
	                               conversation->responder_port,
	                               conversation->transport);
	if (!listener)
		return ANNOUNCED_BY_NOBODY;
	return listener->by_ssrp  ? ANNOUNCED_BY_SSRP
	       : listener->by_epm ? ANNOUNCED_BY_EPM
	                          : ANNOUNCED_BY_NOBODY;
}

host_class facts_class_of(const struct knowledge *knowledge,
                          const struct address *address, bool *declared)
{
	uint32_t number = host_table_find(knowledge->hosts, address);

	if (number == HOST_NONE) {
		host_class class = policy_class_at(knowledge->policy, address, NULL);

		*declared = policy_traits(knowledge->policy, class)->roles != 0;
		return class;
	}
	*declared = knowledge->hosts->hosts[number].declared != 0;
	return knowledge->hosts->hosts[number].class;
}

struct facts facts_of(const struct knowledge *knowledge,
                      const struct conversation *conversation, bool declared[static 2])
{
	const struct address *initiator = &conversation->initiator;
	const struct address *responder = &conversation->responder;
	const host_class listening =
		facts_class_of(knowledge, responder, &declared[FLOW_RESPONDER]);

	return (struct facts){
		.initiator =
			facts_class_of(knowledge, initiator, &declared[FLOW_INITIATOR]),
		.responder = listening,
		.hints = { conversation->hints[0], conversation->hints[1] },
		.port = conversation->responder_port,
		.transport = conversation->transport,
		.modality = conversation->modality,
		.asked = conversation->asked,
		.announcer = (uint8_t)announcer_of(knowledge, conversation),
		.attempt = (uint8_t)attempt_of(knowledge, conversation),
		.is_stray = is_stray(knowledge, conversation),
		.is_one_way = is_one_way(conversation),
		.responder_is_group =
			conversation_is_to_many(conversation) ||
			is_answer_to_all(knowledge, conversation, listening),
		.half_heard = conversation->unseen &
		              (FLOW_UNSEEN_INITIATOR | FLOW_UNSEEN_RESPONDER),
	};
}
