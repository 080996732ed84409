/* SPDX-License-Identifier: BSD-2-Clause */
#include "frames.h"

static void what_the_frame_says_is_passed_on(void **state)
{
	struct decoder *decoder = new_decoder();
	const struct bytes b = ipv4_tcp();
	const struct frame frame = { .time_us = INT64_C(1700000000000001),
		                     .bytes = b.at,
		                     .len = (uint32_t)b.len,
		                     .wire_len = 1500,
		                     .link_type = RAW_IP,
		                     .input = 3 };
	struct packet packet;

	(void)state;
	memset(&packet, 0xff, sizeof(packet));
	assert_int_equal(decoder_decode(decoder, &frame, &packet), DECODE_OK);
	assert_int_equal(packet.time_us, INT64_C(1700000000000001));
	assert_int_equal(packet.input, 3);
	assert_int_equal(packet.wire_len, 1500);
	assert_int_equal(packet.vlan_count, 0);
	assert_int_equal(packet.tunnelled, 0);
	assert_ptr_equal(packet.payload, b.at + 40);
	decoder_destroy(decoder);
}

static void a_capture_longer_than_the_wire_is_believed(void **state)
{
	struct decoder *decoder = new_decoder();
	const struct bytes b = ipv4_tcp();
	const struct frame frame = {
		.bytes = b.at, .len = (uint32_t)b.len, .wire_len = 1, .link_type = RAW_IP
	};
	struct packet packet;

	(void)state;
	assert_int_equal(decoder_decode(decoder, &frame, &packet), DECODE_OK);
	assert_int_equal(packet.wire_len, b.len);
	assert_is_lync(&packet);
	decoder_destroy(decoder);
}

static void a_frame_of_no_bytes_is_truncated(void **state)
{
	static const uint16_t link_types[] = { 0,   1,   9,   12,  14,  50, 101,
		                               104, 108, 113, 228, 229, 276 };
	struct decoder *decoder = new_decoder();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(link_types); i++) {
		const struct frame frame = { .link_type = link_types[i] };
		struct packet packet;

		assert_int_equal(decoder_decode(decoder, &frame, &packet),
		                 DECODE_TRUNCATED);
	}
	decoder_destroy(decoder);
}

/* Every link type there is and is not, over bytes that are one thing or the other. */
static void no_link_type_is_an_accident(void **state)
{
	struct decoder *decoder = new_decoder();
	const struct bytes b = ipv6_udp();

	(void)state;
	for (unsigned link_type = 0; link_type < 65536; link_type++) {
		struct packet packet;

		(void)decode(decoder, &b, (uint16_t)link_type,
		             &packet); /* counted below */
	}

	const struct decode_counters *counters = decoder_counters(decoder);
	uint64_t sum = 0;

	for (int i = 0; i < DECODE_VERDICTS; i++)
		sum += counters->verdicts[i];
	assert_int_equal(sum, 65536);
	assert_int_equal(counters->verdicts[DECODE_LINK_TYPE], 65536 - 20);
	assert_int_equal(counters->verdicts[DECODE_NOT_IP], 1); /* 253, netlink */
	assert_int_equal(counters->verdicts[DECODE_OK], 4);     /* 12, 14, 101, 229 */
	decoder_destroy(decoder);
}

static void counters_tell_what_was_seen(void **state)
{
	struct decoder *decoder = new_decoder();
	const struct decode_counters *counters = decoder_counters(decoder);
	struct bytes plain = ipv4_tcp(), tunnel = ipv4_tcp(), big = payload("");
	struct bytes big_udp;
	struct packet packet;

	(void)state;
	assert_int_equal(decode(decoder, &plain, RAW_IP, &packet), DECODE_OK);
	wrap_ipv4(&tunnel, 4);
	assert_int_equal(decode(decoder, &tunnel, RAW_IP, &packet), DECODE_OK);
	assert_int_equal(counters->tunnelled, 1);
	assert_int_equal(counters->snapped, 0);
	assert_int_equal(counters->oversized, 0);

	big.len = 1500;
	big_udp = big;
	wrap_tcp(&big);
	wrap_ipv4(&big, 6);
	assert_int_equal(decode(decoder, &big, RAW_IP, &packet), DECODE_OK);
	assert_int_equal(counters->oversized, 1);
	wrap_udp(&big_udp, TARGET_PORT);
	wrap_ipv4(&big_udp, 17);
	assert_int_equal(decode(decoder, &big_udp, RAW_IP, &packet), DECODE_OK);
	assert_int_equal(counters->oversized, 1);

	const struct frame cut = { .bytes = plain.at,
		                   .len = (uint32_t)plain.len - 1,
		                   .wire_len = (uint32_t)plain.len,
		                   .link_type = RAW_IP };

	assert_int_equal(decoder_decode(decoder, &cut, &packet), DECODE_OK);
	assert_int_equal(counters->snapped, 1);
	assert_int_equal(counters->verdicts[DECODE_OK], 5);
	decoder_destroy(decoder);
}

/* Ethernet frames of @ethertype with nothing that could be read inside. */
static void decode_types(struct decoder *decoder, uint16_t ethertype, unsigned frames)
{
	struct bytes b = { .len = 46 };
	struct packet packet;

	wrap_ethernet(&b, ethertype);
	while (frames-- > 0)
		assert_int_equal(decode(decoder, &b, ETHERNET, &packet),
		                 DECODE_UNKNOWN_TYPE);
}

