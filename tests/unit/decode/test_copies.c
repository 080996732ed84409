/* SPDX-License-Identifier: BSD-2-Clause */
#include "frames.h"

static struct decoder *finding_copies(void)
{
	struct decoder *decoder = new_decoder();

	assert_true(decoder_find_copies(decoder));
	return decoder;
}

static enum decode_verdict decode_at(struct decoder *decoder, const struct bytes *b,
                                     int64_t time_us)
{
	const struct frame frame = { .time_us = time_us,
		                     .bytes = b->at,
		                     .len = (uint32_t)b->len,
		                     .wire_len = (uint32_t)b->len,
		                     .link_type = RAW_IP };
	struct packet packet;

	return decoder_decode(decoder, &frame, &packet);
}

static void the_same_packet_soon_after_is_a_copy(void **state)
{
	static const builder builders[] = { ipv4_tcp, ipv4_udp, ipv6_tcp, ipv6_udp };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(builders); i++) {
		struct decoder *decoder = finding_copies();
		const struct bytes b = builders[i]();

		assert_int_equal(decode_at(decoder, &b, 0), DECODE_OK);
		assert_int_equal(decode_at(decoder, &b, 0), DECODE_COPY);
		assert_int_equal(decode_at(decoder, &b, 99000), DECODE_COPY);
		/* The copy did not keep it alive. */
		assert_int_equal(decode_at(decoder, &b, 150000), DECODE_OK);
		assert_int_equal(decode_at(decoder, &b, 120000), DECODE_COPY);
		assert_int_equal(decode_counters_lost(decoder_counters(decoder)), 0);
		decoder_destroy(decoder);
	}
}

static void nobody_finds_copies_unasked(void **state)
{
	struct decoder *decoder = new_decoder();
	const struct bytes b = ipv4_tcp();

	(void)state;
	assert_int_equal(decode_at(decoder, &b, 0), DECODE_OK);
	assert_int_equal(decode_at(decoder, &b, 0), DECODE_OK);
	decoder_destroy(decoder);
}

static void what_the_way_changes_makes_no_other_packet(void **state)
{
	static const size_t changed[] = { 1, 8, 10, 11 }; /* DSCP, hops, checksum */

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(changed); i++) {
		struct decoder *decoder = finding_copies();
		struct bytes b = ipv4_tcp();

		assert_int_equal(decode_at(decoder, &b, 0), DECODE_OK);
		b.at[changed[i]] ^= 0x44;
		assert_int_equal(decode_at(decoder, &b, 0), DECODE_COPY);
		decoder_destroy(decoder);
	}
}

static void what_was_sent_again_is_another_packet(void **state)
{
	/* Identification, address, ports, sequence, acknowledgment, flags. */
	static const size_t changed[] = { 5, 19, 21, 23, 27, 31, 33 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(changed); i++) {
		struct decoder *decoder = finding_copies();
		struct bytes b = ipv4_tcp();

		assert_int_equal(decode_at(decoder, &b, 0), DECODE_OK);
		b.at[changed[i]] ^= 1;
		assert_int_equal(decode_at(decoder, &b, 0), DECODE_OK);
		decoder_destroy(decoder);
	}
}

static void while_there_are_copies_every_byte_has_to_agree(void **state)
{
	struct decoder *decoder = finding_copies();
	struct bytes b = payload("a datagram that is long enough to have a middle");
	struct bytes other = payload("something before");

	(void)state;
	wrap_udp(&b, TARGET_PORT);
	wrap_ipv4(&b, 17);
	wrap_udp(&other, TARGET_PORT);
	wrap_ipv4(&other, 17);
	assert_int_equal(decode_at(decoder, &other, 0), DECODE_OK);
	assert_int_equal(decode_at(decoder, &other, 0), DECODE_COPY);
	assert_int_equal(decode_at(decoder, &b, 0), DECODE_OK);
	b.at[50] ^= 1; /* neither of the first nor of the last eight bytes */
	assert_int_equal(decode_at(decoder, &b, 0), DECODE_OK);
	decoder_destroy(decoder);
}

