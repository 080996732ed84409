/* SPDX-License-Identifier: BSD-2-Clause */
/* ship: what sensors spooled, to the store that many of them feed. */
#include "commands.h"

#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/error.h"
#include "ship/ship.h"

#include "options.h"
#include "run.h"

static void say(const char *line)
{
	run_complain("%s", line);
}

static bool take_directory(struct options *options, char *const *words, size_t count,
                           struct error *err)
{
	(void)err;
	options->words = words;
	options->word_count = count;
	return true;
}

static bool check(const struct options *options, struct error *err)
{
	struct stat about;

	if (options->word_count != 1 || !options->ship_to)
		return error_set(err, "expected --to URL and one directory, see --help");
	return (stat(options->words[0], &about) == 0 && S_ISDIR(about.st_mode)) ||
	       error_set(err, "%s: not a directory", options->words[0]);
}

static unsigned long long number(uint64_t value)
{
	return value;
}

static void print_counts(const struct ship_counts *counts)
{
	printf("%llu records acknowledged in %llu files (%llu from before), %llu lines "
	       "discarded, %llu files refused, %llu waiting, %llu records dropped\n",
	       number(counts->acknowledged), number(counts->files), number(counts->again),
	       number(counts->discarded), number(counts->refused),
	       number(counts->waiting), number(counts->dropped));
}

static int run_ship(const struct options *options)
{
	const struct ship_options ship = {
		.url = options->ship_to,
		.directory = options->words[0],
		.credentials = options->credentials,
		.sensor = options->from_sensor,
		.spool_most = options->spool_most,
		.follow = options->capture.follow,
	};
	struct ship_counts counts;
	struct error err;
	/* No other signal is handled: whenever it is killed, nothing is lost. */
	signal(SIGPIPE, SIG_IGN);

	bool ok = ship_run(&ship, &counts, say, &err);

	if (!ok)
		run_complain("%s", err.text);
	print_counts(&counts);
	if (!ok)
		return EXIT_TROUBLE;
	return counts.discarded + counts.refused + counts.waiting + counts.dropped > 0
	               ? EXIT_INCOMPLETE
	               : EXIT_CLEAN;
}

const struct command ship_command = {
	.name = "ship",
	.arguments = "--to URL [OPTION...] DIR",
	.summary = "send the EVE files of a directory to ClickHouse, each record once",
	.statuses =
		"0 the server has all, 2 usage, or a server that will not have them,\n"
		"3 something waits, or was discarded, refused or dropped.",
	.options = OPTIONS_SHIP,
	.take_words = take_directory,
	.check = check,
	.run = run_ship,
};
