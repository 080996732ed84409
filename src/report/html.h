/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * html - the pieces of the page that audit_html.c puts together.
 *
 * Room: report, private. Markup is written as it is, everything else through
 * html_text(), which escapes; an attribute's value is always in double quotes. No piece
 * writes a script, loads anything or puts captured bytes into style or an address.
 */
#ifndef HTML_H
#define HTML_H

#include <stdint.h>

#include "base/attributes.h"
#include "base/say.h"
#include "base/text.h"
#include "report/report.h"

struct html {
	struct text *out; /* borrowed */
	struct text cell; /* one sentence at a time */
	const struct report_context *context;
	const struct audit *audit;
	enum language language;
};

/** Add markup of ours. */
static inline void html_raw(struct html *html, const char *markup)
{
	text_add(html->out, markup);
}

/** Add @string, wherever it is from, as text. */
void html_text(struct html *html, const char *string);

/** Add words of ours in the reader's language. */
void html_say(struct html *html, const char *english);

/** Add what html->cell holds as text, isolated from what stands around it, and empty it. */
void html_cell(struct html *html);

/** Add a number as the language writes it. */
void html_number(struct html *html, uint64_t number);

/** Add the beginning of a section: <section id="@id"><h2>@heading</h2>; @lead may be NULL. */
void html_section(struct html *html, const char *id, const char *heading,
                  const char *lead);

/** Add the head of a table with these columns, "#" before those of numbers; NULL ends them. */
void html_table(struct html *html, const char *class, const char *caption,
                const char *const *columns);

/** End the table and its section, and say how many lines were left out. */
void html_end_table(struct html *html, size_t left);

/** Add `<td>` with @string as text; @class may be NULL. */
void html_td(struct html *html, const char *class, const char *string);

/** Add `<td>` with what html->cell holds, and empty it. */
void html_td_cell(struct html *html, const char *class);
void html_td_number(struct html *html, uint64_t number);

/** Add the id of a row as a link to where it is in the coverage tables; a dash for none. */
void html_td_row(struct html *html, const struct rule *rule);

/** Add a coloured word for a severity. */
void html_severity(struct html *html, enum severity severity);

/** Add a picture of 24 to 48 numbers as bars, at most @height high; @label is what it shows. */
void html_bars(struct html *html, const char *class, const uint64_t *values, size_t count,
               const char *label);

/** The style sheet. */
void html_add_style(struct text *out);

/* The sections, in audit_html_*.c. */
void audit_html_head(struct html *html);
void audit_html_causes(struct html *html);
void audit_html_map(struct html *html);
void audit_html_matrix(struct html *html);
void audit_html_timeline(struct html *html);
void audit_html_attempts(struct html *html);
void audit_html_allowed(struct html *html);
void audit_html_tls(struct html *html);
void audit_html_qos(struct html *html);
void audit_html_coverage(struct html *html);
void audit_html_hosts(struct html *html);
void audit_html_provenance(struct html *html);

#endif
