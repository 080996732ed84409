/* SPDX-License-Identifier: BSD-2-Clause */
#include "reader_feed.h"

#include "rtp_samples.h"

#include "../../../src/inspect/readers.h"

#define SSRC 0x5eed0001

/* Packet @n of a stream of 20 ms packets at @rate. */
static enum reader_answer feed_rtp(struct feed *feed, enum flow_side side, uint8_t type,
                                   unsigned n, uint32_t rate)
{
	struct rtp_sample sample = {
		.payload_type = type,
		.sequence = (uint16_t)(65530 + n),
		.timestamp = 0xfffff000 + n * (rate / 50),
		.ssrc = SSRC + side,
	};
	uint8_t packet[RTP_SAMPLE_LEN];

	rtp_make(packet, &sample);
	feed->time_us = 1700000000000000 + (int64_t)n * 20000;
	return feed_datagram(feed, side, packet, sizeof(packet));
}

static void three_packets_in_step_are_rtp_and_two_are_not(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);

	(void)state;
	assert_int_equal(feed_rtp(feed, FLOW_INITIATOR, 114, 0, 16000), READER_MORE);
	assert_int_equal(feed_rtp(feed, FLOW_INITIATOR, 114, 1, 16000), READER_MORE);
	assert_int_equal(flow_hints(&feed->flow), 0);
	assert_int_equal(feed_rtp(feed, FLOW_INITIATOR, 114, 2, 16000), READER_KEEP);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_RTP));
	feed_destroy(feed);
}

static void packets_of_different_sides_or_sources_do_not_add_up(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);
	uint8_t packet[RTP_SAMPLE_LEN];

	(void)state;
	for (unsigned n = 0; n < 4; n++) {
		rtp_make(packet, &(struct rtp_sample){ 114, (uint16_t)n, n * 160, n });
		feed_datagram(feed, n % 2 ? FLOW_RESPONDER : FLOW_INITIATOR, packet,
		              sizeof(packet));
	}
	for (unsigned n = 0; n < 2; n++) {
		feed_rtp(feed, FLOW_INITIATOR, 114, n, 16000);
		feed_rtp(feed, FLOW_RESPONDER, 114, n, 16000);
	}
	assert_int_equal(flow_hints(&feed->flow), 0);
	feed_destroy(feed);
}

/* Each differs from RTP in one way: step, payload type, clock. */
static void what_is_out_of_step_is_not_rtp(void **state)
{
	static const struct {
		uint16_t step;
		uint8_t type_step;
		uint32_t ticks;
	} rows[] = { { 0, 0, 160 }, { 17, 0, 160 },       { 5000, 0, 160 },
		     { 1, 1, 160 }, { 1, 0, 0x20000000 }, { 0xfffe, 0, 160 } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);
		uint8_t packet[RTP_SAMPLE_LEN];

		for (unsigned n = 0; n < 6; n++) {
			struct rtp_sample sample = {
				(uint8_t)(100 + rows[i].type_step * n),
				(uint16_t)(7 + rows[i].step * n),
				n * rows[i].ticks,
				SSRC,
			};

			rtp_make(packet, &sample);
			feed_datagram(feed, FLOW_INITIATOR, packet, sizeof(packet));
		}
		assert_int_equal(flow_hints(&feed->flow), 0);
		feed_destroy(feed);
	}
}

static void unbroken_sequence_numbers_make_up_for_a_wild_clock(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);
	uint8_t packet[RTP_SAMPLE_LEN];

	(void)state;
	for (unsigned n = 0; n < 14; n++) {
		/* Seven in a row are needed: a gap after the fifth begins anew. */
		rtp_make(packet, &(struct rtp_sample){ 100, (uint16_t)(n + (n > 5)),
		                                       n * 0x20000000, SSRC });
		feed_datagram(feed, FLOW_INITIATOR, packet, sizeof(packet));
		assert_int_equal(feed_has(feed, HINT_RTP), n >= 12);
	}
	feed_destroy(feed);
}

static void a_flow_that_never_gets_in_step_is_given_up(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);
	uint8_t packet[RTP_SAMPLE_LEN];
	unsigned asked = 0;

	(void)state;
	do {
		rtp_make(packet,
		         &(struct rtp_sample){ 8, (uint16_t)(asked * 777), 0, SSRC });
	} while (++asked < 100 &&
	         feed_datagram(feed, FLOW_INITIATOR, packet, 52) == READER_MORE);
	assert_true(asked < 100);
	feed_destroy(feed);
}

