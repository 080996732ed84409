/* SPDX-License-Identifier: BSD-2-Clause */
/* Vectors of the public specification's baseline, seed 0. */
#include "../unit.h"

#include "base/array.h"
#include "flow/flow.h"
#include "report/community_id.h"
#include "report/digest.h"

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

static struct flow made_flow(const char *a, uint16_t a_port, const char *b,
                             uint16_t b_port, uint8_t transport)
{
	struct flow flow = { .end = { { .port = a_port }, { .port = b_port } },
		             .transport = transport };

	assert_true(address_parse(&flow.end[0].address, a));
	assert_true(address_parse(&flow.end[1].address, b));
	return flow;
}

static void it_is_what_the_specification_says_in_both_directions(void **state)
{
	char id[COMMUNITY_ID_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
		struct flow flow =
			made_flow(vectors[i].a, vectors[i].a_port, vectors[i].b,
		                  vectors[i].b_port, vectors[i].transport);

		assert_string_equal(community_id(&flow, id), vectors[i].id);
		/* Whichever of the two sent the first packet. */
		const struct flow_end first = flow.end[0];

		flow.end[0] = flow.end[1];
		flow.end[1] = first;
		assert_string_equal(community_id(&flow, id), vectors[i].id);
	}
}

/* Computed with Python's hashlib from the specification's layout. */
static void ipv6_is_hashed_whole(void **state)
{
	const struct flow flow = made_flow("2001:db8::11", 5061, "2001:db8::7", 52000, 6);
	char id[COMMUNITY_ID_SIZE];

	(void)state;
	assert_string_equal(community_id(&flow, id), "1:cKOjUXZXsFgwB22chC/as1Je/xE=");
}

static void equal_addresses_are_ordered_by_port(void **state)
{
	const struct flow one = made_flow("127.0.0.1", 1, "127.0.0.1", 2, 6);
	const struct flow other = made_flow("127.0.0.1", 2, "127.0.0.1", 1, 6);
	char there[COMMUNITY_ID_SIZE], back[COMMUNITY_ID_SIZE];

	(void)state;
	assert_string_equal(community_id(&one, there), community_id(&other, back));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_what_the_specification_says_in_both_directions),
		cmocka_unit_test(ipv6_is_hashed_whole),
		cmocka_unit_test(equal_addresses_are_ordered_by_port),
	};

	digest_prepare();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
