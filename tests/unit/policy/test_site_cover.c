/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "policy/site_cover.h"

#define MOST 8

static struct address at(const char *text)
{
	struct address address;

	assert_true(address_parse(&address, text));
	return address;
}

static struct address_range range(const char *text)
{
	struct address_range range;

	assert_true(address_range_parse(&range, text));
	return range;
}

/* Three front ends, a Director, and two networks of which one is in the other. */
struct made {
	struct address addresses[4];
	struct site_host hosts[4];
	struct site_network networks[2];
	struct site site;
};

static void make(struct made *made)
{
	static const char *const names[] = { "fe1", "fe2", "fe3", "dir1" };

	*made = (struct made){ .addresses = { at("10.1.1.1"), at("10.1.1.2"),
		                              at("10.1.1.3"), at("10.1.1.4") } };
	for (size_t i = 0; i < 4; i++)
		made->hosts[i] = (struct site_host){
			.name = names[i],
			.addresses = &made->addresses[i],
			.address_count = 1,
			.roles = ROLE_BIT(i < 3 ? ROLE_FRONT_END : ROLE_DIRECTOR),
		};
	made->networks[0] =
		(struct site_network){ .name = "all", .range = range("10.0.0.0/8") };
	made->networks[1] = (struct site_network){ .name = "staff",
		                                   .range = range("10.100.0.0/16"),
		                                   .roles = ROLE_BIT(ROLE_CLIENT) };
	made->site = (struct site){ .hosts = made->hosts,
		                    .host_count = 4,
		                    .networks = made->networks,
		                    .network_count = 2 };
}

static void hosts_are_named_by_the_fewest_words_that_say_no_more(void **state)
{
	static const struct {
		const char *addresses[MOST];
		bool more, covered;
		role_set roles;
		const char *names[MOST];
		size_t addresses_left;
	} cases[] = {
		{ { "10.1.1.1" }, false, true, 0, { "fe1" }, 0 },
		{ { "10.1.1.1", "10.1.1.2" }, false, true, 0, { "fe1", "fe2" }, 0 },
		{ { "10.1.1.3", "10.1.1.1", "10.1.1.2", "10.1.1.4" },
		  false,
		  true,
		  ROLE_BIT(ROLE_FRONT_END),
		  { "dir1" },
		  0 },
		{ { "10.100.0.1", "192.0.2.1" }, false, true, 0, { NULL }, 2 },
		{ { "10.100.0.1", "10.100.0.2", "10.100.0.3" },
		  false,
		  true,
		  0,
		  { "staff" },
		  0 },
		/* twice is once, and a second network inside the first is the narrower */
		{ { "10.1.1.1", "10.1.1.1" }, false, true, 0, { "fe1" }, 0 },
		{ { "10.1.9.1", "10.1.9.2", "10.100.0.1", "10.1.9.3" },
		  false,
		  true,
		  0,
		  { "all" },
		  1 },
		/* of the others nothing is known but that they are alike */
		{ { "10.100.0.1" }, true, true, 0, { "staff" }, 0 },
		{ { "10.100.0.1", "10.1.1.1" }, true, false, 0, { NULL }, 0 },
		{ { "192.0.2.1" }, true, false, 0, { NULL }, 0 },
		{ { NULL }, false, false, 0, { NULL }, 0 },
	};
	struct made made;

	(void)state;
	make(&made);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct address addresses[MOST];
		struct site_cover cover;
		size_t count = 0, names = 0;

		for (; cases[i].addresses[count]; count++)
			addresses[count] = at(cases[i].addresses[count]);
		assert_int_equal(site_cover_make(&cover, &made.site, addresses, count,
		                                 cases[i].more),
		                 cases[i].covered);
		if (!cases[i].covered)
			continue;
		assert_int_equal(cover.roles, cases[i].roles);
		for (; cases[i].names[names]; names++)
			assert_string_equal(cover.names[names], cases[i].names[names]);
		assert_int_equal(cover.name_count, names);
		assert_int_equal(cover.address_count, cases[i].addresses_left);
	}
}

/* In words of the site file's grammar. */
static void assert_words(const struct site *site, const struct address *addresses,
                         size_t count, bool more, const char *words)
{
	struct site_cover cover;
	struct text out = { 0 };

	assert_true(site_cover_make(&cover, site, addresses, count, more));
	site_cover_add(&out, &cover);
	assert_string_equal(text_string(&out), words);
	text_fini(&out);
}

static void words_stand_in_one_line(void **state)
{
	const struct address some[] = { at("10.1.1.4"), at("2001:db8::1"), at("10.1.1.2"),
		                        at("10.1.1.1"), at("10.1.1.3"),    at("10.9.0.1"),
		                        at("10.9.0.2"), at("10.9.0.3") };
	struct made made;

	(void)state;
	make(&made);
	assert_words(&made.site, some, 1, false, "dir1");
	assert_words(&made.site, some, ARRAY_LEN(some), false,
	             "[front-end, all, dir1, \"2001:db8::1\"]");
	assert_words(NULL, some, 3, false, "[10.1.1.2, 10.1.1.4, \"2001:db8::1\"]");
}

/* More than anybody would read: what all of them are is said instead, or nothing. */
static void of_too_many_the_role_is_told_that_all_have(void **state)
{
	struct address addresses[SITE_COVER_NAMES + 1];
	struct site_host hosts[SITE_COVER_NAMES + 2];
	char names[SITE_COVER_NAMES + 2][8];
	struct site site = { .hosts = hosts, .host_count = SITE_COVER_NAMES + 2 };
	struct address left_out = at("10.2.0.1");
	struct site_cover cover;

	(void)state;
	for (size_t i = 0; i < site.host_count; i++) {
		snprintf(names[i], sizeof(names[i]), "fe%zu", i);
		hosts[i] = (struct site_host){ .name = names[i],
			                       .addresses = &left_out,
			                       .address_count = 1,
			                       .roles = ROLE_BIT(ROLE_FRONT_END) };
		if (i == ARRAY_LEN(addresses))
			break;
		addresses[i] = address_from_ipv4((const uint8_t[]){ 10, 1, 0, i });
		hosts[i].addresses = &addresses[i];
	}
	assert_words(&site, addresses, ARRAY_LEN(addresses), false, "front-end");
	assert_words(&site, addresses, 1, true, "front-end");
	hosts[0].roles = ROLE_BIT(ROLE_DIRECTOR);
	assert_false(
		site_cover_make(&cover, &site, addresses, ARRAY_LEN(addresses), false));
	assert_false(
		site_cover_make(&cover, NULL, addresses, ARRAY_LEN(addresses), false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts_are_named_by_the_fewest_words_that_say_no_more),
		cmocka_unit_test(words_stand_in_one_line),
		cmocka_unit_test(of_too_many_the_role_is_told_that_all_have),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
