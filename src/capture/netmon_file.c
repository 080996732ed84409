/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Microsoft Network Monitor 1.x and 2.x: what netmon, and Message Analyzer after it,
 * saves as .cap. A table, usually at the end, says where each frame is; between frames
 * there may be anything. So files are read by the table, and what cannot be read at
 * random, a pipe or a compressed file, is taken into memory first.
 *
 * Times of 2.3 are UTC. Earlier ones are the clock of the machine that captured, which
 * did not write down its time zone: they are taken for UTC.
 *
 * Source: "Capture File Format" and "Media Types" in the help of Network Monitor 3.4.
 */
#include <stdlib.h>
#include <time.h>

#include "base/array.h"
#include "base/clock.h"

#include "file_field.h"
#include "frame_reader.h"

#define FILE_HEADER_LEN 32 /* as much of it as is read */
#define US_PER_MS       1000
/* 100 ns since 1601, as Windows counts. */
#define FILETIME_PER_US 10
#define FILETIME_EPOCH  INT64_C(11644473600000000)
#define TABLE_ENTRY_LEN 4
#define CHUNK_ENTRIES   4096 /* of the table in memory at a time */
#define BUFFERED_MAX    (UINT32_C(64) << 20)
#define TRAILER_MAX_LEN 15
#define UTC_OFFSET      6 /* in the trailer, behind link type and process */
#define WIFI_LENGTH_LEN 3 /* version and length of what precedes an 802.11 frame */

/* From here on no frame but what netmon itself wrote: events, filters, names. */
#define NETWORK_PSEUDO   0xffe0
#define NETWORK_WIFI     6
#define NETWORK_PCAP     0xe000 /* and a LINKTYPE_, of files that were converted */
#define LINK_TYPE_WIFI   105
#define LINK_TYPE_OTHERS 0xf000 /* nobody's: so that they are counted by a number */

struct netmon_reader {
	struct frame_reader base;
	struct byte_source *whole; /* owned; NULL: the file is read at random */
	uint8_t *copy;             /* owned, behind it */
	uint8_t major, minor;
	uint16_t network; /* of all frames; in 2.1 and later each says its own */
	int64_t start_us;
	uint32_t table_offset, frame_count;
	uint32_t next; /* number of the next frame */
	uint32_t chunk_first, chunk_count;
	uint64_t latest; /* offset of the latest frame, so that unreading it is noticed */
	uint8_t chunk[CHUNK_ENTRIES * TABLE_ENTRY_LEN];
};

static bool recognises(const uint8_t *beginning, size_t len)
{
	return len >= 4 &&
	       (memcmp(beginning, "GMBU", 4) == 0 || memcmp(beginning, "RTSS", 4) == 0);
}

/* --- Opening ------------------------------------------------------------------------ */

/* Take all that is to come from @source into memory. */
static bool buffer(struct netmon_reader *reader, struct byte_source *source,
                   const volatile sig_atomic_t *stop, struct error *err)
{
	size_t len = 0, capacity = 0;

	while (frame_reader_await(source, 1, stop) == BYTES_READY) {
		size_t got = byte_source_loaded(source);

		if (got > BUFFERED_MAX - len)
			return error_set(err,
			                 "a Network Monitor capture above 64 MiB has to "
			                 "be a file that is not compressed");
		if (got > capacity - len) {
			uint8_t *larger =
				realloc(reader->copy, capacity = 2 * (len + got));

			if (!larger)
				return error_set(err, "out of memory");
			reader->copy = larger;
		}
		(void)byte_source_read(source, reader->copy + len, got, &got);
		len += got;
	}
	if (source->ended == BYTES_BROKEN) {
		*err = source->why;
		return false;
	}
	reader->whole = byte_source_from_memory(reader->copy, len);
	reader->base.source = reader->whole;
	return reader->whole || error_set(err, "out of memory");
}

/* SYSTEMTIME: year, month, day of the week, day, hour, minute, second, milliseconds. */
static int64_t start_of(const uint8_t *at)
{
	struct tm start = {
		.tm_year = file_u16(at, false) - 1900,
		.tm_mon = file_u16(at + 2, false) - 1,
		.tm_mday = file_u16(at + 6, false),
		.tm_hour = file_u16(at + 8, false),
		.tm_min = file_u16(at + 10, false),
		.tm_sec = file_u16(at + 12, false),
	};

	return timegm(&start) * US_PER_SECOND + file_u16(at + 14, false) * US_PER_MS;
}

