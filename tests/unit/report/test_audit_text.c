/* SPDX-License-Identifier: BSD-2-Clause */
#include "made_audit.h"

/* Columns of UTF-8 without combining marks, which these reports have none of. */
static unsigned columns_of(const char *line, size_t len)
{
	unsigned columns = 0;

	for (size_t i = 0; i < len; i++)
		columns += ((uint8_t)line[i] & 0xc0) != 0x80;
	return columns;
}

static void check_lines(const struct text *page, unsigned width)
{
	const char *line = page->at;

	while (*line) {
		size_t len = strcspn(line, "\n");

		/* The answer is one line whatever it takes. */
		if (columns_of(line, len) > width &&
		    !memmem(line, len, "Exit status", 11))
			fail_msg("%u columns allowed: %.*s", width, (int)len, line);
		assert_true(len == 0 || line[len - 1] != ' ');
		line += len + 1;
	}
}

static void no_line_is_longer_than_the_width(void **state)
{
	static const unsigned widths[] = { 60, 80, 100, 132, 200 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(widths); i++) {
		for (unsigned verbose = 0; verbose < 2; verbose++) {
			struct made_audit made;
			struct text page;

			made_audit_init(&made, verbose == 0);
			made.context.width = widths[i];
			made.context.verbose = verbose;
			page = made_output(report_audit_text, &made);
			check_lines(&page, widths[i]);
			text_fini(&page);
			made_audit_fini(&made);
		}
	}
}

static void nothing_captured_reaches_the_terminal(void **state)
{
	struct made_audit made;
	struct text page;

	(void)state;
	made_audit_init(&made, true);
	made.context.verbose = 1;
	page = made_output(report_audit_text, &made);
	for (size_t i = 0; i < page.len; i++) {
		assert_true((uint8_t)page.at[i] >= 0x20 || page.at[i] == '\n');
		assert_true((uint8_t)page.at[i] != 0x7f);
	}
	assert_non_null(strstr(page.at, "day\\x1b[2J.pcapng"));
	text_fini(&page);
	made_audit_fini(&made);
}

static void colour_is_only_used_when_asked_for(void **state)
{
	struct made_audit made;
	struct text page;

	(void)state;
	made_audit_init(&made, true);
	made.context.colour = true;
	page = made_output(report_audit_text, &made);
	assert_non_null(strstr(page.at, "\033[1;31mhigh\033[0m"));
	text_fini(&page);
	made_audit_fini(&made);
}

static void what_matters_is_there(void **state)
{
	static const char *const expected[] = {
		"contoso-hq: INCOMPLETE, and 6 findings from 6 causes, 2 of them high. "
		"Exit status 3.\n",
		"heard       4 of 4 declared servers\n",
		"program     lynctap 0.1.0\n",
		"INCOMPLETE  cut.pcap: ends inside frame 1",
		"4 packets could not be decoded: 1 ",
		"and 4 clients (-v)",
		" #  severity  what ",
		"fe02: connections to 4321/tcp of 8.8.4.4, which no document names\n"
		"    high, unexpected-peer, 1 finding, 1 flow, ",
		"where  med01 (10.1.1.31):5065/tcp  1  F-",
		"    or     if it is meant to be, in the site file, allow:\n"
		"           - {from: fe02.contoso.example, to: 8.8.4.4,",
		"Allowed and accepted by the site file\n  until       state     ticket",
		"    fe01 (10.1.1.11):3389/tcp rdp 1 flow, 700 kB, from 10.9.0.5\n",
		"\n  never seen  server-",
		"Tried in vain\n",
		"fe02 (10.1.1.12):444/tcp  reset  fe01",
		"5061/tcp         Front-End service ",
	};
	static const char figures[] =
		"10.1.1.11:5061/tcp   confirmed      2        2  1.3 MB\n";

	struct made_audit made;
	struct text page;

	(void)state;
	made_audit_init(&made, true);
	page = made_output(report_audit_text, &made);
	for (size_t i = 0; i < ARRAY_LEN(expected); i++)
		if (!strstr(page.at, expected[i]))
			fail_msg("missing: %s", expected[i]);
	text_fini(&page);
	made.context.verbose = 1;
	page = made_output(report_audit_text, &made);
	assert_non_null(strstr(page.at, "out-of-scope"));
	assert_non_null(strstr(page.at, figures));
	assert_non_null(strstr(page.at, "10.100.0.9"));
	text_fini(&page);
	made_audit_fini(&made);
}

