/* SPDX-License-Identifier: BSD-2-Clause */
#include "frames.h"

#define MACS "020000000001020000000002 "

static const struct {
	const char *name;
	uint16_t link_type;
	const char *header;
	builder inner;
	uint8_t vlan_count;
	uint16_t vlan[2];
	uint8_t tunnelled;
} rows[] = {
	{ "Ethernet, IPv4", 1, "020000000001020000000002 0800", ipv4_tcp, 0, { 0 }, 0 },
	{ "Ethernet, IPv6", 1, "020000000001020000000002 86dd", ipv6_udp, 0, { 0 }, 0 },
	{ "802.1Q",
	  1,
	  "020000000001020000000002 8100 a064 0800",
	  ipv4_udp,
	  1,
	  { 100 },
	  0 },
	{ "priority tag",
	  1,
	  "020000000001020000000002 8100 a000 0800",
	  ipv4_udp,
	  0,
	  { 0 },
	  0 },
	{ "802.1ad",
	  1,
	  "020000000001020000000002 88a8 0002 8100 0003 86dd",
	  ipv6_tcp,
	  2,
	  { 2, 3 },
	  0 },
	{ "QinQ",
	  1,
	  "020000000001020000000002 9100 0fff 8100 0003 0800",
	  ipv4_tcp,
	  2,
	  { 4095, 3 },
	  0 },
	{ "three tags",
	  1,
	  "020000000001020000000002 8100 0001 8100 0002 8100 0003 0800",
	  ipv4_tcp,
	  2,
	  { 1, 2 },
	  0 },
	{ "SNAP",
	  1,
	  "020000000001020000000002 0034 aaaa03 000000 0800",
	  ipv4_tcp,
	  0,
	  { 0 },
	  0 },
	{ "PPPoE, IPv4",
	  1,
	  "020000000001020000000002 8864 11 00 0001 0040 0021",
	  ipv4_tcp,
	  0,
	  { 0 },
	  0 },
	{ "PPPoE, IPv6",
	  1,
	  "020000000001020000000002 8864 11 00 0001 0060 0057",
	  ipv6_tcp,
	  0,
	  { 0 },
	  0 },
	{ "MPLS, IPv4",
	  1,
	  "020000000001020000000002 8847 00010040 00020140",
	  ipv4_tcp,
	  0,
	  { 0 },
	  0 },
	{ "MPLS multicast, IPv6",
	  1,
	  "020000000001020000000002 8848 00020140",
	  ipv6_udp,
	  0,
	  { 0 },
	  0 },
	{ "MPLS, Ethernet",
	  1,
	  "020000000001020000000002 8847 00020140 020000000001020000000002 0800",
	  ipv4_tcp,
	  0,
	  { 0 },
	  1 },
	{ "MPLS, control word, Ethernet",
	  1,
	  "020000000001020000000002 8847 00020140 00000009 020000000001020000000002 0800",
	  ipv4_tcp,
	  0,
	  { 0 },
	  1 },
	{ "MPLS, Ethernet to an address that looks like a control word",
	  1,
	  "020000000001020000000002 8847 00020140 000002000001020000000002 0800",
	  ipv4_tcp,
	  0,
	  { 0 },
	  1 },
	{ "MPLS, Ethernet to an address that looks like IPv4",
	  1,
	  "020000000001020000000002 8847 00020140 400000000001020000000002 0800",
	  ipv4_tcp,
	  0,
	  { 0 },
	  1 },
	{ "null, little-endian", 0, "02000000", ipv4_udp, 0, { 0 }, 0 },
	{ "null, big-endian", 0, "00000002", ipv4_udp, 0, { 0 }, 0 },
	{ "null, IPv6 of Linux", 0, "0a000000", ipv6_udp, 0, { 0 }, 0 },
	{ "null, IPv6 of Windows", 0, "17000000", ipv6_udp, 0, { 0 }, 0 },
	{ "null, IPv6 of NetBSD", 0, "18000000", ipv6_udp, 0, { 0 }, 0 },
	{ "null, IPv6 of FreeBSD", 0, "1c000000", ipv6_udp, 0, { 0 }, 0 },
	{ "null, IPv6 of macOS", 0, "0000001e", ipv6_udp, 0, { 0 }, 0 },
	{ "loop", 108, "00000002", ipv4_tcp, 0, { 0 }, 0 },
	{ "PPP", 9, "0021", ipv4_tcp, 0, { 0 }, 0 },
	{ "PPP, compressed protocol", 9, "21", ipv4_tcp, 0, { 0 }, 0 },
	{ "PPP in HDLC framing", 50, "ff03 0057", ipv6_tcp, 0, { 0 }, 0 },
	{ "PPP, MPLS", 9, "0281 00020140", ipv4_tcp, 0, { 0 }, 0 },
	{ "Cisco HDLC", 104, "0f00 0800", ipv4_tcp, 0, { 0 }, 0 },
	{ "raw IP, IPv4", 101, "", ipv4_tcp, 0, { 0 }, 0 },
	{ "raw IP, IPv6", 101, "", ipv6_tcp, 0, { 0 }, 0 },
	{ "raw IP as 12", 12, "", ipv4_tcp, 0, { 0 }, 0 },
	{ "raw IP as 14", 14, "", ipv6_udp, 0, { 0 }, 0 },
	{ "IPv4", 228, "", ipv4_udp, 0, { 0 }, 0 },
	{ "IPv6", 229, "", ipv6_udp, 0, { 0 }, 0 },
	{ "Linux cooked",
	  113,
	  "0000 0001 0006 0200000000010000 0800",
	  ipv4_tcp,
	  0,
	  { 0 },
	  0 },
	{ "Linux cooked, tagged",
	  113,
	  "0000 0001 0006 0200000000010000 8100 0005 86dd",
	  ipv6_tcp,
	  1,
	  { 5 },
	  0 },
	{ "Linux cooked, LLC",
	  113,
	  "0000 0001 0006 0200000000010000 0004 aaaa03 000000 0800",
	  ipv4_tcp,
	  0,
	  { 0 },
	  0 },
	{ "Cisco VN-Tag", 1, MACS "8926 80010002 0800", ipv4_tcp, 0, { 0 }, 0 },
	{ "802.1BR E-Tag", 1, MACS "893f 000010010000 86dd", ipv6_tcp, 0, { 0 }, 0 },
	{ "Cisco MetaData", 1, MACS "8909 010100010005 0800", ipv4_udp, 0, { 0 }, 0 },
	{ "Cisco timestamp", 1, MACS "8988 0123456789ab 0800", ipv4_tcp, 0, { 0 }, 0 },
	{ "VN-Tag in a VLAN",
	  1,
	  MACS "8100 0005 8926 80010002 0800",
	  ipv4_tcp,
	  1,
	  { 5 },
	  0 },
	{ "Cisco FabricPath", 1, MACS "8903 0441" MACS "0800", ipv4_tcp, 0, { 0 }, 1 },
	{ "802.1ah",
	  1,
	  MACS "88e7 00012345" MACS "8100 0005 0800",
	  ipv4_tcp,
	  1,
	  { 5 },
	  1 },
	{ "NSH, IPv4", 1, MACS "894f 0fc2 02 01 00000100", ipv4_tcp, 0, { 0 }, 0 },
	{ "NSH, NSH, Ethernet",
	  1,
	  MACS "894f 0fc3 02 04 00000100 00000000 0fc2 02 03 00000100" MACS "0800",
	  ipv4_tcp,
	  0,
	  { 0 },
	  0 },
	{ "NSH, MPLS",
	  1,
	  MACS "894f 0fc2 02 05 00000100 00020140",
	  ipv4_udp,
	  0,
	  { 0 },
	  0 },
	{ "SAP of IP", 1, MACS "0034 060603", ipv4_tcp, 0, { 0 }, 0 },
	{ "802.11",
	  105,
	  "0802 0000" MACS "020000000003 1000 aaaa03000000 0800",
	  ipv4_tcp,
	  0,
	  { 0 },
	  0 },
	{ "radiotap",
	  127,
	  "0000 0800 00000000 8801 0000" MACS "020000000003 1000 0000 aaaa03000000 86dd",
	  ipv6_tcp,
	  0,
	  { 0 },
	  0 },
	{ "PPI, Ethernet",
	  192,
	  "00 00 0c00 01000000 00000000" MACS "0800",
	  ipv4_tcp,
	  0,
	  { 0 },
	  0 },
	{ "PKTAP, raw IP",
	  258,
	  "10000000 01000000 0c000000 00000000",
	  ipv6_udp,
	  0,
	  { 0 },
	  0 },
	{ "NFLOG",
	  239,
	  "02 00 0005 0800 0100 0800 0300 3000 0900",
	  ipv4_tcp,
	  0,
	  { 0 },
	  0 },
	{ "ERF",
	  197,
	  "0000000000000000 02 04 0800 0000 0000 0000" MACS "0800",
	  ipv4_tcp,
	  0,
	  { 0 },
	  0 },
	{ "Linux cooked 2",
	  276,
	  "0800 0000 00000002 0001 00 06 0200000000010000",
	  ipv4_tcp,
	  0,
	  { 0 },
	  0 },
};

