/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow/flow_table.h"

#include <string.h>

#include "base/array.h"
#include "decode/packet.h"
#include "flow/direction.h"

#include "../unit.h"

#define SECOND INT64_C(1000000)
#define START  (INT64_C(1700000000) * SECOND)

struct ended {
	struct flow flows[64];
	enum flow_end_reason reasons[64];
	size_t count;
};

static void remember(struct flow *flow, enum flow_end_reason reason, void *context)
{
	struct ended *ended = context;

	if (ended->count < ARRAY_LEN(ended->flows)) {
		ended->flows[ended->count] = *flow;
		ended->reasons[ended->count] = reason;
	}
	ended->count++;
}

static struct flow_table *make_table(struct ended *ended, size_t memory)
{
	*ended = (struct ended){ 0 };
	struct flow_table *table = flow_table_create(&(struct flow_table_options){
		.memory = memory,
		.ended = remember,
		.ended_context = ended,
	});

	assert_non_null(table);
	return table;
}

static struct packet make_packet(uint8_t transport, const char *from, uint16_t from_port,
                                 const char *to, uint16_t to_port)
{
	struct packet packet = { .time_us = START,
		                 .transport = transport,
		                 .source_port = from_port,
		                 .target_port = to_port,
		                 .wire_len = 60 };

	assert_true(address_parse(&packet.source, from));
	assert_true(address_parse(&packet.target, to));
	return packet;
}

static struct packet reply_to(const struct packet *packet)
{
	struct packet reply = *packet;

	reply.source = packet->target;
	reply.target = packet->source;
	reply.source_port = packet->target_port;
	reply.target_port = packet->source_port;
	return reply;
}

static struct packet client_segment(uint8_t flags, uint32_t payload_len)
{
	struct packet packet =
		make_packet(TRANSPORT_TCP, "10.100.0.1", 50000, "10.1.1.11", 5061);

	packet.tcp_flags = flags;
	packet.payload_len = packet.payload_wire_len = payload_len;
	return packet;
}

static struct packet server_segment(uint8_t flags, uint32_t payload_len)
{
	struct packet packet = client_segment(flags, payload_len);

	return reply_to(&packet);
}

static struct flow only_flow(struct flow_table *table, struct ended *ended)
{
	flow_table_flush(table);
	assert_int_equal(ended->count, 1);
	flow_table_destroy(table);
	return ended->flows[0];
}

static void both_directions_are_one_flow(void **state)
{
	(void)state;
	struct ended ended;
	struct flow_table *table = make_table(&ended, 1 << 20);
	struct packet syn = client_segment(TCP_SYN, 0);
	struct packet synack = server_segment(TCP_SYN | TCP_ACK, 0);
	unsigned end;

	assert_non_null(flow_table_observe(table, &syn, &end));
	assert_int_equal(end, 0);
	assert_non_null(flow_table_observe(table, &synack, &end));
	assert_int_equal(end, 1);

	struct flow flow = only_flow(table, &ended);

	assert_int_equal(flow_initiator(&flow)->port, 50000);
	assert_int_equal(flow.packets[FLOW_INITIATOR], 1);
	assert_int_equal(flow.packets[FLOW_RESPONDER], 1);
	assert_int_equal(flow.state, FLOW_ESTABLISHED);
	assert_int_equal(flow.direction_by, FLOW_BY_SYN);
}

