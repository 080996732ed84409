/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/say.h"

#include "table.h"
#include "words.h"

/* One row as served by one role: what stands under one title. */
struct service_group {
	const struct audit_service *const *services;
	size_t count;
};

static int compare_strings(const char *a, const char *b)
{
	return a == b ? 0 : strcmp(a, b);
}

/* By role, then in the order of the tables, then by listener. */
static int compare_services(const void *a, const void *b)
{
	const struct audit_service *x = *(const struct audit_service *const *)a;
	const struct audit_service *y = *(const struct audit_service *const *)b;
	int order = (int)x->role - (int)y->role;

	if (order == 0)
		order = compare_strings(x->rule->row->catalogue, y->rule->row->catalogue);
	if (order == 0)
		order = compare_strings(x->rule->row->table, y->rule->row->table);
	if (order == 0)
		order = (x->rule->row->number > y->rule->row->number) -
		        (x->rule->row->number < y->rule->row->number);
	return order ? order : (x > y) - (x < y); /* the audit's own order */
}

static bool same_group(const struct audit_service *a, const struct audit_service *b)
{
	return a->role == b->role && a->rule->row == b->rule->row;
}

static const char *evidence_words(const struct audit_service *service)
{
	if (service->kind == VERDICT_UNVERIFIED)
		return "unverified";
	return service->confirmed ? "confirmed" : "by port";
}

static void add_figures(struct audit_text *text, struct table *table, uint64_t flows,
                        uint64_t clients, uint64_t bytes)
{
	const enum language language = text->context->language;
	struct text *cell = &text->cell;

	say_add_number(cell, language, flows);
	table_add_text(table, cell);
	say_add_number(cell, language, clients);
	table_add_text(table, cell);
	words_add_bytes(cell, language, bytes);
	table_add_text(table, cell);
}

static void add_service(struct audit_text *text, struct table *table,
                        const struct audit_service *service)
{
	struct text *cell = &text->cell;

	words_add_listener(cell, &service->address, service->port, service->port_high,
	                   service->transport);
	table_add_text(table, cell);
	table_add(table, say(text->context->language, evidence_words(service)));
	add_figures(text, table, service->flows, service->clients, service->bytes);
	for (size_t i = 0; i < service->note_count; i++)
		text_addf(cell, i ? "; %s" : "%s", service->notes[i]);
	table_add_text(table, cell);
}

/* Clients and phones listen for media by the thousand: one line for all of a row. */
static void add_folded(struct audit_text *text, struct table *table,
                       const struct service_group *group)
{
	uint64_t flows = 0, peers = 0, bytes = 0, hosts = 0;
	bool confirmed = false;

	for (size_t i = 0; i < group->count; i++) {
		const struct audit_service *service = group->services[i];

		hosts += i == 0 || !address_equal(&service->address,
		                                  &group->services[i - 1]->address);
		flows += service->flows;
		peers += service->clients;
		bytes += service->bytes;
		confirmed |= service->confirmed;
	}
	say_count(&text->cell, text->context->language, hosts, "%1 host", "%1 hosts");
	table_add_text(table, &text->cell);
	table_add(table,
	          say(text->context->language, confirmed ? "confirmed" : "by port"));
	add_figures(text, table, flows, peers, bytes);
	table_add(table, "");
}

static void add_group(struct audit_text *text, struct table *table,
                      const struct service_group *group)
{
	const struct audit_service *first = group->services[0];
	const struct row *row = first->rule->row;
	bool users = first->role == ROLE_CLIENT || first->role == ROLE_PHONE;

	text_addf(&text->cell, "%s  %s", row->id, row_title(row, LANGUAGE_EN));
	if (first->kind == VERDICT_KNOWN)
		text_add(&text->cell, " (known, not in the documented tables)");
	table_add_title(table, audit_text_cell(text));
	text_clear(&text->cell);
	if (users && group->count > 1 && !text->context->verbose) {
		add_folded(text, table, group);
		return;
	}
	for (size_t i = 0; i < group->count; i++)
		add_service(text, table, group->services[i]);
}

static void write_services(struct audit_text *text,
                           const struct audit_service *const *services, size_t count)
{
	static const struct table_column columns[] = {
		{ .title = "listener" },
		{ .title = "evidence" },
		{ .title = "flows", .right = true },
		{ .title = "clients", .right = true },
		{ .title = "bytes", .right = true },
		{ .title = "notes" },
	};
	struct table table;

	table_init(&table, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < count;) {
		struct service_group group = { .services = services + i };

		while (i < count && same_group(services[i], group.services[0])) {
			group.count++;
			i++;
		}
		add_group(text, &table, &group);
		if (i < count && services[i]->role == group.services[0]->role)
			continue;
		layout_paragraph(&text->layout, 2,
		                 words_role_plural(group.services[0]->role));
		table_write(&table, &text->layout, 6, true);
	}
	table_fini(&table);
}

void audit_text_services(struct audit_text *text)
{
	const struct audit *audit = text->audit;
	const struct audit_service **sorted;

	layout_heading(&text->layout, "Services seen");
	if (audit->service_count == 0) {
		layout_paragraph(&text->layout, 2, "No documented service was seen.");
		return;
	}
	sorted = calloc(audit->service_count, sizeof(struct audit_service *));
	if (!sorted) {
		text->layout.out->failed = true;
		return;
	}
	for (size_t i = 0; i < audit->service_count; i++)
		sorted[i] = &audit->services[i];
	array_sort(sorted, audit->service_count, sizeof(*sorted), compare_services);
	write_services(text, sorted, audit->service_count);
	free(sorted);
}
