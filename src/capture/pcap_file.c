/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Classic pcap, version 2.4, micro- or nanoseconds, either byte order. Older
 * versions and the modified formats are left to libpcap.
 *
 * Source: draft-ietf-opsawg-pcap, pcap-savefile(5).
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#include "file_field.h"
#include "foreign_file.h"
#include "frame_reader.h"
#include "link_type.h"

#define FILE_HEADER_LEN   24
#define RECORD_HEADER_LEN 16
#define MAGIC_US          0xa1b2c3d4u
#define MAGIC_NS          0xa1b23c4du
#define NS_PER_US         1000
#define VARIANT_MOST      8 /* bytes that known variants have more */

struct pcap_reader {
	struct frame_reader base;
	bool swapped;
	uint32_t per_us; /* units of the fraction in a microsecond */
	uint16_t link_type;
	uint32_t max_len;
};

static bool is_magic(uint32_t magic)
{
	return magic == MAGIC_US || magic == MAGIC_NS;
}

static bool recognises(const uint8_t *beginning, size_t len)
{
	if (len < 4)
		return false;

	uint32_t magic = file_u32(beginning, false);
	bool swapped = !is_magic(magic);

	if (swapped && !is_magic(__builtin_bswap32(magic)))
		return false;
	/* Cut short in its header: ours to say so. */
	if (len < 8)
		return true;
	return file_u16(beginning + 4, swapped) == 2 &&
	       file_u16(beginning + 6, swapped) == 4;
}

static struct frame_reader *pcap_open(struct byte_source *source,
                                      const volatile sig_atomic_t *stop,
                                      struct error *err)
{
	enum byte_status status = frame_reader_await(source, FILE_HEADER_LEN, stop);

	if (status == BYTES_BROKEN) {
		*err = source->why;
		return NULL;
	}
	if (status != BYTES_READY) {
		error_set(err, "cut short: %zu bytes of the %d of a pcap file header",
		          byte_source_loaded(source), FILE_HEADER_LEN);
		return NULL;
	}

	struct pcap_reader *reader = calloc(1, sizeof(*reader));

	if (!reader) {
		error_set(err, "out of memory");
		return NULL;
	}
	const uint8_t *header = source->at;

	reader->base.format = &pcap_format;
	reader->base.source = source;
	reader->swapped = !is_magic(file_u32(header, false));
	reader->per_us = file_u32(header, reader->swapped) == MAGIC_NS ? NS_PER_US : 1;
	/* The upper half is the length of the frame check sequence and reserved bits. */
	reader->link_type = (uint16_t)file_u32(header + 20, reader->swapped);
	reader->max_len = link_type_max_len(reader->link_type);
	byte_source_skip(source, FILE_HEADER_LEN);
	return &reader->base;
}

static const char variant[] = "; it may be a variant of pcap: editcap -F pcapng IN "
			      "OUT.pcapng reads those of Nokia and Red Hat 6.1";

/*
 * They have more in front of each packet than they say: the first was read short, and
 * the header of the next comes later by as much.
 */
static bool is_variant(const struct pcap_reader *reader)
{
	struct byte_source *source = reader->base.source;

	if (byte_source_need(source, VARIANT_MOST + RECORD_HEADER_LEN) != BYTES_READY)
		return false;
	if (foreign_file_damage(source->at, byte_source_loaded(source)))
		return false; /* that explains it */
	for (size_t more = 4; more <= VARIANT_MOST; more += 4) {
		const uint8_t *header = source->at + more;
		const uint32_t len = file_u32(header + 8, reader->swapped);
		const uint32_t wire_len = file_u32(header + 12, reader->swapped);

		if (file_u32(header + 4, reader->swapped) < US_PER_SECOND && len > 0 &&
		    len <= wire_len && wire_len <= reader->max_len)
			return true;
	}
	return false;
}

/*
 * A packet of nothing may be the header of a file that was appended, or the zeros that
 * a full disk or a machine that stopped leaves. @return READ_FRAME when it is neither
 */
static enum read_status look_at_nothing(struct pcap_reader *reader)
{
	static const uint8_t zeros[2 * RECORD_HEADER_LEN];
	struct byte_source *source = reader->base.source;
	enum byte_status status;

	if (is_magic(file_u32(source->at, reader->swapped)))
		return frame_reader_broken(&reader->base,
		                           "a packet is the header of a file");
	if (memcmp(source->at, zeros, RECORD_HEADER_LEN) != 0)
		return READ_FRAME;
	status = byte_source_need(source, sizeof(zeros));
	if (status == BYTES_WAIT)
		return READ_WAIT;
	if (status == BYTES_READY && memcmp(source->at, zeros, sizeof(zeros)) == 0)
		return frame_reader_broken(&reader->base,
		                           "only zero bytes from here on: it was not "
		                           "written further");
	return READ_FRAME;
}

static enum read_status pcap_next(struct frame_reader *base, struct frame *frame)
{
	struct pcap_reader *reader = (struct pcap_reader *)base;
	struct byte_source *source = base->source;
	enum byte_status status = byte_source_need(source, RECORD_HEADER_LEN);

	if (UNLIKELY(status != BYTES_READY))
		return frame_reader_short(base, status, "packet header", true);

	const bool swapped = reader->swapped;
	const uint8_t *header = source->at;
	uint32_t len = file_u32(header + 8, swapped);
	uint32_t wire_len = file_u32(header + 12, swapped);

	if (UNLIKELY(len > reader->max_len))
		return frame_reader_broken(base, "a packet claims to have %u bytes%s",
		                           len, is_variant(reader) ? variant : "");
	if (UNLIKELY(len == 0)) {
		enum read_status nothing = look_at_nothing(reader);

		if (nothing != READ_FRAME)
			return nothing;
	}

	/* Of what is larger than any frame that is looked at, the beginning is kept. */
	uint32_t kept = len < FRAME_MAX_LEN ? len : FRAME_MAX_LEN;

	status = byte_source_need(source, RECORD_HEADER_LEN + kept);
	if (UNLIKELY(status != BYTES_READY))
		return frame_reader_short(base, status, "packet", false);

	/* Loading may have moved the header. A fraction beyond a second carries over. */
	header = source->at;
	int64_t fraction = file_u32(header + 4, swapped);

	if (reader->per_us != 1)
		fraction /= NS_PER_US;
	frame->time_us = (int64_t)file_u32(header, swapped) * US_PER_SECOND + fraction;
	frame->bytes = header + RECORD_HEADER_LEN;
	frame->len = kept;
	frame->wire_len = wire_len;
	frame->link_type = reader->link_type;
	frame->interface = 0;
	base->record = header;
	source->at += RECORD_HEADER_LEN + kept;
	if (UNLIKELY(len > kept))
		byte_source_skip(source, len - kept);
	return READ_FRAME;
}

static void pcap_close_reader(struct frame_reader *reader)
{
	free(reader);
}

const struct frame_format pcap_format = {
	.name = "pcap",
	.recognises = recognises,
	.open = pcap_open,
	.next = pcap_next,
	.close = pcap_close_reader,
	.resumable = true,
};
