/* SPDX-License-Identifier: BSD-2-Clause */
#include "frames.h"

#include "../../../src/decode/fragments.h"

/* A UDP datagram of 72 bytes: three fragments of 24. */
#define DATAGRAM_LEN 72
#define SECOND       INT64_C(1000000)

enum {
	CUT = 1
}; /* the last byte of the fragment was not captured */

struct piece {
	uint16_t offset, len;
	bool more;
	enum decode_verdict verdict;
	uint8_t flip; /* XOR over its bytes: the same place, other contents */
	uint8_t cut;  /* bytes a snaplen took */
	uint8_t later_s;
};

static struct bytes datagram(void)
{
	struct bytes b = payload(
		"sixty-four bytes of payload, which is eight units of eight bytes");

	assert_int_equal(b.len, DATAGRAM_LEN - 8);
	wrap_udp(&b, TARGET_PORT);
	return b;
}

/* A frame with @piece of the datagram; @identification tells datagrams apart. */
static struct bytes frame_ipv4(const struct piece *piece, uint16_t identification)
{
	const struct bytes whole = datagram();
	struct bytes b = { .len = 0 };

	wrap(&b, whole.at + piece->offset, piece->len);
	for (size_t i = 0; i < b.len; i++)
		b.at[i] ^= piece->flip;
	wrap_ipv4(&b, 17);
	set_be16(&b, 4, identification);
	set_be16(&b, 6, piece->offset / 8 | (piece->more ? 0x2000 : 0));
	return b;
}

static struct bytes frame_ipv6(const struct piece *piece, uint16_t identification)
{
	const struct bytes whole = datagram();
	struct bytes b = { .len = 0 };

	wrap(&b, whole.at + piece->offset, piece->len);
	for (size_t i = 0; i < b.len; i++)
		b.at[i] ^= piece->flip;
	wrap_hex(&b, "11 00 0000 00000000");
	set_be16(&b, 2, piece->offset | (piece->more ? 1 : 0));
	set_be16(&b, 6, identification);
	wrap_ipv6(&b, 44);
	return b;
}

static void assert_whole(const struct packet *packet, unsigned frames)
{
	const struct bytes whole = datagram();

	assert_int_equal(packet->source_port, SOURCE_PORT);
	assert_int_equal(packet->target_port, TARGET_PORT);
	assert_int_equal(packet->payload_len, DATAGRAM_LEN - 8);
	assert_int_equal(packet->payload_wire_len, DATAGRAM_LEN - 8);
	assert_memory_equal(packet->payload, whole.at + 8, DATAGRAM_LEN - 8);
	assert_true(packet->wire_len > DATAGRAM_LEN + frames * 20 - 1);
}

