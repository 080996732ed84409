/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "base/array.h"
#include "decode/packet.h"

#include "../../../src/flow/flow_state.h"

#define I    0 /* the end that is the initiator */
#define R    1
#define DATA 0x100 /* a payload comes with it; no flag of TCP's */
#define MOST 8

struct step {
	unsigned end;
	unsigned flags;
};

static void feed(struct flow *flow, const struct step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct packet packet = {
			.transport = flow->transport,
			.tcp_flags = (uint8_t)steps[i].flags,
			.payload_wire_len = steps[i].flags & DATA ? 10 : 0,
		};

		flow_state_follow(flow, &packet, steps[i].end);
		flow->packets[steps[i].end]++;
	}
}

static void tcp_ends_in_the_state_that_its_segments_show(void **state)
{
	static const struct {
		const char *what;
		enum flow_state state;
		size_t count;
		struct step steps[MOST];
	} cases[] = {
		{ "a SYN", FLOW_ATTEMPT, 1, { { I, TCP_SYN } } },
		{ "SYNs", FLOW_ATTEMPT, 2, { { I, TCP_SYN }, { I, TCP_SYN } } },
		{ "its sender gives up",
		  FLOW_ATTEMPT,
		  2,
		  { { I, TCP_SYN }, { I, TCP_RST } } },
		{ "RST", FLOW_REFUSED, 2, { { I, TCP_SYN }, { R, TCP_RST | TCP_ACK } } },
		{ "RST, and another try is taken",
		  FLOW_ESTABLISHED,
		  4,
		  { { I, TCP_SYN },
		    { R, TCP_RST | TCP_ACK },
		    { I, TCP_SYN },
		    { R, TCP_SYN | TCP_ACK } } },
		{ "RST, and another try is not",
		  FLOW_REFUSED,
		  4,
		  { { I, TCP_SYN },
		    { R, TCP_RST | TCP_ACK },
		    { I, TCP_SYN },
		    { R, TCP_RST | TCP_ACK } } },
		{ "half open scan",
		  FLOW_SCANNED,
		  3,
		  { { I, TCP_SYN }, { R, TCP_SYN | TCP_ACK }, { I, TCP_RST } } },
		{ "connect scan",
		  FLOW_SCANNED,
		  4,
		  { { I, TCP_SYN },
		    { R, TCP_SYN | TCP_ACK },
		    { I, TCP_ACK },
		    { I, TCP_RST | TCP_ACK } } },
		{ "the server hangs up at once",
		  FLOW_RESET,
		  4,
		  { { I, TCP_SYN },
		    { R, TCP_SYN | TCP_ACK },
		    { I, TCP_ACK },
		    { R, TCP_RST } } },
		{ "reset after payload",
		  FLOW_RESET,
		  5,
		  { { I, TCP_SYN },
		    { R, TCP_SYN | TCP_ACK },
		    { I, TCP_ACK },
		    { I, TCP_ACK | DATA },
		    { I, TCP_RST } } },
		{ "one FIN",
		  FLOW_ESTABLISHED,
		  3,
		  { { I, TCP_SYN },
		    { R, TCP_SYN | TCP_ACK },
		    { I, TCP_FIN | TCP_ACK } } },
		{ "both FINs",
		  FLOW_CLOSED,
		  4,
		  { { I, TCP_SYN },
		    { R, TCP_SYN | TCP_ACK },
		    { I, TCP_FIN | TCP_ACK },
		    { R, TCP_FIN | TCP_ACK } } },
		{ "one side captured, it went on",
		  FLOW_UNHEARD,
		  2,
		  { { I, TCP_SYN }, { I, TCP_ACK } } },
		{ "went on, then answered",
		  FLOW_ESTABLISHED,
		  3,
		  { { I, TCP_SYN }, { I, TCP_ACK }, { R, TCP_ACK } } },
		{ "went on, then reset",
		  FLOW_REFUSED,
		  3,
		  { { I, TCP_SYN }, { I, TCP_ACK | DATA }, { R, TCP_RST } } },
		{ "a forged reset before the answer's payload",
		  FLOW_ESTABLISHED,
		  3,
		  { { I, TCP_SYN }, { R, TCP_RST }, { R, TCP_ACK | DATA } } },
		{ "a forged reset, and the initiator goes on",
		  FLOW_UNHEARD,
		  3,
		  { { I, TCP_SYN }, { R, TCP_RST }, { I, TCP_ACK | DATA } } },
		{ "the other side captured",
		  FLOW_ESTABLISHED,
		  1,
		  { { R, TCP_SYN | TCP_ACK } } },
		{ "mid-stream", FLOW_MIDSTREAM, 1, { { I, TCP_ACK } } },
		{ "mid-stream, reset",
		  FLOW_RESET,
		  2,
		  { { I, TCP_ACK }, { R, TCP_RST } } },
		{ "mid-stream, closed",
		  FLOW_CLOSED,
		  3,
		  { { I, TCP_ACK }, { I, TCP_FIN }, { R, TCP_FIN } } },
		{ "nothing but resets", FLOW_NEW, 2, { { I, TCP_RST }, { R, TCP_RST } } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct flow flow = { .transport = TRANSPORT_TCP };

		feed(&flow, cases[i].steps, cases[i].count);
		if (flow.state != cases[i].state)
			fail_msg("%s: %s instead of %s", cases[i].what,
			         flow_state_name((enum flow_state)flow.state),
			         flow_state_name(cases[i].state));
	}
}

static void only_a_syn_of_another_conversation_begins_anew(void **state)
{
	static const struct {
		enum flow_state state;
		uint8_t flags; /* enum flow_flag */
		bool initiator, responder;
	} cases[] = {
		{ FLOW_CLOSED, 0, true, true },
		{ FLOW_RESET, 0, true, true },
		{ FLOW_SCANNED, 0, true, true },
		{ FLOW_REFUSED, 0, false, false },
		{ FLOW_ATTEMPT, 0, false, false },
		{ FLOW_ESTABLISHED, 0, false, false },
		{ FLOW_ESTABLISHED, FLOW_PAYLOAD, true, false },
		{ FLOW_MIDSTREAM, FLOW_PAYLOAD, true, true },
		{ FLOW_NEW, 0, false, false },
	};
	const struct packet syn = { .transport = TRANSPORT_TCP, .tcp_flags = TCP_SYN };
	const struct packet answer = { .transport = TRANSPORT_TCP,
		                       .tcp_flags = TCP_SYN | TCP_ACK };
	const struct packet datagram = { .transport = TRANSPORT_UDP,
		                         .tcp_flags = TCP_SYN };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct flow flow = { .transport = TRANSPORT_TCP,
			                   .state = (uint8_t)cases[i].state,
			                   .flags = cases[i].flags };

		assert_int_equal(flow_state_begins_anew(&flow, &syn, I),
		                 cases[i].initiator);
		assert_int_equal(flow_state_begins_anew(&flow, &syn, R),
		                 cases[i].responder);
		assert_false(flow_state_begins_anew(&flow, &answer, I));
		assert_false(flow_state_begins_anew(&flow, &datagram, I));
	}
}

