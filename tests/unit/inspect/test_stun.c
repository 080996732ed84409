/* SPDX-License-Identifier: BSD-2-Clause */
#include "reader_feed.h"

#include "../../../src/inspect/readers.h"

/* RFC 5769 sections 2.1 and 2.2: a connectivity check and its answer. */
static const char check_text[] =
	"00 01 00 58 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae "
	"80 22 00 10 53 54 55 4e 20 74 65 73 74 20 63 6c 69 65 6e 74 "
	"00 24 00 04 6e 00 01 ff 80 29 00 08 93 2f f9 b1 51 26 3b 36 "
	"00 06 00 09 65 76 74 6a 3a 68 36 76 59 20 20 20 "
	"00 08 00 14 9a ea a7 0c bf d8 cb 56 78 1e f2 b5 b2 d3 f2 49 c1 b5 71 a2 "
	"80 28 00 04 e5 7a 3b cf";
static const char answer_text[] =
	"01 01 00 3c 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae "
	"80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20 "
	"00 20 00 08 00 01 a1 47 e1 12 a6 43 "
	"00 08 00 14 2b 91 f5 99 fd 9e 90 c3 8c 74 89 f9 2a f9 ba 53 f0 6b e7 d7 "
	"80 28 00 04 c0 7d 4c 96";

static uint8_t check[108], answer[80];

static int decode_vectors(void **state)
{
	(void)state;
	assert_int_equal(feed_hex(check, sizeof(check), check_text), sizeof(check));
	assert_int_equal(feed_hex(answer, sizeof(answer), answer_text), sizeof(answer));
	return 0;
}

static void a_check_alone_is_stun_and_not_ice(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);

	(void)state;
	assert_int_equal(feed_datagram(feed, FLOW_INITIATOR, check, sizeof(check)),
	                 READER_KEEP);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_STUN));
	feed_expect_detail(feed, DETAIL_STUN_SOFTWARE, "STUN test client");
	feed_destroy(feed);
}

static void an_answered_check_is_ice(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);

	(void)state;
	feed_datagram(feed, FLOW_RESPONDER, check, sizeof(check));
	feed_datagram(feed, FLOW_INITIATOR, answer, sizeof(answer));
	assert_true(feed_has(feed, HINT_ICE));
	feed_destroy(feed);
}

static void an_answer_to_nothing_or_to_oneself_is_not_ice(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);

	(void)state;
	feed_datagram(feed, FLOW_INITIATOR, answer, sizeof(answer));
	feed_datagram(feed, FLOW_INITIATOR, check, sizeof(check));
	feed_datagram(feed, FLOW_INITIATOR, answer, sizeof(answer));
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_STUN));
	answer[19] ^= 1; /* another transaction */
	feed_datagram(feed, FLOW_RESPONDER, answer, sizeof(answer));
	answer[19] ^= 1;
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_STUN));
	feed_destroy(feed);
}

/* A client that asks a STUN server for its address checks nothing. */
static void an_answered_request_without_a_user_is_not_ice(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 3478);
	uint8_t request[20];

	(void)state;
	memcpy(request, check, sizeof(request));
	request[3] = 0;
	feed_datagram(feed, FLOW_INITIATOR, request, sizeof(request));
	feed_datagram(feed, FLOW_RESPONDER, answer, sizeof(answer));
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_STUN));
	assert_int_equal(feed->learned_count, 0);
	feed_destroy(feed);
}

static void a_datagram_longer_than_its_message_is_not_stun(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 3478);
	uint8_t longer[sizeof(check) + 4] = { 0 };

	(void)state;
	memcpy(longer, check, sizeof(check));
	feed_datagram(feed, FLOW_INITIATOR, longer, sizeof(longer));
	assert_int_equal(flow_hints(&feed->flow), 0);
	feed_destroy(feed);
}

/* [MS-ICE2]: a check with a candidate identifier instead of a priority in the clear. */
static void a_microsoft_check_is_a_check(void **state)
{
	static const uint8_t microsoft[] = {
		0x00, 0x01, 0x00, 0x14, 0x21, 0x12, 0xa4, 0x42, 1,    2,
		3,    4,    5,    6,    7,    8,    9,    10,   11,   12,
		0x00, 0x06, 0x00, 0x04, 'a',  ':',  'b',  'c',  0x80, 0x70,
		0x00, 0x04, 0,    0,    0,    2,    0x80, 0x54, 0x00, 0x00,
	};
	static const uint8_t success[] = {
		0x01, 0x01, 0x00, 0x0c, 0x21, 0x12, 0xa4, 0x42, 1,    2,    3,
		4,    5,    6,    7,    8,    9,    10,   11,   12,   0x00, 0x20,
		0x00, 0x08, 0x00, 0x01, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43,
	};
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);

	(void)state;
	feed_datagram(feed, FLOW_INITIATOR, microsoft, sizeof(microsoft));
	feed_datagram(feed, FLOW_RESPONDER, success, sizeof(success));
	assert_true(feed_has(feed, HINT_ICE));
	feed_destroy(feed);
}

