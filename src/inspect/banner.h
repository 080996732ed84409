/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * banner - the first line of text in which a listener says who it is.
 *
 * Room: inspect, private. SSH, FTP, mail and Telnet servers greet whoever connects, and
 * what no reader knows may say something readable as well. Only from a connection whose
 * opening was captured: a line in the middle of one greets nobody.
 */
#ifndef BANNER_H
#define BANNER_H

#include <stdbool.h>

struct flow;
struct inspection;
struct reader_view;

/**
 * Keep the first line of what the end in @view sent, if it is who listens.
 *
 * @return whether there is none to wait for any more
 */
bool banner_take(const struct reader_view *view);

/** The inspection is over: a line without an end will do, of what no reader knows. */
void banner_note(const struct inspection *inspection, struct flow *flow);

#endif