static void several_sources_share_a_flow(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);
	uint8_t packet[RTP_SAMPLE_LEN];

	(void)state;
	for (unsigned n = 0; n < 9; n++) {
		rtp_make(packet, &(struct rtp_sample){ 122, (uint16_t)(n / 3), 90 * n,
		                                       SSRC + n % 3 });
		feed_datagram(feed, FLOW_INITIATOR, packet, sizeof(packet));
	}
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_RTP));
	feed_destroy(feed);
}

static void the_first_packets_are_measured_and_then_the_flow_is_decided(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);
	enum reader_answer answer = READER_KEEP;
	unsigned n = 0;

	(void)state;
	for (; n < 200 && (n < 3 || answer == READER_KEEP); n++) {
		if (n % 10 == 9)
			continue; /* lost from the initiator: every tenth */
		feed_rtp(feed, FLOW_INITIATOR, 114, n, 16000);
		answer = feed_rtp(feed, FLOW_RESPONDER, 114, n, 16000);
	}
	assert_int_equal(answer, READER_YES);
	assert_true(n > 64 && n < 80);
	feed_expect_detail(feed, DETAIL_RTP_PAYLOAD_TYPE, "114");
	feed_expect_detail(feed, DETAIL_RTP_CODEC, "x-msrta/16000");
	feed_expect_detail(feed, DETAIL_MODALITY, "audio");
	feed_expect_detail(feed, DETAIL_MODALITY_REASON,
	                   "payload type 114, likely x-msrta/16000; first 64 packets");
	/* 64 received of 71: sequence numbers 2 to 72, of which 9, 19, … 69 are missing. */
	feed_expect_pair(feed, DETAIL_RTP_LOSS, "9.86", "9.86");
	feed_expect_pair(feed, DETAIL_RTP_JITTER, "0.0", "0.0");
	feed_destroy(feed);
}

/* WebRTC numbers Opus 111; Lync numbers SIREN so. The clock tells. */
static void a_clock_that_contradicts_the_number_names_no_codec(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);
	size_t len;

	(void)state;
	for (unsigned n = 0; n < 40; n++)
		feed_rtp(feed, FLOW_INITIATOR, 111, n, 48000);
	feed_finish(feed);
	feed_expect_detail(feed, DETAIL_RTP_PAYLOAD_TYPE, "111");
	feed_expect_detail(feed, DETAIL_RTP_LOSS, "0.00");
	assert_null(detail_get(feed->flow.details, DETAIL_RTP_LOSS_END_1, &len));
	assert_null(detail_get(feed->flow.details, DETAIL_RTP_CODEC, &len));
	assert_null(detail_get(feed->flow.details, DETAIL_MODALITY, &len));
	feed_destroy(feed);
}

static void a_one_way_flow_is_decided_in_the_end(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);
	unsigned n = 0;

	(void)state;
	while (n < 1000 && feed_rtp(feed, FLOW_INITIATOR, 0, n, 8000) != READER_YES)
		n++;
	assert_true(n >= 64 && n < 300);
	feed_expect_detail(feed, DETAIL_RTP_CODEC, "PCMU/8000");
	feed_destroy(feed);
}

/* RFC 3550 sections 6.4.2 and 6.5: a receiver report and the sender's name. */
static const uint8_t report[] = {
	0x81, 201, 0, 7, 0x5e, 0xed, 0x00, 0x02, 0x5e, 0xed, 0x00, 0x00, 0,   0,   0, 0,
	0,    0,   0, 0, 0,    0,    0,    0,    0,    0,    0,    0,    0,   0,   0, 0,
	0x81, 202, 0, 3, 0x5e, 0xed, 0x00, 0x02, 1,    4,    'c',  'n',  'a', 'm', 0, 0,
};

static void a_compound_report_that_names_itself_twice_is_rtcp(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50021);

	(void)state;
	assert_int_equal(feed_datagram(feed, FLOW_INITIATOR, report, sizeof(report)),
	                 READER_KEEP);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_RTCP));
	feed_destroy(feed);
	feed_every_short_datagram(&media_reader, 50021, FLOW_INITIATOR, report,
	                          sizeof(report));
	feed_every_snaplen(&media_reader, 50021, FLOW_INITIATOR, report, sizeof(report));
}

/* RFC 3711 section 3.4: encrypted after eight bytes. */
static void encrypted_reports_need_a_source_seen_before(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);
	uint8_t encrypted[sizeof(report)];

	(void)state;
	memset(encrypted, 0x6b, sizeof(encrypted));
	memcpy(encrypted, report, 8);
	assert_int_equal(feed_datagram(feed, FLOW_INITIATOR, encrypted, 48), READER_MORE);
	assert_int_equal(flow_hints(&feed->flow), 0);
	assert_int_equal(feed_datagram(feed, FLOW_INITIATOR, encrypted, 48), READER_KEEP);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_RTCP));
	feed_destroy(feed);
}

