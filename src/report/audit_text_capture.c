/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_text.h"

#include <string.h>

#include "audit_facts.h"
#include "base/array.h"
#include "base/say.h"
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
	const enum language language = text->context->language;
	struct text *cell = &text->cell;

	text_addf(cell, "%s%s%s%s%s", input->live ? "interface " : "",
	          input->sensor ? input->sensor : "",
	          input->sensor ? say(language, ": ") : "", input->name,
	          say(language, ": "));
	if (input->records)
		say_count(cell, language, input->frames, "%1 record", "%1 records");
	else
		say_count(cell, language, input->frames, "%1 packet", "%1 packets");
	text_add(cell, ", ");
	words_add_bytes(cell, language, input->bytes);
	audit_facts_add_origin(cell, text->context->language, input);
	/* Why the run is incomplete stands above, at which byte of which file. */
	if (input->stranger)
		say_add(cell, language, "; left out: %1",
		        (const char *[]){ input->broken, NULL });
	else if (input->broken)
		text_add(cell, say(language, input->unread ? "; NOT READ" : "; DAMAGED"));
	if (input->unfinished)
		say_add(cell, language, "; still being written: %1",
		        (const char *[]){ input->unfinished, NULL });
	add_field(text, label);
}

static void add_inputs(struct audit_text *text)
{
	const struct report_capture *capture = &text->context->capture;
	bool all = text->context->verbose || capture->input_count <= MOST_INPUTS;
	const char *label = capture->input_count > 1 ? "inputs" : "input";
	char number[SAY_NUMBER_SIZE];

	if (!all) {
		const char *ends[] = { number, capture->inputs[0].name,
			               capture->inputs[capture->input_count - 1].name,
			               NULL };

		say_number(text->context->language, capture->input_count, number);
		say_add(&text->cell, text->context->language, "%1 from %2 to %3", ends);
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
	const enum language language = text->context->language;
	struct text *cell = &text->cell;

	if (capture->frames > 0) {
		words_add_period(cell, language, capture->first_us, capture->last_us);
		add_field(text, "period");
	}
	say_count(cell, language, capture->frames, "%1 packet", "%1 packets");
	text_add(cell, ", ");
	words_add_bytes(cell, language, capture->bytes);
	say_count(cell, language, capture->flows, ", %1 flow", ", %1 flows");
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
	if (shown < audit->silent_count)
		say_count(cell, text->context->language, audit->silent_count - shown,
		          " and %1 more", " and %1 more");
	if (cell->len)
		add_field(text, "never heard");
}

/* What bounded the input: whoever reads the report has to know what it was not shown. */
static void add_filter(struct audit_text *text)
{
	const struct report_capture *capture = &text->context->capture;
	const enum language language = text->context->language;
	char numbers[2][SAY_NUMBER_SIZE];
	const char *values[] = { NULL, say_number(language, capture->frames, numbers[0]),
		                 say_number(language, capture->read, numbers[1]), NULL };
	struct text *cell = &text->cell;
	bool live = false;

	for (size_t i = 0; i < capture->input_count; i++)
		live |= capture->inputs[i].live;
	values[0] = text->context->options.filter;
	if (!values[0])
		text_add(cell, say(language, "none"));
	else
		say_add(cell, language,
		        live ? "%1 (%2 packets taken)" : "%1 (%2 of %3 packets taken)",
		        values);
	add_field(text, "filter");
}

static void add_options(struct audit_text *text)
{
	const struct report_options *options = &text->context->options;
	const enum language language = text->context->language;
	struct text *cell = &text->cell;

	if (options->count)
		say_count(cell, language, options->count,
		          ", no more than %1 packet (--count)",
		          ", no more than %1 packets (--count)");
	if (options->snaplen)
		say_count(cell, language, options->snaplen,
		          ", %1 byte of each packet (-s)",
		          ", %1 bytes of each packet (-s)");
	if (options->strict)
		text_add(cell, ", --strict");
	if (options->fail_on != SEVERITY_MEDIUM)
		text_addf(cell, ", --fail-on %s", severity_name(options->fail_on));
	if (options->no_fail)
		text_add(cell, ", --no-fail");
	if (options->idle_ok)
		text_add(cell, ", --idle-ok");
	if (cell->len == 0)
		return;
	layout_field(&text->layout, 2, LABEL_WIDTH, "options", cell->at + 2);
	text_clear(cell);
}

static void add_products(struct text *cell, enum language language, product_set products)
{
	const char *before = "";

	for (; products; products &= (product_set)(products - 1)) {
		text_addf(cell, "%s%s", before, product_name(product_oldest(products)));
		before = say(language, " and ");
	}
}

/* What servers showed of it, one reason a product. */
static void add_shown(struct text *cell, enum language language,
                      const struct product_choice *seen)
{
	const char *before = "";

	for (size_t i = 0; i < PRODUCTS; i++) {
		if (!seen->why[i])
			continue;
		text_addf(cell, "%s%s", before, say(language, seen->why[i]));
		before = "; ";
	}
}

/* Whose tables they are, and who says so. */
static void add_product(struct audit_text *text)
{
	const struct report_context *context = text->context;
	const struct product_choice *seen = &text->audit->products;
	const enum language language = context->language;
	struct text *cell = &text->cell;

	if (!context->products)
		return;
	add_products(cell, language, context->products);
	if (context->product_stated) {
		text_add(cell, say(language, ", as the site file states"));
	} else if (seen->products == context->products) {
		text_add(cell, say(language, ", as its servers show: "));
		add_shown(cell, language, seen);
	} else {
		text_add(cell, say(language,
		                   context->site_file
		                           ? ", as the site file states none"
		                           : ", for want of a site file that states it"));
		if (seen->products) {
			text_add(cell, say(language, "; what tells of "));
			add_products(cell, language, seen->products);
			text_add(cell, say(language, " came too late, or its tables "
			                             "cannot be read: "));
			add_shown(cell, language, seen);
		}
	}
	add_field(text, "product");
}

/* @mode is a word of the site file. */
static const char *balancing_words(const char *mode)
{
	static const char *const sentences[] = { "%1, load balancing unstated",
		                                 "%1, load balancing none",
		                                 "%1, load balancing %2" };

	if (!mode)
		return sentences[0];
	return sentences[strcmp(mode, "none") == 0 ? 1 : 2];
}

static void add_policy(struct audit_text *text)
{
	const struct report_context *context = text->context;
	struct text *cell = &text->cell;

	if (context->site_file) {
		say_add(cell, context->language, balancing_words(context->load_balancing),
		        (const char *[]){ context->site_file, context->load_balancing,
		                          NULL });
	} else {
		text_add(cell,
		         say(context->language,
		             "no site file: every role is inferred from the traffic"));
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
	const enum language language = text->context->language;
	char numbers[2][SAY_NUMBER_SIZE];
	uint64_t kernel = 0, interface = 0;
	bool live = false;

	for (size_t i = 0; i < capture->input_count; i++) {
		kernel += capture->inputs[i].kernel_dropped;
		interface += capture->inputs[i].interface_dropped;
		live |= capture->inputs[i].live;
	}
	if (kernel + interface == 0)
		return;
	say_count(
		cell, language, kernel + interface,
		live ? "%1 packet was dropped before we saw it ("
		     : "%1 packet was dropped when this was captured, as it says itself (",
		live ? "%1 packets were dropped before we saw them ("
		     : "%1 packets were dropped when this was captured, as it says itself (");
	words_add_percent(cell, language, capture->dropped_percent, 2);
	say_add(cell, language,
	        live ? "): %1 by the kernel's buffer (see -B), %2 by the interface. "
	               "Services may be missing below."
	             : "): %1 by the system, %2 by the interface. Services may be missing "
	               "below.",
	        (const char *[]){ say_number(language, kernel, numbers[0]),
	                          say_number(language, interface, numbers[1]), NULL });
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
	const enum language language = text->context->language;
	const char *comma = say(language, ": ");
	uint64_t total = 0;

	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		total += verdicts[reasons[i]];
	if (total == 0)
		return;
	say_count(cell, language, total, "%1 packet could not be decoded",
	          "%1 packets could not be decoded");
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		if (verdicts[reasons[i]] == 0)
			continue;
		text_add(cell, comma);
		say_add_number(cell, language, verdicts[reasons[i]]);
		text_addf(cell, " %s", say(language, decode_verdict_name(reasons[i])));
		comma = ", ";
	}
	text_add_char(cell, '.');
	add_warning(text);
}

/* A count that is only worth a line when it is not zero, and what it means. */
static void warn_of_count(struct audit_text *text, uint64_t count, const char *singular,
                          const char *plural)
{
	if (count == 0)
		return;
	say_count(&text->cell, text->context->language, count, singular, plural);
	add_warning(text);
}

/* "480 of 720 packets (67 %) are copies" */
static void warn_of_copies(struct audit_text *text)
{
	const struct report_capture *capture = &text->context->capture;
	const uint64_t copies = capture->decode.verdicts[DECODE_COPY];
	const enum language language = text->context->language;
	char numbers[2][SAY_NUMBER_SIZE];
	struct text share = { 0 };
	struct text *cell = &text->cell;

	if (copies == 0)
		return;
	words_add_percent(&share, language,
	                  100.0 * (double)copies / (double)capture->frames, 1);
	say_add(cell, language,
	        "%1 of %2 packets (%3) are copies of packets just before them and do not "
	        "count: this was captured at several places (--copies keep counts them).",
	        (const char *[]){ say_number(language, copies, numbers[0]),
	                          say_number(language, capture->frames, numbers[1]),
	                          share.failed ? "" : share.at, NULL });
	text_fini(&share);
	add_warning(text);
}

static void add_warnings(struct audit_text *text)
{
	const struct report_capture *capture = &text->context->capture;
	const struct decode_counters *decode = &capture->decode;

	const enum language language = text->context->language;

	if (text->context->stopped) {
		say_add(&text->cell, language, "The capture was ended by %1.",
		        (const char *[]){ text->context->stopped, NULL });
		add_warning(text);
	}
	warn_of_drops(text);
	warn_of_undecodable(text);
	warn_of_count(
		text, decode->snapped,
		"%1 packet captured without the whole payload (snaplen): what it "
		"speaks may stay unknown.",
		"%1 packets captured without the whole payload (snaplen): what they "
		"speak may stay unknown.");
	warn_of_count(
		text, decode->oversized,
		"%1 packet larger than a frame: the interface merged segments (GRO, "
		"LRO, TSO), so packet counts are too low.",
		"%1 packets larger than a frame: the interface merged segments (GRO, "
		"LRO, TSO), so packet counts are too low.");
	warn_of_copies(text);
	warn_of_count(
		text, capture->midstream,
		"%1 flow began before the capture: who opened it is told from ports "
		"or payload.",
		"%1 flows began before the capture: who opened them is told from "
		"ports or payload.");
	warn_of_count(text, capture->one_sided,
	              "%1 flow heard from one side only: the mirror port may copy one "
	              "direction.",
	              "%1 flows heard from one side only: the mirror port may copy one "
	              "direction.");
	warn_of_count(text, capture->evicted,
	              "%1 flow ended early to stay within --memcap.",
	              "%1 flows ended early to stay within --memcap.");
	warn_of_count(text, capture->given_up,
	              "%1 inspection given up to stay within --memcap.",
	              "%1 inspections given up to stay within --memcap.");
	warn_of_count(text, text->audit->forgotten,
	              "%1 conversation judged early to stay within memory.",
	              "%1 conversations judged early to stay within memory.");
	for (size_t i = 0; i < text->audit->notes[language].count; i++) {
		say_add(&text->cell, language, "Note: %1.",
		        (const char *[]){ text->audit->notes[language].at[i], NULL });
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
