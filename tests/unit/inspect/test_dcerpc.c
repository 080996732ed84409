/* SPDX-License-Identifier: BSD-2-Clause */
#include "reader_feed.h"

#include "../../../src/inspect/readers.h"

/* C706 sections 12.6.4.3 and appendix L, O: a bind to the endpoint mapper that offers NDR
 * and NDR64, and answers in both that name 10.1.1.9:49668. */
static const char bind_text[] =
	"05 00 0b 03 10 00 00 00 74 00 00 00 02 00 00 00 b8 10 b8 10 00 00 00 00 02 00 00 "
	"00 00 00 01 00 08 83 af e1 1f 5d c9 11 91 a4 08 00 2b 14 a0 fa 03 00 00 00 04 5d "
	"88 8a eb 1c c9 11 9f e8 08 00 2b 10 48 60 02 00 00 00 01 00 01 00 08 83 af e1 1f "
	"5d c9 11 91 a4 08 00 2b 14 a0 fa 03 00 00 00 33 05 71 71 ba be 37 49 83 19 b5 db "
	"ef 9c cc 36 01 00 00 00";
static const char request32_text[] =
	"05 00 00 03 10 00 00 00 54 00 00 00 02 00 00 00 64 00 00 00 00 00 03 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00";
static const char request64_text[] =
	"05 00 00 03 10 00 00 00 54 00 00 00 02 00 00 00 64 00 00 00 01 00 03 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00";
static const char answer32_text[] =
	"05 00 02 03 10 00 00 00 93 00 00 00 02 00 00 00 7b 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 04 00 00 00 00 00 "
	"00 00 01 00 00 00 03 00 00 00 4b 00 00 00 4b 00 00 00 05 00 13 00 0d 78 78 78 78 "
	"78 78 78 78 78 78 78 78 78 78 78 78 01 00 02 00 00 00 13 00 0d 04 5d 88 8a eb 1c "
	"c9 11 9f e8 08 00 2b 10 48 60 02 00 02 00 00 00 01 00 0b 02 00 00 00 01 00 07 02 "
	"00 c2 04 01 00 09 04 00 0a 01 01 09";
static const char answer64_text[] =
	"05 00 02 03 10 00 00 00 a7 00 00 00 02 00 00 00 8f 00 00 00 01 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 04 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 03 00 00 00 00 00 00 00 4b "
	"00 00 00 00 00 00 00 4b 00 00 00 05 00 13 00 0d 78 78 78 78 78 78 78 78 78 78 78 "
	"78 78 78 78 78 01 00 02 00 00 00 13 00 0d 04 5d 88 8a eb 1c c9 11 9f e8 08 00 2b "
	"10 48 60 02 00 02 00 00 00 01 00 0b 02 00 00 00 01 00 07 02 00 c2 04 01 00 09 04 "
	"00 0a 01 01 09";

/* Two towers, the second aligned to eight bytes and without an address. */
static const char both64_text[] =
	"05 00 02 03 10 00 00 00 07 01 00 00 02 00 00 00 ef 00 00 00 01 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00 04 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00 03 00 00 00 00 00 00 00 04 "
	"00 00 00 00 00 00 00 4b 00 00 00 00 00 00 00 4b 00 00 00 05 00 13 00 0d 78 78 78 "
	"78 78 78 78 78 78 78 78 78 78 78 78 78 01 00 02 00 00 00 13 00 0d 04 5d 88 8a eb "
	"1c c9 11 9f e8 08 00 2b 10 48 60 02 00 02 00 00 00 01 00 0b 02 00 00 00 01 00 07 "
	"02 00 c2 04 01 00 09 04 00 0a 01 01 09 00 4b 00 00 00 00 00 00 00 4b 00 00 00 05 "
	"00 13 00 0d 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 01 00 02 00 00 00 13 "
	"00 0d 04 5d 88 8a eb 1c c9 11 9f e8 08 00 2b 10 48 60 02 00 02 00 00 00 01 00 0b "
	"02 00 00 00 01 00 07 02 00 c2 00 01 00 09 04 00 00 00 00 00 ";