static void an_empty_audit_reassures(void **state)
{
	static const struct audit empty;
	struct made_audit made;
	struct text page;

	(void)state;
	made_audit_init(&made, false);
	made.audit = &empty;
	made.context.incomplete_count = 0;
	made.context.exit_status = 0;
	page = made_output(report_audit_text, &made);
	assert_non_null(strstr(page.at, "No unexpected traffic.\n"));
	assert_ptr_equal(strstr(page.at, "2 inputs: no findings. Exit status 0.\n"),
	                 page.at);
	check_lines(&page, 80);
	text_fini(&page);
	made_audit_fini(&made);
}

static void what_is_not_whole_reassures_nobody(void **state)
{
	static const struct audit empty;
	static const struct audit unjudged = { .judged = JUDGED_OUT_OF_SCOPE };
	struct made_audit made;
	struct text page;

	(void)state;
	made_audit_init(&made, false);
	made.audit = &empty;
	page = made_output(report_audit_text, &made);
	assert_ptr_equal(strstr(page.at, "2 inputs: INCOMPLETE, and no findings. "
	                                 "Exit status 3.\n"),
	                 page.at);
	assert_null(strstr(page.at, "No unexpected traffic.\n"));
	text_fini(&page);
	made.audit = &unjudged;
	page = made_output(report_audit_text, &made);
	assert_ptr_equal(strstr(page.at, "2 inputs: NOTHING JUDGED. Exit status 3.\n"),
	                 page.at);
	assert_null(strstr(page.at, "No unexpected traffic"));
	assert_null(strstr(page.at, "no findings"));
	text_fini(&page);
	made_audit_fini(&made);
}

static void what_bounded_the_run_is_told(void **state)
{
	struct made_audit made;
	struct text page;

	(void)state;
	made_audit_init(&made, false);
	made.context.options = (struct report_options){ .filter = "not host 10.66.6.6",
		                                        .count = 100,
		                                        .snaplen = 96,
		                                        .strict = true,
		                                        .fail_on = SEVERITY_HIGH };
	made.context.capture.read = 5000000;
	made.context.idle = "nothing was judged: 6 of 6 flows";
	page = made_output(report_audit_text, &made);
	assert_non_null(strstr(page.at, "  filter      not host 10.66.6.6 (4,012,333 of "
	                                "5,000,000 packets taken)\n"));
	assert_non_null(strstr(page.at, "(--count), 96 bytes of each packet (-s),\n"
	                                "              --strict, --fail-on high\n"));
	assert_non_null(strstr(page.at, "  idle        nothing was judged: 6 of 6"));
	text_fini(&page);
	made_audit_fini(&made);
}