static void every_link_layer_leads_to_its_packet(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct bytes b = rows[i].inner();
		struct packet packet;

		wrap_hex(&b, rows[i].header);
		if (decode_alone(&b, rows[i].link_type, &packet) != DECODE_OK)
			fail_msg("%s: not decoded", rows[i].name);
		assert_is_lync(&packet);
		assert_int_equal(packet.vlan_count, rows[i].vlan_count);
		assert_memory_equal(packet.vlan, rows[i].vlan,
		                    packet.vlan_count * sizeof(packet.vlan[0]));
		assert_int_equal(packet.tunnelled, rows[i].tunnelled);
	}
}

static void a_broadcast_of_the_link_is_known(void **state)
{
	static const struct {
		uint16_t link_type;
		const char *header;
		bool to_all;
	} frames[] = {
		{ 1, "ffffffffffff020000000002 0800", true },
		{ 1, "ffffffffffff020000000002 8100 0001 0800", true },
		{ 1, "ffffffffff7f020000000002 0800", false },
		{ 1, "01005e000001020000000002 0800", false },
		{ 113, "0001 0001 0006 0200000000010000 0800", true },
		{ 113, "0000 0001 0006 0200000000010000 0800", false },
		{ 276, "0800 0000 00000002 0001 01 06 0200000000010000", true },
		{ 276, "0800 0000 00000002 0001 00 06 0200000000010000", false },
		{ 228, "", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(frames); i++) {
		struct bytes b = ipv4_udp();
		struct packet packet = { .to_all = true };

		wrap_hex(&b, frames[i].header);
		assert_int_equal(decode_alone(&b, frames[i].link_type, &packet),
		                 DECODE_OK);
		assert_int_equal(packet.to_all, frames[i].to_all);
	}
}

static void every_cut_through_a_header_is_truncated(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct bytes b = rows[i].inner();

		wrap_hex(&b, rows[i].header);
		assert_truncations(&b, rows[i].link_type, b.len - 4);
	}
}

