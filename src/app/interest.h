/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * interest - whose conversations matter when there is not memory for all.
 *
 * Room: app, private. With a site file that declares servers: theirs. Without,
 * nobody knows who is one, and those on ports that a narrow row lists have to do.
 * Read only once made, so any thread may ask.
 */
#ifndef INTEREST_H
#define INTEREST_H

#include <stdbool.h>

struct flow;
struct policy;
struct interest;

/** @policy, and its site, borrowed for its life. Owned: interest_destroy(). NULL: out of memory. */
struct interest *interest_create(const struct policy *policy);

/** A flow_interest, see flow/flow_table.h; @interest is a struct interest. */
bool interest_in_flow(const struct flow *flow, const void *interest);

/** NULL is fine. */
void interest_destroy(struct interest *interest);

#endif
