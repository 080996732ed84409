/* SPDX-License-Identifier: BSD-2-Clause */
#include "allow_view.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/transport.h"
#include "policy/site.h"

#include "words.h"

#define SOON_US (INT64_C(30) * 86400 * US_PER_SECOND)

const char *allow_state_name(enum allow_state state)
{
	static const char *const names[] = {
		[ALLOW_EXPIRED] = "expired",   [ALLOW_ENDS_SOON] = "ends soon",
		[ALLOW_ENDLESS] = "no end",    [ALLOW_UNUSED] = "unused",
		[ALLOW_IN_FORCE] = "in force",
	};

	return names[state];
}

static enum allow_state state_of(const struct allow_line *line, int64_t until_us,
                                 int64_t now_us)
{
	if (until_us < now_us)
		return ALLOW_EXPIRED;
	if (until_us - now_us < SOON_US)
		return ALLOW_ENDS_SOON;
	if (!*line->until)
		return ALLOW_ENDLESS;
	return line->counted && line->flows == 0 ? ALLOW_UNUSED : ALLOW_IN_FORCE;
}

/* Allows and accepts are in one order: the file's, within a state. */
static int compare_lines(const void *a, const void *b)
{
	const struct allow_line *x = a, *y = b;

	if (x->state != y->state)
		return x->state < y->state ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

bool allow_view_init(struct allow_view *view, const struct report_context *context,
                     const struct audit *audit)
{
	const struct site *site = context->site;
	size_t most = site ? site->allow_count + site->accept_count : 0;
	int64_t now_us = context->capture.last_us;

	view->count = 0;
	view->lines = calloc(most ? most : 1, sizeof(*view->lines));
	if (!view->lines)
		return false;
	for (size_t i = 0; site && i < site->allow_count; i++) {
		const struct site_allow *allow = &site->allows[i];
		struct allow_line *line = &view->lines[view->count++];

		*line = (struct allow_line){ .allow = allow,
			                     .until = allow->until,
			                     .ticket = allow->ticket,
			                     .reason = allow->reason,
			                     .line = allow->line,
			                     .counted = audit->allow_flows != NULL };
		if (line->counted)
			line->flows = audit->allow_flows[i];
		line->state = state_of(line, allow->until_us, now_us);
	}
	for (size_t i = 0; site && i < site->accept_count; i++) {
		const struct site_accept *accept = &site->accepts[i];
		struct allow_line *line = &view->lines[view->count++];

		*line = (struct allow_line){ .finding = accept->finding,
			                     .until = accept->until,
			                     .ticket = accept->ticket,
			                     .reason = accept->reason,
			                     .line = accept->line };
		line->state = state_of(line, accept->until_us, now_us);
	}
	array_sort(view->lines, view->count, sizeof(*view->lines), compare_lines);
	return true;
}

void allow_view_fini(struct allow_view *view)
{
	free(view->lines);
	*view = (struct allow_view){ 0 };
}

static void add_end(struct text *out, const struct site_end *end)
{
	if (end->roles == 0 && end->range_count == 0) {
		text_add(out, "any");
		return;
	}
	if (end->roles)
		words_add_roles(out, end->roles);
	for (size_t i = 0; i < end->range_count; i++) {
		const struct address_range *range = &end->ranges[i];
		unsigned skip = address_is_ipv4(&range->base) ? 96 : 0;
		char text[ADDRESS_TEXT_SIZE];

		text_addf(out, "%s%s", i || end->roles ? ", " : "",
		          address_format(&range->base, text));
		if (range->prefix_len < 128)
			text_addf(out, "/%u", range->prefix_len - skip);
	}
}

void allow_view_add_what(struct text *out, const struct allow_line *line)
{
	if (!line->allow) {
		text_add(out, line->finding);
		return;
	}
	add_end(out, &line->allow->from);
	text_add(out, " to ");
	add_end(out, &line->allow->to);
	for (size_t i = 0; i < line->allow->port_count; i++) {
		const struct port_span *span = &line->allow->ports[i];

		text_addf(out, ", %u", span->low);
		if (span->high > span->low)
			text_addf(out, "-%u", span->high);
		text_addf(out, "/%s", transport_name(span->transport));
	}
	if (line->allow->speaks) {
		text_add(out, ", ");
		words_add_hints(out, line->allow->speaks);
	}
}
