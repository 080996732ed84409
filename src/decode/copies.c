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

/* Never 0, which says that it was not asked for. */
static uint32_t all_of(const struct copies *copies, const uint8_t *bytes, uint32_t len)
{
	const struct hash_key key = { copies->secrets[0], copies->secrets[1] };

	return (uint32_t)hash_bytes(&key, bytes, len) | 1;
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

/*
 * Where @signature is among the entries that share a group with @home, or where it may
 * go: where nothing recent is, else where the oldest is. When copies are not expected
 * only @home is asked: one in a hundred originals is overwritten then.
 */
static struct copies_entry *find_entry(struct copies *copies, struct copies_entry *home,
                                       uint64_t signature, int64_t time_us)
{
	const size_t first = (size_t)(home - copies->entries) / GROUP * GROUP;
	struct copies_entry *place = home;
	uint32_t oldest = 0;

	for (size_t i = first; i < first + GROUP; i++) {
		struct copies_entry *entry = &copies->entries[i];
		/* From 0 for the future to twice the window; more is no longer recent. */
		const uint32_t age =
			(uint32_t)time_us - entry->time_us + COPIES_WINDOW_US;

		if (entry->signature == signature)
			return entry;
		if (age > oldest) {
			oldest = age;
			place = entry;
		}
	}
	return place;
}

bool copies_look_closely(struct copies *copies, struct copies_entry *home,
                         uint64_t signature, const struct packet *packet,
                         uint32_t identification)
{
	const uint32_t all = all_of(copies, packet->payload, packet->payload_len);
	struct copies_entry *entry = find_entry(copies, home, signature, packet->time_us);
	const bool copy =
		entry->signature == signature &&
		copies_is_recent(entry, packet->time_us) &&
		(entry->all == 0 || entry->all == all) &&
		(!is_ambiguous(packet, identification) || copies->score >= SCORE_COMMON);

	keep_score(copies, copy);
	entry->all = all;
	/* A copy does not keep its original alive: what is sent on and on is new at times. */
	if (!copy) {
		entry->signature = signature;
		entry->time_us = (uint32_t)packet->time_us;
	}
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
