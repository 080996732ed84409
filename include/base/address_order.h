/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * address_order - addresses in the order in which they are printed.
 *
 * Room: base. By counting bytes, from the last to the first: a report of a day has
 * twelve thousand hosts, and comparing their addresses two by two was 1.2 % of it.
 */
#ifndef BASE_ADDRESS_ORDER_H
#define BASE_ADDRESS_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/attributes.h"

struct numbered_address {
	struct address address;
	uint32_t number; /* the caller's: what the address is of */
};

/** Put @items in order; equals stay as they are. @return false when out of memory: nothing was done */
MUST_CHECK bool address_order(struct numbered_address *items, size_t count);

#endif
