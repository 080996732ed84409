/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * seen - what of a capture's draft a topology has already.
 *
 * Private to topology.
 */
#ifndef TOPOLOGY_SEEN_H
#define TOPOLOGY_SEEN_H

#include <stdbool.h>

struct deployment;
struct draft;
struct text;

/** Mark the hosts of @draft that @deployment, which is resolved, has. */
void seen_mark_known(const struct deployment *deployment, struct draft *draft);

/** Will seen_add_hosts() write an item? */
bool seen_has_hosts(const struct deployment *deployment);

/** Items of `hosts:` for what the capture showed besides, and remarks on the rest. */
void seen_add_hosts(const struct deployment *deployment, struct text *out);

#endif
