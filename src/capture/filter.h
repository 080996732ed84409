/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * filter - one BPF expression, compiled for every link type it meets.
 *
 * Room: capture, private. An expression that cannot be compiled for some link
 * type lets nothing of that type through, and says so.
 */
#ifndef FILTER_H
#define FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "capture/frame.h"

struct error;
struct filter;

/**
 * Compile @expression, at first for common link types to find mistakes early.
 *
 * @err  on failure: "bad filter: reason"
 */
struct filter *filter_create(const char *expression, struct error *err);

enum filter_answer {
	FILTER_TAKES,
	FILTER_LEAVES,
	FILTER_UNUSABLE, /* cannot be applied to this link type, see filter_reason() */
};

/** Does the expression take @frame? */
enum filter_answer filter_check(struct filter *filter, const struct frame *frame);

/** Why the expression is unusable for @link_type. Borrowed until filter_destroy(). */
const char *filter_reason(struct filter *filter, uint16_t link_type);

/** The expression as it was given, borrowed until filter_destroy(). */
const char *filter_expression(const struct filter *filter);

/** NULL is fine. */
void filter_destroy(struct filter *filter);

#endif
