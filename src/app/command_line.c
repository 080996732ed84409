/* SPDX-License-Identifier: BSD-2-Clause */
#include "command_line.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/spelling.h"
#include "base/text.h"

#include "commands.h"
#include "option_types.h"
#include "options.h"

/* Where a field is, which has to be of @type. */
#define FIELD(member, type)                                                              \
	(offsetof(struct options, member) +                                              \
	 0 * sizeof(_Generic(&((struct options *)NULL)->member, type * : 0)))

#define NO_FIELD 0
#define MiB      ((uint64_t)1 << 20)
#define US       UINT64_C(1000000)

/* --- The table ------------------------------------------------------------------ */

/* NAME, LETTER, VALUE, SUMMARY, GROUPS, TYPE, FIELD, LOW, HIGH */
static const struct option_spec specs[] = {
	{ "read", 'r', "[SENSOR=]FILE|DIR|-",
	  "read captures, also .gz .zst .xz; repeatable", OPTIONS_INPUT, option_input,
	  FIELD(files, struct input_list), 0, 0 },
	{ "recursive", 0, NULL, "read also what is below the directories of -r",
	  OPTIONS_INPUT, option_flag, FIELD(capture.recursive, bool), 0, 0 },
	{ "follow", 0, NULL, "what is read or shipped grows: do not end",
	  OPTIONS_INPUT | OPTIONS_SHIP, option_flag, FIELD(capture.follow, bool), 0, 0 },
	{ "state", 0, "FILE", "go on where an earlier run of --follow was", OPTIONS_INPUT,
	  option_text, FIELD(state, const char *), 0, 0 },
	{ "interface", 'i', "IFACE", "capture live, needs CAP_NET_RAW; repeatable",
	  OPTIONS_INPUT, option_listed, FIELD(interfaces, struct option_list), 0, 0 },
	{ "site", 'c', "FILE", "site file: hosts, roles, what is allowed",
	  OPTIONS_KNOWLEDGE, option_text, FIELD(site_file, const char *), 0, 0 },
	{ "signatures", 'S', "DIR", "catalogues and signatures, not those installed",
	  OPTIONS_KNOWLEDGE | OPTIONS_STORE, option_text, FIELD(signatures, const char *),
	  0, 0 },
	{ "output", 'o', "FORMAT[:PATH]", "what to print, and to which file; repeatable",
	  OPTIONS_OUTPUT | OPTIONS_DRAFT, option_listed,
	  FIELD(outputs, struct option_list), 0, 0 },
	{ "hosts", 0, "FILE", "names and addresses: a hosts file or CSV", OPTIONS_DRAFT,
	  option_text, FIELD(hosts_file, const char *), 0, 0 },
	{ "update", 0, "SITE", "import: bring this site file up to date", OPTIONS_DRAFT,
	  option_text, FIELD(update, const char *), 0, 0 },
	{ "against", 0, "REPORT.json", "what it heard, and what it did not use",
	  OPTIONS_EXCEPT | OPTIONS_ROWS, option_text, FIELD(against, const char *), 0,
	  0 },
	{ "firewall", 0, "nftables|csv", "the rules that the site's rows imply",
	  OPTIONS_ROWS, option_text, FIELD(firewall, const char *), 0, 0 },
	{ "reason", 0, "TEXT", "of what is allowed or borne: why", OPTIONS_EXCEPT,
	  option_text, FIELD(reason, const char *), 0, 0 },
	{ "ticket", 0, "ID", "and where that was decided", OPTIONS_EXCEPT, option_text,
	  FIELD(ticket, const char *), 0, 0 },
	{ "until", 0, "YYYY-MM-DD", "and the last day it holds", OPTIONS_EXCEPT,
	  option_text, FIELD(until, const char *), 0, 0 },
	{ "write", 0, NULL, "add the lines to the site file", OPTIONS_EXCEPT, option_flag,
	  FIELD(write_site, bool), 0, 0 },
	{ "write", 'w', "FILE", "write the packets of findings, as pcapng",
	  OPTIONS_VERDICT, option_text, FIELD(evidence, const char *), 0, 0 },
	{ "filter", 'f', "BPF", "take only frames that pass; or as last words",
	  OPTIONS_INPUT, option_filter, FIELD(filter, char *), 0, 0 },
	{ "filter-file", 'F', "FILE", "read the filter from FILE", OPTIONS_INPUT,
	  option_filter_file, FIELD(filter, char *), 0, 0 },
	{ "snaplen", 's', "N", "bytes kept of a frame, 0 for all (default)",
	  OPTIONS_INPUT, option_number32, FIELD(capture.snaplen, uint32_t), 0, 262144 },
	{ "buffer", 'B', "MiB", "kernel buffer of a live capture, default 64",
	  OPTIONS_INPUT, option_number32, FIELD(capture.buffer_mib, uint32_t), 1, 2047 },
	{ "count", 0, "N", "stop after N frames", OPTIONS_INPUT, option_number64,
	  FIELD(capture.frame_limit, uint64_t), 1, UINT64_MAX },
	{ "copies", 0, "once|keep", "packets captured twice count once (default)",
	  OPTIONS_INPUT, option_copies, FIELD(keep_copies, bool), 0, 0 },
	{ "memcap", 0, "SIZE", "memory for flows and verdicts, default 512MiB",
	  OPTIONS_INPUT, option_size, FIELD(memory, size_t), 8 * MiB, SIZE_MAX },
	{ "threads", 0, "N", "for files; default 2 on two processors or more",
	  OPTIONS_INPUT, option_number32, FIELD(threads, uint32_t), 1, 64 },
	{ "user", 'u', "USER", "who to become once the inputs are open",
	  OPTIONS_INPUT | OPTIONS_CONFINED, option_text, FIELD(user, const char *), 0,
	  0 },
	{ "group", 'g', "GROUP", "and in which group, default that of USER",
	  OPTIONS_INPUT | OPTIONS_CONFINED, option_text, FIELD(group, const char *), 0,
	  0 },
	{ "sandbox", 0, "enforce|warn|off",
	  "confine itself (default); or only say, or not",
	  OPTIONS_INPUT | OPTIONS_CONFINED, option_sandbox,
	  FIELD(sandbox, enum confinement_mode), 0, 0 },
	{ "digest", 0, NULL, "state the SHA-256 of input files as well", OPTIONS_VERDICT,
	  option_flag, FIELD(digest, bool), 0, 0 },
	{ "qos", 0, NULL, "how media was marked, and how it arrived", OPTIONS_VERDICT,
	  option_flag, FIELD(qos, bool), 0, 0 },
	{ "baseline", 0, "OLD.json", "exit 1 for what this report does not have",
	  OPTIONS_VERDICT, option_text, FIELD(baseline, const char *), 0, 0 },
	{ "fail-on", 0, "SEVERITY", "exit 1 from low, medium (default) or high on",
	  OPTIONS_VERDICT | OPTIONS_DIFF, option_severity, FIELD(fail_on, enum severity),
	  0, 0 },
	{ "strict", 0, NULL, "traffic known only, or unverified, is a finding",
	  OPTIONS_INPUT, option_flag, FIELD(strict, bool), 0, 0 },
	{ "no-fail", 0, NULL, "exit 0 whatever was found", OPTIONS_VERDICT | OPTIONS_DIFF,
	  option_flag, FIELD(no_fail, bool), 0, 0 },
	{ "idle-ok", 0, NULL, "no flow of a Lync server is no incomplete run",
	  OPTIONS_INPUT, option_flag, FIELD(idle_ok, bool), 0, 0 },
	{ "summary", 0, NULL, "the text report is one line, for monitoring",
	  OPTIONS_VERDICT, option_flag, FIELD(summary, bool), 0, 0 },
	{ "color", 0, "WHEN", "auto (default), always or never", OPTIONS_OUTPUT,
	  option_colour, FIELD(colour, enum colour), 0, 0 },
	{ "lang", 0, "LANG", "en or fr; default as LC_MESSAGES says", OPTIONS_VERDICT,
	  option_language, FIELD(language, enum language), 0, 0 },
	{ "all", 0, NULL, "text: every cause and finding in full", OPTIONS_VERDICT,
	  option_flag, FIELD(all, bool), 0, 0 },
	{ "from", 0, "TIME", "of stores: flows that went on then or later", OPTIONS_INPUT,
	  option_moment, FIELD(from_us, int64_t), 0, 0 },
	{ "to", 0, "TIME", "of stores: flows that began before", OPTIONS_INPUT,
	  option_moment, FIELD(to_us, int64_t), 0, 0 },
	{ "sensor", 0, "NAME", "of stores: what this one saw; ship: who it is",
	  OPTIONS_INPUT | OPTIONS_SHIP, option_text, FIELD(from_sensor, const char *), 0,
	  0 },
	{ "to", 0, "URL", "ship: http or https, where ClickHouse listens", OPTIONS_SHIP,
	  option_text, FIELD(ship_to, const char *), 0, 0 },
	{ "credentials", 0, "FILE", "of a server: one line user:password",
	  OPTIONS_SHIP | OPTIONS_INPUT | OPTIONS_STORE, option_text,
	  FIELD(credentials, const char *), 0, 0 },
	{ "spool-max", 0, "SIZE", "-w, ship: what came first goes beyond it",
	  OPTIONS_SHIP | OPTIONS_VERDICT, option_size, FIELD(spool_most, size_t), 0,
	  SIZE_MAX },
	{ "before", 0, "TIME", "prune: what arrived before", OPTIONS_STORE, option_moment,
	  FIELD(before_us, int64_t), 0, 0 },
	{ "alert-after", 0, "TIME", "say a finding at most so late, default 10s",
	  OPTIONS_WATCH, option_time, FIELD(alert_after_us, uint64_t), 1, 3600 },
	{ "flow-events", 0, NULL, "-o eve has the records of flows as well",
	  OPTIONS_WATCH, option_flag, FIELD(flow_events, bool), 0, 0 },
	{ "forget", 0, "TIME", "a finding gone for so long is news, default 7d",
	  OPTIONS_WATCH, option_time, FIELD(forget_us, uint64_t), 1, 3660 * 86400 },
	{ "every", 0, "TIME", "between two reports, by the clock, default 1h",
	  OPTIONS_WATCH, option_time, FIELD(every_us, uint64_t), 1, 366 * 86400 },
	{ "stats", 0, "TIME", "between two of stats, default 60s", OPTIONS_WATCH,
	  option_time, FIELD(stats_us, uint64_t), 1, 86400 },
	{ "quiet-after", 0, "TIME", "an input silent for so long is said, default 5m",
	  OPTIONS_WATCH, option_time, FIELD(quiet_us, uint64_t), 1, 366 * 86400 },
	{ "port", 0, "N[/tcp|/udp]", "rows that list this port", OPTIONS_ROWS,
	  option_port, FIELD(rows, struct report_rows_filter), 0, 65535 },
	{ "role", 0, "ROLE", "rows of this role", OPTIONS_ROWS, option_role,
	  FIELD(rows.role, const char *), 0, 0 },
	{ "service", 0, "SERVICE", "rows of this service", OPTIONS_ROWS, option_text,
	  FIELD(rows.service, const char *), 0, 0 },
	{ "id", 0, "ID", "one row, as in server-7", OPTIONS_ROWS, option_text,
	  FIELD(rows.id, const char *), 0, 0 },
	{ "numeric", 'n', NULL, "accepted; output is numeric anyway", OPTIONS_INPUT,
	  option_ignored, NO_FIELD, 0, 0 },
	{ "quiet", 'q', NULL, "no progress, no remarks on standard error",
	  OPTIONS_OUTPUT | OPTIONS_INPUT, option_flag, FIELD(quiet, bool), 0, 0 },
	{ "verbose", 'v', NULL, "list also what is summed up otherwise",
	  OPTIONS_INPUT | OPTIONS_DIFF, option_counted, FIELD(verbose, unsigned), 0, 0 },
	{ "list-interfaces", 0, NULL, "show what -i can name, and exit", OPTIONS_ALONE,
	  option_flag, FIELD(list_interfaces, bool), 0, 0 },
	{ "version", 'V', NULL, "show versions, and exit", OPTIONS_ALWAYS, option_flag,
	  FIELD(version, bool), 0, 0 },
	{ "help", 'h', NULL, "show this help, and exit", OPTIONS_ALWAYS, option_flag,
	  FIELD(help, bool), 0, 0 },
};

