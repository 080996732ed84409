/* SPDX-License-Identifier: BSD-2-Clause */
#include "knowledge.h"

#include <string.h>

#include "host_table.h"
#include "tally.h"

struct conversation knowledge_conversation(const struct knowledge *knowledge,
                                           const struct tally *tally)
{
	struct conversation conversation = {
		.initiator = knowledge->hosts->hosts[tally->initiator].address,
		.responder = knowledge->hosts->hosts[tally->responder].address,
		.initiator_port = tally->initiator_port,
		.responder_port = tally->responder_port,
		.transport = tally->transport,
		.state = tally->state,
		.direction_by = tally->direction_by,
		.modality = tally->modality,
		.asked = tally->asked,
		.spoke = tally->spoke,
		.unseen = tally->unseen,
		.sensors = tally->sensors,
		.hours = tally->hours,
		.hints = { tally->hints[0], tally->hints[1] },
		.flows = tally->flows,
		.packets = { tally->packets[0], tally->packets[1] },
		.bytes = { tally->bytes[0], tally->bytes[1] },
		.first_us = tally->first_us,
		.last_us = tally->last_us,
	};

	memcpy(conversation.protocol, tally->protocol, sizeof(tally->protocol));
	return conversation;
}