static const struct {
	const char *name;
	struct piece pieces[5];
	unsigned lost; /* of all, counted at the end */
} sequences[] = {
	{ "in order",
	  { { 0, 24, true, DECODE_HELD, 0, 0, 0 },
	    { 24, 24, true, DECODE_HELD, 0, 0, 0 },
	    { 48, 24, false, DECODE_OK, 0, 0, 0 } },
	  0 },
	{ "reversed",
	  { { 48, 24, false, DECODE_HELD, 0, 0, 0 },
	    { 24, 24, true, DECODE_HELD, 0, 0, 0 },
	    { 0, 24, true, DECODE_OK, 0, 0, 0 } },
	  0 },
	{ "middle last",
	  { { 0, 24, true, DECODE_HELD, 0, 0, 0 },
	    { 48, 24, false, DECODE_HELD, 0, 0, 0 },
	    { 24, 24, true, DECODE_OK, 0, 0, 0 } },
	  0 },
	{ "repeated",
	  { { 0, 24, true, DECODE_HELD, 0, 0, 0 },
	    { 0, 24, true, DECODE_HELD, 0, 0, 0 },
	    { 24, 48, false, DECODE_OK, 0, 0, 0 } },
	  0 },
	{ "the same place with other bytes",
	  { { 0, 24, true, DECODE_HELD, 0, 0, 0 },
	    { 0, 24, true, DECODE_FRAGMENT_LOST, 1, 0, 0 },
	    { 24, 48, false, DECODE_FRAGMENT_LOST, 0, 0, 0 } },
	  3 },
	{ "overlap from the left",
	  { { 24, 24, true, DECODE_HELD, 0, 0, 0 },
	    { 0, 32, true, DECODE_FRAGMENT_LOST, 0, 0, 0 },
	    { 48, 24, false, DECODE_FRAGMENT_LOST, 0, 0, 0 } },
	  3 },
	{ "overlap from the right",
	  { { 0, 24, true, DECODE_HELD, 0, 0, 0 },
	    { 16, 32, true, DECODE_FRAGMENT_LOST, 0, 0, 0 },
	    { 48, 24, false, DECODE_FRAGMENT_LOST, 0, 0, 0 } },
	  3 },
	{ "overlap over all of it",
	  { { 24, 8, true, DECODE_HELD, 0, 0, 0 },
	    { 0, 64, true, DECODE_FRAGMENT_LOST, 0, 0, 0 } },
	  2 },
	{ "beyond the last",
	  { { 24, 24, false, DECODE_HELD, 0, 0, 0 },
	    { 48, 24, true, DECODE_FRAGMENT_LOST, 0, 0, 0 } },
	  2 },
	{ "two last ones",
	  { { 48, 24, false, DECODE_HELD, 0, 0, 0 },
	    { 24, 24, false, DECODE_FRAGMENT_LOST, 0, 0, 0 } },
	  2 },
	{ "last before what is there",
	  { { 48, 16, true, DECODE_HELD, 0, 0, 0 },
	    { 8, 16, false, DECODE_FRAGMENT_LOST, 0, 0, 0 } },
	  2 },
	{ "no multiple of eight", { { 0, 23, true, DECODE_MALFORMED, 0, 0, 0 } }, 0 },
	{ "just in time",
	  { { 0, 24, true, DECODE_HELD, 0, 0, 0 },
	    { 24, 48, false, DECODE_OK, 0, 0, 30 } },
	  0 },
	{ "too late",
	  { { 0, 24, true, DECODE_HELD, 0, 0, 0 },
	    { 24, 48, false, DECODE_HELD, 0, 0, 31 } },
	  1 },
	{ "spoiled, but long ago",
	  { { 0, 24, true, DECODE_HELD, 0, 0, 0 },
	    { 0, 24, true, DECODE_FRAGMENT_LOST, 1, 0, 0 },
	    { 0, 24, true, DECODE_HELD, 0, 0, 31 },
	    { 24, 48, false, DECODE_OK, 0, 0, 0 } },
	  2 },
	{ "a later one cut by a snaplen",
	  { { 0, 24, true, DECODE_HELD, 0, 0, 0 },
	    { 24, 24, true, DECODE_FRAGMENT_LOST, 0, CUT, 0 },
	    { 48, 24, false, DECODE_FRAGMENT_LOST, 0, 0, 0 } },
	  3 },
};

static void run_sequence(size_t which,
                         struct bytes (*build)(const struct piece *, uint16_t))
{
	struct decoder *decoder = new_decoder();
	struct frame frame = { .link_type = RAW_IP };
	unsigned reassembled = 0;