static void padding_behind_the_datagram_is_no_payload(void **state)
{
	struct bytes b = payload("lync\0\0\0\0");
	struct packet packet;

	(void)state;
	b.len = 8; /* four of payload, four of padding */
	wrap_udp(&b, TARGET_PORT);
	set_be16(&b, 4, 12);
	wrap_ipv4(&b, 17);
	set_be16(&b, 2, 32);
	wrap_ethernet(&b, 0x0800);
	assert_int_equal(decode_alone(&b, ETHERNET, &packet), DECODE_OK);
	assert_is_lync(&packet);
}

static void what_is_not_ip_says_so(void **state)
{
	static const struct {
		uint16_t link_type;
		const char *header;
		enum decode_verdict verdict;
	} frames[] = {
		{ 1, "020000000001020000000002 0806", DECODE_NOT_IP },
		{ 1, "020000000001020000000002 88cc", DECODE_NOT_IP },
		{ 1, "020000000001020000000002 0026 424203 0000000000", DECODE_NOT_IP },
		{ 1, "020000000001020000000002 0026 aaaa03 00000c 2000", DECODE_NOT_IP },
		{ 1, "020000000001020000000002 0026 aaaa03 00000c 2099",
		  DECODE_UNKNOWN_TYPE },
		{ 1, "020000000001020000000002 0026 aaaa03 000000 0026",
		  DECODE_UNKNOWN_TYPE },
		{ 1, "020000000001020000000002 0026 ecec03", DECODE_UNKNOWN_TYPE },
		{ 1, "020000000001020000000002 88e5", DECODE_UNKNOWN_TYPE },
		{ 1, "020000000001020000000002 1234", DECODE_UNKNOWN_TYPE },
		{ 1, "020000000001020000000002 8100 0001 0806", DECODE_NOT_IP },
		{ 1,
		  "020000000001020000000002 8847 00000140 f0f000000000000000000000 1234",
		  DECODE_UNKNOWN_TYPE },
		{ 1,
		  "020000000001020000000002 8847 00000140 f0f000000000000000000000 0806",
		  DECODE_NOT_IP },
		{ 1,
		  "020000000001020000000002 8847 00000140 00000000 020000000001020000000002 0806",
		  DECODE_NOT_IP },
		{ 1, "020000000001020000000002 8864 1109 0000 0004 0021", DECODE_NOT_IP },
		{ 1, "020000000001020000000002 8864 2100 0000 0004 0021",
		  DECODE_MALFORMED },
		{ 1, "020000000001020000000002 8864 1100 0000 0001 0021",
		  DECODE_MALFORMED },
		{ 9, "c021", DECODE_NOT_IP },
		{ 9, "002d", DECODE_UNKNOWN_TYPE },
		{ 0, "07000000", DECODE_UNKNOWN_TYPE },
		{ 108, "02000000", DECODE_UNKNOWN_TYPE },
		{ 113, "0000 0001 0006 0200000000010000 0001", DECODE_NOT_IP },
		{ 276, "0001 0000 00000002 0001 00 06 0200000000010000", DECODE_NOT_IP },
		{ 276, "0099 0000 00000002 0001 00 06 0200000000010000",
		  DECODE_UNKNOWN_TYPE },
		{ 101, "50", DECODE_MALFORMED },
		{ 228, "60", DECODE_MALFORMED },
		{ 229, "40", DECODE_MALFORMED },
		{ 1, MACS "894f 0fc1 02 01", DECODE_MALFORMED },
		{ 1, MACS "894f 0fc2 02 07 00000100", DECODE_UNKNOWN_TYPE },
		{ 105, "8000 0000", DECODE_NOT_IP },             /* beacon */
		{ 105, "4801 0000", DECODE_NOT_IP },             /* no data */
		{ 105, "0842 0000", DECODE_UNKNOWN_TYPE },       /* encrypted */
		{ 105, "0806 0000", DECODE_UNKNOWN_TYPE },       /* a fragment */
		{ 105, "0902 0000", DECODE_MALFORMED },          /* version 1 */
		{ 127, "0100 0800 00000000", DECODE_MALFORMED }, /* version 1 */
		{ 127, "0000 0700 00000000", DECODE_MALFORMED },
		{ 127, "0000 0800 00000080 0000", DECODE_MALFORMED },
		{ 192, "0000 0700 01000000", DECODE_MALFORMED },
		{ 192, "0000 0800 6b000000", DECODE_LINK_TYPE }, /* Frame Relay */
		{ 258, "0b000000 00000000 01000000", DECODE_MALFORMED },
		{ 239, "0201 0000", DECODE_MALFORMED },
		{ 239, "0200 0000 0000 0100", DECODE_MALFORMED },
		{ 197, "0000000000000000 1b", DECODE_MALFORMED },
		{ 197, "0000000000000000 1b 00 0040", DECODE_NOT_IP },
		{ 107, "", DECODE_LINK_TYPE },
		{ 65535, "", DECODE_LINK_TYPE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(frames); i++) {
		struct bytes b = { .len = 60 };
		struct packet packet;

		wrap_hex(&b, frames[i].header);

		const enum decode_verdict verdict =
			decode_alone(&b, frames[i].link_type, &packet);

		if (verdict != frames[i].verdict)
			fail_msg("%s: %s", frames[i].header,
			         decode_verdict_name(verdict));
	}
}

static void endless_tags_and_labels_are_too_deep(void **state)
{
	struct bytes tags = ipv4_tcp(), labels = ipv4_tcp();
	struct packet packet;

	(void)state;
	wrap_hex(&tags, "0001 0800");
	for (int i = 0; i < 40; i++)
		wrap_hex(&tags, "0001 8100");
	wrap_ethernet(&tags, 0x8100);
	assert_int_equal(decode_alone(&tags, ETHERNET, &packet), DECODE_TOO_DEEP);
	wrap_hex(&labels, "00020140");
	for (int i = 0; i < 40; i++)
		wrap_hex(&labels, "00020040");
	wrap_ethernet(&labels, 0x8847);
	assert_int_equal(decode_alone(&labels, ETHERNET, &packet), DECODE_TOO_DEEP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_link_layer_leads_to_its_packet),
		cmocka_unit_test(a_broadcast_of_the_link_is_known),
		cmocka_unit_test(every_cut_through_a_header_is_truncated),
		cmocka_unit_test(padding_behind_the_datagram_is_no_payload),
		cmocka_unit_test(what_is_not_ip_says_so),
		cmocka_unit_test(endless_tags_and_labels_are_too_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
