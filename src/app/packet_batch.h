/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * packet_batch - frames read and decoded some at a time.
 *
 * Room: app, private. The first stage of the pipeline: capture and decode. What
 * follows gets packets in the order of the capture, so many together that it can
 * fetch their flows from memory before it needs them.
 */
#ifndef PACKET_BATCH_H
#define PACKET_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "capture/capture.h"
#include "decode/decoder.h"
#include "flow/flow_table.h"

#define BATCH_PACKETS  256
#define BATCH_PAYLOADS ((size_t)512 << 10) /* bytes of copies; any frame fits twice */

struct packet_batch {
	struct packet packets[BATCH_PACKETS];
	uint32_t tags[BATCH_PACKETS]; /* flow_table_tag() of each */
	size_t count;
	/* Of all frames behind it, decoded or not. */
	uint64_t frames, bytes;
	int64_t first_us, last_us;
	uint64_t done_bytes;        /* of input files, about */
	enum capture_status status; /* CAPTURE_FRAME, or what came after the packets */
	uint8_t *payloads; /* owned; NULL: payloads stay in the capture's own memory */
	size_t payloads_used;
};

/* Of every frame, @packet NULL when not decoded; @frame NULL for a lost datagram's beginning. */
typedef void (*frame_observer)(const struct frame *frame, const struct packet *packet,
                               void *context);

/* Fills batches. All but the observer's context is borrowed. */
struct batch_reader {
	struct capture *capture;
	struct decoder *decoder;
	const struct flow_table *flows;
	frame_observer observer; /* or NULL */
	void *context;
	/* fetched; those from `at` on not yet decoded */
	struct frame frames[BATCH_PACKETS];
	size_t at, count;
	uint64_t frames_since, done_bytes; /* since capture_done_bytes() said so many */
	uint64_t
		recovered; /* of what the decoder has beside packets: so many were asked for */
	bool ended;        /* the capture did, and the decoder was told */
};

/** Let @batch keep copies of payloads, so that it outlives the next. @return false when out of memory */
MUST_CHECK bool packet_batch_keep_payloads(struct packet_batch *batch);

/**
 * Fill @batch with what comes next.
 *
 * Without copies its payloads are borrowed from the capture until the next call. A
 * batch may be empty: when nothing in it could be decoded, when a live capture is
 * quiet, and at the end.
 */
void batch_reader_fill(struct batch_reader *reader, struct packet_batch *batch);

#endif
