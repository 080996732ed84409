/* SPDX-License-Identifier: BSD-2-Clause */
#include "../source_file.h"
#include "../unit.h"

#include <string.h>

#include "../../../src/load/loaders.h"
#include "base/array.h"
#include "base/error.h"
#include "load/tls_policy_file.h"
#include "policy/tls_policy.h"

static struct tls_policy *load(const char *yaml, struct error *err)
{
	return tls_policy_load_bytes("t.yaml", yaml, strlen(yaml), err);
}

#define RULE(key)                                                                        \
	"title: t\nrules:\n  - {id: tls-1, severity: low, why: w, source: s, " key "}\n"

static void every_test_is_loaded(void **state)
{
	static const struct {
		const char *yaml;
		enum tls_test test;
		long limit;
	} cases[] = {
		{ RULE("versions: [\"SSL 3.0\", TLS 1.1]"), TLS_TEST_VERSIONS, 0 },
		{ RULE("suites: [0x0005, 0xc011-0xc012]"), TLS_TEST_SUITES, 0 },
		{ RULE("signatures: md5WithRSAEncryption"), TLS_TEST_SIGNATURES, 0 },
		{ RULE("rsa-below: 2048"), TLS_TEST_RSA_BELOW, 2048 },
		{ RULE("ecdsa-below: 256"), TLS_TEST_ECDSA_BELOW, 256 },
		{ RULE("ends-within: 30"), TLS_TEST_ENDS_WITHIN, 30 },
		{ RULE("certificate: self-signed"), TLS_TEST_SELF_SIGNED, 0 },
		{ RULE("certificate: other-name"), TLS_TEST_OTHER_NAME, 0 },
		{ RULE("certificate: no-own-name"), TLS_TEST_NO_OWN_NAME, 0 },
		{ RULE("certificate: ended"), TLS_TEST_ENDED, 0 },
		{ RULE("certificate: not-begun"), TLS_TEST_NOT_BEGUN, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error err;
		struct tls_policy *policy = load(cases[i].yaml, &err);

		assert_non_null(policy);
		assert_int_equal(policy->rule_count, 1);
		assert_int_equal(policy->rules[0].test, cases[i].test);
		assert_int_equal(policy->rules[0].limit, cases[i].limit);
		assert_int_equal(policy->rules[0].weight, TLS_WEIGHT_LOW);
		assert_false(tls_policy_exempts(policy, "rdp"));
		tls_policy_destroy(policy);
	}
}

static void a_wrong_rule_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *yaml, *said;
	} cases[] = {
		{ RULE("versions: TLS 2.0"), "t.yaml:3: unknown TLS version 'TLS 2.0'" },
		{ RULE("suites: 0x5"), "t.yaml:3: '0x5' is no cipher suite" },
		{ RULE("suites: 0x0006-0x0005"),
		  "t.yaml:3: '0x0006-0x0005' is no cipher" },
		{ RULE("suites: 0x00050"), "t.yaml:3: '0x00050' is no cipher" },
		{ RULE("rsa-below: -1"), "t.yaml:3: " },
		{ RULE("certificate: old"), "t.yaml:3: unknown fault 'old'" },
		{ RULE("rsa-below: 5, ecdsa-below: 5"), "t.yaml:3: one of 'versions'" },
		{ "title: t\nrules:\n  - {id: a-1, severity: low, why: w, source: s}\n",
		  "t.yaml:3: one of 'versions'" },
		{ RULE("rsa-below: 5, documented: low"), "t.yaml:3: 'documented' goes" },
		{ "title: t\n", "t.yaml:1: 'rules' is missing" },
		{ "title: t\nrules:\n  - {id: a-1, severity: low, why: w, source: s, rsa-below: 5}\n"
		  "  - {id: a-1, severity: low, why: w, source: s, rsa-below: 6}\n",
		  "t.yaml:4: " },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error err = { "" };

		if (load(cases[i].yaml, &err))
			fail_msg("%s", cases[i].yaml);
		if (strncmp(err.text, cases[i].said, strlen(cases[i].said)) != 0)
			fail_msg("%s", err.text);
	}
}

static void what_is_shipped_loads_and_is_told_apart(void **state)
{
	struct error err;
	char *yaml = source_file_read("signatures/tls.yaml");
	struct tls_policy *policy = load(yaml, &err);

	(void)state;
	free(yaml);
	assert_non_null(policy);
	assert_true(policy->rule_count >= TLS_TESTS);
	assert_true(tls_policy_exempts(policy, "centralized-logging"));
	assert_false(tls_policy_exempts(policy, "front-end-service"));
	tls_policy_destroy(policy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_test_is_loaded),
		cmocka_unit_test(a_wrong_rule_is_refused_with_its_line),
		cmocka_unit_test(what_is_shipped_loads_and_is_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