	for (size_t i = 0; sequences[which].pieces[i].len; i++) {
		const struct piece *piece = &sequences[which].pieces[i];
		const struct bytes b = build(piece, 7);
		struct packet packet;

		frame.time_us += piece->later_s * SECOND;
		frame.bytes = b.at;
		frame.wire_len = (uint32_t)b.len;
		frame.len = (uint32_t)b.len - piece->cut;

		const enum decode_verdict verdict =
			decoder_decode(decoder, &frame, &packet);

		if (verdict != piece->verdict)
			fail_msg("%s, fragment %zu: %s", sequences[which].name, i,
			         decode_verdict_name(verdict));
		if (verdict == DECODE_OK) {
			assert_whole(&packet, 2);
			reassembled++;
		}
	}
	assert_int_equal(decoder_counters(decoder)->reassembled, reassembled);
	if (decoder_counters(decoder)->verdicts[DECODE_FRAGMENT_LOST] !=
	    sequences[which].lost)
		fail_msg("%s: wrong count of lost fragments", sequences[which].name);
	decoder_destroy(decoder);
}

static void sequences_of_ipv4_fragments_end_as_they_should(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sequences); i++)
		run_sequence(i, frame_ipv4);
}

static void sequences_of_ipv6_fragments_end_as_they_should(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sequences); i++)
		run_sequence(i, frame_ipv6);
}

static void a_first_fragment_that_was_cut_still_names_its_flow(void **state)
{
	const struct piece first = { 0, 24, true, DECODE_OK, 0, 0, 0 };
	const struct bytes b = frame_ipv4(&first, 7);
	struct packet packet;

	(void)state;
	assert_int_equal(decode_cut(&b, b.len - 1, RAW_IP, &packet), DECODE_OK);
	assert_int_equal(packet.target_port, TARGET_PORT);
	assert_int_equal(packet.payload_len, 15);
	assert_int_equal(packet.payload_wire_len, DATAGRAM_LEN - 8);
}

static void a_first_fragment_that_was_cut_in_a_tunnel_names_its_flow_too(void **state)
{
	const struct piece first = { 0, 24, true, DECODE_OK, 0, 0, 0 };
	struct bytes b = frame_ipv4(&first, 7);
	struct packet packet;

	(void)state;
	wrap_ipv4(&b, 4);
	assert_int_equal(decode_cut(&b, b.len - 1, RAW_IP, &packet), DECODE_OK);
	assert_int_equal(packet.payload_len, 15);
	assert_int_equal(packet.payload_wire_len, DATAGRAM_LEN - 8);
}

static void a_cut_fragment_excuses_no_later_packet(void **state)
{
	const struct piece first = { 0, 24, true, DECODE_OK, 0, 0, 0 };
	struct decoder *decoder = new_decoder();
	struct bytes b = frame_ipv4(&first, 7);
	const struct frame cut = { .bytes = b.at,
		                   .len = (uint32_t)b.len - 1,
		                   .wire_len = (uint32_t)b.len,
		                   .link_type = RAW_IP };
	struct packet packet;

	(void)state;
	assert_int_equal(decoder_decode(decoder, &cut, &packet), DECODE_OK);
	b = ipv4_udp();
	set_be16(&b, 24, 4000);
	assert_int_equal(decode(decoder, &b, RAW_IP, &packet), DECODE_MALFORMED);
	decoder_destroy(decoder);
}

static void datagrams_in_between_each_other_are_told_apart(void **state)
{
	const struct piece first = { 0, 24, true, DECODE_HELD, 0, 0, 0 };
	const struct piece last = { 24, 48, false, DECODE_OK, 0, 0, 0 };
	struct decoder *decoder = new_decoder();
	struct packet packet;

	(void)state;
	for (uint16_t id = 0; id < 300; id++) {
		const struct bytes v4 = frame_ipv4(&first, id);
		const struct bytes v6 = frame_ipv6(&first, id);

		assert_int_equal(decode(decoder, &v4, RAW_IP, &packet), DECODE_HELD);
		assert_int_equal(decode(decoder, &v6, RAW_IP, &packet), DECODE_HELD);
	}
	for (uint16_t id = 0; id < 300; id++) {
		const struct bytes v4 = frame_ipv4(&last, id);
		const struct bytes v6 = frame_ipv6(&last, id);

		assert_int_equal(decode(decoder, &v4, RAW_IP, &packet), DECODE_OK);
		assert_whole(&packet, 2);
		assert_int_equal(decode(decoder, &v6, RAW_IP, &packet), DECODE_OK);
		assert_whole(&packet, 2);
	}
	decoder_destroy(decoder);
}

