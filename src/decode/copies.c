/* SPDX-License-Identifier: BSD-2-Clause */
#include "copies.h"

#include <stdlib.h>

#include "base/hash.h"

#include "fragments.h"

/* While copies keep coming all bytes are compared; this many packets without one end it. */
#define ALERT_PACKETS 1024
/*
 * A copy adds two, any other packet takes one: what has no number of its own is taken for
 * a copy where copies are common.
 */
#define SCORE_MOST   64
#define GROUP        8 /* entries that are looked at together then */
#define SCORE_COMMON 2
#define WINDOW       UINT64_C(98) /* a tenth of a second, in units of an entry's */

struct copies *copies_create(void)
{
	const struct hash_key key = hash_key_random();
	struct copies *copies = calloc(1, sizeof(*copies));

	if (!copies)
		return NULL;
	for (size_t i = 0; i < 4; i++)
		copies->secrets[i] = hash_bytes(&key, &i, sizeof(i)) | 1;
	return copies;
}

static uint32_t all_of(const struct copies *copies, const uint8_t *bytes, uint32_t len)
{
	const struct hash_key key = { copies->secrets[0], copies->secrets[1] };

	return (uint32_t)hash_bytes(&key, bytes, len);
}

/* Without a number of its own, and nothing in it that would tell: sent twice, or seen twice? */
static bool is_ambiguous(const struct packet *packet, uint32_t identification)
{
	return identification == 0 && packet->payload_wire_len == 0 &&
	       !(packet->tcp_flags & (TCP_SYN | TCP_FIN | TCP_RST));
}

static void keep_score(struct copies *copies, bool copy)
{
	if (copy) {
		copies->alert = ALERT_PACKETS;
		copies->score =
			copies->score + 2 < SCORE_MOST ? copies->score + 2 : SCORE_MOST;
	} else if (copies->alert > 0) {
		copies->alert--;
		copies->score -= copies->score > 0;
	}
}

static bool agree(uint64_t entry, uint64_t signature)
{
	return ((entry ^ signature) & COPIES_SIGNATURE) == 0;
}

/* How long before @now, from 0 for as far in the future as counts; beyond all for none. */
static uint64_t age_of(uint64_t entry, uint64_t now)
{
	return entry ? (now - entry + WINDOW) & COPIES_TICKS : COPIES_TICKS + 1;
}

static bool is_recent(uint64_t entry, uint64_t now)
{
	return age_of(entry, now) <= 2 * WINDOW;
}

/*
 * Where @signature is among the many, or where it may go: of the group that its place is
 * in the one that is no longer recent, or the oldest. Beyond the place among the few an
 * entry has what that says, so that it can move.
 */
static size_t find_place(const struct copies *copies, uint64_t signature, uint64_t now)
{
	const size_t place = (signature >> 62) * COPIES_FEW + signature % COPIES_FEW;
	const size_t first = place / GROUP * GROUP;
	size_t found = place;
	uint64_t oldest = 0;

	for (size_t i = first; i < first + GROUP; i++) {
		const uint64_t age = age_of(copies->many[i], now);

		if (agree(copies->many[i], signature))
			return i;
		if (age > oldest) {
			oldest = age;
			found = i;
		}
	}
	return found;
}

/* There are copies: what is recent among the few is to be found among the many. */
static void spread(struct copies *copies, uint64_t now)
{
	for (size_t i = 0; i < COPIES_FEW; i++) {
		const uint64_t entry = copies->few[i];
		const uint64_t signature = (entry & COPIES_SIGNATURE) | i;

		if (entry && is_recent(entry, now))
			copies->many[find_place(copies, signature, now)] = entry;
	}
}

/* One of the few agrees while nobody expects copies. @return whether it is to be looked at */
static bool begins_alert(struct copies *copies, uint64_t few, uint64_t now,
                         bool ambiguous)
{
	if (!is_recent(few, now) || (ambiguous && copies->score < SCORE_COMMON))
		return false;
	spread(copies, now);
	return true;
}

bool copies_look_closely(struct copies *copies, uint64_t signature,
                         const struct packet *packet, uint32_t identification)
{
	const uint64_t now = copies_entry(signature, packet);
	const bool ambiguous = is_ambiguous(packet, identification);
	uint64_t *few = &copies->few[signature % COPIES_FEW];

	if (copies->alert == 0 && !begins_alert(copies, *few, now, ambiguous)) {
		*few = now;
		return false;
	}
	const uint32_t all = all_of(copies, packet->payload, packet->payload_len);
	const size_t place = find_place(copies, signature, now);
	uint64_t *entry = &copies->many[place];
	const bool copy = agree(*entry, signature) && is_recent(*entry, now) &&
	                  (!(*entry & COPIES_ALL) || copies->all[place] == all) &&
	                  (!ambiguous || copies->score >= SCORE_COMMON);

	keep_score(copies, copy);
	/* A copy does not keep its original alive: what is sent on and on is new at times. */
	if (!copy)
		*few = *entry = now;
	*entry |= COPIES_ALL;
	copies->all[place] = all;
	return copy;
}

bool copies_observe_fragment(struct copies *copies, const struct packet *packet,
                             const struct fragment *fragment)
{
	/* In place of ports stands where in the datagram it belongs, and that there are none. */
	const struct packet piece = { .time_us = packet->time_us,
		                      .source = packet->source,
		                      .target = packet->target,
		                      .source_port = (uint16_t)(fragment->offset / 8),
		                      .target_port = fragment->key.protocol,
		                      .tcp_flags = (uint8_t)(0xfe | fragment->more),
		                      .payload = fragment->bytes,
		                      .payload_len = fragment->len,
		                      .payload_wire_len = fragment->len };

	return copies_observe(copies, &piece, fragment->key.identification);
}

void copies_destroy(struct copies *copies)
{
	free(copies);
}
