/* SPDX-License-Identifier: BSD-2-Clause */
#include "options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "report/format.h"

#include "option_values.h"

#define FOR(command) (1u << (command))
#define READERS      (FOR(COMMAND_AUDIT) | FOR(COMMAND_FLOWS))
#define JUDGES       (READERS | FOR(COMMAND_ROWS) | FOR(COMMAND_SITE))
#define EVERY        (JUDGES | FOR(COMMAND_NONE))

/* Long options without a letter. */
enum long_only {
	LONG_COUNT = 256,
	LONG_FAIL_ON,
	LONG_ID,
	LONG_LIST_INTERFACES,
	LONG_MEMCAP,
	LONG_NO_FAIL,
	LONG_PORT,
	LONG_ROLE,
	LONG_SERVICE,
	LONG_STRICT,
	LONG_THREADS,
};

/* --- The table ------------------------------------------------------------------ */

static const struct option_spec {
	const char *name;
	int letter;          /* or one of enum long_only */
	const char *value;   /* NULL when the option takes none */
	const char *summary; /* up to 48 columns, so that --help fits 80 */
	unsigned commands;   /* FOR() bits */
	bool (*apply)(struct options *, const char *value, struct error *);
} specs[] = {
	{ "read", 'r', "FILE|DIR|-", "read captures, also .gz .zst .xz; repeatable",
	  READERS, option_set_file },
	{ "interface", 'i', "IFACE", "capture live, needs CAP_NET_RAW; repeatable",
	  READERS, option_set_interface },
	{ "site", 'c', "FILE", "site file: hosts, roles, what is allowed", JUDGES,
	  option_set_site },
	{ "signatures", 'S', "DIR", "catalogues and signatures, not those installed",
	  JUDGES, option_set_signatures },
	{ "output", 'o', "FORMAT[:PATH]", "what to print, and to which file; repeatable",
	  READERS | FOR(COMMAND_ROWS), option_set_output },
	{ "write", 'w', "FILE", "write the packets of findings, as pcapng",
	  FOR(COMMAND_AUDIT), option_set_evidence },
	{ "filter", 'f', "BPF", "take only frames that pass; or as last words", READERS,
	  option_set_filter },
	{ "filter-file", 'F', "FILE", "read the filter from FILE", READERS,
	  option_set_filter_file },
	{ "snaplen", 's', "N", "bytes kept of a frame, 0 for all (default)", READERS,
	  option_set_snaplen },
	{ "buffer", 'B', "MiB", "kernel buffer of a live capture, default 16", READERS,
	  option_set_buffer },
	{ "count", LONG_COUNT, "N", "stop after N frames", READERS, option_set_count },
	{ "memcap", LONG_MEMCAP, "SIZE", "memory for flows and verdicts, default 512MiB",
	  READERS, option_set_memcap },
	{ "threads", LONG_THREADS, "N", "for files; default 2 on two processors or more",
	  READERS, option_set_threads },
	{ "user", 'u', "USER", "who to become once the inputs are open", READERS,
	  option_set_user },
	{ "group", 'g', "GROUP", "and in which group, default that of USER", READERS,
	  option_set_group },
	{ "fail-on", LONG_FAIL_ON, "SEVERITY",
	  "exit 1 from low, medium (default) or high on", FOR(COMMAND_AUDIT),
	  option_set_fail_on },
	{ "strict", LONG_STRICT, NULL, "known but undocumented traffic is a finding",
	  READERS, option_set_strict },
	{ "no-fail", LONG_NO_FAIL, NULL, "exit 0 whatever was found", FOR(COMMAND_AUDIT),
	  option_set_no_fail },
	{ "port", LONG_PORT, "N[/tcp|/udp]", "rows that list this port",
	  FOR(COMMAND_ROWS), option_set_port },
	{ "role", LONG_ROLE, "ROLE", "rows of this role", FOR(COMMAND_ROWS),
	  option_set_role },
	{ "service", LONG_SERVICE, "SERVICE", "rows of this service", FOR(COMMAND_ROWS),
	  option_set_service },
	{ "id", LONG_ID, "ID", "one row, as in server-7", FOR(COMMAND_ROWS),
	  option_set_id },
	{ "numeric", 'n', NULL, "accepted; output is numeric anyway", READERS,
	  option_set_numeric },
	{ "quiet", 'q', NULL, "no progress, no remarks on standard error",
	  READERS | FOR(COMMAND_ROWS), option_set_quiet },
	{ "verbose", 'v', NULL, "list also what is summed up otherwise", READERS,
	  option_set_verbose },
	{ "list-interfaces", LONG_LIST_INTERFACES, NULL,
	  "show what -i can name, and exit", FOR(COMMAND_NONE),
	  option_set_list_interfaces },
	{ "version", 'V', NULL, "show versions, and exit", EVERY, option_set_version },
	{ "help", 'h', NULL, "show this help, and exit", EVERY, option_set_help },
};

