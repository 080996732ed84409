/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/site_remarks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "policy/site.h"

#include "json.h"

#define SCHEMA "lynctap/site-check/1"

static const char *kind_name(enum site_remark_kind kind)
{
	static const char *const names[] = {
		[SITE_REMARK_MISTAKE] = "mistake",
		[SITE_REMARK_ADDRESS] = "address-unknown",
		[SITE_REMARK_MISSING] = "missing",
		[SITE_REMARK_CONTRADICTORY] = "contradictory",
		[SITE_REMARK_WIDE] = "too-wide",
		[SITE_REMARK_SHADOWED] = "shadowed",
		[SITE_REMARK_UNREASONED] = "without-reason",
		[SITE_REMARK_ENDLESS] = "without-end",
		[SITE_REMARK_OVER] = "expired",
		[SITE_REMARK_ENDING] = "about-to-expire",
		[SITE_REMARK_UNHEARD] = "not-heard",
		[SITE_REMARK_UNDECLARED] = "not-declared",
		[SITE_REMARK_UNUSED] = "not-used",
	};

	return names[kind];
}

void site_remarks_add(struct site_remarks *remarks, enum site_remark_kind kind,
                      unsigned line, const char *format, va_list arguments)
{
	struct site_remark remark = { .kind = kind, .line = line };

	if (!array_reserve(&remarks->items, &remarks->capacity, remarks->count,
	                   sizeof(*remarks->items)) ||
	    vasprintf(&remark.text, format, arguments) < 0) {
		remarks->failed = true;
		return;
	}
	remarks->items[remarks->count++] = remark;
}

void site_remarks_write_text(const struct site_remarks *remarks, struct text *out)
{
	text_add(out, remarks->count > 0 ? "to look at\n" : "");
	for (size_t i = 0; i < remarks->count; i++) {
		const struct site_remark *remark = &remarks->items[i];

		text_add(out, "  ");
		text_add_printable(out, remarks->file, strlen(remarks->file));
		if (remark->line > 0)
			text_addf(out, ":%u", remark->line);
		text_add(out, ": ");
		text_add_printable(out, remark->text, strlen(remark->text));
		text_add_char(out, '\n');
	}
	out->failed |= remarks->failed;
}

static void add_counts(struct text *out, const struct site *site)
{
	json_add_string(out, "site", site->name);
	json_add_plain(out, "product", product_name(site->product));
	json_add_plain(out, "load_balancing", load_balancing_name(site->load_balancing));
	json_add_unsigned(out, "hosts", site->host_count);
	json_add_unsigned(out, "pools", site->pool_count);
	json_add_unsigned(out, "networks", site->network_count);
	json_add_unsigned(out, "marks", site->mark_count);
	json_add_unsigned(out, "allows", site->allow_count);
	json_add_unsigned(out, "accepts", site->accept_count);
}

void site_remarks_write_json(const struct site_remarks *remarks, const struct site *site,
                             struct text *out)
{
	json_open(out, NULL, '{');
	json_add_plain(out, "schema", SCHEMA);
	json_add_string(out, "file", remarks->file);
	json_add_bool(out, "good", site != NULL);
	if (site)
		add_counts(out, site);
	json_open(out, "remarks", '[');
	for (size_t i = 0; i < remarks->count; i++) {
		const struct site_remark *remark = &remarks->items[i];

		json_comma(out);
		text_add_char(out, '\n');
		json_open(out, NULL, '{');
		json_add_plain(out, "kind", kind_name(remark->kind));
		json_add_unsigned(out, "line", remark->line);
		json_add_string(out, "text", remark->text);
		json_close(out, '}');
	}
	json_close(out, ']');
	json_close(out, '}');
	text_add_char(out, '\n');
	out->failed |= remarks->failed;
}

void site_remarks_fini(struct site_remarks *remarks)
{
	for (size_t i = 0; i < remarks->count; i++)
		free(remarks->items[i].text);
	free(remarks->items);
	*remarks = (struct site_remarks){ 0 };
}