/* --- Parsing ---------------------------------------------------------------------- */

#define LONG 256 /* and the row's number: what getopt_long() returns for a long option */

static bool goes_with(const struct option_spec *spec, const struct command *command)
{
	unsigned takes = command ? command->options : OPTIONS_ALONE;

	return spec->groups & (takes | OPTIONS_ALWAYS);
}

/* What an option means may hang on the command: another row of its name goes with it. */
static bool is_another_commands(size_t number, const struct command *command)
{
	for (size_t i = 0; i < ARRAY_LEN(specs); i++)
		if (strcmp(specs[i].name, specs[number].name) == 0 &&
		    goes_with(&specs[i], command))
			return !goes_with(&specs[number], command);
	return false;
}

/* Derive getopt_long()'s two descriptions from the table. */
static void build_getopt(const struct command *command, char *letters,
                         struct option *longs)
{
	*letters++ = ':';
	for (size_t i = 0; i < ARRAY_LEN(specs); i++) {
		if (is_another_commands(i, command))
			continue;
		if (specs[i].letter) {
			*letters++ = specs[i].letter;
			if (specs[i].value)
				*letters++ = ':';
		}
		*longs++ = (struct option){
			.name = specs[i].name,
			.has_arg = specs[i].value ? required_argument : no_argument,
			.val = LONG + (int)i,
		};
	}
	*letters = '\0';
}

