/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "base/error.h"
#include "capture/frame.h"

#include "../../../src/capture/filter.h"

/* IPv4 and UDP, to port 53; in front of it room for an Ethernet header. */
static const uint8_t packet[] = {
	2,    0,    0, 0,  0, 1, 2, 0, 0,  0,  0, 2, 8,  0,                    /* */
	0x45, 0,    0, 28, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, /* */
	0x30, 0x39, 0, 53, 0, 8, 0, 0
};

static struct frame ethernet(void)
{
	return (struct frame){ .bytes = packet,
		               .len = sizeof(packet),
		               .wire_len = sizeof(packet),
		               .link_type = 1 };
}

static struct frame raw_ip(void)
{
	return (struct frame){ .bytes = packet + 14,
		               .len = sizeof(packet) - 14,
		               .wire_len = sizeof(packet) - 14,
		               .link_type = 101 };
}

static void one_expression_serves_every_link_type(void **state)
{
	static const struct {
		const char *expression;
		enum filter_answer answer;
	} rows[] = {
		{ "udp", FILTER_TAKES },
		{ "udp port 53", FILTER_TAKES },
		{ "host 10.0.0.2 and not tcp", FILTER_TAKES },
		{ "udp port 54", FILTER_LEAVES },
		{ "ip6", FILTER_LEAVES },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error err;
		struct filter *filter = filter_create(rows[i].expression, &err);
		const struct frame frames[] = { ethernet(), raw_ip() };

		assert_non_null(filter);
		for (int k = 0; k < 6; k++)
			assert_int_equal(filter_check(filter, &frames[k % 2]),
			                 rows[i].answer);
		filter_destroy(filter);
	}
}

static void a_short_frame_does_not_match(void **state)
{
	struct error err;
	struct filter *filter = filter_create("udp port 53", &err);
	struct frame frame = ethernet();

	(void)state;
	for (frame.len = 0; frame.len < 38; frame.len++)
		assert_int_equal(filter_check(filter, &frame), FILTER_LEAVES);
	assert_int_equal(filter_check(filter, &frame), FILTER_TAKES);
	filter_destroy(filter);
}

static void a_mistake_is_found_at_once(void **state)
{
	static const char *const expressions[] = { "udp prt 53", "host", "port 99999",
		                                   ")", "\1" };
	struct error err;

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		assert_null(filter_create(expressions[i], &err));
		assert_non_null(strstr(err.text, "bad filter: "));
		assert_null(strchr(err.text, '\n'));
	}
}

static void what_does_not_apply_is_unusable_and_says_why(void **state)
{
	struct error err;
	struct filter *filter = filter_create("ether host 2:0:0:0:0:1", &err);
	struct frame frames[] = { ethernet(), raw_ip() };

	(void)state;
	assert_int_equal(filter_check(filter, &frames[0]), FILTER_TAKES);
	assert_int_equal(filter_check(filter, &frames[1]), FILTER_UNUSABLE);
	assert_non_null(strstr(filter_reason(filter, 101), "ethernet addresses"));
	filter_destroy(filter);
}

static void what_cannot_be_there_is_left_without_complaint(void **state)
{
	struct error err;
	struct filter *filter = filter_create("arp", &err);
	struct frame frame = raw_ip();

	(void)state;
	assert_int_equal(filter_check(filter, &frame), FILTER_LEAVES);
	filter_destroy(filter);
}

static void any_number_of_link_types_is_bounded(void **state)
{
	struct error err;
	struct filter *filter = filter_create("udp", &err);
	struct frame frame = ethernet();

	(void)state;
	for (uint32_t type = 1; type < 3000; type++) {
		frame.link_type = (uint16_t)type;
		filter_check(filter, &frame);
	}
	assert_string_equal(filter_reason(filter, 2999), "too many link types");
	frame.link_type = 1;
	assert_int_equal(filter_check(filter, &frame), FILTER_TAKES);
	filter_destroy(filter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_expression_serves_every_link_type),
		cmocka_unit_test(a_short_frame_does_not_match),
		cmocka_unit_test(a_mistake_is_found_at_once),
		cmocka_unit_test(what_does_not_apply_is_unusable_and_says_why),
		cmocka_unit_test(what_cannot_be_there_is_left_without_complaint),
		cmocka_unit_test(any_number_of_link_types_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
