/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "base/array.h"
#include "base/clock.h"
#include "policy/tls_policy.h"

#define DAY_US (INT64_C(86400) * US_PER_SECOND)

static const struct tls_shown plain = {
	.key = "RSA 2048",
	.signature = "sha256WithRSAEncryption",
	.has_certificate = true,
	.not_before_us = 0,
	.not_after_us = 1000 * DAY_US,
	.first_us = 100 * DAY_US,
	.last_us = 101 * DAY_US,
};

static void versions_have_names_and_bits(void **state)
{
	(void)state;
	for (size_t i = 0; i < TLS_VERSIONS; i++) {
		const char *name = tls_policy_version_name(i);

		assert_int_equal(tls_policy_version_bit(name, strlen(name)),
		                 TLS_VERSION_BIT(i));
		assert_int_equal(tls_policy_version_bit(name, strlen(name) - 1), 0);
	}
	assert_int_equal(TLS_VERSIONS_OF_CATALOGUE(1),
	                 tls_policy_version_bit("TLS 1.0", 7));
}

static void what_the_release_documents_weighs_less(void **state)
{
	const unsigned old = tls_policy_version_bit("TLS 1.0", 7);
	const unsigned older = tls_policy_version_bit("SSL 3.0", 7);
	const struct tls_rule rule = { .test = TLS_TEST_VERSIONS,
		                       .versions = old | older,
		                       .weight = TLS_WEIGHT_MEDIUM,
		                       .documented = TLS_WEIGHT_LOW };
	struct tls_shown shown = plain;

	(void)state;
	assert_int_equal(tls_rule_weigh(&rule, &shown), TLS_WEIGHT_NONE);
	shown.versions = old;
	assert_int_equal(tls_rule_weigh(&rule, &shown), TLS_WEIGHT_MEDIUM);
	shown.documented = old;
	assert_int_equal(tls_rule_weigh(&rule, &shown), TLS_WEIGHT_LOW);
	/* One that is not documented is enough. */
	shown.versions = old | older;
	assert_int_equal(tls_rule_weigh(&rule, &shown), TLS_WEIGHT_MEDIUM);
}

static void suites_are_ranges(void **state)
{
	static struct tls_suites suites[] = { { 0x0004, 0x0005 }, { 0xc011, 0xc011 } };
	static const uint16_t shown_suites[] = { 0xc030, 0x0005 };
	const struct tls_rule rule = { .test = TLS_TEST_SUITES,
		                       .suites = suites,
		                       .suite_count = ARRAY_LEN(suites),
		                       .weight = TLS_WEIGHT_LOW };
	struct tls_shown shown = plain;

	(void)state;
	shown.suites = shown_suites;
	shown.suite_count = 1;
	assert_int_equal(tls_rule_weigh(&rule, &shown), TLS_WEIGHT_NONE);
	shown.suite_count = 2;
	assert_int_equal(tls_rule_weigh(&rule, &shown), TLS_WEIGHT_LOW);
	assert_int_equal(tls_rule_suite(&rule, &shown), 0x0005);
}

static void keys_and_signatures_are_compared(void **state)
{
	static const char *names[] = { "sha1WithRSAEncryption" };
	const struct tls_rule rsa = { .test = TLS_TEST_RSA_BELOW,
		                      .limit = 2048,
		                      .weight = TLS_WEIGHT_LOW };
	const struct tls_rule ec = { .test = TLS_TEST_ECDSA_BELOW,
		                     .limit = 256,
		                     .weight = TLS_WEIGHT_LOW };
	const struct tls_rule signature = { .test = TLS_TEST_SIGNATURES,
		                            .signatures = names,
		                            .signature_count = 1,
		                            .weight = TLS_WEIGHT_LOW };
	static const struct {
		const char *key, *signature;
		bool rsa, ec, signed_so;
	} cases[] = {
		{ "RSA 2048", "sha256WithRSAEncryption", false, false, false },
		{ "RSA 1024", "sha1WithRSAEncryption", true, false, true },
		{ "EC 192", "ecdsa-with-SHA256", false, true, false },
		{ "EC 256", "", false, false, false },
		{ "EC", "", false, false, false },
		{ "DSA 1024", "", false, false, false },
		{ "", "", false, false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct tls_shown shown = plain;

		shown.key = cases[i].key;
		shown.signature = cases[i].signature;
		assert_int_equal(tls_rule_weigh(&rsa, &shown) != 0, cases[i].rsa);
		assert_int_equal(tls_rule_weigh(&ec, &shown) != 0, cases[i].ec);
		assert_int_equal(tls_rule_weigh(&signature, &shown) != 0,
		                 cases[i].signed_so);
		/* Of a certificate that nobody saw nothing follows. */
		shown.has_certificate = false;
		assert_int_equal(tls_rule_weigh(&rsa, &shown), TLS_WEIGHT_NONE);
	}
}

static void dates_are_those_of_the_capture(void **state)
{
	const struct tls_rule ended = { .test = TLS_TEST_ENDED,
		                        .weight = TLS_WEIGHT_LOW };
	const struct tls_rule soon = { .test = TLS_TEST_ENDS_WITHIN,
		                       .limit = 30,
		                       .weight = TLS_WEIGHT_LOW };
	const struct tls_rule begun = { .test = TLS_TEST_NOT_BEGUN,
		                        .weight = TLS_WEIGHT_LOW };
	static const struct {
		int64_t before_us, after_us;
		bool ended, soon, not_begun;
	} cases[] = {
		{ 0, 1000 * DAY_US, false, false, false },
		{ 0, 101 * DAY_US, false, true, false },
		{ 0, 101 * DAY_US - 1, true, false, false },
		{ 0, 131 * DAY_US - 1, false, true, false },
		{ 0, 131 * DAY_US, false, false, false },
		{ 100 * DAY_US, 1000 * DAY_US, false, false, false },
		{ 100 * DAY_US + 1, 1000 * DAY_US, false, false, true },
		{ INT64_MIN, INT64_MIN, false, false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct tls_shown shown = plain;

		shown.not_before_us = cases[i].before_us;
		shown.not_after_us = cases[i].after_us;
		assert_int_equal(tls_rule_weigh(&ended, &shown) != 0, cases[i].ended);
		assert_int_equal(tls_rule_weigh(&soon, &shown) != 0, cases[i].soon);
		assert_int_equal(tls_rule_weigh(&begun, &shown) != 0, cases[i].not_begun);
	}
	assert_int_equal(tls_days_between(0, DAY_US - 1), 0);
	assert_int_equal(tls_days_between(1, 0), -1);
	assert_int_equal(tls_days_between(DAY_US, 0), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions_have_names_and_bits),
		cmocka_unit_test(what_the_release_documents_weighs_less),
		cmocka_unit_test(suites_are_ranges),
		cmocka_unit_test(keys_and_signatures_are_compared),
		cmocka_unit_test(dates_are_those_of_the_capture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