/* RFC 6347 section 4.2.1: a ClientHello as one record, and a record of data. */
static const uint8_t client_hello[] = {
	22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 1, 0,
	0,  4,    0,    0, 0, 0, 0, 0, 0, 4, 1, 2, 3,  4,
};
static const uint8_t application_data[] = { 23, 0xfe, 0xfd, 0, 1, 0,   0,   0,
	                                    0,  0,    9,    0, 3, 'a', 'b', 'c' };

static void dtls_is_told_by_a_hello_or_by_two_records(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);

	(void)state;
	feed_datagram(feed, FLOW_INITIATOR, client_hello, sizeof(client_hello));
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_DTLS));
	feed_destroy(feed);
	feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);
	feed_datagram(feed, FLOW_INITIATOR, application_data, sizeof(application_data));
	assert_int_equal(flow_hints(&feed->flow), 0);
	feed_datagram(feed, FLOW_RESPONDER, application_data, sizeof(application_data));
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_DTLS));
	feed_destroy(feed);
	feed_every_short_datagram(&media_reader, 443, FLOW_INITIATOR, client_hello,
	                          sizeof(client_hello));
}

/* RFC 9001 appendix A.2: the beginning of the client's first Initial. */
static void a_quic_initial_decides_the_flow(void **state)
{
	static const uint8_t head[] = { 0xc0, 0,    0,    0,    1,    8,    0x83,
		                        0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08,
		                        0,    0,    0x44, 0x9e, 0x7b, 0x9a };
	uint8_t initial[1200] = { 0 };
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 443);

	(void)state;
	memcpy(initial, head, sizeof(head));
	assert_int_equal(feed_datagram(feed, FLOW_INITIATOR, initial, sizeof(initial)),
	                 READER_YES);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_QUIC));
	feed_destroy(feed);
	feed = feed_create(&media_reader, TRANSPORT_UDP, 443);
	initial[14] = 21;                        /* longer than a connection id may be */
	memcpy(initial + 36, "\x00\x40\x40", 3); /* token and length come after it */
	feed_datagram(feed, FLOW_INITIATOR, initial, sizeof(initial));
	assert_int_equal(flow_hints(&feed->flow), 0);
	initial[14] = 20; /* and this long it may be */
	memcpy(initial + 35, "\x00\x40\x40", 3);
	feed_datagram(feed, FLOW_INITIATOR, initial, sizeof(initial));
	assert_true(feed_has(feed, HINT_QUIC));
	feed->flow.hints[0] = feed->flow.hints[1] = 0;
	initial[14] = 0;
	initial[4] = 0x77; /* no such version */
	feed_datagram(feed, FLOW_INITIATOR, initial, sizeof(initial));
	assert_int_equal(flow_hints(&feed->flow), 0);
	feed_destroy(feed);
}

static void strangers_are_let_go(void **state)
{
	struct feed *feed = feed_create(&media_reader, TRANSPORT_UDP, 50020);
	unsigned asked = 0;

	(void)state;
	while (asked < 100 &&
	       feed_datagram(feed, FLOW_INITIATOR, "\x70 a game", 8) == READER_MORE)
		asked++;
	assert_true(asked < 16);
	assert_int_equal(flow_hints(&feed->flow), 0);
	feed_destroy(feed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_packets_in_step_are_rtp_and_two_are_not),
		cmocka_unit_test(packets_of_different_sides_or_sources_do_not_add_up),
		cmocka_unit_test(what_is_out_of_step_is_not_rtp),
		cmocka_unit_test(unbroken_sequence_numbers_make_up_for_a_wild_clock),
		cmocka_unit_test(a_flow_that_never_gets_in_step_is_given_up),
		cmocka_unit_test(several_sources_share_a_flow),
		cmocka_unit_test(
			the_first_packets_are_measured_and_then_the_flow_is_decided),
		cmocka_unit_test(a_clock_that_contradicts_the_number_names_no_codec),
		cmocka_unit_test(a_one_way_flow_is_decided_in_the_end),
		cmocka_unit_test(a_compound_report_that_names_itself_twice_is_rtcp),
		cmocka_unit_test(encrypted_reports_need_a_source_seen_before),
		cmocka_unit_test(dtls_is_told_by_a_hello_or_by_two_records),
		cmocka_unit_test(a_quic_initial_decides_the_flow),
		cmocka_unit_test(strangers_are_let_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
