/* SPDX-License-Identifier: BSD-2-Clause */
#include "no_tls.h"

#include "decode/packet.h"

#include "inspection.h"
#include "payload.h"
#include "tls_opening.h"

/* Without a record's header at the front: whoever speaks TLS has one. */
#define TURNS_ENOUGH 2

void no_tls_follow(const struct payload *payload)
{
	struct inspection *inspection = payload->inspection;
	const struct reader_view *view = &payload->view;
	const struct packet *packet = payload->packet;
	uint8_t *opening = &inspection->opening[view->end];

	/* Neither this end nor the other can be told to speak none any more. */
	if (*opening == TLS_OPENING_TLS)
		return;
	bool record =
		tls_opening_is_record(cursor_over(packet->payload, packet->payload_len));

	if (view->from_start && *opening == TLS_OPENING_UNKNOWN)
		*opening =
			(uint8_t)(record && view->bytes == packet->payload
		                          ? TLS_OPENING_TLS
		                          : tls_opening_find(view->bytes, view->len,
		                                             view->other, view->other_len)
		                                    .opening);
	if (record)
		inspection->records |= (uint8_t)(1 << view->end);
	else if (inspection->last != view->end &&
	         inspection->turns[view->end] < UINT8_MAX)
		inspection->turns[view->end]++;
	inspection->last = (uint8_t)view->end;
}

/*
 * Is what end number @end sent no TLS? A message begins with a record's header: of a side
 * whose beginning nobody saw, that is asked whenever it is its turn to speak. Who has one
 * later on may have begun with a segment that was not captured.
 */
static bool contradicts_tls(const struct inspection *inspection, unsigned end)
{
	if (inspection->opening[end] == TLS_OPENING_OTHER)
		return !(inspection->records >> end & 1);
	return !inspection->streams[end].from_start &&
	       inspection->turns[end] >= TURNS_ENOUGH && inspection->records == 0 &&
	       inspection->opening[!end] != TLS_OPENING_TLS;
}

void no_tls_note(const struct inspection *inspection, struct flow *flow)
{
	/* A protocol that is known says more than that it is not this one. */
	uint64_t known = flow_hints(flow) & ~HINTS_OF(HINT_ENCRYPTED | HINT_ABOUT_TLS);

	if (known || flow->transport != TRANSPORT_TCP)
		return;
	for (unsigned end = 0; end < 2; end++)
		if (contradicts_tls(inspection, end))
			flow->hints[end] |= HINT_BIT(HINT_NOT_TLS);
}