/* Anybody can send an ICMP error: it undoes nothing that was answered. */
static void errors_refuse_only_what_the_initiator_sent_in_vain(void **state)
{
	(void)state;
	for (int from = FLOW_NEW; from <= FLOW_MIDSTREAM; from++) {
		for (unsigned end = I; end <= R; end++) {
			struct flow flow = { .transport = TRANSPORT_UDP,
				             .state = (uint8_t)from };
			bool refuses =
				end == I && (from == FLOW_NEW || from == FLOW_ATTEMPT);

			int64_t timeout_us = flow_state_timeout(&flow);

			flow_state_follow_error(&flow, end);
			assert_true(flow_state_timeout(&flow) >= timeout_us);
			assert_int_equal(flow.state, refuses ? FLOW_REFUSED : from);
			assert_true(flow.flags & FLOW_ICMP_ERROR);
		}
	}
}

static void one_error_refuses_no_datagrams_for_good(void **state)
{
	const struct packet datagram = { .transport = TRANSPORT_UDP,
		                         .payload_wire_len = 8 };
	struct flow flow = { .transport = TRANSPORT_UDP };

	(void)state;
	flow_state_follow(&flow, &datagram, I);
	flow_state_follow_error(&flow, I);
	assert_int_equal(flow.state, FLOW_REFUSED);
	/* An answer says that somebody listens, whoever sent the error. */
	flow_state_follow(&flow, &datagram, R);
	assert_int_equal(flow.state, FLOW_ESTABLISHED);
	flow_state_follow_error(&flow, I);
	assert_int_equal(flow.state, FLOW_ESTABLISHED);

	/* So do ten datagrams that met none. */
	flow = (struct flow){ .transport = TRANSPORT_UDP };
	flow_state_follow(&flow, &datagram, I);
	flow_state_follow_error(&flow, I);
	for (unsigned i = 0; i < 9; i++)
		flow_state_follow(&flow, &datagram, I);
	assert_int_equal(flow.state, FLOW_REFUSED);
	flow_state_follow_error(&flow, I);
	for (unsigned i = 0; i < 10; i++)
		flow_state_follow(&flow, &datagram, I);
	assert_int_equal(flow.state, FLOW_NEW);
	flow_state_follow_error(&flow, I);
	assert_int_equal(flow.state, FLOW_NEW);
}

