/* SPDX-License-Identifier: BSD-2-Clause */
#include "filter.h"

#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "frame_reader.h"
#include "link_type.h"

/* Half of what exists; a damaged file may seem to have 65,536. */
#define MAX_COMPILED 128

struct compiled {
	uint16_t link_type;
	enum filter_answer at_once; /* FILTER_TAKES: run the program */
	struct bpf_program program; /* owned */
	char *reason;               /* owned; why it is FILTER_UNUSABLE, may be NULL */
};

struct filter {
	char *expression;          /* owned */
	struct compiled *compiled; /* owned; few: one per link type met */
	size_t count, capacity;
	size_t latest; /* index of the one used last */
};

/* An expression must make sense for one of these: Ethernet, IP, Linux cooked, 802.11. */
static const uint16_t common_link_types[] = { 1, 101, 113, 276, 105, 127 };

/*
 * The optimiser refuses what passes no packet at all, in words only. What makes
 * sense without it is no mistake: there just is no such packet here.
 */
static bool makes_sense(pcap_t *dead, const char *expression)
{
	struct bpf_program program;

	if (pcap_compile(dead, &program, expression, 0, PCAP_NETMASK_UNKNOWN) != 0)
		return false;
	pcap_freecode(&program);
	return true;
}

static void compile(struct compiled *result, const char *expression, uint16_t link_type)
{
	pcap_t *dead = pcap_open_dead(link_type_to_dlt(link_type), FRAME_MAX_LEN);

	*result = (struct compiled){ .link_type = link_type, .at_once = FILTER_TAKES };
	if (!dead) {
		result->at_once = FILTER_UNUSABLE;
		return;
	}
	if (pcap_compile(dead, &result->program, expression, 1, PCAP_NETMASK_UNKNOWN) !=
	    0) {
		result->reason = strdup(pcap_geterr(dead));
		result->at_once =
			makes_sense(dead, expression) ? FILTER_LEAVES : FILTER_UNUSABLE;
	}
	pcap_close(dead);
}

static void discard(struct compiled *compiled)
{
	if (compiled->at_once == FILTER_TAKES)
		pcap_freecode(&compiled->program);
	free(compiled->reason);
}

/* @return whether it makes sense for some link type; else @err is about the first */
static bool check_expression(const char *expression, struct error *err)
{
	for (size_t i = 0; i < ARRAY_LEN(common_link_types); i++) {
		struct compiled attempt;

		compile(&attempt, expression, common_link_types[i]);

		bool usable = attempt.at_once == FILTER_TAKES;

		if (i == 0 && !usable)
			error_set(err, "bad filter: %s",
			          attempt.reason ? attempt.reason : "out of memory");
		discard(&attempt);
		if (usable)
			return true;
	}
	return false;
}

struct filter *filter_create(const char *expression, struct error *err)
{
	if (!check_expression(expression, err))
		return NULL;

	struct filter *filter = calloc(1, sizeof(*filter));

	if (filter)
		filter->expression = strdup(expression);
	if (!filter || !filter->expression) {
		error_set(err, "out of memory");
		free(filter);
		return NULL;
	}
	return filter;
}

/* NULL without memory, or when there are too many. */
static const struct compiled *find_compiled(struct filter *filter, uint16_t link_type)
{
	for (size_t i = 0; i < filter->count; i++) {
		if (filter->compiled[i].link_type == link_type) {
			filter->latest = i;
			return &filter->compiled[i];
		}
	}
	if (filter->count == MAX_COMPILED ||
	    !array_reserve(&filter->compiled, &filter->capacity, filter->count,
	                   sizeof(*filter->compiled)))
		return NULL;
	compile(&filter->compiled[filter->count], filter->expression, link_type);
	filter->latest = filter->count;
	return &filter->compiled[filter->count++];
}

enum filter_answer filter_check(struct filter *filter, const struct frame *frame)
{
	const struct compiled *compiled =
		filter->count ? &filter->compiled[filter->latest] : NULL;

	if (!compiled || compiled->link_type != frame->link_type)
		compiled = find_compiled(filter, frame->link_type);
	if (!compiled)
		return FILTER_UNUSABLE;
	if (compiled->at_once != FILTER_TAKES)
		return compiled->at_once;
	const struct pcap_pkthdr header = { .caplen = frame->len,
		                            .len = frame->wire_len };

	return pcap_offline_filter(&compiled->program, &header, frame->bytes)
	               ? FILTER_TAKES
	               : FILTER_LEAVES;
}

const char *filter_reason(struct filter *filter, uint16_t link_type)
{
	const struct compiled *compiled = find_compiled(filter, link_type);

	if (compiled && compiled->reason)
		return compiled->reason;
	return filter->count == MAX_COMPILED ? "too many link types" : "out of memory";
}

const char *filter_expression(const struct filter *filter)
{
	return filter->expression;
}

void filter_destroy(struct filter *filter)
{
	if (!filter)
		return;
	for (size_t i = 0; i < filter->count; i++)
		discard(&filter->compiled[i]);
	free(filter->compiled);
	free(filter->expression);
	free(filter);
}