static void assert_datagrams(const struct decoder *decoder, const uint64_t *expected,
                             size_t expected_count)
{
	size_t count;
	const uint64_t *numbers = decoder_datagrams(decoder, &count);

	assert_int_equal(count, expected_count);
	assert_memory_equal(numbers, expected, count * sizeof(*numbers));
}

static void fragments_inside_a_tunnel_that_is_fragmented_meet(void **state)
{
	const struct piece first = { 0, 24, true, DECODE_HELD, 0, 0, 0 };
	const struct piece last = { 24, 48, false, DECODE_OK, 0, 0, 0 };
	struct decoder *decoder = new_decoder();
	struct bytes inner = frame_ipv4(&first, 7), tunnel = frame_ipv4(&last, 7);
	struct packet packet;

	(void)state;
	wrap_ipv4(&inner, 4);
	assert_int_equal(decode(decoder, &inner, RAW_IP, &packet), DECODE_HELD);

	struct bytes half = { .len = 0 };

	wrap(&half, tunnel.at, 40);
	wrap_ipv4(&half, 4);
	set_be16(&half, 6, 0x2000);
	assert_int_equal(decode(decoder, &half, RAW_IP, &packet), DECODE_HELD);
	half.len = 0;
	wrap(&half, tunnel.at + 40, tunnel.len - 40);
	wrap_ipv4(&half, 4);
	set_be16(&half, 6, 5);
	assert_int_equal(decode(decoder, &half, RAW_IP, &packet), DECODE_OK);
	assert_whole(&packet, 3);
	assert_int_equal(packet.tunnelled, 1);
	assert_int_equal(decoder_counters(decoder)->reassembled, 2);
	/* The first of the inner one came in a frame of its own. */
	assert_datagrams(decoder, (const uint64_t[]){ 2, 1 }, 2);
	assert_int_equal(decoder_oldest_datagram(decoder), 3);
	decoder_destroy(decoder);
}

static void every_frame_tells_its_datagram(void **state)
{
	static const struct piece first = { .len = 24, .more = true };
	static const struct piece second = { .offset = 24, .len = 24, .more = true };
	static const struct piece overlap = { .offset = 8, .len = 24, .more = true };
	struct decoder *decoder = new_decoder();
	const struct bytes frames[] = { frame_ipv4(&first, 1),  frame_ipv4(&first, 2),
		                        frame_ipv4(&second, 1), frame_ipv4(&overlap, 1),
		                        frame_ipv4(&second, 1), ipv4_udp() };
	static const uint64_t numbers[] = { 1, 2, 1, 1, 1, 0 };
	struct packet packet;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(frames); i++) {
		(void)decode(decoder, &frames[i], RAW_IP, &packet);
		assert_datagrams(decoder, &numbers[i], numbers[i] != 0);
		assert_int_equal(decoder_oldest_datagram(decoder), 1);
	}
	decoder_finish(decoder);
	assert_true(decoder_recover(decoder, &packet));
	assert_datagrams(decoder, &numbers[1], 1);
	assert_int_equal(decoder_oldest_datagram(decoder), 3);
	decoder_destroy(decoder);
}

static struct bytes tiny_tcp(uint16_t offset, bool more)
{
	struct bytes whole = payload("lync"), b = { .len = 0 };

	wrap_tcp(&whole);
	wrap(&b, whole.at + offset, 8);
	wrap_ipv4(&b, 6);
	set_be16(&b, 6, offset / 8 | (more ? 0x2000 : 0));
	return b;
}

