/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "base/address.h"
#include "base/array.h"

static void format_and_parse_are_each_others_inverse(void **state)
{
	static const char *const texts[] = {
		"0.0.0.0", "1.22.133.255", "255.255.255.255", "10.1.1.11", "2001:db8::1",
		"::",      "::1",          "fe80::1:2:3:4",
	};
	char text[ADDRESS_TEXT_SIZE];
	struct address address;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		assert_true(address_parse(&address, texts[i]));
		assert_string_equal(address_format(&address, text), texts[i]);
	}
	for (unsigned byte = 0; byte < 256; byte++) {
		const uint8_t ipv4[4] = { (uint8_t)byte, 0, (uint8_t)(255 - byte), 9 };
		struct address back;

		address = address_from_ipv4(ipv4);
		assert_true(address_parse(&back, address_format(&address, text)));
		assert_true(address_equal(&address, &back));
	}
}

static void parse_refuses_what_is_no_address(void **state)
{
	static const char *const wrong[] = { "",          "10.1.1",    "10.1.1.256",
		                             "10.1.1.1 ", "1.2.3.4.5", "2001:::1" };
	struct address address;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_false(address_parse(&address, wrong[i]));
}

static void a_range_contains_its_own_and_nothing_else(void **state)
{
	static const struct {
		const char *range, *address;
		bool contained;
	} cases[] = {
		{ "10.100.0.0/16", "10.100.255.255", true },
		{ "10.100.0.0/16", "10.101.0.0", false },
		{ "10.0.0.0/8", "::a64:1", false },
		{ "0.0.0.0/0", "203.0.113.9", true },
		{ "0.0.0.0/0", "2001:db8::1", false },
		{ "2001:db8::/33", "2001:db8:7fff::1", true },
		{ "2001:db8::/33", "2001:db8:8000::1", false },
		{ "10.1.1.11", "10.1.1.11", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct address_range range;
		struct address address;

		assert_true(address_range_parse(&range, cases[i].range));
		assert_true(address_parse(&address, cases[i].address));
		assert_int_equal(address_range_contains(&range, &address),
		                 cases[i].contained);
	}
}

static void a_range_with_host_bits_is_a_mistake(void **state)
{
	static const char *const wrong[] = { "10.1.1.11/16", "10.0.0.0/33", "10.0.0.0/",
		                             "10.0.0.0/-1", "2001:db8::1/64" };
	struct address_range range;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_false(address_range_parse(&range, wrong[i]));
}

static void public_addresses_are_told_from_local_ones(void **state)
{
	static const struct {
		const char *address;
		bool public_one, group;
	} cases[] = {
		{ "8.8.8.8", true, false },         { "172.31.255.255", false, false },
		{ "172.32.0.1", true, false },      { "100.64.0.1", false, false },
		{ "239.255.255.250", false, true }, { "255.255.255.255", false, true },
		{ "2600::1", true, false },         { "fd00::1", false, false },
		{ "ff02::fb", false, true },        { "::", false, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct address address;

		assert_true(address_parse(&address, cases[i].address));
		assert_int_equal(address_is_public(&address), cases[i].public_one);
		assert_int_equal(address_is_group(&address), cases[i].group);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(format_and_parse_are_each_others_inverse),
		cmocka_unit_test(parse_refuses_what_is_no_address),
		cmocka_unit_test(a_range_contains_its_own_and_nothing_else),
		cmocka_unit_test(a_range_with_host_bits_is_a_mistake),
		cmocka_unit_test(public_addresses_are_told_from_local_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