#define ROOM 512

static size_t decode(uint8_t *bytes, const char *text)
{
	return feed_hex(bytes, ROOM, text);
}

static enum reader_answer feed_text(struct feed *feed, enum flow_side side,
                                    const char *text)
{
	uint8_t bytes[ROOM];

	return feed_segment(feed, side, bytes, decode(bytes, text));
}

#define EPM (HINT_BIT(HINT_DCERPC) | HINT_BIT(HINT_EPM))

static void a_bind_names_its_interface(void **state)
{
	struct feed *feed = feed_create(&dcerpc_reader, TRANSPORT_TCP, 135);

	(void)state;
	assert_int_equal(feed_text(feed, FLOW_INITIATOR, bind_text), READER_KEEP);
	assert_true(flow_hints(&feed->flow) == EPM);
	feed_expect_detail(feed, DETAIL_DCERPC_INTERFACE,
	                   "e1af8308-5d1f-11c9-91a4-08002b14a0fa");
	feed_destroy(feed);
}

static void expect_listener(const char *request, const char *answer)
{
	struct feed *feed = feed_create(&dcerpc_reader, TRANSPORT_TCP, 135);

	feed_text(feed, FLOW_INITIATOR, bind_text);
	feed_text(feed, FLOW_INITIATOR, request);
	feed_text(feed, FLOW_RESPONDER, answer);
	assert_int_equal(feed->learned_count, 1);
	assert_int_equal(feed->learned[0].kind, LEARNED_LISTENER);
	assert_int_equal(feed->learned[0].via, LEARNED_BY_EPM);
	assert_int_equal(feed->learned[0].transport, TRANSPORT_TCP);
	assert_int_equal(feed->learned[0].port, 49668);
	struct address expected = address_from_ipv4((const uint8_t[]){ 10, 1, 1, 9 });

	assert_true(address_equal(&feed->learned[0].address, &expected));
	feed_destroy(feed);
}

static void the_mapper_tells_a_dynamic_port_in_ndr_and_ndr64(void **state)
{
	(void)state;
	expect_listener(request32_text, answer32_text);
	expect_listener(request64_text, answer64_text);
}

static void every_tower_is_told_and_an_empty_address_is_the_mappers(void **state)
{
	struct feed *feed = feed_create(&dcerpc_reader, TRANSPORT_TCP, 135);

	(void)state;
	feed_text(feed, FLOW_INITIATOR, bind_text);
	feed_text(feed, FLOW_INITIATOR, request64_text);
	feed_text(feed, FLOW_RESPONDER, both64_text);
	assert_int_equal(feed->learned_count, 2);
	assert_int_equal(feed->learned[0].port, 49668);
	assert_int_equal(feed->learned[1].port, 49664);
	assert_true(address_equal(&feed->learned[1].address, &feed->flow.end[1].address));
	feed_destroy(feed);
}

static void an_answer_nobody_asked_for_tells_nothing(void **state)
{
	struct feed *feed = feed_create(&dcerpc_reader, TRANSPORT_TCP, 135);

	(void)state;
	feed_text(feed, FLOW_INITIATOR, bind_text);
	feed_text(feed, FLOW_RESPONDER, answer32_text);
	assert_int_equal(feed->learned_count, 0);
	feed_destroy(feed);
	/* Nor one to another call. */
	feed = feed_create(&dcerpc_reader, TRANSPORT_TCP, 135);
	uint8_t bytes[ROOM];
	size_t len = decode(bytes, answer32_text);

	bytes[12] ^= 1;
	feed_text(feed, FLOW_INITIATOR, bind_text);
	feed_text(feed, FLOW_INITIATOR, request32_text);
	feed_segment(feed, FLOW_RESPONDER, bytes, len);
	assert_int_equal(feed->learned_count, 0);
	feed_destroy(feed);
}

