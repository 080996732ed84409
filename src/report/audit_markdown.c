/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The audit for a ticket: the answer, the facts, and the causes with what to do, as
 * CommonMark with tables. Captured text cannot become markup: in running text every sign of
 * it is escaped, and what is to be pasted is set in by four columns, which nothing ends.
 */
#include <ctype.h>
#include <string.h>

#include "base/say.h"
#include "report/report.h"

#include "audit_facts.h"
#include "words.h"

#define IN_FULL  20
#define FINDINGS 20 /* of a cause */
#define PEERS    4  /* of a finding */

struct markdown {
	struct text *out;
	struct text cell, clean;
	const struct report_context *context;
	const struct audit *audit;
	enum language language;
};

/* Every punctuation of ASCII may be escaped: CommonMark section 2.4. Some signs mean
 * something at the beginning alone. */
static void add_escaped(struct markdown *markdown, const char *string)
{
	struct text *clean = &markdown->clean;

	text_clear(clean);
	text_add_printable(clean, string, strlen(string));
	for (const char *at = clean->len ? clean->at : ""; *at; at++) {
		bool first = at == clean->at, link = *at == ':' && at[1] == '/';

		if (strchr("\\`*_[]<>|~&@", *at) || link ||
		    (first && strchr("#+-=", *at)))
			text_add_char(markdown->out, '\\');
		text_add_char(markdown->out, *at);
	}
	markdown->out->failed |= clean->failed;
}

static void add_words(struct markdown *markdown, const char *english)
{
	add_escaped(markdown, say(markdown->language, english));
}

/* What the cell holds, and empty it. */
static void add_cell(struct markdown *markdown)
{
	add_escaped(markdown, markdown->cell.len ? markdown->cell.at : "");
	markdown->out->failed |= markdown->cell.failed;
	text_clear(&markdown->cell);
}

static void add_head(struct markdown *markdown)
{
	const struct report_context *context = markdown->context;
	char status[8];

	text_add(markdown->out, "# ");
	audit_facts_subject(&markdown->cell, context);
	text_add(&markdown->cell, say(markdown->language, ": "));
	audit_facts_answer(&markdown->cell, context, markdown->audit);
	add_cell(markdown);
	text_add(markdown->out, "\n\n");
	snprintf(status, sizeof(status), "%d", context->exit_status);
	say_add(&markdown->cell, markdown->language, "Exit status %1.",
	        (const char *[]){ status, NULL });
	add_cell(markdown);
	text_add(markdown->out, "\n\n");
	for (size_t i = 0; i < context->incomplete_count; i++) {
		text_add(markdown->out, "- **INCOMPLETE** ");
		add_escaped(markdown, context->incomplete[i]);
		text_add_char(markdown->out, '\n');
	}
	for (size_t i = 0; i < audit_fact_count; i++) {
		audit_facts[i].add(&markdown->cell, context, markdown->audit);
		if (markdown->cell.len == 0)
			continue;
		text_add(markdown->out, "- **");
		add_words(markdown, audit_facts[i].label);
		text_add(markdown->out, "** ");
		add_cell(markdown);
		text_add_char(markdown->out, '\n');
	}
}

static void add_column(struct markdown *markdown, const char *string)
{
	text_add(markdown->out, " ");
	add_escaped(markdown, string);
	text_add(markdown->out, " |");
}

static void add_columns(struct markdown *markdown, const char *const *names)
{
	text_add(markdown->out, "\n|");
	for (size_t i = 0; names[i]; i++)
		add_column(markdown, say(markdown->language, names[i]));
	text_add(markdown->out, "\n|");
	for (size_t i = 0; names[i]; i++)
		text_add(markdown->out, " --- |");
	text_add_char(markdown->out, '\n');
}

static void add_number(struct markdown *markdown, uint64_t number)
{
	char text[SAY_NUMBER_SIZE];

	add_column(markdown, say_number(markdown->language, number, text));
}

static void add_list(struct markdown *markdown)
{
	static const char *const names[] = { "#",    "severity", "what",  "where",
		                             "from", "flows",    "cause", NULL };
	const struct audit *audit = markdown->audit;

	add_columns(markdown, names);
	for (size_t i = 0; i < audit->cause_count; i++) {
		const struct audit_cause *cause = &audit->causes[i];

		text_add_char(markdown->out, '|');
		add_number(markdown, i + 1);
		add_column(markdown,
		           say(markdown->language, severity_name(cause->severity)));
		add_column(markdown, cause->title[markdown->language]);
		add_column(markdown, cause->where[markdown->language]);
		add_column(markdown, cause->from[markdown->language]);
		add_number(markdown, cause->flows);
		add_column(markdown, cause->id);
		text_add_char(markdown->out, '\n');
	}
}

