/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_text.h"

#include <stdarg.h>

#include "audit_facts.h"
#include "base/array.h"
#include "base/attributes.h"
#include "words.h"

#define LABEL_WIDTH 12
#define MOST_INPUTS 8 /* listed one by one */
#define MOST_SILENT 4

static void add_field(struct audit_text *text, const char *label)
{
	layout_field(&text->layout, 2, LABEL_WIDTH, label, audit_text_cell(text));
	text_clear(&text->cell);
}

/* --- What was read ----------------------------------------------------------------- */

static void add_input(struct audit_text *text, const struct capture_input *input,
                      const char *label)
{
	struct text *cell = &text->cell;

	text_addf(cell, "%s%s%s%s: ", input->live ? "interface " : "",
	          input->sensor ? input->sensor : "", input->sensor ? ": " : "",
	          input->name);
	if (input->records)
		words_add_count(cell, input->frames, "record", "records");
	else
		words_add_count(cell, input->frames, "packet", "packets");
	text_add(cell, ", ");
	words_add_bytes(cell, input->bytes);
	audit_facts_add_origin(cell, text->context->language, input);
	/* Why the run is incomplete stands above, at which byte of which file. */
	if (input->stranger)
		text_addf(cell, "; left out: %s", input->broken);
	else if (input->broken)
		text_add(cell, input->unread ? "; NOT READ" : "; DAMAGED");
	if (input->unfinished)
		text_addf(cell, "; still being written: %s", input->unfinished);
	add_field(text, label);
}

static void add_inputs(struct audit_text *text)
{
	const struct report_capture *capture = &text->context->capture;
	bool all = text->context->verbose || capture->input_count <= MOST_INPUTS;
	const char *label = capture->input_count > 1 ? "inputs" : "input";

	if (!all) {
		words_add_number(&text->cell, capture->input_count);
		text_addf(&text->cell, " from %s to %s", capture->inputs[0].name,
		          capture->inputs[capture->input_count - 1].name);
		add_field(text, label);
		label = "";
	}
	for (size_t i = 0; i < capture->input_count; i++) {
		if (!all && !capture->inputs[i].broken && !capture->inputs[i].unfinished)
			continue;
		add_input(text, &capture->inputs[i], label);
		label = "";
	}
}

static void add_totals(struct audit_text *text)
{
	const struct report_capture *capture = &text->context->capture;
	struct text *cell = &text->cell;

	if (capture->frames > 0) {
		words_add_period(cell, text->context->language, capture->first_us,
		                 capture->last_us);
		add_field(text, "period");
	}
	words_add_count(cell, capture->frames, "packet", "packets");
	text_add(cell, ", ");
	words_add_bytes(cell, capture->bytes);
	text_add(cell, ", ");
	words_add_count(cell, capture->flows, "flow", "flows");
	add_field(text, "traffic");
}

/* Declared servers of which no packet was seen, with their addresses. */
static void add_silent(struct audit_text *text)
{
	const struct audit *audit = text->audit;
	struct text *cell = &text->cell;
	size_t shown = text->context->verbose || audit->silent_count <= MOST_SILENT
	                       ? audit->silent_count
	                       : MOST_SILENT;

	for (size_t i = 0; i < shown; i++) {
		const struct audit_silent *silent = &audit->silent[i];

		text_addf(cell, "%s%s", i ? ", " : "", silent->name);
		for (size_t j = 0; j < silent->address_count; j++) {
			char address[ADDRESS_TEXT_SIZE];

			text_addf(cell, "%s%s", j ? ", " : " (",
			          address_format(&silent->addresses[j], address));
		}
		text_add(cell, silent->address_count ? ")" : "");
	}
	if (shown < audit->silent_count) {
		text_add(cell, " and ");
		words_add_number(cell, audit->silent_count - shown);
		text_add(cell, " more");
	}
	if (cell->len)
		add_field(text, "never heard");
}

/* What bounded the input: whoever reads the report has to know what it was not shown. */
static void add_filter(struct audit_text *text)
{
	const struct report_capture *capture = &text->context->capture;
	struct text *cell = &text->cell;
	bool live = false;

	for (size_t i = 0; i < capture->input_count; i++)
		live |= capture->inputs[i].live;
	if (!text->context->options.filter) {
		text_add(cell, "none");
	} else {
		text_addf(cell, "%s (", text->context->options.filter);
		words_add_number(cell, capture->frames);
		if (!live) {
			text_add(cell, " of ");
			words_add_number(cell, capture->read);
		}
		text_add(cell, " packets taken)");
	}
	add_field(text, "filter");
}