static const struct option_spec *find_spec(int returned)
{
	if (returned >= LONG)
		return &specs[returned - LONG];
	for (size_t i = 0; i < ARRAY_LEN(specs); i++)
		if (specs[i].letter == returned)
			return &specs[i];
	return NULL;
}

static bool refuse_option(const char *option, const struct command *command,
                          struct error *err)
{
	const char *word = strncmp(option, "--", 2) == 0 ? option + 2 : "";
	char name[SPELLING_MAX + 1];
	struct spelling spelling = spelling_of(name);

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(word, "="), word);
	for (size_t i = 0; i < ARRAY_LEN(specs); i++)
		if (goes_with(&specs[i], command))
			spelling_consider(&spelling, specs[i].name);
	return spelling.nearest[0]
	               ? error_set(err, "there is no option '%s', did you mean '--%s'?",
	                           option, spelling.nearest)
	               : error_set(err, "there is no option '%s', see --help", option);
}

static bool parse_options(struct options *options, int argc, char *argv[],
                          struct error *err)
{
	const struct command *command = options->command;
	char letters[2 * ARRAY_LEN(specs) + 2];
	struct option longs[ARRAY_LEN(specs) + 1] = { 0 };
	int returned;

	build_getopt(command, letters, longs);
	opterr = 0;
	optind = command ? 2 : 1;
	while ((returned = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		const struct option_spec *spec = find_spec(returned);

		if (returned == ':')
			return error_set(err, "option '%s' needs a value, see --help",
			                 argv[optind - 1]);
		if (!spec)
			return refuse_option(argv[optind - 1], command, err);
		if (!goes_with(spec, command))
			return error_set(err, "--%s does not go with %s, see --help",
			                 spec->name, command ? command->name : "lynctap");
		if (!spec->type(spec, optarg, (char *)options + spec->offset, err))
			return false;
	}
	return true;
}

static bool parse_words(struct options *options, int argc, char *argv[],
                        struct error *err)
{
	const struct command *command = options->command;

