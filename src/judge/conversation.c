/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/conversation.h"

#include <string.h>

#include "inspect/detail.h"
#include "inspect/modality.h"

struct conversation conversation_of(const struct flow *flow)
{
	struct conversation conversation = {
		.initiator = flow->initiator,
		.responder = flow->responder,
		.initiator_port = flow->initiator_port,
		.responder_port = flow->responder_port,
		.transport = flow->transport,
		.state = flow->state,
		.direction_by = flow->direction_by,
		.dscp = { flow->dscp[0], flow->dscp[1] },
		.hints = flow->hints,
		.flows = flow->flags & FLOW_CONTINUED ? 0 : 1,
		.packets = { flow->packets[0], flow->packets[1] },
		.bytes = { flow->bytes[0], flow->bytes[1] },
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

void conversation_turn_round(struct conversation *conversation)
{
	struct conversation turned = *conversation;

	turned.initiator = conversation->responder;
	turned.responder = conversation->initiator;
	turned.initiator_port = conversation->responder_port;
	turned.responder_port = conversation->initiator_port;
	turned.packets[0] = conversation->packets[1];
	turned.packets[1] = conversation->packets[0];
	turned.bytes[0] = conversation->bytes[1];
	turned.bytes[1] = conversation->bytes[0];
	turned.dscp[0] = conversation->dscp[1];
	turned.dscp[1] = conversation->dscp[0];
	turned.direction_by = FLOW_BY_TABLE;
	*conversation = turned;
}