/* What is seen, in order, and what it comes to. `side`: 0 the client sends. */
static const struct story {
	const char *name;
	struct {
		uint8_t side, flags, payload;
	} segments[6];
	enum flow_state state;
	enum flow_direction_by by;
	bool answered;
} stories[] = {
	{ "unanswered", { { 0, TCP_SYN, 0 } }, FLOW_ATTEMPT, FLOW_BY_SYN, false },
	{ "refused",
	  { { 0, TCP_SYN, 0 }, { 1, TCP_RST | TCP_ACK, 0 } },
	  FLOW_REFUSED,
	  FLOW_BY_SYN,
	  false },
	{ "scanner",
	  { { 0, TCP_SYN, 0 }, { 1, TCP_SYN | TCP_ACK, 0 }, { 0, TCP_RST, 0 } },
	  FLOW_SCANNED,
	  FLOW_BY_SYN,
	  true },
	{ "reset after payload",
	  { { 0, TCP_SYN, 0 },
	    { 1, TCP_SYN | TCP_ACK, 0 },
	    { 0, TCP_ACK, 9 },
	    { 0, TCP_RST, 0 } },
	  FLOW_RESET,
	  FLOW_BY_SYN,
	  true },
	{ "closed",
	  { { 0, TCP_SYN, 0 },
	    { 1, TCP_SYN | TCP_ACK, 0 },
	    { 0, TCP_ACK, 9 },
	    { 0, TCP_FIN | TCP_ACK, 0 },
	    { 1, TCP_FIN | TCP_ACK, 0 } },
	  FLOW_CLOSED,
	  FLOW_BY_SYN,
	  true },
	{ "lost SYN",
	  { { 1, TCP_SYN | TCP_ACK, 0 } },
	  FLOW_ESTABLISHED,
	  FLOW_BY_SYNACK,
	  true },
	{ "one-sided, client only",
	  { { 0, TCP_SYN, 0 }, { 0, TCP_ACK, 0 }, { 0, TCP_ACK, 9 } },
	  FLOW_UNHEARD,
	  FLOW_BY_SYN,
	  true },
	{ "mid-stream, server first",
	  { { 1, TCP_ACK, 9 } },
	  FLOW_MIDSTREAM,
	  FLOW_BY_FIRST,
	  true },
	{ "only a reset", { { 1, TCP_RST, 0 } }, FLOW_NEW, FLOW_BY_FIRST, false },
	{ "a reset of the conversation before",
	  { { 1, TCP_RST, 0 }, { 0, TCP_SYN, 0 } },
	  FLOW_ATTEMPT,
	  FLOW_BY_SYN,
	  false },
};

static void states_follow_what_is_seen(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(stories); i++) {
		const struct story *story = &stories[i];
		struct ended ended;
		struct flow_table *table = make_table(&ended, 1 << 20);

		for (size_t j = 0;
		     j < ARRAY_LEN(story->segments) && story->segments[j].flags; j++) {
			uint8_t flags = story->segments[j].flags;
			uint8_t payload = story->segments[j].payload;
			struct packet packet = story->segments[j].side
			                               ? server_segment(flags, payload)
			                               : client_segment(flags, payload);
			unsigned end;

			assert_non_null(flow_table_observe(table, &packet, &end));
		}

		struct flow flow = only_flow(table, &ended);

		if (flow.state != story->state || flow.direction_by != story->by ||
		    flow_was_answered(&flow) != story->answered)
			fail_msg("%s: state %s, by %s", story->name,
			         flow_state_name((enum flow_state)flow.state),
			         flow_direction_by_name(
					 (enum flow_direction_by)flow.direction_by));
		assert_int_equal(flow_responder(&flow)->port,
		                 story->by == FLOW_BY_FIRST ? 50000 : 5061);
	}
}

static void a_syn_after_the_end_is_another_flow(void **state)
{
	(void)state;
	struct ended ended;
	struct flow_table *table = make_table(&ended, 1 << 20);
	const struct packet packets[] = {
		client_segment(TCP_SYN, 0),
		server_segment(TCP_SYN | TCP_ACK, 0),
		client_segment(TCP_ACK, 5),
		client_segment(TCP_FIN | TCP_ACK, 0),
		server_segment(TCP_FIN | TCP_ACK, 0),
		client_segment(TCP_SYN, 0),
	};
	unsigned end;

	for (size_t i = 0; i < ARRAY_LEN(packets); i++)
		assert_non_null(flow_table_observe(table, &packets[i], &end));
	assert_int_equal(ended.count, 1);
	assert_int_equal(ended.reasons[0], FLOW_END_CLOSED);
	flow_table_flush(table);
	assert_int_equal(ended.count, 2);
	assert_int_equal(ended.flows[1].state, FLOW_ATTEMPT);
	flow_table_destroy(table);
}

