/* SPDX-License-Identifier: BSD-2-Clause */
/* One flow as an EVE record and as a line. */
#include "made_audit.h"

#include "base/sentences.h"
#include "inspect/detail.h"

static const char hostile[] = "\033]0;x\007\"\\\n\xff,=1+1";

static struct flow made_flow(void)
{
	struct flow flow = {
		.end = { { .address = made_address("10.100.0.7"), .port = 52000 },
		         { .address = made_address("10.1.1.11"), .port = 5061 } },
		.transport = 6,
		.state = FLOW_CLOSED,
		.bytes = { 1000, 80000 },
		.packets = { 10, 12 },
		.first_us = MADE_START,
		.last_us = MADE_START + 5000001,
		.hints = { HINT_BIT(HINT_TLS) },
		.id = 1,
		.vlan_count = 1,
		.vlan = { 42 },
	};

	detail_set(&flow.details, DETAIL_TLS_SNI, hostile, sizeof(hostile) - 1);
	detail_set(&flow.details, DETAIL_SIP_AGENTS, hostile, sizeof(hostile) - 1);
	detail_set(&flow.details, DETAIL_NOTE, hostile, sizeof(hostile) - 1);
	return flow;
}

static void write_one(const struct report_flow_writer *writer, unsigned width,
                      struct text *out, const struct report_flow *record)
{
	void *opened = writer->open(width);

	assert_non_null(opened);
	writer->add(opened, out, record);
	writer->close(opened);
}

static char one_sentence[] = "one", two_sentences[] = "two\0three",
	    hostile_sentences[] = "one\0two \033[2J";

static const struct sentences reasons[] = {
	{ .text = { .at = one_sentence, .len = sizeof(one_sentence) } },
	{ .text = { .at = two_sentences, .len = sizeof(two_sentences) } },
	{ .text = { .at = NULL } },
	{ .text = { .at = hostile_sentences, .len = sizeof(hostile_sentences) } },
};
#define HOSTILE_REASONS (&reasons[3])

static void write_record(struct made_audit *made, struct text *eve, struct text *line,
                         unsigned width)
{
	struct flow flow = made_flow();
	struct conversation conversation = conversation_of(&flow);
	struct verdict verdict = judge_decide(made->judge, &conversation);
	const struct report_flow record = { .flow = &flow,
		                            .verdict = &verdict,
		                            .reasons = HOSTILE_REASONS,
		                            .dpi = hostile,
		                            .input = hostile,
		                            .end = FLOW_END_FORCED };

	if (eve)
		write_one(&report_flows_eve, width, eve, &record);
	if (line)
		write_one(&report_flows_text, width, line, &record);
	detail_list_destroy(flow.details);
}

static void an_eve_record_is_one_line_and_conforms_to_its_schema(void **state)
{
	const char *srcdir = getenv("srcdir") ? getenv("srcdir") : ".";
	struct made_audit made;
	struct text eve = { 0 };
	char command[4096];
	FILE *validator;
	int status;

	(void)state;
	made_audit_init(&made, true);
	write_record(&made, &eve, NULL, 0);
	for (size_t i = 0; i + 1 < eve.len; i++)
		assert_true((uint8_t)eve.at[i] >= 0x20);
	assert_int_equal(eve.at[eve.len - 1], '\n');
	assert_non_null(strstr(eve.at, "\"src_ip\":\"10.100.0.7\""));
	assert_non_null(strstr(eve.at, "\"verdict\":\"expected\""));
	assert_non_null(strstr(eve.at, "\"reasons\":[\"one\",\"two \\u001b[2J\"]"));
	snprintf(
		command, sizeof(command),
		"python3 %s/tests/validate_json.py %s/docs/flow.schema.json - --lines >&2",
		srcdir, srcdir);
	validator = popen(command, "w");
	assert_non_null(validator);
	fwrite(eve.at, 1, eve.len, validator);
	text_fini(&eve);
	made_audit_fini(&made);
	status = pclose(validator);
	if (status == 77 << 8 || status == 127 << 8)
		skip();
	assert_int_equal(status, 0);
}

/* What a record is made from. */
struct made_record {
	struct flow flow;
	struct verdict verdict;
	struct report_flow record;
};

#define ASPECTS 21

