/* SPDX-License-Identifier: BSD-2-Clause */
#include "file_clash.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "base/path.h"
#include "capture/capture.h"

#include "options.h"
#include "outputs.h"

#define MOST_FILES (OUTPUTS_MAX + 2) /* and those of -w and --state */

struct file {
	dev_t device;
	ino_t inode;             /* of its directory when it is not there yet */
	char name[NAME_MAX + 1]; /* in that directory; "" when it is there */
};

static bool identify_new(const char *path, struct file *file)
{
	char final[PATH_MAX], directory[PATH_MAX];
	struct error ignored;
	struct stat about;

	if (!path_follow(path, final, &ignored) || !path_directory(final, directory) ||
	    stat(directory, &about) != 0)
		return false;
	*file = (struct file){ about.st_dev, about.st_ino, "" };
	snprintf(file->name, sizeof(file->name), "%s", final + path_directory_len(final));
	return true;
}

/* @return false when nothing can clash with it */
static bool identify(const char *path, struct file *file)
{
	struct stat about;

	if (stat(path, &about) != 0)
		return identify_new(path, file);
	*file = (struct file){ about.st_dev, about.st_ino, "" };
	return S_ISREG(about.st_mode);
}

static bool identify_open(int fd, struct file *file)
{
	struct stat about;

	if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))
		return false;
	*file = (struct file){ about.st_dev, about.st_ino, "" };
	return true;
}

static bool is_same(const struct file *a, const struct file *b)
{
	return a->device == b->device && a->inode == b->inode &&
	       strcmp(a->name, b->name) == 0;
}

static bool is_input(const struct file *file, const char *path)
{
	struct file input;
	bool known = strcmp(path, "-") == 0 ? identify_open(STDIN_FILENO, &input)
	                                    : identify(path, &input);

	return known && is_same(file, &input);
}

/* The input that is this file; NULL when none is. */
static const char *find_input(const struct options *options, struct capture *capture,
                              const struct file *file)
{
	size_t count = 0;
	const struct capture_input *inputs =
		capture ? capture_inputs(capture, &count) : NULL;

	const char *const named[] = { options->site_file, options->baseline,
		                      options->against, options->hosts_file };

	for (size_t i = 0; i < ARRAY_LEN(named); i++)
		if (named[i] && is_input(file, named[i]))
			return named[i];
	for (size_t i = 0; i < options->word_count; i++)
		if (is_input(file, options->words[i]))
			return options->words[i];
	/* What lies beside the captures of a directory and is none is not read. */
	for (size_t i = 0; i < count; i++)
		if (!inputs[i].live && !inputs[i].stranger &&
		    is_input(file, inputs[i].name))
			return inputs[i].name;
	return NULL;
}

/* The outputs looked at so far. */
struct outputs_so_far {
	struct file files[MOST_FILES];
	size_t count;
};

static bool check(const struct options *options, struct capture *capture,
                  struct outputs_so_far *others, const char *option, const char *path,
                  struct error *err)
{
	struct file file;
	const char *input;

	if (!*path)
		return error_set(err, "%s names no file", option);
	if (!identify(path, &file))
		return true;
	input = find_input(options, capture, &file);
	if (input)
		return error_set(err,
		                 "%s: it is an input, and would be overwritten by %s",
		                 path, option);
	for (size_t i = 0; i < others->count; i++)
		if (is_same(&file, &others->files[i]))
			return error_set(err, "%s: two outputs would be one file", path);
	if (others->count < MOST_FILES)
		others->files[others->count++] = file;
	return true;
}

bool file_clash_refuse(const struct options *options, struct capture *capture,
                       struct error *err)
{
	struct outputs_so_far others = { .count = 0 };

	if (options->evidence &&
	    !check(options, capture, &others, "-w", options->evidence, err))
		return false;
	if (options->state &&
	    !check(options, capture, &others, "--state", options->state, err))
		return false;
	for (size_t i = 0; i < options->outputs.count; i++) {
		const char *path = outputs_path(options, i);

		if (path && !check(options, capture, &others, "-o", path, err))
			return false;
	}
	return true;
}
