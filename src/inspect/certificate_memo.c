/* SPDX-License-Identifier: BSD-2-Clause */
#include "certificate_memo.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* A certificate ends in its signature: eight bytes of it tell most apart. */
static struct known_certificate *slot_of(struct certificate_memo *memo,
                                         const uint8_t *bytes, size_t len)
{
	uint64_t end = 0;

	if (len >= sizeof(end))
		memcpy(&end, bytes + len - sizeof(end), sizeof(end));
	return &memo->slots[hash_number(end ^ len) % CERTIFICATE_MEMO_SLOTS];
}

struct known_certificate *certificate_memo_find(struct certificate_memo *memo,
                                                const uint8_t *bytes, size_t len)
{
	struct known_certificate *known = slot_of(memo, bytes, len);

	return known->bytes && known->len == len && memcmp(known->bytes, bytes, len) == 0
	               ? known
	               : NULL;
}

static void forget(struct known_certificate *known)
{
	detail_list_destroy(known->details);
	detail_list_destroy(known->client_details);
	free(known->bytes);
	*known = (struct known_certificate){ .bytes = NULL };
}

struct known_certificate *certificate_memo_add(struct certificate_memo *memo,
                                               const uint8_t *bytes, size_t len)
{
	struct known_certificate *known = slot_of(memo, bytes, len);

	if (len == 0 || len > CERTIFICATE_MEMO_MAX)
		return NULL;
	forget(known);
	known->bytes = malloc(len);
	if (!known->bytes)
		return NULL;
	memcpy(known->bytes, bytes, len);
	known->len = len;
	if (x509_parse(&known->fields, known->bytes, len))
		return known;
	forget(known);
	return NULL;
}

bool certificate_memo_was_sent_by(struct known_certificate *known,
                                  const struct address *sender)
{
	/* Servers of a pool differ in their last byte. No sender has the address ::. */
	struct address *place = &known->senders[sender->bytes[sizeof(sender->bytes) - 1] %
	                                        CERTIFICATE_SENDERS];

	if (address_equal(place, sender))
		return true;
	*place = *sender;
	return false;
}

void certificate_memo_fini(struct certificate_memo *memo)
{
	for (size_t i = 0; i < CERTIFICATE_MEMO_SLOTS; i++)
		forget(&memo->slots[i]);
}
