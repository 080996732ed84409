/* SPDX-License-Identifier: BSD-2-Clause */
#include "reader_feed.h"

#include "base/array.h"

#include "../../../src/inspect/readers.h"

#define SYN_LEN 1232

struct first_words {
	const char *hex;
	uint64_t hints;
	bool by_client;
};

/* [MS-RDPBCGR] 4.1.1 and 4.1.2, and what others put into X.224. */
static const struct first_words first_words[] = {
	/* a negotiation, behind a cookie or not */
	{ "03 00 00 13 0e e0 00 00 00 00 00 01 00 08 00 03 00 00 00", HINT_BIT(HINT_RDP),
	  true },
	{ "03 00 00 2a 25 e0 00 00 00 00 00 43 6f 6f 6b 69 65 3a 20 6d 73 74 73 68 61 73 68 "
	  "3d 61 62 63 0d 0a 01 00 08 00 00 00 00 00",
	  HINT_BIT(HINT_RDP), true },
	/* its answer, and its refusal */
	{ "03 00 00 13 0e d0 00 00 12 34 00 02 00 08 00 02 00 00 00", HINT_BIT(HINT_RDP),
	  false },
	{ "03 00 00 13 0e d0 00 00 12 34 00 03 00 08 00 05 00 00 00", HINT_BIT(HINT_RDP),
	  false },
	/* nothing, and then Connect-Initial, Connect-Response, or a TLS hello */
	{ "03 00 00 0b 06 e0 00 00 00 00 00 03 00 01 be 02 f0 80 7f 65 82 01 b2",
	  HINT_BIT(HINT_RDP), true },
	{ "03 00 00 0b 06 d0 00 00 12 34 00 03 00 01 51 02 f0 80 7f 66 82 01 45",
	  HINT_BIT(HINT_RDP), false },
	{ "03 00 00 0b 06 e0 00 00 00 00 00 16 03 01 00 c8 01 00 00 c4",
	  HINT_BIT(HINT_RDP), true },
	/* industrial controls: called and calling place, size; then their own words */
	{ "03 00 00 16 11 e0 00 00 00 01 00 c0 01 0a c1 02 01 00 c2 02 01 02",
	  HINT_BIT(HINT_OTHER), true },
	{ "03 00 00 0b 06 e0 00 00 00 01 00 03 00 00 19 02 f0 80 32 01 00 00 00",
	  HINT_BIT(HINT_OTHER), true },
};

static void a_connection_is_rdp_by_what_it_negotiates_or_carries(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(first_words); i++) {
		const struct first_words *row = &first_words[i];
		struct feed *feed = feed_create(&rdp_reader, TRANSPORT_TCP, 3389);
		uint8_t bytes[64];
		size_t len = feed_hex(bytes, sizeof(bytes), row->hex);

		feed->flow.direction_by = FLOW_BY_FIRST;
		/* A cookie is cut short here; its length says so. */
		if (bytes[3] > len)
			bytes[3] = (uint8_t)len, bytes[4] = (uint8_t)(len - 5);
		assert_int_equal(feed_segment(feed, 0, bytes, len), READER_YES);
		assert_true(flow_hints(&feed->flow) == row->hints);
		assert_int_equal(feed->flow.initiator, row->by_client ? 0 : 1);
		feed_destroy(feed);
		feed_every_segmentation(&rdp_reader, 3389, 0, bytes, len);
	}
}

/* Many protocols send it; what it is for is still to come. */
static void a_bare_connection_request_is_nothing_yet(void **state)
{
	static const uint8_t request[] = { 3, 0, 0, 11, 6, 0xe0, 0, 0, 0, 1, 0 };
	struct feed *feed = feed_create(&rdp_reader, TRANSPORT_TCP, 3389);

	(void)state;
	assert_int_equal(feed_segment(feed, 0, request, sizeof(request)), READER_MORE);
	assert_int_equal(flow_hints(&feed->flow), 0);
	feed_destroy(feed);
	for (size_t at = 0; at < 8; at++) {
		uint8_t wrong[sizeof(request)];

		if (at == 2)
			continue; /* a longer one is waited for, see the next byte */
		memcpy(wrong, request, sizeof(wrong));
		wrong[at] ^= 0x40;
		feed = feed_create(&rdp_reader, TRANSPORT_TCP, 3389);
		assert_int_equal(feed_segment(feed, 0, wrong, sizeof(wrong)), READER_NO);
		feed_destroy(feed);
	}
}

/* [MS-RDPEUDP] 4.1: SYN and SYN+ACK of version 3, which its second edition begins with. */
static size_t make_syn(uint8_t bytes[static SYN_LEN], bool answer)
{
	static const uint8_t asks[] = { 0xff, 0xff, 0xff, 0xff, 0x00, 0x40, 0x12, 0x01,
		                        0x4b, 0x21, 0x95, 0x7a, 0x04, 0xd0, 0x04, 0xd0,
		                        0x00, 0x01, 0x01, 0x01, 0x5e, 0xee };
	static const uint8_t answers[] = { 0x4b, 0x21, 0x95, 0x7a, 0x00, 0x40, 0x10,
		                           0x05, 0x9d, 0x81, 0x11, 0x02, 0x04, 0xd0,
		                           0x04, 0xd0, 0x00, 0x01, 0x01, 0x01 };

	memset(bytes, 0, SYN_LEN);
	if (answer)
		memcpy(bytes, answers, sizeof(answers));
	else
		memcpy(bytes, asks, sizeof(asks));
	return SYN_LEN;
}

static void both_editions_over_udp_are_known_by_their_first_datagrams(void **state)
{
	uint8_t bytes[SYN_LEN];

	(void)state;
	for (unsigned end = 0; end < 2; end++) {
		size_t len = make_syn(bytes, end);

		for (size_t cut = 0; cut <= len; cut += cut < 200 ? 1 : 172) {
			struct feed *feed = feed_create(&rdp_reader, TRANSPORT_UDP, 3389);

			feed_snapped(feed, end, bytes, cut, len);
			assert_int_equal(feed_has(feed, HINT_RDP), cut >= 112);
			feed_destroy(feed);
		}
	}
}

static void media_of_that_length_is_no_syn(void **state)
{
	uint8_t bytes[SYN_LEN];

	(void)state;
	for (size_t at = 6; at < SYN_LEN; at += at < 100 ? 1 : 37) {
		struct feed *feed = feed_create(&rdp_reader, TRANSPORT_UDP, 3389);

		if (at == 6 || (at >= 8 && at < 12) || (at >= 16 && at < 80)) {
			feed_destroy(feed);
			continue; /* any value will do */
		}
		make_syn(bytes, false);
		bytes[at] ^= 0x08;
		if (at == 13 || at == 15)
			bytes[at] = 0xd1; /* an MTU above the greatest */
		assert_int_equal(feed_datagram(feed, 0, bytes, SYN_LEN), READER_NO);
		feed_destroy(feed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_connection_is_rdp_by_what_it_negotiates_or_carries),
		cmocka_unit_test(a_bare_connection_request_is_nothing_yet),
		cmocka_unit_test(
			both_editions_over_udp_are_known_by_their_first_datagrams),
		cmocka_unit_test(media_of_that_length_is_no_syn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
