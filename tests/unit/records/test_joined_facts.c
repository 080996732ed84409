/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>

#include "../../../src/records/joined_facts.h"

static uint64_t hash_of(const struct joined_facts *facts, unsigned number)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "C%u", number);

	return joined_facts_hash(facts,
	                         &(struct joined_id){ .space = JOINED_ZEEK_CONNECTION,
	                                              .text = text,
	                                              .len = (size_t)len });
}

static void add(struct joined_facts *facts, unsigned number, uint64_t hints)
{
	struct joined_fact *fact = joined_facts_add(facts, hash_of(facts, number));

	assert_non_null(fact);
	fact->hints[0] = hints;
}

static void what_is_let_go_before_a_flow_asks_is_counted(void **state)
{
	struct joined_facts *facts = joined_facts_create();

	(void)state;
	assert_non_null(facts);
	add(facts, 0, 1); /* asked for: nothing is missed of it */
	add(facts, 1, 0); /* says nothing: nor of this */
	for (unsigned i = 2; i < JOINED_FACTS_MOST; i++)
		add(facts, i, 1);
	assert_non_null(joined_facts_find(facts, hash_of(facts, 0)));
	add(facts, 5, 1); /* there already */
	assert_int_equal(joined_facts_forgotten(facts), 0);
	add(facts, JOINED_FACTS_MOST, 1);
	add(facts, JOINED_FACTS_MOST + 1, 1);
	assert_null(joined_facts_find(facts, hash_of(facts, 0)));
	assert_int_equal(joined_facts_forgotten(facts), 0);
	add(facts, JOINED_FACTS_MOST + 2, 1);
	assert_null(joined_facts_find(facts, hash_of(facts, 2)));
	assert_non_null(joined_facts_find(facts, hash_of(facts, 3)));
	assert_int_equal(joined_facts_forgotten(facts), 1);
	joined_facts_destroy(facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_let_go_before_a_flow_asks_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
