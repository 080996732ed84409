/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/tls_policy_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "policy/tls_policy.h"

#include "loaders.h"
#include "vocabulary.h"

#define BITS_MAX 16384
#define DAYS_MAX 3650

/* A rule as written: what it is about shows from the one key of these that is there. */
struct draft {
	struct tls_rule rule;
	unsigned tests; /* keys given */
};

static void set_test(struct draft *draft, enum tls_test test)
{
	draft->rule.test = test;
	draft->tests++;
}

static bool read_version(const struct yaml_tree *tree, const struct yaml_value *value,
                         void *field)
{
	static const struct yaml_words words = { "TLS version", tls_policy_version_name,
		                                 TLS_VERSIONS };
	unsigned *versions = field;
	size_t number;

	if (!yaml_read_word(tree, value, &words, &number))
		return false;
	*versions |= TLS_VERSION_BIT(number);
	return true;
}

static bool read_versions(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *target)
{
	struct draft *draft = target;

	set_test(draft, TLS_TEST_VERSIONS);
	return yaml_read_each(tree, value, YAML_KIND_TEXT, read_version,
	                      &draft->rule.versions);
}

/* The four digits of 0xc030; moves *@at past them. */
static bool parse_suite(const char **at, uint16_t *suite)
{
	char *end;
	unsigned long value;

	if (strncmp(*at, "0x", 2) != 0 || strspn(*at + 2, "0123456789abcdef") != 4)
		return false;
	value = strtoul(*at + 2, &end, 16);
	*suite = (uint16_t)value;
	*at = end;
	return true;
}

static bool read_suite(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *field)
{
	struct tls_suites *suites = field;
	const char *at = value->text;
	bool good = parse_suite(&at, &suites->low);

	suites->high = suites->low;
	if (good && *at == '-') {
		at++;
		good = parse_suite(&at, &suites->high) && suites->high >= suites->low;
	}
	return (good && !*at) ||
	       yaml_tree_error(tree, value->line,
	                       "'%.60s' is no cipher suite: write 0xc030, or "
	                       "0x0026-0x002b with the lower one first",
	                       value->text);
}

static bool read_suites(const struct yaml_tree *tree, const struct yaml_value *value,
                        void *target)
{
	struct draft *draft = target;

	set_test(draft, TLS_TEST_SUITES);
	return yaml_read_items(tree, value, YAML_KIND_TEXT, sizeof(*draft->rule.suites),
	                       read_suite, &draft->rule.suites, &draft->rule.suite_count);
}

static bool read_signatures(const struct yaml_tree *tree, const struct yaml_value *value,
                            void *target)
{
	struct draft *draft = target;

	set_test(draft, TLS_TEST_SIGNATURES);
	return yaml_read_items(tree, value, YAML_KIND_TEXT,
	                       sizeof(*draft->rule.signatures), yaml_read_text,
	                       &draft->rule.signatures, &draft->rule.signature_count);
}

static bool read_rsa_below(const struct yaml_tree *tree, const struct yaml_value *value,
                           void *target)
{
	struct draft *draft = target;

	set_test(draft, TLS_TEST_RSA_BELOW);
	return yaml_read_number(tree, value, 1, BITS_MAX, &draft->rule.limit);
}

static bool read_ecdsa_below(const struct yaml_tree *tree, const struct yaml_value *value,
                             void *target)
{
	struct draft *draft = target;

	set_test(draft, TLS_TEST_ECDSA_BELOW);
	return yaml_read_number(tree, value, 1, BITS_MAX, &draft->rule.limit);
}

static bool read_ends_within(const struct yaml_tree *tree, const struct yaml_value *value,
                             void *target)
{
	struct draft *draft = target;

	set_test(draft, TLS_TEST_ENDS_WITHIN);
	return yaml_read_number(tree, value, 1, DAYS_MAX, &draft->rule.limit);
}

static const char *certificate_word(size_t index)
{
	static const char *const words[] = {
		[TLS_TEST_SELF_SIGNED - TLS_TEST_SELF_SIGNED] = "self-signed",
		[TLS_TEST_OTHER_NAME - TLS_TEST_SELF_SIGNED] = "other-name",
		[TLS_TEST_NO_OWN_NAME - TLS_TEST_SELF_SIGNED] = "no-own-name",
		[TLS_TEST_ENDED - TLS_TEST_SELF_SIGNED] = "ended",
		[TLS_TEST_NOT_BEGUN - TLS_TEST_SELF_SIGNED] = "not-begun",
	};

	return words[index];
}

static bool read_certificate(const struct yaml_tree *tree, const struct yaml_value *value,
                             void *target)
{
	static const struct yaml_words words = {
		"fault", certificate_word, TLS_TEST_NOT_BEGUN - TLS_TEST_SELF_SIGNED + 1
	};
	struct draft *draft = target;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	set_test(draft, (enum tls_test)(TLS_TEST_SELF_SIGNED + index));
	return true;
}

static const char *weight_word(size_t index)
{
	static const char *const words[] = { "low", "medium", "high" };

	return words[index];
}

