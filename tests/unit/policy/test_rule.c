/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "base/array.h"
#include "base/transport.h"
#include "inspect/hint.h"
#include "policy/rule.h"

static void a_rule_lists_its_ports_and_no_other(void **state)
{
	static const struct port_span spans[] = { { TRANSPORT_TCP, 80, 80 },
		                                  { TRANSPORT_UDP, 1000, 1010 },
		                                  { TRANSPORT_TCP, 65000, 65535 } };
	struct rule rule = { .row = NULL };

	(void)state;
	rule_set_ports(&rule, spans, ARRAY_LEN(spans));
	for (unsigned port = 0; port <= 65535; port++) {
		assert_int_equal(rule_lists_port(&rule, TRANSPORT_TCP, (uint16_t)port),
		                 port == 80 || port >= 65000);
		assert_int_equal(rule_lists_port(&rule, TRANSPORT_UDP, (uint16_t)port),
		                 port >= 1000 && port <= 1010);
	}
}

static bool is_wide(struct port_span one, struct port_span other)
{
	const struct port_span spans[] = { one, other };
	struct rule rule = { .row = NULL };

	rule_set_ports(&rule, spans, ARRAY_LEN(spans));
	return rule_is_wide(&rule);
}

static void a_rule_is_wide_above_4096_ports_of_both_transports_together(void **state)
{
	(void)state;
	assert_false(is_wide((struct port_span){ TRANSPORT_TCP, 1, 2048 },
	                     (struct port_span){ TRANSPORT_UDP, 1, 2048 }));
	assert_true(is_wide((struct port_span){ TRANSPORT_TCP, 1, 2048 },
	                    (struct port_span){ TRANSPORT_UDP, 1, 2049 }));
	assert_true(is_wide((struct port_span){ TRANSPORT_TCP, 1, 4096 },
	                    (struct port_span){ TRANSPORT_TCP, 5000, 5000 }));
	assert_true(is_wide((struct port_span){ TRANSPORT_TCP, 0, 65535 },
	                    (struct port_span){ TRANSPORT_UDP, 1, 1 }));
}

static void a_media_range_has_more_ports_than_one_and_speaks_media(void **state)
{
	static const struct port_span range = { TRANSPORT_UDP, 20000, 20001 };
	static const struct port_span single = { TRANSPORT_UDP, 20000, 20000 };
	const struct row media = { .speaks = HINT_BIT(HINT_RTP) | HINT_BIT(HINT_STUN) };
	const struct row calls = { .speaks = HINT_BIT(HINT_DCERPC) };
	struct rule rule = { .row = &media };

	(void)state;
	rule_set_ports(&rule, &range, 1);
	assert_true(rule_is_media_range(&rule));
	rule.row = &calls;
	assert_false(rule_is_media_range(&rule));
	rule.row = &media;
	rule_set_ports(&rule, &single, 1);
	assert_false(rule_is_media_range(&rule));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_lists_its_ports_and_no_other),
		cmocka_unit_test(
			a_rule_is_wide_above_4096_ports_of_both_transports_together),
		cmocka_unit_test(a_media_range_has_more_ports_than_one_and_speaks_media),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
