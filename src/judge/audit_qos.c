/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How media was marked, by modality and the roles of its ends, against what is documented.
 *
 * Nothing is marked by default: policies have to be made. So this accuses nobody.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "inspect/modality.h"

#include "audit_build.h"
#include "naming.h"
#include "qos_table.h"

/* The mark that the first row with this modality documents; 0: none does. */
static uint8_t documented_mark(const struct judge *judge, uint8_t modality)
{
	size_t count;
	const struct rule *rules = policy_rules(judge->policy, &count);

	for (size_t i = 0; i < count; i++)
		if (rules[i].row->dscp && rules[i].row->modality == modality)
			return rules[i].row->dscp;
	return 0;
}

/* Streams of one modality between two kinds of hosts. */
struct group {
	uint8_t modality, from, to;
	uint64_t streams, by_mark[64];
	struct qos_sum loss, jitter;
};

static void add_sum(struct qos_sum *sum, const struct qos_sum *more)
{
	sum->thousandths += more->thousandths;
	sum->streams += more->streams;
}

static void add_pair(struct group *group, const struct qos_pair *pair)
{
	group->streams += pair->streams;
	for (size_t i = 0; i < pair->mark_count; i++)
		group->by_mark[pair->marks[i].dscp & 63] += pair->marks[i].streams;
	add_sum(&group->loss, &pair->loss);
	add_sum(&group->jitter, &pair->jitter);
}

static struct group group_of(const struct judge *judge, const struct qos_pair *pair)
{
	struct group group = {
		.modality = pair->modality,
		.from = (uint8_t)traffic_end_of(naming_roles(judge, &pair->from),
		                                &pair->from),
		.to = (uint8_t)traffic_end_of(naming_roles(judge, &pair->to), &pair->to),
	};

	add_pair(&group, pair);
	return group;
}

static int compare_groups(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->modality != y->modality)
		return (int)x->modality - (int)y->modality;
	return x->from != y->from ? (int)x->from - (int)y->from : (int)x->to - (int)y->to;
}

static void join(struct group *group, const struct group *more)
{
	group->streams += more->streams;
	for (size_t i = 0; i < ARRAY_LEN(group->by_mark); i++)
		group->by_mark[i] += more->by_mark[i];
	add_sum(&group->loss, &more->loss);
	add_sum(&group->jitter, &more->jitter);
}

static uint8_t most_common(const struct group *group)
{
	uint8_t most = 0;

	for (uint8_t i = 1; i < ARRAY_LEN(group->by_mark); i++)
		if (group->by_mark[i] > group->by_mark[most])
			most = i;
	return most;
}

static const char *remark_of(const struct audit_qos *qos)
{
	if (qos->right == qos->streams || !qos->expected)
		return "";
	if (qos->from == TRAFFIC_INTERNET)
		return "the Internet keeps no marks";
	if (qos->marked == 0)
		return "not marked: no policy does by default";
	return qos->marked == qos->expected ? "" : "marked otherwise than documented";
}

static void fill(const struct judge *judge, const struct group *group,
                 struct audit_qos *qos)
{
	*qos = (struct audit_qos){
		.modality = group->modality,
		.from = group->from,
		.to = group->to,
		.streams = group->streams,
		.marked = most_common(group),
		.expected = documented_mark(judge, group->modality),
		.measured = group->loss.streams,
		.jitter_measured = group->jitter.streams,
	};
	qos->right = group->by_mark[qos->expected];
	if (group->loss.streams)
		qos->loss_thousandths = group->loss.thousandths / group->loss.streams;
	if (group->jitter.streams)
		qos->jitter_thousandths =
			group->jitter.thousandths / group->jitter.streams;
	qos->remark = remark_of(qos);
}

bool audit_build_qos(const struct judge *judge, struct audit *audit, struct arena *arena)
{
	size_t most = judge->qos.count;
	struct group *groups = malloc((most + 1) * sizeof(*groups));

	audit->qos = arena_alloc(arena, most, sizeof(*audit->qos));
	if (!groups || !audit->qos) {
		free(groups);
		return false;
	}
	for (size_t i = 0; i < most; i++)
		groups[i] = group_of(judge, &judge->qos.pairs[i]);
	array_sort(groups, most, sizeof(*groups), compare_groups);
	for (size_t first = 0, end; first < most; first = end) {
		for (end = first + 1;
		     end < most && compare_groups(&groups[first], &groups[end]) == 0;
		     end++)
			join(&groups[first], &groups[end]);
		fill(judge, &groups[first], &audit->qos[audit->qos_count++]);
	}
	free(groups);
	return true;
}
