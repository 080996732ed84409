/* SPDX-License-Identifier: BSD-2-Clause */
#include "reader_feed.h"

#include "../../../src/inspect/readers.h"

/* [MS-TURN] 2.2: an Allocate request with version 3 and service quality audio, then one
 * that is refused with REALM under NONCE's number and lengths that no padding rounds. */
static const char allocate_text[] =
	"00 03 00 18 21 12 a4 42 11 12 13 14 15 16 17 18 19 1a 1b 1c "
	"00 0f 00 04 72 c6 4b c6 80 08 00 04 00 00 00 03 80 55 00 04 00 01 00 00";
static const char refused_text[] =
	"01 13 00 1d 21 12 a4 42 11 12 13 14 15 16 17 18 19 1a 1b 1c "
	"00 0f 00 04 72 c6 4b c6 00 09 00 07 00 00 04 01 6e 6f 21 00 15 00 06 22 72 74 63 22 00";
static const char indication_text[] =
	"01 15 00 1b 99 98 97 96 11 12 13 14 15 16 17 18 19 1a 1b 1c "
	"00 0f 00 04 72 c6 4b c6 00 12 00 08 00 01 12 34 0a 01 01 01 00 13 00 03 61 62 63";
static const char pseudo_client_text[] =
	"16 03 01 00 2d 01 00 00 29 03 01 c1 a0 4e 3b 01 02 03 04 05 06 07 08 09 0a 0b 0c "
	"0d 0e 0f 10 11 12 13 14 15 16 17 18 19 1a 1b 1c 00 00 02 00 18 01 00";
static const char pseudo_server_text[] =
	"16 03 01 00 4e 02 00 00 46 03 01 4e 3b c1 a0 01 02 03 04 05 06 07 08 09 0a 0b 0c "
	"0d 0e 0f 10 11 12 13 14 15 16 17 18 19 1a 1b 1c 20 01 02 03 04 05 06 07 08 09 0a "
	"0b 0c 0d 0e 0f 10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f 20 00 18 00 0e 00 "
	"00 00";

static uint8_t allocate[44], refused[49], indication[47], pseudo_client[50],
	pseudo_server[83];

static int decode_vectors(void **state)
{
	(void)state;
	assert_int_equal(feed_hex(allocate, sizeof(allocate), allocate_text), 44);
	assert_int_equal(feed_hex(refused, sizeof(refused), refused_text), 49);
	assert_int_equal(feed_hex(indication, sizeof(indication), indication_text), 47);
	assert_int_equal(feed_hex(pseudo_client, 50, pseudo_client_text), 50);
	assert_int_equal(feed_hex(pseudo_server, 83, pseudo_server_text), 83);
	return 0;
}

#define MSTURN (HINT_BIT(HINT_STUN) | HINT_BIT(HINT_MSTURN))

static void an_allocate_request_tells_version_and_modality(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 3478);

	(void)state;
	assert_int_equal(feed_datagram(feed, FLOW_INITIATOR, allocate, 44), READER_KEEP);
	assert_true(flow_hints(&feed->flow) == MSTURN);
	feed_expect_detail(feed, DETAIL_MSTURN_VERSION, "3");
	feed_expect_detail(feed, DETAIL_MODALITY, "audio");
	feed_expect_detail(feed, DETAIL_MODALITY_REASON,
	                   "MS-Service-Quality in an MS-TURN request");
	feed_destroy(feed);
}

static void every_stream_type_has_its_modality(void **state)
{
	static const char *const modalities[] = { NULL,    "audio", "video",
		                                  "video", "data",  NULL };

	(void)state;
	for (uint8_t type = 0; type < 6; type++) {
		struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 3478);
		uint8_t request[sizeof(allocate)];
		size_t len;

		memcpy(request, allocate, sizeof(request));
		request[41] = type;
		feed_datagram(feed, FLOW_INITIATOR, request, sizeof(request));
		if (modalities[type])
			feed_expect_detail(feed, DETAIL_MODALITY, modalities[type]);
		else
			assert_null(
				detail_get(feed->flow.details, DETAIL_MODALITY, &len));
		feed_destroy(feed);
	}
}