static void silence_ends_a_flow_by_packet_time(void **state)
{
	(void)state;
	struct ended ended;
	struct flow_table *table = make_table(&ended, 1 << 20);
	struct packet quiet =
		make_packet(TRANSPORT_UDP, "10.0.0.1", 1025, "10.0.0.2", 53);
	struct packet later =
		make_packet(TRANSPORT_UDP, "10.0.0.3", 1025, "10.0.0.2", 53);
	unsigned end;

	flow_table_observe(table, &quiet, &end);
	later.time_us = START + 29 * SECOND;
	flow_table_observe(table, &later, &end);
	assert_int_equal(ended.count, 0);
	later.time_us = START + 32 * SECOND;
	flow_table_observe(table, &later, &end);
	assert_int_equal(ended.count, 1);
	assert_int_equal(ended.reasons[0], FLOW_END_IDLE);
	assert_true(address_equal(&ended.flows[0].end[0].address, &quiet.source));
	flow_table_destroy(table);
}

static void an_icmp_error_refuses_what_nobody_answered(void **state)
{
	(void)state;
	struct ended ended;
	struct flow_table *table = make_table(&ended, 1 << 20);
	struct packet ask =
		make_packet(TRANSPORT_UDP, "10.0.0.1", 40000, "10.0.0.2", 3478);
	struct packet error = ask;
	unsigned end;

	error.kind = PACKET_ERROR;
	flow_table_observe(table, &ask, &end);
	assert_null(flow_table_observe(table, &error, &end));

	struct flow flow = only_flow(table, &ended);

	assert_int_equal(flow.state, FLOW_REFUSED);
	assert_int_equal(flow.packets[FLOW_INITIATOR], 1);
}

static void a_full_table_reports_what_it_evicts(void **state)
{
	(void)state;
	struct ended ended;
	/* One chunk of flows is always there; a second is not allowed. */
	struct flow_table *table = make_table(&ended, 1);
	unsigned end;

	for (uint32_t i = 0; i < 10000; i++) {
		struct packet packet = make_packet(TRANSPORT_UDP, "10.0.0.1",
		                                   (uint16_t)(1024 + i), "10.0.0.2", 53);

		packet.time_us += i;
		assert_non_null(flow_table_observe(table, &packet, &end));
	}
	const struct flow_table_counters *counters = flow_table_counters(table);

	assert_int_equal(counters->begun, 10000);
	assert_int_equal(counters->evicted, 10000 - 4096);
	assert_int_equal(ended.reasons[0], FLOW_END_EVICTED);
	flow_table_flush(table);
	assert_int_equal(ended.count, 10000);
	flow_table_destroy(table);
}

/* A datagram of conversation @i, @at microseconds after the start. */
static void send_datagram(struct flow_table *table, uint32_t i, int64_t at)
{
	struct packet packet =
		make_packet(TRANSPORT_UDP, "10.0.0.1", (uint16_t)i, "10.0.0.2", 53);
	unsigned end;

	packet.source.bytes[13] = (uint8_t)(i >> 16);
	packet.time_us += at;
	assert_non_null(flow_table_observe(table, &packet, &end));
}

static void what_would_expire_next_is_evicted_first(void **state)
{
	(void)state;
	struct ended ended;
	struct flow_table *table = make_table(&ended, 1);

	/* 4096 fit. The first ten of them go on, so the next ones have to go. */
	for (uint32_t i = 0; i < 4096; i++)
		send_datagram(table, i, i < 2048 ? 0 : SECOND);
	for (uint32_t i = 0; i < 10; i++)
		send_datagram(table, i, 5 * SECOND);
	for (uint32_t i = 0; i < 2000; i++)
		send_datagram(table, 10000 + i, 6 * SECOND);
	assert_int_equal(ended.count, 2000);
	for (size_t i = 0; i < ARRAY_LEN(ended.flows); i++) {
		assert_int_equal(ended.reasons[i], FLOW_END_EVICTED);
		assert_int_equal(ended.flows[i].end[0].port, 2047 - i);
	}
	flow_table_destroy(table);
}

static bool is_port_odd(const struct flow *flow, const void *context)
{
	(void)context;
	return flow->end[0].port % 2;
}

