/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "../../../src/app/memory_plan.h"

static size_t sum(const struct memory_plan *plan)
{
	return plan->fragments + plan->flows + plan->inspections + plan->judge +
	       plan->held;
}

/* The audit comes after flows and inspections, unless they go on. */
static size_t sum_concluding(const struct memory_plan *plan, enum memory_use use)
{
	size_t going_on = use == MEMORY_WATCHED ? plan->flows + plan->inspections : 0;

	return plan->fragments + going_on + plan->judge + plan->held + plan->audit;
}

static void shares_leave_room_for_the_program(void **state)
{
	(void)state;
	for (size_t mib = 8; mib <= 65536; mib *= 2) {
		size_t memcap = mib << 20;
		size_t program = mib < 64 ? memcap / 4 : (size_t)16 << 20;

		for (int use = 0; use < MEMORY_USES; use++) {
			struct memory_plan plan =
				memory_plan_make(memcap, (enum memory_use)use);

			assert_true(sum(&plan) <= memcap - program);
			assert_true(sum(&plan) > memcap / 2);
			assert_true(sum_concluding(&plan, (enum memory_use)use) <=
			            memcap - program);
			assert_true(plan.audit > memcap / 16);
			assert_int_equal(plan.held > 0, use == MEMORY_HELD);
		}
	}
}

static void more_memory_is_more_for_everybody(void **state)
{
	struct memory_plan less = memory_plan_make((size_t)8 << 20, MEMORY_HELD);

	(void)state;
	for (size_t mib = 9; mib <= 1024; mib++) {
		struct memory_plan more = memory_plan_make(mib << 20, MEMORY_HELD);

		assert_true(more.fragments > less.fragments && more.flows > less.flows &&
		            more.inspections > less.inspections &&
		            more.judge > less.judge && more.held > less.held &&
		            more.audit > less.audit);
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
