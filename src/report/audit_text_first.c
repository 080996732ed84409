/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The last screen of an audit without a site file: what could be told, what could not,
 * and what to do next. So that a first run ends with the second.
 */
#include "audit_text.h"

#include <string.h>

#include "base/say.h"

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
		          say(text->context->language, role_name((enum role)role)));
		any = true;
	}
	if (!any)
		text_add(&text->cell,
		         say(text->context->language, "no host showed a role"));
	add_field(text, "told");
}

static void add_unsettled(struct audit_text *text, const struct audit_unsettled *one,
                          const char *label)
{
	const enum language language = text->context->language;
	char address[ADDRESS_TEXT_SIZE], score[16];
	struct text who = { 0 }, roles = { 0 };

	if (one->name) {
		text_add_printable(&who, one->name, strlen(one->name));
		text_add(&who, " (");
	}
	text_add(&who, address_format(&one->address, address));
	text_add(&who, one->name ? ")" : "");
	text_say_roles(&roles, language, one->roles, " or ");
	snprintf(score, sizeof(score), "%d", one->score);
	if (!who.failed && !roles.failed)
		say_add(&text->cell, language,
		        one->unproven
		                ? "%1 may be %2 (%3 points): no proof of it was seen"
		                : "%1 may be %2 (%3 points): too little of it was seen",
		        (const char *[]){ who.at, roles.at, score, NULL });
	text_fini(&who);
	text_fini(&roles);
	add_field(text, label);
}

static void add_not_told(struct audit_text *text)
{
	const struct audit *audit = text->audit;

	for (size_t i = 0; i < audit->unsettled_count && i < MOST_SHOWN; i++)
		add_unsettled(text, &audit->unsettled[i], i ? "" : "not told");
	if (audit->unsettled_count > MOST_SHOWN) {
		say_count(&text->cell, text->context->language,
		          audit->unsettled_count - MOST_SHOWN, "and %1 host more",
		          "and %1 hosts more");
		add_field(text, "");
	}
	text_add(&text->cell,
	         say(text->context->language,
	             "which product it is, how pools are balanced, whose the hosts "
	             "without a role are: nobody is accused for want of that"));
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
	         say(text->context->language,
	             "lynctap site infer -r FILE > site.yaml drafts one from this "
	             "traffic, lynctap site import one from the topology; check it, then "
	             "audit with -c site.yaml"));
	add_field(text, "next");
}
