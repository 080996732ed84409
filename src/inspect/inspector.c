/* SPDX-License-Identifier: BSD-2-Clause */
#include "inspect/inspector.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "base/error.h"
#include "base/prefetch.h"
#include "decode/packet.h"

#include "banner.h"
#include "certificate_memo.h"
#include "detail_list.h"
#include "detail_memo.h"
#include "dpi.h"
#include "inspection.h"
#include "ndpi_adapter.h"
#include "no_tls.h"
#include "payload.h"
#include "payload_streams.h"
#include "reading.h"
#include "signatures.h"
#include "undecided.h"

#define DEFAULT_MEMORY ((size_t)64 << 20)
/* Without a claim by then, nobody will know: datagrams; bytes of both streams. */
#define DATAGRAMS_ENOUGH 24
#define BYTES_ENOUGH     20000
/* A hole that never fills, or crumbs: no TCP flow is looked at for longer. */
#define TCP_PACKETS_MOST 200
#define ROOM             ((size_t)36 << 10) /* what one packet may take: a stream's growth, mostly */

struct inspector {
	struct inspector_options options;
	struct inspector_counters counters;
	struct block_pool pool;
	struct certificate_memo certificates;
	struct detail_memo details;
	struct undecided undecided;
	size_t room; /* bytes kept free for the next packet */
	struct dpi dpi;
	struct reading reading;
};

static void learn_nothing(const struct learned *learned, void *context)
{
	(void)learned;
	(void)context;
}

struct inspector *inspector_create(const struct inspector_options *options,
                                   struct error *err)
{
	struct inspector *inspector = calloc(1, sizeof(*inspector));

	if (!inspector) {
		error_set(err, "out of memory");
		return NULL;
	}
	inspector->options = *options;
	if (!options->learned)
		inspector->options.learned = learn_nothing;
	inspector->pool.limit = options->memory ? options->memory : DEFAULT_MEMORY;
	inspector->room =
		inspector->pool.limit / 4 < ROOM ? inspector->pool.limit / 4 : ROOM;
	/* Now, not at a packet of somebody's choice: it takes memory, and may not get it. */
	if (!dpi_init(&inspector->dpi, options->labels, &inspector->pool, err)) {
		inspector_destroy(inspector);
		return NULL;
	}
	reading_init(&inspector->reading, &inspector->pool);
	return inspector;
}

/* --- The end of an inspection ---------------------------------------------- */

static void count_decision(struct inspector *inspector, uint8_t by)
{
	switch ((enum inspection_by)by) {
	case INSPECTION_BY_NOBODY:
		inspector->counters.by_nobody++;
		break;
	case INSPECTION_BY_READER:
		inspector->counters.by_readers++;
		break;
	case INSPECTION_BY_SIGNATURE:
		inspector->counters.by_signatures++;
		break;
	case INSPECTION_BY_NDPI:
		inspector->counters.by_ndpi++;
		break;
	}
}

static void count_given_up(struct inspector *inspector, struct flow *flow)
{
	if (flow->given_up)
		return;
	flow->given_up = true;
	inspector->counters.given_up++;
	inspector->counters.given_up_of_interest += (flow->flags & FLOW_OF_INTEREST) != 0;
}

/* While values are being set they count here, not among the blocks, and may grow. */
static void charge_details(struct inspector *inspector, const struct flow *flow)
{
	struct inspection *inspection = flow->inspection;
	size_t now;

	/* A list that grows is another one. */
	if (LIKELY(flow->details == inspection->details))
		return;
	now = detail_memory(flow->details);
	inspector->pool.in_use += now - inspection->detail_bytes;
	inspection->details = flow->details;
	inspection->detail_bytes = now;
}

