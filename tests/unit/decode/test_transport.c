/* SPDX-License-Identifier: BSD-2-Clause */
#include "frames.h"

static void tcp_yields_numbers_flags_and_payload(void **state)
{
	struct decoder *decoder = new_decoder();
	struct bytes b = ipv4_tcp();
	struct packet packet;

	(void)state;
	assert_int_equal(decode(decoder, &b, RAW_IP, &packet), DECODE_OK);
	assert_is_lync(&packet);
	assert_int_equal(packet.transport, TRANSPORT_TCP);
	assert_int_equal(packet.sequence, 1);
	assert_int_equal(packet.acknowledgment, 2);
	assert_int_equal(packet.tcp_flags, TCP_PSH | TCP_ACK);
	assert_memory_equal(packet.payload, "lync", 4);
	decoder_destroy(decoder);
}

/* RFC 9293 section 3.1: urgency, congestion and reserved bits share the field. */
static void only_the_tcp_flags_that_have_names_are_passed_on(void **state)
{
	struct decoder *decoder = new_decoder();
	struct bytes b = ipv4_tcp();
	struct packet packet;

	(void)state;
	for (unsigned flags = 0; flags < 4096; flags++) {
		set_be16(&b, 20 + 12, 0x5000 | flags);
		assert_int_equal(decode(decoder, &b, RAW_IP, &packet), DECODE_OK);
		assert_int_equal(packet.tcp_flags, flags & (TCP_FIN | TCP_SYN | TCP_RST |
		                                            TCP_PSH | TCP_ACK));
	}
	decoder_destroy(decoder);
}

static void udp_yields_ports_and_payload_and_nothing_of_tcp(void **state)
{
	struct decoder *decoder = new_decoder();
	struct bytes b = ipv6_udp();
	struct packet packet;

	(void)state;
	memset(&packet, 0xff, sizeof(packet));
	assert_int_equal(decode(decoder, &b, RAW_IP, &packet), DECODE_OK);
	assert_is_lync(&packet);
	assert_int_equal(packet.transport, TRANSPORT_UDP);
	assert_int_equal(packet.tcp_flags, 0);
	assert_int_equal(packet.sequence, 0);
	assert_int_equal(packet.acknowledgment, 0);
	assert_memory_equal(packet.payload, "lync", 4);
	decoder_destroy(decoder);
}

/* Every data offset, with as many options as it claims and with none. */
static void tcp_options_are_stepped_over(void **state)
{
	(void)state;
	for (unsigned words = 0; words < 16; words++) {
		struct bytes b = payload("lync");
		struct packet packet;

		for (unsigned i = 5; i < words; i++)
			wrap_hex(&b, "01010101");
		wrap_tcp(&b);
		b.at[12] = (uint8_t)(words << 4);
		wrap_ipv4(&b, 6);

		const enum decode_verdict verdict = decode_alone(&b, RAW_IP, &packet);

		assert_int_equal(verdict, words < 5 ? DECODE_MALFORMED : DECODE_OK);
		if (verdict == DECODE_OK)
			assert_is_lync(&packet);
	}
	for (unsigned words = 7; words < 16; words++) {
		struct bytes b = payload("lync");
		struct packet packet;

		wrap_tcp(&b);
		b.at[12] = (uint8_t)(words << 4);
		wrap_ipv4(&b, 6);
		assert_int_equal(decode_alone(&b, RAW_IP, &packet), DECODE_MALFORMED);
	}
}

static void options_that_a_snaplen_cut_are_not_missed(void **state)
{
	struct bytes b = payload("lync");
	struct packet packet;

	(void)state;
	wrap_hex(&b, "020405b4 0402 0101 0101 0303");
	wrap_tcp(&b);
	b.at[12] = 0x80;
	wrap_ipv4(&b, 6);
	for (size_t len = 40; len < b.len; len++) {
		assert_int_equal(decode_cut(&b, len, RAW_IP, &packet), DECODE_OK);
		assert_int_equal(packet.payload_len, len < 52 ? 0 : len - 52);
		assert_int_equal(packet.payload_wire_len, 4);
	}
}