static bool read_weight(const struct yaml_tree *tree, const struct yaml_value *value,
                        void *field)
{
	static const struct yaml_words words = { "severity", weight_word,
		                                 TLS_WEIGHT_HIGH };
	enum tls_weight *weight = field;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	*weight = (enum tls_weight)(index + TLS_WEIGHT_LOW);
	return true;
}

static bool read_rule(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *target)
{
	static const struct yaml_key keys[] = {
		{ "id", YAML_KIND_TEXT, true, offsetof(struct draft, rule.id),
		  vocabulary_read_slug },
		{ "versions", YAML_KIND_TEXT | YAML_KIND_LIST, false, 0, read_versions },
		{ "suites", YAML_KIND_TEXT | YAML_KIND_LIST, false, 0, read_suites },
		{ "signatures", YAML_KIND_TEXT | YAML_KIND_LIST, false, 0,
		  read_signatures },
		{ "rsa-below", YAML_KIND_TEXT, false, 0, read_rsa_below },
		{ "ecdsa-below", YAML_KIND_TEXT, false, 0, read_ecdsa_below },
		{ "ends-within", YAML_KIND_TEXT, false, 0, read_ends_within },
		{ "certificate", YAML_KIND_TEXT, false, 0, read_certificate },
		{ "severity", YAML_KIND_TEXT, true, offsetof(struct draft, rule.weight),
		  read_weight },
		{ "documented", YAML_KIND_TEXT, false,
		  offsetof(struct draft, rule.documented), read_weight },
		{ "why", YAML_KIND_TEXT, true, offsetof(struct draft, rule.why),
		  yaml_read_text },
		{ "source", YAML_KIND_TEXT, true, offsetof(struct draft, rule.source),
		  yaml_read_text },
	};
	struct draft draft = { .rule = { .line = value->line } };

	if (!yaml_read_map(tree, value, keys, ARRAY_LEN(keys), &draft))
		return false;
	if (draft.tests != 1)
		return yaml_tree_error(tree, value->line,
		                       "one of 'versions', 'suites', 'signatures', "
		                       "'rsa-below', 'ecdsa-below', 'ends-within' and "
		                       "'certificate' is needed, %u are given",
		                       draft.tests);
	if (draft.rule.documented && draft.rule.test != TLS_TEST_VERSIONS)
		return yaml_tree_error(tree, value->line,
		                       "'documented' goes with 'versions' only");
	*(struct tls_rule *)target = draft.rule;
	return true;
}

static bool refuse_ids_twice(const struct yaml_tree *tree,
                             const struct tls_policy *policy)
{
	struct yaml_name *names =
		arena_alloc(tree->strings, policy->rule_count + 1, sizeof(*names));

	if (!names)
		return yaml_tree_no_memory(tree);
	for (size_t i = 0; i < policy->rule_count; i++)
		names[i] =
			(struct yaml_name){ policy->rules[i].id, policy->rules[i].line };
	return yaml_refuse_twice(tree, names, policy->rule_count, "rule");
}

static bool read_rules(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	struct tls_policy *policy = target;

	return yaml_read_items(tree, value, YAML_KIND_MAP, sizeof(*policy->rules),
	                       read_rule, &policy->rules, &policy->rule_count) &&
	       refuse_ids_twice(tree, policy);
}

static bool read_exempt(const struct yaml_tree *tree, const struct yaml_value *value,
                        void *target)
{
	struct tls_policy *policy = target;

	return yaml_read_items(tree, value, YAML_KIND_TEXT, sizeof(*policy->exempt),
	                       vocabulary_read_slug, &policy->exempt,
	                       &policy->exempt_count);
}

static struct tls_policy *read_policy(struct yaml_tree *tree)
{
	static const struct yaml_key keys[] = {
		{ "title", YAML_KIND_TEXT, true, offsetof(struct tls_policy, title),
		  yaml_read_text },
		{ "exempt", YAML_KIND_TEXT | YAML_KIND_LIST, false, 0, read_exempt },
		{ "rules", YAML_KIND_LIST, true, 0, read_rules },
	};
	struct tls_policy *policy = calloc(1, sizeof(*policy));

	if (!policy) {
		yaml_tree_no_memory(tree);
		return NULL;
	}
	if (!yaml_read_map(tree, tree->root, keys, ARRAY_LEN(keys), policy)) {
		tls_policy_destroy(policy);
		return NULL;
	}
	policy->strings = yaml_tree_take_strings(tree);
	return policy;
}

struct tls_policy *tls_policy_load(const char *path, struct error *err)
{
	struct yaml_tree tree;
	struct tls_policy *policy = NULL;

	if (yaml_tree_open(&tree, path, err))
		policy = read_policy(&tree);
	yaml_tree_close(&tree);
	return policy;
}

struct tls_policy *tls_policy_load_bytes(const char *file, const char *bytes, size_t len,
                                         struct error *err)
{
	struct yaml_tree tree;
	struct tls_policy *policy = NULL;

	if (yaml_tree_open_bytes(&tree, file, bytes, len, err))
		policy = read_policy(&tree);
	yaml_tree_close(&tree);
	return policy;
}

void tls_policy_destroy(struct tls_policy *policy)
{
	if (!policy)
		return;
	arena_destroy(policy->strings);
	free(policy);
}