static void assert_lost(const struct decoder *decoder, unsigned lost, unsigned beginnings)
{
	const struct decode_counters *counters = decoder_counters(decoder);

	assert_int_equal(counters->verdicts[DECODE_FRAGMENT_LOST], lost);
	assert_int_equal(counters->verdicts[DECODE_HELD], 0);
	assert_int_equal(counters->beginnings, beginnings);
}

static void what_waits_at_the_end_is_lost_and_its_beginning_known(void **state)
{
	static const struct piece pieces[] = {
		{ .len = 24, .more = true }, { .offset = 24, .len = 24, .more = true }
	};
	struct decoder *decoder = new_decoder();
	struct bytes first = frame_ipv4(&pieces[0], 1),
		     second = frame_ipv4(&pieces[1], 1);
	struct bytes other = frame_ipv4(&pieces[1], 2);
	struct packet packet;

	(void)state;
	assert_int_equal(decode(decoder, &second, RAW_IP, &packet), DECODE_HELD);
	assert_int_equal(decode(decoder, &first, RAW_IP, &packet), DECODE_HELD);
	assert_int_equal(decode(decoder, &other, RAW_IP, &packet), DECODE_HELD);
	assert_false(decoder_recover(decoder, &packet));
	decoder_finish(decoder);
	assert_lost(decoder, 3, 1);
	assert_true(decoder_recover(decoder, &packet));
	assert_int_equal(packet.source_port, SOURCE_PORT);
	assert_int_equal(packet.target_port, TARGET_PORT);
	assert_address(&packet.source, "10.1.1.1");
	assert_int_equal(packet.payload_len, 40);
	assert_int_equal(packet.payload_wire_len, DATAGRAM_LEN - 8);
	assert_int_equal(packet.wire_len, first.len + second.len);
	assert_int_equal(packet.dscp, 46);
	assert_memory_equal(packet.payload, datagram().at + 8, 40);
	assert_false(decoder_recover(decoder, &packet));
	decoder_destroy(decoder);
}

static void eight_bytes_of_tcp_tell_the_ports(void **state)
{
	struct decoder *decoder = new_decoder();
	struct bytes first = tiny_tcp(0, true), forged = first, rest = tiny_tcp(8, true);
	struct packet packet;

	(void)state;
	forged.at[23] ^= 1; /* another port */
	assert_int_equal(decode(decoder, &forged, RAW_IP, &packet), DECODE_HELD);
	assert_int_equal(decode(decoder, &first, RAW_IP, &packet), DECODE_FRAGMENT_LOST);
	assert_true(decoder_recover(decoder, &packet));
	assert_int_equal(packet.target_port, TARGET_PORT ^ 1);
	assert_true(decoder_recover(decoder, &packet));
	assert_int_equal(packet.target_port, TARGET_PORT);
	assert_int_equal(packet.transport, TRANSPORT_TCP);
	assert_int_equal(packet.sequence, 1);
	assert_int_equal(packet.tcp_flags, 0);
	assert_int_equal(packet.payload_len, 0);
	assert_false(decoder_recover(decoder, &packet));
	assert_int_equal(decode(decoder, &rest, RAW_IP, &packet), DECODE_FRAGMENT_LOST);
	assert_int_equal(decode(decoder, &first, RAW_IP, &packet), DECODE_FRAGMENT_LOST);
	assert_true(decoder_recover(decoder, &packet));
	assert_int_equal(packet.target_port, TARGET_PORT);
	assert_lost(decoder, 4, 3);
	decoder_destroy(decoder);
}

