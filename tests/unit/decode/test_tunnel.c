/* SPDX-License-Identifier: BSD-2-Clause */
#include "frames.h"

#define ETHERNET_IPV4 "020000000001020000000002 0800"

static const struct {
	const char *name;
	uint8_t protocol;
	const char *header;
	builder inner;
} rows[] = {
	{ "IPv4 in IP", 4, "", ipv4_tcp },
	{ "IPv6 in IP", 41, "", ipv6_udp },
	{ "GRE", 47, "0000 0800", ipv4_tcp },
	{ "GRE, checksum", 47, "8000 86dd 00000000", ipv6_tcp },
	{ "GRE, key", 47, "2000 0800 00000001", ipv4_udp },
	{ "GRE, sequence", 47, "1000 0800 00000001", ipv4_tcp },
	{ "GRE, all flags", 47, "b000 0800 00000000 00000001 00000002", ipv4_tcp },
	{ "GRE, Ethernet", 47, "2000 6558 00000001" ETHERNET_IPV4, ipv4_tcp },
	{ "EtherIP", 97, "3000" ETHERNET_IPV4, ipv4_tcp },
	{ "PPTP", 47, "3081 880b 00000001 00000002 00000003 ff03 0021", ipv4_tcp },
	{ "PPTP, protocol in a byte", 47, "3001 880b 00000001 00000002 21", ipv4_udp },
	{ "GRE, MPLS", 47, "0000 8847 00020140", ipv4_tcp },
	{ "ERSPAN I", 47, "0000 88be" ETHERNET_IPV4, ipv4_udp },
	{ "ERSPAN II", 47, "1000 88be 00000001 10010002 00000003" ETHERNET_IPV4,
	  ipv4_tcp },
	{ "ERSPAN III", 47, "1000 22eb 00000001 20010002 00000003 00000000" ETHERNET_IPV4,
	  ipv4_tcp },
	{ "ERSPAN III, sub-header", 47,
	  "1000 22eb 00000001 20010002 00000003 00000001 0000000000000000" ETHERNET_IPV4,
	  ipv4_tcp },
	{ "ERSPAN III, IP", 47, "1000 22eb 00000001 20010002 00000003 00000800",
	  ipv6_tcp },
	{ "MPLS in IP", 137, "00020140", ipv4_tcp },
};

static void every_tunnel_is_taken_off(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct bytes v4 = rows[i].inner(), v6;
		struct packet packet;

		wrap_hex(&v4, rows[i].header);
		v6 = v4;
		wrap_ipv4(&v4, rows[i].protocol);
		wrap_ipv6(&v6, rows[i].protocol);
		if (decode_alone(&v4, RAW_IP, &packet) != DECODE_OK)
			fail_msg("%s: not decoded", rows[i].name);
		assert_is_lync(&packet);
		assert_int_equal(packet.tunnelled, 1);
		assert_truncations(&v4, RAW_IP, v4.len - 4);
		assert_int_equal(decode_alone(&v6, RAW_IP, &packet), DECODE_OK);
		assert_is_lync(&packet);
		assert_truncations(&v6, RAW_IP, v6.len - 4);
	}
}

