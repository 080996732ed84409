/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * note - one more remark in a flow's DETAIL_NOTE.
 *
 * Room: inspect, private.
 */
#ifndef NOTE_H
#define NOTE_H

struct flow;

/** Append @text after a comma, unless it is there already or there is no room. */
void note_add(struct flow *flow, const char *text);

#endif