/* A subnet's broadcast address looks like a host's: the frames say that it is none. */
static void what_goes_to_everybody_is_for_nobody(void **state)
{
	struct packet datagram = { .transport = TRANSPORT_UDP, .payload_wire_len = 8 };
	struct flow flow = { .transport = TRANSPORT_UDP };

	(void)state;
	assert_true(address_parse(&datagram.target, "10.1.1.255"));
	datagram.to_all = true;
	flow.state = (uint8_t)flow_state_begin(&datagram);
	for (unsigned i = 0; i < 20; i++)
		flow_state_follow(&flow, &datagram, I);
	assert_int_equal(flow.state, FLOW_BROADCAST);
	assert_false(flow_was_answered(&flow));

	/* A frame to one host, or an answer, and it is one. */
	struct flow answered = flow;

	flow_state_follow(&answered, &datagram, R);
	assert_int_equal(answered.state, FLOW_ESTABLISHED);
	datagram.to_all = false;
	flow_state_follow(&flow, &datagram, I);
	assert_int_equal(flow.state, FLOW_NEW);
	datagram.to_all = true;
	flow_state_follow(&flow, &datagram, I);
	assert_int_equal(flow.state, FLOW_NEW);

	/* A group's address needs nobody to say so, and TCP is of two. */
	assert_true(address_parse(&datagram.target, "255.255.255.255"));
	assert_int_equal(flow_state_begin(&datagram), FLOW_NEW);
	assert_true(address_parse(&datagram.target, "10.1.1.255"));
	datagram.transport = TRANSPORT_TCP;
	assert_int_equal(flow_state_begin(&datagram), FLOW_NEW);
}

static void accepted_and_never_answered_is_concluded(void **state)
{
	static const struct {
		enum flow_state state, concluded;
		unsigned flags;
	} cases[] = {
		{ FLOW_CLOSED, FLOW_UNANSWERED, FLOW_ACCEPTED | FLOW_PAYLOAD_0 },
		{ FLOW_RESET, FLOW_UNANSWERED, FLOW_ACCEPTED | FLOW_PAYLOAD_0 },
		{ FLOW_ESTABLISHED, FLOW_UNANSWERED, FLOW_ACCEPTED | FLOW_PAYLOAD_0 },
		/* the responder spoke, or both did, or nobody */
		{ FLOW_CLOSED, FLOW_CLOSED, FLOW_ACCEPTED | FLOW_PAYLOAD_1 },
		{ FLOW_CLOSED, FLOW_CLOSED, FLOW_ACCEPTED | FLOW_PAYLOAD },
		{ FLOW_CLOSED, FLOW_CLOSED, FLOW_ACCEPTED },
		/* nobody knows whether it was accepted, or an earlier part was answered */
		{ FLOW_CLOSED, FLOW_CLOSED, FLOW_PAYLOAD_0 },
		{ FLOW_CLOSED, FLOW_CLOSED,
		  FLOW_ACCEPTED | FLOW_PAYLOAD_0 | FLOW_CONTINUED },
		{ FLOW_MIDSTREAM, FLOW_MIDSTREAM, FLOW_ACCEPTED | FLOW_PAYLOAD_0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct flow flow = { .transport = TRANSPORT_TCP,
			             .state = (uint8_t)cases[i].state,
			             .flags = (uint8_t)cases[i].flags };

		assert_int_equal(flow_concluded_state(&flow), cases[i].concluded);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_error_refuses_no_datagrams_for_good),
		cmocka_unit_test(what_goes_to_everybody_is_for_nobody),
		cmocka_unit_test(accepted_and_never_answered_is_concluded),
		cmocka_unit_test(tcp_ends_in_the_state_that_its_segments_show),
		cmocka_unit_test(only_a_syn_of_another_conversation_begins_anew),
		cmocka_unit_test(errors_refuse_only_what_the_initiator_sent_in_vain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
