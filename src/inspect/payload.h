/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * payload - one payload of an undecided flow, as it is shown to whoever may name it.
 *
 * Room: inspect, private.
 */
#ifndef PAYLOAD_H
#define PAYLOAD_H

#include "reader.h"

struct inspection;
struct packet;

struct payload {
	struct inspection *inspection;
	const struct packet *packet;
	struct reader_view view; /* for TCP more than the packet's bytes */
};

#endif
