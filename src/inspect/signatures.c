/* SPDX-License-Identifier: BSD-2-Clause */
#include "signatures.h"

#include <string.h>

#include "base/transport.h"
#include "inspect/signature_set.h"

#include "banner.h"
#include "inspection.h"
#include "payload.h"

/* Payloads of each side that signatures are looked for in. */
#define SIGNATURE_DATAGRAMS 4

static void name_protocol(struct flow *flow, const char *name)
{
	detail_set(&flow->details, DETAIL_PROTOCOL, name, strlen(name));
}

bool signatures_are_done(const struct signature_set *set, const struct payload *payload,
                         unsigned end)
{
	const struct inspection *inspection = payload->inspection;

	if (!set || inspection->matched >> end & 1)
		return true;
	if (payload->view.transport == TRANSPORT_UDP)
		return inspection->packets_by[end] > SIGNATURE_DATAGRAMS;
	return inspection->signed_len[end] >= signature_set_reach(set);
}

/* Did a signature match what greets? */
static bool is_greeting(const struct payload *payload)
{
	const struct reader_view *view = &payload->view;

	return payload->inspection->matched >> view->end & 1 &&
	       view->flow->hints[view->end] & HINTS_OF(HINT_GREETS);
}

/* Who greets is heard to the end of a line. */
static bool is_heard_out(const struct payload *payload)
{
	return !is_greeting(payload) || banner_take(&payload->view) ||
	       payload->inspection->packets_by[payload->view.end] >=
	               INSPECTION_FIRST_WORDS;
}

bool signatures_observe(const struct signature_set *set, struct payload *payload)
{
	struct inspection *inspection = payload->inspection;
	struct reader_view *view = &payload->view;
	const struct signature *found;

	if (is_greeting(payload))
		return is_heard_out(payload) &&
		       inspection_tell(inspection, view->flow, view->end);
	if (signatures_are_done(set, payload, view->end))
		return false;
	inspection->signed_len[view->end] =
		(uint16_t)(view->len < UINT16_MAX ? view->len : UINT16_MAX);
	found = signature_set_match(set, view->transport, view->bytes, view->len);
	if (!found)
		return false;
	inspection->matched |= (uint8_t)(1 << view->end);
	reader_add_hint(view, found->hint);
	if (found->hint == HINT_OTHER)
		name_protocol(view->flow, found->id);
	if (found->sender != SIGNATURE_ANY)
		reader_sender_is_client(view, found->sender == SIGNATURE_CLIENT);
	if (!inspection->by)
		inspection->by = INSPECTION_BY_SIGNATURE;
	/* A reader that wants more has more to tell, about what readers read. */
	if (inspection->wanting && HINTS_OF(HINT_READ) & HINT_BIT(found->hint))
		return false;
	return is_heard_out(payload) &&
	       inspection_tell(inspection, view->flow, view->end);
}
