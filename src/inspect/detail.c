/* SPDX-License-Identifier: BSD-2-Clause */
#include "inspect/detail.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "detail_list.h"

#define VALUE_MAX  255
#define JOINED_MAX (2 * VALUE_MAX + 1)
#define GROWTH     DETAIL_LIST_OPEN /* a flow's values are set one after the other */

static_assert(DETAILS <= 64, "a key is one byte, and a bit of a word");
static_assert(DETAILS * (VALUE_MAX + 2) + GROWTH <= UINT16_MAX, "every value fits");

/* How the two values of a pair are shown; said of its first key. */
enum pairing {
	SINGLE,  /* it is none */
	BY_ROLE, /* under a key each */
	JOINED,  /* as one text */
	NOTED,   /* in the note */
	SECOND,  /* this is the second key of a pair */
};

/* Where EVE and its readers look for each. */
static const struct {
	const char *object, *key;
	enum pairing pairing;
} names[DETAILS] = {
	[DETAIL_TLS_VERSION] = { "tls", "version", SINGLE },
	[DETAIL_TLS_VERSIONS_OFFERED] = { "tls", "versions_offered", SINGLE },
	[DETAIL_TLS_OUTCOME] = { "tls", "outcome", SINGLE },
	[DETAIL_TLS_UNSEEN] = { "tls", "unseen", SINGLE },
	[DETAIL_TLS_ALERT] = { "tls", "alert", SINGLE },
	[DETAIL_TLS_ALERT_BY] = { "tls", "alert_by", SINGLE },
	[DETAIL_TLS_STEP] = { "tls", "step", SINGLE },
	[DETAIL_TLS_SNI] = { "tls", "sni", SINGLE },
	[DETAIL_TLS_ALPN] = { "tls", "alpn", SINGLE },
	[DETAIL_TLS_CIPHER] = { "tls", "cipher", SINGLE },
	[DETAIL_TLS_SUBJECT] = { "tls", "subject", SINGLE },
	[DETAIL_TLS_ISSUER] = { "tls", "issuerdn", SINGLE },
	[DETAIL_TLS_SAN] = { "tls", "subjectaltname", SINGLE },
	[DETAIL_TLS_NOT_BEFORE] = { "tls", "notbefore", SINGLE },
	[DETAIL_TLS_NOT_AFTER] = { "tls", "notafter", SINGLE },
	[DETAIL_TLS_SERIAL] = { "tls", "serial", SINGLE },
	[DETAIL_TLS_KEY] = { "tls", "key", SINGLE },
	[DETAIL_TLS_SIGNATURE] = { "tls", "signature", SINGLE },
	[DETAIL_TLS_CLIENT_ISSUER] = { "tls", "client_issuerdn", SINGLE },
	[DETAIL_TLS_CLIENT_NOT_BEFORE] = { "tls", "client_notbefore", SINGLE },
	[DETAIL_TLS_CLIENT_NOT_AFTER] = { "tls", "client_notafter", SINGLE },
	[DETAIL_TLS_CLIENT_SERIAL] = { "tls", "client_serial", SINGLE },
	[DETAIL_TLS_CLIENT_KEY] = { "tls", "client_key", SINGLE },
	[DETAIL_TLS_CLIENT_SIGNATURE] = { "tls", "client_signature", SINGLE },
	[DETAIL_TLS_CLIENT_SUBJECT] = { "tls", "client_subject", SINGLE },
	[DETAIL_TLS_CLIENT_CERTIFICATE] = { "tls", "client_certificate", SINGLE },
	[DETAIL_SIP_METHOD] = { "sip", "method", SINGLE },
	[DETAIL_SIP_CODE] = { "sip", "code", SINGLE },
	[DETAIL_SIP_AGENTS] = { "sip", "user_agent", BY_ROLE },
	[DETAIL_SIP_AGENTS_END_1] = { "sip", "server", SECOND },
	[DETAIL_SIP_GRUU] = { "sip", "gruu", SINGLE },
	[DETAIL_HTTP_METHOD] = { "http", "http_method", SINGLE },
	[DETAIL_HTTP_HOST] = { "http", "hostname", SINGLE },
	[DETAIL_HTTP_PATH] = { "http", "url", SINGLE },
	[DETAIL_HTTP_USER_AGENT] = { "http", "http_user_agent", SINGLE },
	[DETAIL_HTTP_SERVER] = { "http", "server", SINGLE },
	[DETAIL_STUN_SOFTWARE] = { "stun", "software", SINGLE },
	[DETAIL_MSTURN_VERSION] = { "stun", "ms_version", SINGLE },
	[DETAIL_MODALITY] = { "lync", "modality", SINGLE },
	[DETAIL_MODALITY_REASON] = { "lync", "modality_reason", SINGLE },
	[DETAIL_RTP_PAYLOAD_TYPE] = { "rtp", "payload_type", SINGLE },
	[DETAIL_RTP_CODEC] = { "rtp", "codec", SINGLE },
	[DETAIL_RTP_LOSS] = { "rtp", "loss", JOINED },
	[DETAIL_RTP_LOSS_END_1] = { .pairing = SECOND },
	[DETAIL_RTP_JITTER] = { "rtp", "jitter", JOINED },
	[DETAIL_RTP_JITTER_END_1] = { .pairing = SECOND },
	[DETAIL_RTP_REORDERED] = { .pairing = NOTED },
	[DETAIL_RTP_REORDERED_END_1] = { .pairing = SECOND },
	[DETAIL_DHCP_VENDOR_CLASS] = { "dhcp", "vendor_class_identifier", SINGLE },
	[DETAIL_SSRP_INSTANCES] = { "ssrp", "instances", SINGLE },
	[DETAIL_DCERPC_INTERFACE] = { "dcerpc", "interface", SINGLE },
	[DETAIL_DNS_QUERY] = { "dns", "rrname", SINGLE },
	[DETAIL_SMB_DIALECT] = { "smb", "dialect", SINGLE },
	[DETAIL_PROTOCOL] = { "lync", "protocol", SINGLE },
	[DETAIL_BANNER] = { "lync", "banner", SINGLE },
	[DETAIL_NOTE] = { "lync", "note", SINGLE },
};