/* Give one aspect of @made any of a few values. */
static void vary(struct made_record *made, const struct rule *rules, unsigned aspect)
{
	static const char *const words[] = { "", "a", "b\001", "ab", "h264, \"x\"" };
	static const char *const inputs[] = { "a.pcap", "b.pcap", hostile };
	const char *word = words[(size_t)random() % ARRAY_LEN(words)];
	struct flow *flow = &made->flow;
	struct verdict *verdict = &made->verdict;
	unsigned value = (unsigned)random() % 8;

	switch (aspect) {
	case 0:
		flow->state = (uint8_t)value;
		break;
	case 1:
		flow->direction_by = (uint8_t)(value % (FLOW_BY_FIRST + 1));
		break;
	case 2:
		flow->transport = value % 2 ? 6 : 17;
		break;
	case 3:
		flow->end[0].tcp_flags = (uint8_t)value;
		break;
	case 4:
		flow->end[1].tcp_flags = (uint8_t)value;
		break;
	case 5:
		flow->end[value % 2].dscp = (uint8_t)value;
		break;
	case 6:
		flow->vlan_count = (uint8_t)(value % 3);
		break;
	case 7:
		flow->hints[value % 2] = UINT64_C(1) << random() % HINTS;
		break;
	case 8:
		flow->last_us += value * 999999;
		break;
	case 9:
		flow->id += value;
		break;
	case 10:
		detail_set(&flow->details, (enum detail)(random() % DETAILS), word,
		           strlen(word));
		break;
	case 11:
		verdict->kind = (enum verdict_kind)value;
		break;
	case 12:
		verdict->confirmed = value % 2;
		break;
	case 13:
		verdict->rule = value ? &rules[value % 3] : NULL;
		break;
	case 14:
		verdict->nearest = value ? &rules[value % 3] : NULL;
		break;
	case 15:
		verdict->initiator_roles = value;
		break;
	case 16:
		verdict->responder_roles = value;
		break;
	case 17:
		made->record.reasons = &reasons[value % ARRAY_LEN(reasons)];
		break;
	case 18:
		made->record.dpi = value % 2 ? hostile : NULL;
		break;
	case 19:
		made->record.input = inputs[value % ARRAY_LEN(inputs)];
		made->record.live = value > 4;
		made->record.end = (enum flow_end_reason)(value % (FLOW_END_CLOSED + 1));
		break;
	case 20:
		flow->initiator = value % 2;
		break;
	}
}

/* Mostly the same record, so that what is remembered is met again and again. */
static void records_do_not_depend_on_those_written_before(void **state)
{
	void *warm = report_flows_eve.open(0);
	struct made_audit made;
	const struct rule *rules;
	size_t count;

	(void)state;
	assert_non_null(warm);
	made_audit_init(&made, true);
	rules = policy_rules(made.policy, &count);
	srandom(1);
	for (unsigned i = 0; i < 200 * ASPECTS; i++) {
		struct made_record one = { .flow = made_flow(),
			                   .verdict = { .allow = -1 },
			                   .record = { .reasons = &reasons[0],
			                               .input = "a.pcap" } };
		struct text got = { 0 }, want = { 0 };

		one.record.flow = &one.flow;
		one.record.verdict = &one.verdict;
		vary(&one, rules, i % ASPECTS);
		write_one(&report_flows_eve, 0, &want, &one.record);
		report_flows_eve.add(warm, &got, &one.record);
		assert_string_equal(got.at, want.at);
		text_fini(&got);
		text_fini(&want);
		detail_list_destroy(one.flow.details);
	}
	made_audit_fini(&made);
	report_flows_eve.close(warm);
}

static void a_line_stays_within_the_width(void **state)
{
	static const unsigned widths[] = { 80, 120, 200 };
	struct made_audit made;

	(void)state;
	made_audit_init(&made, true);
	for (size_t i = 0; i < ARRAY_LEN(widths); i++) {
		struct text line = { 0 }, head = { 0 };
		unsigned columns = 0;
		void *opened;

		write_record(&made, NULL, &line, widths[i]);
		opened = report_flows_text.open(widths[i]);
		assert_non_null(opened);
		report_flows_text.head(opened, &head);
		report_flows_text.close(opened);
		assert_non_null(strstr(line.at, "server-3"));
		for (size_t j = 0; j < line.len; j++) {
			assert_true((uint8_t)line.at[j] >= 0x20 || j + 1 == line.len);
			columns += ((uint8_t)line.at[j] & 0xc0) != 0x80;
		}
		assert_true(columns - 1 <= widths[i]);
		assert_int_equal(strstr(head.at, "verdict") - head.at,
		                 strstr(line.at, "expected") - line.at);
		text_fini(&line);
		text_fini(&head);
	}
	made_audit_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_eve_record_is_one_line_and_conforms_to_its_schema),
		cmocka_unit_test(records_do_not_depend_on_those_written_before),
		cmocka_unit_test(a_line_stays_within_the_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
