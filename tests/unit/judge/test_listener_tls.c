/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "../../../src/judge/listener_tls.h"
#include "base/array.h"
#include "inspect/detail.h"
#include "judge/conversation.h"

/* One handshake: what it showed, and when. */
struct made {
	struct detail_list *details;
	struct conversation conversation;
};

static void say(struct made *made, enum detail key, const char *text)
{
	detail_set(&made->details, key, text, strlen(text));
}

static void make(struct made *made, enum hint outcome, const char *offered,
                 const char *chosen)
{
	*made = (struct made){
		.conversation = { .initiator = address_from_ipv4(
					  (const uint8_t[]){ 10, 0, 0, 1 }),
		                  .hints = { 0, HINT_BIT(outcome) },
		                  .first_us = 1000,
		                  .flows = 1 },
	};
	say(made, DETAIL_TLS_VERSION, chosen);
	say(made, DETAIL_TLS_VERSIONS_OFFERED, offered);
	say(made, DETAIL_TLS_SNI, "fe01.contoso.example");
	say(made, DETAIL_TLS_CIPHER, "0xc030");
	say(made, DETAIL_TLS_SUBJECT, "pool01.contoso.example");
	say(made, DETAIL_TLS_SAN, "pool01.contoso.example,fe01.contoso.example");
	say(made, DETAIL_TLS_NOT_AFTER, "2027-01-01T00:00:00Z");
}

static void observe(struct listener_tls **tls, struct made *made)
{
	size_t memory = 1 << 20;

	listener_tls_observe(tls, &made->conversation, made->details, &memory);
	detail_list_destroy(made->details);
}

static void only_whole_handshakes_show_versions_and_certificates(void **state)
{
	struct listener_tls *tls = NULL;
	struct made made;

	(void)state;
	make(&made, HINT_TLS_FAILED, "TLS 1.0", "TLS 1.0");
	observe(&tls, &made);
	make(&made, HINT_TLS, "TLS 1.0", "TLS 1.0");
	observe(&tls, &made);
	assert_int_equal(tls->versions, 0);
	assert_null(tls->latest.words);
	make(&made, HINT_TLS_COMPLETE, "TLS 1.2", "TLS 1.2");
	observe(&tls, &made);
	assert_int_equal(tls->versions, tls_policy_version_bit("TLS 1.2", 7));
	assert_non_null(tls->latest.words);
	assert_true(tls->complete == 1 && tls->failed == 1 && tls->unseen == 1);
	listener_tls_destroy(tls);
}

static void a_certificate_that_was_refused_was_shown(void **state)
{
	struct listener_tls *tls = NULL;
	struct made made;

	(void)state;
	make(&made, HINT_TLS_FAILED, "TLS 1.2", "TLS 1.2");
	say(&made, DETAIL_TLS_ALERT, "certificate_expired");
	say(&made, DETAIL_TLS_ALERT_BY, "client");
	observe(&tls, &made);
	assert_non_null(tls->latest.words);
	assert_int_equal(tls->versions, 0);
	listener_tls_destroy(tls);
}

static void who_is_old_is_told_from_whose_choice_it_was(void **state)
{
	const unsigned old = tls_policy_version_bit("TLS 1.0", 7);
	struct listener_tls *tls = NULL;
	struct made made;

	(void)state;
	make(&made, HINT_TLS_COMPLETE, "TLS 1.2,TLS 1.0", "TLS 1.0");
	observe(&tls, &made);
	assert_int_equal(tls->kept_old, old);
	assert_int_equal(tls->old_count, 0);
	make(&made, HINT_TLS_COMPLETE, "TLS 1.0", "TLS 1.0");
	observe(&tls, &made);
	make(&made, HINT_TLS_COMPLETE, "TLS 1.0", "TLS 1.0");
	observe(&tls, &made);
	assert_int_equal(tls->old_count, 1);
	for (uint8_t i = 2 * LISTENER_TLS_OLD; i > 0; i--) {
		make(&made, HINT_TLS_COMPLETE, "TLS 1.0", "TLS 1.0");
		made.conversation.initiator =
			address_from_ipv4((const uint8_t[]){ 10, 0, 0, i });
		observe(&tls, &made);
	}
	assert_int_equal(tls->old_count, LISTENER_TLS_OLD);
	assert_true(tls->more_old);
	for (uint8_t i = 0; i < LISTENER_TLS_OLD; i++) /* whoever came first */
		assert_int_equal(tls->old[i].bytes[15], i + 1);
	listener_tls_destroy(tls);
}

