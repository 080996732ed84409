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
#include "report/digest.h"
#include "report/output.h"
#include "report/site_remarks.h"

#include "command_confining.h"
#include "file_clash.h"
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

/* Is it for programs, -o json[:PATH]? */
static bool is_json(const struct options *options)
{
	return options->outputs.count > 0 &&
	       strncmp(options->outputs.items[0], "json", 4) == 0;
}

static bool write_json(struct output *output, const struct site_remarks *remarks,
                       const struct site *site, struct error *err)
{
	struct text text = { 0 };

	site_remarks_write_json(remarks, site, &text);
	if (text.failed) {
		text_fini(&text);
		return error_set(err, "out of memory");
	}
	fwrite(text.at, 1, text.len, output->stream);
	text_fini(&text);
	return output_close(output, err);
}

static void print_remarks(const struct site_remarks *remarks)
{
	struct text text = { 0 };

	site_remarks_write_text(remarks, &text);
	fputs(text.at ? text.at : "", stdout);
	text_fini(&text);
}

/* A site file while it is looked at. */
struct checking {
	const struct options *options;
	struct site_remarks remarks;
	struct knowledge knowledge; /* has a site when the file is good */
	FILE *file;                 /* the site file; NULL when it cannot be opened */
	FILE *stream;               /* of --against, or NULL */
	struct audit_file *report;
	struct output output;
};

/* @return whether it was said */
static bool say_check(struct checking *checking, struct error *err)
{
	const struct knowledge *knowledge = &checking->knowledge;

	if (is_json(checking->options))
		return write_json(&checking->output, &checking->remarks, knowledge->site,
		                  err);
	if (!knowledge->site) {
		complain_of_all(&checking->remarks);
		return true;
	}
	site_print(knowledge);
	print_remarks(&checking->remarks);
	return true;
}

static void read_site(struct checking *checking)
{
	const struct options *options = checking->options;
	struct error err = { "out of memory" };

	/* What cannot be opened is one of the mistakes. */
	checking->file = fopen(options->site_file, "re");
	if (find_mistakes(&checking->remarks) &&
	    knowledge_load(&checking->knowledge, options->signatures, options->site_file,
	                   &err))
		return;
	if (checking->remarks.count == 0)
		take_mistake(&checking->remarks, err.text);
	checking->knowledge = (struct knowledge){ .site = NULL };
}

static bool open_output(struct checking *checking, struct error *err)
{
	const struct options *options = checking->options;
	const char *path = options->outputs.count > 0 ? outputs_path(options, 0) : NULL;

	return file_clash_refuse(options, NULL, err) &&
	       command_confine_file(options, path, &checking->output, err);
}

static bool check(struct checking *checking, struct error *err)
{
	const char *report = checking->options->against;

	if (report) {
		checking->stream = command_open(report, err);
		if (!checking->stream)
			return false;
		digest_prepare();
	}
	read_site(checking);
	if (!open_output(checking, err))
		return false;
	if (report) {
		checking->report = audit_file_read(checking->stream, report, err);
		if (!checking->report)
			return false;
	}
	if (checking->knowledge.site && checking->file)
		site_check_collect(&checking->remarks, checking->knowledge.site,
		                   checking->file, checking->report);
	return say_check(checking, err);
}

int site_checking(const struct options *options)
{
	struct checking checking = { .options = options,
		                     .remarks.file = options->site_file };
	struct error err;
	bool said = check(&checking, &err);
	bool good = checking.knowledge.site != NULL;

	if (!said)
		run_complain("%s", err.text);
	if (good)
		knowledge_fini(&checking.knowledge);
	output_abandon(&checking.output);
	site_remarks_fini(&checking.remarks);
	audit_file_close(checking.report);
	if (checking.stream)
		fclose(checking.stream);
	if (checking.file)
		fclose(checking.file);
	return good && said ? EXIT_CLEAN : EXIT_TROUBLE;
}
