/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the site file allows or accepts: until when it holds, and who made use of it.
 */
#include "audit_text.h"

#include "base/array.h"
#include "base/say.h"

#include "audit_facts.h"
#include "table.h"
#include "words.h"

#define MOST_USERS 3 /* listeners of an exception; all with -v */
#define MOST_PEERS 2

static void add_ends(struct text *cell, enum language language,
                     const struct audit_exception *exception)
{
	if (exception->is_accept)
		text_addf(cell, "accept %s", exception->finding);
	else
		say_add(cell, language, "%1 to %2",
		        (const char *[]){ exception->from, exception->to, NULL });
	if (!exception->is_accept && exception->speaks[0])
		text_addf(cell, ", %s", exception->speaks);
	if (exception->reason[0])
		text_addf(cell, "%s%s", say(language, ": "), exception->reason);
}

static void add_line(struct audit_text *text, struct table *table,
                     const struct audit_exception *exception)
{
	struct text *cell = &text->cell;

	table_add(table, exception->until[0] ? exception->until : "-");
	table_add(table,
	          say(text->context->language, exception_state_name(exception->state)));
	table_add(table, exception->ticket[0] ? exception->ticket : "-");
	table_add(table, exception->is_accept ? ""
	                 : exception->ports[0]
	                         ? exception->ports
	                         : say(text->context->language, "every port"));
	say_add_number(cell, text->context->language, exception->flows);
	table_add_text(table, cell);
	add_ends(cell, text->context->language, exception);
	table_add_text(table, cell);
}

/* What needs somebody first: expired, about to end, without an end, unused. */
static void write_lines(struct audit_text *text)
{
	static const struct table_column columns[] = {
		{ .title = "until" },
		{ .title = "state" },
		{ .title = "ticket" },
		{ .title = "port" },
		{ .title = "flows", .right = true },
		{ .title = "who, to whom" },
	};
	const struct audit *audit = text->audit;
	struct table table;

	table_init(&table, columns, ARRAY_LEN(columns));
	for (unsigned state = 0; state < EXCEPTION_STATES; state++)
		for (size_t i = 0; i < audit->exception_count; i++)
			if (audit->exceptions[i].state == (enum exception_state)state)
				add_line(text, &table, &audit->exceptions[i]);
	table_write(&table, &text->layout, 2, true);
	table_fini(&table);
}

/* "10.1.1.11:3389/tcp rdp 1 flow, 700 kB, from 10.9.0.5" */
static void add_use(struct audit_text *text, const struct audit_finding *finding)
{
	const enum language language = text->context->language;
	struct text *cell = &text->cell;
	size_t shown =
		finding->peer_count < MOST_PEERS ? finding->peer_count : MOST_PEERS;

	audit_facts_add_listener(cell, finding->name, &finding->address, finding->port,
	                         finding->port_high, finding->transport);
	text_add_char(cell, ' ');
	words_add_hints(cell, finding->hints[0] | finding->hints[1]);
	text_add(cell, " ");
	say_count(cell, language, finding->flows, "%1 flow", "%1 flows");
	text_add(cell, ", ");
	words_add_bytes(cell, language, finding->bytes);
	for (size_t i = 0; i < shown; i++) {
		text_add(cell, i ? ", " : say(language, ", from "));
		audit_facts_add_host(cell, finding->peers[i].name,
		                     &finding->peers[i].address);
	}
	if (finding->peers_total > shown && shown > 0) {
		text_add(cell, " +");
		say_add_number(cell, language, finding->peers_total - shown);
	}
	layout_add_spaces(text->layout.out, 4);
	layout_wrap(&text->layout, 4, 6, audit_text_cell(text), TONE_PLAIN);
	text_clear(cell);
}

static void write_uses(struct audit_text *text, const struct audit_exception *exception)
{
	size_t count = exception->used_count;
	char line[16];
	size_t shown = text->context->verbose || count < MOST_USERS ? count : MOST_USERS;

	if (count == 0)
		return;
	snprintf(line, sizeof(line), "%u", exception->line);
	say_add(&text->cell, text->context->language, "%1:%2 covers",
	        (const char *[]){ exception->file, line, NULL });
	layout_paragraph(&text->layout, 2, audit_text_cell(text));
	text_clear(&text->cell);
	for (size_t i = 0; i < shown; i++)
		add_use(text, exception->used[i]);
	if (shown == count)
		return;
	say_count(&text->cell, text->context->language, count - shown, "and %1 more (-v)",
	          "and %1 more (-v)");
	layout_paragraph(&text->layout, 4, audit_text_cell(text));
	text_clear(&text->cell);
}

void audit_text_allowed(struct audit_text *text)
{
	const struct audit *audit = text->audit;

	if (audit->exception_count == 0)
		return;
	layout_heading(&text->layout, "Allowed and accepted by the site file");
	write_lines(text);
	for (size_t i = 0; i < audit->exception_count; i++)
		write_uses(text, &audit->exceptions[i]);
}
