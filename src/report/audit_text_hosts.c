/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_text.h"

#include <string.h>

#include "base/array.h"
#include "base/say.h"

#include "table.h"
#include "words.h"

/* Only a client or a phone: there are many, and one is like the other. */
static bool is_user(const struct audit_host *host)
{
	return host->role_count > 0 && (host->role_set & ~ROLE_USERS) == 0;
}

static void add_names(struct audit_text *text, const struct audit_host *host)
{
	size_t shown = text->context->verbose ? host->name_count : 1;

	for (size_t i = 0; i < shown && i < host->name_count; i++)
		text_addf(&text->cell, i ? ", %s" : "%s", host->names[i]);
}

static void add_roles(struct audit_text *text, role_set roles)
{
	text_say_roles(&text->cell, text->context->language, roles, ", ");
}

static void add_role(struct audit_text *text, const struct audit_host *host,
                     const struct audit_role *role)
{
	struct text *cell = &text->cell;
	size_t shown = text->context->verbose ? role->why_count : 1;

	const enum language language = text->context->language;

	text_add(cell, say(language, role_name(role->role)));
	if (role->role == ROLE_LOAD_BALANCER && role_set_balanced(host->role_set)) {
		text_add(cell, say(language, " for "));
		add_roles(text, role_set_balanced(host->role_set));
	}
	text_addf(cell, " (%s", say(language, role->declared ? "declared" : "inferred"));
	if (!role->declared)
		text_addf(cell, ", %d", role->score);
	if (!role->declared || text->context->verbose)
		for (size_t i = 0; i < shown && i < role->why_count; i++)
			text_addf(cell, "%s%s", i ? "; " : say(language, ": "),
			          say(language, role->why[i]));
	text_add_char(cell, ')');
}

static void add_declared_together(struct audit_text *text, const struct audit_host *host)
{
	add_roles(text, host->role_set);
	if (role_set_balanced(host->role_set)) {
		text_add(&text->cell, say(text->context->language, " for "));
		add_roles(text, role_set_balanced(host->role_set));
	}
	text_addf(&text->cell, " (%s)", say(text->context->language, "declared"));
}

/* Is it another address of a declared host that stands in the table already? */
static bool is_told(const struct audit *audit, const struct audit_host *host)
{
	for (const struct audit_host *other = audit->hosts;
	     host->named_by_site && other < host; other++)
		if (other->named_by_site && strcmp(other->names[0], host->names[0]) == 0)
			return true;
	return false;
}

/* Its own, and those of the same declared host. */
static void add_addresses(struct audit_text *text, const struct audit_host *host)
{
	const struct audit *audit = text->audit;
	char address[ADDRESS_TEXT_SIZE];

	text_add(&text->cell, address_format(&host->address, address));
	for (size_t i = (size_t)(host - audit->hosts) + 1;
	     host->named_by_site && i < audit->host_count; i++) {
		const struct audit_host *other = &audit->hosts[i];

		if (other->named_by_site && strcmp(other->names[0], host->names[0]) == 0)
			text_addf(&text->cell, ", %s",
			          address_format(&other->address, address));
	}
}

static void add_host(struct audit_text *text, struct table *table,
                     const struct audit_host *host)
{
	/* What nobody has named is called by its address. */
	if (host->name_count > 0) {
		add_names(text, host);
		table_add_text(table, &text->cell);
	}
	add_addresses(text, host);
	table_add_text(table, &text->cell);
	if (host->name_count == 0)
		table_add(table, "");
	if (host->role_count > 0 && host->roles[0].declared && !text->context->verbose) {
		add_declared_together(text, host);
	} else {
		for (size_t i = 0; i < host->role_count; i++) {
			if (i > 0)
				text_add(&text->cell, ", ");
			add_role(text, host, &host->roles[i]);
		}
	}
	table_add_text(table, &text->cell);
}

static void add_users(struct audit_text *text, uint64_t clients, uint64_t phones)
{
	if (clients + phones == 0)
		return;
	const enum language language = text->context->language;

	if (clients)
		say_count(&text->cell, language, clients, "and %1 client",
		          "and %1 clients");
	if (phones) {
		text_add(&text->cell, clients ? ", " : "");
		say_count(&text->cell, language, phones, "and %1 phone", "and %1 phones");
	}
	text_add(&text->cell, " (-v)");
	layout_paragraph(&text->layout, 2, audit_text_cell(text));
	text_clear(&text->cell);
}

void audit_text_hosts(struct audit_text *text)
{
	const struct table_column columns[] = {
		{ .title = "name", .most = text->context->terminal ? 40 : 0 },
		{ .title = "address" },
		{ .title = "roles" },
	};
	const struct audit *audit = text->audit;
	uint64_t clients = 0, phones = 0;
	struct table table;

	layout_heading(&text->layout, "Hosts and roles");
	if (audit->host_count == 0) {
		layout_paragraph(
			&text->layout, 2,
			text->context->site_file
				? say(text->context->language,
		                      "No declared host was seen, and no other shows "
		                      "a Lync role.")
				: say(text->context->language,
		                      "No host shows a Lync role."));
		return;
	}
	table_init(&table, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < audit->host_count; i++) {
		const struct audit_host *host = &audit->hosts[i];

		if (is_told(audit, host))
			continue;
		if (is_user(host) && !text->context->verbose) {
			bool phone = host->role_set & ROLE_BIT(ROLE_PHONE);

			phones += phone;
			clients += !phone;
		} else {
			add_host(text, &table, host);
		}
	}
	table_write(&table, &text->layout, 2, true);
	table_fini(&table);
	add_users(text, clients, phones);
}
