/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signatures - what payload signatures tell of an undecided flow.
 *
 * Room: inspect, private. Each end is matched for itself, once, in the first bytes of
 * what it sent.
 */
#ifndef SIGNATURES_H
#define SIGNATURES_H

#include <stdbool.h>

struct payload;
struct signature_set;

/** Have signatures seen all that they look at of what end number @end sent? @set may be NULL. */
bool signatures_are_done(const struct signature_set *set, const struct payload *payload,
                         unsigned end);

/** Look at what @payload's end sent so far. @return whether neither end has more to tell */
bool signatures_observe(const struct signature_set *set, struct payload *payload);

#endif
