/* SPDX-License-Identifier: BSD-2-Clause */
#include "fragments.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define MALLOC_OVERHEAD                                                                  \
	16 /* what glibc adds to a block, so that the bound means something */
#define BUCKETS_MIN    16
#define BUCKETS_MAX    65536
#define BYTES_A_BUCKET 1024

static_assert(sizeof(struct fragment_key) == 40, "hashed and compared as bytes");

struct piece {
	struct piece *next; /* by offset */
	uint32_t offset, len;
	uint8_t bytes[];
};

struct waiting {
	struct fragment_key key;
	uint64_t number;
	struct waiting *next_in_bucket;
	struct waiting *older, *newer;
	struct piece *first, *last; /* owned, by offset, never overlapping */
	int64_t first_us;           /* when its first fragment came */
	uint32_t held;              /* bytes in pieces */
	uint32_t total; /* bytes it will have; 0 until the last fragment is known */
	uint32_t pieces;
	uint32_t wire_len;
	uint8_t protocol; /* of the fragment at offset 0, as is the origin */
	uint8_t spoiled; /* enum decode_verdict of what comes of it from now on; 0: not yet */
	struct fragment_origin origin;
};

struct delivered {
	struct delivered *next;
	uint8_t bytes[];
};

/* What is left of a datagram. */
struct leftover {
	struct leftover *next; /* the one given up after it */
	struct remnant remnant;
	uint8_t bytes[];
};

struct fragments {
	struct hash_key hash_key;
	struct decode_counters *counters; /* borrowed */
	struct waiting *oldest, *newest;
	/* owned: datagrams handed out, for fragments_release() */
	struct delivered *delivered;
	struct leftover *leftovers;        /* owned, in the order of giving up */
	struct leftover **leftovers_end;   /* where the next one goes */
	const struct leftover *taken_last; /* by fragments_take_remnant() */
	size_t used, limit;                /* bytes */
	uint64_t started;    /* datagrams, of which the last has this number */
	size_t bucket_count; /* a power of two */
	struct waiting *buckets[];
};

struct fragments *fragments_create(size_t memory, struct decode_counters *counters)
{
	size_t bucket_count = BUCKETS_MIN;

	while (bucket_count < BUCKETS_MAX && bucket_count < memory / BYTES_A_BUCKET)
		bucket_count *= 2;

	struct fragments *fragments = calloc(
		1, sizeof(*fragments) + bucket_count * sizeof(fragments->buckets[0]));

	if (!fragments)
		return NULL;
	fragments->hash_key = hash_key_random();
	fragments->counters = counters;
	fragments->limit = memory;
	fragments->bucket_count = bucket_count;
	fragments->leftovers_end = &fragments->leftovers;
	return fragments;
}

static size_t piece_cost(uint32_t len)
{
	return MALLOC_OVERHEAD + sizeof(struct piece) + len;
}

static size_t waiting_cost(void)
{
	return MALLOC_OVERHEAD + sizeof(struct waiting);
}

static struct waiting **bucket_of(struct fragments *fragments,
                                  const struct fragment_key *key)
{
	const uint64_t hash = hash_bytes(&fragments->hash_key, key, sizeof(*key));

	return &fragments->buckets[hash & (fragments->bucket_count - 1)];
}

static struct waiting *find(struct waiting *const *bucket, const struct fragment_key *key)
{
	struct waiting *waiting = *bucket;

	while (waiting && memcmp(&waiting->key, key, sizeof(*key)) != 0)
		waiting = waiting->next_in_bucket;
	return waiting;
}

static void drop_pieces(struct fragments *fragments, struct waiting *waiting)
{
	struct piece *next;

	for (struct piece *piece = waiting->first; piece; piece = next) {
		next = piece->next;
		fragments->used -= piece_cost(piece->len);
		free(piece);
	}
	waiting->first = waiting->last = NULL;
	waiting->pieces = 0;
	waiting->held = 0;
}

