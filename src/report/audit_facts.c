/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/say.h"
#include "base/transport.h"
#include "inspect/modality.h"
#include "policy/row.h"

#include "words.h"

#define NAMED           3 /* so many are named, the rest counted */
#define MOST_INTERFACES 4 /* the same of one input's */

/* --- Words ---------------------------------------------------------------------------- */

void audit_facts_add_host(struct text *out, const char *name,
                          const struct address *address)
{
	char text[ADDRESS_TEXT_SIZE];

	if (name)
		words_add_short_name(out, name);
	else
		text_add(out, address_format(address, text));
}

void audit_facts_add_listener(struct text *out, const char *name,
                              const struct address *address, uint16_t low, uint16_t high,
                              uint8_t transport)
{
	char text[ADDRESS_TEXT_SIZE];

	words_add_named_listener(out, name, address_format(address, text), low, high,
	                         transport ? transport_name(transport) : NULL);
}

uint64_t audit_facts_flows(const struct audit *audit, bool (*wanted)(enum verdict_kind))
{
	uint64_t flows = 0;

	for (unsigned i = 0; i < VERDICTS; i++)
		if (wanted((enum verdict_kind)i))
			flows += audit->flows_by_verdict[i];
	return flows;
}

static bool is_judged(enum verdict_kind kind)
{
	return kind != VERDICT_OUT_OF_SCOPE;
}

void audit_facts_add_stream(struct text *out, enum language language,
                            const struct audit_qos *qos)
{
	say_add(out, language, "%1, %2 to %3",
	        (const char *[]){
			say(language, modality_name((enum modality)qos->modality)),
			say(language, traffic_end_name(qos->from)),
			say(language, traffic_end_name(qos->to)), NULL });
}

void audit_facts_add_expected(struct text *out, enum language language,
                              const struct audit_qos *qos)
{
	if (!audit_qos_is_expected(qos))
		return;
	text_add_unsigned(out, qos->expected);
	if (qos->expected_line > 0)
		text_addf(out, " (%s)", say(language, "site"));
}

/* --- The answer --------------------------------------------------------------------------- */

void audit_facts_subject(struct text *out, const struct report_context *context)
{
	const struct report_capture *capture = &context->capture;

	if (context->site_name && *context->site_name) {
		text_add(out, context->site_name);
	} else if (capture->input_count == 1) {
		const char *slash = strrchr(capture->inputs[0].name, '/');
		const char *name = slash ? slash + 1 : capture->inputs[0].name;

		text_add(out, strcmp(name, "-") == 0
		                      ? say(context->language, "standard input")
		                      : name);
	} else {
		say_count(out, context->language, capture->input_count, "%1 input",
		          "%1 inputs");
	}
}

static void add_findings(struct text *out, enum language language,
                         const struct audit *audit)
{
	char number[SAY_NUMBER_SIZE];
	uint64_t high = 0;

	if (audit->finding_count == 0) {
		text_add(out, say(language, "no findings"));
		return;
	}
	say_count(out, language, audit->finding_count, "%1 finding", "%1 findings");
	say_count(out, language, audit->cause_count, " from %1 cause", " from %1 causes");
	for (size_t i = 0; i < audit->finding_count; i++)
		high += audit->findings[i].severity == SEVERITY_HIGH;
	if (high)
		say_add(out, language, ", %1 of them high",
		        (const char *[]){ say_number(language, high, number), NULL });
}

void audit_facts_answer(struct text *out, const struct report_context *context,
                        const struct audit *audit)
{
	enum language language = context->language;

	if (audit->judged != JUDGED_TRAFFIC) {
		text_add(out, say(language, "NOTHING JUDGED"));
		if (context->idle)
			text_add(out, say(language, ", as --idle-ok allows"));
		return;
	}
	if (context->incomplete_count > 0)
		text_add(out, say(language, "INCOMPLETE, and "));
	add_findings(out, language, audit);
}

/* --- The facts -------------------------------------------------------------------------------- */

static void add_judged(struct text *out, const struct report_context *context,
                       const struct audit *audit)
{
	enum language language = context->language;
	const uint64_t *flows = audit->flows_by_verdict;
	char numbers[5][SAY_NUMBER_SIZE];
	uint64_t judged = audit_facts_flows(audit, is_judged);
	const char *values[] = {
		say_number(language, judged, numbers[0]),
		say_number(language, judged + flows[VERDICT_OUT_OF_SCOPE], numbers[1]),
		say_number(language, audit_facts_flows(audit, verdict_is_unexpected),
		           numbers[2]),
		say_number(language, audit_facts_flows(audit, verdict_is_attempt),
		           numbers[3]),
		say_number(language, flows[VERDICT_UNVERIFIED], numbers[4]),
		NULL,
	};

	say_add(out, language, "%1 of %2 flows: %3 unexpected, %4 in vain, %5 unverified",
	        values);
}

