/* SPDX-License-Identifier: BSD-2-Clause */
/* Attempts, what is allowed until when, hosts. */
#include "html.h"

#include "audit_facts.h"
#include "words.h"

#define ATTEMPTS 200
#define HOSTS    200
#define BY       4

/* --- Attempts --------------------------------------------------------------------------- */

static void add_initiators(struct html *html, const struct audit_attempt *attempt)
{
	char more[SAY_NUMBER_SIZE];
	size_t shown = attempt->initiator_count < BY ? attempt->initiator_count : BY;

	for (size_t i = 0; i < shown; i++) {
		text_add(&html->cell, i ? ", " : "");
		audit_facts_add_host(&html->cell, attempt->initiators[i].name,
		                     &attempt->initiators[i].address);
	}
	if (attempt->initiators_total > shown)
		text_addf(&html->cell, " +%s",
		          say_number(html->language, attempt->initiators_total - shown,
		                     more));
	html_td_cell(html, NULL);
}

static void add_attempt(struct html *html, const struct audit_attempt *attempt)
{
	html_raw(html, "<tr>");
	audit_facts_add_listener(&html->cell, attempt->name, &attempt->address,
	                         attempt->port, attempt->port_high, attempt->transport);
	html_td_cell(html, NULL);
	html_td(html, NULL,
	        say(html->language, attempt->how == ATTEMPT_BY_SILENCE
	                                    ? "no answer"
	                                    : attempt_how_name(attempt->how)));
	add_initiators(html, attempt);
	html_td_number(html, attempt->flows);
	html_td(html, NULL,
	        say(html->language, attempt->works_for_others ? "yes" : "no"));
	html_td_row(html, attempt->rule);
	html_raw(html, "</tr>\n");
}

void audit_html_attempts(struct html *html)
{
	static const char *const columns[] = { "Listener",         "How", "By", "#Flows",
		                               "Works for others", "Row", NULL };
	const struct audit *audit = html->audit;
	size_t shown = audit->attempt_count < ATTEMPTS ? audit->attempt_count : ATTEMPTS;

	html_section(html, "vain", "Tried in vain",
	             "Asked and never answered, refused, or failed: no finding, but a "
	             "firewall closed too far, a server that is down, or a setting.");
	if (audit->attempts_total == 0) {
		html_raw(html, "<p>");
		html_say(html, "Nothing was tried in vain.");
		html_raw(html, "</p></section>\n");
		return;
	}
	html_table(html, "small", "Listeners", columns);
	for (size_t i = 0; i < shown; i++)
		add_attempt(html, &audit->attempts[i]);
	html_end_table(html, audit->attempts_total - shown);
}

/* --- What is allowed ------------------------------------------------------------------------ */

static void add_what(struct html *html, const struct audit_exception *exception)
{
	struct text *cell = &html->cell;

	if (exception->is_accept) {
		text_add(cell, exception->finding);
	} else {
		say_add(cell, html->language, "%1 to %2",
		        (const char *[]){ exception->from, exception->to, NULL });
		if (*exception->ports)
			text_addf(cell, ", %s", exception->ports);
		if (*exception->speaks)
			text_addf(cell, ", %s", exception->speaks);
	}
	html_td_cell(html, NULL);
}

static void add_exception(struct html *html, const struct audit_exception *exception)
{
	static const char *const colours[EXCEPTION_STATES] = {
		[EXCEPTION_EXPIRED] = "high", [EXCEPTION_ENDS] = "medium",
		[EXCEPTION_NO_END] = "low",   [EXCEPTION_UNUSED] = "low",
		[EXCEPTION_IN_FORCE] = "ok",
	};

	html_raw(html, "<tr>");
	html_td(html, "nb", *exception->until ? exception->until : "\xe2\x80\x93");
	text_addf(html->out, "<td class=\"st %s\">", colours[exception->state]);
	html_say(html, exception_state_name(exception->state));
	html_raw(html, "</td>");
	html_td(html, NULL, *exception->ticket ? exception->ticket : "\xe2\x80\x93");
	add_what(html, exception);
	html_td_number(html, exception->flows);
	html_td(html, NULL, exception->reason);
	html_td(html, NULL, exception->remark[html->language]);
	html_td_number(html, exception->line);
	html_raw(html, "</tr>\n");
}

void audit_html_allowed(struct html *html)
{
	static const char *const columns[] = { "Until",  "State",  "Ticket",
		                               "What",   "#Flows", "Reason",
		                               "Remark", "#Line",  NULL };
	const struct audit *audit = html->audit;

	html_section(html, "allowed", "Allowed and accepted",
	             "Past its day the finding is back, under the same id.");
	if (audit->exception_count == 0) {
		html_raw(html, "<p>");
		html_say(html, "The site file allows and accepts nothing.");
		html_raw(html, "</p></section>\n");
		return;
	}
	html_table(html, "small", "Exceptions", columns);
	for (unsigned state = 0; state < EXCEPTION_STATES; state++)
		for (size_t i = 0; i < audit->exception_count; i++)
			if (audit->exceptions[i].state == (enum exception_state)state)
				add_exception(html, &audit->exceptions[i]);
	html_end_table(html, 0);
}

/* --- Hosts -------------------------------------------------------------------------------------- */

static void add_host(struct html *html, const struct audit_host *host)
{
	char address[ADDRESS_TEXT_SIZE];
	bool declared = host->role_count && host->roles[0].declared;

	html_raw(html, "<tr>");
	html_td(html, NULL, host->name_count ? host->names[0] : "\xe2\x80\x93");
	html_td(html, "nb", address_format(&host->address, address));
	words_add_roles(&html->cell, host->role_set);
	html_td_cell(html, NULL);
	html_td(html, NULL, say(html->language, declared ? "declared" : "inferred"));
	html_td_number(html, host->flows);
	html_raw(html, "</tr>\n");
}

void audit_html_hosts(struct html *html)
{
	static const char *const columns[] = { "Name", "Address", "Roles",
		                               "By",   "#Flows",  NULL };
	const struct audit *audit = html->audit;
	size_t shown = 0, left = 0;

	html_section(html, "hosts", "Hosts", NULL);
	html_table(html, "small", "Hosts that have a role, without clients and phones",
	           columns);
	for (size_t i = 0; i < audit->host_count; i++) {
		const struct audit_host *host = &audit->hosts[i];
		role_set roles = role_set_own(host->role_set);

		if (!roles || !(roles & ~ROLE_USERS))
			continue;
		if (shown++ < HOSTS)
			add_host(html, host);
		else
			left++;
	}
	html_end_table(html, left);
}
