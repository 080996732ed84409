/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rtp_stats - loss, jitter and order over the first packets of one RTP stream.
 *
 * Room: inspect, private. The clock rate is not in the packets: jitter is
 * followed for every rate that is in use, and the one the timestamps turn out
 * to have is reported.
 */
#ifndef RTP_STATS_H
#define RTP_STATS_H

#include <stdbool.h>
#include <stdint.h>

#include "rtp.h"

#define RTP_STATS_PACKETS 64 /* measured per direction, then no more */
#define RTP_STATS_RATES   4

struct rtp_stats {
	uint32_t ssrc;
	uint16_t base, highest; /* sequence numbers */
	uint8_t packets;        /* received, 0..RTP_STATS_PACKETS */
	uint8_t reordered, duplicates;
	uint8_t payload_type;
	uint32_t first_timestamp, last_timestamp;
	int64_t first_us, last_us;
	uint32_t jitter_us16[RTP_STATS_RATES]; /* microseconds times 16 */
};

/* What a payload type usually is, from the offers Lync 2013 sends and RFC 3551 section 6. */
struct rtp_payload {
	uint8_t type;
	uint32_t rate;
	const char *codec;    /* "x-msrta/16000" */
	const char *modality; /* "audio", "video", "data" */
};

/** NULL when the type has no usual meaning. */
const struct rtp_payload *rtp_payload_find(uint8_t payload_type);

/** Count one packet; ignored once RTP_STATS_PACKETS were measured. RFC 3550 A.3 and A.8. */
void rtp_stats_observe(struct rtp_stats *stats, const struct rtp_header *header,
                       int64_t time_us);

/** Per cent of the sequence numbers expected so far that never came. */
double rtp_stats_loss(const struct rtp_stats *stats);

/** The clock rate the timestamps run at; 0 when too little was seen. */
uint32_t rtp_stats_rate(const struct rtp_stats *stats);

/** Interarrival jitter in ms. @return whether the clock rate is known */
bool rtp_stats_jitter(const struct rtp_stats *stats, double *jitter_ms);

#endif
