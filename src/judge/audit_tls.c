/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TLS of the listeners that rows explain, and what signatures/tls.yaml finds weak about it.
 *
 * Findings are about listeners that document Lync, or are a Lync server's: RDP, remote
 * management and logging agents sign their certificates themselves, and what a server
 * reaches on the Internet is somebody else's.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/clock.h"
#include "base/sentences.h"
#include "base/sum.h"
#include "inspect/hint.h"
#include "policy/catalogue.h"

#include "audit_findings.h"
#include "audit_room.h"
#include "listener_tls.h"
#include "meeting.h"
#include "naming.h"
#include "own_names.h"
#include "tls_words.h"

static_assert((int)TLS_WEIGHT_LOW == (int)SEVERITY_LOW &&
                      (int)TLS_WEIGHT_HIGH == (int)SEVERITY_HIGH,
              "weights are severities");

/* What kind of finding a rule makes, and of several equally bad which one tells. */
static const enum finding_kind kinds[TLS_TESTS] = {
	[TLS_TEST_VERSIONS] = FINDING_WEAK_TLS,
	[TLS_TEST_SUITES] = FINDING_WEAK_TLS,
	[TLS_TEST_RSA_BELOW] = FINDING_WEAK_CERTIFICATE,
	[TLS_TEST_ECDSA_BELOW] = FINDING_WEAK_CERTIFICATE,
	[TLS_TEST_SIGNATURES] = FINDING_WEAK_CERTIFICATE,
	[TLS_TEST_SELF_SIGNED] = FINDING_WEAK_CERTIFICATE,
	[TLS_TEST_OTHER_NAME] = FINDING_WEAK_CERTIFICATE,
	[TLS_TEST_NO_OWN_NAME] = FINDING_WEAK_CERTIFICATE,
	[TLS_TEST_ENDED] = FINDING_EXPIRED_CERTIFICATE,
	[TLS_TEST_NOT_BEGUN] = FINDING_EXPIRED_CERTIFICATE,
	[TLS_TEST_ENDS_WITHIN] = FINDING_EXPIRED_CERTIFICATE,
};

/* --- Which rows, which release ---------------------------------------------------------- */

/* What explains the listener, or else says what it should be. */
static const struct rule *rule_of(const struct tls_subject *subject)
{
	for (size_t i = 0; i < subject->meeting_count; i++)
		if (subject->meetings[i].rule)
			return subject->meetings[i].rule;
	return NULL;
}

/* The versions that the release documents: its row's, else those of the first that says. */
static unsigned documented_versions(const struct tls_subject *subject)
{
	size_t count;
	const struct catalogue *const *catalogues =
		policy_catalogues(subject->judge->policy, &count);
	unsigned first = 0;

	for (size_t i = 0; i < count; i++) {
		unsigned versions = catalogues[i]->tls_versions;

		if (versions &&
		    strcmp(catalogues[i]->name, subject->rule->row->catalogue) == 0)
			return TLS_VERSIONS_OF_CATALOGUE(versions);
		if (!first)
			first = versions;
	}
	return TLS_VERSIONS_OF_CATALOGUE(first);
}

/* Whose TLS is it to judge? */
static bool is_ours(const struct tls_subject *subject)
{
	const struct rule *rule = subject->rule;
	role_set roles = naming_roles(subject->judge, &subject->listener->address);

	return !rule->any_listener &&
	       !tls_policy_exempts(subject->judge->options.tls, rule->row->service) &&
	       (roles & ROLE_LYNC_SERVERS || (!rule->known_only && roles & ~ROLE_USERS));
}

/* --- What was shown ---------------------------------------------------------------------- */

static int64_t time_of(const char *text)
{
	unsigned year, month, day, hour, minute, second;

	if (sscanf(text, "%4u-%2u-%2uT%2u:%2u:%2uZ", &year, &month, &day, &hour, &minute,
	           &second) != 6)
		return INT64_MIN;
	return clock_from_date(year, month, day, (hour * 60 + minute) * 60 + second);
}

