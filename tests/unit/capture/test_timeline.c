/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdint.h>

#include "../../../src/capture/timeline.h"

static uint32_t next_random(uint32_t *x)
{
	return *x = *x * 1664525 + 1013904223;
}

static void inputs_come_out_by_time_and_then_by_number(void **state)
{
	struct timeline timeline = { 0 };
	uint32_t x = 7;
	int64_t before = INT64_MIN;
	uint32_t input_before = 0;

	(void)state;
	for (uint32_t i = 0; i < 1000; i++)
		assert_true(timeline_add(&timeline, i, next_random(&x) >> 25));
	while (timeline.count > 0) {
		const struct timeline_entry first = timeline.entries[0];

		assert_int_equal(timeline_first(&timeline), first.input);
		assert_true(first.time_us > before ||
		            (first.time_us == before && first.input > input_before));
		before = first.time_us;
		input_before = first.input;
		timeline_remove_first(&timeline);
	}
	timeline_fini(&timeline);
}

static void a_replaced_first_finds_its_place(void **state)
{
	struct timeline timeline = { 0 };
	uint32_t x = 3;
	int64_t before = 0;

	(void)state;
	for (uint32_t i = 0; i < 37; i++)
		assert_true(timeline_add(&timeline, i, next_random(&x) >> 24));
	for (int i = 0; i < 5000; i++) {
		int64_t now = timeline.entries[0].time_us;

		for (size_t k = 1; k < timeline.count; k++)
			assert_true(timeline.entries[k].time_us >= now);
		assert_true(now >= before);
		before = now;
		timeline_replace_first(&timeline, now + (next_random(&x) >> 26));
	}
	timeline_fini(&timeline);
}

static void extreme_times_are_times(void **state)
{
	struct timeline timeline = { 0 };

	(void)state;
	assert_true(timeline_add(&timeline, 0, INT64_MAX));
	assert_true(timeline_add(&timeline, 1, INT64_MIN));
	assert_true(timeline_add(&timeline, 2, 0));
	assert_int_equal(timeline_first(&timeline), 1);
	timeline_remove_first(&timeline);
	assert_int_equal(timeline_first(&timeline), 2);
	timeline_remove_first(&timeline);
	assert_int_equal(timeline_first(&timeline), 0);
	timeline_remove_first(&timeline);
	assert_int_equal(timeline.count, 0);
	timeline_fini(&timeline);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(inputs_come_out_by_time_and_then_by_number),
		cmocka_unit_test(a_replaced_first_finds_its_place),
		cmocka_unit_test(extreme_times_are_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