	/* Without a command it is the command that is missed. */
	if (optind == argc || !command)
		return true;
	if (command->take_words)
		return command->take_words(options, argv + optind,
		                           (size_t)(argc - optind), err);
	return error_set(err, "%s takes no words such as '%s', see --help", command->name,
	                 argv[optind]);
}

/* "audit, flows or rows" */
static void add_command_names(struct text *out)
{
	for (size_t i = 0; command_table[i]; i++)
		text_addf(out, "%s%s",
		          i == 0                 ? ""
		          : command_table[i + 1] ? ", "
		                                 : " or ",
		          command_table[i]->name);
}

static bool refuse_command(const char *name, struct error *err)
{
	struct text names = { 0 };

	add_command_names(&names);
	if (name)
		error_set(err, "there is no command '%s': %s; see --help", name,
		          names.at ? names.at : "");
	else
		error_set(err, "expected a command: %s; see --help",
		          names.at ? names.at : "");
	text_fini(&names);
	return false;
}

static bool parse_command(struct options *options, int argc, char *argv[],
                          struct error *err)
{
	if (argc < 2)
		return refuse_command(NULL, err);
	if (argv[1][0] == '-')
		return true;
	options->command = command_find(argv[1]);
	return options->command || refuse_command(argv[1], err);
}

static bool complete(const struct options *options, struct error *err)
{
	if (options->help || options->version || options->list_interfaces)
		return true;
	if (!options->command)
		return refuse_command(NULL, err);
	return !options->command->check || options->command->check(options, err);
}

/* A word that a shell leaves as it is, or one in quotes. */
static void add_word(struct text *out, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789@%+=:,./_-";

	text_add(out, out->len ? " " : "");
	if (*word && word[strspn(word, plain)] == '\0') {
		text_add(out, word);
		return;
	}
	text_add_char(out, '\'');
	for (; *word; word++)
		text_add(out, *word == '\'' ? "'\\''" : (const char[]){ *word, '\0' });
	text_add_char(out, '\'');
}

/* As it was written: getopt_long() changes the order. @return owned, NULL: no memory */
static char *join_words(int argc, char *argv[])
{
	struct text words = { 0 };

	add_word(&words, "lynctap");
	for (int i = 1; i < argc; i++)
		add_word(&words, argv[i]);
	if (words.failed)
		text_fini(&words);
	return words.at;
}

/* As the messages of other programs are. */
static enum language language_of_environment(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return strncmp(value, "fr", 2) == 0 ? LANGUAGE_FR : LANGUAGE_EN;
	}
	return LANGUAGE_EN;
}

