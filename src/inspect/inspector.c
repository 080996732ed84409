/* SPDX-License-Identifier: BSD-2-Clause */
#include "inspect/inspector.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "base/error.h"
#include "base/prefetch.h"
#include "decode/packet.h"
#include "inspect/signature_set.h"

#include "certificate_memo.h"
#include "detail_list.h"
#include "detail_memo.h"
#include "inspection.h"
#include "labels.h"
#include "ndpi_adapter.h"
#include "readers.h"
#include "undecided.h"

#define DEFAULT_MEMORY  ((size_t)64 << 20)
#define PAYLOAD_PACKETS 24 /* without a claim by then, nobody will know */
#define KEPT_TCP_PACKETS                                                                 \
	200 /* a claimed TCP flow whose stream has a hole that never fills */
#define ROOM              ((size_t)36 << 10) /* what one packet may take: a stream's growth, mostly */
#define DPI_PACKETS       8
#define DPI_PATIENCE      3 /* payloads our own readers may ponder before nDPI is asked */
#define SIGNATURE_PACKETS 4 /* payloads of each side that signatures are looked for in */

struct inspector {
	struct inspector_options options;
	struct inspector_counters counters;
	struct block_pool pool;
	struct certificate_memo certificates;
	struct detail_memo details;
	struct undecided undecided;
	size_t room;              /* bytes kept free for the next packet */
	struct ndpi_adapter *dpi; /* owned */
	uint8_t reader_count;
	uint32_t readers[2]; /* bit sets of reader_table: TCP, UDP */
	_Alignas(
		16) uint8_t scratch[READER_STATE_MAX]; /* state of a reader asked first */
};

/* What one call of inspector_observe() works with. */
struct sight {
	struct inspector *inspector;
	struct inspection *inspection;
	const struct packet *packet;
	struct reader_view view;
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
	inspector->dpi = ndpi_adapter_create(err);
	if (!inspector->dpi) {
		inspector_destroy(inspector);
		return NULL;
	}
	for (uint8_t i = 0; reader_table[i]; i++) {
		const struct reader_spec *spec = reader_table[i];

		assert(i < 32 && spec->state_size <= READER_STATE_MAX);
		if (spec->transports & READER_TCP)
			inspector->readers[0] |= UINT32_C(1) << i;
		if (spec->transports & READER_UDP)
			inspector->readers[1] |= UINT32_C(1) << i;
		inspector->reader_count = (uint8_t)(i + 1);
	}
	return inspector;
}