/* Out of memory they are left out: that the fragments are lost is counted anyhow. */
static struct leftover *keep_beginning(struct fragments *fragments, size_t len,
                                       const struct remnant *remnant)
{
	struct leftover *leftover = malloc(sizeof(*leftover) + len);

	if (!leftover)
		return NULL;
	leftover->next = NULL;
	leftover->remnant = *remnant;
	leftover->remnant.bytes = leftover->bytes;
	leftover->remnant.len = (uint32_t)len;
	*fragments->leftovers_end = leftover;
	fragments->leftovers_end = &leftover->next;
	fragments->counters->beginnings++;
	return leftover;
}

/* As much from its first byte on as is there without a gap. */
static uint32_t beginning_len(const struct waiting *waiting)
{
	uint32_t len = 0;

	for (const struct piece *piece = waiting->first; piece && piece->offset == len;
	     piece = piece->next)
		len += piece->len;
	return len;
}

static void keep_waiting(struct fragments *fragments, const struct waiting *waiting)
{
	const uint32_t len = beginning_len(waiting);

	if (len == 0)
		return;

	const uint32_t end = waiting->last->offset + waiting->last->len;
	struct leftover *leftover =
		keep_beginning(fragments, len,
	                       &(struct remnant){ .key = waiting->key,
	                                          .origin = waiting->origin,
	                                          .time_us = waiting->first_us,
	                                          .missing = end > len ? end - len : 1,
	                                          .wire_len = waiting->wire_len,
	                                          .protocol = waiting->protocol,
	                                          .number = waiting->number });

	for (const struct piece *piece = waiting->first;
	     leftover && piece && piece->offset < len; piece = piece->next)
		memcpy(leftover->bytes + piece->offset, piece->bytes, piece->len);
}

/* A fragment that cannot be used: if it is the first, its ports still tell of somebody. */
static enum decode_verdict lose(struct fragments *fragments,
                                const struct fragment *fragment, uint64_t number,
                                enum decode_verdict why)
{
	struct leftover *leftover = NULL;

	if (fragment->offset == 0)
		leftover =
			keep_beginning(fragments, fragment->len,
		                       &(struct remnant){ .key = fragment->key,
		                                          .origin = fragment->origin,
		                                          .time_us = fragment->time_us,
		                                          .missing = 1,
		                                          .wire_len = fragment->wire_len,
		                                          .protocol = fragment->protocol,
		                                          .number = number });
	if (leftover)
		memcpy(leftover->bytes, fragment->bytes, fragment->len);
	return why;
}

/* Its fragments were counted as held: now they are lost. */
static void give_up(struct fragments *fragments, struct waiting *waiting,
                    enum decode_verdict why)
{
	keep_waiting(fragments, waiting);
	fragments->counters->verdicts[DECODE_HELD] -= waiting->pieces;
	fragments->counters->verdicts[why] += waiting->pieces;
	drop_pieces(fragments, waiting);
	waiting->spoiled = (uint8_t)why;
}

static void forget(struct fragments *fragments, struct waiting *waiting)
{
	struct waiting **link = bucket_of(fragments, &waiting->key);

	drop_pieces(fragments, waiting);
	while (*link != waiting)
		link = &(*link)->next_in_bucket;
	*link = waiting->next_in_bucket;
	if (waiting->older)
		waiting->older->newer = waiting->newer;
	else
		fragments->oldest = waiting->newer;
	if (waiting->newer)
		waiting->newer->older = waiting->older;
	else
		fragments->newest = waiting->older;
	fragments->used -= waiting_cost();
	free(waiting);
}

static void forget_oldest(struct fragments *fragments, enum decode_verdict why)
{
	give_up(fragments, fragments->oldest, why);
	forget(fragments, fragments->oldest);
}

/* Time may run backwards, and a hostile file may hold any two times. */
static bool is_aged(const struct waiting *waiting, int64_t now_us)
{
	return now_us > waiting->first_us &&
	       (uint64_t)now_us - (uint64_t)waiting->first_us > FRAGMENTS_AGE_US;
}

static void expire(struct fragments *fragments, int64_t now_us)
{
	while (fragments->oldest && is_aged(fragments->oldest, now_us))
		forget_oldest(fragments, DECODE_FRAGMENT_LOST);
}

