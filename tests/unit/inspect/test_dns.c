/* SPDX-License-Identifier: BSD-2-Clause */
#include "reader_feed.h"

#include "base/array.h"

#include "../../../src/inspect/readers.h"

/* RFC 1035 section 4: pool.contoso.example, an alias of fe.contoso.example, 10.1.1.11 and
 * 2001:db8::11. Names are compressed. */
static const uint8_t query[] = {
	0x12, 0x34, 1,   0,   0,   1,   0,   0,   0,   0,   0,   0,   4,
	'p',  'o',  'o', 'l', 7,   'c', 'o', 'n', 't', 'o', 's', 'o', 7,
	'e',  'x',  'a', 'm', 'p', 'l', 'e', 0,   0,   1,   0,   1,
};
static const uint8_t answer[] = {
	0x12, 0x34, 0x81, 0x80, 0,    1,    0,    3,    0,    0,   0,   0,   4,
	'p',  'o',  'o',  'l',  7,    'c',  'o',  'n',  't',  'o', 's', 'o', 7,
	'e',  'x',  'a',  'm',  'p',  'l',  'e',  0,    0,    1,   0,   1,   0xc0,
	0x0c, 0,    5,    0,    1,    0,    0,    0,    60,   0,   5,   2,   'f',
	'e',  0xc0, 0x11, 0xc0, 0x32, 0,    1,    0,    1,    0,   0,   0,   60,
	0,    4,    10,   1,    1,    11,   0xc0, 0x32, 0,    28,  0,   1,   0,
	0,    0,    60,   0,    16,   0x20, 0x01, 0x0d, 0xb8, 0,   0,   0,   0,
	0,    0,    0,    0,    0,    0,    0,    0x11,
};

static void a_query_and_its_answer_name_hosts(void **state)
{
	struct feed *feed = feed_create(&dns_reader, TRANSPORT_UDP, 53);
	struct address ipv6;

	(void)state;
	assert_int_equal(feed_datagram(feed, FLOW_INITIATOR, query, sizeof(query)),
	                 READER_KEEP);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_DNS));
	feed_expect_detail(feed, DETAIL_DNS_QUERY, "pool.contoso.example");
	assert_int_equal(feed->learned_count, 0);
	feed_datagram(feed, FLOW_RESPONDER, answer, sizeof(answer));
	assert_int_equal(feed->learned_count, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(feed->learned[i].kind, LEARNED_NAME);
		assert_int_equal(feed->learned[i].via, LEARNED_BY_DNS);
		assert_string_equal(feed->texts[i], "pool.contoso.example");
	}
	assert_true(address_parse(&ipv6, "2001:db8::11"));
	assert_true(address_equal(&feed->learned[1].address, &ipv6));
	feed_destroy(feed);
}

static void a_resolvers_flow_is_decided_when_its_queries_are_answered(void **state)
{
	struct feed *feed = feed_create(&dns_reader, TRANSPORT_UDP, 53);

	(void)state;
	for (int i = 0; i < 2; i++) /* A and AAAA leave together */
		assert_int_equal(
			feed_datagram(feed, FLOW_INITIATOR, query, sizeof(query)),
			READER_KEEP);
	assert_int_equal(feed_datagram(feed, FLOW_RESPONDER, answer, sizeof(answer)),
	                 READER_KEEP);
	assert_int_equal(feed_datagram(feed, FLOW_RESPONDER, answer, sizeof(answer)),
	                 READER_YES);
	feed_destroy(feed);
}

static void a_refused_answer_names_nobody(void **state)
{
	struct feed *feed = feed_create(&dns_reader, TRANSPORT_UDP, 53);
	uint8_t refused[sizeof(answer)];

	(void)state;
	memcpy(refused, answer, sizeof(refused));
	refused[3] |= 5;
	feed_datagram(feed, FLOW_RESPONDER, refused, sizeof(refused));
	assert_true(feed_has(feed, HINT_DNS));
	assert_int_equal(feed->learned_count, 0);
	feed_destroy(feed);
}

static void a_message_must_end_where_its_counts_end(void **state)
{
	uint8_t longer[sizeof(answer) + 1] = { 0 };
	struct feed *feed = feed_create(&dns_reader, TRANSPORT_UDP, 53);

	(void)state;
	memcpy(longer, answer, sizeof(answer));
	assert_int_equal(feed_datagram(feed, FLOW_RESPONDER, longer, sizeof(longer)),
	                 READER_NO);
	assert_int_equal(feed->learned_count, 0);
	feed_destroy(feed);
	feed_every_short_datagram(&dns_reader, 53, FLOW_INITIATOR, query, sizeof(query));
	feed_every_short_datagram(&dns_reader, 53, FLOW_RESPONDER, answer,
	                          sizeof(answer));
	feed_every_snaplen(&dns_reader, 53, FLOW_RESPONDER, answer, sizeof(answer));
}

