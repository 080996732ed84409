/* SPDX-License-Identifier: BSD-2-Clause */
/* A comparison for a person: what is new first, then what changed, is gone, drifted. */
#include <string.h>

#include "base/array.h"
#include "base/say.h"
#include "report/diff.h"

#include "diff_words.h"
#include "layout.h"
#include "table.h"
#include "words.h"

#define LABEL_WIDTH 10
#define SHOWN       20 /* of each part; all with -v */

struct page {
	struct layout *layout;
	const struct diff *diff;
	struct text cell;
	unsigned verbose;
};

static const char *cell_text(const struct page *page)
{
	return page->cell.len ? page->cell.at : "";
}

static void add_field(struct page *page, const char *label)
{
	layout_field(page->layout, 2, LABEL_WIDTH, label, cell_text(page));
	text_clear(&page->cell);
}

/* --- The answer ------------------------------------------------------------------------- */

static void write_headline(struct page *page, int exit_status)
{
	struct text *cell = &page->cell;

	diff_words_add_answer(cell, page->diff);
	text_addf(cell, " Exit status %d.", exit_status);
	layout_wrap(page->layout, 0, 0, cell_text(page),
	            exit_status ? TONE_BAD : TONE_GOOD);
	text_clear(cell);
}

/* "2026-11-22 08:00" of an RFC 3339 time. */
static void add_minute(struct text *out, const char *before, const char *time)
{
	text_add(out, before);
	if (strlen(time) < 16)
		text_add(out, time);
	else
		text_addf(out, "%.10s %.5s", time, time + 11);
}

static void write_report(struct page *page, const char *label,
                         const struct audit_file *file)
{
	struct text *cell = &page->cell;

	text_add(cell, file->path);
	if (file->first && file->last) {
		add_minute(cell, ": ", file->first);
		add_minute(cell, " to ", file->last);
		text_add(cell, " UTC");
	}
	text_add(cell, ", ");
	words_add_count(cell, file->finding_count, "finding", "findings");
	if (file->incomplete)
		text_add(cell, "; INCOMPLETE");
	add_field(page, label);
}

/* What differs and does not stand in the way of comparing, but may explain something. */
static void write_differences(struct page *page)
{
	const struct audit_file *before = page->diff->before, *after = page->diff->after;
	struct text *cell = &page->cell;

	if (before->site_sha256 && after->site_sha256 &&
	    strcmp(before->site_sha256, after->site_sha256) != 0)
		text_addf(cell, "site file: %.16s before, %.16s now", before->site_sha256,
		          after->site_sha256);
	if (before->program && after->program &&
	    strcmp(before->program, after->program) != 0)
		text_addf(cell, "%sprogram: %s before, %s now", cell->len ? "; " : "",
		          before->program, after->program);
	if (cell->len)
		add_field(page, "differs");
	if (after->incomplete) {
		text_add(cell, "The new report is incomplete: what it does not have may "
		               "only not have been seen.");
		layout_paragraph(page->layout, 2, cell_text(page));
		text_clear(cell);
	}
}

/* --- Findings ------------------------------------------------------------------------------ */

static enum layout_tone tone_of(enum severity severity)
{
	return severity == SEVERITY_HIGH     ? TONE_BAD
	       : severity == SEVERITY_MEDIUM ? TONE_WARNING
	                                     : TONE_PLAIN;
}

/* "  F-3b9c6746  high    fe01 (10.1.1.11):22/tcp  unapproved-port, …" */
static void write_finding(struct page *page, const struct diff_finding *finding)
{
	const struct audit_file_finding *shown =
		finding->after ? finding->after : finding->before;
	struct layout *layout = page->layout;
	struct text *cell = &page->cell;

	layout_add_spaces(layout->out, 2);
	layout_add_padded(layout, shown->id, 12, TONE_FAINT);
	layout_add_padded(layout, severity_name(shown->severity), 8,
	                  tone_of(shown->severity));
	diff_words_add_listener(cell, &shown->listener);
	text_addf(cell, ", %s", shown->kind);
	diff_words_add_details(cell, page->diff, finding);
	layout_wrap(layout, 22, 22, cell_text(page), TONE_PLAIN);
	text_clear(cell);
}

