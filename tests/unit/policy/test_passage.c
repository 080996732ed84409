/* SPDX-License-Identifier: BSD-2-Clause */
#include "../judge/made_judge.h"

#include <string.h>

#include "policy/passage.h"

static const char site[] =
	"hosts:\n"
	"  - {name: fe1, addresses: [10.1.1.1], roles: [front-end]}\n"
	"  - {name: fe2, addresses: [10.1.1.2], roles: [front-end]}\n"
	"  - {name: fe3, addresses: [10.1.1.3], roles: [front-end]}\n"
	"  - {name: sql, addresses: [10.1.1.8], roles: [sql-server]}\n"
	"  - {name: edge, addresses: [10.2.1.1], external: [10.2.2.1], roles: [edge]}\n"
	"pools:\n"
	"  - {name: p1, roles: [front-end], members: [fe1, fe2]}\n"
	"  - {name: p2, roles: [front-end], members: [fe3]}\n"
	"networks:\n"
	"  - {name: all, range: 10.0.0.0/8}\n"
	"  - {name: staff, range: 10.100.0.0/16, roles: [client]}\n"
	"allow:\n"
	"  - {from: sql, to: fe1, port: 1/tcp, reason: over, until: 2020-01-01}\n"
	"  - {from: [sql-server, staff], to: fe1, port: 2/tcp, reason: r, until: 2120-01-01}\n";

struct passed {
	struct made_judge made;
	struct passage_list *list;
};

static int set_up(void **state)
{
	struct passed *passed = calloc(1, sizeof(*passed));

	assert_non_null(passed);
	made_judge_init(&passed->made, site, false, 0);
	passed->list = passage_list_make(passed->made.policy, MADE_START);
	assert_non_null(passed->list);
	*state = passed;
	return 0;
}

static int tear_down(void **state)
{
	struct passed *passed = *state;

	passage_list_destroy(passed->list);
	made_judge_fini(&passed->made);
	free(passed);
	return 0;
}

static uint32_t end_called(const struct passage_list *list, const char *name,
                           uint8_t side)
{
	for (uint32_t i = 0; i < list->end_count; i++)
		if (strcmp(list->ends[i].name, name) == 0 && list->ends[i].side == side)
			return i;
	fail_msg("no end %s", name);
	abort(); /* cmocka has jumped away */
}

static bool is_of(const struct passage *passage, const char *row)
{
	for (size_t i = 0; i < passage->rule_count; i++)
		if (strcmp(passage->rules[i]->row->id, row) == 0)
			return true;
	return false;
}

/* The only passage of @row to the end @to; NULL: there is none. */
static const struct passage *passage_of(const struct passage_list *list, uint32_t to,
                                        const char *row)
{
	const struct passage *found = NULL;

	for (size_t i = 0; i < list->passage_count; i++) {
		if (list->passages[i].to != to || !is_of(&list->passages[i], row))
			continue;
		assert_null(found);
		found = &list->passages[i];
	}
	return found;
}

static bool comes_from(const struct passage *passage, uint32_t end)
{
	for (size_t i = 0; i < passage->from_count; i++)
		if (passage->from[i] == end)
			return true;
	return false;
}

static void members_of_a_pool_are_one_end_and_sides_are_two(void **state)
{
	const struct passage_list *list = ((struct passed *)*state)->list;
	const struct passage_end *pool = &list->ends[end_called(list, "p1", 0)];

	assert_int_equal(pool->range_count, 2);
	assert_true(pool->judged);
	assert_true(list->ends[end_called(list, "sql", 0)].guarded);
	assert_true(end_called(list, "edge", ROW_INTERFACE_INTERNAL) !=
	            end_called(list, "edge", ROW_INTERFACE_EXTERNAL));
	/* The narrower network stands first. */
	assert_true(end_called(list, "staff", 0) < end_called(list, "all", 0));
}

