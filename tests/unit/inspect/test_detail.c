/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "inspect/detail.h"

static void values_are_kept_replaced_and_cut(void **state)
{
	struct detail_list *list = NULL;
	char longest[300];
	size_t len;

	(void)state;
	memset(longest, 'x', sizeof(longest));
	/* Every length, over every other: the neighbours stay as they are. */
	detail_set(&list, DETAIL_TLS_VERSION, "first", 5);
	detail_set(&list, DETAIL_NOTE, "last", 4);
	for (size_t i = 0; i < sizeof(longest); i++) {
		detail_set(&list, DETAIL_SIP_GRUU, longest, i * 7 % sizeof(longest));
		assert_non_null(detail_get(list, DETAIL_SIP_GRUU, &len));
		assert_int_equal(len, i * 7 % 300 < 255 ? i * 7 % 300 : 255);
		assert_memory_equal(detail_get(list, DETAIL_TLS_VERSION, &len), "first",
		                    5);
		assert_memory_equal(detail_get(list, DETAIL_NOTE, &len), "last", 4);
		assert_int_equal(len, 4);
	}
	assert_null(detail_get(list, DETAIL_TLS_SNI, &len));
	assert_null(detail_get(NULL, DETAIL_TLS_SNI, &len));
	detail_list_destroy(list);
}

static void count_in_order(enum detail key, const char *bytes, size_t len, void *context)
{
	int *next = context;

	assert_int_equal(key, *next);
	assert_int_equal(len, 1);
	assert_int_equal((uint8_t)bytes[0], key);
	++*next;
}

static void visit_goes_in_the_order_of_keys(void **state)
{
	struct detail_list *list = NULL;
	int next = 0;

	(void)state;
	for (int i = 0; i < DETAILS; i++) {
		uint8_t key = (uint8_t)((i * 11 + 3) % DETAILS);

		detail_set(&list, (enum detail)key, &key, 1);
	}
	detail_visit(list, count_in_order, &next);
	assert_int_equal(next, DETAILS);
	assert_true(detail_memory(list) >= 3 * DETAILS);
	assert_int_equal(detail_memory(NULL), 0);
	detail_list_destroy(list);
}

struct places {
	const char *objects[DETAILS], *keys[DETAILS];
	size_t count;
};

static void take_place(enum detail key, const char *bytes, size_t len, void *context)
{
	struct places *places = context;

	(void)bytes, (void)len;
	assert_non_null(detail_object(key));
	for (size_t i = 0; i < places->count; i++)
		assert_false(strcmp(detail_object(key), places->objects[i]) == 0 &&
		             strcmp(detail_key(key), places->keys[i]) == 0);
	places->objects[places->count] = detail_object(key);
	places->keys[places->count++] = detail_key(key);
}

static void all_that_is_shown_has_a_place_of_its_own(void **state)
{
	struct detail_list *list = NULL;

	(void)state;
	for (int i = 0; i < DETAILS; i++)
		detail_set(&list, (enum detail)i, "x", 1);
	for (unsigned initiator = 0; initiator < 2; initiator++) {
		struct places places = { .count = 0 };

		detail_show(list, initiator, take_place, &places);
		/* Loss and jitter are one text each, the note holds two more values. */
		assert_int_equal(places.count, DETAILS - 4);
	}
	detail_list_destroy(list);
}

struct shown {
	char text[256];
};

static void append(enum detail key, const char *bytes, size_t len, void *context)
{
	struct shown *shown = context;
	size_t used = strlen(shown->text);

	snprintf(shown->text + used, sizeof(shown->text) - used, "%s=%.*s ",
	         detail_key(key), (int)len, bytes);
}

static void assert_shown(const struct detail_list *list, unsigned initiator,
                         const char *expected, const char *expected_note)
{
	struct shown shown = { "" };
	char note[DETAIL_NOTE_SIZE];

	detail_show(list, initiator, append, &shown);
	assert_string_equal(shown.text, expected);
	assert_int_equal(detail_note(list, initiator, note), strlen(expected_note));
	assert_memory_equal(note, expected_note, strlen(expected_note));
}

static void pairs_are_shown_in_the_order_of_roles(void **state)
{
	struct detail_list *list = NULL;

	(void)state;
	assert_shown(NULL, 0, "", "");
	detail_set(&list, detail_by_end(DETAIL_SIP_AGENTS, 1), "b", 1);
	assert_shown(list, 0, "server=b ", "");
	assert_shown(list, 1, "user_agent=b ", "");
	detail_set(&list, detail_by_end(DETAIL_SIP_AGENTS, 0), "a", 1);
	detail_set(&list, detail_by_end(DETAIL_RTP_LOSS, 0), "0.12", 4);
	detail_set(&list, detail_by_end(DETAIL_RTP_LOSS, 1), "7.00", 4);
	detail_set(&list, detail_by_end(DETAIL_RTP_JITTER, 1), "3", 1);
	assert_shown(list, 0, "user_agent=a server=b loss=0.12/7.00 jitter=-/3 ", "");
	assert_shown(list, 1, "user_agent=b server=a loss=7.00/0.12 jitter=3/- ", "");
	detail_list_destroy(list);
}

