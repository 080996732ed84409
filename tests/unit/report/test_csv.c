/* SPDX-License-Identifier: BSD-2-Clause */
/* CSV read back as RFC 4180 says, and one hostile name through every writer of flows. */
#include "made_audit.h"

#include "base/sentences.h"
#include "report/format.h"

/* Controls of C0, C1 and of the bidirectional algorithm, quotes, and what a formula begins with. */
static const char hostile[] = "=1+1,\"\033]0;x\007\xc2\x9b"
			      "31m\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8f\xd8\x9c\xff";

/* Read one cell. @return what follows it: a comma, CR or NUL */
static const char *read_cell(const char *at, char *first)
{
	*first = *at;
	if (*at != '"') {
		size_t len = strcspn(at, ",\r\n\"");

		assert_true(at[len] != '"' && at[len] != '\n');
		return at + len;
	}
	*first = at[1];
	for (at++; *at != '"' || at[1] == '"'; at += *at == '"' ? 2 : 1)
		assert_true(*at && *at != '\r' && *at != '\n');
	return at + 1;
}

/* @return the lines, all of which have as many cells as the first */
static size_t read_lines(const char *at)
{
	size_t lines = 0, wanted = 0;

	for (; *at; lines++) {
		size_t cells = 0;
		char first;

		do {
			at = read_cell(at + (cells > 0), &first);
			cells++;
			assert_null(first ? strchr("=+-@", first) : NULL);
		} while (*at == ',');
		assert_memory_equal(at, "\r\n", 2);
		at += 2;
		wanted = lines ? wanted : cells;
		assert_int_equal(cells, wanted);
	}
	return lines;
}

static void an_audit_has_a_line_for_each_member(void **state)
{
	struct made_audit made;
	struct text page;

	(void)state;
	made_audit_init(&made, true);
	page = made_output(report_audit_csv, &made);
	assert_true(made.audit->finding_count > 0 && made.audit->suppressed_count > 0);
	assert_int_equal(read_lines(page.at),
	                 1 + made.audit->cause_count + made.audit->finding_count +
	                         made.audit->suppressed_count +
	                         made.audit->service_count + made.audit->attempt_count +
	                         made.audit->coverage_count);
	assert_true(made.audit->cause_count > 0);
	assert_non_null(strstr(page.at, "cause,unapproved-port,"));
	assert_non_null(strstr(page.at, "finding,unapproved-port,"));
	assert_non_null(strstr(page.at, ",10.1.1.11,4444,4444,tcp,"));
	assert_non_null(strstr(page.at, "attempt,reset,,,10.1.1.12,444,444,tcp,"));
	text_fini(&page);
	made_audit_fini(&made);
}

static void rows_have_a_line_each(void **state)
{
	const struct report_rows_filter all = { 0 };
	struct made_audit made;
	struct text text = { 0 };
	size_t len;
	FILE *stream = open_memstream(&text.at, &len);
	long shown;

	(void)state;
	made_audit_init(&made, true);
	shown = report_rows_csv(stream, made.policy, &all, 80, false);
	fclose(stream);
	assert_int_equal(read_lines(text.at), 1 + shown);
	free(text.at);
	made_audit_fini(&made);
}

static struct flow made_flow(void)
{
	return (struct flow){
		.end = { { .address = made_address("10.100.0.7"), .port = 52000 },
		         { .address = made_address("10.1.1.11"), .port = 5061 } },
		.transport = 6,
		.state = FLOW_CLOSED,
		.bytes = { 1000, 80000 },
		.packets = { 10, 12 },
		.first_us = MADE_START,
		.last_us = MADE_START + 5000001,
		.hints = { HINT_BIT(HINT_TLS) },
		.id = 1
	};
}

static void assert_harmless(const char *at)
{
	for (; *at; at++) {
		const uint8_t *p = (const uint8_t *)at;

		assert_true(*p >= 0x20 || *p == '\n' || (*p == '\r' && p[1] == '\n'));
		assert_true(*p != 0x7f && *p != 0xff);
		assert_false(*p == 0xc2 && p[1] < 0xa0);
		assert_false(*p == 0xd8 && p[1] == 0x9c);
		assert_false(
			*p == 0xe2 && p[1] == 0x80 &&
			(p[2] == 0x8e || p[2] == 0x8f || (p[2] >= 0xaa && p[2] <= 0xae)));
		assert_false(*p == 0xe2 && p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9);
	}
}

static void a_hostile_name_is_harmless_in_every_format(void **state)
{
	struct made_audit made;
	struct sentences reasons = { 0 };
	size_t count;
	const struct report_format *formats = report_formats(&count);

	(void)state;
	made_audit_init(&made, true);
	sentences_add(&reasons, hostile);
	for (size_t i = 0; i < count; i++) {
		struct flow flow = made_flow();
		struct conversation conversation = conversation_of(&flow);
		struct verdict verdict = judge_decide(made.judge, &conversation);
		const struct report_flow record = { .flow = &flow,
			                            .verdict = &verdict,
			                            .reasons = &reasons,
			                            .dpi = hostile,
			                            .input = hostile,
			                            .end = FLOW_END_FORCED };
		const struct report_flow_writer *writer = formats[i].flows;
		struct text out = { 0 };
		void *opened;

		if (!writer)
			continue;
		opened = writer->open(200);
		assert_non_null(opened);
		if (writer->head)
			writer->head(opened, &out);
		writer->add(opened, &out, &record);
		writer->close(opened);
		assert_harmless(out.at);
		assert_true(strstr(out.at, "202e") || strstr(out.at, "202E"));
		if (writer == &report_flows_csv) {
			assert_int_equal(read_lines(out.at), 2);
			assert_non_null(strstr(out.at, "\"'=1+1,\"\""));
		}
		text_fini(&out);
	}
	sentences_fini(&reasons);
	made_audit_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_audit_has_a_line_for_each_member),
		cmocka_unit_test(rows_have_a_line_each),
		cmocka_unit_test(a_hostile_name_is_harmless_in_every_format),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
