/* SPDX-License-Identifier: BSD-2-Clause */
#include "decode/decoder.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "capture/frame.h"

#include "copies.h"
#include "fragments.h"
#include "layers.h"
#include "link_table.h"

/* A full Ethernet frame with two tags. What is longer is jumbo, or merged by a NIC. */
#define FRAME_LEN_MAX 1522

struct decoder {
	struct decode_counters counters;
	struct fragments *fragments; /* owned */
	uint64_t released; /* datagrams and beginnings of some that were given back */
	struct decoding decoding; /* kept here so that a frame sets only what changes */
};

struct decoder *decoder_create(size_t fragment_memory)
{
	struct decoder *decoder = calloc(1, sizeof(*decoder));

	if (!decoder)
		return NULL;
	decoder->fragments = fragments_create(fragment_memory, &decoder->counters);
	if (!decoder->fragments) {
		free(decoder);
		return NULL;
	}
	decoder->decoding.fragments = decoder->fragments;
	decoder->decoding.counters = &decoder->counters;
	return decoder;
}

bool decoder_find_copies(struct decoder *decoder)
{
	if (!decoder->decoding.copies)
		decoder->decoding.copies = copies_create();
	return decoder->decoding.copies != NULL;
}

static void count(struct decode_counters *counters, const struct packet *packet)
{
	counters->snapped += packet->payload_len < packet->payload_wire_len;
	counters->tunnelled += packet->tunnelled != 0;
	counters->oversized += packet->wire_len > FRAME_LEN_MAX &&
	                       packet->transport == TRANSPORT_TCP && !packet->tunnelled;
}

bool decode_unknown_count(struct decode_unknown *types, uint8_t *count,
                          enum decode_space space, uint64_t number)
{
	size_t i = 0;

	while (i < *count && (types[i].number != number || types[i].space != space))
		i++;
	if (i == DECODE_UNKNOWN_MAX)
		return false;
	if (i == *count) {
		types[i] =
			(struct decode_unknown){ .number = number,
			                         .name = link_table_name(space, number),
			                         .space = (uint8_t)space };
		(*count)++;
	}
	types[i].frames++;
	return true;
}

/* Why there is no packet. What is held stays so: it may be counted as lost one day. */
RARE static enum decode_verdict explain(struct decode_counters *counters,
                                        const struct decoding *d,
                                        enum decode_verdict verdict)
{
	if (verdict != DECODE_HELD && verdict != DECODE_COPY &&
	    link_is_mislabelled(d->frame))
		return DECODE_MISLABELLED;
	if (verdict == DECODE_UNKNOWN_TYPE || verdict == DECODE_LINK_TYPE)
		counters->unknown_others +=
			!decode_unknown_count(counters->unknown, &counters->unknown_count,
		                              (enum decode_space)d->space, d->number);
	return verdict;
}

/* What was put together or left over last time has been used. */
static void release(struct decoder *decoder)
{
	const uint64_t given =
		decoder->counters.reassembled + decoder->counters.beginnings;

	if (LIKELY(decoder->released == given))
		return;
	fragments_release(decoder->fragments);
	decoder->released = given;
}

/* Of datagrams put together each fragment was asked for; errors are no traffic. */
static inline bool is_copy(const struct decoding *d)
{
	return !d->packet->reassembled && d->packet->kind == PACKET_DATA &&
	       copies_observe(d->copies, d->packet, d->identification);
}

enum decode_verdict decoder_decode(struct decoder *decoder, const struct frame *frame,
                                   struct packet *packet)
{
	struct decoding *d = &decoder->decoding;

	release(decoder);
	d->rest = cursor_over(frame->bytes, frame->len);
	d->missing = frame->wire_len > frame->len ? frame->wire_len - frame->len : 0;
	d->headers = 0;
	d->datagram_count = 0;
	d->partial = false;
	d->packet = packet;
	d->frame = frame;
	packet->time_us = frame->time_us;
	packet->input = frame->input;
	packet->wire_len = frame->len + d->missing;
	packet->vlan_count = 0;
	packet->tunnelled = 0;
	packet->reassembled = false;

	enum decode_verdict verdict = decode_link(d);

	if (LIKELY(verdict == DECODE_OK) && d->copies && is_copy(d))
		verdict = DECODE_COPY;
	if (LIKELY(verdict == DECODE_OK))
		count(&decoder->counters, packet);
	else
		verdict = explain(&decoder->counters, d, verdict);
	decoder->counters.verdicts[verdict]++;
	return verdict;
}

