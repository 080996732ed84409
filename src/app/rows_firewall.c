/* SPDX-License-Identifier: BSD-2-Clause */
#include "rows_firewall.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"
#include "policy/passage.h"
#include "report/audit_file.h"
#include "report/firewall.h"

#include "file_clash.h"
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
	if (!options->firewall)
		return !options->against ||
		       error_set(err, "--against goes with --firewall, see --help");
	if (!firewall_format_find(options->firewall))
		return refuse_format(options->firewall, err);
	if (!options->site_file)
		return error_set(err, "--firewall needs -c FILE: whose rules?");
	if (options->outputs.count > 1)
		return error_set(err, "--firewall writes one file");
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

static bool write_rules(const struct options *options, const struct firewall *firewall,
                        struct error *err)
{
	struct output output;
	struct text text = { 0 };
	bool written = firewall_format_find(options->firewall)->write(&text, firewall) ||
	               error_set(err, "out of memory");

	if (!written || !outputs_open_file(&output, &options->outputs, err)) {
		text_fini(&text);
		return false;
	}
	fwrite(text.at, 1, text.len, output.stream);
	text_fini(&text);
	/* Closing tells whether all of it arrived. */
	return output_close(&output, err);
}

static bool make(const struct options *options, const struct knowledge *knowledge,
                 struct firewall *firewall, struct error *err)
{
	struct audit_file *report = NULL;
	struct passage_list *list = NULL;
	bool ok = file_clash_refuse(options, NULL, err);

	if (ok && options->against) {
		report = audit_file_open(options->against, err);
		ok = report != NULL;
	}
	if (ok) {
		list = passage_list_make(knowledge->policy, clock_wall_us());
		ok = list || error_set(err, "out of memory");
	}
	firewall->report = report;
	firewall->passages = list;
	ok = ok && write_rules(options, firewall, err);
	if (ok && !options->quiet)
		say_missing(list);
	passage_list_destroy(list);
	audit_file_close(report);
	return ok;
}

int rows_firewall_write(const struct options *options, const struct knowledge *knowledge)
{
	struct firewall firewall = { .site = knowledge->site };
	struct error err;

	if (make(options, knowledge, &firewall, &err))
		return EXIT_CLEAN;
	run_complain("%s", err.text);
	return EXIT_TROUBLE;
}