/* Free all that is known about the undecided flow. */
static void decide(struct inspector *inspector, struct flow *flow)
{
	struct inspection *inspection = flow->inspection;

	count_decision(inspector, inspection->by);
	no_tls_note(inspection, flow);
	reading_note_unknown(&inspector->reading, inspection, flow);
	banner_note(inspection, flow);
	dpi_drop(&inspector->dpi, inspection);
	inspector->pool.in_use -= inspection->detail_bytes;
	undecided_leave(&inspector->undecided, inspection);
	inspection_fini(inspection, &inspector->pool);
	block_pool_give(&inspector->pool, inspection, sizeof(*inspection));
	detail_memo_settle(&inspector->details, &flow->details);
	inspector->counters.detail_memory += detail_list_hold(flow->details);
	inspector->counters.undecided_memory = inspector->pool.in_use;
	flow->inspection = NULL;
	flow->flags |= FLOW_DECIDED;
}

/* Let the reader that kept the flow say its last word. */
static void call_finish_hook(struct inspector *inspector, struct flow *flow)
{
	struct inspection *inspection = flow->inspection;
	uint8_t keeper = inspection->keeper;

	if (keeper == NO_READER || !reader_table[keeper]->finish ||
	    !inspection_state(inspection, keeper))
		return;
	static const uint8_t nothing[1];
	struct reader_view view = {
		.flow = flow,
		.bytes = nothing,
		.end = flow->initiator,
		.transport = flow->transport,
		.time_us = flow->last_us,
		.streams = inspection->streams,
		.ended = inspection->ended,
		.packets_seen = inspection->packets,
		.state = inspection_state(inspection, keeper),
		.learned = inspector->options.learned,
		.learned_context = inspector->options.learned_context,
	};

	reader_table[keeper]->finish(&view);
}

/* Decide @flow with what is known of it. */
static void give_up(struct inspector *inspector, struct flow *flow)
{
	count_given_up(inspector, flow);
	call_finish_hook(inspector, flow);
	decide(inspector, flow);
}

/* Leave @flow no more memory for its details than they take, shared where they can be. */
static void tighten(struct inspector *inspector, struct flow *flow)
{
	if (flow->details && !detail_list_is_shared(flow->details))
		detail_memo_settle(&inspector->details, &flow->details);
	charge_details(inspector, flow);
}

/* Give up what matters less than @flow, until there is room for its next packet. */
static bool make_room(struct inspector *inspector, const struct flow *flow)
{
	while (inspector->pool.in_use + inspector->room > inspector->pool.limit) {
		struct flow *loose = undecided_next_loose(&inspector->undecided), *least;

		if (loose) {
			tighten(inspector, loose);
			continue;
		}
		least = undecided_least(&inspector->undecided, flow);
		if (!least)
			return false;
		give_up(inspector, least);
	}
	return true;
}

static bool is_told(const struct payload *payload)
{
	return inspection_is_told(payload->inspection, payload->view.end);
}

/* --- One packet ------------------------------------------------------------ */

/* Is a TCP flow as long as anybody looks at one? */
static bool is_looked_at_enough(const struct inspection *inspection)
{
	const struct stream *streams = inspection->streams;

	if (inspection->packets >= TCP_PACKETS_MOST)
		return true;
	if (inspection->keeper != NO_READER)
		return payload_streams_are_full(inspection);
	return streams[0].len + streams[1].len >= BYTES_ENOUGH;
}

/* One end is known by its words: are the other's first ones known not to be? */
static bool is_left_unknown(const struct inspector *inspector,
                            const struct payload *payload)
{
	const struct inspection *inspection = payload->inspection;
	uint32_t readers = reading_readers(&inspector->reading, payload->view.transport);
	unsigned end = payload->view.end;

	if (inspection->packets_by[end] >= INSPECTION_FIRST_WORDS)
		return true;
	return inspection->keeper == NO_READER &&
	       (inspection->refused[end] & readers) == readers &&
	       signatures_are_done(inspector->options.signatures, payload, end);
}

