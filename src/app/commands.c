/* SPDX-License-Identifier: BSD-2-Clause */
#include "commands.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

#include "option_types.h"
#include "options.h"

const struct command *const command_table[] = {
	&audit_command, &flows_command, &watch_command, &rows_command, &site_command,
	&diff_command,  &store_command, &ship_command,  NULL,
};

const struct command *command_find(const char *name)
{
	for (size_t i = 0; command_table[i]; i++)
		if (strcmp(command_table[i]->name, name) == 0)
			return command_table[i];
	return NULL;
}

/* No filter begins with a word that has a dot before a letter; names of files do. */
static bool is_name_of_file(const char *word)
{
	const char *dot = strrchr(word, '.');

	return dot && isalpha((unsigned char)dot[1]);
}

/* A word of a filter may be called as a directory is, but for the slash: 10.0.0.0/8 is none. */
static bool is_named_directory(const char *word)
{
	return strchr(word, '/') && input_is_directory(word);
}

static bool refuse_directory(const char *path, struct error *err)
{
	return error_set(err, "%s: a directory, which is read with -r", path);
}

bool command_take_filter(struct options *options, char *const *words, size_t count,
                         struct error *err)
{
	struct text joined = { 0 };
	size_t inputs = 0;

	for (; inputs < count && input_is_file(words[inputs]); inputs++)
		if (!input_list_add(&options->files, words[inputs], err))
			return false;
	if (inputs == count)
		return true;
	if (is_name_of_file(words[inputs]))
		return error_set(err, "%s: %s", words[inputs], strerror(ENOENT));
	if (is_named_directory(words[inputs]))
		return refuse_directory(words[inputs], err);
	for (size_t i = inputs; i < count; i++)
		text_addf(&joined, "%s%s", i > inputs ? " " : "", words[i]);
	bool added = joined.failed
	                     ? error_set(err, "out of memory")
	                     : option_filter(NULL, joined.at, &options->filter, err);

	text_fini(&joined);
	return added;
}

bool command_take_action(struct options *options, char *const *words, size_t count,
                         struct error *err)
{
	(void)err;
	options->action = words[0];
	options->words = words + 1;
	options->word_count = count - 1;
	return true;
}

bool command_check_input(const struct options *options, struct error *err)
{
	if (options->files.count + options->interfaces.count > 0)
		return true;
	if (options->filter && input_is_directory(options->filter))
		return refuse_directory(options->filter, err);
	if (options->filter)
		return error_set(err,
		                 "expected an input: -r FILE or -i IFACE; '%s' is no "
		                 "file and so taken as a filter",
		                 options->filter);
	return error_set(err, "expected an input: -r FILE or -i IFACE; see --help");
}
