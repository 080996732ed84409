/* SPDX-License-Identifier: BSD-2-Clause */
#include "log.h"

#include "inspect/detail.h"

void log_give_flow(struct log *log, struct record_flow *record)
{
	const struct flow *flow = &record->flow;

	if (log->first_us == 0 || flow->first_us < log->first_us)
		log->first_us = flow->first_us;
	if (flow->last_us > log->last_us)
		log->last_us = flow->last_us;
	if (log->taker->flow)
		log->taker->flow(record, log->taker->context);
	detail_list_destroy(record->flow.details);
	record->flow.details = NULL;
}