static void who_opens_a_row_is_who_fits_it(void **state)
{
	const struct passage_list *list = ((struct passed *)*state)->list;
	const uint32_t pool = end_called(list, "p1", 0), sql = end_called(list, "sql", 0);
	const struct passage *psom = passage_of(list, pool, "server-7");
	const struct passage *within = passage_of(list, pool, "server-34");
	const struct passage *database = passage_of(list, sql, "windows-18");

	assert_non_null(psom);
	assert_true(comes_from(psom, end_called(list, "staff", 0)));
	assert_false(comes_from(psom, end_called(list, "all", 0)));
	assert_int_equal(psom->from_reach, PASSAGE_DECLARED);
	/* server-34 is spoken within a pool. */
	assert_non_null(within);
	assert_int_equal(within->from_count, 1);
	assert_true(comes_from(within, pool));
	assert_true(!database || !comes_from(database, end_called(list, "staff", 0)));
}

static void the_internet_opens_outer_sides_alone(void **state)
{
	const struct passage_list *list = ((struct passed *)*state)->list;
	bool anybody = false;

	for (size_t i = 0; i < list->passage_count; i++) {
		const struct passage *passage = &list->passages[i];

		if (passage->to >= list->end_count)
			continue;
		if (list->ends[passage->to].side == ROW_INTERFACE_INTERNAL)
			assert_true(passage->from_reach != PASSAGE_ANYBODY ||
			            passage->rules[0]->row->interface ==
			                    ROW_INTERFACE_UNSTATED);
		anybody |= list->ends[passage->to].side == ROW_INTERFACE_EXTERNAL &&
		           passage->from_reach == PASSAGE_ANYBODY;
	}
	assert_true(anybody);
}

static void what_is_inside_is_spoken_of_at_the_inner_side(void **state)
{
	const struct passage_list *list = ((struct passed *)*state)->list;
	const uint32_t inner = end_called(list, "edge", ROW_INTERFACE_INTERNAL);
	const uint32_t outer = end_called(list, "edge", ROW_INTERFACE_EXTERNAL);
	const struct passage *sip =
		passage_of(list, end_called(list, "p1", 0), "edge-15");

	assert_non_null(sip);
	assert_true(comes_from(sip, inner));
	assert_false(comes_from(sip, outer));
	/* Rows that name no interface: remote management, IPsec between hosts of the domain. */
	assert_non_null(passage_of(list, inner, "windows-19"));
	assert_null(passage_of(list, outer, "windows-19"));
	assert_non_null(passage_of(list, inner, "windows-21"));
	assert_null(passage_of(list, outer, "windows-21"));
	assert_non_null(passage_of(list, outer, "edge-2"));
}

/* No passage is within another one to the same end. */
static void there_are_as_few_as_do(void **state)
{
	const struct passage_list *list = ((struct passed *)*state)->list;
	const uint32_t pool = end_called(list, "p1", 0);

	for (size_t i = 0; i < list->passage_count; i++)
		for (size_t j = 0; j < list->passage_count; j++) {
			const struct passage *a = &list->passages[i],
					     *b = &list->passages[j];

			if (i != j && a->to == pool && b->to == pool &&
			    a->from_reach == b->from_reach &&
			    a->either_first == b->either_first && a->span_count == 1 &&
			    b->span_count == 1 &&
			    memcmp(a->spans, b->spans, sizeof(*a->spans)) == 0 &&
			    a->from_count == b->from_count && a->from_count > 0)
				assert_memory_not_equal(a->from, b->from,
				                        a->from_count * sizeof(*a->from));
		}
	/* Two rows of the web services list 443 for the same peers. */
	assert_ptr_equal(passage_of(list, pool, "server-12"),
	                 passage_of(list, pool, "server-19"));
}

static void what_is_over_allows_nothing(void **state)
{
	const struct passage_list *list = ((struct passed *)*state)->list;

	assert_int_equal(list->allow_count, 1);
	assert_int_equal(list->allows[0].allow->ports[0].low, 2);
	assert_int_equal(list->allows[0].from_count, 1);
	assert_int_equal(list->allows[0].from[0], end_called(list, "sql", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_of_a_pool_are_one_end_and_sides_are_two),
		cmocka_unit_test(who_opens_a_row_is_who_fits_it),
		cmocka_unit_test(the_internet_opens_outer_sides_alone),
		cmocka_unit_test(what_is_inside_is_spoken_of_at_the_inner_side),
		cmocka_unit_test(there_are_as_few_as_do),
		cmocka_unit_test(what_is_over_allows_nothing),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
