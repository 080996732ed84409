/* SPDX-License-Identifier: BSD-2-Clause */
#include "inspect/detail.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define VALUE_MAX 255
/*
 * Room for bytes while values are still being set: a flow's values are set one
 * after the other, and detail_trim() gives back what was too much.
 */
#define GROWTH         252
#define WORTH_TRIMMING 32

/* Entries lie back to back in the order of enum detail. */
struct detail_list {
	uint16_t used, capacity;
	uint8_t bytes[]; /* key, length, that many bytes; and again */
};

static_assert(DETAILS <= 256, "a key is one byte");
static_assert(2 * DETAILS * (VALUE_MAX + 2) + GROWTH <= UINT16_MAX, "every value fits");

/* Where EVE and its readers look for each. */
static const struct {
	const char *object, *key;
} names[DETAILS] = {
	[DETAIL_TLS_VERSION] = { "tls", "version" },
	[DETAIL_TLS_SNI] = { "tls", "sni" },
	[DETAIL_TLS_ALPN] = { "tls", "alpn" },
	[DETAIL_TLS_CIPHER] = { "tls", "cipher" },
	[DETAIL_TLS_SUBJECT] = { "tls", "subject" },
	[DETAIL_TLS_ISSUER] = { "tls", "issuerdn" },
	[DETAIL_TLS_SAN] = { "tls", "subjectaltname" },
	[DETAIL_TLS_NOT_BEFORE] = { "tls", "notbefore" },
	[DETAIL_TLS_NOT_AFTER] = { "tls", "notafter" },
	[DETAIL_TLS_CLIENT_SUBJECT] = { "tls", "client_subject" },
	[DETAIL_TLS_CLIENT_CERTIFICATE] = { "tls", "client_certificate" },
	[DETAIL_TLS_JA3] = { "tls", "ja3" },
	[DETAIL_TLS_JA4] = { "tls", "ja4" },
	[DETAIL_SIP_METHOD] = { "sip", "method" },
	[DETAIL_SIP_CODE] = { "sip", "code" },
	[DETAIL_SIP_USER_AGENT] = { "sip", "user_agent" },
	[DETAIL_SIP_SERVER] = { "sip", "server" },
	[DETAIL_SIP_GRUU] = { "sip", "gruu" },
	[DETAIL_HTTP_METHOD] = { "http", "http_method" },
	[DETAIL_HTTP_HOST] = { "http", "hostname" },
	[DETAIL_HTTP_PATH] = { "http", "url" },
	[DETAIL_HTTP_USER_AGENT] = { "http", "http_user_agent" },
	[DETAIL_HTTP_SERVER] = { "http", "server" },
	[DETAIL_STUN_SOFTWARE] = { "stun", "software" },
	[DETAIL_MSTURN_VERSION] = { "stun", "ms_version" },
	[DETAIL_MODALITY] = { "lync", "modality" },
	[DETAIL_MODALITY_REASON] = { "lync", "modality_reason" },
	[DETAIL_RTP_PAYLOAD_TYPE] = { "rtp", "payload_type" },
	[DETAIL_RTP_CODEC] = { "rtp", "codec" },
	[DETAIL_RTP_LOSS] = { "rtp", "loss" },
	[DETAIL_RTP_JITTER] = { "rtp", "jitter" },
	[DETAIL_DHCP_VENDOR_CLASS] = { "dhcp", "vendor_class_identifier" },
	[DETAIL_SSRP_INSTANCES] = { "ssrp", "instances" },
	[DETAIL_DCERPC_INTERFACE] = { "dcerpc", "interface" },
	[DETAIL_DNS_QUERY] = { "dns", "rrname" },
	[DETAIL_SMB_DIALECT] = { "smb", "dialect" },
	[DETAIL_PROTOCOL] = { "lync", "protocol" },
	[DETAIL_NOTE] = { "lync", "note" },
};

static size_t entry_size(const uint8_t *entry)
{
	return 2 + (size_t)entry[1];
}

/* Offset of @key's entry, or of where it would stand. */
static size_t position(const struct detail_list *list, enum detail key)
{
	size_t at = 0;

	while (at < list->used && list->bytes[at] < key)
		at += entry_size(list->bytes + at);
	return at;
}

static bool holds(const struct detail_list *list, size_t at, enum detail key)
{
	return at < list->used && list->bytes[at] == key;
}

static bool reserve(struct detail_list **list, size_t needed)
{
	struct detail_list *grown;
	size_t capacity = (needed + GROWTH - 1) / GROWTH * GROWTH;

	if (*list && (*list)->capacity >= needed)
		return true;
	grown = realloc(*list, sizeof(*grown) + capacity);
	if (!grown)
		return false;
	if (!*list)
		grown->used = 0;
	grown->capacity = (uint16_t)capacity;
	*list = grown;
	return true;
}

void detail_trim(struct detail_list **list)
{
	struct detail_list *exact;

	if (!*list || (*list)->capacity - (*list)->used < WORTH_TRIMMING)
		return;
	/* Not realloc(), which would leave a hole of an odd size behind each. */
	exact = detail_copy(*list);
	if (!exact)
		return;
	free(*list);
	*list = exact;
}

void detail_reserve(struct detail_list **list, size_t count, size_t len)
{
	size_t used = *list ? (*list)->used : 0;

	if (count > DETAILS)
		count = DETAILS;
	if (len > count * VALUE_MAX)
		len = count * VALUE_MAX;
	/* Without the memory, setting the values will find that out. */
	(void)reserve(list, used + 2 * count + len);
}

void detail_set(struct detail_list **list, enum detail key, const void *bytes, size_t len)
{
	size_t used = *list ? (*list)->used : 0;
	size_t at = *list ? position(*list, key) : 0;
	size_t old = *list && holds(*list, at, key) ? entry_size((*list)->bytes + at) : 0;

	if (len > VALUE_MAX)
		len = VALUE_MAX;
	if (!reserve(list, used - old + 2 + len))
		return;
	uint8_t *entry = (*list)->bytes + at;

	memmove(entry + 2 + len, entry + old, used - at - old);
	entry[0] = (uint8_t)key;
	entry[1] = (uint8_t)len;
	if (len)
		memcpy(entry + 2, bytes, len);
	(*list)->used = (uint16_t)(used - old + 2 + len);
}

const char *detail_get(const struct detail_list *list, enum detail key, size_t *len)
{
	size_t at = list ? position(list, key) : 0;

	if (!list || !holds(list, at, key))
		return NULL;
	*len = list->bytes[at + 1];
	return (const char *)list->bytes + at + 2;
}

void detail_visit(const struct detail_list *list,
                  void (*visit)(enum detail key, const char *bytes, size_t len,
                                void *context),
                  void *context)
{
	for (size_t at = 0; list && at < list->used; at += entry_size(list->bytes + at))
		visit((enum detail)list->bytes[at], (const char *)list->bytes + at + 2,
		      list->bytes[at + 1], context);
}

struct detail_list *detail_copy(const struct detail_list *list)
{
	struct detail_list *copy = list ? malloc(sizeof(*copy) + list->used) : NULL;

	if (!copy)
		return NULL;
	memcpy(copy, list, sizeof(*copy) + list->used);
	copy->capacity = copy->used;
	return copy;
}

size_t detail_memory(const struct detail_list *list)
{
	return list ? sizeof(*list) + list->capacity : 0;
}

void detail_list_destroy(struct detail_list *list)
{
	free(list);
}

const char *detail_object(enum detail key)
{
	return names[key].object;
}

const char *detail_key(enum detail key)
{
	return names[key].key;
}
