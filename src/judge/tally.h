/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tally - conversations that mean the same, folded into one.
 *
 * Room: judge, private. Two flows fold when they agree on initiator, responder
 * and its port, transport, hints, modality and state, and, where the direction was
 * guessed, on the initiator's port as well, so that the guess can be undone.
 */
#ifndef TALLY_H
#define TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/hash.h"

struct conversation;

struct tally {
	uint64_t hints;
	uint64_t flows, packets[2], bytes[2];
	int64_t first_us, last_us;
	uint32_t initiator, responder; /* host numbers */
	uint16_t initiator_port, responder_port;
	uint8_t transport, state, direction_by, modality;
	char protocol[24];
};

/* The hash beside the number: what does not match need not be looked at. */
struct tally_slot {
	uint32_t hash;
	uint32_t number; /* of a tally; UINT32_MAX when empty */
};

struct tally_table {
	struct tally *tallies; /* owned; room for `most` */
	size_t count;
	struct tally_slot *slots; /* owned */
	size_t slot_mask;
	struct hash_key key;
	size_t most; /* tallies allowed */
};

MUST_CHECK bool tally_table_init(struct tally_table *table, size_t memory);
void tally_table_fini(struct tally_table *table);

/** Fold @conversation in. @return false when the table is full: empty it and try again */
MUST_CHECK bool tally_table_add(struct tally_table *table,
                                const struct conversation *conversation,
                                uint32_t initiator, uint32_t responder);

/** Forget all tallies. */
void tally_table_clear(struct tally_table *table);

#endif
