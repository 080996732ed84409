/* SPDX-License-Identifier: BSD-2-Clause */
#include "listener_tls.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "inspect/detail.h"
#include "judge/conversation.h"

#define TEXT_MOST 255 /* of a detail */
/* With the details seen last, of which there are two kilobytes at most. */
#define LISTENER_TLS_COST (sizeof(struct listener_tls) + 2048)

/* What is asked of the details of one flow. */
struct words {
	const char *at[DETAIL_TLS_STEP + 1];
	size_t len[DETAIL_TLS_STEP + 1];
};

static const enum detail certificate_details[CERTIFICATE_WORDS] = {
	[CERTIFICATE_SUBJECT] = DETAIL_TLS_SUBJECT,
	[CERTIFICATE_ISSUER] = DETAIL_TLS_ISSUER,
	[CERTIFICATE_NAMES] = DETAIL_TLS_SAN,
	[CERTIFICATE_NOT_BEFORE] = DETAIL_TLS_NOT_BEFORE,
	[CERTIFICATE_NOT_AFTER] = DETAIL_TLS_NOT_AFTER,
	[CERTIFICATE_SERIAL] = DETAIL_TLS_SERIAL,
	[CERTIFICATE_KEY] = DETAIL_TLS_KEY,
	[CERTIFICATE_SIGNATURE] = DETAIL_TLS_SIGNATURE,
};

static void keep_word(enum detail key, const char *bytes, size_t len, void *context)
{
	struct words *words = context;

	if (key > DETAIL_TLS_STEP)
		return;
	words->at[key] = bytes;
	words->len[key] = len;
}

static bool is_word(const struct words *words, enum detail key, const char *text)
{
	size_t len = strlen(text);

	return words->len[key] == len && words->at[key] &&
	       memcmp(words->at[key], text, len) == 0;
}

/* --- Versions, suites ------------------------------------------------------------------ */

/* The newest of "TLS 1.3,TLS 1.2" as a bit. */
static unsigned newest_of(const struct words *words, enum detail key)
{
	const char *at = words->at[key], *end = at + words->len[key];
	unsigned newest = 0;

	while (at && at < end) {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		size_t len = (size_t)((comma ? comma : end) - at);
		unsigned bit = tls_policy_version_bit(at, len);

		if (bit > newest)
			newest = bit;
		at += len + 1;
	}
	return newest;
}

static void keep_suite(struct listener_tls *tls, const struct words *words)
{
	char text[8] = { 0 };
	uint16_t suite;

	if (words->len[DETAIL_TLS_CIPHER] != 6)
		return;
	memcpy(text, words->at[DETAIL_TLS_CIPHER], 6);
	suite = (uint16_t)strtoul(text, NULL, 16);
	for (size_t i = 0; i < tls->suite_count; i++)
		if (tls->suites[i] == suite)
			return;
	if (tls->suite_count < LISTENER_TLS_SUITES)
		tls->suites[tls->suite_count++] = suite;
}

/* Who offers nothing newer than @offered: the first by address, whoever came first. */
static void keep_old(struct listener_tls *tls, const struct address *address,
                     unsigned offered)
{
	size_t at = 0, moved;

	while (at < tls->old_count && address_compare(&tls->old[at], address) < 0)
		at++;
	if (at < tls->old_count && address_equal(&tls->old[at], address)) {
		tls->old_versions[at] |= offered;
		return;
	}
	if (tls->old_count == LISTENER_TLS_OLD)
		tls->more_old = true;
	else
		tls->old_count++;
	if (at == LISTENER_TLS_OLD)
		return;
	moved = tls->old_count - at - 1;
	memmove(&tls->old[at + 1], &tls->old[at], moved * sizeof(tls->old[0]));
	memmove(&tls->old_versions[at + 1], &tls->old_versions[at],
	        moved * sizeof(tls->old_versions[0]));
	tls->old[at] = *address;
	tls->old_versions[at] = offered;
}

static void keep_versions(struct listener_tls *tls,
                          const struct conversation *conversation,
                          const struct words *words)
{
	unsigned chosen = newest_of(words, DETAIL_TLS_VERSION);
	unsigned offered = newest_of(words, DETAIL_TLS_VERSIONS_OFFERED);

	tls->versions |= chosen;
	tls->offered |= offered;
	keep_suite(tls, words);
	if (!chosen || chosen >= tls_policy_version_bit("TLS 1.2", 7))
		return;
	if (offered > chosen)
		tls->kept_old |= chosen;
	else
		keep_old(tls, &conversation->initiator, chosen);
}

static unsigned client_of(const struct words *words)
{
	if (is_word(words, DETAIL_TLS_CLIENT_CERTIFICATE, "given"))
		return CLIENT_SHOWED_ONE;
	if (is_word(words, DETAIL_TLS_CLIENT_CERTIFICATE, "refused"))
		return CLIENT_SHOWED_NONE;
	return words->len[DETAIL_TLS_CLIENT_CERTIFICATE] ? CLIENT_NOT_ASKED : 0;
}

