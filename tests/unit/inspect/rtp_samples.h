/* SPDX-License-Identifier: BSD-2-Clause */
/* rtp_samples - RTP packets made to measure, RFC 3550 section 5.1. */
#ifndef RTP_SAMPLES_H
#define RTP_SAMPLES_H

#include <string.h>

#include "../unit.h"

struct rtp_sample {
	uint8_t payload_type;
	uint16_t sequence;
	uint32_t timestamp, ssrc;
};

#define RTP_SAMPLE_LEN 52

static inline void rtp_put32(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 24);
	at[1] = (uint8_t)(value >> 16);
	at[2] = (uint8_t)(value >> 8);
	at[3] = (uint8_t)value;
}

/* Fill @packet: a header and 40 bytes that stand for encrypted media. */
static inline void rtp_make(uint8_t packet[static RTP_SAMPLE_LEN],
                            const struct rtp_sample *sample)
{
	memset(packet, 0xc3, RTP_SAMPLE_LEN);
	packet[0] = 0x80;
	packet[1] = sample->payload_type;
	packet[2] = (uint8_t)(sample->sequence >> 8);
	packet[3] = (uint8_t)sample->sequence;
	rtp_put32(packet + 4, sample->timestamp);
	rtp_put32(packet + 8, sample->ssrc);
}

#endif
