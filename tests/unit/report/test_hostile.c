/* SPDX-License-Identifier: BSD-2-Clause */
/* One hostile network through every writer of an audit there is. */
#include "made_audit.h"

#include "report/format.h"

/* What moves a terminal or turns text round, as UTF-8: C1, and controls of UAX 9. */
static bool is_control(const uint8_t *at)
{
	if (at[0] == 0xc2)
		return at[1] >= 0x80 && at[1] < 0xa0;
	if (at[0] == 0xe2 && at[1] == 0x80)
		return at[2] == 0x8e || at[2] == 0x8f || (at[2] >= 0xaa && at[2] <= 0xae);
	return at[0] == 0xe2 && at[1] == 0x81 && at[2] >= 0xa6 && at[2] <= 0xa9;
}

static void learn_name(struct judge *judge, const char *address, const char *name)
{
	struct learned learned = {
		.kind = LEARNED_NAME,
		.via = LEARNED_BY_DNS,
		.address = made_address(address),
		.text = name,
		.text_len = strlen(name),
		.time_us = MADE_START,
	};

	judge_learn(judge, &learned);
}

static void check(const char *format, const struct text *page)
{
	for (size_t i = 0; i < page->len; i++) {
		uint8_t byte = (uint8_t)page->at[i];

		if ((byte < 0x20 && byte != '\n' && byte != '\r') || byte == 0x7f ||
		    is_control((const uint8_t *)page->at + i))
			fail_msg("%s: byte %02x at %zu: %.40s", format, byte, i,
			         page->at + (i < 20 ? 0 : i - 20));
	}
}

static void no_writer_lets_controls_through(void **state)
{
	struct made_audit made;
	size_t count, written = 0;
	const struct report_format *formats = report_formats(&count);

	(void)state;
	made_audit_init(&made, true);
	/* Judged again, with more names. */
	learn_name(made.judge, "10.100.0.7",
	           "pc\xe2\x80\xaegpj.exe\xc2\x9b"
	           "31m|`*<script>alert(1)</script>[x](y)");
	made.audit = judge_conclude(made.judge);
	assert_non_null(made.audit);
	made.context.verbose = 1;
	for (size_t i = 0; i < count; i++) {
		struct text page;

		if (!formats[i].audit)
			continue;
		page = made_output(formats[i].audit, &made);
		check(formats[i].name, &page);
		assert_true(page.len > 500);
		if (strcmp(formats[i].name, "html") == 0 ||
		    strcmp(formats[i].name, "md") == 0)
			assert_null(strstr(page.at, "<script"));
		written++;
		text_fini(&page);
	}
	assert_true(written >= 6);
	made_audit_fini(&made);
}

static void markdown_signs_are_escaped(void **state)
{
	struct made_audit made;
	struct text page;

	(void)state;
	made_audit_init(&made, true);
	page = made_output(report_audit_markdown, &made);
	assert_non_null(strstr(page.at, "\n| \\# | severity | what |"));
	assert_non_null(strstr(page.at, "\n## 1\\. "));
	assert_non_null(
		strstr(page.at, "\n    - {from: fe02.contoso.example, to: 8.8.4.4"));
	text_fini(&page);
	made_audit_fini(&made);
}

static void an_alert_has_what_suricata_has(void **state)
{
	struct made_audit made;
	struct text page;
	size_t lines = 0;

	(void)state;
	made_audit_init(&made, true);
	page = made_output(report_audit_eve, &made);
	for (const char *at = page.at; (at = strchr(at, '\n')); at++)
		lines++;
	assert_int_equal(lines, made.audit->finding_count + 1);
	assert_non_null(strstr(page.at, "\"event_type\":\"alert\",\"src_ip\":\""));
	assert_non_null(strstr(page.at, "\"alert\":{\"action\":\"allowed\",\"gid\":1,"));
	for (size_t i = 0; i < made.audit->finding_count; i++)
		assert_non_null(strstr(page.at, made.audit->findings[i].id));
	assert_null(strstr(page.at, "signature_id\":9100000"));
	assert_non_null(strstr(page.at, "\"event_type\":\"stats\""));
	text_fini(&page);
	made_audit_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_writer_lets_controls_through),
		cmocka_unit_test(markdown_signs_are_escaped),
		cmocka_unit_test(an_alert_has_what_suricata_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
