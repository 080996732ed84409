/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lynctap - the composition root: parse, run a command, exit.
 *
 *   capture -> decode -> flow -> inspect -> judge -> report
 *                                  policy ----^
 */
#include <signal.h>
#include <stdio.h>

#include "base/error.h"
#include "capture/interfaces.h"
#include "http/http.h"
#include "inspect/inspector.h"
#include "store/store.h"

#include "command_line.h"
#include "commands.h"
#include "confinement.h"
#include "options.h"
#include "run.h"

static void print_interface(const char *name, const char *description, void *context)
{
	(void)context;
	if (description && *description)
		printf("%-18s %s\n", name, description);
	else
		printf("%s\n", name);
}

static int list_interfaces(void)
{
	struct error err;

	if (interfaces_visit(print_interface, NULL, &err))
		return EXIT_CLEAN;
	run_complain("%s", err.text);
	return EXIT_TROUBLE;
}

static void print_version(void)
{
	char confinement[128];

	confinement_describe_possible(confinement, sizeof(confinement));
	printf("%s\n%s\nnDPI %s\n%s\n%s\nsandbox: %s\n", PACKAGE_STRING,
	       interfaces_backend(), inspector_backend(), store_backend(), http_backend(),
	       confinement);
}

int main(int argc, char *argv[])
{
	struct options options;
	struct output output;
	struct error err;
	int status = EXIT_CLEAN;

	/* A file that reaches the limit of its size is a failed write: exit status 3. */
	signal(SIGXFSZ, SIG_IGN);
	if (!command_line_parse(&options, argc, argv, &err)) {
		run_complain("%s", err.text);
		return EXIT_TROUBLE;
	}
	if (options.help)
		command_line_print_help(stdout, options.command);
	else if (options.version)
		print_version();
	else
		status = options.command ? options.command->run(&options)
		                         : list_interfaces();
	command_line_fini(&options);
	output_over_stream(&output, stdout);
	if (!output_flush(&output, &err) && status < EXIT_TROUBLE)
		status = EXIT_INCOMPLETE;
	return status;
}