/* Make room for @cost bytes without touching @keep. */
static bool make_room(struct fragments *fragments, size_t cost,
                      const struct waiting *keep)
{
	while (fragments->used + cost > fragments->limit) {
		if (!fragments->oldest || fragments->oldest == keep)
			return false;
		forget_oldest(fragments, DECODE_FRAGMENT_MEMORY);
	}
	return true;
}

static struct waiting *start(struct fragments *fragments, const struct fragment_key *key,
                             int64_t time_us)
{
	if (!make_room(fragments, waiting_cost(), NULL))
		return NULL;

	struct waiting **bucket = bucket_of(fragments, key);
	struct waiting *waiting = calloc(1, sizeof(*waiting));

	if (!waiting)
		return NULL;
	waiting->key = *key;
	waiting->number = ++fragments->started;
	waiting->first_us = time_us;
	waiting->next_in_bucket = *bucket;
	*bucket = waiting;
	waiting->older = fragments->newest;
	*(fragments->newest ? &fragments->newest->newer : &fragments->oldest) = waiting;
	fragments->newest = waiting;
	fragments->used += waiting_cost();
	return waiting;
}

static struct waiting *find_or_start(struct fragments *fragments,
                                     const struct fragment_key *key, int64_t time_us)
{
	expire(fragments, time_us);

	struct waiting *waiting = find(bucket_of(fragments, key), key);

	return waiting ? waiting : start(fragments, key, time_us);
}

/* The piece to insert behind; NULL: in front of all. Usually it is the last. */
static struct piece *find_before(const struct waiting *waiting, uint32_t offset)
{
	struct piece *before = NULL;

	if (waiting->last && waiting->last->offset < offset)
		return waiting->last;
	for (struct piece *piece = waiting->first; piece && piece->offset < offset;
	     piece = piece->next)
		before = piece;
	return before;
}

static bool repeats(const struct piece *piece, const struct fragment *fragment)
{
	return piece && piece->offset == fragment->offset &&
	       piece->len == fragment->len &&
	       memcmp(piece->bytes, fragment->bytes, fragment->len) == 0;
}

/* Does @fragment contradict what is known: an overlap, or bytes beyond the end? */
static bool contradicts(const struct waiting *waiting, const struct fragment *fragment,
                        const struct piece *before, const struct piece *after)
{
	const uint32_t end = fragment->offset + fragment->len;

	if (before && before->offset + before->len > fragment->offset)
		return true;
	if (after && after->offset < end)
		return true;
	if (waiting->total && (end > waiting->total || !fragment->more))
		return true;
	return !fragment->more && after;
}

/* @return DECODE_HELD, or why it cannot be */
static enum decode_verdict insert(struct fragments *fragments, struct waiting *waiting,
                                  const struct fragment *fragment, struct piece *before)
{
	const size_t cost = piece_cost(fragment->len);

	if (waiting->pieces >= FRAGMENTS_MAX)
		return DECODE_FRAGMENT_LOST;
	if (!make_room(fragments, cost, waiting))
		return DECODE_FRAGMENT_MEMORY;

	struct piece *piece = malloc(sizeof(*piece) + fragment->len);

	if (!piece)
		return DECODE_FRAGMENT_MEMORY;
	piece->offset = fragment->offset;
	piece->len = fragment->len;
	memcpy(piece->bytes, fragment->bytes, fragment->len);

	struct piece **link = before ? &before->next : &waiting->first;

	piece->next = *link;
	*link = piece;
	if (!piece->next)
		waiting->last = piece;
	fragments->used += cost;
	waiting->pieces++;
	waiting->held += fragment->len;
	waiting->wire_len += fragment->wire_len;
	if (!fragment->more)
		waiting->total = fragment->offset + fragment->len;
	if (fragment->offset == 0) {
		waiting->protocol = fragment->protocol;
		waiting->origin = fragment->origin;
	}
	return DECODE_HELD;
}

/* Put the pieces together and forget them. */
static bool deliver(struct fragments *fragments, struct waiting *waiting,
                    struct datagram *datagram)
{
	struct delivered *delivered = malloc(sizeof(*delivered) + waiting->total);

