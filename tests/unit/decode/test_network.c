/* SPDX-License-Identifier: BSD-2-Clause */
#include "frames.h"

static void ipv4_options_are_stepped_over(void **state)
{
	(void)state;
	for (unsigned words = 0; words < 16; words++) {
		struct bytes b = payload("lync");
		struct packet packet;

		wrap_udp(&b, TARGET_PORT);
		for (unsigned i = 5; i < words; i++)
			wrap_hex(&b, "01010101");
		wrap_ipv4(&b, 17);
		/* The builder puts the options behind its 20 bytes, where they belong. */
		b.at[0] = (uint8_t)(0x40 | words);

		const enum decode_verdict verdict = decode_alone(&b, RAW_IP, &packet);

		assert_int_equal(verdict, words < 5 ? DECODE_MALFORMED : DECODE_OK);
		if (verdict == DECODE_OK) {
			assert_is_lync(&packet);
			assert_truncations(&b, RAW_IP, b.len - 4);
		}
	}
}

/* Every total length there is, against one datagram that was captured whole. */
static void every_ipv4_total_length_is_survived(void **state)
{
	(void)state;
	for (unsigned total_len = 0; total_len < 65536; total_len += 1 + total_len / 64) {
		struct bytes b = ipv4_udp();
		struct packet packet;
		enum decode_verdict verdict;

		set_be16(&b, 2, total_len);
		verdict = decode_alone(&b, RAW_IP, &packet);
		if (total_len != 0 && total_len < 32)
			assert_int_equal(verdict, DECODE_MALFORMED);
		else
			assert_int_equal(verdict, DECODE_OK);
	}
}

static void a_length_of_zero_is_the_rest_of_the_frame(void **state)
{
	struct bytes v4 = ipv4_tcp(), v6 = ipv6_tcp();
	struct packet packet;

	(void)state;
	set_be16(&v4, 2, 0);
	assert_int_equal(decode_alone(&v4, RAW_IP, &packet), DECODE_OK);
	assert_is_lync(&packet);
	set_be16(&v6, 4, 0);
	assert_int_equal(decode_alone(&v6, RAW_IP, &packet), DECODE_OK);
	assert_is_lync(&packet);
}

static void versions_that_are_not_the_promised_one_are_malformed(void **state)
{
	(void)state;
	for (unsigned version = 0; version < 16; version++) {
		struct bytes v4 = ipv4_tcp(), v6 = ipv6_tcp();
		struct packet packet;

		v4.at[0] = (uint8_t)(version << 4 | 5);
		v6.at[0] = (uint8_t)(version << 4 | 0x0b);
		assert_int_equal(decode_alone(&v4, 228, &packet),
		                 version == 4 ? DECODE_OK : DECODE_MALFORMED);
		assert_int_equal(decode_alone(&v6, 229, &packet),
		                 version == 6 ? DECODE_OK : DECODE_MALFORMED);
	}
}

static const struct {
	const char *name;
	uint8_t first;
	const char *headers;
} chains[] = {
	{ "hop-by-hop", 0, "11 00 0502 0000 0100" },
	{ "routing", 43, "11 02 0400 00000000 20010db8000000000000000000000009" },
	{ "destination", 60, "11 01 000000000000 0000000000000000" },
	{ "atomic fragment", 44, "11 00 0000 00000007" },
	{ "authentication", 51, "11 04 0000 00000001 00000001 000000000000000000000000" },
	{ "all of them", 0,
	  "2b 00 000000000000 3c 00 000000000000 2c 00 000000000000 33 00 0000 00000001"
	  "3c 04 0000 00000001 00000001 000000000000000000000000 11 00 000000000000" },
};

static void extension_headers_are_stepped_over(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(chains); i++) {
		struct bytes b = payload("lync");
		struct packet packet;

		wrap_udp(&b, TARGET_PORT);
		wrap_hex(&b, chains[i].headers);
		wrap_ipv6(&b, chains[i].first);
		if (decode_alone(&b, RAW_IP, &packet) != DECODE_OK)
			fail_msg("%s: not decoded", chains[i].name);
		assert_is_lync(&packet);
		assert_truncations(&b, RAW_IP, b.len - 4);
	}
}

static void authentication_is_stepped_over_in_ipv4_too(void **state)
{
	struct bytes b = payload("lync");
	struct packet packet;

	(void)state;
	wrap_tcp(&b);
	wrap_hex(&b, "06 04 0000 00000001 00000001 000000000000000000000000");
	wrap_ipv4(&b, 51);
	assert_int_equal(decode_alone(&b, RAW_IP, &packet), DECODE_OK);
	assert_is_lync(&packet);
}

static void an_extension_header_longer_than_the_datagram_is_malformed(void **state)
{
	struct bytes b = payload("lync");
	struct packet packet;

	(void)state;
	wrap_udp(&b, TARGET_PORT);
	wrap_hex(&b, "11 ff 000000000000");
	wrap_ipv6(&b, 60);
	assert_int_equal(decode_alone(&b, RAW_IP, &packet), DECODE_MALFORMED);
}

static void headers_of_ipv6_mean_nothing_in_ipv4(void **state)
{
	static const uint8_t next[] = { 0, 43, 44, 60 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(next); i++) {
		struct bytes b = payload("lync");
		struct packet packet;

		wrap_udp(&b, TARGET_PORT);
		wrap_hex(&b, "11 00 000000000000");
		wrap_ipv4(&b, next[i]);
		assert_int_equal(decode_alone(&b, RAW_IP, &packet),
		                 DECODE_OTHER_TRANSPORT);
	}
}

static void endless_extension_headers_are_too_deep(void **state)
{
	struct bytes b = payload("lync");
	struct packet packet;

	(void)state;
	for (int i = 0; i < 100; i++)
		wrap_hex(&b, "3c 00 000000000000");
	wrap_ipv6(&b, 60);
	assert_int_equal(decode_alone(&b, RAW_IP, &packet), DECODE_TOO_DEEP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ipv4_options_are_stepped_over),
		cmocka_unit_test(every_ipv4_total_length_is_survived),
		cmocka_unit_test(a_length_of_zero_is_the_rest_of_the_frame),
		cmocka_unit_test(versions_that_are_not_the_promised_one_are_malformed),
		cmocka_unit_test(extension_headers_are_stepped_over),
		cmocka_unit_test(authentication_is_stepped_over_in_ipv4_too),
		cmocka_unit_test(
			an_extension_header_longer_than_the_datagram_is_malformed),
		cmocka_unit_test(headers_of_ipv6_mean_nothing_in_ipv4),
		cmocka_unit_test(endless_extension_headers_are_too_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