/* The hosts that act a Lync server and that nobody declared. */
static void add_undeclared(struct text *out, enum language language,
                           const struct audit *audit)
{
	size_t count = 0;

	for (size_t i = 0; i < audit->finding_count; i++)
		count += audit->findings[i].kind == FINDING_UNDECLARED_SERVER;
	if (count == 0)
		return;
	text_add(out, "; ");
	say_count(out, language, count, "%1 undeclared", "%1 undeclared");
	for (size_t i = 0, named = 0; i < audit->finding_count && named < NAMED; i++) {
		const struct audit_finding *finding = &audit->findings[i];

		if (finding->kind != FINDING_UNDECLARED_SERVER)
			continue;
		text_add(out, named++ ? ", " : " (");
		audit_facts_add_host(out, NULL, &finding->address);
	}
	text_add(out, count > NAMED ? ", \xe2\x80\xa6)" : ")");
}

static void add_silent(struct text *out, enum language language,
                       const struct audit *audit)
{
	char number[SAY_NUMBER_SIZE];
	size_t shown = audit->silent_count <= NAMED ? audit->silent_count : NAMED - 1;

	if (shown == 0)
		return;
	text_add(out, say(language, " (never: "));
	for (size_t i = 0; i < shown; i++) {
		text_add(out, i ? ", " : "");
		words_add_short_name(out, audit->silent[i].name);
	}
	if (audit->silent_count > shown)
		say_add(out, language, " and %1 more",
		        (const char *[]){
				say_number(language, audit->silent_count - shown, number),
				NULL });
	text_add_char(out, ')');
}

/* Of an edge server or reverse proxy whose sides nobody knows, less can be wrong. */
static void add_sides(struct text *out, enum language language, const struct audit *audit)
{
	size_t named = 0;

	for (size_t i = 0; i < audit->host_count; i++) {
		const struct audit_host *host = &audit->hosts[i];

		if (!host->sides_unknown || named++ >= NAMED)
			continue;
		text_add(out, named > 1 ? ", " : say(language, "; sides unknown: "));
		audit_facts_add_host(out, host->name_count ? host->names[0] : NULL,
		                     &host->address);
	}
	if (named > NAMED)
		text_add(out, ", \xe2\x80\xa6");
}

static void add_heard(struct text *out, const struct report_context *context,
                      const struct audit *audit)
{
	char numbers[2][SAY_NUMBER_SIZE];
	size_t declared = audit->servers_declared;

	if (declared == 0) {
		text_add(out, say(context->language,
		                  "no server is declared: every role is inferred"));
		add_sides(out, context->language, audit);
		return;
	}
	say_add(out, context->language, "%1 of %2 declared servers",
	        (const char *[]){ say_number(context->language,
	                                     declared - audit->silent_count, numbers[0]),
	                          say_number(context->language, declared, numbers[1]),
	                          NULL });
	add_silent(out, context->language, audit);
	add_undeclared(out, context->language, audit);
	add_sides(out, context->language, audit);
}

static void add_covered(struct text *out, const struct report_context *context,
                        const struct audit *audit)
{
	enum language language = context->language;
	const size_t *counts = audit->coverage_counts;
	char numbers[5][SAY_NUMBER_SIZE];
	const char *values[] = {
		say_number(language,
		           counts[COVERAGE_CONFIRMED] + counts[COVERAGE_SEEN] +
		                   counts[COVERAGE_WRONG],
		           numbers[0]),
		say_number(language, audit->coverage_count - counts[COVERAGE_NA],
		           numbers[1]),
		say_number(language, counts[COVERAGE_WRONG], numbers[2]),
		say_number(language, counts[COVERAGE_VAIN], numbers[3]),
		say_number(language, counts[COVERAGE_NEVER], numbers[4]),
		NULL,
	};

	say_add(out, language,
	        "%1 of %2 documented rows; %3 wrong, %4 in vain, %5 never seen", values);
}

