/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * finding_index - which finding a packet belongs to, found by its two ends.
 *
 * Room: app, private. An audit may have tens of thousands of findings, and every
 * packet of the evidence is asked for: one look-up by address for each end, then
 * a binary search by port. What is about a range of ports, or about a host (a
 * scan), is few for each host and looked through.
 */
#ifndef FINDING_INDEX_H
#define FINDING_INDEX_H

#include "base/attributes.h"

struct audit;
struct audit_finding;
struct finding_index;
struct packet;

/** Owned: finding_index_destroy(). @audit is borrowed until then. NULL: out of memory. */
struct finding_index *finding_index_create(const struct audit *audit);

/**
 * The worst finding to whose evidence @packet belongs; NULL when there is none.
 *
 * It goes to or comes from the listener, and the other end is one of the finding's
 * peers, while they are all known; a scan has all packets of its source.
 */
const struct audit_finding *finding_index_find(const struct finding_index *index,
                                               const struct packet *packet);

/** NULL is fine. */
void finding_index_destroy(struct finding_index *index);

#endif
