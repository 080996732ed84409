/* SPDX-License-Identifier: BSD-2-Clause */
#include "frames.h"

/* The datagram of @build, quoted in an ICMP message that its target sent. */
static struct bytes icmp(builder build, uint8_t type, uint8_t code)
{
	struct bytes b = build();

	wrap_hex(&b, "0000 0000 00000000");
	b.at[0] = type;
	b.at[1] = code;
	wrap_hex(&b, "4500 0000 0001 0000 4001 0000 0a020202 0a010101");
	set_be16(&b, 2, b.len);
	return b;
}

static struct bytes icmpv6(builder build, uint8_t type, uint8_t code)
{
	struct bytes b = build();

	wrap_hex(&b, "0000 0000 00000000");
	b.at[0] = type;
	b.at[1] = code;
	wrap_ipv6(&b, 58);
	return b;
}

static void assert_is_error_about(const struct packet *packet, uint8_t transport,
                                  const char *source, const char *target)
{
	assert_int_equal(packet->kind, PACKET_ERROR);
	assert_int_equal(packet->transport, transport);
	assert_address(&packet->source, source);
	assert_address(&packet->target, target);
	assert_int_equal(packet->source_port, SOURCE_PORT);
	assert_int_equal(packet->target_port, TARGET_PORT);
	assert_int_equal(packet->sequence, transport == TRANSPORT_TCP ? 1 : 0);
	assert_int_equal(packet->tcp_flags, 0);
	assert_int_equal(packet->payload_len, 0);
}

static void an_error_names_the_datagram_it_quotes(void **state)
{
	struct bytes tcp = icmp(ipv4_tcp, 3, 3), udp = icmp(ipv4_udp, 3, 3);
	struct bytes tcp6 = icmpv6(ipv6_tcp, 1, 4), udp6 = icmpv6(ipv6_udp, 1, 4);
	struct packet packet;

	(void)state;
	assert_int_equal(decode_alone(&tcp, RAW_IP, &packet), DECODE_OK);
	assert_is_error_about(&packet, TRANSPORT_TCP, "10.1.1.1", "10.2.2.2");
	assert_int_equal(decode_alone(&udp, RAW_IP, &packet), DECODE_OK);
	assert_is_error_about(&packet, TRANSPORT_UDP, "10.1.1.1", "10.2.2.2");
	assert_int_equal(decode_alone(&tcp6, RAW_IP, &packet), DECODE_OK);
	assert_is_error_about(&packet, TRANSPORT_TCP, "2001:db8::1", "2001:db8::2");
	assert_int_equal(decode_alone(&udp6, RAW_IP, &packet), DECODE_OK);
	assert_is_error_about(&packet, TRANSPORT_UDP, "2001:db8::1", "2001:db8::2");
}

/* All 65,536 types and codes of both: only Destination Unreachable is a refusal. */
static void only_unreachable_is_an_error(void **state)
{
	struct bytes v4 = icmp(ipv4_udp, 0, 0), v6 = icmpv6(ipv6_udp, 0, 0);
	struct decoder *decoder = new_decoder();
	struct packet packet;

	(void)state;
	for (unsigned type_code = 0; type_code < 65536; type_code++) {
		const unsigned type = type_code >> 8, code = type_code & 0xff;

		set_be16(&v4, 20, type_code);
		assert_int_equal(decode(decoder, &v4, RAW_IP, &packet),
		                 type == 3 && code < 16 && code != 4
		                         ? DECODE_OK
		                         : DECODE_OTHER_TRANSPORT);
		set_be16(&v6, 40, type_code);
		assert_int_equal(decode(decoder, &v6, RAW_IP, &packet),
		                 type == 1 ? DECODE_OK : DECODE_OTHER_TRANSPORT);
	}
	decoder_destroy(decoder);
}

/* RFC 792 promises eight bytes behind the quoted header: four of them are the ports. */
static void a_quote_without_ports_is_no_packet(void **state)
{
	(void)state;
	for (size_t quoted = 0; quoted <= 28; quoted++) {
		struct bytes b = icmp(ipv4_tcp, 3, 1);
		struct packet packet;

		b.len = 28 + quoted;
		set_be16(&b, 2, b.len);
		assert_int_equal(decode_alone(&b, RAW_IP, &packet),
		                 quoted < 24 ? DECODE_MALFORMED : DECODE_OK);
	}
}

