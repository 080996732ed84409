/* SPDX-License-Identifier: BSD-2-Clause */
#include "listener_said.h"

#include <stdlib.h>
#include <string.h>

#include "inspect/detail.h"

/* clang-format off */
/* ROW(detail, label), what tells most first: a kind of words has the number of its row. */
#define KIND_TABLE(ROW) \
	ROW(DETAIL_TLS_SUBJECT, "certificate") \
	ROW(DETAIL_TLS_SNI, "SNI") \
	ROW(DETAIL_HTTP_HOST, "HTTP host") \
	ROW(DETAIL_HTTP_SERVER, "HTTP server") \
	ROW(DETAIL_BANNER, "banner") \
	ROW(DETAIL_SIP_AGENTS, "SIP agent") \
	ROW(DETAIL_SIP_AGENTS_END_1, "SIP agent") \
	ROW(DETAIL_SIP_METHOD, "SIP request") \
	ROW(DETAIL_HTTP_USER_AGENT, "HTTP user agent") \
	ROW(DETAIL_TLS_CLIENT_SUBJECT, "client certificate") \
	ROW(DETAIL_STUN_SOFTWARE, "STUN software") \
	ROW(DETAIL_SSRP_INSTANCES, "SQL instances") \
	ROW(DETAIL_DCERPC_INTERFACE, "RPC interface") \
	ROW(DETAIL_DNS_QUERY, "DNS name") \
	ROW(DETAIL_PROTOCOL, "protocol")
/* clang-format on */

#define ENUM_ROW(detail, label)  KIND_OF_##detail,
#define LABEL_ROW(detail, label) [KIND_OF_##detail] = (label),
#define KIND_ROW(detail, label)  [detail] = KIND_OF_##detail,
#define TOLD_ROW(detail, label)  | UINT64_C(1) << (detail)

enum {
	KIND_TABLE(ENUM_ROW) KINDS
};

static const char *const labels[KINDS] = { KIND_TABLE(LABEL_ROW) };

/* Of the details that are told, by enum detail. */
static const unsigned char kind_of[DETAILS] = { KIND_TABLE(KIND_ROW) };

static const uint64_t told = UINT64_C(0) KIND_TABLE(TOLD_ROW);

bool listener_said_is_told(const struct detail_list *details)
{
	return detail_has_any(details, told);
}

/* The order of words of one kind: bytes, then length. */
static bool is_before(const char *text, size_t len, const char *kept)
{
	size_t kept_len = strlen(kept);
	int order = memcmp(text, kept, len < kept_len ? len : kept_len);

	return order ? order < 0 : len < kept_len;
}

/* Put a copy of @text in @word's place, whose memory is given back. */
static void replace(struct listener_word *word, unsigned char kind, const char *text,
                    size_t len, size_t *text_left)
{
	size_t back = word->text ? strlen(word->text) + 1 : 0;
	char *copy = len + 1 <= *text_left + back ? strndup(text, len) : NULL;

	if (!copy)
		return;
	free(word->text);
	*word = (struct listener_word){ kind, copy };
	*text_left = *text_left + back - (strlen(copy) + 1);
}

/* Have a place for @kind before word number @at; the last gives way. NULL: no memory. */
static struct listener_word *make_place(struct listener_said *said, size_t at, size_t len,
                                        size_t *text_left)
{
	struct listener_word *words = said->words;

	if (said->count == LISTENER_SAID) {
		char *last = words[--said->count].text;

		*text_left += strlen(last) + 1;
		free(last);
	}
	if (len + 1 > *text_left)
		return NULL;
	memmove(&words[at + 1], &words[at], (said->count - at) * sizeof(*words));
	words[at] = (struct listener_word){ 0 };
	said->count++;
	return &words[at];
}

/* What is kept is the same in whatever order it comes: the first kinds, of each the least. */
static void offer(struct listener_said *said, unsigned char kind, const char *text,
                  size_t len, size_t *text_left)
{
	struct listener_word *words = said->words, *word;
	size_t at = 0;

	while (at < said->count && words[at].kind < kind)
		at++;
	if (at == LISTENER_SAID)
		return;
	if (at < said->count && words[at].kind == kind) {
		if (is_before(text, len, words[at].text))
			replace(&words[at], kind, text, len, text_left);
		return;
	}
	word = make_place(said, at, len, text_left);
	if (word)
		replace(word, kind, text, len, text_left);
	if (word && !word->text) /* the system refused memory */
		memmove(word, word + 1, (--said->count - at) * sizeof(*word));
}

static struct listener_said *begin(size_t *text_left)
{
	struct listener_said *said =
		sizeof(*said) <= *text_left ? calloc(1, sizeof(*said)) : NULL;

	if (said)
		*text_left -= sizeof(*said);
	return said;
}

void listener_said_observe(struct listener_said **said, const struct detail_list *details,
                           size_t *text_left)
{
	uint64_t left = detail_keys(details) & told;

	if (left && !*said)
		*said = begin(text_left);
	for (; *said && left; left &= left - 1) {
		const enum detail detail = (enum detail)__builtin_ctzll(left);
		size_t len;
		const char *text = detail_get(details, detail, &len);

		/* As it will be kept: to its first NUL. */
		if (text && (len = strnlen(text, len)) > 0)
			offer(*said, kind_of[detail], text, len, text_left);
	}
}

size_t listener_said_words(const struct listener_said *said,
                           struct audit_said words[static LISTENER_SAID])
{
	for (size_t i = 0; said && i < said->count; i++)
		words[i] = (struct audit_said){ labels[said->words[i].kind],
			                        said->words[i].text };
	return said ? said->count : 0;
}

void listener_said_destroy(struct listener_said *said)
{
	for (size_t i = 0; said && i < said->count; i++)
		free(said->words[i].text);
	free(said);
}
