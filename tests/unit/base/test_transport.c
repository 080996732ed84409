/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "base/array.h"
#include "base/transport.h"

static void every_protocol_has_a_name_that_is_read_again(void **state)
{
	(void)state;
	for (unsigned number = 0; number <= UINT8_MAX; number++) {
		uint8_t parsed;

		assert_true(transport_parse(&parsed, transport_name((uint8_t)number)));
		assert_int_equal(parsed, number);
		assert_true(transport_eve_name((uint8_t)number)[0] != '\0');
	}
}

static void names_are_those_of_the_registry_and_of_suricata(void **state)
{
	(void)state;
	assert_string_equal(transport_name(TRANSPORT_TCP), "tcp");
	assert_string_equal(transport_name(50), "esp");
	assert_string_equal(transport_name(143), "ip-143");
	assert_string_equal(transport_name(0), "ip-0");
	assert_string_equal(transport_eve_name(4), "IP-in-IP");
	assert_string_equal(transport_eve_name(132), "SCTP");
}

static void what_is_no_name_is_none(void **state)
{
	static const char *const words[] = { "",      "ESP", "ip-", "ip-256",
		                             "ip-50", "50",  "espx" };
	uint8_t parsed;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		assert_false(transport_parse(&parsed, words[i]));
}

static void only_tcp_and_udp_have_ports(void **state)
{
	(void)state;
	for (unsigned number = 0; number <= UINT8_MAX; number++)
		assert_int_equal(transport_has_ports((uint8_t)number),
		                 number == TRANSPORT_TCP || number == TRANSPORT_UDP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_protocol_has_a_name_that_is_read_again),
		cmocka_unit_test(names_are_those_of_the_registry_and_of_suricata),
		cmocka_unit_test(what_is_no_name_is_none),
		cmocka_unit_test(only_tcp_and_udp_have_ports),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
