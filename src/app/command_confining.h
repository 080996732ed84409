/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command_confining - what a command that reads no traffic gives up before it reads what
 * others wrote.
 *
 * Room: app, private. A topology or a report is a file like a capture: who made it may
 * not be who reads it. So first all is opened by name that will be read, then it is one of
 * the below; only then the first byte is read. Site file and catalogues are trusted and
 * were read before. A run (run.h) does the same in its own order.
 */
#ifndef COMMAND_CONFINING_H
#define COMMAND_CONFINING_H

#include <stdbool.h>
#include <stdio.h>

#include "base/attributes.h"

#include "outputs.h"
#include "privilege.h"

struct confinement;
struct error;
struct options;

/** Open what is to be read: "PATH: reason" when it cannot be. For fclose(). */
MUST_CHECK FILE *command_open(const char *path, struct error *err);

/**
 * Give up every capability, and as root the user: for that of -u, for who owns the
 * directory of @path, else as privilege_drop() has it; open @output; from then on reach
 * nothing but its directory.
 *
 * @path    the file to be; NULL: standard output
 */
MUST_CHECK bool command_confine_file(const struct options *options, const char *path,
                                     struct output *output, struct error *err);

/** The same for a command with one output, which is opened as outputs_open() does. */
MUST_CHECK bool command_confine(const struct options *options, enum report_kind kind,
                                struct outputs *outputs, struct error *err);

/**
 * The same for a command that opens the file at @path from inside, to read or to change it:
 * as root it becomes who owns it, and can make, change and remove what is in its folder.
 */
MUST_CHECK bool command_confine_beside(const struct options *options, const char *path,
                                       struct error *err);

/** What is in force, in words. */
void confining_describe(const struct privilege *who,
                        const struct confinement *confinement, char *text, size_t size);

#endif