static void lengths_need_not_be_multiples_of_four(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 3478);

	(void)state;
	feed_datagram(feed, FLOW_RESPONDER, refused, sizeof(refused));
	assert_true(flow_hints(&feed->flow) == MSTURN);
	feed_destroy(feed);
	feed_every_short_datagram(&media_reader, 3478, FLOW_RESPONDER, refused,
	                          sizeof(refused));
	feed_every_snaplen(&media_reader, 3478, FLOW_RESPONDER, refused, sizeof(refused));
}

static void a_data_indication_needs_no_stun_cookie(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 3478);

	(void)state;
	feed_datagram(feed, FLOW_RESPONDER, indication, sizeof(indication));
	assert_true(flow_hints(&feed->flow) == MSTURN);
	feed_destroy(feed);
}

static void types_that_msturn_never_sends_are_not_msturn(void **state)
{
	static const uint16_t allowed[] = { 0x0003, 0x0103, 0x0113, 0x0004,
		                            0x0115, 0x0006, 0x0106, 0x0116 };

	(void)state;
	for (unsigned type = 0; type < 0x0200; type++) {
		struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 3478);
		uint8_t request[sizeof(allocate)];
		bool expected = false;

		for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
			expected |= allowed[i] == type;
		memcpy(request, allocate, sizeof(request));
		request[0] = (uint8_t)(type >> 8);
		request[1] = (uint8_t)type;
		assert_int_equal(
			feed_datagram(feed, FLOW_INITIATOR, request, sizeof(request)),
			expected ? READER_KEEP : READER_MORE);
		assert_int_equal(feed_has(feed, HINT_MSTURN), expected);
		feed_destroy(feed);
	}
}

/* 02 00 and a length in front of @message. */
static size_t frame(uint8_t *at, uint8_t type, const uint8_t *message, size_t len)
{
	at[0] = type;
	at[1] = 0;
	at[2] = (uint8_t)(len >> 8);
	at[3] = (uint8_t)len;
	memcpy(at + 4, message, len);
	return len + 4;
}

static void framed_on_tcp_it_is_msturn(void **state)
{
	struct feed *feed = feed_create(&msturn_reader, TRANSPORT_TCP, 443);
	uint8_t stream[256];
	size_t len = frame(stream, 0x02, allocate, sizeof(allocate));

	(void)state;
	len += frame(stream + len, 0x03, (const uint8_t *)"media", 5);
	assert_int_equal(feed_segment(feed, FLOW_INITIATOR, stream, len), READER_KEEP);
	assert_true(flow_hints(&feed->flow) == MSTURN);
	feed_destroy(feed);
	feed_every_segmentation(&msturn_reader, 443, FLOW_INITIATOR, stream, len);
}

static void behind_a_pseudo_tls_hello_it_is_found_too(void **state)
{
	struct feed *feed = feed_create(&msturn_reader, TRANSPORT_TCP, 443);
	uint8_t stream[256];
	size_t len = sizeof(pseudo_client);

	(void)state;
	assert_int_equal(feed_segment(feed, FLOW_INITIATOR, pseudo_client, len),
	                 READER_KEEP);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_PSEUDOTLS));
	assert_int_equal(feed_segment(feed, FLOW_RESPONDER, pseudo_server, 83),
	                 READER_KEEP);
	len = frame(stream, 0x02, allocate, sizeof(allocate));
	feed_segment(feed, FLOW_INITIATOR, stream, len);
	assert_true(flow_hints(&feed->flow) == (MSTURN | HINT_BIT(HINT_PSEUDOTLS)));
	feed_expect_detail(feed, DETAIL_MODALITY, "audio");
	feed_destroy(feed);
	feed_every_segmentation(&msturn_reader, 443, FLOW_INITIATOR, pseudo_client, 50);
	feed_every_segmentation(&msturn_reader, 443, FLOW_RESPONDER, pseudo_server, 83);
}

