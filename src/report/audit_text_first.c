/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The last screen of an audit without a site file: what could be told, what could not,
 * and what to do next. So that a first run ends with the second.
 */
#include "audit_text.h"

#include <string.h>

#include "words.h"

#define LABEL_WIDTH 12
#define MOST_SHOWN  8

static void add_field(struct audit_text *text, const char *label)
{
	layout_field(&text->layout, 2, LABEL_WIDTH, label, audit_text_cell(text));
	text_clear(&text->cell);
}

/* "5 front-end, 2 mediation" */
static void add_told(struct audit_text *text)
{
	const struct audit *audit = text->audit;
	size_t counts[ROLE_HOST_ROLES] = { 0 };
	bool any = false;

	for (size_t i = 0; i < audit->host_count; i++)
		for (unsigned role = 0; role < ROLE_HOST_ROLES; role++)
			counts[role] += audit->hosts[i].role_set >> role & 1;
	for (unsigned role = 0; role < ROLE_HOST_ROLES; role++) {
		if (counts[role] == 0)
			continue;
		text_addf(&text->cell, "%s%zu %s", any ? ", " : "", counts[role],
		          role_name((enum role)role));
		any = true;
	}
	if (!any)
		text_add(&text->cell, "no host showed a role");
	add_field(text, "told");
}

static void add_unsettled(struct audit_text *text, const struct audit_unsettled *one,
                          const char *label)
{
	struct text *cell = &text->cell;
	char address[ADDRESS_TEXT_SIZE];

	if (one->name) {
		text_add_printable(cell, one->name, strlen(one->name));
		text_add(cell, " (");
	}
	text_add(cell, address_format(&one->address, address));
	text_addf(cell, "%s may be ", one->name ? ")" : "");
	text_add_roles(cell, one->roles, " or ");
	text_addf(cell, " (%d points): %s", one->score,
	          one->unproven ? "no proof of it was seen"
	                        : "too little of it was seen");
	add_field(text, label);
}

static void add_not_told(struct audit_text *text)
{
	const struct audit *audit = text->audit;

	for (size_t i = 0; i < audit->unsettled_count && i < MOST_SHOWN; i++)
		add_unsettled(text, &audit->unsettled[i], i ? "" : "not told");
	if (audit->unsettled_count > MOST_SHOWN) {
		text_add(&text->cell, "and ");
		words_add_count(&text->cell, audit->unsettled_count - MOST_SHOWN, "host",
		                "hosts");
		add_field(text, "");
	}
	text_add(&text->cell,
	         "which product it is, how pools are balanced, whose the hosts without "
	         "a role are: nobody is accused for want of that");
	add_field(text, audit->unsettled_count ? "" : "not told");
}

void audit_text_first(struct audit_text *text)
{
	if (text->context->site_file)
		return;
	layout_heading(&text->layout, "Without a site file");
	add_told(text);
	add_not_told(text);
	text_add(&text->cell,
	         "lynctap site infer -r FILE > site.yaml drafts one from this "
	         "traffic, lynctap site import one from the topology; check "
	         "it, then audit with -c site.yaml");
	add_field(text, "next");
}