	if (!delivered)
		return false;
	for (const struct piece *piece = waiting->first; piece; piece = piece->next)
		memcpy(delivered->bytes + piece->offset, piece->bytes, piece->len);
	delivered->next = fragments->delivered;
	fragments->delivered = delivered;
	*datagram = (struct datagram){ .number = waiting->number,
		                       .bytes = delivered->bytes,
		                       .len = waiting->total,
		                       .wire_len = waiting->wire_len,
		                       .protocol = waiting->protocol };
	forget(fragments, waiting);
	return true;
}

enum decode_verdict fragments_add(struct fragments *fragments,
                                  const struct fragment *fragment,
                                  struct datagram *datagram)
{
	datagram->number = 0;
	/* RFC 8200 section 4.5: all but the last are multiples of eight bytes. */
	if (fragment->len == 0 || (fragment->more && fragment->len % 8 != 0) ||
	    fragment->len > DATAGRAM_MAX ||
	    fragment->offset > DATAGRAM_MAX - fragment->len)
		return DECODE_MALFORMED;

	struct waiting *waiting =
		find_or_start(fragments, &fragment->key, fragment->time_us);

	if (waiting)
		datagram->number = waiting->number;
	if (!waiting || waiting->spoiled)
		return lose(fragments, fragment, datagram->number,
		            waiting ? (enum decode_verdict)waiting->spoiled
		                    : DECODE_FRAGMENT_MEMORY);

	struct piece *before = find_before(waiting, fragment->offset);
	struct piece *after = before ? before->next : waiting->first;

	if (repeats(after, fragment))
		return DECODE_HELD;
	enum decode_verdict verdict =
		contradicts(waiting, fragment, before, after)
			? DECODE_FRAGMENT_LOST
			: insert(fragments, waiting, fragment, before);

	if (verdict != DECODE_HELD) {
		give_up(fragments, waiting, verdict);
		return lose(fragments, fragment, datagram->number, verdict);
	}
	if (waiting->held != waiting->total)
		return DECODE_HELD;
	if (deliver(fragments, waiting, datagram))
		return DECODE_OK;
	give_up(fragments, waiting, DECODE_FRAGMENT_MEMORY);
	return DECODE_HELD; /* as the others were, of which it now is one that is lost */
}

uint64_t fragments_spoil(struct fragments *fragments, const struct fragment_key *key,
                         int64_t time_us)
{
	struct waiting *waiting = find_or_start(fragments, key, time_us);

	if (!waiting)
		return 0;
	give_up(fragments, waiting, DECODE_FRAGMENT_LOST);
	return waiting->number;
}

uint64_t fragments_oldest(const struct fragments *fragments)
{
	return fragments->oldest ? fragments->oldest->number : fragments->started + 1;
}

size_t fragments_memory(const struct fragments *fragments)
{
	return fragments->used;
}

void fragments_finish(struct fragments *fragments)
{
	while (fragments->oldest)
		forget_oldest(fragments, DECODE_FRAGMENT_LOST);
}

bool fragments_take_remnant(struct fragments *fragments, struct remnant *remnant)
{
	const struct leftover *next = fragments->taken_last ? fragments->taken_last->next
	                                                    : fragments->leftovers;

	if (!next)
		return false;
	fragments->taken_last = next;
	*remnant = next->remnant;
	return true;
}

static void release_leftovers(struct fragments *fragments)
{
	while (fragments->leftovers) {
		struct leftover *leftover = fragments->leftovers;

		fragments->leftovers = leftover->next;
		free(leftover);
	}
	fragments->leftovers_end = &fragments->leftovers;
	fragments->taken_last = NULL;
}

void fragments_release(struct fragments *fragments)
{
	release_leftovers(fragments);
	while (fragments->delivered) {
		struct delivered *delivered = fragments->delivered;

		fragments->delivered = delivered->next;
		free(delivered);
	}
}

void fragments_destroy(struct fragments *fragments)
{
	struct waiting *newer;

	if (!fragments)
		return;
	for (struct waiting *waiting = fragments->oldest; waiting; waiting = newer) {
		newer = waiting->newer;
		drop_pieces(fragments, waiting);
		free(waiting);
	}
	fragments_release(fragments);
	free(fragments);
}
