/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * host_table - every address met: what is declared, seen and inferred about it.
 *
 * Room: judge, private. Hosts are found by address and kept by number.
 */
#ifndef HOST_TABLE_H
#define HOST_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/attributes.h"
#include "base/hash.h"
#include "base/slot_index.h"
#include "policy/host_class.h"

#define HOST_NONE           UINT32_MAX
#define HOST_EVIDENCE_WORDS 4 /* 256 entries of signatures/roles.yaml */
#define HOST_NAMES          6
#define HOST_FEWEST         1024

/* A set of entries of the evidence list. */
struct evidence_bits {
	uint64_t words[HOST_EVIDENCE_WORDS];
};

struct host_name {
	char *text;  /* owned, NUL-terminated; captured bytes */
	uint8_t via; /* enum learned_via */
};

struct host {
	struct address address;
	role_set declared;
	role_set inferred;
	host_class class; /* of its host_judged_roles(), as last settled */
	/* borrowed from the site; NULL when not declared by name */
	const char *site_name;
	bool undeclared_address;       /* of a host that is declared with another one */
	struct evidence_bits evidence; /* what it showed */
	uint64_t flows;
	int64_t first_us, last_us; /* of those flows */
	bool heard;                /* it sent at least one packet */
	bool faces_public;         /* it answered somebody with a public address */
	/* Over TCP: did it send, did others to it, was one of the two missed although the
	   other went on? */
	bool tcp_heard, tcp_told, tcp_missed;
	struct host_name *names; /* owned, HOST_NAMES of them or NULL */
	uint8_t name_count;
};

struct host_table {
	struct host *hosts; /* owned; room for `most` */
	size_t count, most; /* beyond `most`, new hosts are unknown ones */
	size_t text_left;   /* bytes that names may still take */
	struct slot_index index;
	struct hash_key key;
};

MUST_CHECK bool host_table_init(struct host_table *table, size_t memory);
void host_table_fini(struct host_table *table);

/** What host_table_add() finds @address by. Asks for its slot from memory. */
uint32_t host_table_hash(const struct host_table *table, const struct address *address);

/** Ask for the host itself from memory, in time before host_table_add(). */
void host_table_expect(const struct host_table *table, uint32_t hash);

/**
 * The number of @address, added when new (@fresh tells); HOST_NONE when the table is full.
 *
 * @hash  its host_table_hash()
 */
uint32_t host_table_add(struct host_table *table, const struct address *address,
                        uint32_t hash, bool *fresh);

/** The number of @address, HOST_NONE when it was never met. */
uint32_t host_table_find(const struct host_table *table, const struct address *address);

/**
 * Forget hosts that are not declared and of which nothing is known: no evidence and no
 * name, or, with @keep_roles_only, no role by now. Others get other numbers.
 */
void host_table_sweep(struct host_table *table, bool keep_roles_only);

/** Remember a name; duplicates, more than HOST_NAMES and what memory has no room for are dropped. */
void host_add_name(struct host_table *table, struct host *host, const char *text,
                   size_t len, uint8_t via);

/** What it is judged as: declared roles, or of those it acts the ones it can earn. */
static inline role_set host_judged_roles(const struct host *host, role_set earnable)
{
	return host->declared ? host->declared : host->inferred & earnable;
}

/** What it is or acts like: declared roles always win. */
static inline role_set host_roles(const struct host *host)
{
	return host->declared ? host->declared : host->inferred;
}

#endif