static void a_cut_payload_keeps_its_length_on_the_wire(void **state)
{
	static const builder builders[] = { ipv4_tcp, ipv4_udp, ipv6_tcp, ipv6_udp };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(builders); i++) {
		struct bytes b = builders[i]();

		assert_truncations(&b, RAW_IP, b.len - 4);
		for (uint32_t kept = 0; kept <= 4; kept++) {
			struct packet packet;

			assert_int_equal(
				decode_cut(&b, b.len - 4 + kept, RAW_IP, &packet),
				DECODE_OK);
			assert_int_equal(packet.payload_len, kept);
			assert_int_equal(packet.payload_wire_len, 4);
			assert_int_equal(packet.wire_len, b.len);
		}
	}
}

/* IP says how much there is: a header that does not fit in it was never whole. */
static void a_transport_header_that_ip_leaves_no_room_for_is_malformed(void **state)
{
	static const struct {
		builder build;
		size_t header_len;
	} cases[] = { { ipv4_tcp, 20 }, { ipv4_udp, 8 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		for (size_t len = 0; len < cases[i].header_len; len++) {
			struct bytes b = cases[i].build();
			struct packet packet;

			set_be16(&b, 2, 20 + len);
			assert_int_equal(decode_alone(&b, RAW_IP, &packet),
			                 DECODE_MALFORMED);
		}
}

static void the_udp_length_is_held_against_the_datagram(void **state)
{
	static const struct {
		uint16_t len;
		enum decode_verdict verdict;
		uint32_t payload_len;
	} cases[] = {
		{ 0, DECODE_OK, 4 }, /* segmentation left to the NIC */
		{ 1, DECODE_MALFORMED, 0 },
		{ 7, DECODE_MALFORMED, 0 },
		{ 8, DECODE_OK, 0 },
		{ 10, DECODE_OK, 2 },
		{ 12, DECODE_OK, 4 },
		{ 13, DECODE_MALFORMED, 0 },
		{ 65535, DECODE_MALFORMED, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct bytes b = ipv4_udp();
		struct packet packet;

		set_be16(&b, 24, cases[i].len);
		assert_int_equal(decode_alone(&b, RAW_IP, &packet), cases[i].verdict);
		if (cases[i].verdict == DECODE_OK) {
			assert_int_equal(packet.payload_len, cases[i].payload_len);
			assert_int_equal(packet.payload_wire_len, cases[i].payload_len);
		}
	}
}

/* All 256 protocol numbers: those without a decoder are neither an error nor a packet. */
static void other_protocols_are_other_transports(void **state)
{
	static const uint8_t known[] = {
		0, 1, 4, 6, 17, 41, 43, 44, 47, 51, 58, 60, 137
	};

	(void)state;
	for (unsigned protocol = 0; protocol < 256; protocol++) {
		struct bytes b = payload("an unknown protocol");
		struct packet packet;

		if (memchr(known, (int)protocol, sizeof(known)))
			continue;
		wrap_ipv4(&b, (uint8_t)protocol);
		assert_int_equal(decode_alone(&b, RAW_IP, &packet),
		                 DECODE_OTHER_TRANSPORT);
	}
}

/* What decoder_recover() gives of a frame. */
static size_t recover_all(struct decoder *decoder, struct packet *packets, size_t most)
{
	size_t count = 0;

	while (count < most && decoder_recover(decoder, &packets[count]))
		count++;
	return count;
}

static void what_has_no_ports_is_a_conversation_of_two_hosts(void **state)
{
	static const uint8_t nobodys[] = { 1, 2, 6, 17, 0, 43, 44, 58, 59, 60 };

	(void)state;
	for (unsigned protocol = 0; protocol < 256; protocol++) {
		struct decoder *decoder = new_decoder();
		struct bytes b = payload("seven bytes and more of it");
		struct packet packet, carriers[2];
		size_t count;

		wrap_ipv4(&b, (uint8_t)protocol);
		(void)!decode(decoder, &b, RAW_IP, &packet);
		count = recover_all(decoder, carriers, 2);
		if (memchr(nobodys, (int)protocol, sizeof(nobodys))) {
			assert_int_equal(count, 0);
		} else {
			assert_int_equal(count, 1);
			assert_int_equal(carriers[0].transport, protocol);
			assert_int_equal(carriers[0].source_port, 0);
			assert_int_equal(carriers[0].payload_len, 0);
			assert_int_equal(carriers[0].payload_wire_len, 26);
		}
		decoder_destroy(decoder);
	}
}

static void what_is_sent_to_a_group_is_nobodys(void **state)
{
	struct decoder *decoder = new_decoder();
	struct bytes b = payload("VRRP");
	struct packet packet;

	(void)state;
	wrap_ipv4(&b, 112);
	b.at[16] = 224;
	assert_int_equal(decode(decoder, &b, RAW_IP, &packet), DECODE_OTHER_TRANSPORT);
	assert_false(decoder_recover(decoder, &packet));
	decoder_destroy(decoder);
}

static void every_tunnel_is_a_conversation_whatever_is_inside(void **state)
{
	struct decoder *decoder = new_decoder();
	struct bytes b = ipv4_tcp();
	struct packet packet, carriers[4];

	(void)state;
	wrap_hex(&b, "00000800"); /* GRE, RFC 2784 */
	wrap_ipv4(&b, 47);
	wrap_ethernet(&b, 0x0800);
	wrap_hex(&b, "0800000000000100"); /* VXLAN, RFC 7348 */
	wrap_udp(&b, 4789);
	wrap_ipv4(&b, 17);
	assert_int_equal(decode(decoder, &b, RAW_IP, &packet), DECODE_OK);
	assert_int_equal(packet.target_port, TARGET_PORT);
	assert_int_equal(decoder_counters(decoder)->carriers, 2);
	assert_int_equal(recover_all(decoder, carriers, 4), 2);
	assert_int_equal(carriers[0].transport, TRANSPORT_UDP);
	assert_int_equal(carriers[0].target_port, 4789);
	assert_int_equal(carriers[1].transport, 47);
	/* Given once; and the next frame has none. */
	assert_false(decoder_recover(decoder, &packet));
	b = ipv4_tcp();
	assert_int_equal(decode(decoder, &b, RAW_IP, &packet), DECODE_OK);
	assert_false(decoder_recover(decoder, &packet));
	decoder_destroy(decoder);
}

static void a_copy_of_what_has_no_ports_is_counted_once(void **state)
{
	struct decoder *decoder = new_decoder();
	struct bytes b = payload("sealed");
	struct packet packet;

	(void)state;
	assert_true(decoder_find_copies(decoder));
	wrap_ipv4(&b, 50);
	assert_int_equal(decode(decoder, &b, RAW_IP, &packet), DECODE_OTHER_TRANSPORT);
	assert_true(decoder_recover(decoder, &packet));
	assert_int_equal(decode(decoder, &b, RAW_IP, &packet), DECODE_COPY);
	assert_false(decoder_recover(decoder, &packet));
	decoder_destroy(decoder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_has_no_ports_is_a_conversation_of_two_hosts),
		cmocka_unit_test(what_is_sent_to_a_group_is_nobodys),
		cmocka_unit_test(every_tunnel_is_a_conversation_whatever_is_inside),
		cmocka_unit_test(a_copy_of_what_has_no_ports_is_counted_once),
		cmocka_unit_test(tcp_yields_numbers_flags_and_payload),
		cmocka_unit_test(only_the_tcp_flags_that_have_names_are_passed_on),
		cmocka_unit_test(udp_yields_ports_and_payload_and_nothing_of_tcp),
		cmocka_unit_test(tcp_options_are_stepped_over),
		cmocka_unit_test(options_that_a_snaplen_cut_are_not_missed),
		cmocka_unit_test(a_cut_payload_keeps_its_length_on_the_wire),
		cmocka_unit_test(
			a_transport_header_that_ip_leaves_no_room_for_is_malformed),
		cmocka_unit_test(the_udp_length_is_held_against_the_datagram),
		cmocka_unit_test(other_protocols_are_other_transports),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
