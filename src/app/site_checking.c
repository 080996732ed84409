/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_checking.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "base/error.h"
#include "base/text.h"
#include "load/site_file.h"
#include "report/audit_file.h"
#include "report/output.h"
#include "report/site_remarks.h"

#include "options.h"
#include "run.h"
#include "site_check.h"
#include "site_print.h"

static void add_mistake(struct site_remarks *remarks, unsigned line, const char *format,
                        ...) PRINTF_LIKE(3, 4);

static void add_mistake(struct site_remarks *remarks, unsigned line, const char *format,
                        ...)
{
	va_list arguments;

	va_start(arguments, format);
	site_remarks_add(remarks, SITE_REMARK_MISTAKE, line, format, arguments);
	va_end(arguments);
}

/* "FILE:LINE: reason", as errors have it. */
static void take_mistake(struct site_remarks *remarks, const char *mistake)
{
	size_t len = strlen(remarks->file);
	char *reason = NULL;
	unsigned long line = 0;

	if (strncmp(mistake, remarks->file, len) == 0 && mistake[len] == ':')
		line = strtoul(mistake + len + 1, &reason, 10);
	add_mistake(remarks, (unsigned)line, "%s",
	            reason && strncmp(reason, ": ", 2) == 0 ? reason + 2 : mistake);
}

/* Whoever writes a site file wants all that is wrong with it, not the first. */
static bool find_mistakes(struct site_remarks *remarks)
{
	struct text mistakes = { 0 };
	struct error err;
	struct site *site = site_load_all(remarks->file, &mistakes, &err);
	bool good = site != NULL;

	for (char *line = mistakes.at; !good && line && *line;) {
		size_t len = strcspn(line, "\n");

		line[len] = '\0';
		take_mistake(remarks, line);
		line += len + 1;
	}
	text_fini(&mistakes);
	site_destroy(site);
	return good;
}

static void complain_of_all(const struct site_remarks *remarks)
{
	for (size_t i = 0; i < remarks->count; i++) {
		const struct site_remark *remark = &remarks->items[i];

		if (remark->line > 0)
			run_complain("%s:%u: %s", remarks->file, remark->line,
			             remark->text);
		else
			run_complain("%s", remark->text);
	}
}

/* What is asked for beside words for people: NULL, or -o json's format and file. */
static const char *json_wish(const struct options *options)
{
	return options->outputs.count > 0 &&
	                       strncmp(options->outputs.items[0], "json", 4) == 0
	               ? options->outputs.items[0]
	               : NULL;
}

static bool write_json(const char *wish, const struct site_remarks *remarks,
                       const struct site *site, struct error *err)
{
	struct text text = { 0 };
	struct output output;

	site_remarks_write_json(remarks, site, &text);
	if (text.failed)
		error_set(err, "out of memory");
	else if (wish[4] == ':' && !output_open(&output, wish + 5, err))
		text.failed = true;
	if (text.failed) {
		text_fini(&text);
		return false;
	}
	if (wish[4] != ':')
		output_over_stream(&output, stdout);
	fwrite(text.at, 1, text.len, output.stream);
	text_fini(&text);
	return output_close(&output, err);
}

static void print_remarks(const struct site_remarks *remarks)
{
	struct text text = { 0 };

	site_remarks_write_text(remarks, &text);
	fputs(text.at ? text.at : "", stdout);
	text_fini(&text);
}

/* @knowledge has a site when the file is good. @return whether it was said */
static bool say_check(const struct options *options, const struct site_remarks *remarks,
                      const struct knowledge *knowledge, struct error *err)
{
	const char *json = json_wish(options);

	if (json)
		return write_json(json, remarks, knowledge->site, err);
	if (!knowledge->site) {
		complain_of_all(remarks);
		return true;
	}
	site_print(knowledge);
	print_remarks(remarks);
	return true;
}

int site_checking(const struct options *options)
{
	struct site_remarks remarks = { .file = options->site_file };
	struct knowledge knowledge = { .site = NULL };
	struct audit_file *report = NULL;
	struct error err = { "" };
	bool good, said;

	if (options->against) {
		report = audit_file_open(options->against, &err);
		if (!report) {
			run_complain("%s", err.text);
			return EXIT_TROUBLE;
		}
	}
	good = find_mistakes(&remarks);
	if (good &&
	    !knowledge_load(&knowledge, options->signatures, options->site_file, &err)) {
		good = false;
		knowledge.site = NULL;
		take_mistake(&remarks, err.text);
	}
	if (good)
		site_check_collect(&remarks, knowledge.site, report);
	said = say_check(options, &remarks, &knowledge, &err);
	if (!said)
		run_complain("%s", err.text);
	if (good)
		knowledge_fini(&knowledge);
	site_remarks_fini(&remarks);
	audit_file_close(report);
	return good && said ? EXIT_CLEAN : EXIT_TROUBLE;
}
