/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/array.h"
#include "base/transport.h"
#include "flow/unseen.h"

#include "../unit.h"

static struct flow whole(void)
{
	return (struct flow){
		.transport = TRANSPORT_TCP,
		.state = FLOW_CLOSED,
		.end = { { .tcp_flags = TCP_SYN | TCP_ACK },
		         { .tcp_flags = TCP_SYN | TCP_ACK } },
		.packets = { 5, 4 },
	};
}

static void a_connection_captured_whole_hides_nothing(void **state)
{
	const struct flow flow = whole();

	(void)state;
	assert_int_equal(flow_unseen(&flow), 0);
}

static void without_a_SYN_the_beginning_is_unseen_however_it_ended(void **state)
{
	struct flow flow = whole();

	(void)state;
	flow.end[0].tcp_flags = flow.end[1].tcp_flags = TCP_ACK;
	assert_int_equal(flow_unseen(&flow), FLOW_UNSEEN_BEGINNING);
	flow.end[1].tcp_flags |= TCP_SYN;
	assert_int_equal(flow_unseen(&flow), 0);
}

static void what_was_cut_is_unseen_over_any_transport(void **state)
{
	struct flow flow = whole();

	(void)state;
	flow.flags = FLOW_CUT;
	assert_int_equal(flow_unseen(&flow), FLOW_UNSEEN_PART);
	flow.transport = TRANSPORT_UDP;
	assert_int_equal(flow_unseen(&flow), FLOW_UNSEEN_PART);
	flow.given_up = true;
	assert_int_equal(flow_unseen(&flow), FLOW_UNSEEN_PART | FLOW_UNSEEN_GIVEN_UP);
	assert_string_equal(flow_unseen_name(FLOW_UNSEEN_GIVEN_UP), "given-up");
}

static void an_end_is_unseen_only_when_its_peer_went_on(void **state)
{
	static const struct {
		enum flow_state state;
		unsigned unseen;
	} cases[] = {
		{ FLOW_NEW, 0 },
		{ FLOW_ATTEMPT, 0 },
		{ FLOW_REFUSED, 0 },
		{ FLOW_ESTABLISHED, FLOW_UNSEEN_RESPONDER },
		{ FLOW_CLOSED, FLOW_UNSEEN_RESPONDER },
		{ FLOW_RESET, FLOW_UNSEEN_RESPONDER },
		{ FLOW_MIDSTREAM, FLOW_UNSEEN_RESPONDER },
		{ FLOW_UNHEARD, FLOW_UNSEEN_RESPONDER },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct flow flow = whole();

		flow.state = (uint8_t)cases[i].state;
		flow.packets[1] = 0;
		assert_int_equal(flow_unseen(&flow), cases[i].unseen);
		flow.transport = TRANSPORT_UDP;
		assert_int_equal(flow_unseen(&flow), 0);
	}
}

static void ends_are_named_by_who_is_the_initiator(void **state)
{
	struct flow flow = whole();

	(void)state;
	flow.packets[1] = 0;
	flow.initiator = 1;
	assert_int_equal(flow_unseen(&flow), FLOW_UNSEEN_INITIATOR);
}

static void turned_twice_every_set_is_itself(void **state)
{
	(void)state;
	for (unsigned unseen = 0; unseen < 1u << FLOW_UNSEENS; unseen++) {
		unsigned turned = flow_unseen_turned(unseen);

		assert_int_equal(flow_unseen_turned(turned), unseen);
		assert_int_equal(!(turned & FLOW_UNSEEN_RESPONDER),
		                 !(unseen & FLOW_UNSEEN_INITIATOR));
	}
}

static void every_bit_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (unsigned i = 0; i < FLOW_UNSEENS; i++) {
		const char *name = flow_unseen_name((enum flow_unseen)(1u << i));

		assert_true(name[0]);
		for (unsigned other = 0; other < i; other++)
			assert_string_not_equal(
				name, flow_unseen_name((enum flow_unseen)(1u << other)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_connection_captured_whole_hides_nothing),
		cmocka_unit_test(without_a_SYN_the_beginning_is_unseen_however_it_ended),
		cmocka_unit_test(what_was_cut_is_unseen_over_any_transport),
		cmocka_unit_test(an_end_is_unseen_only_when_its_peer_went_on),
		cmocka_unit_test(ends_are_named_by_who_is_the_initiator),
		cmocka_unit_test(turned_twice_every_set_is_itself),
		cmocka_unit_test(every_bit_has_a_name_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
