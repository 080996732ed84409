/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * attempt_table - what was tried in vain, folded per listener, how and row.
 *
 * Room: judge, private. Bounded; what no row explains, which a scanner makes without
 * end, takes half of the room at most.
 */
#ifndef ATTEMPT_TABLE_H
#define ATTEMPT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/hash.h"
#include "base/slot_index.h"
#include "judge/audit.h"
#include "judge/conversation.h"
#include "judge/sensors.h"

#include "peer_list.h"

struct attempt {
	/* What has to agree. */
	struct address listener;
	uint16_t port; /* 0 for a media range */
	uint8_t transport;
	uint8_t how; /* enum attempt_how */
	/* What adds up. */
	const struct rule *rule; /* the first of those that ask for it; NULL: none does */
	uint16_t port_low, port_high;
	uint64_t flows, tries;
	int64_t first_us, last_us;
	uint16_t sensors; /* that saw any of them */
	uint64_t peers_total;
	struct address last_peer;
	struct outcome_peer *peers; /* owned, at most OUTCOME_PEERS */
	size_t peer_count;
};

struct attempt_table {
	struct attempt *attempts; /* owned; room for `most` */
	size_t count, most;
	size_t without_row; /* of those */
	struct slot_index by_key;
	struct hash_key key;
	struct sensors *sensors; /* borrowed: who saw what comes */
	size_t memory_left;      /* bytes, for peers */
	uint64_t lost;           /* listeners, for each source, that found no room */
};

/** @sensors borrowed for the table's life */
MUST_CHECK bool attempt_table_init(struct attempt_table *table, size_t memory,
                                   struct sensors *sensors);
void attempt_table_fini(struct attempt_table *table);

/**
 * Fold a conversation in that never became one, if it says something about its listener.
 * Those of one initiator must come in one run.
 *
 * @known_only  no entry begins with it: its initiator tries everything
 */
void attempt_table_add(struct attempt_table *table,
                       const struct conversation *conversation,
                       const struct verdict *verdict, bool known_only);

#endif