PRINTF_LIKE(2, 3)
static void add_option(struct text *out, const char *format, ...)
{
	char option[64];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(option, sizeof(option), format, arguments);
	va_end(arguments);
	text_addf(out, out->len ? ", %s" : "%s", option);
}

static void add_options(struct audit_text *text)
{
	const struct report_options *options = &text->context->options;
	struct text *cell = &text->cell;

	if (options->count)
		add_option(cell, "no more than %llu packets (--count)",
		           (unsigned long long)options->count);
	if (options->snaplen)
		add_option(cell, "%u bytes of each packet (-s)", options->snaplen);
	if (options->strict)
		add_option(cell, "--strict");
	if (options->fail_on != SEVERITY_MEDIUM)
		add_option(cell, "--fail-on %s", severity_name(options->fail_on));
	if (options->no_fail)
		add_option(cell, "--no-fail");
	if (options->idle_ok)
		add_option(cell, "--idle-ok");
	if (cell->len)
		add_field(text, "options");
}

static void add_products(struct text *cell, product_set products)
{
	const char *before = "";

	for (; products; products &= (product_set)(products - 1)) {
		text_addf(cell, "%s%s", before, product_name(product_oldest(products)));
		before = " and ";
	}
}

/* What servers showed of it, one reason a product. */
static void add_shown(struct text *cell, const struct product_choice *seen)
{
	const char *before = "";

	for (size_t i = 0; i < PRODUCTS; i++) {
		if (!seen->why[i])
			continue;
		text_addf(cell, "%s%s", before, seen->why[i]);
		before = "; ";
	}
}

/* Whose tables they are, and who says so. */
static void add_product(struct audit_text *text)
{
	const struct report_context *context = text->context;
	const struct product_choice *seen = &text->audit->products;
	struct text *cell = &text->cell;

	if (!context->products)
		return;
	add_products(cell, context->products);
	if (context->product_stated) {
		text_add(cell, ", as the site file states");
	} else if (seen->products == context->products) {
		text_add(cell, ", as its servers show: ");
		add_shown(cell, seen);
	} else {
		text_add(cell, context->site_file
		                       ? ", as the site file states none"
		                       : ", for want of a site file that states it");
		if (seen->products) {
			text_add(cell, "; what tells of ");
			add_products(cell, seen->products);
			text_add(cell, " came too late, or its tables cannot be read: ");
			add_shown(cell, seen);
		}
	}
	add_field(text, "product");
}

static void add_policy(struct audit_text *text)
{
	const struct report_context *context = text->context;
	struct text *cell = &text->cell;

	if (context->site_file) {
		text_addf(cell, "%s, load balancing %s", context->site_file,
		          context->load_balancing ? context->load_balancing : "unstated");
	} else {
		text_add(cell, "no site file: every role is inferred from the traffic");
	}
	add_field(text, "site");
	add_product(text);
	for (size_t i = 0; context->catalogues && context->catalogues[i]; i++)
		text_addf(cell, i ? ", %s" : "%s", context->catalogues[i]);
	if (cell->len)
		add_field(text, "catalogues");
}

/* --- What is wrong with it ------------------------------------------------------------ */

static void add_warning(struct audit_text *text)
{
	struct layout *layout = &text->layout;

	layout_add_spaces(layout->out, 2);
	layout_add_padded(layout, "!", 2, TONE_WARNING);
	layout_wrap(layout, 4, 4, audit_text_cell(text), TONE_PLAIN);
	text_clear(&text->cell);
}

static void warn_of_drops(struct audit_text *text)
{
	const struct report_capture *capture = &text->context->capture;
	struct text *cell = &text->cell;
	uint64_t kernel = 0, interface = 0;
	bool live = false;

	for (size_t i = 0; i < capture->input_count; i++) {
		kernel += capture->inputs[i].kernel_dropped;
		interface += capture->inputs[i].interface_dropped;
		live |= capture->inputs[i].live;
	}
	if (kernel + interface == 0)
		return;
	words_add_count(cell, kernel + interface, "packet was", "packets were");
	text_addf(cell, " dropped %s (%.2f %%): ",
	          live ? "before we saw them"
	               : "when this was captured, as it says itself",
	          capture->dropped_percent);
	words_add_number(cell, kernel);
	text_add(cell, live ? " by the kernel's buffer (see -B), " : " by the system, ");
	words_add_number(cell, interface);
	text_add(cell, " by the interface. Services may be missing below.");
	add_warning(text);
}