/* A genuine ClientHello differs from the pseudo one in its ciphers. */
static void another_hello_is_not_pseudo_tls(void **state)
{
	static const size_t fixed[] = { 0, 4, 5, 8, 10, 43, 45, 47, 49 };

	(void)state;
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
		struct feed *feed = feed_create(&msturn_reader, TRANSPORT_TCP, 443);
		uint8_t hello[sizeof(pseudo_client)];

		memcpy(hello, pseudo_client, sizeof(hello));
		hello[fixed[i]] ^= 0x01;
		assert_int_equal(feed_segment(feed, FLOW_INITIATOR, hello, 50),
		                 READER_NO);
		assert_int_equal(flow_hints(&feed->flow), 0);
		feed_destroy(feed);
	}
}

/* RDP's TPKT begins with 03 00 and a length as well. */
static void data_frames_alone_and_rdp_are_not_msturn(void **state)
{
	static const uint8_t rdp[] = { 0x03, 0x00, 0x00, 0x13, 0x0e, 0xe0, 0, 0, 0, 0,
		                       0,    1,    0,    8,    0,    3,    0, 0, 0 };
	struct feed *feed = feed_create(&msturn_reader, TRANSPORT_TCP, 3389);

	(void)state;
	assert_int_equal(feed_segment(feed, FLOW_INITIATOR, rdp, sizeof(rdp)), READER_NO);
	assert_int_equal(flow_hints(&feed->flow), 0);
	feed_destroy(feed);
}

/* [MS-TURN] 2.2.3, around a Binding request of RFC 8489. */
static const uint8_t multiplexed[] = {
	0xff, 0x10, 0x00, 0x1c, 1, 2, 3, 4, 5, 6, 7, 8, 0x00, 0x01, 0x00, 0x00,
	0x21, 0x12, 0xa4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9,    10,   11,   12,
};

static void multiplexed_turn_is_believed_for_its_content_or_its_session(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 3479);
	uint8_t data[sizeof(multiplexed)];

	(void)state;
	feed_datagram(feed, FLOW_INITIATOR, multiplexed, sizeof(multiplexed));
	assert_true(flow_hints(&feed->flow) == MSTURN);
	feed_destroy(feed);
	memcpy(data, multiplexed, sizeof(data));
	memset(data + 12, 0x77, sizeof(data) - 12);
	feed = feed_create(&media_reader, TRANSPORT_UDP, 3479);
	assert_int_equal(feed_datagram(feed, FLOW_INITIATOR, data, sizeof(data)),
	                 READER_MORE);
	assert_int_equal(flow_hints(&feed->flow), 0);
	feed_datagram(feed, FLOW_RESPONDER, data, sizeof(data));
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_MSTURN));
	feed_destroy(feed);
	memset(data + 4, 0, 8); /* no session has this number */
	feed = feed_create(&media_reader, TRANSPORT_UDP, 3479);
	feed_datagram(feed, FLOW_INITIATOR, data, sizeof(data));
	feed_datagram(feed, FLOW_INITIATOR, data, sizeof(data));
	assert_int_equal(flow_hints(&feed->flow), 0);
	feed_destroy(feed);
	feed_every_short_datagram(&media_reader, 3479, FLOW_INITIATOR, multiplexed,
	                          sizeof(multiplexed));
	feed_every_segmentation(&msturn_reader, 443, FLOW_INITIATOR, multiplexed,
	                        sizeof(multiplexed));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_allocate_request_tells_version_and_modality),
		cmocka_unit_test(every_stream_type_has_its_modality),
		cmocka_unit_test(lengths_need_not_be_multiples_of_four),
		cmocka_unit_test(a_data_indication_needs_no_stun_cookie),
		cmocka_unit_test(types_that_msturn_never_sends_are_not_msturn),
		cmocka_unit_test(framed_on_tcp_it_is_msturn),
		cmocka_unit_test(behind_a_pseudo_tls_hello_it_is_found_too),
		cmocka_unit_test(another_hello_is_not_pseudo_tls),
		cmocka_unit_test(data_frames_alone_and_rdp_are_not_msturn),
		cmocka_unit_test(
			multiplexed_turn_is_believed_for_its_content_or_its_session),
	};

	return cmocka_run_group_tests(tests, decode_vectors, NULL);
}