/* --- Certificates ----------------------------------------------------------------------- */

/* The words of the certificate one after the other. @return bytes */
static size_t pack(const struct words *words,
                   char packed[static CERTIFICATE_WORDS * (TEXT_MOST + 1)])
{
	char *at = packed;

	for (size_t i = 0; i < CERTIFICATE_WORDS; i++) {
		enum detail key = certificate_details[i];
		size_t len = words->len[key] < TEXT_MOST ? words->len[key] : TEXT_MOST;

		/* Captured bytes may have NULs; a name ends at the first. */
		if (len)
			at = mempcpy(at, words->at[key], strnlen(words->at[key], len));
		*at++ = '\0';
	}
	return (size_t)(at - packed);
}

static bool is_same(const struct shown_certificate *known, const char *packed, size_t len)
{
	return known->words && known->len == len &&
	       memcmp(known->words, packed, len) == 0;
}

static void forget(struct shown_certificate *certificate)
{
	free(certificate->words);
	free(certificate->other_name);
	*certificate = (struct shown_certificate){ 0 };
}

static void widen(struct shown_certificate *certificate,
                  const struct conversation *conversation)
{
	if (conversation->first_us < certificate->first_us)
		certificate->first_us = conversation->first_us;
	if (conversation->first_us > certificate->last_us)
		certificate->last_us = conversation->first_us;
}

/* The latest becomes the former; of more than two the one between is forgotten. */
static struct shown_certificate *add(struct listener_tls *tls,
                                     const struct conversation *conversation,
                                     const char *packed, size_t len, size_t *memory)
{
	struct shown_certificate fresh = { .len = len,
		                           .first_us = conversation->first_us,
		                           .last_us = conversation->first_us };
	struct shown_certificate *place = &tls->latest;

	if (len > *memory || !(fresh.words = malloc(len)))
		return NULL;
	memcpy(fresh.words, packed, len);
	*memory -= len;
	if (tls->latest.words && fresh.first_us < tls->latest.first_us)
		place = &tls->former;
	if (place == &tls->latest && tls->latest.words) {
		forget(&tls->former);
		tls->former = tls->latest;
		tls->latest = (struct shown_certificate){ 0 };
	}
	forget(place);
	*place = fresh;
	return place;
}

static struct shown_certificate *keep_certificate(struct listener_tls *tls,
                                                  const struct conversation *conversation,
                                                  const struct words *words,
                                                  size_t *memory)
{
	char packed[CERTIFICATE_WORDS * (TEXT_MOST + 1)];
	size_t len;

	if (!words->len[DETAIL_TLS_NOT_AFTER])
		return NULL;
	len = pack(words, packed);
	if (is_same(&tls->latest, packed, len)) {
		widen(&tls->latest, conversation);
		return &tls->latest;
	}
	if (is_same(&tls->former, packed, len)) {
		widen(&tls->former, conversation);
		return &tls->former;
	}
	return add(tls, conversation, packed, len, memory);
}

void shown_certificate_words(const struct shown_certificate *certificate,
                             const char *words[static CERTIFICATE_WORDS])
{
	const char *at = certificate->words;

	for (size_t i = 0; i < CERTIFICATE_WORDS; i++) {
		words[i] = at ? at : "";
		at = at ? at + strlen(at) + 1 : NULL;
	}
}

/* "*.contoso.example" stands for one label. RFC 6125 section 6.4.3 */
static bool is_name(const char *pattern, size_t len, const char *name)
{
	const char *dot;

	if (len == strlen(name) && strncasecmp(pattern, name, len) == 0)
		return true;
	if (len < 3 || pattern[0] != '*' || pattern[1] != '.')
		return false;
	dot = strchr(name, '.');
	return dot && dot > name && strlen(dot) == len - 1 &&
	       strncasecmp(dot, pattern + 1, len - 1) == 0;
}

bool certificate_covers(const char *const words[static CERTIFICATE_WORDS],
                        const char *name)
{
	const char *at = words[CERTIFICATE_NAMES];

	for (size_t len; *at; at += len + (at[len] == ',')) {
		len = strcspn(at, ",");
		if (is_name(at, len, name))
			return true;
	}
	return is_name(words[CERTIFICATE_SUBJECT], strlen(words[CERTIFICATE_SUBJECT]),
	               name);
}

/* A list that long may have left names out. */
#define NAMES_TOLD 128

bool certificate_is_for_others(const char *const words[static CERTIFICATE_WORDS],
                               const char *name)
{
	return strchr(name, '.') && strchr(words[CERTIFICATE_SUBJECT], '.') &&
	       strlen(words[CERTIFICATE_NAMES]) <= NAMES_TOLD &&
	       !certificate_covers(words, name);
}