static void another_interface_decides_the_flow(void **state)
{
	uint8_t bytes[ROOM];
	size_t len = decode(bytes, bind_text);
	struct feed *feed = feed_create(&dcerpc_reader, TRANSPORT_TCP, 49668);

	(void)state;
	bytes[32] ^= 0x01; /* both contexts: 44 bytes apart */
	bytes[32 + 44] ^= 0x01;
	assert_int_equal(feed_segment(feed, FLOW_INITIATOR, bytes, len), READER_YES);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_DCERPC));
	feed_expect_detail(feed, DETAIL_DCERPC_INTERFACE,
	                   "e1af8309-5d1f-11c9-91a4-08002b14a0fa");
	feed_destroy(feed);
}

/* The same bind from a big-endian machine. C706 section 14.2.5 and appendix A. */
static void both_byte_orders_are_read(void **state)
{
	static const char text[] =
		"05 00 0b 03 00 00 00 00 00 48 00 00 00 00 00 02 10 b8 10 b8 00 00 00 00 "
		"01 00 00 00 00 00 01 00 e1 af 83 08 5d 1f 11 c9 91 a4 08 00 2b 14 a0 fa "
		"00 00 00 03 8a 88 5d 04 1c eb 11 c9 9f e8 08 00 2b 10 48 60 00 00 00 02";
	struct feed *feed = feed_create(&dcerpc_reader, TRANSPORT_TCP, 135);

	(void)state;
	feed_text(feed, FLOW_INITIATOR, text);
	assert_true(flow_hints(&feed->flow) == EPM);
	feed_expect_detail(feed, DETAIL_DCERPC_INTERFACE,
	                   "e1af8308-5d1f-11c9-91a4-08002b14a0fa");
	feed_destroy(feed);
}

static void every_fixed_header_byte_matters(void **state)
{
	static const struct {
		size_t at;
		uint8_t wrong;
	} rows[] = { { 0, 4 }, { 1, 2 }, { 2, 6 }, { 4, 0x20 }, { 4, 0x12 },
		     { 5, 4 }, { 6, 1 }, { 7, 1 }, { 8, 15 },   { 10, 0xff } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct feed *feed = feed_create(&dcerpc_reader, TRANSPORT_TCP, 135);
		uint8_t bytes[ROOM];
		size_t len = decode(bytes, bind_text);

		bytes[rows[i].at] = rows[i].wrong;
		if (rows[i].at == 8)
			bytes[9] = 0; /* shorter than its own header */
		assert_int_equal(feed_segment(feed, FLOW_INITIATOR, bytes, len),
		                 READER_NO);
		assert_int_equal(flow_hints(&feed->flow), 0);
		feed_destroy(feed);
	}
}

static void however_it_is_segmented_it_reads_the_same(void **state)
{
	uint8_t bytes[ROOM];
	size_t len = decode(bytes, bind_text);

	(void)state;
	feed_every_segmentation(&dcerpc_reader, 135, FLOW_INITIATOR, bytes, len);
	/* And the answer: cut at every byte, it still tells the port. */
	len = decode(bytes, answer64_text);
	for (size_t cut = 1; cut < len; cut++) {
		struct feed *feed = feed_create(&dcerpc_reader, TRANSPORT_TCP, 135);

		feed_text(feed, FLOW_INITIATOR, bind_text);
		feed_text(feed, FLOW_INITIATOR, request64_text);
		feed_segment(feed, FLOW_RESPONDER, bytes, cut);
		feed_segment(feed, FLOW_RESPONDER, bytes + cut, len - cut);
		assert_int_equal(feed->learned_count, 1);
		feed_destroy(feed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bind_names_its_interface),
		cmocka_unit_test(the_mapper_tells_a_dynamic_port_in_ndr_and_ndr64),
		cmocka_unit_test(every_tower_is_told_and_an_empty_address_is_the_mappers),
		cmocka_unit_test(an_answer_nobody_asked_for_tells_nothing),
		cmocka_unit_test(another_interface_decides_the_flow),
		cmocka_unit_test(both_byte_orders_are_read),
		cmocka_unit_test(every_fixed_header_byte_matters),
		cmocka_unit_test(however_it_is_segmented_it_reads_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
