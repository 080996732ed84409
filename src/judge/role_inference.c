/* SPDX-License-Identifier: BSD-2-Clause */
#include "role_inference.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "judge/conversation.h"
#include "policy/policy.h"

#include "tally.h"

#define MOST_SCORE 100
#define MOST_TEXT  256
#define ROUNDS     4    /* roles found in one round count for `initiates` in the next */
#define MEMO_SLOTS 4096 /* a power of two */

/* Evidence entries that a flow to one port with one set of hints satisfies. */
struct evidence_bits {
	uint64_t words[HOST_EVIDENCE_WORDS];
};

struct evidence_memo {
	uint64_t hints;
	uint16_t port;
	uint8_t transport;
	bool used;
	struct evidence_bits listens, initiates;
};

struct evidence_rules {
	struct row_set rules; /* those of the entry's row; empty for agents and names */
	role_set listener_all, listener_any; /* what "the row's listening role" means */
	bool any_listener;
};

static void set_bit(uint64_t words[HOST_EVIDENCE_WORDS], size_t entry)
{
	words[entry / 64] |= UINT64_C(1) << entry % 64;
}

static bool has_bit(const uint64_t words[HOST_EVIDENCE_WORDS], size_t entry)
{
	return words[entry / 64] >> entry % 64 & 1;
}

static size_t entry_count(const struct role_inference *inference)
{
	size_t count = inference->list ? inference->list->count : 0;

	return count < HOST_EVIDENCE_WORDS * 64 ? count : HOST_EVIDENCE_WORDS * 64;
}

/* Every rule of the first row that has the entry's id. */
static void find_rules(const struct role_inference *inference, const char *id,
                       struct evidence_rules *found)
{
	size_t count;
	const struct rule *rules = policy_rules(inference->policy, &count);
	const struct row *row = NULL;

	for (size_t i = 0; i < count; i++) {
		if (!row && strcmp(rules[i].row->id, id) == 0)
			row = rules[i].row;
		if (!row || rules[i].row != row)
			continue;
		row_set_add(&found->rules, (unsigned)i);
		found->listener_all = rules[i].listener_all;
		found->listener_any = rules[i].listener_any;
		found->any_listener = rules[i].any_listener;
	}
}

bool role_inference_init(struct role_inference *inference, struct policy *policy,
                         const struct role_evidence_list *list)
{
	*inference = (struct role_inference){ .policy = policy, .list = list };

	size_t count = entry_count(inference);

	inference->rules = calloc(count ? count : 1, sizeof(*inference->rules));
	inference->memo = calloc(MEMO_SLOTS, sizeof(*inference->memo));
	if (!inference->rules || !inference->memo)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct role_evidence *entry = &inference->list->items[i];

		if (entry->kind == ROLE_EVIDENCE_LISTENS ||
		    entry->kind == ROLE_EVIDENCE_INITIATES)
			find_rules(inference, entry->match, &inference->rules[i]);
	}
	return true;
}

void role_inference_fini(struct role_inference *inference)
{
	free(inference->rules);
	free(inference->memo);
	*inference = (struct role_inference){ 0 };
}

static void fill_memo(struct role_inference *inference, struct evidence_memo *memo)
{
	const struct row_set *narrow =
		policy_by_port(inference->policy, memo->transport, memo->port);
	const struct row_set *wide =
		policy_wide_by_port(inference->policy, memo->transport, memo->port);
	struct row_set listed = row_set_or(narrow, wide);
	const struct hint_rows *h = policy_by_hints(inference->policy, memo->hints);
	struct row_set possible = row_set_and(&listed, &h->possible);
	struct row_set supported = row_set_and(&listed, &h->supported);

	for (size_t i = 0; i < entry_count(inference); i++) {
		const struct role_evidence *entry = &inference->list->items[i];
		struct row_set met =
			row_set_and(&inference->rules[i].rules,
		                    entry->needs_confirmed ? &supported : &possible);

		if (row_set_is_empty(&met) ||
		    (entry->speaks && !(entry->speaks & memo->hints)))
			continue;
		set_bit(entry->kind == ROLE_EVIDENCE_LISTENS ? memo->listens.words
		                                             : memo->initiates.words,
		        i);
	}
}

