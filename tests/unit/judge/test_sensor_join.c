/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/transport.h"
#include "flow/unseen.h"
#include "judge/sensor_join.h"
#include "judge/sensors.h"

#define START INT64_C(1795334400000000)
#define KEPT  64

struct joined {
	struct sensors *sensors;
	struct sensor_join *join;
	struct conversation given[KEPT];
	size_t count;
};

static void take(const struct conversation *conversation,
                 const struct detail_list *details, void *context)
{
	struct joined *joined = context;

	assert_null(details);
	if (joined->count < KEPT)
		joined->given[joined->count] = *conversation;
	joined->count++;
}

static struct joined *begin(struct joined *joined, size_t memory)
{
	*joined = (struct joined){ .sensors = sensors_create() };
	assert_non_null(joined->sensors);
	joined->join = sensor_join_create(joined->sensors, memory, take, joined);
	assert_non_null(joined->join);
	return joined;
}

static void end(struct joined *joined)
{
	sensor_join_destroy(joined->join);
	sensors_destroy(joined->sensors);
}

static struct conversation conversation_from(uint16_t port, double second)
{
	struct conversation conversation = {
		.initiator_port = port,
		.responder_port = 5061,
		.transport = TRANSPORT_TCP,
		.state = FLOW_ESTABLISHED,
		.direction_by = FLOW_BY_SYN,
		.flows = 1,
		.packets = { 5, 4 },
		.bytes = { 500, 400 },
		.first_us = START + (int64_t)(second * 1e6),
		.last_us = START + (int64_t)(second * 1e6) + US_PER_SECOND,
	};

	assert_true(address_parse(&conversation.initiator, "10.0.0.1"));
	assert_true(address_parse(&conversation.responder, "10.0.0.2"));
	return conversation;
}

static void add(struct joined *joined, const char *sensor,
                struct conversation conversation)
{
	sensor_join_add(joined->join, &conversation, NULL,
	                sensors_number(joined->sensors, sensor));
}

static void sets_are_found_again(void **state)
{
	struct sensors *sensors = sensors_create();
	uint16_t a = sensors_number(sensors, "a"), b = sensors_number(sensors, "b");
	uint16_t both = sensors_union(sensors, sensors_alone(sensors, a),
	                              sensors_alone(sensors, b));

	(void)state;
	assert_int_equal(sensors_number(sensors, "a"), a);
	assert_int_equal(sensors_number(sensors, NULL), SENSORS_NONE);
	assert_int_equal(sensors_alone(sensors, SENSORS_NONE), 0);
	assert_true(sensors_has(sensors, both, a) && sensors_has(sensors, both, b));
	assert_int_equal(sensors_union(sensors, sensors_alone(sensors, b), both), both);
	assert_false(sensors_has(sensors, sensors_alone(sensors, b), a));
	sensors_destroy(sensors);
}

static void more_sensors_than_there_is_room_for_are_nobody(void **state)
{
	struct sensors *sensors = sensors_create();
	char name[16];

	(void)state;
	for (unsigned i = 0; i < SENSORS_MOST + 10; i++) {
		snprintf(name, sizeof(name), "fe%u", i);
		assert_int_equal(sensors_number(sensors, name),
		                 i < SENSORS_MOST ? i : SENSORS_NONE);
	}
	sensors_destroy(sensors);
}

static void ports_used_again_are_two_conversations(void **state)
{
	struct joined joined;

	(void)state;
	begin(&joined, 1 << 20);
	add(&joined, "a", conversation_from(40000, 0));
	add(&joined, "a", conversation_from(40000, 20));
	add(&joined, "b", conversation_from(40000, 0.01));
	add(&joined, "b", conversation_from(40000, 20.01));
	sensor_join_settle(joined.join);
	assert_int_equal(joined.count, 2);
	assert_int_equal(joined.given[0].first_us, START);
	assert_int_equal(joined.given[1].first_us, START + 20 * US_PER_SECOND);
	assert_int_equal(joined.given[0].packets[0], 5);
	end(&joined);
}

