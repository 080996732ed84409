/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * outcome_table - verdicts folded per listener: what becomes services and findings.
 *
 * Room: judge, private. Bounded: an attacker who touches every port of every
 * host makes outcomes without bound otherwise. When there is no room, what carried
 * payload takes the place of what did not: a listener that said something is kept.
 */
#ifndef OUTCOME_TABLE_H
#define OUTCOME_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/hash.h"
#include "base/slot_index.h"
#include "judge/conversation.h"
#include "judge/finding.h"
#include "judge/judged.h"
#include "judge/sensors.h"
#include "judge/verdict.h"

#include "attempt_table.h"
#include "peer_list.h"
#include "traffic_table.h"

/* So many different listeners tried in vain are a scan, no misconfigured client; who comes
 * from the Internet is configured by nobody here. */
#define SCAN_LISTENERS        10
#define SCAN_LISTENERS_PUBLIC 3

struct outcome {
	/* What has to agree. */
	struct address listener;
	uint16_t port; /* 0 for a media range: the row says which */
	uint8_t transport;
	uint8_t kind;  /* enum verdict_kind */
	uint8_t twist; /* enum verdict_twist */
	uint8_t worth; /* sides that carried payload, the most of any conversation */
	int allow;
	bool expired_allow;
	const struct rule *rule, *nearest; /* their rows have to */
	/* What adds up. */
	struct verdict verdict; /* of the first conversation, its severity the worst */
	struct conversation sample; /* the first conversation, for its reasons */
	uint16_t port_low, port_high;
	bool confirmed;
	uint16_t sensors; /* that saw any of them */
	uint64_t flows, bytes, packets;
	uint64_t hints[2]; /* by enum flow_side: of any conversation */
	int64_t first_us, last_us;
	uint32_t hours[FINDING_HOURS]; /* pairs of hosts, by hour of the day */
	uint64_t peers_total;
	struct address last_peer;
	struct outcome_peer *peers; /* owned, at most OUTCOME_PEERS */
	size_t peer_count;
};

/* One source's refused attempts. */
struct outcome_scan {
	struct address source;
	uint64_t flows, bytes;
	uint64_t listeners;   /* distinct address and port, as counted in sorted order: of
	                         one judged early in several runs, some count again */
	uint64_t unexplained; /* of those, in vain and without any reason to try them */
	struct address last_target;
	uint16_t last_port, lowest_port, highest_port;
	uint64_t targets;
	uint64_t answered; /* listeners it found: SYN, SYN-ACK, RST */
	int64_t first_us, last_us;
	bool last_answered; /* did last_port answer? */
	uint16_t sensors;
};

/** Did it try so many listeners in vain that it scans? */
bool outcome_scan_is_one(const struct outcome_scan *scan);

struct outcome_table {
	struct outcome *outcomes; /* owned; room for `most` */
	size_t count, most;
	size_t memory_left; /* bytes, for outcomes and their peers */
	/* All before these carried payload on one side, or on both, at least. */
	size_t worth_one, worth_two;
	struct outcome_scan *scans; /* owned, one for each source */
	size_t scan_count, most_scans;
	struct slot_index by_key, by_source; /* of outcomes, of scans */
	struct attempt_table attempts;
	struct traffic_table traffic;
	struct sensors *sensors; /* borrowed: who saw what comes */
	struct hash_key key;
	uint64_t flows_by_verdict[VERDICTS];
	struct judged_flows judged;
	uint64_t lost; /* conversations not kept because the table was full */
};

/** @sensors borrowed for the table's life */
MUST_CHECK bool outcome_table_init(struct outcome_table *table, size_t memory,
                                   struct sensors *sensors);
void outcome_table_fini(struct outcome_table *table);

/**
 * Fold one judged conversation in. Conversations must come sorted by initiator,
 * then responder and port: distinct peers and targets are counted by change.
 */
void outcome_table_add(struct outcome_table *table,
                       const struct conversation *conversation,
                       const struct verdict *verdict, bool expired_allow);

/**
 * Let it take @bytes more, while it is needed. @return false when out of memory: it may not.
 */
bool outcome_table_grant(struct outcome_table *table, size_t bytes);

/** Take back what it needs no more of @bytes. @return how many of them it keeps */
size_t outcome_table_settle(struct outcome_table *table, size_t bytes);

/** Put the sources of scans in the order of their addresses. Nothing is to be added afterwards. */
void outcome_table_sort_scans(struct outcome_table *table);

/** Is @source one of those that scan? They have to be sorted. */
bool outcome_table_scans(const struct outcome_table *table, const struct address *source);

#endif