static const struct {
	const char *name;
	uint16_t port;
	const char *header;
	builder inner;
} udp_rows[] = {
	{ "VXLAN", 4789, "08000000 00000700" ETHERNET_IPV4, ipv4_tcp },
	{ "VXLAN, group policy", 4789, "88000001 00000700" ETHERNET_IPV4, ipv4_tcp },
	{ "VXLAN of early Linux", 8472, "08000000 00000700" ETHERNET_IPV4, ipv4_udp },
	{ "Geneve, Ethernet", 6081, "0000 6558 00000700" ETHERNET_IPV4, ipv4_tcp },
	{ "Geneve, IPv4", 6081, "0000 0800 00000700", ipv4_tcp },
	{ "Geneve, IPv6, options", 6081, "0240 86dd 00000700 0102030405060708",
	  ipv6_tcp },
	{ "VXLAN-GPE, IPv4", 4790, "0c000001 00000700", ipv4_tcp },
	{ "VXLAN-GPE, IPv6", 4790, "0c000002 00000700", ipv6_udp },
	{ "VXLAN-GPE, Ethernet", 4790, "0c000003 00000700" ETHERNET_IPV4, ipv4_tcp },
	{ "VXLAN-GPE, NSH, IPv4", 4790, "0c000004 00000700 0fc2 02 01 00000100",
	  ipv4_udp },
	{ "TZSP", 37008, "0100 0001 01" ETHERNET_IPV4, ipv4_tcp },
	{ "TZSP, tags", 37008, "0101 0001 0a01c8 00 0d0101 01" ETHERNET_IPV4, ipv4_udp },
};

static void every_tunnel_in_udp_is_taken_off(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(udp_rows); i++) {
		struct bytes b = udp_rows[i].inner();
		struct packet packet;

		wrap_hex(&b, udp_rows[i].header);
		wrap_udp(&b, udp_rows[i].port);
		wrap_ipv4(&b, 17);
		if (decode_alone(&b, RAW_IP, &packet) != DECODE_OK)
			fail_msg("%s: not decoded", udp_rows[i].name);
		assert_is_lync(&packet);
		assert_int_equal(packet.tunnelled, 1);
	}
}

/* Too little to tell a tunnel is the outer packet; what is told to be one is cut. */
static void a_cut_inside_a_udp_tunnel_is_never_malformed(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(udp_rows); i++) {
		struct bytes b = udp_rows[i].inner();
		struct packet packet;

		wrap_hex(&b, udp_rows[i].header);
		wrap_udp(&b, udp_rows[i].port);
		wrap_ipv4(&b, 17);
		assert_truncations(&b, RAW_IP, 28);
		for (size_t len = 28; len < b.len - 4; len++) {
			const enum decode_verdict verdict =
				decode_cut(&b, len, RAW_IP, &packet);

			assert_true(verdict == DECODE_OK || verdict == DECODE_TRUNCATED);
			if (verdict == DECODE_OK && packet.tunnelled == 0) {
				assert_int_equal(packet.target_port, udp_rows[i].port);
				assert_int_equal(packet.payload_len, len - 28);
				assert_true(len < 28 + 16);
			}
		}
	}
}

static void anything_else_on_a_tunnel_port_is_a_packet_of_its_own(void **state)
{
	static const uint16_t ports[] = { 4789, 8472, 6081, 4790, 37008 };
	static const char *const payloads[] = {
		"",
		"08",
		"00010000 2112a442 0102030405060708090a0b0c", /* STUN */
		"80680001 00000001 00000002 00000000",        /* RTP */
		"08000000 00000700",                          /* a header of nothing */
		"08000000 00000700 45",                 /* neither frame nor datagram */
		"00000000 00000700" ETHERNET_IPV4 "45", /* VXLAN without I */
		"08000000 00000701" ETHERNET_IPV4 "45", /* reserved byte */
		"08000000 00000700" ETHERNET_IPV4 "45000014 00000000 40060000 0a010101"
		"0a020202",                /* no room for TCP */
		"4000 0800 00000700 4500", /* Geneve version 1 */
		"0000 0801 00000700 4500", /* Geneve of nothing we know */
		"3f00 0800 00000700 4500", /* options beyond the end */
		"08000000 00000700 020000000001020000000002 0806", /* no IP inside */
		"0c000003 00000700 020000000001020000000002 1234", /* nobody knows what */
		"0100 0001 01 020000000001020000000002 88cc",
		"0100 0001 0a05", /* a tag beyond the end */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ports); i++)
		for (size_t j = 0; j < ARRAY_LEN(payloads); j++) {
			struct bytes b = { .len = 0 };
			struct packet packet;

			wrap_hex(&b, payloads[j]);

			const size_t len = b.len;

			wrap_udp(&b, ports[i]);
			wrap_ipv4(&b, 17);
			if (decode_alone(&b, RAW_IP, &packet) != DECODE_OK)
				fail_msg("%s: not decoded", payloads[j]);
			assert_int_equal(packet.tunnelled, 0);
			assert_address(&packet.source, "10.1.1.1");
			assert_int_equal(packet.target_port, ports[i]);
			assert_int_equal(packet.payload_len, len);
		}
}