#define KEY_BIT(key) (UINT64_C(1) << (key))

static size_t entry_size(const uint8_t *entry)
{
	return 2 + (size_t)entry[1];
}

/* Offset of @key's entry, or of where it would stand. */
static size_t position(const struct detail_list *list, enum detail key)
{
	size_t at = 0;

	/* Values are mostly set in their order. */
	if (list->keys >> key == 0)
		return list->used;
	while (at < list->used && list->bytes[at] < key)
		at += entry_size(list->bytes + at);
	return at;
}

static bool holds(const struct detail_list *list, enum detail key)
{
	return list && list->keys & KEY_BIT(key);
}

struct detail_list *detail_list_create(size_t capacity)
{
	struct detail_list *list = malloc(sizeof(*list) + capacity);

	if (!list)
		return NULL;
	atomic_init(&list->owners, 1);
	list->keys = 0;
	list->shares = 1;
	list->holders = 0;
	list->used = 0;
	list->capacity = (uint16_t)capacity;
	return list;
}

/* Room for @needed bytes in a list of our own. */
static bool reserve(struct detail_list **list, size_t needed)
{
	struct detail_list *old = *list, *grown;

	if (old && !detail_list_is_shared(old) && old->capacity >= needed)
		return true;
	grown = detail_list_create((needed + GROWTH - 1) / GROWTH * GROWTH);
	if (!grown)
		return false;
	if (old) {
		grown->keys = old->keys;
		grown->used = old->used;
		memcpy(grown->bytes, old->bytes, old->used);
		detail_list_destroy(old);
	}
	*list = grown;
	return true;
}

void detail_set(struct detail_list **list, enum detail key, const void *bytes, size_t len)
{
	size_t used = *list ? (*list)->used : 0;
	size_t at = *list ? position(*list, key) : 0;
	size_t old = holds(*list, key) ? entry_size((*list)->bytes + at) : 0;
	size_t now = used - old + 2 + (len > VALUE_MAX ? VALUE_MAX : len);

	/* What is copied to a bigger list includes the value that is replaced. */
	if (!reserve(list, now > used ? now : used))
		return;
	if (len > VALUE_MAX)
		len = VALUE_MAX;
	uint8_t *entry = (*list)->bytes + at;

	memmove(entry + 2 + len, entry + old, used - at - old);
	entry[0] = (uint8_t)key;
	entry[1] = (uint8_t)len;
	/* Of a memcpy() that it knows to be short gcc makes `rep movs`, which begins slowly. */
	if (len)
		memmove(entry + 2, bytes, len);
	(*list)->used = (uint16_t)now;
	(*list)->keys |= KEY_BIT(key);
}

static void set_in(enum detail key, const char *bytes, size_t len, void *context)
{
	detail_set(context, key, bytes, len);
}

void detail_merge(struct detail_list **list, const struct detail_list *from)
{
	size_t used = *list ? (*list)->used : 0;

	if (!from || from->used == 0)
		return;
	/* Behind all that is there already: one copy will do. */
	if ((!*list || position(*list, (enum detail)from->bytes[0]) == used) &&
	    reserve(list, used + from->used)) {
		memcpy((*list)->bytes + used, from->bytes, from->used);
		(*list)->used = (uint16_t)(used + from->used);
		(*list)->keys |= from->keys;
		return;
	}
	detail_visit(from, set_in, list);
}

bool detail_list_equal(const struct detail_list *a, const struct detail_list *b)
{
	if (!a || !b)
		return a == b;
	return a->used == b->used && memcmp(a->bytes, b->bytes, a->used) == 0;
}

const char *detail_get(const struct detail_list *list, enum detail key, size_t *len)
{
	size_t at;

	if (!holds(list, key))
		return NULL;
	at = position(list, key);
	*len = list->bytes[at + 1];
	return (const char *)list->bytes + at + 2;
}

bool detail_has_any(const struct detail_list *list, uint64_t keys)
{
	return list && list->keys & keys;
}