bool command_line_parse(struct options *options, int argc, char *argv[],
                        struct error *err)
{
	*options = (struct options){ .fail_on = SEVERITY_MEDIUM,
		                     .memory = OPTIONS_MEMCAP,
		                     .language = language_of_environment(),
		                     .written = join_words(argc, argv),
		                     .alert_after_us = 10 * US,
		                     .forget_us = 7 * 86400 * US,
		                     .every_us = 3600 * US,
		                     .stats_us = 60 * US,
		                     .quiet_us = 300 * US };
	if (!parse_command(options, argc, argv, err) ||
	    !parse_options(options, argc, argv, err) ||
	    !parse_words(options, argc, argv, err) || !complete(options, err)) {
		command_line_fini(options);
		return false;
	}
	options->capture.filter = options->filter;
	options->capture.read_again =
		options->evidence || options->digest ||
		(options->command && options->command->options & OPTIONS_DRAFT);
	return true;
}

void command_line_fini(struct options *options)
{
	free(options->filter);
	free(options->written);
	options->filter = NULL;
	options->written = NULL;
	free(options->interfaces.items);
	free(options->outputs.items);
	options->interfaces = options->outputs = (struct option_list){ 0 };
	input_list_fini(&options->files);
}

/* --- Help --------------------------------------------------------------------------- */

static void print_option(FILE *out, const struct option_spec *spec)
{
	char left[48];

	if (spec->letter)
		snprintf(left, sizeof(left), "-%c, --%s%s%s", spec->letter, spec->name,
		         spec->value ? " " : "", spec->value ? spec->value : "");
	else
		snprintf(left, sizeof(left), "    --%s%s%s", spec->name,
		         spec->value ? " " : "", spec->value ? spec->value : "");
	fprintf(out, "  %-29s %s\n", left, spec->summary);
}

/* The commands that help is about: @asked, or all of them. */
static bool is_about(const struct command *asked, const struct command *command)
{
	return !asked || asked == command;
}

static void print_commands(FILE *out, const struct command *asked)
{
	for (size_t i = 0; command_table[i]; i++)
		if (is_about(asked, command_table[i]))
			fprintf(out, "  lynctap %s %s\n      %s\n",
			        command_table[i]->name, command_table[i]->arguments,
			        command_table[i]->summary);
	if (!asked || asked->options & OPTIONS_INPUT)
		fputs("\nINPUT is -r or -i, as often as needed, or files as the first "
		      "words; what follows\nthem is BPF, a filter as tcpdump takes it. "
		      "Options come before or after.\n",
		      out);
}

/* Each format with the commands among those asked about that have it. */
static void print_formats(FILE *out, const struct command *asked)
{
	size_t count;
	const struct report_format *formats = report_formats(&count);
	bool headed = false;

	for (size_t i = 0; i < count; i++) {
		struct text who = { 0 };

		for (size_t j = 0; command_table[j]; j++)
			if (is_about(asked, command_table[j]) &&
			    command_table[j]->options & OPTIONS_OUTPUT &&
			    report_format_writes(&formats[i], command_table[j]->report))
				text_addf(&who, "%s%s", who.len ? ", " : "",
				          command_table[j]->name);
		if (who.len && !headed)
			fputs("\nFormats of -o\n", out);
		headed |= who.len > 0;
		if (who.len)
			fprintf(out, "  %-6s %-32s %s\n", formats[i].name, who.at,
			        formats[i].summary);
		text_fini(&who);
	}
}

static void print_statuses(FILE *out, const struct command *asked)
{
	fputs("\nExit status\n", out);
	for (size_t i = 0; command_table[i]; i++)
		if (is_about(asked, command_table[i]))
			fprintf(out, "%s: %s\n", command_table[i]->name,
			        command_table[i]->statuses);
}

void command_line_print_help(FILE *out, const struct command *asked)
{
	fputs("See what a Lync Server 2013 or Skype for Business network really "
	      "carries.\n\n",
	      out);
	print_commands(out, asked);
	fputs("\nOptions\n", out);
	for (size_t i = 0; i < ARRAY_LEN(specs); i++)
		if (!asked || goes_with(&specs[i], asked))
			print_option(out, &specs[i]);
	print_formats(out, asked);
	print_statuses(out, asked);
}
