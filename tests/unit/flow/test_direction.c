/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "base/array.h"
#include "base/transport.h"
#include "flow/direction.h"

static void what_is_better_known_wins_in_any_order(void **state)
{
	(void)state;
	for (unsigned first = FLOW_BY_SYN; first <= FLOW_BY_FIRST; first++) {
		for (unsigned second = FLOW_BY_SYN; second <= FLOW_BY_FIRST; second++) {
			struct flow flow = { .direction_by = FLOW_BY_FIRST };
			unsigned best = first <= second ? first : second;

			flow_direction_say(&flow, 0, (enum flow_direction_by)first);
			flow_direction_say(&flow, 1, (enum flow_direction_by)second);
			assert_int_equal(flow.direction_by, best);
			assert_int_equal(flow.initiator, second < first);
		}
	}
}

static void ends_stay_what_they_are(void **state)
{
	struct flow flow = { .end = { { .port = 1, .tcp_flags = 3, .dscp = 5 },
		                      { .port = 2, .tcp_flags = 4, .dscp = 6 } },
		             .transport = TRANSPORT_TCP,
		             .state = FLOW_MIDSTREAM,
		             .direction_by = FLOW_BY_FIRST,
		             .packets = { 7, 8 },
		             .bytes = { 9, 10 },
		             .fin = 1 };
	struct flow said = flow;

	(void)state;
	assert_int_equal(flow_initiator(&said)->port, 1);
	assert_int_equal(flow_end_of(&said, FLOW_RESPONDER), 1);
	flow_direction_say(&said, 1, FLOW_BY_SYNACK);
	assert_int_equal(flow_initiator(&said)->port, 2);
	assert_int_equal(flow_responder(&said)->port, 1);
	assert_int_equal(flow_end_of(&said, FLOW_INITIATOR), 1);
	assert_int_equal(flow_side_of(&said, 1), FLOW_INITIATOR);
	/* Nothing else changed. */
	flow.initiator = 1;
	flow.direction_by = FLOW_BY_SYNACK;
	assert_memory_equal(&said, &flow, sizeof(flow));
}

/* An answer may be all that was captured, or come before what asked for it. */
static void udp_whose_responder_was_heard_is_established(void **state)
{
	static const struct {
		uint8_t transport, before, after;
		uint64_t packets[2];
	} cases[] = {
		{ TRANSPORT_UDP, FLOW_NEW, FLOW_ESTABLISHED, { 1, 0 } },
		{ TRANSPORT_UDP, FLOW_NEW, FLOW_ESTABLISHED, { 3, 2 } },
		{ TRANSPORT_UDP, FLOW_NEW, FLOW_NEW, { 0, 2 } },
		/* The error was about an answer. */
		{ TRANSPORT_UDP, FLOW_REFUSED, FLOW_ESTABLISHED, { 1, 0 } },
		{ TRANSPORT_UDP, FLOW_ESTABLISHED, FLOW_ESTABLISHED, { 1, 1 } },
		{ TRANSPORT_TCP, FLOW_NEW, FLOW_NEW, { 1, 0 } },
		{ TRANSPORT_TCP, FLOW_MIDSTREAM, FLOW_MIDSTREAM, { 1, 0 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct flow flow = { .transport = cases[i].transport,
			             .state = cases[i].before,
			             .direction_by = FLOW_BY_FIRST };

		memcpy(flow.packets, cases[i].packets, sizeof(flow.packets));
		flow_direction_say(&flow, 0, FLOW_BY_PORT);
		assert_int_equal(flow.state, cases[i].before);
		flow_direction_say(&flow, 1, FLOW_BY_HELLO);
		assert_int_equal(flow.state, cases[i].after);
	}
}

static void who_accepts_listens(void **state)
{
	struct flow flow = { .transport = TRANSPORT_TCP, .direction_by = FLOW_BY_FIRST };

	(void)state;
	/* The listener's own SYN came first: it is to look like an initiator's. */
	flow_direction_say(&flow, 1, FLOW_BY_SYN);
	flow_direction_accept(&flow, 1);
	assert_int_equal(flow.initiator, 0);
	assert_int_equal(flow.direction_by, FLOW_BY_SYNACK);
	flow_direction_say(&flow, 1, FLOW_BY_SYN);
	assert_int_equal(flow.initiator, 0);
	/* The true one's is welcome. */
	flow_direction_say(&flow, 0, FLOW_BY_SYN);
	assert_int_equal(flow.direction_by, FLOW_BY_SYN);
	/* And no second answer changes it. */
	flow_direction_accept(&flow, 0);
	assert_int_equal(flow.initiator, 0);
}

static void a_group_opens_nothing(void **state)
{
	static const struct {
		const char *address;
		bool opens;
	} cases[] = {
		{ "224.0.0.251", false }, { "255.255.255.255", false },
		{ "ff02::fb", false },    { "10.1.1.81", true },
		{ "0.0.0.0", true }, /* a host that has no address yet */
		{ "::", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct flow flow = { .transport = TRANSPORT_UDP };

		assert_true(address_parse(&flow.end[0].address, "10.1.1.11"));
		assert_true(address_parse(&flow.end[1].address, cases[i].address));
		flow_direction_begin(&flow);
		assert_int_equal(flow.initiator, 0);
		assert_int_equal(flow.direction_by, FLOW_BY_FIRST_DATAGRAM);
		flow_direction_say(&flow, 1, FLOW_BY_HELLO);
		assert_int_equal(flow.initiator, cases[i].opens);
		flow.end[0] = flow.end[1];
		flow_direction_begin(&flow);
		assert_int_equal(flow.initiator, !cases[i].opens);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_accepts_listens),
		cmocka_unit_test(a_group_opens_nothing),
		cmocka_unit_test(what_is_better_known_wins_in_any_order),
		cmocka_unit_test(ends_stay_what_they_are),
		cmocka_unit_test(udp_whose_responder_was_heard_is_established),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