static void beginnings_that_nobody_asks_for_are_dropped(void **state)
{
	struct decoder *decoder = new_decoder();
	struct bytes first = tiny_tcp(0, true);
	struct frame frame = { .bytes = first.at,
		               .len = (uint32_t)first.len,
		               .wire_len = (uint32_t)first.len,
		               .link_type = RAW_IP };
	struct packet packet;

	(void)state;
	for (unsigned i = 0; i < 10; i++) {
		assert_int_equal(decoder_decode(decoder, &frame, &packet), DECODE_HELD);
		frame.time_us += FRAGMENTS_AGE_US + 1;
	}
	assert_true(decoder_recover(decoder, &packet)); /* what the last one pushed out */
	assert_false(decoder_recover(decoder, &packet));
	decoder_finish(decoder);
	assert_lost(decoder, 10, 10);
	decoder_destroy(decoder);
}

static struct fragment fragment_of(uint32_t identification, uint32_t offset, uint32_t len,
                                   bool more)
{
	static const uint8_t zeros[DATAGRAM_MAX];

	return (struct fragment){ .key = { .identification = identification },
		                  .bytes = zeros,
		                  .len = len,
		                  .offset = offset,
		                  .more = more };
}

static void memory_is_never_above_its_bound(void **state)
{
	static const size_t bounds[] = { 0, 100, 4096, 100000 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bounds); i++) {
		struct decode_counters counters = { .reassembled = 0 };
		struct fragments *fragments = fragments_create(bounds[i], &counters);
		struct datagram whole;

		assert_non_null(fragments);
		for (uint32_t n = 0; n < 20000; n++) {
			const struct fragment fragment =
				fragment_of(n % 700, n % 13 * 1000, 1000, true);
			const enum decode_verdict verdict =
				fragments_add(fragments, &fragment, &whole);

			assert_true(verdict == DECODE_HELD ||
			            verdict == DECODE_FRAGMENT_LOST ||
			            verdict == DECODE_FRAGMENT_MEMORY);
			counters.verdicts[verdict]++;
			assert_true(fragments_memory(fragments) <= bounds[i]);
		}
		assert_int_equal(counters.verdicts[DECODE_HELD] +
		                         counters.verdicts[DECODE_FRAGMENT_LOST] +
		                         counters.verdicts[DECODE_FRAGMENT_MEMORY],
		                 20000);
		assert_true(counters.verdicts[DECODE_FRAGMENT_MEMORY] > 0);
		fragments_destroy(fragments);
	}
}

static void the_oldest_makes_room_for_the_newest(void **state)
{
	struct decode_counters counters = { .reassembled = 0 };
	struct fragments *fragments = fragments_create(10000, &counters);
	struct datagram whole;

	(void)state;
	for (uint32_t n = 0; n < 100; n++) {
		struct fragment fragment = fragment_of(n, 0, 1000, true);

		assert_int_equal(fragments_add(fragments, &fragment, &whole),
		                 DECODE_HELD);
		counters.verdicts[DECODE_HELD]++;
		fragment = fragment_of(n, 1000, 1000, false);
		assert_int_equal(fragments_add(fragments, &fragment, &whole), DECODE_OK);
		assert_int_equal(whole.len, 2000);
		fragments_release(fragments);
		fragment = fragment_of(1000 + n, 8, 1000, true); /* never completed */
		assert_int_equal(fragments_add(fragments, &fragment, &whole),
		                 DECODE_HELD);
		counters.verdicts[DECODE_HELD]++;
	}
	fragments_destroy(fragments);
}

static void a_datagram_of_65535_bytes_is_the_longest(void **state)
{
	static const struct {
		uint32_t offset, len;
		bool more;
		enum decode_verdict verdict;
	} cases[] = {
		{ 65528, 7, false, DECODE_HELD },
		{ 65528, 8, false, DECODE_MALFORMED },
		{ 0, 0, true, DECODE_MALFORMED },
		{ 8, 0, false, DECODE_MALFORMED },
		{ 0, 65536, true, DECODE_MALFORMED },
		{ 65528, UINT32_MAX, false, DECODE_MALFORMED },
		{ UINT32_MAX, 8, true, DECODE_MALFORMED },
		{ 0, 65528, true, DECODE_OK }, /* with the first row it is whole */
	};
	struct decode_counters counters = { .reassembled = 0 };
	struct fragments *fragments = fragments_create(1 << 20, &counters);
	struct datagram whole;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct fragment fragment =
			fragment_of(1, cases[i].offset, cases[i].len, cases[i].more);

		assert_int_equal(fragments_add(fragments, &fragment, &whole),
		                 cases[i].verdict);
	}
	assert_int_equal(whole.len, DATAGRAM_MAX);
	fragments_destroy(fragments);
}

