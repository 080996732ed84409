/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ends - both ends of a conversation in one order, whichever way round one met them.
 *
 * Room: base. Inline, because every packet passes it.
 */
#ifndef BASE_ENDS_H
#define BASE_ENDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"

/* By address, then by port. Hashed and compared as bytes, so without padding. */
struct ends {
	struct address low, high;
	uint16_t low_port, high_port;
	uint32_t transport;
};

/** The ends @a and @b of a conversation over @transport, in their order. */
static inline struct ends ends_in_order(const struct address *a, uint16_t a_port,
                                        const struct address *b, uint16_t b_port,
                                        uint8_t transport)
{
	int order = address_compare(a, b);
	bool a_low = order < 0 || (order == 0 && a_port <= b_port);

	return (struct ends){
		.low = a_low ? *a : *b,
		.high = a_low ? *b : *a,
		.low_port = a_low ? a_port : b_port,
		.high_port = a_low ? b_port : a_port,
		.transport = transport,
	};
}

#endif
