/* SPDX-License-Identifier: BSD-2-Clause */
/* An audit takes the memory that it is given; what has no room is counted, the worst is told. */
#include "made_judge.h"

#include "base/arena.h"

#include "../../../src/judge/judge_private.h"

#define LISTENERS 3000
#define SITE                                                                             \
	"load-balancing: dns\n"                                                          \
	"hosts:\n"                                                                       \
	"  - {name: fe1.x, addresses: [10.1.1.11], roles: [front-end]}\n"

static void init(struct made_judge *made, size_t audit_memory)
{
	made_judge_init(made, SITE, false, 0);
	judge_destroy(made->judge);
	made->judge =
		judge_create(made->policy, made->evidence,
	                     &(struct judge_options){ .audit_memory = audit_memory });
	assert_non_null(made->judge);
}

static void observe(struct made_judge *made, const char *from, uint16_t port)
{
	struct conversation conversation = made_conversation(
		from, "10.1.1.11", port, TRANSPORT_TCP, HINT_BIT(HINT_SSH));

	judge_observe(made->judge, &conversation, NULL);
}

/* The worst comes last, by its port and in time. */
static const struct audit *conclude(struct made_judge *made)
{
	for (uint16_t i = 0; i < LISTENERS; i++)
		observe(made, "10.9.0.5", (uint16_t)(30000 + i));
	observe(made, "203.0.113.9", 60000);
	return judge_conclude(made->judge);
}

static void the_worst_is_told_and_the_rest_counted(void **state)
{
	struct made_judge made;

	(void)state;
	for (size_t memory = 256 << 10; memory <= 2048 << 10; memory *= 2) {
		const struct audit *audit;
		size_t members = 0;

		init(&made, memory);
		audit = conclude(&made);
		assert_non_null(audit);
		assert_true(audit->left_out.findings > 0);
		assert_true(audit->finding_count > 0);
		assert_int_equal(audit->finding_count + audit->left_out.findings,
		                 LISTENERS + 1);
		assert_int_equal(audit->findings[0].port, 60000);
		assert_int_equal(audit->findings[0].severity, SEVERITY_HIGH);
		for (size_t i = 0; i < audit->cause_count; i++)
			members += audit->causes[i].finding_count;
		assert_int_equal(members, audit->finding_count);
		/* Coverage goes by the catalogues, whatever there is. */
		assert_true(audit->coverage_count > 50);
		made_judge_fini(&made);
	}
}

static void findings_take_what_they_are_given(void **state)
{
	size_t few, more;
	struct made_judge made;

	(void)state;
	init(&made, 512 << 10);
	few = conclude(&made)->finding_count;
	made_judge_fini(&made);
	init(&made, 2048 << 10);
	more = conclude(&made)->finding_count;
	assert_true(arena_memory(made.judge->audit_strings) < 2048 << 10);
	assert_true(more > 3 * few);
	made_judge_fini(&made);
}

static void with_room_nothing_is_left_out(void **state)
{
	struct made_judge made;
	const struct audit *audit;

	(void)state;
	init(&made, 0);
	audit = conclude(&made);
	assert_int_equal(audit->finding_count, LISTENERS + 1);
	assert_int_equal(audit->left_out.findings, 0);
	assert_int_equal(audit->left_out.hosts + audit->left_out.services, 0);
	made_judge_fini(&made);
}

static void hosts_and_services_are_left_out_too(void **state)
{
	struct made_judge made;
	const struct audit *audit;
	char client[32];

	(void)state;
	init(&made, 16 << 10);
	for (unsigned i = 0; i < 500; i++) {
		snprintf(client, sizeof(client), "10.20.%u.%u", i / 250, i % 250 + 1);
		struct conversation conversation = made_conversation(
			"10.1.1.11", client, 53, TRANSPORT_UDP, HINT_BIT(HINT_DNS));
		judge_observe(made.judge, &conversation, NULL);
	}
	audit = judge_conclude(made.judge);
	assert_true(audit->left_out.hosts + audit->left_out.services +
	                    audit->left_out.findings >
	            0);
	made_judge_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_worst_is_told_and_the_rest_counted),
		cmocka_unit_test(findings_take_what_they_are_given),
		cmocka_unit_test(with_room_nothing_is_left_out),
		cmocka_unit_test(hosts_and_services_are_left_out_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
