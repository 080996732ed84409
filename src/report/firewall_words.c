/* SPDX-License-Identifier: BSD-2-Clause */
#include "firewall_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "policy/passage.h"
#include "policy/row.h"
#include "policy/rule.h"
#include "policy/site.h"
#include "report/audit_file.h"
#include "report/firewall.h"

/* --- Rows --------------------------------------------------------------------------------- */

static bool was_never_seen(const struct firewall *firewall, const char *row)
{
	const struct audit_file *report = firewall->report;

	for (size_t i = 0; report && i < report->row_count; i++)
		if (strcmp(report->rows[i].row, row) == 0)
			return strcmp(report->rows[i].state, "never") == 0;
	return false;
}

/* A row is several rules where only some of its peers show a certificate. */
static bool is_first_of_row(const struct passage *passage, size_t number)
{
	for (size_t i = 0; i < number; i++)
		if (strcmp(passage->rules[i]->row->id, passage->rules[number]->row->id) ==
		    0)
			return false;
	return true;
}

size_t firewall_add_rows(struct text *out, const struct firewall *firewall,
                         const struct passage *passage, bool never)
{
	size_t count = 0;

	for (size_t i = 0; i < passage->rule_count; i++) {
		const char *id = passage->rules[i]->row->id;

		if (is_first_of_row(passage, i) && was_never_seen(firewall, id) == never)
			text_addf(out, "%s%s", count++ ? " " : "", id);
	}
	return count;
}

/* Who would open it: every rule of a passage that nobody opens lacks the same. */
void firewall_add_missing(struct text *out, const struct passage *passage)
{
	const struct rule *rule = passage->rules[0];

	text_add_roles(out, rule->initiator_all, " and ");
	text_add_roles(out, rule->initiator_any, " or ");
}

/* --- Ends --------------------------------------------------------------------------------- */

static void add_name(struct text *out, const char *name)
{
	text_add_printable(out, name, strlen(name));
}

static void add_end(struct text *out, const struct passage_end *end, const char *between)
{
	add_name(out, end->name);
	if (end->side != ROW_INTERFACE_UNSTATED)
		text_addf(out, "%s%s", between, row_interface_name(end->side));
}

void firewall_add_end(struct text *out, const struct passage_end *end)
{
	add_end(out, end, ", ");
}

static void add_range(struct text *out, const struct address_range *range)
{
	const unsigned offset = address_is_ipv4(&range->base) ? 96 : 0;
	char text[ADDRESS_TEXT_SIZE];

	text_add(out, address_format(&range->base, text));
	if (range->prefix_len < 128)
		text_addf(out, "/%u", range->prefix_len - offset);
}

/* What is neither here nor there is the same for both ends. */
static struct firewall_side side_of(const struct firewall *firewall,
                                    enum passage_reach reach, const uint32_t *ends,
                                    size_t count)
{
	const struct passage_list *list = firewall->passages;

	switch (reach) {
	case PASSAGE_DECLARED:
		return (struct firewall_side){ .ends = ends, .end_count = count };
	case PASSAGE_LOCAL:
	case PASSAGE_OUTSIDE:
		return (struct firewall_side){ .ranges = list->local,
			                       .range_count = list->local_count,
			                       .others = reach == PASSAGE_OUTSIDE };
	case PASSAGE_ANYBODY:
		break;
	}
	return (struct firewall_side){ 0 };
}

struct firewall_side firewall_initiators(const struct firewall *firewall,
                                         const struct passage *passage)
{
	return side_of(firewall, passage->from_reach, passage->from, passage->from_count);
}

struct firewall_side firewall_listeners(const struct firewall *firewall,
                                        const struct passage *passage)
{
	const struct passage_list *list = firewall->passages;

	/* What may open a server of the site stands with it. */
	if (passage->to_reach == PASSAGE_ANYBODY)
		return (struct firewall_side){ .ends = list->servers,
			                       .end_count = list->server_count,
			                       .others = true };
	return side_of(firewall, passage->to_reach, &passage->to, 1);
}

struct firewall_side firewall_allowed_from(const struct passage_allow *made)
{
	return (struct firewall_side){ .ends = made->from,
		                       .end_count = made->from_count,
		                       .ranges = made->allow->from.ranges,
		                       .range_count = made->allow->from.range_count };
}

struct firewall_side firewall_allowed_to(const struct passage_allow *made)
{
	return (struct firewall_side){ .ends = made->to,
		                       .end_count = made->to_count,
		                       .ranges = made->allow->to.ranges,
		                       .range_count = made->allow->to.range_count };
}

void firewall_add_side(struct text *out, const struct firewall *firewall,
                       const struct firewall_side *side)
{
	bool others = side->others && side->end_count + side->range_count > 0;

	text_add(out, others ? "anybody but " : "");
	for (size_t i = 0; i < side->end_count; i++) {
		text_add(out, i ? ", " : "");
		add_end(out, &firewall->passages->ends[side->ends[i]], " ");
	}
	for (size_t i = 0; i < side->range_count; i++) {
		text_add(out, side->end_count + i ? ", " : "");
		add_range(out, &side->ranges[i]);
	}
	if (side->end_count + side->range_count == 0)
		text_add(out, "anybody");
}

/* --- Addresses ------------------------------------------------------------------------------- */

/* Owned by the caller, all of the family. @return NULL, also when there are none */
static struct address_range *collect(const struct firewall *firewall,
                                     const struct firewall_side *side, bool ipv4,
                                     size_t *count)
{
	const struct passage_end *ends = firewall->passages->ends;
	size_t most = side->range_count;
	struct address_range *ranges;

	*count = 0;
	for (size_t i = 0; i < side->end_count; i++)
		most += ends[side->ends[i]].range_count;
	ranges = calloc(most ? most : 1, sizeof(*ranges));
	for (size_t i = 0; ranges && i < side->end_count; i++) {
		const struct passage_end *end = &ends[side->ends[i]];

		for (size_t j = 0; j < end->range_count; j++)
			if (address_is_ipv4(&end->ranges[j].base) == ipv4)
				ranges[(*count)++] = end->ranges[j];
	}
	for (size_t i = 0; ranges && i < side->range_count; i++)
		if (address_is_ipv4(&side->ranges[i].base) == ipv4)
			ranges[(*count)++] = side->ranges[i];
	return ranges;
}

/* Of two that are the same the first counts. */
static bool is_covered(const struct address_range *ranges, size_t count, size_t number)
{
	const struct address_range *range = &ranges[number];

	for (size_t i = 0; i < count; i++)
		if (i != number && ranges[i].prefix_len <= range->prefix_len &&
		    address_range_contains(&ranges[i], &range->base) &&
		    (i < number || ranges[i].prefix_len < range->prefix_len))
			return true;
	return false;
}

size_t firewall_add_addresses(struct text *out, const struct firewall *firewall,
                              const struct firewall_side *side, bool ipv4,
                              const char *between)
{
	size_t count, written = 0;
	struct address_range *ranges = collect(firewall, side, ipv4, &count);

	out->failed |= !ranges;
	for (size_t i = 0; i < count; i++) {
		if (is_covered(ranges, count, i))
			continue;
		text_add(out, written++ ? between : "");
		add_range(out, &ranges[i]);
	}
	free(ranges);
	return written;
}
