/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reader - what a protocol reader is given and what it may answer.
 *
 * Room: inspect, private. A new protocol is one file with one reader and one
 * row in readers.c. A reader sees, for TCP, the contiguous beginning of what
 * each side sent, again whenever it grows; for UDP, one datagram at a time.
 * Readers look through cursors, keep their state where the view says, and must
 * never claim a protocol on random bytes.
 */
#ifndef READER_H
#define READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flow/direction.h"
#include "flow/flow.h"
#include "inspect/detail.h"
#include "inspect/hint.h"
#include "inspect/learned.h"

struct certificate_memo;
struct stream;

/* A reader's answer about one flow. */
enum reader_answer {
	READER_NO, /* not mine: for TCP nothing that this end sends ever will be, for UDP
	                this datagram is not */
	READER_MORE, /* could still be mine, or mine with more to see: ask again */
	READER_YES,  /* mine, hints set, nothing more to see: the flow is decided */
	READER_KEEP, /* mine, hints set, but keep feeding me (RTP statistics, certificates):
	                 the other readers are no longer asked */
};

/* What a reader is shown. */
struct reader_view {
	struct flow *flow; /* hints, details may be set; ports and addresses read */
	/* TCP: the contiguous stream of @end from its start; UDP: the datagram */
	const uint8_t *bytes;
	size_t len;
	size_t wire_len; /* UDP: bytes on the wire; TCP: len; more than len when a snaplen cut
	                    off what follows, which will not come */
	size_t segment;  /* TCP: where the segment at hand begins among the bytes */
	bool from_start; /* TCP: bytes begin at the stream's first byte (handshake seen) */
	unsigned end;    /* number of the end that sent these bytes */
	uint8_t transport;
	int64_t time_us;
	/* TCP, set by a reader that keeps the flow: so many bytes in front it has done with,
	 * so that what it is shown next begins behind them */
	size_t done;
	/* TCP: what the other end sent so far and is kept; UDP: NULL */
	const uint8_t *other;
	size_t other_len;
	/* TCP, when the flow ends: by end; NULL otherwise */
	const struct stream *streams;
	uint8_t ended; /* likewise, bit per end: its FIN came behind all that it sent */
	uint64_t packets_seen; /* with payload, both sides, including this one */
	void *state; /* reader_spec.state_size bytes, zeroed at first, kept per flow while
	                the reader answers READER_MORE or READER_KEEP; they may move between
	                calls, so nothing may point into them */
	struct certificate_memo *certificates; /* may be NULL */
	learned_observer learned;              /* never NULL */
	void *learned_context;
};

/** Who sent the bytes in view. */
static inline const struct flow_end *reader_sender(const struct reader_view *view)
{
	return &view->flow->end[view->end];
}

/** Whom they were sent to. */
static inline const struct flow_end *reader_receiver(const struct reader_view *view)
{
	return &view->flow->end[!view->end];
}

/** The sender of the bytes in view is the client (true) or the server. */
static inline void reader_sender_is_client(struct reader_view *view, bool client)
{
	flow_direction_say(view->flow, client ? view->end : !view->end, FLOW_BY_HELLO);
}

/** The sender of the bytes in view shows @hint. */
static inline void reader_add_hint(struct reader_view *view, enum hint hint)
{
	view->flow->hints[view->end] |= HINT_BIT(hint);
}

struct reader_spec {
	const char *name;
	uint8_t transports; /* READER_TCP | READER_UDP */
	bool of_text; /* what it knows begins with text; nothing of the others' does */
	/* bytes of private state, at most READER_STATE_MAX; 0: none */
	uint16_t state_size;
	enum reader_answer (*read)(struct reader_view *view);
	/* The flow ends while READER_KEEP; bytes are empty. May be NULL. */
	void (*finish)(struct reader_view *view);
};

#define READER_TCP       0x1
#define READER_UDP       0x2
#define READER_STATE_MAX 384

/* Every reader, in the order they are asked; ends with NULL. readers.c */
extern const struct reader_spec *const reader_table[];

#endif
