/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls_words.h"

#include <string.h>

#include "base/say.h"
#include "base/sentences.h"
#include "policy/catalogue.h"

#include "judge_private.h"
#include "naming.h"
#include "own_names.h"

static void add_versions(struct text *out, unsigned versions, const char *between)
{
	const char *before = "";

	for (size_t i = 0; i < TLS_VERSIONS; i++) {
		if (!(versions & TLS_VERSION_BIT(i)))
			continue;
		text_addf(out, "%s%s", before, tls_policy_version_name(i));
		before = between;
	}
}

void tls_words_add_date(struct text *out, const char *time)
{
	text_add_bytes(out, time, strnlen(time, TLS_WORDS_DATE));
}

static const char *names_of(const struct tls_subject *subject)
{
	return subject->words[CERTIFICATE_NAMES][0] ? subject->words[CERTIFICATE_NAMES]
	                                            : subject->words[CERTIFICATE_SUBJECT];
}

/* Of what a rule is about, what there is: the values of its message. */
struct measured {
	struct text first, second;
};

static void fill_measured(struct measured *measured, const struct tls_subject *subject,
                          const struct tls_rule *rule, enum language language)
{
	const struct tls_shown *shown = &subject->shown;
	const char *const *words = subject->words;

	switch (rule->test) {
	case TLS_TEST_VERSIONS:
		add_versions(&measured->first, tls_rule_versions(rule, shown),
		             say(language, " and "));
		break;
	case TLS_TEST_SUITES:
		text_addf(&measured->first, "0x%04x", tls_rule_suite(rule, shown));
		break;
	case TLS_TEST_RSA_BELOW:
	case TLS_TEST_ECDSA_BELOW:
		text_add(&measured->first, shown->key);
		break;
	case TLS_TEST_SIGNATURES:
		text_add(&measured->first, shown->signature);
		break;
	case TLS_TEST_OTHER_NAME:
		text_add(&measured->first, subject->listener->tls->latest.other_name);
		text_add(&measured->second, names_of(subject));
		break;
	case TLS_TEST_NO_OWN_NAME:
		text_add(&measured->first, names_of(subject));
		(void)own_names_are_missing(subject, &measured->second); /* they are */
		break;
	case TLS_TEST_ENDED:
		tls_words_add_date(&measured->first, words[CERTIFICATE_NOT_AFTER]);
		break;
	case TLS_TEST_NOT_BEGUN:
		tls_words_add_date(&measured->first, words[CERTIFICATE_NOT_BEFORE]);
		break;
	case TLS_TEST_ENDS_WITHIN:
		text_addf(&measured->first, "%ld",
		          tls_days_between(shown->last_us, shown->not_after_us));
		tls_words_add_date(&measured->second, words[CERTIFICATE_NOT_AFTER]);
		break;
	case TLS_TEST_SELF_SIGNED:
	case TLS_TESTS:
		break;
	}
}

/* What there is, without saying what is wrong about it. */
void tls_words_add_measured(struct text *out, const struct tls_subject *subject,
                            const struct tls_rule *rule, enum language language)
{
	static const char *const messages[TLS_TESTS] = {
		[TLS_TEST_VERSIONS] = "%1 was negotiated",
		[TLS_TEST_SUITES] = "cipher suite %1 was negotiated",
		[TLS_TEST_RSA_BELOW] = "the certificate's key is %1",
		[TLS_TEST_ECDSA_BELOW] = "the certificate's key is %1",
		[TLS_TEST_SIGNATURES] = "the certificate is signed with %1",
		[TLS_TEST_SELF_SIGNED] = "the certificate signs itself",
		[TLS_TEST_OTHER_NAME] = "%1 was asked for, and the certificate is for %2",
		[TLS_TEST_NO_OWN_NAME] = "the certificate is for %1, not for %2",
		[TLS_TEST_ENDED] = "the certificate ended on %1",
		[TLS_TEST_NOT_BEGUN] = "the certificate begins on %1",
		[TLS_TEST_ENDS_WITHIN] = "the certificate ends in %1 days, on %2",
	};
	struct measured measured = { 0 };

	fill_measured(&measured, subject, rule, language);
	say_add(out, language, messages[rule->test],
	        (const char *[]){ text_string(&measured.first),
	                          text_string(&measured.second), NULL });
	out->failed |= measured.first.failed || measured.second.failed;
	text_fini(&measured.first);
	text_fini(&measured.second);
}

void tls_words_say_fault(struct sentences *out, const struct tls_subject *subject,
                         const struct tls_rule *rule, enum tls_weight weight)
{
	struct text measured = { 0 }, whole = { 0 };
	const char *what;

	tls_words_add_measured(&measured, subject, rule, out->language);
	what = text_string(&measured);
	if (rule->documented && weight == rule->documented) {
		say_add(&whole, out->language, "%1, which %2 documents",
		        (const char *[]){ what, subject->rule->row->catalogue, NULL });
		what = text_string(&whole);
	}
	sentences_say(
		out, "%1: %2 (%3)",
		(const char *[]){ what, say(out->language, rule->why), rule->id, NULL });
	out->text.failed |= measured.failed || whole.failed;
	text_fini(&measured);
	text_fini(&whole);
}

/* @english about versions, of the host @who. */
static void say_versions(struct sentences *out, const char *english, const char *who,
                         unsigned versions, const char *between)
{
	struct text names = { 0 };

	add_versions(&names, versions, say(out->language, between));
	sentences_say(out, english,
	              who ? (const char *[]){ who, text_string(&names), NULL }
	                  : (const char *[]){ text_string(&names), NULL, NULL });
	out->text.failed |= names.failed;
	text_fini(&names);
}

/* Who negotiated an old version, and whose choice that was. */
void tls_words_say_who_is_old(struct sentences *out, const struct tls_subject *subject)
{
	const struct listener_tls *tls = subject->listener->tls;
	char address[ADDRESS_TEXT_SIZE];
	struct text who = { 0 };

	for (size_t i = 0; i < tls->old_count; i++) {
		const char *name = naming_of(subject->judge, &tls->old[i]);

		text_clear(&who);
		text_addf(&who, "%s%s%s%s", name ? name : "", name ? " (" : "",
		          address_format(&tls->old[i], address), name ? ")" : "");
		say_versions(out, "%1 offered nothing newer than %2", text_string(&who),
		             tls->old_versions[i], " or ");
	}
	text_fini(&who);
	if (tls->more_old)
		sentences_say(out, "more initiators did so", NULL);
	if (tls->kept_old)
		say_versions(out, "%1 was the listener's choice: newer was offered", NULL,
		             tls->kept_old, " and ");
}

const char *tls_words_of_clients(unsigned shown)
{
	static const char *const words[] = {
		[0] = "",
		[CLIENT_NOT_ASKED] = "not asked",
		[CLIENT_SHOWED_NONE] = "asked, none given",
		[CLIENT_NOT_ASKED | CLIENT_SHOWED_NONE] = "asked of some, none given",
		[CLIENT_SHOWED_ONE] = "asked and given",
		[CLIENT_NOT_ASKED | CLIENT_SHOWED_ONE] = "asked of some and given",
		[CLIENT_SHOWED_NONE | CLIENT_SHOWED_ONE] = "asked, given by some",
		[CLIENT_NOT_ASKED | CLIENT_SHOWED_NONE | CLIENT_SHOWED_ONE] =
			"asked of some, given by some",
	};

	return words[shown];
}
