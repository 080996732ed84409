/* SPDX-License-Identifier: BSD-2-Clause */
#include "evidence_match.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "policy/policy.h"

#include "side_rows.h"

#define MOST_TEXT  256
#define MEMO_SLOTS 4096 /* a power of two */
#define TEXT_SLOTS 512  /* a power of two */
#define TEXT_WORTH 102  /* longer ones are not remembered */

/* Entries that a flow of which this is known satisfies. */
struct evidence_memo {
	struct evidence_key key;
	bool used;
	struct evidence_met met;
};

/* Entries that one text satisfies. Agents come with every request of a host. */
struct evidence_text {
	struct evidence_bits met;
	uint8_t kind, len; /* 0: nothing is kept here */
	char text[TEXT_WORTH];
};

/* Entries that a flow satisfies by this rule: when its payload leaves it possible, and
 * when the responder's words confirm it. */
struct evidence_rule {
	struct evidence_bits possible, confirmed;
	bool hidden; /* by TLS, so that a part of the flow need not show what it is */
};

size_t evidence_next(const struct evidence_bits *bits, size_t from)
{
	for (size_t word = from / 64; word < HOST_EVIDENCE_WORDS; word++) {
		uint64_t left = bits->words[word];

		if (word == from / 64)
			left &= ~UINT64_C(0) << from % 64;
		if (left)
			return word * 64 + (size_t)__builtin_ctzll(left);
	}
	return EVIDENCE_MOST;
}

size_t evidence_match_count(const struct evidence_match *match)
{
	size_t count = match->list ? match->list->count : 0;

	return count < EVIDENCE_MOST ? count : EVIDENCE_MOST;
}

/* Every rule of the first row that has the id of @entry says what it says. */
static void find_rules(struct evidence_match *match, size_t entry)
{
	const struct role_evidence *evidence = &match->list->items[entry];
	struct evidence_row *found = &match->rows[entry];
	size_t count;
	const struct rule *rules = policy_rules(match->policy, &count);

	for (size_t i = 0; i < count; i++) {
		if (!found->row && strcmp(rules[i].row->id, evidence->match) == 0)
			found->row = rules[i].row;
		if (!found->row || rules[i].row != found->row)
			continue;
		evidence_add(evidence->needs_confirmed ? &match->rules[i].confirmed
		                                       : &match->rules[i].possible,
		             entry);
		match->rules[i].hidden = found->row->tls != ROW_TLS_NONE;
		found->listener_all = rules[i].listener_all;
		found->listener_any = rules[i].listener_any;
		found->any_listener = rules[i].any_listener;
	}
}

static void find_all_rules(struct evidence_match *match)
{
	for (size_t i = 0; i < evidence_match_count(match); i++) {
		enum role_evidence_kind kind = match->list->items[i].kind;

		if (kind == ROLE_EVIDENCE_LISTENS || kind == ROLE_EVIDENCE_INITIATES)
			find_rules(match, i);
	}
}

bool evidence_match_init(struct evidence_match *match, struct policy *policy,
                         const struct role_evidence_list *list)
{
	size_t rules;

	(void)policy_rules(policy, &rules);
	*match = (struct evidence_match){
		.policy = policy,
		.list = list,
		.rules = calloc(rules + 1, sizeof(*match->rules)),
		.memo = calloc(MEMO_SLOTS, sizeof(*match->memo)),
		.texts = calloc(TEXT_SLOTS, sizeof(*match->texts)),
	};
	match->rows = calloc(evidence_match_count(match) + 1, sizeof(*match->rows));
	if (!match->rows || !match->rules || !match->memo || !match->texts)
		return false;
	find_all_rules(match);
	return true;
}

void evidence_match_fini(struct evidence_match *match)
{
	free(match->rows);
	free(match->rules);
	free(match->memo);
	free(match->texts);
	*match = (struct evidence_match){ 0 };
}

/* From the middle of TLS often nothing is recognised: then the port has to do. */
static bool is_confirmed(const struct evidence_match *match, unsigned rule,
                         const struct side_rows *h, const struct evidence_key *key)
{
	return row_set_contains(&h->confirmed, rule) ||
	       (key->unseen && key->hints[FLOW_RESPONDER] == 0 &&
	        match->rules[rule].hidden);
}

