/* SPDX-License-Identifier: BSD-2-Clause */
/* Vectors of the public specification's baseline, seed 0. */
#include "../unit.h"

#include "base/array.h"
#include "report/community_id.h"

static const struct {
	uint8_t transport;
	const char *a;
	uint16_t a_port;
	const char *b;
	uint16_t b_port;
	const char *id;
} vectors[] = {
	{ 6, "128.232.110.120", 34855, "66.35.250.204", 80,
	  "1:LQU9qZlK+B5F3KDmev6m5PMibrg=" },
	{ 17, "192.168.1.52", 54585, "8.8.8.8", 53, "1:d/FP5EW3wiY1vCndhwleRRKHowQ=" },
};

static void it_is_what_the_specification_says_in_both_directions(void **state)
{
	char id[COMMUNITY_ID_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
		struct address a, b;

		assert_true(address_parse(&a, vectors[i].a));
		assert_true(address_parse(&b, vectors[i].b));
		assert_string_equal(community_id(&a, vectors[i].a_port, &b,
		                                 vectors[i].b_port, vectors[i].transport,
		                                 id),
		                    vectors[i].id);
		assert_string_equal(community_id(&b, vectors[i].b_port, &a,
		                                 vectors[i].a_port, vectors[i].transport,
		                                 id),
		                    vectors[i].id);
	}
}

/* Computed with Python's hashlib from the specification's layout. */
static void ipv6_is_hashed_whole(void **state)
{
	struct address a, b;
	char id[COMMUNITY_ID_SIZE];

	(void)state;
	assert_true(address_parse(&a, "2001:db8::7"));
	assert_true(address_parse(&b, "2001:db8::11"));
	assert_string_equal(community_id(&b, 5061, &a, 52000, 6, id),
	                    "1:cKOjUXZXsFgwB22chC/as1Je/xE=");
}

static void equal_addresses_are_ordered_by_port(void **state)
{
	struct address a;
	char there[COMMUNITY_ID_SIZE], back[COMMUNITY_ID_SIZE];

	(void)state;
	assert_true(address_parse(&a, "127.0.0.1"));
	assert_string_equal(community_id(&a, 1, &a, 2, 6, there),
	                    community_id(&a, 2, &a, 1, 6, back));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_what_the_specification_says_in_both_directions),
		cmocka_unit_test(ipv6_is_hashed_whole),
		cmocka_unit_test(equal_addresses_are_ordered_by_port),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