/* Those that a row asks for and that work for nobody are what somebody waits for. */
static void add_attempts(struct text *out, const struct report_context *context,
                         const struct audit *audit)
{
	size_t named = 0;

	if (audit->attempts_total == 0)
		return;
	say_count(out, context->language, audit->attempts_total, "%1 listener",
	          "%1 listeners");
	for (size_t i = 0; i < audit->attempt_count && named < NAMED; i++) {
		const struct audit_attempt *attempt = &audit->attempts[i];

		if (attempt->works_for_others || !attempt->rule)
			continue;
		text_add(out,
		         named++ ? ", " : say(context->language, "; work for nobody: "));
		audit_facts_add_host(out, attempt->name, &attempt->address);
		text_addf(out, ":%u", attempt->port);
	}
}

static void add_capture(struct text *out, const struct report_context *context,
                        const struct audit *audit)
{
	const struct report_capture *capture = &context->capture;
	enum language language = context->language;
	char numbers[2][SAY_NUMBER_SIZE];
	const uint64_t dropped =
		capture_inputs_dropped(capture->inputs, capture->input_count);

	(void)audit;
	if (capture->frames > 0) {
		words_add_period(out, language, capture->first_us, capture->last_us);
		text_add(out, ", ");
	}
	say_add(out, language, "%1 packets, %2 dropped",
	        (const char *[]){ say_number(language, capture->frames, numbers[0]),
	                          say_number(language, dropped, numbers[1]), NULL });
	if (context->options.filter)
		say_add(out, language, ", filter %1",
		        (const char *[]){ context->options.filter, NULL });
}

static void add_ahead(struct text *out, const struct report_context *context,
                      const struct audit *audit)
{
	size_t count = 0;

	for (size_t i = 0; i < audit->exception_count && count < NAMED; i++) {
		const struct audit_exception *exception = &audit->exceptions[i];
		const char *what = *exception->ticket     ? exception->ticket
		                   : exception->is_accept ? exception->finding
		                   : *exception->reason   ? exception->reason
		                                          : exception->from;

		if (exception->state != EXCEPTION_ENDS)
			continue;
		text_add(out, count++ ? ", " : "");
		say_add(out, context->language, "%1 ends %2",
		        (const char *[]){ what, exception->until, NULL });
	}
}

const struct audit_fact audit_facts[] = {
	{ "judged", add_judged },   { "heard", add_heard },
	{ "covered", add_covered }, { "in vain", add_attempts },
	{ "capture", add_capture }, { "ahead", add_ahead },
};
const size_t audit_fact_count = ARRAY_LEN(audit_facts);

/* --- Inputs --------------------------------------------------------------------------------- */

static void add_dropped(struct text *out, enum language language, uint64_t dropped)
{
	char number[SAY_NUMBER_SIZE];

	say_add(out, language, "%1 dropped",
	        (const char *[]){ say_number(language, dropped, number), NULL });
}

/* "eth0 (Uplink; 1,200 dropped)"; what it dropped is said where there are others. */
static void add_interface(struct text *out, enum language language,
                          const struct capture_interface *interface, bool alone)
{
	const bool described = interface->name && interface->description;
	const bool lossy = interface->dropped > 0 && !alone;

	text_add(out, interface->name ? interface->name : interface->description);
	if (described || lossy)
		text_add(out, " (");
	if (described)
		text_add(out, interface->description);
	if (described && lossy)
		text_add(out, "; ");
	if (lossy)
		add_dropped(out, language, interface->dropped);
	if (described || lossy)
		text_add_char(out, ')');
}

/* Of many, those that dropped packets are named before others. */
static void add_interfaces(struct text *out, enum language language,
                           const struct capture_input *input)
{
	size_t lossy = 0, named = 0, others;

	for (size_t i = 0; i < input->interface_count; i++)
		lossy += input->interfaces[i].dropped > 0;
	others = lossy < MOST_INTERFACES ? MOST_INTERFACES - lossy : 0;
	for (size_t i = 0; i < input->interface_count && named < MOST_INTERFACES; i++) {
		const struct capture_interface *interface = &input->interfaces[i];

		if (interface->dropped == 0 && others == 0)
			continue;
		others -= interface->dropped == 0;
		text_add(out, named++ ? ", " : say(language, "; on "));
		add_interface(out, language, interface, input->interface_count == 1);
	}
	if (named < input->interface_count)
		text_addf(out, ", +%zu", input->interface_count - named);
}

void audit_facts_add_origin(struct text *out, enum language language,
                            const struct capture_input *input)
{
	const uint64_t dropped = capture_input_dropped(input);

	if (dropped > 0) {
		text_add(out, ", ");
		add_dropped(out, language, dropped);
	}
	add_interfaces(out, language, input);
	if (input->comment)
		text_addf(out, "; \"%s\"", input->comment);
}
