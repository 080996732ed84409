/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dpi - nDPI, asked last: about which payloads, and in whose memory.
 *
 * Room: inspect, private. It is asked about flows that no reader and no signature
 * named, after our readers had time to ponder, and about few payloads of each.
 */
#ifndef DPI_H
#define DPI_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/transport.h"

#include "inspection.h"
#include "payload.h"

struct block_pool;
struct error;
struct flow;
struct label_map;
struct ndpi_adapter;

struct dpi {
	struct ndpi_adapter *adapter;   /* owned */
	const struct label_map *labels; /* borrowed */
	struct block_pool *pool;        /* borrowed: has nDPI's state of each flow */
};

/** @labels and @pool are borrowed. Owned: dpi_fini(). @return false with @err on failure */
MUST_CHECK bool dpi_init(struct dpi *dpi, const struct label_map *labels,
                         struct block_pool *pool, struct error *err);

#define DPI_PATIENCE 3  /* payloads our own readers may ponder before */
#define DPI_BYTES    16 /* of a stream: nDPI makes nothing of less */

/** Is it nDPI's turn to be asked about @payload? */
static inline bool dpi_is_due(const struct payload *payload)
{
	const struct inspection *inspection = payload->inspection;

	return !inspection->dpi_done && inspection->keeper == NO_READER &&
	       !flow_hints(payload->view.flow) &&
	       !(inspection->wanting && inspection->packets < DPI_PATIENCE) &&
	       (payload->view.transport != TRANSPORT_TCP ||
	        payload->view.len >= DPI_BYTES);
}

/**
 * Ask about @payload, for which dpi_is_due(); what it knows goes to the flow's hints.
 *
 * @return false when there was no memory for it: the flow goes without
 */
bool dpi_observe(struct dpi *dpi, const struct payload *payload);

/** Free what nDPI keeps of the flow of @inspection. */
void dpi_drop(struct dpi *dpi, struct inspection *inspection);

/** nDPI's name of a flow's label, static; NULL when it has none. */
const char *dpi_name(const struct dpi *dpi, const struct flow *flow);

/** No flow has state any more. Zeroed is fine. */
void dpi_fini(struct dpi *dpi);

#endif
