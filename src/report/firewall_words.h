/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * firewall_words - what every format of firewall rules says in the same words.
 *
 * Room: report, private.
 */
#ifndef FIREWALL_WORDS_H
#define FIREWALL_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"

struct firewall;
struct passage;
struct passage_allow;
struct passage_end;
struct text;

/* One end of a rule: what ends of the site and addresses besides; nothing is anybody. */
struct firewall_side {
	const uint32_t *ends; /* numbers */
	size_t end_count;
	const struct address_range *ranges;
	size_t range_count;
	bool others; /* anybody but these */
};

/** Who opens @passage, and whom it opens, as sides that are borrowed from it and the list. */
struct firewall_side firewall_initiators(const struct firewall *firewall,
                                         const struct passage *passage);
struct firewall_side firewall_listeners(const struct firewall *firewall,
                                        const struct passage *passage);

/** The same of an entry of `allow:`. */
struct firewall_side firewall_allowed_from(const struct passage_allow *made);
struct firewall_side firewall_allowed_to(const struct passage_allow *made);

/** Add the ids of the rows of @passage with blanks between, of those @never seen or the others. @return how many */
size_t firewall_add_rows(struct text *out, const struct firewall *firewall,
                         const struct passage *passage, bool never);

/** Add the name of @end and, where it is known, its interface: "edge01, external". */
void firewall_add_end(struct text *out, const struct passage_end *end);

/** Add the ends and addresses of @side by name: "pool01, staff, 10.9.0.5". */
void firewall_add_side(struct text *out, const struct firewall *firewall,
                       const struct firewall_side *side);

/** Add the addresses of @side of one family, each once, with @between each two. @return how many */
size_t firewall_add_addresses(struct text *out, const struct firewall *firewall,
                              const struct firewall_side *side, bool ipv4,
                              const char *between);

/** Add who would open a row that nobody declared opens: "client, phone". */
void firewall_add_missing(struct text *out, const struct passage *passage);

#endif
