/* SPDX-License-Identifier: BSD-2-Clause */
/* store: what is in a store, what is to be kept of it, and questions to it. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/error.h"
#include "ship/fold.h"
#include "store/store.h"

#include "answer_rows.h"
#include "command_confining.h"
#include "options.h"
#include "questions.h"
#include "run.h"
#include "server_rows.h"

static const char *path_of(const struct options *options)
{
	const char *word = options->words[options->word_count - 1];
	const char *path = store_path(word);

	return path ? path : word;
}

/* Who wrote into the store wrote what others sent. */
static struct store *open_confined(const struct options *options, struct error *err)
{
	return command_confine_beside(options, path_of(options), err)
	               ? store_open_to_read(path_of(options), err)
	               : NULL;
}

/* --- info ---------------------------------------------------------------------------- */

static void print_run(const struct store_run *run, void *context)
{
	char first[CLOCK_TEXT_SIZE], last[CLOCK_TEXT_SIZE];

	(void)context;
	printf("run %llu  ", (unsigned long long)run->number);
	answer_rows_print_text(run->sensor);
	printf("  %llu records", (unsigned long long)run->records);
	if (run->records > 0)
		printf("  %s to %s", clock_format(run->first_us, first),
		       clock_format(run->last_us, last));
	printf("  lynctap ");
	answer_rows_print_text(run->version);
	puts(run->complete ? "" : "  NOT ENDED: it goes on or was killed");
}

static bool info(const struct options *options, struct error *err)
{
	struct store *store = open_confined(options, err);
	bool ok = store && store_visit_runs(store, print_run, NULL, err);

	store_close(store);
	return ok;
}

/* --- prune --------------------------------------------------------------------------- */

static bool prune(const struct options *options, struct error *err)
{
	uint64_t removed;

	if (!options->before_us)
		return error_set(err, "expected --before TIME, see --help");
	if (!command_confine_beside(options, path_of(options), err) ||
	    !store_prune(path_of(options), options->before_us, &removed, err))
		return false;
	printf("%llu records removed\n", (unsigned long long)removed);
	return true;
}

/* --- query --------------------------------------------------------------------------- */

static bool query_file(const struct options *options, const char *sql, struct error *err)
{
	struct store *store = open_confined(options, err);
	struct answer_rows rows = { .has_head = false };
	bool ok = store && store_query(store, sql, answer_rows_print, &rows, err);

	store_close(store);
	return ok;
}

static bool query(const struct options *options, struct error *err)
{
	const char *url = fold_url(options->words[1]);
	char *sql = questions_load(options->signatures, options->words[0], url, err);
	struct answer_rows rows = { .has_head = false };
	bool ok;

	if (!sql)
		return false;
	ok = url ? server_rows_visit(url, options, sql, answer_rows_print, &rows, err)
	         : query_file(options, sql, err);
	questions_free(sql);
	return ok;
}

/* --- Which of them ------------------------------------------------------------------- */

static const struct {
	const char *name;
	size_t words; /* behind it; the last one is the store */
	bool (*run)(const struct options *options, struct error *err);
} actions[] = {
	{ "info", 1, info },
	{ "prune", 1, prune },
	{ "query", 2, query },
};

static size_t find_action(const struct options *options)
{
	size_t i = 0;

	while (i < ARRAY_LEN(actions) &&
	       (!options->action || strcmp(options->action, actions[i].name) != 0))
		i++;
	return i;
}

static bool check_words(const struct options *options, struct error *err)
{
	size_t action = find_action(options);

	return (action < ARRAY_LEN(actions) &&
	        options->word_count == actions[action].words) ||
	       error_set(err, "expected info FILE, prune FILE or query NAME STORE, see "
	                      "--help");
}

static int run_store(const struct options *options)
{
	struct error err;

	if (actions[find_action(options)].run(options, &err))
		return EXIT_CLEAN;
	run_complain("%s", err.text);
	return EXIT_TROUBLE;
}

const struct command store_command = {
	.name = "store",
	.arguments = "info FILE | prune --before TIME FILE | query NAME STORE",
	.summary = "what is in a store of flows (-o sqlite:FILE), and questions to it",
	.statuses = "0 done, 2 usage, or a store that cannot be read.",
	.options = OPTIONS_STORE | OPTIONS_CONFINED,
	.take_words = command_take_action,
	.check = check_words,
	.run = run_store,
};