static void add_item(struct markdown *markdown, const char *string)
{
	text_add(markdown->out, "- ");
	add_escaped(markdown, string);
	text_add_char(markdown->out, '\n');
}

static void add_finding(struct markdown *markdown, const struct audit_finding *finding)
{
	const struct rule *rule = finding->rule ? finding->rule : finding->nearest;

	text_add(markdown->out, "| ");
	audit_facts_add_listener(&markdown->cell, finding->name, &finding->address,
	                         finding->port, finding->port_high, finding->transport);
	add_cell(markdown);
	text_add(markdown->out, " |");
	add_column(markdown, rule ? rule->row->id : "");
	text_add_char(markdown->out, ' ');
	for (size_t i = 0; i < finding->peer_count && i < PEERS; i++) {
		text_add(&markdown->cell, i ? ", " : "");
		audit_facts_add_host(&markdown->cell, finding->peers[i].name,
		                     &finding->peers[i].address);
	}
	if (finding->peers_total > PEERS)
		text_addf(&markdown->cell, " +%llu",
		          (unsigned long long)(finding->peers_total - PEERS));
	add_cell(markdown);
	text_add(markdown->out, " |");
	add_number(markdown, finding->flows);
	add_column(markdown, finding->id);
	text_add_char(markdown->out, '\n');
}

static void add_lines(struct markdown *markdown, const char *heading, const char *lines)
{
	text_add_char(markdown->out, '\n');
	add_escaped(markdown, heading);
	text_add(markdown->out, "\n\n");
	while (*lines) {
		size_t len = strcspn(lines, "\n");

		text_add(markdown->out, "    ");
		text_add_printable(markdown->out, lines, len);
		text_add_char(markdown->out, '\n');
		lines += len + (lines[len] == '\n');
	}
}

static void add_cause(struct markdown *markdown, size_t number)
{
	static const char *const names[] = { "listener", "nearest row", "from",
		                             "flows",    "finding",     NULL };
	const struct audit_cause *cause = &markdown->audit->causes[number];
	size_t shown = cause->finding_count < FINDINGS ? cause->finding_count : FINDINGS;

	text_addf(markdown->out, "\n## %zu\\. ", number + 1);
	add_escaped(markdown, cause->title[markdown->language]);
	text_add(markdown->out, "\n\n");
	for (size_t i = 0; i < cause->why[markdown->language].count; i++)
		add_item(markdown, cause->why[markdown->language].at[i]);
	for (size_t i = 0; i < cause->said_count; i++) {
		text_addf(&markdown->cell, "%s: %s", cause->said[i].label,
		          cause->said[i].text);
		text_add(markdown->out, "- ");
		add_cell(markdown);
		text_add_char(markdown->out, '\n');
	}
	add_columns(markdown, names);
	for (size_t i = 0; i < shown; i++)
		add_finding(markdown, cause->findings[i]);
	text_add_char(markdown->out, '\n');
	if (shown < cause->finding_count) {
		say_count(&markdown->cell, markdown->language,
		          cause->finding_count - shown,
		          "and %1 more; JSON and CSV have all of them",
		          "and %1 more; JSON and CSV have all of them");
		add_cell(markdown);
		text_add(markdown->out, "\n\n");
	}
	text_add(markdown->out, "**");
	add_words(markdown, "What to do");
	text_add(markdown->out, "** ");
	add_escaped(markdown, cause->remedy.text[markdown->language]);
	text_add_char(markdown->out, '\n');
	if (cause->remedy.code)
		add_lines(markdown, say(markdown->language, cause->remedy.lang),
		          cause->remedy.code);
	if (cause->allow)
		add_lines(markdown,
		          say(markdown->language,
		              "If it is meant to be, in the site file under allow:"),
		          cause->allow);
	else if (cause->accept)
		add_lines(markdown,
		          say(markdown->language,
		              "to bear it until then, in the site file, accept:"),
		          cause->accept);
}

bool report_audit_markdown(FILE *out, const struct report_context *context,
                           const struct audit *audit)
{
	struct text text = { 0 };
	struct markdown markdown = { .out = &text,
		                     .context = context,
		                     .audit = audit,
		                     .language = context->language };
	bool ok;

	add_head(&markdown);
	if (audit->cause_count > 0)
		add_list(&markdown);
	for (size_t i = 0; i < audit->cause_count && i < IN_FULL; i++)
		add_cause(&markdown, i);
	ok = !text.failed && fwrite(text.at, 1, text.len, out) == text.len &&
	     !ferror(out);
	text_fini(&markdown.cell);
	text_fini(&markdown.clean);
	text_fini(&text);
	return ok;
}
