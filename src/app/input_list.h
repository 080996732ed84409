/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * input_list - the files and directories that a command line asks to be read.
 *
 * Room: app, private. As -r names them, or as plain words: [SENSOR=]PATH.
 */
#ifndef INPUT_LIST_H
#define INPUT_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct error;

struct input_wish {
	const char *path; /* borrowed from argv; "-" is standard input */
	char *sensor;     /* owned; where it was captured, NULL: not said */
};

struct input_list {
	struct input_wish *items; /* owned */
	size_t count, capacity;
};

/**
 * Add @word, borrowed for as long as the list.
 *
 * What is before a "=" labels the input, unless a file is called like the whole word or
 * a "/" stands before it.
 */
MUST_CHECK bool input_list_add(struct input_list *list, const char *word,
                               struct error *err);

/**
 * Is @word, with a label or without, what a plain word has to be to be an input: a file,
 * or "-"? A directory is none, since words of a filter may be called as it is.
 */
bool input_is_file(const char *word);

/** Is it a directory, with a label or without? */
bool input_is_directory(const char *word);

void input_list_fini(struct input_list *list);

#endif
