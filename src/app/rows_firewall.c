/* SPDX-License-Identifier: BSD-2-Clause */
#include "rows_firewall.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"
#include "policy/passage.h"
#include "report/audit_file.h"
#include "report/firewall.h"

#include "command_confining.h"
#include "run.h"

static bool refuse_format(const char *name, struct error *err)
{
	struct text names = { 0 };

	firewall_format_add_names(&names);
	error_set(err, "there is no firewall '%s': %s", name, names.at ? names.at : "");
	text_fini(&names);
	return false;
}

bool rows_firewall_check(const struct options *options, struct error *err)
{
	if (options->outputs.count > 1)
		return error_set(err, "rows has one output at a time");
	if (!options->firewall)
		return !options->against ||
		       error_set(err, "--against goes with --firewall, see --help");
	if (!firewall_format_find(options->firewall))
		return refuse_format(options->firewall, err);
	if (!options->site_file)
		return error_set(err, "--firewall needs -c FILE: whose rules?");
	return options->rows.word_count == 0 ||
	       error_set(err, "--firewall takes no words such as '%s'",
	                 options->rows.words[0]);
}

/* A row without anybody to open it is a rule that is not there. */
static void say_missing(const struct passage_list *list)
{
	size_t missing = 0;

	for (size_t i = 0; i < list->passage_count; i++)
		missing += passage_has_nobody(&list->passages[i]);
	if (missing > 0)
		run_complain("%zu rules are left out: nobody is declared who would open "
		             "what they list; comments say which",
		             missing);
}

/* What is made, and where it goes. */
struct making {
	const struct options *options;
	const struct knowledge *knowledge;
	FILE *stream; /* of --against, or NULL */
	struct audit_file *report;
	struct passage_list *list;
	struct outputs outputs;
};

static bool read_report(struct making *making, struct error *err)
{
	const char *path = making->options->against;

	if (path) {
		making->stream = command_open(path, err);
		if (!making->stream)
			return false;
	}
	if (!command_confine(making->options, REPORT_DRAFT, &making->outputs, err))
		return false;
	making->report = path ? audit_file_read(making->stream, path, err) : NULL;
	return !path || making->report;
}

static bool write_rules(struct making *making, struct error *err)
{
	const struct firewall firewall = { .site = making->knowledge->site,
		                           .report = making->report,
		                           .passages = making->list };
	struct output *output = &making->outputs.items[0].output;
	struct text text = { 0 };

	if (!firewall_format_find(making->options->firewall)->write(&text, &firewall)) {
		text_fini(&text);
		return error_set(err, "out of memory");
	}
	fwrite(text.at, 1, text.len, output->stream);
	text_fini(&text);
	making->outputs.count = 0;
	/* Closing tells whether all of it arrived. */
	return output_close(output, err);
}

static bool make(struct making *making, struct error *err)
{
	if (!read_report(making, err))
		return false;
	making->list = passage_list_make(making->knowledge->policy, clock_wall_us());
	if (!making->list)
		return error_set(err, "out of memory");
	if (!write_rules(making, err))
		return false;
	if (!making->options->quiet)
		say_missing(making->list);
	return true;
}

int rows_firewall_write(const struct options *options, const struct knowledge *knowledge)
{
	struct making making = { .options = options, .knowledge = knowledge };
	struct error err;
	bool made = make(&making, &err);

	if (!made)
		run_complain("%s", err.text);
	outputs_abandon(&making.outputs);
	passage_list_destroy(making.list);
	audit_file_close(making.report);
	if (making.stream)
		fclose(making.stream);
	return made ? EXIT_CLEAN : EXIT_TROUBLE;
}