/* A whole frame inside does not make up for a header that is none. */
static void a_wrong_udp_tunnel_header_is_no_tunnel(void **state)
{
	static const struct {
		uint16_t port;
		const char *header;
	} headers[] = {
		{ 4789, "00000000 00000700" ETHERNET_IPV4 },  /* no I */
		{ 4789, "0c000000 00000700" ETHERNET_IPV4 },  /* a reserved flag */
		{ 4789, "08000000 00000701" ETHERNET_IPV4 },  /* reserved byte */
		{ 6081, "4000 6558 00000700" ETHERNET_IPV4 }, /* version 1 */
		{ 6081, "0001 6558 00000700" ETHERNET_IPV4 }, /* a reserved flag */
		{ 6081, "0000 6558 00000701" ETHERNET_IPV4 }, /* reserved byte */
		{ 4791, "08000000 00000700" ETHERNET_IPV4 },  /* another port */
		{ 4790, "08000000 00000700" ETHERNET_IPV4 },  /* no P */
		{ 4790, "0c000007 00000700" ETHERNET_IPV4 },  /* nobody knows what */
		{ 37008, "0200 0001 01" ETHERNET_IPV4 },      /* version 2 */
		{ 37008, "0104 0001 01" ETHERNET_IPV4 },      /* keep-alive */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(headers); i++) {
		struct bytes b = ipv4_tcp();
		struct packet packet;

		wrap_hex(&b, headers[i].header);
		wrap_udp(&b, headers[i].port);
		wrap_ipv4(&b, 17);
		assert_int_equal(decode_alone(&b, RAW_IP, &packet), DECODE_OK);
		assert_int_equal(packet.tunnelled, 0);
		assert_int_equal(packet.target_port, headers[i].port);
	}
}

static void inner_lengths_beyond_the_tunnel_are_malformed(void **state)
{
	struct bytes b = ipv4_tcp();
	struct packet packet;

	(void)state;
	set_be16(&b, 2, b.len + 1);
	wrap_ipv4(&b, 4);
	assert_int_equal(decode_alone(&b, RAW_IP, &packet), DECODE_MALFORMED);
	b = ipv6_tcp();
	set_be16(&b, 4, b.len - 40 + 1);
	wrap_ipv4(&b, 41);
	assert_int_equal(decode_alone(&b, RAW_IP, &packet), DECODE_MALFORMED);
}