static void a_datagram_in_too_many_pieces_is_given_up(void **state)
{
	struct decode_counters counters = { .reassembled = 0 };
	struct fragments *fragments = fragments_create(1 << 20, &counters);
	struct datagram whole;

	(void)state;
	for (uint32_t n = 0; n < FRAGMENTS_MAX + 10; n++) {
		const struct fragment fragment = fragment_of(1, n * 8, 8, true);

		assert_int_equal(fragments_add(fragments, &fragment, &whole),
		                 n < FRAGMENTS_MAX ? DECODE_HELD : DECODE_FRAGMENT_LOST);
	}
	fragments_destroy(fragments);
}

static void time_that_runs_backwards_ages_nothing(void **state)
{
	struct decode_counters counters = { .reassembled = 0 };
	struct fragments *fragments = fragments_create(1 << 20, &counters);
	struct fragment fragment = fragment_of(1, 0, 8, true);
	struct datagram whole;

	(void)state;
	fragment.time_us = 1000 * SECOND;
	assert_int_equal(fragments_add(fragments, &fragment, &whole), DECODE_HELD);
	fragment = fragment_of(1, 8, 8, false);
	fragment.time_us = 1 * SECOND;
	assert_int_equal(fragments_add(fragments, &fragment, &whole), DECODE_OK);
	fragments_destroy(fragments);
}

static void times_that_make_no_sense_do_no_harm(void **state)
{
	static const int64_t times[] = { 0, INT64_MAX, INT64_MIN, -1, INT64_MAX, 0 };
	struct decode_counters counters = { .reassembled = 0 };
	struct fragments *fragments = fragments_create(1 << 20, &counters);
	struct datagram whole;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(times); i++) {
		struct fragment fragment = fragment_of((uint32_t)i, 0, 8, true);

		fragment.time_us = times[i];
		assert_int_equal(fragments_add(fragments, &fragment, &whole),
		                 DECODE_HELD);
	}
	fragments_destroy(fragments);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sequences_of_ipv4_fragments_end_as_they_should),
		cmocka_unit_test(sequences_of_ipv6_fragments_end_as_they_should),
		cmocka_unit_test(a_first_fragment_that_was_cut_still_names_its_flow),
		cmocka_unit_test(
			a_first_fragment_that_was_cut_in_a_tunnel_names_its_flow_too),
		cmocka_unit_test(a_cut_fragment_excuses_no_later_packet),
		cmocka_unit_test(datagrams_in_between_each_other_are_told_apart),
		cmocka_unit_test(fragments_inside_a_tunnel_that_is_fragmented_meet),
		cmocka_unit_test(every_frame_tells_its_datagram),
		cmocka_unit_test(what_waits_at_the_end_is_lost_and_its_beginning_known),
		cmocka_unit_test(eight_bytes_of_tcp_tell_the_ports),
		cmocka_unit_test(beginnings_that_nobody_asks_for_are_dropped),
		cmocka_unit_test(memory_is_never_above_its_bound),
		cmocka_unit_test(the_oldest_makes_room_for_the_newest),
		cmocka_unit_test(a_datagram_of_65535_bytes_is_the_longest),
		cmocka_unit_test(a_datagram_in_too_many_pieces_is_given_up),
		cmocka_unit_test(time_that_runs_backwards_ages_nothing),
		cmocka_unit_test(times_that_make_no_sense_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
