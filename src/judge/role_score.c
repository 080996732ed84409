/* SPDX-License-Identifier: BSD-2-Clause */
#include "role_score.h"

#include <string.h>

#include "evidence_match.h"

#define MOST_SCORE 100

/* Of the entries that share a word, the weightiest so far. */
struct once {
	int points;
	size_t entry;
};

void role_rules_init(struct role_rules *rules, const struct role_evidence_list *list)
{
	const struct role_evidence *items = list ? list->items : NULL;
	size_t count = list ? list->count : 0;
	uint8_t words = 0;

	*rules = (struct role_rules){ .list = list };
	for (size_t i = 0; i < count && i < EVIDENCE_MOST; i++) {
		if (items[i].proof)
			rules->needs_proof |= ROLE_BIT(items[i].role);
		if (!items[i].once)
			continue;
		for (size_t j = 0; j < i && !rules->once[i]; j++)
			if (items[j].once && items[j].role == items[i].role &&
			    strcmp(items[j].once, items[i].once) == 0)
				rules->once[i] = rules->once[j];
		if (!rules->once[i] && words + 1 < ROLE_SCORE_ONCE)
			rules->once[i] = ++words;
	}
}

static void add(const struct role_rules *rules, size_t entry, struct once *seen,
                struct role_scores *scores)
{
	const struct role_evidence *evidence = &rules->list->items[entry];
	struct once *once = &seen[rules->once[entry]];

	if (evidence->proof)
		scores->proven |= ROLE_BIT(evidence->role);
	if (evidence->role == ROLE_LOAD_BALANCER)
		scores->balanced |= evidence->stands_for;
	if (rules->once[entry] == 0) {
		scores->points[evidence->role] += evidence->score;
	} else if (evidence->score > once->points) {
		scores->points[evidence->role] += evidence->score - once->points;
		*once = (struct once){ evidence->score, entry };
	}
}

static bool counts(const struct role_evidence *entry, role_set roles)
{
	return (roles & entry->with) == entry->with && !(roles & entry->without);
}

static struct role_scores add_up(const struct role_rules *rules, const struct host *host,
                                 role_set roles, struct once *seen)
{
	struct role_scores scores = { .proven = ~rules->needs_proof };

	for (size_t i = evidence_next(&host->evidence, 0); i < EVIDENCE_MOST;
	     i = evidence_next(&host->evidence, i + 1))
		if (counts(&rules->list->items[i], roles))
			add(rules, i, seen, &scores);
	return scores;
}

struct role_scores role_score_all(const struct role_rules *rules, const struct host *host,
                                  role_set roles)
{
	struct once seen[ROLE_SCORE_ONCE] = { { 0 } };

	return add_up(rules, host, roles, seen);
}

int role_score_one(const struct role_rules *rules, const struct host *host,
                   enum role role, struct evidence_bits *entries)
{
	struct once seen[ROLE_SCORE_ONCE] = { { 0 } };
	role_set roles = host_roles(host);
	const struct role_scores scores = add_up(rules, host, roles, seen);
	int points = scores.points[role];

	for (size_t i = evidence_next(&host->evidence, 0); i < EVIDENCE_MOST;
	     i = evidence_next(&host->evidence, i + 1)) {
		const struct role_evidence *entry = &rules->list->items[i];

		if (entry->role == role && counts(entry, roles) &&
		    (rules->once[i] == 0 || seen[rules->once[i]].entry == i))
			evidence_add(entries, i);
	}
	return points < 0 ? 0 : points > MOST_SCORE ? MOST_SCORE : points;
}

role_set role_scores_enough(const struct role_scores *scores)
{
	role_set found = 0;

	for (unsigned role = 0; role < ROLE_HOST_ROLES; role++)
		if (scores->points[role] >= ROLE_EVIDENCE_ENOUGH)
			found |= ROLE_BIT(role);
	found &= scores->proven;
	if (found & ROLE_BIT(ROLE_LOAD_BALANCER))
		found |= role_set_balancing(scores->balanced);
	return found & ~ROLE_USERS ? found & ~ROLE_USERS : found;
}
