/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command_confining - what a command that reads no traffic gives up before it reads what
 * others wrote.
 *
 * Room: app, private. A topology or a report is a file like a capture: who made it may
 * not be who reads it. So first all is opened by name that will be read, then
 * command_become(), then the outputs are opened, then command_shut_in(); only then the
 * first byte is read. Site file and catalogues are trusted and were read before. A run
 * (run.h) does the same in its own order.
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
 * directory of @output, else as privilege_drop() has it.
 *
 * @output  where a file will be made; NULL: nowhere
 * @now     who it is then
 */
MUST_CHECK bool command_become(const struct options *options, const char *output,
                               struct privilege *now, struct error *err);

/** From here on reach nothing but the directory of @output, when that is a file to be. */
MUST_CHECK bool command_shut_in(const struct options *options,
                                const struct privilege *who, const struct output *output,
                                struct error *err);

/** All of it, for a command with one output: that is opened in between, as of outputs_open(). */
MUST_CHECK bool command_confine(const struct options *options, enum report_kind kind,
                                struct outputs *outputs, struct error *err);

/** What is in force, in words. */
void confining_describe(const struct privilege *who,
                        const struct confinement *confinement, char *text, size_t size);

#endif
