/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/tls_policy.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/clock.h"

#define US_PER_DAY (INT64_C(86400) * US_PER_SECOND)

static const char *const versions[TLS_VERSIONS] = { "SSL 3.0", "TLS 1.0", "TLS 1.1",
	                                            "TLS 1.2", "TLS 1.3" };

const char *tls_policy_version_name(size_t number)
{
	return versions[number];
}

unsigned tls_policy_version_bit(const char *name, size_t len)
{
	for (unsigned i = 0; i < TLS_VERSIONS; i++)
		if (strlen(versions[i]) == len && memcmp(versions[i], name, len) == 0)
			return TLS_VERSION_BIT(i);
	return 0;
}

bool tls_policy_exempts(const struct tls_policy *policy, const char *service)
{
	for (size_t i = 0; i < policy->exempt_count; i++)
		if (strcmp(policy->exempt[i], service) == 0)
			return true;
	return false;
}

/* "RSA 1024": the bits of a key of @kind; 0 for another. */
static long key_bits(const char *key, const char *kind)
{
	size_t len = strlen(kind);

	return strncmp(key, kind, len) == 0 && key[len] == ' ' ? atol(key + len + 1) : 0;
}

static bool is_key_below(const struct tls_rule *rule, const struct tls_shown *shown,
                         const char *kind)
{
	long bits = key_bits(shown->key, kind);

	return bits > 0 && bits < rule->limit;
}

static bool is_signature_listed(const struct tls_rule *rule,
                                const struct tls_shown *shown)
{
	for (size_t i = 0; i < rule->signature_count; i++)
		if (strcmp(rule->signatures[i], shown->signature) == 0)
			return true;
	return false;
}

static const uint16_t *find_suite(const struct tls_rule *rule,
                                  const struct tls_shown *shown)
{
	for (size_t i = 0; i < shown->suite_count; i++)
		for (size_t j = 0; j < rule->suite_count; j++)
			if (shown->suites[i] >= rule->suites[j].low &&
			    shown->suites[i] <= rule->suites[j].high)
				return &shown->suites[i];
	return NULL;
}

uint16_t tls_rule_suite(const struct tls_rule *rule, const struct tls_shown *shown)
{
	const uint16_t *found = find_suite(rule, shown);

	return found ? *found : 0;
}

long tls_days_between(int64_t now_us, int64_t end_us)
{
	int64_t days = (end_us - now_us) / US_PER_DAY;

	return (long)(end_us < now_us && (end_us - now_us) % US_PER_DAY ? days - 1
	                                                                : days);
}

static bool is_about_certificate(const struct tls_rule *rule,
                                 const struct tls_shown *shown)
{
	bool ends = shown->not_after_us != INT64_MIN;

	switch (rule->test) {
	case TLS_TEST_RSA_BELOW:
		return is_key_below(rule, shown, "RSA");
	case TLS_TEST_ECDSA_BELOW:
		return is_key_below(rule, shown, "EC");
	case TLS_TEST_SIGNATURES:
		return is_signature_listed(rule, shown);
	case TLS_TEST_SELF_SIGNED:
		return shown->is_self_signed;
	case TLS_TEST_OTHER_NAME:
		return shown->has_other_name;
	case TLS_TEST_NO_OWN_NAME:
		return shown->lacks_own_name;
	case TLS_TEST_ENDED:
		return ends && shown->not_after_us < shown->last_us;
	case TLS_TEST_NOT_BEGUN:
		return shown->not_before_us != INT64_MIN &&
		       shown->not_before_us > shown->first_us;
	case TLS_TEST_ENDS_WITHIN:
		return ends && shown->not_after_us >= shown->last_us &&
		       tls_days_between(shown->last_us, shown->not_after_us) <
		               rule->limit;
	case TLS_TEST_VERSIONS:
	case TLS_TEST_SUITES:
	case TLS_TESTS:
		break;
	}
	return false;
}

enum tls_weight tls_rule_weigh(const struct tls_rule *rule, const struct tls_shown *shown)
{
	unsigned found = tls_rule_versions(rule, shown);

	if (rule->test == TLS_TEST_VERSIONS)
		return !found ? TLS_WEIGHT_NONE
		       : rule->documented && !(found & ~shown->documented)
		               ? rule->documented
		               : rule->weight;
	if (rule->test == TLS_TEST_SUITES)
		return find_suite(rule, shown) ? rule->weight : TLS_WEIGHT_NONE;
	return shown->has_certificate && is_about_certificate(rule, shown)
	               ? rule->weight
	               : TLS_WEIGHT_NONE;
}