static void gre_that_is_not_ours_is_another_transport(void **state)
{
	static const struct {
		const char *header;
		enum decode_verdict verdict;
	} cases[] = {
		{ "4000 0800 00000000", DECODE_OTHER_TRANSPORT }, /* routing, RFC 1701 */
		{ "3001 880b 00100001 00000001", DECODE_OTHER_TRANSPORT }, /* PPTP */
		{ "2081 880b 00000001 00000001", DECODE_OTHER_TRANSPORT }, /* its ACK */
		{ "3001 880b 00100001 00000001 ff03 00fd 1234",
		  DECODE_OTHER_TRANSPORT }, /* encrypted */
		{ "0000 0001", DECODE_OTHER_TRANSPORT },
		{ "0000", DECODE_MALFORMED },
		{ "b000 0800 00000000", DECODE_MALFORMED },
		{ "1000 88be 00000001 20010002 00000003",
		  DECODE_MALFORMED }, /* III as II */
		{ "1000 22eb 00000001 10010002 00000003 00000000", DECODE_MALFORMED },
		{ "1000 22eb 00000001 20010002 00000003 00000400", DECODE_UNKNOWN_TYPE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct bytes b = { .len = 0 };
		struct packet packet;

		wrap_hex(&b, cases[i].header);
		wrap_ipv4(&b, 47);
		if (decode_alone(&b, RAW_IP, &packet) != cases[i].verdict)
			fail_msg("%s", cases[i].header);
	}
}

static void a_tunnel_that_is_not_read_is_a_named_datagram(void **state)
{
	static const struct {
		uint16_t port;
		const char *payload;
		const char *said; /* NULL: another program on that port */
	} cases[] = {
		{ 2152, "30ff 0004 00000001 45000014", "UDP port 2152 (GTP-U)" },
		{ 3544, "60000000 0000 3bff", "UDP port 3544 (Teredo)" },
		{ 1701, "0002 0001 0001 ff03", "UDP port 1701 (L2TP)" },
		{ 5247, "00 10020000", "UDP port 5247 (CAPWAP data)" },
		{ 48879, "c8000001 00000700", "UDP port 48879 (Cisco iVXLAN)" },
		{ 7932, "00000000", "UDP port 7932 (HP ERM)" },
		{ 2152, "00010000 2112a442", NULL },
		{ 3544, "1603", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct decoder *decoder = new_decoder();
		const struct decode_counters *counters = decoder_counters(decoder);
		struct bytes b = { .len = 0 };
		struct packet packet;
		char text[64];

		wrap_hex(&b, cases[i].payload);
		wrap_udp(&b, cases[i].port);
		wrap_ipv4(&b, 17);
		assert_int_equal(decode(decoder, &b, RAW_IP, &packet), DECODE_OK);
		assert_int_equal(decode_counters_lost(counters), 0);
		assert_int_equal(counters->unread_count, cases[i].said ? 1 : 0);
		if (cases[i].said) {
			decode_unknown_describe(&counters->unread[0], text, sizeof(text));
			assert_string_equal(text, cases[i].said);
		}
		decoder_destroy(decoder);
	}
}

static void tunnels_nest_eight_deep_and_no_deeper(void **state)
{
	struct bytes b = ipv4_tcp();
	struct packet packet;

	(void)state;
	for (int i = 0; i < 8; i++)
		wrap_ipv4(&b, 4);
	assert_int_equal(decode_alone(&b, RAW_IP, &packet), DECODE_OK);
	assert_int_equal(packet.tunnelled, 8);
	wrap_ipv4(&b, 4);
	assert_int_equal(decode_alone(&b, RAW_IP, &packet), DECODE_TOO_DEEP);
}

static void a_mirrored_vlan_is_reported(void **state)
{
	struct bytes b = ipv4_tcp();
	struct packet packet;

	(void)state;
	wrap_hex(&b, "1000 88be 00000001 10010002 00000003"
	             "020000000001020000000002 8100 0064 0800");
	wrap_ipv4(&b, 47);
	assert_int_equal(decode_alone(&b, RAW_IP, &packet), DECODE_OK);
	assert_int_equal(packet.vlan_count, 1);
	assert_int_equal(packet.vlan[0], 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_tunnel_is_taken_off),
		cmocka_unit_test(every_tunnel_in_udp_is_taken_off),
		cmocka_unit_test(a_cut_inside_a_udp_tunnel_is_never_malformed),
		cmocka_unit_test(anything_else_on_a_tunnel_port_is_a_packet_of_its_own),
		cmocka_unit_test(a_wrong_udp_tunnel_header_is_no_tunnel),
		cmocka_unit_test(inner_lengths_beyond_the_tunnel_are_malformed),
		cmocka_unit_test(gre_that_is_not_ours_is_another_transport),
		cmocka_unit_test(a_tunnel_that_is_not_read_is_a_named_datagram),
		cmocka_unit_test(tunnels_nest_eight_deep_and_no_deeper),
		cmocka_unit_test(a_mirrored_vlan_is_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