/* Not many: those of the rules that list the port. */
static struct evidence_bits entries_at(const struct evidence_match *match,
                                       const struct row_set *listed,
                                       const struct evidence_key *key)
{
	const struct side_rows h = side_rows_of(match->policy, key->hints);
	struct row_set possible = row_set_and(listed, &h.possible);
	struct evidence_bits met = { { 0 } };

	for (unsigned i = row_set_next(&possible, 0); i < ROW_SET_BITS;
	     i = row_set_next(&possible, i + 1)) {
		evidence_add_all(&met, &match->rules[i].possible);
		if (is_confirmed(match, i, &h, key))
			evidence_add_all(&met, &match->rules[i].confirmed);
	}
	return met;
}

static bool speaks_as(const struct role_evidence *entry, const struct evidence_key *key)
{
	enum flow_side side =
		entry->kind == ROLE_EVIDENCE_LISTENS ? FLOW_RESPONDER : FLOW_INITIATOR;

	return !entry->speaks || entry->speaks & evidence_words(key->hints, side);
}

static bool asks_for_peer(const struct role_evidence *entry)
{
	return entry->kind == ROLE_EVIDENCE_INITIATES || entry->peer ||
	       entry->peer_public;
}

static void fill_memo(const struct evidence_match *match, struct evidence_memo *memo)
{
	const struct evidence_key *key = &memo->key;
	const struct row_set *narrow =
		policy_by_port(match->policy, key->transport, key->port);
	const struct row_set *wide =
		policy_wide_by_port(match->policy, key->transport, key->port);
	const struct row_set listed = row_set_or(narrow, wide);
	const struct evidence_bits met = entries_at(match, &listed, key);

	/* Who said nothing can be talked into any role. */
	if (!(key->spoke >> FLOW_RESPONDER & 1))
		return;
	for (size_t i = evidence_next(&met, 0); i < EVIDENCE_MOST;
	     i = evidence_next(&met, i + 1)) {
		const struct role_evidence *entry = &match->list->items[i];

		if (speaks_as(entry, key))
			evidence_add(asks_for_peer(entry) ? &memo->met.by_peer
			                                  : &memo->met.listens,
			             i);
	}
}

const struct evidence_met *evidence_match_flow(struct evidence_match *match,
                                               const struct evidence_key *key)
{
	struct evidence_memo *memo =
		&match->memo[hash_quick(key, sizeof(*key)) % MEMO_SLOTS];

	if (!memo->used || memcmp(&memo->key, key, sizeof(*key)) != 0) {
		*memo = (struct evidence_memo){ .key = *key, .used = true };
		fill_memo(match, memo);
	}
	return &memo->met;
}

static struct evidence_bits look_up(const struct evidence_match *match,
                                    enum role_evidence_kind kind, const char *text)
{
	struct evidence_bits met = { { 0 } };

	for (size_t i = 0; i < evidence_match_count(match); i++) {
		const struct role_evidence *entry = &match->list->items[i];

		if (entry->kind == kind && fnmatch(entry->match, text, FNM_CASEFOLD) == 0)
			evidence_add(&met, i);
	}
	return met;
}

struct evidence_bits evidence_match_text(struct evidence_match *match,
                                         enum role_evidence_kind kind, const char *text,
                                         size_t len)
{
	struct evidence_text *known =
		&match->texts[(hash_quick(text, len) + kind) % TEXT_SLOTS];
	struct evidence_bits met = { { 0 } };
	char copy[MOST_TEXT];

	if (len >= sizeof(copy))
		return met;
	if (len > 0 && known->len == len && known->kind == kind &&
	    memcmp(known->text, text, len) == 0)
		return known->met;
	memcpy(copy, text, len);
	copy[len] = '\0';
	met = look_up(match, kind, copy);
	if (len <= sizeof(known->text)) {
		*known =
			(struct evidence_text){ met, (uint8_t)kind, (uint8_t)len, { 0 } };
		memcpy(known->text, text, len);
	}
	return met;
}

bool evidence_match_listener(const struct evidence_match *match, size_t entry,
                             role_set roles)
{
	const struct evidence_row *row = &match->rows[entry];

	if (row->any_listener)
		return true;
	return roles != 0 && (roles & row->listener_all) == row->listener_all &&
	       (row->listener_any == 0 || (roles & row->listener_any) != 0);
}
