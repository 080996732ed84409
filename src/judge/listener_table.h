/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * listener_table - what payloads stated about address:port/transport.
 *
 * Room: judge, private. A SQL Browser or endpoint mapper reply announces a
 * listener, a checked ICE pair announces media, an inspection leaves notes.
 */
#ifndef LISTENER_TABLE_H
#define LISTENER_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/attributes.h"
#include "base/hash.h"
#include "base/slot_index.h"

#define LISTENER_NOTES  4
#define LISTENER_FEWEST 1024

struct listener_said;
struct listener_tls;

struct listener {
	struct address address;
	uint16_t port;
	uint8_t transport;
	bool by_ssrp, by_epm;
	bool asks_all; /* its host asks everybody near it at this port, and may be answered */
	char *notes[LISTENER_NOTES]; /* owned */
	struct listener_tls *tls;    /* owned; NULL: none was seen */
	struct listener_said *said;  /* owned; NULL: nothing was */
};

struct listener_table {
	struct listener *listeners; /* owned */
	size_t count, capacity;
	size_t most; /* beyond it nothing new is remembered */
	struct slot_index index;
	size_t text_left; /* bytes that notes and what TLS shows may still take */
	size_t said_left; /* and what was said */
	struct hash_key key;
};

MUST_CHECK bool listener_table_init(struct listener_table *table, size_t memory);
void listener_table_fini(struct listener_table *table);

/** NULL when nothing was stated about it. */
const struct listener *listener_table_find(const struct listener_table *table,
                                           const struct address *address, uint16_t port,
                                           uint8_t transport);

/** The entry, added when new; NULL when full or out of memory. Borrowed until the next is added. */
struct listener *listener_table_add(struct listener_table *table,
                                    const struct address *address, uint16_t port,
                                    uint8_t transport);

/**
 * The entry, added when new unless half of the room is taken: for what is good to know, and
 * hides no accusation. Borrowed likewise; NULL when there is none.
 */
struct listener *listener_table_suggest(struct listener_table *table,
                                        const struct address *address, uint16_t port,
                                        uint8_t transport);

/** Keep a note; duplicates, more than LISTENER_NOTES and what memory has no room for are dropped. */
void listener_add_note(struct listener_table *table, struct listener *listener,
                       const char *text, size_t len);

#endif
