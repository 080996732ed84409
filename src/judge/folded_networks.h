/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * folded_networks - clients that a store took for one.
 *
 * Room: judge, private.
 */
#ifndef FOLDED_NETWORKS_H
#define FOLDED_NETWORKS_H

#include <stddef.h>
#include <stdint.h>

#include "base/address.h"

struct sentences;

/* Of more networks than this it is not said. */
#define FOLDED_NETWORKS 64

struct folded_networks {
	struct folded_network {
		struct address base;
		uint64_t clients;
	} items[FOLDED_NETWORKS];
	size_t count;
};

/** @clients came as the address @base. Of several stores they add up. */
void folded_networks_add(struct folded_networks *networks, const struct address *base,
                         uint64_t clients);

/** Say so, a sentence each. */
void folded_networks_say(const struct folded_networks *networks, struct sentences *out);

#endif
