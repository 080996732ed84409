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
#include "expected_mark.h"
#include "naming.h"
#include "qos_table.h"

/* Phone Edition: the default of Set-CsUCPhoneConfiguration -VoiceDiffServTag. */
#define PHONE_DSCP 40

/* The first row that documents a mark of this modality; NULL: none does. */
static const struct row *documenting_row(const struct judge *judge,
                                         enum modality modality)
{
	size_t count;
	const struct rule *rules = policy_rules(judge->policy, &count);

	for (size_t i = 0; i < count; i++)
		if (rules[i].row->dscp && rules[i].row->modality == modality)
			return rules[i].row;
	return NULL;
}

/* Streams of one modality between two kinds of hosts, of which the same is expected. */
struct group {
	uint8_t modality, from, to;
	struct expected_mark expected;
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

static struct group group_of(const struct judge *judge, const struct qos_pair *pair,
                             const struct row *documenting)
{
	const struct site_party from = { &pair->from, naming_roles(judge, &pair->from) };
	const struct site_party to = { &pair->to, naming_roles(judge, &pair->to) };
	const enum modality modality = (enum modality)pair->modality;
	struct group group = {
		.modality = pair->modality,
		.from = (uint8_t)traffic_end_of(from.roles, from.address),
		.to = (uint8_t)traffic_end_of(to.roles, to.address),
		.expected = expected_mark_of(policy_site(judge->policy), modality,
		                             documenting, &from, &to),
	};

	add_pair(&group, pair);
	return group;
}

static int compare_groups(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->modality != y->modality)
		return (int)x->modality - (int)y->modality;
	if (x->from != y->from)
		return (int)x->from - (int)y->from;
	if (x->to != y->to)
		return (int)x->to - (int)y->to;
	return (x->expected.line > y->expected.line) -
	       (x->expected.line < y->expected.line);
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
	if (qos->right == qos->streams || !audit_qos_is_expected(qos))
		return "";
	if (qos->from == TRAFFIC_INTERNET)
		return "the Internet keeps no marks";
	if (qos->marked == qos->expected)
		return "";
	if (qos->marked == 0)
		return "not marked: no policy does by default";
	if (qos->from == ROLE_PHONE && qos->marked == PHONE_DSCP)
		return "what phones mark by default (VoiceDiffServTag)";
	return qos->expected_line ? "marked otherwise than the site file says"
	                          : "marked otherwise than documented";
}

static void fill(const struct group *group, struct audit_qos *qos)
{
	*qos = (struct audit_qos){
		.modality = group->modality,
		.from = group->from,
		.to = group->to,
		.streams = group->streams,
		.marked = most_common(group),
		.expected = group->expected.dscp,
		.expected_line = group->expected.line,
		.expected_row = group->expected.row,
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
	const struct row *documenting[MODALITIES];

	audit->qos = arena_alloc(arena, most, sizeof(*audit->qos));
	if (!groups || !audit->qos) {
		free(groups);
		return false;
	}
	for (unsigned i = 0; i < MODALITIES; i++)
		documenting[i] = documenting_row(judge, (enum modality)i);
	for (size_t i = 0; i < most; i++)
		groups[i] = group_of(judge, &judge->qos.pairs[i],
		                     documenting[judge->qos.pairs[i].modality]);
	array_sort(groups, most, sizeof(*groups), compare_groups);
	for (size_t first = 0, end; first < most; first = end) {
		for (end = first + 1;
		     end < most && compare_groups(&groups[first], &groups[end]) == 0;
		     end++)
			join(&groups[first], &groups[end]);
		fill(&groups[first], &audit->qos[audit->qos_count++]);
	}
	free(groups);
	return true;
}
