/* SPDX-License-Identifier: BSD-2-Clause */
/* site: which of its actions there are, and what each takes. */
#include "commands.h"

#include <string.h>

#include "base/array.h"
#include "base/error.h"

#include "options.h"
#include "site_allow.h"
#include "site_checking.h"
#include "site_import.h"
#include "site_infer.h"

static bool check_words(const struct options *options, struct error *err)
{
	if (options->word_count > 0)
		return error_set(err, "expected: lynctap site check -c FILE");
	if (options->outputs.count > 1 ||
	    (options->outputs.count == 1 &&
	     strcmp(options->outputs.items[0], "text") != 0 &&
	     strcmp(options->outputs.items[0], "json") != 0 &&
	     strncmp(options->outputs.items[0], "json:", 5) != 0))
		return error_set(err, "site check writes text or json: -o json[:PATH]");
	return options->site_file || error_set(err, "site check needs -c FILE");
}

static bool import_words(const struct options *options, struct error *err)
{
	if (options->word_count == 0)
		return error_set(err, "site import needs the files of an export");
	if (options->interfaces.count > 0)
		return error_set(err, "site import reads captures from files");
	if (options->outputs.count > 1)
		return error_set(err, "site import writes one file");
	return !options->site_file ||
	       error_set(err, "--site does not go with site import, see --help");
}

static bool infer_words(const struct options *options, struct error *err)
{
	if (options->interfaces.count > 0)
		return error_set(err, "site infer reads files, several times");
	if (options->files.count == 0 || options->word_count > 0)
		return error_set(err, "expected: lynctap site infer -r FILE...");
	if (options->outputs.count > 1)
		return error_set(err, "site infer writes one file");
	if (options->update)
		return error_set(err, "--update does not go with site infer, see --help");
	return !options->site_file ||
	       error_set(err, "--site does not go with site infer, see --help");
}

static bool exception_words(const struct options *options, struct error *err)
{
	if (options->word_count < 2)
		return error_set(err,
		                 "expected: lynctap site %s -c SITE REPORT.json F-...",
		                 options->action);
	if (!options->site_file)
		return error_set(err, "site %s needs -c FILE", options->action);
	if (options->outputs.count > 0)
		return error_set(err, "site %s prints, or writes into the site file",
		                 options->action);
	return !options->write_site || (options->reason && options->until) ||
	       error_set(err, "--write needs --reason and --until: who reads the site "
	                      "file asks why, and it should end");
}

static const struct {
	const char *name;
	bool (*check)(const struct options *options, struct error *err);
	int (*run)(const struct options *options);
} actions[] = {
	{ "check", check_words, site_checking },
	{ "import", import_words, site_import },
	{ "infer", infer_words, site_infer },
	{ "allow", exception_words, site_allow },
	{ "accept", exception_words, site_accept },
};

static bool check_action(const struct options *options, struct error *err)
{
	for (size_t i = 0; options->action && i < ARRAY_LEN(actions); i++)
		if (strcmp(options->action, actions[i].name) == 0)
			return actions[i].check(options, err);
	return error_set(err, "expected lynctap site check, import, infer, allow or "
	                      "accept; see --help");
}

static int run_action(const struct options *options)
{
	size_t i = 0;

	/* check_action() has found it. */
	while (strcmp(options->action, actions[i].name) != 0)
		i++;
	return actions[i].run(options);
}

const struct command site_command = {
	.name = "site",
	.arguments =
		"check [--against REPORT.json] [-o json[:PATH]] -c FILE |\n"
		"               import [--hosts FILE] [-r CAPTURE] [--update SITE] [-o FILE]\n"
		"               FILE... |\n"
		"               infer [-o FILE] -r FILE... |\n"
		"               allow|accept -c FILE REPORT.json F-...",
	.summary = "check a site file, draft one, or except findings in one",
	.statuses =
		"0 it is good, drafted or changed; 2 it is not, or a file cannot be read.",
	.options = OPTIONS_KNOWLEDGE | OPTIONS_DRAFT | OPTIONS_INPUT | OPTIONS_EXCEPT,
	.take_words = command_take_action,
	.check = check_action,
	.run = run_action,
};
