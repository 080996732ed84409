/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tls_policy - what is weak about the TLS and the certificate of a documented listener.
 *
 * Room: policy. signatures/tls.yaml holds it as data; judge asks it about what each
 * listener showed. Strings are owned by the policy.
 */
#ifndef POLICY_TLS_POLICY_H
#define POLICY_TLS_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of SSL 3.0 to TLS 1.3, one bit each. */
#define TLS_VERSIONS       5
#define TLS_VERSION_BIT(v) (1u << (v))
/* What a catalogue states begins with TLS 1.0. */
#define TLS_VERSIONS_OF_CATALOGUE(bits) ((unsigned)(bits) << 1)

/* What a rule is about. */
enum tls_test {
	TLS_TEST_VERSIONS, /* one of them was negotiated */
	TLS_TEST_SUITES,   /* likewise */
	TLS_TEST_RSA_BELOW,
	TLS_TEST_ECDSA_BELOW,
	TLS_TEST_SIGNATURES,
	TLS_TEST_SELF_SIGNED,
	TLS_TEST_OTHER_NAME,  /* than it was asked for */
	TLS_TEST_NO_OWN_NAME, /* of the server, or of its pool */
	TLS_TEST_ENDED,
	TLS_TEST_NOT_BEGUN,
	TLS_TEST_ENDS_WITHIN, /* so many days */
	TLS_TESTS,
};

/* In the order of severities; 0: not given. */
enum tls_weight {
	TLS_WEIGHT_NONE,
	TLS_WEIGHT_LOW,
	TLS_WEIGHT_MEDIUM,
	TLS_WEIGHT_HIGH,
};

struct tls_suites {
	uint16_t low, high; /* inclusive */
};

struct tls_rule {
	const char *id; /* "tls-2" */
	enum tls_test test;
	unsigned versions; /* bits */
	struct tls_suites *suites;
	size_t suite_count;
	const char **signatures; /* as inspect calls them */
	size_t signature_count;
	long limit; /* bits or days */
	enum tls_weight weight;
	enum tls_weight documented; /* where the release documents the version */
	const char *why, *source;
	unsigned line;
};

struct tls_policy {
	const char *title;
	const char **exempt; /* services whose listeners sign themselves by design */
	size_t exempt_count;
	struct tls_rule *rules;
	size_t rule_count;
	void *strings; /* owned: what everything points into */
};

/* What a listener showed, at its worst. */
struct tls_shown {
	unsigned versions;   /* negotiated: bits */
	unsigned documented; /* by the release: bits */
	const uint16_t *suites;
	size_t suite_count;
	/* Of its certificate; all zero when none was seen. */
	const char *key;       /* "RSA 2048"; "" when unknown */
	const char *signature; /* "" when unknown */
	bool has_certificate, is_self_signed, has_other_name, lacks_own_name;
	int64_t not_before_us, not_after_us; /* INT64_MIN: unknown */
	int64_t first_us, last_us;           /* when it was shown */
};

/** "SSL 3.0" to "TLS 1.3". Static. */
const char *tls_policy_version_name(size_t number);

/** The bit of a version so called; 0 for another. */
unsigned tls_policy_version_bit(const char *name, size_t len);

/** Is @service one whose listeners sign themselves? */
bool tls_policy_exempts(const struct tls_policy *policy, const char *service);

/** Does @shown break @rule? @return its weight, TLS_WEIGHT_NONE when it does not */
enum tls_weight tls_rule_weigh(const struct tls_rule *rule,
                               const struct tls_shown *shown);

/** Those of @versions that @rule is about and @shown has. */
static inline unsigned tls_rule_versions(const struct tls_rule *rule,
                                         const struct tls_shown *shown)
{
	return rule->versions & shown->versions;
}

/** The first suite of @shown that @rule is about; 0x0000 stands for none as well. */
uint16_t tls_rule_suite(const struct tls_rule *rule, const struct tls_shown *shown);

/** Whole days from @now_us to @end_us, rounded down. */
long tls_days_between(int64_t now_us, int64_t end_us);

#endif
