/* SPDX-License-Identifier: BSD-2-Clause */
#include "reader_feed.h"

#include "rtp_samples.h"

#include "../../../src/inspect/readers.h"

#define FRAME_LEN (RTP_SAMPLE_LEN + 2)

/* @count frames of a stream of payload type 127, application sharing. */
static size_t make_stream(uint8_t *stream, unsigned count)
{
	for (unsigned n = 0; n < count; n++) {
		uint8_t *at = stream + n * FRAME_LEN;

		at[0] = 0;
		at[1] = RTP_SAMPLE_LEN;
		rtp_make(at + 2,
		         &(struct rtp_sample){ 127, (uint16_t)(n + 9), 90 * n, 5 });
	}
	return (size_t)count * FRAME_LEN;
}

static void three_chained_frames_in_step_are_rtp(void **state)
{
	struct feed *feed = feed_create(&rfc4571_reader, TRANSPORT_TCP, 50030);
	uint8_t stream[4 * FRAME_LEN];
	size_t len = make_stream(stream, 4);

	(void)state;
	assert_int_equal(feed_segment(feed, FLOW_INITIATOR, stream, 2 * FRAME_LEN),
	                 READER_MORE);
	assert_int_equal(flow_hints(&feed->flow), 0);
	assert_int_equal(
		feed_segment(feed, FLOW_INITIATOR, stream + 2 * FRAME_LEN, 2 * FRAME_LEN),
		READER_KEEP);
	assert_true(flow_hints(&feed->flow) ==
	            (HINT_BIT(HINT_RFC4571) | HINT_BIT(HINT_RTP)));
	feed_finish(feed);
	feed_expect_detail(feed, DETAIL_RTP_PAYLOAD_TYPE, "127");
	feed_destroy(feed);
	feed_every_segmentation(&rfc4571_reader, 50030, FLOW_INITIATOR, stream, len);
}

static void a_framed_check_is_enough(void **state)
{
	static const uint8_t framed[] = { 0,    20,   0x00, 0x01, 0x00, 0x00, 0x21, 0x12,
		                          0xa4, 0x42, 1,    2,    3,    4,    5,    6,
		                          7,    8,    9,    10,   11,   12 };

	(void)state;
	struct feed *feed = feed_create(&rfc4571_reader, TRANSPORT_TCP, 50030);

	feed_segment(feed, FLOW_INITIATOR, framed, sizeof(framed));
	assert_true(flow_hints(&feed->flow) ==
	            (HINT_BIT(HINT_RFC4571) | HINT_BIT(HINT_STUN)));
	feed_destroy(feed);
	feed_every_segmentation(&rfc4571_reader, 50030, FLOW_INITIATOR, framed,
	                        sizeof(framed));
}

/* Whatever is found out about the direction later, who lost packets is who sent them. */
static void loss_stays_with_the_end_that_lost(void **state)
{
	static const uint8_t request[] = { 0,    20,   0x00, 0x01, 0x00, 0x00, 0x21, 0x12,
		                           0xa4, 0x42, 1,    2,    3,    4,    5,    6,
		                           7,    8,    9,    10,   11,   12 };
	struct feed *feed = feed_create(&rfc4571_reader, TRANSPORT_TCP, 50030);
	uint8_t stream[24 * FRAME_LEN];

	(void)state;
	feed->flow.direction_by = FLOW_BY_FIRST;
	make_stream(stream, 24);
	/* End 1 loses every other packet once it is believed. */
	for (unsigned n = 0; n < 24; n++)
		if (n < 4 || n % 2 == 0)
			feed_segment(feed, 1, stream + n * FRAME_LEN, FRAME_LEN);
	for (unsigned n = 0; n < 24; n++)
		feed_segment(feed, 0, stream + n * FRAME_LEN, FRAME_LEN);
	assert_int_equal(feed->flow.initiator, 0);
	feed_segment(feed, 1, request, sizeof(request));
	assert_int_equal(feed->flow.initiator, 1);
	assert_int_equal(feed->flow.direction_by, FLOW_BY_HELLO);
	feed_finish(feed);
	/* 12 received of numbers 2 to 22, counted from where it was believed. */
	feed_expect_pair(feed, DETAIL_RTP_LOSS, "0.00", "42.86");
	feed_destroy(feed);
}

static void other_protocols_are_refused_by_their_first_bytes(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} rows[] = {
		{ "GET / HTTP/1.1\r\n", 16 },
		{ "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11 },
		{ "\x05\x00\x0b\x03\x10\x00\x00\x00\x74\x00", 10 },
		{ "SSH-2.0-OpenSSH_9.2\r\n", 21 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct feed *feed = feed_create(&rfc4571_reader, TRANSPORT_TCP, 50030);

		assert_int_equal(
			feed_segment(feed, FLOW_INITIATOR, rows[i].bytes, rows[i].len),
			READER_NO);
		assert_int_equal(flow_hints(&feed->flow), 0);
		feed_destroy(feed);
	}
}

static void a_stream_of_empty_frames_is_given_up(void **state)
{
	static const uint8_t zeros[2000];
	struct feed *feed = feed_create(&rfc4571_reader, TRANSPORT_TCP, 50030);

	(void)state;
	assert_int_equal(feed_segment(feed, FLOW_INITIATOR, zeros, sizeof(zeros)),
	                 READER_NO);
	assert_int_equal(flow_hints(&feed->flow), 0);
	feed_destroy(feed);
}

static void half_a_length_is_waited_for(void **state)
{
	struct feed *feed = feed_create(&rfc4571_reader, TRANSPORT_TCP, 50030);

	(void)state;
	assert_int_equal(feed_segment(feed, FLOW_INITIATOR, "\x00", 1), READER_MORE);
	feed_destroy(feed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_chained_frames_in_step_are_rtp),
		cmocka_unit_test(a_framed_check_is_enough),
		cmocka_unit_test(loss_stays_with_the_end_that_lost),
		cmocka_unit_test(other_protocols_are_refused_by_their_first_bytes),
		cmocka_unit_test(half_a_length_is_waited_for),
		cmocka_unit_test(a_stream_of_empty_frames_is_given_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
