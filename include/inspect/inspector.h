/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inspector - finds out what a flow speaks: our readers, the signatures, nDPI.
 *
 * Room: inspect. The only room that knows nDPI. One inspector per thread; it
 * owns every flow's inspection and frees it as soon as the flow is decided
 * (FLOW_DECIDED), after which inspector_observe() must not be called for it.
 * It sets flow->hints, by the end that showed it, flow->details and flow->dpi, and says who is the client when
 * the payload shows it (FLOW_BY_HELLO).
 */
#ifndef INSPECT_INSPECTOR_H
#define INSPECT_INSPECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flow/flow.h"
#include "inspect/learned.h"

struct error;
struct inspector;
struct label_map;
struct packet;
struct signature_set;

struct inspector_options {
	const struct signature_set *signatures; /* borrowed for the inspector's life */
	const struct label_map *labels;         /* likewise */
	learned_observer learned; /* called from inspector_observe(); may be NULL */
	void *learned_context;
	/* Most bytes of undecided state; 0: 64 MiB. Beyond it, the oldest inspection that
	 * matters least is given up: of no interest (FLOW_OF_INTEREST), then unanswered. */
	size_t memory;
};

struct inspector_counters {
	uint64_t undecided_memory; /* bytes now */
	/* flows decided early, or without nDPI, because memory ran out */
	uint64_t given_up;
	uint64_t given_up_of_interest; /* those of them that are FLOW_OF_INTEREST */
	/* bytes that hang on decided flows until inspector_finish() */
	uint64_t detail_memory;
	uint64_t by_readers, by_signatures, by_ndpi,
		by_nobody; /* flows decided, by whom */
};

/** Owned: inspector_destroy(). NULL with @err on failure. Sets up nDPI, which takes some 20 ms. */
struct inspector *inspector_create(const struct inspector_options *options,
                                   struct error *err);

/** Look at one packet of an undecided flow, which end number @end sent. */
void inspector_observe(struct inspector *inspector, struct flow *flow,
                       const struct packet *packet, unsigned end);

/** Packets of @flows (NULL for none) come next: start fetching what is known about them from memory. */
void inspector_expect(const struct flow *const *flows, size_t count);

/**
 * The flow ends: settle what can still be concluded (RTP statistics, a guess), then free
 * its inspection. Its details are the caller's from then on. Call it once for each flow.
 */
void inspector_finish(struct inspector *inspector, struct flow *flow);

/** Nothing will come for a while: give back memory that was kept for it. */
void inspector_rest(struct inspector *inspector);

const struct inspector_counters *inspector_counters(const struct inspector *inspector);

/** nDPI's name of a flow's label, static; NULL when it has none. */
const char *inspector_dpi_name(const struct inspector *inspector,
                               const struct flow *flow);

void inspector_destroy(struct inspector *inspector);

/** Version of nDPI underneath, static storage. */
const char *inspector_backend(void);

#endif
