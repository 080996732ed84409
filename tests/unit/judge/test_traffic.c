/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "../../../src/judge/traffic_table.h"
#include "base/arena.h"
#include "base/clock.h"

#define START INT64_C(1795334400000000) /* 2026-11-22T08:00:00Z */
#define HOUR  (3600 * US_PER_SECOND)

static void add(struct traffic_table *table, int64_t first_us, int64_t last_us,
                uint64_t flows, enum verdict_kind kind)
{
	struct conversation conversation = { .first_us = first_us,
		                             .last_us = last_us,
		                             .flows = flows };
	struct verdict verdict = { .kind = kind,
		                   .allow = -1,
		                   .initiator_roles = ROLE_BIT(ROLE_CLIENT),
		                   .responder_roles = ROLE_BIT(ROLE_CMS) |
		                                      ROLE_BIT(ROLE_FRONT_END) };

	assert_true(address_parse(&conversation.initiator, "10.100.0.7"));
	assert_true(address_parse(&conversation.responder, "10.1.1.11"));
	traffic_table_add(table, &conversation, &verdict, false);
}

static struct audit_timeline timeline_of(const struct traffic_table *table)
{
	struct audit_timeline timeline;

	traffic_table_timeline(table, &timeline);
	return timeline;
}

static uint64_t sum(const struct audit_timeline *timeline, enum traffic_class class)
{
	uint64_t flows = 0;

	for (size_t i = 0; i < timeline->step_count; i++)
		flows += timeline->flows[class][i];
	return flows;
}

static void an_end_is_the_first_role_else_where_it_is(void **state)
{
	struct address inside, outside;

	(void)state;
	assert_true(address_parse(&inside, "10.0.0.1"));
	assert_true(address_parse(&outside, "8.8.4.4"));
	assert_int_equal(
		traffic_end_of(ROLE_BIT(ROLE_CMS) | ROLE_BIT(ROLE_FRONT_END), &outside),
		ROLE_FRONT_END);
	assert_int_equal(traffic_end_of(0, &inside), TRAFFIC_UNKNOWN);
	assert_int_equal(traffic_end_of(0, &outside), TRAFFIC_INTERNET);
	assert_int_equal(traffic_end_of(ROLE_BALANCED_BIT(ROLE_FRONT_END), &inside),
	                 TRAFFIC_UNKNOWN);
}

static void edges_add_up_by_roles_and_class(void **state)
{
	struct traffic_table table;
	struct arena *arena = arena_create();
	struct audit_edge *edges;
	size_t count;

	(void)state;
	assert_true(traffic_table_init(&table));
	add(&table, START, START, 3, VERDICT_EXPECTED);
	add(&table, START, START, 4, VERDICT_EXPECTED);
	add(&table, START, START, 5, VERDICT_REFUSED);
	edges = traffic_table_edges(&table, arena, &count);
	assert_non_null(edges);
	assert_int_equal(count, 2);
	assert_int_equal(edges[0].from, ROLE_CLIENT);
	assert_int_equal(edges[0].to, ROLE_FRONT_END);
	assert_int_equal(edges[0].class, TRAFFIC_EXPECTED);
	assert_int_equal(edges[0].flows, 7);
	assert_int_equal(edges[1].class, TRAFFIC_IN_VAIN);
	assert_int_equal(edges[1].flows, 5);
	arena_destroy(arena);
	traffic_table_fini(&table);
}

static void steps_grow_with_the_time_and_lose_nothing(void **state)
{
	struct traffic_table table;
	struct audit_timeline timeline;

	(void)state;
	assert_true(traffic_table_init(&table));
	assert_int_equal(timeline_of(&table).step_count, 0);
	add(&table, START, START, 1, VERDICT_EXPECTED);
	timeline = timeline_of(&table);
	assert_int_equal(timeline.step_us, US_PER_SECOND);
	assert_int_equal(timeline.step_count, 1);
	for (int64_t hour = -20; hour < 20; hour++)
		add(&table, START + hour * HOUR, START + hour * HOUR, 2,
		    VERDICT_EXPECTED);
	timeline = timeline_of(&table);
	assert_int_equal(timeline.step_us, HOUR);
	assert_int_equal(timeline.step_count, 40);
	assert_int_equal(timeline.start_us, START - 20 * HOUR);
	assert_int_equal(sum(&timeline, TRAFFIC_EXPECTED), 81);
	assert_int_equal(timeline.flows[TRAFFIC_EXPECTED][20], 3);
	/* From the beginning of time to the end of it. */
	add(&table, 0, 0, 1, VERDICT_EXPECTED);
	add(&table, INT64_MAX, INT64_MAX, 1, VERDICT_EXPECTED);
	timeline = timeline_of(&table);
	assert_true(timeline.step_count <= TRAFFIC_STEPS);
	assert_int_equal(sum(&timeline, TRAFFIC_EXPECTED), 83);
	traffic_table_fini(&table);
}

static void what_is_folded_is_spread_over_its_time(void **state)
{
	struct traffic_table table;
	struct audit_timeline timeline;

	(void)state;
	assert_true(traffic_table_init(&table));
	add(&table, START, START + 9 * HOUR, 25, VERDICT_WRONG_ROLE);
	timeline = timeline_of(&table);
	assert_int_equal(sum(&timeline, TRAFFIC_UNEXPECTED), 25);
	assert_true(timeline.flows[TRAFFIC_UNEXPECTED][timeline.step_count - 1] <= 3);
	assert_true(timeline.flows[TRAFFIC_UNEXPECTED][0] > 0);
	traffic_table_fini(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_end_is_the_first_role_else_where_it_is),
		cmocka_unit_test(edges_add_up_by_roles_and_class),
		cmocka_unit_test(steps_grow_with_the_time_and_lose_nothing),
		cmocka_unit_test(what_is_folded_is_spread_over_its_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