static const struct {
	const char *name;
	enum command command;
	const char *arguments;
	const char *summary;
	const char *statuses; /* what the exit status says */
	bool reports;         /* has -o, for what kind of answer */
	enum report_kind kind;
} commands[] = {
	{ "audit", COMMAND_AUDIT, "INPUT... [OPTION...] [BPF]",
	  "judge the traffic and print the report",
	  "0 nothing at or above --fail-on, 1 findings, 2 usage, configuration,\n"
	  "permission or unreadable input, 3 incomplete: damaged input, more than 1 %\n"
	  "dropped, memory full or output lost. 3 wins over 1, and 2 over all.",
	  true, REPORT_AUDIT },
	{ "flows", COMMAND_FLOWS, "INPUT... [OPTION...] [BPF]",
	  "print one record for each flow, with its verdict",
	  "0 done, 2 and 3 as of audit.", true, REPORT_FLOWS },
	{ "rows", COMMAND_ROWS, "[OPTION...]",
	  "print the rows of the documented tables, explained",
	  "0 done, 2 usage or configuration.", true, REPORT_ROWS },
	{ "site", COMMAND_SITE, "check -c FILE",
	  "check a site file and print what it declares",
	  "0 it is good, 2 it is not, or usage.", false, REPORT_ROWS },
};

static const struct option_spec *find_spec(int letter)
{
	for (size_t i = 0; i < ARRAY_LEN(specs); i++)
		if (specs[i].letter == letter)
			return &specs[i];
	return NULL;
}

/* Derive getopt_long()'s two descriptions from the table. */
static void build_getopt(char *letters, struct option *longs)
{
	*letters++ = ':';
	for (size_t i = 0; i < ARRAY_LEN(specs); i++) {
		if (specs[i].letter < 256) {
			*letters++ = (char)specs[i].letter;
			if (specs[i].value)
				*letters++ = ':';
		}
		longs[i] = (struct option){
			.name = specs[i].name,
			.has_arg = specs[i].value ? required_argument : no_argument,
			.val = specs[i].letter,
		};
	}
	*letters = '\0';
}

static const char *command_name(enum command command)
{
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (commands[i].command == command)
			return commands[i].name;
	return "lynctap";
}

static bool parse_options(struct options *options, int argc, char *argv[],
                          struct error *err)
{
	char letters[2 * ARRAY_LEN(specs) + 2];
	struct option longs[ARRAY_LEN(specs) + 1] = { 0 };
	int letter;

	build_getopt(letters, longs);
	opterr = 0;
	optind = options->command == COMMAND_NONE ? 1 : 2;
	while ((letter = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		const struct option_spec *spec = find_spec(letter);

		if (letter == ':')
			return error_set(err, "option '%s' needs a value, see --help",
			                 argv[optind - 1]);
		if (!spec)
			return error_set(err, "there is no option '%s', see --help",
			                 argv[optind - 1]);
		if (!(spec->commands & FOR(options->command)))
			return error_set(err, "--%s does not go with %s, see --help",
			                 spec->name, command_name(options->command));
		if (!spec->apply(options, optarg, err))
			return false;
	}
	return true;
}

/* What is left on the command line: a filter, or what `site` should do. */
static bool parse_words(struct options *options, int argc, char *argv[],
                        struct error *err)
{
	struct text words = { 0 };

	if (optind == argc)
		return true;
	if (options->command == COMMAND_SITE) {
		options->action = argv[optind];
		return optind + 1 == argc ||
		       error_set(err, "expected: lynctap site check -c FILE");
	}
	if (options->command == COMMAND_ROWS)
		return error_set(err, "rows takes no words such as '%s', see --help",
		                 argv[optind]);
	for (int i = optind; i < argc; i++) {
		text_add(&words, i > optind ? " " : "");
		text_add(&words, argv[i]);
	}
	bool added = words.failed ? error_set(err, "out of memory")
	                          : option_add_filter(options, words.at, err);

