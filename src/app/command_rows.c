/* SPDX-License-Identifier: BSD-2-Clause */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/spelling.h"
#include "policy/catalogue.h"
#include "policy/policy.h"
#include "policy/row.h"

#include "command_confining.h"
#include "rows_firewall.h"
#include "run.h"

/* No row has what was asked for; a service that none has at all may be a mistake. */
static void complain_of_nothing(const struct options *options,
                                const struct policy *policy)
{
	const char *service = options->rows.service;
	struct spelling spelling = spelling_of(service ? service : "");
	char hint[SPELLING_HINT_SIZE];
	bool known = !service;
	size_t count;
	const struct catalogue *const *catalogues = policy_catalogues(policy, &count);

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; !known && j < catalogues[i]->row_count; j++) {
			const char *word = catalogues[i]->rows[j].service;

			known = strcmp(word, service) == 0;
			spelling_consider(&spelling, word);
		}
	if (known)
		run_complain("no row matches");
	else
		run_complain("no row matches: no catalogue here has a service '%s'%s",
		             service, spelling_hint(&spelling, "", hint));
}

/* @return the exit status */
static int write_rows(const struct options *options, const struct knowledge *knowledge,
                      const struct report_format *format, struct output *output)
{
	struct error err;
	long shown = format->rows(output->stream, knowledge->policy, &options->rows,
	                          run_width(output), run_wants_colour(options, output));

	bool closed = output_close(output, &err);

	if (shown < 0 || !closed) {
		run_complain("%s", closed ? "the rows do not fit into memory" : err.text);
		return EXIT_INCOMPLETE;
	}
	if (shown == 0 && format->for_people && !options->quiet)
		complain_of_nothing(options, knowledge->policy);
	return EXIT_CLEAN;
}

static int run_rows(const struct options *options)
{
	struct outputs outputs = { .count = 0 };
	struct knowledge knowledge;
	struct error err;
	int status = EXIT_TROUBLE;

	if (!knowledge_load(&knowledge, options->signatures, options->site_file, &err)) {
		run_complain("%s", err.text);
		return EXIT_TROUBLE;
	}
	if (options->firewall)
		status = rows_firewall_write(options, &knowledge);
	else if (!command_confine(options, REPORT_ROWS, &outputs, &err))
		run_complain("%s", err.text);
	else
		status = write_rows(options, &knowledge, outputs.items[0].format,
		                    &outputs.items[0].output);
	knowledge_fini(&knowledge);
	return status;
}

/* Each word has to be in the row; a phrase in quotes as it is. */
static bool take_search(struct options *options, char *const *words, size_t count,
                        struct error *err)
{
	(void)err;
	options->rows.words = words;
	options->rows.word_count = count;
	return true;
}

const struct command rows_command = {
	.name = "rows",
	.arguments =
		"[OPTION...] [WORD...] |\n"
		"               --firewall nftables|csv -c FILE [--against REPORT.json] "
		"[-o FILE]",
	.summary = "print the rows of the documented tables, explained",
	.statuses = "0 done, 2 usage or configuration.",
	.options = OPTIONS_KNOWLEDGE | OPTIONS_OUTPUT | OPTIONS_ROWS | OPTIONS_CONFINED,
	.report = REPORT_ROWS,
	.take_words = take_search,
	.check = rows_firewall_check,
	.run = run_rows,
};
