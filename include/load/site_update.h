/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_update - what a new draft says, brought into a site file that people have worked on.
 *
 * Room: load. Hosts and pools are told by their names. What the draft says of one
 * replaces what the file says of the same; what the draft does not speak of stays:
 * comments, order, other keys, other hosts, networks, allow, accept. A host without an
 * address is a comment in both, `# - {name: X, …}`.
 */
#ifndef LOAD_SITE_UPDATE_H
#define LOAD_SITE_UPDATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct error;
struct site_text;
struct text;

/**
 * Write @old with what @fresh, a draft, says of hosts, pools and the product.
 *
 * @out      the whole file, to be given empty; it loads
 * @changes  a sentence a line: what is new, other, or no longer spoken of
 */
MUST_CHECK bool site_update(struct text *out, struct text *changes,
                            const struct site_text *old, const struct site_text *fresh,
                            struct error *err);

#endif
