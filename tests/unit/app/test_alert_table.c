/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>

#include "../../../src/app/alert_table.h"

static void a_finding_is_news_once_until_it_is_worse_or_forgotten(void **state)
{
	struct alert_table table = { 0 };

	(void)state;
	assert_int_equal(alert_table_note(&table, "F-1", 2, 10), ALERT_NEW);
	assert_int_equal(alert_table_note(&table, "F-1", 2, 20), ALERT_KNOWN);
	assert_int_equal(alert_table_note(&table, "F-1", 1, 30), ALERT_KNOWN);
	assert_int_equal(alert_table_note(&table, "F-1", 3, 40), ALERT_WORSE);
	assert_int_equal(alert_table_note(&table, "F-1", 3, 50), ALERT_KNOWN);
	alert_table_forget(&table, 50);
	assert_int_equal(alert_table_note(&table, "F-1", 3, 60), ALERT_KNOWN);
	alert_table_forget(&table, 61);
	assert_int_equal(alert_table_note(&table, "F-1", 3, 70), ALERT_NEW);
	alert_table_fini(&table);
}

static void what_an_earlier_run_said_is_known_however_bad(void **state)
{
	struct alert_table table = { 0 };

	(void)state;
	assert_true(alert_table_restore(&table, "F-2", 10, 20));
	assert_int_equal(alert_table_note(&table, "F-2", 3, 30), ALERT_KNOWN);
	assert_int_equal(alert_table_note(&table, "F-1", 1, 30), ALERT_NEW);
	alert_table_fini(&table);
}

static void when_it_is_full_who_was_not_seen_for_longest_makes_room(void **state)
{
	struct alert_table table = { 0 };
	char id[ALERT_ID_SIZE];

	(void)state;
	for (int i = 0; i < ALERTS_MOST; i++) {
		snprintf(id, sizeof(id), "F-%06d", i);
		assert_int_equal(alert_table_note(&table, id, 1, 100 + i), ALERT_NEW);
	}
	assert_int_equal(alert_table_note(&table, "F-000000", 1, 1000000), ALERT_KNOWN);
	assert_int_equal(alert_table_note(&table, "G", 1, 1000001), ALERT_NEW);
	assert_int_equal(table.count, ALERTS_MOST);
	assert_int_equal(alert_table_note(&table, "F-000000", 1, 1000002), ALERT_KNOWN);
	assert_int_equal(alert_table_note(&table, "F-000001", 1, 1000003), ALERT_NEW);
	alert_table_fini(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_finding_is_news_once_until_it_is_worse_or_forgotten),
		cmocka_unit_test(what_an_earlier_run_said_is_known_however_bad),
		cmocka_unit_test(when_it_is_full_who_was_not_seen_for_longest_makes_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
