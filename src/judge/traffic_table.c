/* SPDX-License-Identifier: BSD-2-Clause */
#include "traffic_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/clock.h"
#include "policy/row.h"

#define CELLS (TRAFFIC_ENDS * TRAFFIC_ENDS * TRAFFIC_CLASSES)

/* --- Words and classes ----------------------------------------------------------------- */

unsigned traffic_end_of(role_set roles, const struct address *address)
{
	roles = role_set_own(roles) & (ROLE_BIT(ROLE_HOST_ROLES) - 1);
	if (roles)
		return (unsigned)__builtin_ctzll(roles);
	return address_is_public(address) ? TRAFFIC_INTERNET : TRAFFIC_UNKNOWN;
}

const char *traffic_end_name(unsigned end)
{
	return end == TRAFFIC_INTERNET  ? "internet"
	       : end == TRAFFIC_UNKNOWN ? "unknown"
	                                : role_name((enum role)end);
}

const char *traffic_class_name(enum traffic_class class)
{
	static const char *const names[TRAFFIC_CLASSES] = {
		[TRAFFIC_EXPECTED] = "expected",
		[TRAFFIC_KNOWN] = "known",
		[TRAFFIC_ALLOWED] = "allowed",
		[TRAFFIC_UNVERIFIED] = "unverified",
		[TRAFFIC_UNEXPECTED] = "unexpected",
		[TRAFFIC_IN_VAIN] = "in-vain",
		[TRAFFIC_OUT_OF_SCOPE] = "out-of-scope",
	};

	return names[class];
}

/* With --strict what is known accuses, too: its severity says so. */
static enum traffic_class class_of(const struct verdict *verdict, bool excused)
{
	if (excused)
		return TRAFFIC_ALLOWED;
	if (verdict_is_attempt(verdict->kind))
		return TRAFFIC_IN_VAIN;
	if (verdict->severity != SEVERITY_NONE || verdict_is_unexpected(verdict->kind))
		return TRAFFIC_UNEXPECTED;
	switch (verdict->kind) {
	case VERDICT_KNOWN:
		return TRAFFIC_KNOWN;
	case VERDICT_ALLOWED:
		return TRAFFIC_ALLOWED;
	case VERDICT_UNVERIFIED:
		return TRAFFIC_UNVERIFIED;
	case VERDICT_OUT_OF_SCOPE:
		return TRAFFIC_OUT_OF_SCOPE;
	default:
		return TRAFFIC_EXPECTED;
	}
}

/* --- Roles ---------------------------------------------------------------------------------- */

bool traffic_table_init(struct traffic_table *table)
{
	*table = (struct traffic_table){ .last_step = -1 };
	table->cells = calloc(CELLS, sizeof(*table->cells));
	return table->cells != NULL;
}

void traffic_table_fini(struct traffic_table *table)
{
	free(table->cells);
	table->cells = NULL;
}

static void add_row(struct traffic_cell *cell, const struct row *row)
{
	for (size_t i = cell->row_count; i > 0; i--)
		if (cell->rows[i - 1] == row)
			return;
	if (cell->row_count < TRAFFIC_ROWS)
		cell->rows[cell->row_count++] = row;
}

static void add_edge(struct traffic_table *table, const struct conversation *conversation,
                     const struct verdict *verdict, enum traffic_class class)
{
	unsigned from =
		traffic_end_of(verdict->initiator_roles, &conversation->initiator);
	unsigned to = traffic_end_of(verdict->responder_roles, &conversation->responder);
	const struct rule *rule = verdict->rule ? verdict->rule : verdict->nearest;
	struct traffic_cell *cell =
		&table->cells[(from * TRAFFIC_ENDS + to) * TRAFFIC_CLASSES + class];

	cell->flows += conversation->flows;
	if (verdict->severity > cell->severity)
		cell->severity = verdict->severity;
	if (rule)
		add_row(cell, rule->row);
}

static int compare_rows(const void *a, const void *b)
{
	const struct row *x = *(const struct row *const *)a;
	const struct row *y = *(const struct row *const *)b;
	int order = strcmp(x->table, y->table);

	return order ? order : (x->number > y->number) - (x->number < y->number);
}

static bool fill_edge(struct audit_edge *edge, const struct traffic_cell *cell,
                      struct arena *arena)
{
	edge->severity = cell->severity;
	edge->flows = cell->flows;
	edge->row_count = cell->row_count;
	edge->rows = arena_alloc(arena, cell->row_count, sizeof(*edge->rows));
	if (!edge->rows)
		return false;
	memcpy(edge->rows, cell->rows, cell->row_count * sizeof(*edge->rows));
	array_sort(edge->rows, edge->row_count, sizeof(*edge->rows), compare_rows);
	return true;
}

struct audit_edge *traffic_table_edges(const struct traffic_table *table,
                                       struct arena *arena, size_t *count)
{
	struct audit_edge *edges;
	size_t used = 0;