static void unknown_types_are_counted_by_number_and_name(void **state)
{
	struct decoder *decoder = new_decoder();
	const struct decode_counters *counters = decoder_counters(decoder);
	struct bytes b = ipv4_tcp();
	struct packet packet;
	char text[64];

	(void)state;
	decode_types(decoder, 0x88e5, 3);
	decode_types(decoder, 0x1234, 1);
	decode_types(decoder, 0x88e5, 1);
	assert_int_equal(decode(decoder, &b, 107, &packet), DECODE_LINK_TYPE);
	assert_int_equal(decode(decoder, &b, RAW_IP, &packet), DECODE_OK);
	assert_int_equal(counters->unknown_count, 3);
	assert_int_equal(counters->unknown[0].frames, 4);
	decode_unknown_describe(&counters->unknown[0], text, sizeof(text));
	assert_string_equal(text, "Ethernet type 0x88e5 (MACsec)");
	decode_unknown_describe(&counters->unknown[1], text, sizeof(text));
	assert_string_equal(text, "Ethernet type 0x1234");
	decode_unknown_describe(&counters->unknown[2], text, sizeof(text));
	assert_string_equal(text, "link type 107 (Frame Relay)");
	assert_int_equal(decode_counters_lost(counters), 6);
	decoder_destroy(decoder);
}

static void a_flood_of_types_is_counted_within_bounds(void **state)
{
	struct decoder *decoder = new_decoder();
	const struct decode_counters *counters = decoder_counters(decoder);
	uint64_t told = 0;

	(void)state;
	for (unsigned i = 0; i < 1000; i++)
		decode_types(decoder, (uint16_t)(0x1000 + i), 1);
	assert_int_equal(counters->unknown_count, DECODE_UNKNOWN_MAX);
	for (size_t i = 0; i < counters->unknown_count; i++)
		told += counters->unknown[i].frames;
	assert_int_equal(told + counters->unknown_others, 1000);
	decoder_destroy(decoder);
}

static void what_carries_no_ip_is_no_loss(void **state)
{
	static const uint16_t types[] = { 0x0806, 0x8035, 0x88cc, 0x888e, 0x8809,
		                          0x886f, 0x88f7, 0x8906, 0x8914, 0x88a2,
		                          0x88e1, 0x887b, 0x9000, 0x0842 };
	struct decoder *decoder = new_decoder();
	struct packet packet;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		struct bytes b = { .len = 46 };

		wrap_ethernet(&b, types[i]);
		assert_int_equal(decode(decoder, &b, ETHERNET, &packet), DECODE_NOT_IP);
	}
	assert_int_equal(decode_counters_lost(decoder_counters(decoder)), 0);
	assert_int_equal(decoder_counters(decoder)->unknown_count, 0);
	decoder_destroy(decoder);
}

static void raw_ip_that_is_called_ethernet_is_known(void **state)
{
	struct decoder *decoder = new_decoder();
	static const builder builders[] = { ipv4_tcp, ipv4_udp, ipv6_tcp, ipv6_udp };
	struct packet packet;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(builders); i++) {
		struct bytes b = builders[i]();

		assert_int_equal(decode(decoder, &b, ETHERNET, &packet),
		                 DECODE_MISLABELLED);
		b.len--; /* a length that does not agree: another kind of frame */
		assert_int_not_equal(decode(decoder, &b, ETHERNET, &packet),
		                     DECODE_MISLABELLED);
	}
	decoder_destroy(decoder);
}

static void every_verdict_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (int i = 0; i < DECODE_VERDICTS; i++)
		for (int j = 0; j < i; j++)
			assert_string_not_equal(
				decode_verdict_name((enum decode_verdict)i),
				decode_verdict_name((enum decode_verdict)j));
}

/* Every byte of a packet, every value: a sanitizer sees it read what is not there. */
static void no_single_byte_makes_it_read_past_the_end(void **state)
{
	static const builder builders[] = { ipv4_tcp, ipv4_udp, ipv6_tcp, ipv6_udp };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(builders); i++) {
		struct bytes b = builders[i]();

		wrap_ethernet(&b, i < 2 ? 0x0800 : 0x86dd);
		for (size_t at = 0; at < b.len; at++) {
			const uint8_t kept = b.at[at];

			for (unsigned value = 0; value < 256; value++) {
				struct packet packet;

				b.at[at] = (uint8_t)value;
				if (decode_alone(&b, ETHERNET, &packet) == DECODE_OK)
					assert_true(packet.payload_len <= b.len);
			}
			b.at[at] = kept;
		}
	}
}

static void destroying_nothing_is_fine(void **state)
{
	(void)state;
	decoder_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_frame_says_is_passed_on),
		cmocka_unit_test(a_capture_longer_than_the_wire_is_believed),
		cmocka_unit_test(a_frame_of_no_bytes_is_truncated),
		cmocka_unit_test(no_link_type_is_an_accident),
		cmocka_unit_test(counters_tell_what_was_seen),
		cmocka_unit_test(unknown_types_are_counted_by_number_and_name),
		cmocka_unit_test(a_flood_of_types_is_counted_within_bounds),
		cmocka_unit_test(what_carries_no_ip_is_no_loss),
		cmocka_unit_test(raw_ip_that_is_called_ethernet_is_known),
		cmocka_unit_test(every_verdict_has_a_name_of_its_own),
		cmocka_unit_test(no_single_byte_makes_it_read_past_the_end),
		cmocka_unit_test(destroying_nothing_is_fine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
