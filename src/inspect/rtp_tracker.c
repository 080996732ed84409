/* SPDX-License-Identifier: BSD-2-Clause */
#include "rtp_tracker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RUN_BELIEVED      3
#define UNBROKEN_BELIEVED 6  /* steps of one source and type, whatever clock it shows */
#define QUALITY_MIN       10 /* packets of a direction before its loss means anything */
#define GAP_MAX           16 /* sequence numbers a burst of loss may take */
#define TIMESTAMP_GAP     2700000 /* 30 s at 90 kHz */

static struct rtp_stream *find_stream(struct rtp_end *end, uint32_t ssrc)
{
	for (size_t i = 0; i < RTP_TRACKER_STREAMS; i++)
		if (end->streams[i].run && end->streams[i].ssrc == ssrc)
			return &end->streams[i];
	return NULL;
}

/* The place of a new stream: a free one, else the next that nobody believed in, else the next. */
static struct rtp_stream *replace_stream(struct rtp_end *end)
{
	struct rtp_stream *chosen = &end->streams[end->next % RTP_TRACKER_STREAMS];

	for (size_t i = 0; i < RTP_TRACKER_STREAMS && chosen->run >= RUN_BELIEVED; i++)
		chosen = &end->streams[(end->next + i) % RTP_TRACKER_STREAMS];
	end->next = (uint8_t)((end->next + 1) % RTP_TRACKER_STREAMS);
	return chosen;
}

/* Does @header follow @stream? A repeated or late packet changes nothing. */
static void step_stream(struct rtp_stream *stream, const struct rtp_header *header)
{
	int16_t ahead = (int16_t)(header->sequence - stream->sequence);
	int32_t ticks = (int32_t)(header->timestamp - stream->timestamp);
	bool same = header->payload_type == stream->payload_type;

	if (ahead <= 0 && ahead >= -GAP_MAX)
		return;
	if (stream->run < RUN_BELIEVED) {
		bool in_step = ahead > 0 && ahead <= GAP_MAX && same &&
		               labs(ticks) <= TIMESTAMP_GAP;

		stream->run = in_step ? stream->run + 1 : 1;
		stream->unbroken = ahead == 1 && same ? stream->unbroken + 1 : 0;
		if (stream->unbroken >= UNBROKEN_BELIEVED)
			stream->run = RUN_BELIEVED;
	}
	stream->sequence = header->sequence;
	stream->timestamp = header->timestamp;
	stream->payload_type = header->payload_type;
}

static enum rtp_belief observe_rtp(struct rtp_end *end, struct reader_view *view,
                                   const struct rtp_header *header)
{
	struct rtp_stream *stream = find_stream(end, header->ssrc);

	if (stream) {
		step_stream(stream, header);
	} else {
		stream = replace_stream(end);
		*stream = (struct rtp_stream){
			.ssrc = header->ssrc,
			.timestamp = header->timestamp,
			.sequence = header->sequence,
			.payload_type = header->payload_type,
			.run = 1,
		};
	}
	if (stream->run < RUN_BELIEVED)
		return RTP_MAYBE;
	reader_add_hint(view, HINT_RTP);
	rtp_stats_observe(&end->stats, header, view->time_us);
	return RTP_YES;
}

/* Is @ssrc one that RTP or RTCP of either end already used? */
static bool ssrc_is_known(struct rtp_tracker *tracker, uint32_t ssrc)
{
	for (size_t i = 0; ssrc && i < 2; i++)
		if (find_stream(&tracker->ends[i], ssrc) ||
		    tracker->ends[i].rtcp_ssrc == ssrc)
			return true;
	return false;
}

static enum rtp_belief observe_rtcp(struct rtp_tracker *tracker, struct reader_view *view,
                                    const struct rtcp_header *header)
{
	bool known = ssrc_is_known(tracker, header->ssrc) ||
	             ssrc_is_known(tracker, header->about_ssrc) ||
	             (header->chained && header->named) ||
	             flow_hints(view->flow) & HINT_BIT(HINT_RTCP);

	tracker->ends[view->end].rtcp_ssrc = header->ssrc;
	if (!known)
		return RTP_MAYBE;
	reader_add_hint(view, HINT_RTCP);
	return RTP_YES;
}

enum rtp_belief rtp_tracker_observe(struct rtp_tracker *tracker, struct reader_view *view,
                                    const uint8_t *bytes, size_t len, size_t wire_len)
{
	struct rtp_header rtp;
	struct rtcp_header rtcp;

	if (rtp_decode(&rtp, bytes, len, wire_len))
		return observe_rtp(&tracker->ends[view->end], view, &rtp);
	if (rtcp_decode(&rtcp, bytes, len, wire_len))
		return observe_rtcp(tracker, view, &rtcp);
	return RTP_NO;
}

bool rtp_tracker_is_full(const struct rtp_tracker *tracker)
{
	uint8_t first = tracker->ends[0].stats.packets;
	uint8_t second = tracker->ends[1].stats.packets;

	return first >= RTP_STATS_PACKETS && second >= RTP_STATS_PACKETS;
}

static void set_text(struct flow *flow, enum detail pair, unsigned end, const char *text)
{
	detail_set(&flow->details, detail_by_end(pair, end), text, strlen(text));
}

/* What end number @end sent; what was not measured is not said. */
static void report_quality(const struct rtp_stats *stats, struct flow *flow, unsigned end)
{
	char text[16];
	double jitter_ms;

	if (stats->packets >= QUALITY_MIN) {
		snprintf(text, sizeof(text), "%.2f", rtp_stats_loss(stats));
		set_text(flow, DETAIL_RTP_LOSS, end, text);
		if (rtp_stats_jitter(stats, &jitter_ms)) {
			snprintf(text, sizeof(text), "%.1f", jitter_ms);
			set_text(flow, DETAIL_RTP_JITTER, end, text);
		}
	}
	if (stats->reordered) {
		snprintf(text, sizeof(text), "%u", stats->reordered);
		set_text(flow, DETAIL_RTP_REORDERED, end, text);
	}
}

void rtp_tracker_report(const struct rtp_tracker *tracker, struct flow *flow)
{
	const struct rtp_stats *stats = &tracker->ends[0].stats;
	const struct rtp_payload *payload;
	size_t modality_len;
	char text[96];
	int len;

	if (stats->packets == 0)
		stats = &tracker->ends[1].stats;
	if (stats->packets == 0)
		return;
	for (unsigned end = 0; end < 2; end++)
		report_quality(&tracker->ends[end].stats, flow, end);
	len = snprintf(text, sizeof(text), "%u", stats->payload_type);
	detail_set(&flow->details, DETAIL_RTP_PAYLOAD_TYPE, text, (size_t)len);
	payload = rtp_payload_find(stats->payload_type);
	/* Timestamps at another clock rate: the number means something else here. */
	if (!payload || rtp_stats_rate(stats) != payload->rate)
		return;
	detail_set(&flow->details, DETAIL_RTP_CODEC, payload->codec,
	           strlen(payload->codec));
	if (detail_get(flow->details, DETAIL_MODALITY, &modality_len))
		return;
	detail_set(&flow->details, DETAIL_MODALITY, payload->modality,
	           strlen(payload->modality));
	len = snprintf(text, sizeof(text), "payload type %u, likely %s; first %u packets",
	               stats->payload_type, payload->codec, RTP_STATS_PACKETS);
	detail_set(&flow->details, DETAIL_MODALITY_REASON, text, (size_t)len);
}