static bool read_header(struct netmon_reader *reader, const uint8_t *header,
                        struct error *err)
{
	const uint32_t table_len = file_u32(header + 28, false);

	reader->minor = header[4];
	reader->major = header[5];
	reader->network = file_u16(header + 6, false);
	reader->start_us = start_of(header + 8);
	reader->table_offset = file_u32(header + 24, false);
	reader->frame_count = table_len / TABLE_ENTRY_LEN;
	if (reader->major != 1 && reader->major != 2)
		return error_set(err, "a Network Monitor capture of version %u.%u",
		                 reader->major, reader->minor);
	if (table_len % TABLE_ENTRY_LEN != 0)
		return error_set(err, "its table of frames has %u bytes", table_len);
	return true;
}

static void netmon_close(struct frame_reader *base)
{
	struct netmon_reader *reader = (struct netmon_reader *)base;

	byte_source_close(reader->whole);
	free(reader->copy);
	free(reader);
}

static struct frame_reader *netmon_open(struct byte_source *source,
                                        const volatile sig_atomic_t *stop,
                                        struct error *err)
{
	enum byte_status status = frame_reader_await(source, FILE_HEADER_LEN, stop);
	struct netmon_reader *reader;

	if (status == BYTES_BROKEN) {
		*err = source->why;
		return NULL;
	}
	if (status != BYTES_READY) {
		error_set(err, "cut short in its header");
		return NULL;
	}
	reader = calloc(1, sizeof(*reader));
	if (!reader) {
		error_set(err, "out of memory");
		return NULL;
	}
	reader->base.format = &netmon_format;
	reader->base.source = source;
	reader->base.buffered = !byte_source_is_random(source);
	reader->latest = UINT64_MAX;
	if (read_header(reader, source->at, err) &&
	    (!reader->base.buffered || buffer(reader, source, stop, err)))
		return &reader->base;
	netmon_close(&reader->base);
	return NULL;
}

/* --- Reading ------------------------------------------------------------------------ */

/* Have the part of the table that the next frame is in. */
static enum read_status load_chunk(struct netmon_reader *reader)
{
	const uint32_t left = reader->frame_count - reader->next;
	const uint32_t count = left < CHUNK_ENTRIES ? left : CHUNK_ENTRIES;
	const size_t len = (size_t)count * TABLE_ENTRY_LEN;
	struct byte_source *source = reader->base.source;
	enum byte_status status = byte_source_seek(
		source, reader->table_offset + (uint64_t)reader->next * TABLE_ENTRY_LEN);

	if (status == BYTES_READY)
		status = byte_source_need(source, len);
	if (status != BYTES_READY)
		return frame_reader_short(&reader->base, status, "table of frames",
		                          false);
	memcpy(reader->chunk, source->at, len);
	reader->chunk_first = reader->next;
	reader->chunk_count = count;
	return READ_FRAME;
}

static size_t record_header_len(const struct netmon_reader *reader)
{
	return reader->major == 1 ? 8 : 16;
}

static size_t trailer_len(const struct netmon_reader *reader)
{
	static const uint8_t len[] = { 0, 2, 6, TRAILER_MAX_LEN }; /* of 2.0 to 2.3 */

	if (reader->major == 1)
		return 0;
	return len[reader->minor < ARRAY_LEN(len) ? reader->minor : ARRAY_LEN(len) - 1];
}

/* What Network Monitor calls a medium is what files elsewhere call a link type. */
static uint16_t link_type_of(uint16_t network)
{
	static const struct {
		uint16_t network, link_type;
	} media[] = {
		{ 0, 1 }, /* found for Ethernet on VPN */
		{ 1, 1 },
		{ 2, 6 },
		{ 3, 10 },
		{ NETWORK_WIFI, LINK_TYPE_WIFI },
		{ 7, 101 }, /* tunnel, WWAN, raw IP */
		{ 8, 101 },
		{ 9, 101 },
		{ 0xe080,
		  LINK_TYPE_WIFI }, /* of Message Analyzer, as are some beside it */
	};

	for (size_t i = 0; i < ARRAY_LEN(media); i++)
		if (media[i].network == network)
			return media[i].link_type;
	if ((network & 0xf000) == NETWORK_PCAP && (network < 0xe080 || network > 0xe08f))
		return network & 0x0fff;
	return LINK_TYPE_OTHERS | (network & 0x0fff);
}

