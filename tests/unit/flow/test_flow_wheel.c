/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../../src/flow/flow_wheel.h"

#include "../unit.h"

#define SECOND INT64_C(1000000)
#define NOW    INT64_C(1700000000)
#define FLOWS  200

struct fixture {
	struct flow_pool pool;
	struct flow_wheel wheel;
};

static int set_up(void **state)
{
	static struct fixture fixture;

	flow_pool_init(&fixture.pool);
	flow_wheel_init(&fixture.wheel);
	fixture.wheel.second = NOW;
	*state = &fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	flow_wheel_fini(&fixture->wheel);
	flow_pool_fini(&fixture->pool);
	return 0;
}

static uint32_t take(struct fixture *fixture)
{
	uint32_t number = flow_pool_take(&fixture->pool, SIZE_MAX);

	assert_int_not_equal(number, FLOW_POOL_NONE);
	return number;
}

static void put(struct fixture *fixture, uint32_t number, int64_t ahead)
{
	assert_true(flow_wheel_put(&fixture->wheel, &fixture->pool, number,
	                           (NOW + ahead) * SECOND));
}

/* Visit the slot as the table does, ending every flow. @return how many were in it */
static size_t empty_slot(struct fixture *fixture, int64_t ahead, uint32_t *met,
                         size_t most)
{
	uint32_t numbers[FLOW_WHEEL_BATCH];
	size_t count, ended = 0;

	while ((count = flow_wheel_take(&fixture->wheel, &fixture->pool, NOW + ahead,
	                                numbers))) {
		assert_true(count <= FLOW_WHEEL_BATCH);
		for (size_t i = 0; i < count; i++) {
			if (!flow_wheel_holds(&fixture->pool, numbers[i], NOW + ahead))
				continue;
			assert_true(ended < most);
			met[ended++] = numbers[i];
			flow_pool_give_back(&fixture->pool, numbers[i]);
		}
	}
	return ended;
}

static void flows_of_a_slot_are_met_last_in_first_out(void **state)
{
	struct fixture *fixture = *state;
	uint32_t numbers[FLOWS], met[FLOWS];

	for (size_t i = 0; i < FLOWS; i++) {
		numbers[i] = take(fixture);
		put(fixture, numbers[i], 60);
	}
	assert_int_equal(empty_slot(fixture, 60, met, FLOWS), FLOWS);
	for (size_t i = 0; i < FLOWS; i++)
		assert_int_equal(met[i], numbers[FLOWS - 1 - i]);
	assert_int_equal(fixture->wheel.entries, 0);
}

static void a_flow_that_moved_is_met_where_it_is_now(void **state)
{
	struct fixture *fixture = *state;
	uint32_t number = take(fixture), met[2];

	put(fixture, number, 3600);
	put(fixture, number, 10);
	assert_int_equal(
		flow_wheel_second_of(&fixture->wheel,
	                             flow_pool_key(&fixture->pool, number)->slot),
		NOW + 10);
	assert_int_equal(empty_slot(fixture, 10, met, 2), 1);
	assert_int_equal(empty_slot(fixture, 3600, met, 2), 0);
	assert_int_equal(fixture->wheel.entries, 0);
}

static void a_number_of_two_flows_of_a_second_is_met_once(void **state)
{
	struct fixture *fixture = *state;
	uint32_t first = take(fixture), met[4];

	put(fixture, first, 60);
	flow_pool_give_back(&fixture->pool, first);

	uint32_t second = take(fixture), other = take(fixture);

	assert_int_equal(first, second);
	put(fixture, other, 60);
	put(fixture, second, 60);
	/* The newest entry tells its place, not the one of the flow before. */
	assert_int_equal(empty_slot(fixture, 60, met, 4), 2);
	assert_int_equal(met[0], second);
	assert_int_equal(met[1], other);
}

static void a_flow_that_went_away_and_came_back_is_met_once(void **state)
{
	struct fixture *fixture = *state;
	uint32_t number = take(fixture), met[4];

	put(fixture, number, 60);
	put(fixture, number, 10);
	put(fixture, number, 60);
	assert_int_equal(empty_slot(fixture, 10, met, 4), 0);
	assert_int_equal(empty_slot(fixture, 60, met, 4), 1);
}

static void a_free_number_is_nobodys_entry(void **state)
{
	struct fixture *fixture = *state;
	uint32_t number = take(fixture), met[1];

	put(fixture, number, 60);
	flow_pool_give_back(&fixture->pool, number);
	assert_int_equal(flow_wheel_first(&fixture->wheel, &fixture->pool),
	                 FLOW_POOL_NONE);
	put(fixture, take(fixture), 61);
	assert_int_equal(empty_slot(fixture, 60, met, 1), 0);
}

static void a_deadline_of_the_past_is_due_in_the_next_second(void **state)
{
	struct fixture *fixture = *state;
	static const int64_t past[] = { 0, -1, -5000, -NOW };
	uint32_t met[4];

	for (size_t i = 0; i < 4; i++)
		put(fixture, take(fixture), past[i]);
	assert_int_equal(empty_slot(fixture, 1, met, 4), 4);
}

