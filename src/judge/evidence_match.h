/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * evidence_match - which entries of the evidence list a flow or a text satisfies.
 *
 * Room: judge, private. What an entry asks of roles is not looked at here: those
 * that ask for one are told apart, for role_inference to ask later.
 */
#ifndef EVIDENCE_MATCH_H
#define EVIDENCE_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "flow/flow.h"
#include "inspect/hint.h"
#include "policy/role_evidence.h"

#include "host_table.h"

struct policy;
struct row;

#define EVIDENCE_MOST ((size_t)HOST_EVIDENCE_WORDS * 64)

/* All that what a flow is evidence of depends on; compared as bytes. */
struct evidence_key {
	uint64_t hints[2]; /* by enum flow_side */
	uint16_t port;
	uint8_t transport;
	uint8_t spoke; /* bit per enum flow_side */
	bool unseen;   /* its beginning, or a part of it, was not captured */
	uint8_t zero[3];
};

_Static_assert(sizeof(struct evidence_key) == 24, "no padding: compared as bytes");

/* Entries that a flow satisfies. */
struct evidence_met {
	struct evidence_bits listens; /* of its responder, whoever opened it */
	struct evidence_bits by_peer; /* when the other end is who the entry asks for */
};

/* What an entry's row asks: its rules are evidence on a host with these roles. */
struct evidence_row {
	/* NULL for agents and names, and rows that are not there */
	const struct row *row;
	role_set listener_all, listener_any; /* what "the row's listening role" means */
	bool any_listener;
};

struct evidence_match {
	struct policy *policy;                 /* borrowed */
	const struct role_evidence_list *list; /* borrowed; NULL: there is no evidence */
	struct evidence_row *rows;             /* owned, by entry of the list */
	struct evidence_rule *rules;           /* owned, by rule of the policy */
	struct evidence_memo *memo;            /* owned, direct mapped */
	struct evidence_text *texts;           /* owned, direct mapped */
};

/** Work out what each entry of @list means in @policy. @return false when out of memory */
MUST_CHECK bool evidence_match_init(struct evidence_match *match, struct policy *policy,
                                    const struct role_evidence_list *list);
void evidence_match_fini(struct evidence_match *match);

/** Entries of the list that are taken into account. */
size_t evidence_match_count(const struct evidence_match *match);

/** What flows like @key satisfy. Borrowed until the next call. */
const struct evidence_met *evidence_match_flow(struct evidence_match *match,
                                               const struct evidence_key *key);

/** What @len bytes of @text satisfy, said as @kind. */
struct evidence_bits evidence_match_text(struct evidence_match *match,
                                         enum role_evidence_kind kind, const char *text,
                                         size_t len);

/** Does a host with @roles listen by the row of @entry? */
bool evidence_match_listener(const struct evidence_match *match, size_t entry,
                             role_set roles);

/** The first entry at or after @from, or EVIDENCE_MOST. */
size_t evidence_next(const struct evidence_bits *bits, size_t from);

/** What the end at @side said itself, of its own words and the certificates of a handshake. */
static inline uint64_t evidence_words(const uint64_t hints[2], enum flow_side side)
{
	return hints[side] | (hints[!side] & HINTS_OF(HINT_SHOWS_CERTIFICATE));
}

static inline void evidence_add(struct evidence_bits *bits, size_t entry)
{
	bits->words[entry / 64] |= UINT64_C(1) << entry % 64;
}

static inline void evidence_add_all(struct evidence_bits *bits,
                                    const struct evidence_bits *more)
{
	for (size_t i = 0; i < HOST_EVIDENCE_WORDS; i++)
		bits->words[i] |= more->words[i];
}

#endif
