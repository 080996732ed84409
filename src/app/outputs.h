/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * outputs - where the answer goes: what every -o FORMAT[:PATH] asked for, opened.
 *
 * Room: app, private.
 */
#ifndef OUTPUTS_H
#define OUTPUTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "report/format.h"
#include "report/output.h"

#define OUTPUTS_MAX 8

struct error;
struct option_list;
struct options;

struct outputs {
	struct {
		/* has a writer of the kind asked for */
		const struct report_format *format;
		struct output output;
	} items[OUTPUTS_MAX];
	size_t count;
	const char *store; /* borrowed; of -o sqlite:FILE, for the command to open */
};

/** The file of @wish, FORMAT[:PATH], part of it; NULL: standard output. */
const char *outputs_wish_path(const char *wish);

/** The file that output @number of the command line names, with or without a format before it; NULL: none. Borrowed. */
const char *outputs_path(const struct options *options, size_t number);

/**
 * Open all of @wishes, or standard output for the default format when there are none.
 *
 * @outputs  zeroed; what was opened before a failure is the caller's to close
 */
MUST_CHECK bool outputs_open(struct outputs *outputs, enum report_kind kind,
                             const struct option_list *wishes, struct error *err);

/** Throw away what was written to all of them, and what they hold. */
void outputs_abandon(struct outputs *outputs);

#endif
