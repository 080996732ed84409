/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rtp_tracker - is it RTP? Decided by what headers say one after the other.
 *
 * Room: inspect, private. A stream is believed after three packets from one
 * side with one SSRC and payload type, sequence numbers in step and timestamps
 * that a clock could have made. A payload type alone never counts.
 */
#ifndef RTP_TRACKER_H
#define RTP_TRACKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reader.h"
#include "rtp_stats.h"

#define RTP_TRACKER_STREAMS 3 /* sources followed at a time per direction */

struct rtp_stream {
	uint32_t ssrc, timestamp;
	uint16_t sequence;
	uint8_t payload_type;
	uint8_t run;      /* packets in step; 0: free */
	uint8_t unbroken; /* packets in sequence whose timestamps jumped */
};

struct rtp_tracker {
	struct rtp_end {
		struct rtp_stream streams[RTP_TRACKER_STREAMS];
		struct rtp_stats stats; /* of the first stream believed */
		uint32_t rtcp_ssrc;     /* sender of the last RTCP; 0: none */
		uint8_t next;
	} ends[2];
};

enum rtp_belief {
	RTP_NO,    /* cannot be RTP or RTCP */
	RTP_MAYBE, /* could be */
	RTP_YES,   /* is: the hint was set */
};

/** Feed one packet from view->end: a datagram, or what a frame on TCP holds. */
enum rtp_belief rtp_tracker_observe(struct rtp_tracker *tracker, struct reader_view *view,
                                    const uint8_t *bytes, size_t len, size_t wire_len);

/** Are the statistics of every direction that carries RTP complete? */
bool rtp_tracker_is_full(const struct rtp_tracker *tracker);

/** Write codec, modality, and each end's loss and jitter into the flow's details. */
void rtp_tracker_report(const struct rtp_tracker *tracker, struct flow *flow);

#endif