static void the_same_ends_on_another_day_are_another_conversation(void **state)
{
	struct joined joined;

	(void)state;
	begin(&joined, 1 << 20);
	add(&joined, "a", conversation_from(40000, 0));
	add(&joined, "b", conversation_from(40000, 86400));
	add(&joined, "b", conversation_from(40001, 100000));
	add(&joined, "a", conversation_from(40001, 300));
	sensor_join_settle(joined.join);
	assert_int_equal(joined.count, 4);
	end(&joined);
}

static void what_one_missed_the_other_one_has(void **state)
{
	struct conversation half = conversation_from(40000, 0);
	struct joined joined;

	(void)state;
	half.packets[FLOW_RESPONDER] = 0;
	half.state = FLOW_UNHEARD;
	half.unseen = FLOW_UNSEEN_RESPONDER;
	begin(&joined, 1 << 20);
	add(&joined, "a", half);
	add(&joined, "b", conversation_from(40000, 0.01));
	sensor_join_settle(joined.join);
	assert_int_equal(joined.count, 1);
	assert_int_equal(joined.given[0].state, FLOW_ESTABLISHED);
	assert_int_equal(joined.given[0].unseen, 0);
	assert_int_equal(joined.given[0].packets[FLOW_RESPONDER], 4);
	end(&joined);
}

static void whoever_opened_it_is_known_by_who_saw_the_syn(void **state)
{
	struct conversation turned = conversation_from(40000, 0);
	struct joined joined;

	(void)state;
	conversation_orient(&turned, true, FLOW_BY_PORT);
	begin(&joined, 1 << 20);
	add(&joined, "a", turned);
	add(&joined, "b", conversation_from(40000, 0.01));
	sensor_join_settle(joined.join);
	assert_int_equal(joined.count, 1);
	assert_int_equal(joined.given[0].responder_port, 5061);
	assert_int_equal(joined.given[0].direction_by, FLOW_BY_SYN);
	assert_int_equal(joined.given[0].bytes[FLOW_INITIATOR], 500);
	end(&joined);
}

static void a_clock_that_is_hours_off_is_found(void **state)
{
	struct joined joined;

	(void)state;
	begin(&joined, 1 << 20);
	for (uint16_t i = 0; i < 10; i++)
		add(&joined, "a", conversation_from(40000 + i, i));
	for (uint16_t i = 0; i < 10; i++)
		add(&joined, "b", conversation_from(40000 + i, i + 7200));
	sensor_join_settle(joined.join);
	assert_int_equal(joined.count, 10);
	assert_int_equal(sensors_at(joined.sensors, 1)->ahead_us, 7200 * US_PER_SECOND);
	assert_int_equal(sensors_at(joined.sensors, 1)->common, 10);
	end(&joined);
}

/* More than there is memory for, from @sensors sensors. @return how many were hurried */
static uint64_t overflow(bool sorted, unsigned sensors)
{
	static const char *const names[] = { "a", "b" };
	struct joined joined;
	uint64_t hurried;

	begin(&joined, 1);
	if (sorted)
		sensor_join_expect_sorted(joined.join);
	for (unsigned i = 0; i < 5000; i++)
		for (unsigned j = 0; j < sensors; j++)
			add(&joined, names[j],
			    conversation_from((uint16_t)(10000 + i), j * 0.01));
	sensor_join_settle(joined.join);
	if (sorted)
		assert_int_equal(joined.count, 5000);
	hurried = sensor_join_hurried(joined.join);
	end(&joined);
	return hurried;
}

static void what_memory_ended_too_early_for_is_counted(void **state)
{
	(void)state;
	assert_true(overflow(false, 2) > 0);
	assert_int_equal(overflow(false, 1), 0);
	assert_int_equal(overflow(true, 2), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sets_are_found_again),
		cmocka_unit_test(more_sensors_than_there_is_room_for_are_nobody),
		cmocka_unit_test(ports_used_again_are_two_conversations),
		cmocka_unit_test(the_same_ends_on_another_day_are_another_conversation),
		cmocka_unit_test(what_one_missed_the_other_one_has),
		cmocka_unit_test(whoever_opened_it_is_known_by_who_saw_the_syn),
		cmocka_unit_test(a_clock_that_is_hours_off_is_found),
		cmocka_unit_test(what_memory_ended_too_early_for_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
