/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ring - the files that one capturing program writes one after the other.
 *
 * Room: capture, private. dumpcap -b, tcpdump -C and -G, and pktmon number or date
 * them. The last one is still being written when it is read, and ends in the middle of
 * a packet as often as not: that is no damage.
 */
#ifndef RING_H
#define RING_H

#include <stdbool.h>
#include <stddef.h>

struct file_set;

/**
 * Was file @number of @set cut short because it is still being written?
 *
 * So it is when it has grown since it was opened, or when it was the last to change of
 * several whose names differ in digits alone.
 */
bool ring_is_unfinished(const struct file_set *set, size_t number);

#endif
