/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * snoop, version 2: Solaris' own format, and what Check Point's `fw monitor -o` writes.
 *
 * Source: RFC 1761.
 */
#include <stdlib.h>

#include "base/array.h"
#include "base/clock.h"

#include "file_field.h"
#include "frame_reader.h"

#define FILE_HEADER_LEN   16
#define RECORD_HEADER_LEN 24
#define SNOOP_VERSION     2

static const char magic[8] = "snoop\0\0";

struct snoop_reader {
	struct frame_reader base;
	uint16_t link_type;
};

static bool recognises(const uint8_t *beginning, size_t len)
{
	return len >= sizeof(magic) && memcmp(beginning, magic, sizeof(magic)) == 0;
}

static uint32_t field(const uint8_t *at)
{
	return file_u32(at, __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
}

/* RFC 1761 has the first ten, Solaris' <sys/dlpi.h> the rest. */
static bool find_link_type(uint32_t data_link, uint16_t *link_type)
{
	static const struct {
		uint32_t data_link;
		uint16_t link_type;
	} types[] = {
		{ 0, 1 },            /* IEEE 802.3 */
		{ 2, 6 },            /* IEEE 802.5 */
		{ 4, 1 },            /* Ethernet */
		{ 8, 10 },           /* FDDI */
		{ 18, 123 },         /* ATM */
		{ 26, 242 },         /* IP over InfiniBand */
		{ 0x80000001, 228 }, /* IPv4 in a tunnel */
		{ 0x80000002, 229 }, /* IPv6 in a tunnel */
	};

	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (types[i].data_link == data_link) {
			*link_type = types[i].link_type;
			return true;
		}
	return false;
}

static struct frame_reader *snoop_open(struct byte_source *source,
                                       const volatile sig_atomic_t *stop,
                                       struct error *err)
{
	enum byte_status status = frame_reader_await(source, FILE_HEADER_LEN, stop);
	struct snoop_reader *reader;
	uint16_t link_type;

	if (status == BYTES_BROKEN) {
		*err = source->why;
		return NULL;
	}
	if (status != BYTES_READY) {
		error_set(err, "cut short in its header");
		return NULL;
	}
	if (field(source->at + 8) != SNOOP_VERSION) {
		error_set(err, "a snoop capture of version %u", field(source->at + 8));
		return NULL;
	}
	if (!find_link_type(field(source->at + 12), &link_type)) {
		error_set(err, "a snoop capture of data link type %u, which is not read",
		          field(source->at + 12));
		return NULL;
	}
	reader = calloc(1, sizeof(*reader));
	if (!reader) {
		error_set(err, "out of memory");
		return NULL;
	}
	reader->base.format = &snoop_format;
	reader->base.source = source;
	reader->link_type = link_type;
	byte_source_skip(source, FILE_HEADER_LEN);
	return &reader->base;
}

/* The count is of all the capture so far. */
static void note_drops(struct frame_reader *base, uint32_t drops)
{
	if (drops > base->losses.interface)
		base->losses.interface = drops;
}

/* Length on the wire, captured, of the record; drops; seconds, microseconds. */
static enum read_status snoop_next(struct frame_reader *base, struct frame *frame)
{
	struct snoop_reader *reader = (struct snoop_reader *)base;
	struct byte_source *source = base->source;
	enum byte_status status = byte_source_need(source, RECORD_HEADER_LEN);

	if (UNLIKELY(status != BYTES_READY))
		return frame_reader_short(base, status, "packet header", true);

	const uint32_t len = field(source->at + 4);
	const uint32_t record_len = field(source->at + 8);

	if (UNLIKELY(len > FRAME_MAX_LEN))
		return frame_reader_broken(base, "a packet claims to have %u bytes", len);
	if (UNLIKELY(record_len < RECORD_HEADER_LEN ||
	             len > record_len - RECORD_HEADER_LEN))
		return frame_reader_broken(base,
		                           "a packet of %u bytes is in a record of %u",
		                           len, record_len);
	status = byte_source_need(source, RECORD_HEADER_LEN + len);
	if (UNLIKELY(status != BYTES_READY))
		return frame_reader_short(base, status, "packet", false);

	const uint8_t *header = source->at; /* loading may have moved it */

	frame->time_us = (int64_t)field(header + 16) * US_PER_SECOND + field(header + 20);
	frame->bytes = header + RECORD_HEADER_LEN;
	frame->len = len;
	frame->wire_len = field(header);
	frame->link_type = reader->link_type;
	frame->interface = 0;
	note_drops(base, field(header + 12));
	base->record = header;
	source->at += RECORD_HEADER_LEN + len;
	if (record_len > RECORD_HEADER_LEN + len)
		byte_source_skip(source, record_len - RECORD_HEADER_LEN - len);
	return READ_FRAME;
}

static void snoop_close(struct frame_reader *reader)
{
	free(reader);
}

const struct frame_format snoop_format = {
	.name = "snoop",
	.recognises = recognises,
	.open = snoop_open,
	.next = snoop_next,
	.close = snoop_close,
	.resumable = true,
};
