/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "base/array.h"
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts_are_named_by_the_fewest_words_that_say_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
