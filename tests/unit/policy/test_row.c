/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>

#include "base/array.h"
#include "base/text.h"
#include "base/transport.h"
#include "policy/row.h"

static void parse_takes_ports_and_ranges_of_either_transport(void **state)
{
	static const struct {
		const char *text;
		struct port_span span;
	} rows[] = {
		{ "5061/tcp", { TRANSPORT_TCP, 5061, 5061 } },
		{ "3478/udp", { TRANSPORT_UDP, 3478, 3478 } },
		{ "1/tcp", { TRANSPORT_TCP, 1, 1 } },
		{ "65535/udp", { TRANSPORT_UDP, 65535, 65535 } },
		{ "49152-57500/udp", { TRANSPORT_UDP, 49152, 57500 } },
		{ "80-80/tcp", { TRANSPORT_TCP, 80, 80 } },
		{ "1-65535/tcp", { TRANSPORT_TCP, 1, 65535 } },
		{ "0080/tcp", { TRANSPORT_TCP, 80, 80 } },
		{ "esp", { 50, 0, 0 } },
		{ "ip-143", { 143, 0, 0 } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct port_span span;

		assert_true(port_span_parse(&span, rows[i].text));
		assert_int_equal(span.transport, rows[i].span.transport);
		assert_int_equal(span.low, rows[i].span.low);
		assert_int_equal(span.high, rows[i].span.high);
	}
}

static void parse_refuses_the_rest_and_keeps_the_old_span(void **state)
{
	static const char *const rows[] = {
		"",
		"5061",
		"tcp",
		"/tcp",
		"5061/",
		"5061/sctp",
		"5061/TCP",
		"0/tcp",
		"65536/tcp",
		"90-80/tcp",
		"80-/tcp",
		"-80/tcp",
		" 80/tcp",
		"80/tcp ",
		"80 /tcp",
		"80--90/t",
		"80-90-91/tcp",
		"+80/tcp",
		"80-65536/udp",
		"80/tcp/udp",
		"0x50/tcp",
		"0/esp",
		"50/esp",
		"udp",
		"ip-6",
		"4294967376/tcp",
		"18446744073709551696/tcp",
		"80,90/tcp",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct port_span span = { 1, 2, 3 };

		if (port_span_parse(&span, rows[i]))
			fail_msg("'%s' was taken", rows[i]);
		assert_int_equal(span.transport, 1);
		assert_int_equal(span.low, 2);
		assert_int_equal(span.high, 3);
	}
}

static void what_is_added_is_what_was_parsed(void **state)
{
	static const char *const rows[] = { "5061/tcp", "49152-57500/udp", "esp",
		                            "ip-143" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct text text = { 0 };
		struct port_span span;

		assert_true(port_span_parse(&span, rows[i]));
		port_span_add(&text, &span);
		assert_string_equal(text.at, rows[i]);
		text_fini(&text);
	}
}

static void parse_takes_every_port_as_printed(void **state)
{
	(void)state;
	for (unsigned port = 1; port <= 65535; port++) {
		char text[16];
		struct port_span span;

		snprintf(text, sizeof(text), "%u/udp", port);
		assert_true(port_span_parse(&span, text));
		assert_true(span.low == port && span.high == port);
	}
}

static void what_names_no_service_is_no_title(void **state)
{
	struct row row = { .service = "audio",
		           .name_en = "Various",
		           .name_fr = "Divers" };

	(void)state;
	assert_string_equal(row_title(&row, LANGUAGE_EN), "Various");
	assert_string_equal(row_title(&row, LANGUAGE_FR), "Divers");
	row.name_fr = "";
	assert_string_equal(row_title(&row, LANGUAGE_FR), "Various");
	row.nameless = true;
	assert_string_equal(row_title(&row, LANGUAGE_EN), "audio");
	row = (struct row){ .service = "e911", .name_en = "", .name_fr = "" };
	assert_string_equal(row_title(&row, LANGUAGE_EN), "e911");
}

static void names_are_the_words_of_the_files(void **state)
{
	(void)state;
	assert_string_equal(row_tls_name(ROW_TLS_NONE), "none");
	assert_string_equal(row_tls_name(ROW_TLS_OPTIONAL), "optional");
	assert_string_equal(row_tls_name(ROW_TLS_REQUIRED), "required");
	assert_string_equal(row_tls_name(ROW_TLS_MUTUAL), "mutual");
	assert_string_equal(row_direction_name(ROW_IN), "in");
	assert_string_equal(row_direction_name(ROW_OUT), "out");
	assert_string_equal(row_direction_name(ROW_BOTH), "both");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parse_takes_ports_and_ranges_of_either_transport),
		cmocka_unit_test(parse_refuses_the_rest_and_keeps_the_old_span),
		cmocka_unit_test(parse_takes_every_port_as_printed),
		cmocka_unit_test(what_is_added_is_what_was_parsed),
		cmocka_unit_test(what_names_no_service_is_no_title),
		cmocka_unit_test(names_are_the_words_of_the_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
