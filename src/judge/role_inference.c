/* SPDX-License-Identifier: BSD-2-Clause */
#include "role_inference.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "flow/unseen.h"
#include "judge/conversation.h"
#include "policy/policy.h"

#include "side_rows.h"
#include "tally.h"

#define MOST_SCORE 100
#define MOST_TEXT  256
#define ROUNDS     4    /* roles found in one round count for `initiates` in the next */
#define MEMO_SLOTS 4096 /* a power of two */

#define ENTRIES_MOST ((size_t)HOST_EVIDENCE_WORDS * 64)
#define TEXT_SLOTS   512 /* a power of two */
#define TEXT_WORTH   102 /* longer ones are not remembered */

/* All that what a flow is evidence of depends on; compared as bytes. */
struct evidence_key {
	uint64_t hints[2]; /* by enum flow_side */
	uint16_t port;
	uint8_t transport;
	uint8_t spoke; /* bit per enum flow_side */
	bool unseen;   /* its handshake, if it had one, was not captured whole */
	uint8_t zero[3];
};

_Static_assert(sizeof(struct evidence_key) == 24, "no padding: compared as bytes");

/* Entries that a flow of which this is known satisfies. */
struct evidence_memo {
	struct evidence_key key;
	bool used;
	struct evidence_bits listens, initiates;
};

/* Entries that one text satisfies. Agents come with every request of a host. */
struct evidence_text {
	struct evidence_bits met;
	uint8_t kind, len; /* 0: nothing is kept here */
	char text[TEXT_WORTH];
};

/* What an entry's row asks: its rules are evidence on a host with these roles. */
struct evidence_row {
	/* NULL for agents and names, and rows that are not there */
	const struct row *row;
	role_set listener_all, listener_any; /* what "the row's listening role" means */
	bool any_listener;
};

/* Entries that a flow satisfies by this rule: when its payload leaves it possible, when
 * the responder's words confirm it, and of these, those that hang on a client certificate. */
struct evidence_rule {
	struct evidence_bits possible, confirmed, handshake;
};

static void add_entry(struct evidence_bits *bits, size_t entry)
{
	bits->words[entry / 64] |= UINT64_C(1) << entry % 64;
}

static void add_entries(struct evidence_bits *bits, const struct evidence_bits *more)
{
	for (size_t i = 0; i < HOST_EVIDENCE_WORDS; i++)
		bits->words[i] |= more->words[i];
}

/* The first entry at or after @from, or ENTRIES_MOST. */
static size_t next_entry(const struct evidence_bits *bits, size_t from)
{
	for (size_t word = from / 64; word < HOST_EVIDENCE_WORDS; word++) {
		uint64_t left = bits->words[word];

		if (word == from / 64)
			left &= ~UINT64_C(0) << from % 64;
		if (left)
			return word * 64 + (size_t)__builtin_ctzll(left);
	}
	return ENTRIES_MOST;
}

static size_t entry_count(const struct role_inference *inference)
{
	size_t count = inference->list ? inference->list->count : 0;

	return count < ENTRIES_MOST ? count : ENTRIES_MOST;
}

/* Does nothing but a client certificate show it? */
static bool hangs_on_handshake(const struct role_evidence *entry)
{
	return entry->speaks && !(entry->speaks & ~HINTS_OF(HINT_SHOWS_CERTIFICATE));
}

/* Every rule of the first row that has the id of @entry says what it says. */
static void find_rules(struct role_inference *inference, size_t entry)
{
	const struct role_evidence *evidence = &inference->list->items[entry];
	struct evidence_row *found = &inference->rows[entry];
	size_t count;
	const struct rule *rules = policy_rules(inference->policy, &count);

	for (size_t i = 0; i < count; i++) {
		if (!found->row && strcmp(rules[i].row->id, evidence->match) == 0)
			found->row = rules[i].row;
		if (!found->row || rules[i].row != found->row)
			continue;
		add_entry(evidence->needs_confirmed ? &inference->rules[i].confirmed
		                                    : &inference->rules[i].possible,
		          entry);
		if (hangs_on_handshake(evidence))
			add_entry(&inference->rules[i].handshake, entry);
		found->listener_all = rules[i].listener_all;
		found->listener_any = rules[i].listener_any;
		found->any_listener = rules[i].any_listener;
	}
}

static void find_all_rules(struct role_inference *inference)
{
	for (size_t i = 0; i < entry_count(inference); i++) {
		enum role_evidence_kind kind = inference->list->items[i].kind;

		if (kind == ROLE_EVIDENCE_LISTENS || kind == ROLE_EVIDENCE_INITIATES)
			find_rules(inference, i);
	}
}

bool role_inference_init(struct role_inference *inference, struct policy *policy,
                         const struct role_evidence_list *list)
{
	size_t rules;

	(void)policy_rules(policy, &rules);
	*inference = (struct role_inference){
		.policy = policy,
		.list = list,
		.rules = calloc(rules + 1, sizeof(*inference->rules)),
		.memo = calloc(MEMO_SLOTS, sizeof(*inference->memo)),
		.texts = calloc(TEXT_SLOTS, sizeof(*inference->texts)),
	};
	inference->rows = calloc(entry_count(inference) + 1, sizeof(*inference->rows));
	if (!inference->rows || !inference->rules || !inference->memo ||
	    !inference->texts)
		return false;
	find_all_rules(inference);
	return true;
}

