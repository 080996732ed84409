/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../../src/report/audit_facts.h"

#include "../unit.h"

#include "base/array.h"
#include "capture/capture.h"

static void assert_origin(enum language language, const struct capture_input *input,
                          const char *expected)
{
	struct text origin = { 0 };

	audit_facts_add_origin(&origin, language, input);
	assert_string_equal(origin.len ? origin.at : "", expected);
	text_fini(&origin);
}

static void an_input_of_which_nothing_is_known_adds_nothing(void **state)
{
	(void)state;
	assert_origin(LANGUAGE_EN, &(struct capture_input){ .name = "day.pcap" }, "");
}

static void losses_are_told_by_interface_where_there_are_several(void **state)
{
	static const struct capture_interface interfaces[] = {
		{ .name = "eth0", .description = "Uplink", .dropped = 30000 },
		{ .name = "eth1" },
		{ .description = "Heartbeat", .dropped = 12 },
	};
	struct capture_input input = { .interfaces = interfaces,
		                       .interface_count = ARRAY_LEN(interfaces),
		                       .comment = "night",
		                       .kernel_dropped = 12,
		                       .interface_dropped = 30000 };

	(void)state;
	assert_origin(LANGUAGE_EN, &input,
	              ", 30,012 dropped; on eth0 (Uplink; 30,000 dropped), eth1, "
	              "Heartbeat (12 dropped); \"night\"");
	assert_origin(LANGUAGE_FR, &input,
	              ", 30\xe2\x80\xaf"
	              "012 perdus ; sur eth0 (Uplink; 30\xe2\x80\xaf"
	              "000 perdus), eth1, Heartbeat (12 perdus); \"night\"");
	input.interface_count = 1;
	assert_origin(LANGUAGE_EN, &input,
	              ", 30,012 dropped; on eth0 (Uplink); \"night\"");
}

static void of_many_interfaces_those_with_losses_are_named(void **state)
{
	static const struct capture_interface interfaces[] = {
		{ .name = "a" }, { .name = "b" }, { .name = "c" },
		{ .name = "d" }, { .name = "e" }, { .name = "f", .dropped = 7 },
		{ .name = "g" },
	};

	(void)state;
	assert_origin(LANGUAGE_EN,
	              &(struct capture_input){ .interfaces = interfaces,
	                                       .interface_count = ARRAY_LEN(interfaces),
	                                       .interface_dropped = 7 },
	              ", 7 dropped; on a, b, c, f (7 dropped), +3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_input_of_which_nothing_is_known_adds_nothing),
		cmocka_unit_test(losses_are_told_by_interface_where_there_are_several),
		cmocka_unit_test(of_many_interfaces_those_with_losses_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