static void read_certificate(struct tls_subject *subject,
                             const struct shown_certificate *certificate)
{
	struct tls_shown *shown = &subject->shown;

	shown_certificate_words(certificate, subject->words);
	shown->has_certificate = certificate->words != NULL;
	shown->key = subject->words[CERTIFICATE_KEY];
	shown->signature = subject->words[CERTIFICATE_SIGNATURE];
	shown->is_self_signed = subject->words[CERTIFICATE_SUBJECT][0] &&
	                        strcmp(subject->words[CERTIFICATE_SUBJECT],
	                               subject->words[CERTIFICATE_ISSUER]) == 0;
	shown->has_other_name = certificate->other_name != NULL;
	shown->not_before_us = time_of(subject->words[CERTIFICATE_NOT_BEFORE]);
	shown->not_after_us = time_of(subject->words[CERTIFICATE_NOT_AFTER]);
	shown->first_us = certificate->first_us;
	shown->last_us = certificate->last_us;
}

static void read_shown(struct tls_subject *subject)
{
	const struct listener_tls *tls = subject->listener->tls;

	subject->shown = (struct tls_shown){
		.versions = tls->versions,
		.documented = documented_versions(subject),
		.suites = tls->suites,
		.suite_count = tls->suite_count,
	};
	read_certificate(subject, &tls->latest);
	subject->shown.lacks_own_name = own_names_are_missing(subject, NULL);
}

/* --- Findings ---------------------------------------------------------------------------- */

/* Is the kind of @rule, at @weight, worse than that of the finding so far? */
static bool is_worse(const struct audit_finding *finding, enum finding_kind kind,
                     enum tls_weight weight)
{
	if ((int)weight != (int)finding->severity)
		return (int)weight > (int)finding->severity;
	return finding_kind_rank(kind) < finding_kind_rank(finding->kind);
}

/* Every rule that is broken, those that weigh most first; the first is also what is to be remarked. */
static void add_faults(struct reasons *reasons, const struct tls_subject *subject,
                       struct audit_finding *finding, struct text *remark)
{
	const struct tls_policy *policy = subject->judge->options.tls;

	for (int weight = TLS_WEIGHT_HIGH; weight > TLS_WEIGHT_NONE; weight--) {
		for (size_t i = 0; i < policy->rule_count; i++) {
			const struct tls_rule *rule = &policy->rules[i];

			if ((int)tls_rule_weigh(rule, &subject->shown) != weight)
				continue;
			if (is_worse(finding, kinds[rule->test],
			             (enum tls_weight)weight)) {
				finding->kind = kinds[rule->test];
				finding->severity = (enum severity)weight;
			}
			for (unsigned l = 0; l < LANGUAGES; l++)
				if (reasons_are_in(reasons, (enum language)l))
					tls_words_say_fault(&reasons->in[l], subject,
					                    rule,
					                    (enum tls_weight)weight);
			if (remark[LANGUAGE_EN].len == 0)
				for (unsigned l = 0; l < LANGUAGES; l++)
					tls_words_add_measured(&remark[l], subject, rule,
					                       (enum language)l);
		}
	}
}

static bool fill_said(struct arena *arena, const struct tls_subject *subject,
                      struct audit_finding *finding)
{
	struct text said = { 0 };

	if (!subject->shown.has_certificate)
		return true;
	finding->said = arena_alloc(arena, 1, sizeof(*finding->said));
	text_addf(&said, "%s, by %s, until ", subject->words[CERTIFICATE_SUBJECT],
	          subject->words[CERTIFICATE_ISSUER]);
	tls_words_add_date(&said, subject->words[CERTIFICATE_NOT_AFTER]);
	if (finding->said)
		finding->said[0] =
			(struct audit_said){ "certificate", text_copy(&said, arena) };
	text_fini(&said);
	if (!finding->said || !finding->said[0].text)
		return false;
	finding->said_count = 1;
	return true;
}