static const struct {
	enum diff_state state;
	const char *heading;
	bool verbose; /* only asked for */
} parts[] = {
	{ DIFF_NEW, "New", false },
	{ DIFF_WORSE, "Worse than before", false },
	{ DIFF_CHANGED, "Changed", false },
	{ DIFF_ALLOWED, "Allowed or accepted since", false },
	{ DIFF_GONE, "Gone", false },
	{ DIFF_SAME, "As before", true },
};

static void write_part(struct page *page, size_t part)
{
	const struct diff *diff = page->diff;
	size_t shown = 0;

	if (diff->counts[parts[part].state] == 0 ||
	    (parts[part].verbose && !page->verbose))
		return;
	layout_heading(page->layout,
	               parts[part].state == DIFF_GONE && diff->after->incomplete
	                       ? "Not seen, in an incomplete report"
	                       : parts[part].heading);
	for (size_t i = 0; i < diff->finding_count; i++) {
		if (diff->findings[i].state != parts[part].state)
			continue;
		if (shown == SHOWN && !page->verbose)
			break;
		write_finding(page, &diff->findings[i]);
		shown++;
	}
	if (shown < diff->counts[parts[part].state]) {
		text_add(&page->cell, "and ");
		say_add_number(&page->cell, LANGUAGE_EN,
		               diff->counts[parts[part].state] - shown);
		text_add(&page->cell, " more (-v)");
		layout_paragraph(page->layout, 2, cell_text(page));
		text_clear(&page->cell);
	}
}

/* --- Drift ------------------------------------------------------------------------------------ */

static void write_list(struct page *page, const char *label, const struct diff_list *list,
                       void (*add)(struct text *out, const struct diff_item *item))
{
	size_t shown = 0;

	for (; shown < list->count && (shown < SHOWN || page->verbose); shown++) {
		const struct diff_item *item = &list->items[shown];

		text_add(&page->cell, !item->before ? "+ " : !item->after ? "- " : "");
		add(&page->cell, item);
		add_field(page, shown ? "" : label);
	}
	if (shown < list->count) {
		text_add(&page->cell, "and ");
		say_add_number(&page->cell, LANGUAGE_EN, list->count - shown);
		text_add(&page->cell, " more (-v)");
		add_field(page, "");
	}
}

static void write_drift(struct page *page)
{
	const struct diff *diff = page->diff;

	if (diff->servers.count + diff->services.count + diff->attempts.count +
	            diff->rows.count ==
	    0)
		return;
	layout_heading(page->layout, "What else is not as it was");
	write_list(page, "server", &diff->servers, diff_words_add_server);
	write_list(page, "listener", &diff->services, diff_words_add_service);
	write_list(page, "in vain", &diff->attempts, diff_words_add_attempt);
	write_list(page, "row", &diff->rows, diff_words_add_row);
}

static void write_sections(struct page *page)
{
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		write_part(page, i);
	write_drift(page);
}

void diff_text_add_sections(struct layout *layout, const struct diff *diff,
                            unsigned verbose)
{
	struct page page = { .layout = layout, .diff = diff, .verbose = verbose };

	write_sections(&page);
	layout->out->failed |= page.cell.failed;
	text_fini(&page.cell);
}

bool report_diff_text(FILE *out, const struct diff *diff,
                      const struct diff_context *context)
{
	struct text text = { 0 };
	struct layout layout = { &text, context->width, context->colour, LANGUAGE_EN };
	struct page page = { .layout = &layout,
		             .diff = diff,
		             .verbose = context->verbose };
	bool ok;

	write_headline(&page, context->exit_status);
	write_report(&page, "old", diff->before);
	write_report(&page, "new", diff->after);
	write_differences(&page);
	write_sections(&page);
	ok = !text.failed && !page.cell.failed &&
	     fwrite(text.at, 1, text.len, out) == text.len && !ferror(out);
	text_fini(&page.cell);
	text_fini(&text);
	return ok;
}