	text_fini(&words);
	return added;
}

static bool find_command(struct options *options, int argc, char *argv[],
                         struct error *err)
{
	if (argc < 2)
		return error_set(
			err,
			"expected a command: audit, flows, rows or site; see --help");
	if (argv[1][0] == '-')
		return true;
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		if (strcmp(argv[1], commands[i].name) == 0) {
			options->command = commands[i].command;
			return true;
		}
	}
	return error_set(
		err, "there is no command '%s': audit, flows, rows or site; see --help",
		argv[1]);
}

static bool complete(const struct options *options, struct error *err)
{
	if (options->help || options->version || options->list_interfaces)
		return true;
	switch (options->command) {
	case COMMAND_NONE:
		return error_set(
			err,
			"expected a command: audit, flows, rows or site; see --help");
	case COMMAND_AUDIT:
	case COMMAND_FLOWS:
		if (options->files.count + options->interfaces.count == 0)
			return options->filter
			               ? error_set(err,
			                           "expected an input: -r FILE or -i "
			                           "IFACE; '%s' is taken as a filter",
			                           options->filter)
			               : error_set(err,
			                           "expected an input: -r FILE or -i "
			                           "IFACE; see --help");
		return true;
	case COMMAND_SITE:
		if (!options->action || strcmp(options->action, "check") != 0)
			return error_set(err, "expected: lynctap site check -c FILE");
		if (!options->site_file)
			return error_set(err, "site check needs -c FILE");
		return true;
	case COMMAND_ROWS:
		break;
	}
	return true;
}

bool options_parse(struct options *options, int argc, char *argv[], struct error *err)
{
	*options = (struct options){ .fail_on = SEVERITY_MEDIUM,
		                     .memory = OPTIONS_MEMCAP,
		                     .threads = 0 };
	if (!find_command(options, argc, argv, err) ||
	    !parse_options(options, argc, argv, err) ||
	    !parse_words(options, argc, argv, err) || !complete(options, err)) {
		options_fini(options);
		return false;
	}
	options->capture.filter = options->filter;
	return true;
}

void options_fini(struct options *options)
{
	free(options->filter);
	options->filter = NULL;
}

/* --- Help --------------------------------------------------------------------------- */

static void print_option(FILE *out, const struct option_spec *spec)
{
	char left[48];

	if (spec->letter < 256)
		snprintf(left, sizeof(left), "-%c, --%s%s%s", spec->letter, spec->name,
		         spec->value ? " " : "", spec->value ? spec->value : "");
	else
		snprintf(left, sizeof(left), "    --%s%s%s", spec->name,
		         spec->value ? " " : "", spec->value ? spec->value : "");
	fprintf(out, "  %-29s %s\n", left, spec->summary);
}

static bool is_about(enum command asked, enum command command)
{
	return asked == COMMAND_NONE || asked == command;
}

/* Of @asked, or of every command: the formats, and which of them has each. */
static void print_formats(FILE *out, enum command asked)
{
	size_t count;
	const struct report_format *formats = report_formats(&count);
	bool headed = false;

	for (size_t i = 0; i < count; i++) {
		struct text who = { 0 };

		for (size_t j = 0; j < ARRAY_LEN(commands); j++)
			if (is_about(asked, commands[j].command) && commands[j].reports &&
			    report_format_writes(&formats[i], commands[j].kind))
				text_addf(&who, "%s%s", who.len ? ", " : "",
				          commands[j].name);
		if (who.len && !headed)
			fputs("\nFormats of -o\n", out);
		headed |= who.len > 0;
		if (who.len)
			fprintf(out, "  %-6s %-20s %s\n", formats[i].name, who.at,
			        formats[i].summary);
		text_fini(&who);
	}
}

static void print_statuses(FILE *out, enum command command)
{
	fputs("\nExit status\n", out);
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (is_about(command, commands[i].command))
			fprintf(out, "%s: %s\n", commands[i].name, commands[i].statuses);
}

void options_print_help(FILE *out, enum command command)
{
	fputs("See what a Lync Server 2013 or Skype for Business network really "
	      "carries.\n\n",
	      out);
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (is_about(command, commands[i].command))
			fprintf(out, "  lynctap %s %s\n      %s\n", commands[i].name,
			        commands[i].arguments, commands[i].summary);
	if (command == COMMAND_NONE || FOR(command) & READERS)
		fputs("\nINPUT is -r or -i, as often as needed. Options come before or "
		      "after it. BPF is\na filter as tcpdump takes it.\n",
		      out);
	fputs("\nOptions\n", out);
	for (size_t i = 0; i < ARRAY_LEN(specs); i++)
		if (command == COMMAND_NONE || specs[i].commands & FOR(command))
			print_option(out, &specs[i]);
	print_formats(out, command);
	print_statuses(out, command);
}
