/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command_line - from the words of the command line to options, and its help.
 *
 * Room: app, private. One table drives the parser, --help and, by a test, the
 * man page.
 */
#ifndef COMMAND_LINE_H
#define COMMAND_LINE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/attributes.h"

struct command;
struct error;
struct options;

/** @options is filled on success, to be freed by command_line_fini(); @err holds one line on failure. */
MUST_CHECK bool command_line_parse(struct options *options, int argc, char *argv[],
                                   struct error *err);
void command_line_fini(struct options *options);

/** Help on one command, or on everything with NULL. */
void command_line_print_help(FILE *out, const struct command *asked);

#endif