static void count_in(struct audit_finding *finding, const struct meeting *meeting)
{
	finding->flows += meeting->flows;
	sum_add(&finding->bytes, meeting->bytes);
	if (meeting->first_us < finding->first_us)
		finding->first_us = meeting->first_us;
	if (meeting->last_us > finding->last_us)
		finding->last_us = meeting->last_us;
	for (size_t side = 0; side < 2; side++)
		finding->hints[side] |= meeting->hints[side];
}

static bool fill_peers(struct arena *arena, const struct tls_subject *subject,
                       struct audit_finding *finding)
{
	struct peer_view *views =
		arena_alloc(arena, subject->meeting_count, sizeof(*views));

	for (size_t i = 0; views && i < subject->meeting_count; i++)
		views[i] = subject->meetings[i].peers;
	return views && audit_fill_peers(subject->judge, arena, views,
	                                 subject->meeting_count, finding);
}

static struct audit_finding begin_finding(const struct tls_subject *subject)
{
	const struct listener *listener = subject->listener;

	return (struct audit_finding){
		.kind = FINDING_EXPIRED_CERTIFICATE,
		.address = listener->address,
		.port = listener->port,
		.port_high = listener->port,
		.transport = listener->transport,
		.roles = naming_roles(subject->judge, &listener->address),
		.first_us = subject->meetings[0].first_us,
		.last_us = subject->meetings[0].last_us,
		.rule = subject->rule,
	};
}

/* @return false when out of memory; a finding without severity is none */
static bool make_finding(struct arena *arena, const struct tls_subject *subject,
                         struct audit_finding *finding, struct text *remark)
{
	struct reasons reasons = reasons_empty(subject->judge);
	bool ok;

	*finding = begin_finding(subject);
	add_faults(&reasons, subject, finding, remark);
	if (finding->severity == SEVERITY_NONE) {
		reasons_fini(&reasons);
		return true;
	}
	if (finding->kind == FINDING_WEAK_TLS || subject->listener->tls->old_count)
		for (unsigned i = 0; i < LANGUAGES; i++)
			if (reasons_are_in(&reasons, (enum language)i))
				tls_words_say_who_is_old(&reasons.in[i], subject);
	for (size_t i = 0; i < subject->meeting_count; i++)
		count_in(finding, &subject->meetings[i]);
	ok = fill_said(arena, subject, finding) && fill_peers(arena, subject, finding);
	return audit_finish_finding(subject->judge, arena, subject->listener->port,
	                            &reasons, finding) &&
	       ok;
}

/* --- All listeners ----------------------------------------------------------------------- */

static const char *keep(struct arena *arena, const char *word, size_t most)
{
	return arena_copy_text(arena, word, strnlen(word, most));
}

static bool fill_tls(struct arena *arena, const struct tls_subject *subject,
                     struct audit_tls *out)
{
	const struct listener_tls *tls = subject->listener->tls;
	const struct tls_shown *shown = &subject->shown;
	const char *const *words = subject->words;

	*out = (struct audit_tls){
		.address = subject->listener->address,
		.port = subject->listener->port,
		.transport = subject->listener->transport,
		.name = naming_of(subject->judge, &subject->listener->address),
		.rule = subject->rule,
		.versions = tls->versions,
		.offered = tls->offered,
		.subject = keep(arena, words[CERTIFICATE_SUBJECT], SIZE_MAX),
		.issuer = keep(arena, words[CERTIFICATE_ISSUER], SIZE_MAX),
		.not_after = keep(arena, words[CERTIFICATE_NOT_AFTER], TLS_WORDS_DATE),
		.key = keep(arena, words[CERTIFICATE_KEY], SIZE_MAX),
		.signature = keep(arena, words[CERTIFICATE_SIGNATURE], SIZE_MAX),
		.has_certificate =
			shown->has_certificate && shown->not_after_us != INT64_MIN,
		.client_certificate = tls_words_of_clients(tls->client),
		.complete = tls->complete,
		.failed = tls->failed,
		.unseen = tls->unseen,
	};
	for (unsigned i = 0; i < LANGUAGES; i++)
		out->remark[i] = "";
	if (out->has_certificate)
		out->days_left = tls_days_between(shown->last_us, shown->not_after_us);
	return out->subject && out->issuer && out->not_after && out->key &&
	       out->signature;
}

