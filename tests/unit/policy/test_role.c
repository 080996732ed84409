/* SPDX-License-Identifier: BSD-2-Clause */
#include "../source_file.h"
#include "../unit.h"

#include <string.h>

#include "base/text.h"
#include "policy/role.h"

static const role_set pool = ROLE_BIT(ROLE_FRONT_END) | ROLE_BIT(ROLE_DIRECTOR);

static void a_balancer_keeps_what_it_balances_apart_from_what_it_is(void **state)
{
	role_set balancer = ROLE_BIT(ROLE_LOAD_BALANCER) | role_set_balancing(pool);

	(void)state;
	assert_int_equal(role_set_own(balancer), ROLE_BIT(ROLE_LOAD_BALANCER));
	assert_int_equal(role_set_balanced(balancer), pool);
	assert_int_equal(role_set_balanced(pool), 0);
	assert_int_equal(role_set_balancing(ROLE_BIT(ROLE_PHONE)),
	                 ROLE_BALANCED_BIT(ROLE_PHONE));
}

static void names_stand_in_the_order_of_roles_with_words_between(void **state)
{
	struct text out = { 0 };

	(void)state;
	text_add_roles(&out, 0, ", ");
	assert_int_equal(out.len, 0);
	text_add_roles(&out, ROLE_BIT(ROLE_EDGE) | role_set_balancing(pool), ", ");
	assert_string_equal(out.at, "edge");
	text_clear(&out);
	text_add_roles(&out, pool | ROLE_BIT(ROLE_ALL_SERVERS), " and ");
	assert_string_equal(out.at, "front-end and director and all-servers");
	text_fini(&out);
}

static void every_name_is_found_again(void **state)
{
	(void)state;
	for (unsigned role = 0; role < ROLES; role++) {
		enum role found;

		assert_true(role_parse(&found, role_name((enum role)role)));
		assert_int_equal(found, role);
	}
}

static void every_role_is_in_the_schema(void **state)
{
	char *schema = source_file_read("docs/common.schema.json");

	(void)state;
	for (unsigned role = 0; role < ROLES; role++) {
		char quoted[64];

		snprintf(quoted, sizeof(quoted), "\"%s\"", role_name((enum role)role));
		if (!strstr(schema, quoted))
			fail_msg("the schema does not name role %s", quoted);
	}
	free(schema);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_balancer_keeps_what_it_balances_apart_from_what_it_is),
		cmocka_unit_test(names_stand_in_the_order_of_roles_with_words_between),
		cmocka_unit_test(every_name_is_found_again),
		cmocka_unit_test(every_role_is_in_the_schema),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