/* An eighth of the memory is theirs even when the flows take all the rest. */
static void flows_end_when_too_much_hangs_on_them(void **state)
{
	(void)state;
	struct ended ended = { .count = 0 };
	uint64_t attached = 0;
	struct flow_table *table = flow_table_create(&(struct flow_table_options){
		.memory = 8000,
		.attached = &attached,
		.ended = remember,
		.ended_context = &ended,
		.of_interest = is_port_odd,
	});

	for (uint32_t i = 0; i < 100; i++)
		send_datagram(table, i, i);
	attached = 500;
	send_datagram(table, 0, 100);
	assert_int_equal(ended.count, 0);
	/* Nobody here takes anything off, so all go but the one that just came. */
	attached = 501;
	send_datagram(table, 0, 100);
	assert_int_equal(ended.count, 100);
	assert_int_equal(flow_table_counters(table)->evicted, 100);
	assert_int_equal(flow_table_counters(table)->flows, 1);
	assert_int_equal(flow_table_counters(table)->refused, 0);
	for (size_t i = 0; i < ARRAY_LEN(ended.flows); i++)
		assert_int_equal((ended.flows[i].flags & FLOW_OF_INTEREST) != 0,
		                 ended.flows[i].end[0].port % 2);
	flow_table_destroy(table);
}

static void memory_is_counted_and_bounded(void **state)
{
	(void)state;
	struct ended ended;
	const size_t most = 8 << 20;
	struct flow_table *table = make_table(&ended, most);
	const struct flow_table_counters *counters = flow_table_counters(table);

	for (uint32_t i = 0; i < 200000; i++) {
		send_datagram(table, i, i);
		/* Only index and wheel, an eighth of it, may still have to grow. */
		assert_true(counters->memory <= most + most / 8);
		assert_true(counters->memory >= counters->flows * sizeof(struct flow));
	}
	assert_true(counters->evicted > 100000);
	assert_true(counters->peak * sizeof(struct flow) > most / 2);
	flow_table_flush(table);
	assert_int_equal(ended.count, 200000);
	assert_true(counters->memory <= 64 << 10);
	flow_table_destroy(table);
}

/* Somebody opens and closes one conversation all the time, within a minute. */
static void a_conversation_that_is_opened_again_takes_no_more_memory(void **state)
{
	(void)state;
	struct ended ended;
	struct flow_table *table = make_table(&ended, 1 << 20);
	const struct flow_table_counters *counters = flow_table_counters(table);
	struct packet packets[] = {
		client_segment(TCP_SYN, 0),
		server_segment(TCP_SYN | TCP_ACK, 0),
		client_segment(TCP_RST, 0),
	};
	uint64_t memory = 0;

	for (uint32_t i = 0; i < 100000; i++) {
		for (size_t j = 0; j < ARRAY_LEN(packets); j++) {
			unsigned end;

			packets[j].time_us = START + i * 100;
			assert_non_null(flow_table_observe(table, &packets[j], &end));
		}
		if (i == 10000)
			memory = counters->memory;
	}
	assert_int_equal(counters->flows, 1);
	assert_int_equal(counters->memory, memory);
	flow_table_flush(table);
	assert_int_equal(ended.count, 100000);
	flow_table_destroy(table);
}

/* Its number is in the slot of that second twice. */
static void a_conversation_begun_twice_in_a_second_ends_once(void **state)
{
	(void)state;
	struct ended ended;
	struct flow_table *table = make_table(&ended, 1 << 20);
	const struct packet packets[] = { client_segment(TCP_SYN, 0),
		                          client_segment(TCP_ACK, 10),
		                          client_segment(TCP_SYN, 0) };
	unsigned end;

	for (size_t i = 0; i < ARRAY_LEN(packets); i++)
		assert_non_null(flow_table_observe(table, &packets[i], &end));
	assert_int_equal(ended.count, 1);
	flow_table_advance(table, START + 61 * SECOND);
	assert_int_equal(ended.count, 2);
	assert_int_equal(ended.reasons[1], FLOW_END_IDLE);
	assert_int_equal(flow_table_counters(table)->flows, 0);
	flow_table_destroy(table);
}

static void a_closed_flow_ends_soon(void **state)
{
	(void)state;
	struct ended ended;
	struct flow_table *table = make_table(&ended, 1 << 20);
	const struct packet packets[] = {
		client_segment(TCP_SYN, 0),
		server_segment(TCP_SYN | TCP_ACK, 0),
		client_segment(TCP_FIN | TCP_ACK, 0),
		server_segment(TCP_FIN | TCP_ACK, 0),
		client_segment(TCP_ACK, 0),
	};
	unsigned end;

	for (size_t i = 0; i < ARRAY_LEN(packets); i++)
		assert_non_null(flow_table_observe(table, &packets[i], &end));
	flow_table_advance(table, START + 9 * SECOND);
	assert_int_equal(ended.count, 0);
	flow_table_advance(table, START + 11 * SECOND);
	assert_int_equal(ended.count, 1);
	assert_int_equal(ended.reasons[0], FLOW_END_CLOSED);
	flow_table_advance(table, START + 5000 * SECOND);
	assert_int_equal(ended.count, 1);
	flow_table_destroy(table);
}

