/* SPDX-License-Identifier: BSD-2-Clause */
#include "waiting_flows.h"

#include <stdlib.h>

#include "inspect/detail.h"

#include "joined_facts.h"

struct waiting {
	struct record_flow record; /* its details owned */
	uint64_t hash;
};

struct waiting_flows {
	uint64_t first, end;   /* of the ring, ever */
	struct waiting ring[]; /* WAITING_FLOWS_MOST; pages never written cost nothing */
};

struct waiting_flows *waiting_flows_create(void)
{
	return calloc(1, sizeof(struct waiting_flows) +
	                         WAITING_FLOWS_MOST * sizeof(struct waiting));
}

/* Certificates are kept as servers'. */
static const enum detail as_clients[][2] = {
	{ DETAIL_TLS_SUBJECT, DETAIL_TLS_CLIENT_SUBJECT },
	{ DETAIL_TLS_ISSUER, DETAIL_TLS_CLIENT_ISSUER },
	{ DETAIL_TLS_NOT_BEFORE, DETAIL_TLS_CLIENT_NOT_BEFORE },
	{ DETAIL_TLS_NOT_AFTER, DETAIL_TLS_CLIENT_NOT_AFTER },
};

static void add_client_certificate(struct detail_list **details,
                                   const struct detail_list *certificate)
{
	for (size_t i = 0; i < sizeof(as_clients) / sizeof(as_clients[0]); i++) {
		size_t len;
		const char *text = detail_get(certificate, as_clients[i][0], &len);

		if (text)
			detail_set(details, as_clients[i][1], text, len);
	}
}

static void join(struct log *log, struct flow *flow, const struct joined_fact *fact)
{
	const struct joined_fact *certificate;

	for (size_t side = 0; side < 2; side++)
		flow->hints[side] |= fact->hints[side];
	detail_merge(&flow->details, fact->details);
	certificate = joined_facts_find(log->joined, fact->certificate[FLOW_RESPONDER]);
	if (certificate)
		detail_merge(&flow->details, certificate->details);
	certificate = joined_facts_find(log->joined, fact->certificate[FLOW_INITIATOR]);
	if (certificate)
		add_client_certificate(&flow->details, certificate->details);
}

static void give(struct log *log, struct record_flow *record, uint64_t hash)
{
	const struct joined_fact *fact = joined_facts_find(log->joined, hash);

	if (fact)
		join(log, &record->flow, fact);
	log_give_flow(log, record);
}

static void give_first(struct log *log, struct waiting_flows *waiting)
{
	struct waiting *one = &waiting->ring[waiting->first++ % WAITING_FLOWS_MOST];

	give(log, &one->record, one->hash);
}

void waiting_flows_add(struct log *log, struct record_flow *record, uint64_t hash,
                       bool may_wait)
{
	struct waiting_flows *waiting = log->waiting;

	if (!may_wait) {
		give(log, record, hash);
		return;
	}
	if (waiting->end - waiting->first == WAITING_FLOWS_MOST)
		give_first(log, waiting);
	waiting->ring[waiting->end++ % WAITING_FLOWS_MOST] =
		(struct waiting){ .record = *record, .hash = hash };
}

void waiting_flows_drain(struct log *log)
{
	while (log->waiting->first < log->waiting->end)
		give_first(log, log->waiting);
}

void waiting_flows_destroy(struct waiting_flows *waiting)
{
	if (!waiting)
		return;
	for (uint64_t i = waiting->first; i < waiting->end; i++)
		detail_list_destroy(
			waiting->ring[i % WAITING_FLOWS_MOST].record.flow.details);
	free(waiting);
}