static void keep_other_name(struct shown_certificate *certificate,
                            const struct words *words, size_t *memory)
{
	const char *told[CERTIFICATE_WORDS];
	char name[TEXT_MOST + 1] = { 0 };
	size_t len = words->len[DETAIL_TLS_SNI];

	if (!len || len > TEXT_MOST || certificate->other_name)
		return;
	memcpy(name, words->at[DETAIL_TLS_SNI], len);
	shown_certificate_words(certificate, told);
	if (!certificate_is_for_others(told, name) || len >= *memory)
		return;
	certificate->other_name = strdup(name);
	*memory -= len;
}

bool listener_tls_shows_other_name(const struct detail_list *details)
{
	struct words words = { { 0 }, { 0 } };
	char packed[CERTIFICATE_WORDS * (TEXT_MOST + 1)], name[TEXT_MOST + 1] = { 0 };
	const struct shown_certificate shown = { .words = packed };
	const char *told[CERTIFICATE_WORDS];

	detail_visit(details, keep_word, &words);
	if (!words.len[DETAIL_TLS_NOT_AFTER] || !words.len[DETAIL_TLS_SNI] ||
	    words.len[DETAIL_TLS_SNI] > TEXT_MOST)
		return false;
	pack(&words, packed);
	memcpy(name, words.at[DETAIL_TLS_SNI], words.len[DETAIL_TLS_SNI]);
	shown_certificate_words(&shown, told);
	return certificate_is_for_others(told, name);
}

/* --- Handshakes ------------------------------------------------------------------------- */

/* Did the other end refuse the certificate that it was shown? RFC 8446 section 6.2 */
static bool is_refused(const struct words *words)
{
	static const char *const alerts[] = { "bad_certificate",
		                              "unsupported_certificate",
		                              "certificate_expired",
		                              "certificate_unknown", "unknown_ca" };

	if (!is_word(words, DETAIL_TLS_ALERT_BY, "client"))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(alerts); i++)
		if (is_word(words, DETAIL_TLS_ALERT, alerts[i]))
			return true;
	return false;
}

static enum listener_tls_step step_of(const struct conversation *conversation)
{
	uint64_t hints = conversation_hints(conversation);

	return hints & HINT_BIT(HINT_TLS_COMPLETE) ? STEP_COMPLETE
	       : hints & HINT_BIT(HINT_TLS_FAILED) ? STEP_FAILED
	                                           : STEP_UNSEEN;
}

static void count(struct listener_tls *tls, enum listener_tls_step step, uint64_t flows)
{
	switch (step) {
	case STEP_COMPLETE:
		tls->complete += flows;
		break;
	case STEP_FAILED:
		tls->failed += flows;
		break;
	case STEP_UNSEEN:
		tls->unseen += flows;
		break;
	}
}

/* @return the certificate that was shown, NULL for none */
static struct shown_certificate *fold(struct listener_tls *tls,
                                      const struct conversation *conversation,
                                      const struct words *words,
                                      enum listener_tls_step step, size_t *memory)
{
	struct shown_certificate *shown = NULL;

	tls->client |= client_of(words);
	/* From 1.3 on all but the hellos is encrypted. */
	if (step == STEP_COMPLETE || is_word(words, DETAIL_TLS_UNSEEN, "TLS 1.3"))
		keep_versions(tls, conversation, words);
	if (step == STEP_COMPLETE || (step == STEP_FAILED && is_refused(words)))
		shown = keep_certificate(tls, conversation, words, memory);
	if (shown)
		keep_other_name(shown, words, memory);
	return shown;
}

/* Everything of @details is known but who said it, and when. */
static bool is_known(const struct listener_tls *tls, const struct detail_list *details,
                     enum listener_tls_step step)
{
	return tls->last && tls->last_step == step && !tls->old_count &&
	       detail_list_equal(tls->last, details);
}

static void remember(struct listener_tls *tls, const struct detail_list *details,
                     enum listener_tls_step step, struct shown_certificate *shown)
{
	detail_list_destroy(tls->last);
	tls->last = detail_copy(details);
	tls->last_step = step;
	tls->last_certificate = shown;
}

void listener_tls_observe(struct listener_tls **tls,
                          const struct conversation *conversation,
                          const struct detail_list *details, size_t *memory)
{
	enum listener_tls_step step = step_of(conversation);
	struct words words;

	if (!*tls) {
		if (*memory < LISTENER_TLS_COST || !(*tls = calloc(1, sizeof(**tls))))
			return;
		*memory -= LISTENER_TLS_COST;
	}
	count(*tls, step, conversation->flows);
	if (is_known(*tls, details, step)) {
		if ((*tls)->last_certificate)
			widen((*tls)->last_certificate, conversation);
		return;
	}
	memset(&words, 0, sizeof(words));
	detail_visit(details, keep_word, &words);
	remember(*tls, details, step, fold(*tls, conversation, &words, step, memory));
}

void listener_tls_destroy(struct listener_tls *tls)
{
	if (!tls)
		return;
	forget(&tls->latest);
	forget(&tls->former);
	detail_list_destroy(tls->last);
	free(tls);
}