static void warn_of_undecodable(struct audit_text *text)
{
	static const enum decode_verdict reasons[] = {
		DECODE_LINK_TYPE,     DECODE_UNKNOWN_TYPE,    DECODE_MISLABELLED,
		DECODE_TRUNCATED,     DECODE_MALFORMED,       DECODE_TOO_DEEP,
		DECODE_FRAGMENT_LOST, DECODE_FRAGMENT_MEMORY,
	};
	const uint64_t *verdicts = text->context->capture.decode.verdicts;
	struct text *cell = &text->cell;
	uint64_t total = 0;
	const char *comma = ": ";

	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		total += verdicts[reasons[i]];
	if (total == 0)
		return;
	words_add_count(cell, total, "packet", "packets");
	text_add(cell, " could not be decoded");
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		if (verdicts[reasons[i]] == 0)
			continue;
		text_add(cell, comma);
		words_add_number(cell, verdicts[reasons[i]]);
		text_addf(cell, " %s", decode_verdict_name(reasons[i]));
		comma = ", ";
	}
	text_add_char(cell, '.');
	add_warning(text);
}

/* A count that is only worth a line when it is not zero, and what it means. */
static void warn_of_count(struct audit_text *text, uint64_t count, const char *singular,
                          const char *plural, const char *meaning)
{
	if (count == 0)
		return;
	words_add_count(&text->cell, count, singular, plural);
	text_add(&text->cell, meaning);
	add_warning(text);
}

/* "480 of 720 packets (67 %) are copies" */
static void warn_of_copies(struct audit_text *text)
{
	const struct report_capture *capture = &text->context->capture;
	const uint64_t copies = capture->decode.verdicts[DECODE_COPY];
	struct text *cell = &text->cell;

	if (copies == 0)
		return;
	words_add_number(cell, copies);
	text_add(cell, " of ");
	words_add_count(cell, capture->frames, "packet", "packets");
	text_addf(
		cell,
		" (%.1f %%) are copies of packets just before them and do not count: this "
		"was captured at several places (--copies keep counts them).",
		100.0 * (double)copies / (double)capture->frames);
	add_warning(text);
}

static void add_warnings(struct audit_text *text)
{
	const struct report_capture *capture = &text->context->capture;
	const struct decode_counters *decode = &capture->decode;

	if (text->context->stopped) {
		text_addf(&text->cell, "The capture was ended by %s.",
		          text->context->stopped);
		add_warning(text);
	}
	warn_of_drops(text);
	warn_of_undecodable(text);
	warn_of_count(text, decode->snapped, "packet", "packets",
	              " captured without the whole payload (snaplen): what it speaks may "
	              "stay unknown.");
	warn_of_count(text, decode->oversized, "packet", "packets",
	              " larger than a frame: the interface merged segments (GRO, LRO, "
	              "TSO), so packet counts are too low.");
	warn_of_copies(text);
	warn_of_count(text, capture->midstream, "flow", "flows",
	              " began before the capture: who opened it is told from ports or "
	              "payload.");
	warn_of_count(text, capture->one_sided, "flow", "flows",
	              " heard from one side only: the mirror port may copy one "
	              "direction.");
	warn_of_count(text, capture->evicted, "flow", "flows",
	              " ended early to stay within --memcap.");
	warn_of_count(text, capture->given_up, "inspection", "inspections",
	              " given up to stay within --memcap.");
	warn_of_count(text, text->audit->forgotten, "conversation", "conversations",
	              " judged early to stay within memory.");
	for (size_t i = 0; i < text->audit->notes.count; i++) {
		text_addf(&text->cell, "Note: %s.", text->audit->notes.at[i]);
		add_warning(text);
	}
}

void audit_text_capture(struct audit_text *text)
{
	layout_heading(&text->layout, "What was read");
	add_inputs(text);
	add_totals(text);
	add_filter(text);
	add_options(text);
	add_policy(text);
	add_silent(text);
	add_warnings(text);
}
