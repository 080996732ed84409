/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cause_key - what findings of one cause share.
 *
 * Room: judge, private.
 */
#ifndef CAUSE_KEY_H
#define CAUSE_KEY_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/address.h"
#include "base/attributes.h"

struct audit;

/* What one decision is about. */
enum cause_shape {
	CAUSE_PORT,    /* one port, whatever hosts have it */
	CAUSE_MEDIA,   /* media, on whatever ports */
	CAUSE_HOST,    /* many ports of one host */
	CAUSE_SOURCE,  /* one host that comes to many ports */
	CAUSE_SERVER,  /* a host that nobody declared */
	CAUSE_SCANS,   /* whoever on the Internet tries ports */
	CAUSE_GUARDED, /* a host that is kept for Lync */
	CAUSE_SHAPES,
};

/* Whose listener it is. */
enum cause_side {
	CAUSE_OURS, /* of a Lync server */
	CAUSE_PRIVATE,
	CAUSE_PUBLIC,
	CAUSE_SIDES,
};

#define CAUSE_PAYLOAD 16

/* Compared as bytes: findings with the same key are one cause. */
struct cause_key {
	struct address host;         /* that it is about; zero: any */
	char payload[CAUSE_PAYLOAD]; /* what is spoken, filled up with NULs */
	uint16_t port;               /* 0: any */
	uint8_t transport;           /* 0: any */
	uint8_t matter, shape, side; /* enum finding_matter, cause_shape, cause_side */
	uint8_t zero[2];
};

_Static_assert(sizeof(struct cause_key) == 40, "no padding: keys are compared as bytes");

static inline int cause_key_compare(const struct cause_key *a, const struct cause_key *b)
{
	return memcmp(a, b, sizeof(*a));
}

/* A finding, by its number, and what it is about. */
struct cause_entry {
	struct cause_key key;
	uint32_t finding;
};

/** What each finding of @audit is about, into its entry. @return false when out of memory */
MUST_CHECK bool cause_keys_fill(const struct audit *audit, struct cause_entry *entries);

#endif
