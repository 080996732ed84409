/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdlib.h>
#include <string.h>

#include "../../../src/inspect/certificate_memo.h"

static struct address server(uint8_t last)
{
	return address_from_ipv4((const uint8_t[]){ 10, 0, 0, last });
}

static void the_servers_of_a_pool_are_told_apart(void **state)
{
	struct known_certificate known = { .bytes = NULL };

	(void)state;
	for (unsigned round = 0; round < 3; round++) {
		for (uint8_t i = 0; i < CERTIFICATE_SENDERS; i++) {
			struct address sender = server((uint8_t)(11 + i));

			assert_int_equal(certificate_memo_was_sent_by(&known, &sender),
			                 round > 0);
		}
	}
}

/* More senders than places: some are learned again, none is left out. */
static void no_sender_is_known_before_it_sent(void **state)
{
	struct known_certificate known = { .bytes = NULL };

	(void)state;
	for (unsigned i = 1; i < 256; i++) {
		struct address sender = server((uint8_t)i);

		assert_false(certificate_memo_was_sent_by(&known, &sender));
		assert_true(certificate_memo_was_sent_by(&known, &sender));
	}
}

static void what_is_no_certificate_is_not_remembered(void **state)
{
	static const uint8_t junk[64] = { 0x30, 0x3e, 0x02 };
	struct certificate_memo *memo = calloc(1, sizeof(*memo));

	(void)state;
	assert_null(certificate_memo_find(memo, junk, sizeof(junk)));
	assert_null(certificate_memo_add(memo, junk, sizeof(junk)));
	assert_null(certificate_memo_add(memo, junk, 0));
	assert_null(certificate_memo_find(memo, junk, sizeof(junk)));
	certificate_memo_fini(memo);
	free(memo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_servers_of_a_pool_are_told_apart),
		cmocka_unit_test(no_sender_is_known_before_it_sent),
		cmocka_unit_test(what_is_no_certificate_is_not_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
