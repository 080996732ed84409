/* SPDX-License-Identifier: BSD-2-Clause */
#include "rtp_stats.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/array.h"

static const uint32_t rates[RTP_STATS_RATES] = { 8000, 16000, 48000, 90000 };

const struct rtp_payload *rtp_payload_find(uint8_t payload_type)
{
	/* RFC 3551 table 4; from 97 on the numbers Microsoft endpoints offer, which a peer's
	 * offer may change: likely, never certain. */
	static const struct rtp_payload payloads[] = {
		{ 0, 8000, "PCMU/8000", "audio" },
		{ 4, 8000, "G723/8000", "audio" },
		{ 8, 8000, "PCMA/8000", "audio" },
		{ 9, 8000, "G722/8000", "audio" },
		{ 13, 8000, "CN/8000", "audio" },
		{ 34, 90000, "H263/90000", "video" },
		{ 97, 8000, "RED/8000", "audio" },
		{ 101, 8000, "telephone-event/8000", "audio" },
		{ 103, 8000, "SILK/8000", "audio" },
		{ 104, 16000, "SILK/16000", "audio" },
		{ 111, 16000, "SIREN/16000", "audio" },
		{ 112, 16000, "G7221/16000", "audio" },
		{ 114, 16000, "x-msrta/16000", "audio" },
		{ 115, 8000, "x-msrta/8000", "audio" },
		{ 116, 8000, "AAL2-G726-32/8000", "audio" },
		{ 117, 8000, "G722/8000/2", "audio" },
		{ 118, 16000, "CN/16000", "audio" },
		{ 121, 90000, "x-rtvc1/90000", "video" },
		{ 122, 90000, "X-H264UC/90000", "video" },
		{ 123, 90000, "x-ulpfecuc/90000", "video" },
		{ 127, 90000, "x-data/90000", "data" },
	};

	for (size_t i = 0; i < ARRAY_LEN(payloads); i++)
		if (payloads[i].type == payload_type)
			return &payloads[i];
	return NULL;
}

/* Comfort noise, events and redundancy travel beside the codec that names the stream. */
static bool is_companion(uint8_t payload_type)
{
	return payload_type == 13 || payload_type == 118 || payload_type == 101 ||
	       payload_type == 97;
}

/* RFC 3550 section 6.4.1: J += (|D| - J) / 16, kept times 16 as in A.8. */
static void follow_jitter(struct rtp_stats *stats, const struct rtp_header *header,
                          int64_t time_us)
{
	int64_t arrival = time_us - stats->last_us;
	int32_t ticks = (int32_t)(header->timestamp - stats->last_timestamp);

	/* A gap this long is silence or a broken clock, not transit. */
	if (arrival < -2000000 || arrival > 2000000)
		return;
	for (size_t i = 0; i < RTP_STATS_RATES; i++) {
		int64_t apart = llabs(arrival - (int64_t)ticks * 1000000 / rates[i]);

		if (apart > 4000000)
			apart = 4000000;
		stats->jitter_us16[i] +=
			(uint32_t)apart - ((stats->jitter_us16[i] + 8) >> 4);
	}
}

void rtp_stats_observe(struct rtp_stats *stats, const struct rtp_header *header,
                       int64_t time_us)
{
	int16_t ahead = (int16_t)(header->sequence - stats->highest);

	if (stats->packets >= RTP_STATS_PACKETS)
		return;
	if (stats->packets == 0) {
		*stats = (struct rtp_stats){
			.ssrc = header->ssrc,
			.base = header->sequence,
			.highest = header->sequence,
			.packets = 1,
			.payload_type = header->payload_type,
			.first_timestamp = header->timestamp,
			.last_timestamp = header->timestamp,
			.first_us = time_us,
			.last_us = time_us,
		};
		return;
	}
	if (header->ssrc != stats->ssrc || abs(ahead) > 3000)
		return;
	if (is_companion(stats->payload_type))
		stats->payload_type = header->payload_type;
	if (ahead == 0) {
		stats->duplicates++;
		return;
	}
	/* Before the first one measured: it was never expected. */
	if (ahead < 0 && (int16_t)(header->sequence - stats->base) < 0)
		return;
	stats->packets++;
	if (ahead < 0) {
		stats->reordered++;
		return;
	}
	follow_jitter(stats, header, time_us);
	stats->highest = header->sequence;
	stats->last_timestamp = header->timestamp;
	stats->last_us = time_us;
}

double rtp_stats_loss(const struct rtp_stats *stats)
{
	uint32_t expected = (uint16_t)(stats->highest - stats->base) + 1u;

	/* A packet repeated after others counts twice: RFC 3550 A.3 allows a negative loss. */
	if (stats->packets == 0 || stats->packets >= expected)
		return 0;
	return 100.0 * (expected - stats->packets) / expected;
}

uint32_t rtp_stats_rate(const struct rtp_stats *stats)
{
	int64_t elapsed = stats->last_us - stats->first_us;
	double ticks = stats->last_timestamp - stats->first_timestamp;
	const struct rtp_payload *usual = rtp_payload_find(stats->payload_type);

	/* Too little to measure. Below 96 the number itself is assigned, RFC 3551 section 6. */
	if (stats->packets < 4 || elapsed < 200000)
		return usual && usual->type < 96 ? usual->rate : 0;
	for (size_t i = 0; i < RTP_STATS_RATES; i++) {
		double expected = (double)rates[i] * (double)elapsed / 1e6;

		if (ticks > 0.75 * expected && ticks < 1.33 * expected)
			return rates[i];
	}
	return 0;
}

bool rtp_stats_jitter(const struct rtp_stats *stats, double *jitter_ms)
{
	uint32_t rate = rtp_stats_rate(stats);

	for (size_t i = 0; rate && stats->packets > 1 && i < RTP_STATS_RATES; i++) {
		if (rates[i] == rate) {
			*jitter_ms = stats->jitter_us16[i] / 16.0 / 1000.0;
			return true;
		}
	}
	return false;
}