static uint32_t readers_of(const struct inspector *inspector, uint8_t transport)
{
	return inspector->readers[transport == TRANSPORT_UDP];
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

static void drop_dpi(struct inspector *inspector, struct inspection *inspection)
{
	if (!inspection->dpi)
		return;
	ndpi_adapter_flow_fini(inspector->dpi, inspection->dpi);
	block_pool_give(&inspector->pool, inspection->dpi, ndpi_adapter_flow_size());
	inspection->dpi = NULL;
}

static void count_given_up(struct inspector *inspector, const struct flow *flow)
{
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
	now = detail_list_footprint(flow->details);
	inspector->pool.in_use += now - inspection->detail_bytes;
	inspection->details = flow->details;
	inspection->detail_bytes = now;
}

/* Free all that is known about the undecided flow. */
static void decide(struct inspector *inspector, struct flow *flow)
{
	struct inspection *inspection = flow->inspection;

	count_decision(inspector, inspection->by);
	drop_dpi(inspector, inspection);
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

	if (keeper == NO_READER || !reader_table[keeper]->finish)
		return;
	static const uint8_t nothing[1];
	struct reader_view view = {
		.flow = flow,
		.bytes = nothing,
		.end = flow->initiator,
		.transport = flow->transport,
		.time_us = flow->last_us,
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

/* Give up what matters less than @flow, until there is room for its next packet. */
static bool make_room(struct inspector *inspector, const struct flow *flow)
{
	struct flow *least;

	while (inspector->pool.in_use + inspector->room > inspector->pool.limit) {
		least = undecided_least(&inspector->undecided, flow);
		if (!least)
			return false;
		give_up(inspector, least);
	}
	return true;
}

/* --- Our own readers ------------------------------------------------------- */

static enum reader_answer ask(struct sight *sight, uint8_t index)
{
	struct inspector *inspector = sight->inspector;
	struct inspection *inspection = sight->inspection;
	const struct reader_spec *spec = reader_table[index];
	void *state = spec->state_size ? inspection_state(inspection, index) : NULL;
	enum reader_answer answer;

	sight->view.state = state;
	if (!state && spec->state_size) {
		memset(inspector->scratch, 0, spec->state_size);
		sight->view.state = inspector->scratch;
	}
	answer = spec->read(&sight->view);
	if (answer == READER_NO || answer == READER_YES)
		return answer;
	if (!state && spec->state_size &&
	    !inspection_keep_state(inspection, &inspector->pool, index,
	                           inspector->scratch)) {
		count_given_up(inspector, sight->view.flow);
		return READER_YES; /* as far as memory goes */
	}
	return answer;
}

/* @return whether the flow is decided */
static bool heed(struct sight *sight, uint8_t index, enum reader_answer answer)
{
	struct inspection *inspection = sight->inspection;

	if (answer != READER_NO && sight->view.flow->hints && !inspection->by)
		inspection->by = INSPECTION_BY_READER;
	switch (answer) {
	case READER_NO:
		inspection->refused |= UINT32_C(1) << index;
		inspection_drop_state(inspection, &sight->inspector->pool, index);
		if (inspection->keeper == index)
			inspection->keeper = NO_READER;
		return false;
	case READER_MORE:
		inspection->wanting = true;
		return false;
	case READER_YES:
		return true;
	case READER_KEEP:
		inspection->keeper = index;
		return false;
	}
	return false;
}

static bool ask_readers(struct sight *sight)
{
	struct inspection *inspection = sight->inspection;
	uint32_t left = readers_of(sight->inspector, sight->view.transport);

	inspection->wanting = false;
	if (inspection->keeper != NO_READER) {
		uint8_t keeper = inspection->keeper;

		return heed(sight, keeper, ask(sight, keeper));
	}
	left &= ~inspection->refused;
	for (uint8_t i = 0; left >> i && inspection->keeper == NO_READER; i++) {
		if ((left >> i & 1) && heed(sight, i, ask(sight, i)))
			return true;
	}
	return false;
}

/* --- Signatures ------------------------------------------------------------ */

static void name_protocol(struct flow *flow, const char *name)
{
	detail_set(&flow->details, DETAIL_PROTOCOL, name, strlen(name));
}

static bool try_signatures(struct sight *sight)
{
	struct inspection *inspection = sight->inspection;
	struct reader_view *view = &sight->view;
	const struct signature_set *set = sight->inspector->options.signatures;
	const struct signature *found;

	if (!set || inspection->signature_done ||
	    inspection->packets_by[view->end] > SIGNATURE_PACKETS)
		return false;
	found = signature_set_match(set, view->transport, view->bytes, view->len);
	if (!found)
		return false;
	inspection->signature_done = true;
	reader_add_hint(view, found->hint);
	if (found->hint == HINT_OTHER)
		name_protocol(view->flow, found->id);
	if (found->sender != SIGNATURE_ANY)
		reader_sender_is_client(view, found->sender == SIGNATURE_CLIENT);
	if (!inspection->by)
		inspection->by = INSPECTION_BY_SIGNATURE;
	/* A reader that wants more has more to tell, about what readers read. */
	return !inspection->wanting || !(HINTS_OF(HINT_READ) & HINT_BIT(found->hint));
}

/* --- nDPI ------------------------------------------------------------------ */

static bool prepare_dpi(struct inspector *inspector, struct inspection *inspection)
{
	if (!ndpi_adapter_is_usable(inspector->dpi))
		return false;
	if (!inspection->dpi) {
		inspection->dpi =
			block_pool_take(&inspector->pool, ndpi_adapter_flow_size());
		if (inspection->dpi)
			ndpi_adapter_flow_init(inspection->dpi);
	}
	return inspection->dpi;
}

/* Ask nDPI about bytes that end number @end sent. @return whether it knows */
static bool ask_dpi(struct sight *sight, unsigned end, const uint8_t *bytes, size_t len)
{
	struct inspection *inspection = sight->inspection;
	struct flow *flow = sight->view.flow;
	const struct stream *stream = &inspection->streams[end];
	bool tcp = sight->view.transport == TRANSPORT_TCP;
	struct ndpi_adapter_payload payload = {
		.packet = sight->packet,
		.bytes = bytes,
		.len = len,
		.sequence = tcp ? stream->base : 0,
		.turned = end != sight->view.end,
		.by_initiator = end == flow->initiator,
		.from_start = !tcp || stream->from_start,
	};
	struct ndpi_adapter_label label;

	if (bytes == sight->packet->payload)
		payload.sequence = sight->packet->sequence;
	inspection->dpi_packets++;
	if (!ndpi_adapter_observe(sight->inspector->dpi, inspection->dpi, &payload,
	                          &label))
		return false;
	inspection->dpi_done = true;
	if (labels_apply(sight->inspector->options.labels, sight->inspector->dpi, flow,
	                 &label) &&
	    !inspection->by)
		inspection->by = INSPECTION_BY_NDPI;
	return true;
}

/* What was kept of the streams while our readers pondered. */
static bool replay_streams(struct sight *sight)
{
	for (enum flow_side side = FLOW_INITIATOR; side <= FLOW_RESPONDER; side++) {
		unsigned end = flow_end_of(sight->view.flow, side);
		const struct stream *stream = &sight->inspection->streams[end];

		if (stream->len && ask_dpi(sight, end, stream->bytes, stream->len))
			return true;
	}
	return false;
}

static void try_dpi(struct sight *sight)
{
	struct inspection *inspection = sight->inspection;
	struct reader_view *view = &sight->view;
	const struct packet *packet = sight->packet;

	if (inspection->dpi_done || inspection->keeper != NO_READER ||
	    view->flow->hints ||
	    (inspection->wanting && inspection->packets < DPI_PATIENCE))
		return;
	if (!prepare_dpi(sight->inspector, inspection)) {
		count_given_up(sight->inspector, view->flow);
		inspection->dpi_done = true;
		return;
	}
	if (view->transport == TRANSPORT_TCP && !inspection->dpi_packets &&
	    inspection->packets > 1)
		(void)replay_streams(sight); /* what it found is in the flow */
	else
		(void)ask_dpi(sight, view->end, packet->payload, packet->payload_len);
	if (inspection->dpi_packets >= DPI_PACKETS)
		inspection->dpi_done = true;
	if (inspection->dpi_done)
		drop_dpi(sight->inspector, inspection);
}

/* --- One packet ------------------------------------------------------------ */

/* Has everybody who could name the flow had a say? */
static bool is_hopeless(const struct sight *sight)
{
	const struct inspection *inspection = sight->inspection;
	uint32_t readers = readers_of(sight->inspector, sight->view.transport);

	if (inspection->keeper != NO_READER)
		return sight->view.transport == TRANSPORT_TCP &&
		       (inspection->packets >= KEPT_TCP_PACKETS ||
		        (stream_is_full(&inspection->streams[0]) &&
		         stream_is_full(&inspection->streams[1])));
	if (inspection->packets >= PAYLOAD_PACKETS)
		return true;
	return inspection->dpi_done && (inspection->refused & readers) == readers;
}

/* @return whether the flow is decided */
static bool look(struct sight *sight)
{
	if (ask_readers(sight))
		return true;
	if (sight->inspection->keeper == NO_READER && try_signatures(sight))
		return true;
	try_dpi(sight);
	return is_hopeless(sight);
}

/*
 * Where this end's stream begins; and the other end's, which this segment
 * acknowledges: RFC 9293 section 3.4. A reordered first segment then waits.
 */
static void start_streams(struct sight *sight, uint32_t sequence)
{
	const struct flow *flow = sight->view.flow;
	unsigned end = sight->view.end;
	struct stream *stream = &sight->inspection->streams[end];
	struct stream *other = &sight->inspection->streams[!end];

	if (!stream->started)
		stream_start(stream, sequence, flow->end[end].tcp_flags & TCP_SYN);
	if (!other->started && (flow->end[!end].tcp_flags & TCP_SYN) &&
	    (sight->packet->tcp_flags & TCP_ACK))
		stream_start(other, sight->packet->acknowledgment, true);
}

static void view_stream(struct sight *sight, const uint8_t *bytes, size_t len)
{
	struct reader_view *view = &sight->view;
	const struct stream *other = &sight->inspection->streams[!view->end];

	view->bytes = bytes;
	view->len = view->wire_len = len;
	view->from_start = sight->inspection->streams[view->end].from_start;
	view->other = other->bytes;
	view->other_len = other->len;
}

/* @return whether the flow is decided */
static bool look_at_segment(struct sight *sight)
{
	const struct packet *packet = sight->packet;
	struct block_pool *pool = &sight->inspector->pool;
	struct stream *stream = &sight->inspection->streams[sight->view.end];
	bool snapped = packet->payload_wire_len > packet->payload_len;
	uint32_t sequence = packet->sequence + (packet->tcp_flags & TCP_SYN ? 1 : 0);
	enum stream_change change;
	bool decided;

	start_streams(sight, sequence);
	if (stream_is_empty(stream) && sequence == stream->base) {
		/* Read the first segment where it lies; copy it only when undecided. */
		view_stream(sight, packet->payload, packet->payload_len);
		decided = look(sight);
		change = decided ? STREAM_SAME
		                 : stream_add(stream, pool, sequence, packet->payload,
		                              packet->payload_len, snapped);
	} else {
		change = stream_add(stream, pool, sequence, packet->payload,
		                    packet->payload_len, snapped);
		if (change == STREAM_REBASED)
			inspection_restart(sight->inspection, pool);
		view_stream(sight, stream->bytes, stream->len);
		decided = change == STREAM_GREW || change == STREAM_REBASED
		                  ? look(sight)
		                  : is_hopeless(sight);
	}
	if (change != STREAM_NO_MEMORY)
		return decided;
	count_given_up(sight->inspector, sight->view.flow);
	return true;
}

/*
 * Does a FIN at @sequence come behind all that its side sends? RFC 9293 section 3.10.4. One
 * that is ahead of the last byte held says that segments are missing; they may still come.
 */
static bool ends_stream(const struct stream *stream, enum flow_side side,
                        uint32_t sequence)
{
	if (!stream->started)
		return false;
	/* Where a silent side would have begun is known by what the other one acknowledged:
	 * a request, perhaps, that is to come yet. Who was called may well say nothing. */
	if (stream->len == 0 && side == FLOW_INITIATOR)
		return false;
	return sequence == stream->base + stream->len || stream_is_full(stream);
}

/* Is there nothing left to come from either side? */
static bool is_over(struct sight *sight)
{
	struct inspection *inspection = sight->inspection;
	const struct packet *packet = sight->packet;
	unsigned end = sight->view.end;
	uint32_t sequence = packet->sequence + (packet->tcp_flags & TCP_SYN ? 1 : 0) +
	                    packet->payload_wire_len;

	if (!(packet->tcp_flags & TCP_FIN))
		return false;
	if (ends_stream(&inspection->streams[end], flow_side_of(sight->view.flow, end),
	                sequence))
		inspection->ended |= (uint8_t)(1 << end);
	return inspection->ended == 3;
}

static bool look_at_datagram(struct sight *sight)
{
	const struct packet *packet = sight->packet;

	sight->view.bytes = packet->payload;
	sight->view.len = packet->payload_len;
	sight->view.wire_len = packet->payload_wire_len;
	return look(sight);
}

/* The flow's first payload. @return NULL when memory is short */
static struct inspection *begin(struct inspector *inspector)
{
	struct inspection *inspection =
		block_pool_take(&inspector->pool, sizeof(*inspection));

	if (inspection) {
		memset(inspection, 0, sizeof(*inspection));
		inspection->keeper = NO_READER;
	}
	return inspection;
}

/* @return false when memory is short: nobody will look at @flow */
static bool begin_inspection(struct inspector *inspector, struct flow *flow)
{
	flow->inspection = make_room(inspector, flow) ? begin(inspector) : NULL;
	if (!flow->inspection) {
		count_given_up(inspector, flow);
		flow->flags |= FLOW_DECIDED;
		return false;
	}
	if (!flow->details)
		flow->details = detail_memo_begin(&inspector->details);
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
static bool look_at(struct sight *sight)
{
	const struct packet *packet = sight->packet;
	bool decided = false;

	if (packet->payload_len > 0) {
		count_payload(sight->inspection, sight->view.end);
		sight->view.packets_seen = sight->inspection->packets;
		decided = packet->transport == TRANSPORT_TCP ? look_at_segment(sight)
		                                             : look_at_datagram(sight);
	}
	return decided || (packet->transport == TRANSPORT_TCP && is_over(sight));
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
	if (UNLIKELY(undecided_has_risen(&flow->inspection->link)))
		undecided_rerank(&inspector->undecided, flow->inspection);
	if (UNLIKELY(inspector->pool.in_use + inspector->room > inspector->pool.limit) &&
	    !make_room(inspector, flow)) {
		give_up(inspector, flow);
		return;
	}
	struct sight sight = {
		.inspector = inspector,
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
	bool decided = look_at(&sight);

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

		if (inspection)
			prefetch_line(inspection->states);
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
	return ndpi_adapter_name(inspector->dpi, flow->dpi);
}

void inspector_destroy(struct inspector *inspector)
{
	if (!inspector)
		return;
	ndpi_adapter_destroy(inspector->dpi);
	certificate_memo_fini(&inspector->certificates);
	detail_memo_fini(&inspector->details);
	block_pool_fini(&inspector->pool);
	free(inspector);
}

const char *inspector_backend(void)
{
	return ndpi_adapter_version();
}