/* Lengths and time as the header of the record has them. */
static void fill_frame(const struct netmon_reader *reader, const uint8_t *record,
                       struct frame *frame)
{
	uint64_t delta;

	if (reader->major == 1) {
		delta = (uint64_t)file_u32(record, false) * US_PER_MS;
		frame->wire_len = file_u16(record + 4, false);
		frame->len = file_u16(record + 6, false);
	} else {
		/* A signed count of 100 ns, divided by ten as if it had no sign. */
		delta = (uint64_t)((int64_t)(file_u64(record, false) * FILETIME_PER_US) /
		                   FILETIME_PER_US);
		frame->wire_len = file_u32(record + 8, false);
		frame->len = file_u32(record + 12, false);
	}
	frame->time_us = (int64_t)((uint64_t)reader->start_us + delta);
	frame->bytes = record + record_header_len(reader);
}

/* In front of an 802.11 frame is what the driver said about it, with its length. */
static void step_over_radio(struct frame *frame)
{
	uint32_t len;

	if (frame->len < WIFI_LENGTH_LEN)
		return;
	len = file_u16(frame->bytes + 1, false);
	if (len > frame->len)
		len = frame->len;
	frame->bytes += len;
	frame->len -= len;
	frame->wire_len -= len < frame->wire_len ? len : frame->wire_len;
}

/* @return whether it is a frame and not what netmon wrote about them */
static bool finish_frame(const struct netmon_reader *reader, struct frame *frame)
{
	const uint8_t *trailer = frame->bytes + frame->len;
	uint16_t network = reader->network;

	if (trailer_len(reader) > 0)
		network = file_u16(trailer, false);
	if (network >= NETWORK_PSEUDO)
		return false;
	if (trailer_len(reader) == TRAILER_MAX_LEN)
		frame->time_us = (int64_t)(file_u64(trailer + UTC_OFFSET, false) /
		                           FILETIME_PER_US) -
		                 FILETIME_EPOCH;
	frame->link_type = link_type_of(network);
	frame->interface = 0;
	if (network == NETWORK_WIFI)
		step_over_radio(frame);
	return true;
}

/* @return READ_FRAME also for what is none: then frame->bytes is NULL */
static enum read_status read_record(struct netmon_reader *reader, struct frame *frame)
{
	const size_t header_len = record_header_len(reader);
	struct byte_source *source = reader->base.source;
	const uint8_t *entry =
		reader->chunk +
		(size_t)(reader->next - reader->chunk_first) * TABLE_ENTRY_LEN;
	const uint64_t offset = file_u32(entry, false);
	enum byte_status status = byte_source_seek(source, offset);

	if (status == BYTES_READY)
		status = byte_source_need(source, header_len);
	if (status != BYTES_READY)
		return frame_reader_short(&reader->base, status, "frame header", false);
	fill_frame(reader, source->at, frame);
	if (frame->len > FRAME_MAX_LEN)
		return frame_reader_broken(&reader->base,
		                           "a frame claims to have %u bytes", frame->len);

	const size_t len = header_len + frame->len + trailer_len(reader);

	status = byte_source_need(source, len);
	if (status != BYTES_READY)
		return frame_reader_short(&reader->base, status, "frame", false);
	reader->base.record = source->at;
	reader->latest = offset;
	frame->bytes = source->at + header_len; /* loading may have moved it */
	if (!finish_frame(reader, frame))
		frame->bytes = NULL;
	byte_source_skip(source, len);
	reader->next++;
	return READ_FRAME;
}

static enum read_status netmon_next(struct frame_reader *base, struct frame *frame)
{
	struct netmon_reader *reader = (struct netmon_reader *)base;
	enum read_status status;

	/* The file was suspended, which stepped back before the latest frame. */
	if (reader->next > 0 && byte_source_offset(base->source) == reader->latest)
		reader->next--;
	do {
		if (reader->next == reader->frame_count)
			return READ_END;
		if (reader->next < reader->chunk_first ||
		    reader->next - reader->chunk_first >= reader->chunk_count) {
			status = load_chunk(reader);
			if (status != READ_FRAME)
				return status;
		}
		status = read_record(reader, frame);
	} while (status == READ_FRAME && !frame->bytes);
	return status;
}

const struct frame_format netmon_format = {
	.name = "Network Monitor",
	.recognises = recognises,
	.open = netmon_open,
	.next = netmon_next,
	.close = netmon_close,
	.resumable = true,
};
