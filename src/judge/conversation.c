/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/conversation.h"

#include <string.h>

#include "flow/unseen.h"
#include "inspect/detail.h"
#include "inspect/modality.h"

/* Bit per side that sent payload. */
static uint8_t spoke_of(const struct flow *flow)
{
	bool first = flow->flags & FLOW_PAYLOAD_0, second = flow->flags & FLOW_PAYLOAD_1;
	bool sent = flow->initiator ? second : first;
	bool answered = flow->initiator ? first : second;

	return (uint8_t)(sent << FLOW_INITIATOR | answered << FLOW_RESPONDER);
}

/* What nobody looked at to its end says no more than what was cut. */
static uint8_t unseen_of(const struct flow *flow)
{
	unsigned unseen = flow_unseen(flow);

	if (unseen & FLOW_UNSEEN_GIVEN_UP)
		unseen = (unseen & ~(unsigned)FLOW_UNSEEN_GIVEN_UP) | FLOW_UNSEEN_PART;
	return (uint8_t)unseen;
}

struct conversation conversation_of(const struct flow *flow)
{
	const struct flow_end *initiator = flow_initiator(flow);
	const struct flow_end *responder = flow_responder(flow);
	unsigned sent = flow->initiator, answered = !sent;
	struct conversation conversation = {
		.initiator = initiator->address,
		.responder = responder->address,
		.initiator_port = initiator->port,
		.responder_port = responder->port,
		.transport = flow->transport,
		.state = (uint8_t)flow_concluded_state(flow),
		.direction_by = flow->direction_by,
		.initiator_end = flow->initiator,
		.dscp = { initiator->dscp, responder->dscp },
		.spoke = spoke_of(flow),
		.unseen = unseen_of(flow),
		.hints = { flow->hints[sent], flow->hints[answered] },
		.flows = flow->flags & FLOW_CONTINUED ? 0 : 1,
		.packets = { flow->packets[sent], flow->packets[answered] },
		.bytes = { flow->bytes[sent], flow->bytes[answered] },
		.first_us = flow->first_us,
		.last_us = flow->last_us,
	};
	size_t len;
	const char *modality = detail_get(flow->details, DETAIL_MODALITY, &len);

	if (modality)
		conversation.modality = (uint8_t)modality_find(modality, len);

	const char *protocol = detail_get(flow->details, DETAIL_PROTOCOL, &len);

	if (protocol) {
		if (len >= sizeof(conversation.protocol))
			len = sizeof(conversation.protocol) - 1;
		memcpy(conversation.protocol, protocol, len);
	}
	return conversation;
}

static void exchange_ends(struct conversation *conversation)
{
	struct conversation before = *conversation;

	conversation->initiator = before.responder;
	conversation->responder = before.initiator;
	conversation->initiator_port = before.responder_port;
	conversation->responder_port = before.initiator_port;
	conversation->initiator_end = !before.initiator_end;
	for (size_t side = 0; side < 2; side++) {
		conversation->packets[side] = before.packets[!side];
		conversation->bytes[side] = before.bytes[!side];
		conversation->dscp[side] = before.dscp[!side];
		conversation->hints[side] = before.hints[!side];
	}
	conversation->spoke = (uint8_t)((before.spoke & 1) << 1 | before.spoke >> 1);
	conversation->unseen = (uint8_t)flow_unseen_turned(before.unseen);
	conversation->state = (uint8_t)flow_state_turned(before.transport,
	                                                 (enum flow_state)before.state,
	                                                 before.packets[FLOW_INITIATOR]);
}

void conversation_orient(struct conversation *conversation, bool turned,
                         enum flow_direction_by by)
{
	if (turned)
		exchange_ends(conversation);
	conversation->direction_by = (uint8_t)by;
}