void role_inference_fini(struct role_inference *inference)
{
	free(inference->rows);
	free(inference->rules);
	free(inference->memo);
	free(inference->texts);
	*inference = (struct role_inference){ 0 };
}

/* Not many: those of the rules that list the port. */
static struct evidence_bits entries_at(const struct role_inference *inference,
                                       const struct row_set *listed,
                                       const struct evidence_key *key)
{
	const struct side_rows h = side_rows_of(inference->policy, key->hints);
	struct row_set possible = row_set_and(listed, &h.possible);
	struct evidence_bits met = { { 0 } };

	for (unsigned i = row_set_next(&possible, 0); i < ROW_SET_BITS;
	     i = row_set_next(&possible, i + 1)) {
		add_entries(&met, &inference->rules[i].possible);
		if (row_set_contains(&h.confirmed, i))
			add_entries(&met, &inference->rules[i].confirmed);
		/* Nothing follows from what was not captured: the port has to do. */
		if (key->unseen)
			add_entries(&met, &inference->rules[i].handshake);
	}
	return met;
}

static void fill_memo(struct role_inference *inference, struct evidence_memo *memo)
{
	const struct evidence_key *key = &memo->key;
	uint64_t hints = key->hints[FLOW_INITIATOR] | key->hints[FLOW_RESPONDER];
	const struct row_set *narrow =
		policy_by_port(inference->policy, key->transport, key->port);
	const struct row_set *wide =
		policy_wide_by_port(inference->policy, key->transport, key->port);
	const struct row_set listed = row_set_or(narrow, wide);
	const struct evidence_bits met = entries_at(inference, &listed, key);

	/* Who said nothing can be talked into any role. */
	if (!(key->spoke >> FLOW_RESPONDER & 1))
		return;
	for (size_t i = next_entry(&met, 0); i < ENTRIES_MOST;
	     i = next_entry(&met, i + 1)) {
		const struct role_evidence *entry = &inference->list->items[i];

		if (entry->speaks && !(entry->speaks & hints) &&
		    !(key->unseen && hangs_on_handshake(entry)))
			continue;
		add_entry(entry->kind == ROLE_EVIDENCE_LISTENS ? &memo->listens
		                                               : &memo->initiates,
		          i);
	}
}

static const struct evidence_memo *evidence_of(struct role_inference *inference,
                                               const struct evidence_key *key)
{
	struct evidence_memo *memo =
		&inference->memo[hash_quick(key, sizeof(*key)) % MEMO_SLOTS];

	if (memo->used && memcmp(&memo->key, key, sizeof(*key)) == 0)
		return memo;
	*memo = (struct evidence_memo){ .key = *key, .used = true };
	fill_memo(inference, memo);
	return memo;
}

static bool handshake_is_unseen(uint8_t unseen)
{
	return unseen & (FLOW_UNSEEN_BEGINNING | FLOW_UNSEEN_PART);
}

static bool shows_a_listener(const struct conversation *conversation)
{
	switch ((enum flow_state)conversation->state) {
	case FLOW_ESTABLISHED:
	case FLOW_CLOSED:
	case FLOW_RESET:
	case FLOW_MIDSTREAM:
		return true;
	case FLOW_NEW:
	case FLOW_ATTEMPT:
	case FLOW_REFUSED:
	case FLOW_SCANNED:
	case FLOW_UNHEARD:
	case FLOW_UNANSWERED:
		break;
	}
	return false;
}

void role_inference_listens(struct role_inference *inference, struct host *responder,
                            const struct conversation *conversation)
{
	if (responder->declared || address_is_group(&responder->address) ||
	    !shows_a_listener(conversation) ||
	    conversation->direction_by == FLOW_BY_FIRST)
		return;

	const struct evidence_key key = {
		.hints = { conversation->hints[0], conversation->hints[1] },
		.port = conversation->responder_port,
		.transport = conversation->transport,
		.spoke = conversation->spoke,
		.unseen = handshake_is_unseen(conversation->unseen),
	};
	const struct evidence_memo *memo = evidence_of(inference, &key);

	add_entries(&responder->evidence, &memo->listens);
}

static struct evidence_bits match_text(const struct role_inference *inference,
                                       enum role_evidence_kind kind, const char *text)
{
	struct evidence_bits met = { { 0 } };

	for (size_t i = 0; i < entry_count(inference); i++) {
		const struct role_evidence *entry = &inference->list->items[i];

		if (entry->kind == kind && fnmatch(entry->match, text, FNM_CASEFOLD) == 0)
			add_entry(&met, i);
	}
	return met;
}

void role_inference_text(struct role_inference *inference, struct host *host,
                         enum role_evidence_kind kind, const char *text, size_t len)
{
	struct evidence_text *known =
		&inference->texts[(hash_quick(text, len) + kind) % TEXT_SLOTS];
	struct evidence_bits met;
	char copy[MOST_TEXT];

