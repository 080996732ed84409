/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "../../../src/app/memory_plan.h"

static size_t sum(const struct memory_plan *plan)
{
	return plan->fragments + plan->flows + plan->inspections + plan->judge +
	       plan->held;
}

static void shares_leave_room_for_the_program(void **state)
{
	(void)state;
	for (size_t mib = 8; mib <= 65536; mib *= 2) {
		size_t memcap = mib << 20;
		size_t program = mib < 64 ? memcap / 4 : (size_t)16 << 20;

		for (int holds = 0; holds <= 1; holds++) {
			struct memory_plan plan = memory_plan_make(memcap, holds);

			assert_true(sum(&plan) <= memcap - program);
			assert_true(sum(&plan) > memcap / 2);
			assert_int_equal(plan.held > 0, holds);
		}
	}
}

static void more_memory_is_more_for_everybody(void **state)
{
	struct memory_plan less = memory_plan_make((size_t)8 << 20, true);

	(void)state;
	for (size_t mib = 9; mib <= 1024; mib++) {
		struct memory_plan more = memory_plan_make(mib << 20, true);

		assert_true(more.fragments > less.fragments && more.flows > less.flows &&
		            more.inspections > less.inspections &&
		            more.judge > less.judge && more.held > less.held);
		less = more;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_leave_room_for_the_program),
		cmocka_unit_test(more_memory_is_more_for_everybody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
