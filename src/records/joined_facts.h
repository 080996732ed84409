/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * joined_facts - what other records say of a flow, by the id that both have.
 *
 * Room: records, private. Suricata and Zeek tell of a handshake in one record and of its
 * flow in another. Bounded: of more than JOINED_FACTS_MOST the oldest are forgotten, and
 * their flows are judged by port; that is counted.
 */
#ifndef JOINED_FACTS_H
#define JOINED_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flow/flow.h"

#define JOINED_FACTS_MOST 65536

/* Whose ids they are: the same number may be a flow here and a certificate there. */
enum joined_space {
	JOINED_SURICATA_FLOW,
	JOINED_ZEEK_CONNECTION,
	JOINED_ZEEK_CERTIFICATE,
};

struct joined_id {
	enum joined_space space;
	uint16_t input; /* where ids are those of one log; else 0 */
	const char *text;
	size_t len;
};

struct joined_fact {
	uint64_t hash;
	uint64_t hints[2];           /* by enum flow_side */
	struct detail_list *details; /* owned */
	/* Of a connection: hashes of the certificates that were shown; 0: none. */
	uint64_t certificate[2];
	bool asked; /* a flow had it already */
};

struct joined_facts;

/** Owned: joined_facts_destroy(). NULL: out of memory. */
struct joined_facts *joined_facts_create(void);

/** What an id is found by. */
uint64_t joined_facts_hash(const struct joined_facts *facts, const struct joined_id *id);

/** What a flow is told of @hash; NULL: nothing. Borrowed until the next addition. */
const struct joined_fact *joined_facts_find(struct joined_facts *facts, uint64_t hash);

/** The same, begun empty when nothing was; NULL when out of memory. */
struct joined_fact *joined_facts_add(struct joined_facts *facts, uint64_t hash);

/** How many handshakes and the like were forgotten before a flow asked for them. */
uint64_t joined_facts_forgotten(const struct joined_facts *facts);

void joined_facts_destroy(struct joined_facts *facts);

#endif
