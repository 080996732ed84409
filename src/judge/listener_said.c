/* SPDX-License-Identifier: BSD-2-Clause */
#include "listener_said.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "inspect/detail.h"

/* What tells most first: a kind of words has the number of its row. */
static const struct {
	enum detail detail;
	const char *label;
} kinds[] = {
	{ DETAIL_TLS_SUBJECT, "certificate" },
	{ DETAIL_TLS_SNI, "SNI" },
	{ DETAIL_HTTP_HOST, "HTTP host" },
	{ DETAIL_HTTP_SERVER, "HTTP server" },
	{ DETAIL_SIP_AGENTS, "SIP agent" },
	{ DETAIL_SIP_AGENTS_END_1, "SIP agent" },
	{ DETAIL_SIP_METHOD, "SIP request" },
	{ DETAIL_HTTP_USER_AGENT, "HTTP user agent" },
	{ DETAIL_TLS_CLIENT_SUBJECT, "client certificate" },
	{ DETAIL_STUN_SOFTWARE, "STUN software" },
	{ DETAIL_SSRP_INSTANCES, "SQL instances" },
	{ DETAIL_DCERPC_INTERFACE, "RPC interface" },
	{ DETAIL_DNS_QUERY, "DNS name" },
	{ DETAIL_PROTOCOL, "protocol" },
};

#define BIT(detail) (UINT64_C(1) << (detail))

/* Bits of the details above. */
static const uint64_t told = BIT(DETAIL_TLS_SUBJECT) | BIT(DETAIL_TLS_SNI) |
                             BIT(DETAIL_HTTP_HOST) | BIT(DETAIL_HTTP_SERVER) |
                             BIT(DETAIL_SIP_AGENTS) | BIT(DETAIL_SIP_AGENTS_END_1) |
                             BIT(DETAIL_SIP_METHOD) | BIT(DETAIL_HTTP_USER_AGENT) |
                             BIT(DETAIL_TLS_CLIENT_SUBJECT) | BIT(DETAIL_STUN_SOFTWARE) |
                             BIT(DETAIL_SSRP_INSTANCES) | BIT(DETAIL_DCERPC_INTERFACE) |
                             BIT(DETAIL_DNS_QUERY) | BIT(DETAIL_PROTOCOL);

bool listener_said_is_told(const struct detail_list *details)
{
	return detail_has_any(details, told);
}

/* @return false when there is no room for more */
static bool keep(struct listener_said **said, unsigned char kind, const char *text,
                 size_t len, size_t *text_left)
{
	size_t cost = len + 1 + (*said ? 0 : sizeof(**said));
	char *copy;

	if (cost > *text_left)
		return false;
	if (!*said)
		*said = calloc(1, sizeof(**said));
	copy = *said ? strndup(text, len) : NULL;
	if (!copy)
		return false;
	(*said)->words[(*said)->count++] = (struct listener_word){ kind, copy };
	(*said)->kept |= BIT(kinds[kind].detail);
	*text_left -= cost;
	return (*said)->count < LISTENER_SAID;
}

void listener_said_observe(struct listener_said **said, const struct detail_list *details,
                           size_t *text_left)
{
	uint64_t kept = *said ? (*said)->kept : 0;

	/* Most of what comes after the first few was said before. */
	if ((*said && (*said)->count == LISTENER_SAID) ||
	    !detail_has_any(details, told & ~kept))
		return;
	for (unsigned char kind = 0; kind < ARRAY_LEN(kinds); kind++) {
		size_t len;
		const char *text =
			kept & BIT(kinds[kind].detail)
				? NULL
				: detail_get(details, kinds[kind].detail, &len);

		if (text && len > 0 && !keep(said, kind, text, len, text_left))
			return;
	}
}

static int compare_words(const void *a, const void *b)
{
	const struct listener_word *x = a, *y = b;

	return (int)x->kind - (int)y->kind;
}

size_t listener_said_words(const struct listener_said *said,
                           struct audit_said words[static LISTENER_SAID])
{
	struct listener_word sorted[LISTENER_SAID];

	if (!said)
		return 0;
	memcpy(sorted, said->words, sizeof(sorted));
	array_sort(sorted, said->count, sizeof(sorted[0]), compare_words);
	for (size_t i = 0; i < said->count; i++)
		words[i] = (struct audit_said){ kinds[sorted[i].kind].label,
			                        sorted[i].text };
	return said->count;
}

void listener_said_destroy(struct listener_said *said)
{
	for (size_t i = 0; said && i < said->count; i++)
		free(said->words[i].text);
	free(said);
}
