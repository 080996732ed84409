/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * offsets - how far a reader got in the stream of each side.
 *
 * Room: inspect, private. reader_sender_is_client() may turn the flow round
 * under a reader: what it keeps by side must turn with it.
 */
#ifndef OFFSETS_H
#define OFFSETS_H

#include "reader.h"

struct offsets {
	uint32_t at[2]; /* by enum flow_side: the next unread byte */
};

/** Continue where the sender's stream was left. */
static inline struct cursor offsets_resume(const struct offsets *offsets,
                                           const struct reader_view *view)
{
	struct cursor c = cursor_over(view->bytes, view->len);

	cursor_take(&c, offsets->at[view->side]);
	return c;
}

/** Everything before @c was read. @side was view->side when it was given to the reader. */
static inline void offsets_keep(struct offsets *offsets, const struct reader_view *view,
                                enum flow_side side, const struct cursor *c)
{
	if (side != view->side) {
		uint32_t at = offsets->at[0];

		offsets->at[0] = offsets->at[1];
		offsets->at[1] = at;
	}
	offsets->at[view->side] = (uint32_t)(c->at - view->bytes);
}

#endif