static void the_note_tells_who_reordered(void **state)
{
	struct detail_list *list = NULL;
	char longest[300], note[DETAIL_NOTE_SIZE];

	(void)state;
	detail_set(&list, detail_by_end(DETAIL_RTP_REORDERED, 1), "12", 2);
	assert_shown(list, 0, "", "RTP reordered 0/12");
	detail_set(&list, DETAIL_NOTE, "TLS 1.0", 7);
	assert_shown(list, 0, "note=TLS 1.0 ", "TLS 1.0, RTP reordered 0/12");
	assert_shown(list, 1, "note=TLS 1.0 ", "TLS 1.0, RTP reordered 12/0");
	/* Whatever was set, there is room for it. */
	memset(longest, 'x', sizeof(longest));
	detail_set(&list, DETAIL_NOTE, longest, sizeof(longest));
	for (unsigned end = 0; end < 2; end++)
		detail_set(&list, detail_by_end(DETAIL_RTP_REORDERED, end), longest,
		           sizeof(longest));
	assert_true(detail_note(list, 0, note) == 255 + 2 + 14 + 255 + 1 + 255);
	detail_list_destroy(list);
}

static void merging_is_setting_each_value(void **state)
{
	struct detail_list *from = NULL, *into = NULL;
	size_t len;

	(void)state;
	detail_set(&from, DETAIL_TLS_SUBJECT, "subject", 7);
	detail_set(&from, DETAIL_TLS_SAN, "names", 5);
	detail_merge(&into, NULL);
	assert_null(into);
	/* Into nothing, behind what is there, and among it. */
	for (int i = 0; i < 3; i++) {
		if (i == 1) {
			detail_list_destroy(into);
			into = NULL;
			detail_set(&into, DETAIL_TLS_SNI, "sni", 3);
		}
		if (i == 2) {
			detail_set(&into, DETAIL_TLS_SAN, "other", 5);
			detail_set(&into, DETAIL_NOTE, "note", 4);
		}
		detail_merge(&into, from);
		assert_memory_equal(detail_get(into, DETAIL_TLS_SUBJECT, &len), "subject",
		                    7);
		assert_memory_equal(detail_get(into, DETAIL_TLS_SAN, &len), "names", 5);
		assert_int_equal(len, 5);
		if (i > 0)
			assert_memory_equal(detail_get(into, DETAIL_TLS_SNI, &len), "sni",
			                    3);
	}
	assert_memory_equal(detail_get(into, DETAIL_NOTE, &len), "note", 4);
	detail_list_destroy(into);
	detail_list_destroy(from);
}

static void a_shared_list_is_changed_for_one_owner_only(void **state)
{
	struct detail_list *mine = NULL, *theirs;
	size_t len;

	(void)state;
	assert_null(detail_list_share(NULL));
	detail_set(&mine, DETAIL_TLS_SNI, "sni", 3);
	theirs = detail_list_share(mine);
	assert_ptr_equal(mine, theirs);
	assert_int_equal(detail_memory(mine), detail_memory(theirs));
	detail_set(&mine, DETAIL_TLS_SNI, "other", 5);
	detail_set(&mine, DETAIL_NOTE, "late", 4);
	assert_memory_equal(detail_get(mine, DETAIL_TLS_SNI, &len), "other", 5);
	assert_memory_equal(detail_get(theirs, DETAIL_TLS_SNI, &len), "sni", 3);
	assert_null(detail_get(theirs, DETAIL_NOTE, &len));
	detail_list_destroy(mine);
	assert_memory_equal(detail_get(theirs, DETAIL_TLS_SNI, &len), "sni", 3);
	detail_list_destroy(theirs);
}

static void memory_is_divided_by_all_owners_there_ever_were(void **state)
{
	struct detail_list *list = NULL, *other;
	size_t whole;

	(void)state;
	detail_set(&list, DETAIL_TLS_SNI, "sni", 3);
	whole = detail_memory(list);
	other = detail_list_share(list);
	assert_int_equal(detail_memory(list), whole / 2);
	/* When another thread is done with it makes no difference. */
	detail_list_destroy(other);
	assert_int_equal(detail_memory(list), whole / 2);
	detail_list_destroy(list);
}

static void a_copy_takes_no_more_than_it_needs(void **state)
{
	struct detail_list *list = NULL, *copy;
	size_t len;

	(void)state;
	assert_null(detail_copy(NULL));
	detail_set(&list, DETAIL_TLS_SNI, "sni", 3);
	copy = detail_copy(list);
	assert_true(detail_memory(copy) < detail_memory(list));
	detail_set(&copy, DETAIL_NOTE, "late", 4);
	assert_memory_equal(detail_get(copy, DETAIL_TLS_SNI, &len), "sni", 3);
	assert_memory_equal(detail_get(copy, DETAIL_NOTE, &len), "late", 4);
	assert_null(detail_get(list, DETAIL_NOTE, &len));
	detail_list_destroy(copy);
	detail_list_destroy(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_kept_replaced_and_cut),
		cmocka_unit_test(visit_goes_in_the_order_of_keys),
		cmocka_unit_test(merging_is_setting_each_value),
		cmocka_unit_test(a_shared_list_is_changed_for_one_owner_only),
		cmocka_unit_test(memory_is_divided_by_all_owners_there_ever_were),
		cmocka_unit_test(a_copy_takes_no_more_than_it_needs),
		cmocka_unit_test(all_that_is_shown_has_a_place_of_its_own),
		cmocka_unit_test(pairs_are_shown_in_the_order_of_roles),
		cmocka_unit_test(the_note_tells_who_reordered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
