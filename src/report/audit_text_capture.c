/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_text.h"

#include "base/array.h"
#include "words.h"

#define LABEL_WIDTH 12
#define MOST_INPUTS 8 /* listed one by one */

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

	text_addf(cell, "%s%s: ", input->live ? "interface " : "", input->name);
	words_add_count(cell, input->frames, "packet", "packets");
	text_add(cell, ", ");
	words_add_bytes(cell, input->bytes);
	if (input->broken)
		text_addf(cell, "; %s: %s", input->stranger ? "left out" : "DAMAGED",
		          input->broken);
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
		if (!all && !capture->inputs[i].broken)
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
		words_add_period(cell, capture->first_us, capture->last_us);
		add_field(text, "period");
	}
	words_add_count(cell, capture->frames, "packet", "packets");
	text_add(cell, ", ");
	words_add_bytes(cell, capture->bytes);
	text_add(cell, ", ");
	words_add_count(cell, capture->flows, "flow", "flows");
	add_field(text, "traffic");
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
	for (size_t i = 0; context->catalogues && context->catalogues[i]; i++)
		text_addf(cell, i ? ", %s" : "%s", context->catalogues[i]);
	if (cell->len)
		add_field(text, "catalogues");
	if (context->backends) {
		text_add(cell, context->backends);
		add_field(text, "libraries");
	}
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

	for (size_t i = 0; i < capture->input_count; i++) {
		kernel += capture->inputs[i].kernel_dropped;
		interface += capture->inputs[i].interface_dropped;
	}
	if (kernel + interface == 0)
		return;
	words_add_count(cell, kernel + interface, "packet was", "packets were");
	text_addf(cell,
	          " dropped before we saw them (%.2f %%): ", capture->dropped_percent);
	words_add_number(cell, kernel);
	text_add(cell, " by the kernel's buffer (see -B), ");
	words_add_number(cell, interface);
	text_add(cell, " by the interface. Services may be missing below.");
	add_warning(text);
}

static void warn_of_undecodable(struct audit_text *text)
{
	static const enum decode_verdict reasons[] = {
		DECODE_LINK_TYPE, DECODE_TRUNCATED,     DECODE_MALFORMED,
		DECODE_TOO_DEEP,  DECODE_FRAGMENT_LOST,
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

static void add_warnings(struct audit_text *text)
{
	const struct report_capture *capture = &text->context->capture;
	const struct decode_counters *decode = &capture->decode;

	warn_of_drops(text);
	warn_of_undecodable(text);
	warn_of_count(text, decode->snapped, "packet", "packets",
	              " captured without the whole payload (snaplen): what it speaks may "
	              "stay unknown.");
	warn_of_count(text, decode->oversized, "packet", "packets",
	              " larger than a frame: the interface merged segments (GRO, LRO, "
	              "TSO), so packet counts are too low.");
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
	for (size_t i = 0; i < text->audit->note_count; i++) {
		text_addf(&text->cell, "Note: %s.", text->audit->notes[i]);
		add_warning(text);
	}
}

static void add_incomplete(struct audit_text *text)
{
	const struct report_context *context = text->context;
	struct layout *layout = &text->layout;

	for (size_t i = 0; i < context->incomplete_count; i++) {
		layout_add_spaces(layout->out, 2);
		layout_add_padded(layout, "INCOMPLETE", 12, TONE_BAD);
		layout_wrap(layout, 14, 14, context->incomplete[i], TONE_PLAIN);
	}
}

void audit_text_capture(struct audit_text *text)
{
	const struct report_context *context = text->context;
	struct text *cell = &text->cell;

	text_addf(cell, "lynctap %s audit", context->version);
	if (context->site_name && *context->site_name)
		text_addf(cell, " of %s", context->site_name);
	layout_wrap(&text->layout, 0, 0, audit_text_cell(text), TONE_STRONG);
	text_clear(cell);
	add_inputs(text);
	add_totals(text);
	add_policy(text);
	add_incomplete(text);
	add_warnings(text);
}