static void the_certificate_shown_last_counts(void **state)
{
	const char *words[CERTIFICATE_WORDS];
	struct listener_tls *tls = NULL;
	struct made made;

	(void)state;
	make(&made, HINT_TLS_COMPLETE, "TLS 1.2", "TLS 1.2");
	observe(&tls, &made);
	make(&made, HINT_TLS_COMPLETE, "TLS 1.2", "TLS 1.2");
	say(&made, DETAIL_TLS_NOT_AFTER, "2030-01-01T00:00:00Z");
	made.conversation.first_us = 2000;
	observe(&tls, &made);
	/* A conversation that began earlier and ended later changes nothing. */
	make(&made, HINT_TLS_COMPLETE, "TLS 1.2", "TLS 1.2");
	made.conversation.first_us = 1500;
	observe(&tls, &made);
	shown_certificate_words(&tls->latest, words);
	assert_string_equal(words[CERTIFICATE_NOT_AFTER], "2030-01-01T00:00:00Z");
	assert_int_equal(tls->former.first_us, 1000);
	assert_int_equal(tls->former.last_us, 1500);
	listener_tls_destroy(tls);
}

static void names_are_those_of_rfc_6125(void **state)
{
	static const struct {
		const char *names, *asked;
		bool covered;
	} cases[] = {
		{ "fe01.contoso.example", "FE01.contoso.example", true },
		{ "fe01.contoso.example", "fe02.contoso.example", false },
		{ "a.example,*.contoso.example", "sip.contoso.example", true },
		{ "*.contoso.example", "a.sip.contoso.example", false },
		{ "*.contoso.example", ".contoso.example", false },
		{ "*.contoso.example", "contoso.example", false },
		{ "", "contoso.example", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *words[CERTIFICATE_WORDS] = {
			[CERTIFICATE_SUBJECT] = "", [CERTIFICATE_NAMES] = cases[i].names
		};

		assert_int_equal(certificate_covers(words, cases[i].asked),
		                 cases[i].covered);
	}
}

static void another_name_than_was_asked_for_is_kept(void **state)
{
	struct listener_tls *tls = NULL;
	struct made made;

	(void)state;
	make(&made, HINT_TLS_COMPLETE, "TLS 1.2", "TLS 1.2");
	observe(&tls, &made);
	assert_null(tls->latest.other_name);
	make(&made, HINT_TLS_COMPLETE, "TLS 1.2", "TLS 1.2");
	say(&made, DETAIL_TLS_SNI, "web.contoso.example");
	observe(&tls, &made);
	assert_string_equal(tls->latest.other_name, "web.contoso.example");
	listener_tls_destroy(tls);
}

static void without_memory_nothing_is_kept(void **state)
{
	struct listener_tls *tls = NULL;
	struct made made;
	size_t memory = 0;

	(void)state;
	make(&made, HINT_TLS_COMPLETE, "TLS 1.2", "TLS 1.2");
	listener_tls_observe(&tls, &made.conversation, made.details, &memory);
	detail_list_destroy(made.details);
	assert_null(tls);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_whole_handshakes_show_versions_and_certificates),
		cmocka_unit_test(a_certificate_that_was_refused_was_shown),
		cmocka_unit_test(who_is_old_is_told_from_whose_choice_it_was),
		cmocka_unit_test(the_certificate_shown_last_counts),
		cmocka_unit_test(names_are_those_of_rfc_6125),
		cmocka_unit_test(another_name_than_was_asked_for_is_kept),
		cmocka_unit_test(without_memory_nothing_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