	for (size_t i = 0; i < CELLS; i++)
		used += table->cells[i].flows > 0;
	edges = arena_alloc(arena, used, sizeof(*edges));
	*count = 0;
	for (size_t i = 0; edges && i < CELLS; i++) {
		struct audit_edge *edge = &edges[*count];

		if (table->cells[i].flows == 0)
			continue;
		edge->from = (uint8_t)(i / (TRAFFIC_ENDS * TRAFFIC_CLASSES));
		edge->to = (uint8_t)(i / TRAFFIC_CLASSES % TRAFFIC_ENDS);
		edge->class = (enum traffic_class)(i % TRAFFIC_CLASSES);
		if (!fill_edge(edge, &table->cells[i], arena))
			return NULL;
		++*count;
	}
	return edges;
}

/* --- Time ------------------------------------------------------------------------------------- */

/* Seconds of a step; each divides the next, so steps can be put together. */
static const int64_t ladder[] = { 1,      5,       15,      60,       300,
	                          900,    3600,    10800,   21600,    86400,
	                          604800, 2419200, 9676800, 38707200, 387072000 };

static int64_t step_us(const struct traffic_table *table)
{
	return ladder[table->ladder] * US_PER_SECOND;
}

/* Put the steps into the next, longer ones. */
static void climb(struct traffic_table *table)
{
	int64_t factor = ladder[table->ladder + 1] / ladder[table->ladder];
	int64_t first = table->first_step / factor;

	for (unsigned class = 0; class < TRAFFIC_CLASSES; class ++) {
		uint64_t longer[TRAFFIC_STEPS] = { 0 };

		for (int64_t i = table->first_step; i <= table->last_step; i++)
			longer[i / factor - first] +=
				table->steps[class][i - table->first_step];
		memcpy(table->steps[class], longer, sizeof(longer));
	}
	table->first_step = first;
	table->last_step /= factor;
	table->ladder++;
}

/* Let the steps begin @by earlier. */
static void shift(struct traffic_table *table, int64_t by)
{
	size_t kept = (size_t)(table->last_step - table->first_step + 1);

	for (unsigned class = 0; class < TRAFFIC_CLASSES; class ++) {
		uint64_t *steps = table->steps[class];

		memmove(steps + by, steps, kept * sizeof(*steps));
		memset(steps, 0, (size_t)by * sizeof(*steps));
	}
	table->first_step -= by;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Make room for the step of @time_us. @return which it is; the nearest, at the end of the ladder */
static size_t reach(struct traffic_table *table, int64_t time_us)
{
	int64_t at = time_us / step_us(table);

	if (table->last_step < table->first_step)
		table->first_step = table->last_step = at;
	while (later(at, table->last_step) -
	                       (at < table->first_step ? at : table->first_step) >=
	               TRAFFIC_STEPS &&
	       table->ladder + 1 < ARRAY_LEN(ladder)) {
		climb(table);
		at = time_us / step_us(table);
	}
	if (later(at, table->last_step) -
	            (at < table->first_step ? at : table->first_step) >=
	    TRAFFIC_STEPS)
		return 0;
	if (at < table->first_step)
		shift(table, table->first_step - at);
	table->last_step = later(at, table->last_step);
	return (size_t)(at - table->first_step);
}

/* Several that are folded into one began between its first packet and its last. */
static void add_time(struct traffic_table *table, const struct conversation *conversation,
                     enum traffic_class class)
{
	int64_t first_us = later(conversation->first_us, 0);
	int64_t last_us = later(conversation->last_us, first_us);
	size_t first, last, steps;
	uint64_t share;

	if (conversation->flows == 1)
		last_us = first_us;
	(void)reach(table, last_us); /* the steps may become longer */
	first = reach(table, first_us);
	last = reach(table, last_us);
	if (last < first)
		last = first;
	steps = last - first + 1;
	share = conversation->flows / steps;
	for (size_t i = first; i <= last; i++)
		table->steps[class][i] +=
			share + (i - first < conversation->flows % steps);
}

void traffic_table_timeline(const struct traffic_table *table,
                            struct audit_timeline *timeline)
{
	*timeline = (struct audit_timeline){ 0 };
	if (table->last_step < table->first_step)
		return;
	timeline->step_us = step_us(table);
	timeline->start_us = table->first_step * timeline->step_us;
	timeline->step_count = (size_t)(table->last_step - table->first_step + 1);
	memcpy(timeline->flows, table->steps, sizeof(timeline->flows));
}

void traffic_table_add(struct traffic_table *table,
                       const struct conversation *conversation,
                       const struct verdict *verdict, bool excused)
{
	enum traffic_class class = class_of(verdict, excused);

	if (conversation->flows == 0)
		return;
	add_edge(table, conversation, verdict, class);
	add_time(table, conversation, class);
}
