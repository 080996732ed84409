/* SPDX-License-Identifier: BSD-2-Clause */
/* What is kept of what was said at a listener hangs on what was said, not on who came first. */
#include "../unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "inspect/detail.h"

#include "../../../src/judge/listener_said.h"

static const struct spoken {
	enum detail detail;
	const char *text;
} spoken[] = {
	{ DETAIL_HTTP_USER_AGENT, "curl" }, { DETAIL_TLS_SNI, "b.example" },
	{ DETAIL_TLS_SNI, "a.example" },    { DETAIL_SIP_METHOD, "OPTIONS" },
	{ DETAIL_TLS_SUBJECT, "srv.x" },    { DETAIL_HTTP_HOST, "a" },
	{ DETAIL_HTTP_HOST, "ab" },         { DETAIL_DNS_QUERY, "x" },
	{ DETAIL_TLS_SUBJECT, "srv" },
};

#define SPOKEN ARRAY_LEN(spoken)

static void say(struct listener_said **said, const struct spoken *words, size_t *left)
{
	struct detail_list *details = detail_list_create(64);

	detail_set(&details, words->detail, words->text, strlen(words->text));
	listener_said_observe(said, details, left);
	detail_list_destroy(details);
}

static void expect(const struct listener_said *said)
{
	static const struct audit_said wanted[] = {
		{ "certificate", "srv" },
		{ "SNI", "a.example" },
		{ "HTTP host", "a" },
		{ "SIP request", "OPTIONS" },
	};
	struct audit_said words[LISTENER_SAID];

	assert_int_equal(listener_said_words(said, words), ARRAY_LEN(wanted));
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
		assert_string_equal(words[i].label, wanted[i].label);
		assert_string_equal(words[i].text, wanted[i].text);
	}
}

/* Every rotation, both ways, in steps that visit all: as many orders as that gives. */
static void order_makes_no_difference(void **state)
{
	(void)state;
	for (size_t step = 1; step < SPOKEN; step++) {
		for (size_t first = 0; step % 3 != 0 && first < SPOKEN; first++) {
			struct listener_said *said = NULL;
			size_t left = 4096;

			for (size_t i = 0; i < SPOKEN; i++)
				say(&said, &spoken[(first + i * step) % SPOKEN], &left);
			expect(said);
			listener_said_destroy(said);
		}
	}
}

static void what_gives_way_gives_its_memory_back(void **state)
{
	static const struct spoken few[] = { { DETAIL_PROTOCOL, "zzzzzzzz" },
		                             { DETAIL_PROTOCOL, "aaaaaaaa" } };
	struct listener_said *said = NULL;
	size_t left = 4096, after;

	(void)state;
	say(&said, &few[0], &left);
	after = left;
	for (unsigned i = 0; i < 1000; i++)
		say(&said, &few[i % 2], &left);
	assert_int_equal(left, after);
	listener_said_destroy(said);
}

static void beyond_its_bound_nothing_is_kept(void **state)
{
	struct listener_said *said = NULL;
	struct audit_said words[LISTENER_SAID];
	size_t left = sizeof(*said) + 4;

	(void)state;
	for (size_t i = 0; i < SPOKEN; i++)
		say(&said, &spoken[i], &left);
	assert_true(left <= sizeof(*said) + 4);
	assert_true(listener_said_words(said, words) <= 2);
	listener_said_destroy(said);
	said = NULL;
	left = 8;
	say(&said, &spoken[0], &left);
	assert_null(said);
	assert_int_equal(left, 8);
}

static void nothing_says_nothing(void **state)
{
	static const struct spoken untold = { DETAIL_TLS_CIPHER, "0xc030" };
	struct listener_said *said = NULL;
	struct audit_said words[LISTENER_SAID];
	size_t left = 4096;

	(void)state;
	say(&said, &untold, &left);
	assert_null(said);
	assert_int_equal(listener_said_words(NULL, words), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_makes_no_difference),
		cmocka_unit_test(what_gives_way_gives_its_memory_back),
		cmocka_unit_test(beyond_its_bound_nothing_is_kept),
		cmocka_unit_test(nothing_says_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