uint64_t detail_keys(const struct detail_list *list)
{
	return list ? list->keys : 0;
}

void detail_visit(const struct detail_list *list, detail_visitor visit, void *context)
{
	for (size_t at = 0; list && at < list->used; at += entry_size(list->bytes + at))
		visit((enum detail)list->bytes[at], (const char *)list->bytes + at + 2,
		      list->bytes[at + 1], context);
}

/* A pair in the order it is shown. */
struct shown_pair {
	const char *bytes[2]; /* NULL: none */
	size_t len[2];
};

static struct shown_pair get_pair(const struct detail_list *list, enum detail pair,
                                  unsigned initiator)
{
	struct shown_pair shown;

	for (unsigned side = 0; side < 2; side++)
		shown.bytes[side] = detail_get(
			list, detail_by_end(pair, initiator ^ side), &shown.len[side]);
	return shown;
}

/* "0.12/0.00", @absent for what is not there. @return the length */
static size_t join_pair(const struct shown_pair *pair, const char *absent,
                        char text[static JOINED_MAX])
{
	char *at = text;

	for (unsigned side = 0; side < 2; side++) {
		if (side)
			*at++ = '/';
		at = pair->bytes[side] ? mempcpy(at, pair->bytes[side], pair->len[side])
		                       : stpcpy(at, absent);
	}
	return (size_t)(at - text);
}

static void show_pair(const struct detail_list *list, enum detail pair,
                      unsigned initiator, detail_visitor visit, void *context)
{
	struct shown_pair shown = get_pair(list, pair, initiator);
	char text[JOINED_MAX];

	if (names[pair].pairing == JOINED) {
		visit(pair, text, join_pair(&shown, "-", text), context);
		return;
	}
	for (unsigned side = 0; names[pair].pairing == BY_ROLE && side < 2; side++)
		if (shown.bytes[side])
			visit(detail_by_end(pair, side), shown.bytes[side],
			      shown.len[side], context);
}

void detail_show(const struct detail_list *list, unsigned initiator, detail_visitor visit,
                 void *context)
{
	for (size_t at = 0; list && at < list->used; at += entry_size(list->bytes + at)) {
		enum detail key = (enum detail)list->bytes[at];

		if (names[key].pairing == SINGLE)
			visit(key, (const char *)list->bytes + at + 2,
			      list->bytes[at + 1], context);
		else if (names[key].pairing != SECOND)
			show_pair(list, key, initiator, visit, context);
		else if (!holds(list, (enum detail)(key - 1)))
			show_pair(list, (enum detail)(key - 1), initiator, visit,
			          context);
	}
}

/* "0.12/-": an end that has no value was shown as a dash. */
static void restore_joined(struct detail_list **list, enum detail pair, const char *shown,
                           size_t len)
{
	const char *slash = memchr(shown, '/', len);
	size_t first = slash ? (size_t)(slash - shown) : len;
	const char *const texts[] = { shown, slash ? slash + 1 : "-" };
	const size_t lens[] = { first, slash ? len - first - 1 : 1 };

	for (unsigned end = 0; end < 2; end++)
		if (lens[end] != 1 || *texts[end] != '-')
			detail_set(list, detail_by_end(pair, end), texts[end], lens[end]);
}

void detail_restore(struct detail_list **list, enum detail key, const char *shown,
                    size_t len)
{
	if (names[key].pairing == JOINED)
		restore_joined(list, key, shown, len);
	else if (names[key].object)
		detail_set(list, key, shown, len);
}

size_t detail_note(const struct detail_list *list, unsigned initiator,
                   char text[static DETAIL_NOTE_SIZE])
{
	static const char reordered[] = "RTP reordered ";
	size_t len = 0;
	const char *note = detail_get(list, DETAIL_NOTE, &len);
	struct shown_pair pair = get_pair(list, DETAIL_RTP_REORDERED, initiator);
	char *at = mempcpy(text, note ? note : "", note ? len : 0);

	if (!pair.bytes[0] && !pair.bytes[1])
		return (size_t)(at - text);
	if (note)
		at = mempcpy(at, ", ", 2);
	at = mempcpy(at, reordered, sizeof(reordered) - 1);
	at += join_pair(&pair, "0", at);
	return (size_t)(at - text);
}

struct detail_list *detail_copy(const struct detail_list *list)
{
	struct detail_list *copy = list ? detail_list_create(list->used) : NULL;

	if (!copy)
		return NULL;
	copy->keys = list->keys;
	copy->used = list->used;
	memcpy(copy->bytes, list->bytes, list->used);
	return copy;
}

struct detail_list *detail_list_share(struct detail_list *list)
{
	if (list) {
		atomic_fetch_add_explicit(&list->owners, 1, memory_order_relaxed);
		list->shares += list->shares < UINT32_MAX;
	}
	return list;
}

size_t detail_memory(const struct detail_list *list)
{
	return list ? detail_list_footprint(list) / list->shares : 0;
}

void detail_list_destroy(struct detail_list *list)
{
	if (list &&
	    atomic_fetch_sub_explicit(&list->owners, 1, memory_order_acq_rel) == 1)
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
