/* SPDX-License-Identifier: BSD-2-Clause */
/* ship: what sensors spooled, to the store that many of them feed. */
#include "commands.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "report/event_stream.h"
#include "report/format.h"
#include "report/output.h"
#include "ship/ship.h"

#include "options.h"
#include "outputs.h"
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
	for (size_t i = 0; i < options->outputs.count; i++)
		if (!report_format_ask(REPORT_SHIP, options->outputs.items[i], err))
			return false;
	return (stat(options->words[0], &about) == 0 && S_ISDIR(about.st_mode)) ||
	       error_set(err, "%s: not a directory", options->words[0]);
}

/* --- What becomes of it ----------------------------------------------------------------- */

/* Where numbers go: FORMAT[:PATH], each behind every look at the spool. */
struct numbers {
	const struct options *options;
	const char *sensor;
	struct ship_counts said; /* what records of EVE said last */
	bool has_said, failed;
};

static ship_numbers_writer *writer_of(const char *wish)
{
	return report_format_find(REPORT_SHIP, wish, strcspn(wish, ":"))->ship;
}

static bool is_stream(ship_numbers_writer *writer)
{
	return writer == ship_numbers_eve;
}

/* A stream goes on. */
static bool append(const char *path, const struct numbers *numbers,
                   const struct ship_counts *counts, struct error *err)
{
	struct event_stream stream;
	bool written;

	if (!event_stream_open(&stream, path, err))
		return false;
	ship_numbers_eve(&stream.pending, counts, numbers->sensor, clock_wall_us());
	written = event_stream_flush(&stream, err);
	event_stream_close(&stream);
	return written;
}

/* Any other file is replaced. */
static bool replace(const char *path, ship_numbers_writer *writer,
                    const struct numbers *numbers, const struct ship_counts *counts,
                    struct error *err)
{
	struct text text = { 0 };
	struct output output;

	output_over_stream(&output, stdout);
	if (path && !output_open(&output, path, err))
		return false;
	writer(&text, counts, numbers->sensor, clock_wall_us());
	output.spoilt =
		text.failed || fwrite(text.at, 1, text.len, output.stream) != text.len;
	text_fini(&text);
	return output_close(&output, err);
}

static void write_numbers(struct numbers *numbers, ship_numbers_writer *writer,
                          const char *path, const struct ship_counts *counts)
{
	struct error err;
	const bool written = is_stream(writer)
	                             ? append(path, numbers, counts, &err)
	                             : replace(path, writer, numbers, counts, &err);

	if (!written && !numbers->failed)
		run_complain("%s", err.text);
	numbers->failed |= !written;
}

/* A stream says it when something became of records, files always. */
static void looked(const struct ship_counts *counts, void *context)
{
	struct numbers *numbers = context;
	const struct option_list *wishes = &numbers->options->outputs;
	bool is_news = !numbers->has_said ||
	               memcmp(&numbers->said, counts, sizeof(*counts)) != 0;

	for (size_t i = 0; i < wishes->count; i++) {
		ship_numbers_writer *writer = writer_of(wishes->items[i]);
		const char *path = outputs_wish_path(wishes->items[i]);

		if (is_stream(writer) ? is_news : path != NULL)
			write_numbers(numbers, writer, path, counts);
	}
	numbers->said = *counts;
	numbers->has_said = true;
}

/* Standard output has them once, at the end: as a line, unless something else goes there. */
static void print_counts(struct numbers *numbers, const struct ship_counts *counts)
{
	const struct option_list *wishes = &numbers->options->outputs;
	bool is_taken = false;

	for (size_t i = 0; i < wishes->count; i++) {
		ship_numbers_writer *writer = writer_of(wishes->items[i]);

		if (outputs_wish_path(wishes->items[i]))
			continue;
		is_taken = true;
		if (!is_stream(writer))
			write_numbers(numbers, writer, NULL, counts);
	}
	if (!is_taken)
		write_numbers(numbers, ship_numbers_text, NULL, counts);
}

static bool is_all_there(const struct ship_counts *counts)
{
	return counts->discarded + counts->refused_files + counts->waiting_files +
	               counts->dropped ==
	       0;
}

static int run_ship(const struct options *options)
{
	char host[HOST_NAME_MAX + 1] = "localhost";
	struct numbers numbers = { .options = options, .sensor = options->from_sensor };
	struct ship_counts counts;
	struct error err;

	if (!numbers.sensor && gethostname(host, HOST_NAME_MAX) == 0)
		host[HOST_NAME_MAX] = '\0';
	if (!numbers.sensor)
		numbers.sensor = host;
	const struct ship_options ship = {
		.url = options->ship_to,
		.directory = options->words[0],
		.credentials = options->credentials,
		.sensor = numbers.sensor,
		.spool_most = options->spool_most,
		.follow = options->capture.follow,
		.say = say,
		.looked = looked,
		.context = &numbers,
	};
	/* No other signal is handled: whenever it is killed, nothing is lost. */
	signal(SIGPIPE, SIG_IGN);

	bool ok = ship_run(&ship, &counts, &err);

	if (!ok)
		run_complain("%s", err.text);
	print_counts(&numbers, &counts);
	if (!ok)
		return EXIT_TROUBLE;
	return is_all_there(&counts) && !numbers.failed ? EXIT_CLEAN : EXIT_INCOMPLETE;
}

const struct command ship_command = {
	.name = "ship",
	.arguments = "--to URL [OPTION...] DIR",
	.summary = "send the EVE files of a directory to ClickHouse, each record once",
	.statuses =
		"0 the server has all, 2 usage, or a server that will not have them,\n"
		"3 something waits, or was discarded, refused or dropped.",
	.options = OPTIONS_SHIP | OPTIONS_OUTPUT,
	.report = REPORT_SHIP,
	.take_words = take_directory,
	.check = check,
	.run = run_ship,
};