static bool add_finding(const struct tls_subject *subject, struct audit_tls *tls,
                        struct audit *audit, struct arena *arena)
{
	struct audit_finding made, *finding;
	struct text remark[LANGUAGES] = { 0 };
	bool ok = make_finding(arena, subject, &made, remark);

	finding = ok && made.severity > SEVERITY_NONE
	                  ? audit_next_finding(subject->judge, audit, arena,
	                                       AUDIT_ROOM_FINDINGS, false)
	                  : NULL;
	if (finding) {
		*finding = made;
		tls->finding = keep(arena, finding->id, sizeof(finding->id));
		ok = tls->finding != NULL;
		for (unsigned i = 0; i < LANGUAGES; i++) {
			tls->remark[i] = text_copy(&remark[i], arena);
			ok = ok && tls->remark[i];
		}
	}
	for (unsigned i = 0; i < LANGUAGES; i++)
		text_fini(&remark[i]);
	return ok;
}

static bool add_listener(struct tls_subject *subject, struct audit *audit,
                         struct arena *arena)
{
	struct audit_tls *tls = &audit->tls[audit->tls_count];

	subject->rule = rule_of(subject);
	if (!subject->rule)
		return true;
	read_shown(subject);
	if (!fill_tls(arena, subject, tls))
		return false;
	audit->tls_count++;
	return !is_ours(subject) || add_finding(subject, tls, audit, arena);
}

/* --- Each listener with those who met it ---------------------------------------------------- */

size_t audit_count_tls(const struct judge *judge)
{
	size_t count = 0;

	for (size_t i = 0; judge->options.tls && i < judge->listeners.count; i++)
		count += judge->listeners.listeners[i].tls != NULL;
	return count;
}

static size_t sort_listeners(const struct judge *judge, const struct listener **listeners)
{
	size_t count = 0;

	for (size_t i = 0; i < judge->listeners.count; i++)
		if (judge->listeners.listeners[i].tls)
			listeners[count++] = &judge->listeners.listeners[i];
	array_sort(listeners, count, sizeof(*listeners), meeting_compare_listeners);
	return count;
}

static bool add_listeners(const struct judge *judge, struct audit *audit,
                          struct arena *arena, const struct meeting *meetings,
                          size_t left)
{
	const struct listener **listeners =
		arena_alloc(arena, audit_count_tls(judge), sizeof(*listeners));
	size_t at = 0, count;

	if (!listeners)
		return false;
	count = sort_listeners(judge, listeners);
	for (size_t i = 0; i < count; i++) {
		struct tls_subject subject = { .judge = judge, .listener = listeners[i] };

		while (at < left && meeting_compare(&meetings[at], listeners[i]) < 0)
			at++;
		subject.meetings = meetings + at;
		for (; at < left && meeting_compare(&meetings[at], listeners[i]) == 0;
		     at++)
			subject.meeting_count++;
		if (subject.meeting_count && !add_listener(&subject, audit, arena))
			return false;
	}
	return true;
}

bool audit_add_tls(const struct judge *judge, struct audit *audit, struct arena *arena)
{
	size_t most = audit_count_tls(judge), count;
	struct meeting *meetings;
	bool ok;

	audit->tls = arena_alloc(arena, most, sizeof(*audit->tls));
	if (most == 0 || !audit->tls)
		return audit->tls != NULL;
	meetings = meetings_of(judge, &count);
	ok = meetings && add_listeners(judge, audit, arena, meetings, count);
	free(meetings);
	return ok;
}
