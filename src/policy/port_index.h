/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * port_index - P of design section 2: from a port to the rules that list it.
 *
 * Room: policy, private. Ports between two boundaries of any rule share one
 * pair of sets, so 131,072 ports need a few hundred.
 */
#ifndef PORT_INDEX_H
#define PORT_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "policy/row_set.h"
#include "policy/rule.h"

struct port_sets {
	struct row_set narrow, wide;
};

struct port_index {
	uint16_t tcp[65536], udp[65536]; /* index into sets */
	uint16_t portless[256];          /* likewise, by transport */
	struct port_sets *sets;          /* owned */
	size_t set_count, set_capacity;
};

/** @return false when out of memory */
bool port_index_build(struct port_index *index, const struct rule *rules, size_t count);
void port_index_fini(struct port_index *index);

const struct port_sets *port_index_find(const struct port_index *index, uint8_t transport,
                                        uint16_t port);

#endif
