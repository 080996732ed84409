/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "../../../src/records/field.h"
#include "base/array.h"

static json_t *parse(const char *text)
{
	json_error_t reason;
	json_t *object = json_loads(text, JSON_ALLOW_NUL, &reason);

	assert_non_null(object);
	return object;
}

static void times_are_read_in_every_form_that_logs_have(void **state)
{
	static const struct {
		const char *json;
		int64_t time_us;
	} cases[] = {
		{ "{\"t\":\"2026-11-22T18:28:20.411437Z\"}", 1795372100411437 },
		{ "{\"t\":\"2026-11-22T18:28:20.411437+0000\"}", 1795372100411437 },
		{ "{\"t\":\"2026-11-22T19:28:20.411437+01:00\"}", 1795372100411437 },
		{ "{\"t\":\"2026-11-22T12:58:20.411437-0530\"}", 1795372100411437 },
		{ "{\"t\":\"2026-11-22T18:28:20.411\"}", 1795372100411000 },
		{ "{\"t\":\"2026-11-22 18:28:20\"}", 1795372100000000 },
		{ "{\"t\":\"2026-11-22T18:28:20.4114379999Z\"}", 1795372100411437 },
	};
	static const char *const wrong[] = {
		"{\"t\":1795372100}",
		"{\"t\":\"\"}",
		"{\"t\":\"2026-11-22\"}",
		"{\"t\":\"2026-13-22T18:28:20Z\"}",
		"{\"t\":\"2026-11-22T25:28:20Z\"}",
		"{\"t\":\"2026-11-22T18:28:20X\"}",
		"{\"t\":\"2026-11-22T18:28:20+1\"}",
		"{\"t\":\"2026-11-22T18:28:20Z \"}",
		"{\"t\":\"2026-00-22T18:28:20Z\"}",
		"{\"t\":\"2026-11-22T18:28:20\\u0000Z\"}",
		"{}",
	};
	int64_t time_us;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		json_t *object = parse(cases[i].json);

		assert_true(field_time(object, "t", &time_us));
		assert_int_equal(time_us, cases[i].time_us);
		json_decref(object);
	}
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		json_t *object = parse(wrong[i]);

		assert_false(field_time(object, "t", &time_us));
		json_decref(object);
	}
}

static void nothing_is_converted(void **state)
{
	json_t *object =
		parse("{\"n\":70000,\"m\":-1,\"r\":1.5,\"s\":\"80\",\"t\":true,"
	              "\"z\":null,\"p\":443,\"ip\":\"10.0.0.1 \",\"x\":\"a\\u0000b\"}");
	struct address address;
	uint16_t port;
	uint64_t value = 7;
	size_t len;

	(void)state;
	assert_false(field_port(object, "n", &port));
	assert_false(field_unsigned(object, "m", UINT64_MAX, &value));
	assert_false(field_unsigned(object, "r", UINT64_MAX, &value));
	assert_false(field_unsigned(object, "s", UINT64_MAX, &value));
	assert_false(field_unsigned(object, "t", UINT64_MAX, &value));
	assert_int_equal(value, 7);
	assert_true(field_port(object, "p", &port));
	assert_int_equal(port, 443);
	assert_true(field_count(object, "z", &value));
	assert_int_equal(value, 0);
	assert_false(field_count(object, "s", &value));
	assert_false(field_address(object, "ip", &address));
	assert_null(field_word(object, "x"));
	assert_memory_equal(field_text(object, "x", &len), "a\0b", 3);
	assert_int_equal(len, 3);
	json_decref(object);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_read_in_every_form_that_logs_have),
		cmocka_unit_test(nothing_is_converted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
