/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * port_words - which ports of an export the site file has to state, and how.
 *
 * Private to topology. Documented ports are not stated: the catalogues have
 * them. A service with a port that no row of it lists is, with all its ports; a
 * range is when it is not the product's own.
 */
#ifndef TOPOLOGY_PORT_WORDS_H
#define TOPOLOGY_PORT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "deployment.h"

struct catalogue;
struct text;

struct documents {
	const struct catalogue *const *catalogues;
	size_t count;
};

/**
 * Add "{audio: [49152-50000/udp], …}" of what has to be stated.
 *
 * @sba       the ports are those of a survivable branch appliance, whose rows have services of their own
 * @wordless  services that no row has, with their ports, for a comment
 * @return    whether there was any
 */
bool port_words_add(struct text *out, const struct topo_port *ports, bool sba,
                    const struct documents *documents, struct text *wordless);

/** Add "[6000/tcp, 6001/tcp]". */
void port_words_add_list(struct text *out, const struct topo_port *ports);

#endif