void decoder_finish(struct decoder *decoder)
{
	fragments_finish(decoder->fragments);
}

bool decoder_recover(struct decoder *decoder, struct packet *packet)
{
	struct remnant remnant;

	decoder->decoding.packet = packet;
	while (fragments_take_remnant(decoder->fragments, &remnant))
		if (decode_remnant(&decoder->decoding, &remnant) == DECODE_OK)
			return true;
	return false;
}

const uint64_t *decoder_datagrams(const struct decoder *decoder, size_t *count)
{
	*count = decoder->decoding.datagram_count;
	return decoder->decoding.datagrams;
}

uint64_t decoder_oldest_datagram(const struct decoder *decoder)
{
	return fragments_oldest(decoder->fragments);
}

const struct decode_counters *decoder_counters(const struct decoder *decoder)
{
	return &decoder->counters;
}

const char *decode_verdict_name(enum decode_verdict verdict)
{
	static const char *const names[DECODE_VERDICTS] = {
		[DECODE_OK] = "decoded",
		[DECODE_HELD] = "fragment",
		[DECODE_LINK_TYPE] = "unknown link type",
		[DECODE_UNKNOWN_TYPE] = "unknown type",
		[DECODE_MISLABELLED] = "raw IP labelled Ethernet (editcap -T rawip)",
		[DECODE_NOT_IP] = "not IP",
		[DECODE_COPY] = "copy",
		[DECODE_OTHER_TRANSPORT] = "neither TCP nor UDP",
		[DECODE_TRUNCATED] = "truncated header",
		[DECODE_MALFORMED] = "malformed header",
		[DECODE_TOO_DEEP] = "too many layers",
		[DECODE_FRAGMENT_LOST] = "fragment lost",
	};

	return names[verdict];
}

bool decode_verdict_is_loss(enum decode_verdict verdict)
{
	return verdict >= DECODE_LINK_TYPE;
}

uint64_t decode_counters_lost(const struct decode_counters *counters)
{
	uint64_t lost = 0;

	for (int i = DECODE_LINK_TYPE; i < DECODE_VERDICTS; i++)
		lost += counters->verdicts[i];
	return lost;
}

#define WORDS -1 /* all of its numbers are ours and have names */

int decode_unknown_describe(const struct decode_unknown *unknown, char *text, size_t size)
{
	static const struct {
		const char *words;
		int digits; /* hexadecimal; 0: decimal, as people write it; or WORDS */
	} spaces[DECODE_SPACES] = {
		[DECODE_SPACE_LINK] = { "link type", 0 },
		[DECODE_SPACE_ETHERTYPE] = { "Ethernet type", 4 },
		[DECODE_SPACE_SAP] = { "LLC SAP", 2 },
		[DECODE_SPACE_SNAP] = { "SNAP protocol", 10 },
		[DECODE_SPACE_PPP] = { "PPP protocol", 4 },
		[DECODE_SPACE_LINUX] = { "Linux packet type", 4 },
		[DECODE_SPACE_FAMILY] = { "address family", 0 },
		[DECODE_SPACE_GRE] = { "GRE protocol", 4 },
		[DECODE_SPACE_NSH] = { "NSH next protocol", 0 },
		[DECODE_SPACE_ERF] = { "ERF record type", 0 },
		[DECODE_SPACE_UDP] = { "UDP port", 0 },
		[DECODE_SPACE_WIFI] = { "802.11 data,", WORDS },
	};
	const int digits = spaces[unknown->space].digits;
	const char *words = spaces[unknown->space].words;
	const char *name = unknown->name;
	char number[32];

	if (digits == WORDS)
		return snprintf(text, size, "%s %s", words, name);
	if (digits)
		snprintf(number, sizeof(number), "0x%0*" PRIx64, digits, unknown->number);
	else
		snprintf(number, sizeof(number), "%" PRIu64, unknown->number);
	if (!name)
		return snprintf(text, size, "%s %s", words, number);
	return snprintf(text, size, "%s %s (%s)", words, number, name);
}

void decoder_destroy(struct decoder *decoder)
{
	if (!decoder)
		return;
	fragments_destroy(decoder->fragments);
	copies_destroy(decoder->decoding.copies);
	free(decoder);
}