	if (host->declared || len >= sizeof(copy))
		return;
	if (len > 0 && known->len == len && known->kind == kind &&
	    memcmp(known->text, text, len) == 0) {
		add_entries(&host->evidence, &known->met);
		return;
	}
	memcpy(copy, text, len);
	copy[len] = '\0';
	met = match_text(inference, kind, copy);
	add_entries(&host->evidence, &met);
	if (len > sizeof(known->text))
		return;
	*known = (struct evidence_text){ met, (uint8_t)kind, (uint8_t)len, { 0 } };
	memcpy(known->text, text, len);
}

/* Does it count on a host with @roles? */
static bool counts(const struct role_evidence *entry, role_set roles)
{
	return (roles & entry->with) == entry->with;
}

static int score_within_bounds(int score)
{
	return score < 0 ? 0 : score > MOST_SCORE ? MOST_SCORE : score;
}

int role_inference_score(const struct role_inference *inference, const struct host *host,
                         enum role role, struct evidence_bits *entries)
{
	role_set roles = host_roles(host);
	int score = 0;

	for (size_t i = next_entry(&host->evidence, 0); i < ENTRIES_MOST;
	     i = next_entry(&host->evidence, i + 1)) {
		const struct role_evidence *entry = &inference->list->items[i];

		if (entry->role != role || !counts(entry, roles))
			continue;
		score += entry->score;
		add_entry(entries, i);
	}
	return score_within_bounds(score);
}

/* One pass over what the host showed, for all roles. */
static role_set roles_shown(const struct role_inference *inference,
                            const struct host *host)
{
	role_set roles = host_roles(host), found = 0;
	int scores[ROLE_HOST_ROLES] = { 0 };

	for (size_t i = next_entry(&host->evidence, 0); i < ENTRIES_MOST;
	     i = next_entry(&host->evidence, i + 1)) {
		const struct role_evidence *entry = &inference->list->items[i];

		if (counts(entry, roles))
			scores[entry->role] += entry->score;
	}
	for (unsigned role = 0; role < ROLE_HOST_ROLES; role++)
		if (score_within_bounds(scores[role]) >= ROLE_EVIDENCE_ENOUGH)
			found |= ROLE_BIT(role);
	return found & ~ROLE_USERS ? found & ~ROLE_USERS : found;
}

static bool infer_host(const struct role_inference *inference, struct host *host)
{
	role_set before = host->inferred;

	if (host->declared || next_entry(&host->evidence, 0) == ENTRIES_MOST)
		return false;
	host->inferred = roles_shown(inference, host);
	return host->inferred != before;
}

static bool has_listening_role(const struct evidence_row *row, role_set roles)
{
	if (row->any_listener)
		return true;
	return roles != 0 && (roles & row->listener_all) == row->listener_all &&
	       (row->listener_any == 0 || (roles & row->listener_any) != 0);
}

/* Evidence of the initiators, given the roles that their responders have by now. */
static void collect_initiates(struct role_inference *inference, struct host_table *hosts,
                              const struct tally_table *tallies)
{
	for (size_t t = 0; t < tallies->count; t++) {
		const struct tally *tally = &tallies->tallies[t];
		struct conversation like = { .state = tally->state };
		struct host *initiator = &hosts->hosts[tally->initiator];
		role_set responder = host_roles(&hosts->hosts[tally->responder]);

		if (initiator->declared || !shows_a_listener(&like) ||
		    tally->direction_by == FLOW_BY_FIRST)
			continue;
		const struct evidence_key key = {
			.hints = { tally->hints[0], tally->hints[1] },
			.port = tally->responder_port,
			.transport = tally->transport,
			.spoke = tally->spoke,
			.unseen = handshake_is_unseen(tally->unseen),
		};
		const struct evidence_memo *memo = evidence_of(inference, &key);

		for (size_t i = next_entry(&memo->initiates, 0); i < ENTRIES_MOST;
		     i = next_entry(&memo->initiates, i + 1))
			if (has_listening_role(&inference->rows[i], responder))
				add_entry(&initiator->evidence, i);
	}
}

static void classify(const struct role_inference *inference, struct host *host)
{
	const struct host_traits traits = {
		.roles = host_judged_roles(host, policy_earnable_roles(inference->policy))
	};

	if (policy_traits(inference->policy, host->class)->roles != traits.roles)
		host->class = policy_class_of(inference->policy, &traits);
}

void role_inference_settle(struct role_inference *inference, struct host_table *hosts,
                           const struct tally_table *tallies)
{
	for (unsigned round = 0; round < ROUNDS; round++) {
		bool changed = false;

		for (size_t i = 0; i < hosts->count; i++)
			changed |= infer_host(inference, &hosts->hosts[i]);
		if (!changed && round > 0)
			break;
		collect_initiates(inference, hosts, tallies);
	}
	for (size_t i = 0; i < hosts->count; i++) {
		infer_host(inference, &hosts->hosts[i]);
		classify(inference, &hosts->hosts[i]);
	}
}

const struct row *role_inference_row(const struct role_inference *inference, size_t entry)
{
	return inference->rows[entry].row;
}
