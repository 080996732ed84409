/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * commands - what lynctap can be asked: one struct a command, each in a file of its own.
 *
 * Room: app, private. main() finds and runs them, command_line.c parses and explains
 * by them. A new command is its file, one declaration here and one row in
 * commands.c.
 */
#ifndef COMMANDS_H
#define COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "report/format.h"

struct error;
struct options;

/* Options come in groups; a command names those it takes. */
enum option_group {
	OPTIONS_ALWAYS = 1u << 0,    /* --help and the like */
	OPTIONS_ALONE = 1u << 1,     /* without a command */
	OPTIONS_INPUT = 1u << 2,     /* what is read, and by whom */
	OPTIONS_KNOWLEDGE = 1u << 3, /* site file and catalogues */
	OPTIONS_OUTPUT = 1u << 4,    /* -o; a report is written */
	OPTIONS_VERDICT = 1u << 5,   /* findings decide on the exit status */
	OPTIONS_ROWS = 1u << 6,      /* which rows */
	OPTIONS_DRAFT = 1u << 7,     /* a site file is written */
	OPTIONS_EXCEPT = 1u << 9,    /* lines of a site file are made for findings */
	OPTIONS_DIFF = 1u << 8,      /* what is new decides on the exit status */
	OPTIONS_STORE = 1u << 10,    /* a store is looked after */
	OPTIONS_WATCH = 1u << 11,    /* how often a watch says what */
	OPTIONS_SHIP = 1u << 12,     /* records are sent to a server */
	OPTIONS_CONFINED = 1u << 13, /* what is given up before files are read */
};

struct command {
	const char *name;
	const char *arguments; /* for --help, as what follows three */
	const char *summary;
	const char *statuses;    /* what the exit status says */
	unsigned options;        /* enum option_group bits */
	enum report_kind report; /* with OPTIONS_OUTPUT */
	/** Take the @count words that are no options; NULL: there may be none. */
	bool (*take_words)(struct options *options, char *const *words, size_t count,
	                   struct error *err);
	/** Is there all it needs? Asked once the whole command line is read. */
	bool (*check)(const struct options *options, struct error *err);
	/** @return the exit status */
	int (*run)(const struct options *options);
};

extern const struct command audit_command;
extern const struct command flows_command;
extern const struct command watch_command;
extern const struct command rows_command;
extern const struct command site_command;
extern const struct command store_command;
extern const struct command ship_command;
extern const struct command diff_command;

/** NULL at the end. */
extern const struct command *const command_table[];

/** NULL: there is none of this name. */
const struct command *command_find(const char *name);

/** Of the commands that read captures: leading words that are files are inputs, the rest is a filter. */
bool command_take_filter(struct options *options, char *const *words, size_t count,
                         struct error *err);

/** Of the commands that do several things: the first word says which, the others are its own. */
bool command_take_action(struct options *options, char *const *words, size_t count,
                         struct error *err);

/** Of those that read captures: there has to be an input. */
bool command_check_input(const struct options *options, struct error *err);

#endif
