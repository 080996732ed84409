/* SPDX-License-Identifier: BSD-2-Clause */
#include "rtp_tracker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "note.h"

#define RUN_BELIEVED      3
#define UNBROKEN_BELIEVED 6  /* steps of one source and type, whatever clock it shows */
#define QUALITY_MIN       10 /* packets of a direction before its loss means anything */
#define GAP_MAX           16 /* sequence numbers a burst of loss may take */
#define TIMESTAMP_GAP     2700000 /* 30 s at 90 kHz */

static struct rtp_stream *find_stream(struct rtp_side *side, uint32_t ssrc)
{
	for (size_t i = 0; i < RTP_TRACKER_STREAMS; i++)
		if (side->streams[i].run && side->streams[i].ssrc == ssrc)
			return &side->streams[i];
	return NULL;
}

/* The place of a new stream: a free one, else the next that nobody believed in, else the next. */
static struct rtp_stream *replace_stream(struct rtp_side *side)
{
	struct rtp_stream *chosen = &side->streams[side->next % RTP_TRACKER_STREAMS];

	for (size_t i = 0; i < RTP_TRACKER_STREAMS && chosen->run >= RUN_BELIEVED; i++)
		chosen = &side->streams[(side->next + i) % RTP_TRACKER_STREAMS];
	side->next = (uint8_t)((side->next + 1) % RTP_TRACKER_STREAMS);
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

static enum rtp_belief observe_rtp(struct rtp_side *side, struct reader_view *view,
                                   const struct rtp_header *header)
{
	struct rtp_stream *stream = find_stream(side, header->ssrc);

	if (stream) {
		step_stream(stream, header);
	} else {
		stream = replace_stream(side);
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
	rtp_stats_observe(&side->stats, header, view->time_us);
	return RTP_YES;
}

/* Is @ssrc one that RTP or RTCP of either side already used? */
static bool ssrc_is_known(struct rtp_tracker *tracker, uint32_t ssrc)
{
	for (size_t i = 0; ssrc && i < 2; i++)
		if (find_stream(&tracker->sides[i], ssrc) ||
		    tracker->sides[i].rtcp_ssrc == ssrc)
			return true;
	return false;
}

static enum rtp_belief observe_rtcp(struct rtp_tracker *tracker, struct reader_view *view,
                                    const struct rtcp_header *header)
{
	bool known = ssrc_is_known(tracker, header->ssrc) ||
	             ssrc_is_known(tracker, header->about_ssrc) ||
	             (header->chained && header->named) ||
	             view->flow->hints & HINT_BIT(HINT_RTCP);

	tracker->sides[view->side].rtcp_ssrc = header->ssrc;
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
		return observe_rtp(&tracker->sides[view->side], view, &rtp);
	if (rtcp_decode(&rtcp, bytes, len, wire_len))
		return observe_rtcp(tracker, view, &rtcp);
	return RTP_NO;
}

bool rtp_tracker_is_full(const struct rtp_tracker *tracker)
{
	uint8_t first = tracker->sides[0].stats.packets;
	uint8_t second = tracker->sides[1].stats.packets;

	return first >= RTP_STATS_PACKETS && second >= RTP_STATS_PACKETS;
}

/* "0.12/0.00": initiator's then responder's, "-" for what was not measured. */
static void report_pair(struct flow *flow, enum detail key, const char *const texts[2])
{
	char text[40];
	int len = snprintf(text, sizeof(text), "%s/%s", texts[0], texts[1]);

	detail_set(&flow->details, key, text, (size_t)len);
}

static void report_quality(const struct rtp_tracker *tracker, struct flow *flow)
{
	char loss[2][16] = { "-", "-" }, jitter[2][16] = { "-", "-" };
	unsigned reordered[2];
	char note[32];

	for (size_t i = 0; i < 2; i++) {
		const struct rtp_stats *stats = &tracker->sides[i].stats;
		double jitter_ms;

		reordered[i] = stats->reordered;
		if (stats->packets < QUALITY_MIN)
			continue;
		snprintf(loss[i], sizeof(loss[i]), "%.2f", rtp_stats_loss(stats));
		if (rtp_stats_jitter(stats, &jitter_ms))
			snprintf(jitter[i], sizeof(jitter[i]), "%.1f", jitter_ms);
	}
	report_pair(flow, DETAIL_RTP_LOSS, (const char *[]){ loss[0], loss[1] });
	report_pair(flow, DETAIL_RTP_JITTER, (const char *[]){ jitter[0], jitter[1] });
	if (reordered[0] || reordered[1]) {
		snprintf(note, sizeof(note), "RTP reordered %u/%u", reordered[0],
		         reordered[1]);
		note_add(flow, note);
	}
}

void rtp_tracker_report(const struct rtp_tracker *tracker, struct flow *flow)
{
	const struct rtp_stats *stats = &tracker->sides[FLOW_INITIATOR].stats;
	const struct rtp_payload *payload;
	size_t modality_len;
	char text[96];
	int len;

	if (stats->packets == 0)
		stats = &tracker->sides[FLOW_RESPONDER].stats;
	if (stats->packets == 0)
		return;
	report_quality(tracker, flow);
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
