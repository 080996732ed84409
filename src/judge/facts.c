/* SPDX-License-Identifier: BSD-2-Clause */
#include "facts.h"

#include "base/transport.h"

#include "judge_private.h"

/* So many datagrams without an answer or an error are taken by somebody. */
#define ONE_WAY_PACKETS 10

static bool is_attempt(const struct conversation *conversation)
{
	switch ((enum flow_state)conversation->state) {
	case FLOW_ATTEMPT:
	case FLOW_REFUSED:
		return true;
	case FLOW_NEW:
		if (conversation->transport == TRANSPORT_TCP)
			return true; /* nothing but resets */
		/* Media may flow one way, whatever checks came before it. */
		return conversation->packets[FLOW_RESPONDER] == 0 &&
		       conversation->hints & HINTS_OF(HINT_ANSWERED) &&
		       !(conversation->hints & HINTS_OF(HINT_MEDIA));
	case FLOW_SCANNED:
	case FLOW_ESTABLISHED:
	case FLOW_CLOSED:
	case FLOW_RESET:
	case FLOW_MIDSTREAM:
		break;
	}
	return false;
}

/* Words in clear, or of another protocol, say more than that a handshake failed. */
static bool is_failed(uint64_t hints)
{
	return hints & HINT_BIT(HINT_TLS_FAILED) && !(hints & HINT_BIT(HINT_NOT_TLS)) &&
	       !(hints & ~HINTS_OF(HINT_ENCRYPTED | HINT_ABOUT_TLS));
}

/* A few datagrams that nobody is known to have taken accuse no listener. */
static bool is_stray(const struct conversation *conversation)
{
	uint64_t flows = conversation->flows ? conversation->flows : 1;

	return conversation->state == FLOW_NEW &&
	       conversation->transport == TRANSPORT_UDP &&
	       !(conversation->hints & HINTS_OF(HINT_MEDIA)) &&
	       conversation->packets[FLOW_INITIATOR] / flows < ONE_WAY_PACKETS;
}

static enum announcer announcer_of(const struct judge *judge,
                                   const struct conversation *conversation)
{
	const struct listener *listener;

	if (conversation->transport != TRANSPORT_TCP)
		return ANNOUNCED_BY_NOBODY;
	listener = listener_table_find(&judge->listeners, &conversation->responder,
	                               conversation->responder_port,
	                               conversation->transport);
	if (!listener)
		return ANNOUNCED_BY_NOBODY;
	return listener->by_ssrp  ? ANNOUNCED_BY_SSRP
	       : listener->by_epm ? ANNOUNCED_BY_EPM
	                          : ANNOUNCED_BY_NOBODY;
}

struct facts facts_of(const struct judge *judge, const struct conversation *conversation,
                      bool declared[static 2])
{
	const struct address *initiator = &conversation->initiator;
	const struct address *responder = &conversation->responder;

	return (struct facts){
		.initiator = judge_class_of(judge, initiator, &declared[FLOW_INITIATOR]),
		.responder = judge_class_of(judge, responder, &declared[FLOW_RESPONDER]),
		.hints = conversation->hints,
		.port = conversation->responder_port,
		.transport = conversation->transport,
		.modality = conversation->modality,
		.announcer = (uint8_t)announcer_of(judge, conversation),
		.is_attempt = is_attempt(conversation),
		.is_failed = is_failed(conversation->hints),
		.is_stray = is_stray(conversation),
		.initiator_is_public = address_is_public(initiator),
		.responder_is_public = address_is_public(responder),
		.responder_is_group = address_is_group(responder),
	};
}