/* Without an identification and a payload only the company tells. */
static void an_acknowledgment_without_a_number_counts_unless_copies_are_common(
	void **state)
{
	struct decoder *decoder = finding_copies();
	struct bytes ack = payload("");
	const struct bytes other = ipv6_udp();

	(void)state;
	wrap_tcp(&ack);
	wrap_ipv6(&ack, 6);
	assert_int_equal(decode_at(decoder, &ack, 0), DECODE_OK);
	assert_int_equal(decode_at(decoder, &ack, 10), DECODE_OK);
	assert_int_equal(decode_at(decoder, &other, 20), DECODE_OK);
	assert_int_equal(decode_at(decoder, &other, 30), DECODE_COPY);
	assert_int_equal(decode_at(decoder, &ack, 40), DECODE_COPY);
	decoder_destroy(decoder);
}

static enum decode_verdict decode_numbered(struct decoder *decoder, uint32_t number,
                                           int64_t time_us)
{
	struct bytes b = ipv4_tcp();

	set_be16(&b, 4, (uint16_t)number);
	set_be16(&b, 24, (uint16_t)(number >> 16));
	set_be16(&b, 26, (uint16_t)number);
	return decode_at(decoder, &b, time_us);
}

/* As two hosts capture whose clocks differ by @lag packets of 10 us. */
static unsigned copies_behind(uint32_t lag, uint32_t count)
{
	struct decoder *decoder = finding_copies();
	unsigned copies = 0;

	for (uint32_t i = 0; i < count + lag; i++) {
		int64_t time_us = INT64_C(10) * i;

		if (i < count)
			assert_int_equal(decode_numbered(decoder, i, time_us), DECODE_OK);
		if (i >= lag)
			copies +=
				decode_numbered(decoder, i - lag, time_us) == DECODE_COPY;
	}
	decoder_destroy(decoder);
	return copies;
}

static void copies_are_found_thousands_of_packets_later(void **state)
{
	(void)state;
	assert_int_equal(copies_behind(1, 20000), 20000);
	assert_in_range(copies_behind(1000, 20000), 19500, 20000);
	assert_in_range(copies_behind(5000, 20000), 15000, 20000);
	assert_int_equal(copies_behind(15000, 1000), 0);
}

static void fragments_have_copies_too(void **state)
{
	struct decoder *decoder = finding_copies();
	struct bytes first = payload("sixteen bytes of"),
		     last = payload(" the datagram...");

	(void)state;
	first.len = 16;
	wrap_ipv4(&first, 17);
	set_be16(&first, 6, 0x2000);
	wrap_ipv4(&last, 17);
	set_be16(&last, 6, 2);
	assert_int_equal(decode_at(decoder, &first, 0), DECODE_HELD);
	assert_int_equal(decode_at(decoder, &first, 0), DECODE_COPY);
	(void)decode_at(decoder, &last, 0);
	assert_int_equal(decode_at(decoder, &last, 0), DECODE_COPY);
	decoder_finish(decoder);
	assert_int_equal(decoder_counters(decoder)->verdicts[DECODE_FRAGMENT_LOST], 0);
	decoder_destroy(decoder);
}

/* Addresses that end in one byte, and nothing but zeros: keys are random, so many of them. */
static void of_packets_that_differ_in_length_alone_none_is_a_copy(void **state)
{
	struct bytes packets[2] = { { .len = 0 }, { .len = 0 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(packets); i++) {
		packets[i].len = 16 + 16 * i;
		wrap_udp(&packets[i], 9999);
		wrap_ipv6(&packets[i], 17);
		memset(packets[i].at + 8, 0, 32);
		packets[i].at[8] = packets[i].at[24] = 0x20;
		packets[i].at[23] = 0x09;
		packets[i].at[39] = 0x11;
	}
	for (int round = 0; round < 2048; round++) {
		struct decoder *decoder = finding_copies();

		assert_int_equal(decode_at(decoder, &packets[0], 0), DECODE_OK);
		assert_int_equal(decode_at(decoder, &packets[1], 0), DECODE_OK);
		decoder_destroy(decoder);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_packet_soon_after_is_a_copy),
		cmocka_unit_test(nobody_finds_copies_unasked),
		cmocka_unit_test(what_the_way_changes_makes_no_other_packet),
		cmocka_unit_test(what_was_sent_again_is_another_packet),
		cmocka_unit_test(while_there_are_copies_every_byte_has_to_agree),
		cmocka_unit_test(
			an_acknowledgment_without_a_number_counts_unless_copies_are_common),
		cmocka_unit_test(copies_are_found_thousands_of_packets_later),
		cmocka_unit_test(fragments_have_copies_too),
		cmocka_unit_test(of_packets_that_differ_in_length_alone_none_is_a_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
