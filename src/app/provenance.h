/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * provenance - collects what a report says of how it was made.
 *
 * Room: app, private. Digests of the site file and the catalogues are taken when these
 * are read; those of the inputs (--digest) by a thread of their own while the packets
 * are judged, because hashing a capture costs more than its audit.
 */
#ifndef PROVENANCE_COLLECTOR_H
#define PROVENANCE_COLLECTOR_H

#include <stdbool.h>

#include "base/attributes.h"
#include "report/provenance.h"

struct capture;
struct error;
struct knowledge;
struct options;
struct provenance_collector;

/**
 * Take down who runs this and what was read so far, all borrowed. Owned: provenance_collector_destroy(). NULL: out of memory.
 */
struct provenance_collector *provenance_collector_create(
	const struct options *options, const struct knowledge *knowledge,
	struct capture *capture);

/** The catalogues that were read, with their digests. Borrowed until the next call or ..._finish(). */
const struct provenance_file *provenance_collector_catalogues(
	struct provenance_collector *collector, size_t *count);

/** Other catalogues were read instead. @return false: out of memory, and some are missing */
MUST_CHECK bool provenance_collector_take(struct provenance_collector *collector,
                                          const struct knowledge *knowledge);

/** Start on the inputs, once they are known, if --digest asks for them. */
void provenance_collector_begin(struct provenance_collector *collector);

/**
 * What a report is to say; waits for digests that are not there yet, unless the run was
 * @stopped: then those are left out. Borrowed. The same whenever it is called again.
 */
const struct provenance *provenance_collector_finish(
	struct provenance_collector *collector, bool stopped);

/** NULL is fine. */
void provenance_collector_destroy(struct provenance_collector *collector);

#endif
