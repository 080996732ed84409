/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * record_fuzz - what comes out of records, whoever made them: a flow that packets could
 * have made, and names and accounts of its kind.
 */
#ifndef RECORD_FUZZ_H
#define RECORD_FUZZ_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/transport.h"
#include "flow/direction.h"
#include "inspect/hint.h"
#include "records/records.h"

static void must(bool truth)
{
	if (!truth)
		abort();
}

static void record_fuzz_flow(struct record_flow *record, void *context)
{
	const struct flow *flow = &record->flow;

	(void)context;
	must(transport_has_ports(flow->transport) ||
	     (flow->end[0].port == 0 && flow->end[1].port == 0));
	must(flow->state <= FLOW_UNANSWERED && flow->direction_by <= FLOW_BY_FIRST);
	must(flow->initiator <= 1 && flow->first_us <= flow->last_us);
	must(!((flow->hints[0] | flow->hints[1]) >> HINTS));
	must(record->stands_for > 0 && flow->vlan_count <= 2);
	must(flow_concluded_state(flow) <= FLOW_UNANSWERED);
}

static void record_fuzz_learned(const struct learned *learned, void *context)
{
	(void)context;
	must(learned->kind <= LEARNED_AGENT && learned->via <= LEARNED_BY_DHCP);
	must(learned->kind == LEARNED_LISTENER || learned->text);
}

static void record_fuzz_account(const struct record_account *account, void *context)
{
	(void)context;
	must(account->frames <= INT64_MAX);
}

static const struct record_taker record_fuzz_taker = {
	.flow = record_fuzz_flow,
	.learned = record_fuzz_learned,
	.account = record_fuzz_account,
};

#endif