static void the_first_is_the_one_that_is_looked_at_next(void **state)
{
	struct fixture *fixture = *state;
	uint32_t a = take(fixture), b = take(fixture), c = take(fixture);
	const uint32_t order[] = { c, b, a };

	put(fixture, a, 4096);
	put(fixture, b, 20);
	put(fixture, c, 30);
	put(fixture, c, 20);
	for (size_t i = 0; i < 3; i++) {
		for (int again = 0; again < 2; again++)
			assert_int_equal(
				flow_wheel_first(&fixture->wheel, &fixture->pool),
				order[i]);
		flow_pool_give_back(&fixture->pool, order[i]);
	}
	assert_int_equal(flow_wheel_first(&fixture->wheel, &fixture->pool),
	                 FLOW_POOL_NONE);
}

static void the_first_is_found_before_what_was_already_looked_through(void **state)
{
	struct fixture *fixture = *state;
	uint32_t late = take(fixture), soon = take(fixture);

	put(fixture, late, 3600);
	assert_int_equal(flow_wheel_first(&fixture->wheel, &fixture->pool), late);
	put(fixture, soon, 5);
	assert_int_equal(flow_wheel_first(&fixture->wheel, &fixture->pool), soon);
}

/* Somebody opens and closes flows all the time, while others stay. */
static void stale_entries_never_outgrow_the_flows(void **state)
{
	struct fixture *fixture = *state;
	uint32_t stay[FLOWS], met[FLOWS];
	size_t most = 0;

	for (size_t i = 0; i < FLOWS; i++) {
		stay[i] = take(fixture);
		put(fixture, stay[i], 60);
	}
	for (int i = 0; i < 300000; i++) {
		uint32_t number = take(fixture);

		put(fixture, number, 60);
		put(fixture, number, 10 + i % 50);
		flow_wheel_tidy(&fixture->wheel, &fixture->pool, FLOWS + 1);
		if (fixture->wheel.entries > most)
			most = fixture->wheel.entries;
		flow_pool_give_back(&fixture->pool, number);
	}
	assert_true(most <= 2 * (FLOWS + 1) + FLOW_WHEEL_SLACK);
	assert_true(flow_wheel_memory(&fixture->wheel) <= 128 << 10);
	assert_int_equal(empty_slot(fixture, 60, met, FLOWS), FLOWS);
	for (size_t i = 0; i < FLOWS; i++)
		assert_int_equal(met[i], stay[FLOWS - 1 - i]);
}

/* Twice, because a sweep tells what it has seen from what the one before saw. */
static void a_sweep_keeps_the_newest_entry_of_every_flow_in_order(void **state)
{
	struct fixture *fixture = *state;
	uint32_t numbers[FLOWS], met[FLOWS];

	for (size_t i = 0; i < FLOWS; i++)
		numbers[i] = take(fixture);
	for (int sweeps = 0; sweeps < 2; sweeps++) {
		/* Upwards again and again, at last downwards. */
		for (int round = 0; round < 60; round++) {
			for (size_t i = 0; i < FLOWS; i++)
				put(fixture, numbers[i], 60);
		}
		for (size_t i = FLOWS; i-- > 0;)
			put(fixture, numbers[i], i % 3 ? 60 : 70);
		flow_wheel_tidy(&fixture->wheel, &fixture->pool, FLOWS);
		assert_int_equal(fixture->wheel.entries, FLOWS);
	}

	size_t count = empty_slot(fixture, 60, met, FLOWS);

	assert_int_equal(count, FLOWS - (FLOWS + 2) / 3);
	for (size_t i = 1; i < count; i++)
		assert_true(met[i - 1] < met[i]);
	assert_int_equal(empty_slot(fixture, 70, met, FLOWS), FLOWS - count);
	assert_int_equal(fixture->wheel.entries, 0);
}

int main(void)
{
#define WITH_A_WHEEL(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		WITH_A_WHEEL(flows_of_a_slot_are_met_last_in_first_out),
		WITH_A_WHEEL(a_flow_that_moved_is_met_where_it_is_now),
		WITH_A_WHEEL(a_number_of_two_flows_of_a_second_is_met_once),
		WITH_A_WHEEL(a_flow_that_went_away_and_came_back_is_met_once),
		WITH_A_WHEEL(a_free_number_is_nobodys_entry),
		WITH_A_WHEEL(a_deadline_of_the_past_is_due_in_the_next_second),
		WITH_A_WHEEL(the_first_is_the_one_that_is_looked_at_next),
		WITH_A_WHEEL(the_first_is_found_before_what_was_already_looked_through),
		WITH_A_WHEEL(stale_entries_never_outgrow_the_flows),
		WITH_A_WHEEL(a_sweep_keeps_the_newest_entry_of_every_flow_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