static const struct evidence_memo *evidence_of(struct role_inference *inference,
                                               uint8_t transport, uint16_t port,
                                               uint64_t hints)
{
	uint64_t mixed =
		(hints ^ (uint64_t)port << 40 ^ transport) * UINT64_C(0x9e3779b97f4a7c15);
	struct evidence_memo *memo = &inference->memo[(mixed >> 32) % MEMO_SLOTS];

	if (memo->used && memo->port == port && memo->transport == transport &&
	    memo->hints == hints)
		return memo;
	*memo = (struct evidence_memo){
		.hints = hints, .port = port, .transport = transport, .used = true
	};
	fill_memo(inference, memo);
	return memo;
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

	const struct evidence_memo *memo =
		evidence_of(inference, conversation->transport,
	                    conversation->responder_port, conversation->hints);

	for (size_t i = 0; i < HOST_EVIDENCE_WORDS; i++)
		responder->evidence[i] |= memo->listens.words[i];
}

void role_inference_text(struct role_inference *inference, struct host *host,
                         enum role_evidence_kind kind, const char *text, size_t len)
{
	char copy[MOST_TEXT];

	if (host->declared || len >= sizeof(copy))
		return;
	memcpy(copy, text, len);
	copy[len] = '\0';
	for (size_t i = 0; i < entry_count(inference); i++) {
		const struct role_evidence *entry = &inference->list->items[i];

		if (entry->kind == kind && fnmatch(entry->match, copy, FNM_CASEFOLD) == 0)
			set_bit(host->evidence, i);
	}
}

int role_inference_score(const struct role_inference *inference, const struct host *host,
                         enum role role, uint64_t entries[HOST_EVIDENCE_WORDS])
{
	int score = 0;

	for (size_t i = 0; i < entry_count(inference); i++) {
		const struct role_evidence *entry = &inference->list->items[i];

		if (entry->role != role || !has_bit(host->evidence, i) ||
		    (host_roles(host) & entry->with) != entry->with)
			continue;
		score += entry->score;
		if (entries)
			set_bit(entries, i);
	}
	return score < 0 ? 0 : score > MOST_SCORE ? MOST_SCORE : score;
}

static bool infer_host(const struct role_inference *inference, struct host *host)
{
	role_set before = host->inferred;
	role_set found = 0;

	for (size_t i = 0; i < HOST_EVIDENCE_WORDS; i++)
		found |= host->evidence[i];
	if (host->declared || found == 0)
		return false;
	found = 0;
	for (unsigned role = 0; role < ROLE_HOST_ROLES; role++)
		if (role_inference_score(inference, host, (enum role)role, NULL) >=
		    ROLE_EVIDENCE_ENOUGH)
			found |= ROLE_BIT(role);
	if (found & ~ROLE_USERS)
		found &= ~ROLE_USERS;
	host->inferred = found;
	return found != before;
}

static bool has_listening_role(const struct evidence_rules *rules, role_set roles)
{
	if (rules->any_listener)
		return true;
	return roles != 0 && (roles & rules->listener_all) == rules->listener_all &&
	       (rules->listener_any == 0 || (roles & rules->listener_any) != 0);
}

/* Evidence of the initiators, given the roles that their responders have by now. */
static void collect_initiates(struct role_inference *inference, struct host_table *hosts,
                              const struct tally_table *tallies)
{
	for (size_t i = 0; i < tallies->count; i++) {
		const struct tally *tally = &tallies->tallies[i];
		struct conversation like = { .state = tally->state };
		struct host *initiator = &hosts->hosts[tally->initiator];
		role_set responder = host_roles(&hosts->hosts[tally->responder]);

		if (initiator->declared || !shows_a_listener(&like) ||
		    tally->direction_by == FLOW_BY_FIRST)
			continue;
		const struct evidence_memo *memo = evidence_of(
			inference, tally->transport, tally->responder_port, tally->hints);

		for (size_t word = 0; word < HOST_EVIDENCE_WORDS; word++) {
			uint64_t left =
				memo->initiates.words[word] & ~initiator->evidence[word];

			for (; left; left &= left - 1) {
				size_t entry = word * 64 + (size_t)__builtin_ctzll(left);

				if (has_listening_role(&inference->rules[entry],
				                       responder))
					set_bit(initiator->evidence, entry);
			}
		}
	}
}

static void classify(const struct role_inference *inference, struct host *host)
{
	const struct host_traits traits = { .roles = host_roles(host) };

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
	size_t count;
	const struct rule *rules = policy_rules(inference->policy, &count);
	unsigned rule = row_set_next(&inference->rules[entry].rules, 0);

	return rule < count ? rules[rule].row : NULL;
}
