/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "base/array.h"
#include "policy/site.h"
#include "policy/site_end.h"
#include "policy/site_marks.h"

/* Phones of one network, then clients to front ends, then everybody's audio. */
static struct address_range phones;
static struct site_mark marks[] = {
	{ .modality = MODALITY_AUDIO,
	  .from = { .ranges = &phones, .range_count = 1 },
	  .dscp = 40 },
	{ .modality = MODALITY_AUDIO,
	  .from = { .roles = ROLE_BIT(ROLE_CLIENT) },
	  .to = { .roles = ROLE_BIT(ROLE_FRONT_END) },
	  .dscp = 44 },
	{ .modality = MODALITY_AUDIO, .dscp = 46 },
};
static const struct site site = { .marks = marks, .mark_count = ARRAY_LEN(marks) };

/* @return the DSCP of the entry, -1 when there is none */
static int found(enum modality modality, const char *from, enum role from_role,
                 enum role to_role)
{
	struct address addresses[2];
	const struct site_party sender = { &addresses[0], ROLE_BIT(from_role) };
	const struct site_party receiver = { &addresses[1], ROLE_BIT(to_role) };
	const struct site_mark *mark;

	assert_true(address_parse(&addresses[0], from));
	assert_true(address_parse(&addresses[1], "10.1.1.11"));
	mark = site_mark_find(&site, modality, &sender, &receiver);
	return mark ? mark->dscp : -1;
}

static void the_first_entry_that_fits_counts(void **state)
{
	(void)state;
	assert_true(address_range_parse(&phones, "10.120.0.0/16"));
	assert_int_equal(found(MODALITY_AUDIO, "10.120.0.1", ROLE_CLIENT, ROLE_FRONT_END),
	                 40);
	assert_int_equal(found(MODALITY_AUDIO, "10.100.0.1", ROLE_CLIENT, ROLE_FRONT_END),
	                 44);
	assert_int_equal(found(MODALITY_AUDIO, "10.100.0.1", ROLE_FRONT_END, ROLE_CLIENT),
	                 46);
	assert_int_equal(found(MODALITY_AUDIO, "10.100.0.1", ROLE_CLIENT, ROLE_EDGE), 46);
}

static void nothing_is_said_of_what_has_no_entry(void **state)
{
	const struct site_party party = { &phones.base, ROLE_BIT(ROLE_CLIENT) };

	(void)state;
	assert_int_equal(found(MODALITY_VIDEO, "10.100.0.1", ROLE_CLIENT, ROLE_FRONT_END),
	                 -1);
	assert_null(site_mark_find(NULL, MODALITY_AUDIO, &party, &party));
}

static void an_end_of_nobody_is_everybody(void **state)
{
	const struct site_end nobody = { 0 },
			      front_ends = { .roles = ROLE_BIT(ROLE_FRONT_END) };
	struct address address;

	(void)state;
	assert_true(address_parse(&address, "10.1.1.11"));
	assert_true(site_end_is_any(&nobody) && site_end_holds(&nobody, &address, 0));
	assert_false(site_end_is_any(&front_ends));
	assert_false(site_end_holds(&front_ends, &address, ROLE_BIT(ROLE_CLIENT)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_entry_that_fits_counts),
		cmocka_unit_test(nothing_is_said_of_what_has_no_entry),
		cmocka_unit_test(an_end_of_nobody_is_everybody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