static void every_cut_before_the_ports_is_truncated(void **state)
{
	struct bytes v4 = icmp(ipv4_tcp, 3, 1), v6 = icmpv6(ipv6_tcp, 1, 0);

	(void)state;
	assert_truncations(&v4, RAW_IP, 20 + 8 + 24);
	assert_truncations(&v6, RAW_IP, 40 + 8 + 44);
}

static void quotes_of_something_else_are_other_transports(void **state)
{
	static const struct {
		size_t offset;
		uint8_t value;
		enum decode_verdict verdict;
	} edits[] = {
		{ 28, 0x44, DECODE_MALFORMED },        /* quoted header of 16 bytes */
		{ 28, 0x65, DECODE_MALFORMED },        /* version 6 */
		{ 28 + 7, 1, DECODE_OTHER_TRANSPORT }, /* a later fragment: no ports */
		{ 28 + 9, 1, DECODE_OTHER_TRANSPORT }, /* about ICMP */
		{ 28 + 9, 2, DECODE_OTHER_TRANSPORT }, /* about IGMP */
		{ 28 + 9, 50, DECODE_OK },             /* about ESP */
		{ 28 + 2, 0xff, DECODE_OK }, /* a length that a router changed */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(edits); i++) {
		struct bytes b = icmp(ipv4_udp, 3, 3);
		struct packet packet;

		b.at[edits[i].offset] = edits[i].value;
		assert_int_equal(decode_alone(&b, RAW_IP, &packet), edits[i].verdict);
	}
}

static struct bytes ipv6_with_destination_options(void)
{
	struct bytes b = payload("lync");

	wrap_tcp(&b);
	wrap_hex(&b, "06 00 010400000000");
	wrap_ipv6(&b, 60);
	return b;
}

static void extension_headers_of_the_quote_are_stepped_over(void **state)
{
	struct bytes b = icmpv6(ipv6_with_destination_options, 1, 1);
	struct packet packet;

	(void)state;
	assert_int_equal(decode_alone(&b, RAW_IP, &packet), DECODE_OK);
	assert_is_error_about(&packet, TRANSPORT_TCP, "2001:db8::1", "2001:db8::2");
	assert_truncations(&b, RAW_IP, 40 + 8 + 40 + 8 + 4);
}

static struct bytes ipv6_with_endless_options(void)
{
	struct bytes b = payload("lync");

	for (int i = 0; i < 100; i++)
		wrap_hex(&b, "3c 00 010400000000");
	wrap_ipv6(&b, 60);
	return b;
}

static void quotes_of_ipv6_that_are_none_are_refused(void **state)
{
	struct bytes endless = icmpv6(ipv6_with_endless_options, 1, 1);
	struct bytes version = icmpv6(ipv6_udp, 1, 1);
	struct packet packet;

	(void)state;
	assert_int_equal(decode_alone(&endless, RAW_IP, &packet), DECODE_TOO_DEEP);
	version.at[48] = 0x45;
	assert_int_equal(decode_alone(&version, RAW_IP, &packet), DECODE_MALFORMED);
}

static void each_icmp_belongs_to_its_ip_version(void **state)
{
	struct bytes v4 = ipv4_udp(), v6 = ipv6_udp();
	struct packet packet;

	(void)state;
	wrap_hex(&v4, "0303 0000 00000000");
	wrap_ipv6(&v4, 1);
	assert_int_equal(decode_alone(&v4, RAW_IP, &packet), DECODE_OTHER_TRANSPORT);
	wrap_hex(&v6, "0104 0000 00000000");
	wrap_ipv4(&v6, 58);
	assert_int_equal(decode_alone(&v6, RAW_IP, &packet), DECODE_OTHER_TRANSPORT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_error_names_the_datagram_it_quotes),
		cmocka_unit_test(only_unreachable_is_an_error),
		cmocka_unit_test(a_quote_without_ports_is_no_packet),
		cmocka_unit_test(every_cut_before_the_ports_is_truncated),
		cmocka_unit_test(quotes_of_something_else_are_other_transports),
		cmocka_unit_test(extension_headers_of_the_quote_are_stepped_over),
		cmocka_unit_test(quotes_of_ipv6_that_are_none_are_refused),
		cmocka_unit_test(each_icmp_belongs_to_its_ip_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
