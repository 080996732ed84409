/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_text.h"

#include <string.h>

#include "base/array.h"
#include "base/say.h"

#include "audit_facts.h"
#include "table.h"
#include "words.h"

/* So many lines, and the rest counted; all with -v. */
#define SHOWN 20

static const char *how_words(enum attempt_how how)
{
	return how == ATTEMPT_BY_SILENCE ? "no answer" : attempt_how_name(how);
}

/* Who it is, or how many they are. */
static void add_initiators(struct audit_text *text, struct table *table,
                           const struct audit_attempt *attempt)
{
	struct text *cell = &text->cell;
	char address[ADDRESS_TEXT_SIZE];

	if (attempt->initiators_total != 1 || attempt->initiator_count == 0)
		say_count(cell, text->context->language, attempt->initiators_total,
		          "%1 host", "%1 hosts");
	else if (attempt->initiators[0].name)
		words_add_short_name(cell, attempt->initiators[0].name);
	else
		text_add(cell, address_format(&attempt->initiators[0].address, address));
	table_add_text(table, cell);
}

static void add_attempt(struct audit_text *text, struct table *table,
                        const struct audit_attempt *attempt)
{
	struct text *cell = &text->cell;

	if (attempt->listeners > 1) {
		say_count(cell, text->context->language, attempt->listeners,
		          "%1 outside, ", "%1 outside, ");
		port_add(cell, attempt->port, attempt->transport);
	} else {
		audit_facts_add_listener(cell, attempt->name, &attempt->address,
		                         attempt->port, attempt->port_high,
		                         attempt->transport);
	}
	table_add_text(table, cell);
	table_add(table, say(text->context->language, how_words(attempt->how)));
	add_initiators(text, table, attempt);
	say_add_number(cell, text->context->language, attempt->flows);
	table_add_text(table, cell);
	table_add(table,
	          say(text->context->language, attempt->works_for_others ? "yes" : "no"));
	table_add(table, attempt->rule ? attempt->rule->row->id : "");
}

static void write_attempts(struct audit_text *text, size_t count)
{
	static const struct table_column columns[] = {
		{ .title = "listener" }, { .title = "how" },
		{ .title = "by" },       { .title = "flows", .right = true },
		{ .title = "works" },    { .title = "row" },
	};
	struct table table;

	table_init(&table, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < count; i++)
		add_attempt(text, &table, &text->audit->attempts[i]);
	table_write(&table, &text->layout, 2, true);
	table_fini(&table);
}

void audit_text_attempts(struct audit_text *text)
{
	const struct audit *audit = text->audit;
	size_t shown = audit->attempt_count;

	if (audit->attempts_total == 0)
		return;
	if (shown > SHOWN && !text->context->verbose)
		shown = SHOWN;
	layout_heading(&text->layout, "Tried in vain");
	write_attempts(text, shown);
	if (shown == audit->attempts_total)
		return;
	const char *more = text->context->verbose ? "and %1 more" : "and %1 more (-v)";

	say_count(&text->cell, text->context->language, audit->attempts_total - shown,
	          more, more);
	layout_paragraph(&text->layout, 2, audit_text_cell(text));
	text_clear(&text->cell);
}