/* Has everybody who could name the flow had a say? */
static bool is_hopeless(const struct inspector *inspector, const struct payload *payload)
{
	const struct inspection *inspection = payload->inspection;
	uint32_t readers = reading_readers(&inspector->reading, payload->view.transport);
	bool tcp = payload->view.transport == TRANSPORT_TCP;

	if (tcp && is_looked_at_enough(inspection))
		return true;
	if (inspection->told && !is_told(payload) && is_left_unknown(inspector, payload))
		return true;
	if (inspection->keeper != NO_READER)
		return false;
	if (!tcp && inspection->packets >= DATAGRAMS_ENOUGH)
		return true;
	if (!inspection->dpi_done ||
	    (inspection->refused[0] & inspection->refused[1] & readers) != readers)
		return false;
	return !tcp || (signatures_are_done(inspector->options.signatures, payload, 0) &&
	                signatures_are_done(inspector->options.signatures, payload, 1));
}

/* @return whether the flow is decided */
static bool look(struct inspector *inspector, struct payload *payload)
{
	switch (reading_observe(&inspector->reading, payload)) {
	case READING_ON:
		break;
	case READING_DECIDED:
		return true;
	case READING_NO_MEMORY:
		count_given_up(inspector, payload->view.flow);
		return true;
	}
	if (is_told(payload))
		return false;
	if (payload->inspection->keeper == NO_READER &&
	    signatures_observe(inspector->options.signatures, payload))
		return true;
	if (dpi_is_due(payload) && !dpi_observe(&inspector->dpi, payload))
		count_given_up(inspector, payload->view.flow);
	return is_hopeless(inspector, payload);
}

/* @return whether the flow is decided */
static bool look_at_segment(struct inspector *inspector, struct payload *payload)
{
	struct block_pool *pool = &inspector->pool;
	enum stream_change change = STREAM_SAME;
	bool decided;

	if (payload_streams_begin(payload)) {
		/* Read the first segment where it lies; copy what somebody wants to see
		 * again. */
		no_tls_follow(payload);
		decided = look(inspector, payload);
		if (!decided && !is_told(payload))
			change = payload_streams_keep(payload, pool);
	} else {
		change = payload_streams_add(payload, pool);
		if (change == STREAM_REBASED)
			inspection_restart(payload->inspection, pool);
		if (change == STREAM_GREW || change == STREAM_REBASED) {
			no_tls_follow(payload);
			decided = look(inspector, payload);
			payload_streams_forget_done(payload, pool);
		} else {
			decided = is_hopeless(inspector, payload);
		}
	}
	if (change != STREAM_NO_MEMORY)
		return decided;
	count_given_up(inspector, payload->view.flow);
	return true;
}

static bool look_at_datagram(struct inspector *inspector, struct payload *payload)
{
	const struct packet *packet = payload->packet;

	payload->view.bytes = packet->payload;
	payload->view.len = packet->payload_len;
	payload->view.wire_len = packet->payload_wire_len;
	return look(inspector, payload);
}

/* Without a list to put them in, the flow's details would be lost unnoticed. */
static bool has_details(struct inspector *inspector, struct flow *flow)
{
	if (!flow->details)
		flow->details = detail_memo_begin(&inspector->details);
	return flow->details;
}

/* The flow's first payload. @return NULL when memory is short */
static struct inspection *begin(struct inspector *inspector, struct flow *flow)
{
	struct inspection *inspection =
		block_pool_take(&inspector->pool, sizeof(*inspection));

	if (!inspection)
		return NULL;
	if (!has_details(inspector, flow)) {
		block_pool_give(&inspector->pool, inspection, sizeof(*inspection));
		return NULL;
	}
	memset(inspection, 0, sizeof(*inspection));
	inspection->keeper = NO_READER;
	inspection->last = NO_END;
	return inspection;
}

/* @return false when memory is short: nobody will look at @flow */
static bool begin_inspection(struct inspector *inspector, struct flow *flow)
{
	flow->inspection = make_room(inspector, flow) ? begin(inspector, flow) : NULL;
	if (!flow->inspection) {
		count_given_up(inspector, flow);
		flow->flags |= FLOW_DECIDED;
		return false;
	}
	undecided_enter(&inspector->undecided, flow);
	charge_details(inspector, flow);
	return true;
}

