/* SPDX-License-Identifier: BSD-2-Clause */
#include "port_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "policy/catalogue.h"

#include "services.h"

/* Ports with the service they count for here. */
struct stated {
	const char *service;
	struct port_span span;
};

static int compare_spans(const struct port_span *left, const struct port_span *right)
{
	if (left->transport != right->transport)
		return left->transport < right->transport ? -1 : 1;
	return (left->low > right->low) - (left->low < right->low);
}

static int compare_stated(const void *a, const void *b)
{
	const struct stated *left = a, *right = b;
	int order = strcmp(left->service, right->service);

	return order ? order : compare_spans(&left->span, &right->span);
}

/* What front ends call one thing has rows of its own on a survivable branch appliance. */
static const char *service_of(const char *service, bool sba)
{
	static const char *const pairs[][2] = {
		{ "front-end-service", "sba-registrar" },
		{ "front-end-focus", "sba-web" },
		{ "web-compatibility", "sba-web" },
	};

	for (size_t i = 0; sba && i < ARRAY_LEN(pairs); i++)
		if (strcmp(pairs[i][0], service) == 0)
			return pairs[i][1];
	return service;
}

/* Sorted, and spans of one service that touch are one. @return owned; NULL also when there are none */
static struct stated *collect(const struct topo_port *ports, bool sba, size_t *count)
{
	struct stated *items;
	size_t total = 0, kept = 0;

	for (const struct topo_port *port = ports; port; port = port->next)
		total += port->service != NULL;
	*count = 0;
	items = total ? calloc(total, sizeof(*items)) : NULL;
	if (!items)
		return NULL;
	for (; ports; ports = ports->next)
		if (ports->service)
			items[kept++] = (struct stated){ service_of(ports->service, sba),
				                         ports->span };
	array_sort(items, kept, sizeof(*items), compare_stated);
	for (size_t i = 0; i < kept; i++) {
		struct stated *last = *count ? &items[*count - 1] : NULL;

		if (last && strcmp(last->service, items[i].service) == 0 &&
		    last->span.transport == items[i].span.transport &&
		    items[i].span.low <= (uint32_t)last->span.high + 1) {
			if (items[i].span.high > last->span.high)
				last->span.high = items[i].span.high;
		} else {
			items[(*count)++] = items[i];
		}
	}
	return items;
}

/* --- What the documents list ------------------------------------------------------------- */

static bool has_service(const struct documents *documents, const char *service)
{
	for (size_t i = 0; i < documents->count; i++)
		for (size_t j = 0; j < documents->catalogues[i]->row_count; j++)
			if (strcmp(documents->catalogues[i]->rows[j].service, service) ==
			    0)
				return true;
	return false;
}

static bool row_lists(const struct row *row, uint8_t transport, uint32_t port)
{
	for (size_t i = 0; i < row->port_count; i++)
		if (row->ports[i].transport == transport && row->ports[i].low <= port &&
		    port <= row->ports[i].high)
			return true;
	return false;
}

static bool lists(const struct documents *documents, const char *service,
                  uint8_t transport, uint32_t port)
{
	for (size_t i = 0; i < documents->count; i++) {
		const struct catalogue *catalogue = documents->catalogues[i];

		for (size_t j = 0; j < catalogue->row_count; j++)
			if (strcmp(catalogue->rows[j].service, service) == 0 &&
			    row_lists(&catalogue->rows[j], transport, port))
				return true;
	}
	return false;
}

static bool is_documented(const struct documents *documents, const struct stated *stated)
{
	uint16_t low, high;

	if (service_default_range(stated->service, &low, &high))
		return stated->span.low == low && stated->span.high == high;
	for (uint32_t port = stated->span.low; port <= stated->span.high; port++)
		if (!lists(documents, stated->service, stated->span.transport, port))
			return false;
	return true;
}

/* --- Words ---------------------------------------------------------------------------------- */

static void add_service(struct text *out, const struct stated *items, size_t count)
{
	text_addf(out, "%s: [", items->service);
	for (size_t i = 0; i < count; i++) {
		text_add(out, i ? ", " : "");
		port_span_add(out, &items[i].span);
	}
	text_add_char(out, ']');
}

bool port_words_add(struct text *out, const struct topo_port *ports, bool sba,
                    const struct documents *documents, struct text *wordless)
{
	size_t count, end;
	struct stated *items = collect(ports, sba, &count);
	bool any = false;

	for (size_t i = 0; i < count; i = end) {
		bool documented = true;

		for (end = i;
		     end < count && strcmp(items[end].service, items[i].service) == 0;
		     end++)
			documented = documented && is_documented(documents, &items[end]);
		if (documented)
			continue;
		if (has_service(documents, items[i].service)) {
			text_add(out, any ? ", " : "{");
			add_service(out, &items[i], end - i);
			any = true;
		} else {
			text_add(wordless, wordless->len ? ", " : "");
			add_service(wordless, &items[i], end - i);
		}
	}
	free(items);
	text_add(out, any ? "}" : "");
	return any;
}

static int compare_ports(const void *a, const void *b)
{
	return compare_spans(a, b);
}

void port_words_add_list(struct text *out, const struct topo_port *ports)
{
	struct port_span *spans;
	size_t count = 0;

	for (const struct topo_port *port = ports; port; port = port->next)
		count++;
	spans = calloc(count ? count : 1, sizeof(*spans));
	if (!spans) {
		out->failed = true;
		return;
	}
	count = 0;
	for (; ports; ports = ports->next)
		spans[count++] = ports->span;
	array_sort(spans, count, sizeof(*spans), compare_ports);
	text_add_char(out, '[');
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && compare_spans(&spans[i - 1], &spans[i]) == 0)
			continue;
		text_add(out, i ? ", " : "");
		port_span_add(out, &spans[i]);
	}
	text_add_char(out, ']');
	free(spans);
}