static void every_flow_ends_once_however_far_time_jumps(void **state)
{
	(void)state;
	static const int64_t jumps[] = { 1, 29, 31, 4095, 4096, 4097, 5000, 1000000 };

	for (size_t i = 0; i < ARRAY_LEN(jumps); i++) {
		struct ended ended;
		struct flow_table *table = make_table(&ended, 1 << 20);
		const int64_t at = 40 * SECOND;

		for (uint32_t j = 0; j < 30; j++)
			send_datagram(table, j, j * SECOND);
		send_datagram(table, 0, 29 * SECOND);
		flow_table_advance(table, START + at + jumps[i] * SECOND);

		size_t idle = ended.count;

		for (size_t j = 0; j < idle; j++)
			assert_int_equal(ended.reasons[j], FLOW_END_IDLE);
		/* Those of which the last packet is half a minute ago. */
		assert_int_equal(idle, jumps[i] == 1 ? 11 : 30);
		flow_table_flush(table);
		assert_int_equal(ended.count, 30);
		flow_table_destroy(table);
	}
}

static void a_late_syn_turns_a_guess_round(void **state)
{
	(void)state;
	struct ended ended;
	struct flow_table *table = make_table(&ended, 1 << 20);
	struct packet data =
		make_packet(TRANSPORT_TCP, "10.0.0.1", 50001, "10.0.0.2", 50002);
	struct packet syn = reply_to(&data);
	unsigned end;

	data.tcp_flags = TCP_ACK;
	syn.tcp_flags = TCP_SYN;
	flow_table_observe(table, &data, &end);
	flow_table_observe(table, &syn, &end);

	struct flow flow = only_flow(table, &ended);

	assert_int_equal(flow.direction_by, FLOW_BY_SYN);
	assert_int_equal(flow_initiator(&flow)->port, 50002);
	assert_int_equal(flow.packets[FLOW_INITIATOR], 1);
	assert_int_equal(flow.packets[FLOW_RESPONDER], 1);
}

static void a_long_flow_is_recorded_in_parts(void **state)
{
	(void)state;
	struct ended ended = { 0 };
	struct flow_table *table = flow_table_create(&(struct flow_table_options){
		.memory = 1 << 20,
		.active_timeout_us = 60 * SECOND,
		.ended = remember,
		.ended_context = &ended,
	});
	unsigned end;

	for (int i = 0; i < 10; i++) {
		struct packet packet = client_segment(TCP_ACK, 10);

		packet.time_us += i * 20 * SECOND;
		flow_table_observe(table, &packet, &end);
	}
	flow_table_flush(table);
	uint64_t packets = 0;

	for (size_t i = 0; i < ended.count; i++)
		packets += ended.flows[i].packets[0] + ended.flows[i].packets[1];
	assert_true(ended.count > 1);
	assert_int_equal(ended.reasons[0], FLOW_END_ACTIVE);
	assert_int_equal(packets, 10);
	flow_table_destroy(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_directions_are_one_flow),
		cmocka_unit_test(states_follow_what_is_seen),
		cmocka_unit_test(a_syn_after_the_end_is_another_flow),
		cmocka_unit_test(silence_ends_a_flow_by_packet_time),
		cmocka_unit_test(an_icmp_error_refuses_what_nobody_answered),
		cmocka_unit_test(a_full_table_reports_what_it_evicts),
		cmocka_unit_test(what_would_expire_next_is_evicted_first),
		cmocka_unit_test(flows_end_when_too_much_hangs_on_them),
		cmocka_unit_test(memory_is_counted_and_bounded),
		cmocka_unit_test(
			a_conversation_that_is_opened_again_takes_no_more_memory),
		cmocka_unit_test(a_conversation_begun_twice_in_a_second_ends_once),
		cmocka_unit_test(a_closed_flow_ends_soon),
		cmocka_unit_test(every_flow_ends_once_however_far_time_jumps),
		cmocka_unit_test(a_late_syn_turns_a_guess_round),
		cmocka_unit_test(a_long_flow_is_recorded_in_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
