/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * offsets - how far a reader got in the stream of each end.
 *
 * Room: inspect, private.
 */
#ifndef OFFSETS_H
#define OFFSETS_H

#include "reader.h"

struct offsets {
	uint32_t at[2]; /* by end: the next unread byte */
};

/** Continue where the sender's stream was left. */
static inline struct cursor offsets_resume(const struct offsets *offsets,
                                           const struct reader_view *view)
{
	struct cursor c = cursor_over(view->bytes, view->len);

	cursor_take(&c, offsets->at[view->end]);
	return c;
}

/** Everything before @c was read. */
static inline void offsets_keep(struct offsets *offsets, const struct reader_view *view,
                                const struct cursor *c)
{
	offsets->at[view->end] = (uint32_t)(c->at - view->bytes);
}

#endif
