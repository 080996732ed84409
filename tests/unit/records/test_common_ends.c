/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>

#include "../../../src/records/common_ends.h"
#include "store/store.h"

static struct store_record record_of(const char *sensor, unsigned client, bool turned)
{
	struct store_record record = { .sensor = sensor };
	struct address *from = turned ? &record.responder : &record.initiator;
	struct address *to = turned ? &record.initiator : &record.responder;

	assert_true(address_parse(from, "10.100.0.0"));
	from->bytes[13] = (uint8_t)(client >> 16);
	from->bytes[14] = (uint8_t)(client >> 8);
	from->bytes[15] = (uint8_t)client;
	assert_true(address_parse(to, "10.1.1.11"));
	*(turned ? &record.responder_port : &record.initiator_port) = 50000;
	*(turned ? &record.initiator_port : &record.responder_port) = 5061;
	return record;
}

static void note(struct common_ends *ends, const char *sensor, unsigned client,
                 bool turned)
{
	const struct store_record record = record_of(sensor, client, turned);

	common_ends_note(ends, &record);
}

static bool have(const struct common_ends *ends, const char *sensor, unsigned client)
{
	const struct store_record record = record_of(sensor, client, false);

	return common_ends_have(ends, &record);
}

static void ends_that_two_sensors_saw_are_common_whoever_began(void **state)
{
	struct common_ends *ends = common_ends_create(100);

	(void)state;
	assert_non_null(ends);
	note(ends, "near", 1, false);
	note(ends, "far", 1, true);
	note(ends, "near", 2, false);
	note(ends, "near", 2, true);
	assert_true(have(ends, "near", 1));
	assert_true(have(ends, "far", 1));
	assert_false(have(ends, "near", 2));
	common_ends_destroy(ends);
}

/* Four times the records that places were made for: what is common is never missed. */
static void a_full_table_errs_to_one_side_alone(void **state)
{
	const unsigned clients = 1u << 16;
	struct common_ends *ends = common_ends_create(clients / 4);
	unsigned by_chance = 0;

	(void)state;
	assert_non_null(ends);
	for (unsigned i = 0; i < clients; i++)
		note(ends, i % 2 ? "near" : "far", i, false);
	for (unsigned i = 0; i < clients; i += 64)
		note(ends, i % 2 ? "far" : "near", i, false);
	for (unsigned i = 0; i < clients; i++)
		if (i % 64 == 0)
			assert_true(have(ends, "near", i));
		else
			by_chance += have(ends, "near", i);
	assert_in_range(by_chance, 1, clients);
	common_ends_destroy(ends);
}

static void most_are_told_apart_in_as_many_places_as_were_asked_for(void **state)
{
	const unsigned clients = 1u << 16;
	struct common_ends *ends = common_ends_create(clients);
	unsigned by_chance = 0;

	(void)state;
	assert_non_null(ends);
	for (unsigned i = 0; i < clients; i++)
		note(ends, i % 2 ? "near" : "far", i, false);
	for (unsigned i = 0; i < clients; i++)
		by_chance += have(ends, "near", i);
	assert_in_range(by_chance, 0, clients / 10);
	common_ends_destroy(ends);
}

static void of_more_sensors_than_have_numbers_nothing_is_missed(void **state)
{
	struct common_ends *ends = common_ends_create(1000);
	char names[400][8];

	(void)state;
	assert_non_null(ends);
	for (unsigned i = 0; i < 400; i++) {
		snprintf(names[i], sizeof(names[i]), "s%u", i);
		note(ends, names[i], i / 2, false);
	}
	for (unsigned i = 0; i < 200; i++)
		assert_true(have(ends, names[2 * i], i));
	common_ends_destroy(ends);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ends_that_two_sensors_saw_are_common_whoever_began),
		cmocka_unit_test(a_full_table_errs_to_one_side_alone),
		cmocka_unit_test(most_are_told_apart_in_as_many_places_as_were_asked_for),
		cmocka_unit_test(of_more_sensors_than_have_numbers_nothing_is_missed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