static void count_payload(struct inspection *inspection, unsigned end)
{
	if (inspection->packets < UINT16_MAX)
		inspection->packets++;
	if (inspection->packets_by[end] < UINT8_MAX)
		inspection->packets_by[end]++;
}

/* @return whether the flow is decided */
static bool look_at(struct inspector *inspector, struct payload *payload)
{
	const struct packet *packet = payload->packet;
	bool decided = false;

	if (packet->payload_len > 0 && !is_told(payload)) {
		count_payload(payload->inspection, payload->view.end);
		payload->view.packets_seen = payload->inspection->packets;
		decided = packet->transport == TRANSPORT_TCP
		                  ? look_at_segment(inspector, payload)
		                  : look_at_datagram(inspector, payload);
	}
	return decided ||
	       (packet->transport == TRANSPORT_TCP && packet->tcp_flags & TCP_FIN &&
	        payload_streams_are_over(payload));
}

void inspector_observe(struct inspector *inspector, struct flow *flow,
                       const struct packet *packet, unsigned end)
{
	if (packet->kind != PACKET_DATA ||
	    (packet->payload_len == 0 &&
	     !(flow->inspection && packet->tcp_flags & TCP_FIN)))
		return;
	if (!flow->inspection && !begin_inspection(inspector, flow))
		return;
	if (UNLIKELY(packet->payload_len < packet->payload_wire_len))
		flow->flags |= FLOW_CUT;
	if (UNLIKELY(undecided_has_risen(&flow->inspection->link)))
		undecided_rerank(&inspector->undecided, flow->inspection);
	if (UNLIKELY(inspector->pool.in_use + inspector->room > inspector->pool.limit) &&
	    !make_room(inspector, flow)) {
		give_up(inspector, flow);
		return;
	}
	struct payload payload = {
		.inspection = flow->inspection,
		.packet = packet,
		.view = {
			.flow = flow,
			.end = end,
			.transport = packet->transport,
			.time_us = packet->time_us,
			.certificates = &inspector->certificates,
			.learned = inspector->options.learned,
			.learned_context = inspector->options.learned_context,
		},
	};
	bool decided = look_at(inspector, &payload);

	if (UNLIKELY(!decided && inspector->pool.in_use > inspector->pool.limit / 2))
		tighten(inspector, flow);
	charge_details(inspector, flow);
	inspector->counters.undecided_memory = inspector->pool.in_use;
	if (decided) {
		call_finish_hook(inspector, flow);
		decide(inspector, flow);
	}
}

void inspector_expect(const struct flow *const *flows, size_t count)
{
	/* The second round works on what the first one asked for. */
	for (size_t i = 0; i < count; i++)
		if (flows[i] && flows[i]->inspection)
			prefetch_object(flows[i]->inspection, sizeof(struct inspection));
	for (size_t i = 0; i < count; i++) {
		const struct inspection *inspection =
			flows[i] ? flows[i]->inspection : NULL;

		if (!inspection)
			continue;
		prefetch_line(inspection->states);
		undecided_expect(inspection);
		detail_list_expect(flows[i]->details);
	}
}

void inspector_finish(struct inspector *inspector, struct flow *flow)
{
	if (flow->inspection) {
		call_finish_hook(inspector, flow);
		decide(inspector, flow);
	}
	inspector->counters.detail_memory -= detail_list_let_go(flow->details);
}

void inspector_rest(struct inspector *inspector)
{
	block_pool_fini(&inspector->pool);
}

const struct inspector_counters *inspector_counters(const struct inspector *inspector)
{
	return &inspector->counters;
}

const char *inspector_dpi_name(const struct inspector *inspector, const struct flow *flow)
{
	return dpi_name(&inspector->dpi, flow);
}

void inspector_destroy(struct inspector *inspector)
{
	if (!inspector)
		return;
	dpi_fini(&inspector->dpi);
	certificate_memo_fini(&inspector->certificates);
	detail_memo_fini(&inspector->details);
	block_pool_fini(&inspector->pool);
	free(inspector);
}

const char *inspector_backend(void)
{
	return ndpi_adapter_version();
}