static void a_short_or_wrong_message_is_nothing(void **state)
{
	(void)state;
	feed_every_short_datagram(&media_reader, 3478, FLOW_INITIATOR, check,
	                          sizeof(check));
	feed_every_short_datagram(&media_reader, 3478, FLOW_RESPONDER, answer,
	                          sizeof(answer));
	feed_every_snaplen(&media_reader, 3478, FLOW_INITIATOR, check, sizeof(check));
	/* An attribute that leaves the message, and one byte more than stated. */
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 3478);
	uint8_t longer[sizeof(check) + 1] = { 0 };

	memcpy(longer, check, sizeof(check));
	feed_datagram(feed, FLOW_INITIATOR, longer, sizeof(longer));
	assert_int_equal(flow_hints(&feed->flow), 0);
	longer[103] = 0x08;
	feed_datagram(feed, FLOW_INITIATOR, longer, sizeof(check));
	assert_int_equal(flow_hints(&feed->flow), 0);
	feed_destroy(feed);
}

/* RFC 3489: no cookie. */
static void classic_stun_is_believed_when_answered_or_unmistakable(void **state)
{
	static const uint8_t request[20] = { 0, 1, 0, 0, [4] = 9, 8, 7, 6, 5, [19] = 77 };
	static const uint8_t response[32] = { 1,    1,         0,  12, 9, 8, 7, 6,
		                              5,    [19] = 77, 0,  1,  0, 8, 0, 1,
		                              0x0d, 0x96,      10, 1,  1, 1 };
	static const uint8_t change[28] = {
		0, 1, 0, 8, 1, 2, 3, 4, 5, [20] = 0, 3, 0, 4, 0, 0, 0, 6
	};
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);

	(void)state;
	assert_int_equal(feed_datagram(feed, FLOW_INITIATOR, request, 20), READER_MORE);
	assert_int_equal(flow_hints(&feed->flow), 0);
	feed_datagram(feed, FLOW_RESPONDER, response, 32);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_STUN));
	feed_destroy(feed);
	feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);
	feed_datagram(feed, FLOW_RESPONDER, response, 32);
	assert_int_equal(flow_hints(&feed->flow), 0);
	feed_datagram(feed, FLOW_INITIATOR, change, 28);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_STUN));
	feed_destroy(feed);
	feed = feed_create(&media_reader, TRANSPORT_UDP, 3478);
	feed_datagram(feed, FLOW_INITIATOR, request, 20);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_STUN));
	feed_destroy(feed);
}

static void on_tcp_messages_and_channel_data_follow_each_other(void **state)
{
	static const uint8_t channel[] = { 0x40, 0x00, 0x00, 0x03, 'a', 'b', 'c', 0 };
	uint8_t stream[2 * sizeof(check) + sizeof(channel)];
	struct feed *feed = feed_create(&stun_reader, TRANSPORT_TCP, 3478);

	(void)state;
	memcpy(stream, check, sizeof(check));
	memcpy(stream + sizeof(check), channel, sizeof(channel));
	memcpy(stream + sizeof(check) + sizeof(channel), check, sizeof(check));
	assert_int_equal(feed_segment(feed, FLOW_INITIATOR, stream, sizeof(stream)),
	                 READER_KEEP);
	feed_segment(feed, FLOW_RESPONDER, answer, sizeof(answer));
	assert_true(flow_hints(&feed->flow) ==
	            (HINT_BIT(HINT_STUN) | HINT_BIT(HINT_ICE)));
	feed_destroy(feed);
	feed_every_segmentation(&stun_reader, 3478, FLOW_INITIATOR, stream,
	                        sizeof(stream));
	feed = feed_create(&stun_reader, TRANSPORT_TCP, 3478);
	assert_int_equal(feed_segment(feed, FLOW_INITIATOR, channel, 8), READER_NO);
	feed_destroy(feed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_check_alone_is_stun_and_not_ice),
		cmocka_unit_test(an_answered_check_is_ice),
		cmocka_unit_test(an_answer_to_nothing_or_to_oneself_is_not_ice),
		cmocka_unit_test(an_answered_request_without_a_user_is_not_ice),
		cmocka_unit_test(a_datagram_longer_than_its_message_is_not_stun),
		cmocka_unit_test(a_microsoft_check_is_a_check),
		cmocka_unit_test(a_short_or_wrong_message_is_nothing),
		cmocka_unit_test(classic_stun_is_believed_when_answered_or_unmistakable),
		cmocka_unit_test(on_tcp_messages_and_channel_data_follow_each_other),
	};

	return cmocka_run_group_tests(tests, decode_vectors, NULL);
}
