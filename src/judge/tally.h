/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tally - conversations that mean the same, folded into one.
 *
 * Room: judge, private. Two flows fold when they agree on initiator, responder
 * and its port, transport, each side's hints, modality, state and what was unseen, and, where the ends may turn, on
 * the initiator's port as well.
 */
#ifndef TALLY_H
#define TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/hash.h"
#include "base/slot_index.h"
#include "judge/conversation.h"

struct tally {
	uint64_t hints[2]; /* by enum flow_side */
	uint64_t flows, packets[2], bytes[2];
	int64_t first_us, last_us;
	uint32_t initiator, responder; /* host numbers */
	uint32_t hours;                /* as in a conversation */
	uint16_t initiator_port, responder_port;
	uint8_t transport;
	uint8_t direction_by : 4, modality : 4;
	uint8_t state : 4, unseen : 4;
	uint8_t asked;
	uint8_t spoke;     /* bit per side that carried payload in any flow */
	uint16_t sensors;  /* that saw all of them: has to agree, too */
	char protocol[23]; /* without a NUL when it is that long */
};

/** May the other host turn out to be its initiator? See conversation_may_turn(). */
static inline bool tally_may_turn(const struct tally *tally)
{
	return conversation_may_turn((enum flow_direction_by)tally->direction_by,
	                             tally->hints[0] | tally->hints[1],
	                             tally->initiator_port, tally->responder_port);
}

struct tally_table {
	struct tally *tallies; /* owned; room for `most` */
	size_t count;
	struct slot_index index;
	struct hash_key key;
	size_t most; /* tallies allowed */
	size_t cost; /* bytes that each takes, here and elsewhere */
};

/** @beside are the bytes that each tally will take elsewhere, when they are judged. */
MUST_CHECK bool tally_table_init(struct tally_table *table, size_t memory, size_t beside);
void tally_table_fini(struct tally_table *table);

/** What tally_table_add() finds its tally by. Asks for its slot from memory. */
uint32_t tally_table_hash(const struct tally_table *table,
                          const struct conversation *conversation, uint32_t initiator,
                          uint32_t responder);

/** Ask for the tally itself from memory, in time before tally_table_add(). */
void tally_table_expect(const struct tally_table *table, uint32_t hash);

/** Fold @conversation in. @return false when the table is full: empty it and try again */
MUST_CHECK bool tally_table_add(struct tally_table *table,
                                const struct conversation *conversation,
                                uint32_t initiator, uint32_t responder, uint32_t hash);

/** The tally that @conversation is folded in; NULL when there is none. Borrowed. */
const struct tally *tally_table_find(const struct tally_table *table,
                                     const struct conversation *conversation,
                                     uint32_t initiator, uint32_t responder);

/** Bytes that it could still take. */
static inline size_t tally_table_spare(const struct tally_table *table)
{
	return (table->most - table->count) * table->cost;
}

/** It may take @bytes less from now on. */
void tally_table_yield(struct tally_table *table, size_t bytes);

/** Forget all tallies. */
void tally_table_clear(struct tally_table *table);

#endif
