/* SPDX-License-Identifier: BSD-2-Clause */
#include "msturn.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"

/* [MS-TURN] 2.2.1. Requests are what a client sends. */
static const struct message_type {
	uint16_t type;
	bool from_client, from_server;
} message_types[] = {
	{ 0x0003, true, false }, /* Allocate request */
	{ 0x0103, false, true }, /* Allocate response */
	{ 0x0113, false, true }, /* Allocate error response */
	{ 0x0004, true, false }, /* Send request */
	{ 0x0115, false, true }, /* Data Indication */
	{ 0x0006, true, false }, /* Set Active Destination request */
	{ 0x0106, false, true }, { 0x0116, false, true },
};

/* [MS-TURN] 2.2.2.22 */
static void set_modality(struct flow *flow, uint8_t stream_type)
{
	static const char *const modalities[] = { NULL, "audio", "video", "video",
		                                  "data" };
	static const char reason[] = "MS-Service-Quality in an MS-TURN request";
	const char *modality = modalities[stream_type];

	detail_set(&flow->details, DETAIL_MODALITY, modality, strlen(modality));
	detail_set(&flow->details, DETAIL_MODALITY_REASON, reason, sizeof(reason) - 1);
}

bool msturn_observe(struct reader_view *view, const struct stun_message *message)
{
	const struct message_type *known = NULL;
	struct flow *flow = view->flow;
	char text[12];

	for (size_t i = 0; i < ARRAY_LEN(message_types); i++)
		if (message_types[i].type == message->type)
			known = &message_types[i];
	if (!known)
		return false;
	reader_add_hint(view, HINT_STUN);
	reader_add_hint(view, HINT_MSTURN);
	reader_sender_is_client(view, known->from_client);
	/* The server states its own version too: the client's, heard first, is kept. */
	if (message->msturn_version &&
	    (known->from_client ||
	     !detail_get(flow->details, DETAIL_MSTURN_VERSION, &(size_t){ 0 }))) {
		int len = snprintf(text, sizeof(text), "%u", message->msturn_version);

		detail_set(&flow->details, DETAIL_MSTURN_VERSION, text, (size_t)len);
	}
	if (message->stream_type)
		set_modality(flow, message->stream_type);
	if (message->software && message->software_len)
		detail_set(&flow->details, DETAIL_STUN_SOFTWARE, message->software,
		           message->software_len);
	return true;
}

bool msturn_decode_multiplexed(struct cursor *c, size_t wire_len, uint64_t *session)
{
	uint16_t marker = cursor_be16(c);
	uint16_t len = cursor_be16(c);
	uint64_t high = cursor_be32(c);
	uint64_t low = cursor_be32(c);

	if (c->truncated || marker != 0xFF10 || wire_len != (size_t)len + 4)
		return false;
	*session = high << 32 | low;
	return *session != 0;
}