/* Windows DNS leaves two bytes behind what belongs to a zone transfer. */
static void two_bytes_may_be_left_over(void **state)
{
	uint8_t padded[2 + sizeof(answer) + 2] = { 0, sizeof(answer) + 2 };
	struct feed *feed = feed_create(&dns_reader, TRANSPORT_TCP, 53);

	(void)state;
	memcpy(padded + 2, answer, sizeof(answer));
	assert_int_equal(feed_segment(feed, FLOW_RESPONDER, padded, sizeof(padded)),
	                 READER_YES);
	assert_true(feed_has(feed, HINT_DNS));
	assert_int_equal(feed->learned_count, 2);
	feed_destroy(feed);
	feed = feed_create(&dns_reader, TRANSPORT_UDP, 53);
	feed_datagram(feed, FLOW_RESPONDER, padded + 2, sizeof(padded) - 2);
	assert_true(feed_has(feed, HINT_DNS));
	feed_destroy(feed);
}

/* Who is asked tells: a client may have any port, and 5353 is one a system hands out. */
static void a_clients_port_makes_no_mdns_of_dns(void **state)
{
	static const struct {
		uint16_t client, server;
		enum hint hint;
	} rows[] = {
		{ 5353, 53, HINT_DNS },      { 5355, 53, HINT_DNS },
		{ 137, 53, HINT_DNS },       { 5353, 1053, HINT_DNS },
		{ 50000, 5353, HINT_MDNS },  { 5353, 5353, HINT_MDNS },
		{ 50000, 5355, HINT_LLMNR }, { 137, 137, HINT_NETBIOS },
		{ 53, 53, HINT_DNS },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct feed *feed =
			feed_create(&dns_reader, TRANSPORT_UDP, rows[i].server);

		feed->flow.end[0].port = rows[i].client;
		feed_datagram(feed, 0, query, sizeof(query));
		assert_true(feed->flow.hints[0] == HINT_BIT(rows[i].hint));
		feed_datagram(feed, 1, answer, sizeof(answer));
		assert_true(feed->flow.hints[1] == HINT_BIT(rows[i].hint));
		feed_destroy(feed);
	}
}

static void a_name_that_points_at_itself_or_ahead_is_refused(void **state)
{
	(void)state;
	for (unsigned target = 0; target < 256; target++) {
		struct feed *feed = feed_create(&dns_reader, TRANSPORT_UDP, 53);
		uint8_t message[] = { 1, 2, 1, 0, 0, 1,    0,
			              0, 0, 0, 0, 0, 0xc0, (uint8_t)target,
			              0, 1, 0, 1 };

		assert_int_equal(
			feed_datagram(feed, FLOW_INITIATOR, message, sizeof(message)),
			READER_NO);
		feed_destroy(feed);
	}
}

/* SRV's number is NBSTAT's: a Windows client asks for it all day. */
static void an_srv_query_is_dns_and_not_netbios(void **state)
{
	struct feed *feed = feed_create(&dns_reader, TRANSPORT_UDP, 53);
	uint8_t srv[sizeof(query)];

	(void)state;
	memcpy(srv, query, sizeof(srv));
	srv[sizeof(srv) - 3] = 33;
	feed_datagram(feed, FLOW_INITIATOR, srv, sizeof(srv));
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_DNS));
	feed_destroy(feed);
}

static void the_port_tells_the_name_services_apart(void **state)
{
	static const struct {
		uint16_t port;
		enum hint hint;
	} rows[] = { { 53, HINT_DNS },
		     { 5353, HINT_MDNS },
		     { 5355, HINT_LLMNR },
		     { 137, HINT_NETBIOS },
		     { 49999, HINT_DNS } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct feed *feed = feed_create(&dns_reader, TRANSPORT_UDP, rows[i].port);

		feed_datagram(feed, FLOW_INITIATOR, query, sizeof(query));
		assert_true(flow_hints(&feed->flow) == HINT_BIT(rows[i].hint));
		feed_destroy(feed);
	}
}

static void on_tcp_messages_follow_their_lengths(void **state)
{
	struct feed *feed = feed_create(&dns_reader, TRANSPORT_TCP, 53);
	uint8_t stream[2 * (sizeof(query) + 2)];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		uint8_t *at = stream + i * (sizeof(query) + 2);

		at[0] = 0;
		at[1] = sizeof(query);
		memcpy(at + 2, query, sizeof(query));
	}
	feed_segment(feed, FLOW_INITIATOR, stream, sizeof(stream));
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_DNS));
	feed_destroy(feed);
	feed_every_segmentation(&dns_reader, 53, FLOW_INITIATOR, stream, sizeof(stream));
	feed = feed_create(&dns_reader, TRANSPORT_TCP, 443);
	assert_int_equal(feed_segment(feed, FLOW_INITIATOR,
	                              "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\x41"
	                              "\x42\x43\x44\x45",
	                              16),
	                 READER_NO);
	feed_destroy(feed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_query_and_its_answer_name_hosts),
		cmocka_unit_test(
			a_resolvers_flow_is_decided_when_its_queries_are_answered),
		cmocka_unit_test(a_refused_answer_names_nobody),
		cmocka_unit_test(a_message_must_end_where_its_counts_end),
		cmocka_unit_test(two_bytes_may_be_left_over),
		cmocka_unit_test(a_clients_port_makes_no_mdns_of_dns),
		cmocka_unit_test(a_name_that_points_at_itself_or_ahead_is_refused),
		cmocka_unit_test(an_srv_query_is_dns_and_not_netbios),
		cmocka_unit_test(the_port_tells_the_name_services_apart),
		cmocka_unit_test(on_tcp_messages_follow_their_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
