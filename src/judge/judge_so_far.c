/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What would be said now, for who watches a long run. Nothing is settled by it: a report
 * must not depend on whether somebody looked.
 */
#include <stdlib.h>

#include "base/array.h"
#include "judge/judge.h"

#include "allow.h"
#include "judge_private.h"

/* Listeners, as numbers that sort. */
struct listener_list {
	uint64_t *keys; /* owned */
	size_t count, capacity;
};

static int compare_keys(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

static bool is_accused(struct judge *judge, const struct tally *tally)
{
	const struct knowledge *knowledge = &judge->decider.knowledge;
	const struct conversation conversation = knowledge_conversation(knowledge, tally);
	const struct verdict verdict = decide(&judge->decider, &conversation);
	bool expired;

	return verdict_is_unexpected(verdict.kind) &&
	       allow_find(policy_site(judge->policy), &conversation,
	                  verdict.initiator_roles, verdict.responder_roles, &expired) < 0;
}

static size_t count_different(struct listener_list *list)
{
	size_t different = 0;

	array_sort(list->keys, list->count, sizeof(*list->keys), compare_keys);
	for (size_t i = 0; i < list->count; i++)
		different += i == 0 || list->keys[i] != list->keys[i - 1];
	return different;
}

size_t judge_accused_so_far(struct judge *judge)
{
	struct listener_list list = { 0 };
	size_t different;

	for (size_t i = 0; i < judge->tallies.count; i++) {
		const struct tally *tally = &judge->tallies.tallies[i];

		if (!is_accused(judge, tally))
			continue;
		if (!array_reserve(&list.keys, &list.capacity, list.count,
		                   sizeof(*list.keys)))
			break;
		list.keys[list.count++] = (uint64_t)tally->responder << 24 |
		                          (uint64_t)tally->responder_port << 8 |
		                          tally->transport;
	}
	different = count_different(&list);
	free(list.keys);
	return different;
}