/* A screen of lines, twenty in full, two hundred more a line each, the rest counted; or all. */
static void many_causes_are_told_shorter(void **state)
{
	enum {
		MANY = 260
	};
	struct audit_finding finding = { .id = "F-00000001", .transport = 6, .port = 22 };
	const struct audit_finding *findings[] = { &finding };
	struct audit_cause causes[MANY];
	struct audit audit = { .causes = causes,
		               .cause_count = MANY,
		               .findings = &finding,
		               .finding_count = 1 };
	struct made_audit made;
	struct text page;

	(void)state;
	for (size_t i = 0; i < MANY; i++)
		causes[i] = (struct audit_cause){
			.id = "C-00000001",
			.severity = SEVERITY_LOW,
			.title = { "Something listens", "Un inconnu écoute" },
			.brief = { "something", "un inconnu" },
			.where = { "fe01", "fe01" },
			.from = { "", "" },
			.findings = findings,
			.finding_count = 1,
			.remedy = { .text = { "Stop it.", "L’arrêter." } },
		};
	made_audit_init(&made, false);
	made.audit = &audit;
	for (unsigned all = 0; all < 2; all++) {
		size_t in_full = 0, lines = 0;

		made.context.all = all;
		page = made_output(report_audit_text, &made);
		for (const char *at = page.at; (at = strstr(at, "Something listens"));
		     at++)
			in_full++;
		for (const char *at = page.at; (at = strstr(at, "  low       something"));
		     at++)
			lines++;
		assert_int_equal(in_full, all ? MANY : 20);
		assert_int_equal(lines, all ? MANY : 13 + 200);
		assert_int_equal(strstr(page.at, "and 40 more (--all,") == NULL, all);
		check_lines(&page, 80);
		text_fini(&page);
	}
	made_audit_fini(&made);
}

/* A wide page has why on the left of where, and says at which hours: most at ten. */
static void wide_page_stands_side_by_side(void **state)
{
	static const char *const expected[] = {
		("  flows  findings  cause       first        last         "
		 "00h       12h        24h\n"),
		"  F-00000001  no row\n",
		"    why    It is in no document",
		"\n    said   banner: SSH-2.0",
	};
	struct audit_finding finding = { .id = "F-00000001", .transport = 6, .port = 22 };
	const struct audit_finding *findings[] = { &finding };
	const char *why[] = { "It is in no document" };
	struct audit_said said = { "banner", "SSH-2.0" };
	struct audit_cause cause = {
		.id = "C-00000001",
		.severity = SEVERITY_HIGH,
		.title = { "SSH listens", "SSH écoute" },
		.brief = { "SSH", "SSH" },
		.where = { "fe01", "fe01" },
		.from = { "adm31", "adm31" },
		.findings = findings,
		.finding_count = 1,
		.flows = 9,
		.first_us = MADE_START,
		.last_us = MADE_START + INT64_C(7200000000),
		.hours = { [10] = 8, [11] = 1 },
		.why = { [LANGUAGE_EN] = { why, 1 } },
		.said = &said,
		.said_count = 1,
		.remedy = { .text = { "Stop it.", "L’arrêter." } },
	};
	struct audit audit = { .causes = &cause,
		               .cause_count = 1,
		               .findings = &finding,
		               .finding_count = 1 };
	struct made_audit made;
	struct text page;
	const char *line;

	(void)state;
	made_audit_init(&made, false);
	made.audit = &audit;
	made.context.width = 200;
	made.context.colour = true;
	page = made_output(report_audit_text, &made);
	assert_non_null(strstr(page.at, "C-00000001  11-22 08:00  11-22 10:00            "
	                                "█▁\n"));
	text_fini(&page);
	made.context.colour = false;
	page = made_output(report_audit_text, &made);
	for (size_t i = 0; i < ARRAY_LEN(expected); i++)
		if (!strstr(page.at, expected[i]))
			fail_msg("missing: %s", expected[i]);
	line = strstr(page.at, "    why    It is in no document");
	assert_int_equal(memcmp(line + 88, "    where  ", 11), 0);
	check_lines(&page, 200);
	text_fini(&page);
	made_audit_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_line_is_longer_than_the_width),
		cmocka_unit_test(nothing_captured_reaches_the_terminal),
		cmocka_unit_test(colour_is_only_used_when_asked_for),
		cmocka_unit_test(what_matters_is_there),
		cmocka_unit_test(an_empty_audit_reassures),
		cmocka_unit_test(what_is_not_whole_reassures_nobody),
		cmocka_unit_test(what_bounded_the_run_is_told),
		cmocka_unit_test(many_causes_are_told_shorter),
		cmocka_unit_test(wide_page_stands_side_by_side),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
